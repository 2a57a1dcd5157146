/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "repeat.h"

#include <stdlib.h>
#include <string.h>

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
            free(shard->slots[j].answer);
            shard->slots[j].answer = NULL;
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

const struct repeat_slot *repeat_enter(struct repeat *repeat,
                                       const uint8_t key[REPEAT_KEY]) {
    struct repeat_shard *shard = shard_of(repeat, key);

    (void)pthread_mutex_lock(&shard->lock);
    for (int i = 0; i < REPEAT_SLOTS; i++)
        if (shard->slots[i].answer != NULL &&
            memcmp(shard->slots[i].key, key, REPEAT_KEY) == 0)
            return &shard->slots[i];
    return NULL;
}

void repeat_keep(struct repeat *repeat, const uint8_t key[REPEAT_KEY],
                 const char *answer, size_t size, uint32_t http) {
    struct repeat_shard *shard = shard_of(repeat, key);
    struct repeat_slot *slot = &shard->slots[shard->next];
    char *copy = size <= REPEAT_BYTES_MAX ? malloc(size + 1) : NULL;

    if (copy == NULL)
        return;
    memcpy(copy, answer, size);
    free(slot->answer);
    memcpy(slot->key, key, REPEAT_KEY);
    slot->answer = copy;
    slot->size = size;
    slot->http = http;
    shard->next = (shard->next + 1) % REPEAT_SLOTS;
}

void repeat_leave(struct repeat *repeat, const uint8_t key[REPEAT_KEY]) {
    (void)pthread_mutex_unlock(&shard_of(repeat, key)->lock);
}
