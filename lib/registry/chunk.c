/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the stack of spare chunks. */
#include "registry/chunk.h"

/* With what an allocator adds, a little below a power of two. */
enum { CHUNK = 16320, DECAY = 16 };

void eip__chunk_free(struct eip__host *host, struct eip__chunk *chunk) {
    eip__host_release(host, chunk, chunk->bytes);
}

static void free_retired(struct eip__host *host, struct eip__retired *retired) {
    eip__chunk_free(host, (struct eip__chunk *)retired);
}

/* -- the stack ------------------------------------------------------------------- */

static struct eip__chunk *pop(struct eip__chunks *chunks) {
    uint64_t top = eip__read(&chunks->spare);

    while (top != 0) {
        struct eip__chunk *chunk = eip__pointer(top);

        if (eip__step(&chunks->spare, &top, eip__value(chunk->below))) {
            eip__count(&chunks->spares, UINT64_MAX);
            return chunk;
        }
    }
    return NULL;
}

/* It is nobody's any more. */
static void come_back(struct eip__host *host, struct eip__retired *retired) {
    struct eip__chunk *chunk = (struct eip__chunk *)retired;
    struct eip__chunks *chunks = chunk->chunks;
    uint64_t top;

    if (chunk->bytes != CHUNK ||
        eip__hint(&chunks->spares) >= eip__hint(&chunks->keep)) {
        eip__chunk_free(host, chunk);
        return;
    }
    eip__count(&chunks->spares, 1);
    top = eip__read(&chunks->spare);
    do {
        chunk->below = eip__pointer(top);
    } while (!eip__step(&chunks->spare, &top, eip__value(chunk)));
}

/* -- for the journal --------------------------------------------------------------- */

struct eip__chunk *eip__chunk_get(struct eip__host *host,
                                  struct eip__chunks *chunks, uint64_t bytes) {
    uint64_t size = sizeof(struct eip__chunk) + bytes;
    struct eip__chunk *chunk = NULL;

    if (size <= CHUNK) {
        size = CHUNK;
        chunk = pop(chunks);
    }
    if (chunk == NULL) {
        chunk = eip__host_allocate(host, size);
    }
    if (chunk != NULL) {
        chunk->chunks = chunks;
        chunk->bytes = size;
        chunk->used = sizeof *chunk;
    }
    return chunk;
}

void eip__chunk_pass(struct eip__lanes *lanes, struct eip__chunk *chunk) {
    chunk->chunks->passed++;
    eip__retire(lanes, &chunk->retired, come_back);
}

void eip__chunks_keep(struct eip__lanes *lanes, struct eip__chunks *chunks) {
    uint64_t keep = eip__hint(&chunks->keep);

    keep -= keep / DECAY;
    keep = chunks->passed > keep ? chunks->passed : keep;
    eip__note(&chunks->keep, keep);
    if (chunks->passed != 0) {
        chunks->passed = 0;
        eip__reclaim(lanes);
    }
    while (eip__hint(&chunks->spares) > keep) {
        struct eip__chunk *chunk = pop(chunks);

        if (chunk == NULL) {
            break;
        }
        /* Who is about to take it may look at it still. */
        eip__retire(lanes, &chunk->retired, free_retired);
    }
}

void eip__chunks_close(struct eip__host *host, struct eip__chunks *chunks) {
    struct eip__chunk *chunk;

    while ((chunk = pop(chunks)) != NULL) {
        eip__chunk_free(host, chunk);
    }
}
