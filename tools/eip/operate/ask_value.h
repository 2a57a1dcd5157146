/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ask_value.h  The words behind an option, as a parameter's value. */
#ifndef EIP_TOOL_ASK_VALUE_H
#define EIP_TOOL_ASK_VALUE_H

#include "operate/tree.h"

#include "../../shape/shape.h"

/** A word, or the text of the file that it names as file://PATH. NULL after a
 *  message. */
char *ask_word(const char *option, const char *word);
/** One JSON document; NULL after a message. */
cJSON *ask_json(const char *option, const char *text);
/** The value of an option that takes one word, or of a list any number of them.
 *  NULL after a message. */
cJSON *ask_value(const char *option, const struct shape_member *member,
                 char **words, int count);

#endif
