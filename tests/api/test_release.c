/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ReleaseAddress (R14), by id and by PublicIp, one and many. */
#include "api/expect.h"

WORLD_SUITE(release);

static const eip_release_address_request blank =
    EIP_RELEASE_ADDRESS_REQUEST_INIT;

static eip_status release(uint64_t account,
                          const eip_release_address_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_release_address(w.engine, &caller, request, &w.error);
}

static eip_status release_text(uint64_t account, const char *id) {
    eip_release_address_request request = blank;

    request.allocation_id_text = eip_text_of(id);
    return release(account, &request);
}

static eip_status release_ip(uint64_t account, const char *ip) {
    eip_release_address_request request = blank;

    request.public_ip = eip_text_of(ip);
    return release(account, &request);
}

static void expect_no_id(uint64_t account, uint64_t id) {
    char message[120];

    (void)snprintf(message, sizeof message,
                   "The allocation ID '%s' does not exist", world_id(id));
    EXPECT_ERROR(world_release(&w, account, id, NULL),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
    cr_assert_str_eq(w.error.field, "AllocationId");
    EXPECT_ERROR(release_text(account, world_id(id)),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
}

/* -- by id ----------------------------------------------------------------- */

Test(release, by_number_and_by_text) {
    eip_allocate_address_response one = world_get(&w, WORLD_DAVE, NULL);
    eip_allocate_address_response two = world_get(&w, WORLD_DAVE, NULL);

    EXPECT_STATUS(world_release(&w, WORLD_DAVE, one.allocation_id, NULL),
                  EIP_OK);
    EXPECT_STATUS(release_text(WORLD_DAVE, world_id(two.allocation_id)),
                  EIP_OK);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
    cr_assert_eq(world_used(&w, WORLD_DAVE), 0);
}

Test(release, of_every_source) {
    eip_allocate_address_request requests[] = {
        world_request(),
        world_request_in(WORLD_LOCAL),
        world_request_in(WORLD_WAVELENGTH),
        world_request_from(w.byoip),
        world_request_from(w.ipam),
        world_request_from(w.coip),
    };

    for (size_t i = 0; i < COUNT(requests); i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &requests[i]);

        world_give(&w, WORLD_ALICE, &got);
        expect_no_id(WORLD_ALICE, got.allocation_id);
        cr_assert_eq(world_count(&w, WORLD_ALICE), 0);
    }
}

Test(release, twice) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);

    world_give(&w, WORLD_DAVE, &got);
    expect_no_id(WORLD_DAVE, got.allocation_id);
    expect_no_id(WORLD_DAVE, got.allocation_id);
    cr_assert_eq(world_used(&w, WORLD_DAVE), 0);
}

Test(release, an_id_dies_with_its_allocation) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response now;
    uint64_t ids[50];

    request = world_request_named("192.0.2.4");
    for (size_t i = 0; i < COUNT(ids); i++) {
        now = world_get(&w, WORLD_ALICE, &request);
        ids[i] = now.allocation_id;
        for (size_t n = 0; n < i; n++) {
            cr_assert_neq(ids[n], ids[i]);
            expect_no_id(WORLD_ALICE, ids[n]);
        }
        cr_assert_eq(world_count(&w, WORLD_ALICE), 1);
        world_give(&w, WORLD_ALICE, &now);
    }
}

Test(release, ids_that_never_were) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);
    uint64_t state = 3;

    expect_no_id(WORLD_DAVE, 1);
    expect_no_id(WORLD_DAVE, UINT64_MAX);
    expect_no_id(WORLD_DAVE, got.allocation_id ^ 1);
    expect_no_id(WORLD_DAVE, got.allocation_id ^ UINT64_C(1) << 63);
    for (int i = 0; i < 2000; i++) {
        uint64_t id = world_random(&state);

        EXPECT_STATUS(world_release(&w, WORLD_DAVE, id, NULL),
                      EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    }
    cr_assert_eq(world_count(&w, WORLD_DAVE), 1);
}

