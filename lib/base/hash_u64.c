/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The same function of eight bytes, compiled in: it is a dozen instructions,
 * and as many again to call the library. Accounts are found by it. */
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t eip__hash_u64(uint64_t value, uint64_t seed) {
    unsigned char bytes[8];

    /* Spelled out, for the same result whatever the machine's byte order;
     * compilers make one store of it. */
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(value >> (8 * i));
    }
    return XXH3_64bits_withSeed(bytes, sizeof(bytes), seed);
}
