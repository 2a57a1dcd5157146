/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file engine.h  The engine: the parts put together. */
#ifndef EIP_REGISTRY_ENGINE_H
#define EIP_REGISTRY_ENGINE_H

#include "registry/catalog.h"
#include "registry/id.h"
#include "registry/ledger.h"

struct eip_engine {
    struct eip__host host;
    struct eip__lanes lanes;
    struct eip__records records;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__catalog catalog;
    struct eip__id_key id_key;
    eip_authorizer authorizer;
    eip_dns dns;
    eip_interfaces interfaces;
    eip_byoip_verifier byoip_verifier;
    struct eip__id_key association_key;
    eip__a64 associations; /* made, ever */
    /* Who keeps a journal all the time, or NULL; by the catalog's mutex. Who
     * else collects a cut gives it to them too. */
    const struct eip__journal_visitor *listener;
    struct eip__keeper *keeper; /* of its store (store/keeper.h), or NULL */
    bool is_fresh; /* it is being put together (store/restore.h), and audited */
    bool is_sync;  /* calls answer when it has kept them */
    uint64_t settle_ms;
    uint64_t token_key; /* of page tokens */
    uint64_t seed;      /* of which every key is made */
    /* Calls of the engine that this one goes on from; then lanes count. */
    uint64_t counted[EIP__COUNTERS];
    uint32_t flags; /* EIP_ENGINE_... */
};

static inline const struct eip__topology *
eip__engine_topology(const struct eip_engine *engine) {
    return eip__pointer(eip__look(&engine->catalog.topology));
}

/** How many calls there were of a kind, ever. Wait-free; of calls under way
 *  beside it, it may have some. */
uint64_t eip__engine_counted(const struct eip_engine *engine,
                             enum eip__counter counter);

/** What a gone thread left in a lane that is the caller's now, before its call
 *  goes on. */
void eip__engine_mend(struct eip_engine *engine, struct eip__lane *lane);

/** May the caller wait for others? Not from within a call: a callback that came
 *  back would wait for itself. EIP_OK: it has this lane; EIP_ERR_REENTRANT;
 *  EIP_ERR_TOO_MANY_THREADS. */
EIP_NODISCARD eip_status eip__engine_may_wait(struct eip_engine *engine,
                                              struct eip__lane **lane);

/**
 * Enter the books and a call, without more; eip__engine_unlock ends both.
 *
 * @return EIP_OK; EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT: then nothing is
 *         to be ended. Blocks while another is in the books.
 */
EIP_NODISCARD eip_status eip__engine_lock(struct eip_engine *engine,
                                          struct eip__lane **lane);
void eip__engine_unlock(struct eip_engine *engine, struct eip__lane *lane);

#endif
