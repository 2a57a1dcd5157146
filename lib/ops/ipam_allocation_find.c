/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which allocations there are for a caller: those in the books, and the
 * addresses that are held. */
#include "ops/ipam_allocation.h"

/* -- addresses ---------------------------------------------------------------------------- */

bool eip__ipam_look(struct eip__call *call, const struct eip__pool *pool,
                    const struct eip__range *range, uint32_t address,
                    eip_ipam_pool_allocation *shown, uint64_t *allocation_id) {
    const struct eip_engine *engine = call->engine;
    uint32_t record = eip__range_record(range, address);
    uint64_t word = eip__read(eip__records_word(&engine->records, record));

    if (!eip__word_is_held(word)) {
        return false;
    }
    *allocation_id =
        eip__id_make(&engine->id_key, record, eip__word_generation(word));
    *shown = (eip_ipam_pool_allocation)EIP_IPAM_POOL_ALLOCATION_INIT;
    shown->id = eip__ipam_address_id(&engine->catalog.ipam, *allocation_id);
    shown->cidr = (eip_cidr){address, 32};
    shown->resource_type = eip_text_of("eip");
    shown->resource_region = eip__group_name(call->topology->region);
    shown->resource_owner = eip__hint(
        &eip__accounts_at(&engine->accounts, eip__word_owner(word))->number);
    return pool->owner == call->number ||
           (shown->resource_owner == call->number &&
            eip__pool_admits(pool, call->number));
}

/* -- one allocation by its id ------------------------------------------------------------------- */

bool eip__ipam_find_any(struct eip__call *call, eip_text text, eip_ipam_id *id,
                        const struct eip__pool **pool) {
    const struct eip_engine *engine = call->engine;
    const struct eip__ipam_books *books = &engine->catalog.ipam;
    const struct eip__ipam_allocation *allocation;
    const struct eip__range *range;
    eip_ipam_pool_allocation shown;
    uint64_t allocation_id;
    uint64_t found = 0;
    uint32_t generation;
    uint32_t record;

    if (eip_ipam_allocation_id_parse(text, id) != EIP_OK) {
        return false;
    }
    allocation =
        eip__ipam_by_number(books, eip__ipam_allocation_number(books, *id));
    if (allocation != NULL) {
        *pool = allocation->pool;
        return eip__ipam_sees(call, allocation);
    }
    if (!eip__ipam_address_of(books, *id, &allocation_id)) {
        return false;
    }
    eip__id_take_apart(&engine->id_key, allocation_id, &record, &generation);
    range = eip__records_range(&engine->records, record);
    if (range == NULL) {
        return false;
    }
    *pool = range->space->pool;
    return (*pool)->ref.kind == EIP_POOL_IPAM &&
           eip__ipam_look(call, *pool, range, eip__range_address(range, record),
                          &shown, &found) &&
           found == allocation_id;
}
