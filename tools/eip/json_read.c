/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the reading of JSON. cJSON does the grammar; a scan before it refuses
 * what cJSON would take or answer vaguely: bytes that are not UTF-8, depth,
 * sheer number of values, control characters, documents cut short. */
#include "json_read.h"

#include "cli.h"

#include <stdint.h>
#include <string.h>

/* -- the scan before ------------------------------------------------------- */

struct scan {
    const struct input *input;
    size_t at;
    size_t values;
    int depth;
    size_t opened[JSON_DEPTH_MAX]; /* offsets of what is open */
};

/* cJSON would end a name or a value at the first zero byte in it. */
static bool is_escaped_zero(const char *text, size_t left) {
    return left >= 6 && memcmp(text, "\\u0000", 6) == 0;
}

static int scan_string(struct scan *scan) {
    const struct input *input = scan->input;
    size_t from = scan->at;
    size_t at = from + 1;

    while (at < input->size && input->text[at] != '"') {
        const char *text = input->text + at;

        if ((unsigned char)*text < 0x20)
            return input_refuse(input, at, "control character in a string");
        if (is_escaped_zero(text, input->size - at))
            return input_refuse(input, at, "zero character in a string");
        at += *text == '\\' ? 2 : 1;
    }
    if (at >= input->size)
        return input_refuse(input, from,
                            "a string begins here that does not "
                            "end: the file is cut short");
    scan->at = at;
    return CLI_OK;
}

static int scan_open(struct scan *scan) {
    if (scan->depth == JSON_DEPTH_MAX)
        return input_refuse(scan->input, scan->at,
                            "nested deeper than %d levels", JSON_DEPTH_MAX);
    scan->opened[scan->depth++] = scan->at;
    return CLI_OK;
}

static int scan_byte(struct scan *scan) {
    char byte = scan->input->text[scan->at];
    int code = CLI_OK;

    if (byte == '"') {
        code = scan_string(scan);
    } else if (byte == '{' || byte == '[') {
        code = scan_open(scan);
        scan->values++;
    } else if (byte == ',') {
        scan->values++;
    } else if ((byte == '}' || byte == ']') && scan->depth > 0) {
        scan->depth--;
    } else if ((unsigned char)byte < 0x20 && !strchr("\t\n\r", byte)) {
        code = input_refuse(scan->input, scan->at, "control character");
    } else if (byte == '\0') {
        code = input_refuse(scan->input, scan->at, "zero byte");
    }
    scan->at++;
    return code;
}

static int check_text(const struct input *input) {
    struct scan scan = {.input = input};
    size_t end = input_utf8_end(input->text, input->size);
    int code = CLI_OK;

    if (end < input->size)
        return input_refuse(input, end, "byte 0x%02x is not UTF-8",
                            (unsigned char)input->text[end]);
    while (code == CLI_OK && scan.at < input->size) {
        code = scan_byte(&scan);
        if (code == CLI_OK && scan.values > JSON_VALUES_MAX)
            code = input_refuse(input, scan.at - 1, "more than %d values",
                                JSON_VALUES_MAX);
    }
    if (code == CLI_OK && scan.depth > 0) {
        size_t opened = scan.opened[scan.depth - 1];

        code = input_refuse(input, opened,
                            "an %s begins here that does not end: the file "
                            "is cut short",
                            input->text[opened] == '[' ? "array" : "object");
    }
    return code;
}

/* -- the document ---------------------------------------------------------- */

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static size_t skip_blanks(const struct input *input, size_t at) {
    while (at < input->size && is_blank(input->text[at]))
        at++;
    return at;
}

/* cJSON points one behind a name without quotes; at all else that is wrong it
 * points right. */
static size_t fault(const struct input *input, size_t at) {
    size_t before = at > 1 ? at - 1 : 0;
    char byte = input->text[before];

    if (before == 0 || is_blank(byte) || strchr("{,\"", byte))
        return at;
    do
        before--;
    while (before > 0 && is_blank(input->text[before]));
    return strchr("{,", input->text[before]) ? at - 1 : at;
}

