/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeMovingAddresses. */
#include "ops/classic.h"
#include "ops/filter.h"
#include "ops/ids.h"
#include "ops/results.h"

#define ACTION "ec2:DescribeMovingAddresses"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000 };

/* -- filters ------------------------------------------------------------------------------- */

enum { MOVING_STATUS = EIP__FILTER_OWN };

static const struct eip__filter_name names[] = {
    {"moving-status", MOVING_STATUS},
    {NULL, 0},
};

static bool goes_to_vpc(const struct eip__held *held) {
    return (held->detail->facts.has & EIP__MOVED_TO_VPC) != 0;
}

static eip_text read_member(const void *item, uint32_t member, char *room) {
    (void)member;
    (void)room;
    return eip_text_of(goes_to_vpc(item) ? "MovingToVpc"
                                         : "RestoringToClassic");
}

/* -- which addresses ----------------------------------------------------------------------- */

static eip_status collect(struct eip__call *call,
                          const eip_describe_moving_addresses_request *ask,
                          struct eip__collection *all) {
    if (ask->public_ip_count != 0) {
        eip_status status =
            eip__collect_check_ips(call, ask->public_ips, ask->public_ip_count);

        if (status == EIP_OK) {
            status = eip__collect_ips(call, ask->public_ips,
                                      ask->public_ip_count, all);
        }
        eip__collection_sort(all);
        return status;
    }
    return call->account == NULL || eip__collect_all(call, all)
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

/* -- the operation --------------------------------------------------------------------------- */

static bool belongs(struct eip__call *call, const struct eip__page *page,
                    const struct eip__filters *filters,
                    const struct eip__held *held) {
    const struct eip__filter_item item = {NULL, read_member, held, NULL};

    return held->detail != NULL &&
           eip__classic_is_moving(call, &held->detail->facts) &&
           eip__page_is_past(page, held->order, (eip_text){NULL, 0, 0}) &&
           eip__filters_hold(filters, &item);
}

static bool add(struct eip__results *list, const struct eip__held *held) {
    eip_moving_address *item = eip__results_add(list);

    if (item != NULL) {
        *item = (eip_moving_address){
            sizeof *item, eip__range_address(held->range, held->record),
            eip_text_of(goes_to_vpc(held) ? "movingToVpc"
                                          : "restoringToClassic")};
    }
    return item != NULL;
}

static eip_status fill(struct eip__call *call, const struct eip__page *page,
                       const struct eip__filters *filters,
                       const struct eip__collection *all,
                       struct eip__results *list) {
    uint64_t last = page->place;
    bool has_memory = true;

    for (uint64_t i = 0; i < all->count && has_memory; i++) {
        const struct eip__held *held = &all->held[i];

        if (!belongs(call, page, filters, held)) {
            continue;
        }
        if (list->count == page->limit) {
            has_memory = eip__results_end_page(list, call, ACTION, last,
                                               (eip_text){NULL, 0, 0});
            break;
        }
        has_memory = add(list, held);
        last = held->order;
    }
    return has_memory ? EIP_OK : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

static eip_status describe(struct eip__call *call,
                           const eip_describe_moving_addresses_request *ask,
                           const struct eip__page *page,
                           const struct eip__filters *filters,
                           struct eip__results **result) {
    struct eip__collection all = {.host = &call->engine->host};
    struct eip__results *list = NULL;
    eip_status status = collect(call, ask, &all);

    if (status == EIP_OK && (ask->flags & EIP_CLASSIC_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        list =
            eip__results_open(&call->engine->host, sizeof(eip_moving_address));
        status = list == NULL ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
                              : fill(call, page, filters, &all, list);
    }
    eip__collection_close(&all);
    if (status != EIP_OK) {
        eip__results_free(list);
        return status;
    }
    *result = list;
    return EIP_OK;
}

static eip_status carry_out(struct eip__call *call,
                            const eip_describe_moving_addresses_request *ask,
                            struct eip__results **list) {
    struct eip__filters filters;
    struct eip__page page;
    const struct eip__page_ask page_ask = {
        ACTION,           ask->next_token,
        ask->max_results, (ask->flags & EIP_CLASSIC_MAX_RESULTS) != 0,
        RESULTS_MIN,      RESULTS_MAX};
    eip_status status =
        eip__call_authorize(call, ACTION, (eip_text){NULL, 0, 0});

    if (status == EIP_OK) {
        status = eip__page_open(call, &page_ask, &page);
    }
    if (status == EIP_OK) {
        status = eip__filters_open(&filters, call, ask->filters,
                                   ask->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = describe(call, ask, &page, &filters, list);
    eip__filters_close(&filters);
    return status;
}

static eip_status
check_form(const eip_describe_moving_addresses_request *request,
           eip_error *error) {
    eip_status status =
        eip__texts_form(request->public_ips, request->public_ip_count);

    if (status != EIP_OK) {
        return eip__fail(error, status, "PublicIp", NULL);
    }
    if (request->reserved != 0 ||
        (request->flags &
         ~(uint32_t)(EIP_CLASSIC_DRY_RUN | EIP_CLASSIC_MAX_RESULTS)) != 0 ||
        !eip__text_is_formed(request->next_token)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return eip__filters_form(request->filters, request->filter_count, error);
}

static eip_status
read_request(const eip_describe_moving_addresses_request *theirs,
             eip_describe_moving_addresses_request *own, eip_error *error) {
    eip_status status;

    if (theirs == NULL) {
        *own = (eip_describe_moving_addresses_request)
            EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    return status == EIP_OK ? check_form(own, error)
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_describe_moving_addresses(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_moving_addresses_request *request,
    eip_moving_address_list **list, eip_error *error) {
    eip_describe_moving_addresses_request own;
    struct eip__results *results = NULL;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = carry_out(&call, &own, &results);
    eip__call_end(&call);
    if (status == EIP_OK) {
        *list = (eip_moving_address_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------------- */

uint64_t eip_moving_address_list_count(const eip_moving_address_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status eip_moving_address_list_at(const eip_moving_address_list *list,
                                      uint64_t index,
                                      eip_moving_address *address) {
    return eip__results_at((const struct eip__results *)list, index, address);
}

eip_text
eip_moving_address_list_next_token(const eip_moving_address_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_moving_address_list_free(eip_moving_address_list *list) {
    eip__results_free((struct eip__results *)list);
}
