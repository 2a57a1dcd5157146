/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/output.h"

#include <stdlib.h>
#include <string.h>

const char *output_scalar(const cJSON *value, char buffer[OUTPUT_NUMBER_SIZE]) {
    if (cJSON_IsString(value))
        return value->valuestring;
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? "True" : "False"; /* Python's */
    (void)snprintf(buffer, OUTPUT_NUMBER_SIZE, "%.0f", value->valuedouble);
    return buffer;
}

static int compare(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct names {
    const char **items;
    size_t count;
    size_t room;
};

static void add_names(struct names *names, const cJSON *object, bool branches) {
    const cJSON *value;

    cJSON_ArrayForEach(value, object) {
        size_t i = 0;

        while (i < names->count && strcmp(names->items[i], value->string) != 0)
            i++;
        if (i < names->count || tree_is_branch(value) != branches)
            continue;
        if (names->count == names->room) {
            names->room = names->room ? 2 * names->room : 16;
            names->items = tree_need(
                realloc(names->items, names->room * sizeof(*names->items)));
        }
        names->items[names->count++] = value->string;
    }
}

const char **output_names(const cJSON *objects, bool branches, size_t *count) {
    struct names names = {NULL, 0, 0};
    const cJSON *object;

    if (cJSON_IsObject(objects)) {
        add_names(&names, objects, branches);
    } else {
        cJSON_ArrayForEach(object, objects) add_names(&names, object, branches);
    }
    if (names.count > 1)
        qsort(names.items, names.count, sizeof(*names.items), compare);
    *count = names.count;
    return names.items;
}

void output(FILE *file, enum output_form form, const char *title,
            const cJSON *answer) {
    if (!answer->child)
        return;
    if (form == OUTPUT_TEXT)
        output_text(file, answer);
    else if (form == OUTPUT_TABLE)
        output_table(file, title, answer);
    else
        output_json(file, answer);
}
