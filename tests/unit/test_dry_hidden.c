/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Addresses that only an announced leaf or a closed summary hides, and what
 * the proof of emptiness then says. Stopped threads are lanes of the test's
 * own. */
#include "space/dry.h"

#include "space/hint.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, SIZE = 128, COOLDOWN = 1000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct eip__lane *stopped;
    struct direct_address held[SIZE];
};

/* All but the last `left` addresses of two leaves are held. */
static struct fixture *start(uint64_t cooldown_ms, uint32_t flags,
                             uint32_t left) {
    const struct direct_options options = {.cooldown_ms = cooldown_ms,
                                           .flags = flags};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/25"));
    f->lane = direct_enter(&f->direct);
    f->stopped = direct_stopped_lane(&f->direct);
    for (uint32_t i = 0; i < SIZE - left; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &f->held[i]));
    }
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static bool pick(struct fixture *f, struct eip__lane *lane,
                 struct eip__pick *picked) {
    struct eip__moment moment = direct_moment(&f->direct);

    return eip__pick_any(&f->direct.space, lane, &moment, picked);
}

static void withdraw_and_stop(struct fixture *f, uint32_t record) {
    uint32_t mark = eip__word_mark(
        eip__read(eip__records_word(&f->direct.records, record)));

    cr_assert_neq(eip__hint_withdraw(&f->direct.records, f->stopped, record,
                                     UINT64_C(1) << record % EIP__LEAF, mark),
                  0);
}

/* It will be free without anybody's doing, so no proof may last. */
Test(dry_hidden, a_cooling_address_in_an_announced_leaf) {
    struct fixture *f = start(COOLDOWN, EIP_POOL_KEEP_COOLING, 0);
    struct eip__pick picked;

    cr_assert(direct_give(&f->direct, f->lane, &f->held[3]));
    withdraw_and_stop(f, f->held[3].record);
    cr_assert(!pick(f, f->lane, &picked));
    cr_assert(!eip__dry_is_proven(&f->direct.space));
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + COOLDOWN);
    cr_assert(pick(f, f->lane, &picked));
    cr_assert_eq(picked.record, f->held[3].record);
    finish(f);
}

/* Only a pool that keeps cooling addresses back is empty with one. */
Test(dry_hidden, a_cooling_address_under_a_closed_summary) {
    struct fixture *f = start(COOLDOWN, 0, 0);
    struct eip__pick picked;
    uint32_t mark;

    cr_assert(direct_give(&f->direct, f->lane, &f->held[3]));
    mark = eip__word_mark(direct_word(&f->direct, f->held[3].address));
    eip__publish(&eip__space_layout(&f->direct.space)->root[mark], 0);
    eip__hint_announce(f->lane, EIP__LEAF); /* no help from there */
    cr_assert(pick(f, f->lane, &picked));
    cr_assert_eq(picked.record, f->held[3].record);
    finish(f);
}

/* I4: who is at work on an address has announced its leaf, also where another
 * had withdrawn the hint. */
Test(dry_hidden, who_finds_an_address_announces_its_leaf) {
    struct fixture *f = start(0, 0, 1);
    struct eip__pick picked;
    uint32_t first;

    withdraw_and_stop(f, SIZE - 1);
    eip__hint_announce(f->lane, 0);
    cr_assert(pick(f, f->lane, &picked));
    cr_assert_eq(picked.record, SIZE - 1);
    cr_assert(eip__hint_announced(eip__look(&f->lane->announced), &first));
    cr_assert_eq(first, SIZE - EIP__LEAF);
    finish(f);
}

/* Two are hidden, one by a closed summary, one by a stopped thread: the one that
 * is not picked stays offered. */
Test(dry_hidden, what_is_found_and_not_picked) {
    struct fixture *f = start(0, 0, 1);
    struct eip__lane *third = direct_stopped_lane(&f->direct);
    struct eip__space *space = &f->direct.space;
    struct eip__pick picked;

    cr_assert(direct_give(&f->direct, f->lane, &f->held[5]));
    withdraw_and_stop(f, SIZE - 1);
    eip__hint_announce(f->lane, EIP__LEAF);
    eip__publish(&eip__space_layout(space)->root[EIP__MARK_FRESH], 0);
    cr_assert(pick(f, third, &picked));
    eip__pick_return(space, &picked);
    eip__hint_offer_free(space, f->held[5].range, SIZE - 1);
    cr_assert(direct_is_sound(&f->direct));
    finish(f);
}

