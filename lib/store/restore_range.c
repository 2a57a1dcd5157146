/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how ranges and parts become what their records say, and spaces of
 * them. */
#include "store/restore_books.h"

#include "base/sort.h"
#include "space/cidr.h"
#include "store/capture.h"

/* -- ranges ------------------------------------------------------------------------------ */

/* The space of a pool in a border group, or NULL. */
static struct eip__space *get_space(const struct eip__restore *restore,
                                    struct eip__reader *in) {
    struct eip__pool *pool = NULL;
    struct eip__group *group;
    struct eip__space *space = NULL;
    eip_pool_ref ref;
    bool is_sound = eip__get_ref(in, &ref);

    (void)eip__get_group(restore, in, &group);
    if (is_sound && group != NULL) {
        pool = eip__restored_pool(restore, ref.kind, ref.id);
    }
    if (pool != NULL) {
        space = eip__pointer(eip__hint(
            ref.kind == EIP_POOL_AMAZON ? &group->space : &pool->space));
    }
    return space != NULL && space->group == group ? space : NULL;
}

/* Runs come in order. */
static bool run_is_sound(const struct eip__restore *restore, uint64_t first,
                         uint64_t size) {
    uint64_t before =
        restore->range_count == 0
            ? 0
            : eip__range_end(restore->ranges[restore->range_count - 1]);

    return first >= before && first < UINT64_C(1) << 32 && first % size == 0 &&
           first + size <= restore->counters.next;
}

