/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Tags of IPAM pools and of their custom allocations. Those of allocations
 * live in the books, so showing them enters these. */
#include "ops/ipam_allocation.h"
#include "ops/pool_tags.h"

eip_status eip__ipam_change_tags(struct eip__call *call, eip_text id,
                                 const struct eip__tag_change *change) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__ipam_pool(call, "ResourceId", id, &pool);

    if (status == EIP_OK && pool->owner != call->number) {
        status = eip__call_fail(call, EIP_ERR_UNAUTHORIZED);
    }
    return status == EIP_OK ? eip__pool_tags_change(call, pool, change)
                            : status;
}

eip_status eip__ipam_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                void *context) {
    return eip__pool_tags_visit(call, EIP_POOL_IPAM, "ipam-pool", visit,
                                context);
}

static eip_status change_tags(struct eip__call *call, eip_text id,
                              const struct eip__tag_change *change) {
    struct eip__ipam_allocation *allocation = NULL;
    struct eip__tagset *set = NULL;
    bool is_same = true;
    eip_status status =
        eip__ipam_custom(call, "ResourceId", id, NULL, &allocation);

    if (status == EIP_OK) {
        status =
            eip__tags_change(call, allocation->tags, change, &set, &is_same);
    }
    if (status == EIP_OK && change->dry_run) {
        if (set != NULL) {
            eip__tagset_free(&call->engine->host, &set->retired);
        }
        return eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK && !is_same) {
        if (allocation->tags != NULL) {
            eip__retire(&call->engine->lanes, &allocation->tags->retired,
                        eip__tagset_free);
        }
        allocation->tags = set;
        eip__ipam_touch(&call->engine->catalog.ipam, allocation);
    }
    return status;
}

eip_status
eip__ipam_allocation_change_tags(struct eip__call *call, eip_text id,
                                 const struct eip__tag_change *change) {
    pthread_mutex_t *mutex = &call->engine->catalog.mutex;
    eip_status status;

    (void)pthread_mutex_lock(mutex);
    status = change_tags(call, id, change);
    (void)pthread_mutex_unlock(mutex);
    return status;
}

/* False: enough. */
static bool visit_one(struct eip__call *call,
                      const struct eip__ipam_allocation *allocation,
                      eip__tag_visit visit, void *context) {
    struct eip__tag_row row = {.place = allocation->number,
                               .type = "ipam-pool-allocation"};
    const struct eip__tagset *tags = allocation->tags;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    bool goes_on = true;

    row.id = (eip_text){text,
                        eip_ipam_allocation_id_format(
                            eip__ipam_allocation_id(&call->engine->catalog.ipam,
                                                    allocation->number),
                            text),
                        0};
    for (uint32_t i = 0; tags != NULL && i < tags->count && goes_on; i++) {
        eip__tagset_at(tags, i, &row.key, &row.value);
        goes_on = visit(context, &row);
    }
    return goes_on;
}

eip_status eip__ipam_allocation_visit_tags(struct eip__call *call,
                                           eip__tag_visit visit,
                                           void *context) {
    struct eip__catalog *catalog = &call->engine->catalog;
    const struct eip__ipam_allocation *at;
    bool goes_on = true;

    (void)pthread_mutex_lock(&catalog->mutex);
    at = eip__ipam_number_from(&catalog->ipam, 0);
    while (at != NULL && goes_on) {
        if (eip__ipam_sees(call, at)) {
            goes_on = visit_one(call, at, visit, context);
        }
        at = eip__ipam_number_from(&catalog->ipam, at->number + 1);
    }
    (void)pthread_mutex_unlock(&catalog->mutex);
    return EIP_OK;
}
