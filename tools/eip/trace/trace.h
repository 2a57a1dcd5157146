/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file trace.h
 * Traces of calls, as TRACE.md defines them, read and checked.
 */
#ifndef EIP_TOOL_TRACE_H
#define EIP_TOOL_TRACE_H

#include "input.h"
#include "trace/kinds.h"

#include <stdbool.h>
#include <stdint.h>

#include <eip/eip.h>

enum { TRACE_NAME_SIZE = EIP_LIMIT_NAME + 1, TRACE_POLICY_SIZE = 81 };

struct trace_op {
    uint64_t at_ms;
    uint64_t account; /* who calls */
    union {
        uint32_t slot; /* or TRACE_NO_SLOT: of no slot */
        uint32_t quota;
        uint32_t base; /* of the CIDR block */
    };
    uint16_t line_group; /* number of the border group */
    uint8_t kind;        /* enum trace_kind */
    union {
        uint8_t prefix_bits; /* of a block */
        uint8_t answer;      /* of a call: enum trace_answer */
    };
};

struct trace {
    char groups[TRACE_GROUPS_MAX][TRACE_NAME_SIZE]; /* 0: the Region's own */
    uint32_t group_count;
    char policy[TRACE_POLICY_SIZE]; /* of the pool; "": the trace has none */
    uint32_t quota;                 /* of who has no other */
    bool has_quota;
    bool has_answers; /* of some call */
    struct trace_op *ops;
    size_t count, room;
    uint64_t *owners; /* by slot: the one account that uses it, plus 1 */
    uint32_t slots;
};

/** Is it an account's own: dealt to the thread that makes the calls of it? */
static inline bool trace_is_call(uint32_t kind) {
    return kind < TRACE_CALLS || kind == TRACE_HAVE;
}

/** "allocate", "recover", ... */
const char *trace_kind_name(uint32_t kind);
/** Read a trace. Returns an exit code, after a message; free it also after a
 *  failure. */
int trace_read(const struct input *input, struct trace *trace);
void trace_free(struct trace *trace);

#endif
