/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file commands.h  The subcommands; main.c has them in a table. */
#ifndef EIP_TOOL_COMMANDS_H
#define EIP_TOOL_COMMANDS_H

#include "cli.h"

extern const struct cli_command command_replay, command_plan, command_map,
    command_record, command_report, command_script, command_store, command_tour;

#endif
