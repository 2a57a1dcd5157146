/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is kept of the calls that there were: how many, and where in its
 * space the last pick that goes in turn has come to. */
#include "registry/catalog_private.h"
#include "store/image.h"

/* -- counts -------------------------------------------------------------------------- */

uint64_t eip__counted_deeds(const eip_engine *engine) {
    uint64_t sum = 0;

    for (uint32_t i = 0; i < EIP__COUNTERS_OF_DEEDS; i++) {
        sum += eip__engine_counted(engine, (enum eip__counter)i);
    }
    return sum;
}

static void put_counts(struct eip__writer *writer, const void *thing) {
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_COUNTS, 0, false);

    eip__kept_key(writer, begin);
    for (uint32_t i = 0; i < EIP__COUNTERS; i++) {
        eip__put_u64(writer, eip__engine_counted(thing, (enum eip__counter)i));
    }
    eip__kept_end(writer, begin);
}

bool eip__restore_counts(eip_engine *engine, const struct eip__kept *kept) {
    struct eip__reader payload = kept->payload;

    for (uint32_t i = 0; i < EIP__COUNTERS; i++) {
        engine->counted[i] = eip__get_u64(&payload);
    }
    return eip__reader_ends(&payload);
}

/* -- places -------------------------------------------------------------------------- */

/* Of Amazon's pool a space is found by its border group, of others by the
 * pool. */
static void put_place(struct eip__writer *writer, uint32_t kind, uint64_t id,
                      const eip__a64 *of) {
    const struct eip__space *space = eip__pointer(eip__hint(of));
    uint64_t place = space == NULL ? 0 : eip__hint(&space->cursor);

    if (place != 0) {
        eip__put_u8(writer, (uint8_t)kind);
        eip__put_u64(writer, id);
        eip__put_u64(writer, place);
    }
}

static void put_places(struct eip__writer *writer, const void *thing) {
    const struct eip__catalog *catalog = thing;
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_PLACES, 0, false);

    eip__kept_key(writer, begin);
    for (const struct eip__group *group = catalog->groups; group != NULL;
         group = group->next) {
        put_place(writer, EIP_POOL_AMAZON, group->number, &group->space);
    }
    for (uint32_t kind = EIP_POOL_AMAZON + 1; kind < EIP__POOL_KINDS; kind++) {
        uint64_t id = 0;
        const void *pools = catalog->pools[kind];
        const struct eip__pool *pool = eip__catalog_first(pools, &id);

        for (; pool != NULL; pool = eip__catalog_next(pools, &id)) {
            put_place(writer, kind, id, &pool->space);
        }
    }
    eip__kept_end(writer, begin);
}

static const eip__a64 *space_of_group(const struct eip__catalog *catalog,
                                      uint64_t number) {
    const struct eip__group *group = catalog->groups;

    while (group != NULL && group->number != number) {
        group = group->next;
    }
    return group == NULL ? NULL : &group->space;
}

static const eip__a64 *space_of_pool(const struct eip__catalog *catalog,
                                     uint64_t kind, uint64_t id) {
    const struct eip__pool *pool = eip__catalog_get(catalog->pools[kind], id);

    return pool == NULL ? NULL : &pool->space;
}

/* A place of a space that has gone since is passed over. */
static void set_place(const eip__a64 *of, uint64_t place) {
    struct eip__space *space = of == NULL ? NULL : eip__pointer(eip__hint(of));

    if (space != NULL) {
        eip__note(&space->cursor, place);
    }
}

bool eip__restore_places(eip_engine *engine, const struct eip__kept *kept) {
    const struct eip__catalog *catalog = &engine->catalog;
    struct eip__reader payload = kept->payload;

    while (payload.left != 0) {
        uint64_t kind = eip__get_u8(&payload);
        uint64_t id = eip__get_u64(&payload);
        uint64_t place = eip__get_u64(&payload);

        if (payload.bad || kind >= EIP__POOL_KINDS ||
            place > UINT64_C(1) << 32) {
            return false;
        }
        set_place(kind == EIP_POOL_AMAZON ? space_of_group(catalog, id)
                                          : space_of_pool(catalog, kind, id),
                  place);
    }
    return true;
}

/* -- both ---------------------------------------------------------------------------- */

eip_status eip__capture_counts(eip_engine *engine, eip__record_visit *visit,
                               void *context) {
    return eip__write_alone(engine, visit, context, put_counts, engine);
}

eip_status eip__capture_places(eip_engine *engine, eip__record_visit *visit,
                               void *context) {
    return eip__write_alone(engine, visit, context, put_places,
                            &engine->catalog);
}
