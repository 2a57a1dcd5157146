/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operations.h"
#include "requests.h"
#include "responses.h"

#include <string.h>

/* One function type for all of them; the library's own differ by operation. */
#define CALL_GIVES(name, function, answer, asks)                               \
    static eip_status call_##function(                                         \
        eip_engine *engine, const eip_caller *caller, const void *request,     \
        void *response, eip_error *error) {                                    \
        return eip_##function(engine, caller, request, response, error);       \
    }
#define CALL_VOID(name, function, answer, asks)                                \
    static eip_status call_##function(                                         \
        eip_engine *engine, const eip_caller *caller, const void *request,     \
        void *response, eip_error *error) {                                    \
        (void)response;                                                        \
        return eip_##function(engine, caller, request, error);                 \
    }
SHAPE_OPERATIONS(CALL_GIVES, CALL_VOID)

#define ROW(name, function, answer, asks)                                      \
    {#name, call_##function, &shape_##function##_request, &shape_##answer,     \
     asks},
const struct shape_operation shape_operations[] = {SHAPE_OPERATIONS(ROW, ROW)};
const uint32_t shape_operation_count =
    sizeof shape_operations / sizeof shape_operations[0];

static int order(const char *name, eip_text text) {
    size_t length = strlen(name);
    int way = memcmp(name, text.data, length < text.size ? length : text.size);

    return way != 0 ? way : (length > text.size) - (length < text.size);
}

const struct shape_operation *shape_find(eip_text name) {
    uint32_t low = 0;
    uint32_t high = shape_operation_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int way = order(shape_operations[middle].name, name);

        if (way == 0)
            return &shape_operations[middle];
        if (way < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
