/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the choice of the newest record of each key. */
#include "store/newest.h"

#include "base/hash.h"
#include "base/sort.h"
#include "registry/format.h"

#include <stdbool.h>
#include <string.h>

enum { ROOM_FIRST = 64 };

static uint64_t bytes_of(uint64_t room) {
    return room * sizeof(struct eip__newest_slot);
}

/* Whatever its rank: records of one kind and key are equal. */
static struct eip__kept key_of(const uint8_t *record) {
    struct eip__kept kept = eip__kept_of(record);

    kept.rank = 0;
    return kept;
}

static bool is_same(const struct eip__newest_slot *a,
                    const struct eip__newest_slot *b) {
    struct eip__kept one;
    struct eip__kept other;

    if (a->hash != b->hash) {
        return false;
    }
    one = key_of(a->record);
    other = key_of(b->record);
    return eip__kept_compare(&one, &other) == 0;
}

/* Where the key is, or would be. */
static struct eip__newest_slot *find(struct eip__newest *newest,
                                     const struct eip__newest_slot *wanted) {
    uint64_t at = wanted->hash;
    struct eip__newest_slot *slot = &newest->slots[at & (newest->room - 1)];

    while (slot->record != NULL && !is_same(slot, wanted)) {
        at++;
        slot = &newest->slots[at & (newest->room - 1)];
    }
    return slot;
}

/* Other room for what there is: in a row, or each in its place. */
static bool move(struct eip__newest *newest, uint64_t room, bool is_table) {
    struct eip__newest old = *newest;
    uint64_t at = 0;

    newest->slots = eip__host_block(old.host, bytes_of(room));
    if (newest->slots == NULL) {
        *newest = old;
        return false;
    }
    newest->room = room;
    newest->is_table = is_table;
    for (uint64_t i = 0; i < old.room; i++) {
        if (old.slots[i].record != NULL) {
            *(is_table ? find(newest, &old.slots[i]) : &newest->slots[at++]) =
                old.slots[i];
        }
    }
    eip__newest_free(&old);
    return true;
}

/* Does it come after all that are in the row? */
static bool comes_next(const struct eip__newest *newest,
                       const struct eip__newest_slot *slot) {
    struct eip__kept last;
    struct eip__kept next;

    if (newest->count == 0 ||
        slot->order > newest->slots[newest->count - 1].order) {
        return true;
    }
    last = key_of(newest->slots[newest->count - 1].record);
    next = key_of(slot->record);
    return eip__kept_compare(&last, &next) < 0;
}

/* Of a table half of the slots stay empty. */
static bool make_room(struct eip__newest *newest, bool is_table) {
    uint64_t least = is_table ? 2 * newest->count + 1 : newest->count + 1;
    uint64_t room = newest->room == 0 ? ROOM_FIRST : newest->room;

    while (room < least) {
        room *= 2;
    }
    return (room == newest->room && is_table == newest->is_table) ||
           move(newest, room, is_table);
}

eip_status eip__newest_add(struct eip__newest *newest,
                           const eip_store_record *record) {
    struct eip__reader key = eip__reader_of(
        record->key, record->key_size < 4 ? record->key_size : 4);
    const struct eip__newest_slot wanted = {
        record->data,
        (uint64_t)record->kind << 32 | eip__get_key(&key, (uint32_t)key.left),
        eip__hash(record->key, record->key_size, record->kind), record->rank};
    bool is_table = newest->is_table || !comes_next(newest, &wanted);
    struct eip__newest_slot *slot;

    if (!make_room(newest, is_table)) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    slot = is_table ? find(newest, &wanted) : &newest->slots[newest->count];
    newest->count += slot->record == NULL;
    if (slot->record == NULL || wanted.rank >= slot->rank) {
        *slot = wanted;
    }
    return EIP_OK;
}

eip_status eip__newest_note(void *newest, const eip_store_record *record) {
    return eip__newest_add(newest, record);
}

static uint64_t order_of(const void *item) {
    return ((const struct eip__newest_slot *)item)->order;
}

uint64_t eip__newest_sort(struct eip__newest *newest) {
    uint64_t count = 0;

    for (uint64_t i = 0; i < newest->room; i++) {
        const struct eip__newest_slot slot = newest->slots[i];

        if (slot.record != NULL && !eip__kept_of(slot.record).gone) {
            newest->slots[count] = slot;
            count++;
        }
    }
    if (count > 1) {
        eip__sort(newest->slots, count, sizeof *newest->slots, order_of);
    }
    return count;
}

void eip__newest_free(struct eip__newest *newest) {
    eip__host_unblock(newest->host, newest->slots, bytes_of(newest->room));
    *newest = (struct eip__newest){.host = newest->host};
}
