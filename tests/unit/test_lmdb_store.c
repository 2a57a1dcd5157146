/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The store on disk, in good times: what was committed is there, folded or not;
 * it grows; it is one process's at a time; what it says when it is refused. */
#include "eip/store_lmdb.h"
#include "registry/format.h"
#include "support/device/device.h"
#include "support/internal/groups.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static eip_store *must_open(const char *directory, uint64_t map_bytes) {
    eip_store_lmdb_options options = EIP_STORE_LMDB_OPTIONS_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;

    options.map_bytes = map_bytes;
    cr_assert_eq(eip_store_open_lmdb(directory, &options, &store, &error),
                 EIP_OK, "%s", error.message);
    return store;
}

static eip_status status_of(const char *directory, eip_error *error) {
    eip_store *store = NULL;
    eip_status status = eip_store_open_lmdb(directory, NULL, &store, error);

    eip_store_close(store);
    return status;
}

static uint64_t file_size(const char *directory) {
    char path[128];
    struct stat stat_of;

    snprintf(path, sizeof path, "%s/data.mdb", directory);
    cr_assert_eq(stat(path, &stat_of), 0);
    return (uint64_t)stat_of.st_size;
}

Test(lmdb_store, a_new_one_is_empty_and_stays_so) {
    const char *directory = device_directory();
    eip_store *store = NULL;

    cr_assert_eq(rmdir(directory), 0); /* made where it is not there */
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL),
                     EIP_OK);
        cr_assert_eq(groups_load(store).status, EIP_OK);
        cr_assert_eq(groups_load(store).shown, 0);
        eip_store_close(store);
    }
    device_remove(directory);
}

static void fold_all(eip_store *store, uint32_t most) {
    uint32_t left = 1;

    while (left != 0) {
        cr_assert_eq(store->fold(store->context, most, &left, NULL), EIP_OK);
    }
}

/* Groups 1 to 200, folded after every `every`-th (0: never) by steps of `most`,
 * opened anew after every `again`-th. */
static void run(uint64_t every, uint32_t most, uint64_t again) {
    const char *directory = device_directory();
    eip_store *store = must_open(directory, 0);
    struct groups_held held;
    uint32_t left;

    for (uint64_t i = 1; i <= 200; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        if (every != 0 && i % every == 0) {
            cr_assert_eq(store->fold(store->context, most, &left, NULL),
                         EIP_OK);
        }
        if (i % again == 0) {
            eip_store_close(store);
            store = must_open(directory, 0);
        }
        held = groups_load(store);
        cr_assert_eq(held.status, EIP_OK);
        cr_assert_eq(held.last, i);
        cr_assert_eq(held.digest, groups_digest(i), "group %d", (int)i);
    }
    fold_all(store, most == 0 ? 10 : most);
    held = groups_load(store);
    cr_assert_eq(held.digest, groups_digest(200));
    cr_assert_eq(held.shown, held.count);
    eip_store_close(store);
    store = must_open(directory, 0);
    cr_assert_eq(groups_load(store).digest, groups_digest(200));
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_store, holds_what_was_committed) {
    run(0, 0, 50);
    run(1, 1, 7);
    run(1, 5, 11);
    run(3, 1000, 13);
    run(10, 20, 1);
}

