/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file held.h  Finding an address that the caller holds. */
#ifndef EIP_OPS_HELD_H
#define EIP_OPS_HELD_H

#include "ops/call.h"

/** An address held, as it was at one look. */
struct eip__held {
    struct eip__range *range;
    uint64_t detail_word;             /* the record's, at that look */
    const struct eip__detail *detail; /* or NULL; readable for the call */
    const struct eip__tagset *tags;   /* or NULL; the detail's */
    uint64_t order;                   /* of its allocation, in its account */
    uint32_t record;
    uint32_t generation;
    uint32_t id_generation; /* the allocation id's */
    bool standard;          /* EC2-Classic's domain */
};

/** Its allocation id. */
static inline uint64_t eip__held_id(const struct eip_engine *engine,
                                    const struct eip__held *held) {
    return eip__id_make(&engine->id_key, held->record, held->id_generation);
}

/** The address of this record, if the caller holds it in this generation
 *  (0: in any). Lock-free. */
bool eip__held_look(struct eip__call *call, uint32_t record,
                    uint32_t generation, struct eip__held *held);

/** By allocation id; not an address of EC2-Classic, which has none. */
bool eip__held_by_id(struct eip__call *call, uint64_t id,
                     struct eip__held *held);

/** By address of the public space. */
bool eip__held_by_address(struct eip__call *call, uint32_t address,
                          struct eip__held *held);

#endif
