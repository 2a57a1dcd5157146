/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file store.h
 * A store: where an engine's state outlives the process. What was acknowledged
 * as durable is there after the end of the process, whatever ended it.
 *
 * @code
 *   eip_store *store = NULL;
 *   eip_engine *engine = NULL;
 *   if (eip_store_open_lmdb("/var/lib/eip", NULL, &store, NULL) == EIP_OK &&
 *       eip_store_load(&config, store, NULL, &engine, NULL) == EIP_OK) {
 *       ...
 *       eip_store_wait(engine, eip_store_ticket(engine), NULL);
 *       ...
 *   }
 *   eip_engine_close(engine);
 *   eip_store_close(store);
 * @endcode
 *
 * The engine writes **records**: each says all of one thing (an address, an
 * account, a pool) as it is at one instant. Of two records of the same kind and
 * key the one with the greater rank is the newer, of the same rank the one that
 * was appended later; a store need keep only the newest. Records come in groups,
 * and a group is there wholly or not at all.
 *
 * Two stores come with the library: that of eip/store_lmdb.h, on disk, and one
 * in memory, which is for tests and emulators. Others fill in the functions of
 * struct eip_store.
 *
 * **Concurrency** An engine calls the functions of its store by one thread at a
 * time. **Progress** Operations on addresses stay lock-free while a store is
 * attached; eip_store_wait, eip_store_sync and calls of an engine that was
 * loaded with EIP_STORE_SYNC wait for the device. **Errors** See status.h.
 */
#ifndef EIP_STORE_H
#define EIP_STORE_H

#include "eip/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- what a store is ------------------------------------------------------- */

enum {
    /** There is no such thing any more: a store forgets what it has of it. */
    EIP_STORE_RECORD_GONE = 1,
    EIP_LIMIT_STORE_KEY = 480 /* bytes of a record's key */
};

/** A record as its store sees it: from eip_store_record_read. */
typedef struct eip_store_record {
    const void *data; /* all of it */
    const void *key;  /* within it */
    uint64_t rank;
    uint32_t size;     /* of `data`, bytes */
    uint32_t key_size; /* bytes; 0 is one key too */
    uint32_t kind;     /* keys are of a kind */
    uint32_t flags;    /* EIP_STORE_RECORD_... */
} eip_store_record;

/**
 * Read the first of the records that lie one behind the other.
 *
 * @param[in]  bytes   `size` bytes, of any content.
 * @param[out] record  Points into `bytes`.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STORE_DAMAGED: they begin with no whole
 *         record, its checksum included; EIP_ERR_STORE_VERSION: with one of
 *         another version of the library.
 * @par Threads any. @par Progress wait-free. @par Cost some ns, and 0.1 a byte.
 */
EIP_API EIP_NODISCARD eip_status eip_store_record_read(
    const void *bytes, uint64_t size, eip_store_record *record);

/** Called for each record that is loaded; what it answers but EIP_OK ends the
 *  load, which answers the same. */
typedef eip_status (*eip_store_visit)(void *context,
                                      const eip_store_record *record);

/**
 * A store. Called by one thread at a time. Every function that can fail fills
 * `error`, if it is not NULL, with the status that it answers: one of
 * EIP_ERR_STORE_... or EIP_ERR_OUT_OF_MEMORY. After `commit` or `fold` has
 * failed, these and `append` answer EIP_ERR_STORE_FAILED for good: what reached
 * the device is known only to who opens the store again.
 */
typedef struct eip_store {
    uint32_t size;     /* sizeof(eip_store) */
    uint32_t reserved; /* 0 */
    void *context;     /* passed to each function */
    /** Show the records that are committed. A key may come more than once, a
     *  newer record then after the older. What was shown stays where it is until
     *  `append`, `commit`, `fold` or `close` is called. */
    eip_status (*load)(void *context, eip_store_visit visit, void *visitor,
                       eip_error *error);
    /** Take records, one behind the other, for the next commit. */
    eip_status (*append)(void *context, const void *records, uint64_t bytes,
                         eip_error *error);
    /** Make all that was appended durable, at once: after a crash all of it is
     *  there or, if this has not answered, perhaps none. */
    eip_status (*commit)(void *context, eip_error *error);
    /** Put in order some of what was committed, about `most` records, so that
     *  loading is faster and less is kept. @param[out] left  0: all is. */
    eip_status (*fold)(void *context, uint32_t most, uint32_t *left,
                       eip_error *error);
    /** Give everything back. What was not committed is lost. */
    void (*close)(void *context);
} eip_store;

/** Close a store; NULL is ignored. No engine may be attached to it. */
EIP_API void eip_store_close(eip_store *store);

/**
 * Open a store that keeps everything in memory until it is closed.
 *
 * @param[in]  allocator  The source of its memory, which must outlive it; NULL:
 *                        malloc.
 * @param[out] store      End it with eip_store_close.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_ARGUMENT: a half-given allocator;
 *         EIP_ERR_OUT_OF_MEMORY.
 * @par Threads any. @par Cost each record's bytes, twice at the most, and while
 *      it grows once more.
 */
EIP_API EIP_NODISCARD eip_status eip_store_open_memory(
    const eip_allocator *allocator, eip_store **store, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
