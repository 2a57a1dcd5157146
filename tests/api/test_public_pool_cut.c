/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DeprovisionPublicIpv4PoolCidr (R17): what is cut out of a provisioned range,
 * what becomes of the rest, and of what is provisioned again. */
#include "api/ipam.h"
#include "api/public_pool.h"

WORLD_SUITE(public_pool_cut);

static eip_pool_ref a_pool(const char *cidr) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);

    world_provision(&w, pool, NULL, cidr);
    return pool;
}

static eip_allocate_address_response get(eip_pool_ref pool) {
    eip_allocate_address_request request = world_request_from(pool);

    return world_get(&w, WORLD_ALICE, &request);
}

static eip_status cut(eip_pool_ref pool, const char *cidr) {
    return pool_cut(&w, WORLD_ALICE, pool, cidr);
}

Test(public_pool_cut, the_rest_stays) {
    eip_pool_ref pool = a_pool("203.0.113.0/28");
    eip_allocate_address_response first = get(pool);
    eip_address_list *list;

    cr_assert_str_eq(world_ip(first.public_ip), "203.0.113.0");
    EXPECT_STATUS(cut(pool, "203.0.113.4/30"), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:DeprovisionPublicIpv4PoolCidr");
    cr_assert_str_eq(w.guard.resource, world_pool_id(pool));
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.3 3/4, "
                     "203.0.113.8-203.0.113.15 8/8");
    world_audit(&w);
    EXPECT_STATUS(cut(pool, "203.0.113.1/32"), EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.15/32"), EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.0 0/1, "
                     "203.0.113.2-203.0.113.3 2/2, "
                     "203.0.113.8-203.0.113.14 7/7");
    cr_assert_str_eq(world_ip(get(pool).public_ip), "203.0.113.2");
    cr_assert_str_eq(world_ip(get(pool).public_ip), "203.0.113.3");
    cr_assert_str_eq(world_ip(get(pool).public_ip), "203.0.113.8");
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(world_at(list, 0).allocation_id, first.allocation_id);
    eip_address_list_free(list);
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(cut(pool, "203.0.113.0/32"), EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.2-203.0.113.3 0/2, "
                     "203.0.113.8-203.0.113.14 6/7");
    world_audit(&w);
}

Test(public_pool_cut, counted_as_not_there) {
    eip_pool_ref pool = a_pool("203.0.113.0/28");
    eip_space_stats stats;

    EXPECT_STATUS(cut(pool, "203.0.113.8/29"), EIP_OK);
    stats = world_space(&w, pool, WORLD_REGION);
    cr_assert_eq(stats.capacity, 8);
    cr_assert_eq(stats.free, 8);
    cr_assert_eq(stats.withdrawn, 0);
    cr_assert_eq(stats.never_allocated, 8);
    world_provision(&w, pool, NULL, "203.0.113.8/30");
    stats = world_space(&w, pool, WORLD_REGION);
    cr_assert_eq(stats.capacity, 12);
    cr_assert_eq(stats.free, 12);
    cr_assert_eq(stats.never_allocated, 12);
    cr_assert_eq(stats.cidrs, 1);
}

Test(public_pool_cut, held_addresses_keep_it) {
    eip_pool_ref pool = a_pool("203.0.113.0/28");
    eip_allocate_address_response first = get(pool);

    EXPECT_UNCHANGED(
        EXPECT_ERROR(cut(pool, "203.0.113.0/29"), EIP_ERR_CIDR_IN_USE,
                     "1 addresses of the CIDR 203.0.113.0/29 are allocated");
        EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, world_pool_id(pool),
                                   "203.0.113.0/32", EIP_PUBLIC_POOL_DRY_RUN),
                      EIP_ERR_CIDR_IN_USE);
        EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, world_pool_id(pool),
                                   "203.0.113.1/32", EIP_PUBLIC_POOL_DRY_RUN),
                      EIP_ERR_DRY_RUN));
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(cut(pool, "203.0.113.0/29"), EIP_OK);
}

Test(public_pool_cut, all_of_it_by_parts) {
    eip_pool_ref pool = a_pool("203.0.113.0/30");

    EXPECT_STATUS(cut(pool, "203.0.113.2/32"), EIP_OK);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_ERR_POOL_IN_USE);
    EXPECT_STATUS(cut(pool, "203.0.113.0/31"), EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.3/32"), EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool), "");
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_OK);
}

