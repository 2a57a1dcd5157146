/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* RANDOM where so few addresses are offered that drawing places does not find
 * them: by counts, as evenly, and put right where they are wrong. */
#include "space/offered.h"
#include "space/pick.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

/* Of these blocks nothing is offered. */
static struct fixture *start(const char *first, const char *second) {
    static const struct direct_options options = {.policy = EIP_POLICY_RANDOM,
                                                  .seed = 11};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr(first));
    if (second != NULL) {
        (void)direct_add(&f->direct, direct_cidr(second));
    }
    f->lane = direct_enter(&f->direct);
    for (uint64_t i = 0; i < f->direct.records.next; i += EIP__LEAF) {
        eip__publish(eip__records_hint(&f->direct.records, (uint32_t)i, 0),
                     UINT64_MAX);
    }
    eip__layout_recount(eip__space_layout(&f->direct.space));
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static void offer(struct fixture *f, uint32_t record) {
    (void)eip__withdraw(eip__records_hint(&f->direct.records, record, 0),
                        UINT64_C(1) << record % EIP__LEAF);
    eip__offered_add(eip__space_layout(&f->direct.space), record / EIP__PIECE,
                     1);
}

static uint32_t pick(struct fixture *f) {
    struct eip__moment moment = direct_moment(&f->direct);
    struct eip__pick picked = {0};

    cr_assert(eip__pick_any(&f->direct.space, f->lane, &moment, &picked));
    cr_assert_not_null(picked.range);
    eip__pick_return(&f->direct.space, &picked);
    return picked.record;
}

/* 800 picks of two: 400 each, and five times the deviation. */
static void check_evenly(struct fixture *f, uint32_t a, uint32_t b) {
    enum { PICKS = 800, OFF = 71 };
    uint32_t count = 0;

    offer(f, a);
    offer(f, b);
    for (uint32_t i = 0; i < PICKS; i++) {
        uint32_t record = pick(f);

        cr_assert(record == a || record == b);
        count += record == a;
    }
    cr_assert(count > PICKS / 2 - OFF && count < PICKS / 2 + OFF, "%u of %u",
              count, PICKS);
    finish(f);
}

Test(random_few, two_of_a_piece) {
    check_evenly(start("10.0.0.0/20", NULL), 10 * EIP__LEAF + 3,
                 50 * EIP__LEAF + 60);
}

Test(random_few, two_of_a_leaf) {
    check_evenly(start("10.0.0.0/16", NULL), 10 * EIP__LEAF + 3,
                 10 * EIP__LEAF + 60);
}

/* As many pieces as fill their counts' last line of 64 bytes. */
Test(random_few, two_of_96_pieces) {
    check_evenly(start("10.0.0.0/14", "10.64.0.0/15"), 7, 95 * EIP__PIECE + 9);
}

Test(random_few, wrong_counts_are_put_right) {
    struct fixture *f = start("10.0.0.0/20", NULL);
    struct eip__layout *layout = eip__space_layout(&f->direct.space);

    offer(f, 77);
    eip__note16(&layout->offered[0], 4000);
    cr_assert_eq(pick(f), 77);
    cr_assert_eq(eip__hint16(&layout->offered[0]), 1);
    finish(f);
}

/* Crowds of 64 pieces are counted besides, the last one of fewer. */
Test(random_few, two_of_two_crowds) {
    check_evenly(start("10.0.0.0/14", "10.64.0.0/17"), 63 * EIP__PIECE + 5,
                 71 * EIP__PIECE + 4095);
}

static struct eip__layout *start_crowds(struct fixture **f) {
    *f = start("10.0.0.0/13", NULL);
    return eip__space_layout(&(*f)->direct.space);
}

Test(random_few, crowds_follow_their_pieces) {
    struct fixture *f;
    struct eip__layout *layout = start_crowds(&f);

    cr_assert_eq(eip__offered_sum(layout), 0);
    offer(f, 3 * EIP__PIECE);
    offer(f, 64 * EIP__PIECE);
    offer(f, 127 * EIP__PIECE + 4000);
    cr_assert_eq(eip__hint32(&layout->crowd[0]), 1);
    cr_assert_eq(eip__hint32(&layout->crowd[1]), 2);
    cr_assert_eq(eip__offered_sum(layout), 3);
    for (uint64_t i = 0; i < 3; i++) {
        static const uint32_t expected[] = {3, 64, 127};
        uint64_t n = i;

        cr_assert_eq(eip__offered_piece(layout, &n), expected[i]);
        cr_assert_eq(n, 0);
    }
    eip__layout_recount(layout);
    cr_assert_eq(eip__offered_sum(layout), 3);
    finish(f);
}

