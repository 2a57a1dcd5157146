/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file catalog.h
 * The books: every border group, pool and CIDR block, in Judy arrays, from
 * which the topology is built. One at a time, be it the administrator or a
 * caller's operation on pools, by the catalog's mutex; no operation on
 * addresses takes it.
 *
 * A CIDR block is entered as a part: at first all of the range that has its
 * records; where some of it has been cut out, what is left of it, in as few
 * CIDRs as it takes. A range without parts goes.
 *
 * Judy asks malloc for its memory, not the engine's allocator.
 */
#ifndef EIP_REGISTRY_CATALOG_H
#define EIP_REGISTRY_CATALOG_H

#include "registry/byoip.h"
#include "registry/dirty.h"
#include "registry/id.h"
#include "registry/ipam.h"
#include "registry/topology.h"
#include "space/cidr.h"

#include <pthread.h>

enum { EIP__POOL_KINDS = 4 };
_Static_assert(EIP__DIRTY_POOL_LAST - EIP__DIRTY_POOL + 1 == EIP__POOL_KINDS,
               "a set for each kind");

/** A CIDR block as it is provisioned now. */
struct eip__part {
    eip_cidr cidr;
    struct eip__range *range;
    uint64_t lot; /* in a public pool: IPAM's allocation that it is of, or 0 */
    bool draining;
};

struct eip__catalog {
    eip__a64 topology; /* struct eip__topology */
    struct eip__host *host;
    struct eip__lanes *lanes;
    struct eip__records *records;
    pthread_mutex_t mutex;
    struct eip__group *groups;    /* all, the latest first */
    void *pools[EIP__POOL_KINDS]; /* Judy: id -> pool */
    void *parts;                  /* Judy: base -> part, of the public space */
    struct eip__dirty dirty;
    struct eip__byoips byoips;
    struct eip__ipam_books ipam;
    eip__a64 range_count;
    uint64_t group_count;
    uint64_t pool_count;
    uint64_t batches;     /* numbers of radix batches */
    uint64_t pools_made;  /* numbers of ids that pools have had */
    uint64_t pools_ever;  /* serials of pools */
    uint32_t spaces_ever; /* numbers of spaces */
    uint64_t pools_next;  /* the number of the id proposed last */
    struct eip__id_key pool_key;
    uint64_t scatter_key; /* of Amazon's blocks */
    uint64_t cooldown_ms; /* of pools that name none */
};

/** Open with the Region's border group and Amazon's pool. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY; close it in any case. */
eip_status eip__catalog_open(struct eip__catalog *catalog,
                             struct eip__host *host, struct eip__lanes *lanes,
                             struct eip__records *records, uint64_t seed,
                             uint64_t cooldown_ms, eip_text region);
void eip__catalog_close(struct eip__catalog *catalog);

/** EIP_OK; EIP_ERR_EXISTS; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_add_group(struct eip__catalog *catalog, eip_text name,
                                  uint32_t kind);

/** An id that no pool of the kind has, nor had unless it was given one. The
 *  same again until a pool is made of it. */
uint64_t eip__catalog_new_pool_id(struct eip__catalog *catalog, uint32_t kind);
/** The pool of the kind with the least id that is `id` or above, or NULL. */
struct eip__pool *eip__catalog_pool_from(const struct eip__catalog *catalog,
                                         uint32_t kind, uint64_t id);
/** EIP_OK; EIP_ERR_EXISTS; EIP_ERR_OUT_OF_MEMORY. Id 0 makes one. */
eip_status eip__catalog_add_pool(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__pool **result);
/** The same, of an IPAM pool that has these attributes and tags from its
 *  first instant. They are taken over on EIP_OK. */
eip_status eip__catalog_add_ipam(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__ipam *ipam,
                                 struct eip__tagset *tags,
                                 struct eip__pool **result);
/** The same, with all of its one block at the same instant; nobody else can
 *  see the pool without it. Also EIP_ERR_TOO_MANY_CIDRS. */
