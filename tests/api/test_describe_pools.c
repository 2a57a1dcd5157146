/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddresses: addresses of several pools and domains in turn. */
#include "api/expect.h"

WORLD_SUITE(describe_pools);

/* Of several pools in turn, each is shown with its own. */
Test(describe_pools, pools_in_turn) {
    eip_pool_ref pools[4] = {
        world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE),
        world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE),
        world_pool(&w, EIP_POOL_COIP, WORLD_ALICE),
        world_pool(&w, EIP_POOL_COIP, WORLD_ALICE),
    };
    static const char *const cidrs[4] = {"11.0.0.0/28", "11.0.1.0/28",
                                         "11.0.2.0/28", "11.0.3.0/28"};
    eip_allocate_address_response got[8];
    eip_address_list *list;

    for (uint32_t i = 0; i < 4; i++) {
        world_provision(&w, pools[i], NULL, cidrs[i]);
    }
    for (uint32_t i = 0; i < 8; i++) {
        eip_allocate_address_request request = world_request_from(pools[i % 4]);

        got[i] = world_get(&w, WORLD_ALICE, &request);
    }
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(eip_address_list_count(list), 8);
    for (uint32_t i = 0; i < 8; i++) {
        eip_address address = world_at(list, i);

        cr_assert_eq(address.allocation_id, got[i].allocation_id);
        cr_assert_eq(address.fields, got[i].fields);
        cr_assert_eq(address.public_ipv4_pool.id, got[i].public_ipv4_pool.id);
        cr_assert_eq(address.customer_owned_ipv4_pool.id,
                     got[i].customer_owned_ipv4_pool.id);
        cr_assert_eq(address.customer_owned_ipv4_pool.id == 0, i % 4 < 2);
    }
    eip_address_list_free(list);
}

/* EC2-Classic's and a VPC's of one space. */
Test(describe_pools, domains_in_turn) {
    eip_allocate_address_request vpc = world_request();
    eip_address_list *list;

    vpc.domain = eip_text_of("vpc");
    for (uint32_t i = 0; i < 4; i++) {
        (void)world_get(&w, WORLD_CAROL, i % 2 == 0 ? NULL : &vpc);
    }
    list = world_list(&w, WORLD_CAROL, NULL);
    cr_assert_eq(eip_address_list_count(list), 4);
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert_eq(world_at(list, i).domain,
                     i % 2 == 0 ? EIP_DOMAIN_STANDARD : EIP_DOMAIN_VPC);
    }
    eip_address_list_free(list);
}
