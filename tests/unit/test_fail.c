/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The filling of eip_error and the quoting of hostile values. */
#include "base/fail.h"

#include "base/utf8.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

Test(fail, fills_everything) {
    eip_error error = EIP_ERROR_INIT;

    error.index = 9;
    error.os_error = 9;
    cr_assert_eq(eip__fail(&error, EIP_ERR_ADDRESS_NOT_FOUND, "Address",
                           "Address '%s' number %d", "x", 7),
                 EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(error.status, EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(error.index, 0);
    cr_assert_eq(error.os_error, 0);
    cr_assert_str_eq(error.field, "Address");
    cr_assert_str_eq(error.message, "Address 'x' number 7");
    cr_assert_eq(error.size, sizeof(eip_error));
}

Test(fail, without_format_the_default_text) {
    eip_error error = EIP_ERROR_INIT;

    eip__fail(&error, EIP_ERR_DRY_RUN, NULL, NULL);
    cr_assert_str_eq(error.message, eip_status_text(EIP_ERR_DRY_RUN));
    cr_assert_str_eq(error.field, "");
}

Test(fail, an_absent_error_gives_the_status) {
    cr_assert_eq(eip__fail(NULL, EIP_ERR_NULL, "x", "%d", 1), EIP_ERR_NULL);
    eip__fail_index(NULL, 1);
    eip__fail_os(NULL, 1);
}

Test(fail, a_struct_that_is_too_small_is_not_touched) {
    static const uint32_t sizes[] = {0, 4, 16, EIP__ERROR_SIZE_FIRST - 1};
    eip_error before;

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        eip_error error;
        memset(&error, 0x5a, sizeof(error));
        error.size = sizes[i];
        before = error;
        cr_assert_eq(eip__fail(&error, EIP_ERR_NULL, "x", "y"), EIP_ERR_NULL);
        eip__fail_index(&error, 1);
        eip__fail_os(&error, 1);
        cr_assert_eq(memcmp(&error, &before, sizeof(error)), 0);
    }
}

Test(fail, the_first_size_and_larger_ones_are_written) {
    static const uint32_t sizes[] = {EIP__ERROR_SIZE_FIRST,
                                     EIP__ERROR_SIZE_FIRST + 1, UINT32_MAX};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        eip_error error;
        memset(&error, 0, sizeof(error));
        error.size = sizes[i];
        eip__fail(&error, EIP_ERR_NULL, "x", "y");
        cr_assert_str_eq(error.message, "y");
        cr_assert_eq(error.size, sizes[i]);
    }
}

Test(fail, index_and_os_error) {
    eip_error error = EIP_ERROR_INIT;

    eip__fail(&error, EIP_ERR_OUT_OF_MEMORY, NULL, NULL);
    eip__fail_index(&error, 41);
    eip__fail_os(&error, ENOMEM);
    cr_assert_eq(error.index, 41);
    cr_assert_eq(error.os_error, ENOMEM);
}

Test(fail, equal_failures_are_equal_bytes) {
    eip_error dirty;
    eip_error clean = EIP_ERROR_INIT;

    memset(&dirty, 0x5a, sizeof(dirty));
    dirty.size = sizeof(dirty);
    eip__fail(&dirty, EIP_ERR_AUTH_FAILURE, "PublicIp", NULL);
    eip__fail(&clean, EIP_ERR_AUTH_FAILURE, "PublicIp", NULL);
    cr_assert_eq(memcmp(&dirty, &clean, sizeof(clean)), 0);
}

/** The message that a text of `size` bytes becomes. */
static void cut_message(const char *unit, size_t units, size_t lead,
                        size_t expected) {
    eip_error error = EIP_ERROR_INIT;
    char *text = calloc(1, lead + units * strlen(unit) + 1);

    memset(text, 'x', lead);
    for (size_t i = 0; i < units; i++) {
        memcpy(text + lead + i * strlen(unit), unit, strlen(unit));
    }
    eip__fail(&error, EIP_ERR_NULL, text, "%s", text);
    cr_assert_eq(strlen(error.message), expected, "%zu for %zu",
                 strlen(error.message), expected);
    cr_assert(eip__utf8_is_valid(error.message, strlen(error.message)));
    cr_assert(eip__utf8_is_valid(error.field, strlen(error.field)));
    cr_assert_lt(strlen(error.field), EIP_ERROR_FIELD_SIZE);
    free(text);
}

