/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which CIDR blocks are provisioned, and to what (I1, I12). Everything
 * that may fail is done before anything can be seen. */
#include "registry/catalog_private.h"

#include <Judy.h>

#include "base/sort.h"

/* The ordered map in which a pool's blocks must not overlap. */
static void **ranges_of(struct eip__catalog *catalog, struct eip__pool *pool) {
    return pool->ref.kind == EIP_POOL_COIP ? &pool->ranges : &catalog->ranges;
}

static const void *ranges_to_read(const struct eip__catalog *catalog,
                                  const struct eip__pool *pool) {
    return pool->ref.kind == EIP_POOL_COIP ? pool->ranges : catalog->ranges;
}

/* Blocks there are disjoint: the last that begins at or below the end of this
 * one is the only one that can overlap and begin last. */
struct eip__range *eip__catalog_overlap(const struct eip__catalog *catalog,
                                        const struct eip__pool *pool,
                                        eip_cidr cidr) {
    const void *judy = ranges_to_read(catalog, pool);
    Word_t base = cidr.base + (Word_t)(eip_cidr_count(cidr) - 1);
    PPvoid_t entry = JudyLLast(judy, &base, PJE0);
    struct eip__range *range;

    while (entry != NULL && *entry == NULL) {
        entry = JudyLPrev(judy, &base, PJE0);
    }
    range = entry == NULL ? NULL : *entry;

    return range != NULL && eip_cidr_overlaps(range->cidr, cidr) ? range : NULL;
}

struct eip__range *eip__catalog_range(const struct eip__catalog *catalog,
                                      const struct eip__pool *pool,
                                      eip_cidr cidr) {
    PPvoid_t entry = JudyLGet(ranges_to_read(catalog, pool), cidr.base, PJE0);
    struct eip__range *range = entry == NULL ? NULL : *entry;

    return range != NULL && range->space->pool == pool &&
                   range->cidr.prefix_bits == cidr.prefix_bits
               ? range
               : NULL;
}

/* -- provisioning ------------------------------------------------------------------ */

/* What a change has done so far, for it to be undone. */
struct change {
    struct eip__catalog *catalog;
    struct eip__pool *pool;
    struct eip__space *space;
    struct eip__range **ranges;
    uint32_t count;  /* ranges there are */
    uint32_t made;   /* of those, made */
    uint32_t booked; /* of those, in the Judy array */
    struct eip__layout *layout;
    struct eip__radix_batch batch;
};

static struct eip__radix *tree_of(const struct change *change) {
    const struct eip__topology *topology =
        eip__pointer(eip__hint(&change->catalog->topology));

    return change->pool->ref.kind == EIP_POOL_COIP
               ? eip__pointer(eip__hint(&change->pool->tree))
               : topology->tree;
}

static struct change begin(struct eip__catalog *catalog, struct eip__pool *pool,
                           struct eip__space *space) {
    struct change change = {.catalog = catalog, .pool = pool, .space = space};

    change.batch.host = catalog->host;
    change.batch.number = ++catalog->batches;
    change.batch.root = tree_of(&change);
    return change;
}

/* Publish the tree: in a CoIP pool of its own, else in a new topology. */
static eip_status publish_tree(struct change *change) {
    struct eip__topology next;
    eip_status status = EIP_OK;

    if (change->pool->ref.kind == EIP_POOL_COIP) {
        eip__publish(&change->pool->tree, eip__value(change->batch.root));
    } else {
        next = *(struct eip__topology *)eip__pointer(
            eip__hint(&change->catalog->topology));
        next.tree = change->batch.root;
        status = eip__catalog_publish(change->catalog, &next);
    }
    if (status == EIP_OK) {
        eip__radix_commit(&change->batch, change->catalog->lanes);
    }
    return status;
}

static void undo(struct change *change) {
    void **judy = ranges_of(change->catalog, change->pool);

    eip__radix_undo(&change->batch);
    while (change->booked > 0) {
        eip__catalog_forget(judy, change->ranges[--change->booked]->cidr.base);
    }
    if (change->layout != NULL) {
        eip__cidr_add_undo(change->space, change->ranges, change->count,
                           change->layout);
    }
    while (change->made > 0) {
        eip__cidr_unmake(change->ranges[--change->made]);
    }
}

