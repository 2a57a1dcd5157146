/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file instances.h
 * DescribeInstances, which clients ask before they associate an address. The
 * engine takes every instance that a request names to be there, so each one
 * asked for is: running, with its id. Without ids, there is none.
 */
#ifndef EIPD_INSTANCES_H
#define EIPD_INSTANCES_H

#include "query.h"
#include "xml.h"

int instances_is(eip_text action);
/** Write the whole answer. Returns 0 with the fault set. */
int instances_answer(struct query *query, struct xml *text,
                     const char *request_id, struct fault *fault);

#endif
