/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file future.h  What a thread may yet do from where it is, and so which
 *  threads it is enough to run from a state. */
#ifndef INTERLEAVE_FUTURE_H
#define INTERLEAVE_FUTURE_H

#include "mc.h"

/** What a step does besides: it is the first of an operation, or after it one
 *  has ended. Which was over before which began is told of each pair. */
enum { BEGINS = 1, ENDS = 2 };

/** A thread in a state. */
struct future_thread {
    const struct mc_access *access; /* its next */
    uint32_t where;                 /* of what it knows; 0: it has ended */
};

/** Nothing is known: another scene. */
void future_forget(void);
/** A number for what a thread knows before a step, by its digest. */
uint32_t future_where(uint32_t thread, uint64_t knows);
/** At `where` a thread made this step, and came to `next` (0: its end). */
void future_learn(uint32_t where, uintptr_t place, bool changes, uint8_t marks,
                  uint32_t next);
/** Was more learnt of what was relied on since this was asked last? */
bool future_was_wrong(void);

/** Of the enabled threads, as few as can be such that nothing the others may do
 *  without them depends on what these are about to do: a persistent set. */
uint8_t future_enough(const struct future_thread *threads, uint8_t enabled);

/** Steps with these marks do not commute. */
static inline bool future_marks_meet(uint8_t a, uint8_t b) {
    return ((a & BEGINS) != 0 && (b & ENDS) != 0) ||
           ((a & ENDS) != 0 && (b & BEGINS) != 0);
}

#endif
