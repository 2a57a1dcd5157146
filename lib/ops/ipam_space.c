/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns that a CIDR's words are in the blocks of the pool that it is free in,
 * and nowhere else. */
#include "ops/ipam_space.h"

/* -- pools ------------------------------------------------------------------------- */

eip_status eip__ipam_pool(struct eip__call *call, const char *field,
                          eip_text id, struct eip__pool **pool) {
    *pool = eip__books_pool(call, id, EIP_POOL_IPAM);
    return *pool != NULL ? EIP_OK : eip__call_fail_ipam_pool(call, field, id);
}

eip_status eip__ipam_own_pool(struct eip__call *call, const char *field,
                              eip_text id, struct eip__pool **pool) {
    *pool = eip__books_pool(call, id, EIP_POOL_IPAM);
    return *pool != NULL && (*pool)->owner == call->number
               ? EIP_OK
               : eip__call_fail_ipam_pool(call, field, id);
}

/* -- words -------------------------------------------------------------------------- */

eip_status eip__ipam_serve(struct eip__call *call, struct eip__pool *pool,
                           eip_cidr cidr) {
    struct eip__blocks blocks = {call, pool, pool->ipam->locale, &cidr, 1};

    return pool->ipam->serves ? eip__blocks_add(&blocks) : EIP_OK;
}

/* The block of a CIDR of the pool; NULL: the pool has no words. */
static eip_status find_part(struct eip__call *call,
                            const struct eip__pool *pool, eip_cidr cidr,
                            struct eip__part **part) {
    *part = NULL;
    return pool->ipam->serves ? eip__blocks_find_over(call, pool, cidr, part)
                              : EIP_OK;
}

eip_status eip__ipam_unserve(struct eip__call *call, struct eip__pool *pool,
                             eip_cidr cidr) {
    struct eip__part *part;
    eip_status status = find_part(call, pool, cidr, &part);

    return part != NULL ? eip__blocks_remove_unused(call, part, cidr) : status;
}

eip_status eip__ipam_unused(struct eip__call *call, struct eip__pool *pool,
                            eip_cidr cidr) {
    struct eip__part *part;
    eip_status status = find_part(call, pool, cidr, &part);

    return part != NULL ? eip__blocks_unused(call, part, cidr) : status;
}

void eip__ipam_mend(struct eip__call *call, struct eip__pool *pool) {
    struct eip__ipam_books *books = &call->engine->catalog.ipam;
    struct eip__ipam *ipam = pool->ipam;
    struct eip__ipam_allocation *at =
        ipam->owed == 0 ? NULL : eip__ipam_from(ipam, 0);

    while (at != NULL) {
        uint64_t next = at->cidr.base + eip_cidr_count(at->cidr);

        if (at->use == EIP__IPAM_OWED &&
            eip__ipam_serve(call, pool, at->cidr) == EIP_OK) {
            eip__ipam_remove(books, &call->engine->host, at);
        }
        at = eip__ipam_from(ipam, next);
    }
}

/* -- finding -------------------------------------------------------------------------- */

static eip_status fail_taken(struct eip__call *call, eip_cidr cidr) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                     "The CIDR %s overlaps an allocation of the pool", text);
}

/* Nobody holds an address of it, and it is to stay in the pool. */
static eip_status check_named(struct eip__call *call,
                              const struct eip__ipam_want *want) {
    struct eip__part *part;
    eip_status status = find_part(call, want->pool, want->cidr, &part);
    char text[EIP_CIDR_TEXT_SIZE];

    if (part == NULL) {
        return status;
    }
    if (part->draining) {
        (void)eip_cidr_format(want->cidr, text);
        return eip__fail(call->error, EIP_ERR_CIDR_IN_USE, "Cidr",
                         "The CIDR %s is being drained", text);
    }
    return eip__blocks_unused(call, part, want->cidr);
}

static eip_status find_named(struct eip__call *call,
                             const struct eip__ipam_want *want) {
    const struct eip__ipam *ipam = want->pool->ipam;
    char text[EIP_CIDR_TEXT_SIZE];

    if (eip__ipam_cidr_over(ipam, want->cidr) == NULL) {
        (void)eip_cidr_format(want->cidr, text);
        return eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                         "The CIDR %s is not provisioned to the pool", text);
    }
    if (eip__ipam_overlap(ipam, want->cidr) != NULL) {
        return fail_taken(call, want->cidr);
    }
    return check_named(call, want);
}

