/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The store in memory, and what a store is told of a record. */
#include "registry/format.h"
#include "support/internal/groups.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <string.h>

static eip_store *open_store(void) {
    eip_store *store = NULL;

    cr_assert_eq(eip_store_open_memory(NULL, &store, NULL), EIP_OK);
    return store;
}

Test(store_memory, a_new_one_is_empty) {
    eip_store *store = open_store();
    struct groups_held held = groups_load(store);
    uint32_t left = 7;

    cr_assert_eq(held.status, EIP_OK);
    cr_assert_eq(held.shown, 0);
    cr_assert_eq(store->fold(store->context, 1, &left, NULL), EIP_OK);
    cr_assert_eq(left, 0);
    eip_store_close(store);
    eip_store_close(NULL);
}

Test(store_memory, holds_what_was_committed) {
    eip_store *store = open_store();
    uint8_t bytes[GROUP_BYTES_MAX];
    struct groups_held held;

    for (uint64_t i = 1; i <= 100; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        held = groups_load(store);
        cr_assert_eq(held.status, EIP_OK);
        cr_assert_eq(held.last, i);
        cr_assert_eq(held.digest, groups_digest(i));
    }
    /* What was not is forgotten by the next who loads. */
    cr_assert_eq(
        store->append(store->context, bytes, group_write(101, bytes), NULL),
        EIP_OK);
    held = groups_load(store);
    cr_assert_eq(held.last, 100);
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).last, 100);
    eip_store_close(store);
}

/* The digest of all records in a row, each of its own key or newer than all
 * before it. */
Test(store_memory, the_digest_is_that_of_the_newest_of_each_key) {
    eip_store *store = open_store();
    struct groups_held held;

    cr_assert_eq(group_commit(store, 1, NULL), EIP_OK);
    held = groups_load(store);
    cr_assert_geq(held.shown, held.count);
    cr_assert_neq(held.digest, 0);
    cr_assert_eq(group_commit(store, 1, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).digest, held.digest);
    cr_assert_eq(groups_load(store).shown, 2 * held.shown);
    cr_assert_eq(groups_load(store).count, held.count);
    eip_store_close(store);
}

Test(store_memory, folding_leaves_the_newest_and_what_is_not_committed) {
    eip_store *store = open_store();
    uint8_t bytes[GROUP_BYTES_MAX];
    struct groups_held held;
    uint32_t left;

    for (uint64_t i = 1; i <= 300; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
    }
    cr_assert_eq(
        store->append(store->context, bytes, group_write(301, bytes), NULL),
        EIP_OK);
    cr_assert_eq(store->fold(store->context, 1, &left, NULL), EIP_OK);
    cr_assert_eq(left, 0);
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    held = groups_load(store);
    cr_assert_eq(held.last, 301);
    cr_assert_eq(held.digest, groups_digest(301));
    cr_assert_lt(held.shown, held.count + 20);
    /* Not again before as much has come. */
    cr_assert_eq(store->fold(store->context, 1, &left, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).shown, held.shown);
    eip_store_close(store);
}

Test(store_memory, what_is_no_record_is_found_by_who_loads) {
    eip_store *store = open_store();
    uint32_t left;

    cr_assert_eq(store->append(store->context, "nothing", 8, NULL), EIP_OK);
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).status, EIP_ERR_STORE_DAMAGED);
    cr_assert_neq(store->fold(store->context, 1, &left, NULL), EIP_OK);
    eip_store_close(store);
}

Test(store_memory, arguments) {
    eip_allocator half = {0};
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;

    cr_assert_eq(eip_store_open_memory(NULL, NULL, NULL), EIP_ERR_NULL);
    half.allocate = (void *(*)(void *, uint64_t))(uintptr_t)1;
    cr_assert_eq(eip_store_open_memory(&half, &store, &error),
                 EIP_ERR_ARGUMENT);
    cr_assert_str_eq(error.field, "allocator");
    cr_assert_null(store);
}

/* Every request for memory refused, once and for good; nothing leaks. */
static uint64_t with_refused(uint64_t at, bool for_good) {
    struct world_heap heap = {0};
    eip_allocator allocator = world_allocator(&heap);
    eip_store *store = NULL;
    uint64_t done = 0;
    uint32_t left;

    heap.fail_at = at;
    heap.fail_for_good = for_good;
    if (eip_store_open_memory(&allocator, &store, NULL) == EIP_OK) {
        for (uint64_t i = 1; i <= 40; i++) {
            eip_error error = EIP_ERROR_INIT;
            eip_status status = group_commit(store, done + 1, &error);

            if (status == EIP_OK) {
                done++;
            } else {
                cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY);
                cr_assert_eq(error.status, EIP_ERR_OUT_OF_MEMORY);
            }
            status = store->fold(store->context, 1, &left, NULL);
            cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        }
        cr_assert_eq(groups_load(store).digest, groups_digest(done));
        eip_store_close(store);
    }
    cr_assert_eq(heap.blocks, 0);
    cr_assert_eq(heap.bytes, 0);
    return heap.refused;
}

Test(store_memory, refused_memory_changes_nothing) {
    uint64_t at = 1;

    for (; with_refused(at, false) != 0; at++) {
        (void)with_refused(at, true);
    }
    cr_assert_gt(at, 20);
}

/* -- records ------------------------------------------------------------------- */

