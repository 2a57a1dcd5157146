/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file offered.h
 * How many unused addresses each piece of a layout offers, and in large layouts
 * each crowd of 64 pieces. Only the policy RANDOM keeps these counts, and only
 * it believes them: as hints, put right by who finds them wrong.
 */
#ifndef EIP_SPACE_OFFERED_H
#define EIP_SPACE_OFFERED_H

#include "space/layout.h"

enum { EIP__CROWD = 64 };

/** How many crowds are counted: where there is one only, none. */
static inline uint32_t eip__offered_crowds(uint32_t pieces) {
    return pieces <= EIP__CROWD ? 0 : (pieces + EIP__CROWD - 1) / EIP__CROWD;
}

/** So many more (or, modulo 2^32, fewer) are offered in a piece. */
static inline void eip__offered_add(struct eip__layout *layout, uint32_t piece,
                                    uint32_t more) {
    eip__count16(&layout->offered[piece], (uint16_t)more);
    if (layout->pieces > EIP__CROWD) {
        eip__count32(&layout->crowd[piece / EIP__CROWD], more);
    }
}

/** In all. O(pieces / 64). */
uint64_t eip__offered_sum(const struct eip__layout *layout);

/** The piece that has the n-th, by the counts; `*n` becomes which of its own
 *  that is. Puts its crowd's count right; EIP__NONE: it was too high.
 *  O(pieces / 64). */
uint32_t eip__offered_piece(struct eip__layout *layout, uint64_t *n);

/** A piece was looked through: so many it has. */
void eip__offered_correct(struct eip__layout *layout, uint32_t piece,
                          uint32_t seen);

/** Count the crowds anew, by the pieces. */
void eip__offered_count_crowds(struct eip__layout *layout);

#endif
