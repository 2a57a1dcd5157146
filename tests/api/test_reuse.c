/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* In which order addresses are offered again. */
#include "api/reuse.h"

REUSE_SUITE(reuse);

/* -- never allocated before released --------------------------------------- */

static void expect_fresh_first(uint32_t policy, uint64_t wait_ms) {
    eip_allocate_address_response got[3];
    uint32_t released = 0;
    uint32_t later = 0;

    renew(policy, 0, 1000);
    for (int i = 0; i < 3; i++) {
        got[i] = take();
    }
    for (int i = 0; i < 3; i++) {
        released |= 1u << at(&got[i]);
        give(&got[i]);
    }
    w.now_ms += wait_ms;
    for (int i = 0; i < SIZE - 3; i++) {
        later |= 1u << next();
    }
    cr_assert_eq(later & released, 0, "policy %u", policy);
    for (int i = 0; i < 3; i++) {
        later |= 1u << next();
    }
    cr_assert_eq(later, 0xff);
    expect_nothing();
}

Test(reuse, never_allocated_before_cooling) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        expect_fresh_first(policies[i], 0);
        expect_fresh_first(policies[i], 999);
    }
}

Test(reuse, never_allocated_before_cooled_unless_the_policy_is_lowest) {
    for (size_t i = 1; i < COUNT(policies); i++) {
        expect_fresh_first(policies[i], 1000);
        expect_fresh_first(policies[i], 1000000);
    }
}

/* -- the oldest first ------------------------------------------------------ */

/* Releases further apart than a bucket is wide come back in their order. */
static void expect_oldest_first(uint32_t policy, uint64_t wait_ms) {
    static const uint32_t order[4] = {5, 2, 7, 0};
    eip_allocate_address_response held[SIZE];

    renew(policy, 0, 10000);
    take_all(held);
    for (int i = 0; i < 4; i++) {
        give(&held[order[i]]);
        w.now_ms += 2100;
    }
    w.now_ms += wait_ms;
    for (int i = 0; i < 4; i++) {
        uint32_t got = next();

        cr_assert_eq(got, order[i], "policy %u: %u comes before %u", policy,
                     got, order[i]);
    }
    expect_nothing();
}

Test(reuse, cooling_ones_oldest_first) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        expect_oldest_first(policies[i], 0);
    }
}

Test(reuse, cooled_ones_oldest_first_unless_the_policy_is_lowest) {
    for (size_t i = 1; i < COUNT(policies); i++) {
        expect_oldest_first(policies[i], 1600);
        expect_oldest_first(policies[i], 10000);
        expect_oldest_first(policies[i], 100000000);
    }
}

/* A cooling one is given only when no cooled one is left, though they were
 * released within the width of a bucket. */
static void expect_cooled_before_cooling(uint32_t policy, uint64_t gap_ms) {
    eip_allocate_address_response held[SIZE];

    renew(policy, 0, 10000);
    take_all(held);
    give(&held[6]);
    w.now_ms += gap_ms;
    give(&held[1]);
    give(&held[7]);
    w.now_ms += 10000 - gap_ms;
    cr_assert_eq(next(), 6, "policy %u", policy);
}

Test(reuse, a_cooled_one_before_cooling_ones) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        expect_cooled_before_cooling(policies[i], 2500);
        expect_cooled_before_cooling(policies[i], 9999);
    }
}

Test(reuse, a_cooled_one_before_cooling_ones_of_its_bucket) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        expect_cooled_before_cooling(policies[i], 1);
        expect_cooled_before_cooling(policies[i], 1500);
    }
}

/* Release an address and have it back. */
static void give_and_recover(eip_allocate_address_response *held) {
    eip_allocate_address_request request =
        world_request_named(world_ip(held->public_ip));

    give(held);
    *held = world_get(&w, WORLD_ALICE, &request);
}

/* What an address that was recovered has left behind in a bucket does not
 * make it older than it is when the bucket's turn comes again. */
Test(reuse, a_recovered_address_is_as_old_as_its_last_release) {
    static const uint32_t order[3] = {5, 2, 0};

    for (size_t i = 0; i < COUNT(policies); i++) {
        eip_allocate_address_response held[SIZE];

        renew(policies[i], 0, 1000);
        take_all(held);
        give_and_recover(&held[2]);
        for (int n = 0; n < 4; n++) {
            w.now_ms += 200; /* another bucket each time */
            give_and_recover(&held[7]);
        }
        for (int n = 0; n < 3; n++) {
            w.now_ms += 200;
            give(&held[order[n]]);
        }
        for (int n = 0; n < 3; n++) {
            cr_assert_eq(next(), order[n], "policy %u", policies[i]);
        }
    }
}

/* -- the policies ---------------------------------------------------------- */

Test(reuse, lowest_is_the_lowest_that_is_not_cooling) {
    eip_allocate_address_response held[SIZE];

    renew(EIP_POLICY_LOWEST, 0, 1000);
    for (int i = 0; i < 5; i++) {
        held[i] = take();
        cr_assert_eq(at(&held[i]), i);
    }
    give(&held[1]);
    w.now_ms += 500;
    give(&held[0]);
    give(&held[3]);
    cr_assert_eq(next(), 5);
    w.now_ms += 500; /* 1 has cooled down, 0 and 3 have not */
    cr_assert_eq(next(), 1);
    cr_assert_eq(next(), 6);
    w.now_ms += 500;
    cr_assert_eq(next(), 0);
    cr_assert_eq(next(), 3);
    cr_assert_eq(next(), 7);
    expect_nothing();
}

