/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file report.h  What a report is made of, and its sections. */
#ifndef EIP_TOOL_REPORT_H
#define EIP_TOOL_REPORT_H

#include "plan/churn.h"
#include "plan/forecast.h"
#include "plan/room.h"

#include <stdio.h>

enum { REPORT_POLICIES_MAX = 8 };

struct report {
    FILE *file;
    const char *title;
    uint64_t now_ms;
    const struct source *source;
    struct room *rooms; /* by space */
    struct room all;
    uint32_t *order;                 /* of spaces */
    const struct forecast *forecast; /* NULL: not asked for */
    struct churn_world world;
    struct churn_policy policies[REPORT_POLICIES_MAX];
    struct churn_result *results; /* one a policy */
    size_t policy_count;          /* 0: not asked for */
};

/* Each false after a message. */
bool report_summary(const struct report *report);
bool report_use(const struct report *report);
bool report_map(const struct report *report);
bool report_blocks(const struct report *report);
bool report_forecast(const struct report *report);
bool report_simulation(const struct report *report);

#endif