int json_read(const struct input *input, cJSON **root) {
    const char *end = NULL;
    cJSON *document;
    size_t at;
    int code = check_text(input);

    if (code != CLI_OK)
        return code;
    if (skip_blanks(input, 0) == input->size)
        return input_refuse(input, 0, "the file is empty");
    document = cJSON_ParseWithLengthOpts(input->text, input->size, &end, 0);
    at = end ? (size_t)(end - input->text) : 0;
    if (!document)
        return input_refuse(input, fault(input, at), "not valid JSON");
    at = skip_blanks(input, at);
    if (at < input->size) {
        cJSON_Delete(document);
        return input_refuse(input, at, "text follows the document");
    }
    *root = document;
    return CLI_OK;
}

/* -- places ---------------------------------------------------------------- */

/* These walk over a text that json_read accepted, so they only look for where
 * values end. Past the end they stand still. */

static char byte_at(const struct input *input, size_t at) {
    return at < input->size ? input->text[at] : '\0';
}

static size_t skip_string(const struct input *input, size_t at) {
    at++;
    while (at < input->size && input->text[at] != '"')
        at += input->text[at] == '\\' ? 2 : 1;
    return at + 1;
}

static size_t skip_value(const struct input *input, size_t at) {
    int depth = 0;

    while (at < input->size) {
        char byte = input->text[at];

        if (byte == '"') {
            at = skip_string(input, at);
            if (depth == 0)
                return at;
            continue;
        }
        if (byte == '[' || byte == '{')
            depth++;
        else if (byte == ']' || byte == '}')
            depth--;
        if (depth < 0 || (depth == 0 && byte == ','))
            return at;
        at++;
        if (depth == 0 && (byte == ']' || byte == '}'))
            return at;
    }
    return at;
}

/* The value of a member of the object at `at`; `at` itself if there is none.
 * Names are compared as they are written: ours need no escapes. */
static size_t find_member(const struct input *input, size_t at,
                          const char *name) {
    size_t object = at;
    size_t size = strlen(name);

    if (byte_at(input, at) != '{')
        return object;
    at = skip_blanks(input, at + 1);
    while (byte_at(input, at) == '"') {
        size_t after = skip_string(input, at);
        bool is_it = after - at == size + 2 && after <= input->size &&
                     memcmp(input->text + at + 1, name, size) == 0;

        at = skip_blanks(input, after);
        at = skip_blanks(input, at + 1); /* the colon */
        if (is_it)
            return at;
        at = skip_blanks(input, skip_value(input, at));
        at = skip_blanks(input, at + 1); /* the comma */
    }
    return object;
}

static size_t find_element(const struct input *input, size_t at, int index) {
    size_t array = at;

    if (byte_at(input, at) != '[')
        return array;
    at = skip_blanks(input, at + 1);
    while (index > 0 && at < input->size) {
        at = skip_blanks(input, skip_value(input, at));
        at = skip_blanks(input, at + 1);
        index--;
    }
    return at < input->size ? at : array;
}

size_t json_locate(const struct input *input, const char *name, int index,
                   const char *part) {
    static const char mark[] = {'\xef', '\xbb', '\xbf'}; /* a BOM */
    size_t at = 0;

    if (input->size >= 3 && memcmp(input->text, mark, 3) == 0)
        at = 3;
    at = find_member(input, skip_blanks(input, at), name);
    if (index != JSON_NO_INDEX)
        at = find_element(input, at, index);
    if (part)
        at = find_member(input, at, part);
    return at;
}

void json_places(const struct input *input, const char *name, const char *part,
                 size_t *places, size_t count) {
    size_t at = json_locate(input, name, 0, NULL);
    size_t i;

    for (i = 0; i < count; i++) {
        places[i] = find_member(input, at, part);
        at = skip_blanks(input, skip_value(input, at));
        at = skip_blanks(input, at + 1); /* the comma */
    }
}
