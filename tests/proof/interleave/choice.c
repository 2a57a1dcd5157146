/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "choice.h"

enum { CHOICES = 1 << 14, STALE_MAX = 12 };

static const struct mc_plan *plan;
static uint64_t random_state;
static bool is_random;

/* MC_BOUNDED: the choices of this execution, 0 first. */
static struct {
    uint32_t taken;
    uint32_t count;
} choices[CHOICES];
static uint32_t at;
static uint32_t made; /* those given */
static uint32_t preemptions;
static uint32_t stale;
static uint32_t one_in; /* MC_RANDOM: of steps, a change of threads */

static uint64_t draw(uint64_t bound) {
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % bound;
}

static void begin(void) {
    static const uint32_t rates[] = {2, 6, 20, 60};

    at = 0;
    preemptions = plan->preemptions;
    stale = is_random ? (uint32_t)STALE_MAX : plan->stale;
    one_in = rates[draw(sizeof rates / sizeof rates[0])];
}

void choice_start(const struct mc_plan *given, bool learning) {
    plan = given;
    is_random = learning || plan->mode == MC_RANDOM;
    random_state = plan->seed;
    made = 0;
    begin();
}

bool choice_next(void) {
    if (is_random) {
        begin();
        return true;
    }
    while (at > 0 && choices[at - 1].taken + 1 == choices[at - 1].count) {
        at--;
    }
    if (at == 0) {
        return false;
    }
    choices[at - 1].taken++;
    made = at;
    begin();
    return true;
}

static uint32_t choose(uint32_t count) {
    if (at == CHOICES) {
        mc_fail("an execution with too many choices");
    }
    if (at >= made) {
        choices[at].taken = 0;
    }
    choices[at].count = count;
    return choices[at++].taken;
}

/* The n-th thread of a set. */
static uint32_t nth(uint8_t set, uint32_t n) {
    for (; n > 0; n--) {
        set &= (uint8_t)(set - 1);
    }
    return (uint32_t)__builtin_ctz(set);
}

uint32_t choice_thread(uint32_t self, uint8_t enabled) {
    bool can_stay = self < MC_THREADS && (enabled >> self & 1) != 0;
    uint8_t others = can_stay ? enabled & (uint8_t) ~(1u << self) : enabled;
    uint32_t count = (uint32_t)__builtin_popcount(others);
    uint32_t taken;

    if (count == 0) {
        return self;
    }
    if (is_random) {
        return can_stay && draw(one_in) != 0
                   ? self
                   : nth(others, (uint32_t)draw(count));
    }
    if (!can_stay) {
        return nth(others, count == 1 ? 0 : choose(count));
    }
    if (preemptions == 0) {
        return self;
    }
    taken = choose(count + 1);
    if (taken == 0) {
        return self;
    }
    preemptions--;
    return nth(others, taken - 1);
}

bool choice_stops(void) {
    return draw(one_in + 4) == 0;
}

uint32_t mc_choose_store(uint32_t count) {
    uint32_t taken = 0;

    if (stale == 0) {
        return 0;
    }
    if (is_random) {
        taken = draw(2) == 0 ? 0 : (uint32_t)draw(count);
    } else {
        taken = choose(count);
    }
    stale -= taken != 0;
    return taken;
}
