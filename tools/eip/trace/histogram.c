/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the buckets of latencies. */
#include "trace/histogram.h"

enum { HALF = 1 << HISTOGRAM_BITS };

static uint32_t bucket_of(uint64_t value) {
    uint32_t shift;

    if (value < HALF)
        return (uint32_t)value;
    shift = 63 - (uint32_t)__builtin_clzll(value) - HISTOGRAM_BITS;
    return (shift << HISTOGRAM_BITS) + (uint32_t)(value >> shift);
}

/* The highest value that falls in the bucket. */
static uint64_t value_of(uint32_t bucket) {
    uint32_t shift = bucket < 2 * HALF ? 0 : (bucket >> HISTOGRAM_BITS) - 1;
    uint64_t base = bucket - ((uint64_t)shift << HISTOGRAM_BITS);

    return ((base + 1) << shift) - 1;
}

void histogram_add(struct histogram *histogram, uint64_t value) {
    histogram->buckets[bucket_of(value)]++;
    if (histogram->count == 0 || value < histogram->least)
        histogram->least = value;
    if (value > histogram->most)
        histogram->most = value;
    histogram->count++;
    histogram->sum += value;
}

void histogram_merge(struct histogram *sum, const struct histogram *part) {
    uint32_t i;

    if (part->count == 0)
        return;
    for (i = 0; i < HISTOGRAM_BUCKETS; i++)
        sum->buckets[i] += part->buckets[i];
    if (sum->count == 0 || part->least < sum->least)
        sum->least = part->least;
    if (part->most > sum->most)
        sum->most = part->most;
    sum->count += part->count;
    sum->sum += part->sum;
}

uint64_t histogram_at(const struct histogram *histogram, double part) {
    uint64_t wanted = (uint64_t)(part * (double)histogram->count + 0.5);
    uint64_t seen = 0;
    uint32_t i;

    for (i = 0; i < HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen >= wanted && seen > 0)
            return value_of(i) < histogram->most ? value_of(i)
                                                 : histogram->most;
    }
    return 0;
}

double histogram_mean(const struct histogram *histogram) {
    return histogram->count ? (double)histogram->sum / (double)histogram->count
                            : 0;
}
