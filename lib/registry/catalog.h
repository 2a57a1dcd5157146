/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file catalog.h
 * The administrator's books: every border group, pool and CIDR block, in
 * Judy arrays, from which the topology is built. One administrator at a time,
 * by the catalog's mutex; no operation takes it.
 *
 * Judy asks malloc for its memory, not the engine's allocator. It takes some
 * even to delete, and where there is none loses other entries. So nothing is
 * deleted: an entry is emptied, an empty one counts as none, and when most are
 * empty the others are copied. To insert is safe.
 */
#ifndef EIP_REGISTRY_CATALOG_H
#define EIP_REGISTRY_CATALOG_H

#include "registry/id.h"
#include "registry/topology.h"
#include "space/cidr.h"

#include <pthread.h>

enum { EIP__POOL_KINDS = 4 };

struct eip__catalog {
    eip__a64 topology; /* struct eip__topology */
    struct eip__host *host;
    struct eip__lanes *lanes;
    struct eip__records *records;
    pthread_mutex_t mutex;
    struct eip__group *groups;    /* all, the latest first */
    void *group_names;            /* Judy: name -> group */
    void *pools[EIP__POOL_KINDS]; /* Judy: id -> pool */
    void *ranges;                 /* Judy: base -> range, of the public space */
    eip__a64 range_count;
    uint64_t group_count;
    uint64_t pool_count;
    uint64_t batches;    /* numbers of radix batches */
    uint64_t pools_made; /* numbers of ids made */
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

/** EIP_OK; EIP_ERR_EXISTS; EIP_ERR_OUT_OF_MEMORY. Id 0 makes one. */
eip_status eip__catalog_add_pool(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__pool **result);
/** Give a pool's attributes to it and its spaces. */
void eip__catalog_set_pool(struct eip__catalog *catalog, struct eip__pool *pool,
                           const eip_pool_spec *spec);
/** EIP_OK; EIP_ERR_POOL_IN_USE; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_remove_pool(struct eip__catalog *catalog,
                                    struct eip__pool *pool);
/** EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_share(struct eip__catalog *catalog,
                              struct eip__pool *pool, uint64_t account,
                              bool shared);

/** The block known to the catalog that overlaps, or NULL. */
struct eip__range *eip__catalog_overlap(const struct eip__catalog *catalog,
                                        const struct eip__pool *pool,
                                        eip_cidr cidr);
/** The block exactly as provisioned to this pool, or NULL. */
struct eip__range *eip__catalog_range(const struct eip__catalog *catalog,
                                      const struct eip__pool *pool,
                                      eip_cidr cidr);

/** Provision blocks that do not overlap; sorts them. EIP_OK;
 *  EIP_ERR_OUT_OF_MEMORY; EIP_ERR_TOO_MANY_CIDRS; and nothing changed. */
eip_status eip__catalog_provision(struct eip__catalog *catalog,
                                  struct eip__pool *pool,
                                  struct eip__group *group, eip_cidr *cidrs,
                                  uint32_t count);
/** Remove a block of which every address is withdrawn. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_withdraw(struct eip__catalog *catalog,
                                 struct eip__range *range);

#endif
