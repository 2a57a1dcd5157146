/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file repeat.h
 * Answers that may be asked for again. A client that got no answer repeats the
 * request under the same `amz-sdk-invocation-id`; carried out twice, an
 * AllocateAddress would leave an address behind that nobody knows of.
 *
 * The last REPEAT_ANSWERS answers to operations that change something are kept,
 * by account, id and body. Who asks while the first attempt is being carried
 * out waits for it.
 */
#ifndef EIPD_REPEAT_H
#define EIPD_REPEAT_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

enum {
    REPEAT_SHARDS = 64,
    REPEAT_SLOTS = 128, /* of a shard */
    REPEAT_ANSWERS = REPEAT_SHARDS * REPEAT_SLOTS,
    REPEAT_BYTES_MAX = 8192, /* larger answers are not kept */
    REPEAT_KEY = 32
};

struct repeat_slot {
    uint8_t key[REPEAT_KEY];
    char *answer; /* NULL: the slot is free */
    size_t size;
    uint32_t http;
};

struct repeat_shard {
    pthread_mutex_t lock;
    uint32_t next; /* the oldest slot, to be used next */
    struct repeat_slot slots[REPEAT_SLOTS];
};

struct repeat {
    struct repeat_shard shards[REPEAT_SHARDS];
};

void repeat_start(struct repeat *repeat);
void repeat_end(struct repeat *repeat);
/** Forget all answers. */
void repeat_clear(struct repeat *repeat);
/** Look for the answer of this key. Returns it, to be read until repeat_leave,
 *  or NULL. In both cases nobody else has the key until repeat_leave. */
const struct repeat_slot *repeat_enter(struct repeat *repeat,
                                       const uint8_t key[REPEAT_KEY]);
/** Keep an answer, between repeat_enter and repeat_leave. */
void repeat_keep(struct repeat *repeat, const uint8_t key[REPEAT_KEY],
                 const char *answer, size_t size, uint32_t http);
void repeat_leave(struct repeat *repeat, const uint8_t key[REPEAT_KEY]);

#endif
