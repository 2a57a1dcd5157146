/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Transfers that a stopped thread leaves half done, and what is remembered of
 * those that were accepted. */
#include "registry/transfer.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { RECORD = 3 };

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
    eip__accounts_open(&f->accounts, &f->direct.host, 1, 1);
    f->ledger = (struct eip__ledger){.host = &f->direct.host,
                                     .lanes = &f->direct.lanes,
                                     .records = &f->direct.records};
    cr_assert_eq(eip__accounts_get(&f->accounts, 1, &f->alice), EIP_OK);
    cr_assert_eq(eip__accounts_get(&f->accounts, 2, &f->bob), EIP_OK);
    f->lane = direct_enter(&f->direct);
    return f;
}

static eip__a64 *place_of(struct fixture *f) {
    return &eip__records_cold(&f->direct.records, RECORD)->detail;
}

static void finish(struct fixture *f) {
    eip__detail_free(&f->direct.host, eip__detail_in(eip__read(place_of(f))));
    for (uint32_t i = 1; i <= 2; i++) {
        struct eip__account *account = eip__accounts_at(&f->accounts, i);
        struct eip__holdings *holdings =
            eip__pointer(eip__read(&account->holdings));

        if (holdings != NULL) {
            eip__holdings_free(&f->direct.host, &holdings->retired);
        }
    }
    eip__transfer_close(&f->ledger, &f->accounts);
    eip__accounts_close(&f->accounts);
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static uint64_t word_of(struct fixture *f, uint32_t record) {
    return eip__read(eip__records_word(&f->direct.records, record));
}

static enum eip__taken take(struct fixture *f, struct eip__account *account,
                            uint32_t record) {
    struct eip__take take = {
        .record = record, .counted = true, .before = word_of(f, record)};

    return eip__ledger_take(&f->ledger, f->lane, account, &take);
}

static struct eip__detail *detail(struct fixture *f, uint64_t generation,
                                  uint64_t version) {
    const struct eip__facts facts = {.has = EIP__HAS_OFFER};

    return eip__detail_new(&f->direct.host, &facts, generation, version);
}

/* Alice holds the record and has offered it; version 1 of its detail. */
static uint32_t offer(struct fixture *f) {
    struct eip__alter alter = {.record = RECORD};

    cr_assert_eq(take(f, f->alice, RECORD), EIP__TAKEN);
    alter.generation = eip__word_generation(word_of(f, RECORD));
    alter.before = eip__read(place_of(f));
    alter.detail = detail(f, alter.generation, 1);
    cr_assert(eip__ledger_alter(&f->ledger, f->lane, f->alice, &alter));
    return alter.generation;
}

static struct eip__ticket *ticket(struct fixture *f, uint32_t generation) {
    struct eip__ticket *ticket = eip__ticket_new(&f->direct.host);

    ticket->source = f->alice;
    ticket->target = f->bob;
    ticket->record = RECORD;
    ticket->generation = generation;
    ticket->offer_version = 1;
    ticket->detail = detail(f, generation + 1, 1);
    ticket->accepted_ms = 1000;
    return ticket;
}

static void reserve(struct fixture *f, struct eip__ticket *ticket) {
    cr_assert_eq(
        eip__ledger_run(&f->ledger, f->lane, f->bob, &ticket->reserve, 1),
        EIP__ERRAND_DONE);
}

/* -- left half done --------------------------------------------------------------- */

Test(transfer, what_is_reserved_is_told_from_what_is_used) {
    struct fixture *f = start();
    uint32_t generation = offer(f);
    bool reserved = false;

    reserve(f, ticket(f, generation));
    cr_assert(!eip__ledger_has_room(&f->ledger, f->lane, f->bob, 1, &reserved));
    cr_assert(reserved);
    cr_assert_eq(take(f, f->bob, 5), EIP__TAKE_RESERVED);
    cr_assert(eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert(!eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert(eip__word_is_held_by(word_of(f, RECORD), f->bob->index,
                                   generation + 1));
    cr_assert_eq(take(f, f->bob, 5), EIP__TAKE_QUOTA);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 0);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->bob), 1);
    finish(f);
}

