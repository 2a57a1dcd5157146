/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns in which order chosen pools come, each once. */
#include "ops/pool_choice.h"

#include "base/sort.h"

static uint64_t id_of(const void *id) {
    return *(const uint64_t *)id;
}

eip_status eip__pool_choose(struct eip__pool_choice *choice,
                            struct eip__call *call, uint32_t kind,
                            const eip_text *ids, uint32_t count,
                            eip__pool_find find) {
    const char *field = kind == EIP_POOL_IPAM ? "IpamPoolId" : "PoolId";
    eip_status status = EIP_OK;

    *choice = (struct eip__pool_choice){
        &call->engine->catalog, &call->engine->host, kind, NULL, 0, 0};
    if (count == 0) {
        return EIP_OK;
    }
    choice->count = count;
    choice->ids =
        eip__host_allocate(choice->host, choice->count * sizeof *choice->ids);
    if (choice->ids == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint32_t i = 0; i < count && status == EIP_OK; i++) {
        struct eip__pool *pool = NULL;

        status = find(call, field, ids[i], &pool);
        if (status == EIP_OK) {
            choice->ids[i] = pool->ref.id;
        } else {
            eip__fail_index(call->error, i);
        }
    }
    if (status == EIP_OK) {
        eip__sort(choice->ids, choice->count, sizeof *choice->ids, id_of);
    }
    return status;
}

void eip__pool_forget(struct eip__pool_choice *choice) {
    eip__host_release(choice->host, choice->ids,
                      choice->count * sizeof *choice->ids);
}

struct eip__pool *eip__pool_choice_from(struct eip__pool_choice *choice,
                                        uint64_t from) {
    if (choice->ids == NULL) {
        return eip__catalog_pool_from(choice->catalog, choice->kind, from);
    }
    while (choice->at < choice->count && choice->ids[choice->at] < from) {
        choice->at++;
    }
    return choice->at < choice->count
               ? eip__catalog_pool_from(choice->catalog, choice->kind,
                                        choice->ids[choice->at])
               : NULL;
}

struct eip__pool *eip__pool_choice_after(struct eip__pool_choice *choice,
                                         const struct eip__pool *pool) {
    return pool->ref.id == UINT64_MAX
               ? NULL
               : eip__pool_choice_from(choice, pool->ref.id + 1);
}
