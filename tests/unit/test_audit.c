/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The audit of an engine in which one thing is wrong: it names the invariant,
 * and says what. */
#include "registry/engine.h"
#include "space/dry.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

struct fixture {
    eip_engine *engine;
    struct eip__range *range;
    struct eip__account *account;
    uint32_t held; /* a record that account 1 holds */
    uint32_t free; /* one that was never given */
    uint32_t left; /* one that was released */
};

struct seen {
    uint32_t count;
    uint32_t enough; /* ends the audit */
    uint32_t invariant;
    char message[160]; /* the first one's */
};

static int32_t see(void *context, const eip_audit_finding *finding) {
    struct seen *seen = context;

    if (seen->count++ == 0) {
        seen->invariant = finding->invariant;
        (void)snprintf(seen->message, sizeof seen->message, "%.*s",
                       (int)finding->message.size, finding->message.data);
    }
    return seen->count >= seen->enough;
}

static uint32_t give_one(struct fixture *f, uint64_t *id) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    cr_assert_eq(trial_allocate(f->engine, 1, &got), EIP_OK);
    *id = got.allocation_id;
    return eip__range_record(f->range, got.public_ip);
}

static struct fixture start(void) {
    const struct trial_engine how = {.cooldown_ms = 3600000,
                                     .cidr = "198.51.100.0/26",
                                     .policy = EIP_POLICY_LOWEST};
    struct fixture f = {.engine = trial_open(&how)};
    uint64_t id;

    f.range = eip__radix_find(eip__engine_topology(f.engine)->tree, 0xc6336400);
    cr_assert_not_null(f.range);
    f.left = give_one(&f, &id);
    cr_assert_eq(trial_release(f.engine, 1, id), EIP_OK);
    /* Those never given come first. */
    f.held = give_one(&f, &id);
    cr_assert_neq(f.held, f.left);
    f.free = f.range->record + 63;
    f.account = eip__accounts_find(&f.engine->accounts, 1);
    cr_assert_not_null(f.account);
    trial_audit(f.engine);
    return f;
}

static void finish(struct fixture *f) {
    trial_audit(f->engine);
    eip_engine_close(f->engine);
}

static void expect(struct fixture *f, uint32_t invariant, const char *what) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    struct seen seen = {.enough = 99};

    cr_assert_eq(eip_engine_audit(f->engine, see, &seen, &report), EIP_OK);
    cr_assert_eq(seen.count, report.findings);
    cr_assert_geq(seen.count, 1);
    cr_assert_eq(seen.invariant, invariant, "I%u: %s", seen.invariant,
                 seen.message);
    cr_assert_not_null(strstr(seen.message, what), "%s", seen.message);
}

/* With another value in a word of the engine's. */
static void expect_with(struct fixture *f, eip__a64 *place, uint64_t value,
                        uint32_t invariant, const char *what) {
    uint64_t before = eip__read(place);

    eip__note(place, value);
    expect(f, invariant, what);
    eip__note(place, before);
}

static void expect_word(uint32_t struct_member, uint64_t word,
                        uint32_t invariant, const char *what) {
    struct fixture f = start();
    uint32_t record = struct_member == 0   ? f.held
                      : struct_member == 1 ? f.free
                                           : f.left;

    expect_with(&f, eip__records_word(&f.engine->records, record), word,
                invariant, what);
    finish(&f);
}

enum { HELD, FREE, LEFT };

Test(audit, held_by_nobody) {
    expect_word(HELD, eip__word_make(EIP__HELD, 0, 0, 1), 3,
                "held by no account");
}

Test(audit, held_by_an_account_that_is_not_there) {
    expect_word(HELD, eip__word_make(EIP__HELD, 0, 2, 1), 3,
                "held by no account");
}

Test(audit, held_without_a_generation) {
    expect_word(HELD, eip__word_make(EIP__HELD, 0, 1, 0), 2,
                "held without a generation");
}

Test(audit, held_with_a_mark) {
    expect_word(HELD, eip__word_make(EIP__HELD, 1, 1, 1), 2,
                "held without a generation");
}

Test(audit, held_without_its_stamp) {
    struct fixture f = start();

    expect_with(&f, &eip__records_cold(&f.engine->records, f.held)->stamp, 0, 3,
                "held without its stamp");
    finish(&f);
}

Test(audit, free_with_a_mark_beyond_the_last) {
    expect_word(LEFT, eip__word_make(EIP__FREE, EIP__MARK_OLD + 1, 1, 1), 2,
                "a free word that cannot be");
}

Test(audit, never_given_and_somebodys) {
    expect_word(FREE, eip__word_make(EIP__FREE, 0, 1, 0), 2,
                "a free word that cannot be");
}

