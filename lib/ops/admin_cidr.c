/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Administration of CIDR blocks. */
#include "ops/admin.h"
#include "ops/blocks.h"
#include "ops/ipam_space.h"
#include "ops/public_pool_ipam.h"

#include <string.h>

/* -- provisioning ------------------------------------------------------------------ */

struct provision {
    struct eip__call call;
    struct eip__blocks blocks;
};

static eip_status find_group(struct provision *p, eip_text name) {
    struct eip__blocks *blocks = &p->blocks;
    struct eip__space *space = eip__pointer(eip__hint(&blocks->pool->space));
    const struct eip__group *has = blocks->pool->group;
    struct eip__quoted quoted;

    blocks->group = blocks->pool->group != NULL ? blocks->pool->group
                                                : p->call.topology->region;
    if (eip__text_is_given(name)) {
        blocks->group = eip__topology_group(p->call.topology, name);
    }
    if (blocks->group == NULL) {
        return eip__fail(p->call.error, EIP_ERR_BORDER_GROUP_NOT_FOUND,
                         "NetworkBorderGroup",
                         "The network border group '%s' does not exist",
                         eip__quote(&quoted, name));
    }
    if (space != NULL && space->range_count != 0) {
        has = space->group;
    } else if (blocks->pool->ipam != NULL &&
               eip__ipam_count_cidrs(blocks->pool->ipam) != 0) {
        has = blocks->pool->ipam->locale; /* all of them is allocated */
    }
    if (has != NULL && has != blocks->group) {
        return eip__fail(p->call.error, EIP_ERR_ARGUMENT, "NetworkBorderGroup",
                         "The pool has its CIDR blocks in '%s'", has->name);
    }
    return EIP_OK;
}

/* What IPAM has need not be in any pool's blocks. */
static eip_status check_ipam(struct provision *p) {
    const struct eip__blocks *blocks = &p->blocks;
    const struct eip__ipam *ipam = blocks->pool->ipam;
    char text[EIP_CIDR_TEXT_SIZE];

    if (ipam != NULL && (!ipam->serves || ipam->source != NULL)) {
        return eip__fail(p->call.error, EIP_ERR_ARGUMENT, "pool",
                         "The pool has a source pool, or gives no addresses");
    }
    for (uint32_t i = 0;
         blocks->pool->ref.kind != EIP_POOL_COIP && i < blocks->count; i++) {
        if (eip__ipam_reserves(&p->call.engine->catalog.ipam,
                               blocks->cidrs[i])) {
            (void)eip_cidr_format(blocks->cidrs[i], text);
            (void)eip__fail(p->call.error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                            "The CIDR %s overlaps one of IPAM's", text);
            eip__fail_index(p->call.error, i);
            return EIP_ERR_CIDR_CONFLICT;
        }
    }
    return EIP_OK;
}

static eip_status provision(struct provision *p, eip_pool_ref ref,
                            eip_text group) {
    struct eip__pool **pool = &p->blocks.pool;
    eip_status status = eip__admin_pool(&p->call, ref, pool);

    if (status == EIP_OK) {
        status = find_group(p, group);
    }
    if (status == EIP_OK) {
        status = eip__blocks_check(&p->blocks);
    }
    if (status == EIP_OK) {
        status = check_ipam(p);
    }
    if (status != EIP_OK) {
        return status;
    }
    return (*pool)->ipam == NULL ? eip__blocks_add(&p->blocks)
                                 : eip__ipam_add(&p->blocks);
}

eip_status eip_admin_provision_cidrs(eip_engine *engine, eip_pool_ref pool,
                                     eip_text border_group,
                                     const eip_cidr *cidrs, uint32_t count,
                                     eip_error *error) {
    struct provision p = {.blocks = {.call = &p.call, .count = count}};
    size_t bytes = (size_t)count * sizeof *cidrs;
    eip_status status;

    if (cidrs == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "cidrs", NULL);
    }
    if (count == 0 || count > EIP_LIMIT_CIDRS) {
        return eip__fail(error,
                         count == 0 ? EIP_ERR_ARGUMENT : EIP_ERR_TOO_MANY_CIDRS,
                         "count", "%u CIDR blocks in one call", count);
    }
    if (!eip__text_is_formed(border_group)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "border_group", NULL);
    }
    status = eip__admin_begin(&p.call, engine, error);
    if (status != EIP_OK) {
        return status;
    }
    p.blocks.cidrs = eip__host_allocate(&engine->host, bytes);
    if (p.blocks.cidrs == NULL) {
        status = eip__call_fail(&p.call, EIP_ERR_OUT_OF_MEMORY);
    } else {
        memcpy(p.blocks.cidrs, cidrs, bytes);
        status = provision(&p, pool, border_group);
    }
    eip__host_release(&engine->host, p.blocks.cidrs, bytes);
    return eip__admin_end(&p.call, status);
}

