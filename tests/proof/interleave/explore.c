/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Which thread is next, and which executions there are. */
#include "mc.h"

#include "arena.h"
#include "choice.h"
#include "future.h"
#include "states.h"
#include "steps.h"
#include "weaken.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { LEARN = 300, SCRUBBED = 1024, GLOBALS = 4 };

struct step steps[STEPS];
uint32_t depth;
static uint32_t replay;        /* steps that are given */
static uint8_t falling_asleep; /* those that sleep after this step */

static const struct mc_plan *plan;
static struct mc_figures *figures;
static bool exploring;
static bool was_cut;
static bool is_reducing; /* MC_ALL, */
static bool has_states;  /* MC_STATES; else choice.c chooses */
static bool is_learning;
static bool has_begun;    /* all threads have come to their first access */
static uint32_t ran_last; /* thread that ran */
static bool has_stopped;  /* the one who is to */

static struct mc_access *pending[MC_THREADS];
static uint64_t knows[MC_THREADS]; /* digests; 0: not known */
static uint8_t made;               /* marks of the step made last */
static struct mc_span *span[MC_THREADS];
static bool ended[MC_THREADS];
static uint32_t own_steps[MC_THREADS];
static struct {
    volatile void *place;
    uint32_t bytes;
    uint64_t value;
} globals[GLOBALS];
static uint32_t global_count;
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

static bool is_stopped(uint32_t thread) {
    return has_stopped && thread == plan->stopper;
}

static bool is_follower(uint32_t thread) {
    return plan->stops && thread == plan->follower;
}

/* It has not stopped, and if it is to follow one that has, that has. */
static bool is_up(uint32_t thread) {
    return !ended[thread] && !is_stopped(thread) &&
           (!is_follower(thread) || ended[plan->stopper] || has_stopped);
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

    step->enabled = enabled;
    step->sleep = falling_asleep;
    if (candidates == 0) {
        return false;
    }
    step->thread = ran_last < MC_THREADS && (candidates >> ran_last & 1) != 0
                       ? (uint8_t)ran_last
                       : (uint8_t)__builtin_ctz(candidates);
    step->backtrack = (uint8_t)(1u << step->thread);
    return true;
}

/* -- states ------------------------------------------------------------------------ */

static void see_what_is_known(void) {
    struct step *step = &steps[depth];

    for (uint32_t i = 0; i < plan->threads; i++) {
        if (knows[i] == 0 && pending[i] != NULL && !ended[i]) {
            knows[i] = mc_fiber_digest(i, pending[i]);
        }
        if (plan->reduces) {
            step->where[i] = ended[i] ? 0 : future_where(i, knows[i]);
        }
    }
}

/* MC_STATES. What can follow a state, and what `check` will say of it, depends
 * on memory and which of it is allocated, on what each thread knows (its stack
 * from its next access on, with the registers saved there, and its thread-local
 * variables), on the mutex, and on the answers so far with what was over before
 * what began. So from a state that was come to before, by whatever path, nothing
 * new follows, and the execution is cut. Of stacks too much counts as known: that
 * makes more states, never fewer.
 *
 * Not in it are the clocks by which races of plain accesses are found (memory.c):
 * those are looked for on each path that is taken, which is each step from each
 * state once, and in all classes of executions by MC_ALL. --compare checks that
 * both find the same ends. */
static uint64_t state_digest(void) {
    struct {
        uint64_t memory;
        uint64_t plan;
        uint64_t mutex;
        uint64_t seed;
        uint64_t knows[MC_THREADS];
    } all = {.memory = arena_digest(),
             .plan = plan->digest(),
             .mutex = (uint64_t)(uintptr_t)mutex_held * 16 + mutex_holder * 2 +
                      has_stopped,
             .seed = plan->seed};

    see_what_is_known();
    for (uint32_t i = 0; i < plan->threads; i++) {
        all.knows[i] = ended[i] ? 1 : knows[i];
    }
    return XXH3_64bits(&all, sizeof all);
}

/* Where can the thread stop that is to? After each of its steps, if others
 * follow it; else it is enough to see it stop when all others have ended or
 * wait: which of its steps it made then is as open as which it would have made
 * before it stopped. Others that go on for ever without it come to a state
 * that they were in. */
static bool can_stop(uint8_t enabled) {
    uint8_t bit = (uint8_t)(1u << plan->stopper);

    if (!plan->stops || has_stopped || ended[plan->stopper] ||
        own_steps[plan->stopper] == 0) {
        return false;
    }
    return plan->follower < MC_THREADS ? ran_last == plan->stopper
                                       : (enabled & ~bit) == 0;
}

static bool is_seen(struct step *step) {
    step->sleep = falling_asleep;
    switch (states_enter(step->digest, &step->backtrack, &step->sleep)) {
    case STATES_ON_PATH:
        /* Operations are begun and done once: none was since. */
        mc_fail("threads go round, and none gets on");
    case STATES_SEEN:
        return true;
    default:
        return false;
    }
}

