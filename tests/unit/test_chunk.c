/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The memory of journals: what is used again, and what is given back. */
#include "registry/chunk.h"
#include "support/internal/direct.h"
#include "support/world.h"

#include <criterion/criterion.h>

#include <string.h>

static struct direct direct;
static struct world_heap heap;
static struct eip__chunks chunks;
static struct eip__lane *lane;
static uint64_t blocks; /* of all but chunks */

static void start(void) {
    const eip_allocator allocator = world_allocator(&heap);
    const struct direct_options options = {.allocator = &allocator};

    memset(&heap, 0, sizeof heap);
    memset(&chunks, 0, sizeof chunks);
    direct_open(&direct, &options);
    lane = direct_enter(&direct);
    blocks = heap.blocks;
}

/* Whoever was inside a call has ended it. */
static void reclaim(void) {
    direct_leave(lane);
    eip__reclaim_all(&direct.lanes);
    lane = direct_enter(&direct);
}

static void end(void) {
    reclaim();
    eip__chunks_close(&direct.host, &chunks);
    cr_assert_eq(heap.blocks, blocks);
    direct_leave(lane);
    direct_close(&direct);
}

static struct eip__chunk *get(uint64_t bytes) {
    struct eip__chunk *chunk = eip__chunk_get(&direct.host, &chunks, bytes);

    cr_assert_not_null(chunk);
    cr_assert_eq((uintptr_t)chunk % 64, 0);
    cr_assert_eq(chunk->used, sizeof *chunk);
    cr_assert_geq(chunk->bytes - chunk->used, bytes);
    return chunk;
}

/* So many are come past in one collection. */
static void pass(uint32_t count) {
    struct eip__chunk *chunk[64];

    for (uint32_t i = 0; i < count; i++) {
        chunk[i] = get(64);
    }
    for (uint32_t i = 0; i < count; i++) {
        eip__chunk_pass(&direct.lanes, chunk[i]);
    }
    eip__chunks_keep(&direct.lanes, &chunks);
    reclaim();
}

Test(chunk, one_is_used_again) {
    struct eip__chunk *first;
    struct eip__chunk *second;

    start();
    first = get(64);
    first->used += 128;
    eip__chunk_pass(&direct.lanes, first);
    second = get(64);
    cr_assert_neq(second, first, "who looks at it may still be there");
    eip__chunks_keep(&direct.lanes, &chunks);
    reclaim();
    cr_assert_eq(heap.blocks, blocks + 2);
    cr_assert_eq(get(64), first);
    cr_assert_eq(heap.blocks, blocks + 2);
    eip__chunk_pass(&direct.lanes, first);
    eip__chunk_pass(&direct.lanes, second);
    end();
}

Test(chunk, the_last_to_come_back_is_first) {
    struct eip__chunk *one;
    struct eip__chunk *two;

    start();
    pass(2);
    one = get(64);
    two = get(64);
    eip__chunk_pass(&direct.lanes, one);
    eip__chunk_pass(&direct.lanes, two);
    reclaim();
    cr_assert_eq(heap.blocks, blocks + 2);
    cr_assert_eq(get(64), one);
    cr_assert_eq(get(64), two);
    cr_assert_eq(heap.blocks, blocks + 2, "both were there");
    cr_assert_eq(eip__read(&chunks.spare), 0);
    eip__chunk_pass(&direct.lanes, one);
    eip__chunk_pass(&direct.lanes, two);
    end();
}

/* Whose room is used to its end is as large as the others. */
Test(chunk, one_that_is_filled) {
    struct eip__chunk *first;
    uint64_t room;

    start();
    pass(1);
    first = get(64);
    room = first->bytes - sizeof *first;
    eip__chunk_pass(&direct.lanes, first);
    reclaim();
    cr_assert_eq(get(room), first);
    cr_assert_eq(heap.blocks, blocks + 1);
    eip__chunk_pass(&direct.lanes, first);
    end();
}

/* Each collection brings back what was come past some before, with nobody else
 * at it: else a journal would take a chunk more for each. */
Test(chunk, collections_bring_them_back) {
    start();
    for (uint32_t i = 0; i < 40; i++) {
        eip__chunk_pass(&direct.lanes, get(64));
        eip__chunks_keep(&direct.lanes, &chunks);
        direct_leave(lane);
        lane = direct_enter(&direct);
        cr_assert_leq(heap.blocks, blocks + 4, "after %u", i);
    }
    end();
}

/* What an earlier collection has come past is not counted again. */
Test(chunk, each_collection_counts_anew) {
    start();
    for (uint32_t i = 0; i < 3; i++) {
        pass(1);
        cr_assert_eq(chunks.keep, 1);
        cr_assert_eq(heap.blocks, blocks + 1);
    }
    end();
}

/* One that is larger than the others is nobody else's. */
Test(chunk, a_large_one_is_given_back) {
    start();
    pass(1);
    eip__chunk_pass(&direct.lanes, get(102400));
    cr_assert_eq(heap.blocks, blocks + 2);
    reclaim();
    cr_assert_eq(heap.blocks, blocks + 1);
    end();
}

/* As many as were come past at most, and a sixteenth less each time. */
Test(chunk, what_is_not_needed_any_more_is_given_back) {
    uint64_t keep = 64;

    start();
    pass(64);
    cr_assert_eq(heap.blocks, blocks + 64);
    for (uint32_t i = 0; i < 100; i++) {
        pass(i % 2);
        keep -= keep / 16;
        cr_assert_eq(chunks.keep, keep);
        cr_assert_eq(heap.blocks, blocks + keep, "after %u", i);
    }
    cr_assert_eq(keep, 15);
    pass(20);
    cr_assert_eq(chunks.keep, 20);
    cr_assert_eq(heap.blocks, blocks + 20);
    end();
}

/* A count is a hint: where it says more than there is, nothing is found. */
Test(chunk, a_count_that_is_wrong) {
    start();
    pass(2);
    eip__note(&chunks.spares, 100);
    eip__chunks_keep(&direct.lanes, &chunks);
    cr_assert_eq(eip__read(&chunks.spare), 0);
    end();
}

Test(chunk, memory_is_refused) {
    start();
    pass(1);
    heap.fail_at = heap.requests + 1;
    heap.fail_for_good = true;
    eip__chunk_pass(&direct.lanes, get(64));
    cr_assert_null(eip__chunk_get(&direct.host, &chunks, 64));
    cr_assert_null(eip__chunk_get(&direct.host, &chunks, 102400));
    end();
}
