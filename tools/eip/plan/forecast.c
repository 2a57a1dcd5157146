/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a forecast is computed: growth, what-ifs, rows. */
#include "plan/forecast.h"

#include "duration.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LIMIT_DAYS = 36500, NAME_MAX_SIZE = 128 };

const double forecast_odds[FORECAST_ODDS] = {0.1, 0.5, 0.9};

struct state {
    struct forecast_options *options;
    const struct source *source;
    struct growth_log *log;
    struct trend_sums *sums;
    struct room *rooms;
    double *capacities[FORECAST_CASES];
    struct trend *trends[FORECAST_CASES];
    bool *is_known;
};

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
    for (i = 0; i < state->source->space_count; i++) {
        const char *group = state->source->spaces[i].group;
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
    struct forecast_options *options = state->options;
    int code = CLI_OK;
    uint32_t i;

    for (i = 0; i < state->source->space_count; i++)
        state->trends[0][i].held = (double)state->rooms[i].held;
    if (options->trace)
        code =
            growth_read(options->trace, state->source, state->sums, state->log);
    for (i = 0; i < state->source->space_count && code == CLI_OK; i++) {
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
           state->source->space_count * sizeof(struct trend));
    return code;
}

/* A series that ended before the forecast begins has gone on meanwhile. */
static void carry_on(struct state *state) {
    size_t i;

    for (i = 0; i < state->source->space_count; i++) {
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
    for (i = 0; i < state->source->space_count; i++) {
        const struct source_space *space = &state->source->spaces[i];

        if ((!parts[1] || strcmp(parts[1], space->group) == 0) &&
            (!parts[2] || strcmp(parts[2], space->pool) == 0))
            found = found == UINT32_MAX ? i : UINT32_MAX - 1;
    }
    if (found >= state->source->space_count)
        return cli_usage("add=%s: no border group of the ranges, or more than "
                         "one",
                         text);
    for (i = 0; i < state->source->block_count; i++) {
        if (state->source->blocks[i].realm ==
                state->source->spaces[found].realm &&
            eip_cidr_overlaps(state->source->blocks[i].cidr, cidr))
            return cli_usage("add=%s: overlaps what is there", text);
    }
    state->capacities[1][found] += (double)eip_cidr_count(cidr);
    return CLI_OK;
}

/* The addresses of a block, or a part of one, that are not withdrawn now. */
static uint64_t count_part(const struct source *source, uint64_t realm,
                           eip_cidr part) {
    uint64_t count = eip_cidr_count(part);
    uint32_t end = source_last(part);
    size_t i = source_run_from(source, realm, part.base);

    for (; source_run_is(source, i, realm, end); i++) {
        const struct source_run *run = &source->runs[i];
        uint32_t first = run->first > part.base ? run->first : part.base;
        uint32_t last = run->last < end ? run->last : end;

        if (run->state == SOURCE_WITHDRAWN)
            count -= (uint64_t)last - first + 1;
    }
    return count;
}

static int drain(struct state *state, const char *text) {
    const struct source_block *other = NULL;
    eip_cidr cidr;
    uint32_t host;
    size_t i;

    if (!read_cidr(text, &cidr, &host) || host)
        return cli_usage("drain='%s' is no CIDR block", text);
    for (i = 0; i < state->source->block_count; i++) {
        const struct source_block *block = &state->source->blocks[i];

        if (!eip_cidr_overlaps(block->cidr, cidr))
            continue;
        if (other && other->realm != block->realm)
            return cli_usage(
                "drain=%s: it is in pool %s and in pool %s: choose "
                "by --pool",
                text, state->source->spaces[other->space].pool,
                state->source->spaces[block->space].pool);
        other = block;
        state->capacities[1][block->space] -= (double)count_part(
            state->source, block->realm,
            block->cidr.prefix_bits > cidr.prefix_bits ? block->cidr : cidr);
    }
    return other ? CLI_OK : cli_usage("drain=%s: it is not there", text);
}

static int take_what_ifs(struct state *state) {
    const struct forecast_options *options = state->options;
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

static void finish_end(const struct forecast_options *options,
                       struct forecast_end *end, bool is_known) {
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

static void finish_row(const struct forecast_options *options,
                       struct forecast_row *row) {
    int i;

    for (i = 0; i < FORECAST_CASES; i++) {
        set_level(&options->cases[i], &row->ends[i]);
        finish_end(options, &row->ends[i], row->is_known);
    }
}

static struct forecast_row finished_pool(const struct forecast_options *options,
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
    const struct source *source = state->source;
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
                                   .number = at,
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
    size_t count = state->source->space_count + 1;
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
    if (!room_of_spaces(state->source, state->rooms))
        return CLI_IO;
    for (count = 0; count < state->source->space_count; count++) {
        for (i = 0; i < FORECAST_CASES; i++)
            state->capacities[i][count] =
                (double)(state->rooms[count].capacity -
                         state->rooms[count].withdrawn);
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
}

/* What a what-if does not say is as it is. */
static void fill_cases(struct forecast_options *options) {
    const struct forecast_case *is = &options->cases[0];
    struct forecast_case *what_if = &options->cases[1];

    if (!what_if->policy_text)
        what_if->policy = is->policy;
    if (what_if->quota == 0)
        what_if->quota = is->quota;
    if (what_if->accounts == 0)
        what_if->accounts = is->accounts;
    if (what_if->turnover == 0)
        what_if->turnover = is->turnover;
}

int forecast_make(struct forecast_options *options, const struct source *source,
                  struct forecast *forecast) {
    struct state state = {
        .options = options, .source = source, .log = &forecast->log};
    int code;

    memset(forecast, 0, sizeof(*forecast));
    forecast->horizon_ms = options->horizon_ms;
    forecast->has_what_if = options->has_what_if;
    fill_cases(options);
    code = make_state(&state);
    if (code == CLI_OK)
        code = take_growth(&state);
    if (code == CLI_OK)
        code = take_what_ifs(&state);
    if (code == CLI_OK) {
        if (options->from_ms == 0 && !options->has_from)
            options->from_ms = (uint64_t)time(NULL) * 1000;
        carry_on(&state);
        forecast->from_ms = options->from_ms;
        code = make_rows(&state, forecast) ? CLI_OK : CLI_IO;
    }
    free_state(&state);
    return code;
}

void forecast_free(struct forecast *forecast) {
    free(forecast->rows);
    free(forecast->log.items);
}
