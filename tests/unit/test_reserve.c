/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Hints that a lane keeps for its next picks, and how others get at them. */
#include "space/reserve.h"

#include "space/cool.h"
#include "space/pick.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>

enum { OWNER = 3, OTHER = 4, COOLDOWN = 1000, LEAF = 64 };

/* `gone` is the lane of a stopped thread, or of somebody else. */
static struct direct_block *start(uint64_t cooldown_ms, const char *cidr) {
    const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                           .cooldown_ms = cooldown_ms,
                                           .scattered = true,
                                           .seed = 2};
    struct direct_block *f = direct_block_open(&options, cidr);

    f->gone = direct_stopped_lane(&f->direct);
    return f;
}

static void finish(struct direct_block *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_block_close(f);
}

static struct direct_address take(struct direct_block *f,
                                  struct eip__lane *lane) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, lane, OWNER, &taken));
    return taken;
}

static uint32_t kept(const struct eip__lane *lane) {
    return (uint32_t)__builtin_popcountll(eip__hint(&lane->spot[0].bits) |
                                          eip__hint(&lane->spot[0].put_off));
}

static bool is_public(struct direct_block *f, uint32_t record) {
    uint64_t hints =
        eip__hint(eip__records_hint(&f->direct.records, record, 0));

    return (hints >> record % LEAF & 1) == 0;
}

/* Two picks in one leaf: the second withdraws all. */
static struct direct_address take_two(struct direct_block *f,
                                      struct eip__lane *lane) {
    struct direct_address first = take(f, lane);

    cr_assert_eq(kept(lane), 0);
    (void)take(f, lane);
    cr_assert_eq(kept(lane), LEAF - 2);
    return first;
}

Test(reserve, the_second_pick_in_a_leaf_keeps_the_rest) {
    struct direct_block *f = start(0, "10.0.0.0/26");

    (void)take_two(f, f->lane);
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), 1);
    cr_assert(eip__reserve_has(f->lane, 0));
    for (uint32_t record = 0; record < LEAF; record++) {
        cr_assert(!is_public(f, record));
        cr_assert_eq(eip__reserve_keeps(&f->direct.lanes, record),
                     eip__word_is_free(eip__read(
                         eip__records_word(&f->direct.records, record))));
    }
    cr_assert(!eip__reserve_keeps(&f->direct.lanes, LEAF));
    cr_assert(direct_is_sound(&f->direct));
    for (uint32_t i = 2; i < LEAF; i++) {
        (void)take(f, f->lane);
    }
    cr_assert_eq(kept(f->lane), 0);
    finish(f);
}

/* In the same leaf the word `reserve` stays as it is. */
Test(reserve, what_another_releases_is_kept_again) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    for (uint32_t i = 2; i < LEAF; i++) {
        (void)take(f, f->lane);
    }
    eip__note32(&f->direct.space.policy, EIP_POLICY_RANDOM);
    cr_assert(direct_give(&f->direct, f->gone, &first));
    eip__note32(&f->direct.space.policy, EIP_POLICY_SPREAD);
    cr_assert(is_public(f, first.record));
    cr_assert_eq(take(f, f->lane).record, first.record);
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), 1);
    cr_assert_eq(kept(f->lane), 0);
    finish(f);
}

/* -- what a lane releases itself -------------------------------------------- */

static bool is_kept(struct direct_block *f,
                    const struct direct_address *given) {
    return !is_public(f, given->record) &&
           eip__reserve_keeps(&f->direct.lanes, given->record);
}

/* H8 */
static void expect_reserved(struct direct_block *f,
                            const struct direct_address *held) {
    uint32_t before = kept(f->lane);

    cr_assert(direct_give(&f->direct, f->lane, held));
    cr_assert(is_kept(f, held));
    cr_assert_eq(kept(f->lane), before + 1);
}

/* H9 */
static void expect_pocketed(struct direct_block *f,
                            const struct direct_address *held) {
    uint32_t before = kept(f->lane);

    cr_assert(direct_give(&f->direct, f->lane, held));
    cr_assert(is_kept(f, held));
    cr_assert_eq(kept(f->lane), before);
    cr_assert(eip__reserve_pocketed(f->lane, 0));
    cr_assert_eq(eip__hint(&f->lane->spot[0].bits), 0, "it is not next");
    cr_assert_eq(eip__hint(&f->lane->reserve[EIP__SPOTS]),
                 held->record / LEAF + 1);
    cr_assert_eq(eip__hint(&f->direct.space.reserved), 1);
}

