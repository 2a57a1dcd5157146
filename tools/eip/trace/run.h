/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file run.h
 * A replay under way: workers, who make the calls, and the administrator.
 *
 *   worker:  calls of its accounts, in the trace's order
 *            waits at a call until all blocks and quotas before it are set
 *   administrator:  adds, drains and quotas in order, each once some worker
 *            has come as far; a drain goes on beside the calls: every worker
 *            gives back what it has of the block, then it is removed
 */
#ifndef EIP_TOOL_TRACE_RUN_H
#define EIP_TOOL_TRACE_RUN_H

#include "trace/harness.h"

#include <pthread.h>
#include <stdatomic.h>

struct run;

struct worker {
    struct run *run;
    uint32_t number;
    pthread_t thread;
    const uint32_t *mine; /* indexes of ops */
    size_t count;
    uint32_t *slots; /* numbers of its slots */
    size_t slot_count;
    uint64_t swept; /* the last drain it has given back for */
    struct harness_calls kinds[TRACE_CALLS];
    uint64_t calls, moved, lost, before;
    _Alignas(64) _Atomic uint64_t at;    /* index of its op; UINT64_MAX: done */
    _Alignas(64) _Atomic uint64_t clear; /* drains it has given back for */
};

struct run {
    const struct harness *harness;
    const struct trace *trace;
    const struct harness_options *options;
    struct harness_result *result;
    void *set;
    struct harness_slot *slots;
    struct worker *workers;
    uint32_t *indexes;    /* of calls, by worker */
    uint32_t *slot_lists; /* numbers of slots, by worker */
    size_t *admin;        /* indexes of administration's ops */
    size_t admin_count;
    uint64_t started_ns;
    const struct trace_op *draining; /* a few in a row, or NULL */
    size_t draining_count;
    _Atomic uint64_t done;  /* ops of administration that took effect */
    _Atomic uint64_t drain; /* the number of the drain under way */
    _Atomic bool is_over;   /* administration has nothing left */
    _Atomic bool is_failed;
};

uint64_t run_now(void);
/** A while for somebody else to go on. */
void run_rest(uint32_t *tries);
/** Give back what is in blocks that are being drained, and take others. */
void run_sweep(struct worker *worker);
/** A worker's calls, to the end of administration. */
void *run_worker(void *opaque);
/** All of administration. */
void run_administrate(struct run *run);

#endif
