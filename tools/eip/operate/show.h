/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file show.h
 * A response becomes JSON, as the AWS CLI has it of the response's XML.
 */
#ifndef EIP_TOOL_SHOW_H
#define EIP_TOOL_SHOW_H

#include "operate/tree.h"

#include "../../shape/shape.h"

/** The members of a struct that have a value, in order. */
cJSON *show_struct(const struct shape *shape, const void *at);

#endif
