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
 *     number u64 | - u16 | flags u16 | lower u16 | upper u16 | pointers ...
 *     ... | size u32 | flags u16 | size of key u16 | key | value | ...
 *
 * Each page is reached once or is free, says its own number, and its nodes fill
 * it; the last may be free and not in the file, as LMDB does not write what a
 * transaction takes and gives back; keys ascend through the whole of a tree;
 * what a tree is counted to have it has. A meta page whose transaction was
 * changed is found by the telling page of its tree, which says the number too.
 * Values are the business of who reads them.
 */
#include "store/lmdb/lmdb.h"
#include "store/lmdb/meta.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* flags of pages */
    BRANCH = 1,
    LEAF = 2,
    OVERFLOW = 4,
    /* flags of a leaf's nodes */
    BIG = 1,
    TREE = 2,
    PAGE_HEAD = 16,
    PAGE_MIN = 4096,
    PAGE_MAX = 65536,
    NODE_HEAD = 8,
    TREE_SIZE = 48,
    KEY_MAX = 511,
    DEPTH_MAX = 32
};
#define NO_PAGE UINT64_MAX

struct key {
    const uint8_t *bytes; /* NULL: none */
    uint32_t size;
};

struct node {
    struct key key;
    const uint8_t *value;
    uint64_t size;  /* of the value */
    uint64_t child; /* of a branch */
    uint32_t flags; /* of a leaf */
    uint32_t used;  /* bytes of the page */
};

struct page {
    const uint8_t *bytes;
    uint32_t flags;
    uint32_t count; /* of nodes */
    uint32_t upper; /* where they begin */
};

struct walk;
typedef bool take_value(struct walk *walk, const struct node *node);

struct walk {
    const uint8_t *file;
    uint64_t page_size;
    uint64_t pages;      /* of the file */
    uint64_t last;       /* page */
    bool is_cut;         /* a page that is used is not in the file */
    uint8_t *seen;       /* a bit a page; NULL: each may be met again */
    take_value *take;    /* what a value of this tree must be */
    bool numbers;        /* keys are numbers of the machine */
    struct key previous; /* of the leaves: keys to come are above */
    struct key low;      /* of the branches: the next is not below */
    struct eip__lmdb_tree found;
    struct eip__lmdb_tree named[2]; /* log and state */
};

/* -- pages and nodes ---------------------------------------------------------- */

/* A run of pages, none of them met before. */
static bool take_pages(struct walk *walk, uint64_t first, uint64_t count) {
    if (first < 2 || first > walk->last || count > walk->last + 1 - first) {
        return false;
    }
    for (uint64_t at = first; walk->seen != NULL && at < first + count; at++) {
        uint8_t bit = (uint8_t)(1 << (at & 7));

        if ((walk->seen[at / 8] & bit) != 0) {
            return false;
        }
        walk->seen[at / 8] |= bit;
    }
    return true;
}

/* The same, of pages that are read. */
static bool take_used(struct walk *walk, uint64_t first, uint64_t count) {
    if (!take_pages(walk, first, count)) {
        return false;
    }
    walk->is_cut = first + count > walk->pages;
    return !walk->is_cut;
}

static bool take_node(const struct walk *walk, const struct page *page,
                      uint32_t index, struct node *node) {
    uint64_t at = eip__lmdb_number(page->bytes + PAGE_HEAD + 2 * index, 2);
    uint64_t end = at + NODE_HEAD;

    if (at < page->upper || at % 2 != 0 || end > walk->page_size) {
        return false;
    }
    node->size = eip__lmdb_number(page->bytes + at, 4);
    node->flags = (uint32_t)eip__lmdb_number(page->bytes + at + 4, 2);
    node->key.size = (uint32_t)eip__lmdb_number(page->bytes + at + 6, 2);
    node->key.bytes = page->bytes + end;
    node->value = node->key.bytes + node->key.size;
    end += node->key.size;
    node->child = node->size | (uint64_t)node->flags << 32;
    if (page->flags == LEAF) {
        end += node->flags == BIG ? 8 : node->size;
    }
    node->used = (uint32_t)(end - at + 1) & ~UINT32_C(1);
    return node->key.size <= KEY_MAX && end <= walk->page_size;
}

/* All nodes are in the page, and fill it from `upper` on. */
static bool is_filled(const struct walk *walk, const struct page *page) {
    uint64_t used = 0;
    struct node node;

    for (uint32_t i = 0; i < page->count; i++) {
        if (!take_node(walk, page, i, &node)) {
            return false;
        }
        used += node.used;
    }
    return used == walk->page_size - page->upper;
}

