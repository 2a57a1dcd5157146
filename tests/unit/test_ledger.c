/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations of accounts: what each does, and quotas. */
#include "registry/block.h"
#include "registry/install.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct fixture {
    struct direct direct;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__account *alice;
    struct eip__account *bob;
    struct eip__lane *lane;
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

/* -- by itself --------------------------------------------------------------------- */

Test(ledger, take_and_give) {
    struct fixture *f = start();
    struct eip__take taken;

    for (uint32_t generation = 1; generation < 50; generation++) {
        cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
        cr_assert_eq(taken.generation, generation);
        expect_held(f, 5, f->alice, generation);
        cr_assert(eip__stamp_is(stamp_of(f, 5), generation, false));
        cr_assert_eq(used(f, f->alice), 1);
        cr_assert(!give(f, f->bob, 5, generation), "not his");
        cr_assert(!give(f, f->alice, 5, generation - 1), "long gone");
        cr_assert(give(f, f->alice, 5, generation));
        cr_assert(!give(f, f->alice, 5, generation), "twice");
        cr_assert_eq(used(f, f->alice), 0);
        cr_assert_eq(eip__word_owner(word_of(f, 5)), f->alice->index);
    }
    finish(f);
}

/* Memory that an operation names may come again: nobody is to carry that out
 * who comes when its lane has gone on. */
Test(ledger, a_swap_is_closed_before_the_old_set_is_retired) {
    struct fixture *f = start();
    struct eip__holdings *to = eip__holdings_new(&f->direct.host, 8);
    struct eip__take taken;
    uint64_t head;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    cr_assert(eip__ledger_swap(
        &f->ledger, f->lane, f->alice, eip__ledger_settle(&f->ledger, f->alice),
        eip__pointer(eip__read(&f->alice->holdings)), to));
    head = eip__read(&f->alice->head);
    cr_assert_eq(eip__read(&f->lane->op[head & 1].outcome) & 3, 1);
    finish(f);
}

/* The stamps say in which order an account got what it holds. */
static struct eip__deed deed_of(struct fixture *f,
                                const struct eip__account *account) {
    return eip__deed_read(&f->lane->op[eip__read(&account->head) & 1]);
}

static bool may_always(struct eip__ledger *ledger, struct eip__errand *errand,
                       uint64_t sequence) {
    (void)ledger;
    (void)errand;
    return sequence != 0;
}

static void run_nothing(struct eip__ledger *ledger,
                        struct eip__errand *errand) {
    (void)ledger;
    (void)errand;
}

Test(ledger, an_errand_is_closed_before_its_memory_goes) {
    struct fixture *f = start();
    struct eip__errand errand = {may_always, run_nothing, NULL};

    for (int32_t delta = 1; delta >= -1; delta--) {
        cr_assert_eq(
            eip__ledger_run(&f->ledger, f->lane, f->alice, &errand, delta),
            EIP__ERRAND_DONE);
        cr_assert_eq(deed_of(f, f->alice).outcome & EIP__DEED_OUTCOME_MASK,
                     EIP__DEED_DONE);
    }
    finish(f);
}

/* -- what others are told ----------------------------------------------------- */

/* Of an allocation, and of a release of each kind: a descriptor says all that
 * others need to carry it out. */
