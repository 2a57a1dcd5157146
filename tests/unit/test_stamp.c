/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Stamps say of which turn of an address they are: the last 2^22 generations
 * are told apart, also where their 23 bits have come round. */
#include "space/record.h"

#include <criterion/criterion.h>

static const uint32_t generations[] = {
    2,
    1000,
    (1u << 21),
    (1u << 22) - 1,
    1u << 22,
    3u << 22,
    1u << 31,
    UINT32_MAX - (1u << 22),
    UINT32_MAX - 2,
};
enum { COUNT = sizeof generations / sizeof *generations };

static uint64_t stamp(uint32_t generation, bool released) {
    return eip__stamp_make(generation, released, false, 12345);
}

Test(stamp, is_of_its_turn_and_no_other) {
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = generations[i];

        for (uint32_t released = 0; released < 2; released++) {
            cr_assert(eip__stamp_is(stamp(at, released), at, released));
            cr_assert(!eip__stamp_is(stamp(at, released), at, !released));
            cr_assert(!eip__stamp_is(stamp(at, released), at + 1, released));
            cr_assert(!eip__stamp_is(stamp(at, released), at - 1, released));
        }
    }
}

Test(stamp, is_after_the_release_of_a_generation) {
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = generations[i];

        cr_assert(!eip__stamp_is_after(stamp(at, true), at));
        cr_assert(!eip__stamp_is_after(stamp(at, false), at));
        cr_assert(!eip__stamp_is_after(stamp(at - 1, true), at));
        cr_assert(eip__stamp_is_after(stamp(at + 1, false), at));
        cr_assert(eip__stamp_is_after(stamp(at + 1, true), at));
        /* Half of the turns that can be told apart are after, half before. */
        cr_assert(eip__stamp_is_after(stamp(at + (1u << 21) - 1, true), at));
        cr_assert(!eip__stamp_is_after(stamp(at - (1u << 21) + 1, true), at));
    }
}

Test(stamp, a_later_one_stays) {
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = generations[i];
        eip__a64 place = stamp(at, false);

        eip__stamp_write(&place, stamp(at - 1, true));
        cr_assert_eq(eip__hint(&place), stamp(at, false));
        eip__stamp_write(&place, stamp(at, true));
        cr_assert_eq(eip__hint(&place), stamp(at, true));
        eip__stamp_write(&place, stamp(at + 1, false));
        cr_assert_eq(eip__hint(&place), stamp(at + 1, false));
    }
}
