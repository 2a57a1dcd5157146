/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file embedded.h  Files that are part of the program. */
#ifndef EIP_TOOL_EMBEDDED_H
#define EIP_TOOL_EMBEDDED_H

/** data/ranges.json, from the first byte to behind the last. */
extern const char embedded_ranges[];
extern const char embedded_ranges_end[];

#endif
