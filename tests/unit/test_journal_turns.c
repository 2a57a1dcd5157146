/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Turning the journal on and off, also between two tries of an operation. */
#include "support/internal/journalled.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { ALICE = 101, RECORD = 3 };

/* An operation without an effect of its own, which does something to others
 * between its look at the head and its installing. */
struct probe {
    struct eip__errand errand; /* first */
    struct journalled *f;
    uint32_t tries;
    uint32_t told;
    uint64_t order; /* of the last try */
    void (*between)(
        struct probe *probe);          /* in the first try, before it tells */
    void (*late)(struct probe *probe); /* in the first that tells, after */
};

static bool may(struct eip__ledger *ledger, struct eip__errand *errand,
                uint64_t sequence) {
    struct probe *probe = (struct probe *)errand;

    (void)ledger;
    probe->order = sequence;
    if (probe->tries++ == 0 && probe->between != NULL) {
        probe->between(probe);
    }
    return true;
}

static void run(struct eip__ledger *ledger, struct eip__errand *errand) {
    (void)ledger;
    (void)errand;
}

static bool tell(struct eip__ledger *ledger, struct eip__lane *lane,
                 struct eip__op *op, struct eip__errand *errand) {
    struct probe *probe = (struct probe *)errand;
    const struct eip__effect effect = {
        .record = 50, .generation = 1, .value = probe->order};
    const struct eip__told told = {&effect, 1, NULL};
    bool written = eip__journal_write(ledger, lane, probe->f->alice, op, &told);

    if (probe->told++ == 0 && probe->late != NULL) {
        probe->late(probe);
    }
    return written;
}

static void probe_run(struct probe *probe) {
    probe->errand = (struct eip__errand){may, run, tell};
    cr_assert_eq(eip__ledger_run(&probe->f->ledger, probe->f->lane,
                                 probe->f->alice, &probe->errand, 0),
                 EIP__ERRAND_DONE);
}

/* As another thread would. */
static void move_head(struct probe *probe) {
    eip__ledger_pass(&probe->f->ledger, probe->f->other, probe->f->alice);
}

static void turn_on(struct probe *probe) {
    eip__journal_start(&probe->f->ledger, &probe->f->accounts, probe->f->other);
}

static void turn_off(struct probe *probe) {
    eip__journal_stop(&probe->f->ledger);
    move_head(probe);
}

static void collect_and_move(struct probe *probe) {
    cr_assert_eq(journalled_collect(probe->f), 0);
    move_head(probe);
}

/* The entry is there from the first try: it says what the last one did. */
Test(journal_turns, another_try_tells_anew) {
    struct journalled *f = journalled_open();
    struct probe probe = {.f = f, .late = move_head};

    journalled_start(f);
    probe_run(&probe);
    cr_assert_eq(probe.tries, 2);
    cr_assert_eq(probe.told, 2);
    cr_assert_eq(journalled_collect(f), 1);
    cr_assert_eq(f->seen.effect[0].value, probe.order);
    journalled_close(f);
}

static uint64_t cut_of_first(const struct journalled *f) {
    const struct eip__entry *entry = f->lane->first;

    return eip__entry_cut(eip__read(&entry->state));
}

/* It is in the cut of its last try. */
Test(journal_turns, another_try_is_in_another_cut) {
    struct journalled *f = journalled_open();
    struct probe probe = {.f = f, .late = collect_and_move};
    uint64_t position;

    journalled_start(f);
    probe_run(&probe);
    position = eip__journal_position(&f->ledger);
    cr_assert_eq(cut_of_first(f), position);
    cr_assert_eq(journalled_collect(f), 1);
    journalled_close(f);
}

/* What began before it was on is not installed on the old head. */
Test(journal_turns, on_between_tries) {
    struct journalled *f = journalled_open();
    struct probe probe = {.f = f, .between = turn_on};

    probe_run(&probe);
    cr_assert_eq(probe.tries, 2);
    cr_assert_eq(journalled_collect(f), 1);
    cr_assert_eq(f->seen.effect[0].value, probe.order);
    journalled_close(f);
}

/* An operation that has looked before, and comes to install only now. */
Test(journal_turns, the_heads_move_on) {
    struct journalled *f = journalled_open();
    uint64_t alice = eip__read(&f->alice->head);
    uint64_t bob = eip__read(&f->bob->head);

    journalled_start(f);
    cr_assert_neq(eip__read(&f->alice->head), alice);
    cr_assert_neq(eip__read(&f->bob->head), bob);
    journalled_close(f);
}

Test(journal_turns, off_between_tries) {
    struct journalled *f = journalled_open();
    struct probe probe = {.f = f, .late = turn_off};

    journalled_start(f);
    probe_run(&probe);
    cr_assert_eq(probe.tries, 2);
    cr_assert_eq(probe.told, 2);
    cr_assert_eq(cut_of_first(f), 0);
    cr_assert_eq(eip__journal_position(&f->ledger), 0);
    journalled_start(f);
    cr_assert_eq(journalled_collect(f), 0, "nobody kept one then");
    journalled_close(f);
}

Test(journal_turns, off_drops_what_there_is) {
    struct journalled *f = journalled_open();
    struct eip__holding holding = {.entry = 0};
    struct eip__ticket *ticket = journalled_ticket(f, RECORD);

    journalled_start(f);
    cr_assert_eq(eip__transfer(&f->ledger, f->lane, ticket, &holding),
                 EIP__TRANSFERRED);
    eip__journal_stop(&f->ledger);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 9), EIP__TAKEN);
    journalled_start(f);
    cr_assert_eq(journalled_collect(f), 0);
    cr_assert_eq(journalled_take(f, f->lane, f->alice, 10), EIP__TAKEN);
    cr_assert_eq(journalled_collect(f), 1);
    cr_assert_eq(f->seen.effect[0].record, 10);
    journalled_close(f);
}

/* Numbers of cuts go on, so that none comes twice. */
Test(journal_turns, numbers_go_on) {
    struct journalled *f = journalled_open();
    uint64_t first;
    uint64_t cut;

    journalled_start(f);
    cr_assert(journalled_try(f, &first));
    eip__journal_stop(&f->ledger);
    journalled_start(f);
    cr_assert_gt(eip__journal_position(&f->ledger), first);
    cr_assert(journalled_try(f, &cut));
    cr_assert_gt(cut, first);
    journalled_close(f);
}
