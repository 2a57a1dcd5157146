/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/lines.h"

#include "operate/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_hex(const void *bytes, uint32_t size) {
    const unsigned char *byte = bytes;

    putchar('"');
    for (uint32_t i = 0; i < size; i++)
        printf("%02x", byte[i]);
    putchar('"');
}

void lines_print(const eip_store_record *record, bool has_data) {
    printf("{\"kind\": %u, \"key\": ", record->kind);
    print_hex(record->key, record->key_size);
    printf(", \"rank\": %llu, ", (unsigned long long)record->rank);
    if (has_data) {
        fputs("\"data\": ", stdout);
        print_hex(record->data, record->size);
    } else {
        printf("\"bytes\": %u, \"gone\": %s", record->size,
               (record->flags & EIP_STORE_RECORD_GONE) != 0 ? "true" : "false");
    }
    puts("}");
}

static int digit(char byte) {
    static const char digits[] = "0123456789abcdef";
    const char *found = byte ? strchr(digits, byte) : NULL;

    return found ? (int)(found - digits) : -1;
}

/* The bytes of hexadecimal digits; NULL if they are none. */
static unsigned char *read_hex(const char *text, uint64_t *size) {
    size_t length = strlen(text);
    unsigned char *bytes = tree_need(malloc(length / 2 + 1));

    *size = length / 2;
    for (size_t i = 0; i < (length + 1) / 2; i++) {
        int high = digit(text[2 * i]);
        int low = digit(text[2 * i + 1]); /* -1: the end, in the middle */

        if (high < 0 || low < 0) {
            free(bytes);
            return NULL;
        }
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return bytes;
}

static bool wrong(void *bytes, const char *why) {
    free(bytes);
    cli_say("%s", why);
    return false;
}

bool lines_read(const char *line, void **bytes, eip_store_record *record) {
    cJSON *root = cJSON_Parse(line);
    const cJSON *data = tree_get(root, "data");
    uint64_t size = 0;
    unsigned char *read =
        cJSON_IsString(data) ? read_hex(data->valuestring, &size) : NULL;

    cJSON_Delete(root);
    if (!read)
        return wrong(NULL, "not a record: no member `data` of hexadecimal "
                           "digits");
    if (eip_store_record_read(read, size, record) != EIP_OK ||
        record->size != size)
        return wrong(read, "the record is damaged, or of another version");
    *bytes = read;
    return true;
}
