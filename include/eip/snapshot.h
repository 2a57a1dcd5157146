/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file snapshot.h
 * An engine as a whole, in a file or in memory, to be opened again: in another
 * process, on another machine, by a later version.
 *
 * @code
 *   (void)eip_snapshot_save_file(engine, "/var/lib/eip/engine", &error);
 *   ...
 *   (void)eip_snapshot_load_file(&config, "/var/lib/eip/engine", &engine,
 *                                &error);
 * @endcode
 *
 * **What is in it** Everything that answers of operations depend on: border
 * groups, pools, CIDR blocks with what was cut out of them or drains, brought
 * ranges, IPAM pools, allocations, scopes and policies, client tokens,
 * accounts with their quotas, addresses with owner, tags, association, PTR
 * record, transfer offer, marks and time of release, transfers that their
 * source is still shown, the seed, the counts of calls that
 * eip_engine_stats_read shows, and how far EIP_POLICY_CURSOR has come. So ids,
 * orders, page tokens, recovery, cooldowns and counts go on as they were, and no
 * id comes twice. Of calls under way beside it the counts may have some.
 *
 * **What is not** What the configuration brings (callbacks, allocator, clock,
 * `settle_ms`, EIP_ENGINE_CLAIM_ANY_FREE); which of several released addresses
 * comes again first, below a fifth of the cooldown.
 *
 * **One instant** A snapshot is of one instant of its call, also while other
 * threads allocate: it has all that was done before the call, nothing that was
 * begun after it, and of what was done meanwhile nothing without what that
 * relied on.
 *
 * **Damage** Every record has a checksum, and the whole one of those: a snapshot
 * that has been changed or cut short is not opened. Nor is one that was made to
 * deceive, unless it is of an engine that could be: what is opened has passed
 * eip_engine_audit.
 *
 * **Form** Little endian, the same on every machine. Of an engine at rest the
 * same state gives the same bytes. See lib/store/README.md.
 *
 * **Threads** any. **Progress** blocking: files, callbacks, administration.
 */
#ifndef EIP_SNAPSHOT_H
#define EIP_SNAPSHOT_H

#include "eip/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- saving ---------------------------------------------------------------- */

/**
 * Where a snapshot goes, in pieces of up to 64 KiB, in order. `write` answers
 * EIP_OK, or the status that the saving then ends with. It must not call back
 * into the engine.
 */
typedef struct eip_snapshot_sink {
    void *context;
    eip_status (*write)(void *context, const void *bytes, uint64_t size);
} eip_snapshot_sink;

/** A snapshot in memory. */
typedef struct eip_snapshot eip_snapshot;

/**
 * Save an engine to a sink.
 *
 * @param[in]  sink   Borrowed for the call. What it was given is a snapshot
 *                    only if the answer is EIP_OK.
 * @param[out] error  Optional.
 * @return EIP_OK; EIP_ERR_NULL; what the sink answered; EIP_ERR_OUT_OF_MEMORY;
 *         EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT.
 * @par Threads any. @par Progress blocks administration and operations on
 *      pools while it goes on, and other savings; operations on addresses go
 *      on. @par Cost about 100 ns an address ever allocated, and the sink's;
 *      memory for what is done to addresses meanwhile.
 */
EIP_API EIP_NODISCARD eip_status eip_snapshot_save(
    eip_engine *engine, const eip_snapshot_sink *sink, eip_error *error);

/**
 * Save an engine to memory, of the engine's allocator.
 *
 * @param[out] snapshot  To be ended with eip_snapshot_free; it may outlive the
 *                       engine, but not the allocator's context.
 * @return As eip_snapshot_save.
 */
EIP_API EIP_NODISCARD eip_status eip_snapshot_save_buffer(
    eip_engine *engine, eip_snapshot **snapshot, eip_error *error);

/** Its bytes; they live as long as it. NULL for NULL. */
EIP_API const void *eip_snapshot_bytes(const eip_snapshot *snapshot);
/** How many they are; 0 for NULL. */
EIP_API uint64_t eip_snapshot_size(const eip_snapshot *snapshot);
/** End it. NULL is ignored. */
EIP_API void eip_snapshot_free(eip_snapshot *snapshot);