Test(public_pool_cut, what_is_not_one_range_of_the_pool) {
    eip_pool_ref pool = a_pool("203.0.113.0/29");
    static const char *const cidrs[] = {"203.0.113.0/28", "203.0.113.8/32",
                                        "192.0.2.0/30", "8.0.0.0/8"};
    static const char *const bad[] = {
        "",          "203.0.113.0",  "203.0.113.1/31", "203.0.113.0/33",
        "0.0.0.0/7", "2001:db8::/32"};

    world_provision(&w, pool, NULL, "203.0.113.16/29");
    for (size_t i = 0; i < COUNT(cidrs); i++) {
        char message[128];

        (void)snprintf(message, sizeof message,
                       "The CIDR %s is not provisioned to the pool", cidrs[i]);
        EXPECT_ERROR(cut(pool, cidrs[i]), EIP_ERR_CIDR_NOT_FOUND, message);
        cr_assert_str_eq(w.error.field, "Cidr");
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        EXPECT_STATUS(cut(pool, bad[i]), EIP_ERR_CIDR_MALFORMED);
    }
    EXPECT_STATUS(cut(pool, "203.0.113.4/31"), EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.4/31"), EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(cut(pool, "203.0.113.0/29"), EIP_ERR_CIDR_NOT_FOUND);
}

Test(public_pool_cut, requests_that_are_not_to_be) {
    eip_pool_ref pool = a_pool("203.0.113.0/29");
    const char *id = world_pool_id(pool);
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_deprovision_public_ipv4_pool_cidr_response small = {.size = 1};
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, NULL, "203.0.113.0/29", 0),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, id, NULL, 0),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(pool_cut_raw(&w, WORLD_BOB, id, "203.0.113.0/29", 0),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, id, "203.0.113.0/29", 4),
                  EIP_ERR_STRUCT_VERSION);
    w.guard.denies = true;
    EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, id, "203.0.113.0/29", 0),
                  EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    EXPECT_STATUS(eip_deprovision_public_ipv4_pool_cidr(w.engine, &alice, NULL,
                                                        NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_deprovision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, &small, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    request.pool_id = eip_text_of(id);
    request.cidr = eip_text_of("203.0.113.0/29");
    request.cidr.reserved = 1;
    EXPECT_STATUS(eip_deprovision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, NULL, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    request.cidr.reserved = 0;
    request.pool_id.reserved = 1;
    EXPECT_STATUS(eip_deprovision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, NULL, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    request.pool_id.reserved = 0;
    EXPECT_STATUS(eip_deprovision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, NULL, &w.error),
                  EIP_OK);
}

/* -- again --------------------------------------------------------------------- */

/* Nobody may recover it, and old ids do not come back. */
Test(public_pool_cut, given_again_to_the_same_pool) {
    eip_pool_ref pool = a_pool("203.0.113.0/29");
    eip_allocate_address_request named = world_request_named("203.0.113.1");
    eip_allocate_address_response one = get(pool);
    eip_allocate_address_response two = get(pool);
    eip_allocate_address_response again;

    world_give(&w, WORLD_ALICE, &two);
    EXPECT_STATUS(cut(pool, "203.0.113.1/32"), EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &named, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    world_provision(&w, pool, NULL, "203.0.113.1/32");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.7 7/8");
    world_audit(&w);
    again = get(pool);
    cr_assert_eq(again.public_ip, two.public_ip);
    cr_assert_neq(again.allocation_id, two.allocation_id);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, two.allocation_id, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    world_give(&w, WORLD_ALICE, &again);
    world_give(&w, WORLD_ALICE, &one);
    EXPECT_STATUS(cut(pool, "203.0.113.0/29"), EIP_OK);
}

Test(public_pool_cut, given_again_in_pieces) {
    eip_pool_ref pool = a_pool("203.0.113.0/24");

    EXPECT_STATUS(cut(pool, "203.0.113.64/26"), EIP_OK);
    world_provision(&w, pool, NULL, "203.0.113.96/27");
    world_provision(&w, pool, NULL, "203.0.113.64/32");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.64 65/65, "
                     "203.0.113.96-203.0.113.255 160/160");
    world_audit(&w);
    EXPECT_STATUS(cut(pool, "203.0.113.64/26"), EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(cut(pool, "203.0.113.128/25"), EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.0/26"), EIP_OK);
    world_provision(&w, pool, NULL, "203.0.113.0/26");
    EXPECT_STATUS(cut(pool, "203.0.113.0/27"), EIP_OK);
    world_audit(&w);
}

/* In another pool it has records of its own, and they go with it. */
Test(public_pool_cut, given_to_another_pool_and_back) {
    eip_pool_ref pool = a_pool("203.0.113.0/24");
    eip_pool_ref other = pool_make(&w, WORLD_BOB);
    eip_allocate_address_request request = world_request_from(other);
    eip_allocate_address_response got;
    eip_cidr whole = world_cidr("203.0.113.0/25");

    EXPECT_STATUS(cut(pool, "203.0.113.0/26"), EIP_OK);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, other,
                                            (eip_text){NULL, 0, 0}, &whole, 1,
                                            &w.error),
                  EIP_ERR_CIDR_CONFLICT);
    world_provision(&w, other, NULL, "203.0.113.0/27");
    world_audit(&w);
    got = world_get(&w, WORLD_BOB, &request);
    cr_assert_str_eq(world_ip(got.public_ip), "203.0.113.0");
    cr_assert_str_eq(world_ip(get(pool).public_ip), "203.0.113.64");
    world_give(&w, WORLD_BOB, &got);
    EXPECT_STATUS(pool_cut(&w, WORLD_BOB, other, "203.0.113.0/27"), EIP_OK);
    world_provision(&w, pool, NULL, "203.0.113.0/26");
    cr_assert_str_eq(world_ip(get(pool).public_ip), "203.0.113.0");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.255 254/256");
    world_audit(&w);
}

/* The other pool's block stays when the first is gone, and is found. */
Test(public_pool_cut, a_block_inside_one_that_goes) {
    eip_pool_ref pool = a_pool("203.0.113.0/24");
    eip_pool_ref other = pool_make(&w, WORLD_BOB);
    eip_allocate_address_request request = world_request_from(other);
    eip_allocate_address_response got;

    EXPECT_STATUS(cut(pool, "203.0.113.128/25"), EIP_OK);
    world_provision(&w, other, NULL, "203.0.113.128/26");
    got = world_get(&w, WORLD_BOB, &request);
    EXPECT_STATUS(cut(pool, "203.0.113.0/25"), EIP_OK);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_OK);
    world_audit(&w);
    world_give(&w, WORLD_BOB, &got);
    cr_assert_str_eq(pool_ranges(&w, WORLD_BOB, other),
                     "203.0.113.128-203.0.113.191 64/64");
    world_provision(&w, w.amazon, NULL, "203.0.113.192/26");
}

/* Wider than a byte of the tree, and back. */
Test(public_pool_cut, out_of_a_large_block) {
    eip_pool_ref pool = a_pool("44.0.0.0/14");

    EXPECT_STATUS(cut(pool, "44.1.2.3/32"), EIP_OK);
    EXPECT_STATUS(cut(pool, "44.2.0.0/20"), EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "44.0.0.0-44.1.2.2 66051/66051, "
                     "44.1.2.4-44.1.255.255 65020/65020, "
                     "44.2.16.0-44.3.255.255 126976/126976");
    world_provision(&w, pool, NULL, "44.1.2.3/32");
    world_provision(&w, pool, NULL, "44.2.0.0/20");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "44.0.0.0-44.3.255.255 262144/262144");
    world_audit(&w);
    EXPECT_STATUS(cut(pool, "44.0.0.0/14"), EIP_OK);
}

