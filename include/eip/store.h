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
 * struct eip_store. Beside the engine's records it has notes of the embedder's
 * own, which are durable together with the operations that they are of.
 *
 * **Counts** What eip_engine_stats_read counts of calls, and how far
 * EIP_POLICY_CURSOR has come, are no part of an acknowledged operation. Closing
 * the engine and eip_store_detach leave both as they are: an engine loaded of
 * that goes on with them. A process that is ended some other way leaves the
 * counts of the last commit: allocations and releases that were acknowledged as
 * durable are counted, calls that change nothing up to then, and calls that were
 * under way may or may not be. Picks by cursor go on then from where they were
 * when the engine was closed last.
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

/**
 * Put a record together, as eip_store_record_read finds it: for who keeps
 * records in a form of its own. What it says of its thing, the payload, lies
 * between its key and the 8 bytes at its end, a checksum; lib/store/README.md
 * says what it is of each kind.
 *
 * @param[in]  record        Kind, flags, rank and key; `data` and `size` are not
 *                           looked at. The key: up to EIP_LIMIT_STORE_KEY bytes.
 * @param[in]  payload       May be NULL if there is none.
 * @param[in]  payload_size  Bytes; 0 with EIP_STORE_RECORD_GONE.
 * @param[out] buffer        Of `capacity` bytes; written only if it all fits.
 *                           NULL and 0 to ask for the size.
 * @return How many bytes it is; 0: NULL, unknown flags, a kind that no record is
 *         of, or a size that none has.
 * @par Threads any. @par Progress wait-free. @par Cost some ns, and 0.2 a byte.
 */
EIP_API uint32_t eip_store_record_write(const eip_store_record *record,
                                        const void *payload,
                                        uint32_t payload_size, void *buffer,
                                        uint32_t capacity);

/** Called for each record that is loaded; what it answers but EIP_OK ends the
 *  load, which answers the same. */
typedef eip_status (*eip_store_visit)(void *context,
                                      const eip_store_record *record);

/**
 * A store. Called by one thread at a time. Every function that can fail fills
 * `error`, if it is not NULL, with the status that it answers: one of
 * EIP_ERR_STORE_... or EIP_ERR_OUT_OF_MEMORY. After `commit` or `fold` has
 * failed, these, `append` and `load` answer EIP_ERR_STORE_FAILED for good: what
 * reached the device is known only to who opens the store again.
 */
