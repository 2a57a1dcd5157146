/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file walk.h  Trees of LMDB's, gone through with everything bounded. */
#ifndef EIP_STORE_LMDB_WALK_H
#define EIP_STORE_LMDB_WALK_H

#include "store/lmdb/meta.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    /* flags of pages */
    EIP__LMDB_BRANCH = 1,
    EIP__LMDB_LEAF = 2,
    /* flags of a leaf's nodes */
    EIP__LMDB_BIG = 1, /* the value has pages of its own */
    EIP__LMDB_TREE = 2,
    EIP__LMDB_DEPTH_MAX = 32
};

struct eip__lmdb_key_at {
    const uint8_t *bytes; /* NULL: none */
    uint32_t size;
};

struct eip__lmdb_node {
    struct eip__lmdb_key_at key;
    const uint8_t *value;
    uint64_t size;  /* of the value */
    uint64_t child; /* of a branch */
    uint32_t flags; /* of a leaf */
    uint32_t used;  /* bytes of the page */
};

struct eip__lmdb_page {
    const uint8_t *bytes;
    uint32_t flags;
    uint32_t count; /* of nodes */
    uint32_t upper; /* where they begin */
};

struct eip__lmdb_walk;
typedef bool eip__lmdb_take_value(struct eip__lmdb_walk *walk,
                                  const struct eip__lmdb_node *node);

struct eip__lmdb_walk {
    const uint8_t *file;
    uint64_t page_size;
    uint64_t pages;             /* of the file */
    uint64_t last;              /* page */
    bool is_cut;                /* a page that is used is not in the file */
    uint8_t *seen;              /* a bit a page; NULL: each may be met again */
    eip__lmdb_take_value *take; /* what a value of this tree must be */
    bool numbers;               /* keys are numbers of the machine */
    struct eip__lmdb_key_at
        previous;                /* of the leaves: keys to come are above */
    struct eip__lmdb_key_at low; /* of the branches: the next is not below */
    struct eip__lmdb_tree found;
    struct eip__lmdb_tree named[2]; /* log and state */
    uint64_t next; /* entry of the log, where what is in it is looked at */
    uint64_t sum;  /* of the state's records, the same */
};

/** A run of pages, none of them met before, in the file or behind it. */
bool eip__lmdb_take_pages(struct eip__lmdb_walk *walk, uint64_t first,
                          uint64_t count);
/** A page of a tree; its nodes fill it. */
bool eip__lmdb_take_page(struct eip__lmdb_walk *walk, uint64_t number,
                         struct eip__lmdb_page *page);
/** A node of it, which is in the page. */
bool eip__lmdb_take_node(const struct eip__lmdb_walk *walk,
                         const struct eip__lmdb_page *page, uint32_t index,
                         struct eip__lmdb_node *node);
/** All of a tree: what is said of it is so, and `take` takes each value. */
bool eip__lmdb_walk_tree(struct eip__lmdb_walk *walk,
                         const struct eip__lmdb_tree *said,
                         eip__lmdb_take_value *take);

#endif
