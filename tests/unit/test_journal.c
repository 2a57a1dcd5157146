/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The journal: what each operation says, and which of it a cut has. */
#include "support/internal/journalled.h"

#include <criterion/criterion.h>
#include <string.h>

enum { ALICE = 101, BOB = 102, RECORD = 3 };

/* The effects of the last collection, one by one. */
static void expect(const struct journalled *f, uint32_t i, uint32_t record,
                   uint32_t generation, uint32_t flags, uint64_t account) {
    const struct eip__effect *effect = &f->seen.effect[i];

    cr_assert_lt(i, f->seen.effects);
    cr_assert_eq(effect->record, record);
    cr_assert_eq(effect->generation, generation);
    cr_assert_eq(effect->flags, flags);
    cr_assert_eq(effect->account, account);
}

/* -- what operations say ------------------------------------------------------------ */

Test(journal, none_is_kept) {
    struct journalled *f = journalled_open();

    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(eip__journal_position(&f->ledger), 0);
    cr_assert_eq(f->lane->written, 0);
    journalled_start(f);
    cr_assert_eq(journalled_collect(f), 0, "what was before is not in it");
    journalled_close(f);
}

Test(journal, an_allocation) {
    struct journalled *f = journalled_open();
    uint64_t order;

    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    order = eip__stamp_value(
        eip__read(&eip__records_cold(&f->direct.records, RECORD)->stamp));
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD, ALICE);
    cr_assert_eq(f->seen.effect[0].value, order);
    cr_assert_eq(f->seen.effect[0].version, 0);
    cr_assert_null(f->seen.effect[0].facts);
    cr_assert_eq(journalled_collect(f), 0, "it comes once");
    journalled_close(f);
}

Test(journal, an_allocation_of_classic_with_tags) {
    struct journalled *f = journalled_open();
    struct eip__take take = {.record = RECORD,
                             .standard = true,
                             .detail = journalled_detail(f, "classic", 0, 1)};

    journalled_start(f);
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->bob, &take),
                 EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD | EIP__EFFECT_STANDARD, BOB);
    cr_assert_eq(f->seen.effect[0].version, 1);
    cr_assert_str_eq(f->seen.ptr[0], "classic");
    journalled_close(f);
}

Test(journal, releases) {
    /* Of the time 40 bits are kept. */
    static const uint64_t now[2] = {0, (UINT64_C(3) << 40) + 5000};
    struct journalled *f = journalled_open();

    journalled_start(f);
    for (uint32_t i = 0; i < 2; i++) {
        cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
        cr_assert_eq(journalled_give(f, f->alice, RECORD, now[i]),
                     EIP__CHANGED);
    }
    cr_assert_eq(journalled_collect(f), 4);
    expect(f, 1, RECORD, 1, EIP__EFFECT_KEEPS, ALICE);
    cr_assert_eq(f->seen.effect[1].value, f->seen.effect[0].value,
                 "where no time is written, the stamp stays");
    expect(f, 3, RECORD, 2, EIP__EFFECT_KEEPS | EIP__EFFECT_TIMED, ALICE);
    cr_assert_eq(f->seen.effect[3].value, 5000);
    journalled_close(f);
}

Test(journal, a_release_that_nobody_may_recover) {
    struct journalled *f = journalled_open();
    const struct eip__give gift = {.record = RECORD, .generation = 1};

    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(eip__ledger_give(&f->ledger, f->lane, f->alice, &gift),
                 EIP__CHANGED);
    cr_assert_eq(journalled_collect(f), 2);
    expect(f, 1, RECORD, 1, 0, 0);
    journalled_close(f);
}

/* What is altered is said whole, with the stamp of the allocation. */
Test(journal, alterations) {
    struct journalled *f = journalled_open();
    uint64_t order;

    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKEN);
    order = eip__stamp_value(
        eip__read(&eip__records_cold(&f->direct.records, RECORD)->stamp));
    journalled_start(f);
    cr_assert_eq(journalled_alter(f, f->alice, RECORD, "one"), EIP__CHANGED);
    cr_assert_eq(journalled_alter(f, f->alice, RECORD, "two"), EIP__CHANGED);
    cr_assert_eq(journalled_alter(f, f->bob, RECORD, "not his"),
                 EIP__CHANGE_LOST);
    cr_assert_eq(journalled_collect(f), 2);
    for (uint32_t i = 0; i < 2; i++) {
        expect(f, i, RECORD, 1, EIP__EFFECT_HELD, ALICE);
        cr_assert_eq(f->seen.effect[i].value, order);
        cr_assert_eq(f->seen.effect[i].version, i + 1);
        cr_assert_str_eq(f->seen.ptr[i], i == 0 ? "one" : "two");
    }
    journalled_close(f);
}

