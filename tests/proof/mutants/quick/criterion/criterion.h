/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * What the suites use of Criterion, with all tests of a suite in one process
 * that ends at the first failure: a mutant's fate is known in a tenth of the
 * time.
 */
#ifndef EIP_PROOF_QUICK_CRITERION_H
#define EIP_PROOF_QUICK_CRITERION_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct quick_how {
    void (*init)(void);
    void (*fini)(void);
    double timeout;
};

struct quick_test {
    const char *suite;
    const char *name;
    void (*run)(void);
    struct quick_how how;
    struct quick_test *next;
};

struct quick_suite {
    const char *name;
    struct quick_how how;
};

static struct quick_test *quick_tests;
static struct quick_test **quick_last = &quick_tests;
static struct quick_suite quick_suites[8];
static int quick_suite_count;

#define TestSuite(suite_name, ...)                                             \
    __attribute__((constructor)) static void quick_add_##suite_name(void) {    \
        quick_suites[quick_suite_count++] =                                    \
            (struct quick_suite){#suite_name, {__VA_ARGS__}};                  \
    }                                                                          \
    extern int quick_semicolon

#define Test(suite_name, test_name, ...)                                       \
    static void suite_name##_##test_name##_run(void);                          \
    __attribute__((constructor)) static void suite_name##_##test_name##_add(   \
        void) {                                                                \
        static struct quick_test test = {#suite_name,                          \
                                         #test_name,                           \
                                         suite_name##_##test_name##_run,       \
                                         {__VA_ARGS__},                        \
                                         NULL};                                \
        *quick_last = &test;                                                   \
        quick_last = &test.next;                                               \
    }                                                                          \
    static void suite_name##_##test_name##_run(void)

static void quick_check(int holds, const char *what, int line) {
    if (!holds) {
        fprintf(stderr, "line %d: %s\n", line, what);
        _Exit(1);
    }
}

#define cr_assert(c, ...) quick_check(!!(c), #c, __LINE__)
#define cr_assert_not(c, ...) quick_check(!(c), #c, __LINE__)
#define cr_assert_fail(...) quick_check(0, "fail", __LINE__)
#define cr_assert_eq(a, b, ...) quick_check((a) == (b), #a, __LINE__)
#define cr_assert_neq(a, b, ...) quick_check((a) != (b), #a, __LINE__)
#define cr_assert_lt(a, b, ...) quick_check((a) < (b), #a, __LINE__)
#define cr_assert_leq(a, b, ...) quick_check((a) <= (b), #a, __LINE__)
#define cr_assert_gt(a, b, ...) quick_check((a) > (b), #a, __LINE__)
#define cr_assert_geq(a, b, ...) quick_check((a) >= (b), #a, __LINE__)
#define cr_assert_null(a, ...) quick_check((a) == NULL, #a, __LINE__)
#define cr_assert_not_null(a, ...) quick_check((a) != NULL, #a, __LINE__)
#define cr_assert_str_eq(a, b, ...)                                            \
    quick_check(strcmp((a), (b)) == 0, #a, __LINE__)
#define cr_assert_str_neq(a, b, ...)                                           \
    quick_check(strcmp((a), (b)) != 0, #a, __LINE__)
#define cr_skip_test(...) return

/* Is it among what the environment says to leave out, "suite.test,..."? */
static int quick_left_out(const struct quick_test *test) {
    const char *left_out = getenv("QUICK_LEAVE_OUT");
    char name[256];

    (void)snprintf(name, sizeof name, "%s.%s,", test->suite, test->name);
    return left_out != NULL && strstr(left_out, name) != NULL;
}

static void quick_do(void (*one)(void)) {
    if (one != NULL) {
        one();
    }
}

int main(void) {
    for (struct quick_test *test = quick_tests; test != NULL;
         test = test->next) {
        struct quick_how how = test->how;

        if (quick_left_out(test)) {
            continue;
        }
        for (int i = 0; i < quick_suite_count; i++) {
            if (strcmp(quick_suites[i].name, test->suite) == 0) {
                how.init = how.init ? how.init : quick_suites[i].how.init;
                how.fini = how.fini ? how.fini : quick_suites[i].how.fini;
            }
        }
        quick_do(how.init);
        test->run();
        quick_do(how.fini);
    }
    return 0;
}

#endif
