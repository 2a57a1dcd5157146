/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "2026-01-02T03:04:05.678Z" as Python writes a time: six digits of a second or
 * none, and the zone's offset. */
static cJSON *show_time(eip_text text) {
    enum { SECONDS = 19, MILLISECONDS = 3 };
    char buffer[SHAPE_VALUE_SIZE];
    const char *fraction = text.data + SECONDS + 1;

    if (memcmp(fraction, "000", MILLISECONDS) == 0)
        (void)snprintf(buffer, sizeof(buffer), "%.*s+00:00", SECONDS,
                       text.data);
    else
        (void)snprintf(buffer, sizeof(buffer), "%.*s.%.*s000+00:00", SECONDS,
                       text.data, MILLISECONDS, fraction);
    return tree_string(buffer);
}

static cJSON *show_value(const struct shape_member *member, const void *at) {
    char buffer[SHAPE_VALUE_SIZE];
    eip_text text = shape_value(member, at, buffer);

    switch (member->kind) {
    case SHAPE_NUMBER:
    case SHAPE_UINT32:
    case SHAPE_UINT64:
        return tree_number((double)strtoull(text.data, NULL, 10));
    case SHAPE_BOOLEAN:
    case SHAPE_TRUE:
        return tree_flag(*text.data == 't');
    case SHAPE_TIME:
        return show_time(text);
    default:
        return tree_text(text.data, text.size);
    }
}

static cJSON *show_item(const struct shape *shape, const void *at) {
    const struct shape_member value = {.kind = shape->item};

    if (shape->members)
        return show_struct(shape, at);
    return show_value(&value, at);
}

static cJSON *show_list(const struct shape_member *member, const void *at) {
    const char *items = (const char *)at + member->offset;
    cJSON *list = tree_list();
    uint32_t count = 1;

    if (member->count != SHAPE_ONE) {
        memcpy(&count, (const char *)at + member->count, sizeof(count));
        memcpy(&items, items, sizeof(items));
    }
    for (uint32_t i = 0; i < count; i++)
        tree_add(list,
                 show_item(member->of, items + (size_t)i * member->of->bytes));
    return list;
}

/* One of a list of the library's; its texts end with the next. */
static cJSON *show_listed(const struct shape_pager *pager, const void *list,
                          uint64_t index) {
    _Alignas(16) char item[SHAPE_ITEM_BYTES_MAX];

    shape_clear(pager->of, item);
    if (pager->at(list, index, item) != EIP_OK)
        return tree_object();
    return show_struct(pager->of, item);
}

static cJSON *show_page(const struct shape_member *member, const void *list) {
    cJSON *items = tree_list();
    uint64_t count = member->pager->count(list);

    for (uint64_t i = 0; i < count; i++)
        tree_add(items, show_listed(member->pager, list, i));
    return items;
}

static cJSON *show_member(const struct shape_member *member, const void *at) {
    const void *list;

    switch (member->kind) {
    case SHAPE_LIST:
        return show_list(member, at);
    case SHAPE_STRUCTURE:
        return show_struct(member->of, (const char *)at + member->offset);
    case SHAPE_PAGE:
    case SHAPE_FIRST:
        memcpy(&list, (const char *)at + member->offset, sizeof(list));
        return member->kind == SHAPE_PAGE ? show_page(member, list)
                                          : show_listed(member->pager, list, 0);
    default:
        return show_value(member, at);
    }
}

cJSON *show_struct(const struct shape *shape, const void *at) {
    cJSON *object = tree_object();

    for (uint32_t i = 0; i < shape->count; i++) {
        const struct shape_member *member = &shape->members[i];

        /* The protocol says `return`, which clients have no name for. */
        if (strcmp(member->wire, "return") != 0 && shape_has(member, at))
            tree_put(object, member->name, show_member(member, at));
    }
    return object;
}
