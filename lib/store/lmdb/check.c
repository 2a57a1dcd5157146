/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the look at a file before LMDB sees it. LMDB believes the numbers in its
 * pages: one that is wrong leads it out of the file, or lets it write over what
 * is in use. So the trees are walked as LMDB 0.9 would, with everything bounded:
 *
 *     page 0 | page 1     two meta pages; the one of the greater transaction
 *                         counts, the other is of the transaction before
 *     free                a tree of transaction -> pages that it freed
 *     main                a tree of "log" and "state" -> roots of theirs
 *
 * Each page is reached once or is free; the last may be free and not in the file,
 * as LMDB does not write what a transaction takes and gives back. A meta page
 * whose transaction was changed is found by the telling page of its tree, which
 * says the number too. Values are the business of who reads them; but where a
 * commit may have been cut off, all that it wrote is looked at.
 */
#include "store/lmdb/lmdb.h"
#include "store/lmdb/walk.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_MIN = 4096, PAGE_MAX = 65536, TREE_SIZE = 48 };
#define NO_PAGE UINT64_MAX

/* -- values ------------------------------------------------------------------- */

/* Pages that a transaction freed: how many, and they, descending. */
static bool take_free(struct eip__lmdb_walk *walk,
                      const struct eip__lmdb_node *node) {
    struct eip__reader reader = eip__reader_of(node->value, node->size);
    uint64_t count = eip__get_u64(&reader);
    uint64_t above = NO_PAGE;
    uint64_t page;

    for (uint64_t i = 0; i < count; i++) {
        page = eip__get_u64(&reader);
        if (page >= above || !eip__lmdb_take_pages(walk, page, 1)) {
            return false;
        }
        above = page;
    }
    return node->flags <= EIP__LMDB_BIG;
}

/* What is the store's, which tells damage by itself when it is loaded. */
static bool take_own(struct eip__lmdb_walk *walk,
                     const struct eip__lmdb_node *node) {
    (void)walk;
    return node->flags <= EIP__LMDB_BIG;
}

/* The same, looked at now. */
static bool take_entry(struct eip__lmdb_walk *walk,
                       const struct eip__lmdb_node *node) {
    struct eip__reader records;

    return take_own(walk, node) &&
           eip__lmdb_read_entry(node->key.bytes, node->key.size, node->value,
                                node->size, walk->next++, &records);
}

static bool take_record(struct eip__lmdb_walk *walk,
                        const struct eip__lmdb_node *node) {
    eip_store_record record;

    if (walk->found.entries == 1) {
        return true; /* the telling page, which was read */
    }
    if (!take_own(walk, node) ||
        eip__lmdb_read_record(node->key.bytes, node->key.size, node->value,
                              node->size, &record) != EIP_OK) {
        return false;
    }
    walk->sum += eip__lmdb_sum(&record);
    return true;
}

/* First the log's root, then the state's. */
static bool take_named(struct eip__lmdb_walk *walk,
                       const struct eip__lmdb_node *node) {
    static const struct eip__lmdb_key_at names[] = {
        {(const uint8_t *)"log", 3}, {(const uint8_t *)"state", 5}};
    uint64_t at = walk->found.entries - 1;

    if (at > 1 || node->flags != EIP__LMDB_TREE || node->size != TREE_SIZE ||
        node->key.size != names[at].size ||
        memcmp(node->key.bytes, names[at].bytes, names[at].size) != 0) {
        return false;
    }
    walk->named[at] = eip__lmdb_tree_at(node->value);
    return walk->named[at].flags == 0;
}

/* -- the file ------------------------------------------------------------------ */

/* The telling page of a meta page's tree: the state's first value. */
static eip_status read_about(struct eip__lmdb_walk *walk,
                             const struct eip__lmdb_meta *meta,
                             struct eip__lmdb_about *about) {
    uint64_t number;
    struct eip__lmdb_page page = {.flags = EIP__LMDB_BRANCH};
    struct eip__lmdb_node node = {.child = 0};

    if (!eip__lmdb_walk_tree(walk, &meta->main, take_named) ||
        walk->found.entries != 2) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    number = walk->named[1].root;
    for (int i = 0; page.flags == EIP__LMDB_BRANCH; i++) {
        if (i == EIP__LMDB_DEPTH_MAX ||
            !eip__lmdb_take_page(walk, number, &page)) {
            return EIP_ERR_STORE_DAMAGED;
        }
        (void)eip__lmdb_take_node(walk, &page, 0, &node);
        number = node.child;
    }
    if (node.key.size != 2 || node.flags != 0 ||
        memcmp(node.key.bytes, "\0", 2) != 0) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    return eip__lmdb_about_read(node.value, node.size, about);
}

