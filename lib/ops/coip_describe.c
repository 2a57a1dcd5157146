/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeCoipPools. */
#include "ops/coip.h"
#include "ops/filter.h"
#include "ops/pool_choice.h"

#define ACTION "ec2:DescribeCoipPools"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000 };

/* -- filters ------------------------------------------------------------------------- */

enum member { ROUTE_TABLE_ID = EIP__FILTER_OWN, POOL_ID };

static const struct eip__filter_name names[] = {
    {"coip-pool.local-gateway-route-table-id", ROUTE_TABLE_ID},
    {"coip-pool.pool-id", POOL_ID},
    {NULL, 0},
};

/* What an administrator's pool has not matches nothing, not even `*`. */
static eip_text read_member(const void *item, uint32_t member, char *room) {
    const struct eip__pool *pool = item;

    if (member == POOL_ID) {
        return (eip_text){room, eip_pool_id_format(pool->ref, room), 0};
    }
    return pool->route_table[0] == '\0' ? (eip_text){NULL, 0, 0}
                                        : eip_text_of(pool->route_table);
}

/* -- the operation ---------------------------------------------------------------------- */

static bool belongs(const struct eip__call *call,
                    const struct eip__filters *filters,
                    const struct eip__pool *pool) {
    const struct eip__filter_item item = {eip__pointer(eip__hint(&pool->tags)),
                                          read_member, pool, NULL};

    return eip__pool_admits(pool, call->number) &&
           eip__filters_hold(filters, &item);
}

static eip_status fill(struct eip__call *call, const struct eip__page *page,
                       struct eip__pool_choice *choice,
                       const struct eip__filters *filters,
                       struct eip__results *list) {
    uint64_t last = page->place;
    bool has_memory = true;

    for (struct eip__pool *pool = eip__pool_choice_from(choice, last + 1);
         pool != NULL && has_memory;
         pool = eip__pool_choice_after(choice, pool)) {
        struct eip__coip_shown shown = eip__coip_show(pool);

        if (!belongs(call, filters, pool)) {
            continue;
        }
        if (list->count == page->limit) {
            has_memory = eip__results_end_page(list, call, ACTION, last,
                                               (eip_text){NULL, 0, 0});
            break;
        }
        has_memory = eip__coip_list_add(call, list, &shown);
        last = pool->ref.id;
    }
    return has_memory ? EIP_OK : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

static eip_status describe(struct eip__call *call,
                           const eip_describe_coip_pools_request *request,
                           const struct eip__page *page,
                           const struct eip__filters *filters,
                           struct eip__results **result) {
    struct eip__results *list = NULL;
    struct eip__pool_choice choice;
    eip_status status =
        eip__pool_choose(&choice, call, EIP_POOL_COIP, request->pool_ids,
                         request->pool_id_count, eip__coip_pool);

    if (status == EIP_OK && (request->flags & EIP_COIP_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        list = eip__results_open(&call->engine->host, sizeof(eip_coip_pool));
        status = list == NULL ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
                              : fill(call, page, &choice, filters, list);
    }
    eip__pool_forget(&choice);
    if (status != EIP_OK) {
        eip__results_free(list);
        return status;
    }
    *result = list;
    return EIP_OK;
}

static eip_status carry_out(struct eip__call *call,
                            const eip_describe_coip_pools_request *request,
                            struct eip__results **list) {
    struct eip__filters filters;
    struct eip__page page;
    const struct eip__page_ask ask = {ACTION,
                                      request->next_token,
                                      request->max_results,
                                      (request->flags & EIP_COIP_MAX_RESULTS) !=
                                          0,
                                      RESULTS_MIN,
                                      RESULTS_MAX};
    eip_status status = eip__page_open(call, &ask, &page);

    if (status == EIP_OK) {
        status = eip__filters_open(&filters, call, request->filters,
                                   request->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = describe(call, request, &page, &filters, list);
    eip__filters_close(&filters);
    return status;
}

static eip_status check_form(const eip_describe_coip_pools_request *request,
                             eip_error *error) {
    eip_status status =
        eip__texts_form(request->pool_ids, request->pool_id_count);
    bool is_formed =
        request->reserved == 0 &&
        (request->flags &
         ~(uint32_t)(EIP_COIP_DRY_RUN | EIP_COIP_MAX_RESULTS)) == 0 &&
        eip__text_is_formed(request->next_token);

    if (status != EIP_OK) {
        return eip__fail(error, status, "PoolId", NULL);
    }
    if (!is_formed) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return eip__filters_form(request->filters, request->filter_count, error);
}

static eip_status read_request(const eip_describe_coip_pools_request *theirs,
                               eip_describe_coip_pools_request *own,
                               eip_error *error) {
    eip_status status;

    if (theirs == NULL) {
        *own = (eip_describe_coip_pools_request)
            EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    return status == EIP_OK ? check_form(own, error)
                            : eip__fail(error, status, "request", NULL);
}

eip_status
eip_describe_coip_pools(eip_engine *engine, const eip_caller *caller,
                        const eip_describe_coip_pools_request *request,
                        eip_coip_pool_list **list, eip_error *error) {
    eip_describe_coip_pools_request own;
    struct eip__results *results = NULL;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, ACTION,
                                  (eip_text){NULL, 0, 0}, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_leave(&call, carry_out(&call, &own, &results));
    if (status == EIP_OK) {
        *list = (eip_coip_pool_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------- */

uint64_t eip_coip_pool_list_count(const eip_coip_pool_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status eip_coip_pool_list_at(const eip_coip_pool_list *list, uint64_t index,
                                 eip_coip_pool *pool) {
    return eip__results_at((const struct eip__results *)list, index, pool);
}

eip_text eip_coip_pool_list_next_token(const eip_coip_pool_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_coip_pool_list_free(eip_coip_pool_list *list) {
    eip__results_free((struct eip__results *)list);
}
