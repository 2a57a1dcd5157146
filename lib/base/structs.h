/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file structs.h
 * Structs that may be older or newer than the library (see eip/base.h).
 *
 * Each begins with `uint32_t size`. Requests are read through a copy of the
 * library's own form, results are written from one, so that no operation ever
 * sees another size than its own.
 *
 * **Threads** any. **Progress** wait-free. **Memory** the caller's.
 */
#ifndef EIP_BASE_STRUCTS_H
#define EIP_BASE_STRUCTS_H

#include "eip/status.h"

#include <string.h>

/** A larger size than this is no struct but a mistake. */
enum { EIP__STRUCT_SIZE_MAX = 65536 };

/**
 * Read a caller's struct into the library's own form.
 *
 * @param[out] own       `own_size` bytes, written on EIP_OK: what the caller
 *                       gave, then zeros. Its `size` is the caller's.
 * @param[in]  own_size  Size of the form that the library knows.
 * @param[in]  min_size  Size of the first published form, 4 to `own_size`.
 * @param[in]  theirs    The caller's struct.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION for a size below
 *         `min_size` or above EIP__STRUCT_SIZE_MAX, or for bytes beyond
 *         `own_size` that are not all zero.
 */
EIP_NODISCARD eip_status eip__struct_in_any(void *own, uint32_t own_size,
                                            uint32_t min_size,
                                            const void *theirs);

/** The same; at once where the caller knows the same form. */
EIP_NODISCARD static inline eip_status eip__struct_in(void *own,
                                                      uint32_t own_size,
                                                      uint32_t min_size,
                                                      const void *theirs) {
    uint32_t size = 0;

    if (theirs != NULL) {
        memcpy(&size, theirs, sizeof size);
    }
    if (size != own_size) {
        return eip__struct_in_any(own, own_size, min_size, theirs);
    }
    memcpy(own, theirs, own_size);
    memcpy(own, &size, sizeof size); /* should it have changed meanwhile */
    return EIP_OK;
}

/**
 * Read a caller's struct in place where it has the library's own form, which
 * it is to leave alone during the call; else a copy of it.
 *
 * @param[out] view  The struct, or `own`, written on EIP_OK.
 * @return As eip__struct_in.
 */
EIP_NODISCARD static inline eip_status
eip__struct_view(const void **view, void *own, uint32_t own_size,
                 uint32_t min_size, const void *theirs) {
    uint32_t size = 0;

    if (theirs != NULL) {
        memcpy(&size, theirs, sizeof size);
    }
    *view = theirs;
    if (size == own_size) {
        return EIP_OK;
    }
    *view = own;
    return eip__struct_in_any(own, own_size, min_size, theirs);
}

/**
 * Say whether eip__struct_out would write to the struct. An operation with
 * effects asks before it has any.
 *
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION for a size below
 *         `min_size` or above EIP__STRUCT_SIZE_MAX. Other members are not
 *         read: a result need not be initialised beyond its size.
 */
EIP_NODISCARD eip_status eip__struct_out_check_any(const void *theirs,
                                                   uint32_t min_size);

/** The same; at once where the caller knows the first form. */
EIP_NODISCARD static inline eip_status
eip__struct_out_check(const void *theirs, uint32_t min_size) {
    uint32_t size = 0;

    if (theirs != NULL) {
        memcpy(&size, theirs, sizeof size);
    }
    return size == min_size ? EIP_OK
                            : eip__struct_out_check_any(theirs, min_size);
}

/**
 * Write a result into a caller's struct: as much of `own` as its `size`
 * covers, zeros beyond `own_size`. The caller's `size` is kept.
 *
 * @return What eip__struct_out_check answers; nothing is written unless that
 *         is EIP_OK.
 */
eip_status eip__struct_out(void *theirs, const void *own, uint32_t own_size,
                           uint32_t min_size);

#endif
