/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM's books: which pool has which CIDR, what is allocated out of it, what
 * is free. */
#include "proof/model/model.h"

#include <string.h>

/* -- pools ----------------------------------------------------------------- */

enum { SERVICE_EC2 = 1, ORIGIN_AMAZON = 2 };

int model_locale(const struct model *m, int pool) {
    return pool < PLAIN_POOLS ? m->pool[pool].group : m->ipam[pool].locale;
}

bool model_serves(const struct model *m, int pool) {
    const struct ipam *ipam = &m->ipam[pool];

    return ipam->scope == 0 && ipam->service == SERVICE_EC2 &&
           model_locale(m, pool) != NOBODY;
}

bool model_is_brought(const struct model *m, int pool) {
    const struct ipam *ipam = &m->ipam[pool];

    return ipam->scope == 0 && ipam->source == NOBODY &&
           ipam->origin != ORIGIN_AMAZON;
}

int model_some_ipam(const struct model *m, int from, int account) {
    int pool = from;

    for (int i = IPAM_FIRST; i < POOLS; i++) {
        if (m->ipam[pool].present && model_admits(m, pool, account)) {
            return pool;
        }
        pool = pool + 1 < POOLS ? pool + 1 : IPAM_FIRST;
    }
    return from;
}

/* -- CIDRs ------------------------------------------------------------------- */

static bool is_inside(eip_cidr outer, eip_cidr inner) {
    return outer.prefix_bits <= inner.prefix_bits &&
           eip_cidr_contains(outer, inner.base) != 0;
}

/* Those that failed or have gone only show. */
static bool is_of(const struct ipam_cidr *at, int pool) {
    return at->present && at->pool == pool && at->deed == CIDR_PROVISIONED;
}

struct ipam_cidr *model_ipam_cidr(struct model *m, int pool, eip_cidr cidr) {
    for (int i = 0; i < IPAM_CIDRS; i++) {
        if (is_of(&m->ipam_cidr[i], pool) &&
            is_inside(m->ipam_cidr[i].cidr, cidr)) {
            return &m->ipam_cidr[i];
        }
    }
    return NULL;
}

/* What only shows, and not for long, makes room where there is none. */
static int room_for_cidr(const struct model *m) {
    int i = 0;

    while (i < IPAM_CIDRS && m->ipam_cidr[i].present) {
        i++;
    }
    return i;
}

bool model_has_ipam_room(const struct model *m) {
    int left = 0;

    for (int i = 0; i < ALLOCATIONS; i++) {
        left += !m->allocation[i].present;
    }
    return left > 8 && room_for_cidr(m) < IPAM_CIDRS - 1;
}

struct ipam_cidr *model_add_ipam_cidr(struct model *m, int pool,
                                      eip_cidr cidr) {
    struct ipam_cidr *at = &m->ipam_cidr[room_for_cidr(m)];

    *at = (struct ipam_cidr){.present = true,
                             .pool = (uint8_t)pool,
                             .cidr = cidr,
                             .order = ++m->order};
    return at;
}

uint32_t model_count_ipam_cidrs(const struct model *m, int pool) {
    uint32_t count = 0;

    for (int i = 0; i < IPAM_CIDRS; i++) {
        count += is_of(&m->ipam_cidr[i], pool);
    }
    return count;
}

bool model_ipam_reserves(const struct model *m, eip_cidr cidr) {
    for (uint32_t i = 0; i < m->contiguous_count; i++) {
        if (eip_cidr_overlaps(m->contiguous[i].cidr, cidr) != 0) {
            return true;
        }
    }
    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[i];

        if (is_of(at, at->pool) && m->ipam[at->pool].scope == 0 &&
            eip_cidr_overlaps(at->cidr, cidr) != 0) {
            return true;
        }
    }
    return false;
}

/* Whoever looks at it has settled that nobody holds an address of it. */
void model_end_ipam_cidr(struct model *m, struct ipam_cidr *cidr) {
    int source = m->ipam[cidr->pool].source;

    if (model_serves(m, cidr->pool)) {
        model_cut(m, model_span(m, cidr->pool, cidr->cidr));
    }
    cidr->present = false;
    if (source != NOBODY) {
        model_give_back(m, model_allocation_over(m, source, cidr->cidr));
    }
}

/* -- allocations ----------------------------------------------------------------- */

struct ipam_allocation *model_add_allocation(struct model *m, int pool,
                                             eip_cidr cidr, enum use use) {
    int i = 0;

    while (m->allocation[i].present) {
        i++;
    }
    m->allocation[i] = (struct ipam_allocation){.present = true,
                                                .use = use,
                                                .pool = (uint8_t)pool,
                                                .cidr = cidr,
                                                .order = ++m->order};
    return &m->allocation[i];
}

struct ipam_allocation *model_allocation_over(struct model *m, int pool,
                                              eip_cidr cidr) {
    struct ipam_allocation *first = NULL;

    for (int i = 0; i < ALLOCATIONS; i++) {
        struct ipam_allocation *at = &m->allocation[i];

        if (at->present && at->pool == pool &&
            eip_cidr_overlaps(at->cidr, cidr) != 0 &&
            (first == NULL || at->cidr.base < first->cidr.base)) {
            first = at;
        }
    }
    return first;
}

