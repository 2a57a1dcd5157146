/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file image.h
 * An engine as kept records (registry/format.h), beside its books (books.h):
 *
 *      kind     key              payload
 *      ENGINE   -                see eip__kept_engine
 *      ACCOUNT  number           quota u32 | flags u32 | sequence u64
 *      ADDRESS  see registry/effect.h: addresses that somebody holds, has
 *               held, or had the record of
 *      HANDED   see there: transfers that their source is still shown
 *      COUNTS   -                u64 of each of enum eip__counter
 *      PLACES   -                of each space that has one: kind of its pool
 *                                u8 | id of that u64, of Amazon's pool the
 *                                number of the border group | address u64
 *
 * The catalog's mutex is held, and the caller is inside a call. Of an engine at
 * rest the same state gives the same records in the same order, whatever the
 * engine did to come to it.
 *
 * **Threads** any beside, on addresses: each record is true at some instant of
 * the call. **Memory** the engine's allocator.
 */
#ifndef EIP_STORE_IMAGE_H
#define EIP_STORE_IMAGE_H

#include "store/books.h"

/** What is kept of the engine as a whole. */
struct eip__kept_engine {
    uint64_t seed;
    uint64_t cooldown_ms; /* of pools that name none */
    uint32_t quota_default;
    uint32_t reserved;
    uint64_t associations; /* made, ever */
    uint64_t latest_ms;    /* the latest time that anyone has seen */
    eip_text region;
};

/** Read one. False: it is none that was put. */
bool eip__kept_engine_get(const struct eip__kept *kept,
                          struct eip__kept_engine *engine);

/** A head has 51 bits of it; so many operations are not to be. */
#define EIP__KEPT_SEQUENCE_MAX (UINT64_C(1) << 50)

/** An account's. */
struct eip__kept_account {
    uint64_t number;
    uint32_t quota;
    uint32_t flags;
    uint64_t sequence; /* of its operations: no later one comes before */
};
bool eip__kept_account_get(const struct eip__kept *kept,
                           struct eip__kept_account *account);

/** Write the engine's own. EIP_OK; EIP_ERR_OUT_OF_MEMORY; what `visit`
 *  answered. */
eip_status eip__capture_engine(eip_engine *engine, eip__record_visit *visit,
                               void *context);

/** Write one account's. As above. */
eip_status eip__capture_account(eip_engine *engine,
                                const struct eip__account *account,
                                eip__record_visit *visit, void *context);

/** Write all accounts', by number. As above. */
eip_status eip__capture_accounts(eip_engine *engine, eip__record_visit *visit,
                                 void *context);

/** Write all addresses', by record. As above. Some ns an address there is. */
eip_status eip__capture_addresses(eip_engine *engine, struct eip__lane *lane,
                                  eip__record_visit *visit, void *context);

/** Write all transfers', by address record. As above. */
eip_status eip__capture_handed(eip_engine *engine, eip__record_visit *visit,
                               void *context);

/** How many calls have changed addresses: what they have done is kept, so the
 *  counts are to be. */
uint64_t eip__counted_deeds(const eip_engine *engine);

/** Write what calls there were. As above. */
eip_status eip__capture_counts(eip_engine *engine, eip__record_visit *visit,
                               void *context);

/** Write where the next picks begin, in spaces in which addresses come in turn.
 *  As above. Some ns a pool. */
eip_status eip__capture_places(eip_engine *engine, eip__record_visit *visit,
                               void *context);

/** Read one of each into an engine that has its books and that nobody uses
 *  yet. False: it is none that was put. */
bool eip__restore_counts(eip_engine *engine, const struct eip__kept *kept);
bool eip__restore_places(eip_engine *engine, const struct eip__kept *kept);

/* -- for who captures --------------------------------------------------------- */

/** Write one record, as eip__pen_write does, with a pen of its own. */
eip_status eip__write_alone(eip_engine *engine, eip__record_visit *visit,
                            void *context, eip__record_put *put,
                            const void *thing);

#endif
