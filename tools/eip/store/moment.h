/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file moment.h  Points of time to the millisecond, as ISO 8601 in UTC. */
#ifndef EIP_TOOL_STORE_MOMENT_H
#define EIP_TOOL_STORE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

enum { MOMENT_TEXT_SIZE = 32 };

/** "2026-01-31T12:30:00.000Z" of ms since 1970. False: it is after 9999. */
bool moment_show(uint64_t ms, char text[MOMENT_TEXT_SIZE]);
/** Read that, with three digits of a second or none. False: it is none. */
bool moment_read(const char *text, uint64_t *ms);

#endif
