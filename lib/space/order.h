/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file order.h
 * Picking in the order of addresses where records are scattered: there no
 * summary helps, so the words themselves are looked at. What makes that
 * bearable is `low`: (tells:31, address:33); no address below it can be
 * picked. Picks raise the address past what they found taken; who offers an
 * address lowers it, and counts up `tells` in any case: an address offered
 * while a pick walked past it makes the raise fail.
 *
 *      (t, L) --pick: nothing to pick in [L, x)--> (t, x)
 *      (t, L) --offer of a-----------------------> (t + 1, min(L, a))
 *
 * It is a hint like the others: if it is too high (a release that did not yet
 * know of the policy), the order suffers, and the proof of emptiness finds
 * the address.
 */
#ifndef EIP_SPACE_ORDER_H
#define EIP_SPACE_ORDER_H

#include "space/space.h"

/** An address has been offered, and the policy is LOWEST. Lock-free. */
void eip__order_tell(struct eip__space *space, const struct eip__range *range,
                     uint32_t record);

/** Blocks, policy or cooldown have changed: begin anew. After the change can
 *  be seen: a pick raises only over the layout it finds placed. */
void eip__order_reset(struct eip__space *space);

#endif
