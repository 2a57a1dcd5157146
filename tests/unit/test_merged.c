/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Of what the journal told, the newest of each address. */
#include "store/merged.h"
#include "support/world.h"

#include <criterion/criterion.h>

enum { MANY = 5000 };

static struct world_heap heap;
static struct eip__host host;
static struct eip__merged merged;

static void start(void) {
    const eip_allocator allocator = world_allocator(&heap);
    const eip_clock clock = {NULL, NULL};
    const eip_random source = {NULL, NULL};

    eip__host_init(&host, &allocator, &clock, &source);
}

static void end(void) {
    eip__merged_free(&host, &merged);
    cr_assert_eq(heap.blocks, 0);
}

static bool add(uint32_t record, uint32_t generation, bool held,
                uint64_t value) {
    const struct eip__effect effect = {
        .record = record,
        .generation = generation,
        .flags = held ? EIP__EFFECT_HELD : EIP__EFFECT_TIMED,
        .account = 7,
        .value = value,
    };

    return eip__merged_add(&host, &merged, &effect);
}

/* -- what there is ---------------------------------------------------------------- */

struct seen {
    uint64_t count;
    uint64_t most; /* 0: any number */
    struct eip__effect last;
    uint64_t sum; /* of the values */
};

static bool see(void *context, const struct eip__effect *effect) {
    struct seen *seen = context;

    if (seen->most != 0 && seen->count == seen->most) {
        return false;
    }
    seen->count++;
    seen->sum += effect->value;
    seen->last = *effect;
    return true;
}

static struct seen look(void) {
    struct seen seen = {0};

    cr_assert(eip__merged_each(&merged, see, &seen));
    return seen;
}

/* -- tests ------------------------------------------------------------------------ */

Test(merged, nothing) {
    start();
    cr_assert_eq(look().count, 0);
    eip__merged_clear(&host, &merged);
    cr_assert_eq(look().count, 0);
    end();
}

/* In whatever order they come. */
Test(merged, the_newest_of_an_address) {
    static const struct turn {
        uint32_t generation;
        bool held;
    } turn[4] = {{3, true}, {3, false}, {4, true}, {4, false}};

    start();
    for (uint32_t order = 0; order < 24; order++) {
        uint32_t left[4] = {0, 1, 2, 3};
        uint32_t code = order;
        struct seen seen;

        for (uint32_t n = 4; n > 0; n--) {
            uint32_t i = code % n;
            uint32_t which = left[i];

            code /= n;
            left[i] = left[n - 1];
            cr_assert(add(order, turn[which].generation, turn[which].held,
                          100 + which));
        }
        seen = look();
        cr_assert_eq(seen.count, 1);
        cr_assert_eq(seen.last.record, order);
        cr_assert_eq(seen.last.generation, 4);
        cr_assert_eq(seen.last.flags, EIP__EFFECT_TIMED);
        cr_assert_eq(seen.last.account, 7);
        cr_assert_eq(seen.last.value, 103);
        cr_assert_eq(seen.last.version, 0);
        cr_assert_null(seen.last.facts);
        eip__merged_clear(&host, &merged);
    }
    end();
}

/* Whatever the numbers of records have in common. */
Test(merged, many) {
    static const uint32_t step[3] = {1, 1 << 12, 77777};

    start();
    for (uint32_t k = 0; k < 3; k++) {
        struct seen seen;
        uint64_t sum = 0;

        for (uint32_t turn = 1; turn <= 2; turn++) {
            for (uint32_t i = 0; i < MANY; i++) {
                cr_assert(add(i * step[k], turn, true, i * turn));
                sum += turn == 2 ? i * turn : 0;
            }
        }
        seen = look();
        cr_assert_eq(seen.count, MANY);
        cr_assert_eq(merged.count, MANY);
        cr_assert_eq(seen.sum, sum);
        eip__merged_clear(&host, &merged);
        cr_assert_eq(look().count, 0);
    }
    end();
}

/* Runs of 64 neighbours, here and there, are found without going through each
 * other: a table that is half full has none of more than some dozens. */
Test(merged, runs_of_neighbours) {
    uint64_t longest = 0;
    uint64_t run = 0;

    start();
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert(add(i / 64 * 40503 * 64 + i % 64, 1, true, i));
    }
    for (uint64_t i = 0; i < 2 * merged.room; i++) {
        run = merged.slots[i % merged.room].generation == 0 ? 0 : run + 1;
        longest = run > longest ? run : longest;
    }
    cr_assert_lt(longest, 200);
    end();
}

/* One that is much too large is given back as it is emptied. */
Test(merged, it_becomes_small_again) {
    uint64_t room;

    start();
    cr_assert(add(1, 1, true, 1));
    room = merged.room;
    eip__merged_clear(&host, &merged);
    cr_assert_eq(merged.room, room);
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert(add(i, 1, true, i));
    }
    eip__merged_clear(&host, &merged);
    cr_assert_gt(merged.room, MANY);
    cr_assert(add(1, 1, true, 1));
    eip__merged_clear(&host, &merged);
    cr_assert_eq(merged.room, 0);
    cr_assert_eq(heap.blocks, 0);
    cr_assert(add(1, 1, true, 1));
    cr_assert_eq(merged.room, room);
    end();
}

Test(merged, who_looks_may_end_it) {
    struct seen seen = {.most = 2};

    start();
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(add(i, 1, true, i));
    }
    cr_assert_not(eip__merged_each(&merged, see, &seen));
    cr_assert_eq(seen.count, 2);
    cr_assert_eq(look().count, 3);
    end();
}

/* At first, and where it is full. */
Test(merged, memory_is_refused) {
    uint32_t count = 0;

    start();
    heap.fail_for_good = true;
    heap.fail_at = heap.requests + 1;
    cr_assert_not(add(0, 1, true, 1));
    heap.fail_at = 0;
    cr_assert(add(count++, 1, true, 1));
    heap.fail_at = heap.requests + 1;
    while (add(count, 1, true, 1)) {
        count++;
    }
    cr_assert_eq(look().count, count);
    cr_assert_eq(2 * (uint64_t)count, merged.room);
    heap.fail_at = 0;
    cr_assert(add(count++, 1, true, 1));
    cr_assert_eq(look().count, count);
    end();
}
