/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan forecast`: when pools and border groups run out. */
#include "plan/forecast.h"

#include "date.h"
#include "duration.h"
#include "plan/growth.h"
#include "plan/policy.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHANGES_MAX = 256, LIMIT_DAYS = 36500, NAME_MAX_SIZE = 128 };

const double forecast_odds[FORECAST_ODDS] = {0.1, 0.5, 0.9};

struct options {
    struct read_options read;
    bool is_json;
    bool is_quiet;
    const char *trace;
    uint64_t from_ms;
    bool has_from;
    uint64_t horizon_ms;
    struct forecast_case cases[FORECAST_CASES];
    const char *rates[CHANGES_MAX];
    uint32_t rate_count;
    const char *what_ifs[CHANGES_MAX]; /* add=, drain=, rate= */
    uint32_t what_if_count;
    bool has_what_if;
};

struct state {
    struct options *options;
    struct source source;
    struct trend_sums *sums;
    struct room *rooms;
    double *capacities[FORECAST_CASES];
    struct trend *trends[FORECAST_CASES];
    bool *is_known;
};

/* -- options --------------------------------------------------------------- */

enum {
    KEY_TRACE = 980,
    KEY_RATE,
    KEY_FROM,
    KEY_HORIZON,
    KEY_POLICY,
    KEY_QUOTA,
    KEY_ACCOUNTS,
    KEY_TURNOVER,
    KEY_WHAT_IF
};

static bool take_percent(const char *text, double *part) {
    char *end;
    double value = strtod(text, &end);

    if (strspn(text, "0123456789.") != strlen(text) || *end || end == text ||
        value > 100000) {
        cli_usage("turnover: '%s' is no percentage", text);
        return false;
    }
    *part = value / 100;
    return true;
}

static bool take_count(const char *name, const char *text, uint64_t highest,
                       uint64_t *number) {
    if (cli_parse_number(text, number) && *number >= 1 && *number <= highest)
        return true;
    cli_usage("%s: '%s' is not a whole number from 1 to %llu", name, text,
              (unsigned long long)highest);
    return false;
}

/* What may be said of both cases, by name. */
static bool take_case(struct forecast_case *of, const char *name, size_t size,
                      const char *value) {
    if (size == 6 && memcmp(name, "policy", size) == 0) {
        of->policy_text = value;
        return policy_take(value, &of->policy);
    }
    if (size == 5 && memcmp(name, "quota", size) == 0)
        return take_count("quota", value, EIP_QUOTA_MAX, &of->quota);
    if (size == 8 && memcmp(name, "accounts", size) == 0)
        return take_count("accounts", value, EIP_LIMIT_ACCOUNTS, &of->accounts);
    return take_percent(value, &of->turnover);
}

static bool take_what_if(struct options *options, const char *text) {
    static const char *const cases[] = {
        "policy=", "quota=", "accounts=", "turnover="};
    size_t i;

    options->has_what_if = true;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t size = strlen(cases[i]);

        if (strncmp(text, cases[i], size) == 0)
            return take_case(&options->cases[1], cases[i], size - 1,
                             text + size);
    }
    if (options->what_if_count == CHANGES_MAX ||
        (strncmp(text, "add=", 4) != 0 && strncmp(text, "drain=", 6) != 0 &&
         strncmp(text, "rate=", 5) != 0)) {
        cli_usage("--what-if: '%s' is none of add=CIDR[:GROUP[:POOL]], "
                  "drain=CIDR, rate=[GROUP=]N[+-N], policy=NAME:COOLDOWN[:keep]"
                  ", turnover=PERCENT, quota=N, accounts=N (or the %dth)",
                  text, CHANGES_MAX);
        return false;
    }
    options->what_ifs[options->what_if_count++] = text;
    return true;
}

static bool take_both(struct options *options,
                      const struct cli_reader *reader) {
    return take_case(&options->cases[0], reader->name, strlen(reader->name),
                     reader->value);
}

static bool take(struct cli_reader *reader, int key, void *context) {
    struct options *options = context;

    switch (key) {
    case PLAN_KEY_JSON:
        return options->is_json = true;
    case 'q':
        return options->is_quiet = true;
    case KEY_TRACE:
        options->trace = reader->value;
        return true;
    case KEY_RATE:
        if (options->rate_count == CHANGES_MAX) {
            cli_usage("--rate: given more than %d times", CHANGES_MAX);
            return false;
        }
        options->rates[options->rate_count++] = reader->value;
        return true;
    case KEY_FROM:
        options->has_from = true;
        if (date_parse(reader->value, &options->from_ms))
            return true;
        cli_usage("--from: '%s' is no date", reader->value);
        return false;
    case KEY_HORIZON:
        return duration_take(reader, 1, 100 * DURATION_YEAR,
                             &options->horizon_ms);
    case KEY_POLICY:
    case KEY_QUOTA:
    case KEY_ACCOUNTS:
    case KEY_TURNOVER:
        return take_both(options, reader);
    case KEY_WHAT_IF:
        return take_what_if(options, reader->value);
    default:
        return read_option(reader, key, &options->read) > 0;
    }
}

/* -- growth ---------------------------------------------------------------- */

static bool take_real(const char **text, double *number) {
    char *end;

    *number = strtod(*text, &end);
    if (end == *text || !isfinite(*number) || fabs(*number) > 1e12)
        return false;
    *text = end;
    return true;
}

/* [GROUP=]N[+-N], a day. */
static int take_rate(struct state *state, int which, const char *text) {
    const char *equals = strrchr(text, '=');
    const char *number = equals ? equals + 1 : text;
    double drift = 0;
    double spread = 0;
    bool is_good = take_real(&number, &drift);
    bool is_found = false;
    size_t i;

    if (is_good && strncmp(number, "+-", 2) == 0) {
        number += 2;
        is_good = take_real(&number, &spread) && spread >= 0;
    }
    if (!is_good || *number)
        return cli_usage("'%s' is no rate ([GROUP=]N[+-N], addresses a day)",
                         text);
    for (i = 0; i < state->source.space_count; i++) {
        const char *group = state->source.spaces[i].group;
        size_t size = strlen(group);

        if (equals &&
            (size != (size_t)(equals - text) || memcmp(group, text, size) != 0))
            continue;
        is_found = true;
        state->is_known[i] = true;
        state->trends[which][i].drift = drift;
        state->trends[which][i].error = 0;
        state->trends[which][i].variance = spread * spread;
    }
    return is_found
               ? CLI_OK
               : cli_usage("'%s' names no border group of the ranges", text);
}

static int take_growth(struct state *state) {
    struct options *options = state->options;
    int code = CLI_OK;
    uint32_t i;

    for (i = 0; i < state->source.space_count; i++)
        state->trends[0][i].held = (double)state->rooms[i].held;
    if (options->trace)
        code = growth_read(options->trace, &state->source, state->sums);
    for (i = 0; i < state->source.space_count && code == CLI_OK; i++) {
        const struct trend_sums *sums = &state->sums[i];

        if (sums->count == 0)
            continue;
        state->is_known[i] = true;
        state->trends[0][i] = trend_of(sums);
        if (!options->has_from && sums->last_ms > options->from_ms)
            options->from_ms = sums->last_ms;
    }
    for (i = 0; i < options->rate_count && code == CLI_OK; i++)
        code = take_rate(state, 0, options->rates[i]);
    memcpy(state->trends[1], state->trends[0],
           state->source.space_count * sizeof(struct trend));
    return code;
}

/* A series that ended before the forecast begins has gone on meanwhile. */
static void carry_on(struct state *state) {
    size_t i;

    for (i = 0; i < state->source.space_count; i++) {
        const struct trend_sums *sums = &state->sums[i];
        double days;

        if (sums->count == 0)
            continue;
        days = ((double)state->options->from_ms - (double)sums->last_ms) /
               (double)DURATION_DAY;
        state->trends[0][i].held += days * state->trends[0][i].drift;
        state->trends[1][i].held = state->trends[0][i].held;
    }
}

/* -- what if --------------------------------------------------------------- */

static int add(struct state *state, const char *text) {
    char name[NAME_MAX_SIZE];
    char *parts[3] = {name, NULL, NULL};
    eip_cidr cidr;
    uint32_t host;
    uint32_t found = UINT32_MAX;
    uint32_t i;
    char *at;

    (void)snprintf(name, sizeof(name), "%s", text);
    for (i = 1, at = strchr(name, ':'); at && i < 3; i++) {
        *at++ = '\0';
        parts[i] = at;
        at = strchr(at, ':');
    }
    if (strlen(text) >= sizeof(name) || at || !read_cidr(name, &cidr, &host) ||
        host)
        return cli_usage("add='%s' is not CIDR[:GROUP[:POOL]]", text);
    for (i = 0; i < state->source.space_count; i++) {
        const struct source_space *space = &state->source.spaces[i];

        if ((!parts[1] || strcmp(parts[1], space->group) == 0) &&
            (!parts[2] || strcmp(parts[2], space->pool) == 0))
            found = found == UINT32_MAX ? i : UINT32_MAX - 1;
    }
    if (found >= state->source.space_count)
        return cli_usage("add=%s: no border group of the ranges, or more than "
                         "one",
                         text);
    for (i = 0; i < state->source.block_count; i++) {
        if (eip_cidr_overlaps(state->source.blocks[i].cidr, cidr))
            return cli_usage("add=%s: overlaps what is there", text);
    }
    state->capacities[1][found] += (double)eip_cidr_count(cidr);
    return CLI_OK;
}

static int drain(struct state *state, const char *text) {
    eip_cidr cidr;
    uint32_t host;
    uint64_t found = 0;
    size_t i;

    if (!read_cidr(text, &cidr, &host) || host)
        return cli_usage("drain='%s' is no CIDR block", text);
    for (i = 0; i < state->source.block_count; i++) {
        const struct source_block *block = &state->source.blocks[i];
        uint64_t both;

        if (!eip_cidr_overlaps(block->cidr, cidr))
            continue;
        both = eip_cidr_count(
            block->cidr.prefix_bits > cidr.prefix_bits ? block->cidr : cidr);
        state->capacities[1][block->space] -= (double)both;
        found += both;
    }
    return found > 0 ? CLI_OK : cli_usage("drain=%s: it is not there", text);
}

static int take_what_ifs(struct state *state) {
    const struct options *options = state->options;
    int code = CLI_OK;
    uint32_t i;

    for (i = 0; i < options->what_if_count && code == CLI_OK; i++) {
        const char *text = options->what_ifs[i];

        if (strncmp(text, "add=", 4) == 0)
            code = add(state, text + 4);
        else if (strncmp(text, "drain=", 6) == 0)
            code = drain(state, text + 6);
        else
            code = take_rate(state, 1, text + 5);
    }
    return code;
}

/* -- rows ------------------------------------------------------------------ */

/* Of so many addresses, how many can be held? Where cooling addresses are kept
 * back, each one held stands for turnover times cooldown more that cool. */
static void set_level(const struct forecast_case *of,
                      struct forecast_end *end) {
    double days = (double)of->policy.cooldown_ms / (double)DURATION_DAY;
    double most = (double)of->quota * (double)of->accounts;

    end->level = end->capacity;
    end->bound = "capacity";
    if (of->policy.is_keeping && of->turnover > 0 && days > 0) {
        end->level = floor(end->capacity / (1 + of->turnover * days));
        end->bound = "cooldown";
    }
    if (most > 0 && most < end->level) {
        end->level = most;
        end->bound = "quota";
    }
}

static void finish_end(const struct options *options, struct forecast_end *end,
                       bool is_known) {
    double horizon = (double)options->horizon_ms / (double)DURATION_DAY;
    int i;

    for (i = 0; i < FORECAST_ODDS && is_known; i++)
        end->days[i] =
            trend_until(&end->trend, end->level, forecast_odds[i], LIMIT_DAYS);
    end->within = is_known ? trend_meets(&end->trend, end->level, horizon) : 0;
}

static void add_to_pool(struct forecast_row *pool,
                        const struct forecast_row *row) {
    int i;

    pool->is_known |= row->is_known; /* the others do not change */
    for (i = 0; i < FORECAST_CASES; i++) {
        struct forecast_end *sum = &pool->ends[i];

        sum->capacity += row->ends[i].capacity;
        sum->trend = trend_sum(&sum->trend, &row->ends[i].trend);
    }
}

static void finish_row(const struct options *options,
                       struct forecast_row *row) {
    int i;

    for (i = 0; i < FORECAST_CASES; i++) {
        set_level(&options->cases[i], &row->ends[i]);
        finish_end(options, &row->ends[i], row->is_known);
    }
}

static struct forecast_row finished_pool(const struct options *options,
                                         struct forecast_row *pool,
                                         const struct source_space *space) {
    pool->space = space;
    pool->is_pool = true;
    finish_row(options, pool);
    return *pool;
}

/* A row a space that has blocks, and behind those of a pool that has
 * several, one for it all. */
static bool make_rows(const struct state *state, struct forecast *forecast) {
    const struct source *source = &state->source;
    uint32_t *order = plan_space_order(source);
    struct forecast_row pool = {0};
    uint32_t groups = 0;
    size_t i;

    forecast->rows =
        calloc(2 * source->space_count + 1, sizeof(*forecast->rows));
    if (!order || !forecast->rows) {
        free(order);
        return false;
    }
    for (i = 0; i < source->space_count; i++) {
        uint32_t at = order[i];
        struct forecast_row row = {.space = &source->spaces[at],
                                   .is_known = state->is_known[at]};
        int which;

        for (which = 0; which < FORECAST_CASES; which++) {
            row.ends[which].capacity = state->capacities[which][at];
            row.ends[which].trend = state->trends[which][at];
        }
        groups++;
        add_to_pool(&pool, &row);
        finish_row(state->options, &row);
        forecast->rows[forecast->count++] = row;
        if (i + 1 == source->space_count ||
            strcmp(row.space->pool, source->spaces[order[i + 1]].pool) != 0) {
            if (groups > 1)
                forecast->rows[forecast->count++] =
                    finished_pool(state->options, &pool, row.space);
            pool = (struct forecast_row){0};
            groups = 0;
        }
    }
    free(order);
    return true;
}

/* -- all ------------------------------------------------------------------- */

static int make_state(struct state *state) {
    size_t count = state->source.space_count + 1;
    int i;

    state->sums = calloc(count, sizeof(*state->sums));
    state->rooms = calloc(count, sizeof(*state->rooms));
    state->is_known = calloc(count, sizeof(*state->is_known));
    for (i = 0; i < FORECAST_CASES; i++) {
        state->capacities[i] = calloc(count, sizeof(double));
        state->trends[i] = calloc(count, sizeof(struct trend));
        if (!state->capacities[i] || !state->trends[i])
            break;
    }
    if (i < FORECAST_CASES || !state->sums || !state->rooms ||
        !state->is_known) {
        cli_say("%s", strerror(ENOMEM));
        return CLI_IO;
    }
    if (!room_of_spaces(&state->source, state->rooms))
        return CLI_IO;
    for (count = 0; count < state->source.space_count; count++) {
        for (i = 0; i < FORECAST_CASES; i++)
            state->capacities[i][count] = (double)state->rooms[count].capacity;
    }
    return CLI_OK;
}

static void free_state(struct state *state) {
    int i;

    for (i = 0; i < FORECAST_CASES; i++) {
        free(state->capacities[i]);
        free(state->trends[i]);
    }
    free(state->sums);
    free(state->rooms);
    free(state->is_known);
    source_free(&state->source);
}

static int forecast_all(struct state *state) {
    const struct options *options = state->options;
    struct forecast forecast = {.horizon_ms = options->horizon_ms,
                                .has_what_if = options->has_what_if};
    int code = make_state(state);

    if (code == CLI_OK)
        code = take_growth(state);
    if (code == CLI_OK)
        code = take_what_ifs(state);
    if (code != CLI_OK)
        return code;
    if (options->from_ms == 0 && !options->has_from)
        state->options->from_ms = (uint64_t)time(NULL) * 1000;
    carry_on(state);
    forecast.from_ms = options->from_ms;
    if (!make_rows(state, &forecast))
        code = CLI_IO;
    else if (options->is_json)
        forecast_print_json(&forecast);
    else if (!options->is_quiet)
        forecast_print(&forecast);
    free(forecast.rows);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct options options = {.horizon_ms = DURATION_YEAR};
    struct state state = {.options = &options};
    uint32_t i;
    int code;

    /* A what-if begins as what is: options may stand in any order. */
    code = cli_read_options(command, argc, argv, take, &options);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &options.read))
        return CLI_USAGE;
    if (!options.trace && options.rate_count == 0)
        return cli_usage("--trace or --rate is wanted");
    if (options.trace && strcmp(options.trace, "-") == 0) {
        for (i = 0; i < options.read.ranges.count; i++) {
            if (strcmp(options.read.ranges.items[i], "-") == 0)
                return cli_usage("standard input can be read once only");
        }
    }
    if (!options.cases[1].policy_text)
        options.cases[1].policy = options.cases[0].policy;
    if (options.cases[1].quota == 0)
        options.cases[1].quota = options.cases[0].quota;
    if (options.cases[1].accounts == 0)
        options.cases[1].accounts = options.cases[0].accounts;
    if (options.cases[1].turnover == 0)
        options.cases[1].turnover = options.cases[0].turnover;
    code = read_source(&options.read, &state.source);
    if (code == CLI_OK)
        code = forecast_all(&state);
    free_state(&state);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    {"trace", "FILE", KEY_TRACE,
     "how many were held when: lines of TIME,HELD[,BORDER-GROUP\n"
     "[,POOL]], or of JSON with time, held, network_border_group,\n"
     "pool; TIME is a date or ms since 1970"},
    {"rate", "[GROUP=]N[+-N]", KEY_RATE,
     "grows by N a day, with this standard deviation; on top of\n"
     "what is held by --held"},
    {"from", "DATE", KEY_FROM,
     "the forecast begins (default: at the last sample, or now)"},
    {"horizon", "TIME", KEY_HORIZON,
     "tell how likely it is to run out within (default: 1y)"},
    {"policy", "NAME:COOLDOWN", KEY_POLICY,
     "as of 'eip plan simulate'; a cooldown that is kept takes\n"
     "capacity"},
    {"turnover", "PERCENT", KEY_TURNOVER,
     "of what is held is released a day (default: 0)"},
    {"quota", "N", KEY_QUOTA, "addresses an account has at most"},
    {"accounts", "N", KEY_ACCOUNTS, "that have it"},
    {"what-if", "CHANGE", KEY_WHAT_IF,
     "show beside it what changes: add=CIDR[:GROUP[:POOL]],\n"
     "drain=CIDR, rate=.., policy=.., turnover=.., quota=..,\n"
     "accounts=..; may be repeated"},
    PLAN_OPTIONS_END,
};

const struct cli_command plan_forecast = {
    .name = "plan forecast",
    .summary = "Tell when pools and border groups run out.",
    .synopsis = "[OPTION]... [FILE]...",
    .details =
        "What is held is taken for a random walk with drift. Drift and spread "
        "are\nestimated by maximum likelihood from the trace; the day on which "
        "the walk meets\nwhat can be held at most is then distributed as the "
        "inverse Gaussian, averaged\nover the error of the drift. Shown are "
        "the days by which that has happened with\na probability of 10, 50 and "
        "90 %. Border groups are taken as independent.\n",
    .options = options_table,
    .run = run,
};
