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
        return MHD_YES;
    exchange->worker->moved = 1;
    sent = state == KEEP_LOST
               ? send_lost(exchange)
               : MHD_queue_response(exchange->connection,
                                    exchange->outcome.http, exchange->ready);
    exchange_tell(exchange, &exchange->outcome);
    ready_end(exchange);
    return sent;
}
