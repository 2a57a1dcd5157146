/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file restore.h
 * An engine of kept records.
 *
 * What the configuration says counts where nothing is kept of it: callbacks,
 * the allocator, the clock, `settle_ms`, `flags`. What is kept must be as it
 * says, if it says anything: Region, seed (with EIP_ENGINE_SEEDED), cooldown
 * (if given) and default quota (if not 0).
 *
 * Nothing is derived from the order of the records, or from what the engine did
 * that they are of. Derived are the accounts' use of their quotas, their sets
 * of holdings, the order in which released addresses come again (to a fifth of
 * the cooldown), and all hints.
 *
 * **Threads** one. **Memory** the engine's allocator.
 */
#ifndef EIP_STORE_RESTORE_H
#define EIP_STORE_RESTORE_H

#include "store/image.h"

/**
 * Open an engine of records.
 *
 * @param[in,out] records  Whole ones, as eip__kept_next finds them; they come
 *                         in any order, and are put into another. Of several of
 *                         one address or transfer the newest counts; what is
 *                         gone is passed over.
 * @param[in]     is_settled  They are sorted already (eip__kept_order), of each
 *                         there is one, and none is gone.
 * @param[out]    engine   A valid one, audited; only with EIP_OK.
 * @param[out]    error    Optional.
 * @return EIP_OK; EIP_ERR_STORE_DAMAGED: there is no such engine;
 *         EIP_ERR_STORE_VERSION; EIP_ERR_STORE_MISMATCH; what eip_engine_open
 *         answers. Then there is no engine, and nothing is left of it.
 */
EIP_NODISCARD eip_status eip__restore(const eip_config *config,
                                      const uint8_t **records, uint64_t count,
                                      bool is_settled, eip_engine **engine,
                                      eip_error *error);

/** Put all addresses where they belong: records of one kind, by their address
 *  records, the newest of each. Books and accounts are there. */
EIP_NODISCARD eip_status eip__restore_addresses(eip_engine *engine,
                                                const uint8_t *const *records,
                                                uint64_t count);

/** Does the engine pass its audit? What contradicts itself in no single record
 *  does so here. EIP_OK; EIP_ERR_STORE_DAMAGED, and the error tells the first
 *  finding; EIP_ERR_OUT_OF_MEMORY. */
EIP_NODISCARD eip_status eip__restore_audit(eip_engine *engine,
                                            eip_error *error);

#endif
