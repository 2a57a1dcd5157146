/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which CIDR blocks are provisioned, and to what (I1, I12). Everything
 * that may fail is done before anything can be seen. */
#include "registry/catalog_private.h"

#include "base/sort.h"

/* -- provisioning ------------------------------------------------------------------ */

/* A CIDR that leaves its block for the pool of a change. */
struct leaving {
    struct eip__part *part;
    eip_cidr cidr;
    struct eip__new_parts rest;
    struct eip__layout *layout; /* without the range, if this is the last */
};

/* What a change has done so far, for it to be undone. */
struct change {
    struct eip__catalog *catalog;
    struct eip__pool *pool;
    struct eip__space *space;
    struct eip__new_parts parts;
    struct eip__range **ranges; /* new ones */
    uint32_t made;              /* there are */
    struct eip__range *wider;   /* the new one that is, than its block */
    uint64_t lot;               /* of the blocks */
    struct eip__layout *layout;
    struct eip__radix_batch batch;
    struct eip__table *pools; /* to be published, too, or NULL */
    struct leaving *leaving;  /* or NULL */
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
        if (change->pools != NULL) {
            next.pools = change->pools;
        }
        status = eip__catalog_publish(change->catalog, &next);
    }
    if (status == EIP_OK) {
        eip__radix_commit(&change->batch, change->catalog->lanes);
    }
    return status;
}

/* What is left of a block: on the way down to what is cut out, the half that
 * the way does not take. */
static void split(struct eip__new_parts *parts, const struct eip__part *part,
                  eip_cidr cidr) {
    for (uint32_t i = 0; i < parts->count; i++) {
        uint32_t bits = part->cidr.prefix_bits + i + 1;
        uint32_t half = UINT32_C(1) << (32 - bits);
        uint32_t base = (cidr.base & ~(half - 1)) ^ half;

        *parts->part[i] = (struct eip__part){
            {base, bits}, part->range, part->lot, part->draining};
    }
}

static bool prepare_leaving(struct change *change) {
    struct leaving *leaving = change->leaving;
    struct eip__range *range = leaving->part->range;
    uint32_t count =
        leaving->cidr.prefix_bits - leaving->part->cidr.prefix_bits;

    if (!eip__parts_make(change->catalog, &leaving->rest, count)) {
        return false;
    }
    split(&leaving->rest, leaving->part, leaving->cidr);
    if (!eip__parts_enter(change->catalog, change->pool, &leaving->rest)) {
        return false;
    }
    if (count == 0 && range->parts == 1) {
        leaving->layout = eip__cidr_remove_begin(range->space, range);
        return leaving->layout != NULL;
    }
    return true;
}

static void undo_leaving(struct change *change) {
    struct leaving *leaving = change->leaving;
    struct eip__range *range = leaving->part->range;

    eip__parts_undo(change->catalog, change->pool, &leaving->rest);
    if (leaving->layout != NULL) {
        eip__cidr_remove_undo(range->space, range, leaving->layout);
    }
}

/* Its place in the map is the first of the rest's, or the new block's. */
static void leave(struct change *change) {
    struct eip__catalog *catalog = change->catalog;
    struct leaving *leaving = change->leaving;
    struct eip__range *range = leaving->part->range;

    range->parts--;
    eip__touch_part(catalog, leaving->part);
    eip__host_release(catalog->host, leaving->part, sizeof *leaving->part);
    if (leaving->layout == NULL) {
        eip__cidr_cut(range->space, range, leaving->cidr);
        eip__parts_commit(catalog, change->pool, &leaving->rest);
        return;
    }
    eip__parts_undo(catalog, change->pool, &leaving->rest); /* there is none */
    eip__cidr_commit(range->space, leaving->layout);
    eip__catalog_retire_range(catalog, range);
}

static void undo(struct change *change) {
    if (change->leaving != NULL) {
        undo_leaving(change);
    }
    eip__radix_undo(&change->batch);
    eip__parts_undo(change->catalog, change->pool, &change->parts);
    if (change->layout != NULL) {
        eip__cidr_add_undo(change->space, change->ranges, change->made,
                           change->layout);
    }
    while (change->made > 0) {
        eip__cidr_unmake(change->ranges[--change->made]);
    }
}

/* Of an IPAM pool's CIDR all is one range: parts that come back, which they do
 * one by one, become one block again. */
static eip_status make_range(struct change *change, eip_cidr cidr,
                             struct eip__range **range) {
    eip_cidr whole = eip__ipam_whole(change->pool->ipam, cidr);
    eip_status status =
        eip__catalog_make_range(change->catalog, change->space, whole, range);

    if (status != EIP_OK) {
        return status;
    }
    change->ranges[change->made++] = *range;
    if (whole.prefix_bits != cidr.prefix_bits) {
        change->wider = *range;
        (void)eip__cidr_withdraw(change->space, *range, whole);
    }
    return EIP_OK;
}

