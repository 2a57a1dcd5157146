/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what fields are shown and read with: numbers, digits, bytes, messages. */
#include "store/field.h"

#include "cli.h"
#include "operate/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MOST                                                            \
    UINT64_C(999999999999999) /* that all readers have exactly */

/* -- bytes ---------------------------------------------------------------------- */

void field_put(struct field_sink *sink, const void *bytes, uint64_t size) {
    if (sink->room - sink->size < size) {
        sink->room = 2 * (sink->room + size);
        sink->bytes = tree_need(realloc(sink->bytes, sink->room));
    }
    if (size > 0)
        memcpy(sink->bytes + sink->size, bytes, size);
    sink->size += size;
}

void field_put_number(struct field_sink *sink, uint64_t number,
                      uint32_t width) {
    uint8_t bytes[8];

    for (uint32_t i = 0; i < width; i++)
        bytes[sink->is_key ? width - 1 - i : i] = (uint8_t)(number >> 8 * i);
    field_put(sink, bytes, width);
}

uint64_t field_most(uint32_t width) {
    return width == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * width) - 1;
}

/* -- messages ------------------------------------------------------------------- */

bool field_refuse(const struct field_sink *sink, const char *name,
                  const cJSON *value, const char *wanted) {
    const char *dot = sink->place[0] && name[0] ? "." : "";
    char *text = value ? tree_need(cJSON_PrintUnformatted(value)) : NULL;

    if (text)
        cli_say("%s%s%s: %.200s is not %s", sink->place, dot, name, text,
                wanted);
    else
        cli_say("%s%s%s: there is no such member", sink->place, dot, name);
    free(text);
    return false;
}

/* -- numbers -------------------------------------------------------------------- */

cJSON *field_show_number(uint64_t number) {
    char text[24];

    if (number <= NUMBER_MOST)
        return tree_number((double)number);
    (void)snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    return tree_string(text);
}

bool field_read_number(const cJSON *value, uint64_t most, uint64_t *number) {
    if (cJSON_IsNumber(value)) {
        double real = value->valuedouble;

        if (!(real >= 0 && real < 1e15) || real != (double)(uint64_t)real)
            return false;
        *number = (uint64_t)real;
    } else if (!cJSON_IsString(value) || value->valuestring[0] == '0' ||
               strspn(value->valuestring, "0123456789") !=
                   strlen(value->valuestring) ||
               !cli_parse_number(value->valuestring, number)) {
        return false;
    }
    return *number <= most;
}

/* -- digits --------------------------------------------------------------------- */

cJSON *field_show_hex(const uint8_t *bytes, uint64_t size) {
    char *text = tree_need(malloc(2 * size + 1));
    cJSON *value;

    text[0] = '\0';
    for (uint64_t i = 0; i < size; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    value = tree_string(text);
    free(text);
    return value;
}

static int digit(char byte) {
    static const char digits[] = "0123456789abcdef";
    const char *found = byte ? strchr(digits, byte) : NULL;

    return found ? (int)(found - digits) : -1;
}

uint8_t *field_read_hex(const char *text, uint64_t *size) {
    size_t length = strlen(text);
    uint8_t *bytes = tree_need(malloc(length / 2 + 1));

    *size = length / 2;
    for (size_t i = 0; i < (length + 1) / 2; i++) {
        int high = digit(text[2 * i]);
        int low = digit(text[2 * i + 1]); /* -1: the end, in the middle */

        if (high < 0 || low < 0) {
            free(bytes);
            return NULL;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return bytes;
}
