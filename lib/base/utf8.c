/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decoder of UTF-8. All that measures or validates goes through
 * eip__utf8_next, so that there is one opinion on what a character is.
 */
#include "base/utf8.h"

/** Bytes of the character that a byte begins; 0 if it begins none. 0xc0,
 *  0xc1 and 0xf5 and above could only begin overlong or too large ones. */
static size_t sequence_size(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static bool is_continuation(unsigned char byte) {
    return (byte & 0xc0) == 0x80;
}

/** True if a code point may be written with so many bytes, 2 to 4. */
static bool is_proper(uint32_t code_point, size_t size) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

    return code_point >= least[size] && code_point <= 0x10ffff &&
           (code_point < 0xd800 || code_point > 0xdfff);
}

uint32_t eip__utf8_next(const char **at, const char *end) {
    const unsigned char *bytes = (const unsigned char *)*at;
    size_t size = sequence_size(bytes[0]);
    uint32_t code_point;

    if (size < 2 || size > (size_t)(end - *at)) {
        ++*at;
        return size == 1 ? bytes[0] : EIP__UTF8_INVALID;
    }
    code_point = bytes[0] & 0x7fu >> size;
    for (size_t i = 1; i < size; i++) {
        if (!is_continuation(bytes[i])) {
            ++*at;
            return EIP__UTF8_INVALID;
        }
        code_point = code_point << 6 | (bytes[i] & 0x3fu);
    }
    if (!is_proper(code_point, size)) {
        ++*at;
        return EIP__UTF8_INVALID;
    }
    *at += size;
    return code_point;
}

bool eip__utf8_measure(const char *data, size_t size, size_t *characters) {
    const char *at = data;
    const char *end = size == 0 ? data : data + size;
    size_t count = 0;
    bool is_valid = true;

    while (at != end) {
        is_valid &= eip__utf8_next(&at, end) != EIP__UTF8_INVALID;
        count++;
    }
    *characters = count;
    return is_valid;
}

bool eip__utf8_is_valid(const char *data, size_t size) {
    size_t characters;

    return eip__utf8_measure(data, size, &characters);
}

size_t eip__utf8_count(const char *data, size_t size) {
    size_t characters;

    (void)eip__utf8_measure(data, size, &characters);
    return characters;
}

size_t eip__utf8_cut(const char *data, size_t size, size_t limit) {
    const unsigned char *bytes = (const unsigned char *)data;
    size_t begin = limit;

    if (size <= limit) {
        return size;
    }
    /* Go back to where the character that holds bytes[limit] begins. */
    while (begin > 0 && limit - begin < 3 && is_continuation(bytes[begin])) {
        begin--;
    }
    /* What is no UTF-8 has no characters to be kept whole. */
    return begin + sequence_size(bytes[begin]) > limit ? begin : limit;
}
