/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Files that are there as a whole or stay as they were, where the host refuses
 * this or that. The calls of the host are this program's own. */
#include "store/file.h"

#include "api/expect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* -- the host ------------------------------------------------------------------------ */

enum call { NONE, WRITE, SYNC, RENAME, READ, SHORT_WRITE, STAT, FOLDER };

static enum call refused;
static int refusal;
static int after; /* so many calls of it go well before */
static int calls; /* of it */

static bool is_refused(enum call call) {
    if (refused != call) {
        return false;
    }
    calls++;
    if (calls <= after) {
        return false;
    }
    errno = refusal;
    if (refusal == EINTR) {
        refused = NONE; /* once */
    }
    return true;
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    if (is_refused(WRITE)) {
        return -1;
    }
    if (refused == SHORT_WRITE && size > 3) {
        size = 3;
    }
    return syscall(SYS_write, descriptor, bytes, size);
}

ssize_t read(int descriptor, void *bytes, size_t size) {
    return is_refused(READ) ? -1 : syscall(SYS_read, descriptor, bytes, size);
}

int fsync(int descriptor) {
    return is_refused(SYNC) ? -1 : (int)syscall(SYS_fsync, descriptor);
}

int rename(const char *from, const char *to) {
    return is_refused(RENAME) ? -1 : (int)syscall(SYS_rename, from, to);
}

int fstat(int descriptor, struct stat *about) {
    return is_refused(STAT) ? -1 : (int)syscall(SYS_fstat, descriptor, about);
}

int open(const char *name, int flags, ...) {
    return (flags & O_DIRECTORY) != 0 && is_refused(FOLDER)
               ? -1
               : (int)syscall(SYS_openat, AT_FDCWD, name, flags, 0600);
}

/* -- a folder of one's own --------------------------------------------------------------- */

static struct world w;
static char folder[64];
static char path[96];

static void begin(void) {
    w.error = eip_error_init();
    refused = NONE;
    calls = 0;
    after = 0;
    memcpy(folder, "eip-file-XXXXXX", sizeof "eip-file-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/kept", folder);
}

static int files(void) {
    DIR *at = opendir(folder);
    int count = -2; /* itself and the one above */

    while (readdir(at) != NULL) {
        count++;
    }
    (void)closedir(at);
    return count;
}

static void finish(void) {
    refused = NONE;
    (void)unlink(path);
    cr_assert_eq(files(), 0);
    cr_assert_eq(rmdir(folder), 0);
}

TestSuite(file, .init = begin, .fini = finish);

static eip_status put(const char *text) {
    struct eip__file file;
    eip_status status = eip__file_create(&file, path, &w.error);

    if (status != EIP_OK) {
        return status;
    }
    status = eip__file_write(&file, text, strlen(text), &w.error);
    if (status != EIP_OK) {
        eip__file_abandon(&file);
        return status;
    }
    return eip__file_commit(&file, &w.error);
}

static void expect_text(const char *text) {
    char bytes[64] = "";
    int descriptor;
    uint64_t size;
    uint64_t got;

    EXPECT_STATUS(eip__file_open(path, &descriptor, &size, &w.error), EIP_OK);
    cr_assert_eq(size, strlen(text));
    EXPECT_STATUS(
        eip__file_read(descriptor, bytes, sizeof bytes, &got, &w.error),
        EIP_OK);
    cr_assert_eq(got, size);
    cr_assert_str_eq(bytes, text);
    EXPECT_STATUS(eip__file_read(descriptor, bytes, 1, &got, &w.error), EIP_OK);
    cr_assert_eq(got, 0);
    eip__file_close(descriptor);
}

static void refuse(enum call call, int number, int good) {
    refused = call;
    refusal = number;
    after = good;
    calls = 0;
}

/* -- what becomes of them ------------------------------------------------------------------ */

Test(file, is_there_as_it_was_written) {
    EXPECT_STATUS(put("one"), EIP_OK);
    expect_text("one");
    EXPECT_STATUS(put("another"), EIP_OK);
    expect_text("another");
    cr_assert_eq(files(), 1);
}

Test(file, goes_on_where_the_host_did_not_do_all) {
    refuse(SHORT_WRITE, 0, 0);
    EXPECT_STATUS(put("a long text"), EIP_OK);
    refuse(WRITE, EINTR, 0);
    EXPECT_STATUS(put("a longer text"), EIP_OK);
    refuse(READ, EINTR, 0);
    expect_text("a longer text");
}

Test(file, stays_as_it_was_if_the_host_refuses) {
    static const struct {
        int refusal;
        eip_status status;
    } rows[] = {
        {ENOSPC, EIP_ERR_STORE_FULL},     {EDQUOT, EIP_ERR_STORE_FULL},
        {EFBIG, EIP_ERR_STORE_FULL},      {EROFS, EIP_ERR_STORE_READ_ONLY},
        {EPERM, EIP_ERR_STORE_READ_ONLY}, {EACCES, EIP_ERR_STORE_READ_ONLY},
        {EIO, EIP_ERR_STORE_IO},
    };
    static const enum call at[] = {WRITE, SYNC, RENAME};

    EXPECT_STATUS(put("old"), EIP_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t n = 0; n < COUNT(at); n++) {
            refuse(at[n], rows[i].refusal, 0);
            EXPECT_STATUS(put("new"), rows[i].status);
            refused = NONE;
            cr_assert_eq(w.error.os_error, rows[i].refusal);
            cr_assert_str_eq(w.error.field, "path");
            cr_assert_not_null(strstr(w.error.message, path));
            expect_text("old");
            cr_assert_eq(files(), 1);
        }
    }
}

