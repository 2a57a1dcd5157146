/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is wrong with CIDR blocks, and their removal only when unused. */
#include "ops/blocks.h"

#include "base/sort.h"

/* -- giving ------------------------------------------------------------------------ */

static eip_status check_cidr(const struct eip__blocks *blocks,
                             const eip_cidr *cidr, uint32_t index) {
    const struct eip__part *part;
    char one[EIP_CIDR_TEXT_SIZE];
    char other[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    if (!eip_cidr_is_valid(*cidr) || cidr->prefix_bits < 8) {
        (void)eip_ipv4_format(cidr->base, one);
        status = eip__fail(blocks->call->error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                           "Value (%s/%u) for parameter cidr is invalid. A "
                           "block is /8 to /32 and has no host bits",
                           one, cidr->prefix_bits);
        eip__fail_index(blocks->call->error, index);
        return status;
    }
    part = eip__catalog_overlap(&blocks->call->engine->catalog, blocks->pool,
                                *cidr);
    if (part == NULL) {
        return EIP_OK;
    }
    (void)eip_cidr_format(*cidr, one);
    (void)eip_cidr_format(part->cidr, other);
    status =
        eip__fail(blocks->call->error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                  "The CIDR %s overlaps %s, which is provisioned", one, other);
    eip__fail_index(blocks->call->error, index);
    return status;
}

struct numbered {
    eip_cidr cidr;
    uint32_t index;
};

static uint64_t base_and_index(const void *item) {
    const struct numbered *numbered = item;

    return (uint64_t)numbered->cidr.base << 32 | numbered->index;
}

/* Sorted, only neighbours can overlap. */
static eip_status check_batch(const struct eip__blocks *blocks) {
    struct eip__host *host = &blocks->call->engine->host;
    struct numbered *sorted =
        eip__host_allocate(host, blocks->count * sizeof *sorted);
    eip_status status = EIP_OK;
    char one[EIP_CIDR_TEXT_SIZE];
    char other[EIP_CIDR_TEXT_SIZE];

    if (sorted == NULL) {
        return eip__call_fail(blocks->call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        sorted[i] = (struct numbered){blocks->cidrs[i], i};
    }
    eip__sort(sorted, blocks->count, sizeof *sorted, base_and_index);
    for (uint32_t i = 1; i < blocks->count && status == EIP_OK; i++) {
        if (eip_cidr_overlaps(sorted[i - 1].cidr, sorted[i].cidr)) {
            (void)eip_cidr_format(sorted[i].cidr, one);
            (void)eip_cidr_format(sorted[i - 1].cidr, other);
            status = eip__fail(
                blocks->call->error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                "The CIDR %s overlaps %s of the same request", one, other);
            eip__fail_index(blocks->call->error, sorted[i].index);
        }
    }
    eip__host_release(host, sorted, blocks->count * sizeof *sorted);
    return status;
}

eip_status eip__blocks_room(struct eip__call *call, uint32_t count) {
    return eip__hint(&call->engine->catalog.range_count) + count <=
                   EIP_LIMIT_CIDRS
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_TOO_MANY_CIDRS);
}

eip_status eip__blocks_check(struct eip__blocks *blocks) {
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < blocks->count && status == EIP_OK; i++) {
        status = check_cidr(blocks, &blocks->cidrs[i], i);
    }
    if (status == EIP_OK) {
        status = check_batch(blocks);
    }
    return status == EIP_OK ? eip__blocks_room(blocks->call, blocks->count)
                            : status;
}

eip_status eip__blocks_add(struct eip__blocks *blocks) {
    eip_status status = eip__catalog_provision(
        &blocks->call->engine->catalog, blocks->call->lane, blocks->pool,
        blocks->group, blocks->cidrs, blocks->count);

    return status == EIP_OK ? EIP_OK : eip__call_fail(blocks->call, status);
}

/* -- taking ------------------------------------------------------------------------ */

eip_status eip__blocks_find_over(struct eip__call *call,
                                 const struct eip__pool *pool, eip_cidr cidr,
                                 struct eip__part **part) {
    char text[EIP_CIDR_TEXT_SIZE];

    *part = eip__catalog_part(&call->engine->catalog, pool, cidr);
    if (*part != NULL) {
        return EIP_OK;
    }
    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                     "The CIDR %s is not provisioned to the pool", text);
}

eip_status eip__blocks_find(struct eip__call *call,
                            const struct eip__pool *pool, eip_cidr cidr,
                            struct eip__part **part) {
    eip_status status = eip__blocks_find_over(call, pool, cidr, part);
    char text[EIP_CIDR_TEXT_SIZE];

    if (status != EIP_OK || (*part)->cidr.prefix_bits == cidr.prefix_bits) {
        return status;
    }
    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                     "The CIDR %s is not provisioned to the pool", text);
}

eip_status eip__blocks_in_use(struct eip__call *call, eip_cidr cidr,
                              uint64_t held) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_IN_USE, "Cidr",
                     "%llu addresses of the CIDR %s are allocated",
                     (unsigned long long)held, text);
}

uint64_t eip__blocks_held(struct eip__call *call, const struct eip__part *part,
                          eip_cidr cidr) {
    const struct eip__range *range = part->range;
    uint64_t held = 0;

    for (uint64_t i = 0; i < eip_cidr_count(cidr); i++) {
        const eip__a64 *place =
            eip__records_word(range->records, eip__cidr_record(range, cidr, i));
        uint64_t word;

        do {
            word = eip__read(place);
        } while (eip__call_settle_word(call, word));
        held += eip__word_is_held(word);
    }
    return held;
}

uint64_t eip__blocks_withdraw(struct eip__call *call,
                              const struct eip__part *part, eip_cidr cidr) {
    struct eip__range *range = part->range;

    return eip__cidr_withdraw(range->space, range, cidr) == 0
               ? 0
               : eip__blocks_held(call, part, cidr);
}

eip_status eip__blocks_unused(struct eip__call *call,
                              const struct eip__part *part, eip_cidr cidr) {
    uint64_t held = eip__blocks_held(call, part, cidr);

    return held == 0 ? EIP_OK : eip__blocks_in_use(call, cidr, held);
}

static eip_status cut(struct eip__call *call, struct eip__part *part,
                      eip_cidr cidr) {
    eip_status status = eip__catalog_cut(&call->engine->catalog, part, cidr);

    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

/* Looked at before any word is withdrawn, so that one that is plainly in use
 * is not closed to others even for a moment. */
eip_status eip__blocks_remove_unused(struct eip__call *call,
                                     struct eip__part *part, eip_cidr cidr) {
    struct eip__range *range = part->range;
    eip_status status = eip__blocks_unused(call, part, cidr);
    uint64_t held;

    if (status != EIP_OK) {
        return status;
    }
    held = eip__blocks_withdraw(call, part, cidr);
    status = held != 0 ? eip__blocks_in_use(call, cidr, held)
                       : cut(call, part, cidr);
    if (status != EIP_OK && !part->draining) {
        eip__cidr_restore(range->space, call->lane, range, cidr);
    }
    return status;
}
