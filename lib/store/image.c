/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is kept of an engine and its accounts, and the records of
 * transfers. */
#include "store/image.h"

#include "base/sort.h"
#include "registry/effect.h"
#include "registry/install.h"
#include "registry/transfer.h"

#include <string.h>

eip_status eip__write_alone(eip_engine *engine, eip__record_visit *visit,
                            void *context, eip__record_put *put,
                            const void *thing) {
    struct eip__pen pen = {&engine->host, visit, context, NULL, 0};
    eip_status status = eip__pen_write(&pen, put, thing);

    eip__pen_free(&pen);
    return status;
}

/* -- the engine ---------------------------------------------------------------------- */

static void put_engine(struct eip__writer *writer, const void *thing) {
    const struct eip_engine *engine = thing;
    const struct eip__topology *topology = eip__engine_topology(engine);
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_ENGINE, 0, false);

    eip__kept_key(writer, begin);
    eip__put_u64(writer, engine->seed);
    eip__put_u64(writer, engine->catalog.cooldown_ms);
    eip__put_u32(writer, engine->accounts.quota_default);
    eip__put_u64(writer, eip__hint(&engine->associations));
    eip__put_u64(writer, eip__hint(&engine->host.latest_ms));
    eip__put_text(writer, eip__group_name(topology->region));
    eip__kept_end(writer, begin);
}

eip_status eip__capture_engine(eip_engine *engine, eip__record_visit *visit,
                               void *context) {
    return eip__write_alone(engine, visit, context, put_engine, engine);
}

bool eip__kept_engine_get(const struct eip__kept *kept,
                          struct eip__kept_engine *engine) {
    struct eip__reader reader = kept->payload;

    memset(engine, 0, sizeof *engine);
    engine->seed = eip__get_u64(&reader);
    engine->cooldown_ms = eip__get_u64(&reader);
    engine->quota_default = eip__get_u32(&reader);
    engine->associations = eip__get_u64(&reader);
    engine->latest_ms = eip__get_u64(&reader);
    engine->region = eip__get_text(&reader);
    return eip__reader_ends(&reader) && kept->key.left == 0;
}

/* -- accounts ------------------------------------------------------------------------ */

static void put_account(struct eip__writer *writer, const void *thing) {
    const struct eip__account *account = thing;
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_ACCOUNT, 0, false);

    eip__put_key(writer, eip__read(&account->number), 8);
    eip__kept_key(writer, begin);
    eip__put_u32(writer, eip__hint32(&account->quota));
    eip__put_u32(writer, eip__hint32(&account->flags));
    eip__put_u64(writer, eip__head_sequence(eip__read(&account->head)));
    eip__kept_end(writer, begin);
}

eip_status eip__capture_account(eip_engine *engine,
                                const struct eip__account *account,
                                eip__record_visit *visit, void *context) {
    return eip__write_alone(engine, visit, context, put_account, account);
}

bool eip__kept_account_get(const struct eip__kept *kept,
                           struct eip__kept_account *account) {
    struct eip__reader payload = kept->payload;
    struct eip__reader key = kept->key;

    account->number = eip__get_key(&key, 8);
    account->quota = eip__get_u32(&payload);
    account->flags = eip__get_u32(&payload);
    account->sequence = eip__get_u64(&payload);
    return eip__reader_ends(&key) && eip__reader_ends(&payload);
}

/* Things that are shown in the order of a number. */
struct list {
    struct eip__host *host;
    const void **thing;
    uint64_t count;
    uint64_t room;
};

static bool add(struct list *list, const void *thing) {
    if (list->count == list->room) {
        uint64_t room = list->room == 0 ? 64 : 2 * list->room;
        const void **grown =
            eip__host_grow(list->host, list->thing, list->count * sizeof *grown,
                           list->room * sizeof *grown, room * sizeof *grown);

        if (grown == NULL) {
            return false;
        }
        list->thing = grown;
        list->room = room;
    }
    list->thing[list->count++] = thing;
    return true;
}

/* Write all, if all are there, and free the list. */
static eip_status write_list(struct list *list, bool is_whole,
                             eip__sort_key *key, eip__record_put *put,
                             eip__record_visit *visit, void *context) {
    struct eip__pen pen = {list->host, visit, context, NULL, 0};
    eip_status status = is_whole ? EIP_OK : EIP_ERR_OUT_OF_MEMORY;

    if (is_whole) {
        eip__sort(list->thing, list->count, sizeof *list->thing, key);
    }
    for (uint64_t i = 0; i < list->count && status == EIP_OK; i++) {
        status = eip__pen_write(&pen, put, list->thing[i]);
    }
    eip__pen_free(&pen);
    eip__host_release(list->host, list->thing,
                      list->room * sizeof *list->thing);
    return status;
}

static uint64_t number_of(const void *item) {
    const struct eip__account *account = *(const void *const *)item;

    return eip__read(&account->number);
}

eip_status eip__capture_accounts(eip_engine *engine, eip__record_visit *visit,
                                 void *context) {
    struct list list = {&engine->host, NULL, 0, 0};
    uint64_t count = eip__accounts_count(&engine->accounts);
    bool is_whole = true;

    for (uint64_t i = 1; i <= count && is_whole; i++) {
        const struct eip__account *account =
            eip__accounts_at(&engine->accounts, (uint32_t)i);

        is_whole = !eip__accounts_has(&engine->accounts, account) ||
                   add(&list, account);
    }
    return write_list(&list, is_whole, number_of, put_account, visit, context);
}

/* -- transfers ----------------------------------------------------------------------- */

static void put_handed(struct eip__writer *writer, const void *thing) {
    const struct eip__ticket *ticket = thing;
    const struct eip__handed handed = {
        .record = ticket->record,
        .generation = ticket->generation,
        .address = ticket->address,
        .source = eip__read(&ticket->source->number),
        .target = eip__read(&ticket->target->number),
        .allocation_id = ticket->allocation_id,
        .order = ticket->order,
        .offer_ms = ticket->offer_ms,
        .accepted_ms = ticket->accepted_ms,
    };

    eip__handed_put(writer, &handed);
}

static uint64_t turn_of(const void *item) {
    const struct eip__ticket *ticket = *(const void *const *)item;

    return (uint64_t)ticket->record << 32 | ticket->generation;
}

static bool add_handed(struct list *list, const struct eip__account *account,
                       uint64_t now_ms) {
    const struct eip__ticket *ticket =
        eip__pointer(eip__read(&account->handed));
    bool is_whole = true;

    while (ticket != NULL && is_whole) {
        is_whole = !eip__ticket_is_shown(ticket, now_ms) || add(list, ticket);
        ticket = eip__pointer(eip__read(&ticket->next));
    }
    return is_whole;
}

eip_status eip__capture_handed(eip_engine *engine, eip__record_visit *visit,
                               void *context) {
    struct list list = {&engine->host, NULL, 0, 0};
    uint64_t count = eip__accounts_count(&engine->accounts);
    uint64_t now_ms = eip__hint(&engine->host.latest_ms);
    bool is_whole = true;

    for (uint64_t i = 1; i <= count && is_whole; i++) {
        is_whole = add_handed(
            &list, eip__accounts_at(&engine->accounts, (uint32_t)i), now_ms);
    }
    return write_list(&list, is_whole, turn_of, put_handed, visit, context);
}
