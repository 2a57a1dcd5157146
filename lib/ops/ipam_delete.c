/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DeleteIpamPool. Cascade is for private scopes, so no address is concerned. */
#include "ops/ipam.h"

typedef eip_delete_ipam_pool_request request_t;

static struct eip__pool *child_of(const struct eip__catalog *catalog,
                                  const struct eip__pool *pool) {
    struct eip__pool *at = eip__catalog_pool_from(catalog, EIP_POOL_IPAM, 0);

    while (at->ipam->source != pool) {
        at = eip__catalog_pool_from(catalog, EIP_POOL_IPAM, at->ref.id + 1);
    }
    return at;
}

/* Take what a pool has out of the books, and the pool: false if for that there
 * is no memory. What is gone by then is gone. */
static bool remove_one(struct eip__call *call, struct eip__pool *pool) {
    struct eip__catalog *catalog = &call->engine->catalog;
    struct eip__ipam_books *books = &catalog->ipam;
    struct eip__ipam *ipam = pool->ipam;
    struct eip__ipam_allocation *at = eip__ipam_from(ipam, 0);

    while (at != NULL) {
        eip__ipam_remove(books, &call->engine->host, at);
        at = eip__ipam_from(ipam, 0);
    }
    while (ipam->cidrs != NULL) {
        eip__ipam_close_cidr(books, ipam, ipam->cidrs);
        eip__ipam_drop_cidr(&call->engine->host, ipam, ipam->cidrs);
    }
    return eip__catalog_remove_pool(catalog, pool) == EIP_OK;
}

/* From the bottom up. A pool's CIDRs are allocations of its source, which go
 * with that, or now. */
static bool remove_all(struct eip__call *call, struct eip__pool *root) {
    struct eip__catalog *catalog = &call->engine->catalog;
    bool has_memory = true;

    while (has_memory && root->ipam->children != 0) {
        struct eip__pool *pool = root;

        while (pool->ipam->children != 0) {
            pool = child_of(catalog, pool);
        }
        has_memory = remove_one(call, pool);
    }
    return has_memory;
}

static void leave_source(struct eip__call *call, const struct eip__pool *pool) {
    struct eip__pool *source = pool->ipam->source;
    struct eip__ipam_allocation *at =
        source == NULL ? NULL : eip__ipam_from(source->ipam, 0);

    while (at != NULL) {
        uint64_t next = at->cidr.base + eip_cidr_count(at->cidr);

        if (at->use == EIP__IPAM_SUBPOOL && at->resource.id == pool->ref.id) {
            eip__ipam_give(call, at);
        }
        at = eip__ipam_from(source->ipam, next);
    }
}

static eip_status check(struct eip__call *call, const request_t *request,
                        struct eip__pool **pool) {
    bool cascades = (request->flags & EIP_IPAM_CASCADE) != 0;
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_status status =
        eip__books_require(call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status =
            eip__ipam_own_pool(call, "IpamPoolId", request->ipam_pool_id, pool);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (cascades && ((*pool)->ipam->flags & EIP__IPAM_PRIVATE) == 0) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "Cascade",
                         "The parameter Cascade cannot be used with a pool of "
                         "a public scope");
    }
    eip__ipam_mend(call, *pool);
    if (!cascades && eip__ipam_in_use((*pool)->ipam)) {
        (void)eip_pool_id_format((*pool)->ref, text);
        return eip__fail(call->error, EIP_ERR_POOL_IN_USE, "IpamPoolId",
                         "The pool '%s' has CIDRs, allocations or pools", text);
    }
    return EIP_OK;
}

static eip_status delete_pool(struct eip__call *call, const request_t *request,
                              struct eip__results **list) {
    struct eip__pool *pool = NULL;
    eip_status status = check(call, request, &pool);

    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = eip__ipam_list(call, pool, "delete-in-progress", list);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (remove_all(call, pool)) {
        leave_source(call, pool);
        if (remove_one(call, pool)) {
            return EIP_OK;
        }
    }
    eip__results_free(*list);
    *list = NULL;
    return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

eip_status eip_delete_ipam_pool(eip_engine *engine, const eip_caller *caller,
                                const eip_delete_ipam_pool_request *request,
                                eip_ipam_pool_list **pool, eip_error *error) {
    struct eip__results *results = NULL;
    struct eip__call call;
    request_t own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (pool == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)(EIP_IPAM_DRY_RUN | EIP_IPAM_CASCADE)) != 0 ||
         !eip__text_is_formed(own.ipam_pool_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__books_begin(&call, engine, caller, "ec2:DeleteIpamPool",
                              own.ipam_pool_id, error);
    if (status != EIP_OK) {
        return status;
    }
    status =
        eip__books_end(&call, delete_pool(&call, &own, &results), &results);
    if (status == EIP_OK) {
        *pool = (eip_ipam_pool_list *)results;
    }
    return status;
}
