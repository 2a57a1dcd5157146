/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file line.h
 * A line of a script as words, much as a shell reads it: blanks part words,
 * '...' stands as it is, "..." but for `\` and `${`, `\` makes the next byte
 * plain, `#` begins a comment where a word may begin. `${name.Path.0.Part}` is
 * a value of the answer that was kept under that name.
 */
#ifndef EIP_TOOL_LINE_H
#define EIP_TOOL_LINE_H

#include "operate/tree.h"

struct line {
    char **words;
    int count;
};

/**
 * Part a line. End it with line_end, also after a failure.
 *
 * @param[in] kept  An object: the answers by their names.
 * @return False after a message.
 */
bool line_read(struct line *line, const char *text, const cJSON *kept);
void line_end(struct line *line);

#endif
