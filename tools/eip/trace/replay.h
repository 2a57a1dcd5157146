/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file replay.h  `eip replay --trace`, and how results are shown. */
#ifndef EIP_TOOL_TRACE_REPLAY_H
#define EIP_TOOL_TRACE_REPLAY_H

#include "cli.h"
#include "trace/harness.h"

/** `eip replay` with --trace: a command line of its own. */
extern const struct cli_command command_replay_trace;
/** Does a command line of `eip replay` have it? */
bool replay_has_trace(int argc, char **argv);

/** What a report says of the run besides its result. */
struct replay_about {
    const char *program;
    const char *trace; /* the file's name */
    const struct harness_options *options;
};

void replay_print(const struct replay_about *about,
                  const struct harness_result *result);
void replay_print_json(const struct replay_about *about,
                       const struct harness_result *result);
/** The form that Google Benchmark's tools read: one benchmark a kind of call,
 *  named TRACE/KIND/threads:N, with the mean as its time. */
void replay_print_benchmark(const struct replay_about *about,
                            const struct harness_result *result);

#endif
