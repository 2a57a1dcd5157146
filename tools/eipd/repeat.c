/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "repeat.h"

#include <stdlib.h>
#include <string.h>

enum { NOTE_VERSION = 2, PLACE = 3 /* bytes of the key of a note */ };

static struct repeat_shard *shard_of(struct repeat *repeat,
                                     const uint8_t key[REPEAT_KEY]) {
    return &repeat->shards[key[0] % REPEAT_SHARDS];
}

static struct repeat_slot *slot_of(struct repeat_shard *shard, uint64_t turn) {
    return &shard->slots[turn % REPEAT_SLOTS];
}

static uint32_t *chain_of(struct repeat_shard *shard,
                          const uint8_t key[REPEAT_KEY]) {
    return &shard->chains[key[1] % REPEAT_CHAINS];
}

static uint64_t bytes_of(const struct repeat_note *note) {
    return sizeof *note + note->size;
}

static uint32_t parts_of(const struct repeat_note *note) {
    return note->size == 0 ? 1 : (note->size + REPEAT_PART - 1) / REPEAT_PART;
}

static uint32_t part_size(const struct repeat_note *note, uint32_t part) {
    uint32_t left = note->size - part * REPEAT_PART;

    return left < REPEAT_PART ? left : REPEAT_PART;
}

/* -- slots ------------------------------------------------------------------- */

/** The slot of the note's turn is free. */
static void put(struct repeat_shard *shard, struct repeat_note *note) {
    struct repeat_slot *slot = slot_of(shard, note->turn);
    uint32_t *chain = chain_of(shard, note->key);

    *slot = (struct repeat_slot){note, *chain, 0};
    *chain = (uint32_t)(slot - shard->slots) + 1;
    shard->bytes += bytes_of(note);
}

static void drop(struct repeat_shard *shard, struct repeat_slot *slot) {
    uint32_t *link;

    if (slot->note == NULL)
        return;
    link = chain_of(shard, slot->note->key);
    while (*link != (uint32_t)(slot - shard->slots) + 1)
        link = &shard->slots[*link - 1].next;
    *link = slot->next;
    shard->bytes -= bytes_of(slot->note);
    free(slot->note);
    slot->note = NULL;
}

void repeat_start(struct repeat *repeat) {
    memset(repeat, 0, sizeof *repeat);
    for (int i = 0; i < REPEAT_SHARDS; i++)
        (void)pthread_mutex_init(&repeat->shards[i].lock, NULL);
}

void repeat_clear(struct repeat *repeat) {
    for (int i = 0; i < REPEAT_SHARDS; i++) {
        struct repeat_shard *shard = &repeat->shards[i];

        (void)pthread_mutex_lock(&shard->lock);
        for (int j = 0; j < REPEAT_SLOTS; j++)
            drop(shard, &shard->slots[j]);
        (void)pthread_mutex_unlock(&shard->lock);
    }
}

void repeat_end(struct repeat *repeat) {
    repeat_clear(repeat);
    for (int i = 0; i < REPEAT_SHARDS; i++)
        (void)pthread_mutex_destroy(&repeat->shards[i].lock);
}

/* -- asking ------------------------------------------------------------------ */

/** Whether it is this answer, and not too old. */
static int is_it(const struct repeat_note *note, const uint8_t key[REPEAT_KEY],
                 uint64_t now_ms) {
    return now_ms < note->at_ms + REPEAT_MS &&
           memcmp(note->key, key, REPEAT_KEY) == 0;
}

int repeat_enter(struct repeat *repeat, const uint8_t key[REPEAT_KEY],
                 uint64_t now_ms, struct repeat_answer *answer) {
    struct repeat_shard *shard = shard_of(repeat, key);
    uint32_t at;

    (void)pthread_mutex_lock(&shard->lock);
    for (at = *chain_of(shard, key); at != 0; at = shard->slots[at - 1].next) {
        const struct repeat_note *note = shard->slots[at - 1].note;

        if (is_it(note, key, now_ms)) {
            *answer = (struct repeat_answer){(const char *)(note + 1),
                                             note->size, note->http};
            return 1;
        }
    }
    return 0;
}

