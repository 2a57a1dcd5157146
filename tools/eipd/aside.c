/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Paths that EC2 does not have: readiness, metrics, and for test suites. */
#include "answer.h"
#include "serve.h"

#include <stdio.h>
#include <string.h>

static enum MHD_Result refuse(struct exchange *exchange, uint32_t kind,
                              const char *message) {
    struct fault fault;
    struct xml text = {0};

    (void)fault_set(&fault, kind, "%s", message);
    answer_fault(&text, &fault, "-");
    return serve_send(exchange, &text, fault.http, "text/xml;charset=UTF-8",
                      NULL);
}

static enum MHD_Result plain(struct exchange *exchange, const char *string) {
    struct xml text = {0};

    xml_string(&text, string);
    return serve_send(exchange, &text, 200, "text/plain; charset=utf-8", NULL);
}

static enum MHD_Result show_metrics(struct exchange *exchange) {
    struct world *world = world_take(&exchange->server->worlds);
    struct xml text = {0};

    metrics_write(&exchange->server->metrics, world->engine, &text);
    world_give(world);
    return serve_send(exchange, &text, 200,
                      "text/plain; version=0.0.4; charset=utf-8", NULL);
}

static enum MHD_Result reset(struct exchange *exchange) {
    if (!worlds_reset(&exchange->server->worlds))
        return refuse(exchange, FAULT_INTERNAL, "There is no new engine");
    repeat_clear(&exchange->server->repeat);
    return plain(exchange, "reset\n");
}

/** What a suite cannot learn from the operations: the scope in which an account
 *  makes its IPAM pools. */
static enum MHD_Result show_account(struct exchange *exchange,
                                    const char *number) {
    struct world *world;
    char scope_text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    struct xml text = {0};
    uint64_t account;
    uint64_t scope = 0;

    if (eip_account_parse(eip_text_of(number), &account) != EIP_OK)
        return refuse(exchange, FAULT_PATH, "There is no such account");
    world = world_take(&exchange->server->worlds);
    if (eip_admin_ipam_default_scope(world->engine, account, &scope) == EIP_OK)
        (void)eip_ipam_scope_id_format(scope, scope_text);
    world_give(world);
    if (scope == 0)
        return refuse(exchange, FAULT_INTERNAL, "There is no scope");
    xml_format(&text,
               "{\"account\": \"%s\", \"ipamDefaultPublicScopeId\": \"%s\"}\n",
               number, scope_text);
    return serve_send(exchange, &text, 200, "application/json", NULL);
}

enum MHD_Result aside_answer(struct exchange *exchange) {
    static const char account[] = "/_eip/account/";
    int gets = strcmp(exchange->method, "GET") == 0;
    int posts = strcmp(exchange->method, "POST") == 0;
    const char *path = exchange->path;

    if (strcmp(path, "/health") == 0)
        return plain(exchange, "ok\n");
    if (strcmp(path, "/metrics") == 0 && gets)
        return show_metrics(exchange);
    if (exchange->server->options->allow_reset) {
        if (strcmp(path, "/_eip/reset") == 0 && posts)
            return reset(exchange);
        if (strncmp(path, account, sizeof account - 1) == 0 && gets)
            return show_account(exchange, path + sizeof account - 1);
    }
    return refuse(exchange, FAULT_PATH, "There is nothing at this path");
}
