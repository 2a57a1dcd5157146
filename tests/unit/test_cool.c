/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Released addresses by age: the ring of buckets, and when exactly an address
 * has cooled down. */
#include "space/cool.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { COOLDOWN = 1000, TICK = 200, OWNER = 3 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(uint32_t policy, const char *cidr) {
    const struct direct_options options = {.policy = policy,
                                           .cooldown_ms = COOLDOWN};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    f->lane = direct_enter(&f->direct);
    (void)direct_add(&f->direct, direct_cidr(cidr));
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static void set_time(struct fixture *f, uint64_t ms) {
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + ms);
}

static struct direct_address take(struct fixture *f) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    return taken;
}

static void give(struct fixture *f, const struct direct_address *taken) {
    cr_assert(direct_give(&f->direct, f->lane, taken));
}

static uint32_t mark_of(struct fixture *f,
                        const struct direct_address *address) {
    return eip__word_mark(direct_word(&f->direct, address->address));
}

static bool is_cooling(struct fixture *f,
                       const struct direct_address *address) {
    struct eip__moment moment = direct_moment(&f->direct);

    return eip__cool_is_cooling(&f->direct.space, address->record,
                                direct_word(&f->direct, address->address),
                                &moment);
}

/* -- when ---------------------------------------------------------------------- */

Test(cool, to_the_millisecond) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/28");
    struct direct_address a = take(f);

    cr_assert(!is_cooling(f, &a), "held, marked fresh");
    give(f, &a);
    for (uint64_t ms = 0; ms < COOLDOWN; ms += 111) {
        set_time(f, ms);
        cr_assert(is_cooling(f, &a), "after %u ms", (uint32_t)ms);
    }
    set_time(f, COOLDOWN - 1);
    cr_assert(is_cooling(f, &a));
    set_time(f, COOLDOWN);
    cr_assert(!is_cooling(f, &a));
    finish(f);
}

Test(cool, another_cooldown_counts_at_once) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/28");
    struct direct_address a = take(f);

    give(f, &a);
    set_time(f, 500);
    direct_set_cooldown(&f->direct, 501);
    cr_assert(is_cooling(f, &a));
    direct_set_cooldown(&f->direct, 500);
    cr_assert(!is_cooling(f, &a));
    direct_set_cooldown(&f->direct, EIP_COOLDOWN_MS_MAX);
    cr_assert(is_cooling(f, &a));
    direct_set_cooldown(&f->direct, 0);
    cr_assert(!is_cooling(f, &a));
    finish(f);
}

Test(cool, without_a_cooldown_nothing_is_marked) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/28");
    struct direct_address a = take(f);

    direct_set_cooldown(&f->direct, 0);
    give(f, &a);
    cr_assert_eq(mark_of(f, &a), EIP__MARK_FRESH);
    cr_assert_eq(take(f).address, a.address);
    direct_set_cooldown(&f->direct, COOLDOWN);
    finish(f);
}

/* The host never lets the time go back; a jump forward ends every cooldown. */
Test(cool, clock_jumps) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/28");
    struct direct_address a = take(f);
    struct direct_address b = take(f);
    struct direct_address c = take(f);

    set_time(f, 10000);
    give(f, &a);
    set_time(f, 0);
    give(f, &b);
    cr_assert(is_cooling(f, &a) && is_cooling(f, &b));
    set_time(f, 10000 + COOLDOWN - 1);
    cr_assert(is_cooling(f, &a) && is_cooling(f, &b), "both at 10,000");
    set_time(f, 10000 + COOLDOWN);
    cr_assert(!is_cooling(f, &a) && !is_cooling(f, &b));
    set_time(f, UINT64_C(400) * 86400 * 1000);
    give(f, &c);
    cr_assert(is_cooling(f, &c) && !is_cooling(f, &a));
    finish(f);
}

/* A call whose time is a little older than the release. */
Test(cool, an_older_look_sees_it_cooling) {
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/28");
    struct direct_address a = take(f);
    struct eip__moment early = direct_moment(&f->direct);

    (void)eip__moment_now(&early);
    set_time(f, 50);
    give(f, &a);
    cr_assert(eip__cool_is_cooling(&f->direct.space, a.record,
                                   direct_word(&f->direct, a.address), &early));
    finish(f);
}

