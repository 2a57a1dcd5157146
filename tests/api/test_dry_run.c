/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Dry runs of all operations: every check, the same answers, nothing taken,
 * and nothing that comes later is any different. */
#include "api/expect.h"

WORLD_SUITE(dry_run);

#define VERDICT "Request would have succeeded, but DryRun flag is set."

static eip_status try_it(uint64_t account,
                         eip_allocate_address_request request) {
    request.flags = EIP_ALLOCATE_DRY_RUN;
    return world_allocate(&w, account, &request, NULL);
}

static eip_status try_release(uint64_t account, uint64_t id,
                              const char *group) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.flags = EIP_RELEASE_DRY_RUN;
    request.allocation_id = id;
    request.network_border_group = eip_text_of(group);
    w.error = eip_error_init();
    return eip_release_address(w.engine, &caller, &request, &w.error);
}

static eip_status try_describe(uint64_t account,
                               eip_describe_addresses_request request) {
    eip_address_list *list = NULL;
    eip_status status;

    request.flags = EIP_DESCRIBE_DRY_RUN;
    status = world_describe(&w, account, &request, &list);
    cr_assert_null(list);
    return status;
}

Test(dry_run, of_every_source) {
    eip_allocate_address_request requests[6] = {
        world_request(),
        world_request_in(WORLD_LOCAL),
        world_request_in(WORLD_WAVELENGTH),
        world_request_from(w.byoip),
        world_request_from(w.ipam),
        world_request_from(w.coip),
    };

    cr_assert_eq(eip_status_http(EIP_ERR_DRY_RUN), 412);
    EXPECT_UNCHANGED({
        for (size_t i = 0; i < COUNT(requests); i++) {
            EXPECT_ERROR(try_it(WORLD_ALICE, requests[i]), EIP_ERR_DRY_RUN,
                         VERDICT);
        }
    });
}

Test(dry_run, of_a_named_address) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);
    eip_allocate_address_request request =
        world_request_named(world_ip(got.public_ip));

    EXPECT_STATUS(try_it(WORLD_DAVE, request), EIP_ERR_ADDRESS_NOT_FOUND);
    world_give(&w, WORLD_DAVE, &got);
    EXPECT_UNCHANGED({
        EXPECT_STATUS(try_it(WORLD_BOB, request), EIP_ERR_ADDRESS_NOT_FOUND);
        EXPECT_STATUS(try_it(WORLD_DAVE, request), EIP_ERR_DRY_RUN);
        EXPECT_STATUS(try_it(WORLD_DAVE, request), EIP_ERR_DRY_RUN);
    });
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL), EIP_OK);
}

/* The first that is heard of an account, and of a pool without addresses. */
Test(dry_run, by_nobody_and_of_nothing) {
    eip_allocate_address_request named = world_request_named("198.51.100.3");
    eip_allocate_address_request empty =
        world_request_from(world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE));

    EXPECT_UNCHANGED({
        EXPECT_STATUS(try_it(WORLD_DAVE, named), EIP_ERR_ADDRESS_NOT_FOUND);
        EXPECT_STATUS(try_it(WORLD_ALICE, empty),
                      EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    });
}

