/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns reading of files and how a place in them is written. Nothing here
 * knows what the text means. */
#include "input.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void input_borrow(struct input *input, const char *name, const char *text,
                  size_t size) {
    input->name = name;
    input->text = text;
    input->size = size;
    input->owned = NULL;
}

void input_free(struct input *input) {
    free(input->owned);
    input->owned = NULL;
    input->text = "";
    input->size = 0;
}

static int fail_io(const char *name, const char *doing) {
    cli_say("%s: cannot %s: %s", name, doing, strerror(errno));
    return CLI_IO;
}

/* The limit holds for pipes too, so it is the bytes that count, not what the
 * file system says about them. */
static int read_all(struct input *input, int fd) {
    size_t room = 0;

    for (;;) {
        ssize_t got;

        if (input->size == room) {
            char *larger;

            room = room ? room * 2 : (size_t)1 << 16;
            larger = realloc(input->owned, room);
            if (!larger)
                return fail_io(input->name, "keep its text");
            input->owned = larger;
            input->text = larger;
        }
        got = read(fd, input->owned + input->size, room - input->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_io(input->name, "read");
        if (got == 0)
            return CLI_OK;
        input->size += (size_t)got;
        if (input->size > INPUT_BYTES_MAX)
            return input_refuse_all(input, "larger than %zu MiB",
                                    INPUT_BYTES_MAX >> 20);
    }
}

int input_read(struct input *input, const char *path) {
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = STDIN_FILENO;
    int code;

    input_borrow(input, is_stdin ? "standard input" : path, "", 0);
    if (!is_stdin) {
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return fail_io(path, "open");
    }
    code = read_all(input, fd);
    if (!is_stdin)
        (void)close(fd);
    if (code != CLI_OK)
        input_free(input);
    return code;
}

/* -- places ---------------------------------------------------------------- */

struct input_place input_place(const struct input *input, size_t offset) {
    struct input_place place = {1, 1};
    size_t i;

    for (i = 0; i < offset && i < input->size; i++) {
        unsigned char byte = (unsigned char)input->text[i];

        if (byte == '\n') {
            place.line++;
            place.column = 1;
        } else if ((byte & 0xc0) != 0x80) {
            place.column++; /* continuation bytes are no characters */
        }
    }
    return place;
}

static int refuse(const char *place, const char *format, va_list arguments) {
    char reason[768];

    (void)vsnprintf(reason, sizeof(reason), format, arguments);
    cli_say("%s: %s", place, reason);
    return CLI_BAD_INPUT;
}

int input_refuse(const struct input *input, size_t offset, const char *format,
                 ...) {
    struct input_place at = input_place(input, offset);
    char place[512];
    va_list arguments;
    int code;

    (void)snprintf(place, sizeof(place), "%s:%zu:%zu", input->name, at.line,
                   at.column);
    va_start(arguments, format);
    code = refuse(place, format, arguments);
    va_end(arguments);
    return code;
}

int input_refuse_all(const struct input *input, const char *format, ...) {
    va_list arguments;
    int code;

    va_start(arguments, format);
    code = refuse(input->name, format, arguments);
    va_end(arguments);
    return code;
}

/* -- UTF-8 ----------------------------------------------------------------- */

/* Length of the sequence that `s` begins with, or 0: overlong forms,
 * surrogates and what lies above U+10FFFF are no UTF-8 (RFC 3629). */
static size_t sequence(const unsigned char *s, size_t left) {
    uint32_t lowest;
    uint32_t code;
    size_t size;
    size_t i;

    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xc2 && s[0] <= 0xdf) {
        size = 2;
        lowest = 0x80;
        code = s[0] & 0x1fU;
    } else if (s[0] >= 0xe0 && s[0] <= 0xef) {
        size = 3;
        lowest = 0x800;
        code = s[0] & 0x0fU;
    } else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
        size = 4;
        lowest = 0x10000;
        code = s[0] & 0x07U;
    } else {
        return 0;
    }
    if (size > left)
        return 0;
    for (i = 1; i < size; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (s[i] & 0x3fU);
    }
    if (code < lowest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    return size;
}

size_t input_utf8_end(const char *text, size_t size) {
    const unsigned char *s = (const unsigned char *)text;
    size_t at = 0;

    while (at < size) {
        size_t step = sequence(s + at, size - at);

        if (step == 0)
            break;
        at += step;
    }
    return at;
}
