/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The journal's memory: chunks that come and go, and operations that are
 * refused it before they have changed anything. */
#include "support/internal/journalled.h"

#include <criterion/criterion.h>
#include <string.h>

enum { ALICE = 101, BOB = 102, RECORD = 3, MANY = 1000 };

/* -- chunks --------------------------------------------------------------------------- */

/* Collected as it grows it takes no more than a few chunks, which are used again;
 * what is between two collections may be in several. */
Test(journal_memory, chunks_come_back) {
    struct journalled *f = journalled_open();
    uint64_t first = 0;
    uint64_t requests = 0;

    journalled_start(f);
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
        cr_assert_eq(journalled_give(f, f->alice, RECORD, 1), EIP__CHANGED);
        if (i % 30 == 29) {
            cr_assert_eq(journalled_collect(f), 60);
            direct_leave(f->lane);
            eip__reclaim_all(&f->direct.lanes);
            f->lane = direct_enter(&f->direct);
            first = first == 0 ? f->heap.blocks : first;
            cr_assert_leq(f->heap.blocks, first + 1);
        }
        requests = i == MANY / 2 ? f->heap.requests : requests;
    }
    cr_assert_eq(f->heap.requests, requests);
    journalled_close(f);
}

Test(journal_memory, several_chunks_are_closed) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
        cr_assert_eq(journalled_give(f, f->alice, RECORD, 1), EIP__CHANGED);
        if (i == 10) {
            cr_assert_eq(journalled_collect(f), 22);
        }
    }
    journalled_close(f); /* looks whether all has come back */
}

/* Facts that are larger than a chunk have one of their own. */
Test(journal_memory, facts_of_any_size) {
    static char large[20000];
    struct journalled *f = journalled_open();

    memset(large, 'x', sizeof large - 1);
    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(journalled_alter(f, f->alice, RECORD, large), EIP__CHANGED);
    cr_assert_eq(journalled_alter(f, f->alice, RECORD, "small"), EIP__CHANGED);
    cr_assert_eq(journalled_collect(f), 3);
    cr_assert_eq(f->seen.effect[1].facts->ptr.size, sizeof large - 1);
    cr_assert_str_eq(f->seen.ptr[2], "small");
    journalled_close(f);
}

/* -- refused ---------------------------------------------------------------------------- */

/* Everything but the journal has its memory already. */
static struct journalled *open_full(void) {
    struct journalled *f = journalled_open();

    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKEN);
    cr_assert_eq(journalled_give(f, f->alice, 9, 1), EIP__CHANGED);
    journalled_start(f);
    return f;
}

Test(journal_memory, an_allocation_is_refused) {
    struct journalled *f = open_full();
    uint64_t word = journalled_word(f, 9);

    journalled_refuse(f, true);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKE_NO_MEMORY);
    journalled_refuse(f, false);
    cr_assert_eq(journalled_word(f, 9), word);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 1);
    cr_assert_eq(journalled_collect(f), 0);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    journalled_close(f);
}

Test(journal_memory, a_release_is_refused) {
    struct journalled *f = open_full();
    uint64_t word = journalled_word(f, RECORD);

    journalled_refuse(f, true);
    cr_assert_eq(journalled_give(f, f->alice, RECORD, 1),
                 EIP__CHANGE_NO_MEMORY);
    journalled_refuse(f, false);
    cr_assert_eq(journalled_word(f, RECORD), word);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 1);
    cr_assert_eq(journalled_collect(f), 0);
    journalled_close(f);
}

Test(journal_memory, an_alteration_is_refused) {
    struct journalled *f = open_full();
    const struct eip__alter alter = {
        .record = RECORD,
        .generation = 1,
        .detail = journalled_detail(f, "new", 1, 1),
    };

    journalled_refuse(f, true);
    cr_assert_eq(eip__ledger_alter(&f->ledger, f->lane, f->alice, &alter),
                 EIP__CHANGE_NO_MEMORY);
    journalled_refuse(f, false);
    cr_assert_eq(journalled_hung(f, RECORD), 0);
    cr_assert_eq(journalled_collect(f), 0);
    eip__detail_free(&f->direct.host, alter.detail);
    journalled_close(f);
}

