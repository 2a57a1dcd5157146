/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Many calls in one: the frame of a call once, the operation for each. */
#include "ops/allocate.h"
#include "ops/release.h"

#include <string.h>

/* Keep the first failure of a batch, with its item. */
static void keep_first(eip_status *first, eip_error *error,
                       const eip_error *one, eip_status status,
                       uint32_t index) {
    if (status == EIP_OK || *first != EIP_OK) {
        return;
    }
    *first = status;
    if (error != NULL && error->size >= EIP__ERROR_SIZE_FIRST) {
        uint32_t size = error->size;

        *error = *one;
        error->size = size;
        eip__fail_index(error, index);
    }
}

/* That what was done is not kept says more than what could not be. */
static eip_status close_all(struct eip__call *call, eip_error *error,
                            eip_status first) {
    eip_status status;

    call->error = error;
    status = eip__call_close(call, EIP_OK);
    return status == EIP_OK ? first : status;
}

/* -- allocating --------------------------------------------------------------------- */

static void allocate_one(struct eip__call *call,
                         const eip_allocate_address_request *request,
                         eip_allocate_result *result) {
    eip_allocate_address_request own;
    const eip_allocate_address_request *read = NULL;

    eip_status status = eip__allocate_read(request, &own, &read, call->error);

    if (status == EIP_OK) {
        status = eip__allocate(call, read, &result->response);
    }
    if (status != EIP_OK) {
        memset(result, 0, sizeof *result);
    }
    result->status = status;
    result->reserved = 0;
}

/* Requests of another size than ours stand closer or wider apart. A size that
 * cannot be is refused with the first; the others are then that one. */
static const eip_allocate_address_request *
request_at(const eip_allocate_address_request *requests, uint32_t index) {
    const unsigned char *bytes = (const unsigned char *)requests;

    if (requests == NULL || requests->size > EIP__STRUCT_SIZE_MAX) {
        return requests;
    }
    return (
        const eip_allocate_address_request *)(const void *)(bytes +
                                                            (size_t)index *
                                                                requests->size);
}

/* A batch that could not begin: nothing has happened to any of its items. */
static eip_status allocate_none(eip_allocate_result *results, uint32_t count,
                                eip_status status) {
    if (count == 0) {
        return status;
    }
    memset(results, 0, (size_t)count * sizeof *results);
    for (uint32_t i = 0; i < count; i++) {
        results[i].status = status;
    }
    return status;
}

static eip_status check_requests(const eip_allocate_address_request *requests,
                                 uint32_t request_count, uint32_t count,
                                 eip_error *error) {
    if (request_count != 1 && request_count != count) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "request_count",
                         "%u requests for %u results", request_count, count);
    }
    return requests == NULL && request_count > 1
               ? eip__fail(error, EIP_ERR_NULL, "requests", NULL)
               : EIP_OK;
}

eip_status eip_allocate_many(eip_engine *engine, const eip_caller *caller,
                             const eip_allocate_address_request *requests,
                             uint32_t request_count,
                             eip_allocate_result *results, uint32_t count,
                             eip_error *error) {
    eip_error one = EIP_ERROR_INIT;
    eip_status first = EIP_OK;
    struct eip__call call;

    if (results == NULL && count != 0) {
        return eip__fail(error, EIP_ERR_NULL, "results", NULL);
    }
    first = check_requests(requests, request_count, count, error);
    if (first == EIP_OK) {
        first = eip__call_begin(&call, engine, caller, error);
    }
    if (first != EIP_OK) {
        return allocate_none(results, count, first);
    }
    call.error = error == NULL ? NULL : &one;
    for (uint32_t i = 0; i < count; i++) {
        allocate_one(&call, request_at(requests, request_count == 1 ? 0 : i),
                     &results[i]);
        keep_first(&first, error, &one, results[i].status, i);
    }
    return close_all(&call, error, first);
}

/* -- releasing ------------------------------------------------------------------------ */

static eip_status release_none(eip_status *results, uint32_t count,
                               eip_status status) {
    for (uint32_t i = 0; i < count; i++) {
        results[i] = status;
    }
    return status;
}

eip_status eip_release_many(eip_engine *engine, const eip_caller *caller,
                            const uint64_t *allocation_ids,
                            eip_text network_border_group, eip_status *results,
                            uint32_t count, eip_error *error) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_error one = EIP_ERROR_INIT;
    eip_status first;
    struct eip__call call;

    if (results == NULL && count != 0) {
        return eip__fail(error, EIP_ERR_NULL, "results", NULL);
    }
    if (allocation_ids == NULL && count != 0) {
        first = eip__fail(error, EIP_ERR_NULL, "allocation_ids", NULL);
    } else if (!eip__text_is_formed(network_border_group)) {
        first = eip__fail(error, EIP_ERR_STRUCT_VERSION, "network_border_group",
                          NULL);
    } else {
        first = eip__call_begin(&call, engine, caller, error);
    }
    if (first != EIP_OK) {
        return release_none(results, count, first);
    }
    call.error = error == NULL ? NULL : &one;
    request.network_border_group = network_border_group;
    for (uint32_t i = 0; i < count; i++) {
        request.allocation_id = allocation_ids[i];
        results[i] = eip__release(&call, &request);
        keep_first(&first, error, &one, results[i], i);
    }
    return close_all(&call, error, first);
}
