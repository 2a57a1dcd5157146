/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* GetIpamPoolAllocations, DescribeIpamPoolAllocations: pool by pool, in the
 * order of addresses, what is in the books and what words say. */
#include "ops/filter.h"
#include "ops/ipam_allocation.h"

#include <stdio.h>

#define GET "ec2:GetIpamPoolAllocations"
#define DESCRIBE "ec2:DescribeIpamPoolAllocations"
enum { RESULTS_MIN = 1000, RESULTS_MAX = 100000, BASE_SIZE = 9 };

/* -- filters -------------------------------------------------------------------------- */

enum member {
    CIDR = EIP__FILTER_OWN,
    DESCRIPTION,
    ALLOCATION_ID,
    RESOURCE_ID,
    RESOURCE_OWNER,
    RESOURCE_REGION,
    RESOURCE_TYPE
};

static const struct eip__filter_name names[] = {
    {"cidr", CIDR},
    {"description", DESCRIPTION},
    {"ipam-pool-allocation-id", ALLOCATION_ID},
    {"resource-id", RESOURCE_ID},
    {"resource-owner", RESOURCE_OWNER},
    {"resource-region", RESOURCE_REGION},
    {"resource-type", RESOURCE_TYPE},
    {NULL, 0},
};

static eip_text read_member(const void *item, uint32_t member, char *room) {
    const eip_ipam_pool_allocation *shown = item;

    switch (member) {
    case CIDR:
        return (eip_text){room, eip_cidr_format(shown->cidr, room), 0};
    case DESCRIPTION:
        return shown->description;
    case ALLOCATION_ID:
        return (eip_text){room, eip_ipam_allocation_id_format(shown->id, room),
                          0};
    case RESOURCE_ID:
        return shown->resource_id;
    case RESOURCE_OWNER:
        return (eip_text){room, eip_account_format(shown->resource_owner, room),
                          0};
    case RESOURCE_REGION:
        return shown->resource_region;
    default:
        return shown->resource_type;
    }
}

/* -- the walk ----------------------------------------------------------------------------- */

struct walk {
    struct eip__call *call;
    const char *action;
    struct eip__page page;
    struct eip__filters filters;
    const eip_ipam_id *ids; /* only these; none: all */
    eip_ipam_id one;        /* where that is one */
    uint64_t id_count;
    const struct eip__pool *pool;
    struct eip__results *list;
    uint64_t last_place;
    char last_name[EIP_POOL_ID_TEXT_SIZE];
    bool is_whole; /* of all pools */
    bool ended;
};

/* What orders an item: of one pool its address, and the pool's id says which
 * pool; of all, the pool and the address. */
static uint64_t place_of(const struct walk *walk, eip_cidr cidr, char *name) {
    if (walk->is_whole) {
        (void)snprintf(name, BASE_SIZE, "%08x", (unsigned)cidr.base);
        return walk->pool->ref.id;
    }
    (void)eip_pool_id_format(walk->pool->ref, name);
    return (uint64_t)cidr.base + 1;
}

static bool is_chosen(const struct walk *walk, eip_ipam_id id) {
    bool is_there = walk->ids == NULL;

    for (uint64_t i = 0; i < walk->id_count && !is_there; i++) {
        is_there = walk->ids[i].high == id.high && walk->ids[i].low == id.low;
    }
    return is_there;
}

/* The last item of the list has just been made: does it stay? False: no
 * memory. */
static bool settle(struct walk *walk, const struct eip__tagset *tags) {
    const eip_ipam_pool_allocation *items =
        (const eip_ipam_pool_allocation *)(const void *)walk->list->items;
    const eip_ipam_pool_allocation *shown = &items[walk->list->count - 1];
    const struct eip__filter_item item = {tags, read_member, shown, NULL};
    char name[EIP_POOL_ID_TEXT_SIZE];
    uint64_t place = place_of(walk, shown->cidr, name);

    if (!eip__page_is_past(&walk->page, place, eip_text_of(name)) ||
        !is_chosen(walk, shown->id) ||
        !eip__filters_hold(&walk->filters, &item)) {
        walk->list->count--;
        return true;
    }
    if (walk->list->count > walk->page.limit) {
        walk->list->count--;
        walk->ended = true;
        return eip__results_end_page(walk->list, walk->call, walk->action,
                                     walk->last_place,
                                     eip_text_of(walk->last_name));
    }
    walk->last_place = place;
    memcpy(walk->last_name, name, sizeof name);
    return true;
}

static bool add_address(struct walk *walk, const struct eip__range *range,
                        uint32_t address) {
    eip_ipam_pool_allocation shown;
    eip_ipam_pool_allocation *item;
    char id[EIP_ALLOCATION_ID_TEXT_SIZE];
    uint64_t allocation_id;

    if (!eip__ipam_look(walk->call, walk->pool, range, address, &shown,
                        &allocation_id)) {
        return true;
    }
    (void)eip_allocation_id_format(allocation_id, id);
    if (!eip__results_text(walk->list, eip_text_of(id), &shown.resource_id)) {
        return false;
    }
    item = eip__results_add(walk->list);
    if (item == NULL) {
        return false;
    }
    *item = shown;
    return settle(walk, NULL);
}

