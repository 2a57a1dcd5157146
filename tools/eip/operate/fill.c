/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Messages are those of the AWS CLI, which finds the same faults before it
 * sends anything. */
#include "operate/fill.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { FILL_PATH_SIZE = 200 };

/* Where in the parameters we are. */
struct spot {
    struct fill *fill;
    const char *path; /* "" at the top */
};

static const char *place(const struct spot *spot) {
    return *spot->path ? spot->path : "input";
}

static void begin_fault(void) {
    fputs("\nParameter validation failed:\n", stderr);
}

static bool end_fault(void) {
    fputc('\n', stderr);
    return false;
}

#define WRONG(...)                                                             \
    (begin_fault(), (void)fprintf(stderr, __VA_ARGS__), end_fault())

static void *block(struct fill *fill, size_t count, size_t bytes) {
    fill->blocks = tree_need(
        realloc(fill->blocks, (fill->count + 1) * sizeof(*fill->blocks)));
    fill->blocks[fill->count] = tree_need(calloc(count ? count : 1, bytes));
    return fill->blocks[fill->count++];
}

const char *fill_kind_name(uint32_t kind) {
    switch (kind) {
    case SHAPE_NUMBER:
        return "integer";
    case SHAPE_BOOLEAN:
        return "boolean";
    case SHAPE_LIST:
        return "list";
    case SHAPE_STRUCTURE:
        return "structure";
    default:
        return "string";
    }
}

static bool is_of_kind(const cJSON *value, uint32_t kind) {
    switch (kind) {
    case SHAPE_NUMBER:
        return cJSON_IsNumber(value) &&
               value->valuedouble == (double)value->valueint;
    case SHAPE_BOOLEAN:
        return cJSON_IsBool(value);
    case SHAPE_LIST:
        return cJSON_IsArray(value);
    case SHAPE_STRUCTURE:
        return cJSON_IsObject(value);
    default:
        return cJSON_IsString(value);
    }
}

static bool fill_struct(const struct spot *spot, const struct shape *shape,
                        const cJSON *value, char *at);

static void fill_text(const cJSON *value, char *at) {
    const eip_text text = eip_text_of(value->valuestring);

    memcpy(at, &text, sizeof(text));
}

static bool fill_item(const struct spot *spot, const struct shape *shape,
                      const cJSON *value, char *at) {
    uint32_t kind = shape->members ? SHAPE_STRUCTURE : SHAPE_TEXT;

    if (!is_of_kind(value, kind))
        return WRONG("Invalid type for parameter %s, valid types: %s",
                     place(spot), fill_kind_name(kind));
    if (shape->members)
        return fill_struct(spot, shape, value, at);
    fill_text(value, at);
    return true;
}

static bool fill_list(const struct spot *spot,
                      const struct shape_member *member, const cJSON *value,
                      char *at) {
    uint32_t count = (uint32_t)cJSON_GetArraySize(value);
    char *items = block(spot->fill, count, member->of->bytes);
    const cJSON *one;
    uint32_t i = 0;

    memcpy(at + member->offset, &items, sizeof(items));
    memcpy(at + member->count, &count, sizeof(count));
    cJSON_ArrayForEach(one, value) {
        char path[FILL_PATH_SIZE + 16];
        const struct spot inner = {spot->fill, path};

        (void)snprintf(path, sizeof(path), "%s[%u]", spot->path, i);
        shape_clear(member->of, items);
        if (!fill_item(&inner, member->of, one, items))
            return false;
        items += member->of->bytes;
        i++;
    }
    return true;
}

static bool fill_member(const struct spot *outer,
                        const struct shape_member *member, const cJSON *value,
                        char *at) {
    char path[FILL_PATH_SIZE];
    const struct spot spot = {outer->fill, path};
    int32_t number = value->valueint;

    (void)snprintf(path, sizeof(path), "%s%s%s", outer->path,
                   *outer->path ? "." : "", member->name);
    if (!is_of_kind(value, member->kind))
        return WRONG("Invalid type for parameter %s, valid types: %s", path,
                     fill_kind_name(member->kind));
    switch (member->kind) {
    case SHAPE_NUMBER:
        memcpy(at + member->offset, &number, sizeof(number));
        shape_add_flag(at, member->count, member->flag);
        return true;
    case SHAPE_BOOLEAN:
        shape_add_flag(at, member->count,
                       cJSON_IsTrue(value) ? member->flag : member->flag_false);
        return true;
    case SHAPE_LIST:
        return fill_list(&spot, member, value, at);
    case SHAPE_STRUCTURE:
        return fill_struct(&spot, member->of, value, at + member->offset);
    default:
        fill_text(value, at + member->offset);
        return true;
    }
}

static const struct shape_member *find(const struct shape *shape,
                                       const char *name) {
    for (uint32_t i = 0; i < shape->count; i++) {
        if (strcmp(shape->members[i].name, name) == 0)
            return &shape->members[i];
    }
    return NULL;
}

static bool unknown(const struct spot *spot, const struct shape *shape,
                    const char *name) {
    char names[1024] = "";
    size_t size = 0;

    for (uint32_t i = 0; i < shape->count && size < sizeof(names); i++)
        size += (size_t)snprintf(names + size, sizeof(names) - size, "%s%s",
                                 i > 0 ? ", " : "", shape->members[i].name);
    return WRONG("Unknown parameter in %s: \"%s\", must be one of: %s",
                 place(spot), name, names);
}

static bool fill_struct(const struct spot *spot, const struct shape *shape,
                        const cJSON *value, char *at) {
    const cJSON *part;

    for (uint32_t i = 0; i < shape->count; i++) {
        const struct shape_member *member = &shape->members[i];

        if (member->required && !tree_get(value, member->name))
            return WRONG("Missing required parameter in %s: \"%s\"",
                         place(spot), member->name);
    }
    cJSON_ArrayForEach(part, value) {
        const struct shape_member *member = find(shape, part->string);

        if (!member)
            return unknown(spot, shape, part->string);
        if (!fill_member(spot, member, part, at))
            return false;
    }
    return true;
}

bool fill_begin(struct fill *fill, const struct shape *shape,
                const cJSON *parameters) {
    const struct spot spot = {fill, ""};

    *fill = (struct fill){NULL, NULL, 0};
    fill->request = block(fill, 1, shape->bytes);
    shape_clear(shape, fill->request);
    return fill_struct(&spot, shape, parameters, fill->request);
}

void fill_end(struct fill *fill) {
    for (uint32_t i = 0; i < fill->count; i++)
        free(fill->blocks[i]);
    free(fill->blocks);
    *fill = (struct fill){NULL, NULL, 0};
}
