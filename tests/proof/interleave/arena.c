/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"

#include "mc.h"

#include <Judy.h>
#include <xxhash.h>

#include <string.h>
#include <sys/mman.h>

enum {
    LINE = 64,
    LINES = ARENA_BYTES / LINE,
    BLOCKS = ARENA_BYTES / ARENA_BLOCK
};
enum { NOTHING, LIVE, FREED };
enum { EVENTS = 4096, JUDY_BLOCKS = 256, PARTS = MC_THREADS + 1 };
/* Each thread allocates from a part of its own. */
#define PART (ARENA_BYTES / 32)

unsigned char *arena_base;
static unsigned char *pristine; /* blocks as they were at the snapshot */
static unsigned char state[LINES];
static uint8_t saved[BLOCKS];
static uint32_t touched_in[BLOCKS];
static uint32_t touched[BLOCKS];
static uint32_t touched_count;
static uint32_t execution;

/* What has been written to since the last digest. */
static uint32_t dirty[BLOCKS];
static uint32_t dirty_count;
static uint32_t dirty_in[BLOCKS];
static uint32_t digests_made = 1;
static uint64_t block_digest[BLOCKS]; /* what is in `digest` of each */
static uint64_t block_digest_then[BLOCKS];
static uint64_t digest;
static uint64_t state_digest;

static uint64_t next[PARTS];
static uint64_t next_then[PARTS];
static uint64_t outstanding;
static uint64_t outstanding_then;
static bool has_snapshot;

/* Judy's blocks, first those of the set-up. */
static struct {
    void *block;
    uint64_t bytes;
} judy[JUDY_BLOCKS];
static uint64_t judy_count;
static uint64_t judy_count_then;
static bool judy_has_written;

/* Changes of `state` since the snapshot. */
static struct event {
    uint64_t line;
    uint64_t lines;
    uint8_t before;
} events[EVENTS];
static uint32_t event_count;

static unsigned char *map(void) {
    void *pages = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (pages == MAP_FAILED) {
        mc_fail("no memory for the arena");
    }
    (void)madvise(pages, ARENA_BYTES, MADV_NOHUGEPAGE);
    return pages;
}

void arena_reset(void) {
    if (arena_base == NULL) {
        arena_base = map();
        pristine = map();
    }
    (void)madvise(arena_base, ARENA_BYTES, MADV_DONTNEED);
    memset(state, NOTHING, sizeof state);
    memset(saved, 0, sizeof saved);
    for (uint32_t i = 0; i < PARTS; i++) {
        /* The first part is the set-up's, and takes what the others leave. */
        next[i] = i == 0 ? LINE : ARENA_BYTES - i * PART;
    }
    outstanding = 0;
    event_count = 0;
    touched_count = 0;
    judy_count = 0;
    has_snapshot = false;
    execution++;
}

/* Judy's own code is not instrumented: what it has counts as written. */
static void touch_judy(void) {
    for (uint64_t i = 0; i < judy_count; i++) {
        arena_touch(judy[i].block, judy[i].bytes);
    }
}

void arena_snapshot(void) {
    memcpy(next_then, next, sizeof next);
    outstanding_then = outstanding;
    event_count = 0;
    touched_count = 0;
    dirty_count = 0;
    digest = 0;
    state_digest = 0;
    judy_count_then = judy_count;
    has_snapshot = true;
    execution++;
    digests_made++;
    touch_judy();
}

void arena_restore(void) {
    for (uint32_t i = 0; i < touched_count; i++) {
        uint64_t at = (uint64_t)touched[i] * ARENA_BLOCK;

        memcpy(arena_base + at, pristine + at, ARENA_BLOCK);
        block_digest[touched[i]] = block_digest_then[touched[i]];
    }
    while (event_count > 0) {
        const struct event *event = &events[--event_count];

        memset(&state[event->line], event->before, event->lines);
    }
    memcpy(next, next_then, sizeof next);
    outstanding = outstanding_then;
    judy_count = judy_count_then;
    touched_count = 0;
    dirty_count = 0;
    digest = 0;
    state_digest = 0;
    execution++;
    digests_made++;
    touch_judy();
}

static void save(uint64_t block) {
    uint64_t at = block * ARENA_BLOCK;

    if (saved[block] == 0) {
        saved[block] = 1;
        memcpy(pristine + at, arena_base + at, ARENA_BLOCK);
        block_digest_then[block] =
            XXH3_64bits_withSeed(arena_base + at, ARENA_BLOCK, block);
        block_digest[block] = block_digest_then[block];
    }
}

