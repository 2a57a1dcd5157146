/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how numbers look in tables, and the writing of JSON. */
#include "print.h"

#include "input.h"

#include <stdio.h>
#include <string.h>

const char *print_number(char *buffer, uint64_t number) {
    char digits[PRINT_NUMBER_SIZE];
    int count =
        snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
    char *to = buffer;
    int i;

    for (i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return buffer;
}

const char *print_rate(char *buffer, double per_second) {
    if (per_second >= 1e6)
        (void)snprintf(buffer, PRINT_NUMBER_SIZE, "%.2f M/s", per_second / 1e6);
    else if (per_second >= 1e3)
        (void)snprintf(buffer, PRINT_NUMBER_SIZE, "%.1f k/s", per_second / 1e3);
    else
        (void)snprintf(buffer, PRINT_NUMBER_SIZE, "%.0f /s", per_second);
    return buffer;
}

const char *print_bytes(char *buffer, uint64_t bytes) {
    if (bytes >= UINT64_C(1) << 30)
        (void)snprintf(buffer, PRINT_NUMBER_SIZE, "%.2f GiB",
                       (double)bytes / (double)(UINT64_C(1) << 30));
    else
        (void)snprintf(buffer, PRINT_NUMBER_SIZE, "%.1f MiB",
                       (double)bytes / (double)(UINT64_C(1) << 20));
    return buffer;
}

/* -- JSON ------------------------------------------------------------------ */

static void write_text(const char *text) {
    size_t left = strlen(text);

    putchar('"');
    while (left > 0) {
        size_t good = input_utf8_end(text, left);
        size_t i;

        for (i = 0; i < good; i++) {
            unsigned char byte = (unsigned char)text[i];

            if (byte == '"' || byte == '\\')
                printf("\\%c", byte);
            else if (byte < 0x20)
                printf("\\u%04x", byte);
            else
                putchar(byte);
        }
        if (good < left) {
            fputs("\\ufffd", stdout);
            good++;
        }
        text += good;
        left -= good;
    }
    putchar('"');
}

static void begin(struct print_json *json, const char *name) {
    if (json->depth > 0) {
        if (!json->is_first[json->depth])
            putchar(',');
        json->is_first[json->depth] = false;
        printf("\n%*s", json->depth * 2, "");
    }
    if (name) {
        write_text(name);
        fputs(": ", stdout);
    }
}

void json_open(struct print_json *json, const char *name, char bracket) {
    begin(json, name);
    putchar(bracket);
    json->depth++;
    json->is_first[json->depth] = true;
}

void json_close(struct print_json *json, char bracket) {
    bool is_empty = json->is_first[json->depth];

    json->depth--;
    if (!is_empty)
        printf("\n%*s", json->depth * 2, "");
    putchar(bracket == '{' ? '}' : ']');
    if (json->depth == 0)
        putchar('\n');
}

void json_number(struct print_json *json, const char *name, uint64_t number) {
    begin(json, name);
    printf("%llu", (unsigned long long)number);
}

void json_real(struct print_json *json, const char *name, double number) {
    begin(json, name);
    printf("%.6f", number);
}

void json_bool(struct print_json *json, const char *name, bool value) {
    begin(json, name);
    fputs(value ? "true" : "false", stdout);
}

void json_text(struct print_json *json, const char *name, const char *text) {
    begin(json, name);
    write_text(text);
}
