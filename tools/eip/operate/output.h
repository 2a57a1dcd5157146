/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file output.h
 * Prints an answer as the AWS CLI does.
 */
#ifndef EIP_TOOL_OUTPUT_H
#define EIP_TOOL_OUTPUT_H

#include "operate/tree.h"

#include <stdio.h>

enum output_form { OUTPUT_JSON, OUTPUT_TABLE, OUTPUT_TEXT };

/** Print an answer; one without members prints nothing.
 *  @param[in] title  The operation's name, over a table. */
void output(FILE *file, enum output_form form, const char *title,
            const cJSON *answer);

void output_json(FILE *file, const cJSON *value);
void output_text(FILE *file, const cJSON *value);
void output_table(FILE *file, const char *title, const cJSON *value);

/** How text and table write what is no list or object: `buffer` is for
 *  numbers. */
enum { OUTPUT_NUMBER_SIZE = 32 };
const char *output_scalar(const cJSON *value, char buffer[OUTPUT_NUMBER_SIZE]);
/** Names of the members that are branches, or that are not, sorted, in
 *  `objects` (one object, or a list of them). Free the array alone. */
const char **output_names(const cJSON *objects, bool branches, size_t *count);

#endif
