/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns who may enter the books, and what a caller sees of them. */
#include "ops/books.h"

#include "base/utf8.h"
#include "registry/tagset.h"

eip_status eip__books_begin(struct eip__call *call, eip_engine *engine,
                            const eip_caller *caller, const char *action,
                            eip_text resource, eip_error *error) {
    eip_status status = eip__call_begin(call, engine, caller, error);
    uint64_t number;

    if (status != EIP_OK) {
        return status;
    }
    number = call->number;
    status = eip__call_authorize(call, action, resource);
    eip__call_end(call);
    if (status == EIP_OK) {
        status = eip__admin_begin(call, engine, error);
        call->number = number;
    }
    return status;
}

eip_status eip__books_end(struct eip__call *call, eip_status status,
                          struct eip__results **results) {
    eip_status kept = eip__admin_end(call, status);

    if (kept != status) {
        eip__results_free(*results);
    }
    return kept;
}

struct eip__pool *eip__books_pool(const struct eip__call *call, eip_text id,
                                  uint32_t kind) {
    struct eip__pool *pool;
    eip_pool_ref ref;

    if (eip_pool_id_parse(id, &ref) != EIP_OK || ref.kind != kind) {
        return NULL;
    }
    pool = eip__topology_pool(call->topology, ref);
    return pool != NULL && eip__pool_admits(pool, call->number) ? pool : NULL;
}

eip_status eip__books_tags(struct eip__call *call,
                           const eip_tag_specification *specs,
                           uint32_t spec_count, uint32_t total, uint64_t bytes,
                           struct eip__tagset **tags) {
    *tags = NULL;
    if (total == 0) {
        return EIP_OK;
    }
    *tags =
        eip__host_allocate(&call->engine->host, eip__tagset_size(total, bytes));
    if (*tags == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    eip__tagset_build(*tags, specs, spec_count, total, bytes);
    return EIP_OK;
}

eip_status eip__books_description(struct eip__call *call, eip_text text,
                                  uint32_t most) {
    struct eip__quoted quoted;

    return text.size <= most &&
                   (text.size == 0 || eip__utf8_is_valid(text.data, text.size))
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "Description",
                           "Value (%s) for parameter description is invalid. "
                           "It is at most %u bytes of UTF-8",
                           eip__quote(&quoted, text), most);
}
