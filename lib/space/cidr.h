/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cidr.h
 * CIDR blocks of a space: added, drained and removed while others allocate.
 * One administrator at a time; never waits for an operation.
 *
 *   (absent) --add--> offered --withdraw--> draining --remove--> (absent)
 *                        ^                     |
 *                        +------ restore ------+
 *
 * Withdrawing steps every FREE word to GONE and every HELD one to DRAIN; a
 * release then goes to GONE. When all are GONE (or RETIRED) the block is
 * removed. It may be stopped and taken up again at any word.
 *
 * A part of a block, any CIDR inside it, goes the same way: its words stay
 * GONE while the rest serves (`cut`), until it is offered again (`anew`) or
 * the whole block is removed. Words and records of the rest are not touched.
 */
#ifndef EIP_SPACE_CIDR_H
#define EIP_SPACE_CIDR_H

#include "space/space.h"

/** A range for a block, without records; NULL: no memory. */
struct eip__range *eip__cidr_draft(struct eip__space *space, eip_cidr cidr);

/**
 * Make a range for a block: its records, ready to be offered. EIP_OK,
 * EIP_ERR_OUT_OF_MEMORY, EIP_ERR_TOO_MANY_CIDRS.
 */
eip_status eip__cidr_make(struct eip__space *space, eip_cidr cidr,
                          struct eip__range **result);
/** The same in two steps: its records are as they were; if they have served
 *  before, they are to be made ready. */
eip_status eip__cidr_take(struct eip__space *space, eip_cidr cidr,
                          struct eip__range **result, bool *again);
void eip__cidr_ready(struct eip__range *range);
/** Undo it. Others may have seen it by its records, and let it alone. */
void eip__cidr_unmake(struct eip__range *range);

/**
 * Prepare to offer the addresses of these ranges, sorted by address. NULL: no
 * memory, and nothing has changed.
 */
struct eip__layout *eip__cidr_add_begin(struct eip__space *space,
                                        struct eip__range **ranges,
                                        uint32_t count);
/** Call it off. */
void eip__cidr_add_undo(struct eip__space *space, struct eip__range **ranges,
                        uint32_t count, struct eip__layout *layout);

/** Prepare to remove a range of which every address is withdrawn and none is
 *  held. NULL: no memory, and nothing has changed. */
struct eip__layout *eip__cidr_remove_begin(struct eip__space *space,
                                           struct eip__range *range);
/** Call it off. */
void eip__cidr_remove_undo(struct eip__space *space, struct eip__range *range,
                           struct eip__layout *layout);

/** Let a prepared layout take effect, at one instant. */
void eip__cidr_commit(struct eip__space *space, struct eip__layout *layout);

/** The range has been removed, and nobody can find it any more: its records
 *  serve again once nobody can still be looking at them. */
void eip__cidr_retire(struct eip__space *space, struct eip__range *range);

/** A record of a part of a range; of the whole, in the order of records. */
static inline uint32_t eip__cidr_record(const struct eip__range *range,
                                        eip_cidr part, uint64_t i) {
    return part.prefix_bits == range->cidr.prefix_bits
               ? range->record + (uint32_t)i
               : eip__range_record(range, part.base + (uint32_t)i);
}

/** Withdraw the addresses of a range, or of a part of it. Returns how many
 *  are held. */
uint64_t eip__cidr_withdraw(struct eip__space *space, struct eip__range *range,
                            eip_cidr part);

/** How many addresses of a part of a range are to be had, cooling or not. */
uint64_t eip__cidr_free(struct eip__space *space,
                        const struct eip__range *range, eip_cidr part);

/** Call a withdrawal off: offer again what is not held. */
void eip__cidr_restore(struct eip__space *space, struct eip__lane *lane,
                       struct eip__range *range, eip_cidr part);

/** The part, of which every address is withdrawn and none is held, has been
 *  taken out of its range: count it as not there. */
void eip__cidr_cut(struct eip__space *space, struct eip__range *range,
                   eip_cidr part);

/** The part, which had been taken out, is there again: offer its addresses, as
 *  ones that nobody has had. */
void eip__cidr_anew(struct eip__space *space, struct eip__lane *lane,
                    struct eip__range *range, eip_cidr part);

#endif