static eip_status make(struct change *change, const eip_cidr *cidrs) {
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < change->parts.count && status == EIP_OK; i++) {
        struct eip__range *range = eip__range_over(change->space, cidrs[i]);

        if (range == NULL) {
            status = make_range(change, cidrs[i], &range);
        }
        *change->parts.part[i] =
            (struct eip__part){cidrs[i], range, change->lot, false};
    }
    return status;
}

static eip_status book(struct change *change) {
    if (!eip__parts_enter(change->catalog, change->pool, &change->parts)) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    for (uint32_t i = 0; i < change->parts.count; i++) {
        struct eip__part *part = change->parts.part[i];

        if (!eip__radix_set(&change->batch, part->cidr, part->range)) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
    }
    for (uint32_t i = 0; i < change->made; i++) {
        if (eip__catalog_assign(change->catalog, change->ranges[i]) != EIP_OK) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
    }
    return EIP_OK;
}

static eip_status carry_out(struct change *change, const eip_cidr *cidrs,
                            uint32_t count) {
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    if (eip__parts_make(change->catalog, &change->parts, count)) {
        status = make(change, cidrs);
    }
    if (status == EIP_OK && change->made != 0) {
        change->layout =
            eip__cidr_add_begin(change->space, change->ranges, change->made);
        status = change->layout == NULL ? EIP_ERR_OUT_OF_MEMORY : EIP_OK;
    }
    if (status == EIP_OK && change->leaving != NULL &&
        !prepare_leaving(change)) {
        status = EIP_ERR_OUT_OF_MEMORY;
    }
    if (status == EIP_OK) {
        status = book(change);
    }
    return status == EIP_OK ? publish_tree(change) : status;
}

/* What was cut out of a block offers its addresses anew; its records were
 * never anyone else's. */
static void commit(struct change *change, struct eip__lane *lane,
                   const eip_cidr *cidrs) {
    uint32_t count = change->parts.count;

    if (change->layout != NULL) {
        eip__cidr_commit(change->space, change->layout);
    }
    eip__count(&change->catalog->range_count, change->made);
    if (change->leaving != NULL) {
        leave(change);
    }
    eip__parts_commit(change->catalog, change->pool, &change->parts);
    if (change->wider != NULL) {
        eip__cidr_cut(change->space, change->wider, change->wider->cidr);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct eip__part *part =
            eip__catalog_part(change->catalog, change->pool, cidrs[i]);

        if (part->range->cidr.prefix_bits != cidrs[i].prefix_bits) {
            eip__catalog_anew(change->catalog, lane, part->range, cidrs[i]);
            eip__part_join(change->catalog, part);
        }
    }
}

static void touch_space(struct eip__catalog *catalog,
                        const struct eip__pool *pool,
                        const struct eip__group *group) {
    eip__touch_pool(catalog, pool);
    eip__touch(&catalog->dirty, EIP__DIRTY_GROUP, group->number);
}

static uint64_t base_of(const void *cidr) {
    return ((const eip_cidr *)cidr)->base;
}

/* In the order of addresses, so that records and leaves are as well. */
static eip_status provision(struct change *change, struct eip__lane *lane,
                            struct eip__group *group, eip_cidr *cidrs,
                            uint32_t count) {
    struct eip__catalog *catalog = change->catalog;
    struct eip__pool *pool = change->pool;
    eip__a64 *place =
        pool->ref.kind == EIP_POOL_AMAZON ? &group->space : &pool->space;
    struct eip__space *space = eip__catalog_space(catalog, pool, group, place);
    struct eip__space *old = eip__pointer(eip__hint(place));
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    change->space = space;
    eip__sort(cidrs, count, sizeof *cidrs, base_of);
    change->ranges = eip__host_allocate(catalog->host, count * sizeof(void *));
    if (space != NULL && change->ranges != NULL) {
        status = carry_out(change, cidrs, count);
        if (status != EIP_OK) {
            undo(change);
        }
    }
    if (status == EIP_OK) {
        eip__publish(place, eip__value(space));
        touch_space(catalog, pool, group);
        commit(change, lane, cidrs);
    }
    if (old != space) {
        /* The one that is not placed may still be seen through ranges. */
        struct eip__space *unused = status == EIP_OK ? old : space;

        if (unused != NULL) {
            eip__retire(catalog->lanes, &unused->retired, eip__space_free);
        }
    }
    eip__host_release(catalog->host, change->ranges, count * sizeof(void *));
    return status;
}

eip_status eip__catalog_provision(struct eip__catalog *catalog,
                                  struct eip__lane *lane,
                                  struct eip__pool *pool,
                                  struct eip__group *group, eip_cidr *cidrs,
                                  uint32_t count) {
    struct change change = begin(catalog, pool, NULL);

    return provision(&change, lane, group, cidrs, count);
}

