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

/** Read a trace into `sums`, one a space of the source. Returns an exit code,
 *  after a message. */
int growth_read(const char *path, const struct source *source,
                struct trend_sums *sums);

#endif