typedef struct eip_store {
    uint32_t size;     /* sizeof(eip_store) */
    uint32_t reserved; /* 0 */
    void *context;     /* passed to each function */
    /** Show the records that are committed; what was appended since is dropped.
     *  A key may come more than once, a newer record then after the older. What
     *  was shown stays where it is until `append`, `commit`, `fold` or `close`
     *  is called. */
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

/* -- an engine with a store ------------------------------------------------ */

enum {
    /** Calls that change something answer once that is durable. One that
     *  answers EIP_ERR_STORE_... has done what it was asked to, and it is not
     *  known to be durable: EIP_ERR_STORE_FULL, _READ_ONLY, _IO, _FAILED as
     *  eip_store_wait; _FAILED too if memory was refused in the waiting, and
     *  then eip_store_sync may make it so. */
    EIP_STORE_SYNC = 1
};

/** How an engine uses its store. */
typedef struct eip_store_options {
    uint32_t size;  /* sizeof(eip_store_options) */
    uint32_t flags; /* EIP_STORE_... */
    /** A thread of the engine's own makes durable what there is after so many
     *  ms, and folds the store; where much is done a second one takes up what
     *  comes meanwhile, so that calls do not pay for a slow device. 0: there
     *  are none, who waits does it. */
    uint32_t interval_ms;
    uint32_t reserved; /* 0 */
} eip_store_options;

#define EIP_STORE_OPTIONS_INIT                                                 \
    { sizeof(eip_store_options), 0, 0, 0 }

/**
 * Open an engine of what a store holds, and attach the store to it: what the
 * engine does from now on goes there. Of an empty store it is a new engine.
 *
 * What the configuration says must be as it was kept: the Region; the seed, if
 * EIP_ENGINE_SEEDED is set; the cooldown, if it is given; the default quota, if
 * it is not 0. Callbacks, flags and `settle_ms` are those of the configuration.
 * Ids, addresses, tags, transfers, recovery, cooldowns, quotas and counters are
 * what they were.
 *
 * @param[in]  config   As for eip_engine_open.
 * @param[in]  store    The caller's: to be closed after the engine. No other
 *                      engine may be attached to it.
 * @param[in]  options  May be NULL: calls do not wait, and there is no thread.
 * @param[out] engine   End it with eip_engine_close, which makes durable what
 *                      there is.
 * @return EIP_OK; what eip_engine_open answers; EIP_ERR_ARGUMENT: unknown flags;
 *         EIP_ERR_STORE_MISMATCH; EIP_ERR_STORE_DAMAGED: no engine could have
 *         left this; EIP_ERR_STORE_VERSION; what the store answers.
 * @par Threads any. @par Cost about a microsecond for each address that is or
 *      was held.
 */
EIP_API EIP_NODISCARD eip_status eip_store_load(
    const eip_config *config, eip_store *store,
    const eip_store_options *options, eip_engine **engine, eip_error *error);

/**
 * What to wait for so that every call that has ended is durable. 0: the engine
 * has no store.
 *
 * @par Threads any. @par Progress wait-free.
 */
EIP_API uint64_t eip_store_ticket(eip_engine *engine);

/** Not 0: what the ticket is for is durable. @par Threads any. @par Progress
 *  wait-free. */
EIP_API int32_t eip_store_is_durable(eip_engine *engine, uint64_t ticket);

/**
 * Wait until what a ticket is for is durable. Who waits makes it so, together
 * with everything that came meanwhile; or waits for who is at it.
 *
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STORE_ABSENT: the engine has no store;
 *         EIP_ERR_OUT_OF_MEMORY: nothing has happened, try again;
 *         EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT;
 *         EIP_ERR_STORE_FULL, _READ_ONLY, _IO: the store failed just now;
 *         EIP_ERR_STORE_FAILED: it failed before, or for want of memory. Then
 *         nothing that was not durable yet will be: the engine goes on in memory
 *         alone, until it is closed and loaded again. Where the engine has to
 *         look at what the store has, and its `load` fails: what that answered;
 *         nothing has happened, try again.
 * @par Threads any. @par Progress blocks on the device, on administration, and
 *      on others who wait. @par Cost one sync of the device for all who wait.
 */
EIP_API EIP_NODISCARD eip_status eip_store_wait(eip_engine *engine,
                                                uint64_t ticket,
                                                eip_error *error);

/** Make durable every call that has ended: wait for a ticket taken now. As
 *  eip_store_wait. */
EIP_API EIP_NODISCARD eip_status eip_store_sync(eip_engine *engine,
                                                eip_error *error);

/**
 * Make durable what there is, and part engine and store. Both can still be
 * used; the engine is in memory alone.
 *
 * @return As eip_store_sync; they are parted whatever it is, unless it is
 *         EIP_ERR_NULL, EIP_ERR_STORE_ABSENT, EIP_ERR_TOO_MANY_THREADS or
 *         EIP_ERR_REENTRANT.
 * @par Threads beside no other call of eip_store_..., nor, with
 *      EIP_STORE_SYNC, any call of the engine.
 */
EIP_API EIP_NODISCARD eip_status eip_store_detach(eip_engine *engine,
                                                  eip_error *error);

/* -- what the embedder keeps beside the engine ------------------------------ */

/*
 * **Notes** are the embedder's own: a few bytes under a key, of which the engine
 * knows nothing. They lie in the same store, and a note is durable in the same
 * commit as the operations it belongs to: both are there after a crash, or
 * neither. So a server keeps an answer to give it again:
 *
 *   if (eip_store_hold(engine, &error) == EIP_OK) {
 *       status = eip_allocate_address(engine, ...);
 *       status = eip_store_note(engine, key, answer, &error);
 *       eip_store_release(engine);
 *   }
 *   status = eip_store_sync(engine, &error);
 *
 * No snapshot has them.
 */

enum {
    EIP_LIMIT_STORE_NOTE = 65536 /* bytes of a note, without its key */
};

/**
 * Keep the engine from dividing what follows: all operations that this thread
 * begins from now on and ends before eip_store_release, and all notes, become
 * durable together. Any number of threads may hold at once.
 *
 * Until then the thread calls no other function eip_store_..., apart from
 * eip_store_note, nor eip_engine_close: who waits for the device waits for those
 * that hold, as everybody's commits do. So it should not be for long.
 *
 * @param[in] engine  One with a store, loaded without EIP_STORE_SYNC.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STORE_ABSENT: the engine has no store;
 *         EIP_ERR_ARGUMENT: it was loaded with EIP_STORE_SYNC.
 * @par Threads any. @par Progress blocks while others hold and somebody waits for
 *      them to make a commit, until that has been gathered; not for the device.
 * @par Cost two mutexes' worth with the release.
 */
EIP_API EIP_NODISCARD eip_status eip_store_hold(eip_engine *engine,
                                                eip_error *error);

/** End what eip_store_hold, which answered EIP_OK, has begun; by the same
 *  thread. */
EIP_API void eip_store_release(eip_engine *engine);

/**
 * Note something, in the place of what was noted under the same key before. It
 * is durable as what an operation at its place would be; see eip_store_hold.
 *
 * @param[in] key   Up to EIP_LIMIT_STORE_KEY bytes, of any content.
 * @param[in] data  Up to EIP_LIMIT_STORE_NOTE bytes, of any content; absent:
 *                  there is no such note any more.
 * @return EIP_OK; EIP_ERR_NULL: `engine` or the key's data; EIP_ERR_ARGUMENT: a
 *         size; EIP_ERR_STORE_ABSENT; EIP_ERR_STORE_FAILED: the store failed
 *         before, and keeps nothing any more; EIP_ERR_OUT_OF_MEMORY.
 * @par Threads any. @par Progress blocks on others who note. @par Cost copies it;
 *      the copy is freed with the engine.
 */
EIP_API EIP_NODISCARD eip_status eip_store_note(eip_engine *engine,
                                                eip_text key, eip_text data,
                                                eip_error *error);

/** Called for each note; what it is given is borrowed for the call. With absent
 *  data: there is no such note any more. What it answers but EIP_OK ends the
 *  reading, which answers the same. */
typedef eip_status (*eip_store_note_visit)(void *context, eip_text key,
                                           eip_text data);

/**
 * Show the notes that are committed. A key may come more than once, what was
 * noted later then after what was before.
 *
 * @param[in] store  No engine is attached to it.
 * @return EIP_OK; EIP_ERR_NULL; what `visit` or the store answers.
 * @par Threads one at a time. @par Cost goes through the whole store.
 */
EIP_API EIP_NODISCARD eip_status eip_store_notes(eip_store *store,
                                                 eip_store_note_visit visit,
                                                 void *context,
                                                 eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
