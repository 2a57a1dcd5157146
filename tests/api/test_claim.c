/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The option that lets any account name any free address of Amazon's. */
#include "api/expect.h"

static struct world w;

static void begin(void) {
    world_init(&w);
    w.config.flags |= EIP_ENGINE_CLAIM_ANY_FREE;
    world_open(&w);
    world_build(&w);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(claim, .init = begin, .fini = finish);

static eip_status name(uint64_t account, const char *address) {
    eip_allocate_address_request request = world_request_named(address);

    return world_allocate(&w, account, &request, NULL);
}

Test(claim, any_free_address_of_amazons) {
    EXPECT_STATUS(name(WORLD_DAVE, "198.51.100.17"), EIP_OK);
    EXPECT_STATUS(name(WORLD_DAVE, "198.51.101.3"), EIP_OK);
    EXPECT_STATUS(name(WORLD_DAVE, "155.146.10.3"), EIP_OK);
    EXPECT_STATUS(name(WORLD_BOB, "198.51.100.17"), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(name(WORLD_DAVE, "198.51.100.17"), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(name(WORLD_BOB, "203.0.113.4"), EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 3);
    cr_assert_eq(world_used(&w, WORLD_DAVE), 3);
}

Test(claim, no_others_address) {
    EXPECT_STATUS(name(WORLD_BOB, "192.0.2.1"), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(name(WORLD_BOB, "18.97.0.41"), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(name(WORLD_BOB, "10.0.0.1"), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(name(WORLD_ALICE, "192.0.2.1"), EIP_OK);
}

Test(claim, what_another_account_released) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    const char *ip = world_ip(got.public_ip);

    world_give(&w, WORLD_BOB, &got);
    EXPECT_STATUS(name(WORLD_DAVE, ip), EIP_OK);
    EXPECT_STATUS(name(WORLD_BOB, ip), EIP_ERR_ADDRESS_NOT_FOUND);
}

Test(claim, the_quota_holds) {
    world_account(&w, WORLD_DAVE, 1, 0);
    EXPECT_STATUS(name(WORLD_DAVE, "198.51.100.1"), EIP_OK);
    EXPECT_STATUS(name(WORLD_DAVE, "198.51.100.2"),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
}

Test(claim, a_named_address_is_not_picked_again) {
    world_account(&w, WORLD_DAVE, 100, 0);
    EXPECT_STATUS(name(WORLD_DAVE, "198.51.100.9"), EIP_OK);
    for (int i = 1; i < WORLD_AMAZON_SIZE; i++) {
        cr_assert_neq(world_get(&w, WORLD_DAVE, NULL).public_ip,
                      world_address("198.51.100.9"));
    }
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, NULL, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

Test(claim, all_of_a_block_by_name) {
    world_account(&w, WORLD_DAVE, 100, 0);
    for (uint32_t i = 0; i < WORLD_AMAZON_SIZE; i++) {
        EXPECT_STATUS(name(WORLD_DAVE, world_ip(world_address("198.51.100.0") +
                                                (i * 13) % 32)),
                      EIP_OK);
    }
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, NULL, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}
