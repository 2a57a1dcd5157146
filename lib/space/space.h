/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file space.h
 * A space: the addresses of one pool in one border group.
 *
 * The parts: record.h has the truth, layout.h says where to look, hint.h
 * offers and withdraws hints, pick.h finds a free address in the policy's
 * order, cool.h keeps released addresses apart by age, dry.h proves that
 * there is none, cidr.h adds and drains CIDR blocks.
 *
 * A pick only finds: whoever picked takes the address by stepping its word
 * from the value found (registry/ledger.h), or gives the hint back.
 */
#ifndef EIP_SPACE_SPACE_H
#define EIP_SPACE_SPACE_H

#include "eip/admin.h"
#include "space/layout.h"

/** The time of a call: read when first asked for, and once. */
struct eip__moment {
    struct eip__host *host;
    uint64_t now_ms;
    bool known;
};

static inline uint64_t eip__moment_now(struct eip__moment *moment) {
    if (!moment->known) {
        moment->now_ms = eip__host_now(moment->host);
        moment->known = true;
    }
    return moment->now_ms;
}

enum { EIP__HANDS = 64 };

struct eip__space {
    struct eip__retired retired;
    struct eip__host *host;
    struct eip__lanes *lanes;
    struct eip__records *records;
    eip__a64 layout; /* struct eip__layout, or 0 */
    eip__a32 policy; /* EIP_POLICY_..., never DEFAULT */
    eip__a32 flags;  /* EIP_POOL_... */
    eip__a64 cooldown_ms;
    bool scattered;  /* its blocks are, by this key */
    uint32_t number; /* of the engine's spaces, from 0 */
    uint64_t key;
    void *pool;  /* the registry's */
    void *group; /* the registry's */

    _Alignas(64) eip__a64 dry; /* see dry.h */
    eip__a64 proven;           /* the value of `dry` proven empty, or 0 */
    eip__a64 dry_since;        /* the value of `dry` when it was turned on */

    _Alignas(64) eip__a64 ring; /* see cool.h */
    eip__a64 past[EIP__MARKS];  /* see cool.h */
    eip__a64 began[EIP__RING];  /* hints: when each bucket began last, ms */

    _Alignas(64) eip__a64 cursor; /* hint: the address after the last picked */
    eip__a64 low;                 /* hint: see order.h */
    eip__a64 reserved; /* 1: lanes may have hints in reserve (reserve.h) */
    eip__a64 cut;      /* addresses of parts that were taken out */

    /* Hints: leaves from which to look on; each lane goes by a line of them. */
    _Alignas(64) eip__a64 hand[EIP__HANDS];

    /* administration only: */
    struct eip__range **ranges; /* by address */
    uint32_t range_count;
    uint32_t range_capacity;
    uint32_t *spares; /* indexes of ranges that are gone */
    uint32_t spare_count;
    uint32_t spare_capacity;
    uint32_t index_count; /* indexes below this are in use or spare */
};

/** An address found: its word as it was. */
struct eip__pick {
    struct eip__range *range;
    uint64_t before;
    uint32_t record;
};

void eip__space_init(struct eip__space *space, struct eip__host *host,
                     struct eip__lanes *lanes, struct eip__records *records);
/** Free what it owns; nobody refers to it. */
void eip__space_fini(struct eip__space *space);
/** That, and the space itself; for eip__retire. */
void eip__space_free(struct eip__host *host, struct eip__retired *retired);

static inline struct eip__layout *
eip__space_layout(const struct eip__space *space) {
    return eip__pointer(eip__read(&space->layout));
}

/** What a space holds, by looking at every word. Wait-free. */
struct eip__census {
    uint64_t capacity, held, free, cooling, draining, withdrawn, retired;
    uint64_t never_allocated, cidrs;
};
void eip__space_count(const struct eip__space *space,
                      struct eip__moment *moment, struct eip__census *census);

#endif
