/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribePublicIpv4Pools. */
#include "ops/filter.h"
#include "ops/pool_choice.h"
#include "ops/public_pool.h"

#define ACTION "ec2:DescribePublicIpv4Pools"
enum { RESULTS_MIN = 1, RESULTS_MAX = 10 };

/* It has a NotFound of its own. */
static eip_status find(struct eip__call *call, const char *field, eip_text id,
                       struct eip__pool **pool) {
    struct eip__quoted quoted;

    return eip__public_pool(call, field, id, pool) == EIP_OK
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_PUBLIC_POOL_NOT_FOUND, field,
                           "The pool ID '%s' does not exist",
                           eip__quote(&quoted, id));
}

/* -- what is shown ---------------------------------------------------------------------- */

/* Parts in a row that came at once are one range. */
static void add_part(eip_public_pool_range *ranges,
                     const struct eip__part *part, bool is_anew,
                     eip_public_pool *pool) {
    uint32_t size = (uint32_t)eip_cidr_count(part->cidr);
    uint32_t free =
        (uint32_t)eip__cidr_free(part->range->space, part->range, part->cidr);
    eip_public_pool_range *at = &ranges[pool->pool_address_range_count];

    if (!is_anew && at[-1].last_address + 1 == part->cidr.base) {
        at--;
    } else {
        pool->pool_address_range_count++;
        *at = (eip_public_pool_range){.first_address = part->cidr.base};
    }
    at->last_address = part->cidr.base + (size - 1);
    at->address_count += size;
    at->available_address_count += free;
    pool->total_address_count += size;
    pool->total_available_address_count += free;
}

static bool add_ranges(const struct eip__call *call, struct eip__results *list,
                       const struct eip__space *space, eip_public_pool *pool) {
    const struct eip__catalog *catalog = &call->engine->catalog;
    eip_public_pool_range *ranges;
    uint64_t room = 0;

    if (space == NULL || space->range_count == 0) {
        return true;
    }
    for (uint32_t i = 0; i < space->range_count; i++) {
        room += space->ranges[i]->parts;
    }
    ranges = eip__results_room(list, room * sizeof *ranges);
    for (uint32_t i = 0; ranges != NULL && i < space->range_count; i++) {
        const struct eip__part *part =
            eip__catalog_part_from(catalog, space->ranges[i], 0);
        bool is_anew = true; /* as of whatever came before */
        uint64_t lot = 0;

        while (part != NULL) {
            add_part(ranges, part, is_anew || part->lot != lot, pool);
            is_anew = false;
            lot = part->lot;
            part = eip__catalog_part_from(catalog, part->range,
                                          (uint64_t)part->cidr.base + 1);
        }
    }
    pool->pool_address_ranges = ranges;
    return ranges != NULL;
}

static bool add_pool(const struct eip__call *call, struct eip__results *list,
                     const struct eip__pool *pool) {
    const struct eip__byoip *byoip = pool->byoip;
    eip_public_pool shown = EIP_PUBLIC_POOL_INIT;
    eip_text description = {"", 0, 0};
    eip_public_pool *item;

    if (byoip != NULL) {
        description =
            (eip_text){byoip->description, byoip->description_size, 0};
    }
    shown.pool = pool->ref;
    shown.network_border_group = eip__group_name(eip__public_group(call, pool));
    if (!eip__results_text(list, description, &shown.description) ||
        !add_ranges(call, list, eip__pointer(eip__hint(&pool->space)),
                    &shown) ||
        !eip__results_tags(list, eip__pointer(eip__hint(&pool->tags)),
                           &shown.tags, &shown.tag_count)) {
        return false;
    }
    item = eip__results_add(list);
    if (item != NULL) {
        *item = shown;
    }
    return item != NULL;
}

/* -- the operation ---------------------------------------------------------------------- */

static bool belongs(const struct eip__call *call,
                    const struct eip__filters *filters,
                    const struct eip__pool *pool) {
    const struct eip__filter_item item = {eip__pointer(eip__hint(&pool->tags)),
                                          NULL, pool, NULL};

    return pool->owner == call->number && eip__filters_hold(filters, &item);
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
        if (!belongs(call, filters, pool)) {
            continue;
        }
        if (list->count == page->limit) {
            has_memory = eip__results_end_page(list, call, ACTION, last,
                                               (eip_text){NULL, 0, 0});
            break;
        }
        has_memory = add_pool(call, list, pool);
        last = pool->ref.id;
    }
    return has_memory ? EIP_OK : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

static eip_status
describe(struct eip__call *call,
         const eip_describe_public_ipv4_pools_request *request,
         const struct eip__page *page, const struct eip__filters *filters,
         struct eip__results **result) {
    struct eip__results *list = NULL;
    struct eip__pool_choice choice;
    eip_status status =
        eip__pool_choose(&choice, call, EIP_POOL_PUBLIC_IPV4, request->pool_ids,
                         request->pool_id_count, find);

    if (status == EIP_OK) {
        list = eip__results_open(&call->engine->host, sizeof(eip_public_pool));
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

static eip_status
carry_out(struct eip__call *call,
          const eip_describe_public_ipv4_pools_request *request,
          struct eip__results **list) {
    static const struct eip__filter_name names[] = {{NULL, 0}};
    struct eip__filters filters;
    struct eip__page page;
    const struct eip__page_ask ask = {
        ACTION,
        request->next_token,
        request->max_results,
        (request->flags & EIP_PUBLIC_POOL_MAX_RESULTS) != 0,
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

static eip_status
check_form(const eip_describe_public_ipv4_pools_request *request,
           eip_error *error) {
    eip_status status =
        eip__texts_form(request->pool_ids, request->pool_id_count);

    if (status != EIP_OK) {
        return eip__fail(error, status, "PoolId", NULL);
    }
    if (request->reserved != 0 ||
        (request->flags & ~(uint32_t)EIP_PUBLIC_POOL_MAX_RESULTS) != 0 ||
        !eip__text_is_formed(request->next_token)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return eip__filters_form(request->filters, request->filter_count, error);
}

static eip_status
read_request(const eip_describe_public_ipv4_pools_request *theirs,
             eip_describe_public_ipv4_pools_request *own, eip_error *error) {
    eip_status status;

    if (theirs == NULL) {
        *own = (eip_describe_public_ipv4_pools_request)
            EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    return status == EIP_OK ? check_form(own, error)
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_describe_public_ipv4_pools(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_public_ipv4_pools_request *request,
    eip_public_pool_list **list, eip_error *error) {
    eip_describe_public_ipv4_pools_request own;
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
        *list = (eip_public_pool_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------- */

uint64_t eip_public_pool_list_count(const eip_public_pool_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status eip_public_pool_list_at(const eip_public_pool_list *list,
                                   uint64_t index, eip_public_pool *pool) {
    return eip__results_at((const struct eip__results *)list, index, pool);
}

eip_text eip_public_pool_list_next_token(const eip_public_pool_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_public_pool_list_free(eip_public_pool_list *list) {
    eip__results_free((struct eip__results *)list);
}