/* What was released is never kept in reserve. */
Test(audit, released_and_not_offered) {
    struct fixture f = start();
    uint64_t word = eip__read(eip__records_word(&f.engine->records, f.left));
    eip__a64 *hints =
        eip__records_hint(&f.engine->records, f.left, eip__word_mark(word));

    cr_assert_neq(eip__word_mark(word), EIP__MARK_FRESH);
    expect_with(&f, hints, 0, 4, "free and not offered");
    finish(&f);
}

Test(audit, free_and_not_offered) {
    struct fixture f = start();
    eip__a64 *hints =
        eip__records_hint(&f.engine->records, f.free, EIP__MARK_FRESH);

    expect_with(&f, hints, ~UINT64_C(0), 4, "free and not offered");
    finish(&f);
}

Test(audit, cooling_without_a_time) {
    struct fixture f = start();

    expect_with(&f, &eip__records_cold(&f.engine->records, f.left)->stamp, 0, 7,
                "cooling without a time");
    finish(&f);
}

Test(audit, free_in_a_space_proven_empty) {
    struct fixture f = start();
    eip__a64 *dry = &f.range->space->dry;
    uint64_t before = eip__read(dry);

    eip__note(dry, 1);
    expect_with(&f, &f.range->space->proven, 1, 6,
                "free in a space proven empty");
    eip__note(dry, before);
    finish(&f);
}

/* Of which no word is looked at one by one. */
Test(audit, untouched_in_a_space_proven_empty) {
    const struct trial_engine how = {.cidr = "198.51.100.0/26"};
    struct fixture f = {.engine = trial_open(&how)};
    eip__a64 *dry;

    f.range = eip__radix_find(eip__engine_topology(f.engine)->tree, 0xc6336400);
    dry = &f.range->space->dry;
    trial_audit(f.engine);
    eip__note(dry, 1);
    expect_with(&f, &f.range->space->proven, 1, 6,
                "free in a space proven empty");
    eip__note(dry, 0);
    /* While it is put together, by its hints alone. */
    f.engine->is_fresh = true;
    trial_audit(f.engine);
    f.engine->is_fresh = false;
    finish(&f);
}

Test(audit, in_no_state) {
    expect_word(FREE, UINT64_MAX, 2, "in no state");
}

Test(audit, withdrawn_and_no_drain_is_on) {
    expect_word(FREE, eip__word_make(EIP__GONE, 0, 0, 0), 8,
                "withdrawn and no drain is on");
    expect_word(HELD, eip__word_make(EIP__DRAIN, 0, 1, 1), 8,
                "withdrawn and no drain is on");
}

/* A retired one is in either. */
Test(audit, offered_in_a_block_being_drained) {
    struct fixture f = start();
    eip__a64 *word = eip__records_word(&f.engine->records, f.free);
    uint64_t before = eip__read(word);
    struct eip__part *part;

    eip__note(word, eip__word_make(EIP__RETIRED, 0, 0, UINT32_MAX));
    trial_audit(f.engine);
    part = eip__catalog_part_from(&f.engine->catalog, f.range, 0);
    cr_assert_not_null(part);
    part->draining = true;
    expect(&f, 8, "offered in a block being drained");
    part->draining = false;
    eip__note(word, before);
    finish(&f);
}

Test(audit, a_block_that_is_not_found) {
    struct fixture f = start();

    struct eip__part *part =
        eip__catalog_part_from(&f.engine->catalog, f.range, 0);

    part->cidr.base += 64; /* no address of it is found */
    expect(&f, 1, "not found by address");
    part->cidr.base -= 64;
    part->cidr.prefix_bits = 25; /* its last is not */
    expect(&f, 1, "not found by address");
    part->cidr.base += 32; /* all are, but there are more */
    part->cidr.prefix_bits = 27;
    expect(&f, 8, "cut out and not withdrawn");
    part->cidr.base -= 32;
    part->cidr.prefix_bits = 26;
    f.range->parts = 2; /* one of them is not there */
    expect(&f, 1, "a block that is not booked");
    f.range->parts = 1;
    part->range = NULL; /* it is another's */
    expect(&f, 1, "a block that is not booked");
    part->range = f.range;
    finish(&f);
}

Test(audit, a_record_of_another_block) {
    struct fixture f = start();

    eip__records_unassign(&f.engine->records, f.range);
    expect(&f, 2, "a record of another block");
    cr_assert_eq(eip__records_assign(&f.engine->records, f.range), EIP_OK);
    finish(&f);
}

Test(audit, hints_below_a_closed_summary) {
    struct fixture f = start();
    struct eip__layout *layout = eip__space_layout(f.range->space);
    eip__a64 *hints =
        eip__records_hint(&f.engine->records, f.free, EIP__MARK_FRESH);
    uint64_t before = eip__read(hints);

    /* It closes only what offers nothing. */
    eip__note(hints, ~UINT64_C(0));
    eip__layout_close(eip__lane_at(&f.engine->lanes, 1), layout,
                      EIP__MARK_FRESH, 0);
    eip__note(hints, before);
    expect(&f, 5, "hints below a closed summary");
    eip__layout_open(layout, EIP__MARK_FRESH, 0);
    finish(&f);
}

