/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file steps.h  The steps of the present execution. */
#ifndef INTERLEAVE_STEPS_H
#define INTERLEAVE_STEPS_H

#include "mc.h"

enum { STEPS = 1 << 16 };

/* One step, and the state before it. */
struct step {
    uint8_t thread;
    uint8_t enabled;
    uint8_t backtrack; /* threads to be run from here */
    uint8_t sleep;     /* threads that need not be, or were */
    uint8_t kind;
    bool changes;
    uint8_t marks[MC_THREADS];  /* future.h; of those that sleep, or were run */
    uint32_t where[MC_THREADS]; /* future.h; before it */
    uint32_t own;               /* the how-many-th of its thread */
    uintptr_t place;
    uint64_t was;
    uint64_t is;
    const void *from;
    struct mc_clock clock; /* own steps of each thread that come before */
    uint64_t digest;       /* MC_STATES: of the state */
};

/* In place of a thread: who is to stop does. */
enum { STOP = MC_THREADS, OVER };

extern struct step steps[STEPS];
extern uint32_t depth; /* steps made */

/** Print them: where threads change, or with `all` each. */
void steps_print(bool all);

/* -- reduce.c: which steps depend on which -------------------------------------- */

void reduce_start(void);
/** The step at `depth` is about to be made: its clock, and which others should
 *  be run from earlier states. With `known` the latter was done before. */
void reduce_record(struct step *step, bool known);

#endif
