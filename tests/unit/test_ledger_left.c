/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations of accounts that a stopped thread has installed, and left at any
 * of their steps: others carry them out, once. */
#include "registry/ledger.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* As in lib/registry/ledger.c, which keeps them to itself. */
enum { KIND_TAKE = 1 | 32, KIND_GIVE = 2, COUNTED = 8, KEEPS = 16, RISES = 32 };
enum { KIND_SWAP = 3, KIND_ALTER = 4, KIND_ERRAND = 5 };
enum { MARK_SHIFT = 8, REFERENCE_BITS = 13 };
enum { PENDING = 0, DONE = 1, LOST = 2 };

struct fixture {
    struct direct direct;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__account *alice;
    struct eip__account *bob;
    struct eip__lane *lane;
    struct eip__lane *stopped;
};

static struct fixture *start(void) {
    const struct direct_options options = {0};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
    eip__accounts_open(&f->accounts, &f->direct.host, 1, 3);
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

static uint64_t word_of(struct fixture *f, uint32_t record) {
    return eip__read(eip__records_word(&f->direct.records, record));
}

static uint64_t stamp_of(struct fixture *f, uint32_t record) {
    return eip__read(&eip__records_cold(&f->direct.records, record)->stamp);
}

static enum eip__taken take(struct fixture *f, struct eip__account *account,
                            uint32_t record, struct eip__take *taken) {
    *taken = (struct eip__take){
        .record = record, .counted = true, .before = word_of(f, record)};
    return eip__ledger_take(&f->ledger, f->lane, account, taken);
}

static bool give(struct fixture *f, struct eip__account *account,
                 uint32_t record, uint32_t generation) {
    const struct eip__give gift = {.record = record,
                                   .generation = generation,
                                   .counted = true,
                                   .keeps = true};

    return eip__ledger_give(&f->ledger, f->lane, account, &gift);
}

static bool has_room(struct fixture *f) {
    bool reserved = true;
    bool room =
        eip__ledger_has_room(&f->ledger, f->lane, f->alice, 1, &reserved);

    cr_assert(!reserved);
    return room;
}

static uint32_t used(struct fixture *f, struct eip__account *account) {
    return eip__ledger_used(&f->ledger, account);
}

static void expect_held(struct fixture *f, uint32_t record,
                        const struct eip__account *account,
                        uint32_t generation) {
    cr_assert(
        eip__word_is_held_by(word_of(f, record), account->index, generation),
        "record %u: %llx", record, (unsigned long long)word_of(f, record));
}

/* -- what a stopped thread leaves ------------------------------------------------------ */

/* Install in the account, from the stopped lane, and go no further. */
static struct eip__op *install(struct fixture *f, struct eip__account *account,
                               uint32_t record, uint32_t options,
                               uint64_t before, uint64_t after,
                               uint64_t stamp) {
    uint64_t settled = eip__ledger_settle(&f->ledger, account);
    uint32_t used_before = used(f, account);
    struct eip__op *op = &f->stopped->op[++f->stopped->serial & 1];
    uint64_t head = ((settled >> REFERENCE_BITS) + 1) << REFERENCE_BITS |
                    (uint64_t)f->stopped->index << 1 | (f->stopped->serial & 1);

    eip__publish(&op->outcome, f->stopped->serial << 2 | PENDING);
    eip__publish(&op->target, (uint64_t)record << 32 | options);
    eip__publish(&op->before, before);
    eip__publish(&op->after, after);
    eip__publish(&op->stamp, stamp);
    eip__publish(&op->detail, 0);
    eip__publish(&op->used, used_before);
    op->account = account;
    op->head = head;
    eip__publish(&account->head, head);
    return op;
}

static struct eip__op *install_take(struct fixture *f,
                                    struct eip__account *account,
                                    uint32_t record, uint64_t before) {
    uint32_t generation = eip__word_generation(before) + 1;
    uint64_t sequence =
        (eip__ledger_settle(&f->ledger, account) >> REFERENCE_BITS) + 1;
    struct eip__holding holding = {0};
    uint64_t after;

    (void)eip__word_allocate(before, account->index, &after);
    cr_assert(eip__holdings_place(&f->direct.host, &f->direct.records, account,
                                  record, generation, &holding));
    return install(f, account, record, KIND_TAKE | COUNTED, before, after,
                   eip__stamp_make(generation, false, false, sequence));
}

static struct eip__op *
install_give(struct fixture *f, struct eip__account *account, uint32_t record) {
    uint64_t word = word_of(f, record);

    return install(
        f, account, record,
        KIND_GIVE | COUNTED | KEEPS | (EIP__MARK_RING << MARK_SHIFT), word, 0,
        eip__stamp_make(eip__word_generation(word), true, false, 777));
}

static uint32_t outcome_of(const struct eip__op *op) {
    return (uint32_t)eip__read(&op->outcome) & 3;
}

Test(ledger_left, an_installed_take_is_carried_out) {
    struct fixture *f = start();
    struct eip__op *op = install_take(f, f->alice, 5, word_of(f, 5));

    cr_assert_eq(used(f, f->alice), 1);
    expect_held(f, 5, f->alice, 1);
    cr_assert(eip__stamp_is(stamp_of(f, 5), 1, false));
    cr_assert_eq(outcome_of(op), DONE);
    cr_assert_eq(used(f, f->alice), 1, "and once");
    finish(f);
}

Test(ledger_left, an_installed_give_is_carried_out) {
    struct fixture *f = start();
    struct eip__take taken;
    struct eip__op *op;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    op = install_give(f, f->alice, 5);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(word_of(f, 5),
                 eip__word_make(EIP__FREE, EIP__MARK_RING, f->alice->index, 1));
    cr_assert(eip__stamp_is(stamp_of(f, 5), 1, true));
    cr_assert_eq(eip__stamp_value(stamp_of(f, 5)), 777);
    cr_assert_eq(outcome_of(op), DONE);
    finish(f);
}

static struct eip__detail *new_detail(struct fixture *f, uint64_t generation) {
    const struct eip__facts facts = {.has = EIP__HAS_ASSOCIATION};
    struct eip__detail *detail =
        eip__detail_new(&f->direct.host, &facts, generation, 1);