/* -- in which order ------------------------------------------------------------------ */

/* A bucket for each tick; whoever was released a tick earlier comes first. */
Test(cool, the_oldest_bucket_first) {
    enum { COUNT = 6 };
    struct fixture *f = start(EIP_POLICY_RANDOM, "10.0.0.0/29");
    struct direct_address held[8];
    static const uint32_t order[COUNT] = {4, 1, 6, 0, 3, 2};

    for (uint32_t i = 0; i < 8; i++) {
        held[i] = take(f);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        set_time(f, i * TICK);
        give(f, &held[order[i]]);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(take(f).address, held[order[i]].address, "place %u", i);
    }
    finish(f);
}

Test(cool, marks_move_with_the_ticks) {
    struct fixture *f = start(EIP_POLICY_RANDOM, "10.0.0.0/26");
    uint32_t last = 0;

    for (uint32_t i = 0; i < 30; i++) {
        struct direct_address a = take(f);
        uint32_t mark;

        set_time(f, (uint64_t)i * TICK / 2);
        give(f, &a);
        mark = mark_of(f, &a);
        cr_assert(mark >= EIP__MARK_RING && mark < EIP__MARK_OLD);
        if (i % 2 == 1) {
            cr_assert_eq(mark, last, "half a tick later");
        } else if (i > 0) {
            cr_assert_eq(mark, EIP__MARK_RING + last % EIP__RING,
                         "a tick later");
        }
        last = mark;
    }
    finish(f);
}

Test(cool, the_ring_in_order_of_age) {
    struct fixture *f = start(EIP_POLICY_RANDOM, "10.0.0.0/26");

    for (uint32_t i = 0; i < 20; i++) {
        struct direct_address a = take(f);
        bool seen[EIP__MARKS] = {false};

        set_time(f, (uint64_t)i * TICK);
        give(f, &a);
        cr_assert_eq(eip__cool_oldest(eip__read(&f->direct.space.ring), 0),
                     EIP__MARK_OLD);
        cr_assert_eq(
            eip__cool_oldest(eip__read(&f->direct.space.ring), EIP__RING),
            mark_of(f, &a), "the newest is the current one");
        for (uint32_t n = 0; n <= EIP__RING; n++) {
            uint32_t mark =
                eip__cool_oldest(eip__read(&f->direct.space.ring), n);

            cr_assert(!seen[mark] && mark != EIP__MARK_FRESH);
            seen[mark] = true;
        }
    }
    finish(f);
}

/* -- once around --------------------------------------------------------------------------- */

/* What nobody picks until its bucket's turn comes again goes to the old. */
Test(cool, leftovers_become_old) {
    struct fixture *f = start(EIP_POLICY_RANDOM, "10.0.0.0/26");
    struct direct_address first[4];
    struct direct_address again;

    for (uint32_t i = 0; i < 4; i++) {
        first[i] = take(f);
    }
    again = take(f);
    for (uint32_t i = 0; i < 4; i++) {
        give(f, &first[i]);
    }
    for (uint32_t tick = 1; tick <= EIP__RING; tick++) {
        set_time(f, (uint64_t)tick * TICK);
        give(f, &again);
        cr_assert(direct_is_sound(&f->direct));
        cr_assert(direct_recover(&f->direct, OWNER, again.address, &again));
    }
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert_eq(mark_of(f, &first[i]), EIP__MARK_OLD);
        cr_assert_eq(eip__word_owner(direct_word(&f->direct, first[i].address)),
                     OWNER, "and can still be recovered");
    }
    finish(f);
}

