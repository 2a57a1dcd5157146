/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what records say of border groups, pools, ranges and parts. */
#include "store/capture.h"

#include "registry/facts_pack.h"
#include "registry/tagset.h"

#include <string.h>

/* -- groups ------------------------------------------------------------------------------ */

const void *eip__find_group(const struct eip__catalog *catalog, uint64_t key) {
    const struct eip__group *group = catalog->groups;

    while (group->number != key) {
        group = group->next;
    }
    return group;
}

void eip__each_group(struct eip__capture *capture,
                     const struct eip__book *book) {
    const struct eip__group *group = capture->catalog->groups;

    for (; group != NULL; group = group->next) {
        eip__capture_one(capture, book, group->number, group);
    }
}

/* A space has its border group, and whether it is scattered, for life. */
static void put_space(struct eip__writer *writer, const eip__a64 *place) {
    const struct eip__space *space = eip__pointer(eip__hint(place));

    eip__put_group(writer, space == NULL ? NULL : space->group);
    eip__put_u8(writer, space != NULL && space->scattered);
}

void eip__put_group_record(struct eip__writer *writer, const void *object) {
    const struct eip__group *group = object;

    eip__put_fields(writer, &eip__group_fields, group);
    eip__put_text(writer, eip__group_name(group));
    put_space(writer, &group->space);
}

/* -- pools ------------------------------------------------------------------------------- */

static void put_shares(struct eip__writer *writer,
                       const struct eip__shares *shares) {
    uint64_t count = shares == NULL ? 0 : shares->count;

    eip__put_u64(writer, count);
    for (uint64_t i = 0; i < count; i++) {
        eip__put_u64(writer, shares->account[i]);
    }
}

static void put_ipam(struct eip__writer *writer, const struct eip__ipam *ipam) {
    eip__put_fields(writer, &eip__ipam_fields, ipam);
    eip__put_u64(writer, ipam->source == NULL ? 0 : ipam->source->ref.id);
    eip__put_group(writer, ipam->locale);
    eip__tags_pack(writer, eip__pointer(eip__hint(&ipam->resource_tags)));
    eip__put_note(writer, ipam->description);
    eip__put_note(writer, ipam->origin.id);
    eip__put_note(writer, ipam->origin.type);
    eip__put_note(writer, ipam->origin.region);
}

void eip__put_pool(struct eip__writer *writer, const void *object) {
    const struct eip__pool *pool = object;

    eip__put_u64(writer, pool->serial);
    eip__put_fields(writer, &eip__pool_fields, pool);
    eip__put_group(writer, pool->group);
    put_space(writer, &pool->space);
    eip__put_text(writer, (eip_text){pool->route_table,
                                     (uint32_t)strlen(pool->route_table), 0});
    put_shares(writer, eip__pointer(eip__hint(&pool->shares)));
    eip__tags_pack(writer, eip__pointer(eip__hint(&pool->tags)));
    if (pool->ipam != NULL) {
        put_ipam(writer, pool->ipam);
    }
}

/* -- ranges ------------------------------------------------------------------------------ */

const void *eip__find_range(const struct eip__catalog *catalog, uint64_t key) {
    const struct eip__range *range =
        eip__records_range(catalog->records, (uint32_t)key);

    return range != NULL && range->record == key ? range : NULL;
}

/* A run is at least a leaf. */
const struct eip__range *eip__range_from(const struct eip__catalog *catalog,
                                         uint64_t from) {
    const struct eip__range *range = NULL;

    for (; range == NULL && from < catalog->records->next; from += EIP__LEAF) {
        range = eip__records_range(catalog->records, (uint32_t)from);
    }
    return range;
}

uint64_t eip__range_end(const struct eip__range *range) {
    return range->record + (UINT64_C(1) << range->run_bits);
}

void eip__each_range(struct eip__capture *capture,
                     const struct eip__book *book) {
    const struct eip__range *range = eip__range_from(capture->catalog, 0);

    while (range != NULL) {
        eip__capture_one(capture, book, range->record, range);
        range = eip__range_from(capture->catalog, eip__range_end(range));
    }
}

void eip__put_range(struct eip__writer *writer, const void *object) {
    const struct eip__range *range = object;
    const struct eip__pool *pool = range->space->pool;

    eip__put_ref(writer, pool->ref);
    eip__put_group(writer, range->space->group);
    eip__put_cidr(writer, range->cidr);
}

/* -- parts ------------------------------------------------------------------------------- */

const void *eip__find_part(const struct eip__catalog *catalog, uint64_t key) {
    const struct eip__range *range = eip__find_range(catalog, key >> 32);
    const eip_cidr first = {(uint32_t)key, 32};
    const struct eip__part *part = NULL;

    if (range != NULL) {
        part = eip__catalog_overlap(catalog, range->space->pool, first);
    }
    return part != NULL && part->range == range && part->cidr.base == first.base
               ? part
               : NULL;
}

static void each_of_range(struct eip__capture *capture,
                          const struct eip__book *book,
                          const struct eip__range *range) {
    const struct eip__part *part =
        eip__catalog_part_from(capture->catalog, range, 0);

    while (part != NULL) {
        eip__capture_one(capture, book,
                         (uint64_t)range->record << 32 | part->cidr.base, part);
        part = eip__catalog_part_from(capture->catalog, range,
                                      (uint64_t)part->cidr.base + 1);
    }
}

void eip__each_part(struct eip__capture *capture,
                    const struct eip__book *book) {
    const struct eip__range *range = eip__range_from(capture->catalog, 0);

    while (range != NULL) {
        each_of_range(capture, book, range);
        range = eip__range_from(capture->catalog, eip__range_end(range));
    }
}

void eip__put_part(struct eip__writer *writer, const void *object) {
    const struct eip__part *part = object;

    eip__put_cidr(writer, part->cidr);
    eip__put_fields(writer, &eip__part_fields, part);
}
