/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Allocation ids: a permutation, mixed well, of its own for each key. */
#include "registry/id.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 1 << 18 };

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void check_back(const struct eip__id_key *key, uint32_t high,
                       uint32_t low) {
    uint32_t back_high;
    uint32_t back_low;

    eip__id_take_apart(key, eip__id_make(key, high, low), &back_high,
                       &back_low);
    cr_assert(back_high == high && back_low == low);
}

Test(id, can_be_taken_apart) {
    static const uint32_t edges[] = {
        0, 1, 2, 0x7fffffff, 0x80000000, UINT32_MAX - 1, UINT32_MAX};
    struct trial_random random = trial_stream(0);
    struct eip__id_key key;

    for (uint64_t seed = 0; seed < 16; seed++) {
        eip__id_key(&key, trial_next(&random), seed);
        for (uint32_t i = 0; i < 49; i++) {
            check_back(&key, edges[i / 7], edges[i % 7]);
        }
        for (uint32_t i = 0; i < 10000; i++) {
            uint64_t pair = trial_next(&random);

            check_back(&key, (uint32_t)(pair >> 32), (uint32_t)pair);
        }
    }
}

/* Also the other way round: what comes of a number is of that number. */
Test(id, every_number_is_one) {
    struct trial_random random = trial_stream(1);
    struct eip__id_key key;

    eip__id_key(&key, 1, 1);
    for (uint32_t i = 0; i < 100000; i++) {
        uint64_t id = trial_next(&random);
        uint32_t high;
        uint32_t low;

        eip__id_take_apart(&key, id, &high, &low);
        cr_assert_eq(eip__id_make(&key, high, low), id);
    }
}

Test(id, neighbours_do_not_collide) {
    uint64_t *ids = malloc(MANY * sizeof *ids);
    struct eip__id_key key;

    eip__id_key(&key, trial_seed(), 1);
    for (uint32_t i = 0; i < MANY; i++) {
        ids[i] = eip__id_make(&key, i / 512, i % 512 + 1);
    }
    qsort(ids, MANY, sizeof *ids, by_value);
    for (uint32_t i = 1; i < MANY; i++) {
        cr_assert_neq(ids[i], ids[i - 1]);
    }
    free(ids);
}

/* Each bit of the input changes each bit of the id in about half the cases:
 * of 2,000, between 850 and 1,150 (over six standard deviations). */
Test(id, avalanche) {
    enum { CASES = 2000, ROOM = 150 };
    static uint32_t flips[64][64];
    struct trial_random random = {12345};
    struct eip__id_key key;

    eip__id_key(&key, 99, 1);
    for (uint32_t i = 0; i < CASES; i++) {
        uint64_t in = trial_next(&random);
        uint64_t id = eip__id_make(&key, (uint32_t)(in >> 32), (uint32_t)in);

        for (uint32_t bit = 0; bit < 64; bit++) {
            uint64_t other = in ^ UINT64_C(1) << bit;
            uint64_t changed = id ^ eip__id_make(&key, (uint32_t)(other >> 32),
                                                 (uint32_t)other);

            for (uint32_t out = 0; out < 64; out++) {
                flips[bit][out] += (uint32_t)(changed >> out) & 1;
            }
        }
    }
    for (uint32_t i = 0; i < 64 * 64; i++) {
        uint32_t n = flips[i / 64][i % 64];

        cr_assert(n > CASES / 2 - ROOM && n < CASES / 2 + ROOM,
                  "bit %u to bit %u: %u of %d", i / 64, i % 64, n, CASES);
    }
}

Test(id, keys_have_nothing_in_common) {
    struct eip__id_key first;
    struct eip__id_key second;

    for (uint64_t i = 0; i < 1000; i++) {
        uint32_t high;
        uint32_t low;

        eip__id_key(&first, i, 1);
        eip__id_key(&second, i, 2);
        cr_assert_neq(eip__id_make(&first, 1, 1), eip__id_make(&second, 1, 1));
        eip__id_key(&second, i + 1, 1);
        cr_assert_neq(eip__id_make(&first, 1, 1), eip__id_make(&second, 1, 1));
        /* An id of one key names nothing near it under another. */
        eip__id_take_apart(&second, eip__id_make(&first, 5, 1), &high, &low);
        cr_assert(high > 1000 || low > 1000);
    }
}

Test(id, the_same_seed_gives_the_same_ids) {
    struct eip__id_key first;
    struct eip__id_key second;

    eip__id_key(&first, 7, 1);
    eip__id_key(&second, 7, 1);
    for (uint32_t i = 0; i < 1000; i++) {
        cr_assert_eq(eip__id_make(&first, i, i), eip__id_make(&second, i, i));
    }
}

/* (0, 0), which no allocation is, is id 0; whatever stood in the key before. */
Test(id, nothing_is_nothing) {
    for (uint64_t seed = 0; seed < 64; seed++) {
        struct eip__id_key key;
        struct eip__id_key other;

        memset(&key, 0xff, sizeof key);
        memset(&other, 0x55, sizeof other);
        eip__id_key(&key, seed, 3);
        eip__id_key(&other, seed, 3);
        cr_assert_eq(eip__id_make(&key, 0, 0), 0);
        cr_assert_eq(memcmp(&key, &other, sizeof key), 0);
    }
}
