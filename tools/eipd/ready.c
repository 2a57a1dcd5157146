/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Answers that are ready, from then until they are sent. libmicrohttpd asks for
 * the answer in each pass of the thread until there is one, which is far less
 * work than to suspend a connection and resume it: two calls of epoll_ctl and one
 * of recv in vain. */
#include "serve.h"

#include <stdio.h>

void exchange_tell(struct exchange *exchange, const struct outcome *outcome) {
    struct server *server = exchange->server;
    uint64_t took = serve_now_ns() - exchange->began;

    metrics_count(&server->metrics, outcome->operation, outcome->kind, took);
    if (!server->options->log)
        return;
    fprintf(stderr,
            "level=info request=%s account=%012llu action=%s status=%u "
            "code=%s us=%llu\n",
            outcome->id, (unsigned long long)outcome->account,
            outcome->operation != NULL ? outcome->operation->name : "-",
            outcome->http, outcome->kind != FAULT_NONE ? outcome->code : "OK",
            (unsigned long long)(took / 1000));
}

void ready_wait(struct exchange *exchange, struct MHD_Response *response,
                const struct outcome *outcome) {
    struct worker *worker = exchange->worker;

    exchange->ready = response;
    exchange->outcome = *outcome;
    exchange->pass = keep_note(&worker->passes);
    worker->waiting++;
}

void ready_end(struct exchange *exchange) {
    exchange->worker->waiting--;
    MHD_destroy_response(exchange->ready);
    exchange->ready = NULL;
}

static void set_timeout(struct exchange *exchange, uint32_t seconds) {
    (void)MHD_set_connection_option(
        exchange->connection, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned)seconds);
}

/** It is not the client that is silent: it is told, however long that takes. */
static enum MHD_Result wait_on(struct exchange *exchange) {
    const uint32_t seconds = exchange->server->options->timeout;

    if (!exchange->is_longer && seconds > 0 &&
        serve_now_ns() - exchange->began > seconds * UINT64_C(500000000)) {
        exchange->is_longer = 1;
        set_timeout(exchange, 0);
    }
    return MHD_YES;
}

static enum MHD_Result send_lost(struct exchange *exchange) {
    struct outcome *outcome = &exchange->outcome;
    struct xml text = {0};
    struct fault fault;

    (void)fault_set(&fault, FAULT_INTERNAL, "An internal error has occurred");
    answer_fault(&text, &fault, outcome->id);
    outcome->http = fault.http;
    outcome->kind = fault.kind;
    outcome->code = fault.code;
    return serve_send(exchange, &text, fault.http, "text/xml;charset=UTF-8",
                      outcome->id);
}

enum MHD_Result ready_send(struct exchange *exchange) {
    const enum keep_state state =
        keep_state_of(&exchange->worker->passes, exchange->pass);
    enum MHD_Result sent;

    if (state == KEEP_WAITS)
        return wait_on(exchange);
    exchange->worker->moved = 1;
    if (exchange->is_longer)
        set_timeout(exchange, exchange->server->options->timeout);
    sent = state == KEEP_LOST
               ? send_lost(exchange)
               : MHD_queue_response(exchange->connection,
                                    exchange->outcome.http, exchange->ready);
    exchange_tell(exchange, &exchange->outcome);
    ready_end(exchange);
    return sent;
}
