/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What public IPv4 pools take out of IPAM pools and give back, part by part. */
#include "api/ipam.h"
#include "api/public_pool.h"

WORLD_SUITE(public_pool_ipam);

#define WHOLE "203.0.113.0/30"
#define LOW "203.0.113.0/31"
#define HIGH "203.0.113.2/31"
#define OTHER "203.0.113.128/30"

static eip_pool_ref a_source(const char *cidr) {
    eip_pool_ref from = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);

    world_provision(&w, from, NULL, cidr);
    return from;
}

static eip_status take(eip_pool_ref from, eip_pool_ref pool, int32_t netmask,
                       const char *first) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    char ids[2][EIP_POOL_ID_TEXT_SIZE];
    eip_status status;

    (void)eip_pool_id_format(from, ids[0]);
    (void)eip_pool_id_format(pool, ids[1]);
    request.flags = EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(ids[0]);
    request.pool_id = eip_text_of(ids[1]);
    request.netmask_length = netmask;
    w.error = eip_error_init();
    status = eip_provision_public_ipv4_pool_cidr(w.engine, &alice, &request,
                                                 &response, &w.error);
    if (status == EIP_OK) {
        cr_assert_str_eq(world_ip(response.pool_address_range.first_address),
                         first);
    }
    return status;
}

static eip_status cut(eip_pool_ref pool, const char *cidr) {
    return pool_cut(&w, WORLD_ALICE, pool, cidr);
}

static eip_status drain(eip_pool_ref pool, const char *cidr) {
    return eip_admin_drain_cidr(w.engine, pool, world_cidr(cidr),
                                EIP_DRAIN_IF_UNUSED, NULL, NULL);
}

/* What went whole and comes back in parts is one block there again. */
Test(public_pool_ipam, parts_become_one_again) {
    eip_pool_ref from = a_source(WHOLE);
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);

    EXPECT_STATUS(take(from, pool, 30, "203.0.113.0"), EIP_OK);
    EXPECT_STATUS(cut(pool, HIGH), EIP_OK);
    EXPECT_STATUS(take(from, pool, 30, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(cut(pool, LOW), EIP_OK);
    world_audit(&w);
    EXPECT_STATUS(take(from, pool, 30, "203.0.113.0"), EIP_OK);
    EXPECT_STATUS(cut(pool, LOW), EIP_OK);
    EXPECT_STATUS(cut(pool, HIGH), EIP_OK);
    EXPECT_STATUS(drain(from, WHOLE), EIP_OK);
    world_audit(&w);
}

/* Only what has come back is to be had. */
Test(public_pool_ipam, a_part_alone) {
    eip_pool_ref from = a_source(WHOLE);
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    eip_allocate_address_request request = world_request_from(from);

    EXPECT_STATUS(take(from, pool, 30, "203.0.113.0"), EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.1/32"), EIP_OK);
    cr_assert_eq(world_space(&w, from, WORLD_REGION).capacity, 1);
    cr_assert_eq(world_space(&w, from, WORLD_REGION).free, 1);
    cr_assert_str_eq(world_ip(world_get(&w, WORLD_ALICE, &request).public_ip),
                     "203.0.113.1");
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(drain(from, WHOLE), EIP_ERR_CIDR_NOT_FOUND);
    world_audit(&w);
    /* What is not there is not withdrawn; what is drained, is. */
    cr_assert_eq(world_space(&w, from, WORLD_REGION).withdrawn, 0);
    world_provision(&w, from, NULL, OTHER);
    cr_assert_str_eq(world_ip(world_get(&w, WORLD_ALICE, &request).public_ip),
                     "203.0.113.128");
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, from, world_cidr(OTHER),
                                       EIP_DRAIN_START, NULL, NULL),
                  EIP_OK);
    cr_assert_eq(world_space(&w, from, WORLD_REGION).withdrawn, 3);
    world_audit(&w);
}

/* Two allocations are two blocks, though they lie beside each other: each can
 * be drained, is a range, and goes back by itself. */
Test(public_pool_ipam, allocations_stay_apart) {
    eip_pool_ref from = a_source(WHOLE);
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);

    EXPECT_STATUS(take(from, pool, 30, "203.0.113.0"), EIP_OK);
    EXPECT_STATUS(cut(pool, LOW), EIP_OK);
    EXPECT_STATUS(take(from, pool, 31, "203.0.113.0"), EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.1 2/2, "
                     "203.0.113.2-203.0.113.3 2/2");
    EXPECT_STATUS(cut(pool, WHOLE), EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(drain(pool, LOW), EIP_OK);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.2-203.0.113.3 2/2");
    EXPECT_STATUS(drain(pool, HIGH), EIP_OK);
    EXPECT_STATUS(take(from, pool, 30, "203.0.113.0"), EIP_OK);
    world_audit(&w);
}

/* All of it allocated, the pool still has its CIDR, and where. */
Test(public_pool_ipam, the_border_group_stays) {
    const eip_cidr other = world_cidr(OTHER);
    eip_pool_ref from = a_source(WHOLE);
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);

    EXPECT_STATUS(take(from, pool, 30, "203.0.113.0"), EIP_OK);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, from,
                                            eip_text_of(WORLD_LOCAL), &other, 1,
                                            NULL),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_provision_cidrs(
                      w.engine, from, (eip_text){NULL, 0, 0}, &other, 1, NULL),
                  EIP_OK);
    EXPECT_STATUS(cut(pool, WHOLE), EIP_OK);
    EXPECT_STATUS(drain(from, WHOLE), EIP_OK);
    EXPECT_STATUS(drain(from, OTHER), EIP_OK);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, from,
                                            eip_text_of(WORLD_LOCAL), &other, 1,
                                            NULL),
                  EIP_OK);
}

static eip_status move(const char *cidr, eip_pool_ref to) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_byoip_cidr_list *list = NULL;
    char id[EIP_POOL_ID_TEXT_SIZE];
    char owner[16];
    eip_status status;

    (void)eip_pool_id_format(to, id);
    (void)snprintf(owner, sizeof owner, "%012llu",
                   (unsigned long long)WORLD_ALICE);
    request.cidr = eip_text_of(cidr);
    request.ipam_pool_id = eip_text_of(id);
    request.ipam_pool_owner = eip_text_of(owner);
    status = eip_move_byoip_cidr_to_ipam(w.engine, &alice, &request, &list,
                                         &w.error);
    eip_byoip_cidr_list_free(list);
    return status;
}

/* The pool of a range is the range's: administration too deletes it only once
 * that is IPAM's, and then the range is gone. */
Test(public_pool_ipam, the_pool_of_a_range) {
    eip_pool_ref to = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_pool_ref pool;

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "203.0.113.0/24"), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(drain(pool, "203.0.113.0/24"), EIP_OK);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, pool, NULL),
                  EIP_ERR_POOL_IN_USE);
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr,
                           "203.0.113.0/24", NULL),
                  EIP_OK);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "203.0.113.0/24"), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(move("203.0.113.0/24", to), EIP_OK);
    EXPECT_STATUS(cut(pool, "203.0.113.0/24"), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE),
                     "203.0.113.0/24 complete-transfer");
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, pool, NULL), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
    world_audit(&w);
}
