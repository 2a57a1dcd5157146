/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Blocks that a stopped thread has installed, and left at any of their steps:
 * others decide them, and see them through. */
#include "registry/block.h"
#include "space/dry.h"
#include "space/fit.h"
#include "space/hint.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { REFERENCE_BITS = 13, COUNT = 4, FIRST = 4, QUOTA = 8 };

struct fixture {
    struct direct direct;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__account *alice;
    struct eip__account *bob;
    struct eip__lane *lane;
    struct eip__lane *stopped;
    struct eip__range *range;
    struct eip__fit fit;
    uint64_t sequence; /* of the block's first */
};

static struct fixture *start(void) {
    const struct direct_options options = {.cooldown_ms = 60000};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    f->range = direct_add(&f->direct, direct_cidr("10.0.0.0/28"));
    eip__accounts_open(&f->accounts, &f->direct.host, 1, QUOTA);
    f->ledger = (struct eip__ledger){.host = &f->direct.host,
                                     .lanes = &f->direct.lanes,
                                     .records = &f->direct.records};
    cr_assert_eq(eip__accounts_get(&f->accounts, 1, &f->alice), EIP_OK);
    cr_assert_eq(eip__accounts_get(&f->accounts, 2, &f->bob), EIP_OK);
    f->lane = direct_enter(&f->direct);
    f->stopped = direct_stopped_lane(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    for (uint32_t i = 1; i <= 2; i++) {
        struct eip__holdings *holdings = eip__pointer(
            eip__read(&eip__accounts_at(&f->accounts, i)->holdings));

        if (holdings != NULL) {
            eip__holdings_free(&f->direct.host, &holdings->retired);
        }
    }
    eip__accounts_close(&f->accounts);
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static eip__a64 *place_of(struct fixture *f, uint32_t i) {
    return eip__records_word(&f->direct.records, f->fit.record[i]);
}

static uint64_t word_of(struct fixture *f, uint32_t i) {
    return eip__read(place_of(f, i));
}

static uint64_t stamp_of(struct fixture *f, uint32_t i) {
    return eip__read(
        &eip__records_cold(&f->direct.records, f->fit.record[i])->stamp);
}

static struct eip__block_take block_of(const struct eip__fit *fit) {
    struct eip__block_take take = {.count = fit->count, .counted = true};

    for (uint32_t i = 0; i < fit->count; i++) {
        take.record[i] = fit->record[i];
        take.before[i] = fit->before[i];
    }
    return take;
}

/* Install 10.0.0.4/30 for Alice from the stopped lane, and go no further. */
static struct eip__op *install(struct fixture *f) {
    uint64_t settled = eip__ledger_settle(&f->ledger, f->alice);
    uint32_t used = eip__ledger_used(&f->ledger, f->alice);
    struct eip__op *op = &f->stopped->op[++f->stopped->serial & 1];
    struct eip__op_more *more = &f->stopped->more[f->stopped->serial & 1];
    struct eip__block_take take;
    uint64_t head;

    eip__fit_at(f->range, f->range->cidr.base + FIRST, 2, &f->fit);
    take = block_of(&f->fit);
    f->sequence = (settled >> REFERENCE_BITS) + 1;
    head = (f->sequence + COUNT - 1) << REFERENCE_BITS |
           (uint64_t)f->stopped->index << 1 | (f->stopped->serial & 1);
    eip__hint_begin_block(&f->direct.space, f->stopped, f->fit.record[0]);
    eip__publish(&op->outcome, f->stopped->serial << EIP__DEED_OUTCOME_BITS);
    eip__block_describe(more, f->stopped->serial, &take);
    eip__publish(&op->target, EIP__DEED_BLOCK | EIP__DEED_RISES |
                                  EIP__DEED_COUNTED |
                                  (COUNT - 1) << EIP__DEED_COUNT_SHIFT);
    eip__publish(&op->stamp, eip__stamp_make(0, false, false, f->sequence));
    eip__publish(&op->used, used);
    cr_assert(eip__block_place(&f->ledger, f->alice, &take));
    op->account = f->alice;
    op->head = head;
    eip__publish(&f->alice->head, head);
    return op;
}

/* As far as holding the first `count`. */
static void hold(struct fixture *f, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint64_t word = word_of(f, i);

        cr_assert(eip__step(place_of(f, i), &word,
                            eip__word_hold(word, f->alice->index)));
    }
}

static enum eip__taken take(struct fixture *f, struct eip__account *account,
                            uint32_t i, struct eip__take *taken) {
    *taken = (struct eip__take){
        .record = f->fit.record[i], .counted = true, .before = word_of(f, i)};
    return eip__ledger_take(&f->ledger, f->lane, account, taken);
}

static uint32_t used(struct fixture *f, struct eip__account *account) {
    return eip__ledger_used(&f->ledger, account);
}

static uint32_t outcome_of(const struct eip__op *op) {
    return (uint32_t)eip__read(&op->outcome) & 3;
}

static void expect_done(struct fixture *f) {
    cr_assert_eq(used(f, f->alice), COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(
            word_of(f, i),
            eip__word_make(EIP__HELD, 0, f->alice->index,
                           eip__word_generation(f->fit.before[i]) + 1));
        cr_assert(eip__stamp_is(stamp_of(f, i),
                                eip__word_generation(word_of(f, i)), false));
        cr_assert_eq(eip__stamp_value(stamp_of(f, i)), f->sequence + i);
    }
}

Test(block_left, is_carried_out_from_any_step) {
    for (uint32_t held = 0; held <= COUNT; held++) {
        struct fixture *f = start();
        struct eip__op *op = install(f);

        hold(f, held);
        expect_done(f);
        cr_assert_eq(outcome_of(op), EIP__DEED_DONE);
        expect_done(f);
        finish(f);
    }
}

/* Address `i` becomes another's, after `held` of them were held: none is
 * Alice's, and what the others were they are again, those before a generation
 * later. */
static void lose(uint32_t held, uint32_t i) {
    struct fixture *f = start();
    struct eip__op *op = install(f);
    struct eip__take taken;

    hold(f, held);
    cr_assert_eq(take(f, f->bob, i, &taken), EIP__TAKEN);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(outcome_of(op), EIP__DEED_LOST);
    for (uint32_t n = 0; n < COUNT; n++) {
        cr_assert_eq(word_of(f, n),
                     n == i ? eip__word_make(EIP__HELD, 0, f->bob->index, 1)
                            : eip__word_make(EIP__FREE, 0, 0, n < i));
    }
    cr_assert_eq(used(f, f->alice), 0, "and once");
    cr_assert_eq(eip__ledger_settle(&f->ledger, f->alice) >> REFERENCE_BITS,
                 f->sequence + COUNT - 1);
    finish(f);
}

Test(block_left, is_lost_from_any_step) {
    for (uint32_t i = 0; i < COUNT; i++) {
        for (uint32_t held = 0; held <= i; held++) {
            lose(held, i);
        }
    }
}

/* Whoever goes on late, with the words of before in hand, holds nothing. */
Test(block_left, late_steps_of_a_lost_block_fail) {
    struct fixture *f = start();
    struct eip__take taken;

    (void)install(f);
    cr_assert_eq(take(f, f->bob, COUNT - 1, &taken), EIP__TAKEN);
    cr_assert_eq(used(f, f->alice), 0);
    for (uint32_t i = 0; i < COUNT; i++) {
        uint64_t word = f->fit.before[i];

        cr_assert_not(eip__step(place_of(f, i), &word,
                                eip__word_hold(word, f->alice->index)));
    }
    finish(f);
}

/* The own lane comes back, after others have seen to it and gone on. */
Test(block_left, the_own_thread_learns_what_became_of_it) {
    for (uint32_t lost = 0; lost < 2; lost++) {
        struct fixture *f = start();
        struct eip__op *op = install(f);
        struct eip__take taken;

        if (lost != 0) {
            cr_assert_eq(take(f, f->bob, 3, &taken), EIP__TAKEN);
        }
        cr_assert_eq(used(f, f->alice), lost != 0 ? 0 : COUNT);
        cr_assert_eq(take(f, f->alice, lost, &taken),
                     lost != 0 ? EIP__TAKEN : EIP__TAKE_LOST);
        cr_assert_eq(eip__block_run(&f->ledger, f->alice,
                                    &f->stopped->more[f->stopped->serial & 1],
                                    op),
                     lost != 0 ? EIP__DEED_LOST : EIP__DEED_DONE);
        cr_assert_eq(used(f, f->alice), lost != 0 ? 1 : COUNT);
        finish(f);
    }
}

/* Who has read the descriptor of before does nothing with that of now. */
Test(block_left, a_helper_that_is_late_does_nothing) {
    struct fixture *f = start();
    struct eip__op *op = install(f);
    struct eip__op_more *more = &f->stopped->more[f->stopped->serial & 1];
    const struct eip__deed deed = eip__deed_read(op);
    uint64_t head = eip__read(&f->alice->head);
    struct eip__take taken;

    expect_done(f);
    cr_assert_eq(eip__block_help(&f->ledger, f->alice, head, more, &deed),
                 EIP__DEED_DONE, "once more");
    expect_done(f);
    eip__publish(&more->decided, (f->stopped->serial + 2)
                                     << EIP__DEED_OUTCOME_BITS);
    cr_assert_eq(eip__block_help(&f->ledger, f->alice, head, more, &deed),
                 EIP__DEED_PENDING, "the descriptor is another's");
    eip__fit_at(f->range, f->range->cidr.base, 2, &f->fit);
    cr_assert_eq(take(f, f->alice, 0, &taken), EIP__TAKEN);
    cr_assert_eq(eip__block_help(&f->ledger, f->alice, head, more, &deed),
                 EIP__DEED_PENDING, "the head has moved");
    finish(f);
}

/* -- what else happens to its words -------------------------------------------------- */

Test(block_left, drained_and_done) {
    struct fixture *f = start();

    (void)install(f);
    hold(f, 2);
    cr_assert_eq(direct_withdraw(&f->direct, f->range), 2);
    /* The two that were not held are gone: it is lost. */
    cr_assert_eq(used(f, f->alice), 0);
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(word_of(f, i),
                     eip__word_make(EIP__GONE, 0, 0, i < 2 ? 1 : 0));
    }
    finish(f);