    cr_assert_not_null(detail);
    return detail;
}

static struct eip__detail *take_down(struct fixture *f, uint32_t record) {
    eip__a64 *place = &eip__records_cold(&f->direct.records, record)->detail;
    struct eip__detail *detail = eip__detail_in(eip__read(place));

    eip__publish(place, 0);
    return detail;
}

/* Of one address, and of another with it. */
Test(ledger_left, an_installed_alteration_is_carried_out) {
    for (uint32_t both = 0; both < 2; both++) {
        struct fixture *f = start();
        struct eip__detail *detail[2] = {new_detail(f, 1), NULL};
        struct eip__take taken;
        struct eip__op *op;

        cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
        cr_assert_eq(take(f, f->alice, 6, &taken), EIP__TAKEN);
        detail[1] = both != 0 ? new_detail(f, 1) : NULL;
        op = install(f, f->alice, 5, KIND_ALTER, 6, eip__value(detail[1]), 0);
        eip__publish(&op->detail, eip__value(detail[0]));
        cr_assert_eq(used(f, f->alice), 2);
        cr_assert_eq(outcome_of(op), DONE);
        for (uint32_t i = 0; i < 2; i++) {
            cr_assert_eq(take_down(f, 5 + i), detail[i]);
            eip__detail_free(&f->direct.host, detail[i]);
        }
        finish(f);
    }
}

/* A step of something larger: it runs once, and counts. */
struct counted_errand {
    struct eip__errand errand; /* first */
    uint32_t runs;
};

static bool may_always(struct eip__ledger *ledger, struct eip__errand *errand,
                       uint64_t sequence) {
    (void)ledger;
    (void)errand;
    return sequence != 0;
}

static void run_counted(struct eip__ledger *ledger,
                        struct eip__errand *errand) {
    (void)ledger;
    ((struct counted_errand *)errand)->runs++;
}

Test(ledger_left, an_installed_errand_is_run) {
    struct fixture *f = start();
    struct counted_errand errand = {{may_always, run_counted, NULL}, 0};
    struct eip__op *op =
        install(f, f->alice, 0, KIND_ERRAND | COUNTED | RISES, 0, 0, 0);

    eip__publish(&op->detail, eip__value(&errand));
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert_eq(errand.runs, 1);
    cr_assert_eq(outcome_of(op), DONE);
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert_eq(errand.runs, 1, "and once");
    finish(f);
}

Test(ledger_left, an_installed_swap_is_carried_out) {
    struct fixture *f = start();
    struct eip__holdings *old = eip__holdings_new(&f->direct.host, 8);
    struct eip__holdings *next = eip__holdings_new(&f->direct.host, 8);
    struct eip__op *op;

    eip__publish(&f->alice->holdings, eip__value(old));
    op = install(f, f->alice, 0, KIND_SWAP, eip__value(old), eip__value(next),
                 0);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(outcome_of(op), DONE);
    cr_assert_eq(eip__read(&f->alice->holdings), eip__value(next));
    eip__holdings_free(&f->direct.host, &old->retired);
    finish(f);
}

/* Any operation of the account does it first. */
Test(ledger_left, every_operation_carries_it_out) {
    for (uint32_t which = 0; which < 6; which++) {
        struct fixture *f = start();
        struct eip__take taken;
        uint64_t head;

        cr_assert_eq(take(f, f->alice, 1, &taken), EIP__TAKEN);
        (void)install_take(f, f->alice, 5, word_of(f, 5));
        switch (which) {
        case 0:
            cr_assert_eq(take(f, f->alice, 2, &taken), EIP__TAKEN);
            break;
        case 1:
            cr_assert(give(f, f->alice, 1, 1));
            break;
        case 2:
            eip__ledger_pass(&f->ledger, f->lane, f->alice);
            break;
        case 3:
            cr_assert(has_room(f));
            break;
        case 4:
            head = eip__ledger_settle(&f->ledger, f->alice);
            cr_assert_eq(head >> REFERENCE_BITS, 2);
            break;
        default:
            cr_assert(give(f, f->alice, 5, 1), "of the very address");
            break;
        }
        cr_assert_eq(eip__word_generation(word_of(f, 5)), 1, "case %u", which);
        cr_assert_eq(used(f, f->alice), which == 0   ? 3
                                        : which == 1 ? 1
                                        : which == 5 ? 1
                                                     : 2);
        finish(f);
    }
}

/* So the quota counts it, although its thread has not got that far. */
Test(ledger_left, what_is_installed_counts) {
    struct fixture *f = start();
    struct eip__take taken;

    eip__publish32(&f->alice->quota, 1);
    (void)install_take(f, f->alice, 5, word_of(f, 5));
    cr_assert_eq(take(f, f->alice, 6, &taken), EIP__TAKE_QUOTA);
    expect_held(f, 5, f->alice, 1);
    finish(f);
}

Test(ledger_left, an_installed_take_that_is_lost) {
    struct fixture *f = start();
    uint64_t before = word_of(f, 5);
    struct eip__take taken;
    struct eip__op *op;

    cr_assert_eq(take(f, f->bob, 5, &taken), EIP__TAKEN);
    op = install_take(f, f->alice, 5, before);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(outcome_of(op), LOST);
    expect_held(f, 5, f->bob, 1);
    cr_assert(give(f, f->bob, 5, 1));
    op = install_take(f, f->alice, 5, before);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(outcome_of(op), LOST);
    cr_assert(eip__word_is_free(word_of(f, 5)));
    finish(f);
}

/* The word is stepped, the rest is not. */
Test(ledger_left, a_take_left_after_its_word) {
    struct fixture *f = start();
    struct eip__op *op = install_take(f, f->alice, 5, word_of(f, 5));
    uint64_t word = word_of(f, 5);

    cr_assert(eip__step(eip__records_word(&f->direct.records, 5), &word,
                        eip__read(&op->after)));
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert(eip__stamp_is(stamp_of(f, 5), 1, false));
    cr_assert_eq(outcome_of(op), DONE);
    finish(f);
}

/* ... and meanwhile the block is drained: it is held all the same. */
Test(ledger_left, a_take_left_after_its_word_and_drained) {
    struct fixture *f = start();
    struct eip__op *op = install_take(f, f->alice, 5, word_of(f, 5));
    uint64_t word = word_of(f, 5);

    cr_assert(eip__step(eip__records_word(&f->direct.records, 5), &word,
                        eip__read(&op->after)));
    (void)direct_withdraw(&f->direct,
                          direct_range(&f->direct, direct_cidr("10.0.0.0/26")));
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert_eq(outcome_of(op), DONE);
    cr_assert(give(f, f->alice, 5, 1));
    cr_assert_eq(used(f, f->alice), 0);
    finish(f);
}

Test(ledger_left, a_give_left_after_its_word) {
    struct fixture *f = start();
    struct eip__take taken;
    struct eip__op *op;
    uint64_t word;
    uint64_t next;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    word = word_of(f, 5);
    op = install_give(f, f->alice, 5);
    cr_assert(eip__word_release(word, EIP__MARK_RING, true, &next));
    cr_assert(eip__step(eip__records_word(&f->direct.records, 5), &word, next));
    /* Somebody else has it before anyone finishes the give. */
    cr_assert_eq(take(f, f->bob, 5, &taken), EIP__TAKEN);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(outcome_of(op), DONE);
    expect_held(f, 5, f->bob, 2);
    cr_assert(eip__stamp_is(stamp_of(f, 5), 2, false), "an older stamp");
    cr_assert_eq(used(f, f->bob), 1);
    finish(f);
}

/* All is done but that the thread does not know: nothing is done twice. */
Test(ledger_left, left_when_complete) {
    struct fixture *f = start();
    struct eip__take taken;

    (void)install_take(f, f->alice, 5, word_of(f, 5));
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert(give(f, f->alice, 5, 1));
    cr_assert_eq(take(f, f->bob, 5, &taken), EIP__TAKEN);
    cr_assert_eq(used(f, f->alice), 0);
    expect_held(f, 5, f->bob, 2);
    finish(f);
}

/* A gone thread's lane is another's now: its descriptors may be used again
 * only when no head refers to them. */
Test(ledger_left, a_lane_taken_over) {
    struct fixture *f = start();
    struct eip__take taken;

    (void)install_take(f, f->alice, 5, word_of(f, 5));
    for (uint32_t i = 0; i < 3; i++) {
        taken = (struct eip__take){
            .record = 10 + i, .counted = true, .before = word_of(f, 10 + i)};
        cr_assert_eq(eip__ledger_take(&f->ledger, f->stopped, f->bob, &taken),
                     EIP__TAKEN);
    }
    expect_held(f, 5, f->alice, 1);
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert_eq(used(f, f->bob), 3);
    finish(f);
}

static struct eip__holdings *set_of(const struct eip__account *account) {
    return eip__pointer(eip__read(&account->holdings));
}

/* Something has happened since: the set stays. */
Test(ledger_left, a_swap_that_comes_too_late) {
    struct fixture *f = start();
    struct eip__take taken;
    struct eip__holdings *old;
    struct eip__holdings *next;
    uint64_t settled;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    old = set_of(f->alice);
    next = eip__holdings_new(&f->direct.host, 8);
    settled = eip__ledger_settle(&f->ledger, f->alice);
    (void)install_take(f, f->alice, 6, word_of(f, 6));
    cr_assert(
        !eip__ledger_swap(&f->ledger, f->lane, f->alice, settled, old, next));
    cr_assert_eq(set_of(f->alice), old);
    cr_assert_eq(used(f, f->alice), 2);
    eip__holdings_free(&f->direct.host, &next->retired);
    finish(f);
}

/* -- long after ------------------------------------------------------------------------- */

/* Its own lane has found it lost, and written that down: whoever comes later
 * takes its word for it, whatever the address is by then. */
Test(ledger_left, what_was_lost_stays_lost) {
    struct fixture *f = start();
    struct eip__op *op = install_take(f, f->alice, 5, word_of(f, 5));

    eip__publish(&op->outcome, f->stopped->serial << 2 | LOST);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert(eip__word_is_free(word_of(f, 5)));
    finish(f);
}

/* The account's last operation was a release, and the address has been others'
 * so often since that the turns of stamps have come round. */
Test(ledger_left, a_give_that_is_long_over_leaves_the_stamp) {
    struct fixture *f = start();
    struct eip__take taken;
    uint64_t later = eip__stamp_make(1 + (1u << 21) + 5, false, false, 4);

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    (void)install_give(f, f->alice, 5);
    eip__publish(
        eip__records_word(&f->direct.records, 5),
        eip__word_make(EIP__HELD, 0, f->bob->index, 1 + (1u << 21) + 5));
    eip__publish(&eip__records_cold(&f->direct.records, 5)->stamp, later);
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert_eq(stamp_of(f, 5), later);
    finish(f);
}

/* A gone thread had written the tally, and not come to the head. */
Test(ledger_left, a_tally_that_was_written_before) {
    struct fixture *f = start();
    struct eip__take taken;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    eip__publish(&f->alice->tally, UINT64_C(1) << 28 | 1);
    for (uint32_t n = 0; n < 3; n++) {
        cr_assert_eq(take(f, f->bob, 10 + n, &taken), EIP__TAKEN);
    }
    cr_assert_eq(eip__read(&f->alice->head) & 0x1fff, 0);
    cr_assert_eq(used(f, f->alice), 1);
    finish(f);
}

/* The tally has stood still for half of its sequence, and for all but one. */
Test(ledger_left, a_tally_that_was_not_written_for_long) {
    static const uint64_t apart[] = {UINT64_C(1) << 35, (UINT64_C(1) << 35) + 1,
                                     (UINT64_C(1) << 36) - 1};

    for (uint32_t i = 0; i < 3; i++) {
        struct fixture *f = start();
        struct eip__take taken;

        cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
        eip__publish(&f->alice->tally,
                     ((1 - apart[i]) & ((UINT64_C(1) << 36) - 1)) << 28);
        /* Both descriptors are another account's then. */
        for (uint32_t n = 0; n < 3; n++) {
            cr_assert_eq(take(f, f->bob, 10 + n, &taken), EIP__TAKEN);
        }
        cr_assert_eq(used(f, f->alice), 1);
        cr_assert_eq(eip__read(&f->alice->head) & 0x1fff, 0);
        cr_assert(give(f, f->alice, 5, 1));
        cr_assert_eq(used(f, f->alice), 0);
        finish(f);
    }
}
