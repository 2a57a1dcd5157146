/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * What interfere.c's calls do not meet: steps that only one more thread, a
 * stopped one, or a place of a certain kind lets be lost. As there, the second
 * runs from begin to end just before an access of the first, for each of its
 * accesses. Each race checks what must come out, whoever was first.
 */
#include "proof/coverage/lost.h"

#include "base/atomic.h"
#include "registry/block.h"
#include "registry/install.h"
#include "space/cool.h"
#include "space/hint.h"
#include "space/order.h"

#include "support/internal/direct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct race *race;
char lost_place[120];

/* -- a space by itself, with accounts ---------------------------------------------- */

static struct direct direct;
static struct eip__accounts accounts;
static struct eip__account *account[2];
static struct eip__ledger ledger;
static struct eip__range *range[2];

static void open_direct(const struct direct_options *options,
                        const char *cidr) {
    direct_open(&direct, options);
    range[0] = cidr == NULL ? NULL : direct_add(&direct, direct_cidr(cidr));
    eip__accounts_open(&accounts, &direct.host, 1, 100);
    ledger = (struct eip__ledger){.host = &direct.host,
                                  .lanes = &direct.lanes,
                                  .records = &direct.records};
}

static void close_direct(void) {
    for (uint32_t i = 1; i <= eip__accounts_count(&accounts); i++) {
        struct eip__holdings *holdings =
            eip__pointer(eip__read(&eip__accounts_at(&accounts, i)->holdings));

        if (holdings != NULL) {
            eip__holdings_free(&direct.host, &holdings->retired);
        }
    }
    CHECK(direct_is_sound(&direct), "a free address is not offered");
    eip__accounts_close(&accounts);
    direct_close(&direct);
}

static void need_account(uint32_t which) {
    CHECK(eip__accounts_get(&accounts, ALICE + which, &account[which]) ==
              EIP_OK,
          "no account");
}

/* -- two accounts, the engine's first ------------------------------------------------ */

static void begin_accounts(void) {
    static const struct direct_options options;

    open_direct(&options, NULL);
}

static void get_alice(void) {
    need_account(0);
}

static void get_bob(void) {
    need_account(1);
}

static void end_accounts(void) {
    CHECK(account[0] != account[1] && account[0]->number == ALICE &&
              account[1]->number == BOB,
          "one for two");
    CHECK(eip__accounts_find(&accounts, ALICE) == account[0] &&
              eip__accounts_find(&accounts, BOB) == account[1],
          "not found again");
    close_direct();
}

/* Two threads come for the same one; neither number nor index is wasted. */
static void get_alice_too(void) {
    CHECK(eip__accounts_get(&accounts, ALICE, &account[1]) == EIP_OK,
          "no account");
}

static void end_account(void) {
    CHECK(account[0] == account[1], "two for one");
    need_account(1);
    CHECK(account[1] != account[0] && account[1]->number == BOB, "one for two");
    CHECK(eip__accounts_count(&accounts) == 2, "an index is lost");
    close_direct();
}

/* -- two places in a set that is full -------------------------------------------------- */

static struct eip__holding holding[2];

static void begin_holdings(void) {
    static const struct direct_options options;

    open_direct(&options, "10.0.0.0/26");
    need_account(0);
    for (uint32_t i = 0; i < EIP__HOLDINGS_FIRST; i++) {
        struct eip__holding full = {0};

        CHECK(eip__holdings_place(&direct.host, &direct.records, account[0], i,
                                  1, &full),
              "no place");
    }
    memset(holding, 0, sizeof holding);
}

static void place_one(uint32_t which) {
    CHECK(eip__holdings_place(&direct.host, &direct.records, account[0],
                              20 + which, 1, &holding[which]),
          "no place");
}

static void place_first(void) {
    place_one(0);
}

static void place_second(void) {
    place_one(1);
}

static void end_holdings(void) {
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(eip__holdings_at(holding[i].holdings, holding[i].index) ==
                  ((UINT64_C(20) + i) << 32 | 1),
              "an entry was lost");
    }
    close_direct();
}

/* -- runs that are given back ------------------------------------------------------------- */

static uint32_t spare_before;

