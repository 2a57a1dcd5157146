/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a store is told of a record, and the end of every store. */
#include "eip/store.h"
#include "registry/format.h"

/* With the key and the frame its size still has 32 bits, with room to spare. */
#define PAYLOAD_MAX (UINT32_MAX / 2)

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

/* Its parts are what a record can be of. */
static bool is_whole(const eip_store_record *record, const void *payload,
                     uint32_t payload_size) {
    return (record->key != NULL || record->key_size == 0) &&
           (payload != NULL || payload_size == 0) &&
           record->kind - 1 < EIP__KIND_END - 1 &&
           record->flags <= EIP_STORE_RECORD_GONE &&
           record->key_size <= EIP_LIMIT_STORE_KEY &&
           payload_size <= PAYLOAD_MAX &&
           (record->flags == 0 || payload_size == 0);
}

uint32_t eip_store_record_write(const eip_store_record *record,
                                const void *payload, uint32_t payload_size,
                                void *buffer, uint32_t capacity) {
    struct eip__writer writer =
        eip__writer_of(buffer, buffer == NULL ? 0 : capacity);
    uint32_t size;

    if (record == NULL || !is_whole(record, payload, payload_size)) {
        return 0;
    }
    size = EIP__KEPT_HEAD + record->key_size + payload_size + EIP__KEPT_TAIL;
    if (size <= writer.capacity) {
        (void)eip__kept_begin(&writer, record->kind, record->rank,
                              record->flags != 0);
        eip__put_bytes(&writer, record->key, record->key_size);
        eip__kept_key(&writer, 0);
        eip__put_bytes(&writer, payload, payload_size);
        eip__kept_end(&writer, 0);
    }
    return size;
}

void eip_store_close(eip_store *store) {
    if (store != NULL) {
        store->close(store->context);
    }
}
