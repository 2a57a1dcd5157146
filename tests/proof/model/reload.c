/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* In the place of a world's engine comes one of its snapshot, or of what its
 * store has, and goes on. */
#include "proof/model/facts.h"

#include <string.h>

uint32_t run_reload_every;
uint64_t run_reloaded;
uint32_t run_store_every;

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

static void forget(struct model *m) {
    for (int i = 0; i < SPACES; i++) {
        forget_buckets(m, i);
    }
}

enum {
    HEAD = 16,
    RANK = 12,
    GENERATION = 24,
    FLAGS = 28,
    VALUE = 40,
    SEQUENCE = 36,
    LATEST = 48
};

/* What a store knows less of: how many operations an account has had, what is
 * left in the stamp of an address that is neither held nor cooling, how late it
 * is if nothing has happened since, and that a block was refused over an
 * address, which has another generation since then. */
static void forget_record(uint8_t *bytes, const eip_store_record *record) {
    uint32_t flags;

    memcpy(bytes, record->data, record->size);
    memset(bytes + record->size - 8, 0, 8);
    if (record->kind == EIP__KIND_ACCOUNT) {
        memset(bytes + SEQUENCE, 0, 8);
    }
    if (record->kind == EIP__KIND_ENGINE) {
        memset(bytes + LATEST, 0, 8);
    }
    memcpy(&flags, bytes + FLAGS, sizeof flags);
    if (record->kind == EIP__KIND_ADDRESS && (flags & 1) == 0) {
        memset(bytes + RANK, 0, 8);
        memset(bytes + GENERATION, 0, 4);
        memset(bytes + VALUE, 0, (flags & 8) == 0 ? 8 : 0);
    }
}

static bool is_same_record(const eip_store_record *a,
                           const eip_store_record *b) {
    static uint8_t bytes[2][1 << 20];

    if (a->kind == EIP__KIND_SEAL || b->kind == EIP__KIND_SEAL) {
        return a->kind == b->kind;
    }
    if (a->size != b->size || a->size > sizeof bytes[0]) {
        return false;
    }
    forget_record(bytes[0], a);
    forget_record(bytes[1], b);
    return memcmp(bytes[0], bytes[1], a->size) == 0;
}

/* Of what was nobody's before and is so still no store is told. */
static bool is_told(const eip_store_record *record) {
    uint32_t flags;

    memcpy(&flags, (const uint8_t *)record->data + FLAGS, sizeof flags);
    return record->kind != EIP__KIND_ADDRESS || flags != 0;
}

/* The next record that is told; false: there is none that is whole. */
static bool next_of(const eip_snapshot *snapshot, uint64_t *at,
                    eip_store_record *record) {
    const uint8_t *bytes = eip_snapshot_bytes(snapshot);

    do {
        if (eip_store_record_read(bytes + *at,
                                  eip_snapshot_size(snapshot) - *at,
                                  record) != EIP_OK) {
            return false;
        }
        *at += record->size;
    } while (!is_told(record));
    return true;
}

static bool is_same(const eip_snapshot *a, const eip_snapshot *b) {
    uint64_t at[2] = {HEAD, HEAD};
    eip_store_record record[2];

    if (run_store_every == 0) {
        return eip_snapshot_size(a) == eip_snapshot_size(b) &&
               memcmp(eip_snapshot_bytes(a), eip_snapshot_bytes(b),
                      eip_snapshot_size(a)) == 0;
    }
    do {
        if (!next_of(a, &at[0], &record[0]) ||
            !next_of(b, &at[1], &record[1]) ||
            !is_same_record(&record[0], &record[1])) {
            return false;
        }
    } while (record[0].kind != EIP__KIND_SEAL);
    return true;
}

/* The engine that is there now is the one that was. */
static bool compare(struct run *run, const eip_snapshot *first) {
    eip_snapshot *second = NULL;
    eip_error error = EIP_ERROR_INIT;
    bool same;

    if (eip_snapshot_save_buffer(run->engine, &second, &error) != EIP_OK) {
        return run_differs(run, "no second snapshot: %s", error.message);
    }
    same = is_same(first, second);
    eip_snapshot_free(second);
    return same || run_differs(run, "the second snapshot is another");
}

static bool load(struct run *run, const eip_snapshot *first) {
    eip_error error = EIP_ERROR_INIT;

    if (eip_snapshot_load_buffer(&run->config, eip_snapshot_bytes(first),
                                 eip_snapshot_size(first), &run->engine,
                                 &error) != EIP_OK) {
        return run_differs(run, "a snapshot is refused: %s", error.message);
    }
    return compare(run, first);
}

bool run_engine(struct run *run) {
    run->store = NULL;
    if (run_store_every == 0) {
        return eip_engine_open(&run->config, &run->engine, run_error(run)) ==
               EIP_OK;
    }
    return eip_store_open_memory(NULL, &run->store, run_error(run)) == EIP_OK &&
           eip_store_load(&run->config, run->store, NULL, &run->engine,
                          run_error(run)) == EIP_OK;
}

/* What changed in some steps goes to the store; now and then all is loaded of
 * it. */
static bool keep(struct run *run, const eip_snapshot *first) {
    eip_error error = EIP_ERROR_INIT;
    uint32_t left;

    if (run_reloaded % 3 == 0 &&
        run->store->fold(run->store->context, 1, &left, NULL) != EIP_OK) {
        return run_differs(run, "the store does not fold");
    }
    if (eip_store_load(&run->config, run->store, NULL, &run->engine, &error) !=
        EIP_OK) {
        return run_differs(run, "the store is refused: %s", error.message);
    }
    return compare(run, first);
}

static bool is_due(const struct run *run) {
    return (run_reload_every != 0 && run->done % run_reload_every == 0) ||
           (run_store_every != 0 && run->done % run_store_every == 0);
}

bool run_reload(struct run *run) {
    eip_snapshot *snapshot = NULL;
    eip_error error = EIP_ERROR_INIT;
    bool same;

    /* A snapshot has what is not kept yet twice, as it was seen and as it was
     * told. */
    if (run->store != NULL && (run->done % 5 == 0 || is_due(run)) &&
        eip_store_sync(run->engine, &error) != EIP_OK) {
        return run_differs(run, "the store fails: %s", error.message);
    }
    if (!is_due(run)) {
        return true;
    }
    if (eip_snapshot_save_buffer(run->engine, &snapshot, &error) != EIP_OK) {
        return run_differs(run, "no snapshot: %s", error.message);
    }
    run_tell(run, "reload\n");
    eip_engine_close(run->engine);
    run->engine = NULL;
    same = run->store == NULL ? load(run, snapshot) : keep(run, snapshot);
    eip_snapshot_free(snapshot);
    forget(&run->m);
    run_reloaded++;
    return same;
}
