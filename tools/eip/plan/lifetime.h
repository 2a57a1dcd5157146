/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lifetime.h
 * How long something lasts, from spans of which some were seen to end and
 * others were not: Kaplan and Meier's estimate, over spans in bins of 9 %.
 */
#ifndef EIP_TOOL_LIFETIME_H
#define EIP_TOOL_LIFETIME_H

#include <stdbool.h>
#include <stdint.h>

enum { LIFETIME_PARTS = 8, LIFETIME_BINS = 48 * LIFETIME_PARTS };

struct lifetime {
    uint64_t ended[LIFETIME_BINS];
    uint64_t left[LIFETIME_BINS]; /* when last seen it still lasted */
    uint64_t count;
};

void lifetime_add(struct lifetime *life, uint64_t ms, bool has_ended);
/** The part that lasts longer than this, 0 to 1. */
double lifetime_survives(const struct lifetime *life, uint64_t ms);
/** After how long this part of all has ended; a negative number: it was not
 *  seen that so many end. */
double lifetime_until(const struct lifetime *life, double part);

#endif