static void begin_runs(void) {
    static const struct direct_options options;

    open_direct(&options, NULL);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(eip__cidr_make(&direct.space, (eip_cidr){0x0a000000 + i * 64, 26},
                             &range[i]) == EIP_OK,
              "no range");
    }
    spare_before = direct.records.spare[EIP__LEAF_BITS].count;
}

static void return_first(void) {
    eip__records_give_later(range[0]);
}

static void return_second(void) {
    eip__records_give_later(range[1]);
}

static void retire_first(void) {
    eip__cidr_unmake(range[0]);
}

static void retire_second(void) {
    eip__cidr_unmake(range[1]);
}

static void end_runs(void) {
    eip__records_collect(&direct.records);
    CHECK(direct.records.spare[EIP__LEAF_BITS].count == spare_before + 2,
          "a run was lost");
    close_direct();
}

static void end_retired(void) {
    /* Two steps of the epoch, then one that frees. */
    for (uint32_t i = 0; i < 3; i++) {
        eip__reclaim(&direct.lanes);
    }
    end_runs();
}

/* -- what a stopped thread has installed -------------------------------------------------- */

/* As in lib/registry/deed.h. */
enum { KIND_TAKE = 1 | 32, COUNTED = 8 };

uint64_t lost_leave_take(struct eip__lane *lane, struct eip__account *of,
                         uint32_t record, uint64_t before) {
    struct eip__op *op = &lane->op[0];
    uint64_t sequence = (eip__read(&of->head) >> EIP__REFERENCE_BITS) + 1;
    uint64_t after;

    (void)eip__word_allocate(before, of->index, &after);
    eip__publish(&op->outcome, UINT64_C(2) << 2);
    eip__publish(&op->target, (uint64_t)record << 32 | KIND_TAKE | COUNTED);
    eip__publish(&op->before, before);
    eip__publish(&op->after, after);
    eip__publish(&op->stamp, eip__stamp_make(eip__word_generation(after), false,
                                             false, sequence));
    op->account = of;
    op->head = sequence << EIP__REFERENCE_BITS | (uint64_t)lane->index << 1;
    eip__publish(&of->head, op->head);
    return after;
}

static void begin_left(void) {
    static const struct direct_options options;
    struct eip__holding entry = {0};

    open_direct(&options, "10.0.0.0/26");
    need_account(0);
    CHECK(eip__holdings_place(&direct.host, &direct.records, account[0], 5, 1,
                              &entry),
          "no place");
    (void)lost_leave_take(direct_stopped_lane(&direct), account[0], 5, 0);
}

/* The same of a block of two. */
static struct eip__lane *left;

static void begin_left_block(void) {
    static const struct direct_options options;
    struct eip__block_take take = {.count = 2, .record = {4, 5}};
    struct eip__lane *lane;
    struct eip__op *op;

    open_direct(&options, "10.0.0.0/26");
    need_account(0);
    lane = direct_stopped_lane(&direct);
    left = lane;
    op = &lane->op[0];
    CHECK(eip__block_place(&ledger, account[0], &take), "no place");
    eip__hint_begin_block(&direct.space, lane, 4);
    eip__publish(&op->outcome, UINT64_C(2) << 2);
    eip__block_describe(&lane->more[0], 2, &take);
    eip__publish(&op->target, EIP__DEED_BLOCK | EIP__DEED_RISES |
                                  EIP__DEED_COUNTED |
                                  1 << EIP__DEED_COUNT_SHIFT);
    eip__publish(&op->stamp, eip__stamp_make(0, false, false, 1));
    op->account = account[0];
    op->head = UINT64_C(2) << EIP__REFERENCE_BITS | (uint64_t)lane->index << 1;
    eip__publish(&account[0]->head, op->head);
}

static void count_both(void) {
    CHECK(eip__ledger_used(&ledger, account[0]) == 2, "not done, or twice");
}

/* Its lane does it, and goes on to its next operations, the third of which is
 * written where this one was. */
static void go_on(void) {
    (void)eip__block_run(&ledger, account[0], &left->more[0], &left->op[0]);
    left->op[0].completed = 3;
    left->serial = left->serial < 2 ? 2 : left->serial;
    for (uint32_t i = 0; i < 3; i++) {
        eip__ledger_pass(&ledger, left, account[0]);
    }
}

