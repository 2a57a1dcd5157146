/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file kinds.h  What records of each kind say: lib/store/README.md as tables. */
#ifndef EIP_TOOL_STORE_KINDS_H
#define EIP_TOOL_STORE_KINDS_H

#include "store/field.h"

/** A kind of records. */
struct kind {
    const char *name;
    struct field_list key;
    struct field_list payload;
};

/** Numbers of kinds that other files know. */
enum { KIND_ENGINE = 1, KIND_RANGE = 5, KIND_ADDRESS = 17 };

/** The kind of a number, or NULL. */
const struct kind *kind_of(uint32_t number);
/** The number of a kind's name; 0: there is none. */
uint32_t kind_number(const char *name);

#endif
