/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* GetCoipPoolUsage: a look at each word of the pool, in the order of
 * addresses. The word says who holds the address, and under which id. */
#include "ops/coip.h"
#include "ops/filter.h"

#define ACTION "ec2:GetCoipPoolUsage"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000 };

/* -- filters -------------------------------------------------------------------------- */

enum member { ALLOCATION_ID = EIP__FILTER_OWN, ACCOUNT_ID, SERVICE, CO_IP };

static const struct eip__filter_name names[] = {
    {"coip-address-usage.allocation-id", ALLOCATION_ID},
    {"coip-address-usage.aws-account-id", ACCOUNT_ID},
    {"coip-address-usage.aws-service", SERVICE},
    {"coip-address-usage.co-ip", CO_IP},
    {NULL, 0},
};

static eip_text read_member(const void *item, uint32_t member, char *room) {
    const eip_coip_address_usage *usage = item;

    switch (member) {
    case ALLOCATION_ID:
        return (eip_text){
            room, eip_allocation_id_format(usage->allocation_id, room), 0};
    case ACCOUNT_ID:
        return (eip_text){room, eip_account_format(usage->aws_account_id, room),
                          0};
    case CO_IP:
        return (eip_text){room, eip_ipv4_format(usage->co_ip, room), 0};
    default:
        return usage->aws_service;
    }
}

/* -- the walk --------------------------------------------------------------------------- */

struct walk {
    struct eip__call *call;
    const struct eip__pool *pool;
    struct eip__page page;
    struct eip__filters filters;
    struct eip__results *list;
    uint64_t last; /* place of the last that is listed: its address + 1 */
    bool ended;
};

/* Is the address held by one whom the caller may see, and how? */
static bool look(const struct walk *walk, const struct eip__range *range,
                 uint32_t address, eip_coip_address_usage *usage) {
    const struct eip_engine *engine = walk->call->engine;
    uint32_t record = eip__range_record(range, address);
    uint64_t word;

    do {
        word = eip__read(eip__records_word(&engine->records, record));
    } while (eip__call_settle_word(walk->call, word));
    if (!eip__word_is_held(word)) {
        return false;
    }
    *usage = (eip_coip_address_usage)EIP_COIP_ADDRESS_USAGE_INIT;
    usage->co_ip = address;
    usage->allocation_id =
        eip__id_make(&engine->id_key, record, eip__word_generation(word));
    usage->aws_account_id = eip__hint(
        &eip__accounts_at(&engine->accounts, eip__word_owner(word))->number);
    return walk->pool->owner == walk->call->number ||
           usage->aws_account_id == walk->call->number;
}

/* Tokens are of one pool: its id is the name in them. */
static bool end_page(struct walk *walk) {
    char id[EIP_POOL_ID_TEXT_SIZE];
    eip_text name = {id, eip_pool_id_format(walk->pool->ref, id), 0};

    walk->ended = true;
    return eip__results_end_page(walk->list, walk->call, ACTION, walk->last,
                                 name);
}

/* False: no memory. */
static bool visit(struct walk *walk, const struct eip__range *range,
                  uint32_t address) {
    eip_coip_address_usage usage;
    const struct eip__filter_item item = {NULL, read_member, &usage, NULL};
    eip_coip_address_usage *copy;

    if (!look(walk, range, address, &usage) ||
        !eip__filters_hold(&walk->filters, &item)) {
        return true;
    }
    if (walk->list->count == walk->page.limit) {
        return end_page(walk);
    }
    copy = eip__results_add(walk->list);
    if (copy != NULL) {
        *copy = usage;
        walk->last = (uint64_t)address + 1;
    }
    return copy != NULL;
}

/* False: no memory. */
static bool visit_range(struct walk *walk, const struct eip__range *range) {
    uint64_t address = range->cidr.base;
    uint64_t end = address + eip_cidr_count(range->cidr);
    bool has_memory = true;

    if (walk->page.place > address) {
        address = walk->page.place;
    }
    for (; address < end && has_memory && !walk->ended; address++) {
        has_memory = visit(walk, range, (uint32_t)address);
    }
    return has_memory;
}

