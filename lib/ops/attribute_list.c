/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddressesAttribute. */
#include "ops/attribute.h"
#include "ops/ids.h"
#include "ops/page.h"

#define ACTION "ec2:DescribeAddressesAttribute"
enum { RESULTS_MIN = 1, RESULTS_MAX = 1000 };

struct eip_address_attribute_list {
    struct eip__host *host;
    uint64_t bytes;
    uint64_t count;
    uint32_t token_size;
    char token[EIP__PAGE_TOKEN];
    eip_address_attribute item[];
};

/* -- making -------------------------------------------------------------------------- */

static const eip_text nameless = {NULL, 0, 0};

/* Add the next; when the page is full already, its token instead. */
static bool add(struct eip__call *call, const struct eip__page *page,
                const struct eip__held *held, uint64_t *last,
                eip_address_attribute_list *list) {
    struct eip__ptr ptr;

    if (held->detail == NULL ||
        !eip__page_is_past(page, held->order, nameless)) {
        return true;
    }
    ptr = eip__ptr_now(call, &held->detail->facts);
    if (!eip__ptr_is_there(&ptr)) {
        return true;
    }
    if (list->count == page->limit) {
        list->token_size =
            eip__page_token(call, ACTION, *last, nameless, list->token);
        return false;
    }
    eip__attribute_show(call, held, &ptr, &list->item[list->count++]);
    *last = held->order;
    return true;
}

static eip_status make(struct eip__call *call, const struct eip__page *page,
                       const struct eip__collection *all,
                       eip_address_attribute_list **result) {
    uint64_t room = all->count < page->limit ? all->count : page->limit;
    uint64_t bytes = sizeof **result + room * sizeof(eip_address_attribute);
    eip_address_attribute_list *list =
        eip__host_allocate(&call->engine->host, bytes);
    uint64_t last = 0;

    if (list == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    list->host = &call->engine->host;
    list->bytes = bytes;
    list->count = 0;
    list->token_size = 0;
    for (uint64_t i = 0; i < all->count; i++) {
        if (!add(call, page, &all->held[i], &last, list)) {
            break;
        }
    }
    *result = list;
    return EIP_OK;
}

/* -- the operation --------------------------------------------------------------------- */

static eip_status
describe(struct eip__call *call,
         const eip_describe_addresses_attribute_request *request,
         eip_address_attribute_list **list) {
    const struct eip__page_ask ask = {
        .action = ACTION,
        .next_token = request->next_token,
        .max_results = request->max_results,
        .max_results_given =
            (request->flags & EIP_DESCRIBE_ATTRIBUTE_MAX_RESULTS) != 0,
        .least = RESULTS_MIN,
        .most = RESULTS_MAX,
    };
    struct eip__collection all = {.host = &call->engine->host};
    struct eip__page page;
    eip_status status = eip__page_open(call, &ask, &page);

    if (status == EIP_OK && eip__text_is_given(request->attribute)) {
        status = eip__attribute_check(call, request->attribute);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__collect_asked(call, request->allocation_ids,
                                request->allocation_id_count, &all);
    if (status == EIP_OK &&
        (request->flags & EIP_DESCRIBE_ATTRIBUTE_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = make(call, &page, &all, list);
    }
    eip__collection_close(&all);
    return status;
}

static eip_status
check_request(const eip_describe_addresses_attribute_request *request,
              eip_error *error) {
    const uint32_t flags =
        EIP_DESCRIBE_ATTRIBUTE_DRY_RUN | EIP_DESCRIBE_ATTRIBUTE_MAX_RESULTS;
    eip_status status =
        eip__texts_form(request->allocation_ids, request->allocation_id_count);

    if (status != EIP_OK) {
        return eip__fail(error, status, "AllocationId", NULL);
    }
    if ((request->flags & ~flags) != 0 ||
        !eip__text_is_formed(request->attribute) ||
        !eip__text_is_formed(request->next_token)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return EIP_OK;
}

static eip_status
read_request(const eip_describe_addresses_attribute_request *theirs,
             eip_describe_addresses_attribute_request *own, eip_error *error) {
    static const eip_describe_addresses_attribute_request all =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_status status;

    if (theirs == NULL) {
        *own = all;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    return status == EIP_OK ? check_request(own, error)
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_describe_addresses_attribute(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_addresses_attribute_request *request,
    eip_address_attribute_list **list, eip_error *error) {
    eip_describe_addresses_attribute_request own;
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
    status = eip__call_authorize(&call, ACTION, (eip_text){NULL, 0, 0});
    if (status == EIP_OK) {
        status = describe(&call, &own, list);
    }
    eip__call_end(&call);
    return status;
}

/* -- reading ------------------------------------------------------------------------------ */

uint64_t
eip_address_attribute_list_count(const eip_address_attribute_list *list) {
    return list == NULL ? 0 : list->count;
}

eip_text
eip_address_attribute_list_next_token(const eip_address_attribute_list *list) {
    return list == NULL || list->token_size == 0
               ? nameless
               : (eip_text){list->token, list->token_size, 0};
}

eip_status eip_address_attribute_list_at(const eip_address_attribute_list *list,
                                         uint64_t index,
                                         eip_address_attribute *attribute) {
    if (list == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= list->count) {
        return EIP_ERR_ARGUMENT;
    }
    return eip__struct_out(attribute, &list->item[index],
                           sizeof list->item[index], sizeof *attribute);
}

void eip_address_attribute_list_free(eip_address_attribute_list *list) {
    if (list != NULL) {
        eip__host_release(list->host, list, list->bytes);
    }
}
