/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Results of pool operations: items and what they refer to stay as they were
 * put in, however many follow; without memory nothing is lost. */
#include "ops/results.h"

#include "support/world.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

struct thing {
    uint32_t size;
    uint32_t number;
    eip_text name;
};

enum { MANY = 1000, LONG = 5000 };

static struct world_heap heap;

static struct eip__host make_host(void) {
    struct eip__host host;
    eip_allocator allocator = world_allocator(&heap);
    eip_clock clock = {NULL, NULL};
    eip_random random = {NULL, NULL};

    heap = (struct world_heap){0};
    eip__host_init(&host, &allocator, &clock, &random);
    return host;
}

static bool put(struct eip__results *results, uint32_t number, eip_text name) {
    struct thing thing = {sizeof thing, number, {NULL, 0, 0}};
    struct thing *item = eip__results_add(results);

    if (item == NULL || !eip__results_text(results, name, &thing.name)) {
        return false;
    }
    *item = thing;
    return true;
}

Test(results, what_was_put_in_is_there) {
    struct eip__host host = make_host();
    struct eip__results *results =
        eip__results_open(&host, sizeof(struct thing));
    char name[LONG];

    memset(name, 'n', sizeof name);
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert(put(results, i, (eip_text){name, i % 37 == 0 ? LONG : i, 0}));
    }
    cr_assert_eq(eip__results_count(results), MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        struct thing thing = {sizeof thing, 0, {NULL, 0, 0}};

        cr_assert_eq(eip__results_at(results, i, &thing), EIP_OK);
        cr_assert_eq(thing.size, sizeof thing);
        cr_assert_eq(thing.number, i);
        cr_assert_eq(thing.name.size, i % 37 == 0 ? LONG : i);
        cr_assert_not_null(thing.name.data);
        cr_assert_eq(memcmp(thing.name.data, name, thing.name.size), 0);
    }
    eip__results_free(results);
    cr_assert_eq(heap.bytes, 0);
}

Test(results, room_is_aligned_and_apart) {
    struct eip__host host = make_host();
    struct eip__results *results = eip__results_open(&host, 8);
    unsigned char *before = NULL;

    for (uint64_t bytes = 1; bytes < 600; bytes++) {
        unsigned char *room = eip__results_room(results, bytes);

        cr_assert_eq((uintptr_t)room % 8, 0);
        memset(room, (int)(bytes % 256), bytes);
        cr_assert(before == NULL ||
                  before[bytes - 2] == (unsigned char)((bytes - 1) % 256));
        before = room;
    }
    eip__results_free(results);
    cr_assert_eq(heap.bytes, 0);
}

Test(results, what_is_asked_wrongly) {
    struct eip__host host = make_host();
    struct eip__results *results =
        eip__results_open(&host, sizeof(struct thing));
    struct thing thing = {4, 0, {NULL, 0, 0}};

    cr_assert(put(results, 1, eip_text_of("")));
    cr_assert_eq(eip__results_at(results, 0, &thing), EIP_ERR_STRUCT_VERSION);
    thing.size = sizeof thing;
    cr_assert_eq(eip__results_at(results, 1, &thing), EIP_ERR_ARGUMENT);
    cr_assert_eq(eip__results_at(NULL, 0, &thing), EIP_ERR_NULL);
    cr_assert_eq(eip__results_at(results, 0, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip__results_count(NULL), 0);
    cr_assert_null(eip__results_next_token(NULL).data);
    cr_assert_null(eip__results_next_token(results).data);
    eip__results_free(NULL);
    eip__results_free(results);
}

/* Tags of a key and a value each, more than a chunk of them. */
static struct eip__tagset *make_tags(char *value, uint32_t count) {
    static char keys[EIP_LIMIT_TAGS][4];
    eip_tag tags[EIP_LIMIT_TAGS];
    eip_tag_specification spec = {{"t", 1, 0}, tags, count, 0};
    struct eip__tagset *set;
    uint32_t total;
    uint64_t bytes;

    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "k%02u", i % 100);
        tags[i] = (eip_tag){eip_text_of(keys[i]), eip_text_of(value)};
    }
    cr_assert_eq(eip__tagset_check(&spec, 1, "t", NULL, &total, &bytes),
                 EIP_OK);
    set = malloc(eip__tagset_size(total, bytes));
    eip__tagset_build(set, &spec, 1, total, bytes);
    return set;
}

