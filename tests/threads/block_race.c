/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Threads take blocks of every size and single addresses of one small pool, in
 * two accounts whose quotas are too small for all: no address is two's, no
 * account has half a block or more than its quota. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 6, ACCOUNTS = 2, ROUNDS = 6000, SIZE = 64, QUOTA = 28 };
#define FIRST UINT32_C(0xc0000200) /* 192.0.2.0 */

struct race {
    eip_engine *engine;
    uint64_t rounds;
    _Atomic uint32_t owner[SIZE];
    _Atomic int32_t held[ACCOUNTS];
    _Atomic uint64_t blocks;
    _Atomic uint64_t empty;
    _Atomic uint64_t over;
};

static void claim(struct race *race, uint32_t account, uint32_t address) {
    TRIAL_CHECK(address - FIRST < SIZE, "%x is no address of the pool",
                address);
    TRIAL_CHECK(atomic_exchange(&race->owner[address - FIRST], account + 1) ==
                    0,
                "%x is given twice", address);
    TRIAL_CHECK(atomic_fetch_add(&race->held[account], 1) < QUOTA,
                "over the quota");
}

static void give(struct race *race, uint32_t account,
                 const eip_allocate_address_response *response) {
    eip_status status;

    TRIAL_CHECK(atomic_exchange(&race->owner[response->public_ip - FIRST], 0) ==
                    account + 1,
                "%x was another's", response->public_ip);
    atomic_fetch_sub(&race->held[account], 1);
    status = trial_release(race->engine, account, response->allocation_id);
    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
}

static void refused(struct race *race, eip_status status) {
    TRIAL_CHECK(status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
                    status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
                "refused: %s", eip_status_name(status));
    atomic_fetch_add(status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED ? &race->over
                                                              : &race->empty,
                     1);
}

static void take_block(struct race *race, uint32_t account, uint32_t netmask) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_allocate_address_response got[EIP_BLOCK_ADDRESSES_MAX] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    uint32_t count = 1u << (32 - netmask);
    eip_cidr block;
    eip_status status = eip_allocate_block(race->engine, &caller, NULL, netmask,
                                           &block, got, NULL);

    if (status != EIP_OK) {
        refused(race, status);
        return;
    }
    atomic_fetch_add(&race->blocks, 1);
    TRIAL_CHECK(eip_cidr_is_valid(block) && block.prefix_bits == netmask,
                "%x/%u is no block", block.base, block.prefix_bits);
    for (uint32_t i = 0; i < count; i++) {
        TRIAL_CHECK(got[i].public_ip == block.base + i, "not in order");
        claim(race, account, got[i].public_ip);
    }
    (void)sched_yield();
    for (uint32_t i = 0; i < count; i++) {
        give(race, account, &got[i]);
    }
}

static void take_one(struct race *race, uint32_t account) {
    eip_allocate_address_response got;
    eip_status status = trial_allocate(race->engine, account, &got);

    if (status != EIP_OK) {
        refused(race, status);
        return;
    }
    claim(race, account, got.public_ip);
    (void)sched_yield();
    give(race, account, &got);
}

static void run(void *context, uint32_t index) {
    struct race *race = context;
    struct trial_random random = trial_stream(index);

    for (uint64_t i = 0; i < race->rounds; i++) {
        uint32_t netmask = 27 + (uint32_t)trial_below(&random, 6);

        if (netmask < EIP_BLOCK_NETMASK_MIN) {
            take_one(race, index % ACCOUNTS);
        } else {
            take_block(race, index % ACCOUNTS, netmask);
        }
    }
}

static void race_under(uint32_t policy, uint64_t cooldown_ms) {
    const struct trial_engine how = {.quota = QUOTA,
                                     .cidr = "192.0.2.0/26",
                                     .policy = policy,
                                     .cooldown_ms = cooldown_ms};
    struct race race = {.engine = trial_open(&how),
                        .rounds = trial_scaled(ROUNDS)};

    trial_threads(THREADS, run, &race);
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

        TRIAL_CHECK(eip_admin_account_usage(race.engine, i, &usage) == EIP_OK &&
                        usage.used == 0,
                    "%u used at the end", usage.used);
    }
    trial_audit(race.engine);
    eip_engine_close(race.engine);
    (void)printf(
        "policy %u: %llu blocks, %llu times no room in the pool, %llu in "
        "the quota\n",
        policy, (unsigned long long)race.blocks, (unsigned long long)race.empty,
        (unsigned long long)race.over);
}

int main(void) {
    (void)trial_seed();
    race_under(EIP_POLICY_LOWEST, 0);
    race_under(EIP_POLICY_LOWEST, 60000);
    race_under(EIP_POLICY_SPREAD, 0);
    race_under(EIP_POLICY_RANDOM, 60000);
    race_under(EIP_POLICY_CURSOR, 60000);
    return 0;
}