Test(random_few, wrong_crowds_are_put_right) {
    struct fixture *f;
    struct eip__layout *layout = start_crowds(&f);
    uint64_t n = 5;

    offer(f, 70 * EIP__PIECE + 7);
    eip__offered_add(layout, 64, 4000); /* the next, which is not its */
    eip__note32(&layout->crowd[0], 9);
    cr_assert_eq(eip__offered_piece(layout, &n), EIP__NONE);
    eip__offered_add(layout, 64, (uint32_t)-4000);
    cr_assert_eq(eip__hint32(&layout->crowd[0]), 0);
    eip__note32(&layout->crowd[1], UINT32_MAX);
    cr_assert_eq(pick(f), 70 * EIP__PIECE + 7);
    cr_assert_eq(eip__hint32(&layout->crowd[1]), 1);
    finish(f);
}

/* Whatever is too much is sought in the last, which is put right, too. */
Test(random_few, a_last_crowd_of_which_too_little_was_said) {
    struct fixture *f;
    struct eip__layout *layout = start_crowds(&f);
    uint64_t n = 0;

    offer(f, 70 * EIP__PIECE + 7);
    eip__note32(&layout->crowd[1], 0);
    cr_assert_eq(eip__offered_piece(layout, &n), 70);
    cr_assert_eq(eip__hint32(&layout->crowd[1]), 1);
    finish(f);
}

/* Up to 64 pieces there is no room for counts of crowds. */
Test(random_few, where_crowds_are_counted) {
    static const uint32_t pieces[] = {1, 63, 64, 65, 127, 128, 129, 1024};
    static const uint32_t crowds[] = {0, 0, 0, 2, 2, 2, 3, 16};
    eip__a16 offered[65] = {0};
    eip__a32 crowd[2] = {0, 0};
    struct eip__layout layout = {.offered = offered, .crowd = crowd};

    for (uint32_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        cr_assert_eq(eip__offered_crowds(pieces[i]), crowds[i]);
    }
    layout.pieces = 64;
    eip__offered_add(&layout, 63, 5);
    cr_assert_eq(eip__hint32(&crowd[0]), 0);
    cr_assert_eq(eip__offered_sum(&layout), 5);
    layout.pieces = 65;
    eip__offered_add(&layout, 63, 5);
    eip__offered_add(&layout, 64, 7);
    cr_assert_eq(eip__hint32(&crowd[0]), 5);
    cr_assert_eq(eip__hint32(&crowd[1]), 7);
    cr_assert_eq(eip__hint16(&offered[63]), 10);
}

/* Of 1,024 pieces, whose crowds fill their line: all are offered, in each. */
Test(random_few, a_new_layout_is_counted) {
    static const struct direct_options options = {.policy = EIP_POLICY_RANDOM};
    struct direct *direct = calloc(1, sizeof *direct);
    const struct eip__layout *layout;

    direct_open(direct, &options);
    layout = direct_add_layout(direct, "10.0.0.0/10");
    cr_assert_eq(layout->pieces, 1024);
    for (uint32_t i = 0; i < 16; i++) {
        cr_assert_eq(eip__hint32(&layout->crowd[i]), EIP__CROWD * EIP__PIECE);
    }
    cr_assert_eq(eip__offered_sum(layout), UINT64_C(1) << 22);
    direct_close(direct);
    free(direct);
}

/* A piece's count is put right together with its crowd's. */
Test(random_few, a_wrong_piece_of_a_crowd) {
    struct fixture *f;
    struct eip__layout *layout = start_crowds(&f);

    offer(f, 127 * EIP__PIECE);
    eip__offered_add(layout, 100, 4000);
    for (uint32_t i = 0; i < 20; i++) {
        cr_assert_eq(pick(f), 127 * EIP__PIECE);
    }
    cr_assert_eq(eip__hint16(&layout->offered[100]), 0);
    cr_assert_eq(eip__hint32(&layout->crowd[1]), 1);
    finish(f);
}

/* More of them wrong than a pick has patience for: it is found all the same. */
Test(random_few, many_wrong_counts) {
    struct fixture *f = start("10.0.0.0/15", NULL);
    struct eip__layout *layout = eip__space_layout(&f->direct.space);

    for (uint32_t i = 0; i < layout->pieces; i++) {
        eip__note16(&layout->offered[i], 4000);
    }
    offer(f, 31 * EIP__PIECE + 4095);
    for (uint32_t i = 0; i < 10; i++) {
        cr_assert_eq(pick(f), 31 * EIP__PIECE + 4095);
    }
    finish(f);
}