Test(results, every_refusal_of_memory_is_told) {
    struct eip__host host = make_host();
    char value[EIP_LIMIT_TAG_VALUE + 1] = {0};
    struct eip__tagset *set;
    uint64_t told = 0;
    bool whole = false;

    memset(value, 'v', EIP_LIMIT_TAG_VALUE);
    set = make_tags(value, EIP_LIMIT_TAGS);
    for (uint64_t at = 1; !whole; at++) {
        struct eip__results *results;
        const eip_tag *tags = NULL;
        uint32_t count = 0;

        heap.fail_at = heap.requests + at;
        results = eip__results_open(&host, sizeof(struct thing));
        whole = results != NULL && put(results, 1, eip_text_of("name")) &&
                eip__results_tags(results, set, &tags, &count) &&
                eip__results_tags(results, NULL, &tags, &count) &&
                eip__results_room(results, LONG) != NULL;
        told += !whole;
        cr_assert(!whole || (count == EIP_LIMIT_TAGS &&
                             tags[49].value.size == EIP_LIMIT_TAG_VALUE &&
                             memcmp(tags[49].key.data, "k49", 3) == 0));
        eip__results_free(results);
        cr_assert_eq(heap.bytes, 0);
    }
    cr_assert_geq(told, 6);
    free(set);
}

/* A key that finds no room, not a value. */
Test(results, keys_that_get_no_room) {
    struct eip__host host = make_host();
    struct eip__results *results = eip__results_open(&host, 8);
    static char long_keys[EIP_LIMIT_TAGS][EIP_LIMIT_TAG_KEY];
    eip_tag tags[EIP_LIMIT_TAGS];
    eip_tag_specification spec = {{"t", 1, 0}, tags, EIP_LIMIT_TAGS, 0};
    const eip_tag *copies = NULL;
    struct eip__tagset *set;
    uint32_t total;
    uint64_t bytes;

    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        memset(long_keys[i], 'a' + (int)(i % 25), EIP_LIMIT_TAG_KEY);
        long_keys[i][0] = i < 25 ? 'x' : 'y';
        tags[i] = (eip_tag){{long_keys[i], EIP_LIMIT_TAG_KEY, 0}, {"", 0, 0}};
    }
    cr_assert_eq(eip__tagset_check(&spec, 1, "t", NULL, &total, &bytes),
                 EIP_OK);
    set = malloc(eip__tagset_size(total, bytes));
    eip__tagset_build(set, &spec, 1, total, bytes);
    heap.fail_at = heap.requests + 2; /* the second chunk */
    cr_assert_not(eip__results_tags(results, set, &copies, &total));
    heap.fail_at = 0;
    cr_assert(eip__results_tags(results, set, &copies, &total));
    cr_assert_eq(copies[49].key.size, EIP_LIMIT_TAG_KEY);
    eip__results_free(results);
    cr_assert_eq(heap.bytes, 0);
    free(set);
}

Test(results, tags_that_get_no_room_at_all) {
    struct eip__host host = make_host();
    struct eip__results *results = eip__results_open(&host, 8);
    char value[] = "v";
    struct eip__tagset *set = make_tags(value, 1);
    const eip_tag *tags;
    uint32_t count;

    heap.fail_at = heap.requests + 1;
    cr_assert_not(eip__results_tags(results, set, &tags, &count));
    heap.fail_at = 0;
    cr_assert(eip__results_tags(results, set, &tags, &count));
    cr_assert_eq(count, 1);
    eip__results_free(results);
    cr_assert_eq(heap.bytes, 0);
    free(set);
}