Test(lmdb_store, what_was_not_committed_is_lost) {
    const char *directory = device_directory();
    eip_store *store = must_open(directory, 0);
    uint8_t bytes[GROUP_BYTES_MAX];

    cr_assert_eq(group_commit(store, 1, NULL), EIP_OK);
    cr_assert_eq(
        store->append(store->context, bytes, group_write(2, bytes), NULL),
        EIP_OK);
    /* Folding leaves it where it is. */
    fold_all(store, 1);
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).digest, groups_digest(2));
    cr_assert_eq(
        store->append(store->context, bytes, group_write(3, bytes), NULL),
        EIP_OK);
    eip_store_close(store);
    store = must_open(directory, 0);
    cr_assert_eq(groups_load(store).digest, groups_digest(2));
    /* Nor is it committed after a load. */
    cr_assert_eq(
        store->append(store->context, bytes, group_write(3, bytes), NULL),
        EIP_OK);
    cr_assert_eq(groups_load(store).digest, groups_digest(2));
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).digest, groups_digest(2));
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_store, grows_by_itself) {
    const char *directory = device_directory();
    /* Rounded up to pages; each growth doubles it. */
    eip_store *store = must_open(directory, 1);

    for (uint64_t i = 1; i <= 400; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        if (i == 300) {
            fold_all(store, 100000);
        }
    }
    cr_assert_gt(file_size(directory), 500000);
    cr_assert_eq(groups_load(store).digest, groups_digest(400));
    eip_store_close(store);
    /* What is there decides, where it is more than what is asked for. */
    store = must_open(directory, 1);
    cr_assert_eq(groups_load(store).digest, groups_digest(400));
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_store, uses_again_what_folding_leaves) {
    const char *directory = device_directory();
    eip_store *store = must_open(directory, 0);
    uint64_t size = 0;

    for (uint64_t i = 1; i <= 2000; i++) {
        cr_assert_eq(group_commit(store, 1 + i % 50, NULL), EIP_OK);
        if (i % 20 == 0) {
            fold_all(store, 64);
        }
        if (i == 500) {
            size = file_size(directory);
        }
    }
    cr_assert_leq(file_size(directory), size + size / 2);
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_store, a_large_record_takes_pages_of_its_own) {
    static uint8_t bytes[1 << 20];
    const char *directory = device_directory();
    eip_store *store = must_open(directory, 0);

    for (uint32_t i = 0; i < 4; i++) {
        struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
        uint64_t begin = eip__kept_begin(&writer, EIP__KIND_POOL, 5 - i, false);

        eip__put_u32(&writer, i % 2);
        eip__kept_key(&writer, begin);
        while (writer.size < 300000 * (i + 1) / 2) {
            eip__put_u32(&writer, i + (uint32_t)writer.size);
        }
        eip__kept_end(&writer, begin);
        cr_assert_eq(store->append(store->context, bytes, writer.size, NULL),
                     EIP_OK);
        cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    }
    cr_assert_eq(groups_load(store).shown, 4);
    fold_all(store, 1);
    eip_store_close(store);
    store = must_open(directory, 0);
    /* Rank 5 and rank 4 came first. */
    cr_assert_eq(groups_load(store).shown, 2);
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_store, takes_whole_records_only) {
    const char *directory = device_directory();
    eip_store *store = must_open(directory, 0);
    uint8_t bytes[GROUP_BYTES_MAX];
    eip_error error = EIP_ERROR_INIT;
    uint64_t size = group_write(1, bytes);
    struct eip__writer writer;
    uint64_t begin;

    cr_assert_eq(store->append(store->context, bytes, size - 1, &error),
                 EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(error.status, EIP_ERR_STORE_DAMAGED);
    bytes[size - 1] ^= 1;
    cr_assert_eq(store->append(store->context, bytes, size, NULL),
                 EIP_ERR_STORE_DAMAGED);
    /* The longest key there may be, and a longer one. */
    for (uint32_t more = 0; more < 2; more++) {
        writer = eip__writer_of(bytes, sizeof bytes);
        begin = eip__kept_begin(&writer, EIP__KIND_TOKEN, 1, false);
        for (uint32_t i = 0; i < EIP_LIMIT_STORE_KEY + more; i++) {
            eip__put_u8(&writer, 'k');
        }
        eip__kept_key(&writer, begin);
        eip__kept_end(&writer, begin);
        cr_assert_eq(store->append(store->context, bytes, writer.size, NULL),
                     more == 0 ? EIP_OK : EIP_ERR_ARGUMENT);
    }
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    fold_all(store, 1);
    cr_assert_eq(groups_load(store).shown, 1);
    /* Nothing at all is a commit too. */
    cr_assert_eq(store->commit(store->context, NULL), EIP_OK);
    cr_assert_eq(groups_load(store).shown, 1);
    eip_store_close(store);
    device_remove(directory);
}

/* -- who may --------------------------------------------------------------------- */

Test(lmdb_store, is_open_once) {
    const char *directory = device_directory();
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = must_open(directory, 0);
    int status = 0;
    pid_t child;

    cr_assert_eq(status_of(directory, &error), EIP_ERR_STORE_LOCKED);
    cr_assert_eq(error.os_error, EWOULDBLOCK);
    cr_assert_not_null(strstr(error.message, "end what has it open"));
    child = fork();
    if (child == 0) {
        _exit(status_of(directory, NULL) == EIP_ERR_STORE_LOCKED ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0);
    eip_store_close(store);
    cr_assert_eq(status_of(directory, NULL), EIP_OK);
    /* Its end, however it comes, lets the next one in. */
    child = fork();
    if (child == 0) {
        store = must_open(directory, 0);
        _exit(group_commit(store, 1, NULL) == EIP_OK ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0);
    store = must_open(directory, 0);
    cr_assert_eq(groups_load(store).digest, groups_digest(1));
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_store, arguments) {
    eip_store_lmdb_options options = EIP_STORE_LMDB_OPTIONS_INIT;
    eip_store *store = NULL;

    cr_assert_eq(eip_store_open_lmdb(NULL, NULL, &store, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_store_open_lmdb("/tmp", NULL, NULL, NULL), EIP_ERR_NULL);
    options.reserved = 1;
    cr_assert_eq(eip_store_open_lmdb("/tmp", &options, &store, NULL),
                 EIP_ERR_STRUCT_VERSION);
    options.reserved = 0;
    options.size = 1;
    cr_assert_eq(eip_store_open_lmdb("/tmp", &options, &store, NULL),
                 EIP_ERR_STRUCT_VERSION);
    cr_assert_null(store);
}

Test(lmdb_store, what_is_no_store_is_left_alone) {
    static uint8_t bytes[65536];
    const char *directory = device_directory();
    eip_error error = EIP_ERROR_INIT;
    static const size_t sizes[] = {0, 1, 4095, 4096, 8192, 65536};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int fill = 0; fill < 3; fill++) {
            memset(bytes, fill * 0x33, sizes[i]);
            device_write(directory, bytes, sizes[i]);
            cr_assert_eq(status_of(directory, &error), EIP_ERR_STORE_UNKNOWN);
            cr_assert_eq(file_size(directory), sizes[i]);
        }
    }
    device_remove(directory);
}

Test(lmdb_store, a_path_that_leads_nowhere) {
    eip_error error = EIP_ERROR_INIT;
    static char path[5000];

    cr_assert_eq(status_of("/nowhere/at/all", &error), EIP_ERR_STORE_IO);
    cr_assert_eq(error.os_error, ENOENT);
    cr_assert_not_null(strstr(error.message, "make directory"));
    memset(path, '/', sizeof path - 1);
    cr_assert_eq(status_of(path, &error), EIP_ERR_STORE_IO);
    cr_assert_eq(error.os_error, ENAMETOOLONG);
    cr_assert_eq(status_of("/dev/null", &error), EIP_ERR_STORE_IO);
    cr_assert_eq(error.os_error, ENOTDIR);
}
