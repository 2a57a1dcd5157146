/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * What the suites use of Criterion, with all tests of a suite in one process,
 * in order, that ends at the first failure. Criterion starts a process for
 * each test, which takes longer than most tests do: under AddressSanitizer a
 * fifth of a second, and where branches are counted each adds its own to the
 * counts of all objects. And what one test leaves behind, the next one meets.
 *
 *   a_suite [-jN] [TEST...]   all its tests, or those of these names
 *   EIP_LEAVE_OUT             "suite.test,suite.test,": not these
 */
#ifndef EIP_TESTS_SUITE_CRITERION_H
#define EIP_TESTS_SUITE_CRITERION_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct suite_how {
    void (*init)(void);
    void (*fini)(void);
    double timeout; /* CTest's has to do */
};

struct suite_test {
    const char *suite;
    const char *name;
    void (*run)(void);
    struct suite_how how;
    struct suite_test *next;
};

struct suite_suite {
    const char *name;
    struct suite_how how;
};

enum { SUITE_MAX = 8 };

static struct suite_test *suite_tests;
static struct suite_test **suite_last = &suite_tests;
static struct suite_suite suite_suites[SUITE_MAX];
static int suite_count;
static const struct suite_test *suite_now;
static bool suite_failed;

#define TestSuite(suite_name, ...)                                             \
    __attribute__((constructor)) static void suite_add_##suite_name(void) {    \
        if (suite_count == SUITE_MAX) {                                        \
            abort();                                                           \
        }                                                                      \
        suite_suites[suite_count++] =                                          \
            (struct suite_suite){#suite_name, {__VA_ARGS__}};                  \
    }                                                                          \
    extern int suite_semicolon

#define Test(suite_name, test_name, ...)                                       \
    static void suite_name##_##test_name##_run(void);                          \
    __attribute__((constructor)) static void suite_name##_##test_name##_add(   \
        void) {                                                                \
        static struct suite_test test = {#suite_name,                          \
                                         #test_name,                           \
                                         suite_name##_##test_name##_run,       \
                                         {__VA_ARGS__},                        \
                                         NULL};                                \
        *suite_last = &test;                                                   \
        suite_last = &test.next;                                               \
    }                                                                          \
    static void suite_name##_##test_name##_run(void)

static void suite_say(const char *what, const char *file, int line) {
    (void)fprintf(stderr, "%s:%d: %s.%s: not so: %s: ", file, line,
                  suite_now->suite, suite_now->name, what);
}

/* The message of a check that fails is all that is made of it; no destructors
 * run: there may be other threads, and leaks are the least of it. */
#define suite_expect(holds, what, ...)                                         \
    do {                                                                       \
        if (!(holds)) {                                                        \
            suite_say(what, __FILE__, __LINE__);                               \
            (void)fprintf(stderr, " " __VA_ARGS__);                            \
            (void)fputc('\n', stderr);                                         \
            suite_failed = true;                                               \
        }                                                                      \
    } while (0)
#define suite_check(holds, what, ...)                                          \
    do {                                                                       \
        suite_expect(holds, what, __VA_ARGS__);                                \
        if (suite_failed) {                                                    \
            _Exit(1);                                                          \
        }                                                                      \
    } while (0)

#define cr_expect(c, ...) suite_expect((c), #c, __VA_ARGS__)
#define cr_assert(c, ...) suite_check((c), #c, __VA_ARGS__)
#define cr_assert_not(c, ...) suite_check(!(c), "not " #c, __VA_ARGS__)
#define cr_assert_fail(...) suite_check(0, "fail", __VA_ARGS__)
#define cr_assert_eq(a, b, ...)                                                \
    suite_check((a) == (b), #a " == " #b, __VA_ARGS__)
#define cr_assert_neq(a, b, ...)                                               \
    suite_check((a) != (b), #a " != " #b, __VA_ARGS__)
#define cr_assert_lt(a, b, ...) suite_check((a) < (b), #a " < " #b, __VA_ARGS__)
#define cr_assert_leq(a, b, ...)                                               \
    suite_check((a) <= (b), #a " <= " #b, __VA_ARGS__)
#define cr_assert_gt(a, b, ...) suite_check((a) > (b), #a " > " #b, __VA_ARGS__)
#define cr_assert_geq(a, b, ...)                                               \
    suite_check((a) >= (b), #a " >= " #b, __VA_ARGS__)
#define cr_assert_null(a, ...)                                                 \
    suite_check((a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_assert_not_null(a, ...)                                             \
    suite_check((a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_assert_str_eq(a, b, ...)                                            \
    suite_check(strcmp((a), (b)) == 0, #a " equals " #b, __VA_ARGS__)
#define cr_assert_str_neq(a, b, ...)                                           \
    suite_check(strcmp((a), (b)) != 0, #a " is not " #b, __VA_ARGS__)
#define cr_assert_arr_eq(a, b, size, ...)                                      \
    suite_check(memcmp((a), (b), (size)) == 0, #a " equals " #b, __VA_ARGS__)
#define cr_skip_test(...)                                                      \
    do {                                                                       \
        (void)fprintf(stderr, "skipped: " __VA_ARGS__);                        \
        (void)fputc('\n', stderr);                                             \
        return;                                                                \
    } while (0)

static bool suite_is_named(int count, char **names, const char *name) {
    bool any = false;

    for (int i = 1; i < count; i++) {
        if (names[i][0] != '-') {
            any = true;
            if (strcmp(names[i], name) == 0) {
                return true;
            }
        }
    }
    return !any;
}

static bool suite_is_left_out(const struct suite_test *test) {
    const char *left_out = getenv("EIP_LEAVE_OUT");
    char name[256];

    (void)snprintf(name, sizeof name, "%s.%s,", test->suite, test->name);
    return left_out != NULL && strstr(left_out, name) != NULL;
}

static void suite_do(void (*one)(void)) {
    if (one != NULL) {
        one();
    }
}

static void suite_run(const struct suite_test *test) {
    struct suite_how how = test->how;

    for (int i = 0; i < suite_count; i++) {
        if (strcmp(suite_suites[i].name, test->suite) == 0) {
            how.init = how.init ? how.init : suite_suites[i].how.init;
            how.fini = how.fini ? how.fini : suite_suites[i].how.fini;
        }
    }
    suite_now = test;
    suite_do(how.init);
    test->run();
    suite_do(how.fini);
}

int main(int argc, char **argv) {
    int ran = 0;

    for (struct suite_test *test = suite_tests; test != NULL;
         test = test->next) {
        if (suite_is_named(argc, argv, test->name) &&
            !suite_is_left_out(test)) {
            suite_run(test);
            ran++;
        }
    }
    (void)printf("%d tests\n", ran);
    return ran == 0 || suite_failed;
}

#endif