/* H9 of the spot. */
static void expect_placed(struct direct_block *f,
                          const struct direct_address *held, uint32_t with) {
    cr_assert(direct_give(&f->direct, f->lane, held));
    cr_assert(is_kept(f, held));
    cr_assert_eq(kept(f->lane), with + 1);
    cr_assert(!eip__reserve_pocketed(f->lane, 0));
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), held->record / LEAF + 1);
    cr_assert_eq(eip__hint(&f->direct.space.reserved), 1);
}

static void expect_public(struct direct_block *f,
                          const struct direct_address *held) {
    cr_assert(direct_give(&f->direct, f->lane, held));
    cr_assert(is_public(f, held->record));
    cr_assert(!eip__reserve_keeps(&f->direct.lanes, held->record));
}

static void expect_taken(struct direct_block *f,
                         const struct direct_address *last) {
    struct direct_address again = take(f, f->lane);

    cr_assert_eq(again.record, last->record);
    cr_assert_eq(again.generation, last->generation + 1);
    cr_assert_eq(again.range, last->range);
}

Test(reserve, what_a_lane_releases_there_it_keeps) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);
    struct direct_address last = take(f, f->lane);

    expect_reserved(f, &first);
    expect_reserved(f, &last);
    for (uint32_t i = 1; i < LEAF; i++) {
        (void)take(f, f->lane);
    }
    cr_assert_eq(kept(f->lane), 0, "the leaf is all held, but for one");
    finish(f);
}

/* The lane looks nowhere else for as long as it takes what it gave. */
Test(reserve, one_address_over_and_over) {
    struct direct_block *f = start(0, "10.0.0.0/25");
    struct direct_address taken = take(f, f->lane);

    for (uint32_t i = 1; i < LEAF; i++) {
        taken = take(f, f->lane);
    }
    for (uint32_t i = 0; i < 3; i++, taken.generation++) {
        expect_reserved(f, &taken);
        expect_taken(f, &taken);
    }
    finish(f);
}

Test(reserve, one_of_another_leaf_goes_into_the_pocket) {
    struct direct_block *f = start(0, "10.0.0.0/24");
    struct direct_address first = take(f, f->lane);
    struct direct_address second = take(f, f->lane);
    struct direct_address next = second;

    while (next.record / LEAF == first.record / LEAF) {
        next = take(f, f->lane);
    }
    (void)take(f, f->lane);
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), next.record / LEAF + 1);
    expect_pocketed(f, &first);
    expect_public(f, &second); /* no more than one */
    cr_assert_eq(kept(f->lane), LEAF - 2, "the rest is put off");
    expect_taken(f, &first);
    cr_assert(!eip__reserve_pocketed(f->lane, 0));
    cr_assert_eq(eip__hint(&f->lane->spot[0].put_off), 0);
    cr_assert_eq(take(f, f->lane).record / LEAF, next.record / LEAF);
    expect_reserved(f, &next);
    finish(f);
}

/* The rest of a leaf is put off, and stays so when the pocket is filled anew with
 * no pick in between. */
static struct direct_block *put_off(struct direct_address *first,
                                    struct direct_address *second) {
    struct direct_block *f = start(0, "10.0.0.0/24");
    struct direct_address next;

    *first = take(f, f->gone);
    *second = take(f, f->gone);
    do {
        next = take(f, f->lane);
    } while (next.record / LEAF == first->record / LEAF);
    (void)take(f, f->lane);
    expect_pocketed(f, first);
    cr_assert_eq(kept(f->lane), LEAF - 2);
    cr_assert(direct_is_sound(&f->direct));
    return f;
}

static void expect_nothing_lost(struct direct_block *f,
                                const struct direct_address *second) {
    cr_assert(direct_give(&f->direct, f->lane, second));
    cr_assert_eq(kept(f->lane), LEAF - 2);
    cr_assert(direct_is_sound(&f->direct));
    expect_taken(f, second);
    (void)take(f, f->lane);
    finish(f);
}

