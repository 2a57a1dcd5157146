/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "repeat.h"

#include <stdlib.h>
#include <string.h>

enum { NOTE_VERSION = 1 };

void repeat_start(struct repeat *repeat) {
    memset(repeat, 0, sizeof *repeat);
    for (int i = 0; i < REPEAT_SHARDS; i++)
        (void)pthread_mutex_init(&repeat->shards[i].lock, NULL);
}

void repeat_clear(struct repeat *repeat) {
    for (int i = 0; i < REPEAT_SHARDS; i++) {
        struct repeat_shard *shard = &repeat->shards[i];

        (void)pthread_mutex_lock(&shard->lock);
        for (int j = 0; j < REPEAT_SLOTS; j++) {
            free(shard->slots[j].note);
            shard->slots[j].note = NULL;
        }
        (void)pthread_mutex_unlock(&shard->lock);
    }
}

void repeat_end(struct repeat *repeat) {
    repeat_clear(repeat);
    for (int i = 0; i < REPEAT_SHARDS; i++)
        (void)pthread_mutex_destroy(&repeat->shards[i].lock);
}

static struct repeat_shard *shard_of(struct repeat *repeat,
                                     const uint8_t key[REPEAT_KEY]) {
    return &repeat->shards[key[0] % REPEAT_SHARDS];
}

/** Whether it is this answer, and not too old. */
static int is_it(const struct repeat_note *note, const uint8_t key[REPEAT_KEY],
                 uint64_t now_ms) {
    return note != NULL && now_ms < note->at_ms + REPEAT_MS &&
           memcmp(note->key, key, REPEAT_KEY) == 0;
}

int repeat_enter(struct repeat *repeat, const uint8_t key[REPEAT_KEY],
                 uint64_t now_ms, struct repeat_answer *answer) {
    struct repeat_shard *shard = shard_of(repeat, key);

    (void)pthread_mutex_lock(&shard->lock);
    for (int i = 0; i < REPEAT_SLOTS; i++) {
        const struct repeat_slot *slot = &shard->slots[i];

        if (is_it(slot->note, key, now_ms)) {
            *answer = (struct repeat_answer){(const char *)(slot->note + 1),
                                             slot->size, slot->note->http};
            return 1;
        }
    }
    return 0;
}

/** The oldest slot gets the note. */
static void put(struct repeat_shard *shard, struct repeat_note *note,
                size_t size) {
    struct repeat_slot *slot = &shard->slots[note->turn % REPEAT_SLOTS];

    free(slot->note);
    *slot = (struct repeat_slot){note, size};
    shard->turn = note->turn + 1;
}

/** If it cannot be noted it is kept here alone: then there is no memory, or the
 *  store has failed, and whoever waits for it is told. */
static void make_note(eip_engine *engine, const struct repeat_note *note,
                      size_t size) {
    const uint8_t place[] = {note->key[0] % REPEAT_SHARDS,
                             (uint8_t)(note->turn % REPEAT_SLOTS)};
    const eip_text key = {(const char *)place, sizeof place, 0};
    const eip_text data = {(const char *)note, (uint32_t)(sizeof *note + size),
                           0};

    (void)!eip_store_note(engine, key, data, NULL);
}

void repeat_keep(struct repeat *repeat, eip_engine *engine,
                 const uint8_t key[REPEAT_KEY], uint64_t now_ms,
                 const struct repeat_answer *answer) {
    struct repeat_shard *shard = shard_of(repeat, key);
    struct repeat_note *note = answer->size <= REPEAT_BYTES_MAX
                                   ? malloc(sizeof *note + answer->size)
                                   : NULL;

    if (note == NULL)
        return;
    *note = (struct repeat_note){.version = NOTE_VERSION,
                                 .http = answer->http,
                                 .at_ms = now_ms,
                                 .turn = shard->turn};
    memcpy(note->key, key, REPEAT_KEY);
    memcpy(note + 1, answer->data, answer->size);
    put(shard, note, answer->size);
    if (engine != NULL)
        make_note(engine, note, answer->size);
}

void repeat_leave(struct repeat *repeat, const uint8_t key[REPEAT_KEY]) {
    (void)pthread_mutex_unlock(&shard_of(repeat, key)->lock);
}

eip_status repeat_recall(void *repeat, eip_text key, eip_text data) {
    const size_t head = sizeof(struct repeat_note);
    struct repeat_note *note;

    if (key.size != 2 || data.size < head ||
        data.size > head + REPEAT_BYTES_MAX)
        return EIP_OK;
    note = malloc(data.size);
    if (note == NULL)
        return EIP_ERR_OUT_OF_MEMORY;
    memcpy(note, data.data, data.size);
    if (note->version != NOTE_VERSION) {
        free(note);
        return EIP_OK;
    }
    put(shard_of(repeat, note->key), note, data.size - head);
    return EIP_OK;
}