static void go_on_once(void) {
    (void)eip__block_run(&ledger, account[0], &left->more[0], &left->op[0]);
    left->op[0].completed = 3;
    left->serial = 2;
    eip__ledger_pass(&ledger, left, account[0]);
}

static void end_left_block(void) {
    for (uint32_t i = 4; i < 6; i++) {
        CHECK(eip__read(eip__records_word(&direct.records, i)) ==
                  eip__word_make(EIP__HELD, 0, account[0]->index, 1),
              "not held");
    }
    close_direct();
}

static void count_used(void) {
    CHECK(eip__ledger_used(&ledger, account[0]) == 1, "not done, or twice");
}

static void end_left(void) {
    CHECK(eip__word_is_held_by(eip__read(eip__records_word(&direct.records, 5)),
                               account[0]->index, 1),
          "not held");
    close_direct();
}

/* Counted while the account goes on. */
static void pass_on(void) {
    struct eip__lane *lane = direct_enter(&direct);

    eip__ledger_pass(&ledger, lane, account[0]);
    direct_leave(lane);
}

/* What is left makes the quota full: there is no room, whoever goes on. */
static void begin_full(void) {
    begin_left();
    eip__publish32(&account[0]->quota, 1);
}

static void begin_full_block(void) {
    begin_left_block();
    eip__publish32(&account[0]->quota, 2);
}

/* What nobody has written reads as nothing used. */
static __attribute__((noinline)) void clear_stack(void) {
    volatile unsigned char room[4096];

    for (uint32_t i = 0; i < sizeof room; i++) {
        room[i] = 0;
    }
}

static void ask_for_room(void) {
    struct eip__lane *lane = direct_enter(&direct);
    bool reserved;

    clear_stack();
    CHECK(!eip__ledger_has_room(&ledger, lane, account[0], 1, &reserved),
          "there is none");
    direct_leave(lane);
}

/* The third is one that was lost. */
static void go_on_and_lose(void) {
    go_on();
    eip__publish(&left->op[left->serial & 1].outcome,
                 left->serial << EIP__DEED_OUTCOME_BITS | EIP__DEED_LOST);
}

/* -- two for one address ------------------------------------------------------------------- */

static enum eip__taken taken[2];

static void begin_two(void) {
    static const struct direct_options options;

    open_direct(&options, "10.0.0.0/26");
    need_account(0);
    need_account(1);
}

static void take_five(uint32_t which) {
    struct eip__lane *lane = direct_enter(&direct);
    struct eip__take take = {.record = 5, .counted = true, .before = 0};

    taken[which] = eip__ledger_take(&ledger, lane, account[which], &take);
    if (taken[which] == EIP__TAKE_LOST) {
        eip__holdings_drop(&take.holding);
    }
    direct_leave(lane);
}

static void take_first(void) {
    take_five(0);
}

static void take_second(void) {
    take_five(1);
}

/* Who has lost has written that down, if the operation was installed: nobody is
 * to carry it out later. */
static void end_two(void) {
    uint64_t head = eip__read(&account[0]->head);

    CHECK((taken[0] == EIP__TAKEN) != (taken[1] == EIP__TAKEN), "how many?");
    if (taken[0] == EIP__TAKE_LOST && head != 0) {
        uint64_t by = (head & ((1u << EIP__REFERENCE_BITS) - 1)) >> 1;
        const struct eip__op *op =
            &eip__lane_at(&direct.lanes, by)->op[head & 1];

        CHECK((eip__read(&op->outcome) & 3) == 2, "it is left open");
    }
    CHECK(eip__ledger_used(&ledger, account[0]) ==
              (taken[0] == EIP__TAKEN ? 1u : 0u),
          "used");
    close_direct();
}

/* -- a tally that comes late ----------------------------------------------------------- */

enum { USED_BITS = 28 }; /* of a tally, as in lib/registry/ledger.c */

static void pass_for(uint32_t which, uint32_t count) {
    struct eip__lane *lane = direct_enter(&direct);

    for (uint32_t i = 0; i < count; i++) {
        eip__ledger_pass(&ledger, lane, account[which]);
    }
    direct_leave(lane);
}

static void begin_tally(void) {
    begin_two();
    pass_for(0, 2);
}

/* The second of these is written where the other account's last one is. */
static void go_elsewhere(void) {
    pass_for(1, 2);
}

