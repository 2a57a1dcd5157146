/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what LMDB's first two pages must say. */
#include "store/lmdb/meta.h"

#include <string.h>

enum { META = 8 /* flag of a page */, META_VERSION = 1 };
#define META_MAGIC UINT32_C(0xbeefc0de)

struct eip__lmdb_tree eip__lmdb_tree_at(const uint8_t *bytes) {
    return (struct eip__lmdb_tree){
        eip__lmdb_number(bytes + 4, 2),  eip__lmdb_number(bytes + 6, 2),
        eip__lmdb_number(bytes + 8, 8),  eip__lmdb_number(bytes + 16, 8),
        eip__lmdb_number(bytes + 24, 8), eip__lmdb_number(bytes + 32, 8),
        eip__lmdb_number(bytes + 40, 8)};
}

struct eip__lmdb_meta eip__lmdb_meta_at(const uint8_t *page, uint64_t number) {
    return (struct eip__lmdb_meta){eip__lmdb_number(page + 40, 4),
                                   eip__lmdb_number(page + 20, 4),
                                   eip__lmdb_number(page + 136, 8),
                                   eip__lmdb_number(page + 144, 8),
                                   eip__lmdb_tree_at(page + 40),
                                   eip__lmdb_tree_at(page + 88),
                                   eip__lmdb_number(page, 8) == number &&
                                       eip__lmdb_number(page + 10, 2) == META &&
                                       eip__lmdb_number(page + 16, 4) ==
                                           META_MAGIC};
}

eip_status eip__lmdb_metas_check(const struct eip__lmdb_meta meta[2]) {
    uint64_t transaction = meta[0].transaction;

    if (meta[0].version != META_VERSION && meta[1].version == meta[0].version) {
        return EIP_ERR_STORE_VERSION;
    }
    for (int i = 0; i < 2; i++) {
        if (!meta[i].is_meta || meta[i].version != META_VERSION ||
            meta[i].page_size != meta[0].page_size ||
            meta[i].free.flags != EIP__LMDB_NUMBERS ||
            meta[i].main.flags != 0) {
            return EIP_ERR_STORE_DAMAGED;
        }
    }
    /* One is of the transaction after the other's; even ones are in page 0. */
    return transaction % 2 == 0 && (meta[1].transaction == transaction + 1 ||
                                    meta[1].transaction + 1 == transaction)
               ? EIP_OK
               : EIP_ERR_STORE_DAMAGED;
}

/* What is free and not in the file is named in the file. */
eip_status eip__lmdb_meta_check(const struct eip__lmdb_meta *meta,
                                uint64_t pages) {
    return meta->last < pages + pages * (meta->page_size / 8)
               ? EIP_OK
               : EIP_ERR_STORE_TRUNCATED;
}

static void put_number(uint8_t *bytes, uint64_t number) {
    memcpy(bytes, &number, sizeof number);
}

void eip__lmdb_meta_copy(const uint8_t *other, uint64_t number, uint8_t *page) {
    struct eip__lmdb_meta meta = eip__lmdb_meta_at(other, 1 - number);

    memcpy(page, other, EIP__LMDB_META_SIZE);
    put_number(page, number);
    put_number(page + 144, meta.transaction - 1);
}
