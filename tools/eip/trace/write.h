/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file write.h
 * The lines of traces (TRACE.md), for whoever writes them: `eip record`, `eip
 * script --record`, `eipd --record`.
 */
#ifndef EIP_TOOL_TRACE_WRITE_H
#define EIP_TOOL_TRACE_WRITE_H

#include "kinds.h"

#include <stddef.h>
#include <stdint.h>

#include <eip/eip.h>

enum { TRACE_LINE_SIZE = 128 };
#define TRACE_FIRST_LINE "eip-trace 1\n"

/* Each writes a line, with its end and terminated, into TRACE_LINE_SIZE bytes
 * and returns its length. */

size_t trace_write_time(char *line, uint64_t ms);
/** `name` has up to EIP_LIMIT_NAME bytes. */
size_t trace_write_group(char *line, const char *name);
/** `policy` as policy_take reads it, up to 80 bytes. */
size_t trace_write_policy(char *line, const char *policy);
/** `kind` is TRACE_ADD or TRACE_DRAIN. */
size_t trace_write_block(char *line, uint32_t kind, eip_cidr cidr,
                         uint32_t group);
/** `account` may be TRACE_EVERYBODY. */
size_t trace_write_quota(char *line, uint64_t account, uint32_t quota);

struct trace_call {
    uint32_t kind;   /* below TRACE_CALLS, or TRACE_HAVE */
    uint32_t answer; /* enum trace_answer */
    uint64_t account;
    uint32_t slot;  /* TRACE_NO_SLOT: none; of some kinds */
    uint32_t group; /* of an allocation; 0: the Region's own */
};
size_t trace_write_call(char *line, const struct trace_call *call);

#endif
