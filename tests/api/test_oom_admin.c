/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Opening and administration without memory. */
#include "api/oom.h"

OOM_SUITE(oom_admin);

/* -- opening --------------------------------------------------------------- */

static void expect_open_safe(bool for_good) {
    for (uint64_t nth = 1;; nth++) {
        eip_status status;

        world_init(&w);
        world_heap_fail(&w, nth, for_good);
        status = eip_engine_open(&w.config, &w.engine, &w.error);
        if (status == EIP_OK) {
            cr_assert_gt(nth, 1);
            world_end(&w);
            if (w.heap.refused == 0) {
                return;
            }
            continue;
        }
        cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY);
        cr_assert_eq(w.error.status, EIP_ERR_OUT_OF_MEMORY);
        cr_assert_null(w.engine);
        cr_assert_eq(w.heap.blocks, 0, "request %u leaks", (unsigned)nth);
        cr_assert_eq(w.heap.reservations, 0);
    }
}

Test(oom_admin, open) {
    expect_open_safe(false);
    expect_open_safe(true);
}

/* -- administration -------------------------------------------------------- */

static eip_status create_group(void) {
    return eip_admin_create_border_group(w.engine, eip_text_of("us-east-1-x-1"),
                                         EIP_BORDER_GROUP_LOCAL_ZONE, &w.error);
}

Test(oom_admin, create_border_group) {
    expect_safe(&(struct subject){NULL, create_group, NULL}, true);
}

static eip_pool_ref made;

static eip_status create_pool(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool.kind = EIP_POOL_IPAM;
    spec.owner = WORLD_DAVE;
    return eip_admin_create_pool(w.engine, &spec, &made, &w.error);
}

Test(oom_admin, create_pool) {
    expect_safe(&(struct subject){NULL, create_pool, NULL}, true);
}

static void make_pool(void) {
    (void)!create_pool();
}

static eip_status delete_pool(void) {
    return eip_admin_delete_pool(w.engine, made, &w.error);
}

Test(oom_admin, delete_pool) {
    expect_safe(&(struct subject){make_pool, delete_pool, NULL}, false);
}

static eip_status share_pool(void) {
    return eip_admin_share_pool(w.engine, w.ipam, WORLD_DAVE, 1, &w.error);
}

Test(oom_admin, share_pool) {
    expect_safe(&(struct subject){NULL, share_pool, NULL}, true);
}

static void share_with_many(void) {
    for (uint64_t i = 1; i <= 40; i++) {
        (void)!eip_admin_share_pool(w.engine, w.ipam, i, 1, NULL);
    }
}

static eip_status unshare_pool(void) {
    return eip_admin_share_pool(w.engine, w.ipam, 20, 0, &w.error);
}

Test(oom_admin, share_pool_with_one_more_and_one_less) {
    expect_safe(&(struct subject){share_with_many, share_pool, NULL}, false);
    expect_safe(&(struct subject){share_with_many, unshare_pool, NULL}, false);
}

static eip_status modify_pool(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool = w.byoip;
    spec.policy = EIP_POLICY_LOWEST;
    return eip_admin_modify_pool(w.engine, &spec, &w.error);
}

Test(oom_admin, modify_pool) {
    expect_safe(&(struct subject){NULL, modify_pool, NULL}, false);
}

static eip_status provision(void) {
    eip_cidr cidrs[3] = {world_cidr("11.0.0.0/18"), world_cidr("13.0.0.0/30"),
                         world_cidr("12.0.0.0/12")};

    return eip_admin_provision_cidrs(w.engine, w.byoip, eip_text_of(NULL),
                                     cidrs, 3, &w.error);
}

Test(oom_admin, provision) {
    expect_safe(&(struct subject){NULL, provision, NULL}, true);
}

static eip_status provision_coip(void) {
    eip_cidr cidrs[2] = {world_cidr("10.1.0.0/16"), world_cidr("10.3.0.0/30")};

    return eip_admin_provision_cidrs(w.engine, w.coip, eip_text_of(NULL), cidrs,
                                     2, &w.error);
}

Test(oom_admin, provision_coip) {
    expect_safe(&(struct subject){NULL, provision_coip, NULL}, true);
}

static eip_status provision_first(void) {
    eip_cidr cidr = world_cidr("11.1.0.0/24");

    return eip_admin_provision_cidrs(w.engine, made, eip_text_of(WORLD_LOCAL),
                                     &cidr, 1, &w.error);
}

Test(oom_admin, provision_the_first_of_a_pool) {
    expect_safe(&(struct subject){make_pool, provision_first, NULL}, true);
}

static eip_status drain_unused(void) {
    return eip_admin_drain_cidr(w.engine, w.byoip, world_cidr(WORLD_BYOIP_CIDR),
                                EIP_DRAIN_IF_UNUSED, NULL, &w.error);
}

Test(oom_admin, drain_if_unused) {
    expect_safe(&(struct subject){NULL, drain_unused, NULL}, true);
}

static void use_and_leave(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    world_give(&w, WORLD_ALICE, &got);
    world_provision(&w, w.byoip, NULL, "11.1.0.0/24");
}

Test(oom_admin, drain_if_unused_one_of_two) {
    expect_safe(&(struct subject){use_and_leave, drain_unused, NULL}, true);
}

static void hold_one(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    (void)world_get(&w, WORLD_ALICE, &request);
}

static eip_status drain_start(void) {
    return eip_admin_drain_cidr(w.engine, w.byoip, world_cidr(WORLD_BYOIP_CIDR),
                                EIP_DRAIN_START, NULL, &w.error);
}

Test(oom_admin, drain_start) {
    expect_safe(&(struct subject){hold_one, drain_start, NULL}, false);
    expect_safe(&(struct subject){NULL, drain_start, NULL}, true);
}

static void hold_one_and_drain(void) {
    hold_one();
    (void)!drain_start();
}

static eip_status drain_cancel(void) {
    return eip_admin_drain_cidr(w.engine, w.byoip, world_cidr(WORLD_BYOIP_CIDR),
                                EIP_DRAIN_CANCEL, NULL, &w.error);
}

Test(oom_admin, drain_cancel) {
    expect_safe(&(struct subject){hold_one_and_drain, drain_cancel, NULL},
                false);
}

static eip_status set_account(void) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = WORLD_DAVE;
    spec.quota = EIP_QUOTA_DEFAULT;
    return eip_admin_set_account(w.engine, &spec, &w.error);
}

/* So many that the next account needs memory. */
static void fill_accounts(void) {
    for (uint64_t i = 0; i < 1021; i++) {
        world_account(&w, i, 5, 0);
    }
}

Test(oom_admin, set_account) {
    expect_safe(&(struct subject){NULL, set_account, NULL}, false);
    expect_safe(&(struct subject){fill_accounts, set_account, NULL}, true);
}