eip_status eip__catalog_add_pool_with(struct eip__catalog *catalog,
                                      struct eip__lane *lane,
                                      const eip_pool_spec *spec,
                                      struct eip__group *group, eip_cidr cidr,
                                      struct eip__pool **result);
/** Give a pool's attributes to it and its spaces. */
void eip__catalog_set_pool(struct eip__catalog *catalog, struct eip__pool *pool,
                           const eip_pool_spec *spec);
/** EIP_OK; EIP_ERR_POOL_IN_USE; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_remove_pool(struct eip__catalog *catalog,
                                    struct eip__pool *pool);
/** Remove a pool of the public space, not Amazon's, that has had blocks, with
 *  those that it has, of which every address
 *  is withdrawn and none held. EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_drop_pool(struct eip__catalog *catalog,
                                  struct eip__pool *pool);
/** EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_share(struct eip__catalog *catalog,
                              struct eip__pool *pool, uint64_t account,
                              bool shared);

/** The block known to the catalog that overlaps, or NULL. */
struct eip__part *eip__catalog_overlap(const struct eip__catalog *catalog,
                                       const struct eip__pool *pool,
                                       eip_cidr cidr);
/** The block of this pool that has all of the CIDR, or NULL. */
struct eip__part *eip__catalog_part(const struct eip__catalog *catalog,
                                    const struct eip__pool *pool,
                                    eip_cidr cidr);
/** The first block of a range that begins at `from` or after, or NULL. */
struct eip__part *eip__catalog_part_from(const struct eip__catalog *catalog,
                                         const struct eip__range *range,
                                         uint64_t from);

/** Provision blocks that do not overlap; sorts them. One that was cut out of a
 *  block of the pool takes its records up again, its addresses as ones that
 *  nobody has had. EIP_OK; EIP_ERR_OUT_OF_MEMORY; EIP_ERR_TOO_MANY_CIDRS; and
 *  nothing changed. */
eip_status eip__catalog_provision(struct eip__catalog *catalog,
                                  struct eip__lane *lane,
                                  struct eip__pool *pool,
                                  struct eip__group *group, eip_cidr *cidrs,
                                  uint32_t count);
/** A CIDR inside a block, of which every address is withdrawn and none held,
 *  leaves its pool for another of the public space, at one instant: as ones
 *  that nobody has had its addresses are to be had there, as a block of `lot`;
 *  those of different lots stay apart. What becomes of the rest is as of
 *  eip__catalog_cut. EIP_OK; EIP_ERR_OUT_OF_MEMORY; EIP_ERR_TOO_MANY_CIDRS; and
 *  nothing changed. */
eip_status eip__catalog_move(struct eip__catalog *catalog,
                             struct eip__lane *lane, struct eip__part *part,
                             eip_cidr cidr, struct eip__pool *pool,
                             struct eip__group *group, uint64_t lot);
/** Remove a CIDR inside a block, of which every address is withdrawn and none
 *  held: all of it, or the rest stays, in smaller blocks. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_cut(struct eip__catalog *catalog,
                            struct eip__part *part, eip_cidr cidr);
/** Make one block of this and its other half, as long as that is there, of the
 *  same range and lot, and drains if this does: to be called when one of these
 *  has changed. */
void eip__part_join(struct eip__catalog *catalog, struct eip__part *part);

/* -- what has changed (dirty.h) ------------------------------------------------- */

static inline void eip__touch_pool(struct eip__catalog *catalog,
                                   const struct eip__pool *pool) {
    eip__touch(&catalog->dirty, EIP__DIRTY_POOL + pool->ref.kind, pool->ref.id);
}

static inline void eip__touch_range(struct eip__catalog *catalog,
                                    const struct eip__range *range) {
    eip__touch(&catalog->dirty, EIP__DIRTY_RANGE, range->record);
}

static inline void eip__touch_part(struct eip__catalog *catalog,
                                   const struct eip__part *part) {
    eip__touch(&catalog->dirty, EIP__DIRTY_PART,
               (uint64_t)part->range->record << 32 | part->cidr.base);
}

#endif
