/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file shorthand.h
 * The AWS CLI's short form of a structure: `Name=domain,Values=vpc,standard`,
 * `ResourceType=elastic-ip,Tags=[{Key=a,Value=b}]`.
 *
 *     structure = key "=" value *("," key "=" value)
 *     value     = word *("," word) / list / map
 *     list      = "[" [item *("," item)] "]"
 *     map       = "{" [key "=" item *("," key "=" item)] "}"
 *     item      = word / list / map
 *     word      = as it stands, or in quotes; "\," is a comma
 */
#ifndef EIP_TOOL_SHORTHAND_H
#define EIP_TOOL_SHORTHAND_H

#include "operate/tree.h"

/**
 * Read the short form. All that is no list or map is a text.
 *
 * @param[in] option  Whose value it is, for messages.
 * @return An object, or NULL after a message.
 */
cJSON *shorthand_read(const char *option, const char *text);

#endif
