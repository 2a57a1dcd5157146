/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* In the place of a world's engine comes one of its snapshot, and goes on. */
#include "proof/model/facts.h"

#include <string.h>

uint32_t run_reload_every;
uint64_t run_reloaded;

enum {
    TICKS = 5,      /* in a cooldown */
    TOLD_APART = 6, /* ticks; what is older comes in one class */
    BEFORE = 100    /* buckets ago: long */
};

/* Which of the returned come again first is known to a tick only. */
static void forget_buckets(struct model *m, int space) {
    struct space *s = &m->space[space];
    const struct pool *pool = &m->pool[space < GROUPS ? 0 : space - GROUPS];
    uint64_t tick = (pool->cooldown_ms + TICKS - 1) / TICKS;

    s->cursor = 0;
    s->bucket += BEFORE;
    s->opened_ms = m->now_ms;
    for (int i = 0; i < PLACES; i++) {
        struct place *at = &m->place[i];
        uint64_t age;

        if (at->block == NOBODY || at->fresh ||
            model_space_of(m->block[at->block].pool,
                           m->block[at->block].group) != space) {
            continue;
        }
        age = tick == 0 ? BEFORE : (m->now_ms - at->freed_ms) / tick;
        at->bucket = s->bucket - (age < TOLD_APART ? age : BEFORE);
    }
}

/* The counts of calls begin anew. */
static void forget(struct model *m) {
    memset(&m->count, 0, sizeof m->count);
    for (int i = 0; i < SPACES; i++) {
        forget_buckets(m, i);
    }
}

static bool is_same(const eip_snapshot *a, const eip_snapshot *b) {
    return eip_snapshot_size(a) == eip_snapshot_size(b) &&
           memcmp(eip_snapshot_bytes(a), eip_snapshot_bytes(b),
                  eip_snapshot_size(a)) == 0;
}

static bool load(struct run *run, const eip_snapshot *first) {
    eip_snapshot *second = NULL;
    eip_error error = EIP_ERROR_INIT;
    bool same;

    if (eip_snapshot_load_buffer(&run->config, eip_snapshot_bytes(first),
                                 eip_snapshot_size(first), &run->engine,
                                 &error) != EIP_OK) {
        return run_differs(run, "a snapshot is refused: %s", error.message);
    }
    if (eip_snapshot_save_buffer(run->engine, &second, &error) != EIP_OK) {
        return run_differs(run, "no second snapshot: %s", error.message);
    }
    same = is_same(first, second);
    eip_snapshot_free(second);
    return same || run_differs(run, "the second snapshot is another");
}

bool run_reload(struct run *run) {
    eip_snapshot *snapshot = NULL;
    eip_error error = EIP_ERROR_INIT;
    bool same;

    if (run_reload_every == 0 || run->done % run_reload_every != 0) {
        return true;
    }
    if (eip_snapshot_save_buffer(run->engine, &snapshot, &error) != EIP_OK) {
        return run_differs(run, "no snapshot: %s", error.message);
    }
    run_tell(run, "reload\n");
    eip_engine_close(run->engine);
    run->engine = NULL;
    same = load(run, snapshot);
    eip_snapshot_free(snapshot);
    forget(&run->m);
    run_reloaded++;
    return same;
}
