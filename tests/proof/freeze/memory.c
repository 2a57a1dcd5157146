/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Each of the two threads cuts its blocks off a room of its own, which is as
 * new for each stage, so that the same call takes the same instructions. Only
 * the other thread uses again what it frees: the victim makes one call. */
#include "freeze.h"

#include <string.h>
#include <sys/mman.h>

enum { CLASSES = 40, SMALLEST = 6, ROOM = 1 << 27 };

struct block {
    struct block *next;
};

struct room {
    _Alignas(64) unsigned char bytes[ROOM];
    uint64_t used;
};

static struct room others;
static struct room victims;
static _Thread_local struct room *mine = &others;
static struct block *kept[CLASSES]; /* of the other thread */
static _Atomic int64_t out;

void memory_is_victims(void) {
    mine = &victims;
}

void memory_renew(void) {
    memset(kept, 0, sizeof kept);
    others.used = 0;
    victims.used = 0;
}

static uint32_t class_of(uint64_t bytes) {
    return 64 - (uint32_t)__builtin_clzll(bytes + 63) - SMALLEST;
}

static void *allocate(void *context, uint64_t bytes) {
    uint32_t which = class_of(bytes);
    uint64_t size = UINT64_C(1) << (which + SMALLEST);
    struct block *block = kept[which];

    (void)context;
    atomic_fetch_add(&out, 1);
    if (mine == &others && block != NULL) {
        kept[which] = block->next;
        return block;
    }
    FREEZE_CHECK(mine->used + size <= ROOM, "a room is full");
    mine->used += size;
    return mine->bytes + mine->used - size;
}

static void release(void *context, void *at, uint64_t bytes) {
    struct block *block = at;
    uint32_t which = class_of(bytes);

    (void)context;
    atomic_fetch_sub(&out, 1);
    memset(at, 0xa5, bytes); /* who still looks shall see it */
    if (mine == &others) {
        block->next = kept[which];
        kept[which] = block;
    }
}

static void *reserve(void *context, uint64_t bytes) {
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)context;
    atomic_fetch_add(&out, 1);
    return pages == MAP_FAILED ? NULL : pages;
}

static void unreserve(void *context, void *pages, uint64_t bytes) {
    (void)context;
    (void)munmap(pages, bytes);
    atomic_fetch_sub(&out, 1);
}

eip_allocator memory_allocator(void) {
    return (eip_allocator){NULL, allocate, release, reserve, NULL, unreserve};
}

int64_t memory_out(void) {
    return atomic_load(&out);
}
