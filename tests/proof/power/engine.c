/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole engine whose store's device loses power, at every call that changes
 * it. Each state is loaded, audited, and compared with what was acknowledged.
 *
 *     engine ROUNDS STATES    waits of the engine; of each call the states with
 *                             part of what was not synced
 */
#include "eip/store_lmdb.h"
#include "proof/power/loss.h"
#include "proof/power/notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct notes notes;
static bool is_built; /* the engine's addresses are acknowledged */

static _Noreturn void fail(const char *what, const char *detail) {
    printf("engine: %s: %s (call %llu)\n", what, detail,
           (unsigned long long)loss.calls);
    exit(1);
}

static void compare(void) {
    const eip_config config = notes_config();
    eip_error error = EIP_ERROR_INIT;
    char wrong[NOTES_TEXT] = "";
    eip_engine *engine = NULL;
    eip_store *store = NULL;
    eip_status status = eip_store_open_lmdb(loss.image, NULL, &store, &error);

    if (status == EIP_OK) {
        status = eip_store_load(&config, store, NULL, &engine, &error);
    }
    if (status != EIP_OK) {
        fail("does not load", error.message);
    }
    if (is_built && !notes_agree(&notes, engine, wrong)) {
        fail("lost or half", wrong);
    }
    if (!notes_sound(engine, wrong)) {
        fail("the audit", wrong);
    }
    eip_engine_close(engine);
    eip_store_close(store);
}

/* Some operations, and a wait; now and then the engine is loaded anew. */
static void run(const char *directory, uint64_t rounds) {
    const eip_config config = notes_config();
    eip_error error = EIP_ERROR_INIT;
    eip_engine *engine = NULL;
    eip_store *store = NULL;
    uint32_t left;

    for (uint64_t i = 0; i < rounds; i++) {
        if (engine == NULL &&
            (eip_store_open_lmdb(directory, NULL, &store, &error) != EIP_OK ||
             eip_store_load(&config, store, NULL, &engine, &error) != EIP_OK)) {
            fail("does not load", error.message);
        }
        if (i == 0 && (notes_build(engine) != EIP_OK ||
                       eip_store_sync(engine, &error) != EIP_OK)) {
            fail("no addresses", error.message);
        }
        is_built = true;
        for (uint64_t k = 0; k < 1 + i % 7; k++) {
            (void)notes_work(&notes, engine);
        }
        if (eip_store_wait(engine, eip_store_ticket(engine), &error) !=
            EIP_OK) {
            fail("does not keep", error.message);
        }
        notes_durable(&notes);
        if (i % 5 == 4 &&
            store->fold(store->context, 20, &left, &error) != EIP_OK) {
            fail("does not fold", error.message);
        }
        if (i % 11 == 10 || i + 1 == rounds) {
            eip_engine_close(engine);
            eip_store_close(store);
            engine = NULL;
        }
    }
}

int main(int count, char **arguments) {
    uint64_t rounds = count > 1 ? strtoull(arguments[1], NULL, 10) : 40;
    uint64_t states = count > 2 ? strtoull(arguments[2], NULL, 10) : 3;

    notes.account = 100;
    notes.random = 7;
    run(loss_start(states, compare), rounds);
    loss_stop();
    printf("engine: ");
    loss_end();
    return loss.calls > rounds && loss.torn > 0 ? 0 : 1;
}
