/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a round takes out of the engine: a cut of the journal and what has
 * changed of the books, or all there is. */
#include "registry/catalog_private.h"
#include "store/image.h"
#include "store/keeper.h"
#include "store/newest.h"
#include "store/row.h"

#include <string.h>

enum { ROOM_FIRST = 4096, GAPS_FIRST = 16 };

/* -- records, one behind the other ----------------------------------------------- */

static bool make_room(struct eip__host *host, struct eip__gathered *gathered,
                      uint64_t more) {
    uint64_t room = gathered->room == 0 ? ROOM_FIRST : gathered->room;
    uint8_t *bytes;

    while (room - gathered->size < more) {
        room *= 2;
    }
    if (room == gathered->room) {
        return true;
    }
    bytes = eip__host_grow(host, gathered->bytes, gathered->size,
                           gathered->room, room);
    if (bytes == NULL) {
        return false;
    }
    gathered->bytes = bytes;
    gathered->room = room;
    return true;
}

void eip__gathered_free(struct eip__host *host,
                        struct eip__gathered *gathered) {
    eip__host_release(host, gathered->bytes, gathered->room);
    *gathered = (struct eip__gathered){NULL, 0, 0};
}

bool eip__gathered_add(struct eip__host *host, struct eip__gathered *gathered,
                       const void *records, uint64_t size) {
    if (!make_room(host, gathered, size)) {
        return false;
    }
    memcpy(gathered->bytes + gathered->size, records, size);
    gathered->size += size;
    return true;
}

/* Once more if it did not fit. */
bool eip__gathered_put(struct eip__host *host, struct eip__gathered *gathered,
                       eip__record_put *put, const void *thing) {
    struct eip__writer writer;

    for (;;) {
        writer = eip__writer_of(gathered->bytes + gathered->size,
                                gathered->room - gathered->size);
        put(&writer, thing);
        if (eip__writer_fits(&writer)) {
            gathered->size += writer.size;
            return true;
        }
        if (!make_room(host, gathered, writer.size)) {
            return false;
        }
    }
}

static eip_status take_record(void *context, const uint8_t *record,
                              uint64_t size) {
    struct eip__keeper *keeper = context;

    return eip__gathered_add(&keeper->engine->host, &keeper->gathered, record,
                             size)
               ? EIP_OK
               : EIP_ERR_OUT_OF_MEMORY;
}

static bool take(struct eip__keeper *keeper, eip__record_put *put,
                 const void *thing) {
    return eip__gathered_put(&keeper->engine->host, &keeper->gathered, put,
                             thing);
}

static bool put_effect(void *context, const struct eip__effect *effect) {
    return take(context, eip__put_effect, effect);
}

static bool take_effect(void *context, const struct eip__effect *effect) {
    struct eip__keeper *keeper = context;

    keeper->told++;
    return (effect->version == 0 &&
            eip__merged_add(&keeper->engine->host, &keeper->merged, effect)) ||
           put_effect(keeper, effect);
}

/* What stays for the next round if memory is refused comes twice then. */
static eip_status take_merged(struct eip__keeper *keeper) {
    if (!eip__merged_each(&keeper->merged, put_effect, keeper)) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__merged_clear(&keeper->engine->host, &keeper->merged);
    return EIP_OK;
}

static bool take_handed(void *context, const struct eip__handed *handed) {
    return take(context, eip__put_handed, handed);
}

struct eip__journal_visitor eip__keeper_visitor(struct eip__keeper *keeper) {
    return (struct eip__journal_visitor){take_effect, take_handed, keeper};
}

/* -- all ---------------------------------------------------------------------------- */

static eip_status take_all(struct eip__keeper *keeper, struct eip__lane *lane) {
    eip_engine *engine = keeper->engine;
    eip_status status = eip__capture_accounts(engine, take_record, keeper);

    if (status == EIP_OK) {
        status = eip__capture_books(engine, take_record, keeper);
    }
    if (status == EIP_OK) {
        status = eip__capture_addresses(engine, lane, take_record, keeper);
    }
    return status == EIP_OK ? eip__capture_handed(engine, take_record, keeper)
                            : status;
}

