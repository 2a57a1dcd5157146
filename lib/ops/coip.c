/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a CoIP pool is to a caller, and its making and unmaking. */
#include "ops/coip.h"
#include "ops/pool_tags.h"

#include <stdio.h>

/* -- what is shown ------------------------------------------------------------------ */

struct eip__coip_shown eip__coip_show(const struct eip__pool *pool) {
    return (struct eip__coip_shown){pool->ref.id, pool->owner,
                                    pool->route_table,
                                    eip__pointer(eip__hint(&pool->tags)),
                                    eip__pointer(eip__hint(&pool->space))};
}

static bool add_arn(const struct eip__call *call, struct eip__results *list,
                    const eip_coip_pool *pool, eip_text *arn) {
    char id[EIP_POOL_ID_TEXT_SIZE];
    char owner[EIP_ACCOUNT_TEXT_SIZE];
    char text[sizeof "arn:aws:ec2:::coip-pool/" + EIP_LIMIT_NAME +
              sizeof owner + sizeof id];

    (void)eip_pool_id_format(pool->pool, id);
    (void)eip_account_format(pool->owner, owner);
    (void)snprintf(text, sizeof text, "arn:aws:ec2:%s:%s:coip-pool/%s",
                   call->topology->region->name, owner, id);
    return eip__results_text(list, eip_text_of(text), arn);
}

static bool add_cidrs(struct eip__results *list, const struct eip__space *space,
                      eip_coip_pool *pool) {
    eip_cidr *cidrs;

    if (space == NULL || space->range_count == 0) {
        return true;
    }
    cidrs = eip__results_room(list, space->range_count * sizeof *cidrs);
    for (uint32_t i = 0; cidrs != NULL && i < space->range_count; i++) {
        cidrs[i] = space->ranges[i]->cidr;
    }
    pool->pool_cidrs = cidrs;
    pool->pool_cidr_count = space->range_count;
    return cidrs != NULL;
}

bool eip__coip_list_add(const struct eip__call *call, struct eip__results *list,
                        const struct eip__coip_shown *shown) {
    eip_coip_pool pool = EIP_COIP_POOL_INIT;
    eip_text route_table = eip_text_of(shown->route_table);
    eip_coip_pool *item;

    pool.pool = (eip_pool_ref){shown->id, EIP_POOL_COIP, 0};
    pool.owner = shown->owner;
    if ((route_table.size != 0 &&
         !eip__results_text(list, route_table,
                            &pool.local_gateway_route_table_id)) ||
        !add_arn(call, list, &pool, &pool.pool_arn) ||
        !add_cidrs(list, shown->space, &pool) ||
        !eip__results_tags(list, shown->tags, &pool.tags, &pool.tag_count)) {
        return false;
    }
    item = eip__results_add(list);
    if (item != NULL) {
        *item = pool;
    }
    return item != NULL;
}

