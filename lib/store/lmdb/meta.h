/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file meta.h  What the first two pages of LMDB's file say. */
#ifndef EIP_STORE_LMDB_META_H
#define EIP_STORE_LMDB_META_H

#include "base/bytes.h"
#include "eip/status.h"

#include <stdbool.h>

enum { EIP__LMDB_META_SIZE = 152 /* bytes of the page */ };

/* Flags of the tree of what is free: its keys are numbers, and the environment
 * is a file in no directory of its own. */
enum { EIP__LMDB_NUMBERS = 0x4008 };

/** What is said of a tree, or was found of it. */
struct eip__lmdb_tree {
    uint64_t flags;
    uint64_t depth;
    uint64_t branches; /* pages */
    uint64_t leaves;
    uint64_t overflow;
    uint64_t entries;
    uint64_t root;
};

struct eip__lmdb_meta {
    uint64_t page_size;
    uint64_t version;
    uint64_t last; /* page */
    uint64_t transaction;
    struct eip__lmdb_tree free;
    struct eip__lmdb_tree main;
    bool is_meta;
};

/** The number that is `width` bytes here, as the machine writes it. */
static inline uint64_t eip__lmdb_number(const uint8_t *bytes, uint32_t width) {
    struct eip__reader reader = eip__reader_of(bytes, width);

    return eip__get_number(&reader, width);
}

struct eip__lmdb_tree eip__lmdb_tree_at(const uint8_t *bytes);
/** What a page says as the meta page of this number. */
struct eip__lmdb_meta eip__lmdb_meta_at(const uint8_t *page, uint64_t number);

/** Both say what all of LMDB's do; EIP_OK, or what is wrong. */
eip_status eip__lmdb_metas_check(const struct eip__lmdb_meta meta[2]);

/** What one says is possible in a file of so many pages. EIP_OK;
 *  EIP_ERR_STORE_TRUNCATED. */
eip_status eip__lmdb_meta_check(const struct eip__lmdb_meta *meta,
                                uint64_t pages);

/** Which of the two counts. */
static inline uint32_t eip__lmdb_newer(const struct eip__lmdb_meta meta[2]) {
    return meta[1].transaction > meta[0].transaction;
}

/** Write over a meta page what the other one says, as if it had been so before:
 *  EIP__LMDB_META_SIZE bytes. */
void eip__lmdb_meta_copy(const uint8_t *other, uint64_t number, uint8_t *page);

#endif