Test(release, ids_that_are_none) {
    const char *good = world_id(world_get(&w, WORLD_DAVE, NULL).allocation_id);
    char texts[8][48] = {{0}};

    (void)snprintf(texts[0], 48, "%s", "");
    (void)snprintf(texts[1], 48, "%s0", good);
    (void)snprintf(texts[2], 48, "%.25s", good);
    (void)snprintf(texts[3], 48, " %s", good);
    (void)snprintf(texts[4], 48, "eipassoc%s", good + 8);
    (void)snprintf(texts[5], 48, "EIPALLOC%s", good + 8);
    (void)snprintf(texts[6], 48, "eipalloc-1%s", good + 10);
    (void)snprintf(texts[7], 48, "eipalloc-0%015dG", 7);
    for (size_t i = 0; i < COUNT(texts); i++) {
        char message[448];

        (void)snprintf(message, sizeof message,
                       "The allocation ID '%s' does not exist", texts[i]);
        EXPECT_ERROR(release_text(WORLD_DAVE, texts[i]),
                     EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
    }
    cr_assert_eq(world_count(&w, WORLD_DAVE), 1);
}

Test(release, both_neither_and_twice_the_same) {
    eip_release_address_request request = blank;
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);

    EXPECT_ERROR(release(WORLD_DAVE, &request), EIP_ERR_MISSING_PARAMETER,
                 "Either public IP or allocation id must be specified");
    request.allocation_id = got.allocation_id;
    request.public_ip = eip_text_of(world_ip(got.public_ip));
    EXPECT_ERROR(release(WORLD_DAVE, &request),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "You may specify public IP or allocation id, but not both in "
                 "the same call");
    request.public_ip = eip_text_of(NULL);
    request.allocation_id_text = eip_text_of(world_id(got.allocation_id));
    EXPECT_STATUS(release(WORLD_DAVE, &request), EIP_ERR_ARGUMENT);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 1);
}

/* Syntax is looked at before combinations (R6). */
Test(release, a_malformed_address_before_the_combination) {
    eip_release_address_request request = blank;

    request.allocation_id = 5;
    request.public_ip = eip_text_of("1.2.3");
    EXPECT_STATUS(release(WORLD_DAVE, &request), EIP_ERR_ADDRESS_MALFORMED);
}

/* -- border groups (R14) --------------------------------------------------- */

static void expect_wrong_group(uint64_t account,
                               const eip_allocate_address_response *got,
                               const char *group) {
    char message[80];

    (void)snprintf(message, sizeof message, "Address '%s' not found.",
                   world_ip(world_any_ip(got)));
    EXPECT_ERROR(world_release(&w, account, got->allocation_id, group),
                 EIP_ERR_ADDRESS_NOT_FOUND, message);
    cr_assert_str_eq(w.error.field, "NetworkBorderGroup");
}

Test(release, the_regions_group_may_be_named) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);

    expect_wrong_group(WORLD_DAVE, &got, WORLD_LOCAL);
    expect_wrong_group(WORLD_DAVE, &got, "nowhere");
    expect_wrong_group(WORLD_DAVE, &got, "");
    EXPECT_STATUS(
        world_release(&w, WORLD_DAVE, got.allocation_id, WORLD_REGION), EIP_OK);
}

Test(release, others_must_be_named) {
    static const char *const groups[] = {WORLD_LOCAL, WORLD_WAVELENGTH};

    for (size_t i = 0; i < COUNT(groups); i++) {
        eip_allocate_address_request request = world_request_in(groups[i]);
        eip_allocate_address_response got = world_get(&w, WORLD_DAVE, &request);

        expect_wrong_group(WORLD_DAVE, &got, NULL);
        expect_wrong_group(WORLD_DAVE, &got, WORLD_REGION);
        expect_wrong_group(WORLD_DAVE, &got, groups[1 - i]);
        EXPECT_STATUS(
            world_release(&w, WORLD_DAVE, got.allocation_id, groups[i]),
            EIP_OK);
    }
}

