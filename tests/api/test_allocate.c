/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateAddress: sources and the members of its answer, Domain, pools,
 * border groups, capacity. Named addresses are test_named.c's, the order of
 * checks is test_checks.c's. */
#include "api/expect.h"

WORLD_SUITE(allocate);

enum {
    PUBLIC = EIP_HAS_ALLOCATION_ID | EIP_HAS_PUBLIC_IP |
             EIP_HAS_PUBLIC_IPV4_POOL | EIP_HAS_NETWORK_BORDER_GROUP,
    CARRIER = EIP_HAS_ALLOCATION_ID | EIP_HAS_CARRIER_IP |
              EIP_HAS_PUBLIC_IPV4_POOL | EIP_HAS_NETWORK_BORDER_GROUP,
    CUSTOMER = EIP_HAS_ALLOCATION_ID | EIP_HAS_CUSTOMER_OWNED_IP |
               EIP_HAS_CUSTOMER_OWNED_IPV4_POOL | EIP_HAS_NETWORK_BORDER_GROUP
};

static const eip_pool_ref no_pool;

/* -- sources (R10) --------------------------------------------------------- */

static void expect_public(const eip_allocate_address_response *got,
                          eip_pool_ref pool, const char *group,
                          const char *cidr) {
    cr_assert_eq(got->size, sizeof *got);
    cr_assert_eq(got->fields, PUBLIC);
    cr_assert_neq(got->allocation_id, 0);
    cr_assert(is_pool(got->public_ipv4_pool, pool));
    cr_assert(is_pool(got->customer_owned_ipv4_pool, no_pool));
    cr_assert(is_text(got->network_border_group, group));
    cr_assert_eq(got->domain, EIP_DOMAIN_VPC);
    cr_assert(is_in(got->public_ip, cidr));
    cr_assert_eq(got->carrier_ip, 0);
    cr_assert_eq(got->customer_owned_ip, 0);
}

Test(allocate, from_amazon) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);

    expect_public(&got, w.amazon, WORLD_REGION, WORLD_AMAZON_CIDR);
}

Test(allocate, from_amazon_by_its_names) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;

    request.public_ipv4_pool = eip_text_of("amazon");
    got = world_get(&w, WORLD_DAVE, &request);
    expect_public(&got, w.amazon, WORLD_REGION, WORLD_AMAZON_CIDR);
    request.network_border_group = eip_text_of(WORLD_REGION);
    got = world_get(&w, WORLD_DAVE, &request);
    expect_public(&got, w.amazon, WORLD_REGION, WORLD_AMAZON_CIDR);
}

Test(allocate, from_a_local_zone) {
    eip_allocate_address_request request = world_request_in(WORLD_LOCAL);
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, &request);

    expect_public(&got, w.amazon, WORLD_LOCAL, WORLD_LOCAL_CIDR);
}

Test(allocate, a_carrier_address) {
    eip_allocate_address_request request = world_request_in(WORLD_WAVELENGTH);
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, &request);

    cr_assert_eq(got.fields, CARRIER);
    cr_assert(is_pool(got.public_ipv4_pool, w.amazon));
    cr_assert(is_text(got.network_border_group, WORLD_WAVELENGTH));
    cr_assert_eq(got.domain, EIP_DOMAIN_VPC);
    cr_assert_eq(got.public_ip, 0);
    cr_assert_eq(got.customer_owned_ip, 0);
    cr_assert(is_in(got.carrier_ip, WORLD_CARRIER_CIDR));
}

Test(allocate, from_a_pool_brought_along) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    expect_public(&got, w.byoip, WORLD_REGION, WORLD_BYOIP_CIDR);
}

Test(allocate, from_an_ipam_pool_in_ascending_order) {
    eip_allocate_address_request request = world_request_from(w.ipam);

    for (uint32_t i = 0; i < WORLD_IPAM_SIZE; i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &request);

        expect_public(&got, w.ipam, WORLD_REGION, WORLD_IPAM_CIDR);
        cr_assert_eq(got.public_ip, world_address("18.97.0.40") + i);
    }
}

Test(allocate, a_customer_owned_address) {
    eip_allocate_address_request request = world_request_from(w.coip);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    cr_assert_eq(got.fields, CUSTOMER);
    cr_assert(is_pool(got.customer_owned_ipv4_pool, w.coip));
    cr_assert(is_pool(got.public_ipv4_pool, no_pool));
    cr_assert(is_text(got.network_border_group, WORLD_REGION));
    cr_assert_eq(got.domain, EIP_DOMAIN_VPC);
    cr_assert_eq(got.customer_owned_ip, world_address("10.0.0.0"));
    cr_assert_eq(got.public_ip, 0);
    cr_assert_eq(got.carrier_ip, 0);
}

