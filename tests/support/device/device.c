/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the calls that fail when they are told to. */
#include "support/device/device.h"

#include "support/device/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct device_fault device_fault;
uint64_t device_calls;
uint64_t device_failed;

/* The next call fails? */
static bool fails(void) {
    if (watch_is_off()) {
        return false;
    }
    device_calls++;
    if (device_fault.at == 0 || device_calls < device_fault.at ||
        (device_calls > device_fault.at && !device_fault.for_good)) {
        return false;
    }
    device_failed++;
    errno = device_fault.error;
    return true;
}

/* So many bytes are written. */
static size_t written(size_t size) {
    return device_fault.is_short && device_calls == device_fault.at &&
                   !watch_is_off()
               ? size / 2
               : size;
}

/* A write that is short does not fail. */
static bool write_fails(void) {
    if (!fails()) {
        return false;
    }
    return !(device_fault.is_short && device_calls == device_fault.at);
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    mode_t mode;
    int file;

    va_start(arguments, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (fails()) {
        return -1;
    }
    watch_before();
    file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    watch_open(file, path, flags);
    return file;
}

int close(int file) {
    watch_close(file);
    return (int)syscall(SYS_close, file);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) {
    if (write_fails()) {
        return -1;
    }
    watch_before();
    watch_write(file, bytes, written(size), (uint64_t)at);
    return syscall(SYS_pwrite64, file, bytes, written(size), at);
}

ssize_t writev(int file, const struct iovec *part, int count) {
    off_t at;
    ssize_t done = 0;

    if (write_fails()) {
        return -1;
    }
    watch_before();
    at = (off_t)syscall(SYS_lseek, file, 0, SEEK_CUR);
    for (int i = 0; i < count; i++) {
        size_t size = i == 0 ? written(part[i].iov_len) : part[i].iov_len;

        watch_write(file, part[i].iov_base, size, (uint64_t)(at + done));
        if (syscall(SYS_write, file, part[i].iov_base, size) != (long)size) {
            return -1;
        }
        done += (ssize_t)size;
        if (size != part[i].iov_len) {
            break;
        }
    }
    return done;
}

int fdatasync(int file) {
    if (fails()) {
        return -1;
    }
    watch_before();
    watch_sync(file);
    return (int)syscall(SYS_fdatasync, file);
}

int fsync(int file) {
    if (fails()) {
        return -1;
    }
    watch_before();
    watch_sync(file);
    return (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to) {
    if (fails()) {
        return -1;
    }
    watch_before();
    watch_rename(from, to);
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path) {
    if (fails()) {
        return -1;
    }
    watch_before();
    watch_unlink(path);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode) {
    return fails() ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int flock(int file, int operation) {
    return fails() ? -1 : (int)syscall(SYS_flock, file, operation);
}

int ftruncate(int file, off_t size) {
    return fails() ? -1 : (int)syscall(SYS_ftruncate, file, size);
}

int msync(void *at, size_t size, int flags) {
    return fails() ? -1 : (int)syscall(SYS_msync, at, size, flags);
}

ssize_t pread(int file, void *bytes, size_t size, off_t at) {
    return fails() ? -1 : syscall(SYS_pread64, file, bytes, size, at);
}

void *mmap(void *at, size_t size, int protection, int flags, int file,
           off_t from) {
    /* Memory alone is another matter. */
    if (file >= 0 && fails()) {
        return MAP_FAILED;
    }
    return (void *)syscall(SYS_mmap, at, size, protection, flags, file, from);
}

int fstat(int file, struct stat *stat) {
    return fails() ? -1 : (int)syscall(SYS_fstat, file, stat);
}

int __fxstat(int version, int file, struct stat *stat);
int __fxstat(int version, int file, struct stat *stat) {
    (void)version;
    return fstat(file, stat);
}

/* -- directories for tests ----------------------------------------------------- */

const char *device_directory(void) {
    static char names[4][64];
    static unsigned next;
    char *name = names[next++ % 4];

    (void)snprintf(name, sizeof names[0], "%s/eip-test-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(name) == NULL) {
        perror("mkdtemp");
        _exit(2);
    }
    return name;
}

void device_remove(const char *directory) {
    static const char *const names[] = {"data.mdb", "new.mdb", "lock"};
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        (void)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    }
    (void)syscall(SYS_unlinkat, AT_FDCWD, directory, AT_REMOVEDIR);
}

/* A file of a store's, or the end of the process. */
static FILE *file_of(const char *directory, const char *name,
                     const char *mode) {
    char path[128];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, mode);
    if (file == NULL) {
        perror(path);
        _exit(2);
    }
    return file;
}

uint8_t *device_read(const char *directory, size_t *size) {
    FILE *file = file_of(directory, "data.mdb", "rb");
    long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    uint8_t *bytes = end < 0 ? NULL : malloc((size_t)end);

    rewind(file);
    if (bytes == NULL || fread(bytes, 1, (size_t)end, file) != (size_t)end) {
        perror("device_read");
        _exit(2);
    }
    (void)fclose(file);
    *size = (size_t)end;
    return bytes;
}

void device_write(const char *directory, const void *bytes, size_t size) {
    FILE *file = file_of(directory, "data.mdb", "wb");

    if (fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        perror("device_write");
        _exit(2);
    }
}

void device_mark(const char *directory, bool is_unfinished) {
    FILE *file = file_of(directory, "lock", "wb");

    if (fputs(is_unfinished ? "open\n" : "", file) < 0 || fclose(file) != 0) {
        perror("device_mark");
        _exit(2);
    }
}