Test(reserve, what_is_put_off_under_another_layout) {
    struct direct_address first;
    struct direct_address second;
    struct direct_block *f = put_off(&first, &second);

    (void)direct_add(&f->direct, direct_cidr("10.0.1.0/24"));
    expect_nothing_lost(f, &second);
}

/* By one who had been at the spot's reserve before anything was there. */
Test(reserve, what_is_put_off_when_the_pocket_was_recalled) {
    struct direct_address first;
    struct direct_address second;
    struct direct_block *f = put_off(&first, &second);

    eip__hint_offer(&f->direct.space, first.range, first.record,
                    EIP__MARK_FRESH);
    eip__publish(&f->lane->reserve[EIP__SPOTS], 0);
    expect_nothing_lost(f, &second);
}

/* Its picks are at a released one when the pool's cooldown ends. */
Test(reserve, a_release_into_the_leaf_of_a_spot_of_another_class) {
    struct direct_block *f = start(COOLDOWN, "10.0.0.0/26");
    struct direct_address taken[LEAF];

    for (uint32_t i = 0; i < LEAF; i++) {
        taken[i] = take(f, f->lane);
    }
    cr_assert(direct_give(&f->direct, f->lane, &taken[0]));
    cr_assert(direct_give(&f->direct, f->lane, &taken[1]));
    (void)take(f, f->lane);
    cr_assert_neq(f->lane->spot[0].mark, EIP__MARK_FRESH);
    direct_set_cooldown(&f->direct, 0);
    expect_pocketed(f, &taken[2]);
    finish(f);
}

/* Twice of one leaf: it is there that the lane picks. */
Test(reserve, the_spot_moves_to_the_pocket) {
    struct direct_block *f = start(0, "10.0.0.0/24");
    struct direct_address first = take(f, f->gone);
    struct direct_address old = take(f, f->lane);
    uint64_t rest;

    while (old.record / LEAF == first.record / LEAF) {
        old = take(f, f->lane);
    }
    (void)take(f, f->lane);
    rest = eip__hint(&f->lane->spot[0].bits);
    cr_assert_neq(rest, 0);
    expect_pocketed(f, &first);
    expect_taken(f, &first);
    first.generation++;
    expect_placed(f, &first, 0);
    cr_assert_eq(f->lane->spot[0].record, first.record / LEAF * LEAF);
    cr_assert(is_public(f, old.record / LEAF * LEAF +
                               (uint32_t)__builtin_ctzll(rest)));
    expect_taken(f, &first);
    first.generation++;
    expect_reserved(f, &first);
    finish(f);
}

/* Two of one leaf in a row do not. */
Test(reserve, the_spot_stays_while_the_pocket_is_full) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take(f, f->gone);
    struct direct_address second = take(f, f->gone);

    expect_pocketed(f, &first);
    expect_public(f, &second);
    expect_taken(f, &first);
    direct_add(&f->direct, direct_cidr("10.0.1.0/24"));
    first.generation++;
    expect_pocketed(f, &first); /* nor under another layout */
    finish(f);
}

Test(reserve, a_release_into_a_reserve_that_was_recalled) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    (void)take(f, f->gone);
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), 0);
    eip__note(&f->direct.space.reserved, 1); /* by a third */
    expect_placed(f, &first, 0);
    finish(f);
}

/* It has told that it will look, and has not come to this lane yet: who comes
 * after it would not look. */
Test(reserve, a_release_beside_a_recall) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    eip__note(&f->direct.space.reserved, 0);
    expect_placed(f, &first, LEAF - 2);
    finish(f);
}

Test(reserve, a_release_while_dry_is_on) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    eip__note(&f->direct.space.dry, 1);
    expect_public(f, &first);
    cr_assert_eq(eip__hint(&f->direct.space.dry), 5, "told before and after");
    finish(f);
}

Test(reserve, a_release_under_another_layout) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    (void)direct_add(&f->direct, direct_cidr("10.0.1.0/24"));
    expect_pocketed(f, &first);
    finish(f);
}