Test(audit, an_account_that_is_not_found) {
    struct fixture f = start();

    expect_with(&f, &f.account->number, 7, 10, "cannot be found");
    finish(&f);
}

Test(audit, used_says_more) {
    struct fixture f = start();

    /* The account's last operation was made by the one lane there is. */
    uint64_t head = eip__read(&f.account->head);
    struct eip__op *op = &eip__lane_at(&f.engine->lanes, 1)->op[head & 1];

    cr_assert_eq(op->head, head);
    expect_with(&f, &op->used, eip__read(&op->used) + 1, 3,
                "used says 2, is 1");
    finish(&f);
}

/* A thread has stopped after installing an allocation: that is carried out
 * before words are counted. */
Test(audit, an_operation_left_half_done) {
    struct fixture f = start();
    struct eip__lane *other = eip__lane_at(&f.engine->lanes, 2);
    struct eip__op *op = &other->op[0];
    uint64_t head = ((eip__read(&f.account->head) | 0x1fff) + 1) | 2 << 1;
    uint64_t word = eip__read(eip__records_word(&f.engine->records, f.free));
    struct eip__holding holding = {0};
    uint64_t after;

    other->index = 2;
    eip__publish(&f.engine->lanes.used, 2);
    cr_assert(eip__word_allocate(word, f.account->index, &after));
    cr_assert(eip__holdings_place(&f.engine->host, &f.engine->records,
                                  f.account, f.free, 1, &holding));
    /* An allocation that counts. */
    eip__publish(&op->target, (uint64_t)f.free << 32 | 1 | 8 | 32);
    eip__publish(&op->before, word);
    eip__publish(&op->after, after);
    eip__publish(&op->stamp, eip__stamp_make(1, false, false, head >> 13));
    eip__publish(&op->used, eip__ledger_used(&f.engine->ledger, f.account));
    eip__publish(&f.account->head, head);
    finish(&f);
}

/* A thread that stopped before its allocation was installed has left its entry,
 * and another of the account got the same generation: nothing is wrong. */
Test(audit, an_entry_of_holdings_stands_twice) {
    struct fixture f = start();
    struct eip__holdings *holdings =
        eip__pointer(eip__read(&f.account->holdings));
    uint64_t entry = (uint64_t)f.held << 32 | 1;
    uint64_t id;

    (void)give_one(&f, &id);
    for (uint32_t i = 6; i < EIP__HOLDINGS_FIRST; i++) {
        cr_assert_eq(eip__holdings_at(holdings, i), 0);
        eip__note(&holdings->first[i], entry);
    }
    trial_audit(f.engine);
    for (uint32_t i = 6; i < EIP__HOLDINGS_FIRST; i++) {
        eip__note(&holdings->first[i], 0);
    }
    finish(&f);
}

Test(audit, holdings_say_less) {
    struct fixture f = start();
    struct eip__holdings *holdings =
        eip__pointer(eip__read(&f.account->holdings));
    uint64_t index = 0;

    while (eip__holdings_at(holdings, index) != ((uint64_t)f.held << 32 | 1)) {
        index++;
    }
    expect_with(&f, &holdings->first[index], 0, 11, "holdings say 0, is 1");
    finish(&f);
}

/* Findings are counted to the end, told until the visitor has enough; it need
 * not be there. */
Test(audit, visitors) {
    struct fixture f = start();
    eip__a64 *hints =
        eip__records_hint(&f.engine->records, f.free, EIP__MARK_FRESH);
    uint64_t before = eip__read(hints);
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    struct seen seen = {.enough = 2};

    eip__note(hints, ~UINT64_C(0));
    cr_assert_eq(eip_engine_audit(f.engine, see, &seen, &report), EIP_OK);
    cr_assert_eq(seen.count, 2);
    cr_assert_eq(report.findings, 62);
    cr_assert_eq(eip_engine_audit(f.engine, NULL, NULL, &report), EIP_OK);
    cr_assert_eq(report.findings, 62);
    eip__note(hints, before);
    finish(&f);
}

/* In a pool that does not say which is next a lane keeps the hints of a leaf. */
Test(audit, what_a_lane_keeps_is_not_lost) {
    const struct trial_engine how = {.cidr = "198.51.100.0/26",
                                     .policy = EIP_POLICY_SPREAD};
    struct fixture f = {.engine = trial_open(&how)};
    uint64_t id;

    f.range = eip__radix_find(eip__engine_topology(f.engine)->tree, 0xc6336400);
    (void)give_one(&f, &id);
    (void)give_one(&f, &id);
    cr_assert_neq(eip__hint(&eip__lane_at(&f.engine->lanes, 1)->reserve[0]), 0);
    finish(&f);
}
