/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a store is told of a record, and the end of every store. */
#include "eip/store.h"
#include "registry/format.h"

static eip_store_record record_of(const struct eip__kept *kept) {
    return (eip_store_record){
        .data = kept->bytes,
        .key = kept->key.at,
        .rank = kept->rank,
        .size = kept->size,
        .key_size = (uint32_t)kept->key.left,
        .kind = kept->kind,
        .flags = kept->gone ? EIP_STORE_RECORD_GONE : 0,
    };
}

eip_status eip_store_record_read(const void *bytes, uint64_t size,
                                 eip_store_record *record) {
    static const eip_status answers[] = {
        [EIP__KEPT_FOUND] = EIP_OK,
        [EIP__KEPT_END] = EIP_ERR_STORE_DAMAGED,
        [EIP__KEPT_CUT] = EIP_ERR_STORE_DAMAGED,
        [EIP__KEPT_DAMAGED] = EIP_ERR_STORE_DAMAGED,
        [EIP__KEPT_UNKNOWN] = EIP_ERR_STORE_VERSION,
    };
    struct eip__reader reader = eip__reader_of(bytes, size);
    struct eip__kept kept;
    eip_status status;

    if (bytes == NULL || record == NULL) {
        return EIP_ERR_NULL;
    }
    status = answers[eip__kept_next(&reader, &kept)];
    if (status == EIP_OK) {
        *record = record_of(&kept);
    }
    return status;
}

void eip_store_close(eip_store *store) {
    if (store != NULL) {
        store->close(store->context);
    }
}
