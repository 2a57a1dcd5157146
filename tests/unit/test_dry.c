/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The proof of emptiness: what a stopped thread hides is found, a proof lasts
 * as long as nothing is given back and no longer. Stopped threads are lanes
 * of the test's own, left as such a thread would leave them. */
#include "space/dry.h"

#include "space/hint.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, SIZE = 128 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct eip__lane *stopped;
    struct direct_address held[SIZE];
};

static struct fixture *start(uint32_t flags) {
    const struct direct_options options = {.cooldown_ms = flags == 0 ? 0 : 1000,
                                           .flags = flags};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/25"));
    f->lane = direct_enter(&f->direct);
    f->stopped = direct_stopped_lane(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static bool take(struct fixture *f, struct direct_address *taken) {
    return direct_take_any(&f->direct, f->lane, OWNER, taken);
}

static void take_all_but(struct fixture *f, uint32_t left) {
    for (uint32_t i = 0; i < SIZE - left; i++) {
        cr_assert(take(f, &f->held[i]));
    }
}

static void expect_empty(struct fixture *f) {
    struct direct_address taken;

    cr_assert(!take(f, &taken));
}

static void expect_one(struct fixture *f, uint32_t address) {
    struct direct_address taken;

    cr_assert(take(f, &taken), "not found");
    cr_assert_eq(taken.address, address);
}

static bool is_proven(struct fixture *f) {
    return eip__dry_is_proven(&f->direct.space);
}

static struct eip__layout *layout_of(struct fixture *f) {
    return eip__space_layout(&f->direct.space);
}

/* The stopped thread withdraws a hint and goes no further. */
static void withdraw_and_stop(struct fixture *f, uint32_t address,
                              uint32_t mark) {
    uint32_t record = direct_record(&f->direct, address);

    cr_assert_neq(eip__hint_withdraw(&f->direct.records, f->stopped, record,
                                     UINT64_C(1) << record % EIP__LEAF, mark),
                  0);
}

/* -- what is hidden is found ------------------------------------------------------ */

Test(dry, a_hint_withdrawn_by_a_stopped_thread) {
    struct fixture *f = start(0);

    take_all_but(f, 1);
    withdraw_and_stop(f, 0x0a00007f, EIP__MARK_FRESH);
    expect_one(f, 0x0a00007f);
    expect_empty(f);
    cr_assert(is_proven(f));
    finish(f);
}

/* Many stopped threads, each with a leaf or the same one. */
Test(dry, hints_withdrawn_by_many) {
    struct fixture *f = start(0);
    struct direct_address taken;

    take_all_but(f, 10);
    for (uint32_t i = 0; i < 10; i++) {
        f->stopped = direct_stopped_lane(&f->direct);
        withdraw_and_stop(f, 0x0a000076 + i, EIP__MARK_FRESH);
    }
    for (uint32_t i = 0; i < 10; i++) {
        cr_assert(take(f, &taken), "%u of 10", i);
    }
    expect_empty(f);
    finish(f);
}

Test(dry, a_hint_of_a_released_address_withdrawn) {
    const struct direct_options options = {.cooldown_ms = 1000};
    struct fixture *f = start(0);
    uint32_t mark;

    direct_set_cooldown(&f->direct, options.cooldown_ms);
    take_all_but(f, 0);
    cr_assert(direct_give(&f->direct, f->lane, &f->held[9]));
    mark = eip__word_mark(direct_word(&f->direct, f->held[9].address));
    withdraw_and_stop(f, f->held[9].address, mark);
    expect_one(f, f->held[9].address);
    expect_empty(f);
    finish(f);
}

/* A closer has stopped before it looked below again, on each of the levels. */
static void check_closed(uint32_t level) {
    struct fixture *f = start(0);
    struct direct_address held;
    struct direct_address taken;

    (void)direct_add(&f->direct, direct_cidr("10.16.0.0/12"));
    take_all_but(f, 0);
    cr_assert_eq(layout_of(f)->levels, 2);
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a1f0009, &held));
    for (uint32_t i = 0; i < 2; i++) {
        for (uint32_t word = 0; word < (i == 0 ? 5u : 1u); word++) {
            if (i >= level) {
                eip__publish(&layout_of(f)->summary[EIP__MARK_FRESH][i][word],
                             0);
            }
        }
    }
    cr_assert(take(f, &taken), "hidden by level %u", level);
    cr_assert_eq(taken.address >> 20, 0x0a1);
    /* What was found on the way is open again. */
    cr_assert_neq(eip__layout_open_from(layout_of(f), EIP__MARK_FRESH, 0),
                  EIP__NONE);
    finish(f);
}