Test(dry_run, of_what_would_fail) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    for (int i = 0; i < WORLD_BYOIP_SIZE; i++) {
        EXPECT_STATUS(try_it(WORLD_ALICE, request), EIP_ERR_DRY_RUN);
        (void)world_get(&w, WORLD_ALICE, &request);
    }
    world_account(&w, WORLD_BOB, 0, 0);
    EXPECT_UNCHANGED({
        EXPECT_STATUS(try_it(WORLD_ALICE, request),
                      EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
        EXPECT_STATUS(try_it(WORLD_BOB, world_request()),
                      EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
        EXPECT_STATUS(try_it(WORLD_BOB, request),
                      EIP_ERR_INVALID_PARAMETER_VALUE);
        EXPECT_STATUS(try_it(WORLD_BOB, world_request_named("x")),
                      EIP_ERR_ADDRESS_MALFORMED);
    });
    world_modify(&w, w.amazon, 0, EIP_POOL_CLOSED, UINT64_MAX);
    EXPECT_STATUS(try_it(WORLD_ALICE, world_request()),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

Test(dry_run, knows_what_is_cooling) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response got[WORLD_BYOIP_SIZE];

    world_modify(&w, w.byoip, 0, EIP_POOL_KEEP_COOLING, 1000);
    for (int i = 0; i < WORLD_BYOIP_SIZE; i++) {
        got[i] = world_get(&w, WORLD_ALICE, &request);
    }
    world_give(&w, WORLD_ALICE, &got[3]);
    w.now_ms += 999;
    EXPECT_STATUS(try_it(WORLD_ALICE, request),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    w.now_ms++;
    EXPECT_STATUS(try_it(WORLD_ALICE, request), EIP_ERR_DRY_RUN);
    cr_assert_eq(world_get(&w, WORLD_ALICE, &request).public_ip,
                 got[3].public_ip);
}

Test(dry_run, of_a_release) {
    eip_allocate_address_request local = world_request_in(WORLD_LOCAL);
    eip_allocate_address_response one = world_get(&w, WORLD_DAVE, NULL);
    eip_allocate_address_response two = world_get(&w, WORLD_DAVE, &local);

    EXPECT_UNCHANGED({
        EXPECT_ERROR(try_release(WORLD_DAVE, one.allocation_id, NULL),
                     EIP_ERR_DRY_RUN, VERDICT);
        EXPECT_STATUS(try_release(WORLD_DAVE, two.allocation_id, WORLD_LOCAL),
                      EIP_ERR_DRY_RUN);
        EXPECT_STATUS(try_release(WORLD_DAVE, two.allocation_id, NULL),
                      EIP_ERR_ADDRESS_NOT_FOUND);
        EXPECT_STATUS(try_release(WORLD_BOB, one.allocation_id, NULL),
                      EIP_ERR_ALLOCATION_ID_NOT_FOUND);
        EXPECT_STATUS(try_release(WORLD_DAVE, 0, NULL),
                      EIP_ERR_MISSING_PARAMETER);
    });
    world_give(&w, WORLD_DAVE, &one);
    EXPECT_STATUS(try_release(WORLD_DAVE, one.allocation_id, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
}

Test(dry_run, of_a_description) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text unknown = eip_text_of("eipalloc-00123456789abcdef");
    eip_text one = eip_text_of("x");
    eip_filter filter = {eip_text_of("nonsense"), &one, 1, 0};

    (void)world_get(&w, WORLD_DAVE, NULL);
    EXPECT_ERROR(try_describe(WORLD_DAVE, request), EIP_ERR_DRY_RUN, VERDICT);
    EXPECT_STATUS(try_describe(WORLD_BOB, request), EIP_ERR_DRY_RUN);
    request.allocation_ids = &unknown;
    request.allocation_id_count = 1;
    EXPECT_STATUS(try_describe(WORLD_DAVE, request),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    request.allocation_id_count = 0;
    request.filters = &filter;
    request.filter_count = 1;
    EXPECT_STATUS(try_describe(WORLD_DAVE, request),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

/* -- what comes later ------------------------------------------------------ */

/* Dry runs of all kinds, some of which fail. */
static void rehearse(uint64_t account) {
    eip_describe_addresses_request all = EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    (void)try_it(account, world_request());
    (void)try_it(account, world_request_in(WORLD_LOCAL));
    (void)try_it(account, world_request_from(w.byoip));
    (void)try_it(account, world_request_from(w.ipam));
    (void)try_it(account, world_request_named("198.51.100.3"));
    (void)try_release(account, 1, NULL);
    (void)try_describe(account, all);
}

/* A fixed run of calls until everything is held, back again and around. */
static char *run(bool with_dry_runs, uint32_t policy, uint64_t cooldown) {
    eip_allocate_address_response held[WORLD_AMAZON_SIZE];
    uint64_t state = 7;
    uint32_t count = 0;
    char *picture;

    world_end(&w);
    world_start(&w);
    world_account(&w, WORLD_ALICE, 100, 0);
    world_modify(&w, w.amazon, policy, 0, cooldown);
    for (int i = 0; i < 600; i++) {
        uint64_t draw = world_random(&state);

        w.now_ms += draw >> 8 & 511;
        if (with_dry_runs) {
            rehearse(WORLD_ALICE);
        }
        if (draw % 8 < 5 && count < WORLD_AMAZON_SIZE) {
            held[count++] = world_get(&w, WORLD_ALICE, NULL);
        } else if (count != 0) {
            uint32_t which = (uint32_t)(draw >> 20) % count;

            world_give(&w, WORLD_ALICE, &held[which]);
            held[which] = held[--count];
        }
    }
    picture = world_picture(&w);
    return picture;
}

static void expect_no_difference(uint32_t policy, uint64_t cooldown) {
    char *without = run(false, policy, cooldown);
    char *with = run(true, policy, cooldown);

    bool same = strcmp(with, without) == 0;

    free(with);
    free(without);
    cr_assert(same, "policy %u, cooldown %u", policy, (unsigned)cooldown);
}

Test(dry_run, changes_no_later_result_random) {
    expect_no_difference(EIP_POLICY_RANDOM, 0);
    expect_no_difference(EIP_POLICY_RANDOM, 5000);
}

Test(dry_run, changes_no_later_result_lowest) {
    expect_no_difference(EIP_POLICY_LOWEST, 0);
    expect_no_difference(EIP_POLICY_LOWEST, 5000);
}

Test(dry_run, changes_no_later_result_cursor) {
    expect_no_difference(EIP_POLICY_CURSOR, 0);
    expect_no_difference(EIP_POLICY_CURSOR, 5000);
}
