/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeTags. */
#include "eip/tag.h"

#include "ops/filter.h"
#include "ops/page.h"
#include "ops/taggable.h"

#include <string.h>

#define ACTION "ec2:DescribeTags"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000, KIND_SHIFT = 56, ID_SIZE = 64 };

/* A page under way: rows first, whose texts live for the call; one more than
 * it shows says that there are others. */
struct page_rows {
    struct eip__call *call;
    const struct eip__filters *filters;
    struct eip__page page;
    uint64_t kind; /* in places */
    uint64_t count;
    uint64_t text_bytes;
    struct eip__tag_row *row; /* page.limit + 1 */
    char (*id)[ID_SIZE];
};

struct eip_tag_list {
    struct eip__host *host;
    uint64_t bytes;
    uint64_t count;
    uint32_t token_size;
    char token[EIP__PAGE_TOKEN];
    eip_tag_description item[]; /* then the texts */
};

/* -- filters ---------------------------------------------------------------------- */

enum member { KEY = EIP__FILTER_OWN, RESOURCE_ID, RESOURCE_TYPE, VALUE };

static const struct eip__filter_name names[] = {
    {"key", KEY},
    {"resource-id", RESOURCE_ID},
    {"resource-type", RESOURCE_TYPE},
    {"value", VALUE},
    {NULL, 0},
};

static eip_text read_member(const void *item, uint32_t member, char *room) {
    const struct eip__tag_row *row = item;

    (void)room;
    switch (member) {
    case KEY:
        return row->key;
    case RESOURCE_ID:
        return row->id;
    case RESOURCE_TYPE:
        return eip_text_of(row->type);
    default:
        return row->value;
    }
}

/* -- rows --------------------------------------------------------------------------- */

static bool add_row(void *context, const struct eip__tag_row *from) {
    struct page_rows *rows = context;
    const eip_tag one = {from->key, from->value};
    const struct eip__filter_item item = {NULL, read_member, from, &one};
    struct eip__tag_row *row = &rows->row[rows->count];

    if (!eip__page_is_past(&rows->page, rows->kind | from->place, from->key) ||
        !eip__filters_hold(rows->filters, &item)) {
        return true;
    }
    *row = *from;
    row->place |= rows->kind;
    memcpy(rows->id[rows->count], from->id.data, from->id.size);
    row->id.data = rows->id[rows->count];
    rows->text_bytes += from->id.size;
    rows->text_bytes += from->key.size;
    rows->text_bytes += from->value.size;
    return rows->count++ != rows->page.limit;
}

/* A kind past the page's last row is not looked at: there is no room. */
static eip_status collect(struct page_rows *rows) {
    eip_status status = EIP_OK;

    for (uint64_t i = 0;
         eip__taggables[i].prefix != NULL && rows->count <= rows->page.limit;
         i++) {
        rows->kind = i << KIND_SHIFT;
        status = eip__taggables[i].visit(rows->call, add_row, rows);
        if (status != EIP_OK) {
            break;
        }
    }
    return status;
}

/* -- making --------------------------------------------------------------------------- */

static eip_text copy(char **at, eip_text from) {
    eip_text text = {*at, from.size, 0};

    if (from.size != 0) {
        memcpy(*at, from.data, from.size);
        *at += from.size;
    }
    return text;
}

static eip_status make(struct page_rows *rows, eip_tag_list **result) {
    struct eip__host *host = &rows->call->engine->host;
    uint64_t count =
        rows->count > rows->page.limit ? rows->page.limit : rows->count;
    uint64_t bytes = sizeof **result + count * sizeof(eip_tag_description) +
                     rows->text_bytes;
    eip_tag_list *list = eip__host_allocate(host, bytes);
    char *at;

    if (list == NULL) {
        return eip__call_fail(rows->call, EIP_ERR_OUT_OF_MEMORY);
    }
    memset(list, 0, sizeof *list);
    list->host = host;
    list->bytes = bytes;
    list->count = count;
    at = (char *)&list->item[count];
    for (uint64_t i = 0; i < count; i++) {
        const struct eip__tag_row *row = &rows->row[i];

        list->item[i] = (eip_tag_description){
            .size = sizeof list->item[i],
            .key = copy(&at, row->key),
            .value = copy(&at, row->value),
            .resource_id = copy(&at, row->id),
            .resource_type = eip_text_of(row->type),
        };
    }
    if (rows->count > count) {
        const struct eip__tag_row *last = &rows->row[count - 1];

        list->token_size = eip__page_token(rows->call, ACTION, last->place,
                                           last->key, list->token);
    }
    *result = list;
    return EIP_OK;
}

