/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Reads as the AWS CLI does, and steps back where it steps back: whether what
 * follows a comma is one more word or the next key shows at the sign behind. */
#include "operate/shorthand.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { SHORTHAND_DEPTH = 16 };

struct reading {
    const char *text;
    size_t at;
    const char *expected; /* of the first thing that is wrong; else NULL */
    size_t wrong_at;
    int depth;
};

static bool is_blank(char byte) {
    return byte != '\0' && strchr(" \t\n\r\v\f", byte) != NULL;
}

static void skip_blanks(struct reading *reading) {
    while (is_blank(reading->text[reading->at]))
        reading->at++;
}

static bool fail(struct reading *reading, const char *expected) {
    reading->expected = expected;
    reading->wrong_at = reading->at;
    return false;
}

/* `expected` is one sign. */
static bool expect(struct reading *reading, const char *expected) {
    skip_blanks(reading);
    if (reading->text[reading->at] != *expected)
        return fail(reading, expected);
    reading->at++;
    skip_blanks(reading);
    return true;
}

/* -- words ----------------------------------------------------------------- */

static bool starts_word(char byte) {
    return (unsigned char)byte > ' ' && strchr("\"',=[{", byte) == NULL;
}

/* What a word goes on with; the second and later words of a list end at a key's
 * sign, the first does not. */
static bool goes_on(char byte, bool is_first) {
    if (is_blank(byte))
        return true;
    return (unsigned char)byte > ' ' &&
           strchr(is_first ? "\"',]}" : "\"',=", byte) == NULL;
}

static bool is_comma_escaped(const char *text) {
    return text[0] == '\\' && text[1] == ',';
}

static cJSON *plain_word(struct reading *reading, bool is_first) {
    const char *text = reading->text + reading->at;
    char *word = tree_need(malloc(strlen(text) + 1));
    size_t size = 0;
    cJSON *value;

    while (is_comma_escaped(text) ||
           (size == 0 ? starts_word(*text) : goes_on(*text, is_first))) {
        if (is_comma_escaped(text))
            text++;
        word[size++] = *text++;
    }
    while (size > 0 && is_blank(word[size - 1]))
        size--;
    reading->at = (size_t)(text - reading->text);
    value = tree_text(word, size);
    free(word);
    return value;
}

static cJSON *quoted_word(struct reading *reading) {
    const char *text = reading->text + reading->at;
    char quote = *text++;
    char *word = tree_need(malloc(strlen(text) + 1));
    size_t size = 0;
    cJSON *value;

    while (*text && *text != quote) {
        if (text[0] == '\\' && (text[1] == quote || text[1] == '\\'))
            text++;
        word[size++] = *text++;
    }
    value = *text ? tree_text(word, size) : NULL;
    free(word);
    if (!value) {
        (void)fail(reading,
                   quote == '"' ? "<double quoted>" : "<single quoted>");
        return NULL;
    }
    reading->at = (size_t)(text + 1 - reading->text);
    return value;
}

static cJSON *first_word(struct reading *reading) {
    char byte = reading->text[reading->at];

    if (byte == '"' || byte == '\'')
        return quoted_word(reading);
    return plain_word(reading, true);
}

static cJSON *second_word(struct reading *reading) {
    const char *text = reading->text + reading->at;

    if (*text == '"' || *text == '\'')
        return quoted_word(reading);
    if (!starts_word(*text) && !is_comma_escaped(text)) {
        (void)fail(reading, "<second>");
        return NULL;
    }
    return plain_word(reading, false);
}

/* -- lists and maps -------------------------------------------------------- */

static cJSON *item(struct reading *reading);

static void read_key(struct reading *reading, const char **key, size_t *size) {
    static const char others[] = "-_.#/:";

    *key = reading->text + reading->at;
    *size = 0;
    while ((*key)[*size] != '\0' &&
           (strchr(others, (*key)[*size]) != NULL ||
            ((*key)[*size] >= '0' && (*key)[*size] <= '9') ||
            (((*key)[*size] | 32) >= 'a' && ((*key)[*size] | 32) <= 'z')))
        (*size)++;
    reading->at += *size;
}

static void put(cJSON *object, const char *key, size_t size, cJSON *value) {
    char *name = tree_need(strndup(key, size));

    tree_put(object, name, value);
    free(name);
}

