/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file world.h
 * The engine that requests are about. A reset puts a new one in its place; the
 * old one ends with the last answer that is about it.
 */
#ifndef EIPD_WORLD_H
#define EIPD_WORLD_H

#include "options.h"
#include "repeat.h"

#include <pthread.h>
#include <stdatomic.h>

#include <eip/eip.h>

struct world {
    eip_engine *engine;
    eip_store *store; /* NULL: in memory */
    _Atomic uint32_t users;
};

enum { WORLDS_SAVED_MAX = 16, WORLDS_NAME_SIZE = 64 };

/** A world as it was. */
struct saved {
    char name[WORLDS_NAME_SIZE];
    eip_snapshot *snapshot; /* NULL: none of this place */
};

/** All that worlds are made of, and the present one. */
struct worlds {
    const struct options *options;
    struct ranges *ranges; /* NULL: the built-in range */
    struct repeat *repeat; /* gets the answers that were kept */
    pthread_rwlock_t lock; /* of `now` */
    struct world *now;
    pthread_mutex_t saving; /* of `saved` */
    struct saved saved[WORLDS_SAVED_MAX];
    _Atomic uint64_t ahead_ms; /* of the clock, for who tests what takes days */
};

/** Read ranges and make the first world; `repeat` gets the answers that it
 *  kept. Returns 0 after a message. */
int worlds_start(struct worlds *worlds, const struct options *options,
                 struct repeat *repeat);
void worlds_end(struct worlds *worlds);
/** Whether the present world outlives the process. */
int worlds_are_kept(const struct worlds *worlds);
/** Use the present world until it is given back. */
struct world *world_take(struct worlds *worlds);
void world_give(struct world *world);
/** The present world's time. */
uint64_t worlds_now_ms(const struct worlds *worlds);
/** Set the present world's clock ahead; a reset sets it back. */
void worlds_advance(struct worlds *worlds, uint64_t ms);
/** Start afresh. Returns 0, and nothing has changed, if there is no new engine to
 *  be had, or if this one is kept. */
int worlds_reset(struct worlds *worlds);
/** Save the present world under a name, in the place of what had it. Returns 0 if
 *  there are too many names, or no memory. */
int worlds_save(struct worlds *worlds, const char *name);
/** Go on with the world that has the name. Returns 0 as worlds_reset, and if
 *  none has it. */
int worlds_restore(struct worlds *worlds, const char *name);

#endif
