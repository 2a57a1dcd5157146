/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the choice of the newest record of each key. */
#include "store/newest.h"

#include "base/hash.h"
#include "base/sort.h"
#include "registry/format.h"

#include <string.h>

enum { ROOM_FIRST = 64, ROOM_MORE = 4 };

/* One that another has taken the place of. */
#define NO_ORDER UINT64_MAX

static uint64_t late_bytes(uint64_t room) {
    return room * sizeof(struct eip__newest_late);
}

static uint64_t row_bytes(uint64_t room) {
    return room * sizeof(const uint8_t *);
}

/* -- those that are late ------------------------------------------------------------ */

/* Of one kind and key, whatever their rank? */
static bool is_same(const struct eip__newest_late *slot, const uint8_t *record,
                    uint64_t hash) {
    struct eip__kept one;
    struct eip__kept other;

    if (slot->hash != hash) {
        return false;
    }
    one = eip__kept_of(slot->record);
    other = eip__kept_of(record);
    other.rank = one.rank;
    return eip__kept_compare(&one, &other) == 0;
}

/* Where the key is, or would be. */
static struct eip__newest_late *find(const struct eip__newest *newest,
                                     const uint8_t *record, uint64_t hash) {
    uint64_t at = hash;
    struct eip__newest_late *slot = &newest->late[at & (newest->late_room - 1)];

    while (slot->record != NULL && !is_same(slot, record, hash)) {
        at++;
        slot = &newest->late[at & (newest->late_room - 1)];
    }
    return slot;
}

/* Half of the slots stay empty. */
static bool make_late_room(struct eip__newest *newest) {
    struct eip__newest old = *newest;

    if (2 * newest->late_count < newest->late_room) {
        return true;
    }
    newest->late_room = old.late_room == 0 ? ROOM_FIRST : 2 * old.late_room;
    newest->late = eip__host_block(old.host, late_bytes(newest->late_room));
    if (newest->late == NULL) {
        *newest = old;
        return false;
    }
    for (uint64_t i = 0; i < old.late_room; i++) {
        const struct eip__newest_late slot = old.late[i];

        if (slot.record != NULL) {
            *find(newest, slot.record, slot.hash) = slot;
        }
    }
    eip__host_unblock(old.host, old.late, late_bytes(old.late_room));
    return true;
}

static eip_status add_late(struct eip__newest *newest,
                           const eip_store_record *record) {
    const struct eip__newest_late wanted = {
        record->data, eip__kept_order(record->data),
        eip__hash(record->key, record->key_size, record->kind)};
    struct eip__newest_late *slot;

    if (!make_late_room(newest)) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    slot = find(newest, wanted.record, wanted.hash);
    newest->late_kinds |= UINT64_C(1) << record->kind % 64;
    newest->late_count += slot->record == NULL;
    if (slot->record == NULL ||
        record->rank >= eip__kept_of(slot->record).rank) {
        *slot = wanted;
    }
    return EIP_OK;
}

/* -- the row ------------------------------------------------------------------------- */

/* For one more, here or there. */
static bool make_room(struct eip__newest *newest) {
    uint64_t room = newest->room == 0 ? ROOM_FIRST : ROOM_MORE * newest->room;
    const uint8_t **row;

    if (newest->count + newest->late_count < newest->room) {
        return true;
    }
    row = eip__host_block(newest->host, row_bytes(room));
    if (row == NULL) {
        return false;
    }
    if (newest->count != 0) {
        memcpy(row, newest->row, row_bytes(newest->count));
    }
    eip__host_unblock(newest->host, newest->row, row_bytes(newest->room));
    newest->row = row;
    newest->room = room;
    return true;
}

/* Does it come after all that are in the row? */
static bool comes_next(const struct eip__newest *newest,
                       const eip_store_record *record) {
    const eip_store_record *last = &newest->last;
    uint32_t common =
        last->key_size < record->key_size ? last->key_size : record->key_size;
    int keys;

    if (record->kind != last->kind) {
        return record->kind > last->kind;
    }
    keys = memcmp(record->key, last->key, common);
    return keys != 0 ? keys > 0 : record->key_size > last->key_size;
}

