/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file histogram.h
 * Latencies in buckets as HdrHistogram has them: 64 to each power of two, so
 * a value is told to 1.6 %, however large.
 */
#ifndef EIP_TOOL_HISTOGRAM_H
#define EIP_TOOL_HISTOGRAM_H

#include <stdint.h>

enum { HISTOGRAM_BITS = 6, HISTOGRAM_BUCKETS = (64 - HISTOGRAM_BITS + 1) << 6 };

struct histogram {
    uint64_t buckets[HISTOGRAM_BUCKETS];
    uint64_t count;
    uint64_t sum;
    uint64_t least, most;
};

void histogram_add(struct histogram *histogram, uint64_t value);
void histogram_merge(struct histogram *sum, const struct histogram *part);
/** The value below or at which this part (0 to 1) of all lies; 0 of none. */
uint64_t histogram_at(const struct histogram *histogram, double part);
double histogram_mean(const struct histogram *histogram);

#endif
