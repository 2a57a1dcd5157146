/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file utf8.h
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing
 * above U+10FFFF. EC2 counts its limits in characters, so the library does.
 *
 * **Threads** any. **Progress** wait-free. **Memory** none.
 */
#ifndef EIP_BASE_UTF8_H
#define EIP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What eip__utf8_next answers for a byte that begins no character. */
#define EIP__UTF8_INVALID UINT32_MAX

/**
 * Read one character and move `*at` behind it. A byte that begins no valid
 * character is passed over alone, so that every text can be read to its end.
 *
 * @param[in,out] at  Where to read; must be below `end`.
 * @return The code point, or EIP__UTF8_INVALID.
 */
uint32_t eip__utf8_next(const char **at, const char *end);

/**
 * Count the characters of a text and say whether all of it is UTF-8.
 *
 * @param[in]  data        `size` bytes; may be NULL if `size` is 0.
 * @param[out] characters  Their number, each invalid byte counting as one.
 * @return True if every byte belongs to a valid character.
 */
bool eip__utf8_measure(const char *data, size_t size, size_t *characters);

/** True if every byte belongs to a valid character; the empty text is. */
bool eip__utf8_is_valid(const char *data, size_t size);

/** Number of characters, each invalid byte counting as one. */
size_t eip__utf8_count(const char *data, size_t size);

/**
 * The longest prefix of at most `limit` bytes that splits no character.
 *
 * @return Its length in bytes: `size` if that is not above `limit`, else
 *         `limit` or up to three less.
 */
size_t eip__utf8_cut(const char *data, size_t size, size_t limit);

#endif
