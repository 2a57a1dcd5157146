/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file policy.h  Policies of pools as the command line names them. */
#ifndef EIP_TOOL_POLICY_H
#define EIP_TOOL_POLICY_H

#include "plan/churn.h"

/** Read NAME[:COOLDOWN[:keep]], as "spread:7d:keep". `text` is kept as the
 *  policy's name. False: it is none. */
bool policy_read(const char *text, struct churn_policy *policy);
/** The same of an option; false after a message. */
bool policy_take(const char *text, struct churn_policy *policy);

#endif
