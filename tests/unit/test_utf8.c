/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: every code point, every kind of malformed text, cutting. */
#include "base/utf8.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/** Encode without asking whether the code point may be written so. */
static size_t encode(uint32_t c, size_t size, char *to) {
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

    if (size == 1) {
        to[0] = (char)c;
        return 1;
    }
    for (size_t i = size - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    to[0] = (char)(lead[size] | c);
    return size;
}

static size_t proper_size(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

Test(utf8, every_code_point_in_every_length) {
    for (uint32_t c = 0; c < 0x200000; c++) {
        for (size_t size = proper_size(c); size <= 4; size++) {
            char bytes[4];
            const char *at = bytes;
            size_t n = encode(c, size, bytes);
            bool is_good = size == proper_size(c) && c <= 0x10ffff &&
                           (c < 0xd800 || c > 0xdfff);
            uint32_t read = eip__utf8_next(&at, bytes + n);
            if (is_good) {
                cr_assert_eq(read, c);
                cr_assert_eq(at, bytes + n);
            } else {
                cr_assert_eq(read, EIP__UTF8_INVALID, "%x", c);
                cr_assert_eq(at, bytes + 1);
                cr_assert(!eip__utf8_is_valid(bytes, n));
            }
        }
    }
}

Test(utf8, truncated_characters_are_invalid) {
    static const char *const texts[] = {"\xc3\xa9", "\xe2\x82\xac",
                                        "\xf0\x9f\x98\x80"};

    for (size_t i = 0; i < 3; i++) {
        for (size_t size = 1; size < strlen(texts[i]); size++) {
            char *tight = malloc(size);
            memcpy(tight, texts[i], size);
            cr_assert(!eip__utf8_is_valid(tight, size));
            cr_assert_eq(eip__utf8_count(tight, size), size);
            free(tight);
        }
        cr_assert(eip__utf8_is_valid(texts[i], strlen(texts[i])));
        cr_assert_eq(eip__utf8_count(texts[i], strlen(texts[i])), 1);
    }
}

Test(utf8, malformed_texts) {
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "\xfe",
                                      "\xc3(",
                                      "\xe2\x82(",
                                      "\xe2(\xac",
                                      "\xf0\x9f\x98(",
                                      "\xc3\xc3\xa9",
                                      "ok\x80",
                                      "\xf8\x88\x80\x80\x80"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cr_assert(!eip__utf8_is_valid(bad[i], strlen(bad[i])), "row %zu", i);
    }
}

Test(utf8, reading_goes_on_behind_an_invalid_byte) {
    static const char text[] = "\xe2\x82"
                               "a\xc3\xa9";
    const char *at = text;
    const char *end = text + sizeof(text) - 1;

    cr_assert_eq(eip__utf8_next(&at, end), EIP__UTF8_INVALID);
    cr_assert_eq(eip__utf8_next(&at, end), EIP__UTF8_INVALID);
    cr_assert_eq(eip__utf8_next(&at, end), 'a');
    cr_assert_eq(eip__utf8_next(&at, end), 0xe9);
    cr_assert_eq(at, end);
}

Test(utf8, counts_characters_not_bytes) {
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z\0";
    size_t characters = 99;

    cr_assert_eq(eip__utf8_count(text, sizeof(text) - 1), 6);
    cr_assert(eip__utf8_measure(text, sizeof(text) - 1, &characters));
    cr_assert_eq(characters, 6);
    cr_assert(!eip__utf8_measure("a\xff"
                                 "b",
                                 3, &characters));
    cr_assert_eq(characters, 3);
}

Test(utf8, the_empty_text_is_valid) {
    size_t characters = 99;

    cr_assert(eip__utf8_is_valid(NULL, 0));
    cr_assert(eip__utf8_is_valid("", 0));
    cr_assert(eip__utf8_measure(NULL, 0, &characters));
    cr_assert_eq(characters, 0);
    cr_assert_eq(eip__utf8_cut("", 0, 0), 0);
    cr_assert_eq(eip__utf8_cut("", 0, 9), 0);
}

Test(utf8, cuts_between_characters) {
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
    size_t size = sizeof(text) - 1;

    for (size_t limit = 0; limit < 13; limit++) {
        size_t cut = eip__utf8_cut(text, size, limit);
        cr_assert_eq(cut, expected[limit], "limit %zu gave %zu", limit, cut);
        cr_assert(eip__utf8_is_valid(text, cut));
    }
}

Test(utf8, what_is_no_utf8_is_cut_at_the_limit) {
    static const char tails[] = "\x80\x80\x80\x80\x80\x80";

    cr_assert_eq(eip__utf8_cut(tails, 6, 5), 5);
    cr_assert_eq(eip__utf8_cut(tails, 6, 1), 1);
    cr_assert_eq(eip__utf8_cut(tails, 6, 0), 0);
    cr_assert_eq(eip__utf8_cut("\xff\xff\xff", 3, 2), 2);
}
