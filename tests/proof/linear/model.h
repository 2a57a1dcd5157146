/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file model.h
 * The sequential specification, from include/eip/address.h and admin.h: what
 * each answer says about the instants of its call.
 *
 * Most operations take effect at one instant. Some answers speak of two: "no
 * capacity" says that there was room in the quota, and then no address (the
 * order of checks). And some operations last: an address being released is
 * free from its instant on, but until the call returns it is "the subject of
 * another operation", which "no capacity" may pass over. So an operation is
 * up to three steps, each at an instant of the call.
 *
 * An address of the state:
 *
 *    bits 0-5   slot of the allocation (held), or who held it last
 *    bits 6-7   enum place
 *    bits 8-9   held: how many of the account's were allocated before
 *    bit  10    free or gone: kept from others, its cooldown lasts
 *    bit  11    gone: there is no such block
 */
#ifndef EIP_TESTS_LINEAR_MODEL_H
#define EIP_TESTS_LINEAR_MODEL_H

#include "history.h"

enum { COOLING = 1 << 10, ABSENT = 1 << 11 };

static inline enum place place_of(uint16_t address) {
    return (enum place)(address >> 6 & 3);
}

static inline uint16_t make_free(uint32_t owner, bool cooling) {
    return (uint16_t)(FREE << 6 | owner | (cooling ? COOLING : 0));
}

static inline uint16_t make_held(uint32_t slot, uint32_t rank) {
    return (uint16_t)(HELD << 6 | slot | rank << 8);
}

static inline uint16_t make_absent(void) {
    return GONE << 6 | NOBODY | ABSENT;
}

static inline bool is_held(uint16_t address) {
    return (place_of(address) & 1) != 0;
}

/** Addresses that an account holds. */
uint32_t model_used(const struct history *history, const struct state *state,
                    uint32_t account);

/** How many steps it has, and whether in this order. */
uint32_t model_steps(const struct op *op);
bool model_ordered(const struct history *history, const struct op *op);

/** What operations in the middle of their steps are at work on. */
struct subjects {
    uint8_t free;  /* bit by address: if free, it may be passed over */
    uint8_t shaky; /* and be refused by name too */
};
void model_subject(const struct op *op, struct subjects *subjects);

/** Take a step. False: the answer says otherwise. */
bool model_step(const struct history *history, const struct subjects *subjects,
                struct state *state, const struct op *op, uint32_t step);

#endif
