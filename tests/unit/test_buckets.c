/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Buckets with leftovers: how much of one a release moves on, and where its
 * addresses are then. */
#include "space/cool.h"

#include "space/fit.h"
#include "space/hint.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>

enum { COOLDOWN = 1000, NEXT = EIP__MARK_RING + 1, A_TURN = 64 };

static struct direct_block *start(const char *cidr) {
    const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                           .flags = EIP_POOL_KEEP_COOLING,
                                           .cooldown_ms = COOLDOWN};

    return direct_block_open(&options, cidr);
}

/* As it was released when this bucket was the current one. */
static void leave_over(struct direct_block *f, uint32_t record, uint32_t mark) {
    eip__publish(eip__records_word(&f->direct.records, record),
                 eip__word_make(EIP__FREE, mark, 0, 1));
    eip__publish(&eip__records_cold(&f->direct.records, record)->stamp,
                 eip__stamp_make(1, true, false, DIRECT_START_MS));
    (void)eip__offer(eip__records_hint(&f->direct.records, record, 0),
                     UINT64_C(1) << record % EIP__LEAF);
    eip__hint_offer(&f->direct.space, f->range, record, mark);
}

static void leave_pieces_over(struct direct_block *f, uint32_t pieces) {
    for (uint32_t i = 0; i < pieces; i++) {
        leave_over(f, f->range->record + i * EIP__PIECE, NEXT);
    }
}

static uint32_t mark_now(struct direct_block *f) {
    struct eip__moment moment = direct_moment(&f->direct);

    return eip__cool_mark(&f->direct.space, f->lane, &moment);
}

static uint32_t mark_of(struct direct_block *f, uint32_t record) {
    return eip__word_mark(
        eip__read(eip__records_word(&f->direct.records, record)));
}

static void expect_moved(struct direct_block *f, uint32_t pieces) {
    for (uint32_t i = 0; i < pieces; i++) {
        cr_assert_eq(mark_of(f, f->range->record + i * EIP__PIECE),
                     EIP__MARK_OLD, "piece %u", i);
    }
}

/* As many pieces as one release moves: the bucket is clean, and closed. */
Test(buckets, one_release_moves_so_much) {
    struct direct_block *f = start("10.0.0.0/13");

    leave_pieces_over(f, A_TURN);
    cr_assert_eq(mark_now(f), NEXT);
    expect_moved(f, A_TURN);
    cr_assert(!eip__layout_is_open(eip__space_layout(&f->direct.space), NEXT));
    direct_block_close(f);
}

/* One more: only the next release begins the bucket. */
Test(buckets, two_releases_move_more) {
    struct direct_block *f = start("10.0.0.0/13");

    leave_pieces_over(f, A_TURN + 1);
    cr_assert_eq(mark_now(f), EIP__MARK_RING);
    expect_moved(f, A_TURN);
    cr_assert_eq(mark_of(f, f->range->record + A_TURN * EIP__PIECE), NEXT);
    cr_assert_eq(mark_now(f), NEXT);
    expect_moved(f, A_TURN + 1);
    direct_block_close(f);
}

/* Every leaf of a piece, and the old may be picked at once. */
Test(buckets, all_of_a_piece_is_moved) {
    struct direct_block *f = start("10.0.0.0/20");
    struct eip__space *space = &f->direct.space;

    for (uint32_t leaf = 0; leaf < EIP__LEAF; leaf++) {
        leave_over(f, f->range->record + leaf * EIP__LEAF + leaf, NEXT);
    }
    eip__note(&space->past[EIP__MARK_OLD], UINT64_MAX);
    cr_assert_eq(mark_now(f), NEXT);
    for (uint32_t leaf = 0; leaf < EIP__LEAF; leaf++) {
        cr_assert_eq(mark_of(f, f->range->record + leaf * EIP__LEAF + leaf),
                     EIP__MARK_OLD, "leaf %u", leaf);
    }
    cr_assert_eq(eip__hint(&space->past[EIP__MARK_OLD]), 0);
    direct_block_close(f);
}

static void withdraw_hint(struct direct_block *f, uint32_t record,
                          uint32_t mark) {
    cr_assert_neq(eip__hint_withdraw(&f->direct.records, f->lane, record,
                                     UINT64_C(1) << record % EIP__LEAF, mark),
                  0);
}

/* No turn of the ring saw it, and its bucket has begun anew: it is old. */
Test(buckets, a_block_returned_after_its_bucket_began_anew) {
    struct direct_block *f = start("10.0.0.0/30");
    struct eip__space *space = &f->direct.space;
    struct eip__fit fit;

    leave_over(f, f->range->record, NEXT);
    withdraw_hint(f, f->range->record, NEXT);
    eip__fit_at(f->range, f->range->cidr.base, 1, &fit);
    eip__note(&space->began[NEXT - EIP__MARK_RING], DIRECT_START_MS + 1);
    eip__note(&space->past[EIP__MARK_OLD], UINT64_MAX);
    eip__fit_return(space, &fit);
    cr_assert_eq(mark_of(f, f->range->record), EIP__MARK_OLD);
    cr_assert_eq(eip__hint(&space->past[EIP__MARK_OLD]), 0,
                 "it is passed over");
    cr_assert(direct_is_sound(&f->direct));
    direct_block_close(f);
}

/* What a drain called off brings back may be of any age. */
Test(buckets, what_is_restored_is_looked_for) {
    struct direct_block *f = start("10.0.0.0/30");
    struct eip__space *space = &f->direct.space;

    leave_over(f, f->range->record, NEXT);
    cr_assert_eq(direct_withdraw(&f->direct, f->range), 0);
    eip__note(&space->past[NEXT], UINT64_MAX);
    direct_restore(&f->direct, f->lane, f->range);
    cr_assert_eq(eip__hint(&space->past[NEXT]), 0, "it is passed over");
    direct_block_close(f);
}

/* Of blocks that are as good, the first from the cursor on. */
Test(buckets, the_first_block_of_an_age) {
    struct direct_block *f = start("10.0.0.0/29");
    struct eip__moment moment;
    struct eip__fit fit;

    for (uint32_t i = 0; i < 8; i++) {
        leave_over(f, f->range->record + i, EIP__MARK_OLD);
    }
    eip__note(&f->direct.now_ms, DIRECT_START_MS + COOLDOWN);
    eip__note32(&f->direct.space.policy, EIP_POLICY_CURSOR);
    eip__note(&f->direct.space.cursor, f->range->cidr.base + 2);
    moment = direct_moment(&f->direct);
    cr_assert_eq(eip__fit_any(&f->direct.space, f->lane, &moment, 1, &fit),
                 EIP__FITTED);
    cr_assert_eq(fit.address, f->range->cidr.base + 2);
    direct_block_close(f);
}
