/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file dirty.h
 * Which things of the books have changed since they were captured last: kept
 * only while somebody keeps it, by the catalog's mutex.
 *
 * Whoever changes something touches it, before or after, under the same mutex.
 * What is touched too often costs a record too many, no more: what is captured
 * is how it is then. Touching cannot fail; if there is no memory for it, all
 * has changed.
 */
#ifndef EIP_REGISTRY_DIRTY_H
#define EIP_REGISTRY_DIRTY_H

#include <stdbool.h>
#include <stdint.h>

enum eip__dirty_set {
    EIP__DIRTY_GROUP, /* number */
    EIP__DIRTY_POOL,  /* of the first kind: id; then of the others */
    EIP__DIRTY_POOL_LAST = EIP__DIRTY_POOL + 3,
    EIP__DIRTY_RANGE,           /* first record */
    EIP__DIRTY_PART,            /* first record of the range << 32 | base */
    EIP__DIRTY_BYOIP,           /* base */
    EIP__DIRTY_BYOIP_ACCOUNT,   /* account + 1 */
    EIP__DIRTY_IPAM_SCOPE,      /* number */
    EIP__DIRTY_IPAM_CIDRS,      /* id of the pool */
    EIP__DIRTY_IPAM_ALLOCATION, /* number */
    EIP__DIRTY_IPAM_BLOCK,      /* base */
    EIP__DIRTY_TOKENS,          /* account + 1 */
    EIP__DIRTY_POLICY,          /* account */
    EIP__DIRTY_ACCOUNT,         /* number: its quota, its flags */
    /** Records of addresses that are as nobody's ever, though they have been
     *  somebody's: record -> generation + 1, in which they are. */
    EIP__DIRTY_ADDRESS,
    EIP__DIRTY_SETS
};

enum { EIP__DIRTY_COUNTERS = 5 };

struct eip__dirty {
    bool is_kept;
    bool is_all; /* there was no memory: everything may have changed */
    void *set[EIP__DIRTY_SETS]; /* Judy: key -> not 0 */
    /** The counters of the books as they were captured last. */
    uint64_t counters[EIP__DIRTY_COUNTERS];
};

/** Keep it from now on, from nothing; or no longer. */
void eip__dirty_keep(struct eip__dirty *dirty, bool is_kept);
/** All has been captured: forget it. */
void eip__dirty_clear(struct eip__dirty *dirty);

/** What eip__touch does while it is kept. */
void eip__dirty_enter(struct eip__dirty *dirty, enum eip__dirty_set set,
                      uint64_t key, uint64_t value);

static inline void eip__touch(struct eip__dirty *dirty, enum eip__dirty_set set,
                              uint64_t key) {
    if (dirty->is_kept) {
        eip__dirty_enter(dirty, set, key, 1);
    }
}

#endif