/* The file is there then, but the folder may forget it. */
Test(file, says_that_the_folder_may_forget_it) {
    refuse(FOLDER, EACCES, 0);
    EXPECT_STATUS(put("old"), EIP_ERR_STORE_READ_ONLY);
    refuse(SYNC, EIO, 1);
    EXPECT_STATUS(put("new"), EIP_ERR_STORE_IO);
    refused = NONE;
    expect_text("new");
}

Test(file, of_the_working_folder) {
    char before[sizeof path];

    memcpy(before, path, sizeof path);
    (void)snprintf(path, sizeof path, "%s-kept", folder);
    EXPECT_STATUS(put("here"), EIP_OK);
    expect_text("here");
    cr_assert_eq(unlink(path), 0);
    memcpy(path, before, sizeof path);
}

Test(file, of_a_path_that_is_none) {
    char long_path[EIP__PATH_MAX + 2];
    struct eip__file file;

    memset(long_path, 'x', sizeof long_path);
    long_path[EIP__PATH_MAX + 1] = '\0';
    EXPECT_STATUS(eip__file_create(&file, NULL, &w.error), EIP_ERR_NULL);
    EXPECT_STATUS(eip__file_create(&file, "", &w.error), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip__file_create(&file, long_path, &w.error),
                  EIP_ERR_ARGUMENT);
    long_path[EIP__PATH_MAX] = '\0';
    EXPECT_STATUS(eip__file_create(&file, long_path, &w.error),
                  EIP_ERR_STORE_IO); /* too long for the host */
    cr_assert_eq(w.error.os_error, ENAMETOOLONG);
    EXPECT_STATUS(eip__file_create(&file, "no/such/folder", &w.error),
                  EIP_ERR_STORE_IO);
    cr_assert_eq(w.error.os_error, ENOENT);
}

Test(file, that_cannot_be_read) {
    char bytes[4];
    int descriptor;
    uint64_t size;

    EXPECT_STATUS(eip__file_open(NULL, &descriptor, &size, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip__file_open(path, &descriptor, &size, &w.error),
                  EIP_ERR_STORE_IO);
    cr_assert_eq(w.error.os_error, ENOENT);
    refuse(STAT, EIO, 0);
    EXPECT_STATUS(eip__file_open(folder, &descriptor, &size, &w.error),
                  EIP_ERR_STORE_IO);
    refused = NONE;
    cr_assert_eq(w.error.os_error, EIO);
    EXPECT_STATUS(eip__file_open(folder, &descriptor, &size, &w.error), EIP_OK);
    EXPECT_STATUS(eip__file_read(descriptor, bytes, 4, &size, &w.error),
                  EIP_ERR_STORE_IO);
    cr_assert_eq(w.error.os_error, EISDIR);
    eip__file_close(descriptor);
}

/* -- snapshots in them ------------------------------------------------------------------------ */

static eip_status load(eip_engine **engine) {
    return eip_snapshot_load_file(&w.config, path, engine, &w.error);
}

Test(file, of_a_snapshot) {
    eip_engine *engine = NULL;

    world_start(&w);
    EXPECT_STATUS(eip_snapshot_save_file(w.engine, path, &w.error), EIP_OK);
    EXPECT_STATUS(load(&engine), EIP_OK);
    eip_engine_close(engine);
    engine = NULL;
    refuse(WRITE, ENOSPC, 0);
    EXPECT_STATUS(eip_snapshot_save_file(w.engine, path, &w.error),
                  EIP_ERR_STORE_FULL);
    refused = NONE;
    cr_assert_eq(w.error.os_error, ENOSPC);
    world_heap_fail(&w, 1, true);
    EXPECT_STATUS(eip_snapshot_save_file(w.engine, path, &w.error),
                  EIP_ERR_OUT_OF_MEMORY);
    world_heap_fail(&w, 0, false);
    cr_assert_eq(w.error.os_error, 0);
    EXPECT_STATUS(eip_snapshot_save_file(w.engine, "", &w.error),
                  EIP_ERR_ARGUMENT);
    refuse(READ, EIO, 0);
    EXPECT_STATUS(load(&engine), EIP_ERR_STORE_IO);
    refused = NONE;
    cr_assert_eq(w.error.os_error, EIO);
    EXPECT_STATUS(load(&engine), EIP_OK); /* still the first */
    eip_engine_close(engine);
    EXPECT_STATUS(put("something else"), EIP_OK);
    engine = NULL;
    EXPECT_STATUS(load(&engine), EIP_ERR_STORE_UNKNOWN);
    cr_assert_eq(unlink(path), 0);
    EXPECT_STATUS(load(&engine), EIP_ERR_STORE_IO);
    cr_assert_eq(w.error.os_error, ENOENT);
    world_end(&w);
}
