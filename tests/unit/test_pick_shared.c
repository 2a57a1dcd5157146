/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Two threads that pick released addresses of one leaf. */
#include "space/cool.h"
#include "space/pick.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, COOLDOWN = 100000, LEAF = 64 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct eip__lane *other; /* another thread's */
};

/* All of a /19, two pieces, is cooling. */
static struct fixture *start(uint64_t seed) {
    const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                           .cooldown_ms = COOLDOWN,
                                           .scattered = true,
                                           .seed = seed};
    struct fixture *f = calloc(1, sizeof *f);
    struct direct_address *all;
    uint32_t size;

    direct_open(&f->direct, &options);
    size = (uint32_t)eip_cidr_count(
        direct_add(&f->direct, direct_cidr("10.0.0.0/19"))->cidr);
    all = calloc(size, sizeof *all);
    f->lane = direct_enter(&f->direct);
    f->other = direct_stopped_lane(&f->direct);
    for (uint32_t i = 0; i < size; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &all[i]));
    }
    for (uint32_t i = 0; i < size; i++) {
        cr_assert(direct_give(&f->direct, f->lane, &all[i]));
    }
    free(all);
    f->lane->spot[0].layout = 0;
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static uint32_t leaf_of_next(struct fixture *f, struct eip__lane *lane) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, lane, OWNER, &taken));
    return taken.record / LEAF;
}

/* Where a lane comes to that goes elsewhere now: each leaf has some. */
static uint32_t elsewhere(const struct fixture *f,
                          const struct eip__lane *lane) {
    const struct eip__layout *layout = eip__space_layout(&f->direct.space);
    struct eip__lane then = *lane;
    uint32_t leaf = (uint32_t)eip__lane_below(&then, layout->leaves);
    const struct eip__piece *at =
        &layout->piece[eip__layout_piece_of_leaf(layout, leaf)];

    return at->record / LEAF + leaf - at->leaf;
}

Test(pick_shared, alone_a_lane_goes_on_where_it_is) {
    struct fixture *f = start(1);
    uint32_t leaf = leaf_of_next(f, f->lane);

    for (uint32_t i = 1; i < LEAF; i++) {
        cr_assert_eq(leaf_of_next(f, f->lane), leaf);
    }
    cr_assert_eq(leaf_of_next(f, f->lane), leaf + 1);
    finish(f);
}

Test(pick_shared, who_sees_another_goes_elsewhere) {
    uint32_t second_piece = 0;

    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct fixture *f = start(seed);
        uint32_t leaf = leaf_of_next(f, f->lane);
        uint32_t expected;

        cr_assert_eq(leaf_of_next(f, f->other), leaf);
        expected = elsewhere(f, f->lane);
        second_piece += expected >= leaf + LEAF;
        cr_assert_eq(leaf_of_next(f, f->lane), expected);
        for (uint32_t i = 0; i < 8 && expected != leaf; i++) {
            cr_assert_eq(leaf_of_next(f, f->other), leaf, "who came last");
            cr_assert_eq(leaf_of_next(f, f->lane), expected);
        }
        finish(f);
    }
    cr_assert_gt(second_piece, 0);
}
