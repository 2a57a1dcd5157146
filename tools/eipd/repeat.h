/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file repeat.h
 * Answers that may be asked for again. A client that got no answer repeats the
 * request under the same `amz-sdk-invocation-id`; carried out twice, an
 * AllocateAddress would leave an address behind that nobody knows of.
 *
 * The last answers to operations that change something are kept for REPEAT_MS, by
 * account, id and body: up to REPEAT_ANSWERS, and REPEAT_SHARD_BYTES in each of
 * the shards. Who asks while the first attempt is being carried out waits for it.
 *
 * An engine that is kept has them as notes (eip/store.h), each under its slot, so
 * that there are no more of them than here; between eip_store_hold and
 * eip_store_release they are durable with what they answer. What is longer than a
 * note is divided into several.
 */
#ifndef EIPD_REPEAT_H
#define EIPD_REPEAT_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include <eip/store.h>

enum {
    REPEAT_SHARDS = 64,
    REPEAT_SLOTS = 1024, /* of a shard */
    REPEAT_ANSWERS = REPEAT_SHARDS * REPEAT_SLOTS,
    /** No answer of an operation that changes something is larger. At the most it
     *  is a pool with EIP_LIMIT_TAGS tags, and as many of its allocations, of
     *  EIP_LIMIT_TAG_KEY and EIP_LIMIT_TAG_VALUE characters of up to 5 bytes each
     *  in XML: 195,400 bytes with their elements, and what else there is of it. */
    REPEAT_BYTES_MAX = 1 << 18,
    REPEAT_SHARD_BYTES = 1 << 20, /* with their notes; had at the first */
    REPEAT_MS = 3600000,
    REPEAT_KEY = 32,
    REPEAT_VERSION = 2, /* of a note */
    REPEAT_PLACE =
        3, /* bytes of a note's key; one more but for the first part */
    REPEAT_CHAINS = 256 /* of a shard, by key */
};

/** What is kept, here and in a store, whose file is of this machine's byte
 *  order; the answer, or a part of it, follows. */
struct repeat_note {
    uint32_t version;
    uint32_t http;
    uint64_t at_ms; /* when it was kept */
    uint64_t turn;  /* as the shard counts them; the slot follows from it */
    uint32_t size;  /* of the answer */
    uint32_t part;  /* which one */
    uint8_t key[REPEAT_KEY];
};

enum { REPEAT_PART = EIP_LIMIT_STORE_NOTE - sizeof(struct repeat_note) };

struct repeat_slot {
    struct repeat_note *note; /* NULL: the slot is free */
    uint32_t next;            /* of the chain: its slot + 1; 0: none */
    uint32_t reserved;
};

/** Notes lie one behind the other in a ring, by turn, each in one piece. */
struct repeat_shard {
    pthread_mutex_t lock;
    uint64_t oldest; /* turn; there is none before it */
    uint64_t turn;   /* the next */
    char *ring;      /* NULL: nothing was kept yet */
    size_t at;       /* where the next note goes, if it is not too long */
    uint32_t chains[REPEAT_CHAINS]; /* as `next` */
    struct repeat_slot slots[REPEAT_SLOTS];
};

struct repeat {
    struct repeat_shard shards[REPEAT_SHARDS];
};

/** An answer. */
struct repeat_answer {
    const char *data;
    size_t size;
    uint32_t http;
};

void repeat_start(struct repeat *repeat);
void repeat_end(struct repeat *repeat);
/** Forget all answers. */
void repeat_clear(struct repeat *repeat);
/** Look for the answer of this key. Returns whether there is one, to be read
 *  until repeat_leave. In both cases nobody else has the key until then. */
int repeat_enter(struct repeat *repeat, const uint8_t key[REPEAT_KEY],
                 uint64_t now_ms, struct repeat_answer *answer);
/** Keep an answer of up to REPEAT_BYTES_MAX, between repeat_enter and
 *  repeat_leave; older ones make room. With `engine`, as notes of it too; else
 *  NULL. A shard that finds no memory for its ring does not keep it. */
void repeat_keep(struct repeat *repeat, eip_engine *engine,
                 const uint8_t key[REPEAT_KEY], uint64_t now_ms,
                 const struct repeat_answer *answer);
void repeat_leave(struct repeat *repeat, const uint8_t key[REPEAT_KEY]);
/** Keep what was noted by repeat_keep before, in another process;
 *  those of a shard by turn, each with its whole answer behind it. Returns 0 if there is no memory. */
int repeat_put_back(struct repeat *repeat, const struct repeat_note *note);
/** Parts of an answer that are notes of their own. */
uint32_t repeat_parts(const struct repeat_note *note);
/** Bytes of one of them. */
uint32_t repeat_part_size(const struct repeat_note *note, uint32_t part);

#endif
