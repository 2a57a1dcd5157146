/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns files of lines of words. */
#include "plan/words.h"

#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void words_begin(struct words *words, const struct input *input) {
    memset(words, 0, sizeof(*words));
    words->input = input;
}

static void write_reason(char *reason, size_t size, const char *format,
                         va_list arguments) {
    (void)vsnprintf(reason, size, format, arguments);
}

int words_refuse(const struct words *words, const char *format, ...) {
    char reason[256];
    va_list arguments;

    va_start(arguments, format);
    write_reason(reason, sizeof(reason), format, arguments);
    va_end(arguments);
    cli_say("%s:%u: %s", words->input->name, words->line, reason);
    return CLI_BAD_INPUT;
}

static int split(struct words *words) {
    static const char between[] = " \t\r,";
    char *at = words->text;

    words->count = 0;
    at[strcspn(at, "#")] = '\0';
    for (;;) {
        at += strspn(at, between);
        if (!*at)
            return 0;
        if (words->count == WORDS_MAX) {
            (void)words_refuse(words, "more than %d words", WORDS_MAX);
            return -1;
        }
        words->items[words->count++] = at;
        at += strcspn(at, between);
        if (*at)
            *at++ = '\0';
    }
}

static int take_line(struct words *words) {
    const struct input *input = words->input;
    const char *from = input->text + words->next;
    size_t left = input->size - words->next;
    const char *end = memchr(from, '\n', left);
    size_t size = end ? (size_t)(end - from) : left;

    words->line++;
    words->next += size + (end ? 1 : 0);
    if (size >= WORDS_LINE_MAX) {
        (void)words_refuse(words, "the line is longer than %d bytes",
                           WORDS_LINE_MAX - 1);
        return -1;
    }
    if (input_utf8_end(from, size) < size || memchr(from, '\0', size)) {
        (void)words_refuse(words, "the line is not text in UTF-8");
        return -1;
    }
    memcpy(words->text, from, size);
    words->text[size] = '\0';
    return split(words);
}

int words_next(struct words *words) {
    while (words->next < words->input->size) {
        if (take_line(words) < 0)
            return -1;
        if (words->count > 0)
            return 1;
    }
    return 0;
}
