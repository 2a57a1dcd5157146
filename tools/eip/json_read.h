/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file json_read.h
 * Reads one JSON document with cJSON, with limits before and places after.
 */
#ifndef EIP_TOOL_JSON_READ_H
#define EIP_TOOL_JSON_READ_H

#include "input.h"

#include <cjson/cJSON.h>

enum {
    JSON_DEPTH_MAX = 64,       /* arrays and objects in one another */
    JSON_VALUES_MAX = 8000000, /* what a document takes is bounded by this */
    JSON_NO_INDEX = -1
};

/**
 * Read the text as one JSON document in UTF-8 with nothing behind it.
 *
 * @param[out] root  The document; end it with cJSON_Delete.
 * @return An exit code; a message is out unless it is CLI_OK.
 */
int json_read(const struct input *input, cJSON **root);

/**
 * Where in the text a value stands: member `name` of the document, in it the
 * element `index` (or JSON_NO_INDEX), in it the member `part` (or NULL).
 * cJSON keeps no places; this looks again, which only messages need.
 *
 * @return The offset of the value, or of the innermost value around it that
 *         is there.
 */
size_t json_locate(const struct input *input, const char *name, int index,
                   const char *part);

/**
 * The same for member `part` of each of the first `count` elements of the
 * array `name`, in one walk.
 */
void json_places(const struct input *input, const char *name, const char *part,
                 size_t *places, size_t count);

#endif
