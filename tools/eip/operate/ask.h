/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ask.h
 * What a command line asks of an operation, in the AWS CLI's words.
 */
#ifndef EIP_TOOL_ASK_H
#define EIP_TOOL_ASK_H

#include "operate/common.h"
#include "operate/tree.h"

#include "../../shape/shape.h"

struct ask {
    const struct shape_operation *operation;
    struct common common;
    cJSON *parameters;
    char *starting_token; /* NULL: from the beginning */
    int64_t max_items;    /* -1: all */
    int64_t page_size;    /* -1: as the library likes */
    /** Answers page by page until there are no more; else one answer. */
    bool is_paged;
};

/** Whether an operation answers pages that the AWS CLI puts together. */
bool ask_has_pages(const struct shape_operation *operation);

/**
 * Read a command line; `argv[0]` is the operation. End it with ask_end.
 *
 * @param[in] common    What stands before it.
 * @param[in] is_fixed  The engine is open: options about it are refused.
 * @return CLI_OK; CLI_END after help; CLI_USAGE after a message.
 */
int ask_read(struct ask *ask, const struct shape_operation *operation,
             const struct common *common, bool is_fixed, int argc, char **argv);
void ask_end(struct ask *ask);
/** Explain an operation on standard output. */
void ask_help(const struct shape_operation *operation);

#endif