bool model_has_allocations(const struct model *m, int pool) {
    for (int i = 0; i < ALLOCATIONS; i++) {
        if (m->allocation[i].present && m->allocation[i].pool == pool) {
            return true;
        }
    }
    return false;
}

void model_give_back(struct model *m, struct ipam_allocation *allocation) {
    int pool = allocation->pool;

    allocation->present = false;
    if (model_serves(m, pool)) {
        model_put(m, pool, model_locale(m, pool), allocation->cidr);
    }
}

/* The halves on the way down to it that it is not in. Of these the one that
 * begins where the whole did is what that has become. */
void model_split(struct model *m, int pool, eip_cidr cidr) {
    struct ipam_allocation *whole = model_allocation_over(m, pool, cidr);
    struct ipam_allocation was = *whole;

    whole->present = false;
    for (uint32_t bits = was.cidr.prefix_bits + 1; bits <= cidr.prefix_bits;
         bits++) {
        uint32_t half = UINT32_C(1) << (32 - bits);
        eip_cidr left = {(cidr.base & ~(half - 1)) ^ half, bits};
        struct ipam_allocation *rest =
            model_add_allocation(m, pool, left, was.use);

        rest->resource = was.resource;
        rest->owner = was.owner;
        if (left.base == was.cidr.base) {
            rest->id = was.id;
            rest->order = was.order;
        }
    }
}

/* -- what is free ------------------------------------------------------------------ */

static uint64_t end_of(eip_cidr cidr) {
    return cidr.base + eip_cidr_count(cidr);
}

/* Nobody holds an address of it, and it is not being drained. */
static bool is_unused(const struct model *m, int pool, eip_cidr cidr) {
    struct span span = model_span(m, pool, cidr);
    bool is = true;

    for (int i = 0; i < span.size && model_serves(m, pool); i++) {
        is = is && model_is_free(m, span.first + i);
    }
    return is;
}

/* The address behind what is in the way; 0: nothing is. */
static uint64_t way(struct model *m, const struct ipam_want *want,
                    eip_cidr cidr) {
    const struct ipam_allocation *taken =
        model_allocation_over(m, want->pool, cidr);

    if (taken != NULL) {
        return end_of(taken->cidr);
    }
    for (uint32_t i = 0; i < want->refused_count; i++) {
        if (eip_cidr_overlaps(want->refused[i], cidr) != 0) {
            return end_of(cidr);
        }
    }
    return is_unused(m, want->pool, cidr) ? 0 : end_of(cidr);
}

static bool is_allowed(const struct ipam_want *want, eip_cidr cidr) {
    bool is = want->allowed_count == 0;

    for (uint32_t i = 0; i < want->allowed_count; i++) {
        is = is || is_inside(want->allowed[i], cidr);
    }
    return is;
}

/* The lowest of one CIDR of the pool; above all addresses: none. */
static uint64_t lowest_in(struct model *m, const struct ipam_want *want,
                          eip_cidr inside) {
    uint32_t bits = want->cidr.prefix_bits;
    uint64_t size = UINT64_C(1) << (32 - bits);
    uint64_t at = inside.base;

    while (at + size <= end_of(inside)) {
        eip_cidr cidr = {(uint32_t)at, bits};
        uint64_t next = is_allowed(want, cidr) ? way(m, want, cidr) : at + size;

        if (next == 0) {
            return at;
        }
        at = (next + size - 1) / size * size;
    }
    return UINT64_MAX;
}

static eip_status find_lowest(struct model *m, struct ipam_want *want) {
    uint64_t best = UINT64_MAX;
    uint32_t largest = 33;

    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[i];

        if (is_of(at, want->pool)) {
            uint64_t found = at->cidr.prefix_bits <= want->cidr.prefix_bits
                                 ? lowest_in(m, want, at->cidr)
                                 : UINT64_MAX;

            best = found < best ? found : best;
            largest =
                at->cidr.prefix_bits < largest ? at->cidr.prefix_bits : largest;
        }
    }
    want->cidr.base = (uint32_t)best;
    return best != UINT64_MAX ? EIP_OK
           : largest <= 32 && want->cidr.prefix_bits < largest
               ? EIP_ERR_INVALID_PARAMETER_VALUE
               : EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY;
}

eip_status model_find_free(struct model *m, struct ipam_want *want) {
    if (!want->named) {
        return find_lowest(m, want);
    }
    if (model_ipam_cidr(m, want->pool, want->cidr) == NULL) {
        return EIP_ERR_CIDR_NOT_FOUND;
    }
    if (model_allocation_over(m, want->pool, want->cidr) != NULL) {
        return EIP_ERR_CIDR_CONFLICT;
    }
    return is_unused(m, want->pool, want->cidr) ? EIP_OK : EIP_ERR_CIDR_IN_USE;
}