/* Where records are not in the order of addresses, too. */
Test(public_pool_cut, out_of_a_scattered_block) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    eip_allocate_address_response got[12];

    world_modify(&w, pool, EIP_POLICY_SPREAD, 0, 0);
    world_provision(&w, pool, NULL, "203.0.113.0/28");
    EXPECT_STATUS(cut(pool, "203.0.113.4/30"), EIP_OK);
    world_audit(&w);
    for (size_t i = 0; i < COUNT(got); i++) {
        got[i] = get(pool);
        cr_assert(!is_in(got[i].public_ip, "203.0.113.4/30"));
    }
    world_provision(&w, pool, NULL, "203.0.113.4/30");
    world_audit(&w);
    for (size_t i = 0; i < 4; i++) {
        cr_assert(is_in(get(pool).public_ip, "203.0.113.4/30"));
    }
    for (size_t i = 0; i < COUNT(got); i++) {
        world_give(&w, WORLD_ALICE, &got[i]);
    }
    EXPECT_STATUS(cut(pool, "203.0.113.8/29"), EIP_OK);
}

/* The administrator's drain is of what is provisioned now. */
Test(public_pool_cut, while_the_rest_drains) {
    eip_pool_ref pool = a_pool("203.0.113.0/29");
    eip_allocate_address_response first = get(pool);
    uint64_t held = 0;

    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/29"),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 1);
    EXPECT_STATUS(cut(pool, "203.0.113.0/30"), EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(cut(pool, "203.0.113.4/30"), EIP_OK);
    world_audit(&w);
    cr_assert_eq(world_space(&w, pool, WORLD_REGION).capacity, 4);
    cr_assert_eq(world_space(&w, pool, WORLD_REGION).withdrawn, 3);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/29"),
                                       EIP_DRAIN_CANCEL, &held, &w.error),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/30"),
                                       EIP_DRAIN_CANCEL, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 1);
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/30"),
                                       EIP_DRAIN_IF_UNUSED, &held, &w.error),
                  EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool), "");
}

