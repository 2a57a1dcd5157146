/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file name.h  Names of Regions and border groups. */
#ifndef EIP_BASE_NAME_H
#define EIP_BASE_NAME_H

#include "eip/engine.h"

#include <stdbool.h>

/** 1 to EIP_LIMIT_NAME letters, digits, '-', '_' and '.'. */
static inline bool eip__name_is_valid(eip_text name) {
    if (name.size == 0 || name.size > EIP_LIMIT_NAME) {
        return false;
    }
    for (uint32_t i = 0; i < name.size; i++) {
        char c = name.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')) {
            return false;
        }
    }
    return true;
}

#endif
