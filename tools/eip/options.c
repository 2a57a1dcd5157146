/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a subcommand takes its options, and what may stand behind them. */
#include "cli.h"

#include <getopt.h>

int cli_read_options(const struct cli_command *command, int argc, char **argv,
                     cli_take *take, void *options) {
    struct cli_reader reader;
    int key;

    cli_reader_begin(&reader, command, argc, argv);
    while ((key = cli_reader_next(&reader)) != CLI_END) {
        if (key == 'h') {
            cli_help(command);
            return CLI_END;
        }
        if (key == CLI_BAD || !take(&reader, key, options))
            return CLI_USAGE;
    }
    return CLI_OK;
}

bool cli_no_operands(int argc, char **argv) {
    if (optind >= argc)
        return true;
    cli_usage("unexpected operand '%s'", argv[optind]);
    return false;
}
