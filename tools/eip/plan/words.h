/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file words.h  Files of lines, each of a few words; # begins a comment. */
#ifndef EIP_TOOL_WORDS_H
#define EIP_TOOL_WORDS_H

#include "input.h"

#include <stdint.h>

enum { WORDS_MAX = 16, WORDS_LINE_MAX = 1024 };

/** One line's words, by blanks or commas. */
struct words {
    const struct input *input;
    size_t next; /* offset behind the line */
    uint32_t line;
    uint32_t count;
    char *items[WORDS_MAX];
    char text[WORDS_LINE_MAX];
};

void words_begin(struct words *words, const struct input *input);
/** The next line that has words: 1 there is one, 0 the end, -1 after a
 *  message: too long, not UTF-8, too many words. */
int words_next(struct words *words);
/** Print "NAME:LINE: reason"; returns CLI_BAD_INPUT. */
int words_refuse(const struct words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
