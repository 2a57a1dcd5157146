/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file catalog_private.h  Between catalog.c, _pool.c, _part.c and _cidr.c. */
#ifndef EIP_REGISTRY_CATALOG_PRIVATE_H
#define EIP_REGISTRY_CATALOG_PRIVATE_H

#include "registry/catalog.h"

/** Publish a copy of `next`; retire what it no longer has of the last one,
 *  tree nodes apart. EIP_OK or EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__catalog_publish(struct eip__catalog *catalog,
                                const struct eip__topology *next);

/** A group in the books, to be published; NULL: no memory. */
struct eip__group *eip__catalog_new_group(struct eip__catalog *catalog,
                                          eip_text name, uint32_t kind);
/** A table of the groups that there are; NULL: no memory. */
struct eip__table *
eip__catalog_table_of_groups(const struct eip__catalog *catalog);

/** A copy of the newest topology. */
static inline struct eip__topology
eip__catalog_current(const struct eip__catalog *catalog) {
    const struct eip__topology *now =
        eip__pointer(eip__hint(&catalog->topology));

    return *now;
}

/** A table of the pools that there are; NULL: no memory. */
struct eip__table *
eip__catalog_table_of_pools(const struct eip__catalog *catalog);
/** A table with room for so many; NULL: no memory. */
struct eip__table *eip__catalog_new_table(struct eip__host *host,
                                          uint64_t count);
/** Enter one for which there is room. */
void eip__catalog_fill_table(struct eip__table *table, uint64_t hash,
                             void *entry);
/** For eip__retire. */
void eip__catalog_free_table(struct eip__host *host,
                             struct eip__retired *retired);
void eip__catalog_free_pool(struct eip__host *host,
                            struct eip__retired *retired);
/** NULL is ignored. */
void eip__catalog_free_space(struct eip__host *host, struct eip__space *space);

/** A pool in the books, to be published. EIP_OK; EIP_ERR_EXISTS;
 *  EIP_ERR_OUT_OF_MEMORY, and nothing is left of it. */
eip_status eip__catalog_new_pool(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__pool **result);
/** Shares of no account yet; NULL: no memory. */
struct eip__shares *eip__catalog_new_shares(struct eip__host *host,
                                            uint64_t room);
/** A pool in the books, and the table that has it, to be published. EIP_OK;
 *  EIP_ERR_EXISTS; EIP_ERR_OUT_OF_MEMORY, and nothing is left of it. */
struct eip__pool_draft {
    struct eip__pool *pool;
    struct eip__table *table; /* NULL: there is no topology yet */
};
eip_status eip__catalog_draft_pool(struct eip__catalog *catalog,
                                   const eip_pool_spec *spec,
                                   struct eip__pool_draft *draft);
/** It is published: its id is used up. */
void eip__catalog_keep_pool(struct eip__catalog *catalog,
                            const struct eip__pool *pool);
void eip__catalog_undo_pool(struct eip__catalog *catalog,
                            struct eip__pool_draft *draft);

/** Take a pool out of the books, and make the table without it. NULL: no
 *  memory, and it is there still. */
struct eip__table *eip__catalog_take_pool(struct eip__catalog *catalog,
                                          struct eip__pool *pool);
/** Call that off. */
void eip__catalog_put_pool(struct eip__catalog *catalog, struct eip__pool *pool,
                           struct eip__table *table);
/** The table without it is published. */
void eip__catalog_retire_pool(struct eip__catalog *catalog,
                              struct eip__pool *pool);

/** Give a pool's attributes to a space of it. */
void eip__catalog_equip(const struct eip__pool *pool, struct eip__space *space);

/** The place of an entry of a Judy array, made if need be: empty, or with the
 *  value that it has. NULL: out of memory. */
void **eip__catalog_enter(void **judy, uint64_t index);

/** Take an entry out of a Judy array. Judy may lack the memory for that (it
 *  makes the array smaller by copying), so the entry loses its value first,
 *  and everywhere an entry without a value is none. */
void eip__catalog_forget(void **judy, uint64_t index);

/** The value of the first entry at this index or above, whose index is written;
 *  NULL: there is none. */
void *eip__catalog_first(const void *judy, uint64_t *index);
/** The next after it; NULL: there is none. */
static inline void *eip__catalog_next(const void *judy, uint64_t *index) {
    return ++*index == 0 ? NULL : eip__catalog_first(judy, index);
}
/** The value of the last entry below this index; NULL: there is none. */
void *eip__catalog_last_below(const void *judy, uint64_t index);
/** The value of an entry; NULL: there is none. */
void *eip__catalog_get(const void *judy, uint64_t index);
/** Free a Judy array. */
void eip__catalog_clear(void **judy);

/** At the end: free every block that is still provisioned. */
void eip__catalog_free_parts(struct eip__catalog *catalog);

/* -- ranges ------------------------------------------------------------------------- */

/** The pool's space in the border group, of which this is the place, made if
 *  need be, then not yet reachable; NULL: no memory. */
struct eip__space *eip__catalog_space(struct eip__catalog *catalog,
                                      struct eip__pool *pool,
                                      struct eip__group *group,
                                      eip__a64 *place);
/** eip__cidr_make, in the books. */
eip_status eip__catalog_make_range(struct eip__catalog *catalog,
                                   struct eip__space *space, eip_cidr cidr,
                                   struct eip__range **range);
/** eip__cidr_anew, in the books. */
void eip__catalog_anew(struct eip__catalog *catalog, struct eip__lane *lane,
                       struct eip__range *range, eip_cidr cidr);
/** eip__records_assign, in the books. */
eip_status eip__catalog_assign(struct eip__catalog *catalog,
                               struct eip__range *range);
/** eip__cidr_retire, in the books: it counts no longer. */
void eip__catalog_retire_range(struct eip__catalog *catalog,
                               struct eip__range *range);

/* -- parts -------------------------------------------------------------------------- */

/** The ordered map in which a pool's blocks must not overlap. */
static inline void **eip__catalog_parts(struct eip__catalog *catalog,
                                        struct eip__pool *pool) {
    return pool->ref.kind == EIP_POOL_COIP ? &pool->parts : &catalog->parts;
}

/** Blocks to come, all or none. */
struct eip__new_parts {
    struct eip__part **part;
    uint32_t count;   /* there shall be */
    uint32_t made;    /* there are */
    uint32_t entered; /* places there are in the map, without value */
};

/** Make them; their places in the map have no value yet, so nobody finds them.
 *  False: no memory, to be undone. */
bool eip__parts_make(struct eip__catalog *catalog, struct eip__new_parts *parts,
                     uint32_t count);
bool eip__parts_enter(struct eip__catalog *catalog, struct eip__pool *pool,
                      struct eip__new_parts *parts);
/** Let them be found. Cannot fail. */
void eip__parts_commit(struct eip__catalog *catalog, struct eip__pool *pool,
                       struct eip__new_parts *parts);
void eip__parts_undo(struct eip__catalog *catalog, struct eip__pool *pool,
                     struct eip__new_parts *parts);
/** Take one out of the map and free it. */
void eip__part_remove(struct eip__catalog *catalog, struct eip__part *part);
/** The range of the space that the block was cut out of, or NULL. */
struct eip__range *eip__range_over(const struct eip__space *space,
                                   eip_cidr cidr);

#endif
