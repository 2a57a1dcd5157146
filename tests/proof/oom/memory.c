/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* One gate for all memory: the engine's hook, and malloc, from which Judy
 * takes its own. The functions of the C library are replaced by these. */
#include "oom.h"
#include "sites.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct oom_site *oom_here;

extern struct oom_site __start_oom_sites[];
extern struct oom_site __stop_oom_sites[];

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *block, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern void __libc_free(void *block);

static struct {
    bool on;
    enum how how;
    uint64_t requests;
    uint64_t nth;
    uint64_t refused;
    uint64_t refused_judy;
} gate;
static int64_t blocks;
static eip_allocator plain;

void memory_refuse(uint64_t nth, enum how how) {
    gate.on = nth != 0;
    gate.how = how;
    gate.nth = nth;
    if (nth != 0) {
        gate.requests = 0;
        gate.refused = 0;
        gate.refused_judy = 0;
        oom_here = NULL;
    }
}

uint64_t memory_refused(void) {
    return gate.refused;
}

uint64_t memory_refused_judy(void) {
    return gate.refused_judy;
}

int64_t memory_blocks(void) {
    return blocks;
}

static bool is_refused(void) {
    bool refused;

    if (!gate.on || oom_here == NULL) {
        return false;
    }
    gate.requests++;
    refused = gate.requests == gate.nth ||
              (gate.how == TWICE && gate.requests == gate.nth + 1) ||
              (gate.how == FOR_GOOD && gate.requests > gate.nth);
    oom_here->seen++;
    oom_here->failed[gate.how == FOR_GOOD] += refused;
    gate.refused += refused;
    return refused;
}

/* -- malloc ---------------------------------------------------------------- */

static void *count(void *block) {
    blocks += block != NULL;
    return block;
}

void *malloc(size_t bytes) {
    if (is_refused()) {
        gate.refused_judy++;
        errno = ENOMEM;
        return NULL;
    }
    return count(__libc_malloc(bytes));
}

void *calloc(size_t number, size_t bytes) {
    return count(__libc_calloc(number, bytes));
}

void *realloc(void *block, size_t bytes) {
    blocks += block == NULL;
    return __libc_realloc(block, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    return count(__libc_memalign(alignment, bytes));
}

void free(void *block) {
    blocks -= block != NULL;
    __libc_free(block);
}

/* -- the engine's hook ----------------------------------------------------- */

static void *hook_allocate(void *context, uint64_t bytes) {
    return is_refused() ? NULL : plain.allocate(context, bytes);
}

static void *hook_reserve(void *context, uint64_t bytes) {
    return is_refused() ? NULL : plain.reserve(context, bytes);
}

static int32_t hook_commit(void *context, void *pages, uint64_t bytes) {
    return is_refused() ? 0 : plain.commit(context, pages, bytes);
}

eip_allocator memory_hooks(struct world *w) {
    eip_allocator hooks;

    w->heap.is_strict = true;
    plain = world_allocator(&w->heap);
    hooks = plain;
    hooks.allocate = hook_allocate;
    hooks.reserve = hook_reserve;
    hooks.commit = hook_commit;
    return hooks;
}

/* -- sites ----------------------------------------------------------------- */

void sites_count(unsigned *sites, unsigned *failed, unsigned *silent) {
    *sites = *failed = *silent = 0;
    for (struct oom_site *site = __start_oom_sites; site < __stop_oom_sites;
         site++) {
        bool both = site->failed[0] != 0 && site->failed[1] != 0;

        *sites += 1;
        *failed += both;
        if (!both) {
            *silent += 1;
            (void)printf("not refused: %s:%d, %u requests\n",
                         strstr(site->file, "lib/"), site->line, site->seen);
        }
    }
}