eip_status eip__newest_add(struct eip__newest *newest,
                           const eip_store_record *record) {
    if (!make_room(newest)) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    newest->has_gone = newest->has_gone || record->flags != 0;
    if (!comes_next(newest, record)) {
        return add_late(newest, record);
    }
    newest->row[newest->count++] = record->data;
    newest->last = *record;
    return EIP_OK;
}

eip_status eip__newest_note(void *newest, const eip_store_record *record) {
    return eip__newest_add(newest, record);
}

/* -- all of them ------------------------------------------------------------------------ */

/* Of one in the row: if one that is late, and so came after, is of the same key and
 * as new, it takes the place. */
static void replace_at(struct eip__newest *newest, const uint8_t **place) {
    const struct eip__kept kept = eip__kept_of(*place);
    struct eip__newest_late *slot = find(
        newest, kept.bytes, eip__hash(kept.key.at, kept.key.left, kept.kind));

    if (slot->record != NULL) {
        if (eip__kept_of(slot->record).rank >= kept.rank) {
            *place = slot->record;
        }
        slot->order = NO_ORDER;
    }
}

static void replace_in(struct eip__newest *newest, struct eip__kept_run run) {
    for (uint64_t i = 0; i < run.count; i++) {
        replace_at(newest, &run.record[i]);
    }
}

/* Only kinds of which some are late are looked at. */
static void replace(struct eip__newest *newest) {
    const struct eip__kept_run all = {newest->row, newest->count};

    for (uint32_t kind = 0; kind < EIP__KIND_END; kind++) {
        if ((newest->late_kinds >> kind & 1) != 0) {
            replace_in(newest, eip__kept_run_of(all, kind, kind + 1));
        }
    }
}

static uint64_t order_of(const void *item) {
    return ((const struct eip__newest_late *)item)->order;
}

/* Those that have no place in the row yet, sorted, to the front. */
static uint64_t sort_late(struct eip__newest *newest) {
    uint64_t count = 0;

    for (uint64_t i = 0; i < newest->late_room; i++) {
        const struct eip__newest_late slot = newest->late[i];

        if (slot.record != NULL && slot.order != NO_ORDER) {
            newest->late[count] = slot;
            count++;
        }
    }
    eip__sort(newest->late, count, sizeof *newest->late, order_of);
    return count;
}

/* From the end, where there is room. */
static void merge(struct eip__newest *newest, uint64_t late) {
    uint64_t row = newest->count;

    newest->count += late;
    for (uint64_t to = newest->count; late > 0; to--) {
        if (row > 0 && eip__kept_order(newest->row[row - 1]) >
                           newest->late[late - 1].order) {
            newest->row[to - 1] = newest->row[--row];
        } else {
            newest->row[to - 1] = newest->late[--late].record;
        }
    }
}

static void drop_gone(struct eip__newest *newest) {
    uint64_t count = 0;

    for (uint64_t i = 0; i < newest->count; i++) {
        const uint8_t *record = newest->row[i];

        if (!eip__kept_of(record).gone) {
            newest->row[count] = record;
            count++;
        }
    }
    newest->count = count;
}

uint64_t eip__newest_sort(struct eip__newest *newest) {
    if (newest->late_count != 0) {
        replace(newest);
        merge(newest, sort_late(newest));
    }
    if (newest->has_gone) {
        drop_gone(newest);
    }
    return newest->count;
}

void eip__newest_free(struct eip__newest *newest) {
    eip__host_unblock(newest->host, newest->row, row_bytes(newest->room));
    eip__host_unblock(newest->host, newest->late,
                      late_bytes(newest->late_room));
    *newest = (struct eip__newest){.host = newest->host};
}
