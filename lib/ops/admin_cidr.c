/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Administration of CIDR blocks. */
#include "ops/admin.h"

#include <string.h>

#include "base/sort.h"

/* -- provisioning ------------------------------------------------------------------ */

struct provision {
    struct eip__call call;
    struct eip__pool *pool;
    struct eip__group *group;
    eip_cidr *cidrs; /* our copy, to be sorted */
    uint32_t count;
};

static eip_status check_cidr(struct provision *p, const eip_cidr *cidr,
                             uint32_t index) {
    const struct eip__range *range;
    char one[EIP_CIDR_TEXT_SIZE];
    char other[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    if (!eip_cidr_is_valid(*cidr) || cidr->prefix_bits < 8) {
        (void)eip_ipv4_format(cidr->base, one);
        status = eip__fail(p->call.error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                           "Value (%s/%u) for parameter cidr is invalid. A "
                           "block is /8 to /32 and has no host bits",
                           one, cidr->prefix_bits);
        eip__fail_index(p->call.error, index);
        return status;
    }
    range = eip__catalog_overlap(&p->call.engine->catalog, p->pool, *cidr);
    if (range == NULL) {
        return EIP_OK;
    }
    (void)eip_cidr_format(*cidr, one);
    (void)eip_cidr_format(range->cidr, other);
    status =
        eip__fail(p->call.error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                  "The CIDR %s overlaps %s, which is provisioned", one, other);
    eip__fail_index(p->call.error, index);
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
static eip_status check_batch(struct provision *p) {
    struct eip__host *host = &p->call.engine->host;
    struct numbered *sorted =
        eip__host_allocate(host, p->count * sizeof *sorted);
    eip_status status = EIP_OK;
    char one[EIP_CIDR_TEXT_SIZE];
    char other[EIP_CIDR_TEXT_SIZE];

    if (sorted == NULL) {
        return eip__call_fail(&p->call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint32_t i = 0; i < p->count; i++) {
        sorted[i] = (struct numbered){p->cidrs[i], i};
    }
    eip__sort(sorted, p->count, sizeof *sorted, base_and_index);
    for (uint32_t i = 1; i < p->count && status == EIP_OK; i++) {
        if (eip_cidr_overlaps(sorted[i - 1].cidr, sorted[i].cidr)) {
            (void)eip_cidr_format(sorted[i].cidr, one);
            (void)eip_cidr_format(sorted[i - 1].cidr, other);
            status = eip__fail(p->call.error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                               "The CIDR %s overlaps %s of the same request",
                               one, other);
            eip__fail_index(p->call.error, sorted[i].index);
        }
    }
    eip__host_release(host, sorted, p->count * sizeof *sorted);
    return status;
}

static eip_status find_group(struct provision *p, eip_text name) {
    struct eip__space *space = eip__pointer(eip__hint(&p->pool->space));
    struct eip__quoted quoted;

    p->group = eip__text_is_given(name)
                   ? eip__topology_group(p->call.topology, name)
                   : p->call.topology->region;
    if (p->group == NULL) {
        return eip__fail(p->call.error, EIP_ERR_BORDER_GROUP_NOT_FOUND,
                         "NetworkBorderGroup",
                         "The network border group '%s' does not exist",
                         eip__quote(&quoted, name));
    }
    if (space != NULL && space->range_count != 0 && space->group != p->group) {
        const struct eip__group *has = space->group;

        return eip__fail(p->call.error, EIP_ERR_ARGUMENT, "NetworkBorderGroup",
                         "The pool has its CIDR blocks in '%s'", has->name);
    }
    return EIP_OK;
}

static eip_status provision(struct provision *p, eip_pool_ref ref,
                            eip_text group) {
    struct eip__catalog *catalog = &p->call.engine->catalog;
    eip_status status = eip__admin_pool(&p->call, ref, &p->pool);

    if (status == EIP_OK) {
        status = find_group(p, group);
    }
    for (uint32_t i = 0; i < p->count && status == EIP_OK; i++) {
        status = check_cidr(p, &p->cidrs[i], i);
    }
    if (status == EIP_OK) {
        status = check_batch(p);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (eip__hint(&catalog->range_count) + p->count > EIP_LIMIT_CIDRS) {
        return eip__call_fail(&p->call, EIP_ERR_TOO_MANY_CIDRS);
    }
    status =
        eip__catalog_provision(catalog, p->pool, p->group, p->cidrs, p->count);
    return status == EIP_OK ? EIP_OK : eip__call_fail(&p->call, status);
}

eip_status eip_admin_provision_cidrs(eip_engine *engine, eip_pool_ref pool,
                                     eip_text border_group,
                                     const eip_cidr *cidrs, uint32_t count,
                                     eip_error *error) {
    struct provision p = {.count = count};
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
    p.cidrs = eip__host_allocate(&engine->host, bytes);
    if (p.cidrs == NULL) {
        status = eip__call_fail(&p.call, EIP_ERR_OUT_OF_MEMORY);
    } else {
        memcpy(p.cidrs, cidrs, bytes);
        status = provision(&p, pool, border_group);
    }
    eip__host_release(&engine->host, p.cidrs, bytes);
    return eip__admin_end(&p.call, status);
}

/* -- draining ------------------------------------------------------------------------- */

static eip_status fail_in_use(struct eip__call *call, eip_cidr cidr,
                              uint64_t held) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_IN_USE, "Cidr",
                     "%llu addresses of the CIDR %s are allocated",
                     (unsigned long long)held, text);
}

static eip_status remove_range(struct eip__call *call,
                               struct eip__range *range) {
    eip_status status = eip__catalog_withdraw(&call->engine->catalog, range);

    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

/* All or nothing: a block that turns out to be held, or cannot be removed, is
 * offered again as it was (a drain begun before goes on). */
static eip_status drain_if_unused(struct eip__call *call,
                                  struct eip__range *range, uint64_t *held) {
    eip_status status = EIP_OK;

    *held = eip__cidr_held(range->space, range);
    if (*held != 0) {
        return fail_in_use(call, range->cidr, *held);
    }
    *held = eip__cidr_withdraw(range->space, range);
    status = *held != 0 ? fail_in_use(call, range->cidr, *held)
                        : remove_range(call, range);
    if (status != EIP_OK && range->draining == 0) {
        eip__cidr_restore(range->space, call->lane, range);
    }
    return status;
}

static eip_status drain_start(struct eip__call *call, struct eip__range *range,
                              uint64_t *held) {
    bool began = range->draining == 0;
    eip_status status = EIP_OK;

    range->draining = 1;
    *held = eip__cidr_withdraw(range->space, range);
    if (*held == 0) {
        status = remove_range(call, range);
    }
    if (status != EIP_OK && began) {
        range->draining = 0;
        eip__cidr_restore(range->space, call->lane, range);
    }
    return status;
}

static eip_status drain(struct eip__call *call, eip_pool_ref ref, eip_cidr cidr,
                        uint32_t mode, uint64_t *held) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__admin_pool(call, ref, &pool);
    char text[EIP_CIDR_TEXT_SIZE];
    struct eip__range *range;

    if (status != EIP_OK) {
        return status;
    }
    range = eip__catalog_range(&call->engine->catalog, pool, cidr);
    if (range == NULL) {
        (void)eip_cidr_format(cidr, text);
        return eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                         "The CIDR %s is not provisioned to the pool", text);
    }
    if (mode == EIP_DRAIN_IF_UNUSED) {
        return drain_if_unused(call, range, held);
    }
    if (mode == EIP_DRAIN_START) {
        return drain_start(call, range, held);
    }
    if (range->draining != 0) {
        range->draining = 0;
        eip__cidr_restore(range->space, call->lane, range);
    }
    *held = eip__cidr_held(range->space, range);
    return EIP_OK;
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
