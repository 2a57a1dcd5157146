/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the choice of the hash function: nothing else includes <xxhash.h>, so
 * that another can take its place here.
 */
#include "base/hash.h"

#include <xxhash.h>

uint64_t eip__hash(const void *data, size_t size, uint64_t seed) {
    return XXH3_64bits_withSeed(data, size, seed);
}

uint64_t eip__hash_u64(uint64_t value, uint64_t seed) {
    unsigned char bytes[8];

    /* Spelled out, for the same result whatever the machine's byte order;
     * compilers make one store of it. */
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(value >> (8 * i));
    }
    return XXH3_64bits_withSeed(bytes, sizeof(bytes), seed);
}
