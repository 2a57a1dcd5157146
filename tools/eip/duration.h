/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file duration.h  Spans of time as people write them: 90s, 36h, 7d, 2y. */
#ifndef EIP_TOOL_DURATION_H
#define EIP_TOOL_DURATION_H

#include "cli.h"

#include <stdbool.h>
#include <stdint.h>

enum { DURATION_TEXT_SIZE = 32 };

#define DURATION_HOUR UINT64_C(3600000)
#define DURATION_DAY (24 * DURATION_HOUR)
#define DURATION_YEAR (365 * DURATION_DAY)

/** Read a whole number and its unit (ms, s, m, h, d, w, y; a y is 365 d), or
 *  0, of the first `size` bytes. False: it is none, or over 1,000 years. */
bool duration_parse(const char *text, size_t size, uint64_t *ms);
/** Read the current value; false after a message. */
bool duration_take(const struct cli_reader *reader, uint64_t lowest,
                   uint64_t highest, uint64_t *ms);
/** "36.0 h", in the largest unit of which there is at least one. Returns
 *  `buffer`, of DURATION_TEXT_SIZE bytes. */
const char *duration_text(char *buffer, double ms);
/** "7d": the whole number in the largest unit that says it exactly. */
const char *duration_exact(char *buffer, uint64_t ms);

#endif
