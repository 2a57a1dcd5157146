/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ReleaseIpamPoolAllocation, ModifyIpamPoolAllocation; owns how an allocation
 * shows. */
#include "ops/ipam_allocation.h"

/* -- finding ------------------------------------------------------------------------------ */

bool eip__ipam_sees(const struct eip__call *call,
                    const struct eip__ipam_allocation *allocation) {
    const struct eip__pool *pool = allocation->pool;

    return allocation->use != EIP__IPAM_OWED &&
           (pool->owner == call->number ||
            (allocation->owner == call->number &&
             eip__pool_admits(pool, call->number)));
}

eip_status eip__ipam_fail_allocation(struct eip__call *call, const char *field,
                                     eip_text id) {
    struct eip__quoted quoted;

    return eip__fail(call->error, EIP_ERR_IPAM_ALLOCATION_NOT_FOUND, field,
                     "The IPAM pool allocation (%s) does not exist.",
                     eip__quote(&quoted, id));
}

eip_status eip__ipam_custom(struct eip__call *call, const char *field,
                            eip_text id, const struct eip__pool *of,
                            struct eip__ipam_allocation **allocation) {
    const struct eip__ipam_books *books = &call->engine->catalog.ipam;
    const struct eip__pool *pool;
    eip_ipam_id number;

    if (!eip__ipam_find_any(call, id, &number, &pool) ||
        (of != NULL && pool != of)) {
        return eip__ipam_fail_allocation(call, field, id);
    }
    *allocation =
        eip__ipam_by_number(books, eip__ipam_allocation_number(books, number));
    return *allocation != NULL && (*allocation)->use == EIP__IPAM_CUSTOM
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION, field,
                           "The allocation goes with its resource");
}

/* -- what is shown -------------------------------------------------------------------------- */

static eip_text type_of(enum eip__ipam_use use) {
    return eip_text_of(use == EIP__IPAM_SUBPOOL       ? "ipam-pool"
                       : use == EIP__IPAM_PUBLIC_POOL ? "ec2-public-ipv4-pool"
                                                      : "custom");
}

bool eip__ipam_add_allocation(struct eip__call *call, struct eip__results *list,
                              const struct eip__ipam_allocation *allocation) {
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_ipam_pool_allocation *item;
    char id[EIP_POOL_ID_TEXT_SIZE];

    if (allocation->number != 0) {
        shown.id = eip__ipam_allocation_id(&call->engine->catalog.ipam,
                                           allocation->number);
    }
    shown.cidr = allocation->cidr;
    shown.resource_type = type_of(allocation->use);
    shown.resource_region = eip__group_name(call->topology->region);
    shown.resource_owner = allocation->owner;
    if (allocation->use != EIP__IPAM_CUSTOM) {
        (void)eip_pool_id_format(allocation->resource, id);
        if (!eip__results_text(list, eip_text_of(id), &shown.resource_id)) {
            return false;
        }
    }
    if (allocation->description != NULL &&
        !eip__results_text(list, eip__note_text(allocation->description),
                           &shown.description)) {
        return false;
    }
    if (!eip__results_tags(list, allocation->tags, &shown.tags,
                           &shown.tag_count)) {
        return false;
    }
    item = eip__results_add(list);
    if (item != NULL) {
        *item = shown;
    }
    return item != NULL;
}

