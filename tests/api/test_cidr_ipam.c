/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The administrator's blocks, and those that accounts bring, beside IPAM's. */
#include "api/ipam.h"
#include "api/public_pool.h"

WORLD_SUITE(cidr_ipam);

#define RANGE "203.0.113.0/24"

/* A pool that gives no addresses itself, with a range brought to it. */
static eip_pool_ref top_pool(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_pool_ref pool = {0, 0, 0};
    char id[EIP_POOL_ID_TEXT_SIZE];

    request.locale = (eip_text){NULL, 0, 0};
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, id);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id, RANGE, true), EIP_OK);
    return pool;
}

static eip_status give(eip_pool_ref pool, const char *first,
                       const char *second) {
    const eip_cidr cidrs[] = {world_cidr(first), world_cidr(second)};

    w.error = eip_error_init();
    return eip_admin_provision_cidrs(w.engine, pool, (eip_text){NULL, 0, 0},
                                     cidrs, 2, &w.error);
}

Test(cidr_ipam, what_ipam_has_is_in_no_other_pool) {
    (void)top_pool();
    EXPECT_UNCHANGED(EXPECT_ERROR(
        give(w.amazon, "44.0.0.0/24", "203.0.113.16/28"), EIP_ERR_CIDR_CONFLICT,
        "The CIDR 203.0.113.16/28 overlaps one of IPAM's"));
    cr_assert_eq(w.error.index, 1);
    EXPECT_UNCHANGED(EXPECT_STATUS(
        give(w.byoip, "44.0.0.0/24", "203.0.112.0/23"), EIP_ERR_CIDR_CONFLICT));
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, RANGE), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "203.0.112.0/24"), EIP_OK);
    /* A customer's addresses are the customer's own. */
    EXPECT_STATUS(give(w.coip, "44.0.0.0/24", "203.0.113.16/28"), EIP_OK);
    world_audit(&w);
}

/* Pools get theirs by ProvisionIpamPoolCidr where IPAM rules over them. */
Test(cidr_ipam, pools_that_are_ipams_own) {
    eip_pool_ref top = top_pool();
    char id[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(top, id);
    EXPECT_UNCHANGED(
        EXPECT_ERROR(give(top, "44.0.0.0/24", "44.0.2.0/24"), EIP_ERR_ARGUMENT,
                     "The pool has a source pool, or gives no addresses"));
    EXPECT_UNCHANGED(EXPECT_STATUS(
        give(ipam_make(&w, WORLD_ALICE, id), "44.0.0.0/24", "44.0.2.0/24"),
        EIP_ERR_ARGUMENT));
    EXPECT_STATUS(
        give(ipam_make(&w, WORLD_ALICE, NULL), "44.0.0.0/24", "44.0.2.0/24"),
        EIP_OK);
    world_audit(&w);
}
