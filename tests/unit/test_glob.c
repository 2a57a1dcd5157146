/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Filter values with wildcards: by example, and against a second matcher
 * that tries everything. */
#include "ops/glob.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool match(const char *pattern, const char *text) {
    return eip__glob_match(eip_text_of(pattern), eip_text_of(text));
}

struct row {
    const char *pattern;
    const char *text;
    bool expected;
};

static void expect(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(match(rows[i].pattern, rows[i].text), rows[i].expected,
                     "'%s' and '%s'", rows[i].pattern, rows[i].text);
    }
}

#define EXPECT(rows) expect(rows, sizeof(rows) / sizeof(rows[0]))

Test(glob, literals) {
    static const struct row rows[] = {
        {"", "", true},        {"", "a", false},
        {"a", "", false},      {"a", "a", true},
        {"a", "A", false},     {"A", "a", false},
        {"a", "ab", false},    {"ab", "a", false},
        {"vpc", "vpc", true},  {"192.0.2.1", "192.0.2.10", false},
        {"[a]", "a", false},   {"[a]", "[a]", true},
        {"a.c", "abc", false}, {"%", "x", false},
    };

    EXPECT(rows);
}

Test(glob, stars) {
    static const struct row rows[] = {
        {"*", "", true},
        {"*", "anything", true},
        {"**", "", true},
        {"**", "x", true},
        {"a*", "a", true},
        {"a*", "abc", true},
        {"a*", "ba", false},
        {"*a", "a", true},
        {"*a", "bca", true},
        {"*a", "ab", false},
        {"a*b", "ab", true},
        {"a*b", "axxb", true},
        {"a*b", "axxbc", false},
        {"*ab*", "xaab", true},
        {"*aab*", "aaab", true},
        {"*abab", "ababab", true},
        {"a*a", "a", false},
        {"a*a", "aa", true},
        {"10.*.1", "10.0.0.1", true},
        {"*-lax-*", "us-west-2-lax-1a", true},
        {"*a*b*c*", "xxaxxbxxcxx", true},
        {"*a*b*c*", "xxbxxaxxcxx", false},
    };

    EXPECT(rows);
}

Test(glob, question_marks_take_one_character_or_none) {
    static const struct row rows[] = {
        {"?", "", true},          {"?", "a", true},
        {"?", "ab", false},       {"??", "", true},
        {"??", "a", true},        {"??", "ab", true},
        {"??", "abc", false},     {"a?c", "ac", true},
        {"a?c", "abc", true},     {"a?c", "abbc", false},
        {"?a", "a", true},        {"?a", "ba", true},
        {"?a", "bba", false},     {"a?", "a", true},
        {"a?", "ab", true},       {"?a?a?", "aa", true},
        {"?a?a?", "xaxax", true}, {"?a?a?", "xxaa", false},
        {"?*", "", true},         {"*?", "abc", true},
        {"a?*b", "ab", true},     {"a*?b", "axxxb", true},
    };

    EXPECT(rows);
}

Test(glob, escapes) {
    static const struct row rows[] = {
        {"\\*", "*", true},       {"\\*", "a", false},
        {"\\*", "\\*", false},    {"\\?", "?", true},
        {"\\?", "", false},       {"\\\\", "\\", true},
        {"\\\\", "\\\\", false},  {"\\\\*", "\\abc", true},
        {"\\\\\\*", "\\*", true}, {"\\\\\\*", "\\a", false},
        {"\\a", "\\a", true},     {"\\a", "a", false},
        {"\\", "\\", true},       {"a\\", "a\\", true},
        {"*\\", "x\\", true},     {"\\*amazon\\?\\\\", "*amazon?\\", true},
        {"*\\**", "a*b", true},   {"*\\**", "ab", false},
    };

    EXPECT(rows);
}

Test(glob, works_on_characters) {
    static const struct row rows[] = {
        {"caf?", "caf\xc3\xa9", true},
        {"caf??", "caf\xf0\x9f\x98\x80", true},
        {"?", "\xc3\xa9\xc3\xa9", false},
        {"??", "\xe2\x82\xac\xe2\x82\xac", true},
        {"\xc3\xa9*", "\xc3\xa9t\xc3\xa9", true},
        {"*\xa9", "\xc3\xa9", false},
        {"\xc3*", "\xc3\xa9", false},
        {"\\\xc3\xa9", "\\\xc3\xa9", true},
        {"?", "\xff", true},
        {"*", "\xff\xfe", true},
        {"?", "\xff\xfe", false},
    };

    EXPECT(rows);
    cr_assert(
        eip__glob_match((eip_text){"a\0b", 3, 0}, (eip_text){"a\0b", 3, 0}));
    cr_assert(
        !eip__glob_match((eip_text){"a\0b", 3, 0}, (eip_text){"a\0c", 3, 0}));
}

