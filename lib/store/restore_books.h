/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file restore_books.h  Between restore_books.c and the other restore_*.c. */
#ifndef EIP_STORE_RESTORE_BOOKS_H
#define EIP_STORE_RESTORE_BOOKS_H

#include "registry/catalog_private.h"
#include "store/books.h"

/** A record of the kind that is being restored. */
struct eip__item {
    uint64_t order; /* they come in this order, no two of the same */
    uint64_t id;    /* its key */
    uint64_t pool_kind;
    struct eip__reader in; /* what is left of its payload */
};

/** Books being built. What is in none of the catalog's maps yet is here. */
struct eip__restore {
    struct eip__catalog *catalog;
    struct eip__host *host;
    struct eip__pool *amazon;
    struct eip__counters counters;
    struct eip__item *items;
    uint64_t item_count;        /* of the kind that is being restored */
    uint64_t room;              /* of all three lists */
    struct eip__group **groups; /* by number */
    uint64_t group_count;
    struct eip__range **ranges; /* by record */
    uint64_t range_count;
    uint64_t byoip_end; /* of the last brought range */
    struct eip__table *policies;
    struct eip__radix_batch batch;
};

static inline eip_status eip__restored(bool is_sound) {
    return is_sound ? EIP_OK : EIP_ERR_STORE_DAMAGED;
}

static inline eip_status eip__restored_in_memory(bool is_there) {
    return is_there ? EIP_OK : EIP_ERR_OUT_OF_MEMORY;
}

/** A group by its number; NULL: none. False: there is no such group. */
bool eip__get_group(const struct eip__restore *restore, struct eip__reader *in,
                    struct eip__group **group);
/** The pool of this kind and id, or NULL. */
struct eip__pool *eip__restored_pool(const struct eip__restore *restore,
                                     uint64_t kind, uint64_t id);
/** A note, or NULL. */
eip_status eip__get_note(const struct eip__restore *restore,
                         struct eip__reader *in, struct eip__note **note);
/** Is this a number that has been given? */
static inline bool eip__is_given(uint64_t number, uint64_t last) {
    return number - 1 < last;
}

/** What records of each kind say. EIP_OK; EIP_ERR_STORE_DAMAGED;
 *  EIP_ERR_OUT_OF_MEMORY. Who called looks whether all of it was read. */
typedef eip_status eip__restore_one(struct eip__restore *restore,
                                    struct eip__item *item);
eip__restore_one eip__restore_counters;
eip__restore_one eip__restore_group;
eip__restore_one eip__restore_pool;
eip__restore_one eip__restore_scope;
eip__restore_one eip__restore_cidrs;
eip__restore_one eip__restore_allocation;
eip__restore_one eip__restore_block;
eip__restore_one eip__restore_range;
eip__restore_one eip__restore_part;
eip__restore_one eip__restore_byoip_account;
eip__restore_one eip__restore_byoip;
eip__restore_one eip__restore_tokens;
eip__restore_one eip__restore_policy;

/** All ranges and parts are there: offer what they have, and let runs of
 *  records that are in none of them be spare. */
eip_status eip__restore_spaces(struct eip__restore *restore);

#endif
