/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Tags of pools. A set is replaced whole, under the books' mutex, and retired:
 * who shows tags reads them without it. */
#include "ops/pool_tags.h"

#include "base/sort.h"

/* -- changing ------------------------------------------------------------------------- */

static eip_status change_tags(struct eip__call *call, struct eip__pool *pool,
                              const struct eip__tag_change *change) {
    struct eip__tagset *old = eip__pointer(eip__hint(&pool->tags));
    struct eip__tagset *set = NULL;
    bool is_same = true;
    eip_status status = eip__tags_change(call, old, change, &set, &is_same);

    if (status == EIP_OK && change->dry_run) {
        if (set != NULL) {
            eip__tagset_free(&call->engine->host, &set->retired);
        }
        return eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK && !is_same) {
        eip__publish(&pool->tags, eip__value(set));
        eip__touch_pool(&call->engine->catalog, pool);
        if (old != NULL) {
            eip__retire(&call->engine->lanes, &old->retired, eip__tagset_free);
        }
    }
    return status;
}

/* The pool may be deleted meanwhile: then it was tagged before. */
eip_status eip__pool_tags_change(struct eip__call *call, struct eip__pool *pool,
                                 const struct eip__tag_change *change) {
    pthread_mutex_t *mutex = &call->engine->catalog.mutex;
    eip_status status;

    (void)pthread_mutex_lock(mutex);
    status = change_tags(call, pool, change);
    (void)pthread_mutex_unlock(mutex);
    return status;
}

/* -- showing -------------------------------------------------------------------------- */

static bool is_own(const struct eip__call *call, uint32_t kind,
                   const struct eip__pool *pool) {
    return pool != NULL && pool->ref.kind == kind &&
           pool->owner == call->number;
}

static uint64_t serial_of(const void *pool) {
    return (*(const struct eip__pool *const *)pool)->serial;
}

static bool visit_pool(const struct eip__pool *pool, const char *type,
                       eip__tag_visit visit, void *context) {
    const struct eip__tagset *tags = eip__pointer(eip__read(&pool->tags));
    struct eip__tag_row row = {.place = pool->serial, .type = type};
    char text[EIP_POOL_ID_TEXT_SIZE];
    bool goes_on = true;

    row.id = (eip_text){text, eip_pool_id_format(pool->ref, text), 0};
    for (uint32_t i = 0; tags != NULL && i < tags->count && goes_on; i++) {
        eip__tagset_at(tags, i, &row.key, &row.value);
        goes_on = visit(context, &row);
    }
    return goes_on;
}

/* The table's order is by hash. */
eip_status eip__pool_tags_visit(struct eip__call *call, uint32_t kind,
                                const char *type, eip__tag_visit visit,
                                void *context) {
    const struct eip__table *table = call->topology->pools;
    const struct eip__pool **own;
    uint64_t count = 0;
    uint64_t filled = 0;
    bool goes_on = true;

    for (uint64_t i = 0; i <= table->mask; i++) {
        count += is_own(call, kind, table->entry[i]);
    }
    if (count == 0) {
        return EIP_OK;
    }
    own = eip__host_allocate(&call->engine->host, count * sizeof(void *));
    if (own == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint64_t i = 0; i <= table->mask; i++) {
        if (is_own(call, kind, table->entry[i])) {
            own[filled++] = table->entry[i];
        }
    }
    eip__sort(own, count, sizeof(void *), serial_of);
    for (uint64_t i = 0; i < count && goes_on; i++) {
        goes_on = visit_pool(own[i], type, visit, context);
    }
    eip__host_release(&call->engine->host, own, count * sizeof(void *));
    return EIP_OK;
}
