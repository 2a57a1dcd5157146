/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file radix.h
 * From an address to its CIDR block: an immutable tree, one byte a level.
 *
 *      root [256] --byte 1--> node [256] --byte 2--> node --byte 3--> node
 *
 * An entry is a node, a block (tagged with 1; as many entries of one node as
 * it covers), or nothing: at most four dependent loads. A change copies the
 * nodes on its way and shares the rest; a batch of changes copies each node
 * once. So a block comes or goes for some KiB, however many there are.
 *
 * A part of a block may be cleared, or set, alone: the entry becomes a node of
 * such entries, and a node whose entries are all one block again, or nothing,
 * becomes an entry. So below a CIDR that is all one block there are no nodes
 * smaller than it.
 */
#ifndef EIP_REGISTRY_RADIX_H
#define EIP_REGISTRY_RADIX_H

#include "base/reclaim.h"
#include "eip/ipv4.h"

enum { EIP__RADIX = 256 };

struct eip__radix {
    struct eip__retired retired;
    struct eip__radix *copied;  /* in a batch: the node this one replaces */
    struct eip__radix *sibling; /* in a batch: the next node made */
    uint64_t batch;             /* which batch made it */
    bool pruned;                /* in a batch: it became uniform, and left */
    uintptr_t entry[EIP__RADIX];
};

/** A batch of changes to one tree, by the administrator. */
struct eip__radix_batch {
    struct eip__host *host;
    uint64_t number;         /* no two batches of an engine have the same */
    struct eip__radix *root; /* the tree as changed so far; NULL: empty */
    struct eip__radix *made; /* the nodes of this batch */
};

/** The block that holds the address, or NULL. Wait-free. */
static inline void *eip__radix_find(const struct eip__radix *root,
                                    uint32_t address) {
    const struct eip__radix *node = root;

    for (int shift = 24; node != NULL && shift >= 0; shift -= 8) {
        uintptr_t entry = node->entry[address >> shift & 255];

        if ((entry & 1) != 0) {
            return (void *)(entry - 1);
        }
        node = (const struct eip__radix *)entry;
    }
    return NULL;
}

/** Set or, with NULL, clear the entries of a block of /1 to /32, or of a part
 *  of one, which are all one block's or nothing's. False: no memory; undo the
 *  batch. */
bool eip__radix_set(struct eip__radix_batch *batch, eip_cidr cidr, void *block);

/** The tree is published: retire the nodes that it replaces. */
void eip__radix_commit(struct eip__radix_batch *batch,
                       struct eip__lanes *lanes);
/** The tree will not be: free the nodes of the batch. */
void eip__radix_undo(struct eip__radix_batch *batch);
/** Free a whole tree that nobody looks at. */
void eip__radix_free(struct eip__host *host, struct eip__radix *root);

#endif
