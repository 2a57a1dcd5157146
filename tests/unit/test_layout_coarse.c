/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The coarse table of a layout names the very piece of each 64th leaf, so
 * that at most 64 steps lead to any leaf's. */
#include "space/layout.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/internal/direct.h"

static void check(const char *const *blocks, uint32_t count) {
    const struct direct_options options = {.policy = EIP_POLICY_RANDOM};
    struct direct *direct = calloc(1, sizeof *direct);
    const struct eip__layout *layout;

    cr_assert_not_null(direct);
    direct_open(direct, &options);
    for (uint32_t i = 0; i < count; i++) {
        (void)direct_add(direct, direct_cidr(blocks[i]));
    }
    layout = eip__space_layout(&direct->space);
    for (uint32_t leaf = 0; leaf < layout->leaves; leaf++) {
        uint32_t found = eip__layout_piece_of_leaf(layout, leaf);
        const struct eip__piece *at = &layout->piece[found];

        cr_assert_leq(at->leaf, leaf);
        cr_assert_lt(leaf, at->leaf + eip__piece_leaves(at));
        if (leaf % 64 == 0) {
            cr_assert_eq(layout->coarse[leaf / 64], found, "leaf %u", leaf);
        }
    }
    direct_close(direct);
    free(direct);
}

Test(layout_coarse, names_the_piece_of_each_64th_leaf) {
    static const char *const whole[] = {"10.0.0.0/16"};
    static const char *const mixed[] = {"10.0.0.0/26", "10.0.8.0/21",
                                        "10.1.0.0/16", "10.2.0.0/32"};
    static const char *const small[] = {"10.0.0.0/21", "10.0.8.0/21",
                                        "10.0.16.0/21", "10.0.24.0/22",
                                        "10.0.28.0/23"};

    check(whole, 1);
    check(mixed, 4);
    check(small, 5);
}
