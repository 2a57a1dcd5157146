/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the copying of trees. A node that a change leaves uniform, all nothing
 * or all one block, leaves the tree with it; only the root stays. */
#include "registry/radix.h"

#include <string.h>

/* The node as this batch's own: itself, or a copy. */
static struct eip__radix *own(struct eip__radix_batch *batch,
                              struct eip__radix *node) {
    struct eip__radix *mine;

    if (node != NULL && node->batch == batch->number) {
        return node;
    }
    mine = eip__host_allocate_zeroed(batch->host, sizeof *mine);
    if (mine == NULL) {
        return NULL;
    }
    if (node != NULL) {
        memcpy(mine->entry, node->entry, sizeof mine->entry);
    }
    mine->copied = node;
    mine->batch = batch->number;
    mine->sibling = batch->made;
    batch->made = mine;
    return mine;
}

/* All nothing, or all one block. */
static bool is_uniform(const struct eip__radix *node) {
    uintptr_t value = node->entry[0];

    if (value != 0 && (value & 1) == 0) {
        return false;
    }
    for (uint32_t i = 1; i < EIP__RADIX; i++) {
        if (node->entry[i] != value) {
            return false;
        }
    }
    return true;
}

/* The node that an entry leads to, as this batch's own; of a block's entry, a
 * new one of the same. */
static struct eip__radix *below(struct eip__radix_batch *batch,
                                uintptr_t entry) {
    bool is_block = (entry & 1) != 0;
    struct eip__radix *node =
        own(batch, is_block ? NULL : (struct eip__radix *)entry);

    for (uint32_t i = 0; node != NULL && is_block && i < EIP__RADIX; i++) {
        node->entry[i] = entry;
    }
    return node;
}

/* The nodes on the way to a block, all of them this batch's. */
struct path {
    struct eip__radix *node[4];
    uintptr_t *entry[4]; /* in which the node stands; of the root none */
    uint32_t depth;
};

static bool go_down(struct eip__radix_batch *batch, eip_cidr cidr,
                    struct path *path) {
    struct eip__radix *node = own(batch, batch->root);

    if (node == NULL) {
        return false;
    }
    batch->root = node;
    *path = (struct path){.node = {node}};
    for (uint32_t bits = 8; bits < cidr.prefix_bits; bits += 8) {
        uintptr_t *entry = &node->entry[cidr.base >> (32 - bits) & 255];

        node = below(batch, *entry);
        if (node == NULL) {
            return false;
        }
        *entry = (uintptr_t)node;
        path->depth++;
        path->node[path->depth] = node;
        path->entry[path->depth] = entry;
    }
    return true;
}

static void prune(struct path *path) {
    for (uint32_t i = path->depth; i > 0 && is_uniform(path->node[i]); i--) {
        path->node[i]->pruned = true;
        *path->entry[i] = path->node[i]->entry[0];
    }
}

bool eip__radix_set(struct eip__radix_batch *batch, eip_cidr cidr,
                    void *block) {
    uintptr_t value = block == NULL ? 0 : (uintptr_t)block + 1;
    struct path path;
    uint32_t bits;
    uint32_t first;

    if (!go_down(batch, cidr, &path)) {
        return false;
    }
    bits = 8 * (path.depth + 1);
    first = cidr.base >> (32 - bits) & 255;
    for (uint32_t i = 0; i < 1u << (bits - cidr.prefix_bits); i++) {
        path.node[path.depth]->entry[first + i] = value;
    }
    prune(&path);
    return true;
}

static void free_node(struct eip__host *host, struct eip__retired *retired) {
    eip__host_release(host, retired, sizeof(struct eip__radix));
}

void eip__radix_commit(struct eip__radix_batch *batch,
                       struct eip__lanes *lanes) {
    while (batch->made != NULL) {
        struct eip__radix *node = batch->made;

        batch->made = node->sibling;
        if (node->copied != NULL) {
            eip__retire(lanes, &node->copied->retired, free_node);
        }
        node->copied = NULL;
        if (node->pruned) {
            eip__host_release(batch->host, node, sizeof *node);
        }
    }
}

void eip__radix_undo(struct eip__radix_batch *batch) {
    while (batch->made != NULL) {
        struct eip__radix *node = batch->made;

        batch->made = node->sibling;
        eip__host_release(batch->host, node, sizeof *node);
    }
}

/* Depth first, without recursion: there are four levels. */
static void free_tree(struct eip__host *host, struct eip__radix *top) {
    struct eip__radix *path[4] = {top, NULL, NULL, NULL};
    uint32_t at[4] = {0, 0, 0, 0};
    int depth = 0;

    while (depth >= 0) {
        struct eip__radix *node = path[depth];

        if (at[depth] == EIP__RADIX) {
            eip__host_release(host, node, sizeof *node);
            depth--;
            continue;
        }
        if (depth < 3) {
            uintptr_t entry = node->entry[at[depth]];

            if (entry != 0 && (entry & 1) == 0) {
                at[depth]++;
                depth++;
                path[depth] = (struct eip__radix *)entry;
                at[depth] = 0;
                continue;
            }
        }
        at[depth]++;
    }
}

void eip__radix_free(struct eip__host *host, struct eip__radix *root) {
    if (root != NULL) {
        free_tree(host, root);
    }
}