void eip__put_gone(struct eip__writer *writer, const void *record) {
    const struct eip__kept kept = eip__kept_of(record);
    uint64_t begin =
        eip__kept_begin(writer, (enum eip__kind)kept.kind, kept.rank, true);

    eip__put_bytes(writer, kept.key.at, kept.key.left);
    eip__kept_key(writer, begin);
    eip__kept_end(writer, begin);
}

static bool is_of_books(const uint8_t *record) {
    uint64_t kind = eip__kept_order(record) >> 32;

    return kind < EIP__KIND_ACCOUNT && kind != EIP__KIND_ENGINE;
}

/* What the store has of the books and the engine has not is gone. What is of
 * addresses is never gone. */
static eip_status take_gone(struct eip__keeper *keeper) {
    const struct eip__gathered whole = keeper->gathered;
    struct eip__newest newest = {.host = &keeper->engine->host};
    eip_store *store = keeper->store;
    eip_status status =
        store->load(store->context, eip__newest_note, &newest, NULL);
    uint64_t count;

    if (status == EIP_OK) {
        status =
            eip__row_show(whole.bytes, whole.size, eip__newest_note, &newest);
    }
    count = status == EIP_OK ? eip__newest_sort(&newest) : 0;
    /* The records gathered may be moved below; of these no more is looked at than
     * where they were. */
    for (uint64_t i = 0; status == EIP_OK && i < count; i++) {
        const uint8_t *record = newest.row[i];

        if ((uintptr_t)record - (uintptr_t)whole.bytes >= whole.size &&
            is_of_books(record) && !take(keeper, eip__put_gone, record)) {
            status = EIP_ERR_OUT_OF_MEMORY;
        }
    }
    eip__newest_free(&newest);
    return status;
}

/* -- what has changed ----------------------------------------------------------------- */

/* Accounts whose quota or flags were set. */
static eip_status take_set_accounts(struct eip__keeper *keeper) {
    eip_engine *engine = keeper->engine;
    const void *set = engine->catalog.dirty.set[EIP__DIRTY_ACCOUNT];
    eip_status status = EIP_OK;
    uint64_t number = 0;

    while (status == EIP_OK && eip__catalog_first(set, &number) != NULL) {
        status = eip__capture_account(
            engine, eip__accounts_find(&engine->accounts, number), take_record,
            keeper);
        number++;
    }
    return status;
}

/* One that is new. False: the index is nobody's. */
static bool take_account(struct eip__keeper *keeper, uint32_t index,
                         eip_status *status) {
    eip_engine *engine = keeper->engine;
    const struct eip__account *account =
        eip__accounts_at(&engine->accounts, index);

    if (!eip__accounts_has(&engine->accounts, account)) {
        return false;
    }
    *status = eip__capture_account(engine, account, take_record, keeper);
    return *status == EIP_OK;
}

