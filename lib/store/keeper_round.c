/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns a round from its beginning to its end: into the store, and what follows
 * if the store fails. */
#include "store/keeper.h"

/* So many bytes of the log are folded, so many records at a time. */
#define FOLD_FROM (UINT64_C(16) << 20)
enum { FOLD_RECORDS = 16384 };

/* Nothing is written where there is nothing. */
static eip_status write_group(struct eip__keeper *keeper, eip_error *error) {
    struct eip__gathered *group = &keeper->group;
    eip_store *store = keeper->store;
    eip_status status;

    if (group->size == 0) {
        return EIP_OK;
    }
    status = store->append(store->context, group->bytes, group->size, error);
    if (status == EIP_OK) {
        status = store->commit(store->context, error);
    }
    keeper->unfolded += group->size;
    group->size = 0;
    return status;
}

/* What follows is in memory alone. The journal would only grow. */
static void fail(struct eip__keeper *keeper, eip_status status) {
    eip__publish(&keeper->failed, (uint64_t)-status);
    (void)eip__keeper_end(keeper);
}

void eip__keeper_fold(struct eip__keeper *keeper, bool anyway) {
    eip_store *store = keeper->store;
    eip_status status;
    uint32_t left = 1;

    if (keeper->unfolded < (anyway ? 1 : FOLD_FROM)) {
        return;
    }
    status = store->fold(store->context, FOLD_RECORDS, &left, NULL);
    if (left == 0) {
        keeper->unfolded = 0;
    }
    if (status != EIP_OK) {
        fail(keeper, status);
    }
}

/* The first round begins with it; nobody uses the engine yet. */
static void begin(struct eip__keeper *keeper, struct eip__lane *lane) {
    eip_engine *engine = keeper->engine;

    if (engine->listener == NULL) {
        eip__journal_start(&engine->ledger, &engine->accounts, lane);
        eip__dirty_keep(&engine->catalog.dirty, true);
        engine->listener = &keeper->visitor;
    }
}

eip_status eip__keeper_round(struct eip__keeper *keeper, eip_error *error) {
    struct eip__gathered group = keeper->group;
    struct eip__lane *lane;
    uint64_t cut = 0;
    uint64_t told = 0;
    eip_status status;

    eip__gate_close(&keeper->gate);
    status = eip__engine_lock(keeper->engine, &lane);
    if (status == EIP_OK) {
        begin(keeper, lane);
        status = eip__keeper_gather(keeper, lane, &cut);
        if (status == EIP_OK) {
            keeper->group = keeper->gathered;
            keeper->gathered = group;
            told = keeper->told - keeper->told_before;
            keeper->told_before = keeper->told;
        }
        eip__engine_unlock(keeper->engine, lane);
    }
    eip__gate_open(&keeper->gate);
    eip__keeper_has_taken(keeper, told);
    if (status != EIP_OK) {
        return eip__fail(error, status, "", NULL);
    }
    status = write_group(keeper, error);
    if (status != EIP_OK) {
        fail(keeper, status);
        return status;
    }
    eip__publish(&keeper->committed, cut);
    return EIP_OK;
}

eip_status eip__keeper_end(struct eip__keeper *keeper) {
    eip_engine *engine = keeper->engine;
    struct eip__lane *lane;
    eip_status status = eip__engine_lock(engine, &lane);

    if (status == EIP_OK) {
        /* A second time does nothing. */
        eip__journal_stop(&engine->ledger);
        eip__dirty_keep(&engine->catalog.dirty, false);
        engine->listener = NULL;
        eip__engine_unlock(engine, lane);
    }
    return status;
}
