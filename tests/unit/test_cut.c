/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Parts taken out of a block: how many addresses that is, from the cut until
 * they are offered anew or their block goes. */
#include "space/cidr.h"

#include "space/dry.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>

enum { OWNER = 3 };

static void withdraw(struct direct_block *f, const char *part) {
    cr_assert_eq(
        eip__cidr_withdraw(&f->direct.space, f->range, direct_cidr(part)), 0);
}

static void cut(struct direct_block *f, const char *part) {
    eip__cidr_cut(&f->direct.space, f->range, direct_cidr(part));
}

static void expect_cut(struct direct_block *f, uint32_t count) {
    cr_assert_eq(f->range->cut, count);
    cr_assert_eq(eip__hint(&f->direct.space.cut), count);
}

/* Its neighbour is withdrawn, too, but still there. */
Test(cut, counts_the_part_and_no_more) {
    struct direct_block *f = direct_block_open(NULL, "10.0.0.0/28");

    withdraw(f, "10.0.0.0/29");
    cut(f, "10.0.0.0/30");
    expect_cut(f, 4);
    cut(f, "10.0.0.4/30");
    expect_cut(f, 8);
    cr_assert_eq(direct_count(&f->direct).capacity, 8);
    eip__cidr_anew(&f->direct.space, f->lane, f->range,
                   direct_cidr("10.0.0.4/30"));
    expect_cut(f, 4);
    cr_assert_eq(direct_count(&f->direct).capacity, 12);
    direct_block_close(f);
}

Test(cut, goes_with_its_block) {
    struct direct_block *f = direct_block_open(NULL, "10.0.0.0/28");

    withdraw(f, "10.0.0.0/28");
    cut(f, "10.0.0.0/29");
    direct_remove(&f->direct, f->range);
    cr_assert_eq(eip__hint(&f->direct.space.cut), 0);
    direct_block_close(f);
}

/* Words and the number cut are not of one instant: then neither is believed
 * too much. */
Test(cut, no_more_than_is_withdrawn) {
    struct direct_block *f = direct_block_open(NULL, "10.0.0.0/30");
    struct eip__census census;

    eip__note(&f->direct.space.cut, 3);
    census = direct_count(&f->direct);
    cr_assert_eq(census.withdrawn, 0);
    cr_assert_eq(census.capacity, 4);
    eip__note(&f->direct.space.cut, 0);
    direct_block_close(f);
}

/* Whoever has offered a part anew is done with it. */
Test(cut, once_offered_a_proof_lasts) {
    struct direct_block *f = direct_block_open(NULL, "10.0.0.0/30");
    struct direct_address taken;

    withdraw(f, "10.0.0.0/31");
    cut(f, "10.0.0.0/31");
    eip__cidr_anew(&f->direct.space, direct_stopped_lane(&f->direct), f->range,
                   direct_cidr("10.0.0.0/31"));
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    }
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert(eip__dry_is_proven(&f->direct.space));
    direct_block_close(f);
}