static uint8_t enough_of(const struct step *step, uint8_t enabled) {
    struct future_thread threads[MC_THREADS] = {{NULL, 0}};

    for (uint32_t i = 0; i < plan->threads; i++) {
        threads[i] = (struct future_thread){pending[i], step->where[i]};
    }
    return future_enough(threads, enabled);
}

/* MC_STATES: go on with the same thread where that is open. */
static bool enter_state(struct step *step, uint8_t enabled) {
    step->digest = state_digest();
    step->enabled = enabled;
    step->backtrack = plan->reduces
                          ? enough_of(step, enabled)
                          : enabled | (uint8_t)(can_stop(enabled) << STOP);
    if (is_seen(step)) {
        return false;
    }
    if (step->backtrack == 0) { /* all that are to be run sleep */
        states_leave(step->digest);
        return false;
    }
    step->thread =
        ran_last < MC_THREADS && (step->backtrack >> ran_last & 1) != 0
            ? (uint8_t)ran_last
            : (uint8_t)__builtin_ctz(step->backtrack);
    return true;
}

/* A thread that stopped with the mutex keeps those that need it waiting. */
static bool waits_for_stopped(void) {
    return mutex_held != NULL && is_stopped(mutex_holder);
}

static void fail_if_waiting(void) {
    for (uint32_t i = 0; i < plan->threads; i++) {
        if (is_up(i) && !waits_for_stopped()) {
            mc_fail("deadlock");
        }
    }
}

static bool open_next(struct step *step, uint8_t enabled) {
    return has_states ? enter_state(step, enabled) : open_state(step, enabled);
}

static bool stops_at_random(void) {
    return plan->mode == MC_RANDOM && plan->stops && !is_learning &&
           !has_stopped && !ended[plan->stopper] && ran_last == plan->stopper &&
           own_steps[plan->stopper] > 0 && choice_stops();
}

/* The step made last is over, up to the next of its thread: who sleeps on? */
static void note_marks(void) {
    struct step *last = &steps[depth - 1];
    struct step *step = &steps[depth];

    last->marks[last->thread] = made;
    for (uint32_t q = 0; q < MC_THREADS; q++) {
        uint8_t bit = (uint8_t)(1u << q);

        if ((falling_asleep & bit) != 0) {
            step->marks[q] = last->marks[q];
            if (future_marks_meet(last->marks[q], made)) {
                falling_asleep &= (uint8_t)~bit;
            }
        }
    }
}

/* Returns the thread to run, STOP, or more: the execution is over. */
static uint32_t choose_next(void) {
    struct step *step = &steps[depth];
    uint8_t enabled = enabled_threads();

    if (plan->reduces && depth > 0) {
        note_marks();
    }
    if (plan->reduces && is_learning) {
        see_what_is_known();
    }
    if (depth + 1 == STEPS) {
        mc_fail("an execution that does not end");
    }
    if (enabled == 0) {
        fail_if_waiting();
        step->digest = has_states ? state_digest() : 0;
        step->backtrack = 0;
        was_cut = has_states && is_seen(step);
        if (has_states && !was_cut) {
            states_leave(step->digest);
        }
        return OVER;
    }
    if (!is_reducing && !has_states) {
        step->thread = stops_at_random()
                           ? (uint8_t)STOP
                           : (uint8_t)choice_thread(ran_last, enabled);
    } else if (depth >= replay && !open_next(step, enabled)) {
        was_cut = true;
        return OVER;
    }
    return step->thread;
}

/* A step that is no access: a thread stops, or a follower comes up to its
 * first. */
static void note_turn(uint32_t who) {
    struct step *step = &steps[depth++];

    step->thread = (uint8_t)who;
    step->kind = MC_BARRIER;
    step->own = 0;
}

