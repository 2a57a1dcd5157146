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
#include "answer.h"
#include "keep.h"
#include "metrics.h"
#include "options.h"
#include "record.h"
#include "repeat.h"
#include "world.h"

#include <microhttpd.h>

struct exchange;
struct server;

/** A thread with connections of its own. */
struct worker {
    struct server *server;
    struct MHD_Daemon *daemon;
    int epoll;        /* the daemon's */
    int wake;         /* an eventfd */
    uint32_t waiting; /* exchanges whose answer is to be durable first */
    uint32_t moved;   /* there may be more to do, without an event */
    struct keep_passes passes;
    pthread_t thread;
};

struct server {
    const struct options *options;
    struct worlds worlds;
    struct accounts accounts;
    struct repeat repeat;
    struct metrics metrics;
    struct keep keep;
    struct record record;
    struct worker *workers;
    uint32_t worker_count;
    _Atomic uint32_t running; /* of those */
    int listener;
    uint16_t port;           /* the listener's */
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
/** Give back what there is once nothing is being kept any more. */
void serve_end(struct server *server);

/* -- between serve.c and exchange.c, aside.c, ready.c ------------------------- */

/** What is counted and logged of an answer. */
struct outcome {
    const struct shape_operation *operation; /* NULL: none, or unknown */
    uint64_t account;
    uint32_t http;
    uint32_t kind;    /* FAULT_NONE: there is none */
    const char *code; /* the fault's */
    char id[ANSWER_ID_SIZE];
};

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
    uint32_t is_ambiguous; /* it says two lengths */
    struct outcome outcome;
    /* While its answer waits to be durable (keep.h): */
    struct MHD_Response *ready;
    uint64_t pass;      /* of its thread */
    uint32_t is_longer; /* than half of the time in which it may be silent */
};

uint64_t serve_now_ns(void);
/** Answer a request for an operation of EC2. */
enum MHD_Result exchange_answer(struct exchange *exchange);
/** Answer any other path. */
enum MHD_Result aside_answer(struct exchange *exchange);
/** Count an answer that is sent, and log it. */
void exchange_tell(struct exchange *exchange, const struct outcome *outcome);
/** Keep an answer until what its request did is durable. */
void ready_wait(struct exchange *exchange, struct MHD_Response *response,
                const struct outcome *outcome);
/** Send it if that is durable, or that it cannot be; else it waits on. */
enum MHD_Result ready_send(struct exchange *exchange);
/** It was sent, or nobody is there any more to whom it could go. */
void ready_end(struct exchange *exchange);
/** Send a text, which is freed; XML unless `type` says otherwise. */
enum MHD_Result serve_send(struct exchange *exchange, struct xml *text,
                           uint32_t http, const char *type,
                           const char *request_id);
/** The same as a response; NULL if there is no memory. */
struct MHD_Response *serve_response(struct xml *text, uint32_t http,
                                    const char *type, const char *request_id);

#endif