Test(journal, an_alteration_of_two_in_classic) {
    struct journalled *f = journalled_open();
    struct eip__take take = {.record = 9, .standard = true};
    struct eip__alter alter = {.record = RECORD, .generation = 1};

    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->alice, &take),
                 EIP__TAKEN);
    journalled_start(f);
    alter.detail = journalled_detail(f, "here", 1, 1);
    alter.also = journalled_detail(f, "there", 1, 1);
    alter.also_record = 9;
    cr_assert_eq(eip__ledger_alter(&f->ledger, f->lane, f->alice, &alter),
                 EIP__CHANGED);
    cr_assert_eq(journalled_collect(f), 2);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD, ALICE);
    expect(f, 1, 9, 1, EIP__EFFECT_HELD | EIP__EFFECT_STANDARD, ALICE);
    cr_assert_str_eq(f->seen.ptr[1], "there");
    journalled_close(f);
}

Test(journal, a_block) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    cr_assert_eq(journalled_block(f, f->alice, 8), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 4);
    for (uint32_t i = 0; i < 4; i++) {
        expect(f, i, 8 + i, 1, EIP__EFFECT_HELD, ALICE);
        cr_assert_eq(f->seen.effect[i].value, f->seen.effect[0].value + i);
        cr_assert_str_eq(f->seen.ptr[i], i == 1 ? "block" : "");
    }
    journalled_close(f);
}

Test(journal, a_transfer) {
    struct journalled *f = journalled_open();
    struct eip__holding holding = {.entry = 0};
    struct eip__ticket *ticket;

    journalled_start(f);
    ticket = journalled_ticket(f, RECORD);
    cr_assert_eq(journalled_collect(f), 2);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, ticket, &holding),
                 EIP__TRANSFERRED);
    cr_assert_eq(journalled_collect(f), 1, "reserve and resolve say nothing");
    expect(f, 0, RECORD, 2, EIP__EFFECT_HELD, BOB);
    cr_assert_str_eq(f->seen.ptr[0], "theirs");
    cr_assert_eq(f->seen.effect[0].value,
                 eip__stamp_value(eip__read(
                     &eip__records_cold(&f->direct.records, RECORD)->stamp)));
    cr_assert_eq(f->seen.handed, 1);
    cr_assert_eq(f->seen.hand[0].record, RECORD);
    cr_assert_eq(f->seen.hand[0].generation, 1);
    cr_assert_eq(f->seen.hand[0].address, 10u << 24 | RECORD);
    cr_assert_eq(f->seen.hand[0].source, ALICE);
    cr_assert_eq(f->seen.hand[0].target, BOB);
    cr_assert_eq(f->seen.hand[0].allocation_id, 77);
    cr_assert_eq(f->seen.hand[0].order, 5);
    cr_assert_eq(f->seen.hand[0].offer_ms, 3000);
    cr_assert_eq(f->seen.hand[0].accepted_ms, 2000);
    journalled_close(f);
}

/* What is said is a copy: the facts may be others by then, or gone. */
Test(journal, facts_are_as_they_were) {
    struct journalled *f = journalled_open();
    const eip_tag tag = {eip_text_of("key"), eip_text_of("value")};
    const eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    struct eip__take take = {.record = RECORD};
    uint32_t total;
    uint64_t bytes;

    cr_assert_eq(
        eip__tagset_check(&spec, 1, "elastic-ip", NULL, &total, &bytes),
        EIP_OK);
    take.detail =
        eip__detail_tagged(&f->direct.host, NULL, &spec, 1, total, bytes);
    journalled_start(f);
    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->alice, &take),
                 EIP__TAKEN);
    cr_assert_eq(journalled_give(f, f->alice, RECORD, 1), EIP__CHANGED);
    direct_leave(f->lane);
    eip__reclaim_all(&f->direct.lanes);
    f->lane = direct_enter(&f->direct);
    {
        struct eip__entry *entry = f->lane->first;
        eip_text value;

        cr_assert(
            eip__tagset_find(eip__entry_more(entry)->effect[0].facts->tags,
                             eip_text_of("key"), &value));
        cr_assert_eq(value.size, 5);
        cr_assert_eq(memcmp(value.data, "value", 5), 0);
    }
    cr_assert_eq(journalled_collect(f), 2);
    journalled_close(f);
}

/* -- cuts --------------------------------------------------------------------------- */

Test(journal, cuts_ascend_and_a_call_is_in_the_position) {
    struct journalled *f = journalled_open();
    uint64_t position;
    uint64_t cut;

    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    position = eip__journal_position(&f->ledger);
    cr_assert_gt(position, 0);
    cr_assert(journalled_try(f, &cut));
    cr_assert_eq(cut, position);
    cr_assert_eq(f->seen.effects, 1);
    cr_assert_eq(eip__journal_position(&f->ledger), cut + 1);
    cr_assert(journalled_try(f, &position));
    cr_assert_eq(position, cut + 1);
    journalled_close(f);
}

/* One that is installed is completed by the collector, and told. */
Test(journal, a_stopped_operation_is_completed) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, true);
    cr_assert(eip__word_is_free(journalled_word(f, RECORD)));
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD, ALICE);
    cr_assert(
        eip__word_is_held_by(journalled_word(f, RECORD), f->alice->index, 1));
    journalled_close(f);
}

