/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Quotas (R9). */
#include "api/expect.h"

WORLD_SUITE(quota);

static eip_status ask(uint64_t account) {
    return world_allocate(&w, account, NULL, NULL);
}

static eip_account_usage usage_of(uint64_t account) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    EXPECT_STATUS(eip_admin_account_usage(w.engine, account, &usage), EIP_OK);
    return usage;
}

static void expect_refused(uint64_t account,
                           const eip_allocate_address_request *request) {
    EXPECT_ERROR(world_allocate(&w, account, request, NULL),
                 EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
                 "The maximum number of addresses has been reached.");
}

Test(quota, is_five_by_default) {
    for (uint32_t i = 0; i < 5; i++) {
        EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
        cr_assert_eq(usage_of(WORLD_DAVE).used, i + 1);
    }
    expect_refused(WORLD_DAVE, NULL);
    cr_assert_eq(usage_of(WORLD_DAVE).quota, EIP_QUOTA_DEFAULT);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 5);
}

Test(quota, of_an_engine_with_its_own_default) {
    world_end(&w);
    world_init(&w);
    w.config.quota_default = 2;
    world_open(&w);
    world_build(&w);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    expect_refused(WORLD_DAVE, NULL);
    cr_assert_eq(usage_of(WORLD_DAVE).quota, 2);
}

Test(quota, counts_amazons_addresses_everywhere) {
    eip_allocate_address_request local = world_request_in(WORLD_LOCAL);
    eip_allocate_address_request carrier = world_request_in(WORLD_WAVELENGTH);

    world_account(&w, WORLD_DAVE, 3, 0);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &local, NULL), EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &carrier, NULL), EIP_OK);
    cr_assert_eq(usage_of(WORLD_DAVE).used, 3);
    expect_refused(WORLD_DAVE, NULL);
    expect_refused(WORLD_DAVE, &local);
    expect_refused(WORLD_DAVE, &carrier);
}

Test(quota, counts_classic_addresses) {
    eip_allocate_address_response got[5];

    for (int i = 0; i < 5; i++) {
        eip_allocate_address_request request = world_request();

        request.domain = eip_text_of(i % 2 == 0 ? "standard" : "vpc");
        got[i] = world_get(&w, WORLD_CAROL, &request);
    }
    expect_refused(WORLD_CAROL, NULL);
    cr_assert_eq(usage_of(WORLD_CAROL).used, 5);
    cr_assert_eq(usage_of(WORLD_CAROL).flags, EIP_ACCOUNT_CLASSIC);
    world_give(&w, WORLD_CAROL, &got[0]);
    world_give(&w, WORLD_CAROL, &got[1]);
    cr_assert_eq(usage_of(WORLD_CAROL).used, 3);
}

Test(quota, does_not_count_pools_brought_ipam_and_coip) {
    eip_allocate_address_request requests[3] = {world_request_from(w.byoip),
                                                world_request_from(w.ipam),
                                                world_request_from(w.coip)};

    world_account(&w, WORLD_ALICE, 1, 0);
    for (size_t i = 0; i < COUNT(requests); i++) {
        for (int n = 0; n < 8; n++) {
            (void)world_get(&w, WORLD_ALICE, &requests[i]);
        }
    }
    cr_assert_eq(usage_of(WORLD_ALICE).used, 0);
    EXPECT_STATUS(ask(WORLD_ALICE), EIP_OK);
    expect_refused(WORLD_ALICE, NULL);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 25);
}

Test(quota, of_none) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    world_account(&w, WORLD_ALICE, 0, 0);
    expect_refused(WORLD_ALICE, NULL);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL), EIP_OK);
}

Test(quota, raised_and_lowered) {
    eip_allocate_address_response got[8];

    world_account(&w, WORLD_DAVE, 2, 0);
    got[0] = world_get(&w, WORLD_DAVE, NULL);
    got[1] = world_get(&w, WORLD_DAVE, NULL);
    expect_refused(WORLD_DAVE, NULL);
    world_account(&w, WORLD_DAVE, 4, 0);
    got[2] = world_get(&w, WORLD_DAVE, NULL);
    got[3] = world_get(&w, WORLD_DAVE, NULL);
    expect_refused(WORLD_DAVE, NULL);
    world_account(&w, WORLD_DAVE, 1, 0); /* below use: nothing is taken */
    cr_assert_eq(usage_of(WORLD_DAVE).used, 4);
    cr_assert_eq(usage_of(WORLD_DAVE).quota, 1);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 4);
    for (int i = 0; i < 3; i++) {
        expect_refused(WORLD_DAVE, NULL);
        world_give(&w, WORLD_DAVE, &got[i]);
    }
    expect_refused(WORLD_DAVE, NULL); /* one is held, one is allowed */
    world_give(&w, WORLD_DAVE, &got[3]);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    expect_refused(WORLD_DAVE, NULL);
}

