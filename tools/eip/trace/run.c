/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns a replay from beginning to end: who makes which calls, threads, and
 * what is known when all is still. */
#include "trace/run.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *harness_answer_name(uint32_t answer) {
    static const char *const names[HARNESS_ANSWERS] = {
        "done",      "no_capacity", "over_quota",
        "not_found", "unsupported", "wrong"};

    return names[answer];
}

uint64_t harness_otherwise(const struct harness_result *result) {
    uint64_t otherwise = 0;
    int kind;

    for (kind = 0; kind < TRACE_CALLS; kind++)
        otherwise += result->kinds[kind].otherwise;
    return otherwise;
}

uint64_t harness_capacity(const struct trace *trace) {
    uint64_t now = 0;
    uint64_t most = 0;
    size_t i;

    for (i = 0; i < trace->count; i++) {
        const struct trace_op *op = &trace->ops[i];
        uint64_t size = UINT64_C(1) << (32 - op->prefix_bits);

        if (op->kind == TRACE_ADD)
            now += size;
        else if (op->kind == TRACE_DRAIN)
            now -= size < now ? size : now;
        most = now > most ? now : most;
    }
    return most;
}

/* -- who makes which calls ------------------------------------------------- */

static uint32_t worker_of_owner(const struct run *run, uint64_t owner) {
    return (uint32_t)((owner * UINT64_C(0x9e3779b97f4a7c15) >> 32) %
                      run->options->threads);
}

static uint32_t worker_of(const struct run *run, uint32_t slot) {
    return worker_of_owner(run, run->trace->owners[slot]);
}

/* A slot's calls, others' thefts among them, are its owner's worker's. */
static uint32_t worker_of_op(const struct run *run, const struct trace_op *op) {
    return op->slot == TRACE_NO_SLOT ? worker_of_owner(run, op->account + 1)
                                     : worker_of(run, op->slot);
}

static bool make_lists(struct run *run) {
    const struct trace *trace = run->trace;

    run->slots = calloc((size_t)trace->slots + 1, sizeof(*run->slots));
    run->indexes = calloc(trace->count + 1, sizeof(*run->indexes));
    run->slot_lists = calloc((size_t)trace->slots + 1, sizeof(uint32_t));
    run->admin = calloc(trace->count + 1, sizeof(*run->admin));
    run->workers =
        aligned_alloc(64, run->options->threads * sizeof(*run->workers));
    if (!run->slots || !run->indexes || !run->slot_lists || !run->admin ||
        !run->workers) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    memset(run->workers, 0, run->options->threads * sizeof(*run->workers));
    return true;
}

/* Count, then put each where its worker's begin. */
static void deal_calls(struct run *run) {
    const struct trace *trace = run->trace;
    size_t next = 0;
    size_t i;

    for (i = 0; i < trace->count; i++) {
        if (trace_is_call(trace->ops[i].kind))
            run->workers[worker_of_op(run, &trace->ops[i])].count++;
        else
            run->admin[run->admin_count++] = i;
    }
    for (i = 0; i < run->options->threads; i++) {
        run->workers[i].mine = &run->indexes[next];
        next += run->workers[i].count;
        run->workers[i].count = 0;
    }
    for (i = 0; i < trace->count; i++) {
        struct worker *worker;

        if (!trace_is_call(trace->ops[i].kind))
            continue;
        worker = &run->workers[worker_of_op(run, &trace->ops[i])];
        run->indexes[(size_t)(worker->mine - run->indexes) + worker->count++] =
            (uint32_t)i;
    }
}

/* As deal_calls. */
static void deal_slots(struct run *run) {
    const struct trace *trace = run->trace;
    size_t next = 0;
    uint32_t i;

    for (i = 0; i < trace->slots; i++) {
        if (trace->owners[i])
            run->workers[worker_of(run, i)].slot_count++;
    }
    for (i = 0; i < run->options->threads; i++) {
        struct worker *worker = &run->workers[i];

        worker->run = run;
        worker->number = i;
        worker->slots = &run->slot_lists[next];
        next += worker->slot_count;
        worker->slot_count = 0;
    }
    for (i = 0; i < trace->slots; i++) {
        struct worker *worker = &run->workers[worker_of(run, i)];

        if (trace->owners[i])
            worker->slots[worker->slot_count++] = i;
    }
}