/* One that another took the address from is told to nobody. */
Test(journal, a_lost_operation_is_dropped) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, true);
    cr_assert_eq(journalled_take(f, f->lane, f->bob, RECORD), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD, BOB);
    cr_assert_eq(f->other->collected, eip__pointer(f->other->written));
    journalled_close(f);
}

/* The owner that sees the address taken by another says so itself. */
Test(journal, an_own_lost_operation_is_dropped) {
    struct journalled *f = journalled_open();
    struct eip__entry *entry;
    struct eip__settled settled;
    struct eip__op *op;

    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, true);
    cr_assert_eq(journalled_take(f, f->lane, f->bob, RECORD), EIP__TAKEN);
    op = &f->other->op[f->other->serial & 1];
    entry = eip__pointer(eip__read(&op->entry));
    settled = (struct eip__settled){eip__read(&f->alice->head), 0};
    cr_assert_eq(eip__entry_outcome(eip__read(&entry->state)),
                 EIP__DEED_PENDING);
    cr_assert_eq(eip__op_conclude(f->other, op, EIP__DEED_TAKE, &settled,
                                  EIP__DEED_LOST, true),
                 EIP__DEED_LOST);
    cr_assert_eq(eip__entry_outcome(eip__read(&entry->state)), EIP__DEED_LOST);
    cr_assert_eq(journalled_collect(f), 1);
    journalled_close(f);
}

/* One that is not installed waits, and so does nobody else. When it is, it is
 * in the next cut. */
Test(journal, one_that_is_not_installed_waits) {
    struct journalled *f = journalled_open();
    struct eip__settled settled;
    struct eip__op *op;

    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, false);
    cr_assert_eq(journalled_take(f, f->lane, f->bob, 9), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, 9, 1, EIP__EFFECT_HELD, BOB);
    cr_assert_null(f->other->collected);
    op = &f->other->op[f->other->serial & 1];
    settled = (struct eip__settled){eip__read(&f->alice->head), 0};
    cr_assert(eip__op_install(f->other, f->alice, op, 0, &settled));
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD, ALICE);
    journalled_close(f);
}

/* An operation that took effect after the cut is in the next one, and so is all
 * that follows it in its lane. */
Test(journal, what_is_after_the_cut_waits) {
    struct journalled *f = journalled_open();
    struct eip__entry *entry;

    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKEN);
    entry = f->lane->first;
    entry->state +=
        UINT64_C(1)
        << EIP__DEED_OUTCOME_BITS; /* as if it had looked a moment later */
    cr_assert_eq(journalled_collect(f), 0);
    cr_assert_eq(journalled_collect(f), 2);
    journalled_close(f);
}

/* Its lane is taken over, or goes on to something else. */
Test(journal, one_that_was_never_installed_is_given_up) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, false);
    cr_assert_eq(journalled_take(f, f->other, f->alice, 9), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    expect(f, 0, 9, 1, EIP__EFFECT_HELD, ALICE);
    journalled_close(f);
}

Test(journal, one_that_was_installed_is_not_given_up) {
    struct journalled *f = journalled_open();

    journalled_start(f);
    journalled_stop_taking(f, f->alice, RECORD, true);
    cr_assert_eq(journalled_take(f, f->other, f->bob, 9), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 2);
    expect(f, 0, RECORD, 1, EIP__EFFECT_HELD, ALICE);
    journalled_close(f);
}

/* Once it is collected nobody looks at it any more: that is written down. */
Test(journal, a_collected_operation_is_closed) {
    struct journalled *f = journalled_open();
    struct eip__op *op;

    journalled_start(f);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, RECORD), EIP__TAKEN);
    op = &f->lane->op[f->lane->serial & 1];
    cr_assert_eq(eip__read(&op->outcome) & EIP__DEED_OUTCOME_MASK,
                 EIP__DEED_PENDING);
    cr_assert_eq(journalled_collect(f), 1);
    cr_assert_eq(eip__read(&op->outcome) & EIP__DEED_OUTCOME_MASK,
                 EIP__DEED_DONE);
    journalled_close(f);
}

/* -- one that is refused ----------------------------------------------------------- */

Test(journal, what_is_refused_comes_again) {
    struct journalled *f = journalled_open();
    struct eip__holding holding = {.entry = 0};
    struct eip__ticket *ticket;
    uint64_t first;
    uint64_t cut;

    journalled_start(f);
    ticket = journalled_ticket(f, RECORD);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, ticket, &holding),
                 EIP__TRANSFERRED);
    f->seen.refuse_after = 1;
    cr_assert(!journalled_try(f, &first), "the second effect");
    f->seen.refuse_after = 2;
    cr_assert(!journalled_try(f, &cut), "what was handed over");
    cr_assert_gt(cut, first);
    f->seen.refuse_after = 0;
    cr_assert_eq(journalled_collect(f), 1, "of that the whole");
    expect(f, 0, RECORD, 2, EIP__EFFECT_HELD, BOB);
    cr_assert_eq(f->seen.handed, 1);
    journalled_close(f);
}