/* The old come before all of the ring. */
Test(cool, the_old_come_first) {
    struct fixture *f = start(EIP_POLICY_RANDOM, "10.0.0.0/28");
    struct direct_address held[16];

    for (uint32_t i = 0; i < 16; i++) {
        held[i] = take(f);
    }
    give(f, &held[15]);
    for (uint32_t tick = 1; tick < 15; tick++) {
        set_time(f, (uint64_t)tick * TICK);
        give(f, &held[tick]);
    }
    cr_assert_eq(mark_of(f, &held[15]), EIP__MARK_OLD);
    cr_assert_eq(mark_of(f, &held[3]), EIP__MARK_OLD);
    for (uint32_t old = 0; mark_of(f, &held[14]) != 0; old++) {
        struct direct_address taken = take(f);
        bool was_old = taken.address == held[15].address;

        for (uint32_t i = 1; i < 14 && old < 8; i++) {
            was_old |= taken.address == held[i].address;
        }
        cr_assert(was_old || old >= 8, "a young one before the old");
    }
    finish(f);
}

/* Many pieces of leftovers are moved some at each release; until all are, the
 * current bucket stays. */
Test(cool, many_leftovers_are_moved_bit_by_bit) {
    enum { PIECES = 512, EACH = 2 };
    struct fixture *f = start(EIP_POLICY_LOWEST, "10.0.0.0/11");
    static struct direct_address left[PIECES * EACH];
    struct direct_address again;
    uint32_t stayed = 0;
    uint32_t last;

    for (uint32_t i = 0; i < PIECES * EACH; i++) {
        uint32_t address = 0x0a000000 + i / EACH * EIP__PIECE + i % EACH * 70;

        cr_assert(direct_take_this(&f->direct, OWNER, address, &left[i]));
        give(f, &left[i]);
    }
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000fff, &again));
    for (uint32_t tick = 1; tick < EIP__RING; tick++) {
        set_time(f, (uint64_t)tick * TICK);
        give(f, &again);
        cr_assert(direct_recover(&f->direct, OWNER, again.address, &again));
    }
    set_time(f, (uint64_t)EIP__RING * TICK);
    last = eip__cool_oldest(eip__read(&f->direct.space.ring), EIP__RING);
    while (eip__cool_oldest(eip__read(&f->direct.space.ring), EIP__RING) ==
           last) {
        give(f, &again);
        cr_assert(direct_is_sound(&f->direct));
        cr_assert(direct_recover(&f->direct, OWNER, again.address, &again));
        cr_assert_lt(stayed++, PIECES, "never clean");
    }
    cr_assert_gt(stayed, 2, "all at once");
    for (uint32_t i = 0; i < PIECES * EACH; i++) {
        cr_assert_eq(mark_of(f, &left[i]), EIP__MARK_OLD);
    }
    finish(f);
}

/* -- against a list ---------------------------------------------------------------------------- */

/* For half an hour of random releases: nothing released a tick or more later
 * is given before (within the seven ticks that the ring tells apart), and no
 * address is lost. */
Test(cool, a_random_walk) {
    enum { SIZE = 64 };
    struct trial_random random = trial_stream(0);
    struct fixture *f = start(EIP_POLICY_RANDOM, "10.0.0.0/26");
    struct direct_address held[SIZE];
    uint64_t released[SIZE] = {0}; /* by address; 0: held */
    uint64_t now = 1;
    uint32_t count = 0;

    while (count < SIZE) {
        held[count++] = take(f);
    }
    for (uint32_t i = 0; i < 20000; i++) {
        now += trial_below(&random, 60);
        set_time(f, now);
        if (count > 0 && trial_below(&random, 2) == 0) {
            uint32_t at = (uint32_t)trial_below(&random, count);

            give(f, &held[at]);
            released[held[at].address % SIZE] = now;
            count--;
            held[at] = held[count];
        } else if (count < SIZE) {
            uint64_t oldest = now;
            uint64_t his;

            held[count] = take(f);
            his = released[held[count].address % SIZE];
            released[held[count].address % SIZE] = 0;
            count++;
            cr_assert_neq(his, 0);
            for (uint32_t n = 0; n < SIZE; n++) {
                if (released[n] != 0 && released[n] < oldest) {
                    oldest = released[n];
                }
            }
            /* A bucket spans a tick at least, and the time until the next
             * release after that. */
            cr_assert(his <= oldest + TICK + 300 ||
                          oldest + (EIP__RING - 1) * TICK < now,
                      "%u ms older was there", (uint32_t)(his - oldest));
        }
    }
    finish(f);
}
