/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The store on disk while the host refuses: every call, and every request for
 * memory, once and for good. What was committed is there afterwards; what failed
 * is there wholly or not; after a failed commit nothing is taken any more. */
#include "eip/store_lmdb.h"
#include "support/device/device.h"
#include "support/internal/groups.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { GROUPS = 12 };

/* With a sanitizer each mode is tried at each EACH-th call; several share one. */
#ifdef __SANITIZE_ADDRESS__
enum { EACH = 3 };
#else
enum { EACH = 1 };
#endif

/* What a run came to. */
struct outcome {
    eip_status failure; /* the first */
    uint64_t done;      /* groups that were acknowledged */
    uint64_t asked;     /* the last group that was tried */
};

static eip_status nothing(void *context, const eip_store_record *record) {
    (void)context;
    (void)record;
    return EIP_OK;
}

/* A new store, or one that is there with `done` groups: groups, folded now and
 * then, until something fails. */
static struct outcome work(const char *directory, uint64_t done) {
    eip_store_lmdb_options options = EIP_STORE_LMDB_OPTIONS_INIT;
    struct outcome outcome = {EIP_OK, done, done};
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    eip_status status;
    uint32_t left;

    options.map_bytes = 65536;
    status = eip_store_open_lmdb(directory, &options, &store, &error);
    if (status == EIP_OK && done != 0) {
        struct groups_held held = groups_load(store);

        status = held.status;
        cr_assert(status != EIP_OK || held.digest == groups_digest(done));
        error.status = status;
    }
    while (status == EIP_OK && outcome.asked < done + GROUPS) {
        outcome.asked++;
        status = group_commit(store, outcome.asked, &error);
        if (status == EIP_OK) {
            outcome.done = outcome.asked;
            if (outcome.done % 3 == 0) {
                status = store->fold(store->context, 9, &left, &error);
            }
        }
    }
    outcome.failure = status;
    if (status != EIP_OK) {
        cr_assert_eq(error.status, status);
        cr_assert_neq(error.message[0], '\0');
    }
    if (store != NULL && status != EIP_OK && outcome.asked != done &&
        status != EIP_ERR_OUT_OF_MEMORY) {
        /* It has failed for good. */
        device_fault.at = 0;
        cr_assert_eq(group_commit(store, 99, &error), EIP_ERR_STORE_FAILED);
        cr_assert_eq(error.status, EIP_ERR_STORE_FAILED);
        cr_assert_eq(store->commit(store->context, NULL), EIP_ERR_STORE_FAILED);
        cr_assert_eq(store->fold(store->context, 9, &left, NULL),
                     EIP_ERR_STORE_FAILED);
        cr_assert_eq(store->load(store->context, nothing, NULL, &error),
                     EIP_ERR_STORE_FAILED);
        cr_assert_eq(error.status, EIP_ERR_STORE_FAILED);
    }
    eip_store_close(store);
    return outcome;
}

/* All that was acknowledged is there, and perhaps what was tried last. */
static void compare(const char *directory, struct outcome outcome,
                    uint64_t at) {
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    struct groups_held held;

    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, &error), EIP_OK,
                 "call %d: %s", (int)at, error.message);
    held = groups_load(store);
    cr_assert_eq(held.status, EIP_OK);
    cr_assert(held.last == outcome.done || held.last == outcome.asked,
              "call %d: %d of %d", (int)at, (int)held.last, (int)outcome.done);
    cr_assert_eq(held.digest, groups_digest(held.last));
    cr_assert_eq(group_commit(store, held.last + 1, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).digest, groups_digest(held.last + 1));
    eip_store_close(store);
}

struct mode {
    int error;
    bool for_good;
    bool is_short;
    eip_status status;
};

static const struct mode modes[] = {
    {EIO, false, false, EIP_ERR_STORE_IO},
    {EIO, true, false, EIP_ERR_STORE_IO},
    {ENOSPC, false, false, EIP_ERR_STORE_FULL},
    {ENOSPC, true, false, EIP_ERR_STORE_FULL},
    {EDQUOT, true, false, EIP_ERR_STORE_FULL},
    {EROFS, true, false, EIP_ERR_STORE_READ_ONLY},
    {EACCES, true, false, EIP_ERR_STORE_READ_ONLY},
    {ENOSPC, true, true, EIP_ERR_STORE_FULL},
};

/* From a directory with `before` groups, the call `at` fails. */
static uint64_t with_fault(uint64_t before, uint64_t at,
                           const struct mode *mode) {
    const char *directory = device_directory();
    struct outcome outcome;
    uint64_t failed;

    if (before != 0) {
        outcome = work(directory, 0);
        cr_assert_eq(outcome.failure, EIP_OK);
    } else {
        cr_assert_eq(rmdir(directory), 0);
    }
    device_calls = 0;
    device_failed = 0;
    device_fault =
        (struct device_fault){at, mode->for_good, mode->is_short, mode->error};
    outcome = work(directory, before);
    device_fault = (struct device_fault){0, false, false, 0};
    failed = device_failed;
    if (failed == 0) {
        cr_assert_eq(outcome.failure, EIP_OK);
    } else if (outcome.failure != EIP_OK) {
        /* LMDB answers a write that is short by EIO. */
        cr_assert(outcome.failure == mode->status ||
                      (mode->is_short && outcome.failure == EIP_ERR_STORE_IO),
                  "call %d: %s", (int)at, eip_status_name(outcome.failure));
    }
    compare(directory, outcome, at);
    device_remove(directory);
    return failed;
}

