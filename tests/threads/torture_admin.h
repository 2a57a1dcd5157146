/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file torture_admin.h
 * The Region of the torture, and its administrators: who change blocks,
 * pools, quotas and accounts, and count, while others work.
 */
#ifndef EIP_TESTS_THREADS_TORTURE_ADMIN_H
#define EIP_TESTS_THREADS_TORTURE_ADMIN_H

#include "torture_table.h"

#include <sched.h>
#include <time.h>

enum { BLOCKS = 4, QUOTA = 24, POOL_OWNER = 1, HOUR_MS = 3600000 };
#define LOCAL_ZONE "us-east-1-bos-1"
#define LOCAL_BASE (BASE + 0x2000)
#define OWN_BASE (BASE + 0x3000)

struct torture {
    eip_engine *engine;
    uint64_t rounds;          /* of a worker in a part, */
    time_t until;             /* or until then, if not 0 */
    _Atomic uint32_t running; /* workers */
    _Atomic bool ends;
    _Atomic uint64_t next_account;
    eip_pool_ref own; /* a pool of POOL_OWNER's */
    char own_text[EIP_POOL_ID_TEXT_SIZE];
    struct table table;
};

/* Those of Amazon's pool that come and go. */
static const eip_cidr blocks[BLOCKS] = {
    {BASE, 27}, {BASE + 64, 30}, {BASE + 4096, 21}, {BASE + 128, 25}};

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
static const eip_text no_text = {NULL, 0, 0};

/* -- the Region ----------------------------------------------------------------------- */

static void build(struct torture *torture) {
    const eip_cidr local = {LOCAL_BASE, 27};
    const eip_cidr own = {OWN_BASE, 28};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_engine *engine = torture->engine;

    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = POOL_OWNER;
    TRIAL_CHECK(eip_admin_create_border_group(engine, eip_text_of(LOCAL_ZONE),
                                              EIP_BORDER_GROUP_LOCAL_ZONE,
                                              NULL) == EIP_OK &&
                    eip_admin_create_pool(engine, &spec, &torture->own, NULL) ==
                        EIP_OK &&
                    eip_admin_provision_cidrs(engine, amazon, no_text, blocks,
                                              BLOCKS, NULL) == EIP_OK &&
                    eip_admin_provision_cidrs(engine, amazon,
                                              eip_text_of(LOCAL_ZONE), &local,
                                              1, NULL) == EIP_OK &&
                    eip_admin_provision_cidrs(engine, torture->own, no_text,
                                              &own, 1, NULL) == EIP_OK,
                "provision");
    (void)eip_pool_id_format(torture->own, torture->own_text);
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        trial_set_quota(engine, i, QUOTA);
        atomic_store(&torture->table.allowance[i].most, QUOTA);
    }
}

/* -- administration -------------------------------------------------------------------- */

static bool is_fine(eip_status status) {
    return status == EIP_OK || status == EIP_ERR_READERS_STALLED ||
           status == EIP_ERR_CIDR_IN_USE || status == EIP_ERR_CIDR_CONFLICT ||
           status == EIP_ERR_CIDR_NOT_FOUND;
}

static void change_block(struct torture *torture, struct trial_random *random) {
    uint64_t block = trial_below(random, BLOCKS);
    uint64_t held;
    eip_status status;

    if (trial_below(random, 2) == 0) {
        status = eip_admin_provision_cidrs(torture->engine, amazon, no_text,
                                           &blocks[block], 1, NULL);
    } else {
        status =
            eip_admin_drain_cidr(torture->engine, amazon, blocks[block],
                                 (uint32_t)trial_below(random, 3), &held, NULL);
    }
    TRIAL_CHECK(is_fine(status), "block: %s", eip_status_name(status));
}

