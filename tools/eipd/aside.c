/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Paths that EC2 does not have: readiness, metrics, and for test suites. */
#include "answer.h"
#include "serve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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
    record_metrics(&exchange->server->record, &text);
    world_give(world);
    return serve_send(exchange, &text, 200,
                      "text/plain; version=0.0.4; charset=utf-8", NULL);
}

static enum MHD_Result reset(struct exchange *exchange) {
    if (!worlds_reset(&exchange->server->worlds))
        return refuse(exchange, FAULT_INTERNAL, "There is no new engine");
    repeat_clear(&exchange->server->repeat);
    record_restart(&exchange->server->record, &exchange->server->worlds);
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

/* -- what only test suites want ---------------------------------------------- */

/** A whole number of the URL's query; `instead` if it is not there. Returns 0
 *  if it is none, or larger. */
static int argument(struct exchange *exchange, const char *name,
                    uint64_t largest, uint64_t instead, uint64_t *number) {
    const char *text = MHD_lookup_connection_value(exchange->connection,
                                                   MHD_GET_ARGUMENT_KIND, name);
    char *end;

    *number = instead;
    if (text == NULL)
        return 1;
    if (*text < '0' || *text > '9')
        return 0;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0' && *number <= largest;
}

static enum MHD_Result advance(struct exchange *exchange) {
    enum { CENTURY_DAYS = 36525 };
    uint64_t ms;

    if (!argument(exchange, "advance-ms", CENTURY_DAYS * UINT64_C(86400000), 0,
                  &ms))
        return refuse(exchange, FAULT_INVALID_VALUE, "advance-ms is too far");
    worlds_advance(&exchange->server->worlds, ms);
    return plain(exchange, "ahead\n");
}

/** The name of a snapshot in the URL's query; NULL if it is none. */
static const char *snapshot_name(struct exchange *exchange) {
    const char *name = MHD_lookup_connection_value(
        exchange->connection, MHD_GET_ARGUMENT_KIND, "name");

    return name != NULL && *name != '\0' && strlen(name) < WORLDS_NAME_SIZE
               ? name
               : NULL;
}

static enum MHD_Result save(struct exchange *exchange) {
    const char *name = snapshot_name(exchange);

    if (name == NULL)
        return refuse(exchange, FAULT_INVALID_VALUE, "name");
    if (!worlds_save(&exchange->server->worlds, name))
        return refuse(exchange, FAULT_INTERNAL, "There is no snapshot");
    return plain(exchange, "saved\n");
}

static enum MHD_Result restore(struct exchange *exchange) {
    const char *name = snapshot_name(exchange);

    if (name == NULL || !worlds_restore(&exchange->server->worlds, name))
        return refuse(exchange, FAULT_PATH, "There is no such snapshot");
    repeat_clear(&exchange->server->repeat);
    record_restart(&exchange->server->record, &exchange->server->worlds);
    return plain(exchange, "restored\n");
}

static enum MHD_Result set_account(struct exchange *exchange,
                                   const char *number) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_error error = EIP_ERROR_INIT;
    struct world *world;
    uint64_t quota;
    uint64_t is_classic;
    eip_status status;

    if (eip_account_parse(eip_text_of(number), &spec.account) != EIP_OK)
        return refuse(exchange, FAULT_PATH, "There is no such account");
    if (!argument(exchange, "quota", EIP_QUOTA_MAX, EIP_QUOTA_DEFAULT,
                  &quota) ||
        !argument(exchange, "classic", 1, 0, &is_classic))
        return refuse(exchange, FAULT_INVALID_VALUE, "quota or classic");
    spec.quota = (uint32_t)quota;
    spec.flags = is_classic ? EIP_ACCOUNT_CLASSIC : 0;
    world = world_take(&exchange->server->worlds);
    status = eip_admin_set_account(world->engine, &spec, &error);
    world_give(world);
    if (status != EIP_OK)
        return refuse(exchange, FAULT_INTERNAL, error.message);
    record_quotas_changed(&exchange->server->record);
    return plain(exchange, "set\n");
}

static enum MHD_Result answer_suite(struct exchange *exchange, int posts) {
    static const char account[] = "/_eip/account/";
    const char *path = exchange->path;

    if (strcmp(path, "/_eip/reset") == 0 && posts)
        return reset(exchange);
    if (strcmp(path, "/_eip/clock") == 0 && posts)
        return advance(exchange);
    if (strcmp(path, "/_eip/snapshot") == 0 && posts)
        return save(exchange);
    if (strcmp(path, "/_eip/restore") == 0 && posts)
        return restore(exchange);
    if (strncmp(path, account, sizeof account - 1) != 0)
        return refuse(exchange, FAULT_PATH, "There is nothing at this path");
    return posts ? set_account(exchange, path + sizeof account - 1)
                 : show_account(exchange, path + sizeof account - 1);
}

static enum MHD_Result answer(struct exchange *exchange) {
    int gets = strcmp(exchange->method, "GET") == 0 ||
               strcmp(exchange->method, "HEAD") == 0;
    int posts = strcmp(exchange->method, "POST") == 0;
    const char *path = exchange->path;

    if (strcmp(path, "/health") == 0)
        return plain(exchange, "ok\n");
    if (strcmp(path, "/metrics") == 0 && gets)
        return show_metrics(exchange);
    if (exchange->server->options->allow_reset && (gets || posts))
        return answer_suite(exchange, posts);
    return refuse(exchange, FAULT_PATH, "There is nothing at this path");
}

/** A text of the client's as a word of the log. */
static void clean(const char *text, char *word, size_t room) {
    size_t at = 0;

    for (; text[at] != '\0' && at + 1 < room; at++)
        word[at] = (char)(text[at] > ' ' && text[at] < 127 ? text[at] : '?');
    word[at] = '\0';
}

enum MHD_Result aside_answer(struct exchange *exchange) {
    enum MHD_Result sent = answer(exchange);
    char method[16];
    char path[128];

    if (!exchange->server->options->log)
        return sent;
    clean(exchange->method, method, sizeof method);
    clean(exchange->path, path, sizeof path);
    fprintf(stderr, "level=info method=%s path=%s status=%u us=%llu\n", method,
            path, exchange->outcome.http,
            (unsigned long long)((serve_now_ns() - exchange->began) / 1000));
    return sent;
}
