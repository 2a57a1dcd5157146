/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file mdoc.h  Manual pages, made of the tables that --help is made of. */
#ifndef EIP_TOOL_MDOC_H
#define EIP_TOOL_MDOC_H

#include "cli.h"

/** Write eip.1, and eip-NAME.1 of each command, to a folder. Returns an exit
 *  code, after a message. */
int mdoc_write(const char *folder, const struct cli_command *const *commands,
               size_t count);

#endif
