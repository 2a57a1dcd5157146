/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is kept of the books, beside a world: all of it is always what its
 * changes come to, and an engine that is built of it has the same. */
#include "proof/model/facts.h"

#include <stdio.h>

uint32_t run_books_every;
uint64_t run_books_compared;
uint64_t run_books_built;

enum { BUILD_EVERY = 16 }; /* comparisons */

void run_books_open(struct run *run) {
    if (run_books_every != 0) {
        eip__dirty_keep(&run->engine->catalog.dirty, true);
        run->books = books_of(run->engine);
    }
}

void run_books_close(struct run *run) {
    books_free(&run->books);
}

static bool build(struct run *run) {
    eip_config config = EIP_CONFIG_INIT;
    char difference[256];
    eip_engine *engine = NULL;
    eip_error error = EIP_ERROR_INIT;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    struct books again;
    eip_status status;
    bool same;

    config.region = texts_group[0];
    config.seed = run->engine->seed;
    config.flags = EIP_ENGINE_SEEDED;
    config.cooldown_given = 1;
    config.cooldown_ms = run->engine->catalog.cooldown_ms;
    status = eip_engine_open(&config, &engine, &error);
    if (status != EIP_OK) {
        return run_differs(run, "no second engine: %s", error.message);
    }
    status = books_restore(&run->books, engine);
    if (status == EIP_OK) {
        status = eip__restore_marks(engine);
    }
    if (status != EIP_OK) {
        eip_engine_close(engine);
        return run_differs(run, "the books are refused: %s",
                           eip_status_name(status));
    }
    again = books_of(engine);
    same = books_same(&run->books, &again, difference);
    books_free(&again);
    if (same) {
        same = eip_engine_audit(engine, NULL, NULL, &report) == EIP_OK &&
               report.findings == 0;
        (void)snprintf(difference, sizeof difference, "%u findings",
                       (unsigned)report.findings);
    }
    eip_engine_close(engine);
    run_books_built++;
    return same ||
           run_differs(run, "the books that were built: %s", difference);
}

bool run_books(struct run *run) {
    char difference[256];
    struct books all;
    bool same;

    if (run_books_every == 0 || run->done % run_books_every != 0) {
        return true;
    }
    if (books_follow(&run->books, run->engine) != EIP_OK) {
        return run_differs(run, "the books have no memory");
    }
    all = books_of(run->engine);
    same = books_same(&run->books, &all, difference);
    books_free(&all);
    run_books_compared++;
    if (!same) {
        return run_differs(run, "the books' changes: %s", difference);
    }
    return run->done % (run_books_every * BUILD_EVERY) != 0 || build(run);
}
