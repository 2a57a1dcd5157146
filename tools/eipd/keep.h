/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file keep.h
 * Answers that wait until what they tell is on the device. A thread makes
 * durable what there is; what comes meanwhile goes with the next time.
 *
 * Threads that serve do so in passes: in one they look at every connection that
 * has something to do. What was answered in a pass is asked for as it ends, all
 * at once: a commit for the first of them would be one more. So a number says of
 * each answer whether it may go.
 */
#ifndef EIPD_KEEP_H
#define EIPD_KEEP_H

#include "world.h"

#include <pthread.h>

struct server;

struct keep {
    struct server *server;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    uint32_t wants; /* something was asked for */
    uint32_t stops;
    uint32_t runs; /* there is a thread: the engine is kept */
    pthread_t thread;
};

/** The passes of a thread that serves. */
struct keep_passes {
    uint64_t now;             /* the thread's: the present one, from 1 on */
    uint32_t has_work;        /* the thread's: some of it is to be durable */
    uint64_t asked;           /* by the keep's lock: up to this */
    uint64_t taken;           /* the keep's: what the commit under way is for */
    _Atomic uint64_t durable; /* up to this they are */
    _Atomic uint64_t lost;    /* up to this the others cannot be */
};

enum keep_state { KEEP_WAITS, KEEP_DURABLE, KEEP_LOST };

/** Returns 0 after a message. */
int keep_start(struct server *server);
void keep_stop(struct keep *keep);
/** The present pass has something that is to be durable. Returns its number. */
uint64_t keep_note(struct keep_passes *passes);
/** The present pass has ended. */
void keep_pass(struct keep *keep, struct keep_passes *passes);
/** What became of a pass. */
enum keep_state keep_state_of(const struct keep_passes *passes, uint64_t pass);

#endif
