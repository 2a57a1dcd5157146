/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Blocks beside one another, and a pool after its last block. */
#include "api/expect.h"

WORLD_SUITE(neighbours);

static eip_status provision(const char *text) {
    eip_cidr cidr = world_cidr(text);

    w.error = eip_error_init();
    return eip_admin_provision_cidrs(
        w.engine, w.amazon, eip_text_of(WORLD_REGION), &cidr, 1, &w.error);
}

/* What lies right behind a block hides nothing that lies in it. */
Test(neighbours, an_overlap_before_a_neighbour) {
    EXPECT_STATUS(provision("203.0.113.0/26"), EIP_OK);
    EXPECT_STATUS(provision("203.0.114.0/31"), EIP_OK);
    EXPECT_STATUS(provision("203.0.113.0/24"), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(provision("203.0.112.0/23"), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(provision("203.0.113.128/25"), EIP_OK);
    EXPECT_STATUS(provision("203.0.112.0/24"), EIP_OK);
}

Test(neighbours, a_pool_without_its_last_block) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    request.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_IF_UNUSED, NULL, &w.error),
                  EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    request.flags = 0;
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    world_audit(&w);
}
