/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Pools of 1 to 8 addresses and as many threads, each of which holds one at
 * most and releases it before it allocates. So while a thread allocates, the
 * others hold or work on all addresses but one: to be told that there is none
 * is an error, every time. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

enum { ADDRESSES = 8, ROUNDS = 900 };

struct pool {
    eip_engine *engine;
    uint32_t size;
    uint64_t rounds;
    _Atomic uint32_t holder[256]; /* by the address's last byte */
};

/* One leaf with the addresses beyond `size` held by somebody else, or a leaf
 * and a piece for each address. */
static void provision(struct pool *pool, uint32_t size, bool scattered) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_cidr cidrs[ADDRESSES];
    uint32_t count = scattered ? size : 1;

    for (uint32_t i = 0; i < ADDRESSES; i++) {
        cidrs[i] = (eip_cidr){0x0a000000 + i * 16, 32};
    }
    if (!scattered) {
        cidrs[0] = (eip_cidr){0x0a000000, 29};
    }
    TRIAL_CHECK(eip_admin_provision_cidrs(pool->engine, amazon,
                                          (eip_text){NULL, 0, 0}, cidrs, count,
                                          NULL) == EIP_OK,
                "provision");
    for (uint32_t i = size; !scattered && i < ADDRESSES; i++) {
        eip_allocate_address_response response;

        TRIAL_CHECK(trial_allocate(pool->engine, 999, &response) == EIP_OK,
                    "keep one");
    }
}

static void take_turns(void *context, uint32_t index) {
    struct pool *pool = context;
    struct trial_random random = trial_stream(index);

    for (uint64_t i = 0; i < pool->rounds; i++) {
        eip_allocate_address_response response;
        eip_status status = trial_allocate(pool->engine, index, &response);
        uint32_t nobody = 0;

        TRIAL_CHECK(status == EIP_OK, "thread %u of %u, round %u: %s", index,
                    pool->size, (uint32_t)i, eip_status_name(status));
        TRIAL_CHECK(
            atomic_compare_exchange_strong(
                &pool->holder[response.public_ip & 255], &nobody, index + 1),
            "%x given to %u, held by %u", response.public_ip, index + 1,
            nobody);
        if (trial_below(&random, 4) == 0) {
            (void)sched_yield();
        }
        atomic_store(&pool->holder[response.public_ip & 255], 0);
        status = trial_release(pool->engine, index, response.allocation_id);
        TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
    }
}

/* At rest every address can be had, and then no more. */
static void take_all(struct pool *pool) {
    eip_allocate_address_response response;

    for (uint32_t i = 0; i < pool->size; i++) {
        TRIAL_CHECK(trial_allocate(pool->engine, 1000, &response) == EIP_OK,
                    "%u of %u at rest", i, pool->size);
    }
    TRIAL_CHECK(trial_allocate(pool->engine, 1000, &response) ==
                    EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                "more than there are");
}

static void run(uint32_t size, uint32_t policy, uint64_t cooldown_ms,
                bool scattered) {
    const struct trial_engine how = {.policy = policy,
                                     .cooldown_ms = cooldown_ms};
    struct pool pool = {.engine = trial_open(&how),
                        .size = size,
                        .rounds = trial_scaled(ROUNDS)};

    provision(&pool, size, scattered);
    trial_threads(size, take_turns, &pool);
    trial_audit(pool.engine);
    take_all(&pool);
    trial_audit(pool.engine);
    eip_engine_close(pool.engine);
}

int main(void) {
    static const uint64_t cooldowns[] = {0, 1, 3600000};

    (void)trial_seed();
    for (uint32_t size = 1; size <= ADDRESSES; size++) {
        for (uint32_t i = 0; i < 6; i++) {
            run(size, EIP_POLICY_LOWEST + i % 3, cooldowns[(size + i) % 3],
                i >= 3);
        }
    }
    return 0;
}
