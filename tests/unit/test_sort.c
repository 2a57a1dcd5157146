/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Sorting: against a count of what went in, over sizes and shapes of keys. */
#include "base/sort.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/internal/trial.h"

enum { MOST = 5000 };

/* 40 bytes; the rest of an item must travel with its key. */
struct item {
    uint64_t key;
    uint64_t twin;
    uint64_t ignored[3];
};

static uint64_t key_of(const void *item) {
    return ((const struct item *)item)->key;
}

static uint64_t digest(uint64_t key) {
    return key * UINT64_C(0x9e3779b97f4a7c15) >> 7;
}

/* In order and whole; the sum of the keys' digests. */
static uint64_t check(struct item *items, uint64_t count) {
    uint64_t sum = 0;

    for (uint64_t i = 0; i < count; i++) {
        cr_assert_eq(items[i].twin, ~items[i].key, "item %lu of %lu", i, count);
        cr_assert(i == 0 || items[i - 1].key <= items[i].key,
                  "item %lu of %lu is below the one before", i, count);
        sum += digest(items[i].key);
    }
    return sum;
}

/* Keys that differ in the bits of the mask only. */
static void try_one(struct trial_random *random, uint64_t count,
                    uint64_t mask) {
    struct item *items = calloc(count + 1, sizeof *items);
    uint64_t sum = 0;

    cr_assert_not_null(items);
    for (uint64_t i = 0; i < count; i++) {
        items[i].key = trial_next(random) & mask;
        items[i].twin = ~items[i].key;
        sum += digest(items[i].key);
    }
    items[count].key = 0; /* beyond the end: must stay */
    items[count].twin = 77;
    eip__sort(items, count, sizeof *items, key_of);
    cr_assert_eq(check(items, count), sum, "other items came out");
    cr_assert_eq(items[count].twin, 77);
    free(items);
}

Test(sort, random_keys_of_every_shape) {
    static const uint64_t masks[] = {
        UINT64_MAX,
        0,
        1,
        0xff,
        UINT64_C(0xff00000000000000),
        UINT64_C(0x8000000000000001),
        UINT64_C(0xffffffffff),
        UINT64_C(0x00f000000f000000),
    };
    struct trial_random random = trial_stream(1);

    for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
        for (uint64_t count = 0; count < 70; count++) {
            try_one(&random, count, masks[m]);
        }
        try_one(&random, 257, masks[m]);
        try_one(&random, MOST, masks[m]);
    }
}

static struct item items[MOST];

static void fill(uint64_t (*key)(uint64_t)) {
    for (uint64_t i = 0; i < MOST; i++) {
        items[i].key = key(i);
        items[i].twin = ~items[i].key;
    }
    eip__sort(items, MOST, sizeof *items, key_of);
    (void)check(items, MOST);
}

static uint64_t ascending(uint64_t i) {
    return i;
}

static uint64_t descending(uint64_t i) {
    return UINT64_MAX - i;
}

/* All in one byte's part, and that again, down to the last byte. */
static uint64_t nested(uint64_t i) {
    return i % 64 == 0 ? UINT64_C(1) << i / 64 % 64 : 0;
}

Test(sort, orders_that_are_hard_for_others) {
    fill(ascending);
    cr_assert_eq(items[MOST - 1].key, MOST - 1);
    fill(descending);
    cr_assert_eq(items[0].key, UINT64_MAX - (MOST - 1));
    fill(nested);
    cr_assert_eq(items[MOST - 1].key, UINT64_C(1) << 63);
}

Test(sort, small_items) {
    uint8_t unused = 0;
    uint64_t two[] = {2, 1};

    eip__sort(&unused, 1, 1, NULL);
    eip__sort(NULL, 0, 8, NULL);
    eip__sort(two, 2, sizeof *two, key_of);
    cr_assert_eq(two[0], 1);
}
