/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file spare.h
 * Blocks that a lane takes again and again, and that come back by the reclaimer
 * (reclaim.h), long after and many at once. An allocator would meanwhile give
 * out others, which nobody has looked at for long; a lane gets its own again,
 * the last one first.
 *
 *      host --take--> in use --give--> returned --take--> its lane's --> in use
 *                        |
 *                        `--give, where enough have returned--> host
 *
 * A block comes back to the lane that took it, whoever gives it: anyone adds to
 * the stack of what has returned, only the lane's owner takes from it, and takes
 * all of it; so no step there can mistake one block for another.
 *
 * Up to 256 of a size wait, and as many are the lane's, until the engine ends;
 * a little more where several threads give at once. A thread that is gone
 * between taking what has returned and writing that down loses it.
 *
 * **Threads** take: the lane's owner; give: any. **Progress** wait-free,
 * lock-free.
 */
#ifndef EIP_BASE_SPARE_H
#define EIP_BASE_SPARE_H

#include "base/lane.h"

/** The lane's spare blocks for so many bytes, which become as many as those
 *  have; NULL: there are none so large. */
struct eip__spare *eip__spare_of(struct eip__lane *lane, uint64_t *bytes);

/** One of them, contents undefined; NULL: no memory. */
void *eip__spare_take(struct eip__host *host, struct eip__spare *spare,
                      uint64_t bytes);

/** Give one back that nobody can look at any more. */
void eip__spare_give(struct eip__host *host, struct eip__spare *spare,
                     void *block, uint64_t bytes);

/** Free what all lanes have; nobody else may be at work. */
void eip__spares_close(struct eip__lanes *lanes);

#endif
