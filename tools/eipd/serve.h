/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file serve.h
 * HTTP by libmicrohttpd: connections on threads of its own, each request
 * answered by the thread that read it.
 */
#ifndef EIPD_SERVE_H
#define EIPD_SERVE_H

#include "accounts.h"
#include "keep.h"
#include "metrics.h"
#include "options.h"
#include "repeat.h"
#include "world.h"

#include <microhttpd.h>

struct exchange;
struct server;

/** A thread with connections of its own. */
struct worker {
    struct server *server;
    struct MHD_Daemon *daemon;
    int epoll;               /* the daemon's */
    int wake;                /* an eventfd */
    uint32_t waiting;        /* suspended connections */
    struct exchange *parked; /* since it last looked for who is ready */
    _Atomic(struct exchange *) durable; /* those that go on */
    pthread_t thread;
};

struct server {
    const struct options *options;
    struct worlds worlds;
    struct accounts accounts;
    struct repeat repeat;
    struct metrics metrics;
    struct keep keep;
    struct worker *workers;
    uint32_t worker_count;
    _Atomic uint32_t running; /* of those */
    int listener;
    _Atomic uint32_t quiets; /* no more connections are to be taken */
    _Atomic uint32_t quiet;  /* threads that take none */
    _Atomic uint32_t stops;  /* threads end */
    _Atomic uint32_t busy;   /* requests that were begun and not ended */
};

/** Begin to serve. Returns 0 after a message. */
int serve_start(struct server *server);
/** Take no more connections, finish the requests that are under way, for as
 *  long as a connection may be silent; then stop. */
void serve_stop(struct server *server);

/* -- between serve.c and exchange.c, aside.c -------------------------------- */

/** A request while it is read. */
struct exchange {
    struct server *server;
    struct worker *worker; /* whose connection it is */
    struct MHD_Connection *connection;
    const char *method;
    const char *path;
    char *url;  /* behind the path, with its `?`; "" if there is none */
    char *body; /* with room for QUERY_BYTES_MAX */
    size_t size;
    size_t room;
    uint64_t began;
    uint32_t is_seen; /* its header was looked at */
    uint32_t is_too_large;
    /* While it waits to be durable (keep.h): */
    struct MHD_Response *ready;
    uint32_t ready_http;
    eip_status kept;
    const void *operation; /* for the metrics */
    struct exchange *next;
};

/** Have the threads go on with these exchanges, which are theirs again. */
void serve_go_on(struct server *server, struct exchange *exchanges);
uint64_t serve_now_ns(void);
/** Answer a request for an operation of EC2. */
enum MHD_Result exchange_answer(struct exchange *exchange);
/** Answer any other path. */
enum MHD_Result aside_answer(struct exchange *exchange);
/** Send what was ready, now that it is durable, or that it cannot be. */
enum MHD_Result exchange_resume(struct exchange *exchange);
/** Nobody is there any more to whom what was ready could go. */
void exchange_forget(struct exchange *exchange);
/** Send a text, which is freed; XML unless `type` says otherwise. */
enum MHD_Result serve_send(struct exchange *exchange, struct xml *text,
                           uint32_t http, const char *type,
                           const char *request_id);
/** The same as a response; NULL if there is no memory. */
struct MHD_Response *serve_response(struct xml *text, const char *type,
                                    const char *request_id);

#endif