/** A search in one CIDR. */
struct search {
    struct eip__call *call;
    const struct eip__ipam_want *want;
    uint64_t from; /* no lower */
    uint64_t best; /* base of the lowest found; above all: none */
};

#define NOWHERE UINT64_MAX

/* The address behind what is in the way of this CIDR, or 0. */
static uint64_t way(const struct search *search, eip_cidr cidr) {
    const struct eip__ipam_want *want = search->want;
    const struct eip__ipam_allocation *taken =
        eip__ipam_overlap(want->pool->ipam, cidr);
    const struct eip__part *part;

    if (taken != NULL) {
        return taken->cidr.base + eip_cidr_count(taken->cidr);
    }
    for (uint32_t i = 0; i < want->refused_count; i++) {
        if (eip_cidr_overlaps(want->refused[i], cidr)) {
            return want->refused[i].base + eip_cidr_count(want->refused[i]);
        }
    }
    if (!want->pool->ipam->serves) {
        return 0;
    }
    part = eip__catalog_part(&search->call->engine->catalog, want->pool, cidr);
    return part == NULL || part->draining ||
                   eip__blocks_held(search->call, part, cidr) != 0
               ? cidr.base + eip_cidr_count(cidr)
               : 0;
}

static uint64_t align(uint64_t at, uint64_t size) {
    return (at + size - 1) / size * size;
}

/* The lowest free CIDR inside this one, if it is lower than the best. */
static void search_in(struct search *search, eip_cidr inside) {
    eip_cidr cidr = search->want->cidr;
    uint64_t size = eip_cidr_count(cidr);
    uint64_t end = inside.base + eip_cidr_count(inside);
    uint64_t at =
        align(search->from > inside.base ? search->from : inside.base, size);
    uint64_t next = 1;

    while (next != 0 && at + size <= end && at < search->best) {
        cidr.base = (uint32_t)at;
        next = way(search, cidr);
        if (next == 0) {
            search->best = at;
        }
        at = align(next, size);
    }
}

/* Two CIDRs that overlap have the smaller one in common. */
static void search_allowed(struct search *search, eip_cidr inside) {
    const struct eip__ipam_want *want = search->want;

    if (want->allowed_count == 0) {
        search_in(search, inside);
    }
    for (uint32_t i = 0; i < want->allowed_count; i++) {
        if (eip_cidr_overlaps(want->allowed[i], inside)) {
            search_in(search, want->allowed[i].prefix_bits > inside.prefix_bits
                                  ? want->allowed[i]
                                  : inside);
        }
    }
}

static eip_status find_lowest(struct eip__call *call,
                              const struct eip__ipam_want *want, uint64_t from,
                              eip_cidr *cidr) {
    struct search search = {call, want, from, NOWHERE};
    uint32_t largest = 33;
    uint32_t count = 0;

    for (const struct eip__ipam_cidr *at = want->pool->ipam->cidrs; at != NULL;
         at = at->next) {
        if (at->deed == EIP__IPAM_PROVISIONED) {
            count++;
            if (at->cidr.prefix_bits < largest) {
                largest = at->cidr.prefix_bits;
            }
            search_allowed(&search, at->cidr);
        }
    }
    *cidr = want->cidr;
    cidr->base = (uint32_t)search.best;
    if (search.best != NOWHERE) {
        return EIP_OK;
    }
    return count != 0 && want->cidr.prefix_bits < largest
               ? eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "NetmaskLength",
                           "The allocation size is too big for the pool.")
               : eip__fail(call->error, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                           "NetmaskLength", NULL);
}

static eip_status find_from(struct eip__call *call,
                            const struct eip__ipam_want *want, uint64_t from,
                            eip_cidr *cidr) {
    if (!want->named) {
        return find_lowest(call, want, from, cidr);
    }
    *cidr = want->cidr;
    return find_named(call, want);
}

eip_status eip__ipam_find(struct eip__call *call,
                          const struct eip__ipam_want *want, eip_cidr *cidr) {
    eip__ipam_mend(call, want->pool);
    return find_from(call, want, 0, cidr);
}

