/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The journal's entries, one by one: where they lie, what a second try writes,
 * and who says what became of them. */
#include "support/internal/journalled.h"

#include <criterion/criterion.h>

enum { ALICE = 101, BOB = 102, RECORD = 3, ALIGNMENT = 64 };

static struct eip__entry *entry_at(const struct eip__lane *lane,
                                   uint32_t index) {
    struct eip__entry *entry = lane->first;

    for (uint32_t i = 0; i < index; i++) {
        entry = entry->next;
    }
    return entry;
}

Test(journal_exact, entries_are_aligned_and_share_a_chunk) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    for (uint32_t i = 0; i < 5; i++) {
        cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
        cr_assert_eq(journalled_alter(f, f->alice, RECORD, "odd"),
                     EIP__CHANGED);
        cr_assert_eq(journalled_give(f, f->alice, RECORD, 1), EIP__CHANGED);
    }
    for (uint32_t i = 0; i < 15; i++) {
        const struct eip__entry *entry = entry_at(f->lane, i);

        cr_assert_eq((uintptr_t)entry % ALIGNMENT, 0, "entry %u", i);
        cr_assert_eq((uintptr_t)entry - entry->offset,
                     (uintptr_t)entry_at(f->lane, 0) -
                         entry_at(f->lane, 0)->offset);
    }
    journalled_close(f);
}

/* One that ends with a line of the cache takes no other. */
Test(journal_exact, entries_take_as_many_lines_as_they_need) {
    struct journalled *f = journalled_open();
    const struct eip__effect effect[5] = {{.value = 1}};
    bool is_one_full = false;

    journalled_start(f);
    for (uint32_t i = 0; i < 5; i++) {
        const struct eip__told told = {effect, i + 1, NULL};

        cr_assert(eip__journal_write(&f->ledger, f->other, f->alice,
                                     eip__op_begin(&f->ledger, f->other),
                                     &told));
    }
    for (uint32_t i = 0; i < 4; i++) {
        uint64_t needs = sizeof(struct eip__entry) +
                         sizeof(struct eip__entry_more) +
                         (i + 1) * sizeof effect[0];

        cr_assert_eq(entry_at(f->other, i + 1)->offset -
                         entry_at(f->other, i)->offset,
                     (needs + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        is_one_full |= (needs + 15) / 16 * 16 % ALIGNMENT == 0;
    }
    cr_assert(is_one_full);
    journalled_close(f);
}

/* A head that has moved gives each of them another place. */
Test(journal_exact, a_second_try_writes_every_value) {
    struct journalled *f = journalled_open();
    struct eip__effect effect[3] = {{.value = 1}, {.value = 2}, {.value = 3}};
    const struct eip__told told = {effect, 3, NULL};
    struct eip__op *op;

    journalled_start(f);
    op = eip__op_begin(&f->ledger, f->other);
    for (uint32_t n = 0; n < 2; n++) {
        cr_assert(
            eip__journal_write(&f->ledger, f->other, f->alice, op, &told));
        for (uint32_t i = 0; i < 3; i++) {
            cr_assert_eq(
                eip__entry_more(entry_at(f->other, 0))->effect[i].value,
                effect[i].value);
            effect[i].value += 10;
        }
    }
    journalled_close(f);
}

/* Of EC2-Classic, without anything that hangs at it. */
Test(journal_exact, one_of_classic_by_itself) {
    struct journalled *f = journalled_open();
    struct eip__take take = {.record = RECORD,
                             .counted = true,
                             .standard = true,
                             .before = journalled_word(f, RECORD)};

    journalled_start(f);
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->bob, &take),
                 EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    cr_assert_eq(f->seen.effect[0].flags,
                 EIP__EFFECT_HELD | EIP__EFFECT_STANDARD);
    cr_assert_eq(f->seen.effect[0].account, BOB);
    journalled_close(f);
}

/* As many as an operation can have. */
Test(journal_exact, the_largest_block) {
    struct journalled *f = journalled_open();
    struct eip__block_take take = {.count = EIP__OP_MORE, .counted = true};

    for (uint32_t i = 0; i < take.count; i++) {
        take.record[i] = EIP__OP_MORE + i;
    }
    journalled_start(f);
    cr_assert_eq(eip__ledger_take_block(&f->ledger, f->lane, f->alice, &take),
                 EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), EIP__OP_MORE);
    for (uint32_t i = 0; i < EIP__OP_MORE; i++) {
        cr_assert_eq(f->seen.effect[i].record, EIP__OP_MORE + i);
    }
    journalled_close(f);
}

/* The owner says so itself: it does not look at an account again whose last
 * operation is its own, and what it does next may say nothing to the journal. */
Test(journal_exact, the_owner_says_that_it_is_done) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->bob, RECORD), EIP__TAKEN);
    cr_assert_eq(eip__read(&f->bob->head),
                 f->lane->op[f->lane->serial & 1].head);
    eip__ledger_pass(&f->ledger, f->lane, f->bob);
    cr_assert_eq(journalled_collect(f), 1);
    cr_assert_eq(f->seen.effect[0].account, BOB);
    journalled_close(f);
}

/* Its lane goes on with an operation that begins only once, so that nobody has
 * written the descriptor anew. */
Test(journal_exact, an_installed_one_is_settled_before_it_is_given_up) {
    struct journalled *f = journalled_open();
    struct eip__alter alter = {.record = 9, .generation = 1};

    cr_assert_eq(journalled_take(f, f->lane, f->bob, 9), EIP__TAKEN);
    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, true);
    alter.detail = journalled_detail(f, "new", 1, 1);
    cr_assert_eq(eip__ledger_alter(&f->ledger, f->other, f->bob, &alter),
                 EIP__CHANGED);
    cr_assert_eq(journalled_collect(f), 2);
    cr_assert_eq(f->seen.effect[0].record, RECORD);
    cr_assert_eq(f->seen.effect[0].account, ALICE);
    journalled_close(f);
}

/* Of both descriptors, whichever the lane uses. */
Test(journal_exact, both_descriptors_are_closed) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    cr_assert_eq(journalled_alter(f, f->alice, RECORD, "not hers"),
                 EIP__CHANGE_LOST);
    for (uint32_t i = 0; i < 2; i++) {
        struct eip__op *op;

        cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD + i),
                     EIP__TAKEN);
        cr_assert_eq(journalled_alter(f, f->alice, RECORD + i, "hers"),
                     EIP__CHANGED);
        cr_assert_eq(journalled_collect(f), 2);
        for (uint32_t k = 0; k < 2; k++) {
            op = &f->lane->op[k];
            cr_assert_eq(eip__read(&op->outcome) & EIP__DEED_OUTCOME_MASK,
                         EIP__DEED_DONE, "descriptor %u", k);
        }
    }
    journalled_close(f);
}

/* Nothing is kept of it, whatever it is. */
Test(journal_exact, what_is_left_at_the_end_is_dropped) {
    struct journalled *f = journalled_open();
    struct eip__holding holding = {.entry = 0};
    struct eip__ticket *ticket;

    journalled_start(f);
    ticket = journalled_ticket(f, RECORD);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, ticket, &holding),
                 EIP__TRANSFERRED);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKEN);
    cr_assert_null(f->lane->collected);
    eip__journal_stop(&f->ledger);
    cr_assert_eq(f->lane->collected, eip__pointer(f->lane->written));
    journalled_close(f);
}