/**
 * Save an engine to a file, which is there as a whole or stays as it was: it is
 * written beside its place under a name of its own (the path, a dot, six
 * characters), brought to the device, and renamed, and the folder is brought to
 * the device. A process that ends in the middle can leave that other file.
 *
 * @param[in]  path   Terminated; at most 4,000 bytes.
 * @param[out] error  Optional; `os_error` is errno where the host refused.
 * @return As eip_snapshot_save; EIP_ERR_ARGUMENT: the path is empty or too
 *         long; EIP_ERR_STORE_FULL; EIP_ERR_STORE_READ_ONLY: the folder may not
 *         be written; EIP_ERR_STORE_IO.
 */
EIP_API EIP_NODISCARD eip_status eip_snapshot_save_file(eip_engine *engine,
                                                        const char *path,
                                                        eip_error *error);

/* -- loading --------------------------------------------------------------- */

/**
 * Where a snapshot comes from. `read` writes up to `room` bytes, at least one
 * if there are any, and says how many in `*size`; 0 at the end. It answers
 * EIP_OK, or the status that the loading then ends with.
 */
typedef struct eip_snapshot_source {
    void *context;
    eip_status (*read)(void *context, void *bytes, uint64_t room,
                       uint64_t *size);
} eip_snapshot_source;

/**
 * Open an engine of a snapshot in memory.
 *
 * @param[in]  config  As for eip_engine_open. What it says of the Region, the
 *                     seed (with EIP_ENGINE_SEEDED), the cooldown (if given)
 *                     and the default quota (if not 0) must be as it was; what
 *                     it leaves out, the Region too, is as it was.
 * @param[in]  bytes   Borrowed for the call.
 * @param[out] engine  The engine; end it with eip_engine_close. Only with
 *                     EIP_OK; else there is none, and nothing is left of it.
 * @param[out] error   Optional: says what is wrong.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT (of
 *         the configuration); EIP_ERR_OUT_OF_MEMORY;
 *         EIP_ERR_STORE_UNKNOWN: this is no snapshot;
 *         EIP_ERR_STORE_VERSION: it is a later version's;
 *         EIP_ERR_STORE_TRUNCATED: it ends too early;
 *         EIP_ERR_STORE_DAMAGED: it is not as it was written, or contradicts
 *         itself; EIP_ERR_STORE_MISMATCH: the configuration says otherwise.
 *         What has been changed where sizes stand looks like one that ends too
 *         early.
 * @par Threads any. @par Cost about a microsecond an address that was ever
 *      allocated; while it goes on, more than the engine 8 bytes a record, and
 *      some 150 a record of the books.
 */
EIP_API EIP_NODISCARD eip_status
eip_snapshot_load_buffer(const eip_config *config, const void *bytes,
                         uint64_t size, eip_engine **engine, eip_error *error);

/**
 * Open an engine of a snapshot from a source, which is read to its end first.
 *
 * @param[in] source  Borrowed for the call.
 * @return As eip_snapshot_load_buffer; what the source answered.
 * @par Cost As eip_snapshot_load_buffer; and its bytes, thrice at the most while
 *      they come, then twice.
 */
EIP_API EIP_NODISCARD eip_status
eip_snapshot_load(const eip_config *config, const eip_snapshot_source *source,
                  eip_engine **engine, eip_error *error);

/**
 * Open an engine of a snapshot in a file.
 *
 * @param[in]  path   Terminated.
 * @param[out] error  Optional; `os_error` is errno where the host refused.
 * @return As eip_snapshot_load_buffer; EIP_ERR_STORE_IO, also if there is no
 *         such file.
 * @par Cost As eip_snapshot_load_buffer; and the file's bytes.
 */
EIP_API EIP_NODISCARD eip_status
eip_snapshot_load_file(const eip_config *config, const char *path,
                       eip_engine **engine, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
