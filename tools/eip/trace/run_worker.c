/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the calls of one worker, and what it notes of them. */
#include "trace/run.h"

#include <sched.h>
#include <time.h>

uint64_t run_now(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

void run_rest(uint32_t *tries) {
    struct timespec little = {0, 50000};

    if (++*tries < 64)
        (void)sched_yield();
    else
        (void)nanosleep(&little, NULL);
}

/* -- drains ---------------------------------------------------------------- */

static bool is_in(const struct run *run, uint32_t address) {
    size_t i;

    for (i = 0; i < run->draining_count; i++) {
        const struct trace_op *op = &run->draining[i];

        if ((address ^ op->base) >> (32 - op->prefix_bits) == 0 ||
            op->prefix_bits == 0)
            return true;
    }
    return false;
}

static void move(struct worker *worker, uint32_t number) {
    const struct run *run = worker->run;
    struct harness_slot *slot = &run->slots[number];
    struct trace_op op = {.account = run->trace->owners[number] - 1,
                          .slot = number,
                          .line_group = slot->group};

    worker->moved++;
    if (run->harness->call[TRACE_RELEASE](run->set, worker->number, &op,
                                          slot) != HARNESS_DONE) {
        worker->kinds[TRACE_RELEASE].answers[HARNESS_WRONG]++;
        return;
    }
    worker->lost += run->harness->call[TRACE_ALLOCATE](
                        run->set, worker->number, &op, slot) != HARNESS_DONE;
}

void run_sweep(struct worker *worker) {
    struct run *run = worker->run;
    uint64_t drain = atomic_load(&run->drain);
    size_t i;

    if (drain == worker->swept)
        return;
    for (i = 0; i < worker->slot_count; i++) {
        uint32_t number = worker->slots[i];

        if (run->slots[number].is_held &&
            is_in(run, run->slots[number].address))
            move(worker, number);
    }
    worker->swept = drain;
    atomic_store(&worker->clear, drain);
}

/* -- calls ----------------------------------------------------------------- */

/* Has the slot what the call is about? It may have got nothing before. */
static bool is_possible(const struct trace_op *op,
                        const struct harness_slot *slot, bool is_own) {
    switch (op->kind) {
    case TRACE_ALLOCATE:
        return !slot->is_held;
    case TRACE_LIST:
        return true;
    case TRACE_RECOVER: /* another's recovery of what is held is a theft */
        return slot->address != 0 &&
               (!is_own || !slot->is_held || op->answer > TRACE_OK);
    default:
        return slot->is_held;
    }
}

/* What a call of no slot is given in its place. */
static struct harness_slot stand_in(const struct worker *worker,
                                    const struct trace_op *op) {
    const struct run *run = worker->run;
    struct harness_slot slot = {.handle = HARNESS_NOBODYS, .is_held = true};
    size_t i;

    if (op->kind != TRACE_LIST)
        return slot;
    slot.handle = 0;
    for (i = 0; i < worker->slot_count; i++) {
        uint32_t number = worker->slots[i];

        slot.handle += run->trace->owners[number] == op->account + 1 &&
                       run->slots[number].is_held;
    }
    return slot;
}

static bool is_as_told(uint32_t told, enum harness_answer answer) {
    static const uint32_t answers[HARNESS_ANSWERS] = {
        [HARNESS_DONE] = TRACE_OK,
        [HARNESS_NO_CAPACITY] = TRACE_FULL,
        [HARNESS_OVER_QUOTA] = TRACE_LIMIT,
        [HARNESS_NOT_FOUND] = TRACE_MISSING};

    return answers[answer] == told;
}

static void make_call(struct worker *worker, const struct trace_op *op,
                      struct harness_slot *slot, bool is_own) {
    const struct run *run = worker->run;
    struct harness_calls *calls = &worker->kinds[op->kind];
    enum harness_answer answer = HARNESS_UNSUPPORTED;
    bool is_made = false;
    uint64_t began;

    if (!is_possible(op, slot, is_own)) {
        calls->skipped++;
    } else if (!run->harness->call[op->kind]) {
        calls->answers[HARNESS_UNSUPPORTED]++;
    } else {
        began = run_now();
        answer =
            run->harness->call[op->kind](run->set, worker->number, op, slot);
        histogram_add(&calls->ns, run_now() - began);
        calls->answers[answer]++;
        worker->calls++;
        is_made = true;
    }
    if (op->answer == TRACE_UNTOLD)
        return;
    calls->told++;
    calls->otherwise += !is_made || !is_as_told(op->answer, answer);
}

/* An address from before the trace is got without being counted as a call. */
static void have(struct worker *worker, const struct trace_op *op) {
    const struct run *run = worker->run;
    struct harness_slot *slot = &run->slots[op->slot];

    if (!slot->is_held &&
        run->harness->call[TRACE_ALLOCATE](run->set, worker->number, op,
                                           slot) == HARNESS_DONE)
        worker->before++;
}

static void carry_out(struct worker *worker, const struct trace_op *op) {
    const struct run *run = worker->run;
    struct harness_slot slot;

    if (op->kind == TRACE_HAVE) {
        have(worker, op);
    } else if (op->slot == TRACE_NO_SLOT) {
        slot = stand_in(worker, op);
        make_call(worker, op, &slot, false);
    } else {
        make_call(worker, op, &run->slots[op->slot],
                  op->account + 1 == run->trace->owners[op->slot]);
    }
}

/* Administration's ops before this call: are they done? */
static void wait_for(struct worker *worker, size_t ops) {
    struct run *run = worker->run;
    uint32_t tries = 0;

    while (atomic_load(&run->done) < ops && !atomic_load(&run->is_failed)) {
        run_sweep(worker);
        run_rest(&tries);
    }
}

static void wait_until_due(struct worker *worker, uint64_t at_ms) {
    struct run *run = worker->run;
    uint64_t due =
        run->started_ns + (uint64_t)((double)at_ms * 1e6 / run->options->pace);
    uint64_t now = run_now();

    while (now < due && !atomic_load(&run->is_failed)) {
        uint64_t wait = due - now > 1000000 ? 1000000 : due - now;
        struct timespec span = {0, (long)wait};

        run_sweep(worker);
        (void)nanosleep(&span, NULL);
        now = run_now();
    }
}

static void go_on_until(struct worker *worker, uint64_t at_ms,
                        uint64_t *now_ms) {
    struct run *run = worker->run;

    if (run->options->pace > 0)
        wait_until_due(worker, at_ms);
    if (at_ms != *now_ms && run->harness->set_time)
        run->harness->set_time(run->set, at_ms);
    *now_ms = at_ms;
}

void *run_worker(void *opaque) {
    struct worker *worker = opaque;
    struct run *run = worker->run;
    uint64_t now_ms = 0;
    uint32_t tries = 0;
    size_t passed = 0; /* administration's ops that stand before the call */
    size_t before = 0; /* of those, to wait for */
    size_t i;

    run->harness->enter(run->set, worker->number);
    for (i = 0; i < worker->count && !atomic_load(&run->is_failed); i++) {
        const struct trace_op *op = &run->trace->ops[worker->mine[i]];

        atomic_store_explicit(&worker->at, worker->mine[i],
                              memory_order_release);
        /* Drains alone are not waited for: they go on beside the calls. */
        for (;
             passed < run->admin_count && run->admin[passed] < worker->mine[i];
             passed++) {
            if (run->trace->ops[run->admin[passed]].kind != TRACE_DRAIN)
                before = passed + 1;
        }
        if (before > 0)
            wait_for(worker, before);
        go_on_until(worker, op->at_ms, &now_ms);
        run_sweep(worker);
        carry_out(worker, op);
    }
    atomic_store(&worker->at, UINT64_MAX);
    while (!atomic_load(&run->is_over)) {
        run_sweep(worker);
        run_rest(&tries);
    }
    run->harness->leave(run->set, worker->number);
    return NULL;
}