Test(reuse, lowest_without_a_cooldown_merges_all) {
    eip_allocate_address_response held[SIZE];

    renew(EIP_POLICY_LOWEST, 0, 0);
    for (int i = 0; i < 6; i++) {
        held[i] = take();
    }
    give(&held[4]);
    give(&held[2]);
    cr_assert_eq(next(), 2);
    cr_assert_eq(next(), 4);
    cr_assert_eq(next(), 6);
}

Test(reuse, lowest_over_blocks_in_any_order_of_provisioning) {
    static const char *const wanted[] = {"11.0.0.9", "192.0.2.0", "192.0.2.1",
                                         "203.0.113.0", "203.0.113.1"};

    renew(EIP_POLICY_LOWEST, 0, 0);
    for (int i = 2; i < SIZE; i++) {
        eip_allocate_address_request request = world_request_named(
            world_ip(world_address("192.0.2.0") + (uint32_t)i));

        (void)world_get(&w, WORLD_ALICE, &request);
    }
    world_provision(&w, w.byoip, NULL, "203.0.113.0/31");
    world_provision(&w, w.byoip, NULL, "11.0.0.9/32");
    for (size_t i = 0; i < COUNT(wanted); i++) {
        cr_assert_eq(take().public_ip, world_address(wanted[i]));
    }
    expect_nothing();
}

Test(reuse, cursor_goes_on_above_the_last_and_around) {
    eip_allocate_address_response held[SIZE];

    renew(EIP_POLICY_CURSOR, 0, 0);
    for (int i = 0; i < 5; i++) {
        held[i] = take();
        cr_assert_eq(at(&held[i]), i);
    }
    give(&held[1]);
    give(&held[3]);
    cr_assert_eq(next(), 5);
    cr_assert_eq(next(), 6);
    cr_assert_eq(next(), 7);
    cr_assert_eq(next(), 1);
    give(&held[0]);
    cr_assert_eq(next(), 3);
    cr_assert_eq(next(), 0);
    expect_nothing();
}

Test(reuse, cursor_over_several_blocks) {
    renew(EIP_POLICY_CURSOR, 0, 0);
    world_provision(&w, w.byoip, NULL, "11.0.0.0/31");
    world_provision(&w, w.byoip, NULL, "203.0.113.0/31");
    for (int round = 0; round < 3; round++) {
        eip_allocate_address_response held[12];

        for (uint32_t i = 0; i < 12; i++) {
            held[i] = take();
            cr_assert_eq(held[i].public_ip,
                         i < 2    ? world_address("11.0.0.0") + i
                         : i < 10 ? world_address("192.0.2.0") + i - 2
                                  : world_address("203.0.113.0") + i - 10);
        }
        expect_nothing();
        for (uint32_t i = 0; i < 12; i++) {
            give(&held[(i * 5) % 12]);
        }
    }
}

Test(reuse, random_gives_all_of_it) {
    for (int round = 0; round < 50; round++) {
        eip_allocate_address_response held[SIZE];
        uint32_t seen = 0;

        renew(EIP_POLICY_RANDOM, 0, 0);
        take_all(held);
        for (int i = 0; i < SIZE; i++) {
            seen |= 1u << at(&held[i]);
        }
        cr_assert_eq(seen, 0xff);
    }
}

static bool is_ascending(eip_pool_ref pool, uint32_t policy) {
    uint32_t last = 0;
    bool ascending = true;

    world_modify(&w, pool, policy, 0, 0);
    world_account(&w, WORLD_ALICE, 100, 0);
    for (int i = 0; i < 8; i++) {
        eip_allocate_address_request request = world_request_from(pool);
        uint32_t ip;

        if (pool.kind == EIP_POOL_AMAZON) {
            request.public_ipv4_pool = eip_text_of("amazon");
        }
        ip = world_get(&w, WORLD_ALICE, &request).public_ip;
        ascending &= ip >= last;
        last = ip;
    }
    return ascending;
}

Test(reuse, amazons_pool_is_unpredictable_and_others_ascend_by_default) {
    cr_assert_not(is_ascending(w.amazon, EIP_POLICY_DEFAULT));
    cr_assert(is_ascending(w.byoip, EIP_POLICY_DEFAULT));
    cr_assert(is_ascending(w.ipam, EIP_POLICY_DEFAULT));
}

Test(reuse, every_policy_in_amazons_pool) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        uint32_t seen = 0;

        renew(EIP_POLICY_DEFAULT, 0, 0);
        cr_assert_eq(is_ascending(w.amazon, policies[i]),
                     policies[i] == EIP_POLICY_LOWEST ||
                         policies[i] == EIP_POLICY_CURSOR);
        for (int n = 8; n < WORLD_AMAZON_SIZE; n++) {
            uint32_t ip = world_get(&w, WORLD_ALICE, NULL).public_ip;

            seen |= 1u << (ip - world_address("198.51.100.0"));
        }
        cr_assert_eq(__builtin_popcount(seen), WORLD_AMAZON_SIZE - 8);
        EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, NULL, NULL),
                      EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    }
}
