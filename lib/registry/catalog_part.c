/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the map from addresses to blocks as they are provisioned (I1). */
#include "registry/catalog_private.h"

#include <Judy.h>

/* -- finding ------------------------------------------------------------------------- */

static const void *parts_to_read(const struct eip__catalog *catalog,
                                 const struct eip__pool *pool) {
    return pool->ref.kind == EIP_POOL_COIP ? pool->parts : catalog->parts;
}

/* Blocks there are disjoint: the last that begins before the end of this one is
 * the only one that can overlap and begin last. */
struct eip__part *eip__catalog_overlap(const struct eip__catalog *catalog,
                                       const struct eip__pool *pool,
                                       eip_cidr cidr) {
    struct eip__part *part = eip__catalog_last_below(
        parts_to_read(catalog, pool), cidr.base + eip_cidr_count(cidr));

    return part != NULL && eip_cidr_overlaps(part->cidr, cidr) ? part : NULL;
}

struct eip__part *eip__catalog_part(const struct eip__catalog *catalog,
                                    const struct eip__pool *pool,
                                    eip_cidr cidr) {
    struct eip__part *part = eip__catalog_overlap(catalog, pool, cidr);

    return part != NULL && part->range->space->pool == pool &&
                   part->cidr.prefix_bits <= cidr.prefix_bits
               ? part
               : NULL;
}

struct eip__part *eip__catalog_part_from(const struct eip__catalog *catalog,
                                         const struct eip__range *range,
                                         uint64_t from) {
    const void *judy = parts_to_read(catalog, range->space->pool);
    uint64_t end = range->cidr.base + eip_cidr_count(range->cidr);
    Word_t base = from < range->cidr.base ? range->cidr.base : from;
    PPvoid_t entry = JudyLFirst(judy, &base, PJE0);

    for (; entry != NULL && base < end; entry = JudyLNext(judy, &base, PJE0)) {
        struct eip__part *part = *entry;

        if (part != NULL && part->range == range) {
            return part;
        }
    }
    return NULL;
}

struct eip__range *eip__range_over(const struct eip__space *space,
                                   eip_cidr cidr) {
    uint32_t low = 0;
    uint32_t high = space->range_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (space->ranges[middle]->cidr.base <= cidr.base) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 && eip_cidr_contains(space->ranges[low - 1]->cidr, cidr.base)
               ? space->ranges[low - 1]
               : NULL;
}

/* -- coming and going ------------------------------------------------------------------ */

bool eip__parts_make(struct eip__catalog *catalog, struct eip__new_parts *parts,
                     uint32_t count) {
    *parts = (struct eip__new_parts){.count = count};
    if (count == 0) {
        return true;
    }
    parts->part = eip__host_allocate(catalog->host, count * sizeof(void *));
    if (parts->part == NULL) {
        return false;
    }
    for (; parts->made < count; parts->made++) {
        struct eip__part *part =
            eip__host_allocate_zeroed(catalog->host, sizeof *part);

        if (part == NULL) {
            return false;
        }
        parts->part[parts->made] = part;
    }
    return true;
}

/* A place may be there already, with the block that is to be replaced. */
bool eip__parts_enter(struct eip__catalog *catalog, struct eip__pool *pool,
                      struct eip__new_parts *parts) {
    void **judy = eip__catalog_parts(catalog, pool);

    for (; parts->entered < parts->count; parts->entered++) {
        if (eip__catalog_enter(judy, parts->part[parts->entered]->cidr.base) ==
            NULL) {
            return false;
        }
    }
    return true;
}

static void free_list(struct eip__catalog *catalog,
                      struct eip__new_parts *parts) {
    eip__host_release(catalog->host, parts->part,
                      parts->count * sizeof(void *));
    *parts = (struct eip__new_parts){.count = 0};
}

void eip__parts_commit(struct eip__catalog *catalog, struct eip__pool *pool,
                       struct eip__new_parts *parts) {
    void **judy = eip__catalog_parts(catalog, pool);

    for (uint32_t i = 0; i < parts->count; i++) {
        struct eip__part *part = parts->part[i];

        *JudyLGet(*judy, part->cidr.base, PJE0) = part;
        part->range->parts++;
        eip__touch_part(catalog, part);
    }
    free_list(catalog, parts);
}

void eip__parts_undo(struct eip__catalog *catalog, struct eip__pool *pool,
                     struct eip__new_parts *parts) {
    void **judy = eip__catalog_parts(catalog, pool);

    while (parts->entered > 0) {
        uint32_t base = parts->part[--parts->entered]->cidr.base;

        if (*JudyLGet(*judy, base, PJE0) == NULL) {
            eip__catalog_forget(judy, base);
        }
    }
    while (parts->made > 0) {
        eip__host_release(catalog->host, parts->part[--parts->made],
                          sizeof(struct eip__part));
    }
    free_list(catalog, parts);
}

void eip__part_remove(struct eip__catalog *catalog, struct eip__part *part) {
    eip__touch_part(catalog, part);
    eip__catalog_forget(eip__catalog_parts(catalog, part->range->space->pool),
                        part->cidr.base);
    part->range->parts--;
    eip__host_release(catalog->host, part, sizeof *part);
}

static struct eip__part *other_half(struct eip__catalog *catalog,
                                    const struct eip__part *part) {
    const void *judy = parts_to_read(catalog, part->range->space->pool);
    uint32_t half = UINT32_C(1) << (32 - part->cidr.prefix_bits);
    struct eip__part *other = eip__catalog_get(judy, part->cidr.base ^ half);

    return other != NULL && other->range == part->range &&
                   other->cidr.prefix_bits == part->cidr.prefix_bits &&
                   other->lot == part->lot && other->draining == part->draining
               ? other
               : NULL;
}

/* The lower half becomes both: its place in the map stays. */
void eip__part_join(struct eip__catalog *catalog, struct eip__part *part) {
    struct eip__part *other = other_half(catalog, part);

    while (other != NULL) {
        struct eip__part *low =
            part->cidr.base < other->cidr.base ? part : other;

        eip__part_remove(catalog, low == part ? other : part);
        part = low;
        part->cidr.prefix_bits--;
        eip__touch_part(catalog, part);
        other = other_half(catalog, part);
    }
}

/* -- the end ----------------------------------------------------------------------------- */

static void free_parts(struct eip__catalog *catalog, void *judy) {
    Word_t base = 0;
    PPvoid_t entry = JudyLFirst(judy, &base, PJE0);

    for (; entry != NULL; entry = JudyLNext(judy, &base, PJE0)) {
        struct eip__part *part = *entry;

        if (part == NULL) {
            continue;
        }
        if (--part->range->parts == 0) {
            eip__host_release(catalog->host, part->range, sizeof *part->range);
        }
        eip__host_release(catalog->host, part, sizeof *part);
    }
}

void eip__catalog_free_parts(struct eip__catalog *catalog) {
    Word_t id = 0;
    PPvoid_t entry = JudyLFirst(catalog->pools[EIP_POOL_COIP], &id, PJE0);

    for (; entry != NULL;
         entry = JudyLNext(catalog->pools[EIP_POOL_COIP], &id, PJE0)) {
        struct eip__pool *pool = *entry;

        if (pool != NULL) {
            free_parts(catalog, pool->parts);
        }
    }
    free_parts(catalog, catalog->parts);
    (void)JudyLFreeArray(&catalog->parts, PJE0);
}
