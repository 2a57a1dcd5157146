/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tally.h
 * The atomics of `eip replay`, all sequentially consistent: they judge the
 * engine and must not depend on the fine points that it depends on.
 *
 * A tally bounds from above how many addresses somebody holds, without
 * knowing when within a call an address changes hands:
 *
 *   63 ............ 32 | 31 ............. 0
 *   begun: calls begun | most: held at most
 *
 * A call that may add one is begun before it (both halves go up); `most` goes
 * down again when it has failed or when a release has returned. So at any
 * instant between two readings, at most `most(first) + begun(second) -
 * begun(first)` are held.
 */
#ifndef EIP_TOOL_TALLY_H
#define EIP_TOOL_TALLY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef _Atomic uint64_t tally_count;
typedef atomic_bool tally_flag;

struct tally {
    tally_count word;
};

/** Begin `count` calls; returns the reading before. */
static inline uint64_t tally_begin(struct tally *tally, uint32_t count) {
    return atomic_fetch_add(&tally->word, (uint64_t)count << 32 | count);
}

/** `count` addresses are certainly not held. */
static inline void tally_end(struct tally *tally, uint32_t count) {
    if (count > 0)
        atomic_fetch_sub(&tally->word, count);
}

static inline uint64_t tally_read(struct tally *tally) {
    return atomic_load(&tally->word);
}

static inline uint32_t tally_most(uint64_t reading) {
    return (uint32_t)reading;
}

static inline uint32_t tally_begun(uint64_t reading) {
    return (uint32_t)(reading >> 32);
}

/** The most that were held at any instant between two readings. */
static inline uint64_t tally_bound(uint64_t first, uint64_t second) {
    return (uint64_t)tally_most(first) +
           (uint32_t)(tally_begun(second) - tally_begun(first));
}

#endif