Test(allocate, the_pools_of_two_outposts_have_the_same_addresses) {
    eip_allocate_address_request hers = world_request_from(w.coip);
    eip_allocate_address_request his = world_request_from(w.coip_bob);

    for (uint32_t i = 0; i < WORLD_COIP_SIZE; i++) {
        eip_allocate_address_response a = world_get(&w, WORLD_ALICE, &hers);
        eip_allocate_address_response b = world_get(&w, WORLD_BOB, &his);

        cr_assert_eq(a.customer_owned_ip, b.customer_owned_ip);
        cr_assert_neq(a.allocation_id, b.allocation_id);
    }
}

Test(allocate, for_ec2_classic) {
    eip_allocate_address_response got = world_get(&w, WORLD_CAROL, NULL);

    cr_assert_eq(got.fields, EIP_HAS_PUBLIC_IP);
    cr_assert_eq(got.domain, EIP_DOMAIN_STANDARD);
    cr_assert_eq(got.allocation_id, 0);
    cr_assert(is_pool(got.public_ipv4_pool, no_pool));
    cr_assert(is_text(got.network_border_group, NULL));
    cr_assert(is_in(got.public_ip, WORLD_AMAZON_CIDR));
}

Test(allocate, null_asks_for_any) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);

    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, &got, NULL),
                  EIP_OK);
    expect_public(&got, w.amazon, WORLD_REGION, WORLD_AMAZON_CIDR);
}

Test(allocate, not_idempotent_and_no_id_or_address_twice) {
    uint64_t ids[WORLD_AMAZON_SIZE];
    uint32_t ips = 0;

    world_account(&w, WORLD_BOB, 100, 0);
    for (uint32_t i = 0; i < WORLD_AMAZON_SIZE; i++) {
        eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
        uint32_t bit = 1u << (got.public_ip - world_address("198.51.100.0"));

        cr_assert_eq(ips & bit, 0);
        ips |= bit;
        ids[i] = got.allocation_id;
        for (uint32_t n = 0; n < i; n++) {
            cr_assert_neq(ids[n], got.allocation_id);
        }
    }
    cr_assert_eq(ips, UINT32_MAX, "network and broadcast addresses are used");
}

/* -- Domain (R1) ----------------------------------------------------------- */

struct domain {
    const char *value;
    bool is_standard; /* in a Classic account */
};

static const struct domain domains[] = {
    {NULL, true},   {"", true},    {"standard", true},
    {"xyz", true},  {"VPC", true}, {"vpc", false},
    {"vpc ", true}, {"vp", true},  {"\xff", true},
};

Test(allocate, domain_of_a_vpc_account_is_always_vpc) {
    for (size_t i = 0; i < COUNT(domains); i++) {
        eip_allocate_address_request request = world_request();
        eip_allocate_address_response got;

        request.domain = eip_text_of(domains[i].value);
        got = world_get(&w, WORLD_DAVE, &request);
        expect_public(&got, w.amazon, WORLD_REGION, WORLD_AMAZON_CIDR);
        world_give(&w, WORLD_DAVE, &got);
    }
}

Test(allocate, domain_of_a_classic_account) {
    for (size_t i = 0; i < COUNT(domains); i++) {
        eip_allocate_address_request request = world_request();
        eip_allocate_address_response got;

        request.domain = eip_text_of(domains[i].value);
        got = world_get(&w, WORLD_CAROL, &request);
        if (domains[i].is_standard) {
            cr_assert_eq(got.domain, EIP_DOMAIN_STANDARD);
            cr_assert_eq(got.fields, EIP_HAS_PUBLIC_IP);
        } else {
            expect_public(&got, w.amazon, WORLD_REGION, WORLD_AMAZON_CIDR);
        }
        world_give(&w, WORLD_CAROL, &got);
    }
}

Test(allocate, a_classic_account_uses_every_source_with_domain_vpc) {
    eip_allocate_address_request request = world_request_in(WORLD_LOCAL);
    eip_allocate_address_response got;

    request.domain = eip_text_of("vpc");
    got = world_get(&w, WORLD_CAROL, &request);
    expect_public(&got, w.amazon, WORLD_LOCAL, WORLD_LOCAL_CIDR);
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_CAROL, 1, NULL),
                 EIP_OK);
    request = world_request_from(w.ipam);
    request.domain = eip_text_of("vpc");
    got = world_get(&w, WORLD_CAROL, &request);
    expect_public(&got, w.ipam, WORLD_REGION, WORLD_IPAM_CIDR);
}