/** Characters that differ in one bit only, in every place of 21. */
Test(glob, tells_every_character_from_its_neighbours) {
    static const char *const characters[] = {"@",
                                             "A",
                                             "B",
                                             "D",
                                             "H",
                                             "P",
                                             "`",
                                             "\xc3\x80",
                                             "\xc4\x80",
                                             "\xc9\x80",
                                             "\xd1\x80",
                                             "\xe0\xa1\x80",
                                             "\xe1\x81\x80",
                                             "\xe2\x81\x80",
                                             "\xe4\x81\x80",
                                             "\xe8\x81\x80",
                                             "\xf0\x90\x81\x80",
                                             "\xf0\xa0\x81\x80",
                                             "\xf1\x80\x81\x80",
                                             "\xf2\x80\x81\x80",
                                             "\xf4\x80\x81\x80",
                                             "\xff"};
    enum { N = sizeof(characters) / sizeof(characters[0]) };

    for (int i = 0; i < N * N; i++) {
        const char *pattern = characters[i / N];
        const char *text = characters[i % N];
        bool expected = i / N == i % N && i / N != N - 1;
        cr_assert_eq(match(pattern, text), expected, "%s and %s", pattern,
                     text);
    }
}

Test(glob, absent_texts_are_empty) {
    eip_text absent = {NULL, 5, 0};

    cr_assert(eip__glob_match(eip_text_of("*"), absent));
    cr_assert(!eip__glob_match(eip_text_of("a"), absent));
    cr_assert(eip__glob_match(absent, eip_text_of("")));
    cr_assert(!eip__glob_match(absent, eip_text_of("a")));
}

Test(glob, is_literal) {
    cr_assert(eip__glob_is_literal(eip_text_of("")));
    cr_assert(eip__glob_is_literal(eip_text_of(NULL)));
    cr_assert(eip__glob_is_literal((eip_text){NULL, 3, 0}));
    cr_assert(eip__glob_is_literal(eip_text_of("10.0.0.1 [a-z]")));
    cr_assert(!eip__glob_is_literal(eip_text_of("*")));
    cr_assert(!eip__glob_is_literal(eip_text_of("a?")));
    cr_assert(!eip__glob_is_literal(eip_text_of("a\\b")));
    cr_assert(eip__glob_is_literal((eip_text){"a*", 1, 0}));
}

static char *repeat(const char *unit, size_t units, const char *tail) {
    size_t size = strlen(unit);
    char *text = malloc(size * units + strlen(tail) + 1);

    for (size_t i = 0; i < units; i++) {
        memcpy(text + i * size, unit, size);
    }
    strcpy(text + size * units, tail);
    return text;
}

Test(glob, lengths_at_the_limit) {
    static const char *const units[] = {"a", "?", "*", "\xf0\x9f\x98\x80"};
    struct eip__glob glob;

    for (int i = 0; i < 4; i++) {
        for (size_t n = 254; n <= 256; n++) {
            char *pattern = repeat(units[i], n, "");
            bool is_good = n <= EIP_LIMIT_FILTER_VALUE;
            cr_assert_eq(eip__glob_compile(&glob, eip_text_of(pattern)),
                         is_good);
            cr_assert_eq(match(pattern, pattern), is_good);
            free(pattern);
        }
    }
}

Test(glob, the_limit_counts_what_is_written) {
    struct eip__glob glob;
    char *pattern = repeat("\\*", 128, "");
    eip_text text = eip_text_of(pattern);

    cr_assert(!eip__glob_compile(&glob, text));
    text.size -= 2;
    cr_assert(eip__glob_compile(&glob, text));
    cr_assert_eq(glob.count, 127);
    free(pattern);
}

Test(glob, a_pattern_that_is_no_utf8_matches_nothing) {
    struct eip__glob glob;

    cr_assert(!eip__glob_compile(&glob, eip_text_of("*\xff")));
    cr_assert(!match("*\xff", "\xff"));
    cr_assert(!match("\xed\xa0\x80", "\xed\xa0\x80"));
}

Test(glob, question_marks_across_the_words_of_the_set) {
    char *marks = repeat("?", 255, "");

    for (size_t n = 0; n <= 300; n++) {
        char *text = repeat("x", n, "");
        cr_assert_eq(match(marks, text), n <= 255, "%zu", n);
        free(text);
    }
    for (size_t lead = 60; lead < 70; lead++) {
        char *pattern = repeat("a", lead, "?????\\?*b");
        char *shortest = repeat("a", lead, "?b");
        char *longest = repeat("a", lead, "xxxxx?zb");
        char *beyond = repeat("a", lead, "xxxxxx?b");
        cr_assert(match(pattern, shortest));
        cr_assert(match(pattern, longest));
        cr_assert(!match(pattern, beyond));
        free(pattern);
        free(shortest);
        free(longest);
        free(beyond);
    }
    free(marks);
}

