/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The newest of each key, of records in any order, against a table of all. */
#include "base/sort.h"
#include "registry/format.h"
#include "store/newest.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <string.h>

enum { KEYS = 200, KINDS = 4, RECORDS = 600, BYTES = 64, ROUNDS = 300 };

static uint64_t dice;
static struct world_heap heap;
static struct eip__host host;

static uint8_t bytes[RECORDS][BYTES];
static uint32_t shown;
/* What counts of each kind and key: its record, or none. */
static const uint8_t *wanted[KINDS + 1][KEYS];
static uint64_t ranks[KINDS + 1][KEYS];
static bool known[KINDS + 1][KEYS];

static void begin(void) {
    const eip_allocator allocator = world_allocator(&heap);
    static const eip_clock clock = {NULL, NULL};
    static const eip_random random = {NULL, NULL};

    eip__host_init(&host, &allocator, &clock, &random);
}

TestSuite(newest, .init = begin);

static uint32_t roll(uint32_t sides) {
    return (uint32_t)(world_random(&dice) % sides);
}

static void forget(void) {
    shown = 0;
    memset(wanted, 0, sizeof wanted);
    memset(ranks, 0, sizeof ranks);
    memset(known, 0, sizeof known);
}

/* Keys of 4 and of 8 bytes, which have the first four in common. */
static eip_status show(struct eip__newest *newest, uint32_t kind, uint32_t key,
                       uint64_t rank, bool gone) {
    struct eip__writer writer = eip__writer_of(bytes[shown], BYTES);
    uint64_t at = eip__kept_begin(&writer, (enum eip__kind)kind, rank, gone);
    eip_store_record record;
    eip_status status;

    eip__put_key(&writer, key / 3, 4);
    eip__put_key(&writer, key, key % 3 == 0 ? 0 : 4);
    eip__kept_key(&writer, at);
    eip__kept_end(&writer, at);
    cr_assert_eq(eip_store_record_read(bytes[shown], writer.size, &record),
                 EIP_OK);
    status = eip__newest_note(newest, &record);
    if (status == EIP_OK && (!known[kind][key] || rank >= ranks[kind][key])) {
        known[kind][key] = true;
        ranks[kind][key] = rank;
        wanted[kind][key] = gone ? NULL : bytes[shown];
    }
    shown++;
    return status;
}

static uint64_t count_wanted(void) {
    uint64_t count = 0;

    for (uint32_t kind = 1; kind <= KINDS; kind++) {
        for (uint32_t key = 0; key < KEYS; key++) {
            count += wanted[kind][key] != NULL;
        }
    }
    return count;
}

static void expect_sorted(struct eip__newest *newest) {
    uint64_t count = eip__newest_sort(newest);
    uint64_t before = 0;

    cr_assert_eq(count, count_wanted());
    for (uint64_t i = 0; i < count; i++) {
        const uint8_t *record = newest->row[i];
        bool is_wanted = false;

        cr_assert_geq(eip__kept_order(record), before);
        before = eip__kept_order(record);
        for (uint32_t key = 0; key < KEYS; key++) {
            const uint8_t **one = &wanted[before >> 32][key];

            if (*one == record) {
                is_wanted = true;
                *one = NULL; /* it comes once */
            }
        }
        cr_assert(is_wanted);
    }
    cr_assert_eq(count_wanted(), 0);
    eip__newest_free(newest);
}

Test(newest, nothing_at_all) {
    struct eip__newest newest = {.host = &host};

    forget();
    expect_sorted(&newest);
    cr_assert_eq(heap.bytes, 0);
}

/* As a store that is folded shows them: no table is made. */
Test(newest, in_their_order) {
    struct eip__newest newest = {.host = &host};

    forget();
    for (uint32_t i = 0; i < RECORDS; i++) {
        cr_assert_eq(show(&newest, 1 + i / KEYS, i % KEYS, 0, false), EIP_OK);
    }
    cr_assert_null(newest.late);
    cr_assert_eq(newest.count, RECORDS);
    expect_sorted(&newest);
    cr_assert_eq(heap.bytes, 0);
}

/* One is late: of a kind, a key, that is there; and older, as new, newer. */
Test(newest, one_that_is_late) {
    for (uint64_t rank = 0; rank < 3; rank++) {
        struct eip__newest newest = {.host = &host};

        forget();
        for (uint32_t i = 0; i < KEYS; i++) {
            cr_assert_eq(show(&newest, 2, i, 1, false), EIP_OK);
        }
        cr_assert_eq(show(&newest, 2, 7, rank, rank == 2), EIP_OK);
        cr_assert_eq(show(&newest, 1, 7, rank, false), EIP_OK);
        cr_assert_eq(newest.late_count, 2);
        expect_sorted(&newest);
    }
    cr_assert_eq(heap.bytes, 0);
}

/* In runs that ascend, shorter and longer ones. */
Test(newest, in_any_order) {
    dice = world_test_seed(1);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct eip__newest newest = {.host = &host};
        uint32_t jump = 1 + roll(400);
        uint32_t kind = 1;
        uint32_t key = 0;

        forget();
        while (shown < RECORDS) {
            key += 1 + roll(3);
            if (roll(jump) == 0) {
                kind = 1 + roll(KINDS);
                key = roll(KEYS);
            }
            if (key >= KEYS) {
                kind = kind % KINDS + 1;
                key = 0;
            }
            cr_assert_eq(show(&newest, kind, key, roll(3), roll(8) == 0),
                         EIP_OK);
        }
        expect_sorted(&newest);
    }
    cr_assert_eq(heap.bytes, 0);
}

/* What is refused memory is not in; the rest is as it was. */
Test(newest, without_memory) {
    uint32_t refused = 0;

    dice = world_test_seed(2);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct eip__newest newest = {.host = &host};

        forget();
        while (shown < RECORDS) {
            heap.fail_at = roll(4) == 0 ? heap.requests + 1 : 0;
            refused += show(&newest, 1 + roll(KINDS), roll(KEYS), roll(3),
                            false) != EIP_OK;
        }
        heap.fail_at = 0;
        expect_sorted(&newest);
    }
    cr_assert_gt(refused, ROUNDS);
    cr_assert_eq(heap.bytes, 0);
}
