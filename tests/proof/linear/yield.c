/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* For the torture: now and then, a thread goes to the end of the queue in the
 * middle of an operation, which a time slice seldom makes it do. */
#include "base/atomic.h"

#include <sched.h>

enum { APART = 1024 }; /* stop points, on average */

static _Thread_local uint64_t left = 1;
static _Thread_local uint64_t state;

void eip__stop_point(const volatile void *place) {
    (void)place;
    if (--left != 0) {
        return;
    }
    if (state == 0) {
        state = (uint64_t)(uintptr_t)&state; /* another for each thread */
    }
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    left = 1 + (state >> 33) % (2 * (uint64_t)APART);
    (void)sched_yield();
}
