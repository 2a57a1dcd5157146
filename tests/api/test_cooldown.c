/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* When released addresses are offered again; changes of a pool; the clock. */
#include "api/reuse.h"

REUSE_SUITE(cooldown);

/* -- the cooldown, to the millisecond -------------------------------------- */

static void expect_exact(uint32_t policy, uint64_t cooldown_ms,
                         uint64_t start_ms) {
    eip_allocate_address_response held[SIZE];

    renew(policy, EIP_POOL_KEEP_COOLING, cooldown_ms);
    take_all(held);
    w.now_ms += start_ms;
    give(&held[4]);
    expect_nothing();
    w.now_ms += cooldown_ms - 1;
    expect_nothing();
    w.now_ms++;
    cr_assert_eq(next(), 4);
    expect_nothing();
}

Test(cooldown, kept_until_its_cooldown_has_passed) {
    static const uint64_t cooldowns[] = {
        1, 2, 4, 5, 6, 7, 999, 1000, 3600000, 604800000, EIP_COOLDOWN_MS_MAX};

    for (size_t i = 0; i < COUNT(policies); i++) {
        for (size_t n = 0; n < COUNT(cooldowns); n++) {
            expect_exact(policies[i], cooldowns[n], n * 7919);
        }
    }
}

/* Releases at any time of a bucket, each to be had at its own instant. */
Test(cooldown, kept_exactly_for_releases_close_to_each_other) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        eip_allocate_address_response held[SIZE];
        uint64_t start;

        renew(policies[i], EIP_POOL_KEEP_COOLING, 100);
        take_all(held);
        start = w.now_ms;
        for (uint64_t n = 0; n < SIZE; n++) {
            w.now_ms = start + n * 7;
            give(&held[(n * 3) % SIZE]);
        }
        for (uint64_t n = 0; n < SIZE; n++) {
            w.now_ms = start + n * 7 + 99;
            expect_nothing();
            w.now_ms++;
            cr_assert_eq(next(), (n * 3) % SIZE);
        }
        expect_nothing();
    }
}

Test(cooldown,
     without_keeping_a_cooling_one_is_taken_when_nothing_else_is_left) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        eip_allocate_address_response held[SIZE];

        renew(policies[i], 0, 3600000);
        take_all(held);
        give(&held[3]);
        cr_assert_eq(next(), 3);
        expect_nothing();
    }
}

/* -- after a drain that was called off ------------------------------------- */

/* Two addresses of a block are released, then the block is drained for
 * longer than it takes to go round all buckets, and the drain called off. */
static void age_in_a_drain(uint32_t policy) {
    eip_allocate_address_request others[2] = {
        world_request_named("203.0.113.0"), world_request_named("203.0.113.1")};
    eip_cidr cidr = world_cidr(WORLD_BYOIP_CIDR);
    eip_allocate_address_response held[SIZE];

    renew(policy, 0, 1000);
    take_all(held);
    world_provision(&w, w.byoip, NULL, "203.0.113.0/31");
    w.now_ms += 1000;
    give(&held[2]);
    give(&held[3]);
    cr_assert_eq(eip_admin_drain_cidr(w.engine, w.byoip, cidr, EIP_DRAIN_START,
                                      NULL, NULL),
                 EIP_OK);
    for (int i = 0; i < 7; i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &others[i == 6]);

        w.now_ms += 200; /* another bucket each time */
        give(&got);
    }
    cr_assert_eq(eip_admin_drain_cidr(w.engine, w.byoip, cidr, EIP_DRAIN_CANCEL,
                                      NULL, NULL),
                 EIP_OK);
}

Test(cooldown, what_cooled_down_in_a_drain_comes_before_what_is_cooling) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        uint32_t first;

        age_in_a_drain(policies[i]);
        first = next();
        cr_assert(first == 2 || first == 3, "policy %u", policies[i]);
        first = next();
        cr_assert(first == 2 || first == 3, "policy %u", policies[i]);
        cr_assert_eq(take().public_ip, world_address("203.0.113.0"));
        cr_assert_eq(take().public_ip, world_address("203.0.113.1"));
        expect_nothing();
    }
}

/* As it was released before all others, however often the buckets went round
 * while its block was being drained. */
Test(cooldown, what_a_drain_kept_for_long_is_among_the_oldest) {
    enum { ROUND = 7 }; /* buckets, of a tick at the least */
    eip_cidr behind = world_cidr("203.0.113.0/31");
    eip_allocate_address_response held[SIZE];
    eip_allocate_address_response old;

    renew(EIP_POLICY_CURSOR, 0, 1000);
    take_all(held);
    world_provision(&w, w.byoip, WORLD_REGION, "203.0.113.0/31");
    old = take();
    (void)take();
    give(&old);
    cr_assert_eq(eip_admin_drain_cidr(w.engine, w.byoip, behind,
                                      EIP_DRAIN_START, NULL, NULL),
                 EIP_OK);
    for (int i = 0; i < ROUND; i++) {
        w.now_ms += 1000;
        give(&held[0]);
        held[0] = i + 1 < ROUND ? take() : held[0];
    }
    cr_assert_eq(eip_admin_drain_cidr(w.engine, w.byoip, behind,
                                      EIP_DRAIN_CANCEL, NULL, NULL),
                 EIP_OK);
    w.now_ms += 1000;
    cr_assert_eq(take().public_ip, old.public_ip);
    cr_assert_eq(next(), 0);
    expect_nothing();
}

