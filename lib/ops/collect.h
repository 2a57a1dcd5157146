/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file collect.h  Addresses collected, by order of their allocation. */
#ifndef EIP_OPS_COLLECT_H
#define EIP_OPS_COLLECT_H

#include "ops/held.h"

struct eip__collection {
    struct eip__host *host;
    struct eip__held *held;
    uint64_t count;
    uint64_t room;
    uint64_t expected; /* how many it may come to; 0: not known */
};

/** False: no memory. */
bool eip__collection_add(struct eip__collection *collection,
                         const struct eip__held *held);
/** By order; what is there twice, once. */
void eip__collection_sort(struct eip__collection *collection);
/** Keep what is also in the other; both sorted. */
void eip__collection_intersect(struct eip__collection *collection,
                               const struct eip__collection *other);
void eip__collection_close(struct eip__collection *collection);

/** Visit what the caller, who holds something, holds, in no order, until
 *  `visit` answers false. Exact if the account's head stands still. */
void eip__collect_each(struct eip__call *call,
                       bool (*visit)(void *context,
                                     const struct eip__held *held),
                       void *context);

/** Who collects all that the caller holds. */
struct eip__collector {
    void (*again)(void *context); /* begin anew: forget what was visited */
    bool (*visit)(void *context, const struct eip__held *held);
    void *context;
};

/** Show a collector all that the caller holds, in no order, perhaps something
 *  twice; what it was shown after the last `again` counts, and is as
 *  eip_describe_addresses promises. False: `visit` was. */
bool eip__collect_by(struct eip__call *call,
                     const struct eip__collector *collector);

/** Everything the caller holds, sorted, as eip_describe_addresses promises.
 *  False: no memory. */
bool eip__collect_all(struct eip__call *call,
                      struct eip__collection *collection);

#endif
