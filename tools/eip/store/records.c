/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include "operate/tree.h"

#include <stdlib.h>
#include <string.h>

static eip_status keep(void *context, const eip_store_record *record) {
    struct store_records *records = context;

    if (records->count == records->room) {
        uint64_t room = records->room ? 2 * records->room : 1024;
        eip_store_record *items =
            realloc(records->items, room * sizeof(*items));

        if (!items)
            return EIP_ERR_OUT_OF_MEMORY;
        records->items = items;
        records->room = room;
    }
    records->items[records->count++] = *record;
    return EIP_OK;
}

int store_records_read(eip_store *store, struct store_records *records) {
    eip_error error = EIP_ERROR_INIT;

    *records = (struct store_records){NULL, 0, 0};
    if (store->load(store->context, keep, records, &error) == EIP_OK)
        return CLI_OK;
    return data_fail("read the store", &error);
}

/* By kind and key. */
static int compare_keys(const eip_store_record *a, const eip_store_record *b) {
    uint32_t size = a->key_size < b->key_size ? a->key_size : b->key_size;
    int order = size > 0 ? memcmp(a->key, b->key, size) : 0;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return order ? order
                 : (a->key_size > b->key_size) - (a->key_size < b->key_size);
}

/* Each with its place, as the later of two of a rank is the newer. */
struct placed {
    eip_store_record record;
    uint64_t place;
};

static int compare(const void *left, const void *right) {
    const struct placed *a = left;
    const struct placed *b = right;
    int order = compare_keys(&a->record, &b->record);

    if (order == 0)
        order = (a->record.rank > b->record.rank) -
                (a->record.rank < b->record.rank);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

void store_records_settle(struct store_records *records) {
    struct placed *placed =
        tree_need(calloc(records->count + 1, sizeof(*placed)));
    uint64_t kept = 0;

    for (uint64_t i = 0; i < records->count; i++)
        placed[i] = (struct placed){records->items[i], i};
    qsort(placed, records->count, sizeof(*placed), compare);
    for (uint64_t i = 0; i < records->count; i++) {
        bool is_newest =
            i + 1 == records->count ||
            compare_keys(&placed[i].record, &placed[i + 1].record) != 0;

        if (is_newest && (placed[i].record.flags & EIP_STORE_RECORD_GONE) == 0)
            records->items[kept++] = placed[i].record;
    }
    records->count = kept;
    free(placed);
}

void store_records_free(struct store_records *records) {
    free(records->items);
    *records = (struct store_records){NULL, 0, 0};
}

int store_fill(eip_store *store, const struct store_records *records) {
    eip_error error = EIP_ERROR_INIT;
    eip_status status = EIP_OK;
    uint32_t left = 1;

    for (uint64_t i = 0; status == EIP_OK && i < records->count; i++)
        status = store->append(store->context, records->items[i].data,
                               records->items[i].size, &error);
    if (status == EIP_OK)
        status = store->commit(store->context, &error);
    while (status == EIP_OK && left != 0)
        status = store->fold(store->context, 65536, &left, &error);
    return status == EIP_OK ? CLI_OK : data_fail("write the store", &error);
}

int store_try(const struct store_records *records, eip_store **copy,
              eip_engine **engine) {
    eip_config config = EIP_CONFIG_INIT;
    eip_error error = EIP_ERROR_INIT;
    int code;

    *copy = NULL;
    *engine = NULL;
    if (eip_store_open_memory(NULL, copy, &error) != EIP_OK)
        return data_fail("make a store in memory", &error);
    code = store_fill(*copy, records);
    if (code == CLI_OK &&
        eip_store_load(&config, *copy, NULL, engine, &error) != EIP_OK) {
        (void)data_fail("make an engine of the records", &error);
        code = CLI_BAD_INPUT;
    }
    return code;
}
