/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_bench_trace SUBJECT TRACE THREADS: replays a trace on one of those that
 * stand in the table, and prints the JSON of `eip replay`. To compare another
 * allocator, write a struct subject for it and give it a line here. */
#include "adapter.h"

#include "cli.h"
#include "plan/policy.h"
#include "trace/replay.h"

#include <stdlib.h>
#include <string.h>

static const struct subject *const subjects[] = {
    &subject_mutex_judy, &subject_mutex_roaring, &subject_mutex_bitmap,
    &subject_lfstack,    &subject_ck_ring,
};

enum { SUBJECTS = sizeof subjects / sizeof subjects[0] };

static bool find(const char *name, struct harness *harness) {
    if (strcmp(name, harness_engine.name) == 0) {
        *harness = harness_engine;
        return true;
    }
    for (size_t i = 0; i < SUBJECTS; i++) {
        if (strcmp(name, subjects[i]->name) == 0) {
            *harness = adapter_make(subjects[i]);
            return true;
        }
    }
    return false;
}

static int usage(void) {
    (void)fprintf(stderr,
                  "Usage: eip_bench_trace SUBJECT TRACE THREADS\nSubjects: %s",
                  harness_engine.name);
    for (size_t i = 0; i < SUBJECTS; i++) {
        (void)fprintf(stderr, ", %s", subjects[i]->name);
    }
    (void)fputc('\n', stderr);
    return CLI_USAGE;
}

static int replay(const struct harness *harness, const char *path,
                  const struct harness_options *options) {
    static struct harness_result result;
    struct replay_about about = {harness->name, path, options};
    struct input input;
    struct trace trace;
    int code = input_read(&input, path);

    if (code != CLI_OK) {
        return code;
    }
    code = trace_read(&input, &trace);
    input_free(&input);
    if (code == CLI_OK) {
        code = harness_run(harness, &trace, options, &result);
    }
    if (code == CLI_OK || code == CLI_FAILED) {
        replay_print_json(&about, &result);
    }
    trace_free(&trace);
    return code;
}

int main(int argc, char **argv) {
    struct harness_options options = {.seed = 1, .quota = EIP_QUOTA_MAX};
    struct harness harness;

    cli_begin();
    cli_speak_as("eip_bench_trace");
    if (argc != 4 || !find(argv[1], &harness) ||
        !cli_parse_number(argv[3], &options.threads) || options.threads < 1 ||
        options.threads > HARNESS_THREADS_MAX ||
        !policy_take("spread:1h", &options.policy)) {
        return usage();
    }
    return cli_finish(replay(&harness, argv[2], &options));
}
