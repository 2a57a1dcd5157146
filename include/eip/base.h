/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file base.h
 * What every other header needs: export and attribute macros, the version,
 * and the one form in which text crosses the ABI.
 *
 * Conventions of the whole ABI:
 *  - A struct that a caller passes begins with `uint32_t size`, set to its
 *    `sizeof` at the caller. A smaller size than the library knows reads the
 *    missing tail as zero; a larger one is accepted only if its unknown tail
 *    is zero, else the call answers EIP_ERR_STRUCT_VERSION and does nothing.
 *    A size smaller than the first published form, or a non-zero `reserved`
 *    member, answers the same. Of a struct for a result only `size` is read,
 *    and its unknown tail is zeroed. An eip_error that is too small is none:
 *    no call fails for want of room to explain its failure.
 *  - Results are written through pointers placed last and only on success.
 *  - Times are milliseconds since 1970-01-01T00:00:00Z; addresses are 32-bit
 *    integers in host byte order (10.0.0.1 is 0x0a000001).
 *  - Nothing prints, aborts, reads the environment, or touches errno's
 *    meaning: every outcome is an eip_status.
 */
#ifndef EIP_BASE_H
#define EIP_BASE_H

#include <stdint.h>

#define EIP_VERSION_MAJOR 0
#define EIP_VERSION_MINOR 1
#define EIP_VERSION_PATCH 0

#if defined(EIP_BUILDING)
#define EIP_API __attribute__((visibility("default")))
#else
#define EIP_API
#endif

#if defined(__GNUC__)
#define EIP_NODISCARD __attribute__((warn_unused_result))
#else
#define EIP_NODISCARD
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Text by pointer and length, not terminated.
 *
 * `data == NULL` means that the text is absent; a non-NULL `data` with
 * `size == 0` is the empty text, which EC2 distinguishes (`Domain=''`).
 * Text given to a call is borrowed for the call. Text received from a call
 * belongs to the object that the call names and must not be written.
 */
typedef struct eip_text {
    const char *data;
    uint32_t size;     /* bytes */
    uint32_t reserved; /* zero */
} eip_text;

/**
 * Make an eip_text of a terminated string.
 *
 * @param[in] string  Terminated string, borrowed; NULL gives the absent text.
 * @return The text; a string longer than UINT32_MAX bytes is cut there.
 * @par Threads any. @par Progress wait-free. @par Cost one strlen.
 */
EIP_API eip_text eip_text_of(const char *string);

/**
 * The library's version as `major * 1000000 + minor * 1000 + patch`.
 *
 * @par Threads any. @par Progress wait-free.
 */
EIP_API uint32_t eip_version(void);

/** The library's version as a terminated string such as "0.1.0", static. */
EIP_API const char *eip_version_text(void);

#ifdef __cplusplus
}
#endif
#endif
