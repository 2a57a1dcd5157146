/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file catalog_private.h  Between catalog.c and catalog_cidr.c. */
#ifndef EIP_REGISTRY_CATALOG_PRIVATE_H
#define EIP_REGISTRY_CATALOG_PRIVATE_H

#include "registry/catalog.h"

/** Publish a copy of `next`; retire what it no longer has of the last one,
 *  tree nodes apart. EIP_OK or EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_publish(struct eip__catalog *catalog,
                                const struct eip__topology *next);

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
