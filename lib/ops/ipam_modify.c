/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ModifyIpamPool. */
#include "ops/ipam.h"
#include "ops/taggable.h"

typedef eip_modify_ipam_pool_request request_t;

static eip_status check_flags(struct eip__call *call, uint32_t flags) {
    if ((flags & EIP_IPAM_AUTO_IMPORT) != 0 &&
        (flags & EIP_IPAM_NO_AUTO_IMPORT) != 0) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "AutoImport", "AutoImport is true and false");
    }
    return (flags & EIP_IPAM_DEFAULT_NETMASK) != 0 &&
                   (flags & EIP_IPAM_CLEAR_DEFAULT_NETMASK) != 0
               ? eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                           "ClearAllocationDefaultNetmaskLength",
                           "The parameter ClearAllocationDefaultNetmaskLength "
                           "cannot be used with the parameter "
                           "AllocationDefaultNetmaskLength")
               : EIP_OK;
}

/* What the netmask lengths become. */
static eip_status read_netmasks(struct eip__call *call,
                                const request_t *request,
                                struct eip__ipam *next) {
    if ((request->flags & EIP_IPAM_MIN_NETMASK) != 0) {
        next->netmask_min = request->allocation_min_netmask_length;
    }
    if ((request->flags & EIP_IPAM_MAX_NETMASK) != 0) {
        next->netmask_max = request->allocation_max_netmask_length;
    }
    if ((request->flags & EIP_IPAM_CLEAR_DEFAULT_NETMASK) != 0) {
        next->netmask_default = -1;
    }
    if ((request->flags & EIP_IPAM_DEFAULT_NETMASK) != 0) {
        next->netmask_default = request->allocation_default_netmask_length;
    }
    return eip__ipam_netmasks(call, next);
}

static eip_status check(struct eip__call *call, const request_t *request) {
    const int32_t lengths[] = {request->allocation_min_netmask_length,
                               request->allocation_max_netmask_length,
                               request->allocation_default_netmask_length};
    uint64_t bytes;
    eip_status status =
        eip__books_require(call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status = eip__books_description(call, request->description,
                                        EIP_IPAM_DESCRIPTION_MAX);
    }
    if (status == EIP_OK) {
        status = eip__ipam_each_netmask(call, request->flags, lengths);
    }
    if (status == EIP_OK) {
        status = check_flags(call, request->flags);
    }
    if (status == EIP_OK) {
        status = eip__ipam_check_tags(
            call, request->add_allocation_resource_tags,
            request->add_allocation_resource_tag_count, &bytes);
    }
    return status == EIP_OK
               ? eip__ipam_check_tags(
                     call, request->remove_allocation_resource_tags,
                     request->remove_allocation_resource_tag_count, &bytes)
               : status;
}

/* Removed ones first, so that a tag may get another value. Sets that are not
 * the pool's any more are left in `scratch`. */
static eip_status change_tags(struct eip__call *call, const request_t *request,
                              struct eip__ipam *next,
                              struct eip__tagset **scratch) {
    const struct eip__tag_change changes[] = {
        {request->remove_allocation_resource_tags,
         request->remove_allocation_resource_tag_count, true, false},
        {request->add_allocation_resource_tags,
         request->add_allocation_resource_tag_count, false, false},
    };
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < 2 && status == EIP_OK; i++) {
        struct eip__tagset *set = NULL;
        bool is_same = true;

        if (changes[i].count == 0) {
            continue;
        }
        status = eip__tags_change(call,
                                  eip__pointer(eip__hint(&next->resource_tags)),
                                  &changes[i], &set, &is_same);
        if (status == EIP_OK && !is_same) {
            scratch[i] = set;
            eip__note(&next->resource_tags, eip__value(set));
        }
    }
    return status;
}

static void drop(struct eip__call *call, struct eip__tagset *set) {
    if (set != NULL) {
        eip__tagset_free(&call->engine->host, &set->retired);
    }
}