Test(dry, under_a_closed_summary) {
    check_closed(0);
    check_closed(1);
}

/* Another space's leaf, and one that nobody provisioned, are not ours. */
Test(dry, leaves_of_others_are_left_alone) {
    struct fixture *f = start(0);
    struct eip__space other;
    struct eip__range *range;
    struct eip__layout *layout;

    eip__space_init(&other, &f->direct.host, &f->direct.lanes,
                    &f->direct.records);
    cr_assert_eq(eip__cidr_make(&other, direct_cidr("10.0.1.0/26"), &range),
                 EIP_OK);
    cr_assert_eq(eip__records_assign(&f->direct.records, range), EIP_OK);
    layout = eip__cidr_add_begin(&other, &range, 1);
    eip__cidr_commit(&other, layout);
    take_all_but(f, 0);
    eip__hint_announce(f->stopped, range->record);
    eip__hint_announce(direct_stopped_lane(&f->direct), 700000);
    expect_empty(f);
    eip__space_fini(&other);
    eip__host_release(&f->direct.host, range, sizeof *range);
    finish(f);
}

/* Beyond the end of a small block the words are zero, and no addresses. */
Test(dry, only_addresses_of_the_block) {
    const struct direct_options options = {0};
    struct direct direct;
    struct eip__lane *lane;
    struct direct_address taken;

    direct_open(&direct, &options);
    (void)direct_add(&direct, direct_cidr("10.0.0.0/30"));
    lane = direct_enter(&direct);
    eip__hint_announce(direct_stopped_lane(&direct), 0);
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert(direct_take_any(&direct, lane, OWNER, &taken));
    }
    cr_assert(!direct_take_any(&direct, lane, OWNER, &taken));
    direct_leave(lane);
    direct_close(&direct);
}

/* -- how long a proof lasts ---------------------------------------------------------- */

Test(dry, a_proof_lasts_until_something_is_given_back) {
    struct fixture *f = start(0);
    uint64_t dry;

    take_all_but(f, 0);
    cr_assert(!is_proven(f));
    expect_empty(f);
    cr_assert(is_proven(f));
    dry = eip__look(&f->direct.space.dry);
    expect_empty(f);
    cr_assert_eq(eip__look(&f->direct.space.dry), dry, "proven again");
    cr_assert(direct_give(&f->direct, f->lane, &f->held[77]));
    cr_assert(!is_proven(f));
    expect_one(f, f->held[77].address);
    expect_empty(f);
    cr_assert(is_proven(f));
    finish(f);
}

Test(dry, a_new_block_ends_it) {
    struct fixture *f = start(0);
    struct direct_address taken;

    take_all_but(f, 0);
    expect_empty(f);
    (void)direct_add(&f->direct, direct_cidr("10.9.0.0/31"));
    cr_assert(take(f, &taken) && take(f, &taken));
    expect_empty(f);
    finish(f);
}

Test(dry, a_drain_called_off_ends_it) {
    struct fixture *f = start(0);
    struct eip__range *range =
        direct_range(&f->direct, direct_cidr("10.0.0.0/25"));

    take_all_but(f, 1);
    cr_assert_eq(direct_withdraw(&f->direct, range), SIZE - 1);
    expect_empty(f);
    cr_assert(is_proven(f));
    direct_restore(&f->direct, f->lane, range);
    expect_one(f, 0x0a00007f);
    finish(f);
}

