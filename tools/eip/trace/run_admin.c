/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns administration during a replay: blocks that come and go. */
#include "trace/run.h"

#include "cli.h"

static void wait_for_workers(struct run *run, size_t index) {
    uint32_t tries = 0;

    for (;;) {
        uint64_t i;

        for (i = 0; i < run->options->threads; i++) {
            if (atomic_load_explicit(&run->workers[i].at,
                                     memory_order_acquire) >= index)
                return;
        }
        run_rest(&tries);
    }
}

/* How many ops in a row, from `from` on, can be done as one? */
static size_t run_length(const struct run *run, size_t from) {
    const struct trace_op *ops = run->trace->ops;
    size_t first = run->admin[from];
    size_t count = 1;

    while (from + count < run->admin_count &&
           run->admin[from + count] == first + count &&
           ops[first + count].kind == ops[first].kind &&
           ops[first + count].line_group == ops[first].line_group)
        count++;
    return count;
}

/* Close the blocks, have every worker give back what it has of them, and
 * remove them: by then nobody can hold an address of one. */
static bool drain(struct run *run, const struct trace_op *ops, size_t count) {
    uint64_t number = atomic_load(&run->drain) + 1;
    bool is_good = run->harness->drain != NULL;
    uint32_t tries = 0;
    size_t i;

    if (!is_good)
        cli_say("%s cannot drain blocks", run->harness->name);
    for (i = 0; i < count && is_good; i++)
        is_good = run->harness->drain(run->set, &ops[i], false);
    run->draining = ops;
    run->draining_count = count;
    atomic_store(&run->drain, number);
    for (i = 0; i < run->options->threads; i++) {
        while (atomic_load(&run->workers[i].clear) < number)
            run_rest(&tries);
    }
    for (i = 0; i < count && is_good; i++)
        is_good = run->harness->drain(run->set, &ops[i], true);
    run->result->drains += count;
    return is_good;
}

static bool administrate(struct run *run, const struct trace_op *ops,
                         size_t count) {
    bool is_good = true;
    size_t i;

    switch (ops[0].kind) {
    case TRACE_ADD:
        run->result->adds += count;
        return run->harness->add(run->set, ops, count);
    case TRACE_DRAIN:
        return drain(run, ops, count);
    default:
        run->result->quotas += count;
        for (i = 0; i < count && is_good && run->harness->quota; i++)
            is_good = run->harness->quota(run->set, &ops[i]);
        return is_good;
    }
}

void run_administrate(struct run *run) {
    size_t at = 0;

    while (at < run->admin_count && !atomic_load(&run->is_failed)) {
        size_t index = run->admin[at];
        size_t count = run_length(run, at);

        wait_for_workers(run, index);
        if (!administrate(run, &run->trace->ops[index], count)) {
            run->result->is_failed = true;
            atomic_store(&run->is_failed, true);
        }
        at += count;
        atomic_store(&run->done, at);
    }
    atomic_store(&run->is_over, true);
}