    f = start();
    (void)install(f);
    hold(f, COUNT);
    cr_assert_eq(direct_withdraw(&f->direct, f->range), COUNT);
    cr_assert_eq(used(f, f->alice), COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(word_of(f, i),
                     eip__word_make(EIP__DRAIN, 0, f->alice->index, 1));
    }
    direct_restore(&f->direct, f->lane, f->range);
    expect_done(f);
    finish(f);
}

/* Another's block has one of them, and may yet be lost, too. */
Test(block_left, lost_to_another_that_is_pending) {
    struct fixture *f = start();
    uint64_t theirs;

    (void)install(f);
    theirs = eip__word_hold(word_of(f, 2), f->bob->index);
    eip__publish(place_of(f, 2), theirs);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(word_of(f, 1), eip__word_make(EIP__FREE, 0, 0, 1));
    cr_assert_eq(word_of(f, 2), theirs);
    finish(f);
}

/* Who could recover the addresses of a lost block can, and what was cooling
 * cools on. */
Test(block_left, lost_leaves_what_may_be_recovered) {
    struct fixture *f = start();
    struct direct_address held[COUNT];
    struct eip__take taken;

    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert(direct_take_this(&f->direct, f->bob->index,
                                   f->range->cidr.base + FIRST + i, &held[i]));
        cr_assert(direct_give(&f->direct, f->lane, &held[i]));
    }
    (void)install(f);
    hold(f, 1);
    cr_assert_eq(take(f, f->bob, 3, &taken), EIP__TAKEN);
    cr_assert_eq(used(f, f->alice), 0);
    for (uint32_t i = 0; i < COUNT - 1; i++) {
        struct eip__moment moment = direct_moment(&f->direct);

        cr_assert_eq(word_of(f, i),
                     eip__word_make(EIP__FREE, eip__word_mark(f->fit.before[i]),
                                    f->bob->index, 2));
        cr_assert(eip__stamp_is(stamp_of(f, i), 1, true));
        (void)moment;
    }
    cr_assert_eq(take(f, f->bob, 0, &taken), EIP__TAKEN);
    eip__fit_return(&f->direct.space, &f->fit);
    eip__hint_end_block(f->stopped);
    finish(f);
}

