/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the defaults for memory, time and randomness. The only file that asks
 * the operating system for pages, the time or random bytes. */
#include "base/host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>

enum { HUGE_PAGE = 1 << 21, HUGE_FROM = 2 * HUGE_PAGE };

/* What is so large is written from one end to the other, and in small pages the
 * first touch of each would cost more than that. */
static void *allocate_huge(uint64_t bytes) {
    size_t whole = ((size_t)bytes + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    void *block = whole < bytes ? NULL : aligned_alloc(HUGE_PAGE, whole);

    if (block != NULL) {
        (void)madvise(block, whole, MADV_HUGEPAGE);
    }
    return block;
}

static void *default_allocate(void *context, uint64_t bytes) {
    (void)context;
    if (bytes >= HUGE_FROM) {
        return allocate_huge(bytes);
    }
    /* What wants to be aligned to 64 has such a size. For the rest, malloc is
     * several times as fast, and leaves no gaps. */
    return bytes % 64 == 0 ? aligned_alloc(64, (size_t)bytes)
                           : malloc((size_t)bytes);
}

static void default_release(void *context, void *block, uint64_t bytes) {
    (void)context;
    (void)bytes;
    free(block);
}

static void *default_reserve(void *context, uint64_t bytes) {
    void *pages = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)context;
    if (pages == MAP_FAILED) {
        return NULL;
    }
    /* A huge page would spend 2 MiB on the first address of a pool. */
    (void)madvise(pages, (size_t)bytes, MADV_NOHUGEPAGE);
    return pages;
}

static void default_unreserve(void *context, void *pages, uint64_t bytes) {
    (void)context;
    (void)munmap(pages, (size_t)bytes);
}

static uint64_t default_now(void *context) {
    struct timespec now;

    (void)context;
    /* Coarse: a precise clock costs more than the allocation. */
    (void)clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static int32_t default_fill(void *context, void *bytes, uint32_t count) {
    (void)context;
    return getrandom(bytes, count, 0) == (ssize_t)count;
}

bool eip__allocator_is_whole(const eip_allocator *allocator) {
    bool all = allocator->allocate != NULL && allocator->release != NULL &&
               allocator->reserve != NULL && allocator->unreserve != NULL;
    bool none = allocator->allocate == NULL && allocator->release == NULL &&
                allocator->reserve == NULL && allocator->unreserve == NULL &&
                allocator->commit == NULL;

    return all || none;
}

void eip__host_init(struct eip__host *host, const eip_allocator *allocator,
                    const eip_clock *clock, const eip_random *random) {
    static const eip_allocator own = {
        NULL, default_allocate,  default_release, default_reserve,
        NULL, default_unreserve,
    };

    memset(host, 0, sizeof *host);
    host->allocator = allocator->allocate != NULL ? *allocator : own;
    host->clock = *clock;
    if (host->clock.now_ms == NULL) {
        host->clock.now_ms = default_now;
    }
    host->random = *random;
    if (host->random.fill == NULL) {
        host->random.fill = default_fill;
    }
}

void *eip__host_allocate(struct eip__host *host, size_t bytes) {
    return host->allocator.allocate(host->allocator.context, bytes);
}

void *eip__host_allocate_zeroed(struct eip__host *host, size_t bytes) {
    void *block = eip__host_allocate(host, bytes);

    if (block != NULL) {
        memset(block, 0, bytes);
    }
    return block;
}

void eip__host_release(struct eip__host *host, void *block, size_t bytes) {
    if (block != NULL) {
        host->allocator.release(host->allocator.context, block, bytes);
    }
}

void *eip__host_grow(struct eip__host *host, void *old, size_t used, size_t had,
                     size_t bytes) {
    void *grown = eip__host_allocate(host, bytes);

    if (grown == NULL) {
        return NULL;
    }
    if (used != 0) {
        memcpy(grown, old, used);
    }
    eip__host_release(host, old, had);
    return grown;
}

static size_t whole_pages(size_t bytes) {
    return (bytes + 4095) & ~(size_t)4095;
}

/* What is reserved is used, sooner or later and here and there, so it is all
 * committed at once where the host wants that. */
void *eip__host_reserve(struct eip__host *host, size_t bytes) {
    const eip_allocator *from = &host->allocator;
    void *pages = from->reserve(from->context, whole_pages(bytes));

    if (pages != NULL && from->commit != NULL &&
        from->commit(from->context, pages, whole_pages(bytes)) == 0) {
        from->unreserve(from->context, pages, whole_pages(bytes));
        return NULL;
    }
    return pages;
}

void eip__host_unreserve(struct eip__host *host, void *pages, size_t bytes) {
    if (pages != NULL) {
        host->allocator.unreserve(host->allocator.context, pages,
                                  whole_pages(bytes));
    }
}

enum { PAGES_FROM = 1 << 16 };

void *eip__host_block(struct eip__host *host, size_t bytes) {
    return bytes < PAGES_FROM ? eip__host_allocate_zeroed(host, bytes)
                              : eip__host_reserve(host, bytes);
}

void eip__host_unblock(struct eip__host *host, void *block, size_t bytes) {
    if (bytes < PAGES_FROM) {
        eip__host_release(host, block, bytes);
    } else {
        eip__host_unreserve(host, block, bytes);
    }
}

uint64_t eip__host_now(struct eip__host *host) {
    uint64_t now = host->clock.now_ms(host->clock.context);
    uint64_t latest = eip__read(&host->latest_ms);

    while (now > latest) {
        if (eip__step(&host->latest_ms, &latest, now)) {
            return now;
        }
    }
    return latest;
}

bool eip__host_random(struct eip__host *host, void *bytes, uint32_t count) {
    return host->random.fill(host->random.context, bytes, count) != 0;
}
