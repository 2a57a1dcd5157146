/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Threads of one account race to its quota: it is never exceeded, and nobody
 * is refused while it is not used up. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>

enum { THREADS = 6, ROUNDS = 12000, ACCOUNT = 42 };

struct race {
    eip_engine *engine;
    uint64_t rounds;
    uint32_t limit;    /* never to be exceeded */
    bool must_succeed; /* nobody may be refused */
    _Atomic int32_t held;
    _Atomic uint64_t refused;
    _Atomic uint32_t running;
};

/* The count is raised after an allocation and lowered before a release, so it
 * is never above what the account holds. */
static void race(struct race *race) {
    eip_allocate_address_response response;
    eip_status status = trial_allocate(race->engine, ACCOUNT, &response);

    if (status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED && !race->must_succeed) {
        atomic_fetch_add(&race->refused, 1);
        return;
    }
    TRIAL_CHECK(status == EIP_OK, "allocate: %s", eip_status_name(status));
    TRIAL_CHECK(atomic_fetch_add(&race->held, 1) < (int32_t)race->limit,
                "over the quota of %u", race->limit);
    if ((response.public_ip & 3) == 0) {
        (void)sched_yield();
    }
    atomic_fetch_sub(&race->held, 1);
    status = trial_release(race->engine, ACCOUNT, response.allocation_id);
    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
}

static void run_race(void *context, uint32_t index) {
    struct race *shared = context;

    (void)index;
    for (uint64_t i = 0; i < shared->rounds; i++) {
        race(shared);
    }
}

static void run_race_or_set(void *context, uint32_t index) {
    struct race *shared = context;

    if (index != 0) {
        run_race(context, index);
        atomic_fetch_sub(&shared->running, 1);
        return;
    }
    for (uint32_t i = 0; atomic_load(&shared->running) != 0; i++) {
        trial_set_quota(shared->engine, ACCOUNT, shared->limit - i % 3);
    }
}

static void finish(struct race *race) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    TRIAL_CHECK(eip_admin_account_usage(race->engine, ACCOUNT, &usage) ==
                    EIP_OK,
                "usage");
    TRIAL_CHECK(usage.used == 0, "%u used at the end", usage.used);
    trial_audit(race->engine);
    eip_engine_close(race->engine);
}

static struct race start(uint32_t quota, uint64_t rounds) {
    const struct trial_engine how = {.quota = quota, .cidr = "192.0.2.0/24"};
    struct race race = {.engine = trial_open(&how),
                        .limit = quota,
                        .rounds = trial_scaled(rounds)};

    return race;
}

/* As many threads as the quota, each with one at most: nobody is refused. */
static void exactly_enough(void) {
    struct race race = start(THREADS, ROUNDS);

    race.must_succeed = true;
    trial_threads(THREADS, run_race, &race);
    finish(&race);
}

static void too_few(uint32_t quota) {
    struct race race = start(quota, ROUNDS);

    trial_threads(THREADS, run_race, &race);
    finish(&race);
}

static void changing(void) {
    struct race race = start(5, ROUNDS / 4);

    race.running = THREADS - 1;
    trial_threads(THREADS, run_race_or_set, &race);
    finish(&race);
}

/* A quota lowered holds from the return of the call on. `phase` is odd while
 * it is 0 and stays so; a call that began and ended in one odd phase cannot
 * have succeeded. */
struct lowering {
    struct race race;
    _Atomic uint64_t phase;
};

static void lower_and_raise(struct lowering *lowering) {
    struct race *shared = &lowering->race;

    while (atomic_load(&shared->running) != 0) {
        trial_set_quota(shared->engine, ACCOUNT, 0);
        atomic_fetch_add(&lowering->phase, 1);
        (void)sched_yield();
        atomic_fetch_add(&lowering->phase, 1);
        trial_set_quota(shared->engine, ACCOUNT, THREADS);
        (void)sched_yield();
    }
}

static void run_lowering(void *context, uint32_t index) {
    struct lowering *lowering = context;
    struct race *shared = &lowering->race;

    if (index == 0) {
        lower_and_raise(lowering);
        return;
    }
    for (uint64_t i = 0; i < shared->rounds; i++) {
        eip_allocate_address_response response;
        uint64_t before = atomic_load(&lowering->phase);
        eip_status status = trial_allocate(shared->engine, ACCOUNT, &response);

        if (status != EIP_OK) {
            continue;
        }
        TRIAL_CHECK(before % 2 == 0 || atomic_load(&lowering->phase) != before,
                    "allocated under a quota of 0");
        status = trial_release(shared->engine, ACCOUNT, response.allocation_id);
        TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
    }
    atomic_fetch_sub(&shared->running, 1);
}

static void lowered(void) {
    struct lowering lowering = {.race = start(THREADS, ROUNDS / 4)};

    lowering.race.running = THREADS - 1;
    trial_threads(THREADS, run_lowering, &lowering);
    finish(&lowering.race);
}

int main(void) {
    (void)trial_seed();
    exactly_enough();
    too_few(1);
    too_few(THREADS - 1);
    changing();
    lowered();
    return 0;
}