eip_status
eip__ipam_allocation_list(struct eip__call *call,
                          const struct eip__ipam_allocation *allocation,
                          struct eip__results **list) {
    *list = eip__results_open(&call->engine->host,
                              sizeof(eip_ipam_pool_allocation));
    if (*list != NULL && eip__ipam_add_allocation(call, *list, allocation)) {
        return EIP_OK;
    }
    eip__results_free(*list);
    *list = NULL;
    return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

/* -- ReleaseIpamPoolAllocation ---------------------------------------------------------------- */

typedef eip_release_ipam_pool_allocation_request release_request;

static eip_status release(struct eip__call *call,
                          const release_request *request) {
    struct eip__ipam_allocation *allocation = NULL;
    struct eip__pool *pool = NULL;
    struct eip__quoted quoted;
    eip_cidr cidr = {0, 0};
    eip_status status =
        eip__books_require(call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status = eip__books_require(call, "Cidr", request->cidr);
    }
    if (status == EIP_OK) {
        status = eip__books_require(call, "IpamPoolAllocationId",
                                    request->ipam_pool_allocation_id);
    }
    if (status == EIP_OK) {
        status = eip__ipam_cidr_read(call, "Cidr", request->cidr, &cidr);
    }
    if (status == EIP_OK) {
        status =
            eip__ipam_pool(call, "IpamPoolId", request->ipam_pool_id, &pool);
    }
    if (status == EIP_OK) {
        status = eip__ipam_custom(call, "IpamPoolAllocationId",
                                  request->ipam_pool_allocation_id, pool,
                                  &allocation);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (allocation->cidr.base != cidr.base ||
        allocation->cidr.prefix_bits != cidr.prefix_bits) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "Cidr",
                         "Value (%s) for parameter cidr is invalid. It is not "
                         "the allocation's",
                         eip__quote(&quoted, request->cidr));
    }
    if ((request->flags & EIP_IPAM_DRY_RUN) != 0) {
        return eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    status = eip__ipam_serve(call, pool, cidr);
    if (status == EIP_OK) {
        eip__ipam_remove(&call->engine->catalog.ipam, &call->engine->host,
                         allocation);
    }
    return status;
}

eip_status eip_release_ipam_pool_allocation(
    eip_engine *engine, const eip_caller *caller,
    const eip_release_ipam_pool_allocation_request *request, eip_error *error) {
    struct eip__call call;
    release_request own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)EIP_IPAM_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.ipam_pool_id) ||
         !eip__text_is_formed(own.cidr) ||
         !eip__text_is_formed(own.ipam_pool_allocation_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status =
        eip__books_begin(&call, engine, caller, "ec2:ReleaseIpamPoolAllocation",
                         own.ipam_pool_id, error);
    return status == EIP_OK ? eip__admin_end(&call, release(&call, &own))
                            : status;
}

/* -- ModifyIpamPoolAllocation ------------------------------------------------------------------ */

typedef eip_modify_ipam_pool_allocation_request modify_request;

static eip_status modify(struct eip__call *call, const modify_request *request,
                         struct eip__results **list) {
    struct eip__host *host = &call->engine->host;
    struct eip__ipam_allocation *allocation = NULL;
    struct eip__ipam_allocation next;
    eip_text text = request->description;
    eip_status status = eip__books_require(call, "IpamPoolAllocationId",
                                           request->ipam_pool_allocation_id);

    if (status == EIP_OK) {
        status = eip__books_description(call, text, EIP_IPAM_DESCRIPTION_MAX);
    }
    if (status == EIP_OK) {
        status = eip__ipam_custom(call, "IpamPoolAllocationId",
                                  request->ipam_pool_allocation_id, NULL,
                                  &allocation);
    }
    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status != EIP_OK) {
        return status;
    }
    next = *allocation;
    if (eip__text_is_given(text)) {
        next.description = text.size == 0 ? NULL : eip__note_new(host, text);
        if (next.description == NULL && text.size != 0) {
            return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
        }
    }
    status = eip__ipam_allocation_list(call, &next, list);
    if (next.description != allocation->description) {
        struct eip__note *old = allocation->description;

        if (status == EIP_OK) {
            allocation->description = next.description;
            eip__ipam_touch(&call->engine->catalog.ipam, allocation);
        }
        eip__note_free(host, status == EIP_OK ? old : next.description);
    }
    return status;
}

eip_status eip_modify_ipam_pool_allocation(
    eip_engine *engine, const eip_caller *caller,
    const eip_modify_ipam_pool_allocation_request *request,
    eip_ipam_pool_allocation_list **allocation, eip_error *error) {
    struct eip__results *results = NULL;
    struct eip__call call;
    modify_request own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (allocation == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "allocation", NULL);
    }
    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)EIP_IPAM_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.description) ||
         !eip__text_is_formed(own.ipam_pool_allocation_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status =
        eip__books_begin(&call, engine, caller, "ec2:ModifyIpamPoolAllocation",
                         own.ipam_pool_allocation_id, error);
    if (status != EIP_OK) {
        return status;
    }
    status = eip__books_end(&call, modify(&call, &own, &results), &results);
    if (status == EIP_OK) {
        *allocation = (eip_ipam_pool_allocation_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------- */

uint64_t
eip_ipam_pool_allocation_list_count(const eip_ipam_pool_allocation_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status
eip_ipam_pool_allocation_list_at(const eip_ipam_pool_allocation_list *list,
                                 uint64_t index,
                                 eip_ipam_pool_allocation *allocation) {
    return eip__results_at((const struct eip__results *)list, index,
                           allocation);
}

eip_text eip_ipam_pool_allocation_list_next_token(
    const eip_ipam_pool_allocation_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_ipam_pool_allocation_list_free(eip_ipam_pool_allocation_list *list) {
    eip__results_free((struct eip__results *)list);
}
