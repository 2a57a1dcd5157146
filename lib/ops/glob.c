/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the matching of filter values.
 *
 * A pattern of n tokens is an automaton with positions 0 to n: position i
 * means that the tokens before i are matched. A literal leads from i to
 * i + 1 by its character; `?` leads there by any character or by none; `*`
 * stays by any character and leads on by none. All positions reached are
 * kept at once, as a set of bits, and all go on by a character at once: no
 * pattern makes the matcher try anything twice.
 *
 * Which positions wait for a character is looked up by its hex digits: for
 * each digit there is the set of positions whose character has it, and the
 * sets of all digits have just the right ones in common.
 */
#include "ops/glob.h"

#include "base/utf8.h"

#include <stddef.h>
#include <string.h>

/** Wildcards among the tokens, above every code point. */
enum { TOKEN_STAR = 0x110000, TOKEN_MARK = 0x110001 };

/** Where a text ends; an absent one has no bytes, whatever `size` says. */
static const char *end_of(eip_text text) {
    return text.data == NULL ? NULL : text.data + text.size;
}

static void add(struct eip__glob_set *set, uint32_t position) {
    set->words[position / 64] |= UINT64_C(1) << position % 64;
}

static bool has(const struct eip__glob_set *set, uint32_t position) {
    return (set->words[position / 64] >> position % 64 & 1) != 0;
}

static bool is_empty(const struct eip__glob_set *set) {
    uint64_t any = 0;

    for (int i = 0; i < EIP__GLOB_WORDS; i++) {
        any |= set->words[i];
    }
    return any == 0;
}

static bool is_special(char c) {
    return c == '*' || c == '?' || c == '\\';
}

static uint32_t next_token(const char **at, const char *end) {
    uint32_t character = eip__utf8_next(at, end);

    if (character == '*') {
        return TOKEN_STAR;
    }
    if (character == '?') {
        return TOKEN_MARK;
    }
    if (character == '\\' && *at < end && is_special(**at)) {
        return eip__utf8_next(at, end);
    }
    return character;
}

static uint32_t digit_of(uint32_t character, int digit) {
    return character >> (4 * digit) & 15;
}

static void add_token(struct eip__glob *glob, uint32_t token) {
    uint32_t position = glob->count++;

    if (token == TOKEN_STAR) {
        add(&glob->stars, position);
        return;
    }
    if (token == TOKEN_MARK) {
        add(&glob->marks, position);
        return;
    }
    for (int i = 0; i < EIP__GLOB_DIGITS; i++) {
        add(&glob->with[i][digit_of(token, i)], position);
    }
}

bool eip__glob_compile(struct eip__glob *glob, eip_text pattern) {
    const char *at = pattern.data;
    const char *end = end_of(pattern);
    size_t characters;

    if (!eip__utf8_measure(at, (size_t)(end - at), &characters) ||
        characters > EIP_LIMIT_FILTER_VALUE) {
        return false;
    }
    memset(glob, 0, sizeof(*glob));
    while (at != end) {
        add_token(glob, next_token(&at, end));
    }
    return true;
}

/**
 * Add to the positions all that are reached from them by no character.
 *
 * Wildcards stand in runs. Adding a position to the run that it lies in
 * carries through to the first position behind the run; what changed on the
 * way, and the carry's end, is what the position reaches. A second position
 * of the same run meets bits that the carry cleared and stops there, and is
 * kept because it is in the set itself.
 */
static void skip_wildcards(const struct eip__glob *glob,
                           struct eip__glob_set *positions) {
    uint64_t carry = 0;

    for (int i = 0; i < EIP__GLOB_WORDS; i++) {
        uint64_t runs = glob->stars.words[i] | glob->marks.words[i];
        uint64_t begins = runs & positions->words[i];
        uint64_t sum = runs + begins;
        uint64_t total = sum + carry;
        carry = (uint64_t)(sum < runs) | (uint64_t)(total < sum);
        positions->words[i] |= runs ^ total;
    }
}

/** Positions that a character leads on from. What is no character has 15 as
 *  its highest digit, which no code point has: only `?` waits for it. */
static struct eip__glob_set waiting_for(const struct eip__glob *glob,
                                        uint32_t character) {
    struct eip__glob_set waiting = glob->with[0][digit_of(character, 0)];

    for (int i = 1; i < EIP__GLOB_DIGITS; i++) {
        const struct eip__glob_set *with =
            &glob->with[i][digit_of(character, i)];
        for (int j = 0; j < EIP__GLOB_WORDS; j++) {
            waiting.words[j] &= with->words[j];
        }
    }
    for (int j = 0; j < EIP__GLOB_WORDS; j++) {
        waiting.words[j] |= glob->marks.words[j];
    }
    return waiting;
}

/** Go from all positions by one character. */
static void step(const struct eip__glob *glob, struct eip__glob_set *positions,
                 uint32_t character) {
    struct eip__glob_set waiting = waiting_for(glob, character);
    uint64_t carry = 0;

    for (int i = 0; i < EIP__GLOB_WORDS; i++) {
        uint64_t from = positions->words[i];
        uint64_t moving = from & waiting.words[i];
        positions->words[i] =
            (from & glob->stars.words[i]) | moving << 1 | carry;
        carry = moving >> 63;
    }
    skip_wildcards(glob, positions);
}

bool eip__glob_matches(const struct eip__glob *glob, eip_text text) {
    struct eip__glob_set positions = {{1}};
    const char *at = text.data;
    const char *end = end_of(text);

    skip_wildcards(glob, &positions);
    while (at != end && !is_empty(&positions)) {
        step(glob, &positions, eip__utf8_next(&at, end));
    }
    return has(&positions, glob->count);
}

bool eip__glob_match(eip_text pattern, eip_text text) {
    struct eip__glob glob;

    return eip__glob_compile(&glob, pattern) && eip__glob_matches(&glob, text);
}

bool eip__glob_is_literal(eip_text pattern) {
    const char *end = end_of(pattern);
    const char *at = pattern.data;

    while (at != end && !is_special(*at)) {
        at++;
    }
    return at == end;
}
