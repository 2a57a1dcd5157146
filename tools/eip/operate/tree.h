/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tree.h
 * Parameters and answers as JSON values, by cJSON. What takes memory here ends
 * the process with a message if there is none: nothing that an operation did is
 * half done then.
 */
#ifndef EIP_TOOL_TREE_H
#define EIP_TOOL_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

/** `pointer`, which is not NULL. */
void *tree_need(void *pointer);

cJSON *tree_object(void);
cJSON *tree_list(void);
cJSON *tree_text(const char *text, size_t size);
cJSON *tree_string(const char *text);
cJSON *tree_number(double number);
cJSON *tree_flag(bool is_true);
/** Put a value into an object, in the place of one of that name. */
void tree_put(cJSON *object, const char *name, cJSON *value);
void tree_add(cJSON *list, cJSON *value);
/** The value of this very name, or NULL. */
cJSON *tree_get(const cJSON *object, const char *name);
/** Whether it is an object or a list. */
bool tree_is_branch(const cJSON *value);

#endif
