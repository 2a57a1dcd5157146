/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The allocator of the small Region. It is stricter than one has to be:
 * blocks are full of rubbish and aligned no better than promised, and sizes
 * must agree. */
#include "support/world.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { LINE = 64, PAGE = 4096, RUBBISH = 0xa5 };

/* What stands before a block: its size. */
static size_t header_of(uint64_t bytes) {
    return bytes % LINE == 0 ? LINE : 16;
}

static bool refuses(struct world_heap *heap) {
    heap->requests++;
    if (heap->fail_at == 0 || heap->requests < heap->fail_at ||
        (heap->requests > heap->fail_at && !heap->fail_for_good)) {
        return false;
    }
    heap->refused++;
    return true;
}

static void *allocate(void *context, uint64_t bytes) {
    struct world_heap *heap = context;
    unsigned char *block;

    if (bytes == 0) {
        world_die("a block of no bytes is asked for");
    }
    if (refuses(heap)) {
        return NULL;
    }
    block = aligned_alloc(LINE, (size_t)(LINE + ((bytes + 63) & ~63ull)));
    if (block == NULL) {
        world_die("no memory for the test itself");
    }
    memcpy(block, &bytes, sizeof bytes);
    memset(block + header_of(bytes), RUBBISH, (size_t)bytes);
    heap->blocks++;
    heap->bytes += bytes;
    return block + header_of(bytes);
}

static void release(void *context, void *block, uint64_t bytes) {
    struct world_heap *heap = context;
    unsigned char *start = (unsigned char *)block - header_of(bytes);
    uint64_t given;

    memcpy(&given, start, sizeof given);
    if (given != bytes) {
        world_die("a block of %llu bytes comes back as %llu",
                  (unsigned long long)given, (unsigned long long)bytes);
    }
    heap->blocks--;
    heap->bytes -= bytes;
    memset(block, RUBBISH, (size_t)bytes);
    free(start);
}

static void *reserve(void *context, uint64_t bytes) {
    struct world_heap *heap = context;
    void *pages;

    heap->uneven += bytes == 0 || bytes % PAGE != 0;
    if (refuses(heap)) {
        return NULL;
    }
    pages = mmap(NULL, (size_t)bytes,
                 heap->is_strict ? PROT_READ : PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED) {
        world_die("no address space for the test itself");
    }
    heap->reservations++;
    return pages;
}

static int32_t commit(void *context, void *pages, uint64_t bytes) {
    struct world_heap *heap = context;

    if (refuses(heap)) {
        return 0;
    }
    if (mprotect(pages, (size_t)bytes, PROT_READ | PROT_WRITE) != 0) {
        world_die("commit of %p, %llu bytes", pages, (unsigned long long)bytes);
    }
    return 1;
}

static void unreserve(void *context, void *pages, uint64_t bytes) {
    struct world_heap *heap = context;

    if (munmap(pages, (size_t)bytes) != 0) {
        world_die("%p is no reservation", pages);
    }
    heap->reservations--;
}

eip_allocator world_allocator(struct world_heap *heap) {
    return (eip_allocator){heap, allocate, release, reserve, commit, unreserve};
}

void world_heap_fail(struct world *world, uint64_t nth, bool for_good) {
    struct world_heap *heap = &world->heap;

    heap->fail_at = nth == 0 ? 0 : heap->requests + nth;
    heap->fail_for_good = for_good;
    heap->refused = 0;
}