void repeat_leave(struct repeat *repeat, const uint8_t key[REPEAT_KEY]) {
    (void)pthread_mutex_unlock(&shard_of(repeat, key)->lock);
}

/* -- notes ------------------------------------------------------------------- */

/** Note a part, or with absent data that it is no more. If that cannot be it is
 *  kept here alone: then there is no memory, or the store has failed, and whoever
 *  waits for it is told. */
static void note_part(eip_engine *engine, const struct repeat_note *note,
                      uint32_t part, eip_text data) {
    const uint32_t slot = (uint32_t)(note->turn % REPEAT_SLOTS);
    const uint8_t place[PLACE + 1] = {note->key[0] % REPEAT_SHARDS,
                                      (uint8_t)slot, (uint8_t)(slot >> 8),
                                      (uint8_t)part};
    const eip_text key = {(const char *)place, part == 0 ? PLACE : PLACE + 1,
                          0};

    (void)!eip_store_note(engine, key, data, NULL);
}

/** The first part lies behind its note as it is; others are copied. */
static void note_parts(eip_engine *engine, const struct repeat_note *note) {
    const uint32_t parts = parts_of(note);
    const char *text = (const char *)(note + 1);
    char *copy = parts > 1 ? malloc(EIP_LIMIT_STORE_NOTE) : NULL;
    uint32_t size = (uint32_t)sizeof *note + part_size(note, 0);

    if (parts > 1 && copy == NULL)
        return;
    note_part(engine, note, 0, (eip_text){(const char *)note, size, 0});
    for (uint32_t part = 1; part < parts; part++) {
        struct repeat_note head = *note;

        head.part = part;
        size = part_size(note, part);
        memcpy(copy, &head, sizeof head);
        memcpy(copy + sizeof head, text + (size_t)part * REPEAT_PART, size);
        note_part(engine, note, part,
                  (eip_text){copy, (uint32_t)sizeof head + size, 0});
    }
    free(copy);
}

/** Forget the oldest answer. Its first note stays where the next takes its
 *  place. */
static void forget_oldest(struct repeat_shard *shard, eip_engine *engine) {
    struct repeat_slot *slot = slot_of(shard, shard->oldest);
    const uint32_t stays = slot == slot_of(shard, shard->turn);
    const eip_text gone = {NULL, 0, 0};

    if (slot->note != NULL && engine != NULL)
        for (uint32_t part = stays; part < parts_of(slot->note); part++)
            note_part(engine, slot->note, part, gone);
    drop(shard, slot);
    shard->oldest++;
}

/** Room for an answer, if need be by forgetting others. */
static struct repeat_note *make_room(struct repeat_shard *shard,
                                     eip_engine *engine, size_t size) {
    struct repeat_note *note = NULL;

    while (shard->turn - shard->oldest >= REPEAT_SLOTS ||
           (shard->turn != shard->oldest &&
            shard->bytes + sizeof *note + size > REPEAT_SHARD_BYTES))
        forget_oldest(shard, engine);
    note = malloc(sizeof *note + size);
    while (note == NULL && shard->turn != shard->oldest) {
        forget_oldest(shard, engine);
        note = malloc(sizeof *note + size);
    }
    return note;
}

void repeat_keep(struct repeat *repeat, eip_engine *engine,
                 const uint8_t key[REPEAT_KEY], uint64_t now_ms,
                 const struct repeat_answer *answer) {
    struct repeat_shard *shard = shard_of(repeat, key);
    struct repeat_note *note = answer->size <= REPEAT_BYTES_MAX
                                   ? make_room(shard, engine, answer->size)
                                   : NULL;

    if (note == NULL)
        return;
    *note = (struct repeat_note){.version = NOTE_VERSION,
                                 .http = answer->http,
                                 .at_ms = now_ms,
                                 .turn = shard->turn,
                                 .size = (uint32_t)answer->size};
    memcpy(note->key, key, REPEAT_KEY);
    memcpy(note + 1, answer->data, answer->size);
    put(shard, note);
    shard->turn++;
    if (engine != NULL)
        note_parts(engine, note);
}

