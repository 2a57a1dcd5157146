/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file detail.h
 * What a held address has beside its owner: tags, association, PTR record,
 * transfer offer, marks. Most addresses have none of it, and then it costs
 * nothing.
 *
 * A detail is one block of memory, written before anybody else can see it and
 * never changed: who changes something makes a new one of the old one's facts
 * and hangs it in its place, through the ledger (eip__ledger_alter). So what
 * a reader has in hand was true as a whole at one instant.
 *
 * The record's word for it holds one of:
 *
 *      0 --hang (g, 1)--> detail (g, 1) --hang (g, v)--> detail (g, v) ...
 *                                                             |
 *      detail (g', 1) <--hang (g' > g)-- dropped (g) <--drop--+
 *
 * g is the generation of the address's allocation, v the detail's version in
 * it. (g, v) only grows, and dropped is past every version: so a thread that
 * was stopped with a detail in hand cannot hang it up again. A detail is
 * believed only if its generation is the word's.
 *
 * **Threads** any may read what hangs. **Progress** wait-free, drop and hang
 * lock-free. **Memory** of the engine's allocator; what is replaced is
 * retired, so it stays readable for the calls that could see it.
 */
#ifndef EIP_REGISTRY_DETAIL_H
#define EIP_REGISTRY_DETAIL_H

#include "registry/tagset.h"

/** Which facts there are. */
enum {
    EIP__HAS_TAGS = 1,
    EIP__HAS_ASSOCIATION = 2,
    EIP__HAS_PTR = 4,     /* `ptr`, or `ptr_next` with its update, or both */
    EIP__HAS_OFFER = 8,   /* of a transfer to another account */
    EIP__IS_LOCKED = 16,  /* by AWS Support */
    EIP__IS_MANAGED = 32, /* by a service: `managed` */
    EIP__IN_DEFAULT_VPC = 64, /* the association is: a release dissolves it */
    EIP__OFFER_DISABLED = 128,
    /* Allocated in EC2-Classic, in the VPC domain now; see ops/classic.h. */
    EIP__MOVED_TO_VPC = 256
};

/** The facts of one address. The texts and tags of a detail's facts lie in
 *  its own block; those of facts being put together, anywhere. */
struct eip__facts {
    uint32_t has; /* EIP__HAS_..., EIP__IS_... */
    uint32_t private_ip;
    uint64_t association_id;
    uint64_t interface_owner; /* an account's number */
    eip_text instance_id;
    eip_text interface_id;
    eip_text subnet_id;
    eip_text ptr;         /* as it was before the update; or absent */
    eip_text ptr_next;    /* what the update makes it; empty: none */
    uint64_t ptr_ms;      /* of the update */
    uint32_t ptr_refused; /* the update will fail */
    uint32_t managed;     /* EIP_SERVICE_... */
    uint64_t offer_to;    /* an account's number */
    uint64_t offer_ms;    /* when it expires */
    /* Of an address that was handed over: the generation in which it was
     * allocated, whose allocation id it keeps; else 0. */
    uint32_t origin;
    uint32_t reserved;
    uint64_t allocated_ms; /* of an address of EC2-Classic */
    uint64_t moved_ms;     /* when it moved last; 0: it never did */
    const struct eip__tagset *tags;
};

struct eip__detail {
    struct eip__retired retired; /* the reclaimer's; first */
    uint64_t generation;
    uint64_t version;        /* from 1 */
    uint64_t bytes;          /* of the whole block */
    struct eip__spare *home; /* a lane's, or NULL: the allocator's */
    struct eip__facts facts;
};

/** How many bytes the texts and tags are that the facts name. */
uint64_t eip__facts_more(const struct eip__facts *facts);

/** Copy those to `to`, aligned to 8, and let the facts name the copies. */
void eip__facts_move(struct eip__facts *facts, void *to);

/**
 * Make a detail of these facts; texts and tags are copied.
 *
 * @return The detail, to be hung or given to eip__detail_free; NULL: no
 *         memory.
 */
struct eip__detail *eip__detail_new(struct eip__host *host,
                                    const struct eip__facts *facts,
                                    uint64_t generation, uint64_t version);

/** Make one that has tags, which have been checked (eip__tagset_check, which
 *  gave `total` and `bytes`), as version 1 of a generation not known yet; of
 *  what the lane, which is the caller's, has to spare. */
struct eip__detail *eip__detail_tagged(struct eip__host *host,
                                       struct eip__lane *lane,
                                       const eip_tag_specification *specs,
                                       uint32_t spec_count, uint32_t total,
                                       uint64_t bytes);

/** Give back one that does not hang anywhere. NULL is ignored. */
void eip__detail_free(struct eip__host *host, struct eip__detail *detail);

/* -- the record's word ------------------------------------------------------ */

/** The detail that hangs there, or NULL. */
static inline struct eip__detail *eip__detail_in(uint64_t value) {
    return (value & 1) != 0 ? NULL : eip__pointer(value);
}

/** The same, if it is that generation's. */
static inline struct eip__detail *eip__detail_of(uint64_t value,
                                                 uint64_t generation) {
    struct eip__detail *detail = eip__detail_in(value);

    return detail != NULL && detail->generation == generation ? detail : NULL;
}

/** The details of this generation have been dropped. */
static inline uint64_t eip__detail_dropped(uint64_t generation) {
    return generation << 1 | 1;
}

/** Is what hangs there older than this detail? */
static inline bool eip__detail_is_older(uint64_t value,
                                        const struct eip__detail *than) {
    const struct eip__detail *there = eip__detail_in(value);

    if (there == NULL) {
        return value >> 1 < than->generation;
    }
    return there->generation != than->generation
               ? there->generation < than->generation
               : there->version < than->version;
}

/** Hang a detail up, unless it or a newer one hangs there; what it replaces
 *  is retired. */
void eip__detail_hang(struct eip__lanes *lanes, eip__a64 *place,
                      struct eip__detail *detail);

/** Take down and retire what hangs there, if it is that generation's, in
 *  which the address is no longer held. */
void eip__detail_drop(struct eip__lanes *lanes, eip__a64 *place,
                      uint64_t generation);

#endif
