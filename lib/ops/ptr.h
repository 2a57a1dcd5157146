/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ptr.h
 * Reverse DNS: an address's PTR record, and the update of it that EC2 carries
 * out behind the request.
 *
 * The facts hold the record from before the update, what the update makes it,
 * and when it was asked for; what is the case follows from the clock:
 *
 *      (old, none) --modify, reset--> (old, update pending)
 *                  --settle_ms later--> (new, none), or where DNS refused
 *                                       (old, update failed)
 *
 * Nothing is written as time passes. The next change of the address's PTR
 * record begins from what was the case.
 */
#ifndef EIP_OPS_PTR_H
#define EIP_OPS_PTR_H

#include "ops/held.h"

/** What is the case. Texts as in the facts, without the final dot. */
struct eip__ptr {
    eip_text record; /* empty or absent: none */
    eip_text update; /* the update's value, while there is one */
    bool is_pending;
    bool has_failed;
};

struct eip__ptr eip__ptr_now(struct eip__call *call,
                             const struct eip__facts *facts);

/** Does it keep the address from being released or handed over? A record
 *  does, and an update that will make one. */
bool eip__ptr_blocks(struct eip__call *call, const struct eip__facts *facts);

/** Begin an update to `next` (empty: no record), from what is the case. */
void eip__ptr_update(struct eip__call *call, struct eip__facts *facts,
                     eip_text next, bool refused);

/** Has the address a record or an update? */
static inline bool eip__ptr_is_there(const struct eip__ptr *ptr) {
    return ptr->record.size != 0 || ptr->is_pending || ptr->has_failed;
}

/** 1 to 253 characters of labels of 1 to 63 letters, digits and hyphens, no
 *  hyphen first or last, with or without the final dot, which is cut off. */
bool eip__ptr_read_name(eip_text given, eip_text *name);

#endif
