/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* For the programs that do not schedule. */
#include "base/atomic.h"

__attribute__((weak)) void eip__stop_point(const volatile void *place) {
    (void)place;
}