/* -- changes of the pool --------------------------------------------------- */

Test(cooldown, a_closed_pool_offers_again_once_opened) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        renew(policies[i], EIP_POOL_CLOSED, 0);
        expect_nothing();
        world_modify(&w, w.byoip, policies[i], 0, 0);
        (void)take();
    }
}

/* decisions: with cooldown 0 a released address rejoins at once. */
Test(cooldown, lifting_the_cooldown_merges_what_was_cooling) {
    eip_allocate_address_response held[SIZE];

    renew(EIP_POLICY_LOWEST, 0, 1000000);
    for (int i = 0; i < 4; i++) {
        held[i] = take();
    }
    give(&held[1]);
    world_modify(&w, w.byoip, EIP_POLICY_LOWEST, 0, 0);
    cr_assert_eq(next(), 1);
    cr_assert_eq(next(), 4);
}

Test(cooldown, lifting_the_cooldown_of_a_pool_that_keeps) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        eip_allocate_address_response held[SIZE];

        renew(policies[i], EIP_POOL_KEEP_COOLING, 1000000);
        take_all(held);
        give(&held[5]);
        expect_nothing();
        world_modify(&w, w.byoip, policies[i], EIP_POOL_KEEP_COOLING, 0);
        cr_assert_eq(next(), 5);
    }
}

Test(cooldown, no_longer_keeping_what_is_cooling) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        eip_allocate_address_response held[SIZE];

        renew(policies[i], EIP_POOL_KEEP_COOLING, 1000000);
        take_all(held);
        give(&held[5]);
        expect_nothing();
        world_modify(&w, w.byoip, policies[i], 0, 1000000);
        cr_assert_eq(next(), 5);
    }
}

Test(cooldown, a_longer_and_a_shorter_cooldown_hold_for_what_is_cooling) {
    for (size_t i = 0; i < COUNT(policies); i++) {
        eip_allocate_address_response held[SIZE];

        renew(policies[i], EIP_POOL_KEEP_COOLING, 1000);
        take_all(held);
        give(&held[5]);
        world_modify(&w, w.byoip, policies[i], EIP_POOL_KEEP_COOLING, 5000);
        w.now_ms += 4999;
        expect_nothing();
        w.now_ms++;
        held[5] = take();
        cr_assert_eq(at(&held[5]), 5);
        give(&held[5]);
        world_modify(&w, w.byoip, policies[i], EIP_POOL_KEEP_COOLING, 300);
        w.now_ms += 299;
        expect_nothing();
        w.now_ms++;
        cr_assert_eq(next(), 5);
    }
}

Test(cooldown, a_change_of_policy_counts_at_once) {
    renew(EIP_POLICY_CURSOR, 0, 0);
    cr_assert_eq(next(), 0);
    {
        eip_allocate_address_response one = take();

        cr_assert_eq(at(&one), 1);
        give(&one);
    }
    cr_assert_eq(next(), 2);
    world_modify(&w, w.byoip, EIP_POLICY_LOWEST, 0, 0);
    cr_assert_eq(next(), 1);
}

/* -- the clock ------------------------------------------------------------- */

Test(cooldown, after_years) {
    static const uint64_t years[] = {1, 10, 30, 60, 70, 100, 140, 300, 1000};

    for (size_t i = 0; i < COUNT(policies); i++) {
        for (size_t n = 0; n < COUNT(years); n++) {
            eip_allocate_address_response held[SIZE];

            renew(policies[i], EIP_POOL_KEEP_COOLING, 1000);
            take_all(held);
            give(&held[2]);
            w.now_ms += years[n] * 365 * 86400 * 1000;
            cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).cooling, 0,
                         "after %u years", (unsigned)years[n]);
            cr_assert_eq(next(), 2);
            give(&held[3]);
            expect_nothing();
            w.now_ms += 1000;
            cr_assert_eq(next(), 3);
        }
    }
}

Test(cooldown, a_clock_that_goes_back_shortens_nothing) {
    eip_allocate_address_response held[SIZE];

    renew(EIP_POLICY_LOWEST, EIP_POOL_KEEP_COOLING, 1000);
    take_all(held);
    give(&held[2]);
    w.now_ms -= 500000;
    expect_nothing();
    w.now_ms += 500999;
    expect_nothing();
    w.now_ms++;
    cr_assert_eq(next(), 2);
}
