/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file books.h
 * The books as kept records (registry/format.h): one of each border group, pool,
 * range, part, brought range, account that has brought any, scope, pool's list
 * of IPAM CIDRs, IPAM allocation, contiguous block, account's client tokens and
 * policy; and one of the books' counters.
 *
 *      kind             key                       payload beside its members
 *      BOOKS            -                         the counters
 *      GROUP            number                    the space of Amazon's pool
 *      POOL             kind u8, id               space, shares, tags, IPAM
 *      RANGE            first record              pool and group: its space
 *      PART             first record of range << 32 | base
 *      BYOIP            base
 *      BYOIP_ACCOUNT    account + 1               when it turned last
 *      IPAM_SCOPE       number
 *      IPAM_CIDR        id of the pool            its list, in order
 *      IPAM_ALLOCATION  number                    tags, description
 *      IPAM_BLOCK       base
 *      TOKEN            account + 1               the ring
 *      POLICY           account                   the rules
 *
 * Keys are u64 unless it says otherwise, the highest byte first; groups are named by their numbers.
 *
 * Not kept, as it follows: keys (of the engine's seed), runs of records in no
 * range (what is left below `next`), depths, children, and counts.
 */
#ifndef EIP_STORE_BOOKS_H
#define EIP_STORE_BOOKS_H

#include "registry/effect.h"
#include "registry/engine.h"
#include "registry/format.h"
#include "registry/policy.h"
#include "store/fields.h"

/** Takes a record. Another status than EIP_OK ends what is going on. */
typedef eip_status eip__record_visit(void *context, const uint8_t *record,
                                     uint64_t size);

/**
 * Write all of the books, whoever has changed what. The catalog's mutex is
 * held. Any order.
 *
 * @return EIP_OK; EIP_ERR_OUT_OF_MEMORY; what `visit` answered.
 */
eip_status eip__capture_books(eip_engine *engine, eip__record_visit *visit,
                              void *context);

/**
 * Write what has changed since this was called last, or eip__dirty_keep was:
 * how it is now, or that it is gone. Also of each address that administration
 * has given back to nobody that it is so (kind ADDRESS). The catalog's mutex is
 * held. On failure nothing is forgotten.
 *
 * @return EIP_OK; EIP_ERR_OUT_OF_MEMORY, also if `catalog.dirty.is_all`: then
 *         all is to be written anew, addresses too, in place of what there is,
 *         and to be kept anew; what `visit` answered.
 */
eip_status eip__capture_dirty(eip_engine *engine, eip__record_visit *visit,
                              void *context);

/**
 * Build the books that these records say, in an engine just opened with the
 * same seed and Region. Records of other kinds, and such as say that something
 * is gone, are passed over.
 *
 * What addresses are comes next, then eip__restore_marks.
 *
 * @return EIP_OK; EIP_ERR_STORE_DAMAGED: they contradict each other or are
 *         incomplete; EIP_ERR_OUT_OF_MEMORY. Then the engine is only to be
 *         closed.
 */
eip_status eip__restore_books(eip_engine *engine,
                              const struct eip__kept *records, uint64_t count);

/**
 * Withdraw the addresses that are in no part, or in one that drains: once the
 * addresses are as they were.
 *
 * @return EIP_OK; EIP_ERR_STORE_DAMAGED: one that is in no part is held. Then
 *         the engine is only to be closed.
 */
eip_status eip__restore_marks(eip_engine *engine);

/* -- for who captures ------------------------------------------------------------------- */

/** Puts a thing as a record. */
typedef void eip__record_put(struct eip__writer *writer, const void *thing);

/** Room to write a record in, and who takes it. `bytes` NULL: none yet. */
struct eip__pen {
    struct eip__host *host;
    eip__record_visit *visit;
    void *context;
    uint8_t *bytes;
    uint64_t room;
};

/** Of addresses and transfers: struct eip__effect, struct eip__handed. */
static inline void eip__put_effect(struct eip__writer *writer,
                                   const void *effect) {
    eip__effect_put(writer, effect);
}

static inline void eip__put_handed(struct eip__writer *writer,
                                   const void *handed) {
    eip__handed_put(writer, handed);
}

/** Write a record, as `put` puts `thing`, and show it. EIP_OK;
 *  EIP_ERR_OUT_OF_MEMORY; what `visit` answered. */
eip_status eip__pen_write(struct eip__pen *pen, eip__record_put *put,
                          const void *thing);
void eip__pen_free(struct eip__pen *pen);

/* -- between capture and restore ------------------------------------------------------ */

/** Counters that are kept. */
struct eip__counters {
    uint64_t next; /* records */
    uint64_t pools_made;
    uint64_t pools_ever;
    uint64_t pools_next;
    uint64_t numbers; /* of IPAM */
};

extern const struct eip__fields eip__counters_fields;
extern const struct eip__fields eip__group_fields;
extern const struct eip__fields eip__pool_fields;
extern const struct eip__fields eip__ipam_fields;
extern const struct eip__fields eip__ipam_cidr_fields;
extern const struct eip__fields eip__ipam_allocation_fields;
extern const struct eip__fields eip__ipam_scope_fields;
extern const struct eip__fields eip__byoip_fields;
extern const struct eip__fields eip__part_fields;
extern const struct eip__fields eip__policy_fields;
extern const struct eip__fields eip__tokens_fields;
extern const struct eip__fields eip__token_fields;

#endif
