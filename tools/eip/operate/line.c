/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/line.h"

#include "cli.h"
#include "operate/output.h"

#include <stdlib.h>
#include <string.h>

/* A word that grows. */
struct word {
    char *text; /* NULL: none has begun */
    size_t size;
};

static void grow(struct word *word, const char *bytes, size_t size) {
    word->text = tree_need(realloc(word->text, word->size + size + 1));
    memcpy(word->text + word->size, bytes, size);
    word->size += size;
    word->text[word->size] = '\0';
}

static void end_word(struct line *line, struct word *word) {
    if (!word->text)
        return;
    /* One more, which stays NULL as argv's last. */
    line->words = tree_need(
        realloc(line->words, ((size_t)line->count + 2) * sizeof(*line->words)));
    line->words[line->count++] = word->text;
    line->words[line->count] = NULL;
    *word = (struct word){NULL, 0};
}

/* The value at `a.b.0.c`, or NULL. */
static const cJSON *find(const cJSON *kept, const char *path, size_t size) {
    const cJSON *value = kept;

    for (const char *end = path + size; value && path < end;) {
        size_t length = 0;
        char *part;

        while (path + length < end && path[length] != '.')
            length++;
        part = tree_need(strndup(path, length));
        if (cJSON_IsArray(value))
            value = cJSON_GetArrayItem(value, atoi(part));
        else
            value = tree_get(value, part);
        free(part);
        path += length + 1;
    }
    return value;
}

/* `text` is behind `${`. Returns what is behind `}`, or NULL after a message. */
static const char *put_value(struct word *word, const char *text,
                             const cJSON *kept) {
    size_t size = strcspn(text, "}");
    const cJSON *value = text[size] ? find(kept, text, size) : NULL;
    char number[OUTPUT_NUMBER_SIZE];
    const char *scalar;

    if (!value || tree_is_branch(value)) {
        cli_usage("there is no value '${%.*s}'", (int)size, text);
        return NULL;
    }
    scalar = output_scalar(value, number);
    grow(word, scalar, strlen(scalar));
    return text + size + 1;
}

/* Take what is behind a double quote. Returns what is behind the second. */
static const char *put_quoted(struct word *word, const char *text,
                              const cJSON *kept) {
    while (text && *text != '"') {
        if (*text == '\0') {
            cli_usage("a quotation does not end");
            return NULL;
        }
        if (strncmp(text, "${", 2) == 0) {
            text = put_value(word, text + 2, kept);
            continue;
        }
        if (*text == '\\' && text[1] != '\0')
            text++;
        grow(word, text++, 1);
    }
    return text ? text + 1 : NULL;
}

static const char *put_plain(struct word *word, const char *text) {
    size_t size = strcspn(text, "'");

    if (text[size] == '\0') {
        cli_usage("a quotation does not end");
        return NULL;
    }
    grow(word, text, size);
    return text + size + 1;
}

bool line_read(struct line *line, const char *text, const cJSON *kept) {
    struct word word = {NULL, 0};

    *line = (struct line){NULL, 0};
    while (text && *text && !(*text == '#' && !word.text)) {
        char byte = *text;

        if (strchr(" \t\r\n", byte)) {
            end_word(line, &word);
            text++;
            continue;
        }
        grow(&word, "", 0);
        if (byte == '\'')
            text = put_plain(&word, text + 1);
        else if (byte == '"')
            text = put_quoted(&word, text + 1, kept);
        else if (strncmp(text, "${", 2) == 0)
            text = put_value(&word, text + 2, kept);
        else {
            if (byte == '\\' && text[1] != '\0')
                text++;
            grow(&word, text++, 1);
        }
    }
    end_word(line, &word);
    return text != NULL;
}

void line_end(struct line *line) {
    for (int i = 0; i < line->count; i++)
        free(line->words[i]);
    free(line->words);
    *line = (struct line){NULL, 0};
}
