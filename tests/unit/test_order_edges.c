/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* LOWEST and CURSOR in a scattered space: from the very first address on. */
#include "space/hint.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 7, SIZE = 16 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(uint32_t policy, const char *cidr) {
    const struct direct_options options = {
        .policy = policy, .scattered = true, .seed = 5};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr(cidr));
    f->lane = direct_enter(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static struct direct_address take(struct fixture *f) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    return taken;
}

/* A block added below all others is begun with its first address. */
Test(order_edges, lowest_begins_anew_at_zero) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/28");

    for (uint32_t i = 0; i < 3; i++) {
        cr_assert_eq(take(f).address, 0x0a000000 + i);
    }
    (void)direct_add(&f->direct, direct_cidr("0.0.0.0/28"));
    for (uint32_t i = 0; i < SIZE; i++) {
        cr_assert_eq(take(f).address, i);
    }
    cr_assert_eq(take(f).address, 0x0a000003);
    finish(f);
}

/* Once around, again from the first address, in their order. */
Test(order_edges, the_cursor_comes_to_zero) {
    struct fixture *f = start(EIP_POLICY_CURSOR, "0.0.0.0/28");
    struct direct_address held[SIZE];

    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < SIZE; i++) {
            held[i] = take(f);
            cr_assert_eq(held[i].address, i);
        }
        for (uint32_t i = SIZE; i > 0; i--) {
            cr_assert(direct_give(&f->direct, f->lane, &held[i - 1]));
        }
    }
    finish(f);
}

/* I4: who is at work on an address has announced its leaf. */
Test(order_edges, who_finds_an_address_announces_its_leaf) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/24");
    struct eip__moment moment = direct_moment(&f->direct);
    struct eip__pick picked;
    uint32_t first;

    for (uint32_t i = 0; i < 256; i++) {
        cr_assert(eip__pick_any(&f->direct.space, f->lane, &moment, &picked));
        cr_assert(eip__hint_announced(eip__look(&f->lane->announced), &first));
        cr_assert_eq(first, picked.record / EIP__LEAF * EIP__LEAF);
        eip__pick_return(&f->direct.space, &picked);
        (void)take(f);
    }
    finish(f);
}
