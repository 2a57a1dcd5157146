/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file oom.h
 * A call with each of its requests for memory refused in turn: once, and for
 * good. It answers EIP_ERR_OUT_OF_MEMORY and has changed nothing, or it does
 * without. (What Judy takes comes from malloc: proof/oom refuses that, too,
 * and every site of the library.)
 */
#ifndef EIP_TESTS_API_OOM_H
#define EIP_TESTS_API_OOM_H

#include "api/expect.h"

static struct world w;

static void begin(void) {
    world_init(&w);
}

static void finish(void) {
    world_end(&w);
}

#define OOM_SUITE(name)                                                        \
    TestSuite(name, .init = begin, .fini = finish, .timeout = 600)

/** A call under test. It may keep what it made in `context`. */
struct subject {
    void (*prepare)(void);
    eip_status (*call)(void);
    void (*undo)(void); /* free what only the caller can */
};

static uint64_t refused;   /* requests of the call under test */
static uint64_t settle_ms; /* of the world to come */

/* A step of all: a fresh world, and its n-th request for memory refused. */
static eip_status attempt(const struct subject *subject, uint64_t nth,
                          bool for_good) {
    eip_status status;
    char *before;
    char *after;

    world_init(&w);
    w.config.cooldown_given = 1; /* and zero: lowest is deterministic */
    w.config.settle_ms = settle_ms;
    world_open(&w);
    world_build(&w);
    if (subject->prepare != NULL) {
        subject->prepare();
    }
    before = world_picture(&w);
    w.error = eip_error_init();
    world_heap_fail(&w, nth, for_good);
    status = subject->call();
    refused = w.heap.refused;
    world_heap_fail(&w, 0, false);
    if (status != EIP_OK) {
        cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY, "request %u: %s",
                     (unsigned)nth, eip_status_name(status));
        cr_assert_eq(w.error.status == 0 ||
                         w.error.status == EIP_ERR_OUT_OF_MEMORY,
                     true);
        after = world_picture(&w);
        cr_assert_str_eq(after, before, "request %u changed something",
                         (unsigned)nth);
        free(after);
        world_audit(&w);
        cr_assert_eq(subject->call(), EIP_OK, "with memory it succeeds");
    }
    free(before);
    if (subject->undo != NULL) {
        subject->undo();
    }
    return status;
}

/* Until the n-th request is one that the call does not make. */
static void expect_safe(const struct subject *subject, bool needs_memory) {
    for (int for_good = 0; for_good < 2; for_good++) {
        uint64_t failures = 0;
        uint64_t nth = 0;

        do {
            failures += attempt(subject, ++nth, for_good != 0) != EIP_OK;
            world_end(&w);
        } while (refused != 0);
        cr_assert(!needs_memory || failures != 0,
                  "this call was to fail at least once");
    }
}

#endif
