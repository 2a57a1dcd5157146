/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file store_lmdb.h
 * A store on disk, in LMDB. It is in a library of its own, eip-lmdb, so that
 * libeip itself does not need LMDB.
 *
 * A directory holds two files: `data.mdb`, an LMDB environment, and `lock`,
 * which is locked while the store is open, and not empty until it was closed. LMDB
 * checks little of what it reads, so the file is gone through first, every page of
 * it: damage that a page or a record shows is found when the store is opened or
 * loaded, and answered by EIP_ERR_STORE_DAMAGED.
 *
 * **Durability** A commit is on the device when it is answered, by one fdatasync.
 * A loss of power may leave any part of the one under way: it is known that the
 * store was not closed, so all that its last commit leads to is looked at as it is
 * opened, every record's checksum too; if that is not whole the commit before it
 * is taken, which is. Damage that befalls the last commit of a store that was not
 * closed cannot be told from that. It holds as long as the device keeps what it
 * has synced, and writes a sector of 512 bytes wholly or not.
 * **Limits** The file system must support flock and mmap; the file is readable
 * on machines of the same byte order. The environment grows by itself.
 */
#ifndef EIP_STORE_LMDB_H
#define EIP_STORE_LMDB_H

#include "eip/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How to open a store in LMDB. Zero members take the defaults named. */
typedef struct eip_store_lmdb_options {
    uint32_t size;      /* sizeof(eip_store_lmdb_options) */
    uint32_t reserved;  /* 0 */
    uint64_t map_bytes; /* of address space, to begin with; default 64 MiB */
} eip_store_lmdb_options;

#define EIP_STORE_LMDB_OPTIONS_INIT                                            \
    { sizeof(eip_store_lmdb_options), 0, 0 }

/**
 * Open the store in a directory; made, with the store, where it is not there.
 *
 * @param[in]  directory  Its path; what it lies in must exist.
 * @param[in]  options    May be NULL.
 * @param[out] store      End it with eip_store_close.
 * @param[out] error      Optional detail.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_OUT_OF_MEMORY;
 *         EIP_ERR_STORE_LOCKED: it is open, here or in another process;
 *         EIP_ERR_STORE_READ_ONLY: directory or file cannot be written;
 *         EIP_ERR_STORE_FULL: there is no room to make it;
 *         EIP_ERR_STORE_UNKNOWN: `data.mdb` is no store;
 *         EIP_ERR_STORE_VERSION: it is one of another version;
 *         EIP_ERR_STORE_TRUNCATED: it ends too early;
 *         EIP_ERR_STORE_DAMAGED: it is not as it was written;
 *         EIP_ERR_STORE_IO: anything else that the host refused, such as a path
 *         that leads nowhere; `os_error` says why.
 * @par Threads any. @par Cost reads the whole file.
 */
EIP_API EIP_NODISCARD eip_status eip_store_open_lmdb(
    const char *directory, const eip_store_lmdb_options *options,
    eip_store **store, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
