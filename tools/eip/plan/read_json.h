/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file read_json.h  Between those who read a source only. */
#ifndef EIP_TOOL_READ_JSON_H
#define EIP_TOOL_READ_JSON_H

#include "plan/read.h"

/** Take the prefixes of a document in the form of ip-ranges.json. Returns an
 *  exit code, after a message. */
int read_json(const struct input *input, const struct read_options *options,
              struct source *source);
/** Take lines of ranges, or of what is in use. Returns an exit code, after a
 *  message. */
int read_lines(const struct input *input, const struct read_options *options,
               struct source *source, bool is_held);
/** Whether a name can be that of a border group, Region or pool. */
bool read_name_is_good(const char *name);
bool read_selects(const struct read_options *options, const char *pool,
                  const char *region, const char *group);

#endif