/* -- pools (R5) ------------------------------------------------------------ */

static void expect_no_public_pool(uint64_t account, const char *value) {
    eip_allocate_address_request request = world_request();
    char message[120];

    request.public_ipv4_pool = eip_text_of(value);
    (void)snprintf(message, sizeof message,
                   "invalid value for parameter pool: %s", value);
    EXPECT_ERROR(world_allocate(&w, account, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE, message);
    cr_assert_str_eq(w.error.field, "PublicIpv4Pool");
}

Test(allocate, public_pools_that_are_not_the_callers) {
    expect_no_public_pool(WORLD_ALICE, "");
    expect_no_public_pool(WORLD_ALICE, "Amazon");
    expect_no_public_pool(WORLD_ALICE, "ipv4pool-ec2-");
    expect_no_public_pool(WORLD_ALICE, "ipv4pool-ec2-00123456789abcdef");
    expect_no_public_pool(WORLD_ALICE, world_pool_id(w.byoip_bob));
    expect_no_public_pool(WORLD_ALICE, world_pool_id(w.ipam));
    expect_no_public_pool(WORLD_ALICE, world_pool_id(w.coip));
    expect_no_public_pool(WORLD_BOB, world_pool_id(w.byoip));
    expect_no_public_pool(WORLD_DAVE, world_pool_id(w.byoip));
}

/* A pool without any block has no capacity, whatever border group is asked
 * for; one that has blocks elsewhere has none there. */
Test(allocate, from_an_ipam_pool_without_blocks) {
    eip_pool_ref empty = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_allocate_address_request request = world_request_from(empty);

    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    request.network_border_group = eip_text_of(WORLD_REGION);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    request = world_request_from(w.ipam);
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

static void expect_no_ipam_pool(uint64_t account, const char *value) {
    eip_allocate_address_request request = world_request();

    request.ipam_pool_id = eip_text_of(value);
    EXPECT_STATUS(world_allocate(&w, account, &request, NULL),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    cr_assert_str_eq(w.error.field, "IpamPoolId");
    cr_assert_not_null(strstr(w.error.message, value));
}

Test(allocate, ipam_pools_neither_owned_nor_shared) {
    expect_no_ipam_pool(WORLD_ALICE, "");
    expect_no_ipam_pool(WORLD_ALICE, "amazon");
    expect_no_ipam_pool(WORLD_ALICE, "ipam-pool-00123456789abcdef");
    expect_no_ipam_pool(WORLD_ALICE, world_pool_id(w.byoip));
    expect_no_ipam_pool(WORLD_ALICE, world_pool_id(w.coip));
    expect_no_ipam_pool(WORLD_BOB, world_pool_id(w.ipam));
}

static void expect_no_coip_pool(uint64_t account, const char *value) {
    eip_allocate_address_request request = world_request();

    request.customer_owned_ipv4_pool = eip_text_of(value);
    EXPECT_STATUS(world_allocate(&w, account, &request, NULL),
                  EIP_ERR_POOL_NOT_FOUND);
    cr_assert_str_eq(w.error.field, "CustomerOwnedIpv4Pool");
    cr_assert_not_null(strstr(w.error.message, value));
}

Test(allocate, coip_pools_neither_owned_nor_shared) {
    expect_no_coip_pool(WORLD_ALICE, "");
    expect_no_coip_pool(WORLD_ALICE, "amazon");
    expect_no_coip_pool(WORLD_ALICE, "ipv4pool-coip-00123456789abcdef");
    expect_no_coip_pool(WORLD_ALICE, world_pool_id(w.byoip));
    expect_no_coip_pool(WORLD_ALICE, world_pool_id(w.coip_bob));
    expect_no_coip_pool(WORLD_BOB, world_pool_id(w.coip));
}

/* -- border groups (R8) ---------------------------------------------------- */

static void expect_no_group(const eip_allocate_address_request *request,
                            const char *name, bool known) {
    char message[160];

    (void)snprintf(message, sizeof message,
                   "invalid value for parameter NetworkBorderGroup: %s", name);
    w.error = eip_error_init();
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "NetworkBorderGroup");
    cr_assert_eq(strncmp(w.error.message, message, strlen(message)), 0, "%s",
                 w.error.message);
    if (known) {
        cr_assert_not_null(strstr(w.error.message, "no addresses there"));
    } else {
        cr_assert_str_eq(w.error.message, message);
    }
}

Test(allocate, border_groups_unknown_or_without_addresses) {
    eip_allocate_address_request request = world_request_in("us-east-1-x-1");

    expect_no_group(&request, "us-east-1-x-1", false);
    request = world_request_in("");
    expect_no_group(&request, "", false);
    request = world_request_in("US-EAST-1");
    expect_no_group(&request, "US-EAST-1", false);
    cr_assert_eq(
        eip_admin_create_border_group(w.engine, eip_text_of("us-east-1-nyc-2"),
                                      EIP_BORDER_GROUP_LOCAL_ZONE, NULL),
        EIP_OK);
    request = world_request_in("us-east-1-nyc-2");
    expect_no_group(&request, "us-east-1-nyc-2", true);
    request = world_request_from(w.byoip);
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    expect_no_group(&request, WORLD_LOCAL, true);
    request = world_request_from(w.ipam);
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    expect_no_group(&request, WORLD_LOCAL, true);
    request = world_request_from(w.coip);
    request.network_border_group = eip_text_of(WORLD_WAVELENGTH);
    expect_no_group(&request, WORLD_WAVELENGTH, true);
}

Test(allocate, a_pool_elsewhere_is_found_with_and_without_its_border_group) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    eip_allocate_address_request request = world_request_from(pool);
    eip_allocate_address_response got;

    world_provision(&w, pool, WORLD_LOCAL, "203.0.113.0/29");
    got = world_get(&w, WORLD_ALICE, &request);
    expect_public(&got, pool, WORLD_LOCAL, "203.0.113.0/29");
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    got = world_get(&w, WORLD_ALICE, &request);
    expect_public(&got, pool, WORLD_LOCAL, "203.0.113.0/29");
    request.network_border_group = eip_text_of(WORLD_REGION);
    expect_no_group(&request, WORLD_REGION, true);
}

/* -- capacity (R7) --------------------------------------------------------- */

static void exhaust(uint64_t account, const eip_allocate_address_request *from,
                    uint32_t size) {
    for (uint32_t i = 0; i < size; i++) {
        (void)world_get(&w, account, from);
    }
    EXPECT_ERROR(world_allocate(&w, account, from, NULL),
                 EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                 "Not enough available addresses to satisfy your request.");
    cr_assert_eq(eip_status_http(EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY), 503);
}

Test(allocate, every_source_runs_dry_at_its_size) {
    eip_allocate_address_request request;

    world_account(&w, WORLD_ALICE, 1000, 0);
    exhaust(WORLD_ALICE, NULL, WORLD_AMAZON_SIZE);
    request = world_request_in(WORLD_LOCAL);
    exhaust(WORLD_ALICE, &request, WORLD_LOCAL_SIZE);
    request = world_request_in(WORLD_WAVELENGTH);
    exhaust(WORLD_ALICE, &request, WORLD_CARRIER_SIZE);
    request = world_request_from(w.byoip);
    exhaust(WORLD_ALICE, &request, WORLD_BYOIP_SIZE);
    request = world_request_from(w.ipam);
    exhaust(WORLD_ALICE, &request, WORLD_IPAM_SIZE);
    request = world_request_from(w.coip);
    exhaust(WORLD_ALICE, &request, WORLD_COIP_SIZE);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 88);
}

Test(allocate, pools_without_blocks_are_empty) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_allocate_address_request request = world_request_from(pool);

    exhaust(WORLD_ALICE, &request, 0);
    pool = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    request = world_request_from(pool);
    exhaust(WORLD_ALICE, &request, 0);
    pool = world_pool(&w, EIP_POOL_COIP, WORLD_ALICE);
    request = world_request_from(pool);
    exhaust(WORLD_ALICE, &request, 0);
}

Test(allocate, a_dry_source_has_what_comes_back_or_is_added) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response first = world_get(&w, WORLD_ALICE, &request);
    eip_allocate_address_response again;

    exhaust(WORLD_ALICE, &request, WORLD_BYOIP_SIZE - 1);
    world_give(&w, WORLD_ALICE, &first);
    again = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(again.public_ip, first.public_ip);
    cr_assert_neq(again.allocation_id, first.allocation_id);
    exhaust(WORLD_ALICE, &request, 0);
    world_provision(&w, w.byoip, NULL, "203.0.113.7/32");
    again = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(again.public_ip, world_address("203.0.113.7"));
    exhaust(WORLD_ALICE, &request, 0);
}
