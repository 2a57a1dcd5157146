/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what becomes of an allocation to a public pool when a part of it is
 * given back. */
#include "ops/public_pool_ipam.h"

#include "ops/blocks.h"

struct eip__ipam_allocation *
eip__public_allocation(const struct eip__call *call,
                       const struct eip__pool *pool, eip_cidr cidr) {
    const struct eip__catalog *catalog = &call->engine->catalog;
    struct eip__pool *at = eip__catalog_pool_from(catalog, EIP_POOL_IPAM, 0);

    while (at != NULL) {
        struct eip__ipam_allocation *found = eip__ipam_overlap(at->ipam, cidr);

        if (found != NULL && found->use == EIP__IPAM_PUBLIC_POOL &&
            found->resource.id == pool->ref.id) {
            return found;
        }
        at = at->ref.id == UINT64_MAX
                 ? NULL
                 : eip__catalog_pool_from(catalog, EIP_POOL_IPAM,
                                          at->ref.id + 1);
    }
    return NULL;
}

struct eip__ipam_allocation *
eip__public_new_allocation(struct eip__call *call, struct eip__pool *from,
                           const struct eip__pool *to, eip_cidr cidr) {
    struct eip__ipam_allocation *allocation =
        eip__host_allocate_zeroed(&call->engine->host, sizeof *allocation);

    if (allocation != NULL) {
        allocation->cidr = cidr;
        allocation->pool = from;
        allocation->number = eip__ipam_number(&call->engine->catalog.ipam);
        allocation->owner = to->owner;
        allocation->resource = to->ref;
        allocation->use = EIP__IPAM_PUBLIC_POOL;
    }
    return allocation;
}

/* -- a part of an allocation ----------------------------------------------------------- */

/** What is left of it, at the most one for each bit of a CIDR. */
struct rest {
    struct eip__ipam_allocation *allocation[32];
    uint32_t count;
    uint32_t shrunk_bits; /* what it becomes itself; 0: nothing */
};

static void forget(struct eip__call *call, struct rest *rest) {
    while (rest->count > 0) {
        eip__ipam_remove(&call->engine->catalog.ipam, &call->engine->host,
                         rest->allocation[--rest->count]);
    }
}

/* On the way down to the CIDR, the half that the way does not take. The one
 * that begins where the allocation does is what it becomes itself. */
static bool split(struct eip__call *call,
                  const struct eip__ipam_allocation *whole, eip_cidr cidr,
                  struct rest *rest) {
    struct eip__ipam_books *books = &call->engine->catalog.ipam;

    for (uint32_t bits = whole->cidr.prefix_bits + 1; bits <= cidr.prefix_bits;
         bits++) {
        uint32_t half = UINT32_C(1) << (32 - bits);
        eip_cidr left = {(cidr.base & ~(half - 1)) ^ half, bits};
        struct eip__ipam_allocation *allocation;

        if (left.base == whole->cidr.base) {
            rest->shrunk_bits = bits;
            continue;
        }
        allocation =
            eip__host_allocate_zeroed(&call->engine->host, sizeof *allocation);
        if (allocation == NULL) {
            return false;
        }
        *allocation = (struct eip__ipam_allocation){
            .cidr = left,
            .pool = whole->pool,
            .number = eip__ipam_number(books),
            .owner = whole->owner,
            .resource = whole->resource,
            .use = whole->use,
        };
        if (!eip__ipam_enter(books, allocation)) {
            eip__ipam_allocation_free(&call->engine->host, allocation);
            return false;
        }
        rest->allocation[rest->count++] = allocation;
    }
    return true;
}

static struct eip__group *group_of(const struct eip__pool *ipam_pool) {
    const struct eip__space *space = eip__pointer(eip__hint(&ipam_pool->space));

    return space != NULL && space->range_count != 0 ? space->group
                                                    : ipam_pool->ipam->locale;
}

static eip_status move_words(struct eip__call *call, struct eip__part *part,
                             struct eip__pool *to, eip_cidr cidr) {
    struct eip__range *range = part->range;
    struct eip__catalog *catalog = &call->engine->catalog;
    eip_status status = eip__blocks_unused(call, part, cidr);
    uint64_t held;

    if (status != EIP_OK) {
        return status;
    }
    held = eip__blocks_withdraw(call, part, cidr);
    if (held != 0) {
        status = eip__blocks_in_use(call, cidr, held);
    } else if (to->ipam->serves) {
        status = eip__catalog_move(catalog, call->lane, part, cidr, to,
                                   group_of(to), 0);
    } else {
        status = eip__catalog_cut(catalog, part, cidr);
    }
    if (status != EIP_OK && !part->draining) {
        eip__cidr_restore(range->space, call->lane, range, cidr);
    }
    return status == EIP_OK || status == EIP_ERR_CIDR_IN_USE
               ? status
               : eip__call_fail(call, status);
}

eip_status eip__public_give_back(struct eip__call *call, struct eip__part *part,
                                 struct eip__ipam_allocation *allocation,
                                 eip_cidr cidr) {
    struct eip__ipam_books *books = &call->engine->catalog.ipam;
    struct rest rest = {.count = 0};
    eip_status status = split(call, allocation, cidr, &rest)
                            ? EIP_OK
                            : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);

    if (status == EIP_OK) {
        status = move_words(call, part, allocation->pool, cidr);
    }
    if (status != EIP_OK) {
        forget(call, &rest);
        return status;
    }
    if (rest.shrunk_bits != 0) {
        allocation->cidr.prefix_bits = rest.shrunk_bits;
        eip__ipam_touch(books, allocation);
    } else {
        eip__ipam_remove(books, &call->engine->host, allocation);
    }
    return EIP_OK;
}
