/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fit.h
 * Finding an aligned block of free addresses, by looking at the words: hints
 * know of single addresses only.
 *
 * The first that fits, from the lowest on (LOWEST), from the cursor (CURSOR),
 * or from anywhere (SPREAD, RANDOM), once around. Preferred are, in the order
 * of reuse: blocks never allocated; those of which none is cooling (for LOWEST
 * as good as the first); any, unless the pool keeps cooling ones back. A CIDR
 * block that is smaller has none; nor has any that is cut in two blocks.
 *
 * "None" is proven by looking twice. A word has a turn that never goes back:
 *
 *      HELD, DRAIN (g)  2 g      FREE, GONE, RETIRED (g)  2 g + 1
 *
 * and within a turn nothing becomes free. So if the sum of all turns is the
 * same at the second look, and no block was found at the first, there was none
 * at any instant between the two. If it is not, an operation took effect.
 */
#ifndef EIP_SPACE_FIT_H
#define EIP_SPACE_FIT_H

#include "space/space.h"

/** A block that was free, or not. */
struct eip__fit {
    struct eip__range *range;
    uint32_t address; /* its first */
    uint32_t count;
    uint32_t record[EIP__OP_MORE];
    uint64_t before[EIP__OP_MORE]; /* the words */
};

enum eip__fitted {
    EIP__FITTED,
    EIP__FIT_NONE,   /* at an instant of the call there was none */
    EIP__FIT_PENDING /* before[0] is pending for another block: settle that */
};

/** Find a free block of 2^bits addresses, bits at most 4. Lock-free; two looks
 *  at every word of the space if there is none. */
enum eip__fitted eip__fit_any(struct eip__space *space, struct eip__lane *lane,
                              struct eip__moment *moment, uint32_t bits,
                              struct eip__fit *fit);

/** Look at the block of 2^bits that begins with this address of the range. */
void eip__fit_at(struct eip__range *range, uint32_t address, uint32_t bits,
                 struct eip__fit *fit);

/** Offer what is free of a block that was announced (hint.h) and is not taken. */
void eip__fit_return(struct eip__space *space, const struct eip__fit *fit);

#endif