static void each_call(uint64_t before) {
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        uint64_t at = 1 + i % EACH;

        while (with_fault(before, at, &modes[i]) != 0) {
            at += EACH;
        }
        cr_assert_gt(at, 30);
    }
}

Test(lmdb_fault, each_call_of_a_new_store) {
    each_call(0);
}

Test(lmdb_fault, each_call_of_an_old_store) {
    each_call(GROUPS);
}

/* Who makes a store ends at any call; what is acknowledged to the next one who
 * opens it is there after a loss of power. */
Test(lmdb_fault, each_call_of_a_store_that_another_began) {
    uint64_t random = 88172645463325252u;
    uint64_t at = 0;

    do {
        const char *directory = device_directory();
        const char *image = device_directory();
        eip_store *store = NULL;
        struct groups_held held;

        device_watch(directory);
        device_calls = 0;
        device_failed = 0;
        device_fault = (struct device_fault){++at, true, false, EIO};
        if (eip_store_open_lmdb(directory, NULL, &store, NULL) == EIP_OK) {
            eip_store_close(store);
        }
        device_fault = (struct device_fault){0, false, false, 0};
        cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL),
                     EIP_OK);
        cr_assert_eq(group_commit(store, 1, NULL), EIP_OK);
        device_crash(image, DEVICE_LOSE_ALL, &random);
        eip_store_close(store);
        device_forget();
        cr_assert_eq(eip_store_open_lmdb(image, NULL, &store, NULL), EIP_OK,
                     "call %d", (int)at);
        held = groups_load(store);
        cr_assert_eq(held.last, 1, "call %d", (int)at);
        eip_store_close(store);
        device_remove(directory);
        device_remove(image);
    } while (device_failed != 0);
    cr_assert_gt(at, 10);
}

/* A store that is opened, loaded and folded by who has no memory yet. */
Test(lmdb_fault, each_request_for_memory_of_an_old_store) {
    const char *directory = device_directory();
    eip_store *store = NULL;
    bool refused = true;
    uint64_t at = 0;

    cr_assert_eq(work(directory, 0).failure, EIP_OK);
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL), EIP_OK);
    for (uint64_t i = 1; i <= 40; i++) {
        cr_assert_eq(group_commit(store, GROUPS + i, NULL), EIP_OK);
    }
    eip_store_close(store);
    while (refused) {
        eip_status status;
        uint32_t left;

        store = NULL;
        device_requests = 0;
        device_refuse_at = ++at;
        status = eip_store_open_lmdb(directory, NULL, &store, NULL);
        if (status == EIP_OK) {
            status = store->load(store->context, nothing, NULL, NULL);
        }
        if (status == EIP_OK) {
            status = store->fold(store->context, 1, &left, NULL);
        }
        refused = device_requests >= at;
        device_refuse_at = 0;
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY, "%s",
                  eip_status_name(status));
        eip_store_close(store);
    }
    cr_assert(!device_can_refuse || at > 10);
    device_remove(directory);
}

Test(lmdb_fault, each_request_for_memory) {
    bool refused = true;

    for (uint64_t at = 1; refused; at++) {
        for (int for_good = 0; for_good < 2; for_good++) {
            const char *directory = device_directory();
            int removed = rmdir(directory);
            eip_store_lmdb_options options = EIP_STORE_LMDB_OPTIONS_INIT;
            struct outcome outcome = {EIP_OK, 0, 0};
            static uint8_t bytes[GROUP_BYTES_MAX];
            eip_store *store = NULL;
            uint32_t left;

            cr_assert_eq(removed, 0);
            options.map_bytes = 65536;
            device_requests = 0;
            device_refuse_at = at;
            device_refuse_for_good = for_good != 0;
            outcome.failure =
                eip_store_open_lmdb(directory, &options, &store, NULL);
            while (outcome.failure == EIP_OK && outcome.asked < GROUPS) {
                outcome.asked++;
                outcome.failure =
                    store->append(store->context, bytes,
                                  group_write(outcome.asked, bytes), NULL);
                if (outcome.failure == EIP_OK) {
                    outcome.failure = store->commit(store->context, NULL);
                }
                if (outcome.failure == EIP_OK) {
                    outcome.done = outcome.asked;
                    if (outcome.done % 3 == 0) {
                        outcome.failure =
                            store->fold(store->context, 9, &left, NULL);
                    }
                }
            }
            device_refuse_at = 0;
            refused = device_requests >= at;
            cr_assert(outcome.failure == EIP_OK ||
                          outcome.failure == EIP_ERR_OUT_OF_MEMORY,
                      "request %d: %s", (int)at,
                      eip_status_name(outcome.failure));
            eip_store_close(store);
            compare(directory, outcome, at);
            device_remove(directory);
        }
    }
}
