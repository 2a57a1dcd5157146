/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file date.h  Points of time in UTC, as people and files write them. */
#ifndef EIP_TOOL_DATE_H
#define EIP_TOOL_DATE_H

#include <stdbool.h>
#include <stdint.h>

enum { DATE_TEXT_SIZE = 32 };
#define DATE_LAST_MS UINT64_C(253402300799999) /* of 9999 */

/** Read "2026-01-31", that with "T12:30:00Z", or ms since 1970; from 1970 to
 *  9999. False: it is none. */
bool date_parse(const char *text, uint64_t *ms);
/** "2026-01-31". Returns `buffer`, of DATE_TEXT_SIZE bytes. */
const char *date_text(char *buffer, uint64_t ms);

#endif
