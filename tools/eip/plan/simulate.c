/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan simulate`: what a policy and a cooldown do over years. */
#include "plan/plan.h"

#include "duration.h"
#include "plan/measure.h"
#include "plan/policy.h"

#include <stdlib.h>
#include <string.h>

enum { POLICIES_MAX = 16, DELAYS = 5 };

static const uint64_t delays[DELAYS] = {60000, DURATION_HOUR, DURATION_DAY,
                                        7 * DURATION_DAY, 30 * DURATION_DAY};

struct simulate {
    struct read_options read;
    bool is_json;
    bool is_quiet;
    struct churn_world world;
    struct churn_policy policies[POLICIES_MAX];
    size_t count;
    int width; /* of a column */
    struct churn_result *results;
};

/* -- options --------------------------------------------------------------- */

enum {
    KEY_POLICY = 960,
    KEY_FOR,
    KEY_LOAD,
    KEY_HOLD,
    KEY_RECOVER,
    KEY_REGRET,
    KEY_ACCOUNTS,
    KEY_QUOTA,
    KEY_SEED,
    KEY_ASK
};

static bool take_policy(struct simulate *simulate, const char *text) {
    if (simulate->count == POLICIES_MAX) {
        cli_usage("--policy: given more than %d times", POLICIES_MAX);
        return false;
    }
    if (simulate->width < (int)strlen(text))
        simulate->width = (int)strlen(text);
    return policy_take(text, &simulate->policies[simulate->count++]);
}

static bool take(struct cli_reader *reader, int key, void *context) {
    struct simulate *simulate = context;
    struct churn_world *world = &simulate->world;

    switch (key) {
    case PLAN_KEY_JSON:
        return simulate->is_json = true;
    case 'q':
        return simulate->is_quiet = true;
    case KEY_ASK:
        return world->is_asking = true;
    case KEY_POLICY:
        return take_policy(simulate, reader->value);
    case KEY_FOR:
        return duration_take(reader, 1, 100 * DURATION_YEAR, &world->span_ms);
    case KEY_HOLD:
        return duration_take(reader, 1, 100 * DURATION_YEAR, &world->hold_ms);
    case KEY_REGRET:
        return duration_take(reader, 1, 100 * DURATION_YEAR, &world->regret_ms);
    case KEY_LOAD:
        return cli_reader_number(reader, 0, 200, &world->load_percent);
    case KEY_RECOVER:
        return cli_reader_number(reader, 0, 100, &world->regret_percent);
    case KEY_ACCOUNTS:
        return cli_reader_number(reader, 1, 1000000, &world->accounts);
    case KEY_QUOTA:
        return cli_reader_number(reader, 1, EIP_QUOTA_MAX, &world->quota);
    case KEY_SEED:
        return cli_reader_number(reader, 0, UINT64_MAX, &world->seed);
    default:
        return read_option(reader, key, &simulate->read) > 0;
    }
}

/* -- text ------------------------------------------------------------------ */

static void cell_time(char *text, double ms, const char *never) {
    if (ms < 0)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s", never);
    else
        (void)duration_text(text, ms);
}

static void print_numbers(const struct simulate *simulate, const char *name,
                          measure *value, const char *format) {
    size_t i;

    printf("%-34s", name);
    for (i = 0; i < simulate->count; i++) {
        char text[64];

        (void)snprintf(text, sizeof(text), format,
                       value(&simulate->results[i], &simulate->world));
        printf("  %*s", simulate->width, text);
    }
    putchar('\n');
}

static double allocated(const struct churn_result *r,
                        const struct churn_world *w) {
    (void)w;
    return (double)r->allocated;
}

static double over_quota(const struct churn_result *r,
                         const struct churn_world *w) {
    (void)w;
    return (double)r->refused_quota;
}

static double cooling_most(const struct churn_result *r,
                           const struct churn_world *w) {
    (void)w;
    return measure_percent((double)r->cooling_max, (double)r->capacity);
}

static double early(const struct churn_result *r, const struct churn_world *w) {
    (void)w;
    return (double)r->while_cooling;
}

static double used(const struct churn_result *r, const struct churn_world *w) {
    (void)w;
    return measure_percent((double)r->used, (double)r->capacity);
}

static double hands_most(const struct churn_result *r,
                         const struct churn_world *w) {
    return (double)r->hands_max * (double)DURATION_YEAR / (double)w->span_ms;
}

static double regretted(const struct churn_result *r,
                        const struct churn_world *w) {
    (void)w;
    return (double)r->regretted;
}

static void print_times(const struct simulate *simulate, const char *name,
                        double part) {
    size_t i;

    printf("%-34s", name);
    for (i = 0; i < simulate->count; i++) {
        char text[DURATION_TEXT_SIZE];

        cell_time(text, lifetime_until(&simulate->results[i].life, part),
                  "not seen");
        printf("  %*s", simulate->width, text);
    }
    putchar('\n');
}

static void print_losses(const struct simulate *simulate) {
    int at;

    for (at = 0; at < DELAYS; at++) {
        char text[DURATION_TEXT_SIZE];
        size_t i;

        printf("  lost when asked for after %-6s",
               duration_exact(text, delays[at]));
        for (i = 0; i < simulate->count; i++) {
            const struct lifetime *life = &simulate->results[i].life;

            printf("  %*.2f %%", simulate->width - 2,
                   100 * (1 - lifetime_survives(life, delays[at])));
        }
        putchar('\n');
    }
}

static void print_text(const struct simulate *simulate) {
    const struct churn_world *world = &simulate->world;
    char number[PRINT_NUMBER_SIZE];
    char text[DURATION_TEXT_SIZE];
    size_t i;

    printf("# %s addresses, ",
           print_number(number, simulate->results[0].capacity));
    printf("%s of customers, ", duration_exact(text, world->span_ms));
    printf("load %llu %%, ", (unsigned long long)world->load_percent);
    printf("held for %s on average, ", duration_exact(text, world->hold_ms));
    printf("seed %llu\n%-34s", (unsigned long long)world->seed, "");
    for (i = 0; i < simulate->count; i++)
        printf("  %*s", simulate->width, simulate->policies[i].name);
    putchar('\n');
    print_numbers(simulate, "allocated", allocated, "%.0f");
    print_numbers(simulate, "refused, no capacity", measure_refused, "%.3f %%");
    print_numbers(simulate, "refused, quota", over_quota, "%.0f");
    print_numbers(simulate, "held, of capacity", measure_held, "%.2f %%");
    print_numbers(simulate, "cooling, of capacity", measure_cooling, "%.2f %%");
    print_numbers(simulate, "  at most", cooling_most, "%.2f %%");
    print_numbers(simulate, "given to others while cooling", early, "%.0f");
    print_numbers(simulate, "addresses ever used", used, "%.2f %%");
    print_numbers(simulate, "new owners of an address a year", measure_hands,
                  "%.3f");
    print_numbers(simulate, "  at most", hands_most, "%.1f");
    print_times(simulate, "released, 1 of 100 lost after", 0.01);
    print_times(simulate, "  half of them", 0.5);
    print_times(simulate, "  99 of 100", 0.99);
    print_losses(simulate);
    print_numbers(simulate, "recoveries tried", regretted, "%.0f");
    print_numbers(simulate, "  failed", measure_failed, "%.3f %%");
}

/* -- JSON ------------------------------------------------------------------ */

static void json_time(struct print_json *json, const char *name,
                      const struct lifetime *life, double part) {
    double ms = lifetime_until(life, part);

    if (ms >= 0) /* a member that is missing was not seen */
        json_number(json, name, (uint64_t)ms);
}

static void print_result(struct print_json *json,
                         const struct simulate *simulate, size_t i) {
    const struct churn_policy *policy = &simulate->policies[i];
    const struct churn_result *result = &simulate->results[i];
    int at;

    json_open(json, NULL, '{');
    json_text(json, "policy", policy->name);
    json_number(json, "cooldown_ms", policy->cooldown_ms);
    json_bool(json, "keeps_cooling", policy->is_keeping);
    json_number(json, "allocated", result->allocated);
    json_number(json, "released", result->released);
    json_number(json, "refused_capacity", result->refused_capacity);
    json_number(json, "refused_quota", result->refused_quota);
    json_real(json, "held_mean", result->held_mean);
    json_real(json, "cooling_mean", result->cooling_mean);
    json_number(json, "cooling_max", result->cooling_max);
    json_number(json, "given_while_cooling", result->while_cooling);
    json_number(json, "addresses_used", result->used);
    json_number(json, "new_owners", result->hands);
    json_number(json, "new_owners_max", result->hands_max);
    json_time(json, "lost_1_percent_ms", &result->life, 0.01);
    json_time(json, "lost_50_percent_ms", &result->life, 0.5);
    json_time(json, "lost_99_percent_ms", &result->life, 0.99);
    json_open(json, "lost_after", '[');
    for (at = 0; at < DELAYS; at++) {
        json_open(json, NULL, '{');
        json_number(json, "ms", delays[at]);
        json_real(json, "part",
                  1 - lifetime_survives(&result->life, delays[at]));
        json_close(json, '{');
    }
    json_close(json, '[');
    json_number(json, "recoveries_tried", result->regretted);
    json_number(json, "recoveries_failed",
                result->regretted - result->recovered);
    json_close(json, '{');
}

static void print_document(const struct simulate *simulate) {
    const struct churn_world *world = &simulate->world;
    struct print_json json = {0, {true}};
    size_t i;

    json_open(&json, NULL, '{');
    json_text(&json, "program", "eip plan simulate");
    json_number(&json, "seed", world->seed);
    json_number(&json, "capacity", simulate->results[0].capacity);
    json_number(&json, "span_ms", world->span_ms);
    json_number(&json, "hold_ms", world->hold_ms);
    json_number(&json, "regret_ms", world->regret_ms);
    json_number(&json, "load_percent", world->load_percent);
    json_number(&json, "recover_percent", world->regret_percent);
    json_number(&json, "accounts", world->accounts);
    json_number(&json, "quota", world->quota);
    json_open(&json, "policies", '[');
    for (i = 0; i < simulate->count; i++)
        print_result(&json, simulate, i);
    json_close(&json, '[');
    json_close(&json, '{');
}

/* -- all ------------------------------------------------------------------- */

static int simulate_all(struct simulate *simulate,
                        const struct source *source) {
    int code = churn_run_all(&simulate->world, simulate->policies,
                             simulate->count, source, &simulate->results);

    if (code == CLI_OK && simulate->is_json)
        print_document(simulate);
    else if (code == CLI_OK && !simulate->is_quiet)
        print_text(simulate);
    free(simulate->results);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct simulate simulate = {.width = 10};
    struct source source;
    int code;

    churn_begin(&simulate.world);
    code = cli_read_options(command, argc, argv, take, &simulate);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &simulate.read) ||
        (simulate.count == 0 && !take_policy(&simulate, "spread:1h")))
        return CLI_USAGE;
    code = read_source(&simulate.read, &source);
    if (code == CLI_OK)
        code = simulate_all(&simulate, &source);
    source_free(&source);
    return code;
}

static const struct cli_option options_table[] = {
    READ_RANGES_OPTIONS,
    {"data", "DIR", READ_KEY_DATA, "a store's blocks, with nothing in use"},
    {"policy", "NAME:COOLDOWN", KEY_POLICY,
     "spread, random, lowest or cursor; 0, 90s, 1h, 7d, up to\n"
     "49d; with :keep behind, cooling addresses are kept back;\n"
     "again for more, side by side (default: spread:1h)"},
    {"for", "TIME", KEY_FOR, "so long (default: 1y)"},
    {"load", "PERCENT", KEY_LOAD,
     "of the capacity that customers want on average (default: 70)"},
    {"hold", "TIME", KEY_HOLD, "an address is held on average (default: 7d)"},
    {"recover", "PERCENT", KEY_RECOVER,
     "of released addresses are wanted back (default: 5)"},
    {"regret", "TIME", KEY_REGRET,
     "from release to that, on average (default: 1h)"},
    {"accounts", "N", KEY_ACCOUNTS, "customers (default: 1000)"},
    {"quota", "N", KEY_QUOTA, "of each (default: no limit)"},
    {"seed", "N", KEY_SEED, "of all that is drawn (default: 1)"},
    {"ask-always", NULL, KEY_ASK,
     "ask the engine also when all that is free is known to be\n"
     "cooling; the same result, more slowly"},
    PLAN_OPTIONS_END,
};

const struct cli_command plan_simulate = {
    .name = "plan simulate",
    .summary = "Show what policies and cooldowns do over years.",
    .synopsis = "[OPTION]... [FILE]...",
    .details =
        "Runs customers who come at random (a Poisson process), hold an "
        "address for a\ntime (exponential), and sometimes want it back, on the "
        "engine itself, whose\nclock is simulated. The prefixes selected are "
        "one pool. The same seed gives the\nsame result.\n",
    .options = options_table,
    .run = run,
};
