/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns files. The only one of libeip's own that asks the operating system for
 * them. */
#include "store/file.h"

#include "base/fail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static eip_status fail(eip_error *error, eip_status status, int refusal,
                       const char *path, const char *what) {
    struct eip__quoted quoted;

    (void)eip__fail(error, status, "path", "'%s' cannot be %s: error %d",
                    eip__quote(&quoted, eip_text_of(path)), what, refusal);
    eip__fail_os(error, refusal);
    return status;
}

static eip_status fail_write(eip_error *error, const char *path) {
    int refusal = errno;

    return fail(error, eip__status_of_host(refusal), refusal, path, "written");
}

static eip_status fail_read(eip_error *error, const char *path) {
    return fail(error, EIP_ERR_STORE_IO, errno, path, "read");
}

/* -- writing ------------------------------------------------------------------------- */

eip_status eip__file_create(struct eip__file *file, const char *path,
                            eip_error *error) {
    size_t size;

    if (path == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "path", NULL);
    }
    size = strlen(path);
    if (size == 0 || size > EIP__PATH_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "path",
                         "The path is empty or has more than %d bytes",
                         EIP__PATH_MAX);
    }
    memcpy(file->path, path, size + 1);
    memcpy(file->beside, path, size);
    memcpy(file->beside + size, ".XXXXXX", sizeof ".XXXXXX");
    file->descriptor = mkostemp(file->beside, O_CLOEXEC);
    return file->descriptor < 0 ? fail_write(error, path) : EIP_OK;
}

eip_status eip__file_write(struct eip__file *file, const void *bytes,
                           uint64_t size, eip_error *error) {
    const char *at = bytes;

    while (size != 0) {
        ssize_t written = write(file->descriptor, at, size);

        if (written >= 0) {
            at += written;
            size -= (uint64_t)written;
        } else if (errno != EINTR) {
            return fail_write(error, file->path);
        }
    }
    return EIP_OK;
}

/* The folder's entry comes to the device with the folder. */
static bool sync_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    char folder[EIP__PATH_MAX + 1] = ".";
    size_t size = slash == NULL ? 1 : (size_t)(slash - path) + 1;
    int descriptor;
    bool done;

    if (slash != NULL) {
        memcpy(folder, path, size);
    }
    folder[size] = 0;
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    done = descriptor >= 0 && fsync(descriptor) == 0;
    eip__file_close(descriptor);
    return done;
}

eip_status eip__file_commit(struct eip__file *file, eip_error *error) {
    if (fsync(file->descriptor) != 0 || rename(file->beside, file->path) != 0) {
        eip_status status = fail_write(error, file->path);

        eip__file_abandon(file);
        return status;
    }
    eip__file_close(file->descriptor);
    return sync_folder(file->path) ? EIP_OK : fail_write(error, file->path);
}

void eip__file_abandon(struct eip__file *file) {
    (void)unlink(file->beside);
    eip__file_close(file->descriptor);
}

/* -- reading ------------------------------------------------------------------------- */

eip_status eip__file_open(const char *path, int *descriptor, uint64_t *size,
                          eip_error *error) {
    struct stat about;

    if (path == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "path", NULL);
    }
    *descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (*descriptor < 0 || fstat(*descriptor, &about) != 0) {
        eip_status status = fail_read(error, path);

        eip__file_close(*descriptor);
        return status;
    }
    *size = (uint64_t)about.st_size;
    return EIP_OK;
}

eip_status eip__file_read(int descriptor, void *bytes, uint64_t room,
                          uint64_t *size, eip_error *error) {
    ssize_t got;

    do {
        got = read(descriptor, bytes, room);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return fail_read(error, "the file");
    }
    *size = (uint64_t)got;
    return EIP_OK;
}

/* errno stays as it was: it says what went wrong before. */
void eip__file_close(int descriptor) {
    int before = errno;

    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    errno = before;
}
