/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "keep.h"

#include "serve.h"

#include <stdio.h>
#include <unistd.h>

/** Wait until something is to be made durable, and take all there is. Returns 0
 *  if there is to be nothing more. */
static int take(struct keep *keep) {
    const struct server *server = keep->server;
    uint32_t wants;

    (void)pthread_mutex_lock(&keep->lock);
    while (!keep->wants && !keep->stops)
        (void)pthread_cond_wait(&keep->wake, &keep->lock);
    wants = keep->wants;
    keep->wants = 0;
    for (uint32_t i = 0; wants && i < server->worker_count; i++)
        server->workers[i].passes.taken = server->workers[i].passes.asked;
    (void)pthread_mutex_unlock(&keep->lock);
    return wants != 0;
}

static eip_status make_durable(struct worlds *worlds) {
    struct world *world = world_take(worlds);
    eip_error error = EIP_ERROR_INIT;
    eip_status status = eip_store_sync(world->engine, &error);

    world_give(world);
    if (status != EIP_OK)
        fprintf(stderr, "eipd: cannot keep what was done: %s\n",
                error.message[0] != '\0' ? error.message
                                         : eip_status_text(status));
    return status;
}

/** Tell a thread what became of what was taken, if it has asked for something. */
static void tell(struct worker *worker, eip_status status) {
    const uint64_t one = 1;
    struct keep_passes *passes = &worker->passes;

    if (keep_state_of(passes, passes->taken) == KEEP_DURABLE)
        return;
    atomic_store_explicit(status == EIP_OK ? &passes->durable : &passes->lost,
                          passes->taken, memory_order_release);
    (void)!write(worker->wake, &one, sizeof one);
}

static void *run(void *context) {
    struct keep *keep = context;

    while (take(keep)) {
        eip_status status = make_durable(&keep->server->worlds);

        for (uint32_t i = 0; i < keep->server->worker_count; i++)
            tell(&keep->server->workers[i], status);
    }
    return NULL;
}

int keep_start(struct server *server) {
    struct keep *keep = &server->keep;

    keep->server = server;
    (void)pthread_mutex_init(&keep->lock, NULL);
    (void)pthread_cond_init(&keep->wake, NULL);
    if (!worlds_are_kept(&server->worlds))
        return 1;
    if (pthread_create(&keep->thread, NULL, run, keep) != 0) {
        fprintf(stderr, "eipd: there is no thread to be had\n");
        return 0;
    }
    keep->runs = 1;
    return 1;
}

void keep_stop(struct keep *keep) {
    (void)pthread_mutex_lock(&keep->lock);
    keep->stops = 1;
    (void)pthread_cond_signal(&keep->wake);
    (void)pthread_mutex_unlock(&keep->lock);
    if (keep->runs)
        (void)pthread_join(keep->thread, NULL);
    (void)pthread_cond_destroy(&keep->wake);
    (void)pthread_mutex_destroy(&keep->lock);
}

uint64_t keep_note(struct keep_passes *passes) {
    passes->has_work = 1;
    return passes->now;
}

void keep_pass(struct keep *keep, struct keep_passes *passes) {
    if (!passes->has_work)
        return;
    (void)pthread_mutex_lock(&keep->lock);
    passes->asked = passes->now;
    keep->wants = 1;
    (void)pthread_cond_signal(&keep->wake);
    (void)pthread_mutex_unlock(&keep->lock);
    passes->has_work = 0;
    passes->now++;
}

enum keep_state keep_state_of(const struct keep_passes *passes, uint64_t pass) {
    if (atomic_load_explicit(&passes->durable, memory_order_acquire) >= pass)
        return KEEP_DURABLE;
    return atomic_load_explicit(&passes->lost, memory_order_acquire) >= pass
               ? KEEP_LOST
               : KEEP_WAITS;
}
