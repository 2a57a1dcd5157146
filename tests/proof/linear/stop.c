/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "stop.h"

#include "base/atomic.h"
#include "support/internal/trial.h"

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Thread_local struct {
    uint64_t left; /* stop points until the next delay */
    uint64_t gap;  /* between two, on average */
    struct trial_random random;
    struct turns *turns;
    uint32_t thread;
} self = {.left = UINT64_MAX};

/* -- sleeping ---------------------------------------------------------------------- */

/* While it has this value; at most so long, if given. */
static void sleep_on(_Atomic uint32_t *place, uint32_t value,
                     const struct timespec *limit) {
    (void)syscall(SYS_futex, place, FUTEX_WAIT_PRIVATE, value, limit, NULL, 0);
}

static void wake(_Atomic uint32_t *place) {
    (void)syscall(SYS_futex, place, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void await(_Atomic uint32_t *place, uint32_t number) {
    for (;;) {
        uint32_t now = atomic_load(place);

        if (now == number) {
            return;
        }
        sleep_on(place, now, NULL);
    }
}

/* -- turns --------------------------------------------------------------------------- */

/* Take one of those who wait; false: nobody does. */
static bool choose(struct turns *turns, struct trial_random *random,
                   uint32_t *thread) {
    uint32_t waiting = atomic_load(&turns->waiting);

    while (waiting != 0) {
        uint32_t at = (uint32_t)trial_below(random, THREADS);

        while ((waiting >> at & 1) == 0) {
            at = (at + 1) % THREADS;
        }
        if (atomic_compare_exchange_weak(&turns->waiting, &waiting,
                                         waiting & ~(UINT32_C(1) << at))) {
            *thread = at;
            return true;
        }
    }
    return false;
}

static void give_turn(struct turns *turns, uint32_t thread) {
    atomic_store(&turns->given[thread], 1);
    wake(&turns->given[thread]);
}

static void wait_for_turn(void) {
    static const struct timespec limit = {0, 300000};
    struct turns *turns = self.turns;
    uint32_t own = UINT32_C(1) << self.thread;

    while (atomic_load(&turns->given[self.thread]) == 0) {
        sleep_on(&turns->given[self.thread], 0,
                 turns->is_short ? &limit : NULL);
        if (turns->is_short && atomic_load(&turns->given[self.thread]) == 0 &&
            (atomic_fetch_and(&turns->waiting, ~own) & own) != 0) {
            return;
        }
    }
}

static void offer_self(void) {
    atomic_store(&self.turns->given[self.thread], 0);
    atomic_fetch_or(&self.turns->waiting, UINT32_C(1) << self.thread);
}

static void hand_over(void) {
    uint32_t other;

    if (choose(self.turns, &self.random, &other)) {
        offer_self();
        give_turn(self.turns, other);
        wait_for_turn();
    }
}

void turns_open(struct turns *turns, uint32_t count, uint64_t seed,
                bool is_short) {
    struct trial_random random = {seed};

    turns->is_short = is_short;
    atomic_store(&turns->at_work, THREADS);
    for (uint32_t i = 0; i < THREADS; i++) {
        atomic_store(&turns->given[i], 0);
    }
    atomic_store(&turns->waiting, (1U << THREADS) - 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t thread;

        if (choose(turns, &random, &thread)) {
            give_turn(turns, thread);
        }
    }
}

void turns_await(struct turns *turns) {
    await(&turns->at_work, 0);
}

void turns_begin(struct turns *turns, uint32_t thread) {
    self.turns = turns;
    self.thread = thread;
    await(&turns->given[thread], 1);
}

static void share(uint64_t seed, const uint64_t gaps[4]) {
    self.random = (struct trial_random){seed};
    self.gap = gaps[trial_below(&self.random, 4)];
    self.left = 1 + trial_below(&self.random, 2 * self.gap);
}

void turns_share(uint64_t seed) {
    static const uint64_t gaps[] = {30, 100, 300, 1200};

    share(seed, gaps);
}

void turns_share_often(uint64_t seed) {
    static const uint64_t gaps[] = {6, 15, 40, 120};

    share(seed, gaps);
}

void turns_end(void) {
    uint32_t other;

    self.left = UINT64_MAX;
    atomic_store(&self.turns->given[self.thread], 0);
    if (choose(self.turns, &self.random, &other)) {
        give_turn(self.turns, other);
    }
    if (atomic_fetch_sub(&self.turns->at_work, 1) == 1) {
        wake(&self.turns->at_work);
    }
}

/* -- delays ------------------------------------------------------------------------------ */

static void relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    atomic_signal_fence(memory_order_seq_cst);
#endif
}

static void delay(void) {
    uint64_t dice = trial_next(&self.random);

    self.left = 1 + trial_below(&self.random, 2 * self.gap);
    if ((dice & 3) != 0) {
        hand_over();
        return;
    }
    for (uint64_t i = dice >> 8 & 31; i > 0; i--) {
        relax();
    }
}

void eip__stop_point(const volatile void *place) {
    (void)place;
    if (--self.left == 0) {
        delay();
    }
}