Test(fail, long_messages_are_cut_between_characters) {
    enum { MOST = EIP_ERROR_MESSAGE_SIZE - 1 };

    cut_message("y", 1, MOST - 2, MOST - 1);
    cut_message("y", 1, MOST - 1, MOST);
    cut_message("y", 1, MOST, MOST);
    cut_message("y", 5000, 0, MOST);
    for (size_t lead = MOST - 4; lead <= MOST; lead++) {
        size_t fit2 = (MOST - lead) / 2 * 2;
        size_t fit3 = (MOST - lead) / 3 * 3;
        size_t fit4 = (MOST - lead) / 4 * 4;
        cut_message("\xc3\xa9", 9, lead, lead + fit2);
        cut_message("\xe2\x82\xac", 9, lead, lead + fit3);
        cut_message("\xf0\x9f\x98\x80", 9, lead, lead + fit4);
        cut_message("\xf0\x9f\x98\x80", 1, lead, lead + fit4);
    }
}

static void expect_quoted(const char *given, size_t size,
                          const char *expected) {
    struct eip__quoted quoted;
    char *tight = malloc(size == 0 ? 1 : size);

    memcpy(tight, given, size);
    cr_assert_str_eq(eip__quote(&quoted, (eip_text){tight, (uint32_t)size, 0}),
                     expected);
    free(tight);
}

Test(quote, plain_values_stay) {
    expect_quoted("", 0, "");
    expect_quoted("1.2.3.4", 7, "1.2.3.4");
    expect_quoted("caf\xc3\xa9 \xf0\x9f\x98\x80", 10,
                  "caf\xc3\xa9 \xf0\x9f\x98\x80");
}

Test(quote, what_would_break_a_line_becomes_a_question_mark) {
    expect_quoted("a\nb\rc\td\0e", 9, "a?b?c?d?e");
    expect_quoted("\x1b[31m\x7f", 6, "?[31m?");
    expect_quoted("\xc2\x80|\xc2\x85|\xc2\x9f|\xc2\xa0", 11, "?|?|?|\xc2\xa0");
    expect_quoted("\xe2\x80\xa8|\xe2\x80\xa9|\xe2\x80\xae", 11, "?|?|?");
    expect_quoted("\xe2\x81\xa6|\xe2\x80\x8f|\xd8\x9c", 9, "?|?|?");
    expect_quoted("\xe2\x80\xaf|\xe2\x80\xa7|\xe2\x81\xa5|\xe2\x81\xaa", 15,
                  "\xe2\x80\xaf|\xe2\x80\xa7|\xe2\x81\xa5|\xe2\x81\xaa");
    expect_quoted("\xe2\x80\x8e|\xe2\x80\x8d|\xd8\x9b|\xd8\x9d", 13,
                  "?|\xe2\x80\x8d|\xd8\x9b|\xd8\x9d");
    expect_quoted("\xf4\x8f\xbf\xbf|\xf4\x90\x80\x80", 9,
                  "\xf4\x8f\xbf\xbf|\?\?\?\?");
    expect_quoted("a\xff\xc3", 3, "a??");
}

Test(quote, the_absent_text_is_empty) {
    struct eip__quoted quoted;

    cr_assert_str_eq(eip__quote(&quoted, (eip_text){NULL, 5, 0}), "");
}

static size_t quoted_size(const char *unit, size_t units) {
    struct eip__quoted quoted;
    size_t size = strlen(unit);
    char *text = malloc(size * units);
    size_t length;

    for (size_t i = 0; i < units; i++) {
        memcpy(text + i * size, unit, size);
    }
    length = strlen(
        eip__quote(&quoted, (eip_text){text, (uint32_t)(size * units), 0}));
    cr_assert(eip__utf8_is_valid(quoted.text, length));
    free(text);
    return length;
}

Test(quote, long_values_are_cut_between_characters) {
    cr_assert_eq(quoted_size("x", 255), 255);
    cr_assert_eq(quoted_size("x", 256), 256);
    cr_assert_eq(quoted_size("x", 257), 256);
    cr_assert_eq(quoted_size("\n", 9999), 256);
    cr_assert_eq(quoted_size("\xc3\xa9", 151), 302);
    cr_assert_eq(quoted_size("\xc3\xa9", 152), 302);
    cr_assert_eq(quoted_size("\xe2\x82\xac", 101), 303);
    cr_assert_eq(quoted_size("\xe2\x82\xac", 999), 303);
    cr_assert_eq(quoted_size("\xf0\x9f\x98\x80", 999), 300);
}
