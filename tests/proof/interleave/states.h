/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file states.h  MC_STATES: states that were seen, by their digests. */
#ifndef INTERLEAVE_STATES_H
#define INTERLEAVE_STATES_H

#include <stdbool.h>
#include <stdint.h>

enum states_seen { STATES_NEW, STATES_AGAIN, STATES_SEEN, STATES_ON_PATH };

/** None is. */
void states_reset(void);
/**
 * From now on it is seen, and on the path. From a new one all of `*run` are to be
 * run but those of `sleep`, whose steps were made from states before. From one
 * that was seen, those that were to be run then, have slept there each time and
 * do not now: if there are any it is STATES_AGAIN. Out: which are to be run, and
 * which sleep meanwhile.
 */
enum states_seen states_enter(uint64_t digest, uint8_t *run, uint8_t *sleep);
/** All that follows it was run: it is no longer on the path. */
void states_leave(uint64_t digest);
uint64_t states_count(void);

/** An execution has ended so; was that new? Of 32,768 at the most. */
bool states_add_end(uint64_t ending);
uint64_t states_ends_sum(void);

#endif
