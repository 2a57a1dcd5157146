/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file forecast.h  What `eip plan forecast` computes, for who prints it. */
#ifndef EIP_TOOL_FORECAST_H
#define EIP_TOOL_FORECAST_H

#include "plan/churn.h"
#include "plan/plan.h"
#include "plan/trend.h"

/** What a plan supposes; 0 is "not given". */
struct forecast_case {
    const char *policy_text;
    struct churn_policy policy;
    uint64_t quota;
    uint64_t accounts;
    double turnover; /* part of the held released a day */
};

enum { FORECAST_ODDS = 3, FORECAST_CASES = 2 };
extern const double forecast_odds[FORECAST_ODDS];

/** Of one case: as it is, or with the what-ifs. */
struct forecast_end {
    double capacity;
    double level;      /* what can be held at most */
    const char *bound; /* "capacity", "cooldown", "quota" */
    struct trend trend;
    double days[FORECAST_ODDS]; /* negative: not within a hundred years */
    double within;              /* the horizon, 0 to 1 */
};

struct forecast_row {
    const struct source_space *space;
    bool is_pool;  /* all border groups of the space's pool */
    bool is_known; /* there is a trend */
    struct forecast_end ends[FORECAST_CASES];
};

struct forecast {
    uint64_t from_ms;
    uint64_t horizon_ms;
    bool has_what_if;
    struct forecast_row *rows;
    size_t count;
};

void forecast_print(const struct forecast *forecast);
void forecast_print_json(const struct forecast *forecast);

#endif
