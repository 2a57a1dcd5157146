/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lmdb.h
 * A store in LMDB. Two tables:
 *
 *  log     sequence (u64, big endian) -> checksum u64 | records
 *  state   kind (u16, big endian) | key -> the newest record; under the least
 *          key, kind 0 and nothing, the page that tells about the store
 *
 * A commit appends to the log, in entries that share pages; folding takes the
 * log's first entries to the state. One transaction does either, and writes the
 * telling page anew, with the transaction's own number. That is how a page of
 * LMDB's own is recognised whose number has changed: see check.c.
 *
 * A transaction is synced once, its meta page with its other pages (write.c), where
 * LMDB would sync twice. So after a loss of power its meta page may be there without
 * them. The lock is not empty from before the first such transaction until the
 * store is closed: while it is not, whoever opens the file looks at everything, and
 * takes the transaction before the last where that is not whole (open.c, check.c).
 * Its pages are: LMDB takes none that one of the last two transactions has.
 */
#ifndef EIP_STORE_LMDB_LMDB_H
#define EIP_STORE_LMDB_LMDB_H

#include "base/bytes.h"
#include "eip/store_lmdb.h"

#include <lmdb.h>
#include <stdbool.h>
#include <stddef.h>

/** What the telling page says. */
struct eip__lmdb_about {
    uint64_t transaction; /* that wrote it */
    uint64_t first;       /* entry of the log */
    uint64_t next;        /* entry of the log, not there yet */
    uint64_t count;       /* of the state's records */
    uint64_t sum;         /* of their checksums */
};

enum {
    EIP__LMDB_ABOUT_SIZE = 64, /* of the telling page, bytes */
    /* Two entries of the log fill a page of LMDB's: half a page, without its
     * head, the node's head, the key. What is larger takes pages of its own. */
    EIP__LMDB_ENTRY = 2020,
    EIP__LMDB_KEY = EIP_LIMIT_STORE_KEY + 2
};

struct eip__lmdb {
    eip_store store;
    MDB_env *env;
    MDB_dbi log;
    MDB_dbi state;
    int lock;       /* the file that is locked */
    int failed;     /* what failed for good; 0: nothing */
    bool is_marked; /* the lock says that this writes; a commit is one sync */
    struct eip__lmdb_about about;
    uint8_t *pending; /* records for the next commit */
    uint64_t size;
    uint64_t room;
};

/** Fill in the error for an errno or a code of LMDB's.
 *
 * @param[in] what  What was being done, "write data.mdb". */
eip_status eip__lmdb_fail(eip_error *error, int code, const char *what);

/** Write the telling page: EIP__LMDB_ABOUT_SIZE bytes. */
void eip__lmdb_about_write(const struct eip__lmdb_about *about, uint8_t *bytes);
/** Read it. EIP_OK; EIP_ERR_STORE_UNKNOWN; EIP_ERR_STORE_VERSION;
 *  EIP_ERR_STORE_DAMAGED. */
eip_status eip__lmdb_about_read(const void *bytes, uint64_t size,
                                struct eip__lmdb_about *about);

/**
 * Go through a file before LMDB opens it, which believes what pages say.
 *
 * @return EIP_OK: LMDB can read it, and change it, without leaving it;
 *         EIP_ERR_OUT_OF_MEMORY; else what it is instead of a store:
 *         EIP_ERR_STORE_UNKNOWN, _VERSION, _TRUNCATED, _DAMAGED.
 */
eip_status eip__lmdb_check(const uint8_t *file, uint64_t size);

/**
 * The same, of a file whose writer has not come to its end: of the last commit any
 * part may be there, as it is synced once. Everything is looked at.
 *
 * @param[out] root  0 or 1: the meta page that leads to what is whole.
 */
eip_status eip__lmdb_check_unfinished(const uint8_t *file, uint64_t size,
                                      uint32_t *root);

/** The record under a key of the state. EIP_OK; EIP_ERR_STORE_DAMAGED, _VERSION. */
eip_status eip__lmdb_read_record(const void *key, uint64_t key_size,
                                 const void *value, uint64_t size,
                                 eip_store_record *record);

/** The records of the log's entry that has this number. False: it is not that. */
bool eip__lmdb_read_entry(const void *key, uint64_t key_size, const void *value,
                          uint64_t size, uint64_t sequence,
                          struct eip__reader *records);

/** Put a number in front of which LMDB's order is that of numbers. */
void eip__lmdb_sequence(uint8_t bytes[8], uint64_t sequence);

/** The key of a record in the state. */
MDB_val eip__lmdb_key(uint8_t bytes[EIP__LMDB_KEY],
                      const eip_store_record *record);

/** The checksum that ends a record. */
uint64_t eip__lmdb_sum(const eip_store_record *record);

/* The functions of struct eip_store. */
eip_status eip__lmdb_load(void *context, eip_store_visit visit, void *visitor,
                          eip_error *error);
eip_status eip__lmdb_append(void *context, const void *records, uint64_t bytes,
                            eip_error *error);
eip_status eip__lmdb_commit(void *context, eip_error *error);
eip_status eip__lmdb_fold(void *context, uint32_t most, uint32_t *left,
                          eip_error *error);
void eip__lmdb_close(void *context);

/** Make the two tables of a new environment. An errno or a code of LMDB's. */
int eip__lmdb_create(struct eip__lmdb *lmdb);
/** Commit nothing, over the meta page that does not count. The same. */
int eip__lmdb_renew(struct eip__lmdb *lmdb);

#endif
