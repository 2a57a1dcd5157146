/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fill.h
 * Parameters as JSON become the request struct that a shape describes.
 */
#ifndef EIP_TOOL_FILL_H
#define EIP_TOOL_FILL_H

#include "operate/tree.h"

#include "../../shape/shape.h"

/** A request and the arrays that it points to; texts stay the parameters'. */
struct fill {
    void *request;
    void **blocks;
    uint32_t count;
};

/**
 * Fill a request. End it with fill_end, also after a failure.
 *
 * @param[in] parameters  An object; has to outlive the request.
 * @return False after a message: a parameter is not known, of another kind, or
 *         missing.
 */
bool fill_begin(struct fill *fill, const struct shape *shape,
                const cJSON *parameters);
void fill_end(struct fill *fill);

/** What a kind is called: "text", "list", ... */
const char *fill_kind_name(uint32_t kind);

#endif