static bool take_page(struct walk *walk, uint64_t number, struct page *page) {
    uint32_t lower;

    if (!take_used(walk, number, 1)) {
        return false;
    }
    page->bytes = walk->file + number * walk->page_size;
    page->flags = (uint32_t)eip__lmdb_number(page->bytes + 10, 2);
    lower = (uint32_t)eip__lmdb_number(page->bytes + 12, 2);
    page->upper = (uint32_t)eip__lmdb_number(page->bytes + 14, 2);
    page->count = (lower - PAGE_HEAD) / 2;
    return eip__lmdb_number(page->bytes, 8) == number &&
           (page->flags == BRANCH || page->flags == LEAF) &&
           lower > PAGE_HEAD && lower % 2 == 0 && lower <= page->upper &&
           page->upper <= walk->page_size && is_filled(walk, page);
}

/* -- values ------------------------------------------------------------------- */

/* A value in pages of its own. */
static bool take_big(struct walk *walk, struct node *node) {
    uint64_t first = eip__lmdb_number(node->value, 8);
    uint64_t count = (node->size + PAGE_HEAD - 1) / walk->page_size + 1;
    const uint8_t *bytes;

    if (!take_used(walk, first, count)) {
        return false;
    }
    walk->found.overflow += count;
    bytes = walk->file + first * walk->page_size;
    node->value = bytes + PAGE_HEAD;
    return eip__lmdb_number(bytes, 8) == first &&
           eip__lmdb_number(bytes + 10, 2) == OVERFLOW &&
           eip__lmdb_number(bytes + 12, 4) == count;
}

/* Pages that a transaction freed: how many, and they, descending. */
static bool take_free(struct walk *walk, const struct node *node) {
    struct eip__reader reader = eip__reader_of(node->value, node->size);
    uint64_t count = eip__get_u64(&reader);
    uint64_t above = NO_PAGE;
    uint64_t page;

    for (uint64_t i = 0; i < count; i++) {
        page = eip__get_u64(&reader);
        if (page >= above || !take_pages(walk, page, 1)) {
            return false;
        }
        above = page;
    }
    return node->flags <= BIG;
}

/* What is the store's, which tells damage by itself. */
static bool take_own(struct walk *walk, const struct node *node) {
    (void)walk;
    return node->flags <= BIG;
}

/* First the log's root, then the state's. */
static bool take_named(struct walk *walk, const struct node *node) {
    static const struct key names[] = {{(const uint8_t *)"log", 3},
                                       {(const uint8_t *)"state", 5}};
    uint64_t at = walk->found.entries - 1;

    if (at > 1 || node->flags != TREE || node->size != TREE_SIZE ||
        node->key.size != names[at].size ||
        memcmp(node->key.bytes, names[at].bytes, names[at].size) != 0) {
        return false;
    }
    walk->named[at] = eip__lmdb_tree_at(node->value);
    return walk->named[at].flags == 0;
}

/* -- trees -------------------------------------------------------------------- */

/* < 0: `a` comes first. With no `b` it never does. */
static int compare(const struct walk *walk, struct key a, struct key b) {
    uint32_t common = a.size < b.size ? a.size : b.size;
    uint64_t one;
    uint64_t other;
    int differ;

    if (b.bytes == NULL) {
        return 1;
    }
    if (walk->numbers) {
        one = eip__lmdb_number(a.bytes, 8);
        other = eip__lmdb_number(b.bytes, 8);
        return (one > other) - (one < other);
    }
    differ = memcmp(a.bytes, b.bytes, common);
    return differ != 0 ? differ : (int)a.size - (int)b.size;
}

/* A key, which comes after all leaves' before it. */
static bool follows(const struct walk *walk, struct key key) {
    return (walk->numbers ? key.size == 8 : key.size != 0) &&
           compare(walk, key, walk->previous) > 0;
}

static bool take_leaf(struct walk *walk, struct node *node) {
    if (!follows(walk, node->key) || compare(walk, node->key, walk->low) < 0) {
        return false;
    }
    walk->low.bytes = NULL;
    walk->previous = node->key;
    walk->found.entries++;
    return (node->flags != BIG || take_big(walk, node)) &&
           walk->take(walk, node);
}

/* Where a branch parts its children. Before the first there is no key. */
static bool take_branch(struct walk *walk, const struct node *node,
                        uint32_t index) {
    walk->low = node->key;
    if (index == 0) {
        walk->low.bytes = NULL;
        return true;
    }
    return follows(walk, node->key);
}

/* The way to a page, and the next of its nodes. */
struct path {
    struct page page[DEPTH_MAX];
    uint32_t index[DEPTH_MAX];
    uint64_t depth;
};

static bool descend(struct walk *walk, struct path *path, uint64_t number,
                    uint64_t depth) {
    struct page *page = &path->page[path->depth];

    path->index[path->depth] = 0;
    path->depth++;
    if (!take_page(walk, number, page) ||
        (page->flags == LEAF) != (path->depth == depth)) {
        return false;
    }
    walk->found.leaves += page->flags == LEAF;
    walk->found.branches += page->flags == BRANCH;
    return true;
}

