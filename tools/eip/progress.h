/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file progress.h  One line on standard error that goes away again. */
#ifndef EIP_TOOL_PROGRESS_H
#define EIP_TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool is_shown;
    int width; /* of what stands there */
};

/** Draw the line anew. */
void progress_draw(struct progress *progress, const char *phase, uint64_t done,
                   uint64_t total, double seconds);
void progress_erase(struct progress *progress);

#endif
