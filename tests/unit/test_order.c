/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* LOWEST in a scattered space: the hint `low` stays below all that can be
 * picked, whatever is released while a pick is on its way. */
#include "space/order.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/internal/direct.h"

enum { OWNER = 7, BASE = 0x0a000000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(void) {
    const struct direct_options options = {
        .policy = EIP_POLICY_LOWEST, .scattered = true, .seed = 5};
    struct fixture *f = calloc(1, sizeof *f);

    cr_assert_not_null(f);
    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/24"));
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

/* What a pick that read `low` before would make of it. */
static bool can_raise(struct fixture *f, uint64_t read) {
    return eip__turn(&f->direct.space.low, &read, read + 100);
}

Test(order, an_address_released_behind_a_pick_is_the_next) {
    struct fixture *f = start();
    struct direct_address taken[32];
    uint64_t read;

    for (uint32_t i = 0; i < 32; i++) {
        taken[i] = take(f);
        cr_assert_eq(taken[i].address, BASE + i);
    }
    read = eip__look(&f->direct.space.low);
    /* The last: `low` has not passed it, a pick on its way may have. */
    cr_assert(direct_give(&f->direct, f->lane, &taken[31]));
    cr_assert_not(can_raise(f, read), "the release must be seen");
    cr_assert_eq(take(f).address, BASE + 31);
    cr_assert(direct_give(&f->direct, f->lane, &taken[3]));
    cr_assert_eq(take(f).address, BASE + 3);
    cr_assert_eq(take(f).address, BASE + 32);
    finish(f);
}

Test(order, a_pick_in_a_layout_that_was_replaced_raises_nothing) {
    struct fixture *f = start();
    struct eip__moment moment = direct_moment(&f->direct);
    struct eip__scan scan = {.space = &f->direct.space,
                             .lane = f->lane,
                             .layout = eip__space_layout(&f->direct.space),
                             .moment = &moment};
    struct eip__pick pick;

    for (uint32_t i = 0; i < 40; i++) {
        (void)take(f);
    }
    (void)direct_add(&f->direct, direct_cidr("9.0.0.0/30"));
    /* Inside a call, so the old layout is there still. */
    cr_assert(eip__order_lowest(&scan, &pick));
    cr_assert_eq(eip__range_address(pick.range, pick.record), BASE + 40);
    eip__pick_return(&f->direct.space, &pick);
    cr_assert_eq(take(f).address, 0x09000000);
    finish(f);
}

Test(order, tells_go_round) {
    struct fixture *f = start();
    struct direct_address taken = take(f);

    /* The most tells, and `low` above the address. */
    eip__publish(&f->direct.space.low, UINT64_MAX << 33 | (BASE + 9));
    cr_assert(direct_give(&f->direct, f->lane, &taken));
    cr_assert_eq(eip__look(&f->direct.space.low), BASE);
    cr_assert_eq(take(f).address, BASE);
    finish(f);
}
