/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the statistics of forecasts. */
#include "plan/trend.h"

#include "duration.h"

#include <math.h>

enum { DRIFTS = 101 }; /* quantiles of the drift that are averaged over */

bool trend_add(struct trend_sums *sums, uint64_t ms, double held) {
    if (sums->count == 0) {
        sums->first_ms = ms;
        sums->first = held;
    } else {
        double change = held - sums->last;
        double days = (double)(ms - sums->last_ms) / (double)DURATION_DAY;

        if (ms <= sums->last_ms)
            return false;
        sums->squares += change * change / days;
    }
    sums->last_ms = ms;
    sums->last = held;
    sums->count++;
    return true;
}

/* The changes add up to drift times days, so the sum of their squares about
 * the drift is `squares` less drift^2 times days. */
struct trend trend_of(const struct trend_sums *sums) {
    double days =
        (double)(sums->last_ms - sums->first_ms) / (double)DURATION_DAY;
    double drift = (sums->last - sums->first) / days;
    double about = sums->squares - drift * drift * days;
    double variance = about > 0 ? about / ((double)sums->count - 2) : 0;

    return (struct trend){sums->last, drift, sqrt(variance / days), variance};
}

struct trend trend_sum(const struct trend *a, const struct trend *b) {
    return (struct trend){a->held + b->held, a->drift + b->drift,
                          hypot(a->error, b->error), a->variance + b->variance};
}

static double normal(double z) {
    return erfc(-z / M_SQRT2) / 2;
}

/* exp(a) times normal(b), where the one may be huge and the other tiny. */
static double exp_normal(double a, double b) {
    if (b > -30)
        return exp(a) * normal(b);
    return exp(a - b * b / 2) / (-b * sqrt(2 * M_PI));
}

static double meets(double drift, double variance, double gap, double days) {
    double spread = sqrt(variance * days);
    double part;

    if (variance <= 0)
        return drift * days >= gap ? 1 : 0;
    part =
        normal((drift * days - gap) / spread) +
        exp_normal(2 * drift * gap / variance, (-gap - drift * days) / spread);
    return part < 1 ? part : 1;
}

/* The z below which a part of all lies, by bisection. */
static double quantile(double part) {
    double low = -8;
    double high = 8;
    int i;

    for (i = 0; i < 60; i++) {
        double middle = (low + high) / 2;

        if (normal(middle) < part)
            low = middle;
        else
            high = middle;
    }
    return low;
}

double trend_meets(const struct trend *trend, double level, double days) {
    static double z[DRIFTS]; /* the same each time; one thread asks */
    double gap = level - trend->held;
    double sum = 0;
    int i;

    if (gap <= 0)
        return 1;
    if (days <= 0)
        return 0;
    for (i = 0; i < DRIFTS; i++) {
        if (z[i] == 0)
            z[i] = quantile((i + 0.5) / DRIFTS);
        sum += meets(trend->drift + z[i] * trend->error, trend->variance, gap,
                     days);
    }
    return sum / DRIFTS;
}

double trend_until(const struct trend *trend, double level, double probability,
                   double limit) {
    double low = 0;
    double high = limit;
    int i;

    if (trend_meets(trend, level, 0) >= probability)
        return 0;
    if (trend_meets(trend, level, limit) < probability)
        return -1;
    for (i = 0; i < 60; i++) {
        double middle = (low + high) / 2;

        if (trend_meets(trend, level, middle) < probability)
            low = middle;
        else
            high = middle;
    }
    return high;
}