/* The two trees that a meta page's main one names, with what is in them. */
static bool walk_own(struct eip__lmdb_walk *walk,
                     const struct eip__lmdb_about *about, bool deep) {
    struct eip__lmdb_tree log = walk->named[0];
    struct eip__lmdb_tree state = walk->named[1];

    walk->next = about->first;
    walk->sum = 0;
    return eip__lmdb_walk_tree(walk, &log, deep ? take_entry : take_own) &&
           eip__lmdb_walk_tree(walk, &state, deep ? take_record : take_own) &&
           log.entries == about->next - about->first &&
           state.entries == about->count + 1 &&
           (!deep || walk->sum == about->sum);
}

/* Everything that a meta page leads to. */
static eip_status walk_all(struct eip__lmdb_walk *walk,
                           const struct eip__lmdb_meta *meta,
                           const struct eip__lmdb_about *about, bool deep) {
    bool is_good;

    walk->seen = calloc(1, walk->last / 8 + 1);
    if (walk->seen == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    is_good = eip__lmdb_walk_tree(walk, &meta->free, take_free) &&
              eip__lmdb_walk_tree(walk, &meta->main, take_named) &&
              walk_own(walk, about, deep);
    free(walk->seen);
    walk->seen = NULL;
    return is_good ? EIP_OK : EIP_ERR_STORE_DAMAGED;
}

/* A meta page, the file that it is for, and what its tree tells. */
static eip_status check_meta(struct eip__lmdb_walk *walk,
                             const struct eip__lmdb_meta *meta,
                             struct eip__lmdb_about *about) {
    eip_status status = eip__lmdb_meta_check(meta, walk->pages);

    if (status == EIP_OK) {
        walk->last = meta->last;
        status = read_about(walk, meta, about);
    }
    return status == EIP_OK && about->transaction != meta->transaction
               ? EIP_ERR_STORE_DAMAGED
               : status;
}

static eip_status check_whole(struct eip__lmdb_walk *walk,
                              const struct eip__lmdb_meta meta[2]) {
    uint32_t newer = eip__lmdb_newer(meta);
    struct eip__lmdb_about about;
    eip_status status = check_meta(walk, &meta[1 - newer], &about);

    if (status == EIP_OK) {
        status = check_meta(walk, &meta[newer], &about);
    }
    return status == EIP_OK ? walk_all(walk, &meta[newer], &about, false)
                            : status;
}

static eip_status read_metas(struct eip__lmdb_walk *walk, uint64_t size,
                             struct eip__lmdb_meta meta[2]) {
    const uint8_t *file = walk->file;

    if (size < PAGE_MIN) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    meta[0] = eip__lmdb_meta_at(file, 0);
    walk->page_size = meta[0].page_size;
    if (walk->page_size < PAGE_MIN || walk->page_size > PAGE_MAX ||
        (walk->page_size & (walk->page_size - 1)) != 0) {
        return meta[0].is_meta ? EIP_ERR_STORE_DAMAGED : EIP_ERR_STORE_UNKNOWN;
    }
    if (size < 2 * walk->page_size) {
        return EIP_ERR_STORE_TRUNCATED;
    }
    meta[1] = eip__lmdb_meta_at(file + walk->page_size, 1);
    if (!meta[0].is_meta && !meta[1].is_meta) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    walk->pages = size / walk->page_size;
    return eip__lmdb_metas_check(meta);
}

eip_status eip__lmdb_check(const uint8_t *file, uint64_t size) {
    struct eip__lmdb_walk walk = {.file = file};
    struct eip__lmdb_meta meta[2];
    eip_status status = read_metas(&walk, size, meta);

    if (status == EIP_OK) {
        status = check_whole(&walk, meta);
    }
    return walk.is_cut ? EIP_ERR_STORE_TRUNCATED : status;
}

/* One of the two, with all that it leads to. */
static eip_status check_one(struct eip__lmdb_walk *walk,
                            const struct eip__lmdb_meta *meta) {
    struct eip__lmdb_about about;
    eip_status status;

    walk->is_cut = false;
    status = check_meta(walk, meta, &about);
    if (status == EIP_OK) {
        status = walk_all(walk, meta, &about, true);
    }
    return walk->is_cut ? EIP_ERR_STORE_TRUNCATED : status;
}

/* A transaction takes no page that one of the two before it has. So where the
 * last is not whole, the one before it is. */
eip_status eip__lmdb_check_unfinished(const uint8_t *file, uint64_t size,
                                      uint32_t *root) {
    struct eip__lmdb_walk walk = {.file = file};
    struct eip__lmdb_meta meta[2];
    eip_status status = read_metas(&walk, size, meta);
    eip_status of_older;

    if (status != EIP_OK) {
        return status;
    }
    *root = eip__lmdb_newer(meta);
    status = check_one(&walk, &meta[*root]);
    if (status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY) {
        return status;
    }
    *root = 1 - *root;
    of_older = check_one(&walk, &meta[*root]);
    return of_older == EIP_OK || of_older == EIP_ERR_OUT_OF_MEMORY ? of_older
                                                                   : status;
}