Test(ledger, what_descriptors_say) {
    struct fixture *f = start();

    for (uint32_t which = 0; which < 8; which++) {
        struct eip__take taken = {
            .record = 5, .counted = (which & 1) != 0, .before = word_of(f, 5)};
        struct eip__give gift = {.record = 5,
                                 .counted = (which & 1) != 0,
                                 .keeps = (which & 2) != 0,
                                 .mark = (which & 4) != 0 ? EIP__MARK_RING + 2
                                                          : EIP__MARK_FRESH,
                                 .now_ms = 777};
        uint32_t counted = taken.counted ? EIP__DEED_COUNTED : 0;
        struct eip__deed deed;

        cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->alice, &taken),
                     EIP__TAKEN);
        deed = deed_of(f, f->alice);
        cr_assert_eq(deed.record, 5);
        cr_assert_eq(deed.options, EIP__DEED_TAKE | EIP__DEED_RISES | counted);
        cr_assert_eq(deed.stamp, stamp_of(f, 5));
        gift.generation = taken.generation;
        cr_assert(eip__ledger_give(&f->ledger, f->lane, f->alice, &gift));
        deed = deed_of(f, f->alice);
        cr_assert_eq(deed.record, 5);
        cr_assert_eq(deed.options, EIP__DEED_GIVE | counted |
                                       (gift.keeps ? EIP__DEED_KEEPS : 0) |
                                       gift.mark << EIP__DEED_MARK_SHIFT);
        cr_assert_eq(deed.stamp,
                     gift.mark == EIP__MARK_FRESH
                         ? 0
                         : eip__stamp_make(gift.generation, true, false, 777));
    }
    finish(f);
}

Test(ledger, what_a_blocks_descriptor_says) {
    for (uint32_t counted = 0; counted < 2; counted++) {
        struct fixture *f = start();
        struct eip__block_take take = {.count = 2, .counted = counted != 0};
        struct eip__deed deed;

        for (uint32_t i = 0; i < 2; i++) {
            take.record[i] = 8 + i;
            take.before[i] = word_of(f, 8 + i);
        }
        cr_assert_eq(
            eip__ledger_take_block(&f->ledger, f->lane, f->alice, &take),
            EIP__TAKEN);
        deed = deed_of(f, f->alice);
        cr_assert_eq(deed.options, EIP__DEED_BLOCK | EIP__DEED_RISES |
                                       (counted != 0 ? EIP__DEED_COUNTED : 0) |
                                       1 << EIP__DEED_COUNT_SHIFT);
        cr_assert_eq(used(f, f->alice), counted * 2);
        finish(f);
    }
}

Test(ledger, stamps_are_the_order) {
    struct fixture *f = start();
    struct eip__take taken;
    uint64_t last = 0;

    eip__publish32(&f->alice->quota, 64);
    for (uint32_t i = 0; i < 64; i++) {
        uint32_t record = i * 37 % 64;

        cr_assert_eq(take(f, f->alice, record, &taken), EIP__TAKEN);
        cr_assert_gt(eip__stamp_value(stamp_of(f, record)), last);
        last = eip__stamp_value(stamp_of(f, record));
    }
    finish(f);
}

Test(ledger, what_a_give_leaves) {
    struct fixture *f = start();
    struct eip__take taken;
    struct eip__give gift = {.record = 9,
                             .generation = 1,
                             .mark = EIP__MARK_RING + 2,
                             .counted = true,
                             .now_ms = 123456};

    cr_assert_eq(take(f, f->alice, 9, &taken), EIP__TAKEN);
    cr_assert(eip__ledger_give(&f->ledger, f->lane, f->alice, &gift));
    cr_assert_eq(word_of(f, 9),
                 eip__word_make(EIP__FREE, EIP__MARK_RING + 2, 0, 1));
    cr_assert(eip__stamp_is(stamp_of(f, 9), 1, true));
    cr_assert_eq(eip__stamp_value(stamp_of(f, 9)), 123456);
    finish(f);
}

Test(ledger, a_drain_in_between) {
    struct fixture *f = start();
    struct eip__range *range =
        direct_range(&f->direct, direct_cidr("10.0.0.0/26"));
    struct eip__take taken;

    cr_assert_eq(take(f, f->alice, 9, &taken), EIP__TAKEN);
    cr_assert_eq(direct_withdraw(&f->direct, range), 1);
    cr_assert_eq(take(f, f->alice, 10, &taken), EIP__TAKE_LOST);
    cr_assert(give(f, f->alice, 9, 1));
    cr_assert_eq(eip__word_state(word_of(f, 9)), EIP__GONE);
    cr_assert_eq(used(f, f->alice), 0);
    finish(f);
}

/* -- quotas --------------------------------------------------------------------------- */

