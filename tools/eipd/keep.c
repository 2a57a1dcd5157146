/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "keep.h"

#include "serve.h"

#include <stdio.h>

static struct exchange *take(struct keep *keep) {
    struct exchange *parked;

    (void)pthread_mutex_lock(&keep->lock);
    while (keep->parked == NULL && !keep->stops)
        (void)pthread_cond_wait(&keep->wake, &keep->lock);
    parked = keep->parked;
    keep->parked = NULL;
    (void)pthread_mutex_unlock(&keep->lock);
    return parked;
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

static void *run(void *context) {
    struct keep *keep = context;
    struct exchange *parked;

    while ((parked = take(keep)) != NULL) {
        eip_status status = make_durable(&keep->server->worlds);

        for (struct exchange *one = parked; one != NULL; one = one->next)
            one->kept = status;
        serve_go_on(keep->server, parked);
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

void keep_park(struct exchange *exchange) {
    struct worker *worker = exchange->worker;

    MHD_suspend_connection(exchange->connection);
    exchange->next = worker->parked;
    worker->parked = exchange;
}

void keep_pass(struct keep *keep, struct exchange **parked) {
    struct exchange *last = *parked;

    if (last == NULL)
        return;
    while (last->next != NULL)
        last = last->next;
    (void)pthread_mutex_lock(&keep->lock);
    last->next = keep->parked;
    keep->parked = *parked;
    (void)pthread_cond_signal(&keep->wake);
    (void)pthread_mutex_unlock(&keep->lock);
    *parked = NULL;
}
