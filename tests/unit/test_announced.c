/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What a lane has announced as a block or keeps in reserve, at any place: it
 * is found by the proof of emptiness, recalled, and mended. The lane is one
 * that a thread has left so. */
#include "space/hint.h"

#include "space/cool.h"
#include "space/reserve.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>

enum { OWNER = 3, BLOCK = 16 };

static struct direct_block *start(const char *cidr, bool scattered) {
    const struct direct_options options = {.scattered = scattered, .seed = 5};
    struct direct_block *f = direct_block_open(&options, cidr);

    f->gone = direct_stopped_lane(&f->direct);
    return f;
}

static uint32_t record_of(struct direct_block *f, uint32_t offset) {
    return eip__range_record(f->range, f->range->cidr.base + offset);
}

/* All is held but this address, whose hint nobody offers. */
static void hide(struct direct_block *f, uint32_t offset) {
    struct direct_address taken;

    for (uint32_t i = 0; i < eip_cidr_count(f->range->cidr); i++) {
        uint32_t record = record_of(f, i);

        if (i != offset) {
            cr_assert(direct_take_this(&f->direct, OWNER,
                                       f->range->cidr.base + i, &taken));
        }
        (void)eip__hint_withdraw(&f->direct.records, f->lane, record,
                                 UINT64_C(1) << record % EIP__LEAF,
                                 EIP__MARK_FRESH);
    }
    eip__publish(&f->lane->announced, 0);
}

static void expect_found(struct direct_block *f, uint32_t offset) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken),
              "%u is not found", offset);
    cr_assert_eq(taken.address, f->range->cidr.base + offset);
}

/* -- blocks --------------------------------------------------------------------------- */

Test(announced, the_addresses_of_a_block) {
    static const char *const cidrs[] = {"10.0.0.64/26", "10.0.0.8/29",
                                        "10.0.0.9/32"};

    for (uint32_t n = 0; n < 6; n++) {
        struct direct_block *f = start(cidrs[n / 2], n % 2 != 0);
        uint32_t size = (uint32_t)eip_cidr_count(f->range->cidr);
        uint32_t most = size < BLOCK ? size : BLOCK;

        for (uint32_t i = 0; i < size; i++) {
            uint32_t block[EIP__OP_MORE];

            cr_assert_eq(eip__hint_block(f->range, record_of(f, i), block),
                         most);
            for (uint32_t k = 0; k < most; k++) {
                cr_assert_eq(block[k], record_of(f, i / most * most + k));
            }
        }
        direct_block_close(f);
    }
}

/* The last of a block is announced, or the first, record 0. */
static void check_block(bool scattered, uint32_t announced, uint32_t hidden,
                        bool mend) {
    struct direct_block *f = start("10.0.0.0/25", scattered);

    hide(f, hidden);
    eip__hint_begin_block(&f->direct.space, f->gone, record_of(f, announced));
    if (mend) {
        eip__hint_mend(&f->direct.records, f->gone);
        cr_assert_eq(eip__hint(&f->gone->block), 0);
        cr_assert(direct_is_sound(&f->direct));
    }
    expect_found(f, hidden);
    direct_block_close(f);
}

Test(announced, a_block_is_looked_at) {
    for (uint32_t n = 0; n < 4; n++) {
        bool scattered = (n & 1) != 0;
        bool mend = (n & 2) != 0;

        check_block(scattered, 0, 0, mend);
        check_block(scattered, 0, 15, mend);
        check_block(scattered, 15, 0, mend);
        check_block(scattered, 15, 15, mend);
        check_block(scattered, 112, 119, mend);
        check_block(scattered, 127, 112, mend);
    }
}

/* The record after the block's last is another leaf's, the one after that of
 * no block. */
Test(announced, a_block_at_the_end_of_its_records) {
    for (uint32_t mend = 0; mend < 2; mend++) {
        struct direct_block *f = start("10.0.0.0/28", false);

        hide(f, 0);
        eip__hint_begin_block(&f->direct.space, f->gone, record_of(f, 15));
        cr_assert_eq(eip__hint(&f->gone->block), record_of(f, 15) + 1);
        if (mend != 0) {
            eip__hint_mend(&f->direct.records, f->gone);
            cr_assert(direct_is_sound(&f->direct));
        }
        expect_found(f, 0);
        direct_block_close(f);
    }
}

/* In a scattered block each of the 16 has a leaf of its own, or nearly. */
Test(announced, each_leaf_of_a_block_is_mended) {
    for (uint32_t hidden = 0; hidden < 3 * BLOCK; hidden++) {
        struct direct_block *f = start("10.0.0.0/20", true);
        uint32_t announced = hidden / BLOCK * BLOCK + 3;

        hide(f, hidden);
        eip__hint_begin_block(&f->direct.space, f->gone,
                              record_of(f, announced));
        eip__hint_mend(&f->direct.records, f->gone);
        cr_assert(direct_is_sound(&f->direct), "%u", hidden);
        direct_block_close(f);
    }
}

/* Whoever steps its words back tells nobody: so a proof made before is over. */
Test(announced, a_block_ends_a_proof) {
    struct direct_block *f = start("10.0.0.0/28", false);
    struct direct_address taken[BLOCK];
    struct direct_address none;

    for (uint32_t i = 0; i < BLOCK; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken[i]));
    }
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &none));
    cr_assert(eip__dry_is_proven(&f->direct.space));
    eip__hint_begin_block(&f->direct.space, f->gone, taken[0].record);
    cr_assert(!eip__dry_is_proven(&f->direct.space));
    direct_block_close(f);
}

/* -- reserves ------------------------------------------------------------------------- */

static void reserve(struct direct_block *f, uint32_t at, uint32_t record) {
    eip__publish(&f->gone->reserve[at],
                 (uint64_t)(record >> EIP__LEAF_BITS) + 1);
}

