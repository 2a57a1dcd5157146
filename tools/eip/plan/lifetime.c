/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the bins of spans, and the estimate made of them. */
#include "plan/lifetime.h"

#include <math.h>

static uint32_t bin_of(uint64_t ms) {
    double at = log2((double)ms + 1) * LIFETIME_PARTS;

    return at < LIFETIME_BINS ? (uint32_t)at : LIFETIME_BINS - 1;
}

/* The middle of a bin, geometrically. */
static double time_of(uint32_t bin) {
    return exp2(((double)bin + 0.5) / LIFETIME_PARTS) - 1;
}

void lifetime_add(struct lifetime *life, uint64_t ms, bool has_ended) {
    uint32_t bin = bin_of(ms);

    life->ended[bin] += has_ended;
    life->left[bin] += !has_ended;
    life->count++;
}

/* Those that left in a bin count as at risk through the half of it. */
static double step(const struct lifetime *life, uint32_t bin, double at_risk) {
    double risk = at_risk - (double)life->left[bin] / 2;

    return life->ended[bin] == 0 ? 1 : 1 - (double)life->ended[bin] / risk;
}

double lifetime_survives(const struct lifetime *life, uint64_t ms) {
    double at_risk = (double)life->count;
    double part = 1;
    uint32_t end = bin_of(ms);
    uint32_t i;

    for (i = 0; i < end; i++) {
        part *= step(life, i, at_risk);
        at_risk -= (double)(life->ended[i] + life->left[i]);
    }
    return part;
}

double lifetime_until(const struct lifetime *life, double part) {
    double at_risk = (double)life->count;
    double lasts = 1;
    uint32_t i;

    for (i = 0; i < LIFETIME_BINS && at_risk > 0; i++) {
        lasts *= step(life, i, at_risk);
        if (1 - lasts >= part)
            return time_of(i);
        at_risk -= (double)(life->ended[i] + life->left[i]);
    }
    return -1;
}
