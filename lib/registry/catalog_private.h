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

/** Copy what a JudyL array holds into a new one, if most of it are entries
 *  that were emptied; `live` are known to be in use. */
void eip__catalog_tidy(void **judy, uint64_t live);

/** At the end: free every range that is still provisioned. */
void eip__catalog_free_ranges(struct eip__catalog *catalog);

#endif
