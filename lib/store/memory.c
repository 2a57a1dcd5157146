/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the store in memory: records one behind the other, as they came. What
 * is committed lies below `committed`. Folding copies the newest of each key
 * into a new run of bytes, once so much has come as was left the last time. */
#include "base/bytes.h"
#include "base/fail.h"
#include "base/host.h"
#include "eip/store.h"
#include "store/newest.h"
#include "store/row.h"

#include <string.h>

enum { ROOM_FIRST = 4096 };

struct memory {
    eip_store store;
    struct eip__host host;
    uint8_t *bytes;
    uint64_t room;
    uint64_t size;
    uint64_t committed;
    uint64_t folded; /* bytes that were left by the last fold */
};

static eip_status no_memory(eip_error *error) {
    return eip__fail(error, EIP_ERR_OUT_OF_MEMORY, "", NULL);
}

/* A run of bytes that holds what is there, and `more`. */
static bool make_room(struct memory *memory, uint64_t more) {
    uint64_t room = memory->room == 0 ? ROOM_FIRST : memory->room;
    uint8_t *bytes;

    while (room < memory->size + more) {
        room *= 2;
    }
    if (room == memory->room) {
        return true;
    }
    bytes = eip__host_grow(&memory->host, memory->bytes, memory->size,
                           memory->room, room);
    if (bytes == NULL) {
        return false;
    }
    memory->bytes = bytes;
    memory->room = room;
    return true;
}

static eip_status load(void *context, eip_store_visit visit, void *visitor,
                       eip_error *error) {
    struct memory *memory = context;

    (void)error; /* what is in memory is as it was written */
    memory->size = memory->committed;
    return eip__row_show(memory->bytes, memory->committed, visit, visitor);
}

static eip_status append(void *context, const void *records, uint64_t bytes,
                         eip_error *error) {
    struct memory *memory = context;

    if (!make_room(memory, bytes)) {
        return no_memory(error);
    }
    memcpy(memory->bytes + memory->size, records, bytes);
    memory->size += bytes;
    return EIP_OK;
}

static eip_status commit(void *context, eip_error *error) {
    struct memory *memory = context;

    (void)error;
    memory->committed = memory->size;
    return EIP_OK;
}

/* Only the newest are left, in a run of their own. */
static bool copy_newest(struct memory *memory, struct eip__newest *newest) {
    struct memory old = *memory;
    uint64_t count = eip__newest_sort(newest);

    memory->bytes = NULL;
    memory->room = 0;
    memory->size = 0;
    if (!make_room(memory, old.size)) {
        *memory = old;
        return false;
    }
    for (uint64_t i = 0; i < count; i++) {
        const uint8_t *record = newest->row[i];
        struct eip__reader reader = eip__reader_of(record, 4);
        uint32_t size = eip__get_u32(&reader);

        memcpy(memory->bytes + memory->size, record, size);
        memory->size += size;
    }
    memory->folded = memory->size;
    /* What is not committed yet stays as it is. */
    memcpy(memory->bytes + memory->size, old.bytes + old.committed,
           old.size - old.committed);
    memory->committed = memory->size;
    memory->size += old.size - old.committed;
    eip__host_release(&memory->host, old.bytes, old.room);
    return true;
}

static eip_status fold(void *context, uint32_t most, uint32_t *left,
                       eip_error *error) {
    struct memory *memory = context;
    struct eip__newest newest = {.host = &memory->host};
    eip_status status;

    (void)most; /* all at once, but seldom */
    *left = 0;
    if (memory->committed <= 2 * memory->folded) {
        return EIP_OK;
    }
    status = eip__row_show(memory->bytes, memory->committed, eip__newest_note,
                           &newest);
    if (status == EIP_OK && !copy_newest(memory, &newest)) {
        status = EIP_ERR_OUT_OF_MEMORY;
    }
    eip__newest_free(&newest);
    return status == EIP_OK ? EIP_OK : no_memory(error);
}

static void close_memory(void *context) {
    struct memory *memory = context;
    struct eip__host host = memory->host;

    eip__host_release(&host, memory->bytes, memory->room);
    eip__host_release(&host, memory, sizeof *memory);
}

eip_status eip_store_open_memory(const eip_allocator *allocator,
                                 eip_store **store, eip_error *error) {
    static const eip_allocator none = {NULL, NULL, NULL, NULL, NULL, NULL};
    static const eip_clock clock = {NULL, NULL};
    static const eip_random random = {NULL, NULL};
    const eip_allocator *from = allocator == NULL ? &none : allocator;
    struct eip__host host;
    struct memory *memory;

    if (store == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "store", NULL);
    }
    if (!eip__allocator_is_whole(from)) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "allocator",
                         "Some functions of the allocator are missing");
    }
    eip__host_init(&host, from, &clock, &random);
    memory = eip__host_allocate_zeroed(&host, sizeof *memory);
    if (memory == NULL) {
        return no_memory(error);
    }
    memory->host = host;
    memory->store =
        (eip_store){sizeof memory->store, 0, memory, load, append, commit, fold,
                    close_memory};
    *store = &memory->store;
    return EIP_OK;
}
