/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/tree.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>

void *tree_need(void *pointer) {
    if (!pointer) {
        cli_say("out of memory");
        exit(CLI_IO);
    }
    return pointer;
}

cJSON *tree_object(void) {
    return tree_need(cJSON_CreateObject());
}

cJSON *tree_list(void) {
    return tree_need(cJSON_CreateArray());
}

cJSON *tree_string(const char *text) {
    return tree_need(cJSON_CreateString(text));
}

cJSON *tree_text(const char *text, size_t size) {
    char *copy = tree_need(malloc(size + 1));
    cJSON *value;

    if (size > 0)
        memcpy(copy, text, size);
    copy[size] = '\0';
    value = tree_string(copy);
    free(copy);
    return value;
}

cJSON *tree_number(double number) {
    return tree_need(cJSON_CreateNumber(number));
}

cJSON *tree_flag(bool is_true) {
    return tree_need(cJSON_CreateBool(is_true));
}

void tree_put(cJSON *object, const char *name, cJSON *value) {
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    if (!cJSON_AddItemToObject(object, name, value))
        (void)tree_need(NULL);
}

void tree_add(cJSON *list, cJSON *value) {
    (void)cJSON_AddItemToArray(list, value);
}

cJSON *tree_get(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

bool tree_is_branch(const cJSON *value) {
    return cJSON_IsObject(value) || cJSON_IsArray(value);
}
