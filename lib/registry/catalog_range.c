/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how ranges come and go in the books, and which of their addresses are
 * no longer what was said of them. */
#include "registry/catalog_private.h"

#include "space/cidr.h"

/* From now on the address is as one that nobody has had, in the generation that
 * is left out for that; no operation on addresses says so. Of one that is so
 * already there is nothing to say. */
static void touch_address(struct eip__catalog *catalog, uint32_t record) {
    const struct eip__place place =
        eip__records_place(catalog->records, record);
    uint64_t word = eip__read(place.word);

    if (eip__word_state(word) == EIP__GONE &&
        (eip__word_owner(word) != 0 ||
         eip__stamp_value(eip__read(&place.cold->stamp)) != 0)) {
        eip__dirty_enter(&catalog->dirty, EIP__DIRTY_ADDRESS, record,
                         eip__word_generation(word) + UINT64_C(2));
    }
}

static void touch_addresses(struct eip__catalog *catalog,
                            const struct eip__range *range, eip_cidr cidr) {
    uint64_t count = catalog->dirty.is_kept ? eip_cidr_count(cidr) : 0;

    for (uint64_t i = 0; i < count; i++) {
        touch_address(catalog, eip__cidr_record(range, cidr, i));
    }
}

eip_status eip__catalog_make_range(struct eip__catalog *catalog,
                                   struct eip__space *space, eip_cidr cidr,
                                   struct eip__range **range) {
    bool again = false;
    eip_status status = eip__cidr_take(space, cidr, range, &again);

    if (again) {
        touch_addresses(catalog, *range, cidr);
        eip__cidr_ready(*range);
    }
    return status;
}

void eip__catalog_anew(struct eip__catalog *catalog, struct eip__lane *lane,
                       struct eip__range *range, eip_cidr cidr) {
    touch_addresses(catalog, range, cidr);
    eip__cidr_anew(range->space, lane, range, cidr);
}

struct eip__space *eip__catalog_space(struct eip__catalog *catalog,
                                      struct eip__pool *pool,
                                      struct eip__group *group,
                                      eip__a64 *place) {
    struct eip__space *space = eip__pointer(eip__hint(place));

    /* One without blocks, of another border group, is replaced. */
    if (space != NULL && space->group == group) {
        return space;
    }
    space = eip__host_allocate(catalog->host, sizeof *space);
    if (space != NULL) {
        eip__space_init(space, catalog->host, catalog->lanes, catalog->records);
        eip__catalog_equip(pool, space);
        space->pool = pool;
        space->group = group;
        space->number = catalog->spaces_ever++;
        space->scattered = pool->policy == EIP_POLICY_SPREAD;
        space->key = catalog->scatter_key;
    }
    return space;
}

eip_status eip__catalog_assign(struct eip__catalog *catalog,
                               struct eip__range *range) {
    eip__touch_range(catalog, range);
    return eip__records_assign(catalog->records, range);
}

void eip__catalog_retire_range(struct eip__catalog *catalog,
                               struct eip__range *range) {
    eip__touch_range(catalog, range);
    eip__count(&catalog->range_count, UINT64_MAX);
    eip__cidr_retire(range->space, range);
}
