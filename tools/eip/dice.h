/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file dice.h
 * Repeatable random numbers: splitmix64, one sequence for each purpose, so
 * that two runs that differ in one thing draw the same of everything else.
 */
#ifndef EIP_TOOL_DICE_H
#define EIP_TOOL_DICE_H

#include <math.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

/** The sequence of a purpose, any small number, under a seed. */
static inline struct dice dice_make(uint64_t seed, uint64_t purpose) {
    return (struct dice){(seed ^ purpose << 56) * UINT64_C(0xd1342543de82ef95) +
                         purpose};
}

/** A number's bits, well mixed: the first of the sequence of this state. */
static inline uint64_t dice_mix(uint64_t value) {
    value += UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

static inline uint64_t dice_next(struct dice *dice) {
    uint64_t value = dice_mix(dice->state);

    dice->state += UINT64_C(0x9e3779b97f4a7c15);
    return value;
}

/** 0 to `bound` - 1; `bound` below 2^32. */
static inline uint32_t dice_below(struct dice *dice, uint32_t bound) {
    return (uint32_t)((dice_next(dice) >> 32) * bound >> 32);
}

/** Above 0, up to 1. */
static inline double dice_unit(struct dice *dice) {
    return ((double)(dice_next(dice) >> 11) + 1) / 9007199254740992.0;
}

/** Exponential: how long to wait for what comes once in `mean`. */
static inline double dice_wait(struct dice *dice, double mean) {
    return -mean * log(dice_unit(dice));
}

#endif
