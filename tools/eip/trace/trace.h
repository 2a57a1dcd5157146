/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file trace.h
 * Traces of calls, as TRACE.md defines them, read and checked.
 */
#ifndef EIP_TOOL_TRACE_H
#define EIP_TOOL_TRACE_H

#include "input.h"

#include <stdint.h>

#include <eip/eip.h>

enum trace_kind {
    TRACE_ALLOCATE,
    TRACE_RECOVER,
    TRACE_RELEASE,
    TRACE_DESCRIBE,
    TRACE_STEAL, /* a release by an account that does not have it */
    TRACE_CALLS, /* the kinds before are calls, those behind administration */
    TRACE_ADD = TRACE_CALLS,
    TRACE_DRAIN,
    TRACE_QUOTA
};

enum {
    TRACE_GROUPS_MAX = 256,
    TRACE_SLOTS_MAX = 1 << 26,
    TRACE_NAME_SIZE = EIP_LIMIT_NAME + 1
};

struct trace_op {
    uint64_t at_ms;
    uint64_t account; /* who calls */
    union {
        uint32_t slot;
        uint32_t quota;
        uint32_t base; /* of the CIDR block */
    };
    uint16_t line_group; /* number of the border group */
    uint8_t kind;        /* enum trace_kind */
    uint8_t prefix_bits;
};

struct trace {
    char groups[TRACE_GROUPS_MAX][TRACE_NAME_SIZE]; /* 0: the Region's own */
    uint32_t group_count;
    struct trace_op *ops;
    size_t count, room;
    uint64_t *owners; /* by slot: the one account that uses it, plus 1 */
    uint32_t slots;
};

/** "allocate", "recover", ... */
const char *trace_kind_name(uint32_t kind);
/** Read a trace. Returns an exit code, after a message; free it also after a
 *  failure. */
int trace_read(const struct input *input, struct trace *trace);
void trace_free(struct trace *trace);

#endif
