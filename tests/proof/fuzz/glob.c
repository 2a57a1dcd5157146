/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Filter values: the automaton against a table of all pairs of prefixes. An
 * input is `pattern`, a newline, `text`. */
#include "fuzz.h"

#include "ops/glob.h"

#include <string.h>

enum { TOKENS_MAX = 300, STAR = -1, MARK = -2 };

/* A character as its bytes, whatever they are; a byte that begins none is one
 * by itself and equals nothing. */
struct character {
    const unsigned char *at;
    size_t size;
    bool valid;
};

static struct character next(const unsigned char **at, size_t *left) {
    struct character found = {*at, 1, false};

    for (size_t size = 1; size <= 4 && size <= *left && !found.valid; size++) {
        if (fuzz_characters(*at, size) == 1) {
            found = (struct character){*at, size, true};
        }
    }
    *at += found.size;
    *left -= found.size;
    return found;
}

static bool is_byte(struct character c, char byte) {
    return c.size == 1 && *c.at == (unsigned char)byte;
}

/* Tokens of the pattern; kinds say which are wildcards. Returns how many. */
static size_t read_pattern(eip_text pattern, struct character *tokens,
                           int *kinds) {
    const unsigned char *at = (const unsigned char *)pattern.data;
    size_t left = pattern.size;
    size_t count = 0;

    while (left > 0 && count < TOKENS_MAX) {
        struct character c = next(&at, &left);

        kinds[count] = is_byte(c, '*') ? STAR : is_byte(c, '?') ? MARK : 0;
        if (is_byte(c, '\\') && left > 0 && strchr("*?\\", *at) != NULL &&
            *at != 0) {
            c = next(&at, &left);
        }
        tokens[count++] = c;
    }
    return count;
}

/* reached[i]: the tokens before i match the text so far. */
static void skip(bool *reached, const int *kinds, size_t count) {
    for (size_t i = 0; i < count; i++) {
        reached[i + 1] |= reached[i] && kinds[i] < 0;
    }
}

static bool matches(eip_text pattern, eip_text text) {
    static struct character tokens[TOKENS_MAX];
    static int kinds[TOKENS_MAX];
    bool reached[TOKENS_MAX + 1] = {true};
    size_t count = read_pattern(pattern, tokens, kinds);
    const unsigned char *at = (const unsigned char *)text.data;
    size_t left = text.size;

    skip(reached, kinds, count);
    while (left > 0) {
        struct character c = next(&at, &left);

        for (size_t i = count + 1; i-- > 0;) {
            bool by_star = i < count && kinds[i] == STAR && reached[i];
            bool by_token = i > 0 && reached[i - 1] &&
                            (kinds[i - 1] == MARK ||
                             (kinds[i - 1] == 0 && c.valid &&
                              tokens[i - 1].size == c.size &&
                              memcmp(tokens[i - 1].at, c.at, c.size) == 0));

            reached[i] = by_star || by_token;
        }
        skip(reached, kinds, count);
    }
    return reached[count];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *newline = size == 0 ? NULL : memchr(data, '\n', size);
    size_t first = newline == NULL ? size : (size_t)(newline - data);
    size_t rest = newline == NULL ? 0 : size - first - 1;
    eip_text pattern;
    eip_text text;
    long characters;
    bool valid;

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    fuzz_begin(data, size);
    pattern = fuzz_text(data, first);
    text = fuzz_text(data + size - rest, rest);
    characters = fuzz_characters(data, first);
    valid = characters >= 0 && characters <= EIP_LIMIT_FILTER_VALUE;
    FUZZ_CHECK(
        eip__glob_match(pattern, text) == (valid && matches(pattern, text)),
        "'%.*s' and '%.*s'", (int)first, pattern.data, (int)rest, text.data);
    if (valid && eip__glob_is_literal(pattern)) {
        FUZZ_CHECK(eip__glob_match(pattern, pattern),
                   "a literal does not match itself");
        FUZZ_CHECK(
            !eip__glob_match(pattern, text) ||
                (rest == first && memcmp(pattern.data, text.data, first) == 0),
            "a literal matches another text");
    }
    return 0;
}
