/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the subcommand `report`: one page of HTML with all of it. */
#include "report/report.h"

#include "commands.h"
#include "date.h"
#include "duration.h"
#include "plan/measure.h"
#include "plan/policy.h"
#include "report/html.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct options {
    struct read_options read;
    struct forecast_options forecast;
    const char *output;
    struct report report; /* title, time, world and policies of it */
};

enum {
    KEY_TITLE = 1040,
    KEY_NOW,
    KEY_POLICY,
    KEY_FOR,
    KEY_LOAD,
    KEY_HOLD,
    KEY_SEED
};

/* -- options --------------------------------------------------------------- */

static bool take_policy(struct report *report, const char *text) {
    if (report->policy_count == REPORT_POLICIES_MAX) {
        cli_usage("--policy: given more than %d times", REPORT_POLICIES_MAX);
        return false;
    }
    return policy_take(text, &report->policies[report->policy_count++]);
}

static bool take_now(struct report *report, const char *text) {
    if (date_parse(text, &report->now_ms))
        return true;
    cli_usage("--now: '%s' is no date", text);
    return false;
}

static bool take(struct cli_reader *reader, int key, void *context) {
    struct options *options = context;
    struct report *report = &options->report;
    int taken = forecast_take(reader, key, &options->forecast);

    if (taken != 0)
        return taken > 0;
    switch (key) {
    case 'o':
        options->output = reader->value;
        return true;
    case KEY_TITLE:
        report->title = reader->value;
        return true;
    case KEY_NOW:
        return take_now(report, reader->value);
    case KEY_POLICY:
        return take_policy(report, reader->value);
    case KEY_FOR:
        return duration_take(reader, 1, 100 * DURATION_YEAR,
                             &report->world.span_ms);
    case KEY_HOLD:
        return duration_take(reader, 1, 100 * DURATION_YEAR,
                             &report->world.hold_ms);
    case KEY_LOAD:
        return cli_reader_number(reader, 0, 200, &report->world.load_percent);
    case KEY_SEED:
        return cli_reader_number(reader, 0, UINT64_MAX, &report->world.seed);
    default:
        return read_option(reader, key, &options->read) > 0;
    }
}

/* -- making ---------------------------------------------------------------- */

static int simulate(struct report *report) {
    if (report->policy_count == 0)
        return CLI_OK;
    return churn_run_all(&report->world, report->policies, report->policy_count,
                         report->source, &report->results);
}

static int count(struct report *report) {
    const struct source *source = report->source;
    size_t i;

    report->all = (struct room)ROOM_INIT;
    report->rooms = calloc(source->space_count + 1, sizeof(*report->rooms));
    report->order = plan_space_order(source);
    if (!report->rooms || !report->order)
        return CLI_IO;
    if (!room_of_spaces(source, report->rooms))
        return CLI_IO;
    for (i = 0; i < source->space_count; i++)
        room_add(&report->all, &report->rooms[i]);
    return CLI_OK;
}

static bool write_sections(const struct report *report) {
    bool is_good;

    html_begin(report->file, report->title);
    is_good = report_summary(report) && report_use(report) &&
              report_map(report) && report_blocks(report);
    if (is_good && report->forecast)
        is_good = report_forecast(report);
    if (is_good && report->policy_count > 0)
        is_good = report_simulation(report);
    html_end(report->file);
    return is_good;
}

static int write_page(struct report *report, const char *path) {
    bool is_standard = strcmp(path, "-") == 0;
    int code;

    report->file = is_standard ? stdout : cli_open_output(path);
    if (!report->file)
        return CLI_IO;
    code = write_sections(report) ? CLI_OK : CLI_IO;
    return is_standard ? code : cli_close_output(report->file, path, code);
}

static int make(struct options *options, struct report *report) {
    struct forecast forecast;
    bool is_forecast = forecast_is_wanted(&options->forecast);
    int code = count(report);

    if (code == CLI_OK)
        code = simulate(report);
    if (code == CLI_OK && is_forecast) {
        code = forecast_make(&options->forecast, report->source, &forecast);
        report->forecast = &forecast;
    }
    if (code == CLI_OK)
        code = write_page(report, options->output);
    if (report->forecast)
        forecast_free(&forecast);
    report->forecast = NULL;
    free(report->rooms);
    free(report->order);
    free(report->results);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct options options = {.output = NULL};
    struct report *report = &options.report;
    struct source source;
    int code;

    forecast_begin(&options.forecast);
    churn_begin(&report->world);
    code = cli_read_options(command, argc, argv, take, &options);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &options.read))
        return CLI_USAGE;
    if (!options.output)
        return cli_usage("--output is wanted");
    if (report->now_ms == 0)
        report->now_ms = (uint64_t)time(NULL) * 1000;
    if (!report->title)
        report->title = "Addresses";
    options.read.is_stdin_taken = forecast_takes_stdin(&options.forecast);
    code = read_source(&options.read, &source);
    report->source = &source;
    if (code == CLI_OK)
        code = make(&options, report);
    source_free(&source);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    {"output", "FILE", 'o', "the page; - is standard output"},
    {"title", "TEXT", KEY_TITLE, "of the page (default: Addresses)"},
    {"now", "DATE", KEY_NOW, "the page's date (default: the clock)"},
    FORECAST_TRACE_OPTIONS,
    {"policy", "NAME:COOLDOWN", KEY_POLICY,
     "simulate it, as 'eip plan simulate' does; again for more"},
    {"for", "TIME", KEY_FOR, "the simulation: so long (default: 1y)"},
    {"load", "PERCENT", KEY_LOAD, "of capacity (default: 70)"},
    {"hold", "TIME", KEY_HOLD, "an address is held (default: 7d)"},
    {"seed", "N", KEY_SEED, "of the simulation (default: 1)"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

const struct cli_command command_report = {
    .name = "report",
    .summary = "Write one page of HTML with tables, map and plots.",
    .synopsis = "[OPTION]... [FILE]...",
    .details =
        "The page needs nothing but itself, and fetches nothing. With --trace "
        "or --rate it\nhas a forecast; with --policy, a simulation.\n",
    .options = options_table,
    .run = run,
};