Test(transfer, an_offer_that_is_gone_gives_the_room_back) {
    struct fixture *f = start();
    uint32_t generation = offer(f);
    struct eip__give gift = {.record = RECORD,
                             .generation = generation,
                             .counted = true,
                             .keeps = true,
                             .detail = eip__read(place_of(f))};

    reserve(f, ticket(f, generation));
    cr_assert(eip__ledger_give(&f->ledger, f->lane, f->alice, &gift));
    cr_assert(eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert_eq(eip__ledger_used(&f->ledger, f->bob), 0);
    cr_assert_eq(take(f, f->bob, 5), EIP__TAKEN);
    finish(f);
}

Test(transfer, an_offer_of_another_version_is_another) {
    struct fixture *f = start();
    struct eip__holding holding = {0};
    uint32_t generation = offer(f);
    struct eip__ticket *one = ticket(f, generation);

    one->offer_version = 2;
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, one, &holding),
                 EIP__TRANSFER_LOST);
    one = ticket(f, generation + 1);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, one, &holding),
                 EIP__TRANSFER_LOST);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->bob), 0);
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 1);
    finish(f);
}

Test(transfer, one_that_stands_in_the_way_is_seen_through) {
    struct fixture *f = start();
    struct eip__holding holding = {0};
    uint32_t generation = offer(f);
    struct eip__ticket *late = ticket(f, generation);

    reserve(f, ticket(f, generation));
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, late, &holding),
                 EIP__TRANSFER_QUOTA);
    eip__ticket_free(&f->direct.host, late);
    cr_assert(eip__word_is_held_by(word_of(f, RECORD), f->bob->index,
                                   generation + 1));
    finish(f);
}

Test(transfer, is_freed_wherever_it_was_left) {
    struct fixture *f = start();

    reserve(f, ticket(f, offer(f)));
    finish(f); /* open */
    f = start();
    {
        struct eip__ticket *one = ticket(f, offer(f));

        reserve(f, one);
        cr_assert_eq(
            eip__ledger_run(&f->ledger, f->lane, f->alice, &one->hand, -1),
            EIP__ERRAND_DONE);
        cr_assert_eq(
            eip__ledger_run(&f->ledger, f->lane, f->alice, &one->hand, -1),
            EIP__ERRAND_NOT);
    }
    finish(f); /* done, and not put away */
    f = start();
    {
        struct eip__ticket *one = ticket(f, offer(f));

        reserve(f, one);
        eip__publish(&one->state, EIP__TICKET_DONE);
        eip__detail_hang(f->ledger.lanes, place_of(f), one->detail);
    }
    finish(f); /* done, and not yet remembered */
}

/* -- the target's holdings ------------------------------------------------------------ */

static bool swap(struct fixture *f) {
    struct eip__holdings *to =
        eip__holdings_new(&f->direct.host, EIP__HOLDINGS_FIRST);
    bool swapped = eip__ledger_swap(
        &f->ledger, f->lane, f->bob, eip__ledger_settle(&f->ledger, f->bob),
        eip__pointer(eip__read(&f->bob->holdings)), to);

    if (!swapped) {
        eip__holdings_free(&f->direct.host, &to->retired);
    }
    return swapped;
}

static bool has_entry(struct fixture *f, uint64_t entry) {
    const struct eip__holdings *holdings =
        eip__pointer(eip__read(&f->bob->holdings));

    for (uint64_t i = 0; i < EIP__HOLDINGS_FIRST; i++) {
        if (eip__holdings_at(holdings, i) == entry) {
            return true;
        }
    }
    return false;
}

/* Whoever makes a smaller set copies what is held, and the entry of what is
 * about to be is ahead of its word. */
Test(transfer, holdings_are_not_replaced_while_it_stands) {
    struct fixture *f = start();
    struct eip__ticket *one = ticket(f, offer(f));
    uint64_t entry = (uint64_t)RECORD << 32 | (one->generation + 1);
    struct eip__holding holding = {0};

    cr_assert(eip__holdings_place(&f->direct.host, &f->direct.records, f->bob,
                                  RECORD, one->generation + 1, &holding));
    one->holdings = holding.holdings;
    reserve(f, one);
    cr_assert(!swap(f));
    cr_assert(eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert(has_entry(f, entry));
    cr_assert(swap(f));
    finish(f);
}

Test(transfer, holdings_that_were_replaced_get_the_entry_too) {
    struct fixture *f = start();
    struct eip__ticket *one = ticket(f, offer(f));
    uint64_t entry = (uint64_t)RECORD << 32 | (one->generation + 1);
    struct eip__holding holding = {0};

    cr_assert(eip__holdings_place(&f->direct.host, &f->direct.records, f->bob,
                                  RECORD, one->generation + 1, &holding));
    one->holdings = holding.holdings;
    cr_assert(swap(f));
    cr_assert_eq(eip__ledger_run(&f->ledger, f->lane, f->bob, &one->reserve, 1),
                 EIP__ERRAND_NOT);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, one, &holding),
                 EIP__TRANSFERRED);
    cr_assert(has_entry(f, entry));
    finish(f);
}

/* -- what is remembered ------------------------------------------------------------- */