/* Everything is made beside the pool, shown, and then put in its place. */
static eip_status change(struct eip__call *call, const request_t *request,
                         struct eip__pool *pool, struct eip__ipam *next,
                         struct eip__results **list) {
    struct eip__ipam *ipam = pool->ipam;
    struct eip__tagset *old = eip__pointer(eip__hint(&ipam->resource_tags));
    struct eip__tagset *scratch[2] = {NULL, NULL};
    struct eip__tagset *last;
    struct eip__pool like = {
        .ref = pool->ref, .owner = pool->owner, .ipam = next};
    eip_status status = change_tags(call, request, next, scratch);

    eip__note(&like.tags, eip__hint(&pool->tags));
    last = eip__pointer(eip__hint(&next->resource_tags));
    if (status == EIP_OK) {
        status = eip__ipam_list(call, &like, "modify-in-progress", list);
    }
    if (scratch[0] != last || status != EIP_OK) {
        drop(call, scratch[0]);
    }
    if (status != EIP_OK) {
        drop(call, scratch[1]);
        return status;
    }
    if (last != old) {
        eip__publish(&ipam->resource_tags, eip__value(last));
        if (old != NULL) {
            eip__retire(&call->engine->lanes, &old->retired, eip__tagset_free);
        }
    }
    if (ipam->description != next->description) {
        eip__note_free(&call->engine->host, ipam->description);
        ipam->description = next->description;
    }
    ipam->auto_import = next->auto_import;
    ipam->netmask_min = next->netmask_min;
    ipam->netmask_max = next->netmask_max;
    ipam->netmask_default = next->netmask_default;
    ipam->modified_ms = eip__moment_now(&call->moment);
    eip__touch_pool(&call->engine->catalog, pool);
    return EIP_OK;
}

static eip_status modify(struct eip__call *call, const request_t *request,
                         struct eip__results **list) {
    struct eip__host *host = &call->engine->host;
    struct eip__pool *pool = NULL;
    struct eip__ipam next;
    eip_status status = check(call, request);

    if (status == EIP_OK) {
        status = eip__ipam_own_pool(call, "IpamPoolId", request->ipam_pool_id,
                                    &pool);
    }
    if (status != EIP_OK) {
        return status;
    }
    next = *pool->ipam;
    status = read_netmasks(call, request, &next);
    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status != EIP_OK) {
        return status;
    }
    if ((request->flags & EIP_IPAM_AUTO_IMPORT) != 0) {
        next.auto_import = true;
    }
    if ((request->flags & EIP_IPAM_NO_AUTO_IMPORT) != 0) {
        next.auto_import = false;
    }
    if (eip__text_is_given(request->description)) {
        next.description = request->description.size == 0
                               ? NULL
                               : eip__note_new(host, request->description);
        if (next.description == NULL && request->description.size != 0) {
            return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
        }
    }
    status = change(call, request, pool, &next, list);
    if (status != EIP_OK && next.description != pool->ipam->description) {
        eip__note_free(host, next.description);
    }
    return status;
}

/* -- the call --------------------------------------------------------------------------- */

static eip_status read_request(const request_t *theirs, request_t *own,
                               eip_error *error) {
    const uint32_t known = EIP_IPAM_DRY_RUN | EIP_IPAM_AUTO_IMPORT |
                           EIP_IPAM_NO_AUTO_IMPORT | EIP_IPAM_MIN_NETMASK |
                           EIP_IPAM_MAX_NETMASK | EIP_IPAM_DEFAULT_NETMASK |
                           EIP_IPAM_CLEAR_DEFAULT_NETMASK;
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK && (own->reserved != 0 || (own->flags & ~known) != 0 ||
                             !eip__text_is_formed(own->ipam_pool_id) ||
                             !eip__text_is_formed(own->description))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__ipam_form_tags(own->add_allocation_resource_tags,
                                 own->add_allocation_resource_tag_count, error);
    return status == EIP_OK
               ? eip__ipam_form_tags(own->remove_allocation_resource_tags,
                                     own->remove_allocation_resource_tag_count,
                                     error)
               : status;
}

eip_status eip_modify_ipam_pool(eip_engine *engine, const eip_caller *caller,
                                const eip_modify_ipam_pool_request *request,
                                eip_ipam_pool_list **pool, eip_error *error) {
    struct eip__results *results = NULL;
    struct eip__call call;
    request_t own;
    eip_status status;

    if (pool == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, "ec2:ModifyIpamPool",
                                  own.ipam_pool_id, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__books_end(&call, modify(&call, &own, &results), &results);
    if (status == EIP_OK) {
        *pool = (eip_ipam_pool_list *)results;
    }
    return status;
}
