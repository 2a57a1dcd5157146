/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file row.h  Records that lie one behind the other. */
#ifndef EIP_STORE_ROW_H
#define EIP_STORE_ROW_H

#include "eip/store.h"

/** Show each. EIP_OK; as eip_store_record_read; what `visit` answered. */
static inline eip_status eip__row_show(const void *bytes, uint64_t size,
                                       eip_store_visit visit, void *visitor) {
    eip_store_record record = {0};
    eip_status status = EIP_OK;

    for (uint64_t at = 0; status == EIP_OK && at < size; at += record.size) {
        status = eip_store_record_read((const uint8_t *)bytes + at, size - at,
                                       &record);
        if (status == EIP_OK) {
            status = visit(visitor, &record);
        }
    }
    return status;
}

#endif
