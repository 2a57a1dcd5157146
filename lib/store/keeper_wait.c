/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns who makes the next round: whoever waits and finds nobody at it; or the
 * thread, from time to time. Begins and ends the threads. */
#include "store/keeper.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

static bool is_done(const struct eip__keeper *keeper, uint64_t ticket) {
    return eip__read(&keeper->committed) >= ticket;
}

/* Make a round, and fold. The mutex is held, and is again at the end. That
 * folding failed is told to who waits next: what this was for is durable. */
static eip_status lead(struct eip__keeper *keeper, bool fold_anyway,
                       eip_error *error) {
    eip_status status;

    keeper->is_busy = true;
    (void)pthread_mutex_unlock(&keeper->mutex);
    status = eip__keeper_round(keeper, error);
    if (status == EIP_OK) {
        eip__keeper_fold(keeper, fold_anyway);
    }
    (void)pthread_mutex_lock(&keeper->mutex);
    keeper->is_busy = false;
    (void)pthread_cond_broadcast(&keeper->changed);
    return status;
}

static eip_status has_failed(const struct eip__keeper *keeper,
                             eip_error *error) {
    eip_status status = -(eip_status)eip__read(&keeper->failed);

    return eip__fail(error, EIP_ERR_STORE_FAILED, "store", "%s (%s)",
                     eip_status_text(EIP_ERR_STORE_FAILED),
                     eip_status_text(status));
}

/* There is no journal once the store has failed; nothing is durable then. */
uint64_t eip__keeper_ticket(const struct eip__keeper *keeper) {
    uint64_t cut = eip__journal_position(&keeper->engine->ledger);

    return cut == 0 ? UINT64_MAX : cut;
}

eip_status eip__keeper_wait(struct eip__keeper *keeper, uint64_t ticket,
                            eip_error *error) {
    struct eip__lane *lane;
    eip_status status;

    if (is_done(keeper, ticket)) {
        return EIP_OK;
    }
    status = eip__engine_may_wait(keeper->engine, &lane);
    if (status != EIP_OK) {
        return eip__fail(error, status, "", NULL);
    }
    (void)pthread_mutex_lock(&keeper->mutex);
    while (status == EIP_OK && !is_done(keeper, ticket)) {
        if (eip__read(&keeper->failed) != 0) {
            status = has_failed(keeper, error);
        } else if (keeper->is_busy) {
            (void)pthread_cond_wait(&keeper->changed, &keeper->mutex);
        } else {
            status = lead(keeper, false, error);
            if (status == EIP_ERR_OUT_OF_MEMORY &&
                eip__read(&keeper->failed) != 0) {
                /* It was the store's, for good: no use to try again. */
                status = has_failed(keeper, error);
            }
        }
    }
    (void)pthread_mutex_unlock(&keeper->mutex);
    return status;
}

eip_status eip__keeper_part(struct eip__keeper *keeper, eip_error *error) {
    (void)pthread_mutex_lock(&keeper->mutex);
    while (keeper->is_busy) {
        (void)pthread_cond_wait(&keeper->changed, &keeper->mutex);
    }
    keeper->is_parting = true;
    (void)pthread_mutex_unlock(&keeper->mutex);
    return eip__keeper_wait(keeper, eip__keeper_ticket(keeper), error);
}

/* -- the thread -------------------------------------------------------------------- */

struct timespec eip__keeper_in_ms(uint32_t ms) {
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += ms / 1000;
    time.tv_nsec += (long)(ms % 1000) * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        time.tv_sec++;
    }
    return time;
}

/* What there is, and then a step of what there is to fold. The mutex is held.
 * What fails is told to who waits. Who parts makes the last round: another would
 * begin anew what has ended. */
static void turn(struct eip__keeper *keeper) {
    if (!keeper->is_busy && !keeper->is_parting &&
        eip__read(&keeper->failed) == 0) {
        (void)lead(keeper, true, NULL);
    }
}

static void *run(void *context) {
    struct eip__keeper *keeper = context;
    struct timespec next = eip__keeper_in_ms(keeper->interval_ms);

    (void)pthread_mutex_lock(&keeper->mutex);
    while (!keeper->is_ending) {
        if (pthread_cond_timedwait(&keeper->ending, &keeper->mutex, &next) ==
            ETIMEDOUT) {
            turn(keeper);
            next = eip__keeper_in_ms(keeper->interval_ms);
        }
    }
    (void)pthread_mutex_unlock(&keeper->mutex);
    return NULL;
}

/* Signals are for the embedder's threads. */
static bool start_thread(struct eip__keeper *keeper, pthread_t *thread,
                         void *(*body)(void *)) {
    sigset_t all;
    sigset_t before;
    int code;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    code = pthread_create(thread, NULL, body, keeper);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code == 0;
}

static void wake(struct eip__keeper *keeper) {
    (void)pthread_mutex_lock(&keeper->mutex);
    keeper->is_ending = true;
    (void)pthread_cond_signal(&keeper->ending);
    (void)pthread_cond_signal(&keeper->sweeping);
    (void)pthread_mutex_unlock(&keeper->mutex);
}

/* Both, or none. */
static bool start_threads(struct eip__keeper *keeper) {
    if (!start_thread(keeper, &keeper->thread, run)) {
        return false;
    }
    if (!start_thread(keeper, &keeper->sweeper, eip__keeper_sweeper)) {
        wake(keeper);
        (void)pthread_join(keeper->thread, NULL);
        return false;
    }
    return true;
}

eip_status eip__keeper_start(struct eip__keeper *keeper) {
    pthread_condattr_t monotonic;

    (void)pthread_mutex_init(&keeper->mutex, NULL);
    (void)pthread_cond_init(&keeper->changed, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&keeper->ending, &monotonic);
    (void)pthread_cond_init(&keeper->sweeping, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    if (keeper->interval_ms == 0) {
        return EIP_OK;
    }
    keeper->has_thread = start_threads(keeper);
    return keeper->has_thread ? EIP_OK : EIP_ERR_OUT_OF_MEMORY;
}

void eip__keeper_stop(struct eip__keeper *keeper) {
    wake(keeper);
    if (keeper->has_thread) {
        (void)pthread_join(keeper->thread, NULL);
        (void)pthread_join(keeper->sweeper, NULL);
    }
    (void)pthread_cond_destroy(&keeper->ending);
    (void)pthread_cond_destroy(&keeper->sweeping);
    (void)pthread_cond_destroy(&keeper->changed);
    (void)pthread_mutex_destroy(&keeper->mutex);
}
