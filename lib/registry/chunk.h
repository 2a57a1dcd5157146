/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file chunk.h
 * The memory of a journal's entries (journal.h): chunks, written by a lane from
 * front to back, read by the collector, and then written again. One that came
 * back from the allocator every time would mostly be fresh pages of the
 * operating system's, and cost several times what is written into it.
 *
 *      a chunk:  a lane's --collected--> retired --of age--> spare --> a lane's
 *                                                    \          \
 *                                                     `----------`---> freed
 *
 *      spare:    0 or the top of a stack of chunks
 *                --who frees, or reclaims--> with one more on top
 *                --a lane, the collector---> without its top
 *
 * Why taking the top is one step, and its neighbour below is who it was: whoever
 * takes is inside a call, and a chunk that was taken comes back only by being
 * retired (reclaim.h), so not before that call has ended.
 *
 * So many are kept as the collections of late have come past, in one of them at
 * most; that goes down by a sixteenth each time. Up to fifteen stay.
 *
 * **Threads** any, inside a call. **Progress** lock-free.
 */
#ifndef EIP_REGISTRY_CHUNK_H
#define EIP_REGISTRY_CHUNK_H

#include "base/reclaim.h"

struct eip__chunks {
    _Alignas(64) eip__a64 spare; /* struct eip__chunk: the top */
    eip__a64 spares;             /* how many; a hint */
    eip__a64 keep;               /* up to so many are kept */
    uint64_t passed;             /* the collector's: since it was told last */
};

struct eip__chunk {
    _Alignas(64) struct eip__retired retired; /* first */
    struct eip__chunks *chunks;
    struct eip__chunk *below; /* in the stack */
    uint64_t bytes;
    uint64_t used; /* owner of the lane only */
};

/** One with room for so many bytes behind its head, which is all that is used
 *  of it; NULL: there is no memory. `bytes` is a multiple of 64. */
struct eip__chunk *eip__chunk_get(struct eip__host *host,
                                  struct eip__chunks *chunks, uint64_t bytes);

/** The collector has come past it: nobody who begins a call now looks there. */
void eip__chunk_pass(struct eip__lanes *lanes, struct eip__chunk *chunk);

/** The collector has collected a cut: keep as many as it has passed. */
void eip__chunks_keep(struct eip__lanes *lanes, struct eip__chunks *chunks);

/** Free one, or the spare ones; nobody may be inside a call. */
void eip__chunk_free(struct eip__host *host, struct eip__chunk *chunk);
void eip__chunks_close(struct eip__host *host, struct eip__chunks *chunks);

#endif
