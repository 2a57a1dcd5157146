/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns requests for memory that are refused when they are told to be. */
#include "support/device/device.h"

#include <errno.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

uint64_t device_requests;
uint64_t device_refuse_at;
bool device_refuse_for_good;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

/* Their malloc is their own. */
const bool device_can_refuse = false;

#else

const bool device_can_refuse = true;

static bool is_refused(void) {
    device_requests++;
    if (device_refuse_at == 0 || device_requests < device_refuse_at ||
        (device_requests > device_refuse_at && !device_refuse_for_good)) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size) {
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return is_refused() ? NULL : __libc_realloc(block, size);
}

#endif
