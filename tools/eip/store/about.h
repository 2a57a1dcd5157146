/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file about.h  What follows of an address record for who knows the engine: its
 *  address, and the id of its last allocation. */
#ifndef EIP_TOOL_STORE_ABOUT_H
#define EIP_TOOL_STORE_ABOUT_H

#include "store/lines.h"

/** Of a record; nothing if it is of no address, or of one that has gone.
 *  `engine` may be NULL: then nothing is known. */
struct about about_of(eip_engine *engine, const eip_store_record *record);
/** The latest time that the engine has seen, of its own record; 0: there is
 *  none. */
uint64_t about_latest(const struct store_records *records);

#endif
