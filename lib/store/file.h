/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file file.h
 * Files that are written as a whole or not at all, and read whole.
 *
 * A file is written beside its place, brought to the device, and renamed; then
 * its folder is brought to the device. So whoever reads the path finds the old
 * file or the new one, whatever ends the process.
 *
 * **Threads** one for a file. **Progress** blocking. Failures say errno.
 */
#ifndef EIP_STORE_FILE_H
#define EIP_STORE_FILE_H

#include "base/host.h"

enum { EIP__PATH_MAX = 4000 };

/** A file being written. */
struct eip__file {
    int descriptor; /* < 0: none */
    char path[EIP__PATH_MAX + 1];
    char beside[EIP__PATH_MAX + 8]; /* where it is written */
};

/** EIP_OK; EIP_ERR_NULL; EIP_ERR_ARGUMENT; EIP_ERR_STORE_FULL;
 *  EIP_ERR_STORE_READ_ONLY; EIP_ERR_STORE_IO. To be ended by one of the two
 *  below if it is EIP_OK. */
EIP_NODISCARD eip_status eip__file_create(struct eip__file *file,
                                          const char *path, eip_error *error);
/** As above. */
EIP_NODISCARD eip_status eip__file_write(struct eip__file *file,
                                         const void *bytes, uint64_t size,
                                         eip_error *error);
/** Bring it to its place. As above; if it fails the place is as it was, but
 *  for EIP_ERR_STORE_IO of the folder, which may forget the change. */
EIP_NODISCARD eip_status eip__file_commit(struct eip__file *file,
                                          eip_error *error);
/** Call it off. */
void eip__file_abandon(struct eip__file *file);

/** Open a file to be read; its size as it is now. EIP_OK; EIP_ERR_NULL;
 *  EIP_ERR_STORE_IO. */
EIP_NODISCARD eip_status eip__file_open(const char *path, int *descriptor,
                                        uint64_t *size, eip_error *error);
/** Read up to `room` bytes; 0 at the end. EIP_OK; EIP_ERR_STORE_IO. */
EIP_NODISCARD eip_status eip__file_read(int descriptor, void *bytes,
                                        uint64_t room, uint64_t *size,
                                        eip_error *error);
void eip__file_close(int descriptor);

#endif
