/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Stores whose writer has not come to its end: of the last commit any part may be
 * on the device, and all before it is. What is opened is the last commit, or the
 * one before it; without the mark it is damaged. */
#include "eip/store_lmdb.h"
#include "support/device/device.h"
#include "support/internal/groups.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GROUPS = 23, PAGE = 4096, SECTOR = 512 };

/* The file before the last commit and after it. */
static const char *directory;
static uint8_t *before;
static size_t before_size;
static uint8_t *after;
static size_t after_size;
static uint8_t *mixed; /* of both; so large as `after` */

static uint64_t size_of_lock(void) {
    char path[256];
    int file;
    off_t size;

    (void)snprintf(path, sizeof path, "%s/lock", directory);
    file = open(path, O_RDONLY);
    cr_assert_geq(file, 0);
    size = lseek(file, 0, SEEK_END);
    (void)close(file);
    return (uint64_t)size;
}

/* With `folds` the last commit folds, else it is a group. */
static void start(bool folds) {
    eip_store *store = NULL;
    uint32_t left;

    directory = device_directory();
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL), EIP_OK);
    for (uint64_t i = 1; i < GROUPS; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        if (i % 5 == 0) {
            cr_assert_eq(store->fold(store->context, 30, &left, NULL), EIP_OK);
        }
    }
    before = device_read(directory, &before_size);
    if (folds) {
        cr_assert_eq(store->fold(store->context, 30, &left, NULL), EIP_OK);
    } else {
        cr_assert_eq(group_commit(store, GROUPS, NULL), EIP_OK);
    }
    after = device_read(directory, &after_size);
    cr_assert_eq(size_of_lock(), 5);
    eip_store_close(store);
    cr_assert_eq(size_of_lock(), 0);
    mixed = malloc(after_size);
    cr_assert_not_null(mixed);
}

static void end(void) {
    device_remove(directory);
    free(before);
    free(after);
    free(mixed);
}

static bool differs(size_t at, size_t bytes) {
    return at + bytes > before_size ||
           memcmp(before + at, after + at, bytes) != 0;
}

/* What the device had there before. */
static void take_back(size_t at, size_t bytes) {
    for (size_t i = at; i < at + bytes; i++) {
        mixed[i] = i < before_size ? before[i] : 0;
    }
}

/* Open what is mixed, as if its writer had been ended; the last group in it, or
 * 0: it does not open. It can be gone on with, and is whole then. */
static uint64_t open_mixed(bool is_marked) {
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    struct groups_held held;

    device_write(directory, mixed, after_size);
    device_mark(directory, is_marked);
    if (eip_store_open_lmdb(directory, NULL, &store, &error) != EIP_OK) {
        cr_assert(!is_marked && (error.status == EIP_ERR_STORE_DAMAGED ||
                                 error.status == EIP_ERR_STORE_UNKNOWN),
                  "%s", error.message);
        cr_assert_eq(size_of_lock(), 0);
        return 0;
    }
    held = groups_load(store);
    if (held.status != EIP_OK) {
        cr_assert(!is_marked);
        eip_store_close(store);
        return 0;
    }
    cr_assert_eq(held.digest, groups_digest(held.last));
    eip_store_close(store);
    cr_assert_eq(size_of_lock(), 0);
    store = NULL;
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).digest, groups_digest(held.last));
    cr_assert_eq(group_commit(store, held.last + 1, NULL), EIP_OK);
    eip_store_close(store);
    return held.last;
}

/* Any sector of the last commit may be the one that is not there; or the one
 * that is. */
static void each_sector(uint64_t is_last) {
    uint64_t without = 0;
    uint64_t old = 0;

    for (size_t at = 0; at < after_size; at += SECTOR) {
        uint64_t last;

        if (!differs(at, SECTOR)) {
            continue;
        }
        memcpy(mixed, after, after_size);
        take_back(at, SECTOR);
        last = open_mixed(true);
        cr_assert(last == is_last || last == GROUPS - 1, "at %zu: %d", at,
                  (int)last);
        old += last != is_last;
        without++;
        take_back(0, after_size);
        memcpy(mixed + at, after + at, SECTOR);
        last = open_mixed(true);
        cr_assert_eq(last, GROUPS - 1, "at %zu alone: %d", at, (int)last);
    }
    cr_assert_gt(without, 3);
    cr_assert(is_last == GROUPS - 1 || old > 3);
}

Test(lmdb_unfinished, each_sector_of_a_group) {
    start(false);
    each_sector(GROUPS);
    memcpy(mixed, after, after_size);
    cr_assert_eq(open_mixed(true), GROUPS);
    end();
}

Test(lmdb_unfinished, each_sector_of_a_fold) {
    start(true);
    each_sector(GROUPS - 1);
    end();
}

static uint32_t number_at(size_t at) {
    return (uint32_t)(after[at] | after[at + 1] << 8);
}