static bool fill_list(struct reading *reading, cJSON *list) {
    if (!expect(reading, "["))
        return false;
    while (reading->text[reading->at] != ']') {
        cJSON *value = item(reading);

        if (!value)
            return false;
        tree_add(list, value);
        skip_blanks(reading);
        if (reading->text[reading->at] != ']' && !expect(reading, ","))
            return false;
    }
    reading->at++;
    return true;
}

static bool fill_map(struct reading *reading, cJSON *map) {
    if (!expect(reading, "{"))
        return false;
    while (reading->text[reading->at] != '}') {
        const char *key;
        size_t size;
        cJSON *value;

        read_key(reading, &key, &size);
        if (!expect(reading, "="))
            return false;
        value = item(reading);
        if (!value)
            return false;
        put(map, key, size, value);
        skip_blanks(reading);
        if (reading->text[reading->at] != '}' && !expect(reading, ","))
            return false;
    }
    reading->at++;
    return true;
}

static cJSON *item(struct reading *reading) {
    bool is_list = reading->text[reading->at] == '[';
    cJSON *value;
    bool is_good;

    if (!is_list && reading->text[reading->at] != '{')
        return first_word(reading);
    if (reading->depth == SHORTHAND_DEPTH) {
        (void)fail(reading, "fewer levels");
        return NULL;
    }
    reading->depth++;
    value = is_list ? tree_list() : tree_object();
    is_good = is_list ? fill_list(reading, value) : fill_map(reading, value);
    reading->depth--;
    if (is_good)
        return value;
    cJSON_Delete(value);
    return NULL;
}

/* -- the structure --------------------------------------------------------- */

/* Words behind the first, to the end or to the comma before the next key. */
static bool more_words(struct reading *reading, cJSON *list) {
    for (;;) {
        size_t comma = reading->at;
        cJSON *value;

        if (!expect(reading, ","))
            return false;
        value = second_word(reading);
        skip_blanks(reading);
        if (value && reading->text[reading->at] == '\0') {
            tree_add(list, value);
            return true;
        }
        if (value && reading->text[reading->at] == ',') {
            tree_add(list, value);
            continue;
        }
        if (!value && reading->text[reading->at] == '\0')
            return false;
        cJSON_Delete(value);
        reading->expected = NULL;
        reading->at = comma;
        return true;
    }
}

static cJSON *read_value(struct reading *reading) {
    char byte = reading->text[reading->at];
    cJSON *first;
    cJSON *list;

    if (byte == '[' || byte == '{')
        return item(reading);
    first = first_word(reading);
    skip_blanks(reading);
    if (!first || reading->text[reading->at] != ',')
        return first;
    list = tree_list();
    tree_add(list, first);
    if (!more_words(reading, list)) {
        cJSON_Delete(list);
        return NULL;
    }
    if (cJSON_GetArraySize(list) > 1)
        return list;
    first = cJSON_DetachItemFromArray(list, 0);
    cJSON_Delete(list);
    return first;
}

static bool read_structure(struct reading *reading, cJSON *object) {
    do {
        const char *key;
        size_t size;
        cJSON *value;
        int count = cJSON_GetArraySize(object);

        if (count > 0 && !expect(reading, ","))
            return false;
        read_key(reading, &key, &size);
        if (!expect(reading, "="))
            return false;
        value = read_value(reading);
        if (!value)
            return false;
        put(object, key, size, value);
        if (cJSON_GetArraySize(object) == count)
            return fail(reading, "each key once");
    } while (reading->text[reading->at] != '\0');
    return true;
}

cJSON *shorthand_read(const char *option, const char *text) {
    struct reading reading = {.text = text};
    cJSON *object = tree_object();
    int received = 1; /* bytes of the character */

    if (read_structure(&reading, object))
        return object;
    cJSON_Delete(object);
    text += reading.wrong_at;
    while (*text && ((unsigned char)text[received] & 0xc0) == 0x80)
        received++;
    cli_usage("Error parsing parameter '--%s': Expected: '%s', received: "
              "'%.*s' for input:\n%s\n%*s^",
              option, reading.expected, *text ? received : 3,
              *text ? text : "EOF", reading.text, (int)reading.wrong_at, "");
    return NULL;
}
