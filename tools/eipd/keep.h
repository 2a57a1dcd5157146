/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file keep.h
 * Answers that wait until what they tell is on the device. A thread makes
 * durable what there is and lets all answers go that waited for it; those that
 * come meanwhile go with the next time.
 */
#ifndef EIPD_KEEP_H
#define EIPD_KEEP_H

#include "world.h"

#include <pthread.h>

struct exchange;
struct server;

struct keep {
    struct server *server;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    struct exchange *parked;
    uint32_t stops;
    uint32_t runs; /* there is a thread: the engine is kept */
    pthread_t thread;
};

/** Returns 0 after a message. */
int keep_start(struct server *server);
/** Once nothing is parked any more. */
void keep_stop(struct keep *keep);
/** Suspend an exchange's connection until what its request did is durable, or
 *  cannot be; `kept` says which when the connection goes on. Its thread has to
 *  pass it on. */
void keep_park(struct exchange *exchange);
/** Pass on what a thread has parked, all at once: a commit for the first of them
 *  would be one more. */
void keep_pass(struct keep *keep, struct exchange **parked);

#endif