/* -- draining ------------------------------------------------------------------------- */

/* What a public pool has from IPAM, which is of one allocation; NULL: the block
 * is not IPAM's. */
static struct eip__ipam_allocation *
allocation_of(struct eip__call *call, const struct eip__part *part) {
    const struct eip__pool *pool = part->range->space->pool;

    return pool->ref.kind == EIP_POOL_PUBLIC_IPV4
               ? eip__public_allocation(call, pool, part->cidr)
               : NULL;
}

/* IPAM's goes back to its pool: the books of both agree. */
static eip_status remove_unused(struct eip__call *call, struct eip__part *part,
                                struct eip__ipam_allocation *allocation) {
    return allocation == NULL
               ? eip__blocks_remove_unused(call, part, part->cidr)
               : eip__public_give_back(call, part, allocation, part->cidr);
}

static eip_status drain_start(struct eip__call *call, struct eip__part *part,
                              struct eip__ipam_allocation *allocation,
                              uint64_t *held) {
    struct eip__range *range = part->range;
    bool began = !part->draining;
    eip_status status = EIP_OK;

    part->draining = true;
    eip__touch_part(&call->engine->catalog, part);
    *held = eip__blocks_withdraw(call, part, part->cidr);
    if (*held == 0) {
        status = remove_unused(call, part, allocation);
    }
    if (status != EIP_OK && began) {
        part->draining = false;
        eip__cidr_restore(range->space, call->lane, range, part->cidr);
    } else if (*held != 0) {
        eip__part_join(&call->engine->catalog, part);
    }
    return status;
}

/* Those are counted that are held once all is restored. */
static void drain_cancel(struct eip__call *call, struct eip__part *part,
                         uint64_t *held) {
    if (part->draining) {
        part->draining = false;
        eip__touch_part(&call->engine->catalog, part);
        eip__cidr_restore(part->range->space, call->lane, part->range,
                          part->cidr);
    }
    *held = eip__blocks_held(call, part, part->cidr);
    eip__part_join(&call->engine->catalog, part);
}

static eip_status drain(struct eip__call *call, eip_pool_ref ref, eip_cidr cidr,
                        uint32_t mode, uint64_t *held) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__admin_pool(call, ref, &pool);
    struct eip__ipam_allocation *allocation = NULL;
    struct eip__part *part = NULL;

    if (status == EIP_OK) {
        status = eip__blocks_find(call, pool, cidr, &part);
    }
    if (status == EIP_OK && pool->ipam != NULL &&
        eip__ipam_cidr_at(pool->ipam, cidr) == NULL) {
        status = eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                           "It is a part of a CIDR of the pool");
    }
    if (status == EIP_OK && mode != EIP_DRAIN_CANCEL) {
        allocation = allocation_of(call, part);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (mode == EIP_DRAIN_CANCEL) {
        drain_cancel(call, part, held);
        return EIP_OK;
    }
    status = mode == EIP_DRAIN_IF_UNUSED
                 ? remove_unused(call, part, allocation)
                 : drain_start(call, part, allocation, held);
    if (status == EIP_OK && *held == 0 && pool->ipam != NULL) {
        eip__ipam_taken(call, pool, cidr);
    }
    return status;
}

eip_status eip_admin_drain_cidr(eip_engine *engine, eip_pool_ref pool,
                                eip_cidr cidr, uint32_t mode, uint64_t *held,
                                eip_error *error) {
    struct eip__call call;
    uint64_t count = 0;
    eip_status status;

    if (!eip_cidr_is_valid(cidr)) {
        char text[EIP_IPV4_TEXT_SIZE];

        (void)eip_ipv4_format(cidr.base, text);
        return eip__fail(error, EIP_ERR_ARGUMENT, "Cidr",
                         "Value (%s/%u) for parameter cidr is invalid", text,
                         cidr.prefix_bits);
    }
    if (mode > EIP_DRAIN_CANCEL) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "mode", "Unknown mode %u",
                         mode);
    }
    status = eip__admin_begin(&call, engine, error);
    if (status != EIP_OK) {
        return status;
    }
    status = drain(&call, pool, cidr, mode, &count);
    if (held != NULL && status == EIP_OK) {
        *held = count;
    }
    return eip__admin_end(&call, status);
}
