/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file trend.h
 * How many addresses are going to be held: a random walk with drift, whose
 * drift is itself an estimate.
 *
 *   held(t) = held + drift t + spread W(t),   drift ~ N(mean, error^2)
 *
 * When it first meets a level is, for a known drift, distributed as the
 * inverse Gaussian; that is averaged over what the drift may be.
 */
#ifndef EIP_TOOL_TREND_H
#define EIP_TOOL_TREND_H

#include <stdbool.h>
#include <stdint.h>

/** Times in days. */
struct trend {
    double held;     /* at the beginning */
    double drift;    /* addresses a day, net */
    double error;    /* standard error of that */
    double variance; /* of a day's change about the drift */
};

/** Samples of one series, summed as they come. */
struct trend_sums {
    uint64_t count;
    uint64_t first_ms, last_ms;
    double first, last;
    double squares; /* of each change, by its days */
};

/** False: not after the last one. */
bool trend_add(struct trend_sums *sums, uint64_t ms, double held);
/** Estimate by maximum likelihood; three samples at least. */
struct trend trend_of(const struct trend_sums *sums);
/** Two at once, which change independently. */
struct trend trend_sum(const struct trend *a, const struct trend *b);

/** The probability that the level is met within so many days. */
double trend_meets(const struct trend *trend, double level, double days);
/** The days within which it is met with this probability, 0 to 1; a negative
 *  number: not within `limit`. */
double trend_until(const struct trend *trend, double level, double probability,
                   double limit);

#endif
