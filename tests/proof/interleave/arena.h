/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file arena.h
 * The memory of the engine under test: one mapping that is set back to a
 * snapshot before each execution. What an execution allocates is at the same
 * addresses however its threads interleave, and what it frees is not handed
 * out again, so that a use after that is seen for certain.
 */
#ifndef INTERLEAVE_ARENA_H
#define INTERLEAVE_ARENA_H

#include "eip/engine.h"

#include <stdbool.h>
#include <stddef.h>

enum { ARENA_BLOCK = 256 }; /* bytes saved and put back at once */

extern unsigned char *arena_base;
#define ARENA_BYTES (UINT64_C(1) << 26)

/** Begin anew, with nothing allocated. */
void arena_reset(void);
eip_allocator arena_allocator(void);

/** From here on executions are set back to this. */
void arena_snapshot(void);
void arena_restore(void);

static inline bool arena_has(const volatile void *place) {
    return (uintptr_t)place - (uintptr_t)arena_base < ARENA_BYTES;
}

/** Is the place in a block that is allocated now? */
bool arena_is_live(const volatile void *place);

/** To be called before anything is written. */
void arena_touch(const volatile void *place, size_t bytes);

/** A digest of memory, and of which of it is allocated: of the same memory
 *  the same in all executions of a snapshot. */
uint64_t arena_digest(void);
/** Judy is about to write, which it does not say where. */
void arena_judy_writes(void);

/** Blocks and reservations not given back yet; Judy's own apart. */
uint64_t arena_blocks(void);

#endif
