/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file harness.h
 * What traces are replayed on: libeip's engine, or anything else that hands
 * out addresses, behind one table of functions. To plug in another allocator,
 * write such a table and give it to `harness_run`.
 *
 * Calls come from several threads at once, those of one slot always from the
 * same; administration (open, close, add, drain, quota, check) from one more,
 * beside the calls.
 */
#ifndef EIP_TOOL_HARNESS_H
#define EIP_TOOL_HARNESS_H

#include "plan/churn.h"
#include "trace/histogram.h"
#include "trace/trace.h"

#include <stdbool.h>
#include <stdint.h>

enum harness_answer {
    HARNESS_DONE,
    HARNESS_NO_CAPACITY,
    HARNESS_OVER_QUOTA,
    HARNESS_NOT_FOUND,   /* a recovery that came too late, or a theft */
    HARNESS_UNSUPPORTED, /* the allocator has no such call */
    HARNESS_WRONG,       /* whatever may not happen */
    HARNESS_ANSWERS
};

/** A handle that no address ever has. */
#define HARNESS_NOBODYS UINT64_C(1)

enum { HARNESS_THREADS_MAX = 256, HARNESS_TEXT = 256 };

/** What a customer of the trace remembers; the adapter's to fill in. */
struct harness_slot {
    uint64_t handle;  /* an allocation id */
    uint32_t address; /* of what it has, or had last */
    uint16_t group;
    bool is_held;
};

struct harness_options {
    uint64_t threads;
    uint64_t seed;
    uint64_t quota;
    double pace; /* trace time to real time; 0: as fast as it goes */
    struct churn_policy policy;
    uint64_t capacity; /* addresses of the whole trace: set by the runner */
};

struct harness {
    const char *name;
    const void *context; /* the adapter's */
    /** NULL after a message. */
    void *(*open)(const struct harness *harness, const struct trace *trace,
                  const struct harness_options *options);
    void (*close)(void *set);
    void (*enter)(void *set, uint32_t thread);
    void (*leave)(void *set, uint32_t thread);
    /** By the account and border group of `op`; DONE fills in the slot. A LIST
     *  has a slot whose handle is how many the account must have; a STEAL of
     *  what nobody has, one whose handle is HARNESS_NOBODYS. */
    enum harness_answer (*call[TRACE_CALLS])(void *set, uint32_t thread,
                                             const struct trace_op *op,
                                             struct harness_slot *slot);
    /** Trace time goes on. */
    void (*set_time)(void *set, uint64_t ms);
    /** Adds, all of one border group. False after a message. */
    bool (*add)(void *set, const struct trace_op *ops, size_t count);
    /** Begin to drain, or, `is_end`, end it: nobody holds an address of it
     *  any more. False after a message. NULL: it cannot. */
    bool (*drain)(void *set, const struct trace_op *op, bool is_end);
    bool (*quota)(void *set, const struct trace_op *op);
    /** At rest, at the end: is all as it should be? False after a message.
     *  NULL: it cannot tell. */
    bool (*check)(void *set, uint64_t held);
};

/** What became of the calls of one kind. */
struct harness_calls {
    uint64_t answers[HARNESS_ANSWERS];
    uint64_t skipped;   /* by a slot that got nothing before */
    uint64_t told;      /* calls of which the trace has the answer */
    uint64_t otherwise; /* of those: another came, or none was asked for */
    struct histogram ns;
};

struct harness_result {
    uint64_t calls; /* made */
    uint64_t elapsed_ns;
    uint64_t clock_ns; /* what reading the clock adds to each latency */
    struct harness_calls kinds[TRACE_CALLS];
    uint64_t held;    /* at the end */
    uint64_t doubles; /* addresses that two slots have at the end */
    uint64_t adds, drains, quotas;
    uint64_t moved;  /* addresses given back because their block was drained */
    uint64_t lost;   /* of those: no other was to be had */
    uint64_t before; /* addresses that were there before the trace */
    bool is_failed;  /* administration, or the check at the end */
};

/** libeip's engine. */
extern const struct harness harness_engine;

const char *harness_answer_name(uint32_t answer);
/** Answers that are not what the trace tells. */
uint64_t harness_otherwise(const struct harness_result *result);
/** Replay. Returns an exit code, after a message; CLI_FAILED where an answer
 *  was wrong. */
int harness_run(const struct harness *harness, const struct trace *trace,
                const struct harness_options *options,
                struct harness_result *result);
/** Addresses that are there at the most at one time. */
uint64_t harness_capacity(const struct trace *trace);

#endif
