/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file growth.h
 * Growth traces: how many addresses were held when, as lines
 *
 *   TIME,HELD[,BORDER-GROUP[,POOL]]
 *   {"time": TIME, "held": HELD, "network_border_group": .., "pool": ..}
 */
#ifndef EIP_TOOL_GROWTH_H
#define EIP_TOOL_GROWTH_H

#include "plan/source.h"
#include "plan/trend.h"

struct growth_sample {
    uint64_t ms;
    double held;
    uint32_t space;
};

/** The samples, in the order of the file. */
struct growth_log {
    struct growth_sample *items;
    size_t count, room;
};

/** Read a trace into `sums`, one a space of the source, and `log`,
 *  the caller's to free. Returns an exit code, after a message. */
int growth_read(const char *path, const struct source *source,
                struct trend_sums *sums, struct growth_log *log);

#endif