eip_status eip__restore_range(struct eip__restore *restore,
                              struct eip__item *item) {
    struct eip__space *space = get_space(restore, &item->in);
    struct eip__records *records = restore->catalog->records;
    struct eip__range *range;
    eip_cidr cidr;

    if (!eip__get_cidr(&item->in, &cidr) || cidr.prefix_bits < 8 ||
        space == NULL) {
        return EIP_ERR_STORE_DAMAGED;
    }
    range = eip__cidr_draft(space, cidr);
    if (range == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (!run_is_sound(restore, item->id, UINT64_C(1) << range->run_bits)) {
        eip__host_release(restore->host, range, sizeof *range);
        return EIP_ERR_STORE_DAMAGED;
    }
    range->record = (uint32_t)item->id;
    restore->ranges[restore->range_count++] = range;
    return eip__restored_in_memory(
        eip__records_map(records, range->record,
                         UINT64_C(1) << range->run_bits) == EIP_OK &&
        eip__records_assign(records, range) == EIP_OK);
}

/* -- parts ------------------------------------------------------------------------------- */

eip_status eip__restore_part(struct eip__restore *restore,
                             struct eip__item *item) {
    struct eip__catalog *catalog = restore->catalog;
    const struct eip__range *range = eip__find_range(catalog, item->id >> 32);
    struct eip__new_parts parts = {.count = 0};
    struct eip__part own;
    bool is_sound = eip__get_cidr(&item->in, &own.cidr);
    struct eip__pool *pool;

    is_sound = eip__get_fields(&item->in, &eip__part_fields, &own) && is_sound;
    if (!is_sound || range == NULL || own.cidr.base != (uint32_t)item->id ||
        own.cidr.prefix_bits < range->cidr.prefix_bits ||
        !eip_cidr_contains(range->cidr, own.cidr.base) ||
        eip__catalog_overlap(catalog, range->space->pool, own.cidr) != NULL) {
        return EIP_ERR_STORE_DAMAGED;
    }
    pool = range->space->pool;
    own.range = eip__records_range(catalog->records, range->record);
    is_sound = eip__parts_make(catalog, &parts, 1);
    if (is_sound) {
        *parts.part[0] = own;
        is_sound = eip__parts_enter(catalog, pool, &parts);
    }
    if (!is_sound) {
        eip__parts_undo(catalog, pool, &parts);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__parts_commit(catalog, pool, &parts);
    return EIP_OK;
}

/* -- spare runs -------------------------------------------------------------------------- */

/* All of it, in as few runs as it takes. */
static void give(struct eip__records *records, uint64_t from, uint64_t to) {
    while (from < to) {
        uint32_t bits = EIP__RUN_BITS_MAX;

        while ((from & ((UINT64_C(1) << bits) - 1)) != 0 ||
               UINT64_C(1) << bits > to - from) {
            bits--;
        }
        eip__records_give(records, bits, (uint32_t)from);
        from += UINT64_C(1) << bits;
    }
}

static void give_spare(const struct eip__restore *restore) {
    struct eip__records *records = restore->catalog->records;
    uint64_t at = 0;

    records->next = restore->counters.next;
    eip__note(&records->handed_out, records->next);
    for (uint64_t i = 0; i < restore->range_count; i++) {
        give(records, at, restore->ranges[i]->record);
        at = eip__range_end(restore->ranges[i]);
    }
    give(records, at, records->next);
}

/* -- spaces ------------------------------------------------------------------------------ */

static uint64_t place_of(const void *item) {
    const struct eip__range *range = *(struct eip__range *const *)item;

    return (uint64_t)range->space->number << 32 | range->cidr.base;
}

/* How many ranges from one on are of its space; 0: two of them overlap, or one
 * has no parts. */
static uint32_t same_space(const struct eip__restore *restore, uint64_t from) {
    struct eip__range *const *range = restore->ranges;
    uint64_t i = from;

    for (; i < restore->range_count && range[i]->space == range[from]->space;
         i++) {
        if (range[i]->parts == 0 ||
            (i > from &&
             eip_cidr_overlaps(range[i - 1]->cidr, range[i]->cidr))) {
            return 0;
        }
    }
    return (uint32_t)(i - from);
}

static bool plant(const struct eip__catalog *catalog,
                  struct eip__radix_batch *batch, struct eip__range *range) {
    const struct eip__part *part = eip__catalog_part_from(catalog, range, 0);

    while (part != NULL) {
        if (!eip__radix_set(batch, part->cidr, range)) {
            return false;
        }
        part = eip__catalog_part_from(catalog, range,
                                      (uint64_t)part->cidr.base + 1);
    }
    return true;
}

/* A CoIP pool has one space, and a tree of its own. */
static bool plant_all(struct eip__restore *restore, struct eip__range **ranges,
                      uint32_t count) {
    struct eip__catalog *catalog = restore->catalog;
    struct eip__pool *pool = ranges[0]->space->pool;
    struct eip__radix_batch own = {.host = restore->host,
                                   .number = ++catalog->batches};
    bool is_coip = pool->ref.kind == EIP_POOL_COIP;
    bool all = true;

    for (uint32_t i = 0; i < count && all; i++) {
        all = plant(catalog, is_coip ? &own : &restore->batch, ranges[i]);
    }
    if (!all) {
        eip__radix_undo(&own);
        return false;
    }
    if (is_coip) {
        eip__publish(&pool->tree, eip__value(own.root));
        eip__radix_commit(&own, catalog->lanes);
    }
    return true;
}

eip_status eip__restore_spaces(struct eip__restore *restore) {
    uint32_t count;

    give_spare(restore);
    eip__sort(restore->ranges, restore->range_count, sizeof *restore->ranges,
              place_of);
    for (uint64_t i = 0; i < restore->range_count; i += count) {
        struct eip__range **ranges = &restore->ranges[i];
        struct eip__space *space = ranges[0]->space;
        struct eip__layout *layout;

        count = same_space(restore, i);
        if (count == 0) {
            return EIP_ERR_STORE_DAMAGED;
        }
        layout = eip__cidr_add_begin(space, ranges, count);
        if (layout == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        eip__cidr_commit(space, layout);
        if (!plant_all(restore, ranges, count)) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
    }
    return EIP_OK;
}

/* -- marks ------------------------------------------------------------------------------- */

/* What was cut out of a range; how many of it are held. */
static uint64_t cut_out(struct eip__range *range, uint64_t from, uint64_t to) {
    uint64_t held = 0;

    for (; from < to; from++) {
        const eip_cidr one = {(uint32_t)from, 32};

        held += eip__cidr_withdraw(range->space, range, one);
        eip__cidr_cut(range->space, range, one);
    }
    return held;
}

static uint64_t mark(const struct eip__catalog *catalog,
                     struct eip__range *range) {
    const struct eip__part *part = eip__catalog_part_from(catalog, range, 0);
    uint64_t at = range->cidr.base;
    uint64_t held = 0;

    while (part != NULL) {
        held += cut_out(range, at, part->cidr.base);
        if (part->draining) {
            (void)eip__cidr_withdraw(range->space, range, part->cidr);
        }
        at = part->cidr.base + eip_cidr_count(part->cidr);
        part = eip__catalog_part_from(catalog, range, at);
    }
    return held +
           cut_out(range, at, range->cidr.base + eip_cidr_count(range->cidr));
}

eip_status eip__restore_marks(eip_engine *engine) {
    const struct eip__catalog *catalog = &engine->catalog;
    const struct eip__range *range = eip__range_from(catalog, 0);
    uint64_t held = 0;

    while (range != NULL) {
        held +=
            mark(catalog, eip__records_range(catalog->records, range->record));
        range = eip__range_from(catalog, eip__range_end(range));
    }
    return eip__restored(held == 0);
}
