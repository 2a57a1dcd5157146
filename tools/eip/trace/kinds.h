/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file kinds.h  What lines of traces say, for readers and writers. */
#ifndef EIP_TOOL_TRACE_KINDS_H
#define EIP_TOOL_TRACE_KINDS_H

#include <stdint.h>

enum trace_kind {
    TRACE_ALLOCATE,
    TRACE_RECOVER,
    TRACE_RELEASE,
    TRACE_DESCRIBE,
    TRACE_LIST,  /* a description of all that an account has */
    TRACE_STEAL, /* a release by an account that does not have it */
    TRACE_CALLS, /* the kinds before are calls, those behind administration */
    TRACE_ADD = TRACE_CALLS,
    TRACE_DRAIN,
    TRACE_QUOTA,
    TRACE_HAVE /* neither: an address that is there from before */
};

/** What a call was answered when it was recorded. */
enum trace_answer {
    TRACE_UNTOLD,
    TRACE_OK,
    TRACE_FULL,    /* no capacity */
    TRACE_LIMIT,   /* over quota */
    TRACE_MISSING, /* not found */
    TRACE_ANSWERS
};

enum { TRACE_GROUPS_MAX = 256, TRACE_SLOTS_MAX = 1 << 26 };
#define TRACE_NO_SLOT UINT32_MAX
#define TRACE_EVERYBODY UINT64_MAX

/** "=ok", ...; "" of TRACE_UNTOLD. */
extern const char *const trace_answer_words[TRACE_ANSWERS];

#endif