static eip_status book(struct change *change) {
    void **judy = ranges_of(change->catalog, change->pool);

    for (uint32_t i = 0; i < change->count; i++) {
        struct eip__range *range = change->ranges[i];
        void **entry = eip__catalog_enter(judy, range->cidr.base);

        if (entry == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        *entry = range;
        change->booked++;
        if (!eip__radix_set(&change->batch, range->cidr, range) ||
            eip__records_assign(change->catalog->records, range) != EIP_OK) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
    }
    return EIP_OK;
}

static eip_status carry_out(struct change *change, const eip_cidr *cidrs) {
    eip_status status = EIP_OK;

    while (change->made < change->count && status == EIP_OK) {
        status = eip__cidr_make(change->space, cidrs[change->made],
                                &change->ranges[change->made]);
        change->made += status == EIP_OK;
    }
    if (status == EIP_OK) {
        change->layout =
            eip__cidr_add_begin(change->space, change->ranges, change->count);
        status = change->layout == NULL ? EIP_ERR_OUT_OF_MEMORY : book(change);
    }
    return status == EIP_OK ? publish_tree(change) : status;
}

/* The pool's space in the border group, made if need be; not yet reachable. */
static struct eip__space *space_of(struct eip__catalog *catalog,
                                   struct eip__pool *pool,
                                   struct eip__group *group, eip__a64 *place) {
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

static uint64_t base_of(const void *cidr) {
    return ((const eip_cidr *)cidr)->base;
}

/* In the order of addresses, so that records and leaves are as well. */
eip_status eip__catalog_provision(struct eip__catalog *catalog,
                                  struct eip__pool *pool,
                                  struct eip__group *group, eip_cidr *cidrs,
                                  uint32_t count) {
    eip__a64 *place =
        pool->ref.kind == EIP_POOL_AMAZON ? &group->space : &pool->space;
    struct eip__space *space = space_of(catalog, pool, group, place);
    struct change change = begin(catalog, pool, space);
    struct eip__space *old = eip__pointer(eip__hint(place));
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    eip__sort(cidrs, count, sizeof *cidrs, base_of);
    change.count = count;
    change.ranges = eip__host_allocate(catalog->host, count * sizeof(void *));
    if (space != NULL && change.ranges != NULL) {
        status = carry_out(&change, cidrs);
        if (status != EIP_OK) {
            undo(&change);
        }
    }
    if (status == EIP_OK) {
        eip__publish(place, eip__value(space));
        eip__cidr_commit(space, change.layout);
        eip__count(&catalog->range_count, count);
    }
    if (old != space) {
        /* The one that is not placed may still be seen through ranges. */
        struct eip__space *unused = status == EIP_OK ? old : space;

        if (unused != NULL) {
            eip__retire(catalog->lanes, &unused->retired, eip__space_free);
        }
    }
    eip__host_release(catalog->host, change.ranges, count * sizeof(void *));
    return status;
}

/* -- removing ------------------------------------------------------------------------ */

eip_status eip__catalog_withdraw(struct eip__catalog *catalog,
                                 struct eip__range *range) {
    struct eip__space *space = range->space;
    struct change change = begin(catalog, space->pool, space);
    struct eip__layout *layout = eip__cidr_remove_begin(space, range);

    if (layout == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (!eip__radix_set(&change.batch, range->cidr, NULL) ||
        publish_tree(&change) != EIP_OK) {
        eip__radix_undo(&change.batch);
        eip__cidr_remove_undo(space, range, layout);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__cidr_commit(space, layout);
    eip__catalog_forget(ranges_of(catalog, space->pool), range->cidr.base);
    eip__count(&catalog->range_count, UINT64_MAX);
    eip__cidr_retire(space, range);
    return EIP_OK;
}

static void free_ranges(struct eip__catalog *catalog, void *judy) {
    Word_t base = 0;
    PPvoid_t entry = JudyLFirst(judy, &base, PJE0);

    for (; entry != NULL; entry = JudyLNext(judy, &base, PJE0)) {
        struct eip__range *range = *entry;

        if (range != NULL) {
            eip__host_release(catalog->host, range, sizeof *range);
        }
    }
}

void eip__catalog_free_ranges(struct eip__catalog *catalog) {
    Word_t id = 0;
    PPvoid_t entry = JudyLFirst(catalog->pools[EIP_POOL_COIP], &id, PJE0);

    for (; entry != NULL;
         entry = JudyLNext(catalog->pools[EIP_POOL_COIP], &id, PJE0)) {
        struct eip__pool *pool = *entry;

        if (pool != NULL) {
            free_ranges(catalog, pool->ranges);
        }
    }
    free_ranges(catalog, catalog->ranges);
    (void)JudyLFreeArray(&catalog->ranges, PJE0);
}
