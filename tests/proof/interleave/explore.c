/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Which thread is next, and which executions there are. */
#include "mc.h"

#include "arena.h"
#include "choice.h"
#include "steps.h"
#include "weaken.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEARN = 300 };

struct step steps[STEPS];
uint32_t depth;
static uint32_t replay;        /* steps that are given */
static uint8_t falling_asleep; /* those that sleep after this step */

static const struct mc_plan *plan;
static struct mc_figures *figures;
static bool exploring;
static bool starting; /* threads run up to their first access */
static bool was_cut;
static bool is_reducing; /* else choice.c chooses */
static bool is_learning;

static struct mc_access *pending[MC_THREADS];
static bool ended[MC_THREADS];
static uint32_t own_steps[MC_THREADS];
static const void *mutex_held; /* there is one */
static uint32_t mutex_holder;

static const char *scenario_name = "?";
static bool is_verbose;

void mc_finished(void);

bool mc_is_exploring(void) {
    return exploring && mc_self() < MC_THREADS;
}

/* -- failure ------------------------------------------------------------------ */

void mc_name(const char *scenario) {
    scenario_name = scenario;
}

void mc_verbose(bool verbose) {
    is_verbose = verbose;
}

void mc_fail(const char *format, ...) {
    va_list list;

    exploring = false;
    (void)printf("FAILED: %s: ", scenario_name);
    va_start(list, format);
    (void)vprintf(format, list);
    va_end(list);
    (void)printf("\n");
    if (plan != NULL) {
        (void)printf("execution %llu, seed %llu; where it changes threads:\n",
                     (unsigned long long)(figures->executions + figures->cut),
                     (unsigned long long)plan->seed);
        steps_print(is_verbose);
    }
    (void)fflush(stdout);
    _Exit(1);
}

/* -- who is next ---------------------------------------------------------------- */

static bool has_stopped(uint32_t thread) {
    return plan->stops && thread == plan->stopper &&
           own_steps[thread] >= plan->stop_after;
}

static bool is_follower(uint32_t thread) {
    return plan->stops && thread == plan->follower;
}

/* It has not stopped, and if it is to follow one that has, that has. */
static bool is_up(uint32_t thread) {
    return !ended[thread] && !has_stopped(thread) &&
           (!is_follower(thread) || ended[plan->stopper] ||
            has_stopped(plan->stopper));
}

static uint8_t enabled_threads(void) {
    uint8_t enabled = 0;

    for (uint32_t i = 0; i < plan->threads; i++) {
        if (is_up(i) && (pending[i] == NULL || pending[i]->kind != MC_LOCK ||
                         mutex_held == NULL)) {
            enabled |= (uint8_t)(1u << i);
        }
    }
    return enabled;
}

/* MC_ALL: the state is new; go on with the same thread where that is open. */
static bool open_state(struct step *step, uint8_t enabled) {
    uint8_t candidates = enabled & (uint8_t)~falling_asleep;
    uint32_t self = mc_self();

    step->enabled = enabled;
    step->sleep = falling_asleep;
    if (candidates == 0) {
        return false;
    }
    step->thread = self < MC_THREADS && (candidates >> self & 1) != 0
                       ? (uint8_t)self
                       : (uint8_t)__builtin_ctz(candidates);
    step->backtrack = (uint8_t)(1u << step->thread);
    return true;
}

/* A thread that stopped with the mutex keeps those that need it waiting. */
static bool waits_for_stopped(void) {
    return mutex_held != NULL && has_stopped(mutex_holder);
}

/* Returns the thread to run; MC_THREADS: the execution is over. */
static uint32_t next_thread(void) {
    struct step *step = &steps[depth];
    uint8_t enabled = enabled_threads();

    if (enabled == 0) {
        for (uint32_t i = 0; i < plan->threads; i++) {
            if (is_up(i) && !waits_for_stopped()) {
                mc_fail("deadlock");
            }
        }
        return MC_THREADS;
    }
    if (depth + 1 == STEPS) {
        mc_fail("an execution that does not end");
    }
    if (!is_reducing) {
        step->thread = (uint8_t)choice_thread(mc_self(), enabled);
    } else if (depth >= replay && !open_state(step, enabled)) {
        was_cut = true;
        return MC_THREADS;
    }
    return step->thread;
}

static void go_on(void) {
    uint32_t next = next_thread();

    if (next == MC_THREADS) {
        exploring = false;
    }
    mc_fiber_go(next);
}

/* -- an access -------------------------------------------------------------------- */

/* Those that sleep on, and those done at this state, as far as what they are
 * about to do does not depend on this step. */
static uint8_t who_sleeps_on(const struct step *step) {
    uint8_t sleep = step->sleep & (uint8_t) ~(1u << step->thread);
    uint8_t on = 0;

    for (uint32_t q = 0; q < plan->threads; q++) {
        if ((sleep >> q & 1) != 0 && pending[q] != NULL &&
            ((uintptr_t)pending[q]->place != step->place ||
             (!step->changes && !mc_changes(pending[q])))) {
            on |= (uint8_t)(1u << q);
        }
    }
    return on;
}

static void note_step(struct step *step, const struct mc_access *access) {
    step->thread = (uint8_t)mc_self();
    step->kind = (uint8_t)access->kind;
    step->place = (uintptr_t)access->place;
    step->from = access->from;
    step->changes = mc_changes(access);
    step->own = ++own_steps[step->thread];
}

