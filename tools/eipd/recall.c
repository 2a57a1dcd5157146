/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "recall.h"

#include <stdlib.h>
#include <string.h>

/** Where a note belongs. */
struct place {
    uint32_t shard;
    uint32_t slot;
    uint32_t part;
};

static void forget(struct recall *recall, const struct place *place) {
    free(recall->notes[place->shard][place->slot]);
    recall->notes[place->shard][place->slot] = NULL;
}

/** Whether the note is whole, and of this place. */
static int is_note(const struct repeat_note *head, eip_text data,
                   const struct place *place) {
    return head->version == REPEAT_VERSION && head->part == place->part &&
           head->size <= REPEAT_BYTES_MAX && head->part < repeat_parts(head) &&
           data.size == sizeof *head + repeat_part_size(head, head->part) &&
           head->key[0] % REPEAT_SHARDS == place->shard &&
           head->turn % REPEAT_SLOTS == place->slot;
}

/** A note whose parts are missing yet. */
static eip_status begin(struct recall *recall, const struct place *place,
                        const struct repeat_note *head) {
    struct repeat_note *note = malloc(sizeof *note + head->size);

    if (note == NULL)
        return EIP_ERR_OUT_OF_MEMORY;
    *note = *head;
    note->part = 0;
    forget(recall, place);
    recall->notes[place->shard][place->slot] = note;
    recall->missing[place->shard][place->slot] =
        (UINT32_C(1) << repeat_parts(head)) - 1;
    return EIP_OK;
}

static eip_status take_part(struct recall *recall, const struct place *place,
                            const struct repeat_note *head, const char *bytes) {
    struct repeat_note *note = recall->notes[place->shard][place->slot];
    eip_status status = EIP_OK;

    if (note == NULL || note->turn < head->turn)
        status = begin(recall, place, head);
    if (status != EIP_OK)
        return status;
    note = recall->notes[place->shard][place->slot];
    /* Of a later turn: this is what was there before it. */
    if (note->turn != head->turn || note->size != head->size)
        return EIP_OK;
    memcpy((char *)(note + 1) + (size_t)head->part * REPEAT_PART, bytes,
           repeat_part_size(head, head->part));
    recall->missing[place->shard][place->slot] &= ~(UINT32_C(1) << head->part);
    return EIP_OK;
}

eip_status recall_note(void *recall, eip_text key, eip_text data) {
    const uint8_t *bytes = (const uint8_t *)key.data;
    struct repeat_note head;
    struct place place;

    if (key.size != REPEAT_PLACE && key.size != REPEAT_PLACE + 1)
        return EIP_OK;
    place = (struct place){bytes[0], bytes[1] | (uint32_t)bytes[2] << 8,
                           key.size > REPEAT_PLACE ? bytes[REPEAT_PLACE] : 0};
    if (place.shard >= REPEAT_SHARDS || place.slot >= REPEAT_SLOTS)
        return EIP_OK;
    if (data.data == NULL) {
        if (place.part == 0)
            forget(recall, &place);
        return EIP_OK;
    }
    if (data.size < sizeof head)
        return EIP_OK;
    memcpy(&head, data.data, sizeof head);
    return is_note(&head, data, &place)
               ? take_part(recall, &place, &head, data.data + sizeof head)
               : EIP_OK;
}

/** The turn behind the last, of all that there is of a shard: what was begun
 *  under a turn may be in the store in part. */
static uint64_t end_of(struct repeat_note *const notes[REPEAT_SLOTS]) {
    uint64_t end = 0;

    for (uint32_t i = 0; i < REPEAT_SLOTS; i++)
        if (notes[i] != NULL && notes[i]->turn >= end)
            end = notes[i]->turn + 1;
    return end;
}

int recall_keep(const struct recall *recall, struct repeat *repeat) {
    for (uint32_t i = 0; i < REPEAT_SHARDS; i++) {
        struct repeat_note *const *notes = recall->notes[i];
        const uint64_t end = end_of(notes);
        uint64_t turn = end < REPEAT_SLOTS ? 0 : end - REPEAT_SLOTS;

        for (; turn < end; turn++) {
            const uint32_t slot = (uint32_t)(turn % REPEAT_SLOTS);
            const struct repeat_note *note = notes[slot];

            if (note != NULL && note->turn == turn &&
                recall->missing[i][slot] == 0 && !repeat_put_back(repeat, note))
                return 0;
        }
    }
    return 1;
}

void recall_end(struct recall *recall) {
    for (uint32_t i = 0; i < REPEAT_SHARDS; i++)
        for (uint32_t j = 0; j < REPEAT_SLOTS; j++)
            free(recall->notes[i][j]);
}
