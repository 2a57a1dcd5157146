/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file metrics.h  What was answered and how fast, in Prometheus' text form. */
#ifndef EIPD_METRICS_H
#define EIPD_METRICS_H

#include "xml.h"

#include <stdatomic.h>

enum {
    METRICS_OPERATIONS = 64, /* the last row: none of them, DescribeInstances */
    METRICS_OUTCOMES = 128,
    METRICS_BUCKETS = 12 /* 1 us to 2 s by factors of 4; the last: all */
};

struct metrics {
    _Atomic uint64_t results[METRICS_OPERATIONS][METRICS_OUTCOMES];
    _Atomic uint64_t buckets[METRICS_OPERATIONS][METRICS_BUCKETS];
    _Atomic uint64_t nanoseconds[METRICS_OPERATIONS];
    _Atomic uint64_t repeated; /* answers that were given again */
};

/** Count one request. `operation` is NULL if there is none of that name;
 *  `outcome` is fault_kind, or as fault_of_error sets it. */
void metrics_count(struct metrics *metrics,
                   const struct shape_operation *operation, uint32_t outcome,
                   uint64_t nanoseconds);
/** Write all of them, and the engine's gauges. */
void metrics_write(struct metrics *metrics, eip_engine *engine,
                   struct xml *text);

#endif
