/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file record.h
 * One thread's part of a history: what it asks for, and when.
 */
#ifndef EIP_TESTS_LINEAR_RECORD_H
#define EIP_TESTS_LINEAR_RECORD_H

#include "pond.h"
#include "stop.h"

typedef _Atomic uint32_t record_clock; /* counts callings and returns */

/** Make lane `lane` of the history. */
void record_lane(struct pond *pond, struct history *history, uint32_t lane,
                 struct turns *turns, record_clock *clock);
/** The last lane: look at every account once all is done. */
void record_end(struct pond *pond, struct history *history,
                record_clock *clock);

#endif