/* -- the end --------------------------------------------------------------- */

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

/* No address may be in two slots: by the customers' own notes. */
static bool count_held(struct run *run) {
    struct harness_result *result = run->result;
    uint32_t *held = calloc((size_t)run->trace->slots + 1, sizeof(*held));
    size_t count = 0;
    uint32_t i;

    if (!held) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    for (i = 0; i < run->trace->slots; i++) {
        if (run->slots[i].is_held)
            held[count++] = run->slots[i].address;
    }
    if (count > 1)
        qsort(held, count, sizeof(*held), compare);
    for (i = 1; i < count; i++)
        result->doubles += held[i] == held[i - 1];
    result->held = count;
    free(held);
    return true;
}

static uint64_t clock_cost(void) {
    enum { TIMES = 10000 };
    uint64_t began = run_now();
    int i;

    for (i = 0; i < TIMES; i++)
        (void)run_now();
    return (run_now() - began) / TIMES;
}

static bool sum_up(struct run *run) {
    struct harness_result *result = run->result;
    bool is_good = true;
    uint64_t i;
    int kind;
    int answer;

    for (i = 0; i < run->options->threads; i++) {
        const struct worker *worker = &run->workers[i];

        result->calls += worker->calls;
        result->moved += worker->moved;
        result->lost += worker->lost;
        result->before += worker->before;
        for (kind = 0; kind < TRACE_CALLS; kind++) {
            struct harness_calls *sum = &result->kinds[kind];

            sum->skipped += worker->kinds[kind].skipped;
            sum->told += worker->kinds[kind].told;
            sum->otherwise += worker->kinds[kind].otherwise;
            histogram_merge(&sum->ns, &worker->kinds[kind].ns);
            for (answer = 0; answer < HARNESS_ANSWERS; answer++)
                sum->answers[answer] += worker->kinds[kind].answers[answer];
        }
    }
    for (kind = 0; kind < TRACE_CALLS; kind++)
        is_good &= result->kinds[kind].answers[HARNESS_WRONG] == 0;
    return is_good && result->doubles == 0;
}

/* -- threads --------------------------------------------------------------- */

static int run_threads(struct run *run) {
    uint64_t started = 0;
    uint64_t i;
    int cause = 0;

    run->started_ns = run_now();
    while (started < run->options->threads && cause == 0) {
        struct worker *worker = &run->workers[started];

        cause = pthread_create(&worker->thread, NULL, run_worker, worker);
        started += cause == 0;
    }
    if (cause != 0) {
        cli_say("cannot start thread %llu: %s", (unsigned long long)started + 1,
                strerror(cause));
        atomic_store(&run->is_failed, true);
        atomic_store(&run->is_over, true);
    } else {
        run_administrate(run);
    }
    for (i = 0; i < started; i++)
        (void)pthread_join(run->workers[i].thread, NULL);
    run->result->elapsed_ns = run_now() - run->started_ns;
    return cause == 0 ? CLI_OK : CLI_IO;
}

static int replay(struct run *run) {
    struct harness_result *result = run->result;
    int code;

    deal_calls(run);
    deal_slots(run);
    run->set = run->harness->open(run->harness, run->trace, run->options);
    if (!run->set)
        return CLI_IO;
    code = run_threads(run);
    if (code == CLI_OK && !count_held(run))
        code = CLI_IO;
    if (code == CLI_OK && run->harness->check &&
        !run->harness->check(run->set, result->held))
        result->is_failed = true;
    run->harness->close(run->set);
    result->clock_ns = clock_cost();
    if (code == CLI_OK && (!sum_up(run) || result->is_failed))
        code = CLI_FAILED;
    return code;
}

int harness_run(const struct harness *harness, const struct trace *trace,
                const struct harness_options *options,
                struct harness_result *result) {
    struct harness_options own = *options;
    struct run run = {
        .harness = harness, .trace = trace, .options = &own, .result = result};
    int code = CLI_IO;

    memset(result, 0, sizeof(*result));
    own.capacity = harness_capacity(trace);
    if (make_lists(&run))
        code = replay(&run);
    free(run.slots);
    free(run.indexes);
    free(run.slot_lists);
    free(run.admin);
    free(run.workers);
    return code;
}
