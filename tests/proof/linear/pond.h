/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file pond.h
 * The tiny pool that histories are made on: one engine for many histories,
 * brought back to a state that is known before each.
 */
#ifndef EIP_TESTS_LINEAR_POND_H
#define EIP_TESTS_LINEAR_POND_H

#include "history.h"

#include "support/internal/trial.h"

struct pond {
    eip_engine *engine;
    struct setting setting;
    struct trial_random random;
    _Atomic uint64_t now_ms; /* stands still while a history is made */
    uint8_t quota[ACCOUNTS];
    uint64_t held[ADDRESSES]; /* ids, while the next state is made */
};

#define POND_BASE UINT32_C(0xc6336400)

void pond_make(struct pond *pond, struct trial_random random);
void pond_end(struct pond *pond);

/** The block of the last address. */
eip_cidr pond_block(const struct pond *pond);

/** Bring everything back after a history. False: what was allocated in it,
 *  and not released, cannot be. What else is wrong ends the process. */
bool pond_settle(struct pond *pond, struct history *history);
/** A state to start from, and an empty history. */
void pond_prepare(struct pond *pond, struct history *history);

/* -- operations: the request in `op`, the answer too ---------------------------- */

/** Carry it out. `own` must be set, and `history` know what was given. */
void pond_do(struct pond *pond, struct history *history, struct op *op);

#endif
