/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file scatter.h
 * A keyed permutation of 0 .. 2^bits - 1: which record of a block is which of
 * its addresses. Records taken one after the other then are addresses all
 * over the block, which nobody without the key foresees, while the memory
 * touched is dense.
 *
 *      x --(times odd, plus any, x ^= x >> half)--> ... four times --> y
 *
 * Each part can be undone: an odd factor has an inverse modulo 2^bits, and a
 * shift by half the bits or more undoes itself.
 */
#ifndef EIP_SPACE_SCATTER_H
#define EIP_SPACE_SCATTER_H

#include <stdint.h>

enum { EIP__SCATTER_ROUNDS = 4 };

struct eip__scatter {
    uint32_t bits; /* 0: the identity, also of larger blocks */
    uint32_t mask;
    uint32_t multiply[EIP__SCATTER_ROUNDS]; /* odd */
    uint32_t inverse[EIP__SCATTER_ROUNDS];
    uint32_t add[EIP__SCATTER_ROUNDS];
};

/** Derive the permutation of 2^bits numbers, at most 2^31. */
void eip__scatter_init(struct eip__scatter *scatter, uint32_t bits,
                       uint64_t key);

static inline uint32_t eip__scatter(const struct eip__scatter *scatter,
                                    uint32_t x) {
    uint32_t half = (scatter->bits + 1) / 2;

    for (int i = 0; scatter->bits != 0 && i < EIP__SCATTER_ROUNDS; i++) {
        x = (x * scatter->multiply[i] + scatter->add[i]) & scatter->mask;
        x ^= x >> half;
    }
    return x;
}

static inline uint32_t eip__gather(const struct eip__scatter *scatter,
                                   uint32_t y) {
    uint32_t half = (scatter->bits + 1) / 2;

    for (int i = EIP__SCATTER_ROUNDS - 1; scatter->bits != 0 && i >= 0; i--) {
        y ^= y >> half;
        y = ((y - scatter->add[i]) * scatter->inverse[i]) & scatter->mask;
    }
    return y;
}

#endif
