/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Files that are not as they were written: every byte of a store of every kind
 * of page, changed in some ways; cut at every sector. What is opened is loaded
 * as it was; what is not says what is wrong; what was let through can also be
 * written to. */
#include "eip/store_lmdb.h"
#include "support/device/device.h"
#include "support/internal/groups.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GROUPS = 60, PAGE = 4096, MORE = 4 };

/* A trial takes ten times as long with a sanitizer: each EACH-th. */
#ifdef __SANITIZE_ADDRESS__
enum { EACH = 5 };
#else
enum { EACH = 1 };
#endif

static uint8_t *bytes;
static size_t size;

/* A store half folded, large records and freed pages in it. */
static const char *make(uint64_t groups) {
    const char *directory = device_directory();
    eip_store *store = NULL;
    uint32_t left;

    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL), EIP_OK);
    for (uint64_t i = 1; i <= groups; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        if (i % 4 == 0) {
            cr_assert_eq(store->fold(store->context, 20, &left, NULL), EIP_OK);
        }
    }
    eip_store_close(store);
    bytes = device_read(directory, &size);
    return directory;
}

static bool is_named(eip_status status) {
    return status == EIP_ERR_STORE_DAMAGED ||
           status == EIP_ERR_STORE_TRUNCATED ||
           status == EIP_ERR_STORE_VERSION || status == EIP_ERR_STORE_UNKNOWN;
}

/* Open and load; true: it is as it was. With `go_on` more is written, and that
 * is there then. */
static bool is_as_it_was(const char *directory, size_t at, uint64_t groups,
                         bool go_on) {
    eip_store *store = NULL;
    eip_status status = eip_store_open_lmdb(directory, NULL, &store, NULL);
    struct groups_held held;
    uint32_t left;

    if (status != EIP_OK) {
        cr_assert(is_named(status), "byte %zu: %s", at,
                  eip_status_name(status));
        return false;
    }
    held = groups_load(store);
    if (held.status != EIP_OK) {
        cr_assert(is_named(held.status), "byte %zu: %s", at,
                  eip_status_name(held.status));
    } else {
        cr_assert_eq(held.digest, groups_digest(groups), "byte %zu", at);
        for (uint64_t i = 1; go_on && i <= MORE; i++) {
            cr_assert_eq(group_commit(store, groups + i, NULL), EIP_OK);
            cr_assert_eq(store->fold(store->context, 20, &left, NULL), EIP_OK);
        }
        cr_assert(!go_on ||
                  groups_load(store).digest == groups_digest(groups + MORE));
    }
    eip_store_close(store);
    return held.status == EIP_OK;
}

static void put_byte(const char *directory, size_t at, uint8_t value) {
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/data.mdb", directory);
    file = fopen(path, "r+b");
    cr_assert_not_null(file);
    cr_assert_eq(fseek(file, (long)at, SEEK_SET), 0);
    cr_assert_eq(fputc(value, file), value);
    fclose(file);
}

/* Each `stride`-th byte from `first`, by `ways` changes. */
static void each_byte(size_t first, size_t stride, bool all_ways) {
    static const uint8_t flips[] = {0x01, 0x80, 0xff, 0x02, 0x04,
                                    0x08, 0x10, 0x20, 0x40};
    const char *directory = make(GROUPS);
    uint64_t passed = 0;
    uint64_t refused = 0;

    for (size_t at = first; at < size; at += stride) {
        for (size_t i = 0; i < (all_ways ? sizeof flips : 1); i++) {
            uint8_t flip = flips[all_ways ? i : at / stride % 3];

            put_byte(directory, at, bytes[at] ^ flip);
            if (is_as_it_was(directory, at, GROUPS, false)) {
                passed++;
            } else {
                refused++;
            }
            put_byte(directory, at, bytes[at]);
        }
    }
    /* Pages that are free, and room in pages, may say anything. */
    cr_assert_gt(refused, (size / stride) / 8);
    cr_assert_gt(passed, (size / stride) / 8);
    free(bytes);
    device_remove(directory);
}

Test(lmdb_damage, each_byte_of_a_file) {
    each_byte(0, 29 * EACH, false);
}

Test(lmdb_damage, each_bit_of_the_roots) {
    const char *directory = make(GROUPS);
    uint64_t passed = 0;

    for (size_t at = 0; at < 2 * PAGE; at++) {
        if (at % PAGE >= 256) {
            continue;
        }
        for (int bit = (int)at % EACH; bit < 8; bit += EACH) {
            put_byte(directory, at, bytes[at] ^ (uint8_t)(1 << bit));
            passed += is_as_it_was(directory, at, GROUPS, false);
            put_byte(directory, at, bytes[at]);
        }
    }
    /* Room, addresses nobody uses, and parts of the older root. */
    cr_assert_lt(passed, 8 * 400 / EACH);
    free(bytes);
    device_remove(directory);
}

Test(lmdb_damage, what_is_let_through_can_be_written_to) {
    const char *directory = make(GROUPS);

    for (size_t at = 3; at < size; at += 641) {
        bytes[at] ^= 0xff;
        device_write(directory, bytes, size);
        (void)is_as_it_was(directory, at, GROUPS, true);
        bytes[at] ^= 0xff;
    }
    free(bytes);
    device_remove(directory);
}

Test(lmdb_damage, a_file_that_ends_too_early) {
    const char *directory = make(40);

    for (size_t at = 0; at < size; at += 512) {
        device_write(directory, bytes, at);
        cr_assert_not(is_as_it_was(directory, at, 40, false));
    }
    device_write(directory, bytes, size - 1);
    cr_assert_not(is_as_it_was(directory, size - 1, 40, false));
    device_write(directory, bytes, size);
    cr_assert(is_as_it_was(directory, size, 40, true));
    free(bytes);
    device_remove(directory);
}

/* Numbers of two bytes and more, at the places where pages have them. */
Test(lmdb_damage, numbers_of_each_page) {
    static const uint16_t values[] = {0,    1,     2,     4,     15,    16,
                                      17,   4079,  4080,  4094,  4095,  4096,
                                      4097, 32767, 32768, 65535, 0x4008};
    const char *directory = make(GROUPS);
    uint64_t refused = 0;

    for (size_t page = 0; page < size; page += 7 * (size_t)PAGE) {
        for (size_t at = page; at < page + 64; at += 2) {
            uint8_t old[2] = {bytes[at], bytes[at + 1]};

            for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
                put_byte(directory, at, (uint8_t)values[i]);
                put_byte(directory, at + 1, (uint8_t)(values[i] >> 8));
                refused += !is_as_it_was(directory, at, GROUPS, false);
            }
            put_byte(directory, at, old[0]);
            put_byte(directory, at + 1, old[1]);
        }
    }
    cr_assert_gt(refused, size / PAGE / 7);
    free(bytes);
    device_remove(directory);
}
