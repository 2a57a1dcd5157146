/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file page.h
 * Carries out what is asked, as often as its pages take.
 */
#ifndef EIP_TOOL_PAGE_H
#define EIP_TOOL_PAGE_H

#include "operate/ask.h"

/**
 * Call an operation.
 *
 * @param[out] answer  What it answers; the caller's to delete.
 * @param[out] token   Where to go on if there is more than was asked for, in
 *                     the AWS CLI's form; else NULL. Free it.
 * @return CLI_OK, or OPERATE_... after a message.
 */
int page_call(const struct ask *ask, eip_engine *engine, cJSON **answer,
              char **token);

#endif
