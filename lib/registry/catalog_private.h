/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file catalog_private.h  Between catalog.c, _pool.c and _cidr.c. */
#ifndef EIP_REGISTRY_CATALOG_PRIVATE_H
#define EIP_REGISTRY_CATALOG_PRIVATE_H

#include "registry/catalog.h"

/** Publish a copy of `next`; retire what it no longer has of the last one,
 *  tree nodes apart. EIP_OK or EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_publish(struct eip__catalog *catalog,
                                const struct eip__topology *next);

/** A copy of the newest topology. */
static inline struct eip__topology
eip__catalog_current(const struct eip__catalog *catalog) {
    const struct eip__topology *now =
        eip__pointer(eip__hint(&catalog->topology));

    return *now;
}

/** A table of the pools that there are; NULL: no memory. */
struct eip__table *
eip__catalog_table_of_pools(const struct eip__catalog *catalog);
/** For eip__retire. */
void eip__catalog_free_table(struct eip__host *host,
                             struct eip__retired *retired);
void eip__catalog_free_pool(struct eip__host *host,
                            struct eip__retired *retired);
/** NULL is ignored. */
void eip__catalog_free_space(struct eip__host *host, struct eip__space *space);

/** Give a pool's attributes to a space of it. */
void eip__catalog_equip(const struct eip__pool *pool, struct eip__space *space);

/** The place of an entry of a Judy array, made if need be: empty, or with the
 *  value that it has. NULL: out of memory. */
void **eip__catalog_enter(void **judy, uint64_t index);

/** Take an entry out of a Judy array. Judy may lack the memory for that (it
 *  makes the array smaller by copying), so the entry loses its value first,
 *  and everywhere an entry without a value is none. */
void eip__catalog_forget(void **judy, uint64_t index);

/** At the end: free every range that is still provisioned. */
void eip__catalog_free_ranges(struct eip__catalog *catalog);

#endif