Test(announced, a_reserve_is_looked_at) {
    for (uint32_t at = 0; at < EIP__SPOTS; at++) {
        for (uint32_t leaf = 0; leaf < 2; leaf++) {
            struct direct_block *f = start("10.0.0.0/25", false);

            hide(f, leaf * EIP__LEAF + 9);
            reserve(f, at, leaf * EIP__LEAF);
            expect_found(f, leaf * EIP__LEAF + 9);
            direct_block_close(f);
        }
    }
}

Test(announced, a_reserve_is_recalled) {
    for (uint32_t at = 0; at < EIP__SPOTS; at++) {
        struct direct_block *f = start("10.0.0.0/25", false);
        struct eip__space *space = &f->direct.space;

        cr_assert(!eip__reserve_recall(space, f->lane), "there is none");
        hide(f, 70);
        reserve(f, at, 64);
        eip__publish(&space->reserved, 1);
        f->gone->random[0] = 1; /* not a reserve, though it lies behind */
        cr_assert(eip__reserve_recall(space, f->lane));
        cr_assert_eq(f->gone->random[0], 1);
        cr_assert_eq(eip__hint(&f->gone->reserve[at]), 0);
        cr_assert_eq(eip__look(&space->reserved), 0, "is looked for again");
        cr_assert(direct_is_sound(&f->direct));
        cr_assert(!eip__reserve_recall(space, f->lane));
        direct_block_close(f);
    }
}

Test(announced, a_proof_recalls) {
    struct direct_block *f = start("10.0.0.0/25", false);
    struct eip__moment moment = direct_moment(&f->direct);
    struct eip__pick pick;

    hide(f, 70);
    reserve(f, 0, 64);
    eip__publish(&f->direct.space.reserved, 1);
    cr_assert_eq(eip__dry_prove(&f->direct.space, f->lane, &moment, &pick),
                 EIP__PROOF_FOUND);
    cr_assert_eq(pick.record, 70);
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 0);
    direct_block_close(f);
}

Test(announced, a_reserve_is_mended) {
    for (uint32_t at = 0; at < EIP__SPOTS; at++) {
        struct direct_block *f = start("10.0.0.0/25", false);
        uint32_t leaf = at % 2 * EIP__LEAF;

        hide(f, leaf + 6);
        reserve(f, at, leaf);
        f->gone->spot[at].layout = 1;
        eip__note(&f->gone->spot[at].bits, 1);
        eip__hint_mend(&f->direct.records, f->gone);
        cr_assert(direct_is_sound(&f->direct));
        cr_assert_eq(f->gone->spot[at].layout, 0, "it goes on there");
        cr_assert_eq(eip__hint(&f->gone->spot[at].bits), 0);
        cr_assert_eq(eip__hint(&f->gone->reserve[at]), 0);
        direct_block_close(f);
    }
}

static void expect_lasting_proof(struct direct_block *f) {
    struct direct_address taken;

    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert(eip__dry_is_proven(&f->direct.space));
}

/* Hints in reserve are of words that are looked at: nothing is about to be
 * free. */
Test(announced, a_proof_lasts_over_a_reserve) {
    struct direct_block *f = start("10.0.0.0/25", false);

    hide(f, 9);
    reserve(f, 2, 0);
    expect_found(f, 9);
    expect_lasting_proof(f);
    direct_block_close(f);
}

/* Who has recalled is done with it. */
Test(announced, a_proof_lasts_after_a_recall) {
    struct direct_block *f = start("10.0.0.0/25", false);

    hide(f, 9);
    reserve(f, 2, 0);
    eip__publish(&f->direct.space.reserved, 1);
    cr_assert(
        eip__reserve_recall(&f->direct.space, direct_stopped_lane(&f->direct)));
    expect_found(f, 9);
    expect_lasting_proof(f);
    direct_block_close(f);
}

/* -- the leaf ------------------------------------------------------------------------- */

/* Whatever was offered there is below an open summary again. */
Test(announced, every_class_of_the_leaf_is_opened) {
    struct direct_block *f = start("10.0.0.0/26", false);
    struct eip__layout *layout = eip__space_layout(&f->direct.space);

    hide(f, 63);
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a00003f,
                               &(struct direct_address){0}));
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        eip__publish(&layout->root[mark], 0);
    }
    eip__hint_announce(f->gone, 0);
    eip__hint_mend(&f->direct.records, f->gone);
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        cr_assert(eip__layout_is_open(layout, mark), "class %u", mark);
    }
    direct_block_close(f);
}

/* -- keeping -------------------------------------------------------------------------- */

/* All of a leaf is kept, be it one address; none while `dry` is on. */
Test(announced, keeping_one) {
    struct direct_block *f = start("10.0.0.0/26", false);
    struct eip__spot *spot = &f->lane->spot[0];

    hide(f, 0);
    eip__hint_offer(&f->direct.space, f->range, 0, EIP__MARK_FRESH);
    spot->hints = eip__records_hint(&f->direct.records, 0, EIP__MARK_FRESH);
    spot->valid = UINT64_MAX;
    spot->record = 0;
    eip__publish(&f->direct.space.dry, 1);
    cr_assert(!eip__reserve_keep(&f->direct.space, f->lane, 0));
    eip__publish(&f->direct.space.dry, 2);
    cr_assert(eip__reserve_keep(&f->direct.space, f->lane, 0));
    cr_assert_eq(eip__hint(&spot->bits), 1);
    cr_assert(eip__reserve_keeps(&f->direct.lanes, 0));
    eip__note(&spot->bits, 0);
    cr_assert(!eip__reserve_keep(&f->direct.space, f->lane, 0), "none is left");
    direct_block_close(f);
}
