/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Many calls in one. */
#include "api/expect.h"

WORLD_SUITE(batch);

static const eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);
static const eip_text no_text;

static eip_status allocate(const eip_allocate_address_request *requests,
                           uint32_t request_count, eip_allocate_result *results,
                           uint32_t count) {
    w.error = eip_error_init();
    return eip_allocate_many(w.engine, &dave, requests, request_count, results,
                             count, &w.error);
}

Test(batch, the_same_request_for_all) {
    eip_allocate_result results[8];

    EXPECT_STATUS(allocate(NULL, 1, results, 8),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    cr_assert_eq(w.error.index, 5);
    cr_assert_eq(w.error.status, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    cr_assert_eq(w.error.size, sizeof w.error);
    for (int i = 0; i < 8; i++) {
        cr_assert_eq(results[i].status,
                     i < 5 ? EIP_OK : EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
        cr_assert_eq(results[i].reserved, 0);
        cr_assert_eq(results[i].response.public_ip != 0, i < 5);
    }
    cr_assert_eq(world_count(&w, WORLD_DAVE), 5);
}

Test(batch, each_with_its_own_request_and_result) {
    eip_allocate_address_request requests[4] = {
        world_request(),
        world_request_named("1.2.3"),
        world_request_in(WORLD_LOCAL),
        world_request_from(w.byoip),
    };
    eip_allocate_result results[4];

    EXPECT_STATUS(allocate(requests, 4, results, 4), EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_eq(w.error.index, 1);
    cr_assert_str_eq(w.error.field, "Address");
    cr_assert_eq(results[0].status, EIP_OK);
    cr_assert_eq(results[1].status, EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_eq(results[2].status, EIP_OK);
    cr_assert(is_text(results[2].response.network_border_group, WORLD_LOCAL));
    cr_assert_eq(results[3].status, EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_eq(results[0].response.size, sizeof results[0].response);
}

Test(batch, an_ill_formed_request_spoils_only_itself) {
    eip_allocate_address_request requests[3] = {
        world_request(), world_request(), world_request()};
    eip_allocate_result results[3];

    requests[1].reserved = 1;
    EXPECT_STATUS(allocate(requests, 3, results, 3), EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(results[0].status, EIP_OK);
    cr_assert_eq(results[1].status, EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(results[2].status, EIP_OK);
}

Test(batch, dry_runs) {
    eip_allocate_address_request request = world_request();
    eip_allocate_result results[3];

    request.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_STATUS(allocate(&request, 1, results, 3), EIP_ERR_DRY_RUN);
    cr_assert_eq(results[2].status, EIP_ERR_DRY_RUN);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
}

Test(batch, arguments) {
    eip_allocate_address_request requests[2] = {world_request(),
                                                world_request()};
    eip_allocate_result results[3];

    EXPECT_STATUS(allocate(requests, 2, results, 3), EIP_ERR_ARGUMENT);
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(results[i].status, EIP_ERR_ARGUMENT);
    }
    EXPECT_STATUS(allocate(NULL, 3, results, 3), EIP_ERR_NULL);
    cr_assert_eq(results[2].status, EIP_ERR_NULL);
    EXPECT_STATUS(allocate(requests, 0, results, 3), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(allocate(requests, 1, NULL, 3), EIP_ERR_NULL);
    EXPECT_STATUS(allocate(NULL, 1, results, 0), EIP_OK);
    EXPECT_STATUS(eip_allocate_many(NULL, &dave, NULL, 1, results, 1, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_allocate_many(w.engine, NULL, NULL, 1, results, 1, &w.error),
        EIP_ERR_NULL);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
}

Test(batch, without_an_error_record) {
    eip_allocate_result results[7];

    EXPECT_STATUS(eip_allocate_many(w.engine, &dave, NULL, 1, results, 7, NULL),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    cr_assert_eq(results[4].status, EIP_OK);
}

/* The requests of a caller built against a later header stand wider apart. */
Test(batch, requests_of_another_size) {
    struct {
        eip_allocate_address_request request;
        uint64_t tail[2];
    } larger[3];
    eip_allocate_result results[3];

    memset(larger, 0, sizeof larger);
    for (int i = 0; i < 3; i++) {
        larger[i].request.size = sizeof larger[i];
    }
    larger[2].request.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_STATUS(allocate(&larger[0].request, 3, results, 3), EIP_OK);
    cr_assert(is_text(results[2].response.network_border_group, WORLD_LOCAL));
}

/* -- releasing ------------------------------------------------------------- */

Test(batch, releases) {
    eip_allocate_address_request local = world_request_in(WORLD_LOCAL);
    eip_status results[5];
    uint64_t ids[5];

    ids[0] = world_get(&w, WORLD_DAVE, NULL).allocation_id;
    ids[1] = world_get(&w, WORLD_BOB, NULL).allocation_id;
    ids[2] = world_get(&w, WORLD_DAVE, NULL).allocation_id;
    ids[3] = world_get(&w, WORLD_DAVE, &local).allocation_id;
    ids[4] = ids[0];
    EXPECT_STATUS(
        eip_release_many(w.engine, &dave, ids, no_text, results, 5, &w.error),
        EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    cr_assert_eq(w.error.index, 1);
    cr_assert_eq(results[0], EIP_OK);
    cr_assert_eq(results[1], EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    cr_assert_eq(results[2], EIP_OK);
    cr_assert_eq(results[3], EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(results[4], EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(eip_release_many(w.engine, &dave, &ids[3],
                                   eip_text_of(WORLD_LOCAL), results, 1, NULL),
                  EIP_OK);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
    cr_assert_eq(world_count(&w, WORLD_BOB), 1);
}

Test(batch, release_arguments) {
    eip_text bad = {"x", 1, 1};
    uint64_t id = world_get(&w, WORLD_DAVE, NULL).allocation_id;
    eip_status result;

    EXPECT_STATUS(eip_release_many(NULL, &dave, &id, no_text, &result, 1, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_release_many(w.engine, NULL, &id, no_text, &result, 1, NULL),
        EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_release_many(w.engine, &dave, NULL, no_text, &result, 1, NULL),
        EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_release_many(w.engine, &dave, &id, no_text, NULL, 1, NULL),
        EIP_ERR_NULL);
    cr_assert_eq(result, EIP_ERR_NULL);
    EXPECT_STATUS(eip_release_many(w.engine, &dave, &id, bad, &result, 1, NULL),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(result, EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_release_many(w.engine, &dave, NULL, no_text, NULL, 0, NULL),
        EIP_OK);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 1);
}
