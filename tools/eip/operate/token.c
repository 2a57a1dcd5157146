/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/token.h"

#include "operate/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz0123456789+/";

static char *encode(const char *text) {
    size_t size = strlen(text);
    char *code = tree_need(calloc(size / 3 + 1, 4 + 1));
    char *to = code;

    for (size_t i = 0; i < size; i += 3) {
        uint32_t group = 0;

        for (size_t j = 0; j < 3; j++)
            group =
                group << 8 | (i + j < size ? (unsigned char)text[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            *to++ = i + j <= size ? digits[group >> (18 - 6 * j) & 63] : '=';
    }
    return code;
}

/* NULL if it is no base64. */
static char *decode(const char *code) {
    size_t size = strlen(code);
    char *text = tree_need(calloc(size + 1, 1));
    char *to = text;
    uint32_t group = 0;

    for (size_t i = 0; i < size; i++) {
        const char *digit = strchr(digits, code[i]);

        if (code[i] == '=')
            break;
        if (!digit) {
            free(text);
            return NULL;
        }
        group = group << 6 | (uint32_t)(digit - digits);
        if (i % 4 > 0)
            *to++ = (char)(group >> (6 - 2 * (i % 4)) & 255);
    }
    return text;
}

char *token_write(const char *next, int64_t skip) {
    cJSON *quoted = next ? tree_string(next) : cJSON_CreateNull();
    char *value = tree_need(cJSON_PrintUnformatted(quoted));
    size_t size = strlen(value) + 80;
    char *text = tree_need(malloc(size));
    char *code;

    if (skip >= 0)
        (void)snprintf(text, size,
                       "{\"NextToken\": %s, \"boto_truncate_amount\": %lld}",
                       value, (long long)skip);
    else
        (void)snprintf(text, size, "{\"NextToken\": %s}", value);
    code = encode(text);
    cJSON_Delete(quoted);
    free(value);
    free(text);
    return code;
}

void token_read(const char *token, char **next, int64_t *skip) {
    char *text = decode(token);
    cJSON *root = text ? cJSON_Parse(text) : NULL;
    const cJSON *inner = tree_get(root, "NextToken");
    const cJSON *amount = tree_get(root, "boto_truncate_amount");

    *next = NULL;
    *skip = 0;
    if (!cJSON_IsObject(root))
        *next = tree_need(strdup(token));
    else if (cJSON_IsString(inner))
        *next = tree_need(strdup(inner->valuestring));
    if (cJSON_IsNumber(amount) && amount->valueint > 0)
        *skip = amount->valueint;
    cJSON_Delete(root);
    free(text);
}
