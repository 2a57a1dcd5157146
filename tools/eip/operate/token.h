/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file token.h
 * Tokens of --starting-token, in botocore's form: base64 of a JSON object with
 * EC2's own token and how many items of its page were answered.
 */
#ifndef EIP_TOOL_TOKEN_H
#define EIP_TOOL_TOKEN_H

#include <stdint.h>

/** @param[in] next  EC2's token, or NULL; @param[in] skip  -1: none.
 *  Free what is returned. */
char *token_write(const char *next, int64_t skip);
/** The reverse. A text of another form is EC2's token itself. Free `next`. */
void token_read(const char *token, char **next, int64_t *skip);

#endif