static eip_status fill(struct walk *walk) {
    const struct eip__space *space =
        eip__pointer(eip__hint(&walk->pool->space));
    uint32_t ranges = space == NULL ? 0 : space->range_count;

    walk->list = eip__results_open(&walk->call->engine->host,
                                   sizeof(eip_coip_address_usage));
    if (walk->list == NULL) {
        return eip__call_fail(walk->call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint32_t i = 0; i < ranges; i++) {
        if (!visit_range(walk, space->ranges[i])) {
            eip__results_free(walk->list);
            return eip__call_fail(walk->call, EIP_ERR_OUT_OF_MEMORY);
        }
    }
    return EIP_OK;
}

/* -- the operation ------------------------------------------------------------------------ */

static bool is_name(const struct eip__page *page, eip_text id) {
    return page->name_size == id.size &&
           memcmp(page->name, id.data, id.size) == 0;
}

static eip_status open_page(struct walk *walk,
                            const eip_get_coip_pool_usage_request *request) {
    const struct eip__page_ask ask = {ACTION,
                                      request->next_token,
                                      request->max_results,
                                      (request->flags & EIP_COIP_MAX_RESULTS) !=
                                          0,
                                      RESULTS_MIN,
                                      RESULTS_MAX};
    eip_status status =
        eip__books_require(walk->call, "PoolId", request->pool_id);

    if (status == EIP_OK) {
        status = eip__page_open(walk->call, &ask, &walk->page);
    }
    if (status == EIP_OK && eip__text_is_given(request->next_token) &&
        !is_name(&walk->page, request->pool_id)) {
        status = eip__fail(walk->call->error, EIP_ERR_NEXT_TOKEN, "NextToken",
                           "The token is of another pool");
    }
    return status;
}

static eip_status usage_of(struct walk *walk,
                           const eip_get_coip_pool_usage_request *request) {
    struct eip__pool *pool = NULL;
    eip_status status =
        eip__coip_pool(walk->call, "PoolId", request->pool_id, &pool);

    if (status == EIP_OK && (request->flags & EIP_COIP_DRY_RUN) != 0) {
        status = eip__call_fail(walk->call, EIP_ERR_DRY_RUN);
    }
    walk->pool = pool;
    return status == EIP_OK ? fill(walk) : status;
}

static eip_status carry_out(struct eip__call *call,
                            const eip_get_coip_pool_usage_request *request,
                            eip_get_coip_pool_usage_response *response) {
    struct walk walk = {.call = call};
    eip_status status = open_page(&walk, request);

    if (status == EIP_OK) {
        status = eip__filters_open(&walk.filters, call, request->filters,
                                   request->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = usage_of(&walk, request);
    eip__filters_close(&walk.filters);
    if (status == EIP_OK) {
        response->coip_pool = walk.pool->ref;
        memcpy(response->local_gateway_route_table_id, walk.pool->route_table,
               sizeof walk.pool->route_table);
        response->coip_address_usages =
            (eip_coip_address_usage_list *)walk.list;
    }
    return status;
}

static eip_status read_request(const eip_get_coip_pool_usage_request *theirs,
                               eip_get_coip_pool_usage_request *own,
                               eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK &&
        ((own->flags & ~(uint32_t)(EIP_COIP_DRY_RUN | EIP_COIP_MAX_RESULTS)) !=
             0 ||
         !eip__text_is_formed(own->pool_id) ||
         !eip__text_is_formed(own->next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    return eip__filters_form(own->filters, own->filter_count, error);
}

eip_status
eip_get_coip_pool_usage(eip_engine *engine, const eip_caller *caller,
                        const eip_get_coip_pool_usage_request *request,
                        eip_get_coip_pool_usage_response *response,
                        eip_error *error) {
    eip_get_coip_pool_usage_response answer =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    eip_get_coip_pool_usage_request own;
    struct eip__call call;
    eip_status status = eip__struct_out_check(response, sizeof answer);

    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status =
            eip__books_begin(&call, engine, caller, ACTION, own.pool_id, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_leave(&call, carry_out(&call, &own, &answer));
    return status == EIP_OK ? eip__struct_out(response, &answer, sizeof answer,
                                              sizeof answer)
                            : status;
}

/* -- the list ------------------------------------------------------------------------------ */

uint64_t
eip_coip_address_usage_list_count(const eip_coip_address_usage_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status
eip_coip_address_usage_list_at(const eip_coip_address_usage_list *list,
                               uint64_t index, eip_coip_address_usage *usage) {
    return eip__results_at((const struct eip__results *)list, index, usage);
}

eip_text eip_coip_address_usage_list_next_token(
    const eip_coip_address_usage_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_coip_address_usage_list_free(eip_coip_address_usage_list *list) {
    eip__results_free((struct eip__results *)list);
}