static void take_step(struct mc_access *access) {
    struct step *step = &steps[depth];
    uint32_t self = mc_self();

    note_step(step, access);
    if (is_reducing) {
        if (is_follower(self) && step->own == 1) {
            reduce_follow(self, plan->stopper);
        }
        falling_asleep = who_sleeps_on(step);
        reduce_record(step, depth + 1 < replay);
    }
    if (access->kind == MC_LOCK || access->kind == MC_UNLOCK) {
        mutex_holder = self;
        mutex_held = access->kind == MC_LOCK ? (const void *)step->place : NULL;
    }
    mc_memory_perform(access, self);
    step->was = access->result;
    step->is =
        access->kind < MC_LOCK ? mc_peek(access->place, access->bytes) : 0;
    depth++;
}

static void at_once(struct mc_access *access) {
    access->result = mc_peek(access->place, access->bytes);
    if (access->kind < MC_LOCK && access->kind != MC_LOAD) {
        uint64_t value = mc_after(access);

        arena_touch(access->place, access->bytes);
        memcpy((void *)(uintptr_t)access->place, &value, access->bytes);
    }
}

void mc_atomic(struct mc_access *access) {
    uint32_t self = mc_self();

    if (!mc_is_exploring() ||
        (!arena_has(access->place) && access->kind != MC_BARRIER)) {
        if (access->kind < MC_LOCK) {
            at_once(access);
        }
        return;
    }
    if (!weaken(access)) {
        return;
    }
    if (access->kind < MC_LOCK && !mc_is_shared(access->place)) {
        mc_note_user(access, self);
        mc_memory_perform(access, self);
        return;
    }
    pending[self] = access;
    if (starting) {
        mc_fiber_go(MC_THREADS);
    } else {
        go_on();
    }
    take_step(access);
    pending[self] = NULL;
}

/* Of a fiber: its part of the execution is done. */
void mc_finished(void) {
    ended[mc_self()] = true;
    if (starting) {
        mc_fiber_go(MC_THREADS);
    } else {
        go_on();
    }
}

/* -- spans -------------------------------------------------------------------------- */

void mc_begin(struct mc_span *span) {
    span->thread = mc_self();
    span->first = span->thread < MC_THREADS ? own_steps[span->thread] + 1 : 0;
    span->begun = depth;
}

void mc_end(struct mc_span *span) {
    span->last = span->thread < MC_THREADS ? own_steps[span->thread] : 0;
    span->ended = depth;
}

static const struct step *step_of(uint32_t thread, uint32_t own) {
    for (uint32_t i = depth; i-- > 0;) {
        if (steps[i].thread == thread && steps[i].own == own) {
            return &steps[i];
        }
    }
    return NULL;
}

bool mc_may_precede(const struct mc_span *a, const struct mc_span *b) {
    const struct step *last;

    if (a->thread == b->thread) {
        return a->last < b->first;
    }
    if (!is_reducing) {
        return !plan->weak && !is_learning && a->ended <= b->begun;
    }
    last = step_of(a->thread, a->last);
    return last == NULL || last->clock.at[b->thread] < b->first;
}

/* -- all executions ------------------------------------------------------------------- */

static void run_once(void) {
    arena_restore();
    mc_memory_start(plan->weak);
    depth = 0;
    falling_asleep = 0;
    was_cut = false;
    mutex_held = NULL;
    reduce_start();
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        pending[i] = NULL;
        ended[i] = i >= plan->threads;
        own_steps[i] = 0;
    }
    plan->start();
    mc_fibers_start(plan->run);
    exploring = true;
    starting = true;
    for (uint32_t i = 0; i < plan->threads; i++) {
        if (!is_follower(i)) {
            mc_fiber_go(i);
        }
    }
    starting = false;
    go_on();
    figures->steps += depth;

    figures->longest = depth > figures->longest ? depth : figures->longest;
    if (was_cut) {
        figures->cut++;
        return;
    }
    if (is_verbose && figures->executions == 0) {
        steps_print(is_verbose);
    }
    figures->executions++;
    figures->stopped += plan->stops && !ended[plan->stopper];
    plan->check();
}

/* The deepest state from which a thread is still to be run. */
static bool backtrack(void) {
    while (depth-- > 0) {
        struct step *step = &steps[depth];
        uint8_t left;

        step->sleep |= (uint8_t)(1u << step->thread);
        left = step->backtrack & (uint8_t)~step->sleep;
        if (left != 0) {
            step->thread = (uint8_t)__builtin_ctz(left);
            replay = depth + 1;
            return true;
        }
    }
    return false;
}

/* Places that only one thread uses, or nobody changes, are no steps. Which
 * these are is learnt: from some random executions, and whenever an execution
 * shows another, all begins anew. */
static void explore(void) {
    bool more;
    bool is_new;

    memset(figures, 0, sizeof *figures);
    is_learning = true;
    is_reducing = false;
    choice_start(plan, true);
    for (uint32_t i = 0; i < (plan->stops ? LEARN / 10 : LEARN); i++) {
        run_once();
        (void)choice_next();
    }
    is_learning = false;
    do {
        (void)mc_found_shared();
        choice_start(plan, false);
        memset(figures, 0, sizeof *figures);
        replay = 0;
        is_reducing = plan->mode == MC_ALL;
        do {
            run_once();
            more = is_reducing ? backtrack() : choice_next();
            is_new = mc_found_shared();
        } while (more && !is_new &&
                 figures->executions + figures->cut < plan->limit);
        figures->complete = !more && plan->mode != MC_RANDOM;
    } while (is_new);
}

void mc_explore(const struct mc_plan *given, struct mc_figures *result) {
    plan = given;
    figures = result;
    if (!plan->stops || plan->stop_after == 1) {
        mc_forget_users();
    }
    explore();
    arena_restore();
    plan = NULL;
}
