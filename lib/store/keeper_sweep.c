/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the thread that takes out of the journal what comes while the store is
 * written. So the journal stays small however slow the device is: what lanes
 * write into is in use again before it has left the caches, and none of them
 * waits for the operating system's pages. It sleeps until a round has had much to
 * take, and does again when nothing comes any more. */
#include "store/keeper.h"

enum { SWEEP_FROM = 256, SWEEP_MS = 1, SWEEPS_IN_VAIN = 50 };

/* It waits for the next round, as what a round has taken that was refused
 * memory. */
bool eip__keeper_sweep(struct eip__keeper *keeper) {
    eip_engine *engine = keeper->engine;
    struct eip__lane *lane;
    uint64_t told;
    uint64_t cut;

    if (eip__engine_lock(engine, &lane) != EIP_OK) {
        return false;
    }
    told = keeper->told;
    if (engine->listener == &keeper->visitor) {
        /* What is refused memory comes again. */
        (void)eip__journal_collect(&engine->ledger, &keeper->visitor, &cut);
    }
    told = keeper->told - told;
    eip__engine_unlock(engine, lane);
    return told != 0;
}

/* The mutex is held, and is again at the end. */
static void turn(struct eip__keeper *keeper) {
    struct timespec next = eip__keeper_in_ms(SWEEP_MS);
    bool found;

    (void)pthread_cond_timedwait(&keeper->sweeping, &keeper->mutex, &next);
    (void)pthread_mutex_unlock(&keeper->mutex);
    found = eip__keeper_sweep(keeper);
    (void)pthread_mutex_lock(&keeper->mutex);
    keeper->sweeps = found ? SWEEPS_IN_VAIN : keeper->sweeps - 1;
}

void *eip__keeper_sweeper(void *context) {
    struct eip__keeper *keeper = context;

    (void)pthread_mutex_lock(&keeper->mutex);
    while (!keeper->is_ending) {
        if (keeper->sweeps != 0) {
            turn(keeper);
        } else {
            (void)pthread_cond_wait(&keeper->sweeping, &keeper->mutex);
        }
    }
    (void)pthread_mutex_unlock(&keeper->mutex);
    return NULL;
}

void eip__keeper_has_taken(struct eip__keeper *keeper, uint64_t told) {
    if (keeper->interval_ms == 0 || told < SWEEP_FROM) {
        return;
    }
    (void)pthread_mutex_lock(&keeper->mutex);
    if (keeper->sweeps == 0) {
        keeper->sweeps = SWEEPS_IN_VAIN;
        (void)pthread_cond_signal(&keeper->sweeping);
    }
    (void)pthread_mutex_unlock(&keeper->mutex);
}