/* A value is of a kind that there is not. */
Test(lmdb_unfinished, each_value_of_a_fold) {
    enum { LEAF = 2, FLAGS = 10, LOWER = 12, POINTERS = 16 };
    uint64_t values = 0;

    start(true);
    for (size_t page = 2 * (size_t)PAGE; page < after_size; page += PAGE) {
        size_t end_at = page + number_at(page + LOWER);

        if (!differs(page, PAGE) || number_at(page + FLAGS) != LEAF) {
            continue;
        }
        for (size_t at = page + POINTERS; at < end_at; at += 2) {
            memcpy(mixed, after, after_size);
            mixed[page + number_at(at) + 4] ^= 4;
            (void)open_mixed(true);
            values++;
        }
    }
    cr_assert_gt(values, 20);
    end();
}

/* A file that was closed has no part of a commit in it: what is not whole was
 * changed by somebody else, and nothing of it is taken back. */
Test(lmdb_unfinished, without_the_mark_it_is_damaged) {
    uint64_t damaged = 0;

    start(false);
    for (size_t at = 2 * (size_t)PAGE; at < after_size; at += SECTOR) {
        if (differs(at, SECTOR)) {
            uint64_t last;

            memcpy(mixed, after, after_size);
            take_back(at, SECTOR);
            last = open_mixed(false);
            cr_assert(last == 0 || last == GROUPS, "at %zu: %d", at, (int)last);
            damaged += last == 0;
        }
    }
    cr_assert_gt(damaged, 2);
    end();
}

/* Neither is whole. The file stays as it is, and so does the mark. */
Test(lmdb_unfinished, neither_is_whole) {
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    uint8_t *bytes;
    size_t size;

    start(false);
    memcpy(mixed, after, after_size);
    for (size_t at = 2 * (size_t)PAGE; at < after_size; at++) {
        mixed[at] ^= 1;
    }
    device_write(directory, mixed, after_size);
    device_mark(directory, true);
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, &error),
                 EIP_ERR_STORE_UNKNOWN);
    bytes = device_read(directory, &size);
    cr_assert_eq(size, after_size);
    cr_assert_arr_eq(bytes, mixed, size);
    cr_assert_eq(size_of_lock(), 5);
    free(bytes);
    /* Nor is there what they lead to. */
    device_write(directory, after, 2 * (size_t)PAGE);
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, &error),
                 EIP_ERR_STORE_TRUNCATED);
    device_write(directory, after, 100);
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, &error),
                 EIP_ERR_STORE_UNKNOWN);
    end();
}

/* The file was to grow, and has not. */
Test(lmdb_unfinished, cut_off) {
    eip_store *store = NULL;
    uint64_t last = 0;

    start(false);
    for (uint64_t i = GROUPS + 1; i < 60 && after_size <= before_size; i++) {
        free(before);
        before = after;
        before_size = after_size;
        cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL),
                     EIP_OK);
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        after = device_read(directory, &after_size);
        eip_store_close(store);
        last = i;
    }
    cr_assert_gt(after_size, before_size);
    device_write(directory, after, before_size);
    device_mark(directory, true);
    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).last, last - 1);
    eip_store_close(store);
    end();
}

/* The host refuses once while what is mixed is opened, of which `last` is the last
 * whole group. */
static void with_fault(uint64_t last, uint64_t call, uint64_t request,
                       bool *goes_on) {
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    eip_status status;

    device_write(directory, mixed, after_size);
    device_mark(directory, true);
    device_calls = 0;
    device_failed = 0;
    device_requests = 0;
    device_fault = (struct device_fault){call, false, false, EIO};
    device_refuse_at = request;
    status = eip_store_open_lmdb(directory, NULL, &store, &error);
    device_refuse_at = 0;
    device_fault = (struct device_fault){0, false, false, 0};
    *goes_on = request != 0 ? device_requests >= request : device_failed != 0;
    cr_assert_eq(status == EIP_OK, store != NULL);
    cr_assert(status == EIP_OK ||
              error.status ==
                  (request != 0 ? EIP_ERR_OUT_OF_MEMORY : EIP_ERR_STORE_IO));
    cr_assert(status == EIP_OK || size_of_lock() == 5);
    if (store == NULL) {
        cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL),
                     EIP_OK);
    }
    cr_assert_eq(groups_load(store).last, last);
    eip_store_close(store);
}

static void each_refusal(uint64_t last) {
    bool goes_on = true;
    uint64_t calls = 0;
    uint64_t requests = 0;

    while (goes_on) {
        with_fault(last, ++calls, 0, &goes_on);
    }
    cr_assert_gt(calls, 10);
    goes_on = true;
    while (goes_on) {
        with_fault(last, 0, ++requests, &goes_on);
    }
    cr_assert(!device_can_refuse || requests > 4);
}

Test(lmdb_unfinished, the_host_refuses) {
    start(false);
    memcpy(mixed, after, after_size);
    each_refusal(GROUPS);
    /* And while what was cut off is taken back. */
    for (size_t at = 2 * (size_t)PAGE; at < after_size; at += PAGE) {
        if (differs(at, PAGE)) {
            take_back(at, PAGE);
        }
    }
    each_refusal(GROUPS - 1);
    end();
}
