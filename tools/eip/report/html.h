/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file html.h  One page of HTML that needs nothing but itself. */
#ifndef EIP_TOOL_HTML_H
#define EIP_TOOL_HTML_H

#include "map/picture.h"

#include <stdbool.h>
#include <stdio.h>

void html_begin(FILE *file, const char *title);
void html_end(FILE *file);
void html_section(FILE *file, const char *id, const char *title);
/** Text, with what would be markup escaped. */
void html_text(FILE *file, const char *text);
/** A paragraph, by a format; what it makes is escaped. */
void html_say(FILE *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** The head of a table: names by '|'; those that begin with '>' are of
 *  numbers. */
void html_table(FILE *file, const char *heads);
void html_cell(FILE *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void html_number(FILE *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** A bar of three parts, 0 to 1 each. */
void html_bar(FILE *file, double held, double cooling, double withdrawn);
void html_table_end(FILE *file);
/** A picture that is finished. False after a message. */
bool html_picture(FILE *file, const struct picture *picture,
                  const char *caption);

#endif
