/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the rule of growing structs: members are only appended, zero means
 * what the library did before it knew them. Hence a missing tail reads as
 * zeros, and an unknown tail that is zero asks for nothing unknown.
 */
#include "base/structs.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/** Read the `size` that every such struct begins with, once: what else is
 *  done with the struct must not depend on a second look. */
static uint32_t size_of(const void *theirs) {
    uint32_t size;

    memcpy(&size, theirs, sizeof(size));
    return size;
}

static bool is_known(uint32_t size, uint32_t min_size) {
    return size >= min_size && size <= EIP__STRUCT_SIZE_MAX;
}

static bool is_zero(const unsigned char *bytes, uint32_t count) {
    unsigned char any = 0;

    for (uint32_t i = 0; i < count; i++) {
        any |= bytes[i];
    }
    return any == 0;
}

eip_status eip__struct_in_any(void *own, uint32_t own_size, uint32_t min_size,
                              const void *theirs) {
    uint32_t size;
    uint32_t copied;

    if (theirs == NULL) {
        return EIP_ERR_NULL;
    }
    size = size_of(theirs);
    copied = size < own_size ? size : own_size;
    if (!is_known(size, min_size) ||
        !is_zero((const unsigned char *)theirs + copied, size - copied)) {
        return EIP_ERR_STRUCT_VERSION;
    }
    memcpy(own, theirs, copied);
    memset((unsigned char *)own + copied, 0, own_size - copied);
    return EIP_OK;
}

eip_status eip__struct_out_check_any(const void *theirs, uint32_t min_size) {
    if (theirs == NULL) {
        return EIP_ERR_NULL;
    }
    return is_known(size_of(theirs), min_size) ? EIP_OK
                                               : EIP_ERR_STRUCT_VERSION;
}

eip_status eip__struct_out(void *theirs, const void *own, uint32_t own_size,
                           uint32_t min_size) {
    eip_status status = eip__struct_out_check(theirs, min_size);
    const size_t skipped = sizeof(uint32_t); /* `size` stays the caller's */
    uint32_t size;
    uint32_t copied;

    if (status != EIP_OK) {
        return status;
    }
    size = size_of(theirs);
    copied = size < own_size ? size : own_size;
    memcpy((unsigned char *)theirs + skipped,
           (const unsigned char *)own + skipped, copied - skipped);
    memset((unsigned char *)theirs + copied, 0, size - copied);
    return EIP_OK;
}
