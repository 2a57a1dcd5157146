/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the choice of the hash function, with hash_u64.c: nothing else includes
 * <xxhash.h>, so that another can take its place here.
 */
#include "base/hash.h"

#include <xxhash.h>

uint64_t eip__hash(const void *data, size_t size, uint64_t seed) {
    return XXH3_64bits_withSeed(data, size, seed);
}
