/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file forecast.h  What `eip plan forecast` computes, for who prints it. */
#ifndef EIP_TOOL_FORECAST_H
#define EIP_TOOL_FORECAST_H

#include "plan/churn.h"
#include "plan/growth.h"
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

enum { FORECAST_CHANGES_MAX = 256 };

struct forecast_options {
    const char *trace;
    uint64_t from_ms;
    bool has_from;
    uint64_t horizon_ms;
    struct forecast_case cases[FORECAST_CASES];
    const char *rates[FORECAST_CHANGES_MAX];
    uint32_t rate_count;
    const char *what_ifs[FORECAST_CHANGES_MAX]; /* add=, drain=, rate= */
    uint32_t what_if_count;
    bool has_what_if;
};

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
    uint32_t number; /* of the space in the source */
    bool is_pool;    /* all border groups of the space's pool */
    bool is_known;   /* there is a trend */
    struct forecast_end ends[FORECAST_CASES];
};

struct forecast {
    uint64_t from_ms;
    uint64_t horizon_ms;
    bool has_what_if;
    struct forecast_row *rows;
    size_t count;
    struct growth_log log; /* the trace's samples */
};

/** Rows of a command's table of options. */
#define FORECAST_TRACE_OPTIONS                                                 \
    {"trace", "FILE", FORECAST_KEY_TRACE,                                      \
     "how many were held when: lines of TIME,HELD[,BORDER-GROUP\n"             \
     "[,POOL]], or of JSON with time, held, network_border_group,\n"           \
     "pool; TIME is a date or ms since 1970"},                                 \
        {"rate", "[GROUP=]N[+-N]", FORECAST_KEY_RATE,                          \
         "grows by N a day, with this standard deviation; on top of\n"         \
         "what is held by --held"},                                            \
        {"from", "DATE", FORECAST_KEY_FROM,                                    \
         "the forecast begins (default: at the last sample, or now)"},         \
        {"horizon", "TIME", FORECAST_KEY_HORIZON,                              \
         "tell how likely it is to run out within (default: 1y)"},             \
    {                                                                          \
        "what-if", "CHANGE", FORECAST_KEY_WHAT_IF,                             \
            "show beside it what changes: add=CIDR[:GROUP[:POOL]],\n"          \
            "drain=CIDR, rate=.., policy=.., turnover=.., quota=..,\n"         \
            "accounts=..; may be repeated"                                     \
    }

enum {
    FORECAST_KEY_TRACE = 980,
    FORECAST_KEY_RATE,
    FORECAST_KEY_FROM,
    FORECAST_KEY_HORIZON,
    FORECAST_KEY_POLICY,
    FORECAST_KEY_QUOTA,
    FORECAST_KEY_ACCOUNTS,
    FORECAST_KEY_TURNOVER,
    FORECAST_KEY_WHAT_IF
};

/** As it is before options are read. */
void forecast_begin(struct forecast_options *options);
/** Handle an option with a FORECAST_KEY_...: 1 it was one, 0 it was not, -1
 *  bad, after a message. */
int forecast_take(const struct cli_reader *reader, int key,
                  struct forecast_options *options);
/** Is anything told to forecast by? */
bool forecast_is_wanted(const struct forecast_options *options);
/** Is the trace standard input? */
bool forecast_takes_stdin(const struct forecast_options *options);
/** Compute. Returns an exit code, after a message; free it in any case. */
int forecast_make(struct forecast_options *options, const struct source *source,
                  struct forecast *forecast);
void forecast_free(struct forecast *forecast);

void forecast_print(const struct forecast *forecast);
void forecast_print_json(const struct forecast *forecast);

#endif
