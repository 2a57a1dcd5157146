/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file sample.h  Stores that the library of another time left, kept in
 *  tests/data/store: `NAME.mdb`, and in `NAME.txt` what they were, below two lines
 *  that say whose the file is. */
#ifndef EIP_TESTS_UNIT_SAMPLE_H
#define EIP_TESTS_UNIT_SAMPLE_H

#include "eip/store_lmdb.h"
#include "support/device/device.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static inline eip_store *sample_open(const char *directory) {
    eip_store *store = NULL;
    eip_error error = EIP_ERROR_INIT;

    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, &error), EIP_OK,
                 "%s", error.message);
    return store;
}

/** The world's engine, of a store. */
static inline void sample_load(struct world *world, eip_store *store) {
    eip_error error = EIP_ERROR_INIT;

    cr_assert_eq(
        eip_store_load(&world->config, store, NULL, &world->engine, &error),
        EIP_OK, "%s", error.message);
}

/** All of a file, with a byte 0 behind it, until the next call. */
static inline char *sample_read(const char *name, size_t *size) {
    static char bytes[1 << 20];
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof path,
                   EIP_TEST_SOURCE_DIR "/tests/data/store/%s", name);
    file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    *size = fread(bytes, 1, sizeof bytes - 1, file);
    bytes[*size] = '\0';
    (void)fclose(file);
    return bytes;
}

/** What the store was, until the next call. */
static inline const char *sample_text(const char *name) {
    size_t size;
    const char *text = sample_read(name, &size);

    for (int i = 0; i < 2; i++) {
        text = strchr(text, '\n') + 1;
    }
    return text;
}

/** A directory with a copy of a store: the file stays as it is. */
static inline const char *sample_copy(const char *name) {
    const char *directory = device_directory();
    size_t size;
    const char *bytes = sample_read(name, &size);

    device_write(directory, bytes, size);
    return directory;
}

/** Write down what a store is that has just been made. */
static inline void sample_describe(const char *directory, const char *name,
                                   const char *text) {
    char path[256];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    (void)fclose(file);
}

#endif