Test(store_record, is_read_with_its_key_and_rank) {
    uint8_t bytes[GROUP_BYTES_MAX];
    uint64_t size = group_write(3, bytes);
    eip_store_record record;
    uint32_t gone = 0;

    for (uint64_t at = 0; at < size; at += record.size) {
        cr_assert_eq(eip_store_record_read(bytes + at, size - at, &record),
                     EIP_OK);
        cr_assert_eq(record.data, bytes + at);
        cr_assert_eq(record.key, bytes + at + EIP__KEPT_HEAD);
        cr_assert_eq(record.key_size, record.kind == EIP__KIND_ENGINE ? 0 : 4);
        gone += (record.flags & EIP_STORE_RECORD_GONE) != 0;
    }
    cr_assert_eq(gone, 1);
}

Test(store_record, is_whole_or_refused) {
    uint8_t bytes[GROUP_BYTES_MAX];
    eip_store_record record;
    uint64_t size;

    (void)group_write(1, bytes);
    cr_assert_eq(eip_store_record_read(bytes, sizeof bytes, &record), EIP_OK);
    size = record.size;
    for (uint64_t i = 0; i < size; i++) {
        cr_assert_eq(eip_store_record_read(bytes, i, &record),
                     EIP_ERR_STORE_DAMAGED);
        bytes[i] ^= 0x20;
        cr_assert_eq(eip_store_record_read(bytes, size, &record),
                     EIP_ERR_STORE_DAMAGED);
        bytes[i] ^= 0x20;
    }
    cr_assert_eq(eip_store_record_read(NULL, 0, &record), EIP_ERR_NULL);
    cr_assert_eq(eip_store_record_read(bytes, size, NULL), EIP_ERR_NULL);
}

Test(store_record, of_an_unknown_kind_is_of_another_version) {
    uint8_t bytes[64];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    uint64_t begin = eip__kept_begin(&writer, (enum eip__kind)999, 1, false);
    eip_store_record record;

    eip__kept_key(&writer, begin);
    eip__kept_end(&writer, begin);
    cr_assert_eq(eip_store_record_read(bytes, writer.size, &record),
                 EIP_ERR_STORE_VERSION);
}

/* -- a record put together ------------------------------------------------------ */

Test(store_memory, a_record_is_written_as_it_is_read) {
    const eip_store_record says = {
        .key = "key", .key_size = 3, .kind = EIP__KIND_NOTE, .rank = 7};
    eip_store_record read = {0};
    uint8_t bytes[64] = {0};
    uint32_t size = eip_store_record_write(&says, "data", 4, NULL, 64);

    cr_assert_eq(size, EIP__KEPT_HEAD + 3 + 4 + EIP__KEPT_TAIL);
    cr_assert_eq(eip_store_record_write(&says, "data", 4, bytes, size - 1),
                 size);
    cr_assert_eq(bytes[0], 0);
    cr_assert_eq(eip_store_record_write(&says, "data", 4, bytes, sizeof bytes),
                 size);
    cr_assert_eq(eip_store_record_read(bytes, size, &read), EIP_OK);
    cr_assert_eq(read.size, size);
    cr_assert_eq(read.kind, EIP__KIND_NOTE);
    cr_assert_eq(read.rank, 7);
    cr_assert_eq(read.flags, 0);
    cr_assert_eq(read.key_size, 3);
    cr_assert_eq(memcmp(read.key, "keydata", 7), 0);
}

Test(store_memory, a_record_of_what_is_gone_has_no_payload) {
    const eip_store_record says = {.kind = EIP__KIND_ENGINE,
                                   .flags = EIP_STORE_RECORD_GONE};
    eip_store_record read = {0};
    uint8_t bytes[64];
    uint32_t size = eip_store_record_write(&says, NULL, 0, bytes, 64);

    cr_assert_eq(eip_store_record_read(bytes, size, &read), EIP_OK);
    cr_assert_eq(read.flags, EIP_STORE_RECORD_GONE);
    cr_assert_eq(read.key_size, 0);
    cr_assert_eq(eip_store_record_write(&says, "data", 4, bytes, 64), 0);
}

Test(store_memory, what_is_no_record_is_not_written) {
    static const char key[EIP_LIMIT_STORE_KEY + 1] = "";
    const eip_store_record sound = {.kind = EIP__KIND_NOTE, .key = key};
    eip_store_record wrong = sound;

    cr_assert_eq(eip_store_record_write(NULL, NULL, 0, NULL, 0), 0);
    cr_assert_eq(eip_store_record_write(&sound, NULL, 1, NULL, 0), 0);
    cr_assert_eq(eip_store_record_write(&sound, key, UINT32_MAX, NULL, 0), 0);
    wrong.kind = 0;
    cr_assert_eq(eip_store_record_write(&wrong, NULL, 0, NULL, 0), 0);
    wrong.kind = EIP__KIND_END;
    cr_assert_eq(eip_store_record_write(&wrong, NULL, 0, NULL, 0), 0);
    wrong = sound;
    wrong.flags = 2 * EIP_STORE_RECORD_GONE;
    cr_assert_eq(eip_store_record_write(&wrong, NULL, 0, NULL, 0), 0);
    wrong = sound;
    wrong.key_size = sizeof key;
    cr_assert_eq(eip_store_record_write(&wrong, NULL, 0, NULL, 0), 0);
    wrong.key_size = sizeof key - 1;
    cr_assert_neq(eip_store_record_write(&wrong, NULL, 0, NULL, 0), 0);
    wrong.key = NULL;
    cr_assert_eq(eip_store_record_write(&wrong, NULL, 0, NULL, 0), 0);
}
