/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how keys of ids come from the engine's seed. */
#include "registry/id.h"

#include "base/hash.h"

/* Newton's iteration doubles the bits that are right, of which an odd number
 * has three to begin with. */
static uint64_t inverse_of(uint64_t odd) {
    uint64_t inverse = odd;

    for (int bits = 3; bits < 64; bits *= 2) {
        inverse *= 2 - odd * inverse;
    }
    return inverse;
}

void eip__id_key(struct eip__id_key *key, uint64_t seed, uint64_t purpose) {
    for (uint64_t i = 0; i < EIP__ID_ROUNDS; i++) {
        key->add[i] = eip__hash_u64(purpose * 64 + 2 * i, seed);
        key->multiply[i] = eip__hash_u64(purpose * 64 + 2 * i + 1, seed) | 1;
        key->divide[i] = inverse_of(key->multiply[i]);
    }
    key->zero = 0;
    key->zero = eip__id_make(key, 0, 0);
}
