/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the reading of ip-ranges.json for the planner: as for replay, but each
 * block keeps its line, and host bits can be looked at. */
#include "plan/read_json.h"

#include "json_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const struct input *input;
    const struct read_options *options;
    struct source *source;
    const size_t *places; /* of each element */
    uint32_t file;
    uint32_t line;    /* of the element last looked for */
    size_t line_from; /* offset at which that was known */
    int index;
    const cJSON *item;
};

bool read_name_is_good(const char *name) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t size = strlen(name);

    return size >= 1 && size <= EIP_LIMIT_NAME && strspn(name, allowed) == size;
}

static size_t place(const struct reading *reading, const char *member) {
    return json_locate(reading->input, "prefixes", reading->index, member);
}

static int member_text(const struct reading *reading, const char *name,
                       const char **text) {
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(reading->item, name);

    *text = "";
    if (!member)
        return input_refuse(reading->input, place(reading, NULL),
                            "\"%s\" is missing", name);
    if (!cJSON_IsString(member))
        return input_refuse(reading->input, place(reading, name),
                            "\"%s\" is not a string", name);
    *text = member->valuestring;
    return CLI_OK;
}

static int member_name(const struct reading *reading, const char *name,
                       const char **text) {
    int code = member_text(reading, name, text);

    if (code == CLI_OK && !read_name_is_good(*text))
        return input_refuse(reading->input, place(reading, name),
                            "\"%s\" is no name (1 to %d letters, digits, '-', "
                            "'_' and '.')",
                            name, EIP_LIMIT_NAME);
    return code;
}

static int member_cidr(const struct reading *reading,
                       struct source_block *block) {
    const char *text = "";
    int code = member_text(reading, "ip_prefix", &text);

    if (code != CLI_OK)
        return code;
    if (!strchr(text, '/') || !read_cidr(text, &block->cidr, &block->host))
        return input_refuse(reading->input, place(reading, "ip_prefix"),
                            "'%.40s' is not a CIDR block (a.b.c.d/n)", text);
    if (block->host && reading->options->host == READ_REFUSE)
        return input_refuse(reading->input, place(reading, "ip_prefix"),
                            "'%.40s' has host bits", text);
    return CLI_OK;
}

static bool is_service(const struct read_list *list, const char *service) {
    uint32_t i;

    for (i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], service) == 0)
            return true;
    }
    return list->count == 0 && strcmp(service, "EC2") == 0;
}

/* Elements come in the order of the text, so lines are counted on. */
static uint32_t line_of(struct reading *reading) {
    size_t to = reading->places[reading->index];

    while (reading->line_from < to) {
        if (reading->input->text[reading->line_from++] == '\n')
            reading->line++;
    }
    return reading->line;
}

static int take_item(struct reading *reading) {
    struct source_block block = {.file = reading->file};
    const char *region = "";
    const char *service = "";
    const char *group;
    int code;

    if (!cJSON_IsObject(reading->item))
        return input_refuse(reading->input, place(reading, NULL),
                            "an element of \"prefixes\" is not an object");
    code = member_cidr(reading, &block);
    if (code == CLI_OK)
        code = member_name(reading, "region", &region);
    if (code == CLI_OK)
        code = member_name(reading, "service", &service);
    group = region; /* files from before 2020 have no border groups */
    if (code == CLI_OK &&
        cJSON_GetObjectItemCaseSensitive(reading->item, "network_border_group"))
        code = member_name(reading, "network_border_group", &group);
    if (code != CLI_OK || !is_service(&reading->options->services, service) ||
        !read_selects(reading->options, "amazon", region, group))
        return code;
    block.line = line_of(reading);
    block.space = source_space(reading->source, "amazon", region, group);
    if (block.space == UINT32_MAX || !source_block(reading->source, &block))
        return CLI_IO;
    return CLI_OK;
}

static int take_items(struct reading *reading, const cJSON *array) {
    size_t count = (size_t)cJSON_GetArraySize(array);
    size_t *places = calloc(count + 1, sizeof(*places));
    int code = CLI_OK;

    if (!places) {
        cli_say("%s: %s", reading->input->name, strerror(ENOMEM));
        return CLI_IO;
    }
    json_places(reading->input, "prefixes", "ip_prefix", places, count);
    reading->places = places;
    cJSON_ArrayForEach(reading->item, array) {
        code = take_item(reading);
        if (code != CLI_OK)
            break;
        reading->index++;
    }
    free(places);
    return code;
}

int read_json(const struct input *input, const struct read_options *options,
              struct source *source) {
    struct reading reading = {
        .input = input, .options = options, .source = source, .line = 1};
    const cJSON *array = NULL;
    cJSON *root = NULL;
    int code = json_read(input, &root);

    if (code != CLI_OK)
        return code;
    array = cJSON_GetObjectItemCaseSensitive(root, "prefixes");
    reading.file = source_file(source, input->name);
    if (reading.file == UINT32_MAX)
        code = CLI_IO;
    else if (!cJSON_IsObject(root))
        code = input_refuse(input, 0, "the document is not an object");
    else if (!cJSON_IsArray(array))
        code = input_refuse(
            input, json_locate(input, "prefixes", JSON_NO_INDEX, NULL),
            "\"prefixes\" is %s", array ? "not an array" : "missing");
    else
        code = take_items(&reading, array);
    cJSON_Delete(root);
    return code;
}
