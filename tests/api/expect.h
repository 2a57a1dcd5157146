/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file expect.h
 * What the suites of the API say again and again. Each has one world, a
 * static `w`, which WORLD_SUITE starts before and ends after every test.
 */
#ifndef EIP_TESTS_API_EXPECT_H
#define EIP_TESTS_API_EXPECT_H

#include "support/world.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_SUITE(name)                                                      \
    static struct world w;                                                     \
    static void name##_begin(void) {                                           \
        world_start(&w);                                                       \
    }                                                                          \
    static void name##_finish(void) {                                          \
        world_end(&w);                                                         \
    }                                                                          \
    TestSuite(name, .init = name##_begin, .fini = name##_finish)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/** The status, by name if it is another. */
#define EXPECT_STATUS(call, wanted)                                            \
    do {                                                                       \
        eip_status expect_status = (call);                                     \
        cr_assert_eq(expect_status, (wanted), "%s is %s (%s), not %s", #call,  \
                     eip_status_name(expect_status), w.error.message,          \
                     eip_status_name(wanted));                                 \
    } while (0)

/** The status, and the message of `w.error`. */
#define EXPECT_ERROR(call, wanted, wanted_message)                             \
    do {                                                                       \
        w.error = eip_error_init();                                            \
        EXPECT_STATUS(call, wanted);                                           \
        cr_assert_eq(w.error.status, (wanted));                                \
        cr_assert_str_eq(w.error.message, (wanted_message), "%s says: %s",     \
                         #call, w.error.message);                              \
    } while (0)

/** Takes nothing, changes nothing. */
#define EXPECT_UNCHANGED(...)                                                  \
    do {                                                                       \
        char *expect_before = world_picture(&w);                               \
        char *expect_after;                                                    \
        __VA_ARGS__;                                                           \
        expect_after = world_picture(&w);                                      \
        cr_assert_str_eq(expect_after, expect_before);                         \
        free(expect_before);                                                   \
        free(expect_after);                                                    \
    } while (0)

static inline bool is_text(eip_text text, const char *wanted) {
    return wanted == NULL ? text.data == NULL
                          : text.data != NULL && text.size == strlen(wanted) &&
                                memcmp(text.data, wanted, text.size) == 0;
}

static inline bool is_pool(eip_pool_ref pool, eip_pool_ref wanted) {
    return pool.id == wanted.id && pool.kind == wanted.kind &&
           pool.reserved == 0;
}

static inline bool is_in(uint32_t address, const char *cidr) {
    return eip_cidr_contains(world_cidr(cidr), address) != 0;
}

#endif
