/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the blocks that lanes get back. */
#include "base/spare.h"

/* With what an allocator adds, a multiple of 64. */
enum { LEAST = 312, STEP = 64, KEEP = 256 };

struct block {
    struct block *next;
};

/* AddressSanitizer is told of what nobody may look at, as by free(). */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define HIDE(block, bytes)                                                     \
    ASAN_POISON_MEMORY_REGION((block) + 1, (bytes) - sizeof *(block))
#define SHOW(block, bytes) ASAN_UNPOISON_MEMORY_REGION(block, bytes)
#else
#define HIDE(block, bytes) ((void)0)
#define SHOW(block, bytes) ((void)0)
#endif

static uint64_t bytes_of(uint64_t size) {
    return LEAST + size * STEP;
}

struct eip__spare *eip__spare_of(struct eip__lane *lane, uint64_t *bytes) {
    uint64_t size = *bytes <= LEAST ? 0 : (*bytes - LEAST + STEP - 1) / STEP;

    if (size >= EIP__SPARES) {
        return NULL;
    }
    *bytes = bytes_of(size);
    return &lane->spare[size];
}

void *eip__spare_take(struct eip__host *host, struct eip__spare *spare,
                      uint64_t bytes) {
    struct block *block = spare->own;

    if (block == NULL && eip__hint(&spare->returned) != 0) {
        block = eip__pointer(eip__take_all(&spare->returned));
        eip__note(&spare->waiting, 0);
    }
    if (block == NULL) {
        return eip__host_allocate(host, bytes);
    }
    spare->own = block->next;
    SHOW(block, bytes);
    return block;
}

void eip__spare_give(struct eip__host *host, struct eip__spare *spare,
                     void *block, uint64_t bytes) {
    struct block *mine = block;
    uint64_t top;

    if (eip__hint(&spare->waiting) >= KEEP) {
        eip__host_release(host, block, bytes);
        return;
    }
    eip__tally(&spare->waiting, 1); /* two at once may count as one */
    HIDE(mine, bytes);
    top = eip__read(&spare->returned);
    do {
        mine->next = eip__pointer(top);
    } while (!eip__step(&spare->returned, &top, eip__value(mine)));
}

static void free_all(struct eip__host *host, struct block *block,
                     uint64_t bytes) {
    while (block != NULL) {
        struct block *next = block->next;

        SHOW(block, bytes);
        eip__host_release(host, block, bytes);
        block = next;
    }
}

void eip__spares_close(struct eip__lanes *lanes) {
    uint64_t used = eip__read(&lanes->used);

    for (uint64_t i = 1; i <= used; i++) {
        for (uint64_t size = 0; size < EIP__SPARES; size++) {
            struct eip__spare *spare = &lanes->lane[i].spare[size];

            free_all(lanes->host, spare->own, bytes_of(size));
            free_all(lanes->host, eip__pointer(eip__take_all(&spare->returned)),
                     bytes_of(size));
        }
    }
}
