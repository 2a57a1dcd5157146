/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sort.h
 * Sorting in place. Why not qsort: the C library's may take memory from
 * malloc, which the embedder's allocator would not see and which may lock.
 */
#ifndef EIP_BASE_SORT_H
#define EIP_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

enum { EIP__SORT_MAX_SIZE = 64 };

typedef uint64_t eip__sort_key(const void *item);

/** Sort `count` items of `size` bytes (at most EIP__SORT_MAX_SIZE) by key,
 *  ascending; equal keys in any order. Takes no memory. O(count) times the
 *  bytes in which keys differ; a look at each where they are sorted already. */
void eip__sort(void *items, uint64_t count, size_t size, eip__sort_key *key);

#endif