/* A list of one pool, made before anything changes. */
static eip_status list_one(struct eip__call *call,
                           const struct eip__coip_shown *shown,
                           struct eip__results **result) {
    struct eip__results *list =
        eip__results_open(&call->engine->host, sizeof(eip_coip_pool));

    if (list != NULL && eip__coip_list_add(call, list, shown)) {
        *result = list;
        return EIP_OK;
    }
    eip__results_free(list);
    return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

/* -- finding ------------------------------------------------------------------------- */

eip_status eip__coip_pool(struct eip__call *call, const char *field,
                          eip_text id, struct eip__pool **pool) {
    struct eip__quoted quoted;

    *pool = eip__books_pool(call, id, EIP_POOL_COIP);
    return *pool != NULL ? EIP_OK
                         : eip__fail(call->error, EIP_ERR_POOL_NOT_FOUND, field,
                                     "The pool ID '%s' does not exist",
                                     eip__quote(&quoted, id));
}

eip_status eip__coip_own_pool(struct eip__call *call, const char *field,
                              eip_text id, struct eip__pool **pool) {
    eip_status status = eip__coip_pool(call, field, id, pool);

    return status == EIP_OK && (*pool)->owner != call->number
               ? eip__call_fail(call, EIP_ERR_UNAUTHORIZED)
               : status;
}

/* -- CreateCoipPool ------------------------------------------------------------------- */

static bool is_route_table_id(eip_text id) {
    static const char prefix[] = "lgw-rtb-";
    uint32_t digits = id.size - (uint32_t)(sizeof prefix - 1);

    if ((digits != 8 && digits != 17) ||
        memcmp(id.data, prefix, sizeof prefix - 1) != 0) {
        return false;
    }
    for (uint32_t i = sizeof prefix - 1; i < id.size; i++) {
        char c = id.data[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

static eip_status check_create(struct eip__call *call,
                               const eip_create_coip_pool_request *request,
                               uint32_t *tags, uint64_t *bytes) {
    eip_text id = request->local_gateway_route_table_id;
    struct eip__quoted quoted;
    eip_status status =
        eip__books_require(call, "LocalGatewayRouteTableId", id);

    if (status == EIP_OK && !is_route_table_id(id)) {
        status = eip__fail(call->error, EIP_ERR_ROUTE_TABLE_NOT_FOUND,
                           "LocalGatewayRouteTableId",
                           "The local gateway route table ID '%s' does not "
                           "exist",
                           eip__quote(&quoted, id));
    }
    if (status == EIP_OK) {
        status = eip__tagset_check(request->tag_specifications,
                                   request->tag_specification_count,
                                   "coip-pool", call->error, tags, bytes);
    }
    return status;
}

/* The answer first, then the pool; what it has beside comes last, as it cannot
 * fail. */
static eip_status make_pool(struct eip__call *call, eip_text route_table,
                            struct eip__tagset *tags,
                            struct eip__results **list) {
    struct eip__catalog *catalog = &call->engine->catalog;
    char text[EIP_ROUTE_TABLE_ID_TEXT_SIZE] = {0};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool *pool = NULL;
    struct eip__coip_shown shown = {0, call->number, text, tags, NULL};
    eip_status status;

    memcpy(text, route_table.data, route_table.size);
    shown.id = eip__catalog_new_pool_id(catalog, EIP_POOL_COIP);
    spec.pool = (eip_pool_ref){shown.id, EIP_POOL_COIP, 0};
    spec.owner = call->number;
    status = list_one(call, &shown, list);
    if (status != EIP_OK) {
        return status;
    }
    status = eip__catalog_add_pool(catalog, &spec, &pool);
    if (status != EIP_OK) {
        eip__results_free(*list);
        return eip__call_fail(call, status);
    }
    memcpy(pool->route_table, text, sizeof text);
    eip__publish(&pool->tags, eip__value(tags));
    return EIP_OK;
}

static eip_status create(struct eip__call *call,
                         const eip_create_coip_pool_request *request,
                         struct eip__results **list) {
    struct eip__tagset *tags = NULL;
    uint64_t bytes = 0;
    uint32_t total = 0;
    eip_status status = check_create(call, request, &total, &bytes);

    if (status == EIP_OK && (request->flags & EIP_COIP_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = eip__books_tags(call, request->tag_specifications,
                                 request->tag_specification_count, total, bytes,
                                 &tags);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = make_pool(call, request->local_gateway_route_table_id, tags, list);
    if (status != EIP_OK && tags != NULL) {
        eip__tagset_free(&call->engine->host, &tags->retired);
    }
    return status;
}

static eip_status read_create(const eip_create_coip_pool_request *theirs,
                              eip_create_coip_pool_request *own,
                              eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK &&
        (own->reserved != 0 ||
         (own->flags & ~(uint32_t)EIP_COIP_DRY_RUN) != 0 ||
         !eip__text_is_formed(own->local_gateway_route_table_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    return eip__tagset_form(own->tag_specifications,
                            own->tag_specification_count, error);
}

eip_status eip_create_coip_pool(eip_engine *engine, const eip_caller *caller,
                                const eip_create_coip_pool_request *request,
                                eip_coip_pool_list **pool, eip_error *error) {
    struct eip__results *list = NULL;
    eip_create_coip_pool_request own;
    struct eip__call call;
    eip_status status;

    if (pool == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    status = read_create(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, "ec2:CreateCoipPool",
                                  own.local_gateway_route_table_id, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__books_end(&call, create(&call, &own, &list), &list);
    if (status == EIP_OK) {
        *pool = (eip_coip_pool_list *)list;
    }
    return status;
}

/* -- DeleteCoipPool -------------------------------------------------------------------- */

static eip_status delete_pool(struct eip__call *call,
                              const eip_delete_coip_pool_request *request,
                              struct eip__results **list) {
    struct eip__pool *pool = NULL;
    struct eip__coip_shown shown;
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_status status =
        eip__books_require(call, "CoipPoolId", request->coip_pool_id);

    if (status == EIP_OK) {
        status = eip__coip_own_pool(call, "CoipPoolId", request->coip_pool_id,
                                    &pool);
    }
    if (status != EIP_OK) {
        return status;
    }
    shown = eip__coip_show(pool);
    if (shown.space != NULL && shown.space->range_count != 0) {
        (void)eip_pool_id_format(pool->ref, text);
        return eip__fail(call->error, EIP_ERR_POOL_IN_USE, "CoipPoolId",
                         "The pool '%s' has CIDR blocks", text);
    }
    if ((request->flags & EIP_COIP_DRY_RUN) != 0) {
        return eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    status = list_one(call, &shown, list);
    if (status == EIP_OK &&
        eip__catalog_remove_pool(&call->engine->catalog, pool) != EIP_OK) {
        eip__results_free(*list);
        status = eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    return status;
}

eip_status eip_delete_coip_pool(eip_engine *engine, const eip_caller *caller,
                                const eip_delete_coip_pool_request *request,
                                eip_coip_pool_list **pool, eip_error *error) {
    struct eip__results *list = NULL;
    eip_delete_coip_pool_request own;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (status == EIP_OK && ((own.flags & ~(uint32_t)EIP_COIP_DRY_RUN) != 0 ||
                             !eip__text_is_formed(own.coip_pool_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    if (pool == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    status = eip__books_begin(&call, engine, caller, "ec2:DeleteCoipPool",
                              own.coip_pool_id, error);
    if (status == EIP_OK) {
        status = eip__books_end(&call, delete_pool(&call, &own, &list), &list);
    }
    if (status == EIP_OK) {
        *pool = (eip_coip_pool_list *)list;
    }
    return status;
}

/* -- tags -------------------------------------------------------------------------------- */

eip_status eip__coip_change_tags(struct eip__call *call, eip_text id,
                                 const struct eip__tag_change *change) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__coip_own_pool(call, "ResourceId", id, &pool);

    return status == EIP_OK ? eip__pool_tags_change(call, pool, change)
                            : status;
}

eip_status eip__coip_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                void *context) {
    return eip__pool_tags_visit(call, EIP_POOL_COIP, "coip-pool", visit,
                                context);
}