/* What drains and what is given anew beside it stay two blocks. */
Test(public_pool_cut, what_drains_is_not_joined) {
    eip_pool_ref pool = a_pool("203.0.113.0/29");
    eip_allocate_address_response first = get(pool);
    uint64_t held = 0;

    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/29"),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.4/30"), EIP_OK);
    world_provision(&w, pool, NULL, "203.0.113.4/30");
    world_audit(&w);
    cr_assert_str_eq(world_ip(get(pool).public_ip), "203.0.113.4");
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/29"),
                                       EIP_DRAIN_CANCEL, &held, &w.error),
                  EIP_ERR_CIDR_NOT_FOUND);
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("203.0.113.0/30"),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 0);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.4-203.0.113.7 3/4");
    world_audit(&w);
}

/* -- what is IPAM's, drained by the administrator ---------------------------------- */

static eip_status fill(eip_pool_ref pool, int32_t bits) {
    return pool_provision_in(&w, WORLD_ALICE, world_pool_id(w.ipam),
                             world_pool_id(pool), bits, 0, NULL);
}

static eip_status drain(eip_pool_ref pool, const char *cidr, uint32_t mode,
                        uint64_t *held) {
    w.error = eip_error_init();
    return eip_admin_drain_cidr(w.engine, pool, world_cidr(cidr), mode, held,
                                &w.error);
}

/* A half that was given anew while the other drained: one block again with it,
 * once both drain, or neither. */
Test(public_pool_cut, halves_that_became_alike_are_joined) {
    eip_pool_ref pool = a_pool("203.0.113.0/29");
    eip_allocate_address_response first = get(pool);
    eip_allocate_address_response second;
    uint64_t held = 0;

    EXPECT_STATUS(drain(pool, "203.0.113.0/29", EIP_DRAIN_START, &held),
                  EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.4/30"), EIP_OK);
    world_provision(&w, pool, NULL, "203.0.113.4/30");
    second = get(pool);
    EXPECT_STATUS(drain(pool, "203.0.113.4/30", EIP_DRAIN_START, &held),
                  EIP_OK);
    cr_assert_eq(held, 1);
    EXPECT_STATUS(drain(pool, "203.0.113.0/29", EIP_DRAIN_CANCEL, &held),
                  EIP_OK);
    cr_assert_eq(held, 2);
    world_audit(&w);

    EXPECT_STATUS(drain(pool, "203.0.113.0/29", EIP_DRAIN_START, &held),
                  EIP_OK);
    world_give(&w, WORLD_ALICE, &second);
    EXPECT_STATUS(cut(pool, "203.0.113.4/30"), EIP_OK);
    world_provision(&w, pool, NULL, "203.0.113.4/30");
    EXPECT_STATUS(drain(pool, "203.0.113.0/30", EIP_DRAIN_CANCEL, &held),
                  EIP_OK);
    cr_assert_eq(held, 1);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.7 7/8");
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(drain(pool, "203.0.113.0/29", EIP_DRAIN_IF_UNUSED, &held),
                  EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool), "");
    world_audit(&w);
}

static const char *of_ipam(void) {
    return ipam_allocations(&w, WORLD_ALICE, world_pool_id(w.ipam));
}

Test(public_pool_cut, a_drained_block_goes_back_to_ipam) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    eip_allocate_address_response first;
    eip_allocate_address_request request = world_request_from(w.ipam);
    uint64_t held = 0;

    EXPECT_STATUS(fill(pool, 30), EIP_OK);
    cr_assert_str_eq(of_ipam(), "ec2-public-ipv4-pool 18.97.0.40/30 1;");
    first = get(pool);
    EXPECT_UNCHANGED(
        EXPECT_STATUS(drain(pool, "18.97.0.40/30", EIP_DRAIN_IF_UNUSED, &held),
                      EIP_ERR_CIDR_IN_USE));
    EXPECT_STATUS(drain(pool, "18.97.0.40/30", EIP_DRAIN_START, &held), EIP_OK);
    cr_assert_eq(held, 1);
    cr_assert_str_eq(of_ipam(), "ec2-public-ipv4-pool 18.97.0.40/30 1;");
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(drain(pool, "18.97.0.40/30", EIP_DRAIN_START, &held), EIP_OK);
    cr_assert_eq(held, 0);
    cr_assert_str_eq(of_ipam(), "");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool), "");
    world_audit(&w);
    /* IPAM has it to give, addresses as well as blocks. */
    EXPECT_STATUS(fill(pool, 30), EIP_OK);
    EXPECT_STATUS(drain(pool, "18.97.0.40/30", EIP_DRAIN_IF_UNUSED, &held),
                  EIP_OK);
    cr_assert_str_eq(of_ipam(), "");
    first = world_get(&w, WORLD_ALICE, &request);
    cr_assert_str_eq(world_ip(first.public_ip), "18.97.0.40");
    world_audit(&w);
}