/* What is in the pocket since before goes out of it. */
Test(reserve, a_pocket_of_another_layout) {
    struct direct_block *f = start(0, "10.0.0.0/25");
    struct direct_address first = take(f, f->gone);
    struct direct_address second;
    struct direct_address third;

    expect_pocketed(f, &first);
    (void)direct_add(&f->direct, direct_cidr("10.0.1.0/24"));
    third = take(f, f->lane);
    cr_assert_neq(third.record, first.record);
    cr_assert(is_kept(f, &first));
    do {
        second = take(f, f->gone);
    } while (second.record / LEAF == first.record / LEAF ||
             second.record / LEAF == third.record / LEAF);
    expect_pocketed(f, &second);
    cr_assert(is_public(f, first.record));
    finish(f);
}

Test(reserve, a_pocket_is_recalled) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take(f, f->gone);

    for (uint32_t i = 1; i < LEAF; i++) {
        (void)take(f, f->gone);
    }
    expect_pocketed(f, &first);
    cr_assert_eq(take(f, f->gone).record, first.record);
    cr_assert(!eip__reserve_pocketed(f->lane, 0));
    cr_assert_eq(eip__hint(&f->direct.space.dry), 0, "without a proof");
    first.generation++;
    expect_pocketed(f, &first); /* of which there is nothing any more */
    finish(f);
}

/* Another has taken it since by name, and holds it, or has released it. */
Test(reserve, a_pocket_whose_word_is_not_unused) {
    for (uint32_t n = 0; n < 2; n++) {
        struct direct_block *f = start(0, "10.0.0.0/26");
        struct direct_address first = take(f, f->gone);
        struct direct_address named;

        expect_pocketed(f, &first);
        cr_assert(direct_take_this(&f->direct, OTHER, first.address, &named));
        if (n != 0) {
            direct_set_cooldown(&f->direct, COOLDOWN);
            cr_assert(direct_give(&f->direct, f->gone, &named));
        }
        cr_assert_neq(take(f, f->lane).record, first.record);
        cr_assert(!eip__reserve_pocketed(f->lane, 0));
        finish(f);
    }
}

Test(reserve, a_policy_that_says_which_is_next_has_no_pocket) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take(f, f->gone);
    struct direct_address second = take(f, f->gone);

    expect_pocketed(f, &first);
    eip__note32(&f->direct.space.policy, EIP_POLICY_CURSOR);
    eip__note(&f->direct.space.cursor, (uint64_t)first.address + 1);
    expect_public(f, &second);
    cr_assert_neq(take(f, f->lane).record, first.record);
    finish(f);
}

Test(reserve, a_gone_threads_pocket_is_mended) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take(f, f->lane);

    cr_assert(direct_give(&f->direct, f->gone, &first));
    cr_assert(eip__reserve_pocketed(f->gone, 0));
    eip__publish(&f->gone->announced, 0);
    eip__hint_mend(&f->direct.records, f->gone);
    cr_assert(!eip__reserve_pocketed(f->gone, 0));
    cr_assert_eq(eip__hint(&f->gone->pocket[0].record), 0);
    cr_assert_eq(eip__hint(&f->gone->reserve[EIP__SPOTS]), 0);
    cr_assert(is_public(f, first.record));
    finish(f);
}

/* If the space does not say that there is any, the proof looks itself. */
Test(reserve, the_proof_of_emptiness_looks_into_pockets) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take(f, f->lane);

    for (uint32_t i = 1; i < LEAF; i++) {
        (void)take(f, f->lane);
    }
    cr_assert(direct_give(&f->direct, f->gone, &first));
    eip__publish(&f->gone->announced, 0);
    eip__note(&f->direct.space.reserved, 0);
    cr_assert_eq(take(f, f->lane).record, first.record);
    finish(f);
}

/* The word `reserve` of a leaf that was left says nothing, though nothing was
 * kept there any more: that leaf may be another space's when it is the spot. */
Test(reserve, a_leaf_that_is_left_does_not_stay) {
    struct direct_block *f = start(0, "10.0.0.0/24");
    uint32_t leaf = take(f, f->lane).record / LEAF;

    for (uint32_t i = 1; i < LEAF; i++) {
        cr_assert_eq(take(f, f->lane).record / LEAF, leaf);
    }
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), leaf + 1);
    cr_assert_neq(take(f, f->lane).record / LEAF, leaf);
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), 0);
    finish(f);
}

