/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which CIDRs a top-level pool may be given. */
#include "ops/ipam_top.h"

#include "ops/byoip.h"

static eip_status fail_conflict(struct eip__call *call, eip_cidr cidr) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                     "The CIDR %s overlaps a range that is provisioned", text);
}

eip_status eip__ipam_free_public(struct eip__call *call, const eip_cidr *cidr) {
    struct eip__catalog *catalog = &call->engine->catalog;

    return !eip__byoip_overlaps(&catalog->byoips, &call->engine->host, *cidr,
                                eip__byoip_now(call)) &&
                   eip__catalog_overlap(catalog, call->topology->amazon,
                                        *cidr) == NULL &&
                   !eip__ipam_reserves(&catalog->ipam, *cidr)
               ? EIP_OK
               : fail_conflict(call, *cidr);
}

/* Private scopes are apart from each other. */
eip_status eip__ipam_free_private(struct eip__call *call,
                                  const struct eip__pool *of, eip_cidr *cidr) {
    const struct eip__catalog *catalog = &call->engine->catalog;
    struct eip__pool *pool = eip__catalog_pool_from(catalog, EIP_POOL_IPAM, 0);

    while (pool != NULL) {
        const struct eip__ipam_cidr *at =
            pool->ipam->scope == of->ipam->scope ? pool->ipam->cidrs : NULL;

        for (; at != NULL; at = at->next) {
            if (at->top && at->deed == EIP__IPAM_PROVISIONED &&
                eip_cidr_overlaps(at->cidr, *cidr)) {
                return fail_conflict(call, *cidr);
            }
        }
        pool = pool->ref.id == UINT64_MAX
                   ? NULL
                   : eip__catalog_pool_from(catalog, EIP_POOL_IPAM,
                                            pool->ref.id + 1);
    }
    return EIP_OK;
}

static uint32_t count_blocks(const struct eip__call *call) {
    const struct eip__catalog *catalog = &call->engine->catalog;
    struct eip__pool *pool = eip__catalog_pool_from(catalog, EIP_POOL_IPAM, 0);
    uint32_t count = 0;

    while (pool != NULL) {
        const struct eip__ipam_cidr *at =
            pool->owner == call->number ? pool->ipam->cidrs : NULL;

        for (; at != NULL; at = at->next) {
            count += at->contiguous && at->deed == EIP__IPAM_PROVISIONED;
        }
        pool = pool->ref.id == UINT64_MAX
                   ? NULL
                   : eip__catalog_pool_from(catalog, EIP_POOL_IPAM,
                                            pool->ref.id + 1);
    }
    return count;
}

/* The lowest free block of the contiguous space in the pool's locale. */
static bool find_block(struct eip__call *call, const struct eip__pool *of,
                       eip_cidr *cidr) {
    const struct eip__ipam_books *books = &call->engine->catalog.ipam;
    uint64_t size = eip_cidr_count(*cidr);
    const struct eip__ipam_block *block = eip__ipam_block_from(books, 0);

    while (block != NULL) {
        uint64_t at = block->cidr.base;
        uint64_t end = at + eip_cidr_count(block->cidr);

        while (block->group == of->ipam->locale && at + size <= end) {
            const struct eip__ipam_cidr *taken;

            cidr->base = (uint32_t)at;
            taken = eip__ipam_top(books, *cidr);
            if (taken == NULL) {
                return true;
            }
            at = taken->cidr.base + eip_cidr_count(taken->cidr);
            at = (at + size - 1) / size * size;
        }
        block = eip__ipam_block_from(books, (uint64_t)block->cidr.base + 1);
    }
    return false;
}

eip_status eip__ipam_free_block(struct eip__call *call,
                                const struct eip__pool *of, eip_cidr *cidr) {
    if (count_blocks(call) >= EIP_IPAM_BLOCKS_MAX) {
        return eip__fail(call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                         "NetmaskLength",
                         "The number of contiguous blocks has reached the "
                         "maximum of %d",
                         EIP_IPAM_BLOCKS_MAX);
    }
    if (of->ipam->locale == NULL) {
        return eip__fail(call->error, EIP_ERR_INCORRECT_STATE, "IpamPoolId",
                         "A pool of Amazon's addresses needs a locale");
    }
    return find_block(call, of, cidr)
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                           "NetmaskLength", NULL);
}
