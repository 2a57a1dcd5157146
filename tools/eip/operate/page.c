/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Pages are put together, and tokens are formed, as botocore does it. */
#include "operate/page.h"

#include "clock.h"
#include "operate/admin.h"
#include "operate/fill.h"
#include "operate/show.h"
#include "operate/token.h"

#include <stdlib.h>
#include <string.h>

/* -- one call -------------------------------------------------------------- */

static int refuse(const struct shape_operation *operation, eip_status status,
                  const eip_error *error) {
    fprintf(stderr,
            "\nAn error occurred (%s) when calling the %s operation: %s\n",
            eip_status_code(status), operation->name,
            *error->message ? error->message : eip_status_text(status));
    return OPERATE_REFUSED;
}

static void tell(const struct ask *ask, eip_engine *engine, const void *request,
                 const void *response, eip_status status) {
    struct recorder *recorder = ask->common.recorder;
    const struct shape_operation *operation = ask->operation;
    const struct recorder_call call = {.operation = operation->name,
                                       .account = ask->common.account,
                                       .request = request,
                                       .response = response,
                                       .status = status,
                                       .now_ms = clock_ms()};

    if (!recorder)
        return;
    if (operation < admin_operations ||
        operation >= admin_operations + admin_operation_count) {
        recorder_note(recorder, engine, &call);
    } else if (!operation->reads) {
        recorder_quotas_changed(recorder);
        recorder_blocks_changed(recorder, engine, call.now_ms);
    }
}

static int call(const struct ask *ask, eip_engine *engine, void *request,
                cJSON **answer) {
    const struct shape_operation *operation = ask->operation;
    const eip_caller caller = EIP_CALLER_INIT(ask->common.account);
    _Alignas(16) char response[SHAPE_RESPONSE_BYTES_MAX];
    eip_error error = EIP_ERROR_INIT;
    eip_status status;

    shape_clear(operation->response, response);
    status = operation->call(engine, &caller, request, response, &error);
    tell(ask, engine, request, response, status);
    if (status != EIP_OK)
        return refuse(operation, status, &error);
    *answer = show_struct(operation->response, response);
    shape_response_free(operation, response);
    return CLI_OK;
}

static int call_once(const struct ask *ask, eip_engine *engine,
                     cJSON **answer) {
    struct fill fill;
    int code = OPERATE_USAGE;

    if (fill_begin(&fill, ask->operation->request, ask->parameters))
        code = call(ask, engine, fill.request, answer);
    fill_end(&fill);
    return code;
}

/* -- all pages ------------------------------------------------------------- */

/* How far we are. */
struct paging {
    const struct ask *ask;
    const char *name; /* of the member that is the list */
    cJSON *all;       /* items so far */
    int64_t count;    /* of those */
    char *at;         /* token of this page; NULL: the first */
    int64_t skip;     /* items of it that were answered before */
    char *resume;
    bool is_done;
};

static const char *list_name(const struct shape_operation *operation) {
    const struct shape_member *member = operation->response->members;

    while (member->kind != SHAPE_PAGE)
        member++;
    return member->name;
}

static bool is_enough(const struct paging *paging) {
    return paging->ask->max_items >= 0 &&
           paging->count == paging->ask->max_items;
}

/* Take over what is wanted of a page. */
static void take_items(struct paging *paging, cJSON *page) {
    cJSON *list = tree_get(page, paging->name);
    int64_t kept = 0;
    cJSON *item;

    for (int64_t i = 0; i < paging->skip; i++)
        cJSON_DeleteItemFromArray(list, 0);
    while (!is_enough(paging) &&
           (item = cJSON_DetachItemFromArray(list, 0)) != NULL) {
        tree_add(paging->all, item);
        paging->count++;
        kept++;
    }
    if (list->child) { /* more than was asked for */
        paging->resume = token_write(paging->at, kept + paging->skip);
        paging->is_done = true;
    }
}

static void go_on(struct paging *paging, const cJSON *page) {
    const cJSON *next = tree_get(page, "NextToken");

    free(paging->at);
    paging->at = next ? tree_need(strdup(next->valuestring)) : NULL;
    paging->skip = 0;
    if (next && is_enough(paging))
        paging->resume = token_write(paging->at, -1);
    paging->is_done = !next || is_enough(paging);
}

static int take_page(struct paging *paging, eip_engine *engine) {
    cJSON *page = NULL;
    int code;

    if (paging->at)
        tree_put(paging->ask->parameters, "NextToken", tree_string(paging->at));
    code = call_once(paging->ask, engine, &page);
    if (code != CLI_OK)
        return code;
    take_items(paging, page);
    if (!paging->is_done)
        go_on(paging, page);
    cJSON_Delete(page);
    return CLI_OK;
}

static int call_pages(const struct ask *ask, eip_engine *engine, cJSON **answer,
                      char **token) {
    struct paging paging = {.ask = ask, .name = list_name(ask->operation)};
    int code = CLI_OK;

    if (ask->starting_token)
        token_read(ask->starting_token, &paging.at, &paging.skip);
    if (ask->page_size >= 0)
        tree_put(ask->parameters, "MaxResults",
                 tree_number((double)ask->page_size));
    *answer = tree_object();
    paging.all = tree_list();
    tree_put(*answer, paging.name, paging.all);
    while (code == CLI_OK && !paging.is_done)
        code = take_page(&paging, engine);
    free(paging.at);
    *token = paging.resume;
    if (code != CLI_OK)
        cJSON_Delete(*answer);
    return code;
}

int page_call(const struct ask *ask, eip_engine *engine, cJSON **answer,
              char **token) {
    *token = NULL;
    if (ask->is_paged)
        return call_pages(ask, engine, answer, token);
    return call_once(ask, engine, answer);
}
