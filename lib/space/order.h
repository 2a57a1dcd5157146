/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file order.h
 * Picking in the order of addresses where records are scattered: there no
 * summary helps, so the words themselves are looked at. What makes that
 * bearable is `low`: no address below it can be picked. Picks raise it past
 * what they found taken; who offers an address below lowers it again.
 *
 *      low:  L --pick: nothing to pick in [L, x)--> x
 *            L --offer of a < L-----------------> a
 *
 * It is a hint like the others: if it is too high (a release that did not yet
 * know of the policy), the order suffers, and the proof of emptiness finds
 * the address.
 */
#ifndef EIP_SPACE_ORDER_H
#define EIP_SPACE_ORDER_H

#include "space/space.h"

/** An address has been offered. */
void eip__order_tell(struct eip__space *space, const struct eip__range *range,
                     uint32_t record);

/** Blocks, policy or cooldown have changed: begin anew. */
static inline void eip__order_reset(struct eip__space *space) {
    eip__publish(&space->low, 0);
}

#endif
