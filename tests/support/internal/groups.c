/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/internal/groups.h"

#include "base/hash.h"
#include "registry/format.h"
#include "store/newest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Records of a group but its own: (kind, key) of a few, so that they meet. */
enum { OTHERS = 7, KEYS = 23, POOLS = 5, LARGE = 9000 };

static void put(struct eip__writer *writer, enum eip__kind kind, uint32_t key,
                uint64_t rank, bool gone, uint32_t payload) {
    uint64_t begin = eip__kept_begin(writer, kind, rank, gone);

    eip__put_u32(writer, key);
    eip__kept_key(writer, begin);
    for (uint32_t i = 0; i < payload; i++) {
        eip__put_u8(writer, (uint8_t)(rank + key + i));
    }
    eip__kept_end(writer, begin);
}

/* The one that has no key. */
static void put_engine(struct eip__writer *writer, uint64_t number) {
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_ENGINE, 0, false);

    eip__kept_key(writer, begin);
    eip__put_u64(writer, number);
    eip__kept_end(writer, begin);
}

uint64_t group_write(uint64_t number, uint8_t *bytes) {
    struct eip__writer writer = eip__writer_of(bytes, GROUP_BYTES_MAX);

    /* One nobody else writes. Its rank is what groups_load looks for. */
    put(&writer, EIP__KIND_ADDRESS, (uint32_t)(1000 + number), number, false,
        40);
    for (uint64_t i = 0; i < OTHERS; i++) {
        uint64_t draw = eip__hash_u64(number * OTHERS + i, 7);

        put(&writer, EIP__KIND_HANDED, (uint32_t)(draw % KEYS), number, false,
            (uint32_t)(draw >> 32) % 90);
    }
    /* Of the same rank always: the later is the newer. */
    put(&writer, EIP__KIND_POOL, (uint32_t)(number % POOLS), 0, number % 3 == 0,
        number % 3 == 0 ? 0 : (uint32_t)(number % 50));
    put_engine(&writer, number);
    /* An older one than is there. */
    put(&writer, EIP__KIND_ACCOUNT, 1, UINT32_MAX - number, false, 8);
    if (number % 16 == 5) {
        put(&writer, EIP__KIND_GROUP, (uint32_t)number % 3, number, false,
            LARGE);
    }
    return writer.size;
}

struct summing {
    struct groups_held *held;
    struct eip__newest newest;
};

static eip_status sum_up(void *context, const eip_store_record *record) {
    struct summing *summing = context;

    summing->held->shown++;
    if (record->kind == EIP__KIND_ADDRESS &&
        record->rank > summing->held->last) {
        summing->held->last = record->rank;
    }
    return eip__newest_add(&summing->newest, record);
}

static struct eip__host *host_of_tests(void) {
    static struct eip__host host;
    static const eip_allocator allocator = {0};
    static const eip_clock clock = {0};
    static const eip_random random = {0};

    if (host.allocator.allocate == NULL) {
        eip__host_init(&host, &allocator, &clock, &random);
    }
    return &host;
}

static void digest(struct summing *summing) {
    uint64_t count = eip__newest_sort(&summing->newest);

    for (uint64_t i = 0; i < count; i++) {
        const uint8_t *record = summing->newest.row[i];
        uint32_t size;

        memcpy(&size, record, sizeof size);
        summing->held->digest += eip__hash(record, size, 3);
    }
    summing->held->count = count;
    eip__newest_free(&summing->newest);
}

struct groups_held groups_load(eip_store *store) {
    struct groups_held held = {0};
    struct summing summing = {&held, {.host = host_of_tests()}};

    held.status = store->load(store->context, sum_up, &summing, NULL);
    digest(&summing);
    return held;
}

uint64_t groups_digest(uint64_t last) {
    static eip_store *model;
    static uint64_t done;
    static uint64_t digests[100000];

    if (model == NULL && eip_store_open_memory(NULL, &model, NULL) != EIP_OK) {
        perror("groups");
        _Exit(2);
    }
    while (done < last) {
        uint32_t left;

        done++;
        if (done == sizeof digests / sizeof digests[0] ||
            group_commit(model, done, NULL) != EIP_OK ||
            model->fold(model->context, 1, &left, NULL) != EIP_OK) {
            fprintf(stderr, "groups: too many\n");
            _Exit(2);
        }
        digests[done] = groups_load(model).digest;
    }
    return digests[last];
}

eip_status group_commit(eip_store *store, uint64_t number, eip_error *error) {
    uint8_t bytes[GROUP_BYTES_MAX];
    uint64_t size = group_write(number, bytes);
    eip_status status = store->append(store->context, bytes, size, error);

    return status == EIP_OK ? store->commit(store->context, error) : status;
}
