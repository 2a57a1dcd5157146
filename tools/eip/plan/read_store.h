/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file read_store.h  Reads a source from the store of an engine. */
#ifndef EIP_TOOL_READ_STORE_H
#define EIP_TOOL_READ_STORE_H

#include "plan/read.h"

/** Add the blocks that are selected, and what in them is not free. Nothing in
 *  the folder is changed. Returns an exit code, after a message. */
int read_store(const char *folder, const struct read_options *options,
               struct source *source);

#endif