/* Another has taken it since: whoever releases it offers its hint. */
Test(reserve, nothing_is_kept_of_a_word_that_is_held) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    eip__reserve_give(&f->direct.space, f->lane, first.range, first.record);
    cr_assert(!is_public(f, first.record));
    cr_assert_eq(kept(f->lane), LEAF - 2);
    cr_assert(!eip__reserve_pocketed(f->lane, 0));
    finish(f);
}

Test(reserve, what_cools_is_not_kept) {
    struct direct_block *f = start(COOLDOWN, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    cr_assert(direct_give(&f->direct, f->lane, &first));
    cr_assert_eq(kept(f->lane), LEAF - 2);
    cr_assert(!is_public(f, first.record));
    cr_assert(!eip__reserve_pocketed(f->lane, 0));
    finish(f);
}

/* -- how others get at them --------------------------------------------------- */

/* No proof of emptiness is needed for that. */
Test(reserve, another_gets_all_that_one_keeps) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address taken;

    (void)take_two(f, f->gone);
    (void)take(f, f->lane);
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 0, "it was recalled");
    cr_assert_neq(kept(f->gone), 0);
    cr_assert(!eip__reserve_has(f->gone, 0));
    for (uint32_t i = 3; i < LEAF; i++) {
        cr_assert_eq(eip__hint(&f->direct.space.dry), 0);
        (void)take(f, f->lane);
    }
    cr_assert(!direct_take_any(&f->direct, f->lane, OTHER, &taken));
    cr_assert(!direct_take_any(&f->direct, f->gone, OTHER, &taken));
    finish(f);
}

Test(reserve, unused_ones_come_first_whoever_keeps_them) {
    struct direct_block *f = start(COOLDOWN, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->gone);

    cr_assert(direct_give(&f->direct, f->gone, &first));
    for (uint32_t i = 2; i < LEAF; i++) {
        cr_assert_neq(take(f, f->lane).record, first.record);
    }
    cr_assert_eq(take(f, f->lane).record, first.record);
    finish(f);
}

Test(reserve, a_policy_that_says_which_is_next_recalls) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    uint32_t lowest = 0;

    (void)take_two(f, f->gone);
    eip__note32(&f->direct.space.policy, EIP_POLICY_LOWEST);
    while (!eip__word_is_free(direct_word(&f->direct, 0x0a000000 + lowest))) {
        lowest++;
    }
    cr_assert_eq(take(f, f->lane).address, 0x0a000000 + lowest);
    finish(f);
}

/* The layout has changed: the pick is made anew, and may be elsewhere. */
Test(reserve, what_is_kept_is_returned_when_the_lane_moves_on) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address first = take_two(f, f->lane);

    (void)first;
    (void)direct_add(&f->direct, direct_cidr("10.0.1.0/24"));
    (void)take(f, f->lane);
    cr_assert_eq(kept(f->lane), 0);
    cr_assert_eq(eip__hint(&f->lane->reserve[0]), 0);
    for (uint32_t record = 0; record < LEAF; record++) {
        cr_assert(is_public(f, record) ||
                  !eip__word_is_free(eip__read(
                      eip__records_word(&f->direct.records, record))));
    }
    finish(f);
}

Test(reserve, of_a_block_that_is_gone) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct eip__range *range =
        direct_range(&f->direct, direct_cidr("10.0.0.0/26"));
    struct direct_address a = take(f, f->gone);
    struct direct_address b = take(f, f->gone);

    cr_assert_eq(kept(f->gone), LEAF - 2);
    cr_assert(direct_give(&f->direct, f->gone, &a));
    cr_assert(direct_give(&f->direct, f->gone, &b));
    (void)direct_add(&f->direct, direct_cidr("10.0.1.0/26"));
    cr_assert_eq(direct_withdraw(&f->direct, range), 0);
    direct_remove(&f->direct, range);
    /* Neither a recall nor the lane itself finds a block there. */
    cr_assert(!eip__reserve_recall(&f->direct.space, f->lane));
    (void)take(f, f->gone);
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 0);
    finish(f);
}

/* Of those taken by name meanwhile one is held; another was released, and is
 * offered where its word says. */