/* Two allocations side by side are two blocks: each goes by itself. */
Test(public_pool_cut, two_allocations_are_two_blocks) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    uint64_t held = 0;

    EXPECT_STATUS(fill(pool, 29), EIP_OK);
    EXPECT_STATUS(cut(pool, "18.97.0.44/30"), EIP_OK);
    EXPECT_STATUS(fill(pool, 30), EIP_OK);
    cr_assert_str_eq(of_ipam(), "ec2-public-ipv4-pool 18.97.0.40/30 1;"
                                "ec2-public-ipv4-pool 18.97.0.44/30 1;");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "18.97.0.40-18.97.0.43 4/4, "
                     "18.97.0.44-18.97.0.47 4/4");
    for (uint32_t mode = EIP_DRAIN_IF_UNUSED; mode <= EIP_DRAIN_CANCEL;
         mode++) {
        EXPECT_UNCHANGED(EXPECT_STATUS(
            drain(pool, "18.97.0.40/29", mode, &held), EIP_ERR_CIDR_NOT_FOUND));
    }
    EXPECT_STATUS(drain(pool, "18.97.0.40/30", EIP_DRAIN_CANCEL, &held),
                  EIP_OK);
    EXPECT_STATUS(cut(pool, "18.97.0.40/30"), EIP_OK);
    EXPECT_STATUS(drain(pool, "18.97.0.44/30", EIP_DRAIN_START, &held), EIP_OK);
    cr_assert_str_eq(of_ipam(), "");
    world_audit(&w);
}

/* Against a plain table of addresses. */
Test(public_pool_cut, at_random) {
    uint64_t random = world_test_seed(17);
    eip_pool_ref pools[2] = {pool_make(&w, WORLD_ALICE),
                             pool_make(&w, WORLD_ALICE)};
    uint8_t owner[64] = {0};
    uint32_t base = world_address("203.0.113.0");

    for (int step = 0; step < 2000; step++) {
        uint32_t bits = (uint32_t)(world_random(&random) % 7);
        uint32_t size = 1u << bits;
        uint32_t at = (uint32_t)(world_random(&random) % 64) & ~(size - 1);
        uint8_t which = (uint8_t)(1 + world_random(&random) % 2);
        bool gives = world_random(&random) % 2 == 0;
        eip_cidr cidr = {base + at, 32 - bits};
        char text[EIP_CIDR_TEXT_SIZE];
        bool may = true;
        eip_status status;

        (void)eip_cidr_format(cidr, text);
        for (uint32_t i = at; i < at + size; i++) {
            may = may && owner[i] == (gives ? 0 : which);
        }
        status = gives ? eip_admin_provision_cidrs(w.engine, pools[which - 1],
                                                   (eip_text){NULL, 0, 0},
                                                   &cidr, 1, NULL)
                       : cut(pools[which - 1], text);
        if (gives) {
            cr_assert_eq(status == EIP_OK, may, "step %d", step);
        } else {
            /* Two ranges side by side are two. */
            cr_assert(may || status == EIP_ERR_CIDR_NOT_FOUND);
        }
        for (uint32_t i = at; status == EIP_OK && i < at + size; i++) {
            owner[i] = gives ? which : 0;
        }
        if (step % 50 == 0) {
            world_audit(&w);
        }
        for (uint8_t p = 0; step % 10 == 0 && p < 2; p++) {
            eip_public_pool_list *list = pool_show(&w, WORLD_ALICE, pools[p]);
            eip_public_pool shown = pool_at(list, 0);
            uint64_t count = 0;

            for (uint32_t i = 0; i < 64; i++) {
                count += owner[i] == p + 1;
            }
            cr_assert_eq(shown.total_address_count, count);
            cr_assert_eq(shown.total_available_address_count, count);
            eip_public_pool_list_free(list);
        }
    }
}