/* Those in the books that begin below `end`. */
static bool add_booked(struct walk *walk, uint64_t *from, uint64_t end) {
    const struct eip__ipam_allocation *at =
        eip__ipam_from(walk->pool->ipam, *from);
    bool has_memory = true;

    while (at != NULL && at->cidr.base < end && has_memory && !walk->ended) {
        if (eip__ipam_sees(walk->call, at)) {
            has_memory = eip__ipam_add_allocation(walk->call, walk->list, at) &&
                         settle(walk, at->tags);
        }
        *from = at->cidr.base + eip_cidr_count(at->cidr);
        at = eip__ipam_from(walk->pool->ipam, *from);
    }
    return has_memory;
}

static bool add_range(struct walk *walk, const struct eip__range *range,
                      uint64_t *from, uint64_t start) {
    uint64_t end = range->cidr.base + eip_cidr_count(range->cidr);
    uint64_t at = range->cidr.base > start ? range->cidr.base : start;
    bool has_memory = true;

    for (; at < end && has_memory && !walk->ended; at++) {
        has_memory = add_booked(walk, from, at + 1);
        if (has_memory && !walk->ended) {
            has_memory = add_address(walk, range, (uint32_t)at);
        }
    }
    return has_memory;
}

/* False: no memory. */
static bool add_pool(struct walk *walk, const struct eip__pool *pool,
                     uint64_t start) {
    const struct eip__space *space = eip__pointer(eip__hint(&pool->space));
    uint32_t ranges = space == NULL ? 0 : space->range_count;
    uint64_t from = start;
    bool has_memory = true;

    walk->pool = pool;
    for (uint32_t i = 0; i < ranges && has_memory && !walk->ended; i++) {
        has_memory = add_range(walk, space->ranges[i], &from, start);
    }
    return has_memory && add_booked(walk, &from, UINT64_MAX);
}

static eip_status open_list(struct walk *walk) {
    walk->list = eip__results_open(&walk->call->engine->host,
                                   sizeof(eip_ipam_pool_allocation));
    return walk->list != NULL
               ? EIP_OK
               : eip__call_fail(walk->call, EIP_ERR_OUT_OF_MEMORY);
}

static eip_status close_list(struct walk *walk, bool has_memory,
                             struct eip__results **list) {
    if (!has_memory) {
        eip__results_free(walk->list);
        return eip__call_fail(walk->call, EIP_ERR_OUT_OF_MEMORY);
    }
    *list = walk->list;
    return EIP_OK;
}

/* -- GetIpamPoolAllocations --------------------------------------------------------------------- */

typedef eip_get_ipam_pool_allocations_request get_request;

static eip_status get(struct walk *walk, const get_request *request,
                      struct eip__results **list) {
    struct eip__call *call = walk->call;
    eip_text wanted = request->ipam_pool_allocation_id;
    const struct eip__pool *of = NULL;
    struct eip__pool *pool = NULL;
    eip_status status =
        eip__ipam_pool(call, "IpamPoolId", request->ipam_pool_id, &pool);

    if (status == EIP_OK && eip__text_is_given(request->next_token) &&
        (walk->page.name_size != request->ipam_pool_id.size ||
         memcmp(walk->page.name, request->ipam_pool_id.data,
                walk->page.name_size) != 0)) {
        status = eip__fail(call->error, EIP_ERR_NEXT_TOKEN, "NextToken", NULL);
    }
    if (status == EIP_OK && eip__text_is_given(wanted)) {
        walk->ids = &walk->one;
        walk->id_count = 1;
        if (!eip__ipam_find_any(call, wanted, &walk->one, &of) || of != pool) {
            status =
                eip__ipam_fail_allocation(call, "IpamPoolAllocationId", wanted);
        }
    }
    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = open_list(walk);
    }
    return status == EIP_OK
               ? close_list(walk, add_pool(walk, pool, walk->page.place), list)
               : status;
}

static eip_status open_walk(struct walk *walk, eip_text token,
                            int32_t max_results, uint32_t flags,
                            const eip_filter *filters, uint32_t count) {
    const struct eip__page_ask ask = {
        walk->action, token,
        max_results,  (flags & EIP_IPAM_MAX_RESULTS) != 0,
        RESULTS_MIN,  RESULTS_MAX};
    eip_status status = eip__page_open(walk->call, &ask, &walk->page);

    return status == EIP_OK ? eip__filters_open(&walk->filters, walk->call,
                                                filters, count, names)
                            : status;
}