Test(reserve, stale_hints_are_passed_over) {
    struct direct_block *f = start(COOLDOWN, "10.0.0.0/26");
    struct direct_address named[2];
    uint64_t bits;

    (void)take_two(f, f->lane);
    bits = eip__hint(&f->lane->spot[0].bits);
    for (uint32_t i = 0; i < 2; i++, bits &= bits - 1) {
        uint32_t record = (uint32_t)__builtin_ctzll(bits);
        const struct eip__range *range =
            eip__records_range(&f->direct.records, record);

        cr_assert(direct_take_this(
            &f->direct, OTHER, eip__range_address(range, record), &named[i]));
    }
    cr_assert(direct_give(&f->direct, f->lane, &named[1]));
    for (uint32_t i = 0; i < LEAF - 4; i++) {
        struct direct_address taken = take(f, f->lane);

        cr_assert_neq(taken.record, named[0].record);
        cr_assert_neq(taken.record, named[1].record);
    }
    cr_assert_eq(kept(f->lane), 0);
    cr_assert_eq(take(f, f->lane).record, named[1].record);
    finish(f);
}

/* All that is kept has been taken by name. */
Test(reserve, nothing_but_stale_hints) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address taken;

    (void)take_two(f, f->lane);
    for (uint32_t i = 0; i < LEAF; i++) {
        (void)direct_take_this(&f->direct, OTHER, 0x0a000000 + i, &taken);
    }
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert_eq(kept(f->lane), 0);
    finish(f);
}

Test(reserve, nothing_is_kept_while_dry_is_on) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address taken[LEAF];
    struct direct_address none;

    for (uint32_t i = 0; i < LEAF; i++) {
        taken[i] = take(f, f->lane);
    }
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &none));
    cr_assert_neq(eip__hint(&f->direct.space.dry) & 1, 0);
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert(direct_give(&f->direct, f->lane, &taken[i]));
    }
    for (uint32_t i = 0; i < 4; i++) {
        (void)take(f, f->lane);
        cr_assert_eq(kept(f->lane), 0);
    }
    finish(f);
}

/* If the space does not say that there are any, the proof looks itself. */
Test(reserve, the_proof_of_emptiness_finds_them) {
    struct direct_block *f = start(0, "10.0.0.0/26");

    (void)take_two(f, f->gone);
    eip__publish(&f->gone->announced, 0);
    eip__note(&f->direct.space.reserved, 0);
    (void)take(f, f->lane);
    cr_assert_neq(eip__hint(&f->direct.space.dry) & 1, 0);
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 1);
    finish(f);
}

Test(reserve, a_gone_threads_are_mended) {
    struct direct_block *f = start(0, "10.0.0.0/26");

    (void)take_two(f, f->gone);
    eip__hint_mend(&f->direct.records, f->gone);
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 0);
    cr_assert_eq(kept(f->gone), 0);
    for (uint32_t i = 2; i < LEAF; i++) {
        (void)take(f, f->lane);
    }
    finish(f);
}

/* Another space's: its own picks recall it. */
Test(reserve, of_another_space) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    static struct eip__space other;

    (void)take_two(f, f->gone);
    other.lanes = f->direct.space.lanes;
    other.records = f->direct.space.records;
    eip__note(&other.reserved, 1);
    cr_assert(!eip__reserve_recall(&other, f->lane));
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 1);
    finish(f);
}

/* The leaf stood there from before, of another space, which had looked for it;
 * so this one's flag is to say that there is something. */
Test(reserve, in_a_leaf_that_stood_there) {
    struct direct_block *f = start(0, "10.0.0.0/26");

    (void)take(f, f->gone);
    eip__publish(&f->gone->reserve[0], 1);
    eip__note(&f->direct.space.reserved, 0);
    (void)take(f, f->gone);
    cr_assert_eq(kept(f->gone), LEAF - 2);
    cr_assert_eq(eip__hint(&f->direct.space.reserved), 1);
    finish(f);
}

/* All of the leaf is held by now, and the space does not say that any is kept:
 * the proof looks there, too. */
Test(reserve, the_proof_of_emptiness_finds_nothing_there) {
    struct direct_block *f = start(0, "10.0.0.0/26");
    struct direct_address taken;

    (void)take_two(f, f->gone);
    for (uint32_t i = 0; i < LEAF; i++) {
        (void)direct_take_this(&f->direct, OTHER, 0x0a000000 + i, &taken);
    }
    eip__note(&f->direct.space.reserved, 0);
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert_eq(eip__hint(&f->gone->reserve[0]), 1);
    finish(f);
}
