/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file glob.h
 * EC2's filter values: `*` stands for any characters or none, `?` for one
 * character or none, `\*`, `\?` and `\\` for themselves. A backslash before
 * anything else, or at the end, is an ordinary character. Case counts.
 *
 * **Threads** any. **Progress** wait-free. **Memory** the caller's.
 */
#ifndef EIP_OPS_GLOB_H
#define EIP_OPS_GLOB_H

#include "eip/engine.h"

#include <stdbool.h>

enum { EIP__GLOB_WORDS = (EIP_LIMIT_FILTER_VALUE + 1 + 63) / 64 };

/** A set of positions in a pattern, 0 to EIP_LIMIT_FILTER_VALUE. */
struct eip__glob_set {
    uint64_t words[EIP__GLOB_WORDS];
};

/** Digits of 4 bits that a character has. */
enum { EIP__GLOB_DIGITS = 6 };

/** A pattern made ready for many texts; about 3 KiB, for the stack. */
struct eip__glob {
    uint32_t count; /* of tokens */
    uint32_t reserved;
    struct eip__glob_set stars; /* positions of `*` */
    struct eip__glob_set marks; /* positions of `?` */
    /** By digit and its value: positions of the characters that have it. */
    struct eip__glob_set with[EIP__GLOB_DIGITS][16];
};

/**
 * Make a pattern ready.
 *
 * @param[in] pattern  Borrowed for the call.
 * @return False if it is not UTF-8 or is longer than EIP_LIMIT_FILTER_VALUE
 *         characters; `glob` is then not to be used.
 */
bool eip__glob_compile(struct eip__glob *glob, eip_text pattern);

/**
 * True if the whole of `text` matches.
 *
 * @param[in] text  UTF-8; an invalid byte matches as a character of its own,
 *                  by wildcards only. The absent text matches as the empty.
 * @par Cost the characters of the text, whatever the pattern: tens of ns
 *      each.
 */
bool eip__glob_matches(const struct eip__glob *glob, eip_text text);

/** Compile and match once; false for a pattern that does not compile. */
bool eip__glob_match(eip_text pattern, eip_text text);

/** True if the pattern has neither wildcards nor backslashes, so that it
 *  matches just the text that it is. */
bool eip__glob_is_literal(eip_text pattern);

#endif
