/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the memory of results: items in one array, what they refer to in chunks
 * that never move. */
#include "ops/results.h"

enum { CHUNK = 4096, ALIGNMENT = 8, ITEMS = 8 };

struct eip__results_chunk {
    struct eip__results_chunk *next;
    uint64_t bytes; /* of the whole block */
    uint64_t used;  /* of `data` */
    _Alignas(ALIGNMENT) unsigned char data[];
};

/* -- making ------------------------------------------------------------------------ */

struct eip__results *eip__results_open(struct eip__host *host,
                                       uint32_t item_size) {
    struct eip__results *results =
        eip__host_allocate_zeroed(host, sizeof *results);

    if (results != NULL) {
        results->host = host;
        results->item_size = item_size;
    }
    return results;
}

static bool grow(struct eip__results *results) {
    uint64_t room = results->room == 0 ? ITEMS : results->room * 2;
    unsigned char *grown =
        eip__host_allocate(results->host, room * results->item_size);

    if (grown == NULL) {
        return false;
    }
    if (results->count != 0) {
        memcpy(grown, results->items, results->count * results->item_size);
    }
    eip__host_release(results->host, results->items,
                      results->room * results->item_size);
    results->items = grown;
    results->room = room;
    return true;
}

void *eip__results_add(struct eip__results *results) {
    unsigned char *item;

    if (results->count == results->room && !grow(results)) {
        return NULL;
    }
    item = results->items + results->count++ * results->item_size;
    memset(item, 0, results->item_size);
    return item;
}

static bool add_chunk(struct eip__results *results, uint64_t bytes) {
    uint64_t all =
        sizeof(struct eip__results_chunk) + (bytes < CHUNK ? CHUNK : bytes);
    struct eip__results_chunk *chunk = eip__host_allocate(results->host, all);

    if (chunk == NULL) {
        return false;
    }
    *chunk = (struct eip__results_chunk){results->chunks, all, 0};
    results->chunks = chunk;
    return true;
}

void *eip__results_room(struct eip__results *results, uint64_t bytes) {
    struct eip__results_chunk *chunk = results->chunks;
    void *room;

    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (chunk == NULL || chunk->bytes - sizeof *chunk - chunk->used < bytes) {
        if (!add_chunk(results, bytes)) {
            return NULL;
        }
        chunk = results->chunks;
    }
    room = chunk->data + chunk->used;
    chunk->used += bytes;
    return room;
}

bool eip__results_text(struct eip__results *results, eip_text from,
                       eip_text *to) {
    /* One byte more: an empty text is not an absent one. */
    char *copy = eip__results_room(results, (uint64_t)from.size + 1);

    if (copy == NULL) {
        return false;
    }
    memcpy(copy, from.data, from.size);
    *to = (eip_text){copy, from.size, 0};
    return true;
}

bool eip__results_tags(struct eip__results *results,
                       const struct eip__tagset *set, const eip_tag **tags,
                       uint32_t *count) {
    eip_tag *copies;

    if (set == NULL) {
        return true;
    }
    copies = eip__results_room(results, set->count * sizeof *copies);
    for (uint32_t i = 0; copies != NULL && i < set->count; i++) {
        eip_text key;
        eip_text value;

        eip__tagset_at(set, i, &key, &value);
        if (!eip__results_text(results, key, &copies[i].key) ||
            !eip__results_text(results, value, &copies[i].value)) {
            return false;
        }
    }
    *tags = copies;
    *count = set->count;
    return copies != NULL;
}

bool eip__results_end_page(struct eip__results *results,
                           const struct eip__call *call, const char *action,
                           uint64_t place, eip_text name) {
    char token[EIP__PAGE_TOKEN];
    uint32_t size = eip__page_token(call, action, place, name, token);

    return eip__results_text(results, (eip_text){token, size, 0},
                             &results->next_token);
}

/* -- reading ------------------------------------------------------------------------- */

uint64_t eip__results_count(const struct eip__results *results) {
    return results == NULL ? 0 : results->count;
}

eip_status eip__results_at(const struct eip__results *results, uint64_t index,
                           void *item) {
    if (results == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= results->count) {
        return EIP_ERR_ARGUMENT;
    }
    return eip__struct_out(item, results->items + index * results->item_size,
                           results->item_size, results->item_size);
}

eip_text eip__results_next_token(const struct eip__results *results) {
    return results == NULL ? (eip_text){NULL, 0, 0} : results->next_token;
}

void eip__results_free(struct eip__results *results) {
    struct eip__host *host;

    if (results == NULL) {
        return;
    }
    host = results->host;
    while (results->chunks != NULL) {
        struct eip__results_chunk *chunk = results->chunks;

        results->chunks = chunk->next;
        eip__host_release(host, chunk, chunk->bytes);
    }
    eip__host_release(host, results->items, results->room * results->item_size);
    eip__host_release(host, results, sizeof *results);
}
