/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file host.h
 * What the embedder injects: memory, time and randomness, with defaults.
 */
#ifndef EIP_BASE_HOST_H
#define EIP_BASE_HOST_H

#include "base/atomic.h"
#include "eip/engine.h"

#include <stddef.h>

struct eip__host {
    eip_allocator allocator;
    eip_clock clock;
    eip_random random;
    eip__a64 latest_ms; /* the latest time that anyone has seen */
};

/** The hook of memory is given whole or not at all. */
bool eip__allocator_is_whole(const eip_allocator *allocator);

/** Fill in defaults for what the embedder left out. */
void eip__host_init(struct eip__host *host, const eip_allocator *allocator,
                    const eip_clock *clock, const eip_random *random);

/** Memory, contents undefined; NULL if there is none. Aligned to 64 where
 *  `bytes` is a multiple of 64, as it is for every type that is aligned so; else
 *  to 16. */
void *eip__host_allocate(struct eip__host *host, size_t bytes);
/** The same, zeroed. */
void *eip__host_allocate_zeroed(struct eip__host *host, size_t bytes);
/** The same, for what is in an old block: of its `had` bytes the first `used`
 *  are copied, and it is given back. NULL: it is as it was. */
void *eip__host_grow(struct eip__host *host, void *old, size_t used, size_t had,
                     size_t bytes);
/** Give it back; NULL is ignored. */
void eip__host_release(struct eip__host *host, void *block, size_t bytes);

/** Zero pages, committed, that cost memory only where written; NULL if the
 *  host refuses. */
void *eip__host_reserve(struct eip__host *host, size_t bytes);
void eip__host_unreserve(struct eip__host *host, void *pages, size_t bytes);

/** A zeroed block: from the allocator, or where it is large in pages, which
 *  cost only where they are written. NULL if there is no memory. */
void *eip__host_block(struct eip__host *host, size_t bytes);
/** Give it back; NULL is ignored. */
void eip__host_unblock(struct eip__host *host, void *block, size_t bytes);

/** Wall time in ms, never earlier than any time this host has seen. */
uint64_t eip__host_now(struct eip__host *host);

/** Bytes from the random source; false if it fails. */
bool eip__host_random(struct eip__host *host, void *bytes, uint32_t count);

#endif