/* Behind the last leaf of a segment there is nothing to look at. */
Test(dry_hidden, the_last_leaf_of_a_segment) {
    const struct direct_options options = {0};
    struct direct direct;
    struct eip__lane *lane;
    struct direct_address taken;
    const uint32_t last = EIP__SEGMENT - EIP__LEAF;

    direct_open(&direct, &options);
    (void)direct_add(&direct, direct_cidr("10.0.0.0/12"));
    lane = direct_enter(&direct);
    for (uint32_t i = 0; i < EIP__LEAF; i++) {
        cr_assert(
            direct_take_this(&direct, OWNER, 0x0a000000 + last + i, &taken));
    }
    for (uint32_t i = 0; i < EIP__SEGMENT; i += EIP__LEAF) {
        eip__publish(eip__records_hint(&direct.records, i, 0), UINT64_MAX);
    }
    eip__hint_announce(direct_stopped_lane(&direct), last);
    cr_assert(!direct_take_any(&direct, lane, OWNER, &taken));
    direct_leave(lane);
    direct_close(&direct);
}

/* Turned off or on, it never goes back: a value that somebody told of does not
 * come again. */
Test(dry_hidden, the_sequence_only_grows) {
    struct fixture *f = start(0, 0, 0);
    struct eip__space *space = &f->direct.space;
    struct eip__pick picked;
    uint32_t turned_off = 0;

    while (turned_off < 3) {
        uint64_t dry;

        cr_assert(!pick(f, f->lane, &picked));
        dry = eip__look(&space->dry);
        cr_assert_eq(dry & 1, 1);
        eip__dry_tell(space);
        cr_assert_gt(eip__look(&space->dry), dry + 1);
        turned_off += (eip__look(&space->dry) & 1) == 0;
    }
    finish(f);
}

/* -- lanes whose threads are gone ------------------------------------------------- */

/* Nobody gives any more there, so that proofs last again. */
Test(dry_hidden, a_gone_giver_is_mended) {
    struct fixture *f = start(0, 0, 0);
    struct eip__pick picked;

    eip__hint_begin_giving(&f->direct.space, f->stopped, f->held[9].record);
    cr_assert(!pick(f, f->lane, &picked));
    cr_assert(!eip__dry_is_proven(&f->direct.space));
    eip__hint_mend(&f->direct.records, f->stopped);
    cr_assert(!pick(f, f->lane, &picked));
    cr_assert(eip__dry_is_proven(&f->direct.space));
    finish(f);
}

Test(dry_hidden, mended_in_a_second_block) {
    struct fixture *f = start(0, 0, 0);
    struct eip__range *second =
        direct_add(&f->direct, direct_cidr("10.0.1.0/25"));

    withdraw_and_stop(f, second->record + SIZE - 1);
    cr_assert(!direct_is_sound(&f->direct));
    eip__hint_mend(&f->direct.records, f->stopped);
    cr_assert(direct_is_sound(&f->direct));
    finish(f);
}

/* -- a block that is not yet laid out ----------------------------------------------- */

Test(dry_hidden, what_is_not_laid_out_opens_nothing) {
    struct fixture *f = start(0, 0, 0);
    struct eip__layout *layout = eip__space_layout(&f->direct.space);
    struct eip__range *range;

    cr_assert_eq(
        eip__cidr_make(&f->direct.space, direct_cidr("10.0.1.0/28"), &range),
        EIP_OK);
    cr_assert_eq(eip__records_assign(&f->direct.records, range), EIP_OK);
    for (range->index = 0; range->index < 2; range->index++) {
        /* Another's, then one that is nobody's yet. */
        eip__hint_offer(&f->direct.space, range, range->record, EIP__MARK_OLD);
        cr_assert(!eip__layout_is_open(layout, EIP__MARK_OLD));
    }
    eip__cidr_unmake(range);
    finish(f);
}
