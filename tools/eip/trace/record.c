/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the subcommand `record`: writes traces of loads. */
#include "commands.h"
#include "duration.h"
#include "trace/make.h"

#include <stdlib.h>
#include <string.h>

struct options {
    struct make_options make;
    const char *output;
    uint64_t prefix_bits;
};

enum {
    KEY_OPERATIONS = 1020,
    KEY_ACCOUNTS,
    KEY_SEED,
    KEY_LOAD,
    KEY_RATE,
    KEY_SIZE,
    KEY_HISTORY,
    KEY_STEP,
    KEY_HELD
};

static bool take(struct cli_reader *reader, int key, void *context) {
    struct options *options = context;
    struct make_options *make = &options->make;

    switch (key) {
    case KEY_OPERATIONS:
        return cli_reader_number(reader, 0, 20000000, &make->operations);
    case KEY_ACCOUNTS:
        return cli_reader_number(reader, 1, 1000000, &make->accounts);
    case KEY_SEED:
        return cli_reader_number(reader, 0, UINT64_MAX, &make->seed);
    case KEY_LOAD:
        return cli_reader_number(reader, 0, 100, &make->load_percent);
    case KEY_RATE:
        return cli_reader_number(reader, 1, 1000000000, &make->rate);
    case KEY_SIZE:
        return cli_reader_number(reader, 10, 32, &options->prefix_bits);
    case KEY_HELD:
        return cli_reader_number(reader, 1, 4000000, &make->held);
    case KEY_STEP:
        return duration_take(reader, 1, DURATION_YEAR, &make->step_ms);
    case KEY_HISTORY:
        make->history = reader->value;
        return true;
    default:
        options->output = reader->value;
        return true;
    }
}

static const struct maker *find_maker(const char *name) {
    int i;

    for (i = 0; i < MAKERS; i++) {
        if (strcmp(makers[i].name, name) == 0)
            return &makers[i];
    }
    return NULL;
}

static int refuse_maker(const char *name) {
    char known[128] = "";
    size_t used = 0;
    int i;

    for (i = 0; i < MAKERS && used < sizeof(known); i++)
        used += (size_t)snprintf(&known[used], sizeof(known) - used, "%s%s",
                                 i == 0 ? "" : ", ", makers[i].name);
    return cli_usage("'%s' is none of %s", name, known);
}

static void write_head(FILE *file, const struct maker *maker,
                       const struct make_options *options) {
    fprintf(
        file,
        TRACE_FIRST_LINE "# %s: %s\n# --operations %llu --accounts %llu "
                         "--seed %llu --rate %llu",
        maker->name, maker->summary, (unsigned long long)options->operations,
        (unsigned long long)options->accounts,
        (unsigned long long)options->seed, (unsigned long long)options->rate);
    if (options->history)
        fprintf(file, " --held %llu --step %llums",
                (unsigned long long)options->held,
                (unsigned long long)options->step_ms);
    else
        fprintf(file, " --load %llu --size %u",
                (unsigned long long)options->load_percent,
                options->prefix_bits);
    fputc('\n', file);
}

static int record(const struct options *options, const struct maker *maker) {
    struct make make = {.options = &options->make,
                        .file = stdout,
                        .dice = dice_make(options->make.seed, 1)};
    int code;

    if (options->output)
        make.file = cli_open_output(options->output);
    if (!make.file)
        return CLI_IO;
    write_head(make.file, maker, &options->make);
    code = maker->make(&make);
    free(make.slots);
    return options->output ? cli_close_output(make.file, options->output, code)
                           : code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct options options = {.make = {.operations = 1000000,
                                       .accounts = 100,
                                       .seed = 1,
                                       .load_percent = 70,
                                       .rate = 1000,
                                       .held = 20000,
                                       /* 5,323 versions in nine years */
                                       .step_ms = 15 * DURATION_HOUR},
                              .prefix_bits = 16};
    const struct maker *maker;
    int code = cli_read_options(command, argc, argv, take, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (argc - optind != 1)
        return cli_usage("one operand is wanted: which load");
    maker = find_maker(argv[optind]);
    if (!maker)
        return refuse_maker(argv[optind]);
    if (options.make.history && maker->make != make_fleet)
        return cli_usage("--history is fleet's");
    options.make.prefix_bits = (uint32_t)options.prefix_bits;
    return record(&options, maker);
}

static const struct cli_option options_table[] = {
    {"output", "FILE", 'o', "write there (default: standard output)"},
    {"operations", "N", KEY_OPERATIONS,
     "calls, about; up to 20 million (default: 1000000)"},
    {"accounts", "N", KEY_ACCOUNTS, "that make them (default: 100)"},
    {"rate", "N", KEY_RATE,
     "calls a second of the trace's time (default: 1000)"},
    {"size", "BITS", KEY_SIZE, "the pool is a /BITS, 10 to 32 (default: 16)"},
    {"load", "PERCENT", KEY_LOAD, "of it in use (default: 70)"},
    {"history", "FILE", KEY_HISTORY,
     "fleet: JSON of versions, each with the prefixes 'added' and\n"
     "'removed'"},
    {"step", "TIME", KEY_STEP,
     "fleet: from one version to the next (default: 15h)"},
    {"held", "N", KEY_HELD, "fleet: in use (default: 20000)"},
    {"seed", "N", KEY_SEED, "of all that is drawn (default: 1)"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

const struct cli_command command_record = {
    .name = "record",
    .summary = "Write a trace of calls, to be replayed.",
    .synopsis = "LOAD [OPTION]...",
    .details =
        "LOAD is one of\n"
        "  churn       a steady load: allocations, releases, descriptions\n"
        "  bursts      jobs that allocate many at once, then release all\n"
        "  fleet       a steady load while blocks come and go by a history\n"
        "  exhaustion  a pool that is asked for more than it has\n"
        "  recovery    most of what is released is recovered\n"
        "  hostile     one account tries what it must not\n",
    .options = options_table,
    .run = run,
};
