/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateAddress with Address: R3 and R4. What may be recovered and for how
 * long is test_recover.c's. */
#include "api/expect.h"

WORLD_SUITE(named);

static void expect_not_found(uint64_t account,
                             const eip_allocate_address_request *request) {
    char message[120];

    (void)snprintf(message, sizeof message,
                   "The Elastic IP address '%.*s' does not exist or is not "
                   "available.",
                   (int)request->address.size, request->address.data);
    EXPECT_ERROR(world_allocate(&w, account, request, NULL),
                 EIP_ERR_ADDRESS_NOT_FOUND, message);
    cr_assert_str_eq(w.error.field, "Address");
    cr_assert_eq(w.error.index, 0);
}

static void expect_none(uint64_t account, const char *address) {
    eip_allocate_address_request request = world_request_named(address);

    expect_not_found(account, &request);
}

static void expect_taken(uint64_t account, const char *address) {
    eip_allocate_address_request request = world_request_named(address);
    eip_allocate_address_response got = world_get(&w, account, &request);

    cr_assert_eq(world_any_ip(&got), world_address(address));
}

/* -- Address alone (R3) ---------------------------------------------------- */

Test(named, any_free_address_of_an_own_public_pool) {
    for (uint32_t i = WORLD_BYOIP_SIZE; i-- > 0;) {
        expect_taken(WORLD_ALICE, world_ip(world_address("192.0.2.0") + i));
    }
}

Test(named, the_answer_names_the_pool) {
    eip_allocate_address_request request = world_request_named("192.0.2.3");
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    cr_assert_eq(got.fields, EIP_HAS_ALLOCATION_ID | EIP_HAS_PUBLIC_IP |
                                 EIP_HAS_PUBLIC_IPV4_POOL |
                                 EIP_HAS_NETWORK_BORDER_GROUP);
    cr_assert(is_pool(got.public_ipv4_pool, w.byoip));
    cr_assert(is_text(got.network_border_group, WORLD_REGION));
}

Test(named, an_own_released_address) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);

    world_give(&w, WORLD_DAVE, &got);
    expect_taken(WORLD_DAVE, world_ip(got.public_ip));
}

Test(named, what_is_not_to_be_had_reads_alike) {
    eip_allocate_address_request request = world_request_from(w.coip);
    const char *mine = world_ip(world_get(&w, WORLD_ALICE, NULL).public_ip);
    eip_allocate_address_response bobs = world_get(&w, WORLD_BOB, NULL);
    eip_allocate_address_response carols = world_get(&w, WORLD_CAROL, NULL);

    (void)world_get(&w, WORLD_ALICE, &request);
    expect_none(WORLD_ALICE, mine);                       /* own, held */
    expect_none(WORLD_ALICE, world_ip(bobs.public_ip));   /* another's */
    expect_none(WORLD_ALICE, world_ip(carols.public_ip)); /* Classic */
    world_give(&w, WORLD_BOB, &bobs);
    world_give(&w, WORLD_CAROL, &carols);
    expect_none(WORLD_ALICE, world_ip(bobs.public_ip)); /* he released it */
    expect_none(WORLD_ALICE, world_ip(carols.public_ip));
    expect_none(WORLD_ALICE, "198.51.101.3");  /* free, Amazon's, local */
    expect_none(WORLD_ALICE, "155.146.10.3");  /* free, a carrier's */
    expect_none(WORLD_ALICE, "192.0.2.129");   /* in Bob's pool */
    expect_none(WORLD_ALICE, "18.97.0.41");    /* own IPAM pool, not named */
    expect_none(WORLD_ALICE, "10.0.0.1");      /* own CoIP pool, not named */
    expect_none(WORLD_ALICE, "203.0.113.200"); /* in no block */
    expect_none(WORLD_ALICE, "0.0.0.0");
    expect_none(WORLD_ALICE, "255.255.255.255");
}

Test(named, free_addresses_of_amazons_are_not_to_be_named) {
    for (uint32_t i = 0; i < WORLD_AMAZON_SIZE; i++) {
        expect_none(WORLD_DAVE, world_ip(world_address("198.51.100.0") + i));
    }
}

Test(named, an_address_another_account_holds_by_byoip_rules) {
    expect_taken(WORLD_ALICE, "192.0.2.1");
    expect_none(WORLD_ALICE, "192.0.2.1");
    expect_none(WORLD_BOB, "192.0.2.1");
    expect_none(WORLD_BOB, "192.0.2.2");
}

Test(named, malformed) {
    static const char *const bad[] = {
        "",         "1.2.3",      "1.2.3.4.5", "256.1.1.1",
        "01.2.3.4", " 1.2.3.4",   "1.2.3.4 ",  "1.2.3.x",
        "1..2.3",   "1.2.3.4/32", "::1",       "amazon",
        "-1.2.3.4", "1.2.3.4\n",  "0x1.2.3.4", "1.2.3.1000"};

    for (size_t i = 0; i < COUNT(bad); i++) {
        eip_allocate_address_request request = world_request_named(bad[i]);

        EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                      EIP_ERR_ADDRESS_MALFORMED);
        cr_assert_str_eq(w.error.field, "Address");
    }
    cr_assert_not_null(strstr(w.error.message, "1.2.3.1000"));
}

Test(named, hostile_text_is_shown_harmless) {
    eip_allocate_address_request request = world_request();
    char text[600];

    memset(text, 0x1b, sizeof text);
    request.address = (eip_text){text, sizeof text, 0};
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_null(strchr(w.error.message, 0x1b));
    cr_assert_lt(strlen(w.error.message), sizeof w.error.message);
}