/* -- the operation ----------------------------------------------------------------------- */

static eip_status fill(struct page_rows *rows, bool dry_run,
                       eip_tag_list **list) {
    struct eip__host *host = &rows->call->engine->host;
    uint64_t room = rows->page.limit + 1;
    eip_status status;

    rows->row = eip__host_allocate(host, room * sizeof *rows->row);
    rows->id = eip__host_allocate(host, room * sizeof *rows->id);
    status = rows->row != NULL && rows->id != NULL
                 ? collect(rows)
                 : eip__call_fail(rows->call, EIP_ERR_OUT_OF_MEMORY);
    if (status == EIP_OK) {
        status = dry_run ? eip__call_fail(rows->call, EIP_ERR_DRY_RUN)
                         : make(rows, list);
    }
    eip__host_release(host, rows->row, room * sizeof *rows->row);
    eip__host_release(host, rows->id, room * sizeof *rows->id);
    return status;
}

/* The shared engine of filters knows it, DescribeTags does not. */
static eip_status check_names(struct eip__call *call,
                              const eip_describe_tags_request *request) {
    for (uint32_t i = 0; i < request->filter_count; i++) {
        if (eip__text_equals(request->filters[i].name, "tag-key")) {
            eip_status status =
                eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                          "Filter", "The filter 'tag-key' is invalid");

            eip__fail_index(call->error, i);
            return status;
        }
    }
    return EIP_OK;
}

static eip_status describe(struct eip__call *call,
                           const eip_describe_tags_request *request,
                           eip_tag_list **list) {
    const struct eip__page_ask ask = {
        .action = ACTION,
        .next_token = request->next_token,
        .max_results = request->max_results,
        .max_results_given =
            (request->flags & EIP_DESCRIBE_TAGS_MAX_RESULTS) != 0,
        .least = RESULTS_MIN,
        .most = RESULTS_MAX,
    };
    struct eip__filters filters;
    struct page_rows rows = {.call = call, .filters = &filters};
    eip_status status = eip__page_open(call, &ask, &rows.page);

    if (status == EIP_OK) {
        status = check_names(call, request);
    }
    if (status == EIP_OK) {
        status = eip__filters_open(&filters, call, request->filters,
                                   request->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status =
        fill(&rows, (request->flags & EIP_DESCRIBE_TAGS_DRY_RUN) != 0, list);
    eip__filters_close(&filters);
    return status;
}

static eip_status read_request(const eip_describe_tags_request *theirs,
                               eip_describe_tags_request *own,
                               eip_error *error) {
    static const eip_describe_tags_request all = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    const uint32_t flags =
        EIP_DESCRIBE_TAGS_DRY_RUN | EIP_DESCRIBE_TAGS_MAX_RESULTS;
    eip_status status = EIP_OK;

    *own = all;
    if (theirs != NULL) {
        status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    }
    if (status == EIP_OK &&
        ((own->flags & ~flags) != 0 || !eip__text_is_formed(own->next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK
               ? eip__filters_form(own->filters, own->filter_count, error)
               : eip__fail(error, status, "request", NULL);
}

eip_status eip_describe_tags(eip_engine *engine, const eip_caller *caller,
                             const eip_describe_tags_request *request,
                             eip_tag_list **list, eip_error *error) {
    eip_describe_tags_request own;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__call_authorize(&call, ACTION, (eip_text){NULL, 0, 0});
    if (status == EIP_OK) {
        status = describe(&call, &own, list);
    }
    eip__call_end(&call);
    return status;
}

/* -- reading -------------------------------------------------------------------------------- */

uint64_t eip_tag_list_count(const eip_tag_list *list) {
    return list == NULL ? 0 : list->count;
}

eip_text eip_tag_list_next_token(const eip_tag_list *list) {
    return list == NULL || list->token_size == 0
               ? (eip_text){NULL, 0, 0}
               : (eip_text){list->token, list->token_size, 0};
}

eip_status eip_tag_list_at(const eip_tag_list *list, uint64_t index,
                           eip_tag_description *tag) {
    if (list == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= list->count) {
        return EIP_ERR_ARGUMENT;
    }
    return eip__struct_out(tag, &list->item[index], sizeof *tag, sizeof *tag);
}

void eip_tag_list_free(eip_tag_list *list) {
    if (list != NULL) {
        eip__host_release(list->host, list, list->bytes);
    }
}