eip_status eip__catalog_move(struct eip__catalog *catalog,
                             struct eip__lane *lane, struct eip__part *part,
                             eip_cidr cidr, struct eip__pool *pool,
                             struct eip__group *group, uint64_t lot) {
    struct leaving leaving = {.part = part, .cidr = cidr};
    struct change change = begin(catalog, pool, NULL);

    change.leaving = &leaving;
    change.lot = lot;
    return provision(&change, lane, group, &cidr, 1);
}

eip_status eip__catalog_add_pool_with(struct eip__catalog *catalog,
                                      struct eip__lane *lane,
                                      const eip_pool_spec *spec,
                                      struct eip__group *group, eip_cidr cidr,
                                      struct eip__pool **result) {
    struct eip__pool_draft draft;
    struct change change;
    eip_status status = eip__catalog_draft_pool(catalog, spec, &draft);

    if (status != EIP_OK) {
        return status;
    }
    change = begin(catalog, draft.pool, NULL);
    change.pools = draft.table;
    status = provision(&change, lane, group, &cidr, 1);
    if (status != EIP_OK) {
        eip__catalog_undo_pool(catalog, &draft);
        return status;
    }
    eip__catalog_keep_pool(catalog, draft.pool);
    *result = draft.pool;
    return EIP_OK;
}

/* -- removing ------------------------------------------------------------------------ */

/* The last block of a range, and the range with it. */
static eip_status remove_range(struct eip__catalog *catalog,
                               struct eip__part *part) {
    struct eip__range *range = part->range;
    struct eip__space *space = range->space;
    struct change change = begin(catalog, space->pool, space);
    struct eip__layout *layout = eip__cidr_remove_begin(space, range);

    if (layout == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (!eip__radix_set(&change.batch, part->cidr, NULL) ||
        publish_tree(&change) != EIP_OK) {
        eip__radix_undo(&change.batch);
        eip__cidr_remove_undo(space, range, layout);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__cidr_commit(space, layout);
    eip__part_remove(catalog, part);
    eip__catalog_retire_range(catalog, range);
    return EIP_OK;
}

/* A place in the map that what is left begins at too stays. */
static void replace(struct change *change, struct eip__part *part,
                    eip_cidr cidr) {
    struct eip__catalog *catalog = change->catalog;
    struct eip__range *range = part->range;

    eip__cidr_cut(change->space, range, cidr);
    if (cidr.base == part->cidr.base) {
        eip__part_remove(catalog, part);
    } else {
        range->parts--;
        eip__host_release(catalog->host, part, sizeof *part);
    }
    eip__parts_commit(catalog, change->pool, &change->parts);
}

eip_status eip__catalog_cut(struct eip__catalog *catalog,
                            struct eip__part *part, eip_cidr cidr) {
    struct eip__space *space = part->range->space;
    uint32_t count = cidr.prefix_bits - part->cidr.prefix_bits;
    struct change change = begin(catalog, space->pool, space);

    if (count == 0 && part->range->parts == 1) {
        return remove_range(catalog, part);
    }
    if (!eip__parts_make(catalog, &change.parts, count)) {
        undo(&change);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    split(&change.parts, part, cidr);
    if (!eip__parts_enter(catalog, change.pool, &change.parts) ||
        !eip__radix_set(&change.batch, cidr, NULL) ||
        publish_tree(&change) != EIP_OK) {
        undo(&change);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    replace(&change, part, cidr);
    return EIP_OK;
}

/* -- a pool with its blocks ------------------------------------------------------------ */

/* The tree and the table without it. False: no memory. */
static bool publish_without(struct change *change,
                            const struct eip__space *space) {
    for (uint32_t i = 0; i < space->range_count; i++) {
        const struct eip__part *part =
            eip__catalog_part_from(change->catalog, space->ranges[i], 0);

        while (part != NULL) {
            if (!eip__radix_set(&change->batch, part->cidr, NULL)) {
                return false;
            }
            part = eip__catalog_part_from(change->catalog, part->range,
                                          (uint64_t)part->cidr.base + 1);
        }
    }
    return publish_tree(change) == EIP_OK;
}

/* Its space goes with the pool. */
static void retire_range(struct eip__catalog *catalog,
                         struct eip__range *range) {
    struct eip__part *part = eip__catalog_part_from(catalog, range, 0);

    while (part != NULL) {
        eip__part_remove(catalog, part);
        part = eip__catalog_part_from(catalog, range, 0);
    }
    eip__catalog_retire_range(catalog, range);
}

eip_status eip__catalog_drop_pool(struct eip__catalog *catalog,
                                  struct eip__pool *pool) {
    struct eip__space *space = eip__pointer(eip__hint(&pool->space));
    struct change change = begin(catalog, pool, space);

    change.pools = eip__catalog_take_pool(catalog, pool);
    if (change.pools == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (!publish_without(&change, space)) {
        eip__radix_undo(&change.batch);
        eip__catalog_put_pool(catalog, pool, change.pools);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    for (uint32_t i = 0; i < space->range_count; i++) {
        retire_range(catalog, space->ranges[i]);
    }
    eip__catalog_retire_pool(catalog, pool);
    return EIP_OK;
}
