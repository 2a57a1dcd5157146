/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Two threads that pick released addresses of one leaf. */
#include "space/cool.h"
#include "space/pick.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, COOLDOWN = 100000, LEAF = 64 };

/* All of a /19, two pieces, is cooling. `gone` is another thread's lane. */
static struct direct_block *start(uint64_t seed) {
    const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                           .cooldown_ms = COOLDOWN,
                                           .scattered = true,
                                           .seed = seed};
    struct direct_block *f = direct_block_open(&options, "10.0.0.0/19");
    uint32_t size = (uint32_t)eip_cidr_count(f->range->cidr);
    struct direct_address *all = calloc(size, sizeof *all);

    f->gone = direct_stopped_lane(&f->direct);
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

static void finish(struct direct_block *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_block_close(f);
}

static uint32_t leaf_of_next(struct direct_block *f, struct eip__lane *lane) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, lane, OWNER, &taken));
    return taken.record / LEAF;
}

/* Where a lane comes to that goes elsewhere now: each leaf has some. */
static uint32_t elsewhere(const struct direct_block *f,
                          const struct eip__lane *lane) {
    const struct eip__layout *layout = eip__space_layout(&f->direct.space);
    uint32_t drawn = (lane->spot[0].record / LEAF + lane->index * 40503) *
                     UINT32_C(2654435769);
    uint32_t leaf = (uint32_t)((uint64_t)drawn * layout->leaves >> 32);
    const struct eip__piece *at =
        &layout->piece[eip__layout_piece_of_leaf(layout, leaf)];

    return at->record / LEAF + leaf - at->leaf;
}

Test(pick_shared, alone_a_lane_goes_on_where_it_is) {
    struct direct_block *f = start(1);
    uint32_t leaf = leaf_of_next(f, f->lane);

    for (uint32_t i = 1; i < LEAF; i++) {
        cr_assert_eq(leaf_of_next(f, f->lane), leaf);
    }
    cr_assert_eq(leaf_of_next(f, f->lane), leaf + 1);
    finish(f);
}

Test(pick_shared, who_sees_another_goes_elsewhere) {
    uint32_t second_piece = 0;
    uint32_t same = 0;
    struct direct_block *f = start(1);

    for (uint32_t n = 0; n < 8; n++) {
        uint32_t leaf = leaf_of_next(f, f->lane);
        uint32_t expected;

        f->gone->spot[0] = f->lane->spot[0];
        cr_assert_eq(leaf_of_next(f, f->gone), leaf);
        expected = elsewhere(f, f->lane);
        second_piece += expected >= LEAF;
        same += expected == leaf;
        cr_assert_eq(leaf_of_next(f, f->lane), expected);
        for (uint32_t i = 0; i < 4; i++) {
            cr_assert_eq(leaf_of_next(f, f->gone), leaf, "who came last");
            cr_assert_eq(leaf_of_next(f, f->lane), expected);
        }
    }
    cr_assert_gt(second_piece, 0);
    cr_assert_eq(same, 0);
    finish(f);
}

/* A stale hint of the leaf, that the lane drops itself, is nobody else's pick. */
Test(pick_shared, what_a_lane_drops_itself) {
    struct direct_block *f = start(1);
    uint32_t leaf = leaf_of_next(f, f->lane);
    struct direct_address named;
    const struct eip__range *range =
        eip__records_range(&f->direct.records, leaf * LEAF);
    uint64_t bits = f->lane->spot[0].left;
    uint32_t next = leaf * LEAF + (uint32_t)__builtin_ctzll(bits);

    cr_assert(direct_take_this(&f->direct, OWNER,
                               eip__range_address(range, next), &named));
    (void)eip__offer(
        eip__records_hint(&f->direct.records, next, f->lane->spot[0].mark),
        UINT64_C(1) << next % LEAF);
    cr_assert_eq(leaf_of_next(f, f->lane), leaf, "past the stale one");
    cr_assert_eq(leaf_of_next(f, f->lane), leaf);
    finish(f);
}
