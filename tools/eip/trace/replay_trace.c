/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the command line of `eip replay --trace`. */
#include "trace/replay.h"

#include "plan/policy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
    const char *trace;
    struct harness_options harness;
    bool is_json;
    bool is_benchmark;
    bool is_quiet;
    bool has_policy, has_quota; /* the command line says which */
    bool is_as_recorded;
};

enum {
    KEY_TRACE = 1000,
    KEY_THREADS,
    KEY_PACE,
    KEY_POLICY,
    KEY_QUOTA,
    KEY_SEED,
    KEY_JSON,
    KEY_BENCHMARK,
    KEY_AS_RECORDED
};

bool replay_has_trace(int argc, char **argv) {
    int i;

    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (strcmp(argv[i], "--trace") == 0 ||
            strncmp(argv[i], "--trace=", 8) == 0)
            return true;
    }
    return false;
}

static bool take_pace(const char *text, double *pace) {
    char *end;

    *pace = strtod(text, &end);
    if (strspn(text, "0123456789.") == strlen(text) && end != text && !*end &&
        *pace > 0 && *pace <= 1e12)
        return true;
    cli_usage("--pace: '%s' is no number above 0", text);
    return false;
}

static bool take(struct cli_reader *reader, int key, void *context) {
    struct options *options = context;

    switch (key) {
    case KEY_TRACE:
        options->trace = reader->value;
        return true;
    case KEY_THREADS:
        return cli_reader_number(reader, 1, HARNESS_THREADS_MAX,
                                 &options->harness.threads);
    case KEY_PACE:
        return take_pace(reader->value, &options->harness.pace);
    case KEY_POLICY:
        options->has_policy = true;
        return policy_take(reader->value, &options->harness.policy);
    case KEY_QUOTA:
        options->has_quota = true;
        return cli_reader_number(reader, 1, EIP_QUOTA_MAX,
                                 &options->harness.quota);
    case KEY_SEED:
        return cli_reader_number(reader, 0, UINT64_MAX, &options->harness.seed);
    case KEY_JSON:
        return options->is_json = true;
    case KEY_AS_RECORDED:
        return options->is_as_recorded = true;
    case KEY_BENCHMARK:
        return options->is_benchmark = true;
    default:
        return options->is_quiet = true;
    }
}

static void print(const struct options *options,
                  const struct harness_result *result) {
    struct replay_about about = {"eip replay", options->trace,
                                 &options->harness};

    if (options->is_benchmark)
        replay_print_benchmark(&about, result);
    else if (options->is_json)
        replay_print_json(&about, result);
    else if (!options->is_quiet)
        replay_print(&about, result);
}

static int replay(const struct options *options, const struct trace *trace) {
    struct harness_result *result = calloc(1, sizeof(*result));
    int code;

    if (!result) {
        cli_say("out of memory");
        return CLI_IO;
    }
    code = harness_run(&harness_engine, trace, &options->harness, result);
    if (code == CLI_OK || code == CLI_FAILED)
        print(options, result);
    if (code == CLI_FAILED)
        cli_say("an answer, the notes of who has what, or the audit is wrong");
    if (code == CLI_OK && options->is_as_recorded &&
        harness_otherwise(result) > 0) {
        cli_say("%llu answers are not as recorded",
                (unsigned long long)harness_otherwise(result));
        code = CLI_FAILED;
    }
    free(result);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct options options = {.harness = {.threads = cores < 1 ? 1
                                                     : cores > 256
                                                         ? 256
                                                         : (uint64_t)cores,
                                          .seed = 1,
                                          .quota = EIP_QUOTA_MAX}};
    struct input input;
    struct trace trace;
    int code;

    if (!policy_take("spread:1h", &options.harness.policy))
        return CLI_USAGE;
    code = cli_read_options(command, argc, argv, take, &options);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!cli_no_operands(argc, argv))
        return CLI_USAGE;
    if (options.is_json && options.is_benchmark)
        return cli_usage("--json and --benchmark-json exclude each other");
    code = input_read(&input, options.trace);
    if (code != CLI_OK)
        return code;
    code = trace_read(&input, &trace);
    input_free(&input);
    /* What the trace says of the pool, unless the command line does. */
    if (code == CLI_OK && trace.policy[0] && !options.has_policy)
        (void)policy_read(trace.policy, &options.harness.policy);
    if (code == CLI_OK && trace.has_quota && !options.has_quota)
        options.harness.quota = trace.quota;
    if (code == CLI_OK)
        code = replay(&options, &trace);
    trace_free(&trace);
    return code;
}

static const struct cli_option options_table[] = {
    {"trace", "FILE", KEY_TRACE, "the trace; - is standard input"},
    {"threads", "N", KEY_THREADS, "1 to 256 (default: one a core)"},
    {"pace", "FACTOR", KEY_PACE,
     "so many times as fast as the trace's time (default: as fast\n"
     "as it goes)"},
    {"policy", "NAME:COOLDOWN", KEY_POLICY,
     "of the pool, as of 'eip plan simulate' (default: the trace's,\n"
     "or spread:1h)"},
    {"quota", "N", KEY_QUOTA,
     "of an account of which the trace says nothing (default: what\n"
     "it says of all others, or no limit)"},
    {"as-recorded", NULL, KEY_AS_RECORDED,
     "exit code 1 if a call is answered otherwise than the trace\n"
     "tells; with one thread it is the same order"},
    {"seed", "N", KEY_SEED, "of the engine (default: 1)"},
    {"json", NULL, KEY_JSON, "print one JSON document"},
    {"benchmark-json", NULL, KEY_BENCHMARK,
     "print JSON as Google Benchmark does, for its tools"},
    {"quiet", NULL, 'q', "print nothing but errors"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

const struct cli_command command_replay_trace = {
    .name = "replay --trace",
    .summary = "Replay a trace of calls on the engine, and time each.",
    .synopsis = "FILE [OPTION]...",
    .details =
        "Calls of one account are made by one thread, in order. Blocks and "
        "quotas of the\ntrace are set before the calls behind them; drains go "
        "on beside the calls. Every\nanswer is checked, and the engine audited "
        "at the end. Exit code 1: one was wrong.\n",
    .options = options_table,
    .run = run,
};