/* -- recalling --------------------------------------------------------------- */

/** Whether the note is whole, and of this place. */
static int is_note(const struct repeat_note *head, eip_text data,
                   uint32_t shard, uint32_t slot, uint32_t part) {
    return head->version == NOTE_VERSION && head->part == part &&
           head->size <= REPEAT_BYTES_MAX && part < parts_of(head) &&
           data.size == sizeof *head + part_size(head, part) &&
           head->key[0] % REPEAT_SHARDS == shard &&
           head->turn % REPEAT_SLOTS == slot;
}

/** The note of this turn, whose parts are missing yet; NULL without memory. */
static struct repeat_note *begin(struct repeat_shard *shard,
                                 const struct repeat_note *head) {
    struct repeat_note *note = malloc(sizeof *note + head->size);

    if (note == NULL)
        return NULL;
    *note = *head;
    note->part = (UINT32_C(1) << parts_of(head)) - 1;
    drop(shard, slot_of(shard, head->turn));
    put(shard, note);
    if (shard->turn <= note->turn)
        shard->turn = note->turn + 1;
    return note;
}

static eip_status recall_part(struct repeat_shard *shard,
                              const struct repeat_note *head,
                              const char *bytes) {
    struct repeat_note *note = slot_of(shard, head->turn)->note;

    if (note != NULL && note->turn > head->turn)
        return EIP_OK; /* what was there before it */
    if (note == NULL || note->turn < head->turn)
        note = begin(shard, head);
    if (note == NULL)
        return EIP_ERR_OUT_OF_MEMORY;
    if (note->size != head->size)
        return EIP_OK;
    memcpy((char *)(note + 1) + (size_t)head->part * REPEAT_PART, bytes,
           part_size(head, head->part));
    note->part &= ~(UINT32_C(1) << head->part);
    return EIP_OK;
}

eip_status repeat_recall(void *repeat, eip_text key, eip_text data) {
    const uint8_t *place = (const uint8_t *)key.data;
    struct repeat_shard *shard;
    struct repeat_note head;
    uint32_t slot;

    if (key.size != PLACE && key.size != PLACE + 1)
        return EIP_OK;
    slot = place[1] | (uint32_t)place[2] << 8;
    if (place[0] >= REPEAT_SHARDS || slot >= REPEAT_SLOTS)
        return EIP_OK;
    shard = &((struct repeat *)repeat)->shards[place[0]];
    if (data.data == NULL) {
        if (key.size == PLACE)
            drop(shard, &shard->slots[slot]);
        return EIP_OK;
    }
    if (data.size < sizeof head)
        return EIP_OK;
    memcpy(&head, data.data, sizeof head);
    return is_note(&head, data, place[0], slot,
                   key.size == PLACE ? 0 : place[PLACE])
               ? recall_part(shard, &head, data.data + sizeof head)
               : EIP_OK;
}

void repeat_recalled(struct repeat *repeat) {
    for (int i = 0; i < REPEAT_SHARDS; i++) {
        struct repeat_shard *shard = &repeat->shards[i];

        shard->oldest =
            shard->turn < REPEAT_SLOTS ? 0 : shard->turn - REPEAT_SLOTS;
        for (int j = 0; j < REPEAT_SLOTS; j++) {
            struct repeat_slot *slot = &shard->slots[j];

            if (slot->note != NULL &&
                (slot->note->part != 0 || slot->note->turn < shard->oldest))
                drop(shard, slot);
        }
        while (shard->bytes > REPEAT_SHARD_BYTES)
            forget_oldest(shard, NULL);
    }
}