/* At the last generation there is no other. */
Test(block_left, lost_at_the_last_generation) {
    struct fixture *f = start();
    struct eip__take taken;

    eip__fit_at(f->range, f->range->cidr.base + FIRST, 2, &f->fit);
    eip__publish(place_of(f, 0),
                 eip__word_make(EIP__FREE, 0, 0, EIP__GENERATION_MAX - 1));
    eip__publish(place_of(f, 1),
                 eip__word_make(EIP__FREE, EIP__MARK_OLD, 1, (1 << 20) - 1));
    (void)install(f);
    cr_assert_eq(take(f, f->bob, 3, &taken), EIP__TAKEN);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(eip__word_state(word_of(f, 0)), EIP__RETIRED);
    cr_assert_eq(word_of(f, 1),
                 eip__word_make(EIP__FREE, EIP__MARK_OLD, 1, 1 << 20));
    cr_assert(eip__stamp_is(stamp_of(f, 1), 1 << 20, true), "kept up");
    finish(f);
}

/* -- who comes to its addresses -------------------------------------------------------- */

static bool pick(struct fixture *f, struct eip__pick *picked) {
    struct eip__moment moment = direct_moment(&f->direct);

    return eip__pick_any(&f->direct.space, f->lane, &moment, picked);
}

/* Take what is left for Bob; says what is in the way of the last. */
static uint64_t take_the_rest(struct fixture *f) {
    struct eip__take taken = {.counted = false};
    struct eip__pick picked;

    while (pick(f, &picked)) {
        taken = (struct eip__take){.record = picked.record,
                                   .before = picked.before};
        cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->bob, &taken),
                     EIP__TAKEN);
    }
    return picked.before;
}

