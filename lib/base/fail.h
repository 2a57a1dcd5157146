/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fail.h
 * The one way a call says what was wrong: it fills the caller's eip_error
 * and hands the status back, so that `return eip__fail(...)` is the idiom.
 *
 * **Threads** any. **Progress** wait-free. **Memory** the caller's.
 */
#ifndef EIP_BASE_FAIL_H
#define EIP_BASE_FAIL_H

#include "eip/status.h"

/** Size of the first published eip_error; a smaller one is taken as absent,
 *  since a call must not fail for want of room to explain its failure. */
enum { EIP__ERROR_SIZE_FIRST = 528 };

/**
 * Fill `error` and return `status`.
 *
 * `index` and `os_error` become zero; see the two functions below.
 *
 * @param[out] error   May be NULL: then nothing is formatted.
 * @param[in]  status  A failure; evaluated twice.
 * @param[in]  field   EC2's name of the request member; NULL or "" for none.
 * @param[in]  format  As for printf; NULL takes the status's default text.
 *                     Texts that a caller sent go through eip__quote.
 */
#define eip__fail(error, status, ...)                                          \
    (eip__fail_fill((error), (status), __VA_ARGS__), eip__failed(status))

static inline eip_status eip__failed(eip_status status) {
    return status;
}

/** What eip__fail calls; a macro around it, so that analysers see that the
 *  status which comes out is the one that went in. */
void eip__fail_fill(eip_error *error, eip_status status, const char *field,
                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Say which item of a list or batch was wrong; call it after eip__fail. */
void eip__fail_index(eip_error *error, uint32_t index);

/** Say what errno the host gave; call it after eip__fail. */
void eip__fail_os(eip_error *error, int32_t os_error);

/** What a host's refusal to write comes to, an errno: EIP_ERR_STORE_FULL,
 *  _READ_ONLY, or else _IO. */
eip_status eip__status_of_host(int refusal);

enum {
    EIP__QUOTED_CHARACTERS = 256, /* at most so many are copied */
    EIP__QUOTED_SIZE = 304        /* bytes, with the terminator */
};

/** Room for one value inside a message. */
struct eip__quoted {
    char text[EIP__QUOTED_SIZE];
};

/**
 * Copy a text that a caller sent so that it can stand in a message.
 *
 * Invalid bytes, control characters and the characters that break or reorder
 * a line become '?', hence a hostile value cannot forge a line of a log. A
 * long text is cut between characters.
 *
 * @param[out] quoted  Holds the copy; several values need one each.
 * @param[in]  text    The absent text gives "".
 * @return `quoted->text`, terminated, valid UTF-8.
 */
const char *eip__quote(struct eip__quoted *quoted, eip_text text);

#endif
