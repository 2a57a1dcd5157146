/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file torture_table.h
 * The table beside the engine: who holds which address, claimed after an
 * allocation has answered and cleared before a release is asked for, so that
 * what it says to be held is held. And how many that makes of an account,
 * against the most that its quota can have let it take.
 */
#ifndef EIP_TESTS_THREADS_TORTURE_TABLE_H
#define EIP_TESTS_THREADS_TORTURE_TABLE_H

#include "support/internal/trial.h"

#include <stdatomic.h>
#include <stdio.h>

enum { ACCOUNTS = 4, SPAN = 16384 };
#define BASE UINT32_C(0xc6330000)

/** What an account may hold. `version` is odd while `most` is not known. */
struct allowance {
    _Atomic uint64_t used;
    _Atomic uint64_t most;
    _Atomic uint64_t version;
};

struct table {
    _Atomic uint64_t owner[SPAN]; /* account + 1, by address */
    struct allowance allowance[ACCOUNTS];
};

/** One of our accounts', in Amazon's pool, and so counted? */
static inline bool table_counts(uint32_t address, uint64_t account) {
    return address - BASE < 0x3000 && account < ACCOUNTS;
}

/* A look at `most` that was not changed before and after the count was. */
static inline void table_count(struct allowance *allowance, uint32_t account) {
    uint64_t version = atomic_load(&allowance->version);
    uint64_t most = atomic_load(&allowance->most);
    uint64_t used = atomic_fetch_add(&allowance->used, 1) + 1;

    if (version % 2 == 0 && atomic_load(&allowance->version) == version) {
        TRIAL_CHECK(used <= most, "account %u holds %u, and may hold %u",
                    account, (uint32_t)used, (uint32_t)most);
    }
}

/** The account was given this address: nobody may have it. */
static inline void table_claim(struct table *table, uint32_t address,
                               uint64_t account) {
    uint64_t nobody = 0;

    TRIAL_CHECK(address - BASE < SPAN, "address %x", address);
    TRIAL_CHECK(atomic_compare_exchange_strong(&table->owner[address - BASE],
                                               &nobody, account + 1),
                "%x given to %u, held by %u", address, (uint32_t)account,
                (uint32_t)nobody - 1);
    if (table_counts(address, account)) {
        table_count(&table->allowance[account], (uint32_t)account);
    }
}

/** It is about to give it back. */
static inline void table_clear(struct table *table, uint32_t address,
                               uint64_t account) {
    if (table_counts(address, account)) {
        atomic_fetch_sub(&table->allowance[account].used, 1);
    }
    TRIAL_CHECK(atomic_exchange(&table->owner[address - BASE], 0) ==
                    account + 1,
                "%x was another's", address);
}

/* What the engine lists and what the table says are the same. */
static inline void table_compare(struct table *table, eip_engine *engine,
                                 uint64_t account) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    uint64_t listed;
    uint64_t held = 0;

    TRIAL_CHECK(eip_describe_addresses(engine, &caller, NULL, &list, NULL) ==
                    EIP_OK,
                "describe");
    listed = eip_address_list_count(list);
    for (uint32_t i = 0; i < SPAN; i++) {
        held += atomic_load(&table->owner[i]) == account + 1;
    }
    TRIAL_CHECK(listed == held, "account %u: %u listed, %u held",
                (uint32_t)account, (uint32_t)listed, (uint32_t)held);
    for (uint64_t i = 0; i < listed; i++) {
        eip_address address = EIP_ADDRESS_INIT;

        TRIAL_CHECK(eip_address_list_at(list, i, &address) == EIP_OK &&
                        atomic_load(&table->owner[address.public_ip - BASE]) ==
                            account + 1,
                    "listed, and another's");
    }
    eip_address_list_free(list);
}

/** At rest: every account, its count and everything the engine can audit. */
static inline void table_audit(struct table *table, eip_engine *engine) {
    trial_audit(engine);
    for (uint64_t account = 0; account < ACCOUNTS; account++) {
        eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

        table_compare(table, engine, account);
        TRIAL_CHECK(
            eip_admin_account_usage(engine, account, &usage) == EIP_OK &&
                usage.used == atomic_load(&table->allowance[account].used),
            "account %u: %u used", (uint32_t)account, usage.used);
    }
}

#endif