/* -- taking ------------------------------------------------------------------------------ */

struct eip__ipam_allocation *eip__ipam_allocation_new(struct eip__call *call,
                                                      enum eip__ipam_use use) {
    struct eip__ipam_allocation *allocation =
        eip__host_allocate_zeroed(&call->engine->host, sizeof *allocation);

    if (allocation != NULL) {
        allocation->use = use;
        allocation->owner = call->number;
        allocation->number = eip__ipam_number(&call->engine->catalog.ipam);
    }
    return allocation;
}

/* In the books first: that may fail, and is undone without memory. */
static eip_status take(struct eip__call *call,
                       struct eip__ipam_allocation *allocation) {
    struct eip__ipam_books *books = &call->engine->catalog.ipam;
    eip_status status;

    if (!eip__ipam_enter(books, allocation)) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    status = eip__ipam_unserve(call, allocation->pool, allocation->cidr);
    if (status != EIP_OK) {
        eip__ipam_leave(books, allocation);
    }
    return status;
}

/* Somebody may be given an address of what was found: then the next is sought,
 * unless the one is named. */
eip_status eip__ipam_take(struct eip__call *call,
                          const struct eip__ipam_want *want,
                          struct eip__ipam_allocation *allocation) {
    uint64_t from = 0;
    eip_status status;

    eip__ipam_mend(call, want->pool);
    allocation->pool = want->pool;
    do {
        status = find_from(call, want, from, &allocation->cidr);
        if (status == EIP_OK) {
            status = take(call, allocation);
            from = allocation->cidr.base + eip_cidr_count(allocation->cidr);
        }
    } while (status == EIP_ERR_CIDR_IN_USE && !want->named);
    return status;
}

/* -- giving ------------------------------------------------------------------------------ */

void eip__ipam_give(struct eip__call *call,
                    struct eip__ipam_allocation *allocation) {
    struct eip__pool *pool = allocation->pool;

    allocation->use = EIP__IPAM_OWED;
    eip__ipam_touch(&call->engine->catalog.ipam, allocation);
    pool->ipam->owed++;
    eip__ipam_mend(call, pool);
}

void eip__ipam_give_to_source(struct eip__call *call,
                              const struct eip__pool *pool, eip_cidr cidr) {
    struct eip__pool *source = pool->ipam->source;

    if (source != NULL) {
        eip__ipam_give(call, eip__ipam_overlap(source->ipam, cidr));
    }
}

/* -- the administrator's ------------------------------------------------------------------- */

void eip__ipam_taken(struct eip__call *call, struct eip__pool *pool,
                     eip_cidr cidr) {
    struct eip__ipam_cidr *entry = eip__ipam_cidr_at(pool->ipam, cidr);

    eip__ipam_close_cidr(&call->engine->catalog.ipam, pool->ipam, entry);
    eip__ipam_drop_cidr(&call->engine->host, pool->ipam, entry);
    eip__ipam_give_to_source(call, pool, cidr);
}

eip_status eip__ipam_add(struct eip__blocks *blocks) {
    struct eip__call *call = blocks->call;
    struct eip__ipam_books *books = &call->engine->catalog.ipam;
    struct eip__ipam *ipam = blocks->pool->ipam;
    eip_status status = EIP_OK;
    uint32_t entered = 0;

    for (; entered < blocks->count; entered++) {
        struct eip__ipam_cidr *entry =
            eip__host_allocate_zeroed(&call->engine->host, sizeof *entry);

        if (entry != NULL) {
            entry->cidr = blocks->cidrs[entered];
            entry->number = eip__ipam_number(books);
            entry->top = true;
        }
        if (entry == NULL || !eip__ipam_enter_cidr(books, ipam, entry)) {
            eip__host_release(&call->engine->host, entry, sizeof *entry);
            status = eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
            break;
        }
    }
    if (status == EIP_OK) {
        status = eip__blocks_add(blocks);
    }
    if (status == EIP_OK) {
        ipam->locale = blocks->group; /* the pool is touched with its space */
        return EIP_OK;
    }
    /* Sorted or not, these are the same ones, or the first of them. */
    while (entered > 0) {
        eip__ipam_taken(call, blocks->pool, blocks->cidrs[--entered]);
    }
    return status;
}