Test(release, a_foreign_id_is_unknown_in_any_group) {
    eip_allocate_address_request request = world_request_in(WORLD_LOCAL);
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, &request);

    EXPECT_STATUS(world_release(&w, WORLD_BOB, got.allocation_id, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(world_release(&w, WORLD_BOB, got.allocation_id, WORLD_LOCAL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
}

/* -- by PublicIp ----------------------------------------------------------- */

Test(release, a_classic_address_by_its_ip) {
    eip_allocate_address_response got = world_get(&w, WORLD_CAROL, NULL);
    const char *ip = world_ip(got.public_ip);

    EXPECT_STATUS(release_ip(WORLD_CAROL, ip), EIP_OK);
    cr_assert_eq(world_count(&w, WORLD_CAROL), 0);
    EXPECT_STATUS(release_ip(WORLD_CAROL, ip), EIP_ERR_AUTH_FAILURE);
}

Test(release, a_vpc_address_by_its_ip) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;
    const char *text = "You must specify an allocation id when releasing a "
                       "VPC elastic IP address";

    got = world_get(&w, WORLD_DAVE, NULL);
    EXPECT_ERROR(release_ip(WORLD_DAVE, world_ip(got.public_ip)),
                 EIP_ERR_INVALID_PARAMETER_VALUE, text);
    request.domain = eip_text_of("vpc");
    got = world_get(&w, WORLD_CAROL, &request);
    EXPECT_ERROR(release_ip(WORLD_CAROL, world_ip(got.public_ip)),
                 EIP_ERR_INVALID_PARAMETER_VALUE, text);
}

static void expect_not_yours(uint64_t account, const char *ip) {
    char message[80];

    (void)snprintf(message, sizeof message,
                   "The address '%s' does not belong to you.", ip);
    EXPECT_ERROR(release_ip(account, ip), EIP_ERR_AUTH_FAILURE, message);
    cr_assert_str_eq(w.error.field, "PublicIp");
}

Test(release, any_foreign_ip_reads_alike) {
    eip_allocate_address_response bobs = world_get(&w, WORLD_BOB, NULL);
    eip_allocate_address_response carols = world_get(&w, WORLD_CAROL, NULL);

    expect_not_yours(WORLD_DAVE, world_ip(bobs.public_ip));
    expect_not_yours(WORLD_CAROL, world_ip(bobs.public_ip));
    expect_not_yours(WORLD_BOB, world_ip(carols.public_ip));
    world_give(&w, WORLD_BOB, &bobs);
    expect_not_yours(WORLD_BOB, world_ip(bobs.public_ip));
    expect_not_yours(WORLD_DAVE, world_ip(bobs.public_ip));
    expect_not_yours(WORLD_DAVE, "192.0.2.1");
    expect_not_yours(WORLD_DAVE, "203.0.113.77");
    expect_not_yours(WORLD_ALICE, "10.0.0.1");
}

Test(release, a_malformed_ip) {
    EXPECT_STATUS(release_ip(WORLD_CAROL, ""), EIP_ERR_ADDRESS_MALFORMED);
    EXPECT_STATUS(release_ip(WORLD_CAROL, "52.55.218"),
                  EIP_ERR_ADDRESS_MALFORMED);
    EXPECT_STATUS(release_ip(WORLD_CAROL, "1.2.3.04"),
                  EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_str_eq(w.error.field, "PublicIp");
}

/* -- structs --------------------------------------------------------------- */

Test(release, nulls_and_sizes) {
    struct {
        eip_release_address_request request;
        uint64_t tail;
    } larger = {blank, 5};
    eip_release_address_request request = blank;
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    uint64_t id = world_get(&w, WORLD_DAVE, NULL).allocation_id;

    EXPECT_STATUS(eip_release_address(NULL, &caller, &request, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_release_address(w.engine, NULL, &request, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_release_address(w.engine, &caller, NULL, NULL),
                  EIP_ERR_NULL);
    request.allocation_id = id;
    for (uint32_t size = 0; size < sizeof request; size += 8) {
        request.size = size;
        EXPECT_STATUS(release(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
    }
    request.size = sizeof request;
    request.flags = 2;
    EXPECT_STATUS(release(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.network_border_group.reserved = 1;
    EXPECT_STATUS(release(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
    larger.request.allocation_id = id;
    larger.request.size = sizeof larger;
    EXPECT_STATUS(release(WORLD_DAVE, &larger.request), EIP_ERR_STRUCT_VERSION);
    larger.tail = 0;
    EXPECT_STATUS(release(WORLD_DAVE, &larger.request), EIP_OK);
    EXPECT_STATUS(world_release(&w, UINT64_C(1000000000000), id, NULL),
                  EIP_ERR_ARGUMENT);
}
