/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan forecast`: when pools and border groups run out. Owns its options,
 * which `eip report` has too. */
#include "plan/forecast.h"

#include "date.h"
#include "duration.h"
#include "map/picture.h"
#include "plan/plot.h"
#include "plan/policy.h"

#include <stdlib.h>
#include <string.h>

/* -- options --------------------------------------------------------------- */

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

static bool take_what_if(struct forecast_options *options, const char *text) {
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
    if (options->what_if_count == FORECAST_CHANGES_MAX ||
        (strncmp(text, "add=", 4) != 0 && strncmp(text, "drain=", 6) != 0 &&
         strncmp(text, "rate=", 5) != 0)) {
        cli_usage("--what-if: '%s' is none of add=CIDR[:GROUP[:POOL]], "
                  "drain=CIDR, rate=[GROUP=]N[+-N], policy=NAME:COOLDOWN[:keep]"
                  ", turnover=PERCENT, quota=N, accounts=N (or the %dth)",
                  text, FORECAST_CHANGES_MAX);
        return false;
    }
    options->what_ifs[options->what_if_count++] = text;
    return true;
}

static bool take_both(struct forecast_options *options,
                      const struct cli_reader *reader) {
    return take_case(&options->cases[0], reader->name, strlen(reader->name),
                     reader->value);
}

static bool take_rate(struct forecast_options *options, const char *text) {
    if (options->rate_count == FORECAST_CHANGES_MAX) {
        cli_usage("--rate: given more than %d times", FORECAST_CHANGES_MAX);
        return false;
    }
    options->rates[options->rate_count++] = text;
    return true;
}

static bool take_from(struct forecast_options *options, const char *text) {
    options->has_from = true;
    if (date_parse(text, &options->from_ms))
        return true;
    cli_usage("--from: '%s' is no date", text);
    return false;
}

void forecast_begin(struct forecast_options *options) {
    memset(options, 0, sizeof(*options));
    options->horizon_ms = DURATION_YEAR;
}

int forecast_take(const struct cli_reader *reader, int key,
                  struct forecast_options *options) {
    bool is_good;

    switch (key) {
    case FORECAST_KEY_TRACE:
        options->trace = reader->value;
        return 1;
    case FORECAST_KEY_RATE:
        is_good = take_rate(options, reader->value);
        break;
    case FORECAST_KEY_FROM:
        is_good = take_from(options, reader->value);
        break;
    case FORECAST_KEY_HORIZON:
        is_good =
            duration_take(reader, 1, 100 * DURATION_YEAR, &options->horizon_ms);
        break;
    case FORECAST_KEY_POLICY:
    case FORECAST_KEY_QUOTA:
    case FORECAST_KEY_ACCOUNTS:
    case FORECAST_KEY_TURNOVER:
        is_good = take_both(options, reader);
        break;
    case FORECAST_KEY_WHAT_IF:
        is_good = take_what_if(options, reader->value);
        break;
    default:
        return 0;
    }
    return is_good ? 1 : -1;
}

bool forecast_is_wanted(const struct forecast_options *options) {
    return options->trace || options->rate_count > 0;
}

bool forecast_takes_stdin(const struct forecast_options *options) {
    return options->trace && strcmp(options->trace, "-") == 0;
}

/* -- the command ----------------------------------------------------------- */

struct options {
    struct read_options read;
    struct forecast_options forecast;
    const char *output;
    bool is_json;
    bool is_quiet;
};

static bool take(struct cli_reader *reader, int key, void *context) {
    struct options *options = context;
    int taken = forecast_take(reader, key, &options->forecast);

    if (taken != 0)
        return taken > 0;
    switch (key) {
    case PLAN_KEY_JSON:
        return options->is_json = true;
    case 'q':
        return options->is_quiet = true;
    case 'o':
        options->output = reader->value;
        return true;
    default:
        return read_option(reader, key, &options->read) > 0;
    }
}

static int show(const struct options *options,
                const struct forecast *forecast) {
    if (options->output)
        return plot_save(options->output, forecast);
    if (options->is_json)
        forecast_print_json(forecast);
    else if (!options->is_quiet)
        forecast_print(forecast);
    return CLI_OK;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct options options = {.output = NULL};
    struct forecast forecast;
    struct source source;
    bool is_svg;
    int code;

    forecast_begin(&options.forecast);
    code = cli_read_options(command, argc, argv, take, &options);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &options.read))
        return CLI_USAGE;
    if (!forecast_is_wanted(&options.forecast))
        return cli_usage("--trace or --rate is wanted");
    if (options.output && !picture_is_svg(options.output, &is_svg))
        return CLI_USAGE;
    options.read.is_stdin_taken = forecast_takes_stdin(&options.forecast);
    code = read_source(&options.read, &source);
    if (code == CLI_OK) {
        code = forecast_make(&options.forecast, &source, &forecast);
        if (code == CLI_OK)
            code = show(&options, &forecast);
        forecast_free(&forecast);
    }
    source_free(&source);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    FORECAST_TRACE_OPTIONS,
    {"policy", "NAME:COOLDOWN", FORECAST_KEY_POLICY,
     "as of 'eip plan simulate'; a cooldown that is kept takes\n"
     "capacity"},
    {"turnover", "PERCENT", FORECAST_KEY_TURNOVER,
     "of what is held is released a day (default: 0)"},
    {"quota", "N", FORECAST_KEY_QUOTA, "addresses an account has at most"},
    {"accounts", "N", FORECAST_KEY_ACCOUNTS, "that have it"},
    {"output", "FILE", 'o', "draw it, as .svg or .png, instead of printing"},
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