void arena_touch(const volatile void *place, size_t bytes) {
    uint64_t at = (uintptr_t)place - (uintptr_t)arena_base;

    if (!has_snapshot || at >= ARENA_BYTES || bytes == 0) {
        return;
    }
    for (uint64_t i = at / ARENA_BLOCK; i <= (at + bytes - 1) / ARENA_BLOCK;
         i++) {
        if (dirty_in[i] != digests_made) {
            dirty_in[i] = digests_made;
            dirty[dirty_count++] = (uint32_t)i;
        }
        if (touched_in[i] != execution) {
            touched_in[i] = execution;
            touched[touched_count++] = (uint32_t)i;
            save(i);
        }
    }
}

bool arena_is_live(const volatile void *place) {
    return state[((uintptr_t)place - (uintptr_t)arena_base) / LINE] == LIVE;
}

/* Of a block that has been touched, as it is now. What it adds to the sum is
 * nothing if that is as it was at the snapshot. */
static void digest_block(uint32_t block) {
    uint64_t at = (uint64_t)block * ARENA_BLOCK;
    uint64_t is = XXH3_64bits_withSeed(arena_base + at, ARENA_BLOCK, block);

    digest += is - block_digest[block];
    block_digest[block] = is;
}

uint64_t arena_digest(void) {
    uint64_t sum;

    if (judy_has_written) {
        touch_judy();
        judy_has_written = false;
    }
    for (uint32_t i = 0; i < dirty_count; i++) {
        digest_block(dirty[i]);
    }
    dirty_count = 0;
    digests_made++;
    sum = digest + state_digest;
    for (uint32_t i = 0; i < PARTS; i++) {
        sum = sum * UINT64_C(0x9fb21c651e98df25) + next[i];
    }
    return sum;
}

void arena_judy_writes(void) {
    judy_has_written = true;
}

uint64_t arena_blocks(void) {
    return outstanding;
}

/* -- the allocator ------------------------------------------------------------ */

static uint64_t mix(uint64_t hash) {
    hash = (hash ^ hash >> 32) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ hash >> 29;
}

static void set_state(uint64_t at, uint64_t bytes, uint8_t to) {
    uint64_t line = at / LINE;
    uint64_t lines = (bytes + LINE - 1) / LINE;

    if (has_snapshot) {
        if (event_count == EVENTS) {
            mc_fail("an execution with too many blocks of memory");
        }
        events[event_count++] = (struct event){line, lines, state[line]};
        state_digest += mix(line << 8 | to) - mix(line << 8 | state[line]);
    }
    memset(&state[line], to, lines);
}

static void *allocate_aligned(uint64_t bytes, uint64_t alignment) {
    uint32_t part = mc_self() < MC_THREADS && has_snapshot ? mc_self() + 1 : 0;
    uint64_t at = (next[part] + alignment - 1) & ~(alignment - 1);

    next[part] = (at + bytes + LINE - 1) & ~(uint64_t)(LINE - 1);
    if (next[part] > ARENA_BYTES - (part == 0 ? MC_THREADS : part - 1) * PART) {
        mc_fail("the arena is full");
    }
    set_state(at, bytes, LIVE);
    return arena_base + at;
}

static void give_back(void *block, uint64_t bytes) {
    if (!arena_has(block) || !arena_is_live(block)) {
        mc_fail("a block freed twice, or never allocated");
    }
    mc_freed(block, bytes);
    set_state((uintptr_t)block - (uintptr_t)arena_base, bytes, FREED);
}

/* Its contents are undefined, so not zero. */
static void *allocate(void *context, uint64_t bytes) {
    void *block = allocate_aligned(bytes, LINE);

    (void)context;
    outstanding++;
    arena_touch(block, bytes);
    memset(block, 0xa5, bytes);
    return block;
}

static void *reserve(void *context, uint64_t bytes) {
    (void)context;
    outstanding++;
    return allocate_aligned(bytes, 4096);
}

static void release(void *context, void *block, uint64_t bytes) {
    (void)context;
    outstanding--;
    give_back(block, bytes);
}

eip_allocator arena_allocator(void) {
    return (eip_allocator){NULL, allocate, release, reserve, NULL, release};
}

/* -- Judy's memory: these replace functions of its library -------------------- */

Word_t JudyMalloc(Word_t words) {
    uint64_t bytes = words * sizeof(Word_t);
    void *block = allocate_aligned(bytes, LINE);

    if (judy_count == JUDY_BLOCKS) {
        mc_fail("too many blocks of Judy's");
    }
    judy[judy_count].block = block;
    judy[judy_count++].bytes = bytes;
    arena_touch(block, bytes);
    return (Word_t)block;
}

void JudyFree(Pvoid_t block, Word_t words) {
    set_state((uintptr_t)block - (uintptr_t)arena_base, words * sizeof(Word_t),
              FREED);
}

Word_t JudyMallocVirtual(Word_t words) {
    return JudyMalloc(words);
}

void JudyFreeVirtual(Pvoid_t block, Word_t words) {
    JudyFree(block, words);
}