/* A thread that is gone before it has put the ticket away takes nothing with
 * it. Carried out again, it is not remembered twice. */
Test(transfer, is_remembered_as_soon_as_it_is_done) {
    struct fixture *f = start();
    struct eip__ticket *one = ticket(f, offer(f));

    reserve(f, one);
    cr_assert_eq(eip__read(&f->alice->handed), 0);
    cr_assert_eq(eip__ledger_run(&f->ledger, f->lane, f->alice, &one->hand, -1),
                 EIP__ERRAND_DONE);
    cr_assert_eq(eip__read(&f->alice->handed), eip__value(one));
    one->hand.run(&f->ledger, &one->hand);
    cr_assert_eq(eip__read(&f->alice->handed), eip__value(one));
    cr_assert_eq(eip__read(&one->next), 0);
    cr_assert(eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert_eq(eip__read(&f->alice->handed), eip__value(one));
    finish(f);
}

/* Whoever comes when the target has released it changes nothing any more. */
Test(transfer, carried_out_again_long_after) {
    struct fixture *f = start();
    struct eip__ticket *one = ticket(f, offer(f));
    eip__a64 *stamp = &eip__records_cold(&f->direct.records, RECORD)->stamp;
    struct eip__give gift = {.record = RECORD,
                             .generation = one->generation + 1,
                             .counted = true,
                             .keeps = true};
    struct eip__holding holding = {0};
    uint64_t left;

    cr_assert_eq(eip__transfer(&f->ledger, f->lane, one, &holding),
                 EIP__TRANSFERRED);
    gift.detail = eip__read(place_of(f));
    cr_assert(eip__ledger_give(&f->ledger, f->lane, f->bob, &gift));
    /* So long that the turns of stamps have come round. */
    left = eip__stamp_make(gift.generation + (1u << 21) + 9, true, false, 7);
    eip__publish(stamp, left);
    one->hand.run(&f->ledger, &one->hand);
    cr_assert_eq(eip__read(stamp), left);
    cr_assert(eip__word_is_free(word_of(f, RECORD)));
    one->reserve.run(&f->ledger, &one->reserve);
    cr_assert(!eip__transfer_finish(&f->ledger, f->lane, f->bob),
              "it stands there again");
    finish(f);
}

/* It is seen through first. */
Test(transfer, one_that_stands_is_not_forgotten) {
    struct fixture *f = start();
    struct eip__ticket *one = ticket(f, offer(f));
    struct eip__ticket *newer = eip__ticket_new(&f->direct.host);

    reserve(f, one);
    cr_assert_eq(eip__ledger_run(&f->ledger, f->lane, f->alice, &one->hand, -1),
                 EIP__ERRAND_DONE);
    newer->target = f->bob;
    newer->accepted_ms = EIP_TRANSFER_SHOWN_MS;
    eip__publish(&newer->next, eip__value(one));
    eip__publish(&f->alice->handed, eip__value(newer));
    eip__transfer_forget(&f->ledger, f->lane, f->alice,
                         1000 + EIP_TRANSFER_SHOWN_MS);
    cr_assert_eq(eip__read(&newer->next), 0);
    cr_assert_eq(eip__read(&f->bob->ticket) & 1, 1);
    cr_assert(!eip__transfer_finish(&f->ledger, f->lane, f->bob));
    cr_assert_eq(eip__ledger_used(&f->ledger, f->bob), 1);
    finish(f);
}

Test(transfer, what_is_shown_no_more_is_forgotten) {
    struct fixture *f = start();
    struct eip__holding holding = {0};
    struct eip__ticket *one = ticket(f, offer(f));
    struct eip__ticket *old = eip__ticket_new(&f->direct.host);

    one->accepted_ms = 1 + EIP_TRANSFER_SHOWN_MS;
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, one, &holding),
                 EIP__TRANSFERRED);
    cr_assert_eq(eip__read(&f->alice->handed), eip__value(one));
    eip__publish(&one->next, eip__value(old));
    old->target = f->bob;
    eip__publish(&old->next, 0);
    old->accepted_ms = 1;
    eip__transfer_forget(&f->ledger, f->lane, f->alice, EIP_TRANSFER_SHOWN_MS);
    cr_assert_eq(eip__read(&one->next), eip__value(old));
    eip__transfer_forget(&f->ledger, f->lane, f->alice,
                         1 + EIP_TRANSFER_SHOWN_MS);
    cr_assert_eq(eip__read(&one->next), 0);
    /* The newest stays. */
    eip__transfer_forget(&f->ledger, f->lane, f->alice, UINT64_C(9) << 40);
    cr_assert_eq(eip__read(&f->alice->handed), eip__value(one));
    finish(f);
}
