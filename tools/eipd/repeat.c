/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "repeat.h"

#include <stdlib.h>
#include <string.h>

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

/** With what keeps the next one aligned. */
static size_t bytes_of(const struct repeat_note *note) {
    const size_t align = _Alignof(struct repeat_note);

    return (sizeof *note + note->size + align - 1) / align * align;
}

uint32_t repeat_parts(const struct repeat_note *note) {
    return note->size == 0 ? 1 : (note->size + REPEAT_PART - 1) / REPEAT_PART;
}

uint32_t repeat_part_size(const struct repeat_note *note, uint32_t part) {
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
}

static void drop(struct repeat_shard *shard, struct repeat_slot *slot) {
    uint32_t *link;

    if (slot->note == NULL)
        return;
    link = chain_of(shard, slot->note->key);
    while (*link != (uint32_t)(slot - shard->slots) + 1)
        link = &shard->slots[*link - 1].next;
    *link = slot->next;
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
        for (; shard->oldest != shard->turn; shard->oldest++)
            drop(shard, slot_of(shard, shard->oldest));
        (void)pthread_mutex_unlock(&shard->lock);
    }
}

void repeat_end(struct repeat *repeat) {
    for (int i = 0; i < REPEAT_SHARDS; i++) {
        free(repeat->shards[i].ring);
        (void)pthread_mutex_destroy(&repeat->shards[i].lock);
    }
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
    const uint8_t place[REPEAT_PLACE + 1] = {
        note->key[0] % REPEAT_SHARDS, (uint8_t)slot, (uint8_t)(slot >> 8),
        (uint8_t)part};
    const eip_text key = {(const char *)place,
                          part == 0 ? REPEAT_PLACE : REPEAT_PLACE + 1, 0};

    (void)!eip_store_note(engine, key, data, NULL);
}

/** The first part lies behind its note as it is; others are copied. */
static void note_parts(eip_engine *engine, const struct repeat_note *note) {
    const uint32_t parts = repeat_parts(note);
    const char *text = (const char *)(note + 1);
    char *copy = parts > 1 ? malloc(EIP_LIMIT_STORE_NOTE) : NULL;
    uint32_t size = (uint32_t)sizeof *note + repeat_part_size(note, 0);

    if (parts > 1 && copy == NULL)
        return;
    note_part(engine, note, 0, (eip_text){(const char *)note, size, 0});
    for (uint32_t part = 1; part < parts; part++) {
        struct repeat_note head = *note;

        head.part = part;
        size = repeat_part_size(note, part);
        memcpy(copy, &head, sizeof head);
        memcpy(copy + sizeof head, text + (size_t)part * REPEAT_PART, size);
        note_part(engine, note, part,
                  (eip_text){copy, (uint32_t)sizeof head + size, 0});
    }
    free(copy);
}

/* -- room -------------------------------------------------------------------- */

/** Forget the oldest. Its first note stays where that of `turn` takes its place. */
static void forget_oldest(struct repeat_shard *shard, eip_engine *engine,
                          uint64_t turn) {
    struct repeat_slot *slot = slot_of(shard, shard->oldest);
    const uint32_t stays = slot == slot_of(shard, turn);
    const eip_text gone = {NULL, 0, 0};

    if (slot->note != NULL && engine != NULL)
        for (uint32_t part = stays; part < repeat_parts(slot->note); part++)
            note_part(engine, slot->note, part, gone);
    drop(shard, slot);
    shard->oldest++;
}

/** Whether the oldest note begins between these places of the ring. Of a turn
 *  that was not put back there is none. */
static int is_oldest_in(const struct repeat_shard *shard, size_t from,
                        size_t to) {
    const struct repeat_note *note =
        shard->slots[shard->oldest % REPEAT_SLOTS].note;
    size_t at = note != NULL ? (size_t)((const char *)note - shard->ring) : 0;

    return shard->oldest != shard->turn &&
           (note == NULL || (at >= from && at < to));
}

/** Take a note in: the oldest make room, which from the place on where it goes
 *  lie one behind the other up to the ring's end, and then from its beginning.
 *  Its answer is to be copied behind it. NULL without memory. */
static struct repeat_note *take(struct repeat_shard *shard, eip_engine *engine,
                                const struct repeat_note *head) {
    const size_t bytes = bytes_of(head);
    struct repeat_note *note;

    if (shard->ring == NULL)
        shard->ring = malloc(REPEAT_SHARD_BYTES);
    if (shard->ring == NULL)
        return NULL;
    while (shard->oldest != shard->turn &&
           head->turn - shard->oldest >= REPEAT_SLOTS)
        forget_oldest(shard, engine, head->turn);
    if (shard->at + bytes > REPEAT_SHARD_BYTES) {
        while (is_oldest_in(shard, shard->at, REPEAT_SHARD_BYTES))
            forget_oldest(shard, engine, head->turn);
        shard->at = 0;
    }
    while (is_oldest_in(shard, shard->at, shard->at + bytes))
        forget_oldest(shard, engine, head->turn);
    if (shard->oldest == shard->turn)
        shard->oldest = head->turn;
    note = (struct repeat_note *)(void *)(shard->ring + shard->at);
    *note = *head;
    put(shard, note);
    shard->at += bytes;
    shard->turn = head->turn + 1;
    return note;
}

void repeat_keep(struct repeat *repeat, eip_engine *engine,
                 const uint8_t key[REPEAT_KEY], uint64_t now_ms,
                 const struct repeat_answer *answer) {
    struct repeat_shard *shard = shard_of(repeat, key);
    struct repeat_note head = {.version = REPEAT_VERSION,
                               .http = answer->http,
                               .at_ms = now_ms,
                               .turn = shard->turn,
                               .size = (uint32_t)answer->size};
    struct repeat_note *note;

    if (answer->size > REPEAT_BYTES_MAX)
        return;
    memcpy(head.key, key, REPEAT_KEY);
    note = take(shard, engine, &head);
    if (note == NULL)
        return;
    memcpy(note + 1, answer->data, answer->size);
    if (engine != NULL)
        note_parts(engine, note);
}

int repeat_put_back(struct repeat *repeat, const struct repeat_note *note) {
    struct repeat_note *own = take(shard_of(repeat, note->key), NULL, note);

    if (own != NULL)
        memcpy(own + 1, note + 1, note->size);
    return own != NULL;
}
