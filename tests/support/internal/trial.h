/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file trial.h
 * What the random and the threaded tests share: a seed, a scale, random
 * numbers, threads that start together, an engine to work on.
 *
 * EIP_TEST_SEED repeats a run's random choices; EIP_TEST_SCALE makes the
 * threaded programs longer (10) or shorter (0.1). What goes wrong ends the
 * process with exit status 1.
 */
#ifndef EIP_TESTS_SUPPORT_INTERNAL_TRIAL_H
#define EIP_TESTS_SUPPORT_INTERNAL_TRIAL_H

#include "eip/eip.h"

#include <stdbool.h>

/** The seed, printed once. */
uint64_t trial_seed(void);
/** So many, times the scale; at least 1. */
uint64_t trial_scaled(uint64_t count);

struct trial_random {
    uint64_t state;
};
/** A stream; different `which` of one seed are unrelated. */
struct trial_random trial_stream(uint64_t which);
uint64_t trial_next(struct trial_random *random);
/** Below `bound`, which is not 0. */
uint64_t trial_below(struct trial_random *random, uint64_t bound);

void trial_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4), noreturn));
#define TRIAL_CHECK(condition, ...)                                            \
    do {                                                                       \
        if (!(condition)) {                                                    \
            trial_fail(__FILE__, __LINE__, __VA_ARGS__);                       \
        }                                                                      \
    } while (0)

enum { TRIAL_THREADS_MAX = 64 };

/** Run `run(context, 0..count-1)` in so many threads; they start together. */
void trial_threads(uint32_t count, void (*run)(void *context, uint32_t index),
                   void *context);
/** Run `run(context)` in a thread of its own, with a small stack, to its end. */
void trial_apart(void (*run)(void *context), void *context);

/* -- an engine ------------------------------------------------------------------ */

struct trial_engine {
    uint64_t cooldown_ms;
    uint32_t flags; /* EIP_ENGINE_... */
    uint32_t quota; /* of new accounts; 0: no limit */
    eip_allocator allocator;
    const char *cidr; /* given to Amazon's pool; may be NULL */
    uint32_t policy;  /* of Amazon's pool; 0: its default */
};

eip_engine *trial_open(const struct trial_engine *how);
/** An engine at rest: no findings. Prints them otherwise, and ends. */
void trial_audit(eip_engine *engine);
eip_cidr trial_cidr(const char *text);
void trial_set_quota(eip_engine *engine, uint64_t account, uint32_t quota);

/** Allocate any address of Amazon's pool. */
eip_status trial_allocate(eip_engine *engine, uint64_t account,
                          eip_allocate_address_response *response);
/** Allocate by name. */
eip_status trial_recover(eip_engine *engine, uint64_t account, uint32_t address,
                         eip_allocate_address_response *response);
eip_status trial_release(eip_engine *engine, uint64_t account, uint64_t id);

#endif
