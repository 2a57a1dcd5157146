/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file judy.h  Judy's requests for memory, refused when the suite says so.
 *  For a suite's one file. */
#ifndef EIP_TESTS_UNIT_JUDY_H
#define EIP_TESTS_UNIT_JUDY_H

#include <Judy.h>
#include <stdint.h>
#include <stdlib.h>

static uint64_t judy_requests;
static uint64_t judy_refused;
static uint64_t judy_refuses; /* this one and all after it; 0: none */

/** Refuse the nth request from now on and all after it; 0: none. Counts begin
 *  anew. */
static inline void judy_refuse(uint64_t nth) {
    judy_requests = 0;
    judy_refused = 0;
    judy_refuses = nth;
}

/** Refuse none any more; counts go on. */
static inline void judy_allow(void) {
    judy_refuses = 0;
}

/* In the place of the library's own: Judy's functions are the program's. */
Word_t JudyMalloc(Word_t words) {
    judy_requests++;
    if (judy_refuses != 0 && judy_requests >= judy_refuses) {
        judy_refused++;
        return 0;
    }
    return (Word_t)malloc(words * sizeof(Word_t));
}

Word_t JudyMallocVirtual(Word_t words) {
    return JudyMalloc(words);
}

#endif