/** Patterns that ruin matchers which try again; each must end at once. */
Test(glob, no_pattern_is_slow, .timeout = 60) {
    char *text = repeat("a", 256, "");
    char *patterns[] = {repeat("*a", 127, "b"), repeat("?a", 127, "b"),
                        repeat("?", 127, "*b"), repeat("a?", 127, "b"),
                        repeat("*?a", 84, "b"), repeat("a", 253, "*b")};

    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        for (int round = 0; round < 1000; round++) {
            cr_assert(!match(patterns[i], text));
        }
        free(patterns[i]);
    }
    free(text);
}

/* -- against a second matcher ------------------------------------------------ */

/** Says the same in the shortest way; recursion is for tests only. */
static bool reference(const char *p, const char *t) {
    if (*p == '\0') {
        return *t == '\0';
    }
    if (*p == '*') {
        return reference(p + 1, t) || (*t != '\0' && reference(p, t + 1));
    }
    if (*p == '?') {
        return reference(p + 1, t) || (*t != '\0' && reference(p + 1, t + 1));
    }
    if (*p == '\\' && p[1] != '\0' && strchr("*?\\", p[1]) != NULL) {
        p++;
    }
    return *t == *p && reference(p + 1, t + 1);
}

static uint64_t seed_of_run(void) {
    const char *given = getenv("EIP_TEST_SEED");
    uint64_t seed =
        given != NULL ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);

    fprintf(stderr, "EIP_TEST_SEED=%" PRIu64 "\n", seed);
    return seed;
}

/** splitmix64: small, and good enough to choose characters with. */
static uint64_t draw(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void draw_text(uint64_t *state, const char *letters, size_t most,
                      char *to) {
    size_t size = draw(state) % (most + 1);

    for (size_t i = 0; i < size; i++) {
        to[i] = letters[draw(state) % strlen(letters)];
    }
    to[size] = '\0';
}

Test(glob, agrees_with_the_reference, .timeout = 120) {
    uint64_t seed = seed_of_run();
    uint64_t state = seed;
    int matches = 0;

    for (int i = 0; i < 400000; i++) {
        char pattern[12];
        char text[12];
        bool expected;
        draw_text(&state, "ab**??\\", 10, pattern);
        draw_text(&state, "aaabb*?\\", 10, text);
        expected = reference(pattern, text);
        matches += expected;
        cr_assert_eq(match(pattern, text), expected,
                     "'%s' and '%s' with seed %" PRIu64, pattern, text, seed);
    }
    cr_assert_gt(matches, 10000, "the cases are not worth much: %d", matches);
}

/** The same with the interesting part around the edges of 64 positions. */
Test(glob, agrees_with_the_reference_across_words, .timeout = 120) {
    uint64_t seed = seed_of_run();
    uint64_t state = seed;

    for (int i = 0; i < 100000; i++) {
        char pattern[256];
        char text[256];
        size_t lead = draw(&state) % 4 * 64 + 50 + draw(&state) % 14;
        lead = lead > 240 ? 240 : lead;
        memset(pattern, 'x', lead);
        memset(text, 'x', lead);
        draw_text(&state, "ab**??\\", 12, pattern + lead);
        draw_text(&state, "aaabb*?\\", 12, text + lead);
        cr_assert_eq(match(pattern, text),
                     reference(pattern + lead, text + lead),
                     "'%s' and '%s' with seed %" PRIu64, pattern, text, seed);
    }
}

Test(glob, every_small_pattern_and_text) {
    static const char pattern_letters[] = "a*?";
    static const char text_letters[] = "ab";

    for (uint32_t p = 0; p < 3 * 3 * 3 * 3 * 3; p++) {
        for (uint32_t t = 0; t < 64; t++) {
            char pattern[6] = "";
            char text[6] = "";
            uint32_t digits = p;
            for (int i = 0; i < 5; i++, digits /= 3) {
                pattern[i] = pattern_letters[digits % 3];
            }
            /* The highest set bit of `t` ends the text. */
            for (int i = 0; t >> i > 1; i++) {
                text[i] = text_letters[t >> i & 1];
            }
            cr_assert_eq(match(pattern, text), reference(pattern, text),
                         "'%s' and '%s'", pattern, text);
        }
    }
}
