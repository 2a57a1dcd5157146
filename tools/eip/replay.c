/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the subcommand `replay`: its options, the order of its phases, and its
 * exit code. */
#include "replay.h"

#include "cli.h"
#include "commands.h"
#include "embedded.h"
#include "trace/replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPERATIONS_DEFAULT = 5000000, /* about two seconds on two cores */
    ACCOUNTS_DEFAULT = 1000,
    TAGGED_PERCENT_DEFAULT = 10,
    /* What the engine and our lists take for an address held. */
    BYTES_AN_ADDRESS = 64
};
#define OPERATIONS_MAX UINT64_C(1000000000000)

/* -- options --------------------------------------------------------------- */

enum {
    KEY_RANGES = 256,
    KEY_SERVICE,
    KEY_REGION,
    KEY_THREADS,
    KEY_OPERATIONS,
    KEY_ACCOUNTS,
    KEY_SEED,
    KEY_QUOTA,
    KEY_COOLDOWN,
    KEY_TAGGED,
    KEY_NO_FILL,
    KEY_SPOIL,
    KEY_JSON,
    KEY_PROGRESS,
    KEY_NO_PROGRESS
};

static const struct cli_option replay_options_table[] = {
    {"ranges", "FILE", KEY_RANGES,
     "address ranges in the form of AWS's ip-ranges.json;\n"
     "'-' is standard input (default: a small made-up set)"},
    {"service", "NAME", KEY_SERVICE,
     "take the prefixes of this service; may be repeated\n(default: EC2)"},
    {"region", "PATTERN", KEY_REGION,
     "take the Regions that match, such as 'us-*'; may be\n"
     "repeated (default: all)"},
    {"threads", "N", KEY_THREADS, "1 to 256 (default: one a core)"},
    {"operations", "N", KEY_OPERATIONS,
     "of the workload, all threads together\n(default: 5000000)"},
    {"accounts", "N", KEY_ACCOUNTS,
     "spread over the Regions by size, one each at least\n(default: 1000)"},
    {"seed", "N", KEY_SEED,
     "of all that is random; decimal or 0x... (default: 1)"},
    {"quota", "N", KEY_QUOTA,
     "of an ordinary account; large ones have more\n(default: 5)"},
    {"cooldown-ms", "N", KEY_COOLDOWN,
     "of the pools; time is simulated, a millisecond an\n"
     "operation (default: the engine's, an hour)"},
    {"tagged", "PERCENT", KEY_TAGGED,
     "of the allocations that have tags (default: 10)"},
    {"no-fill", NULL, KEY_NO_FILL,
     "do not allocate every address after the workload"},
    {"spoil", NULL, KEY_SPOIL,
     "mark one address as given beforehand: the run must end\n"
     "in exit code 1, which shows that the checks work"},
    {"json", NULL, KEY_JSON, "print the report as one JSON document"},
    {"quiet", NULL, 'q', "print nothing but errors, and JSON if asked for"},
    {"progress", NULL, KEY_PROGRESS,
     "show progress on standard error (default: if that is\na terminal)"},
    {"no-progress", NULL, KEY_NO_PROGRESS, "do not"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

static void set_defaults(struct replay_options *options) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    memset(options, 0, sizeof(*options));
    options->threads = cores < 1 ? 1 : (uint64_t)cores;
    if (options->threads > REPLAY_THREADS_MAX)
        options->threads = REPLAY_THREADS_MAX;
    options->operations = OPERATIONS_DEFAULT;
    options->accounts = ACCOUNTS_DEFAULT;
    options->seed = 1;
    options->quota = EIP_QUOTA_DEFAULT;
    options->cooldown_ms = EIP_COOLDOWN_MS_DEFAULT;
    options->tagged_percent = TAGGED_PERCENT_DEFAULT;
    options->is_filling = true;
    options->is_progress_shown = isatty(STDERR_FILENO) == 1;
}

static bool take_number(const struct cli_reader *reader, int key,
                        struct replay_options *options) {
    switch (key) {
    case KEY_THREADS:
        return cli_reader_number(reader, 1, REPLAY_THREADS_MAX,
                                 &options->threads);
    case KEY_OPERATIONS:
        return cli_reader_number(reader, 0, OPERATIONS_MAX,
                                 &options->operations);
    case KEY_ACCOUNTS:
        return cli_reader_number(reader, 1, REPLAY_ACCOUNTS_MAX,
                                 &options->accounts);
    case KEY_SEED:
        return cli_reader_number(reader, 0, UINT64_MAX, &options->seed);
    case KEY_QUOTA:
        return cli_reader_number(reader, 1, EIP_QUOTA_MAX, &options->quota);
    case KEY_COOLDOWN:
        options->is_cooldown_given = true;
        return cli_reader_number(reader, 0, EIP_COOLDOWN_MS_MAX,
                                 &options->cooldown_ms);
    default:
        return cli_reader_number(reader, 0, 100, &options->tagged_percent);
    }
}

/* False if the key takes a value that has to be read first. */
static bool take_flag(int key, struct replay_options *options) {
    switch (key) {
    case KEY_NO_FILL:
        options->is_filling = false;
        return true;
    case KEY_SPOIL:
        options->is_spoilt = true;
        return true;
    case KEY_JSON:
        options->is_json = true;
        return true;
    case 'q':
        options->is_quiet = true;
        return true;
    case KEY_PROGRESS:
    case KEY_NO_PROGRESS:
        options->is_progress_shown = key == KEY_PROGRESS;
        return true;
    default:
        return false;
    }
}

/* A list has room for as many items as there are words in the command. */
static bool take_name(const struct cli_reader *reader,
                      struct ranges_list *list) {
    if (!*reader->value) {
        cli_usage("--%s: '' is no name", reader->name);
        return false;
    }
    list->items[list->count++] = reader->value;
    return true;
}

static bool take(struct cli_reader *reader, int key, void *context) {
    struct replay_options *options = context;

    switch (key) {
    case KEY_RANGES:
        options->ranges = reader->value;
        return true;
    case KEY_SERVICE:
        return take_name(reader, &options->selection.services);
    case KEY_REGION:
        return take_name(reader, &options->selection.regions);
    default:
        return take_flag(key, options) || take_number(reader, key, options);
    }
}

/* CLI_OK to go on; CLI_END after help; else an exit code. */
static int take_options(const struct cli_command *command, int argc,
                        char **argv, struct replay_options *options) {
    struct ranges_list *services = &options->selection.services;
    int code = cli_read_options(command, argc, argv, take, options);

    if (code != CLI_OK)
        return code;
    if (services->count == 0)
        services->items[services->count++] = "EC2";
    return cli_no_operands(argc, argv) ? CLI_OK : CLI_USAGE;
}

/* -- phases ---------------------------------------------------------------- */

static int read_ranges(struct world *world) {
    const struct replay_options *options = world->options;
    double began = crew_now();
    struct input input;
    int code = CLI_OK;

    if (options->ranges)
        code = input_read(&input, options->ranges);
    else
        input_borrow(&input, "built-in ranges", embedded_ranges,
                     (size_t)(embedded_ranges_end - embedded_ranges));
    world->ranges_name = input.name;
    if (code == CLI_OK)
        code = ranges_read(&input, &options->selection, &world->ranges);
    input_free(&input);
    crew_note(world, "read", crew_now() - began, world->ranges.prefixes);
    return code;
}

/* Better refused now than killed by the kernel half-way. */
static int check_memory(const struct world *world) {
    uint64_t available = crew_available_bytes();
    uint64_t needed = world->ranges.addresses * BYTES_AN_ADDRESS;

    if (!world->options->is_filling || needed < (UINT64_C(1) << 30) ||
        needed < available)
        return CLI_OK;
    cli_say("%s: %llu addresses need about %llu MiB when all are held, "
            "%llu MiB are free; select fewer, or give --no-fill",
            world->ranges_name, (unsigned long long)world->ranges.addresses,
            (unsigned long long)(needed >> 20),
            (unsigned long long)(available >> 20));
    return CLI_BAD_INPUT;
}

static int run_workload(struct world *world) {
    int code =
        crew_run(world, "workload", world->options->operations, load_job);
    uint32_t i;

    if (code != CLI_OK)
        return code;
    load_settle(world);
    for (i = 0; i < world->ranges.group_count; i++)
        world->held_loaded[i] = world_held(world, i);
    return CLI_OK;
}

/* Once an expectation has failed, what follows would only fail after it; the
 * audit may tell more. */
static int run_phases(struct world *world) {
    int code;

    if (world->options->is_spoilt)
        (void)ledger_give(&world->ledger,
                          world->options->seed % world->ranges.addresses);
    code = run_workload(world);
    if (code != CLI_OK)
        return code;
    if (!world->options->is_filling || failure_any(world)) {
        fill_prove(world);
        check_engines(world, "audit");
        check_calls(world);
        return CLI_OK;
    }
    code = fill_all(world);
    if (code != CLI_OK)
        return code;
    fill_prove(world);
    check_engines(world, "audit full");
    if (failure_any(world))
        return CLI_OK;
    code = empty_all(world);
    if (code != CLI_OK)
        return code;
    check_engines(world, "audit empty");
    check_calls(world);
    return CLI_OK;
}

static int report(const struct world *world) {
    const struct failures *failures = &world->failures;
    uint64_t i;

    for (i = 0; i < failures->count && i < REPLAY_MESSAGES_MAX; i++)
        cli_say("%s", failures->messages[i]);
    if (failures->count > REPLAY_MESSAGES_MAX)
        cli_say("and %llu failures more",
                (unsigned long long)(failures->count - REPLAY_MESSAGES_MAX));
    if (world->options->is_json)
        report_json(world);
    else if (!world->options->is_quiet)
        report_text(world);
    return failures->count ? CLI_FAILED : CLI_OK;
}

static int replay(const struct replay_options *options) {
    struct world *world = calloc(1, sizeof(*world));
    int code;

    if (!world) {
        cli_say("%s", strerror(ENOMEM));
        return CLI_IO;
    }
    world->options = options;
    (void)pthread_mutex_init(&world->failures.lock, NULL);
    code = read_ranges(world);
    if (code == CLI_OK)
        code = check_memory(world);
    if (code == CLI_OK)
        code = world_open(world);
    if (code == CLI_OK)
        code = run_phases(world);
    if (code == CLI_OK)
        code = report(world);
    world_close(world);
    ranges_free(&world->ranges);
    (void)pthread_mutex_destroy(&world->failures.lock);
    free(world);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct replay_options options;
    const char **names;
    int code;

    if (replay_has_trace(argc, argv))
        return command_replay_trace.run(&command_replay_trace, argc, argv);
    names = calloc(2 * (size_t)argc + 2, sizeof(*names));
    if (!names) {
        cli_say("%s", strerror(ENOMEM));
        return CLI_IO;
    }
    set_defaults(&options);
    options.selection.services.items = names;
    options.selection.regions.items = names + argc + 1;
    code = take_options(command, argc, argv, &options);
    if (code == CLI_OK)
        code = replay(&options);
    free(names);
    return code == CLI_END ? CLI_OK : code;
}

const struct cli_command command_replay = {
    .name = "replay",
    .summary = "Run a workload over published address ranges and check it.",
    .synopsis = "[OPTION]...",
    .details =
        "Makes an engine a Region and provisions every prefix selected. Then\n"
        "threads allocate, release, recover and describe addresses for many\n"
        "accounts; after that they allocate every address there is, and give\n"
        "all back. A bitmap of the command's own proves that no address was\n"
        "given twice; every answer is compared with what it must be; every\n"
        "engine is audited. With --threads 1, runs with the same seed give\n"
        "the same addresses, counts and digest.\n"
        "\n"
        "With --trace FILE it replays a trace of calls instead, and has other\n"
        "options: 'eip replay --trace - --help'.\n"
        "\n"
        "Exit codes: 0 all as expected; 1 an expectation or an audit failed;\n"
        "2 wrong usage; 3 bad ranges, at FILE:LINE:COLUMN; 4 input or output\n"
        "failed.\n",
    .options = replay_options_table,
    .run = run,
};
