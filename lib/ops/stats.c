/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is shown of counts: calls of the engine, addresses by space. */
#include "ops/call.h"
#include "registry/spaces.h"

static void count_space(void *context, struct eip__space *space) {
    const struct eip__layout *layout = eip__space_layout(space);

    *(uint64_t *)context += layout != NULL && layout->ranges != 0;
}

static eip_engine_stats read_stats(struct eip__call *call) {
    const struct eip_engine *engine = call->engine;
    eip_engine_stats stats = {
        .size = sizeof stats,
        .allocated = eip__engine_counted(engine, EIP__COUNT_ALLOCATED),
        .recovered = eip__engine_counted(engine, EIP__COUNT_RECOVERED),
        .named = eip__engine_counted(engine, EIP__COUNT_NAMED),
        .released = eip__engine_counted(engine, EIP__COUNT_RELEASED),
        .described = eip__engine_counted(engine, EIP__COUNT_DESCRIBED),
        .allocate_failed_quota =
            eip__engine_counted(engine, EIP__COUNT_ALLOCATE_QUOTA),
        .allocate_failed_capacity =
            eip__engine_counted(engine, EIP__COUNT_ALLOCATE_CAPACITY),
        .allocate_failed_not_found =
            eip__engine_counted(engine, EIP__COUNT_ALLOCATE_NOT_FOUND),
        .allocate_failed_other =
            eip__engine_counted(engine, EIP__COUNT_ALLOCATE_OTHER),
        .release_failed_not_found =
            eip__engine_counted(engine, EIP__COUNT_RELEASE_NOT_FOUND),
        .release_failed_other =
            eip__engine_counted(engine, EIP__COUNT_RELEASE_OTHER),
        .dry_runs = eip__engine_counted(engine, EIP__COUNT_DRY_RUN),
        .accounts = eip__accounts_count(&engine->accounts),
        .cidrs = eip__hint(&engine->catalog.range_count),
        .records = eip__hint(&engine->records.handed_out),
        .lanes = eip__hint(&engine->lanes.used),
        .snapshots_pending = eip__reclaim_snapshots(&engine->lanes),
    };

    eip__spaces(call->topology, count_space, &stats.spaces);
    return stats;
}

eip_status eip_engine_stats_read(eip_engine *engine, eip_engine_stats *stats) {
    eip_engine_stats own;
    struct eip__call call;
    eip_status status = eip__struct_out_check(stats, sizeof own);

    if (status == EIP_OK) {
        status = eip__call_enter(&call, engine, NULL);
    }
    if (status != EIP_OK) {
        return status;
    }
    own = read_stats(&call);
    eip__call_end(&call);
    return eip__struct_out(stats, &own, sizeof own, sizeof own);
}

/* -- by space -------------------------------------------------------------------------- */

struct rows {
    struct eip__moment *moment;
    eip_space_stats *row;
    uint32_t capacity;
    uint32_t count;
};

static void add_row(void *context, struct eip__space *space) {
    struct rows *rows = context;
    const struct eip__pool *pool = space->pool;
    struct eip__census census;

    eip__space_count(space, rows->moment, &census);
    if (census.cidrs == 0 || rows->count++ >= rows->capacity) {
        return; /* it had blocks, or there is no room */
    }
    rows->row[rows->count - 1] = (eip_space_stats){
        .size = sizeof(eip_space_stats),
        .pool_kind = pool->ref.kind,
        .pool_id = pool->ref.id,
        .pool_owner = pool->owner,
        .network_border_group = eip__group_name(space->group),
        .cidrs = census.cidrs,
        .capacity = census.capacity,
        .held = census.held,
        .free = census.free,
        .cooling = census.cooling,
        .draining = census.draining,
        .withdrawn = census.withdrawn,
        .retired = census.retired,
        .never_allocated = census.never_allocated,
    };
}

eip_status eip_engine_space_stats(eip_engine *engine, eip_space_stats *rows,
                                  uint32_t capacity, uint32_t *count) {
    struct eip__call call;
    struct rows table = {NULL, rows, capacity, 0};
    eip_status status;

    if (count == NULL || (rows == NULL && capacity != 0)) {
        return EIP_ERR_NULL;
    }
    status = eip__call_enter(&call, engine, NULL);
    if (status != EIP_OK) {
        return status;
    }
    table.moment = &call.moment;
    eip__spaces(call.topology, add_row, &table);
    eip__call_end(&call);
    *count = table.count;
    return EIP_OK;
}
