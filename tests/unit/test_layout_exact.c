/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The summary of a layout just built, bit by bit on every level: open for what
 * may be offered, closed for what cannot be, and nothing beyond. */
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

/* Exactly the first `open` pieces are open, and so are the bits above them. */
static void expect_open(const struct eip__layout *layout, uint32_t mark,
                        uint32_t open) {
    uint32_t bits = layout->pieces;

    for (uint32_t level = 0; level < layout->levels; level++) {
        for (uint32_t i = 0; i < (bits + 63) / 64 * 64; i++) {
            uint64_t word = eip__hint(&layout->summary[mark][level][i / 64]);

            cr_assert_eq(word >> i % 64 & 1, i < open,
                         "class %u, level %u, bit %u", mark, level, i);
        }
        bits = (bits + 63) / 64;
        open = (open + 63) / 64;
    }
    cr_assert_leq(bits, 1, "the highest level is one word");
}

/* A new space of these blocks: the unused are offered everywhere. */
static void check(const char *const *cidrs, uint32_t count, uint32_t levels) {
    struct direct *direct = start();
    const struct eip__layout *layout = NULL;
    uint32_t old = 0;

    for (uint32_t i = 0; i < count; i++) {
        layout = direct_add_layout(direct, cidrs[i]);
        expect_open(layout, EIP__MARK_FRESH, layout->pieces);
        for (uint32_t mark = 1; mark < EIP__MARKS; mark++) {
            expect_open(layout, mark, old);
        }
        /* Of what is not new it is not known what was released. */
        old = layout->pieces;
    }
    cr_assert_eq(layout->levels, levels);
    finish(direct);
}

Test(layout_exact, of_some_pieces) {
    static const char *const cidrs[] = {"10.0.0.0/30", "10.32.0.0/15",
                                        "10.64.0.0/16"};

    check(cidrs, 3, 1);
}

Test(layout_exact, of_as_many_as_fill_words) {
    static const char *const cidrs[] = {"10.0.0.0/14", "10.64.0.0/15"};

    check(cidrs, 2, 2);
}

/* 8,208 pieces: 129 words, 3 words, and the highest. */
Test(layout_exact, of_three_levels) {
    static const char *const cidrs[] = {"10.0.0.0/8", "11.0.0.0/8",
                                        "12.0.0.0/16"};

    check(cidrs, 3, 3);
}

/* -- which piece an address is in ----------------------------------------------------- */

/* Its leaf's number finds the piece again. */
Test(layout_exact, pieces_by_leaf) {
    struct direct *direct = start();
    const struct eip__layout *layout = direct_add_layout(direct, "10.0.0.0/19");
    uint32_t leaf = 0;

    for (uint32_t i = 0; i < 130; i++) {
        eip_cidr cidr = {0x0b000000 + i * 65536, 26 - i % 5};

        (void)direct_add(direct, cidr);
    }
    layout = direct_add_layout(direct, "12.0.0.0/18");
    for (uint32_t piece = 0; piece < layout->pieces; piece++) {
        for (uint32_t i = 0; i < eip__piece_leaves(&layout->piece[piece]);
             i++) {
            cr_assert_eq(eip__layout_piece_of_leaf(layout, leaf), piece,
                         "leaf %u", leaf);
            leaf++;
        }
    }
    cr_assert_eq(leaf, layout->leaves);
    finish(direct);
}