/* A pool that is otherwise empty says that there is a block to decide; and if
 * that is lost, what it had is found. */
Test(block_left, pending_is_found_by_who_finds_nothing_else) {
    struct fixture *f = start();
    uint64_t left;

    (void)install(f);
    hold(f, 3);
    left = take_the_rest(f);
    cr_assert(eip__word_is_pending(left));
    cr_assert_eq(eip__word_owner(left), f->alice->index);
    cr_assert(!eip__dry_is_proven(&f->direct.space));
    (void)eip__ledger_settle(&f->ledger, f->alice);
    eip__publish(&f->lane->announced, 0); /* or that would find it */
    cr_assert_eq(take_the_rest(f), 0);
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(eip__word_owner(word_of(f, i)), f->bob->index);
    }
    cr_assert(!eip__dry_is_proven(&f->direct.space), "a block is announced");
    eip__hint_end_block(f->stopped);
    cr_assert_eq(take_the_rest(f), 0);
    cr_assert(eip__dry_is_proven(&f->direct.space));
    finish(f);
}

/* The lane becomes another's. */
Test(block_left, mended_is_offered_again) {
    struct fixture *f = start();
    struct eip__take taken;

    (void)install(f);
    cr_assert_eq(take(f, f->bob, 2, &taken), EIP__TAKEN);
    for (uint32_t i = 0; i < COUNT; i++) {
        (void)eip__hint_withdraw(&f->direct.records, f->lane, f->fit.record[i],
                                 UINT64_C(1) << f->fit.record[i] % EIP__LEAF,
                                 0);
    }
    (void)eip__ledger_settle(&f->ledger, f->alice);
    cr_assert(!direct_is_sound(&f->direct));
    eip__hint_mend(&f->direct.records, f->stopped);
    cr_assert(direct_is_sound(&f->direct));
    cr_assert_eq(eip__read(&f->stopped->block), 0);
    /* Of a range that is gone nothing is offered. */
    eip__publish(&f->stopped->block, 1 + 4096);
    eip__hint_mend(&f->direct.records, f->stopped);
    cr_assert_eq(eip__read(&f->stopped->block), 0);
    finish(f);
}

Test(block_left, of_another_space_hides_nothing_here) {
    struct fixture *f = start();

    eip__publish(&f->stopped->block, 1 + 4096);
    f->fit = (struct eip__fit){0};
    cr_assert_eq(take_the_rest(f), 0);
    cr_assert(eip__dry_is_proven(&f->direct.space));
    eip__hint_end_block(f->stopped);
    finish(f);
}

/* -- installing ------------------------------------------------------------------------------ */

static enum eip__taken take_block(struct fixture *f,
                                  struct eip__account *account) {
    struct eip__block_take block = block_of(&f->fit);

    return eip__ledger_take_block(&f->ledger, f->lane, account, &block);
}

Test(block_left, is_not_installed_where_a_word_is_not_free) {
    struct fixture *f = start();
    struct eip__take taken;
    uint64_t word;

    eip__fit_at(f->range, f->range->cidr.base + FIRST, 2, &f->fit);
    cr_assert_eq(take(f, f->bob, 3, &taken), EIP__TAKEN);
    cr_assert_eq(take_block(f, f->alice), EIP__TAKE_LOST);
    cr_assert_eq(word_of(f, 0), 0, "nothing was stepped");
    /* Free again, but not as it was. */
    word = word_of(f, 3);
    cr_assert(
        eip__step(place_of(f, 3), &word, eip__word_make(EIP__FREE, 0, 0, 1)));
    cr_assert_eq(take_block(f, f->alice), EIP__TAKE_LOST);
    eip__fit_at(f->range, f->range->cidr.base + FIRST, 2, &f->fit);
    cr_assert_eq(take(f, f->bob, 0, &taken), EIP__TAKEN);
    cr_assert_eq(take_block(f, f->alice), EIP__TAKE_LOST, "the very first");
    cr_assert_eq(eip__ledger_settle(&f->ledger, f->alice), 0);
    finish(f);
}

Test(block_left, is_not_installed_without_room) {
    struct fixture *f = start();

    eip__fit_at(f->range, f->range->cidr.base + FIRST, 2, &f->fit);
    eip__publish32(&f->alice->quota, COUNT - 1);
    cr_assert_eq(take_block(f, f->alice), EIP__TAKE_QUOTA);
    eip__publish32(&f->alice->quota, COUNT);
    cr_assert_eq(take_block(f, f->alice), EIP__TAKEN);
    f->sequence = 1;
    expect_done(f);
    cr_assert_eq(take_block(f, f->bob), EIP__TAKE_LOST);
    finish(f);
}
