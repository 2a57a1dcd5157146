/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file hash.h
 * The library's only hash function, XXH3 with 64 bits.
 *
 * Results are the same on every machine. They resist accidents and, with a
 * secret seed, simple floods; they are no cryptographic hash.
 *
 * **Threads** any. **Progress** wait-free. **Memory** none.
 */
#ifndef EIP_BASE_HASH_H
#define EIP_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** Hash `size` bytes; `data` may be NULL if `size` is 0. */
uint64_t eip__hash(const void *data, size_t size, uint64_t seed);

/** Hash a number: the eight bytes of `value`, least significant first. */
uint64_t eip__hash_u64(uint64_t value, uint64_t seed);

#endif
