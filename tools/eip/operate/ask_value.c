/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/ask_value.h"

#include "cli.h"
#include "input.h"
#include "json_read.h"
#include "operate/shorthand.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

char *ask_word(const char *option, const char *word) {
    static const char scheme[] = "file://";
    struct input input;
    char *text;

    if (strncmp(word, scheme, sizeof(scheme) - 1) != 0)
        return tree_need(strdup(word));
    if (input_read(&input, word + sizeof(scheme) - 1) != CLI_OK) {
        cli_usage("--%s: no value", option);
        return NULL;
    }
    text = tree_need(strndup(input.text, input.size));
    input_free(&input);
    return text;
}

cJSON *ask_json(const char *option, const char *text) {
    char name[64];
    struct input input;
    cJSON *root;

    (void)snprintf(name, sizeof(name), "--%s", option);
    input_borrow(&input, name, text, strlen(text));
    return json_read(&input, &root) == CLI_OK ? root : NULL;
}

/* -- short form ------------------------------------------------------------ */

static cJSON *number_of(const char *text) {
    char *end;
    long number;

    errno = 0;
    number = strtol(text, &end, 10);
    if (errno || end == text || *end || number < INT32_MIN ||
        number > INT32_MAX)
        return NULL;
    return tree_number((double)number);
}

static void shape_up(const struct shape *shape, cJSON *value);

/* The short form knows texts alone, and has a list of one as a text. */
static cJSON *shaped(const struct shape_member *member, const cJSON *value) {
    cJSON *list;

    if (cJSON_IsString(value) && member->kind == SHAPE_NUMBER)
        return number_of(value->valuestring);
    if (member->kind != SHAPE_LIST || cJSON_IsArray(value))
        return NULL;
    list = tree_list();
    tree_add(list, tree_need(cJSON_Duplicate(value, true)));
    return list;
}

static void shape_member_up(const struct shape_member *member, cJSON *object) {
    cJSON *value = tree_get(object, member->name);
    cJSON *better = value ? shaped(member, value) : NULL;
    cJSON *item;

    if (better) {
        tree_put(object, member->name, better);
        value = better;
    }
    if (!value || !member->of)
        return;
    if (member->kind == SHAPE_STRUCTURE)
        shape_up(member->of, value);
    else
        cJSON_ArrayForEach(item, value) shape_up(member->of, item);
}

static void shape_up(const struct shape *shape, cJSON *value) {
    for (uint32_t i = 0; cJSON_IsObject(value) && i < shape->count; i++)
        shape_member_up(&shape->members[i], value);
}

static cJSON *structure(const char *option, const struct shape *shape,
                        const char *text) {
    const char *start = text + strspn(text, " \t\n\r");
    cJSON *value;

    if (*start == '{')
        return ask_json(option, text);
    value = shorthand_read(option, text);
    if (value)
        shape_up(shape, value);
    return value;
}

/* -- values ---------------------------------------------------------------- */

static cJSON *list_item(const char *option, const struct shape *shape,
                        const char *text) {
    return shape->members ? structure(option, shape, text) : tree_string(text);
}

static cJSON *list(const char *option, const struct shape *shape, char **words,
                   int count) {
    cJSON *items = tree_list();

    for (int i = 0; i < count; i++) {
        char *word = ask_word(option, words[i]);
        bool is_whole =
            word && count == 1 && word[strspn(word, " \t\n\r")] == '[';
        cJSON *value = NULL;

        if (is_whole)
            value = ask_json(option, word);
        else if (word)
            value = list_item(option, shape, word);
        free(word);
        if (value && !is_whole) {
            tree_add(items, value);
            continue;
        }
        cJSON_Delete(items);
        return value;
    }
    return items;
}

cJSON *ask_value(const char *option, const struct shape_member *member,
                 char **words, int count) {
    char *word;
    cJSON *value;

    if (member->kind == SHAPE_LIST)
        return list(option, member->of, words, count);
    word = ask_word(option, words[0]);
    if (!word)
        return NULL;
    if (member->kind == SHAPE_STRUCTURE) {
        value = structure(option, member->of, word);
    } else if (member->kind == SHAPE_NUMBER) {
        value = number_of(word);
        if (!value)
            cli_usage("--%s: '%s' is not a whole number", option, word);
    } else {
        value = tree_string(word);
    }
    free(word);
    return value;
}