/* Each thread runs up to its next access. */
static void run_threads(void) {
    uint32_t next;

    ran_last = MC_THREADS;
    while ((next = choose_next()) != OVER) {
        if (next == STOP || pending[next] == NULL) {
            note_turn(next);
        }
        if (next == STOP) {
            has_stopped = true;
        } else {
            ran_last = next;
            mc_fiber_go(next);
        }
    }
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
    made = 0;
    if (span[self] != NULL && step->own == span[self]->first) {
        span[self]->begun = depth;
        made = BEGINS;
    }
    if (has_states && plan->reduces) {
        falling_asleep = who_sleeps_on(step);
    }
    if (is_reducing) {
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

/* What all engines of the process share is no memory of the arena: it is not
 * interleaved, and set back before each execution. */
static void note_global(const struct mc_access *access) {
    for (uint32_t i = 0; i < global_count; i++) {
        if (globals[i].place == access->place) {
            return;
        }
    }
    if (global_count == GLOBALS) {
        mc_fail("too many variables that engines share");
    }
    globals[global_count].place = access->place;
    globals[global_count].bytes = access->bytes;
    globals[global_count++].value = mc_peek(access->place, access->bytes);
}

static void restore_globals(void) {
    while (global_count > 0) {
        global_count--;
        memcpy((void *)(uintptr_t)globals[global_count].place,
               &globals[global_count].value, globals[global_count].bytes);
    }
}

static void at_once(struct mc_access *access) {
    if (mc_is_exploring()) {
        note_global(access);
    }
    access->result = mc_peek(access->place, access->bytes);
    if (access->kind < MC_LOCK && access->kind != MC_LOAD) {
        uint64_t value = mc_after(access);

        arena_touch(access->place, access->bytes);
        memcpy((void *)(uintptr_t)access->place, &value, access->bytes);
    }
}

/* What the checker leaves on the stack of a fiber would be taken for something
 * that its thread knows, in a part of a frame that is not written yet. */
__attribute__((noinline)) static void scrub(void) {
    unsigned char left[SCRUBBED];

    if (has_states) {
        memset(left, 0, sizeof left);
        __asm__ volatile("" : : "r"(left) : "memory");
    }
}

/* Does the thread go on, as it did before? */
static bool is_given(uint32_t self) {
    return has_begun && depth < replay && steps[depth].thread == self;
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
    if (access->kind < MC_LOCK && !mc_concerns_others(access, self)) {
        mc_memory_perform(access, self);
        scrub();
        return;
    }
    pending[self] = access;
    knows[self] = 0;
    if (!is_given(self)) {
        mc_fiber_go(MC_THREADS);
    }
    take_step(access);
    pending[self] = NULL;
    scrub();
}

/* Of a fiber: its part of the execution is done. */
void mc_finished(void) {
    ended[mc_self()] = true;
    mc_fiber_go(MC_THREADS);
}

/* -- spans -------------------------------------------------------------------------- */

void mc_begin(struct mc_span *begun) {
    begun->thread = mc_self();
    begun->first = 0;
    begun->begun = depth;
    if (begun->thread < MC_THREADS) {
        begun->first = own_steps[begun->thread] + 1;
        span[begun->thread] = begun;
    }
}

void mc_end(struct mc_span *over) {
    over->last = over->thread < MC_THREADS ? own_steps[over->thread] : 0;
    over->ended = depth;
    /* An operation without a step began with the end of the one before. */
    made |= over->last < over->first ? ENDS | BEGINS : ENDS;
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

/* What the threads did that was new, and what they know where it was cut. */
static void learn_futures(void) {
    uint32_t next[MC_THREADS] = {0};

    for (uint32_t i = 0; i < plan->threads; i++) {
        next[i] = steps[depth].where[i];
    }
    for (uint32_t i = depth; i-- > (replay == 0 ? 0 : replay - 1);) {
        const struct step *step = &steps[i];

        future_learn(step->where[step->thread], step->place, step->changes,
                     step->marks[step->thread], next[step->thread]);
        next[step->thread] = step->where[step->thread];
    }
}

static void run_once(void) {
    arena_restore();
    restore_globals();
    mc_memory_start(plan->weak);
    depth = 0;
    falling_asleep = 0;
    was_cut = false;
    has_stopped = false;
    mutex_held = NULL;
    reduce_start();
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        pending[i] = NULL;
        knows[i] = 0;
        span[i] = NULL;
        ended[i] = i >= plan->threads;
        own_steps[i] = 0;
    }
    plan->start();
    mc_fibers_start(plan->run);
    exploring = true;
    for (uint32_t i = 0; i < plan->threads; i++) {
        if (!is_follower(i)) {
            mc_fiber_go(i);
        }
    }
    has_begun = true;
    run_threads();
    exploring = false;
    has_begun = false;
    if (plan->reduces) {
        learn_futures();
    }
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
    figures->stopped += has_stopped;
    if (states_add_end(plan->ending())) {
        figures->ends++;
    }
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
        if (has_states) {
            states_leave(step->digest);
        }
    }
    return false;
}

/* Accesses that concern no other thread (memory.c) are no steps. Which these are
 * is learnt: from some random executions, and whenever an execution shows
 * another, all begins anew: the last round has found none. So it is with what
 * threads may yet do (future.c). */
static void explore(void) {
    bool more;
    bool is_new;
    bool was_wrong;

    memset(figures, 0, sizeof *figures);
    is_learning = true;
    replay = 0;
    is_reducing = false;
    has_states = false;
    choice_start(plan, true);
    for (uint32_t i = 0; i < LEARN; i++) {
        run_once();
        (void)choice_next();
    }
    is_learning = false;
    do {
        (void)mc_found_user();
        (void)future_was_wrong();
        choice_start(plan, false);
        memset(figures, 0, sizeof *figures);
        states_reset();
        replay = 0;
        is_reducing = plan->mode == MC_ALL;
        has_states = plan->mode == MC_STATES;
        do {
            run_once();
            more = is_reducing || has_states ? backtrack() : choice_next();
            is_new = mc_found_user();
        } while (more && !is_new &&
                 figures->executions + figures->cut < plan->limit);
        figures->complete = !more && plan->mode != MC_RANDOM;
        figures->states = states_count();
        figures->ends_sum = states_ends_sum();
        was_wrong = plan->reduces && figures->complete && future_was_wrong();
    } while (is_new || was_wrong);
}

void mc_explore(const struct mc_plan *given, struct mc_figures *result) {
    plan = given;
    figures = result;
    mc_forget_users();
    future_forget();
    explore();
    arena_restore();
    plan = NULL;
}