Test(quota, the_largest) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    world_account(&w, WORLD_DAVE, EIP_QUOTA_MAX, 0);
    for (int i = 0; i < WORLD_AMAZON_SIZE; i++) {
        EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    }
    cr_assert_eq(usage_of(WORLD_DAVE).quota, EIP_QUOTA_MAX);
    spec.account = WORLD_DAVE;
    spec.quota = EIP_QUOTA_MAX + 1;
    EXPECT_STATUS(eip_admin_set_account(w.engine, &spec, &w.error),
                  EIP_ERR_ARGUMENT);
    cr_assert_eq(usage_of(WORLD_DAVE).quota, EIP_QUOTA_MAX);
}

Test(quota, a_recovery_counts) {
    eip_allocate_address_response got;
    eip_allocate_address_request request;

    world_account(&w, WORLD_DAVE, 1, 0);
    got = world_get(&w, WORLD_DAVE, NULL);
    world_give(&w, WORLD_DAVE, &got);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    request = world_request_named(world_ip(got.public_ip));
    expect_refused(WORLD_DAVE, &request);
    world_account(&w, WORLD_DAVE, 2, 0);
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL), EIP_OK);
    cr_assert_eq(usage_of(WORLD_DAVE).used, 2);
}

Test(quota, a_failure_uses_none) {
    eip_allocate_address_request request = world_request_named("203.0.113.9");

    world_account(&w, WORLD_DAVE, 1, 0);
    for (int i = 0; i < 10; i++) {
        EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                      EIP_ERR_ADDRESS_NOT_FOUND);
    }
    world_modify(&w, w.amazon, 0, EIP_POOL_CLOSED, UINT64_MAX);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    world_modify(&w, w.amazon, 0, 0, UINT64_MAX);
    cr_assert_eq(usage_of(WORLD_DAVE).used, 0);
    EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
}

Test(quota, is_exact_over_many_rounds) {
    eip_allocate_address_response got[7];

    world_account(&w, WORLD_DAVE, 7, 0);
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 7; i++) {
            got[i] = world_get(&w, WORLD_DAVE, NULL);
        }
        expect_refused(WORLD_DAVE, NULL);
        for (int i = 0; i < 7; i++) {
            world_give(&w, WORLD_DAVE, &got[(i + round) % 7]);
        }
        cr_assert_eq(usage_of(WORLD_DAVE).used, 0);
        w.now_ms += 1000;
    }
}

Test(quota, one_account_does_not_use_anothers) {
    for (int i = 0; i < 5; i++) {
        EXPECT_STATUS(ask(WORLD_DAVE), EIP_OK);
    }
    expect_refused(WORLD_DAVE, NULL);
    EXPECT_STATUS(ask(WORLD_BOB), EIP_OK);
    EXPECT_STATUS(ask(WORLD_DAVE - 1), EIP_OK);
    EXPECT_STATUS(ask(WORLD_DAVE + 1), EIP_OK);
}

Test(quota, the_call_that_reads_it) {
    struct {
        eip_account_usage usage;
        uint64_t tail;
    } larger = {{sizeof larger, 9, 9, 9}, 9};
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_DAVE, &usage),
                  EIP_ERR_ACCOUNT_NOT_FOUND);
    EXPECT_STATUS(
        eip_admin_account_usage(w.engine, UINT64_C(1000000000000), &usage),
        EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_account_usage(NULL, WORLD_BOB, &usage),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_BOB, NULL),
                  EIP_ERR_NULL);
    usage.size = 12;
    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_BOB, &usage),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_BOB, &larger.usage),
                  EIP_OK);
    cr_assert_eq(larger.usage.quota, 5);
    cr_assert_eq(larger.usage.used, 0);
    cr_assert_eq(larger.usage.flags, 0);
    cr_assert_eq(larger.tail, 0);
}

Test(quota, turning_classic_on_and_off_keeps_what_is_held) {
    eip_allocate_address_response classic = world_get(&w, WORLD_CAROL, NULL);
    eip_allocate_address_response later;

    world_account(&w, WORLD_CAROL, 5, 0);
    later = world_get(&w, WORLD_CAROL, NULL);
    cr_assert_eq(later.domain, EIP_DOMAIN_VPC);
    cr_assert_eq(usage_of(WORLD_CAROL).used, 2);
    world_give(&w, WORLD_CAROL, &classic);
    world_account(&w, WORLD_CAROL, 5, EIP_ACCOUNT_CLASSIC);
    world_give(&w, WORLD_CAROL, &later);
    cr_assert_eq(usage_of(WORLD_CAROL).used, 0);
}
