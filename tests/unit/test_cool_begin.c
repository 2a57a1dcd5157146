/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Buckets of addresses that were released elsewhere, by their age. */
#include "space/cool.h"

#include <criterion/criterion.h>

#define NOW UINT64_C(1700000000000)

static struct eip__space space_of(uint64_t cooldown_ms, uint64_t now_ms) {
    struct eip__space space = {.number = 0};

    eip__note(&space.cooldown_ms, cooldown_ms);
    eip__cool_begin(&space, now_ms);
    return space;
}

/* A tick of a cooldown of 50 ms is 10. */
Test(cool_begin, a_bucket_is_a_tick) {
    static const struct {
        uint64_t age_ms;
        uint32_t mark;
    } rows[] = {
        {0, 1},
        {9, 1},
        {10, 7},
        {19, 7},
        {20, 6},
        {30, 5},
        {40, 4},
        {50, 3},
        {59, 3},
        {60, EIP__MARK_OLD},
        {1000, EIP__MARK_OLD},
    };
    struct eip__space space = space_of(50, NOW);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(eip__cool_mark_of(&space, NOW - rows[i].age_ms),
                     rows[i].mark, "age %u", (unsigned)rows[i].age_ms);
    }
}

/* As the ring has them: the older the earlier, and the next is clean. */
Test(cool_begin, older_buckets_come_first) {
    struct eip__space space = space_of(50, NOW);
    uint64_t ring = eip__hint(&space.ring);
    uint32_t place[EIP__MARKS];

    for (uint32_t i = 0; i <= EIP__RING; i++) {
        place[eip__cool_oldest(ring, i)] = i;
    }
    for (uint64_t age = 10; age <= 60; age += 10) {
        cr_assert_gt(place[eip__cool_mark_of(&space, NOW - (age - 10))],
                     place[eip__cool_mark_of(&space, NOW - age)]);
    }
    cr_assert_eq(place[2], 1); /* bucket 1, which nothing has come into */
}

/* Each began before all that is in it was released. */
Test(cool_begin, buckets_began_before_what_is_in_them) {
    struct eip__space space = space_of(50, NOW);

    for (uint64_t age = 0; age < 60; age++) {
        uint32_t mark = eip__cool_mark_of(&space, NOW - age);

        cr_assert_lt(eip__hint(&space.began[mark - EIP__MARK_RING]), NOW - age);
    }
}

Test(cool_begin, without_cooldown_all_are_old) {
    struct eip__space space = space_of(0, NOW);

    cr_assert_eq(eip__cool_mark_of(&space, NOW), EIP__MARK_OLD);
}

/* Time has hardly begun. */
Test(cool_begin, at_the_beginning_of_time) {
    struct eip__space space = space_of(50, 25);

    for (uint32_t i = 0; i < EIP__RING; i++) {
        cr_assert_leq(eip__hint(&space.began[i]), 15);
    }
    cr_assert_eq(eip__cool_mark_of(&space, 0), 6);
}

/* Each one tick before the next, and none before time began. */
Test(cool_begin, every_bucket_has_begun) {
    for (uint64_t now = 35; now <= NOW; now += NOW - 35) {
        struct eip__space space = space_of(50, now);

        for (uint64_t i = 0; i < EIP__RING; i++) {
            uint64_t since = 10 * (i + 1);

            cr_assert_eq(eip__hint(&space.began[i == 0 ? 0 : EIP__RING - i]),
                         since < now ? now - since : 0);
        }
    }
}
