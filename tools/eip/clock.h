/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file clock.h  The time, as the library counts it. */
#ifndef EIP_TOOL_CLOCK_H
#define EIP_TOOL_CLOCK_H

#include <stdint.h>
#include <time.h>

/** Milliseconds since 1970. */
static inline uint64_t clock_ms(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

#endif