/* Of the operation before, by a thread that had stopped just before that. */
static void note_late(void) {
    uint64_t before = 0;

    (void)eip__step(&account[0]->tally, &before, UINT64_C(1) << USED_BITS);
}

static void end_tally(void) {
    CHECK(eip__read(&account[0]->head) == UINT64_C(2) << EIP__REFERENCE_BITS,
          "a descriptor is referred to");
    CHECK(eip__read(&account[0]->tally) == UINT64_C(2) << USED_BITS,
          "another operation's");
    close_direct();
}

static const struct race races[] = {
    {"a tally that comes late", begin_tally, go_elsewhere, note_late, end_tally,
     0},
    {"two accounts", begin_accounts, get_alice, get_bob, end_accounts, 0},
    {"one account", begin_accounts, get_alice, get_alice_too, end_account, 0},
    {"a full set", begin_holdings, place_first, place_second, end_holdings, 0},
    {"two runs", begin_runs, return_first, return_second, end_runs, 0},
    {"two retired", begin_runs, retire_first, retire_second, end_retired, 0},
    {"left installed", begin_left, count_used, count_used, end_left, 0},
    {"two for one", begin_two, take_first, take_second, end_two, 0},
    {"counted", begin_left, count_used, pass_on, end_left, 0},
    {"a block left", begin_left_block, count_both, count_both, end_left_block,
     0},
    {"a block left, counted", begin_left_block, count_both, pass_on,
     end_left_block, 0},
    {"a block left, its lane goes on once", begin_left_block, count_both,
     go_on_once, end_left_block, 0},
    {"a block left, its lane goes on", begin_left_block, count_both, go_on,
     end_left_block, 0},
    {"no room", begin_full, ask_for_room, pass_on, end_left, 0},
    {"no room for a block", begin_full_block, ask_for_room, go_on_once,
     end_left_block, 0},
    {"no room, and one that is lost", begin_full_block, ask_for_room,
     go_on_and_lose, end_left_block, 0},
};

/* -- the sweep ------------------------------------------------------------------- */

static _Thread_local bool watched;
static uint32_t stops; /* accesses of the first so far */
static uint32_t when;  /* before which the second runs */

static void run_second(void *unused) {
    (void)unused;
    race->second();
}

void eip__stop_point(const volatile void *unused) {
    (void)unused;
    if (watched && ++stops == when) {
        watched = false;
        trial_apart(run_second, NULL);
        watched = true;
        when += race->again;
    }
}

/* True if the first got as far as where the second was to run. */
static bool try_one(const struct race *of, uint32_t at) {
    race = of;
    stops = 0;
    when = at;
    (void)snprintf(lost_place, sizeof lost_place, "'%s', before access %u",
                   of->name, at);
    of->begin();
    watched = true;
    of->first();
    watched = false;
    if (stops < at) {
        of->second(); /* the end expects that both have run */
    }
    of->end();
    CHECK(stops < STOPS_MAX, "it does not end");
    return stops >= at;
}

static uint64_t sweep(const struct race *of, uint32_t count) {
    uint64_t trials = 0;

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t at = 1; try_one(&of[i], at); at++) {
            trials++;
        }
    }
    return trials;
}

int main(void) {
    uint32_t count = sizeof races / sizeof races[0];
    time_t began = time(NULL);
    uint64_t trials;

    (void)trial_seed();
    trials = sweep(races, count);
    trials += sweep(lost_space_races, lost_space_race_count);
    trials += sweep(lost_engine_races, lost_engine_race_count);
    trials += sweep(lost_transfer_races, lost_transfer_race_count);
    trials += sweep(lost_pools_races, lost_pools_race_count);
    trials += sweep(lost_block_races, lost_block_race_count);
    trials += sweep(lost_hints_races, lost_hints_race_count);
    trials += sweep(lost_journal_races, lost_journal_race_count);
    CHECK(try_one(&lost_many, 1000), "the second did not run");
    printf("lost: seed %llu, %u races, %llu trials, %.0f s\n",
           (unsigned long long)trial_seed(),
           count + lost_space_race_count + lost_engine_race_count +
               lost_transfer_race_count + lost_pools_race_count +
               lost_block_race_count + lost_hints_race_count +
               lost_journal_race_count + 1,
           (unsigned long long)trials + 1, difftime(time(NULL), began));
    return 0;
}
