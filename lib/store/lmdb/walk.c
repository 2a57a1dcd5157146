/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the walk through a tree of LMDB's, as LMDB 0.9 would go, with everything
 * bounded:
 *
 *     number u64 | - u16 | flags u16 | lower u16 | upper u16 | pointers ...
 *     ... | size u32 | flags u16 | size of key u16 | key | value | ...
 *
 * Each page says its own number, and its nodes fill it; keys ascend through the
 * whole of a tree; what a tree is counted to have it has.
 */
#include "store/lmdb/walk.h"

#include <string.h>

enum {
    OVERFLOW = 4, /* a page's flag, beside those of walk.h */
    PAGE_HEAD = 16,
    NODE_HEAD = 8,
    KEY_MAX = 511,
    DEPTH_MAX = EIP__LMDB_DEPTH_MAX
};
#define NO_PAGE UINT64_MAX

/* -- pages and nodes ---------------------------------------------------------- */

bool eip__lmdb_take_pages(struct eip__lmdb_walk *walk, uint64_t first,
                          uint64_t count) {
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
static bool take_used(struct eip__lmdb_walk *walk, uint64_t first,
                      uint64_t count) {
    if (!eip__lmdb_take_pages(walk, first, count)) {
        return false;
    }
    walk->is_cut = first + count > walk->pages;
    return !walk->is_cut;
}

bool eip__lmdb_take_node(const struct eip__lmdb_walk *walk,
                         const struct eip__lmdb_page *page, uint32_t index,
                         struct eip__lmdb_node *node) {
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
    if (page->flags == EIP__LMDB_LEAF) {
        end += node->flags == EIP__LMDB_BIG ? 8 : node->size;
    }
    node->used = (uint32_t)(end - at + 1) & ~UINT32_C(1);
    return node->key.size <= KEY_MAX && end <= walk->page_size;
}

/* All nodes are in the page, and fill it from `upper` on. */
static bool is_filled(const struct eip__lmdb_walk *walk,
                      const struct eip__lmdb_page *page) {
    uint64_t used = 0;
    struct eip__lmdb_node node;

    for (uint32_t i = 0; i < page->count; i++) {
        if (!eip__lmdb_take_node(walk, page, i, &node)) {
            return false;
        }
        used += node.used;
    }
    return used == walk->page_size - page->upper;
}

bool eip__lmdb_take_page(struct eip__lmdb_walk *walk, uint64_t number,
                         struct eip__lmdb_page *page) {
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
           (page->flags == EIP__LMDB_BRANCH || page->flags == EIP__LMDB_LEAF) &&
           lower > PAGE_HEAD && lower % 2 == 0 && lower <= page->upper &&
           page->upper <= walk->page_size && is_filled(walk, page);
}

/* -- large values ------------------------------------------------------------------- */

/* A value in pages of its own. */
static bool take_big(struct eip__lmdb_walk *walk, struct eip__lmdb_node *node) {
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

/* -- trees -------------------------------------------------------------------- */

/* < 0: `a` comes first. With no `b` it never does. */
static int compare(const struct eip__lmdb_walk *walk, struct eip__lmdb_key_at a,
                   struct eip__lmdb_key_at b) {
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
static bool follows(const struct eip__lmdb_walk *walk,
                    struct eip__lmdb_key_at key) {
    return (walk->numbers ? key.size == 8 : key.size != 0) &&
           compare(walk, key, walk->previous) > 0;
}

static bool take_leaf(struct eip__lmdb_walk *walk,
                      struct eip__lmdb_node *node) {
    if (!follows(walk, node->key) || compare(walk, node->key, walk->low) < 0) {
        return false;
    }
    walk->low.bytes = NULL;
    walk->previous = node->key;
    walk->found.entries++;
    return (node->flags != EIP__LMDB_BIG || take_big(walk, node)) &&
           walk->take(walk, node);
}

/* Where a branch parts its children. Before the first there is no key. */
static bool take_branch(struct eip__lmdb_walk *walk,
                        const struct eip__lmdb_node *node, uint32_t index) {
    walk->low = node->key;
    if (index == 0) {
        walk->low.bytes = NULL;
        return true;
    }
    return follows(walk, node->key);
}

/* The way to a page, and the next of its nodes. */
struct path {
    struct eip__lmdb_page page[DEPTH_MAX];
    uint32_t index[DEPTH_MAX];
    uint64_t depth;
};

static bool descend(struct eip__lmdb_walk *walk, struct path *path,
                    uint64_t number, uint64_t depth) {
    struct eip__lmdb_page *page = &path->page[path->depth];

    path->index[path->depth] = 0;
    path->depth++;
    if (!eip__lmdb_take_page(walk, number, page) ||
        (page->flags == EIP__LMDB_LEAF) != (path->depth == depth)) {
        return false;
    }
    walk->found.leaves += page->flags == EIP__LMDB_LEAF;
    walk->found.branches += page->flags == EIP__LMDB_BRANCH;
    return true;
}

/* The next node, in a page or out of it. */
static bool step(struct eip__lmdb_walk *walk, struct path *path,
                 uint64_t depth) {
    uint64_t at = path->depth - 1;
    uint32_t index = path->index[at];
    struct eip__lmdb_node node = {0};

    if (index == path->page[at].count) {
        path->depth--;
        return true;
    }
    path->index[at]++;
    (void)eip__lmdb_take_node(walk, &path->page[at], index,
                              &node); /* as before */
    return path->page[at].flags == EIP__LMDB_LEAF
               ? take_leaf(walk, &node)
               : take_branch(walk, &node, index) &&
                     descend(walk, path, node.child, depth);
}

bool eip__lmdb_walk_tree(struct eip__lmdb_walk *walk,
                         const struct eip__lmdb_tree *said,
                         eip__lmdb_take_value *take) {
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