/* -- with a pool (R4) ------------------------------------------------------ */

Test(named, of_an_ipam_pool) {
    eip_allocate_address_request request = world_request_from(w.ipam);
    eip_allocate_address_response got;

    request.address = eip_text_of("18.97.0.45");
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(got.public_ip, world_address("18.97.0.45"));
    cr_assert(is_pool(got.public_ipv4_pool, w.ipam));
    expect_not_found(WORLD_ALICE, &request);
    request.address = eip_text_of("192.0.2.1"); /* of another pool of hers */
    expect_not_found(WORLD_ALICE, &request);
    request.address = eip_text_of("18.97.0.48");
    expect_not_found(WORLD_ALICE, &request);
}

Test(named, of_an_ipam_pool_shared_with_the_caller) {
    eip_allocate_address_request request = world_request_from(w.ipam);

    request.address = eip_text_of("18.97.0.45");
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, NULL),
                 EIP_OK);
    (void)world_get(&w, WORLD_BOB, &request);
    expect_not_found(WORLD_ALICE, &request);
    expect_none(WORLD_BOB, "18.97.0.46"); /* it takes the pool's name */
}

Test(named, of_a_coip_pool) {
    eip_allocate_address_request request = world_request_from(w.coip);
    eip_allocate_address_response got;

    request.address = eip_text_of("10.0.0.5");
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(got.customer_owned_ip, world_address("10.0.0.5"));
    expect_not_found(WORLD_ALICE, &request);
    request.address = eip_text_of("198.51.100.1");
    expect_not_found(WORLD_ALICE, &request);
    request = world_request_from(w.coip_bob);
    request.address = eip_text_of("10.0.0.5");
    (void)world_get(&w, WORLD_BOB, &request);
}

/* -- with a border group --------------------------------------------------- */

Test(named, with_a_border_group_that_must_match) {
    eip_allocate_address_request request = world_request_named("192.0.2.1");

    request.network_border_group = eip_text_of(WORLD_LOCAL);
    expect_not_found(WORLD_ALICE, &request);
    request.network_border_group = eip_text_of(WORLD_REGION);
    (void)world_get(&w, WORLD_ALICE, &request);
    request.network_border_group = eip_text_of("nowhere");
    EXPECT_ERROR(world_allocate(&w, WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "invalid value for parameter NetworkBorderGroup: nowhere");
}

Test(named, a_released_one_of_a_local_zone_with_and_without_its_group) {
    eip_allocate_address_request in = world_request_in(WORLD_LOCAL);
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, &in);
    eip_allocate_address_request request =
        world_request_named(world_ip(got.public_ip));

    world_give(&w, WORLD_DAVE, &got);
    request.network_border_group = eip_text_of(WORLD_REGION);
    expect_not_found(WORLD_DAVE, &request);
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    got = world_get(&w, WORLD_DAVE, &request);
    cr_assert(is_text(got.network_border_group, WORLD_LOCAL));
    world_give(&w, WORLD_DAVE, &got);
    request.network_border_group = eip_text_of(NULL);
    got = world_get(&w, WORLD_DAVE, &request);
    cr_assert(is_text(got.network_border_group, WORLD_LOCAL));
}

Test(named, ipam_and_coip_pools_with_a_border_group) {
    eip_allocate_address_request request = world_request_from(w.ipam);

    request.address = eip_text_of("18.97.0.41");
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    expect_not_found(WORLD_ALICE, &request);
    request.network_border_group = eip_text_of(WORLD_REGION);
    (void)world_get(&w, WORLD_ALICE, &request);
    request = world_request_from(w.coip);
    request.address = eip_text_of("10.0.0.1");
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    expect_not_found(WORLD_ALICE, &request);
    request.network_border_group = eip_text_of(WORLD_REGION);
    (void)world_get(&w, WORLD_ALICE, &request);
}

/* -- closed pools and cooling addresses ------------------------------------ */

Test(named, a_closed_pool_gives_only_named_addresses) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    world_modify(&w, w.byoip, EIP_POLICY_DEFAULT, EIP_POOL_CLOSED, UINT64_MAX);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    expect_taken(WORLD_ALICE, "192.0.2.6");
    world_modify(&w, w.byoip, EIP_POLICY_DEFAULT, 0, UINT64_MAX);
    cr_assert_eq(world_get(&w, WORLD_ALICE, &request).public_ip,
                 world_address("192.0.2.0"));
}

Test(named, one_that_another_released_and_that_is_cooling) {
    eip_allocate_address_request request = world_request_from(w.ipam);
    eip_allocate_address_response got;

    request.address = eip_text_of("18.97.0.45");
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, NULL),
                 EIP_OK);
    world_modify(&w, w.ipam, EIP_POLICY_DEFAULT, EIP_POOL_KEEP_COOLING, 1000);
    got = world_get(&w, WORLD_BOB, &request);
    world_give(&w, WORLD_BOB, &got);
    expect_not_found(WORLD_ALICE, &request);
    w.now_ms += 999;
    expect_not_found(WORLD_ALICE, &request);
    w.now_ms++;
    got = world_get(&w, WORLD_ALICE, &request);
    world_give(&w, WORLD_ALICE, &got);
    (void)world_get(&w, WORLD_ALICE, &request); /* her own at once (R20) */
}