/* EIP_OK; EIP_ERR_OUT_OF_MEMORY: the next round comes to it again. */
static eip_status remember_gap(struct eip__host *host,
                               struct eip__seen_accounts *accounts,
                               uint32_t index) {
    if (accounts->gaps == accounts->room) {
        uint64_t room = accounts->room == 0 ? GAPS_FIRST : 2 * accounts->room;
        uint32_t *gap =
            eip__host_grow(host, accounts->gap, accounts->gaps * sizeof *gap,
                           accounts->room * sizeof *gap, room * sizeof *gap);

        if (gap == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        accounts->gap = gap;
        accounts->room = room;
    }
    accounts->gap[accounts->gaps++] = index;
    return EIP_OK;
}

static eip_status take_new_accounts(struct eip__keeper *keeper) {
    struct eip__seen_accounts *accounts = &keeper->accounts;
    uint64_t count = eip__accounts_count(&keeper->engine->accounts);
    uint64_t gaps = 0;
    eip_status status = EIP_OK;

    for (uint64_t i = 0; i < accounts->gaps; i++) {
        if (status != EIP_OK ||
            !take_account(keeper, accounts->gap[i], &status)) {
            accounts->gap[gaps++] = accounts->gap[i];
        }
    }
    accounts->gaps = gaps;
    while (status == EIP_OK && accounts->seen < count) {
        uint32_t index = (uint32_t)accounts->seen + 1;

        if (!take_account(keeper, index, &status) && status == EIP_OK) {
            status = remember_gap(&keeper->engine->host, accounts, index);
        }
        accounts->seen += status == EIP_OK;
    }
    return status;
}

/* If it was not: the next round captures all of it again. */
static eip_status taken(struct eip__keeper *keeper, uint64_t size,
                        eip_status status) {
    if (status != EIP_OK) {
        keeper->gathered.size = size;
    }
    return status;
}

static eip_status take_known(struct eip__keeper *keeper) {
    uint64_t size = keeper->gathered.size;
    eip_status status = take_set_accounts(keeper);

    if (status == EIP_OK) {
        status = eip__capture_dirty(keeper->engine, take_record, keeper);
    }
    return taken(keeper, size, status);
}

/* What a round before has captured, and could not be written, is old: nothing
 * would say what is gone since. What the journal had comes no second time. */
static void forget_captured(struct eip__gathered *gathered) {
    uint64_t size = gathered->size;
    struct eip__kept kept;

    gathered->size = 0;
    for (uint64_t at = 0; at < size; at += kept.size) {
        kept = eip__kept_of(gathered->bytes + at);
        if (kept.kind > EIP__KIND_ACCOUNT) {
            memmove(gathered->bytes + gathered->size, kept.bytes, kept.size);
            gathered->size += kept.size;
        }
    }
}

/* Nothing is known of what has changed. */
static eip_status take_anew(struct eip__keeper *keeper,
                            struct eip__lane *lane) {
    uint64_t size;
    eip_status status;

    forget_captured(&keeper->gathered);
    size = keeper->gathered.size;
    status = take_all(keeper, lane);
    if (status == EIP_OK) {
        status = take_gone(keeper);
    }
    if (status == EIP_OK) {
        eip__dirty_keep(&keeper->engine->catalog.dirty, true);
        keeper->is_new = false;
    }
    return taken(keeper, size, status);
}

/* What belongs to no deed alone, and is written beside others, so that one who
 * only looks writes nothing: what is outdated goes; the engine's counters change with the rest,
 * and its time goes on without, and is as it was if it was parted from. Calls
 * are counted as they end, which may be after their deeds were collected; so
 * the counts are looked at behind the cut, and are written if they alone have
 * changed: whoever waits for this cut has been counted before it. */
static eip_status take_engine(struct eip__keeper *keeper) {
    eip_engine *engine = keeper->engine;
    uint64_t deeds = eip__counted_deeds(engine);
    eip_status status;

    if (keeper->gathered.size == 0 && !keeper->is_parting &&
        deeds == keeper->deeds) {
        return EIP_OK;
    }
    status = eip__capture_engine(engine, take_record, keeper);
    if (status == EIP_OK) {
        status = eip__capture_counts(engine, take_record, keeper);
    }
    if (status == EIP_OK && keeper->is_parting) {
        status = eip__capture_places(engine, take_record, keeper);
    }
    if (status == EIP_OK && keeper->outdated.size != 0) {
        status =
            take_record(keeper, keeper->outdated.bytes, keeper->outdated.size);
    }
    if (status == EIP_OK) {
        keeper->deeds = deeds;
        eip__gathered_free(&engine->host, &keeper->outdated);
    }
    return status;
}

eip_status eip__keeper_gather(struct eip__keeper *keeper,
                              struct eip__lane *lane, uint64_t *cut) {
    eip_engine *engine = keeper->engine;
    eip_status status = EIP_OK;

    /* Addresses are looked at one after the other while others go on. What they
     * do meanwhile is in the journal: so the cut is after that. */
    if (keeper->is_new || engine->catalog.dirty.is_all) {
        status = take_anew(keeper, lane);
    }
    if (status == EIP_OK &&
        !eip__journal_collect(&engine->ledger, &keeper->visitor, cut)) {
        status = EIP_ERR_OUT_OF_MEMORY;
    }
    if (status == EIP_OK) {
        status = take_merged(keeper);
    }
    if (status == EIP_OK) {
        status = take_new_accounts(keeper);
    }
    if (status == EIP_OK) {
        status = take_known(keeper);
    }
    if (status == EIP_OK) {
        status = eip__keeper_take_notes(keeper);
    }
    return status == EIP_OK ? take_engine(keeper) : status;
}