Test(ledger, the_quota) {
    struct fixture *f = start();
    struct eip__take taken;

    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(has_room(f));
        cr_assert_eq(take(f, f->alice, i, &taken), EIP__TAKEN);
    }
    cr_assert(!has_room(f));
    cr_assert_eq(take(f, f->alice, 3, &taken), EIP__TAKE_QUOTA);
    cr_assert(eip__word_is_free(word_of(f, 3)));
    cr_assert_eq(take(f, f->bob, 3, &taken), EIP__TAKEN, "his own quota");
    eip__publish32(&f->alice->quota, 4);
    cr_assert_eq(take(f, f->alice, 4, &taken), EIP__TAKEN);
    eip__publish32(&f->alice->quota, 0);
    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKE_QUOTA);
    cr_assert_eq(used(f, f->alice), 4, "nothing is taken back");
    cr_assert(give(f, f->alice, 0, 1));
    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKE_QUOTA);
    finish(f);
}

Test(ledger, what_is_not_counted) {
    struct fixture *f = start();
    struct eip__give gift = {.record = 7, .generation = 1};

    eip__publish32(&f->alice->quota, 0);
    for (uint32_t i = 0; i < 10; i++) {
        struct eip__take taken = {.record = i, .before = word_of(f, i)};

        cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->alice, &taken),
                     EIP__TAKEN);
    }
    cr_assert_eq(used(f, f->alice), 0);
    cr_assert(eip__ledger_give(&f->ledger, f->lane, f->alice, &gift));
    cr_assert_eq(used(f, f->alice), 0);
    finish(f);
}

/* A word that has moved on since it was read. */
Test(ledger, a_take_that_is_lost) {
    struct fixture *f = start();
    struct eip__take late = {.record = 5, .counted = true};
    struct eip__take taken;

    late.before = word_of(f, 5);
    cr_assert_eq(take(f, f->bob, 5, &taken), EIP__TAKEN);
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->alice, &late),
                 EIP__TAKE_LOST);
    cr_assert_eq(used(f, f->alice), 0);
    expect_held(f, 5, f->bob, 1);
    /* The account itself has taken it: not twice either. */
    late = (struct eip__take){.record = 5, .counted = true};
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->bob, &late),
                 EIP__TAKE_LOST);
    cr_assert_eq(used(f, f->bob), 1);
    cr_assert(give(f, f->bob, 5, 1));
    late = (struct eip__take){.record = 5, .counted = true};
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->bob, &late),
                 EIP__TAKE_LOST);
    cr_assert_eq(used(f, f->bob), 0);
    finish(f);
}

/* -- the set of holdings ------------------------------------------------------------------ */

static struct eip__holdings *set_of(const struct eip__account *account) {
    return eip__pointer(eip__read(&account->holdings));
}

Test(ledger, swap) {
    struct fixture *f = start();
    struct eip__take taken;
    struct eip__holdings *old;
    struct eip__holdings *next;
    uint64_t settled;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    old = set_of(f->alice);
    next = eip__holdings_new(&f->direct.host, 8);
    eip__holdings_fill(next, 0, UINT64_C(5) << 32 | 1);
    settled = eip__ledger_settle(&f->ledger, f->alice);
    cr_assert(
        eip__ledger_swap(&f->ledger, f->lane, f->alice, settled, old, next));
    cr_assert_eq(set_of(f->alice), next);
    cr_assert_eq(used(f, f->alice), 1);
    cr_assert_neq(eip__ledger_settle(&f->ledger, f->alice), settled);
    finish(f);
}

Test(ledger, a_pass_changes_nothing_but_the_sequence) {
    struct fixture *f = start();
    struct eip__take taken;
    uint64_t settled;

    cr_assert_eq(take(f, f->alice, 5, &taken), EIP__TAKEN);
    settled = eip__ledger_settle(&f->ledger, f->alice);
    eip__ledger_pass(&f->ledger, f->lane, f->alice);
    cr_assert_eq(eip__ledger_settle(&f->ledger, f->alice),
                 settled + (UINT64_C(1) << EIP__REFERENCE_BITS));
    cr_assert_eq(used(f, f->alice), 1);
    expect_held(f, 5, f->alice, 1);
    finish(f);
}
