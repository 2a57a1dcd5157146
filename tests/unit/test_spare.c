/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Blocks that come back to the lane that took them. */
#include "base/spare.h"
#include "support/internal/direct.h"
#include "support/world.h"

#include <criterion/criterion.h>

#include <string.h>

static struct direct direct;
static struct world_heap heap;
static struct eip__lane *lane;
static uint64_t blocks; /* of all but spare ones */

static void start(void) {
    const eip_allocator allocator = world_allocator(&heap);
    const struct direct_options options = {.allocator = &allocator};

    memset(&heap, 0, sizeof heap);
    direct_open(&direct, &options);
    lane = direct_enter(&direct);
    blocks = heap.blocks;
}

static void end(void) {
    direct_leave(lane);
    direct_close(&direct);
    cr_assert_eq(heap.blocks, 0);
}

TestSuite(spare, .init = start, .fini = end);

static void *take(uint64_t bytes) {
    uint64_t had = bytes;
    struct eip__spare *spare = eip__spare_of(lane, &had);
    void *block = eip__spare_take(&direct.host, spare, had);

    cr_assert_not_null(block);
    cr_assert_geq(had, bytes);
    memset(block, 0x5a, had);
    return block;
}

static void give(void *block, uint64_t bytes) {
    struct eip__spare *spare = eip__spare_of(lane, &bytes);

    eip__spare_give(&direct.host, spare, block, bytes);
}

Test(spare, sizes) {
    uint64_t bytes = 1;
    uint64_t most;

    cr_assert_eq(eip__spare_of(lane, &bytes), &lane->spare[0]);
    most = bytes;
    for (uint32_t i = 1; i < EIP__SPARES; i++) {
        most++;
        cr_assert_eq(eip__spare_of(lane, &most), &lane->spare[i]);
        bytes = most;
        cr_assert_eq(eip__spare_of(lane, &most), &lane->spare[i]);
        cr_assert_eq(most, bytes);
    }
    most++;
    cr_assert_null(eip__spare_of(lane, &most));
    cr_assert_eq(most, bytes + 1);
}

Test(spare, the_last_to_come_back_is_first) {
    void *a = take(300);
    void *b = take(300);
    void *other = take(400);

    give(a, 300);
    give(other, 400);
    give(b, 300);
    cr_assert_eq(take(300), b);
    cr_assert_eq(take(300), a);
    cr_assert_eq(heap.blocks, blocks + 3);
    cr_assert_eq(take(400), other);
    give(a, 300);
    give(b, 300);
    cr_assert_eq(take(300), b);
    give(b, 300); /* one of its own is left, another has returned */
    cr_assert_eq(take(300), a);
    give(a, 300);
    give(other, 400);
    cr_assert_eq(heap.blocks, blocks + 3);
}

Test(spare, so_many_are_kept) {
    enum { MANY = 600, KEPT = 256 };
    static void *block[MANY];

    for (uint32_t i = 0; i < MANY; i++) {
        block[i] = take(300);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        give(block[i], 300);
    }
    cr_assert_eq(heap.blocks, blocks + KEPT);
    cr_assert_eq(take(300), block[KEPT - 1]);
    /* The rest are its own now, and as many may come back. */
    give(block[KEPT - 1], 300);
    cr_assert_eq(heap.blocks, blocks + KEPT);
}

Test(spare, memory_is_refused) {
    uint64_t bytes = 300;
    struct eip__spare *spare = eip__spare_of(lane, &bytes);
    void *block = take(300);

    give(block, 300);
    heap.fail_at = heap.requests + 1;
    cr_assert_eq(eip__spare_take(&direct.host, spare, bytes), block);
    cr_assert_null(eip__spare_take(&direct.host, spare, bytes));
    give(block, 300);
}