static void change_pool(struct torture *torture, struct trial_random *random) {
    static const uint64_t cooldowns[] = {0, 1, 20, HOUR_MS};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_status status;

    spec.flags = EIP_POOL_COOLDOWN_GIVEN |
                 (trial_below(random, 4) == 0 ? EIP_POOL_KEEP_COOLING : 0) |
                 (trial_below(random, 8) == 0 ? EIP_POOL_CLOSED : 0);
    spec.cooldown_ms = cooldowns[trial_below(random, 4)];
    spec.policy = (uint32_t)trial_below(random, EIP_POLICY_SPREAD + 1);
    status = eip_admin_modify_pool(torture->engine, &spec, NULL);
    TRIAL_CHECK(is_fine(status), "pool: %s", eip_status_name(status));
}

/* Two accounts' quotas stay as they are. After the call the account takes none
 * beyond the new one: what it holds then, or the quota, is the most. */
static void change_quota(struct torture *torture, struct trial_random *random) {
    uint64_t account = 2 + trial_below(random, ACCOUNTS - 2);
    uint32_t quota = (uint32_t)trial_below(random, 2 * QUOTA);
    struct allowance *allowance = &torture->table.allowance[account];
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    atomic_fetch_add(&allowance->version, 1);
    trial_set_quota(torture->engine, account, quota);
    TRIAL_CHECK(eip_admin_account_usage(torture->engine, account, &usage) ==
                        EIP_OK &&
                    usage.quota == quota,
                "usage");
    atomic_store(&allowance->most, usage.used > quota ? usage.used : quota);
    atomic_fetch_add(&allowance->version, 1);
}

/* A pool that nobody else knows of. */
static void make_and_delete(struct torture *torture) {
    const eip_cidr cidr = {OWN_BASE + 0x100, 28};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_status status;
    eip_pool_ref pool;
    uint64_t held;

    spec.pool.kind = EIP_POOL_IPAM;
    status = eip_admin_create_pool(torture->engine, &spec, &pool, NULL);
    if (status == EIP_ERR_READERS_STALLED) {
        return;
    }
    TRIAL_CHECK(status == EIP_OK, "create: %s", eip_status_name(status));
    status = eip_admin_provision_cidrs(torture->engine, pool, no_text, &cidr, 1,
                                       NULL);
    TRIAL_CHECK(is_fine(status), "provision: %s", eip_status_name(status));
    do {
        status = eip_admin_drain_cidr(torture->engine, pool, cidr,
                                      EIP_DRAIN_IF_UNUSED, &held, NULL);
    } while (status == EIP_ERR_READERS_STALLED);
    TRIAL_CHECK(is_fine(status), "drain: %s", eip_status_name(status));
    do {
        status = eip_admin_delete_pool(torture->engine, pool, NULL);
    } while (status == EIP_ERR_READERS_STALLED);
    TRIAL_CHECK(status == EIP_OK, "delete: %s", eip_status_name(status));
}

static void count(struct torture *torture) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_space_stats rows[4];
    uint32_t count;

    TRIAL_CHECK(eip_engine_stats_read(torture->engine, &stats) == EIP_OK,
                "stats");
    TRIAL_CHECK(eip_engine_space_stats(torture->engine, rows, 4, &count) ==
                    EIP_OK,
                "space stats");
    /* Findings are to be expected while operations are under way. */
    TRIAL_CHECK(is_fine(eip_engine_audit(torture->engine, NULL, NULL, &report)),
                "audit");
}

/* One for blocks, one for everything else. */
static void administer(struct torture *torture, uint32_t index,
                       struct trial_random *random) {
    while (atomic_load(&torture->running) != 0) {
        uint64_t dice = index == 0 ? 0 : 1 + trial_below(random, 8);

        if (dice == 0) {
            change_block(torture, random);
        } else if (dice <= 2) {
            change_pool(torture, random);
        } else if (dice == 3) {
            count(torture);
        } else if (dice == 4) {
            make_and_delete(torture);
        } else {
            change_quota(torture, random);
        }
        if (torture->until != 0 && time(NULL) >= torture->until) {
            atomic_store(&torture->ends, true);
        }
        (void)sched_yield();
    }
}

#endif
