/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file dice.h
 * A step is a few bytes, and every choice in it is read from them in turn: so
 * a run can be repeated, and shrunk by leaving out steps and zeroing bytes.
 * The simplest choice is always number 0.
 */
#ifndef EIP_TESTS_PROOF_MODEL_DICE_H
#define EIP_TESTS_PROOF_MODEL_DICE_H

#include <stdbool.h>
#include <stdint.h>

enum { STEP_BYTES = 48 };

struct step {
    uint8_t byte[STEP_BYTES];
};

struct dice {
    const struct step *step;
    uint32_t at;
};

/** 0 to n - 1, n up to 256. */
static inline uint32_t roll(struct dice *dice, uint32_t n) {
    return dice->at < STEP_BYTES ? dice->step->byte[dice->at++] % n : 0;
}

/** 0 to n - 1, n up to 65,536. */
static inline uint32_t roll_wide(struct dice *dice, uint32_t n) {
    uint32_t high = roll(dice, 256);

    return (high << 8 | roll(dice, 256)) % n;
}

/** True once in n. */
static inline bool rarely(struct dice *dice, uint32_t n) {
    return roll(dice, n) == n - 1;
}

#endif
