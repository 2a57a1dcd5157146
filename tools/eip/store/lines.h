/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file lines.h  Records as lines of JSON. */
#ifndef EIP_TOOL_STORE_LINES_H
#define EIP_TOOL_STORE_LINES_H

#include "store/store.h"

/** Print a record: kind, key and rank; `has_data`: and all of its bytes, in
 *  hexadecimal digits. */
void lines_print(const eip_store_record *record, bool has_data);
/** Read such a line. `*bytes` is the record; free it. False after a message. */
bool lines_read(const char *line, void **bytes, eip_store_record *record);

#endif
