/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file coip.h  What the operations on CoIP pools share. */
#ifndef EIP_OPS_COIP_H
#define EIP_OPS_COIP_H

#include "eip/coip.h"
#include "ops/books.h"
#include "ops/results.h"

/** What is shown of a pool: one that is there, or one to come. */
struct eip__coip_shown {
    uint64_t id;
    uint64_t owner;
    const char *route_table; /* terminated, lives as long as the pool */
    const struct eip__tagset *tags;
    const struct eip__space *space; /* NULL: no blocks */
};

struct eip__coip_shown eip__coip_show(const struct eip__pool *pool);

/** Add a pool to a list. False: no memory. */
bool eip__coip_list_add(const struct eip__call *call, struct eip__results *list,
                        const struct eip__coip_shown *shown);

/** The pool, to be looked at. EIP_OK; EIP_ERR_POOL_NOT_FOUND. */
eip_status eip__coip_pool(struct eip__call *call, const char *field,
                          eip_text id, struct eip__pool **pool);

/** The pool, to be changed: by its owner. That, or EIP_ERR_UNAUTHORIZED. */
eip_status eip__coip_own_pool(struct eip__call *call, const char *field,
                              eip_text id, struct eip__pool **pool);

#endif
