/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the filling of eip_error, and what a host's errno means. Texts are
 * padded with zeros to their full size, so that two failures that must not be
 * told apart (rulings R3, R18) are equal in all their bytes.
 */
#include "base/fail.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(eip_error) >= EIP__ERROR_SIZE_FIRST,
               "eip_error may grow, never shrink");

static bool is_absent(const eip_error *error) {
    return error == NULL || error->size < EIP__ERROR_SIZE_FIRST;
}

/** Copy what fits of a terminated text and fill the rest with zeros. */
static void put(char *to, size_t room, const char *text) {
    size_t size = eip__utf8_cut(text, strnlen(text, room), room - 1);

    memcpy(to, text, size);
    memset(to + size, 0, room - size);
}

void eip__fail_fill(eip_error *error, eip_status status, const char *field,
                    const char *format, ...) {
    /* Longer than the message by one character, so that put() sees whether
     * the cut would split one. */
    char message[EIP_ERROR_MESSAGE_SIZE + 4];
    va_list arguments;
    int written = -1;

    if (is_absent(error)) {
        return;
    }
    if (format != NULL) {
        va_start(arguments, format);
        written = vsnprintf(message, sizeof(message), format, arguments);
        va_end(arguments);
    }
    error->status = status;
    error->index = 0;
    error->os_error = 0;
    put(error->field, sizeof(error->field), field == NULL ? "" : field);
    put(error->message, sizeof(error->message),
        written < 0 ? eip_status_text(status) : message);
}

void eip__fail_index(eip_error *error, uint32_t index) {
    if (!is_absent(error)) {
        error->index = index;
    }
}

void eip__fail_os(eip_error *error, int32_t os_error) {
    if (!is_absent(error)) {
        error->os_error = os_error;
    }
}

eip_status eip__status_of_host(int refusal) {
    static const struct {
        int refusal;
        eip_status status;
    } rows[] = {
        {ENOSPC, EIP_ERR_STORE_FULL},      {EDQUOT, EIP_ERR_STORE_FULL},
        {EFBIG, EIP_ERR_STORE_FULL},       {EROFS, EIP_ERR_STORE_READ_ONLY},
        {EACCES, EIP_ERR_STORE_READ_ONLY}, {EPERM, EIP_ERR_STORE_READ_ONLY},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].refusal == refusal) {
            return rows[i].status;
        }
    }
    return EIP_ERR_STORE_IO;
}

/** False for what would end, overwrite or reorder a line where it is shown:
 *  controls, line separators, and the marks of writing direction. */
static bool is_harmless(uint32_t character) {
    if (character < 0x20 || (character >= 0x7f && character <= 0x9f)) {
        return false;
    }
    return character <= 0x10ffff && character != 0x61c && character != 0x200e &&
           character != 0x200f && (character < 0x2028 || character > 0x202e) &&
           (character < 0x2066 || character > 0x2069);
}

const char *eip__quote(struct eip__quoted *quoted, eip_text text) {
    const char *at = text.data;
    const char *end = text.data == NULL ? NULL : text.data + text.size;
    size_t used = 0;

    for (int i = 0; i < EIP__QUOTED_CHARACTERS && at != end; i++) {
        const char *from = at;
        bool is_kept = is_harmless(eip__utf8_next(&at, end));
        size_t size = is_kept ? (size_t)(at - from) : 1;
        if (used + size >= sizeof(quoted->text)) {
            break;
        }
        memcpy(quoted->text + used, is_kept ? from : "?", size);
        used += size;
    }
    quoted->text[used] = '\0';
    return quoted->text;
}
