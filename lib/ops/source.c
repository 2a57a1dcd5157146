/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what AllocateAddress's parameters mean, and what is wrong with them. */
#include "ops/source.h"

/* -- syntax ------------------------------------------------------------------ */

static eip_status read_address(struct eip__call *call,
                               const eip_allocate_address_request *request,
                               struct eip__source *source) {
    source->named = eip__text_is_given(request->address);
    source->address_text = request->address;
    return source->named ? eip__call_address(call, "Address", request->address,
                                             &source->address)
                         : EIP_OK;
}

/* -- combinations -------------------------------------------------------------- */

struct pair {
    const char *first;
    const char *second;
    bool clash;
};

static eip_status check_pairs(struct eip__call *call, const struct pair *pair,
                              uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (pair[i].clash) {
            return eip__fail(
                call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                pair[i].first,
                "The parameter %s cannot be used with the parameter %s",
                pair[i].first, pair[i].second);
        }
    }
    return EIP_OK;
}

/* Which parameters that exclude each other are given. */
struct given {
    bool address, pool, ipam, coip, group, standard;
};

static eip_status check_given(struct eip__call *call, const struct given *is) {
    const struct pair pairs[] = {
        {"PublicIpv4Pool", "Address", is->pool && is->address},
        {"PublicIpv4Pool", "IpamPoolId", is->pool && is->ipam},
        {"PublicIpv4Pool", "CustomerOwnedIpv4Pool", is->pool && is->coip},
        {"IpamPoolId", "CustomerOwnedIpv4Pool", is->ipam && is->coip},
        {"NetworkBorderGroup", "Domain", is->standard && is->group},
        {"Address", "Domain", is->standard && is->address},
        {"PublicIpv4Pool", "Domain", is->standard && is->pool},
        {"IpamPoolId", "Domain", is->standard && is->ipam},
        {"CustomerOwnedIpv4Pool", "Domain", is->standard && is->coip},
    };

    return check_pairs(call, pairs, sizeof pairs / sizeof pairs[0]);
}

static eip_status
check_combinations(struct eip__call *call,
                   const eip_allocate_address_request *request, bool standard) {
    const struct given is = {
        eip__text_is_given(request->address),
        eip__text_is_given(request->public_ipv4_pool),
        eip__text_is_given(request->ipam_pool_id),
        eip__text_is_given(request->customer_owned_ipv4_pool),
        eip__text_is_given(request->network_border_group),
        standard,
    };

    /* No pair without two; a border group clashes with `standard` only. */
    return is.address + is.pool + is.ipam + is.coip +
                       (standard ? 1 + is.group : 0) <
                   2
               ? EIP_OK
               : check_given(call, &is);
}

/* -- pools and border groups ------------------------------------------------------ */

/* A pool id of this kind that the account may use, or NULL. */
static struct eip__pool *find_pool(const struct eip__call *call, eip_text text,
                                   uint32_t kind) {
    struct eip__pool *pool;
    eip_pool_ref ref;

    if (eip_pool_id_parse(text, &ref) != EIP_OK || ref.kind != kind) {
        return NULL;
    }
    pool = eip__topology_pool(call->topology, ref);
    return pool != NULL && eip__pool_admits(pool, call->number) ? pool : NULL;
}

/* Decisions: what an IPAM pool must be to give addresses. A pool has these for
 * life. */
static eip_status check_ipam(struct eip__call *call,
                             const eip_allocate_address_request *request,
                             const struct eip__pool *pool) {
    char text[EIP_POOL_ID_TEXT_SIZE];

    if (pool->ipam->serves) {
        return eip__source_has_tags(request, pool)
                   ? EIP_OK
                   : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                               "TagSpecification",
                               "The resource is missing one or more of the "
                               "resource tags required by the IPAM pool.");
    }
    (void)eip_pool_id_format(pool->ref, text);
    return eip__fail(
        call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "IpamPoolId",
        "The IPAM pool '%s' gives no addresses: it needs a locale, "
        "a public scope and AwsService ec2",
        text);
}

/* The pool that the request names; Amazon's if none (R5). */
static eip_status find_source_pool(struct eip__call *call,
                                   const eip_allocate_address_request *request,
                                   struct eip__pool **pool) {
    struct eip__quoted quoted;

    if (eip__text_is_given(request->ipam_pool_id)) {
        *pool = find_pool(call, request->ipam_pool_id, EIP_POOL_IPAM);
        return *pool != NULL ? check_ipam(call, request, *pool)
                             : eip__call_fail_ipam_pool(call, "IpamPoolId",
                                                        request->ipam_pool_id);
    }
    if (eip__text_is_given(request->customer_owned_ipv4_pool)) {
        *pool =
            find_pool(call, request->customer_owned_ipv4_pool, EIP_POOL_COIP);
        return *pool != NULL
                   ? EIP_OK
                   : eip__fail(call->error, EIP_ERR_POOL_NOT_FOUND,
                               "CustomerOwnedIpv4Pool",
                               "The pool ID '%s' does not exist",
                               eip__quote(&quoted,
                                          request->customer_owned_ipv4_pool));
    }
    *pool = call->topology->amazon;
    if (eip__text_is_given(request->public_ipv4_pool) &&
        !eip__text_equals(request->public_ipv4_pool, "amazon")) {
        *pool =
            find_pool(call, request->public_ipv4_pool, EIP_POOL_PUBLIC_IPV4);
    }
    return *pool != NULL
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "PublicIpv4Pool",
                           "invalid value for parameter pool: %s",
                           eip__quote(&quoted, request->public_ipv4_pool));
}

