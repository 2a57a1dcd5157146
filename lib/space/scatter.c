/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a block's permutation comes from a key. */
#include "space/scatter.h"

#include "base/hash.h"

/* Newton's step doubles the bits that are right; an odd number is its own
 * inverse in the lowest three. */
static uint32_t inverse_of(uint32_t odd) {
    uint32_t inverse = odd;

    for (int i = 0; i < 4; i++) {
        inverse *= 2 - odd * inverse;
    }
    return inverse;
}

void eip__scatter_init(struct eip__scatter *scatter, uint32_t bits,
                       uint64_t key) {
    scatter->bits = bits;
    scatter->mask = (UINT32_C(1) << bits) - 1;
    for (uint32_t i = 0; i < EIP__SCATTER_ROUNDS; i++) {
        uint64_t random = eip__hash_u64(i, key);

        scatter->multiply[i] = (uint32_t)random | 1;
        scatter->inverse[i] = inverse_of(scatter->multiply[i]);
        scatter->add[i] = (uint32_t)(random >> 32);
    }
}
