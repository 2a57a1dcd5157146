/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Where the parts of a layout end, and the one word by which a closer tells
 * what it is doing. */
#include "space/layout.h"

#include "space/cidr.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct direct *start(void) {
    const struct direct_options options = {0};
    struct direct *direct = calloc(1, sizeof *direct);

    direct_open(direct, &options);
    return direct;
}

static void finish(struct direct *direct) {
    direct_close(direct);
    free(direct);
}

/* Words are as many as they need be to the bit, and the next class's follow:
 * all of that is open, and none of this. */
static void check_end(const char *cidr, uint32_t levels) {
    struct direct *direct = start();
    struct eip__layout *layout = direct_add_layout(direct, cidr);
    const uint32_t mark = EIP__MARK_RING;

    cr_assert_eq(layout->levels, levels);
    for (uint32_t piece = 0; piece < layout->pieces; piece++) {
        eip__layout_open(layout, mark + 1, piece);
    }
    for (uint32_t piece = layout->pieces; piece > 0; piece -= 1) {
        cr_assert_eq(eip__layout_open_from(layout, mark, piece - 1), EIP__NONE,
                     "%u of %u", piece - 1, layout->pieces);
        piece = piece > 130 ? piece - 63 : piece;
    }
    eip__layout_open(layout, mark, 0);
    cr_assert_eq(eip__layout_open_from(layout, mark, 0), 0);
    cr_assert_eq(eip__layout_open_from(layout, mark, 1), EIP__NONE);
    finish(direct);
}

Test(layout_ends, of_a_class) {
    check_end("10.0.0.0/19", 1);
    check_end("10.0.0.0/14", 1);
    check_end("10.0.0.0/13", 2);
    check_end("10.0.0.0/8", 2);
}

/* By hand, since so large a space takes its time: 64 pieces cubed, exactly
 * three levels of full words. */
Test(layout_ends, of_a_class_with_three_levels) {
    static eip__a64 level0[64 * 64 + 1];
    static eip__a64 level1[64 + 1];
    static struct eip__layout whole;
    struct eip__layout *layout = &whole;

    layout->pieces = 64 * 64 * 64;
    layout->levels = 3;
    layout->summary[0][0] = level0;
    layout->summary[0][1] = level1;
    layout->summary[0][2] = &layout->root[0];
    eip__note(&level0[64 * 64], UINT64_MAX); /* another class's */
    eip__note(&level1[64], UINT64_MAX);
    eip__note(&layout->root[1], UINT64_MAX);
    for (uint32_t piece = 63; piece < layout->pieces; piece += 64) {
        cr_assert_eq(eip__layout_open_from(layout, 0, piece), EIP__NONE, "%u",
                     piece);
    }
}

static bool is_aligned(const void *part) {
    return (uintptr_t)part % 64 == 0;
}

/* An address of a layout leaves 6 bits for a class; words of different arrays
 * share no cache line. */
Test(layout_ends, each_part_is_aligned) {
    struct direct *direct = start();
    const struct eip__layout *layout = direct_add_layout(direct, "10.0.0.0/13");

    cr_assert(is_aligned(layout->piece) && is_aligned(layout->range));
    cr_assert(is_aligned(layout->first_piece) && is_aligned(layout->coarse));
    cr_assert(is_aligned(layout->offered));
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        cr_assert(is_aligned(layout->summary[mark][0]));
    }
    finish(direct);
}

/* The index of one that left is between those of two that are there. */
Test(layout_ends, what_left_has_no_piece) {
    struct direct *direct = start();
    const struct eip__layout *layout;
    struct eip__range *left;
    struct eip__range kept;

    (void)direct_add_layout(direct, "10.0.0.0/26");
    left = direct_add(direct, direct_cidr("10.0.1.0/26"));
    kept = *left;
    cr_assert_eq(kept.index, 1);
    layout = direct_add_layout(direct, "10.0.2.0/26");
    cr_assert_eq(layout->serial, 3, "counted from 1");
    cr_assert_eq(direct_withdraw(direct, left), 0);
    direct_remove(direct, left);
    layout = eip__space_layout(&direct->space);
    cr_assert_eq(layout->indexes, 3);
    cr_assert_eq(layout->first_piece[1], EIP__NONE);
    cr_assert_eq(eip__layout_piece_of(layout, &kept, kept.record), EIP__NONE);
    finish(direct);
}

Test(layout_ends, of_closing) {
    struct direct *direct = start();
    struct eip__layout *layout = direct_add_layout(direct, "10.0.0.0/19");
    struct eip__lane *lane = direct_stopped_lane(direct);

    eip__layout_open(layout, EIP__MARK_OLD, 1);
    eip__layout_close(lane, layout, EIP__MARK_OLD, 1);
    cr_assert(!eip__layout_is_open(layout, EIP__MARK_OLD));
    cr_assert_eq(eip__hint(&lane->closing), 0);
    eip__publish(&lane->closing, eip__value(layout) | EIP__MARK_OLD);
    eip__layout_mend(lane);
    cr_assert_eq(eip__hint(&lane->closing), 0);
    cr_assert_eq(eip__layout_open_from(layout, EIP__MARK_OLD, 0), 0);
    finish(direct);
}

/* The counts fill their part of the memory; the summary is next. */
Test(layout_ends, of_the_counts) {
    struct direct *direct = start();
    struct eip__layout *layout = direct_add_layout(direct, "10.0.0.0/13");

    cr_assert_eq(layout->pieces * sizeof *layout->offered % 64, 0);
    eip__layout_recount(layout);
    for (uint32_t piece = 0; piece < layout->pieces; piece++) {
        cr_assert_eq(eip__hint16(&layout->offered[piece]), EIP__PIECE);
        cr_assert_eq(eip__layout_open_from(layout, EIP__MARK_FRESH, piece),
                     piece);
    }
    finish(direct);
}