/* It costs every release something, so it is turned off again. */
Test(dry, it_is_turned_off) {
    struct fixture *f = start(0);
    uint32_t rounds = 0;

    take_all_but(f, 0);
    expect_empty(f);
    cr_assert_eq(eip__look(&f->direct.space.dry) & 1, 1);
    while ((eip__look(&f->direct.space.dry) & 1) != 0) {
        cr_assert(direct_give(&f->direct, f->lane, &f->held[5]));
        cr_assert(take(f, &f->held[5]));
        cr_assert_lt(rounds++, 1000, "never");
    }
    cr_assert(!is_proven(f));
    expect_empty(f);
    cr_assert(is_proven(f));
    finish(f);
}

/* A value of the sequence does not come back. */
Test(dry, an_old_proof_never_matches) {
    struct fixture *f = start(0);
    uint64_t last = 0;

    take_all_but(f, 0);
    for (uint32_t i = 0; i < 500; i++) {
        expect_empty(f);
        cr_assert_gt(eip__look(&f->direct.space.dry), last);
        last = eip__look(&f->direct.space.dry);
        cr_assert(direct_give(&f->direct, f->lane, &f->held[i % SIZE]));
        cr_assert(take(f, &f->held[i % SIZE]));
    }
    finish(f);
}

/* Cooling addresses become free by themselves: no proof may last. */
Test(dry, not_with_cooling_addresses) {
    struct fixture *f = start(EIP_POOL_KEEP_COOLING);

    take_all_but(f, 0);
    cr_assert(direct_give(&f->direct, f->lane, &f->held[3]));
    expect_empty(f);
    cr_assert(!is_proven(f));
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 1000);
    expect_one(f, f->held[3].address);
    expect_empty(f);
    cr_assert(is_proven(f));
    finish(f);
}

/* -- a thread that stopped while it was giving ------------------------------------------ */

/* It has announced that it is about to, and somebody else may do it for it at
 * any time, without a word: so a proof made meanwhile must not last. */
static void stop_giving(struct fixture *f, uint32_t at) {
    eip__hint_begin_giving(&f->direct.space, f->stopped, f->held[at].record);
}

static void free_it_for_him(struct fixture *f, uint32_t at) {
    eip__a64 *place = eip__records_word(&f->direct.records, f->held[at].record);
    uint64_t word = eip__read(place);
    uint64_t next;

    cr_assert(eip__word_release(word, EIP__MARK_FRESH, true, &next));
    cr_assert(eip__step(place, &word, next));
}

Test(dry, stopped_before_the_proof) {
    struct fixture *f = start(0);

    take_all_but(f, 0);
    stop_giving(f, 4);
    expect_empty(f);
    cr_assert(!is_proven(f));
    free_it_for_him(f, 4);
    expect_one(f, f->held[4].address);
    finish(f);
}

Test(dry, stopped_after_the_proof) {
    struct fixture *f = start(0);

    take_all_but(f, 0);
    expect_empty(f);
    cr_assert(is_proven(f));
    stop_giving(f, 4);
    cr_assert(!is_proven(f));
    expect_empty(f);
    free_it_for_him(f, 4);
    expect_one(f, f->held[4].address);
    finish(f);
}

/* It goes on: its offer tells, and a stale hint does no harm. */
Test(dry, stopped_and_gone_on) {
    struct fixture *f = start(0);

    take_all_but(f, 0);
    stop_giving(f, 4);
    expect_empty(f);
    free_it_for_him(f, 4);
    expect_one(f, f->held[4].address);
    eip__hint_offer(&f->direct.space, f->held[4].range, f->held[4].record,
                    EIP__MARK_FRESH);
    eip__hint_end_giving(f->stopped);
    expect_empty(f);
    cr_assert(is_proven(f));
    finish(f);
}