static eip_status carry_out_get(struct eip__call *call,
                                const get_request *request,
                                struct eip__results **list) {
    struct walk walk = {.call = call, .action = GET};
    eip_status status =
        eip__books_require(call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status =
            open_walk(&walk, request->next_token, request->max_results,
                      request->flags, request->filters, request->filter_count);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = get(&walk, request, list);
    eip__filters_close(&walk.filters);
    return status;
}

eip_status eip_get_ipam_pool_allocations(
    eip_engine *engine, const eip_caller *caller,
    const eip_get_ipam_pool_allocations_request *request,
    eip_ipam_pool_allocation_list **list, eip_error *error) {
    const uint32_t known = EIP_IPAM_MAX_RESULTS | EIP_IPAM_DRY_RUN;
    struct eip__results *results = NULL;
    struct eip__call call;
    get_request own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    if (status == EIP_OK &&
        ((own.flags & ~known) != 0 || !eip__text_is_formed(own.ipam_pool_id) ||
         !eip__text_is_formed(own.ipam_pool_allocation_id) ||
         !eip__text_is_formed(own.next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__filters_form(own.filters, own.filter_count, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, GET, own.ipam_pool_id,
                                  error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_leave(&call, carry_out_get(&call, &own, &results));
    if (status == EIP_OK) {
        *list = (eip_ipam_pool_allocation_list *)results;
    }
    return status;
}

/* -- DescribeIpamPoolAllocations -------------------------------------------------------------------- */

typedef eip_describe_ipam_pool_allocations_request describe_request;

static eip_status read_ids(struct walk *walk, const describe_request *request,
                           eip_ipam_id *ids) {
    const struct eip__pool *pool = NULL;

    for (uint32_t i = 0; i < request->ipam_pool_allocation_id_count; i++) {
        if (!eip__ipam_find_any(walk->call,
                                request->ipam_pool_allocation_ids[i], &ids[i],
                                &pool)) {
            (void)eip__ipam_fail_allocation(
                walk->call, "IpamPoolAllocationId",
                request->ipam_pool_allocation_ids[i]);
            eip__fail_index(walk->call->error, i);
            return EIP_ERR_IPAM_ALLOCATION_NOT_FOUND;
        }
    }
    walk->ids = ids;
    walk->id_count = request->ipam_pool_allocation_id_count;
    return EIP_OK;
}

static bool add_pools(struct walk *walk) {
    const struct eip__catalog *catalog = &walk->call->engine->catalog;
    struct eip__pool *pool =
        eip__catalog_pool_from(catalog, EIP_POOL_IPAM, walk->page.place);
    bool has_memory = true;

    while (pool != NULL && has_memory && !walk->ended) {
        if (eip__pool_admits(pool, walk->call->number)) {
            has_memory = add_pool(walk, pool, 0);
        }
        pool = pool->ref.id == UINT64_MAX
                   ? NULL
                   : eip__catalog_pool_from(catalog, EIP_POOL_IPAM,
                                            pool->ref.id + 1);
    }
    return has_memory;
}

static eip_status describe(struct walk *walk, const describe_request *request,
                           struct eip__results **list) {
    struct eip__host *host = &walk->call->engine->host;
    uint64_t bytes =
        request->ipam_pool_allocation_id_count * sizeof(eip_ipam_id);
    eip_ipam_id *ids = bytes == 0 ? NULL : eip__host_allocate(host, bytes);
    eip_status status = EIP_OK;

    if (bytes != 0) {
        status = ids == NULL ? eip__call_fail(walk->call, EIP_ERR_OUT_OF_MEMORY)
                             : read_ids(walk, request, ids);
    }
    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(walk->call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = open_list(walk);
    }
    if (status == EIP_OK) {
        status = close_list(walk, add_pools(walk), list);
    }
    eip__host_release(host, ids, bytes);
    return status;
}

static eip_status carry_out(struct eip__call *call,
                            const describe_request *request,
                            struct eip__results **list) {
    struct walk walk = {.call = call, .action = DESCRIBE, .is_whole = true};
    eip_status status =
        open_walk(&walk, request->next_token, request->max_results,
                  request->flags, request->filters, request->filter_count);

    if (status != EIP_OK) {
        return status;
    }
    status = describe(&walk, request, list);
    eip__filters_close(&walk.filters);
    return status;
}

static eip_status read_request(const describe_request *theirs,
                               describe_request *own, eip_error *error) {
    const uint32_t known = EIP_IPAM_MAX_RESULTS | EIP_IPAM_DRY_RUN;
    eip_status status;

    if (theirs == NULL) {
        *own =
            (describe_request)EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    if (status == EIP_OK && (own->reserved != 0 || (own->flags & ~known) != 0 ||
                             !eip__text_is_formed(own->next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status == EIP_OK) {
        status = eip__texts_form(own->ipam_pool_allocation_ids,
                                 own->ipam_pool_allocation_id_count);
    }
    return status == EIP_OK
               ? eip__filters_form(own->filters, own->filter_count, error)
               : eip__fail(error, status, "request", NULL);
}

eip_status eip_describe_ipam_pool_allocations(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_ipam_pool_allocations_request *request,
    eip_ipam_pool_allocation_list **list, eip_error *error) {
    struct eip__results *results = NULL;
    describe_request own;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, DESCRIBE,
                                  (eip_text){NULL, 0, 0}, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_leave(&call, carry_out(&call, &own, &results));
    if (status == EIP_OK) {
        *list = (eip_ipam_pool_allocation_list *)results;
    }
    return status;
}
