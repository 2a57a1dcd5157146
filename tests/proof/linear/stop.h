/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file stop.h
 * Who of some threads runs. Only those with a turn do; at random stop points
 * (base/atomic.h) a thread hands its turn to another and waits until it is
 * given one, in the middle of whatever it does, or just spins for a while.
 * With one turn the threads interleave at stop points only, with more they
 * also run beside each other. A machine with other work to do interleaves no
 * less.
 */
#ifndef EIP_TESTS_LINEAR_STOP_H
#define EIP_TESTS_LINEAR_STOP_H

#include "history.h"

struct turns {
    _Atomic uint32_t waiting; /* bit by thread */
    _Atomic uint32_t at_work; /* threads that have not ended yet */
    _Atomic uint32_t given[THREADS];
    bool is_short; /* wait for a turn not for ever */
};

/** Let them begin, `count` at a time. With `is_short`, a thread goes on without
 *  a turn after a while: whoever has them may be waiting for what this thread
 *  has (the mutex of administration). */
void turns_open(struct turns *turns, uint32_t count, uint64_t seed,
                bool is_short);
/** Until all have ended. */
void turns_await(struct turns *turns);

/** The calling thread: wait for a turn. */
void turns_begin(struct turns *turns, uint32_t thread);
/** From now on hand it over now and then. */
void turns_share(uint64_t seed);
/** The same for histories of few and short calls. */
void turns_share_often(uint64_t seed);
/** Give the turn to whoever has not ended. */
void turns_end(void);

#endif
