/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file topology.h
 * What the Region consists of, as operations see it: an immutable snapshot,
 * replaced whole by the administrator (catalog.h), read with one load.
 *
 *      topology --> tree of the public space   address -> CIDR block
 *               --> table of pools             kind and id -> pool
 *               --> table of border groups     name -> group
 *               --> table of IPAM policies     account -> policy
 *
 * Snapshots share what did not change. Groups live as long as the engine;
 * pools until they are deleted and nobody can look at them.
 *
 * Order of publication: a CIDR block is in the topology before its addresses
 * are offered, and leaves it after the last was withdrawn. So whoever has been
 * given an address can find it.
 */
#ifndef EIP_REGISTRY_TOPOLOGY_H
#define EIP_REGISTRY_TOPOLOGY_H

#include "registry/account.h"
#include "registry/radix.h"
#include "space/space.h"

struct eip__group {
    char name[EIP_LIMIT_NAME + 1];
    uint32_t name_size;
    uint32_t kind;           /* EIP_BORDER_GROUP_... */
    uint32_t number;         /* of all, from 0: the Region's */
    bool is_region;          /* the Region's own */
    eip__a64 space;          /* Amazon's pool here: struct eip__space, or 0 */
    struct eip__group *next; /* administration: all groups */
};

/** Accounts that a pool is shared with; immutable. */
struct eip__shares {
    struct eip__retired retired;
    uint64_t count;
    uint64_t room;
    uint64_t account[];
};

struct eip__pool {
    struct eip__retired retired;
    eip_pool_ref ref;
    uint64_t owner;
    eip__a64 space;  /* not Amazon's: struct eip__space, or 0 */
    eip__a64 tree;   /* CoIP: struct eip__radix of its own space */
    eip__a64 shares; /* struct eip__shares, or 0 */
    eip__a64 tags;   /* struct eip__tagset, replaced whole, or 0 */
    uint64_t serial; /* of all pools ever made; from 1 */
    /* administration only: what its spaces are given */
    uint32_t policy;
    uint32_t flags;
    uint64_t cooldown_ms;
    void *parts; /* CoIP: Judy array, base -> struct eip__part */
    char route_table[EIP_ROUTE_TABLE_ID_TEXT_SIZE]; /* CoIP; may be empty */
    struct eip__group
        *group; /* public: of blocks to come; NULL: the Region's */
    struct eip__byoip *byoip; /* public: BYOIP made it; see byoip.h */
    struct eip__ipam *ipam;   /* IPAM: see ipam.h */
};

/** A table of pointers, by hash, immutable; at most half full. */
struct eip__table {
    struct eip__retired retired;
    uint64_t mask;
    void *entry[];
};

struct eip__topology {
    struct eip__retired retired;
    struct eip__radix *tree;
    struct eip__table *pools;
    struct eip__table *groups;
    struct eip__table *policies; /* NULL: no account has one; policy.h */
    struct eip__group *region;
    struct eip__pool *amazon;
};

/** The border group of this name, or NULL. Wait-free. */
struct eip__group *eip__topology_group(const struct eip__topology *topology,
                                       eip_text name);

/** The pool of this name, or NULL. Wait-free. */
struct eip__pool *eip__topology_pool(const struct eip__topology *topology,
                                     eip_pool_ref ref);

/** The block of the public space that holds the address, or NULL. */
static inline struct eip__range *
eip__topology_range(const struct eip__topology *topology, uint32_t address) {
    return eip__radix_find(topology->tree, address);
}

/** May the account allocate from the pool? Wait-free. */
bool eip__pool_admits(const struct eip__pool *pool, uint64_t account);

/** Where an entry belongs in a table. */
uint64_t eip__topology_hash_group(eip_text name);
uint64_t eip__topology_hash_pool(eip_pool_ref ref);

static inline eip_text eip__group_name(const struct eip__group *group) {
    return (eip_text){group->name, group->name_size, 0};
}

#endif