/* The next node, in a page or out of it. */
static bool step(struct walk *walk, struct path *path, uint64_t depth) {
    uint64_t at = path->depth - 1;
    uint32_t index = path->index[at];
    struct node node = {0};

    if (index == path->page[at].count) {
        path->depth--;
        return true;
    }
    path->index[at]++;
    (void)take_node(walk, &path->page[at], index, &node); /* as before */
    return path->page[at].flags == LEAF
               ? take_leaf(walk, &node)
               : take_branch(walk, &node, index) &&
                     descend(walk, path, node.child, depth);
}

static bool walk_tree(struct walk *walk, const struct eip__lmdb_tree *said,
                      take_value *take) {
    struct path path;

    path.depth = 0;
    walk->take = take;
    walk->numbers = said->flags == EIP__LMDB_NUMBERS;
    walk->previous.bytes = NULL;
    walk->low.bytes = NULL;
    walk->found = (struct eip__lmdb_tree){said->flags, said->depth, 0, 0, 0,
                                          0,           said->root};
    if (said->root != NO_PAGE &&
        (said->depth - 1 >= DEPTH_MAX ||
         !descend(walk, &path, said->root, said->depth))) {
        return false;
    }
    while (path.depth != 0) {
        if (!step(walk, &path, said->depth)) {
            return false;
        }
    }
    return memcmp(&walk->found, said, sizeof *said) == 0;
}

/* -- the file ------------------------------------------------------------------ */

/* The telling page of a meta page's tree: the state's first value. */
static eip_status read_about(struct walk *walk,
                             const struct eip__lmdb_meta *meta,
                             struct eip__lmdb_about *about) {
    uint64_t number;
    struct page page = {.flags = BRANCH};
    struct node node = {.child = 0};

    if (!walk_tree(walk, &meta->main, take_named) || walk->found.entries != 2) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    number = walk->named[1].root;
    for (int i = 0; page.flags == BRANCH; i++) {
        if (i == DEPTH_MAX || !take_page(walk, number, &page)) {
            return EIP_ERR_STORE_DAMAGED;
        }
        (void)take_node(walk, &page, 0, &node);
        number = node.child;
    }
    if (node.key.size != 2 || node.flags != 0 ||
        memcmp(node.key.bytes, "\0", 2) != 0) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    return eip__lmdb_about_read(node.value, node.size, about);
}

/* Everything that the newer meta page leads to. */
static bool walk_all(struct walk *walk, const struct eip__lmdb_meta *meta,
                     const struct eip__lmdb_about *about) {
    struct eip__lmdb_tree log;
    struct eip__lmdb_tree state;

    if (!walk_tree(walk, &meta->free, take_free) ||
        !walk_tree(walk, &meta->main, take_named)) {
        return false;
    }
    log = walk->named[0];
    state = walk->named[1];
    return walk_tree(walk, &log, take_own) &&
           walk_tree(walk, &state, take_own) &&
           log.entries == about->next - about->first &&
           state.entries == about->count + 1;
}

static eip_status check_trees(struct walk *walk,
                              const struct eip__lmdb_meta meta[2]) {
    const struct eip__lmdb_meta *newer =
        &meta[meta[1].transaction > meta[0].transaction];
    struct eip__lmdb_about about[2];
    eip_status status;
    bool is_good;

    for (int i = 0; i < 2; i++) {
        walk->last = meta[i].last;
        status = read_about(walk, &meta[i], &about[i]);
        if (status != EIP_OK) {
            return status;
        }
        if (about[i].transaction != meta[i].transaction) {
            return EIP_ERR_STORE_DAMAGED;
        }
    }
    walk->last = newer->last;
    walk->seen = calloc(1, walk->last / 8 + 1);
    if (walk->seen == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    is_good = walk_all(walk, newer, &about[newer - meta]);
    free(walk->seen);
    return is_good ? EIP_OK : EIP_ERR_STORE_DAMAGED;
}

eip_status eip__lmdb_check(const uint8_t *file, uint64_t size) {
    struct walk walk = {.file = file};
    struct eip__lmdb_meta meta[2];
    eip_status status;

    if (size < PAGE_MIN) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    meta[0] = eip__lmdb_meta_at(file, 0);
    walk.page_size = meta[0].page_size;
    if (walk.page_size < PAGE_MIN || walk.page_size > PAGE_MAX ||
        (walk.page_size & (walk.page_size - 1)) != 0) {
        return meta[0].is_meta ? EIP_ERR_STORE_DAMAGED : EIP_ERR_STORE_UNKNOWN;
    }
    if (size < 2 * walk.page_size) {
        return EIP_ERR_STORE_TRUNCATED;
    }
    meta[1] = eip__lmdb_meta_at(file + walk.page_size, 1);
    if (!meta[0].is_meta && !meta[1].is_meta) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    walk.pages = size / walk.page_size;
    status = eip__lmdb_metas_check(meta, size);
    if (status == EIP_OK) {
        status = check_trees(&walk, meta);
    }
    return walk.is_cut ? EIP_ERR_STORE_TRUNCATED : status;
}
