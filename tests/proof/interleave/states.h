/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file states.h  MC_STATES: states that were seen, by their digests. */
#ifndef INTERLEAVE_STATES_H
#define INTERLEAVE_STATES_H

#include <stdbool.h>
#include <stdint.h>

enum states_seen { STATES_NEW, STATES_SEEN, STATES_ON_PATH };

/** None is. */
void states_reset(void);
/** From now on it is seen, and on the path. */
enum states_seen states_enter(uint64_t digest);
/** All that follows it was run: it is no longer on the path. */
void states_leave(uint64_t digest);
uint64_t states_count(void);

/** An execution has ended so; was that new? Of 32,768 at the most. */
bool states_add_end(uint64_t ending);
uint64_t states_ends_sum(void);

#endif