Test(journal_memory, a_block_is_refused) {
    struct journalled *f = open_full();
    struct eip__block_take take = {
        .count = 2, .record = {20, 21}, .counted = true};

    journalled_refuse(f, true);
    cr_assert_eq(eip__ledger_take_block(&f->ledger, f->lane, f->alice, &take),
                 EIP__TAKE_NO_MEMORY);
    journalled_refuse(f, false);
    for (uint32_t i = 0; i < take.count; i++) {
        cr_assert_eq(journalled_word(f, take.record[i]), 0);
        eip__holdings_drop(&take.holding[i]);
    }
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 1);
    cr_assert_eq(journalled_collect(f), 0);
    journalled_close(f);
}

/* -- transfers ----------------------------------------------------------------------------- */

/* It is offered, and Bob has a set of holdings with room. */
static struct eip__ticket *offered(struct journalled *f) {
    struct eip__ticket *ticket = journalled_ticket(f, RECORD);

    cr_assert_eq(journalled_take(f, f->lane, f->bob, 9), EIP__TAKEN);
    journalled_start(f);
    return ticket;
}

static void expect_cancelled(struct journalled *f) {
    cr_assert(
        eip__word_is_held_by(journalled_word(f, RECORD), f->alice->index, 1));
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 1);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->bob), 1);
    cr_assert(!eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert_eq(journalled_collect(f), 0);
}

Test(journal_memory, a_transfer_is_refused) {
    struct journalled *f = journalled_open();
    struct eip__holding holding = {.entry = 0};
    struct eip__ticket *ticket = offered(f);

    journalled_refuse(f, true);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, ticket, &holding),
                 EIP__TRANSFER_UNTOLD);
    journalled_refuse(f, false);
    /* Nobody who came to it meanwhile will hand it over. */
    cr_assert_eq(eip__read(&ticket->state), EIP__TICKET_CANCELLED);
    eip__holdings_drop(&holding);
    expect_cancelled(f);
    journalled_close(f);
}

/* Who sees another's through is refused memory: the other begins again. */
Test(journal_memory, a_transfer_is_cancelled_for_another) {
    struct journalled *f = journalled_open();
    struct eip__holding holding = {.entry = 0};
    struct eip__ticket *ticket = offered(f);

    cr_assert(eip__holdings_place(&f->direct.host, &f->direct.records, f->bob,
                                  RECORD, 2, &holding));
    ticket->holdings = holding.holdings;
    cr_assert_eq(
        eip__ledger_run(&f->ledger, f->lane, f->bob, &ticket->reserve, 1),
        EIP__ERRAND_DONE);
    journalled_refuse(f, true);
    cr_assert(eip__transfer_finish(&f->ledger, f->lane, f->bob));
    journalled_refuse(f, false);
    eip__holdings_drop(&holding);
    expect_cancelled(f);
    journalled_close(f);
}

/* Once it has been handed over it cannot be cancelled, and the other way round;
 * who is late changes nothing. */
Test(journal_memory, handed_over_or_cancelled) {
    struct journalled *f = journalled_open();
    struct eip__ticket *ticket = offered(f);

    cr_assert_eq(
        eip__ledger_run(&f->ledger, f->lane, f->alice, &ticket->cancel, 0),
        EIP__ERRAND_DONE);
    cr_assert_eq(
        eip__ledger_run(&f->ledger, f->lane, f->alice, &ticket->hand, -1),
        EIP__ERRAND_NOT);
    eip__ticket_free(&f->direct.host, ticket);
    ticket = journalled_ticket(f, 20);
    cr_assert_eq(
        eip__ledger_run(&f->ledger, f->lane, f->alice, &ticket->hand, -1),
        EIP__ERRAND_DONE);
    cr_assert_eq(
        eip__ledger_run(&f->ledger, f->lane, f->alice, &ticket->cancel, 0),
        EIP__ERRAND_NOT);
    ticket->cancel.run(&f->ledger, &ticket->cancel);
    cr_assert_eq(eip__read(&ticket->state), EIP__TICKET_DONE);
    journalled_close(f);
}