static eip_status find_group(struct eip__call *call,
                             const eip_allocate_address_request *request,
                             struct eip__group **group) {
    struct eip__quoted quoted;

    *group = call->topology->region;
    if (eip__text_is_given(request->network_border_group)) {
        *group =
            eip__topology_group(call->topology, request->network_border_group);
    }
    return *group != NULL
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "NetworkBorderGroup",
                           "invalid value for parameter NetworkBorderGroup: %s",
                           eip__quote(&quoted, request->network_border_group));
}

/* The pool's addresses in the border group; R8 where it is named and the pool
 * has none there. */
static eip_status find_space(struct eip__call *call,
                             const eip_allocate_address_request *request,
                             const struct eip__pool *pool,
                             const struct eip__group *group,
                             struct eip__source *source) {
    bool amazon = pool->ref.kind == EIP_POOL_AMAZON;
    bool group_given = eip__text_is_given(request->network_border_group);
    struct eip__quoted quoted;
    const struct eip__layout *layout;

    source->space =
        eip__pointer(eip__read(amazon ? &group->space : &pool->space));
    if (!group_given) {
        return EIP_OK;
    }
    layout = source->space == NULL ? NULL : eip__space_layout(source->space);
    if (layout != NULL && layout->ranges != 0 &&
        source->space->group == group) {
        return EIP_OK;
    }
    if (pool->ref.kind == EIP_POOL_IPAM &&
        (layout == NULL || layout->ranges == 0)) {
        return EIP_OK; /* decisions: without any block it has no capacity */
    }
    return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "NetworkBorderGroup",
                     "invalid value for parameter NetworkBorderGroup: %s. "
                     "The pool has no addresses there",
                     eip__quote(&quoted, request->network_border_group));
}

/* -- named addresses ------------------------------------------------------------------ */

/* Is the block one that `Address` may name here, and which of its addresses
 * (R3, R4)? */
static bool may_name(const struct eip__call *call,
                     const eip_allocate_address_request *request,
                     const struct eip__pool *named_pool,
                     const struct eip__group *group,
                     const struct eip__range *range,
                     struct eip__source *source) {
    const struct eip__pool *pool = range->space->pool;
    const struct eip__layout *layout = eip__space_layout(range->space);

    if (layout == NULL ||
        eip__layout_piece_of(layout, range, range->record) == EIP__NONE) {
        return false; /* in the topology, but not offered yet */
    }
    if (eip__text_is_given(request->network_border_group) &&
        range->space->group != group) {
        return false;
    }
    if (named_pool->ref.kind != EIP_POOL_AMAZON) {
        source->any_free = true;
        return pool == named_pool;
    }
    source->any_free = pool->ref.kind == EIP_POOL_PUBLIC_IPV4 ||
                       (pool->ref.kind == EIP_POOL_AMAZON &&
                        (call->engine->flags & EIP_ENGINE_CLAIM_ANY_FREE) != 0);
    return eip__pool_admits(pool, call->number);
}

static void find_range(const struct eip__call *call,
                       const eip_allocate_address_request *request,
                       const struct eip__pool *pool,
                       const struct eip__group *group,
                       struct eip__source *source) {
    const struct eip__radix *tree = pool->ref.kind == EIP_POOL_COIP
                                        ? eip__pointer(eip__read(&pool->tree))
                                        : call->topology->tree;
    struct eip__range *range = eip__radix_find(tree, source->address);

    if (range != NULL && may_name(call, request, pool, group, range, source)) {
        source->range = range;
        source->space = range->space;
        pool = range->space->pool;
    }
    source->counted = pool->ref.kind == EIP_POOL_AMAZON;
}

/* -- all of it ------------------------------------------------------------------------- */

/* It names no address: is it for a VPC, and names no pool? */
static bool is_plain(const eip_allocate_address_request *request,
                     const struct eip__pool *pool,
                     const struct eip__source *source) {
    return pool->ref.kind == EIP_POOL_AMAZON && !source->standard &&
           !eip__text_is_given(request->public_ipv4_pool);
}

static eip_status resolve(struct eip__call *call,
                          const eip_allocate_address_request *request,
                          struct eip__source *source) {
    struct eip__pool *pool = NULL;
    struct eip__group *group = NULL;
    eip_status status = find_source_pool(call, request, &pool);

    if (status == EIP_OK) {
        status = find_group(call, request, &group);
    }
    if (status != EIP_OK) {
        return status;
    }
    source->counted = pool->ref.kind == EIP_POOL_AMAZON; /* R9 */
    if (source->named) {
        find_range(call, request, pool, group, source);
        return EIP_OK;
    }
    if (call->topology->policies != NULL && is_plain(request, pool, source) &&
        eip__source_by_policy(call, request, group, source)) {
        return EIP_OK;
    }
    return find_space(call, request, pool, group, source);
}

eip_status eip__source_find(struct eip__call *call,
                            const eip_allocate_address_request *request,
                            struct eip__source *source) {
    eip_status status;

    *source = (struct eip__source){.standard =
                                       eip__source_is_standard(call, request)};
    status = read_address(call, request, source);
    if (status == EIP_OK) {
        status = check_combinations(call, request, source->standard);
    }
    if (status == EIP_OK && request->tag_specification_count != 0) {
        status = eip__tagset_check(
            request->tag_specifications, request->tag_specification_count,
            "elastic-ip", call->error, &source->tags, &source->tag_bytes);
    }
    return status == EIP_OK ? resolve(call, request, source) : status;
}
