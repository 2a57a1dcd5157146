/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file input.h
 * A text that is read whole, and the place of a byte in it for messages.
 */
#ifndef EIP_TOOL_INPUT_H
#define EIP_TOOL_INPUT_H

#include <stdbool.h>
#include <stddef.h>

/** The largest file that is read. */
#define INPUT_BYTES_MAX ((size_t)256 << 20)

struct input {
    const char *name; /* as messages call it; borrowed */
    const char *text; /* not terminated */
    size_t size;
    char *owned; /* to be freed, or NULL */
};

/** Use a text that is in memory already. */
void input_borrow(struct input *input, const char *name, const char *text,
                  size_t size);
/** Read a file, or standard input for "-". Returns an exit code; a message is
 *  out unless it is CLI_OK. */
int input_read(struct input *input, const char *path);
void input_free(struct input *input);

/** Where a byte stands: lines from 1, columns in characters from 1. */
struct input_place {
    size_t line;
    size_t column;
};
struct input_place input_place(const struct input *input, size_t offset);

/** Print "NAME:LINE:COLUMN: reason"; returns CLI_BAD_INPUT. */
int input_refuse(const struct input *input, size_t offset, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));
/** Print "NAME: reason" where no one place is at fault. */
int input_refuse_all(const struct input *input, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** The first byte that is not UTF-8, or `size` if all is. */
size_t input_utf8_end(const char *text, size_t size);

#endif
