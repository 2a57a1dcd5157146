/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how an address that was kept comes to be: word, stamp, detail, hints,
 * and what its account has of it. Nobody else can look at the engine yet. */
#include "registry/effect.h"
#include "registry/facts_pack.h"
#include "space/cool.h"
#include "space/hint.h"
#include "store/restore.h"

/* An address that was kept, and where it belongs. */
struct address {
    struct eip__effect effect;
    struct eip__reader facts;
    struct eip__account *account; /* or NULL */
    struct eip__range *range;     /* or NULL: the record is of no address */
    struct eip__place place;
};

static bool has(const struct address *address, uint32_t flag) {
    return (address->effect.flags & flag) != 0;
}

/* Could an engine have kept it? */
static bool is_possible(const eip_engine *engine,
                        const struct address *address) {
    const struct eip__effect *effect = &address->effect;
    bool is_owned = has(address, EIP__EFFECT_HELD | EIP__EFFECT_KEEPS);

    return effect->record < engine->records.next && effect->generation != 0 &&
           effect->value <= EIP__STAMP_VALUE_MASK &&
           effect->account <= EIP__ACCOUNT_NUMBER_MAX &&
           (is_owned || effect->account == 0) &&
           (effect->version != 0) == (address->facts.left != 0) &&
           (has(address, EIP__EFFECT_HELD) || effect->version == 0);
}

/* The range of whose addresses the record is one. */
static struct eip__range *range_of(const eip_engine *engine, uint32_t record) {
    struct eip__range *range = eip__records_range(&engine->records, record);

    return range != NULL && record - range->record < eip_cidr_count(range->cidr)
               ? range
               : NULL;
}

static eip_status read_address(eip_engine *engine, const uint8_t *record,
                               struct address *address) {
    const struct eip__kept kept = eip__kept_of(record);
    eip_status status;

    if (!eip__effect_get(&kept, &address->effect, &address->facts) ||
        !is_possible(engine, address)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    status = eip__records_map(&engine->records, address->effect.record, 1);
    if (status == EIP_OK &&
        has(address, EIP__EFFECT_HELD | EIP__EFFECT_KEEPS)) {
        status = eip__accounts_get(&engine->accounts, address->effect.account,
                                   &address->account);
    }
    if (status == EIP_OK) {
        address->range = range_of(engine, address->effect.record);
        address->place =
            eip__records_place(&engine->records, address->effect.record);
    }
    return status;
}

/* It is not one of the unused that zero pages offer. */
static void take_hint(const eip_engine *engine, uint32_t record) {
    eip__a64 *hints =
        eip__records_hint(&engine->records, record, EIP__MARK_FRESH);

    eip__note(hints, eip__hint(hints) | UINT64_C(1) << record % EIP__LEAF);
}

/* Its entry in the account's holdings comes first: by that its detail is found
 * when the engine is closed. */
static eip_status restore_held(eip_engine *engine, struct address *address) {
    const struct eip__effect *effect = &address->effect;
    struct eip__account *account = address->account;
    const struct eip__pool *pool = address->range->space->pool;
    struct eip__holding holding = {NULL, 0, 0};
    struct eip__detail *detail;

    if (!eip__holdings_place(&engine->host, &engine->records, account,
                             effect->record, effect->generation, &holding)) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (effect->version != 0) {
        eip_status status =
            eip__facts_unpack(&address->facts, &engine->host,
                              effect->generation, effect->version, &detail);

        if (status != EIP_OK) {
            return status;
        }
        eip__note(&address->place.cold->detail, eip__value(detail));
    }
    eip__note(address->place.word,
              eip__word_make(EIP__HELD, 0, account->index, effect->generation));
    eip__note(&address->place.cold->stamp,
              eip__stamp_make(effect->generation, false,
                              has(address, EIP__EFFECT_STANDARD),
                              effect->value));
    take_hint(engine, effect->record);
    eip__ledger_restore(account, effect->value,
                        pool->ref.kind == EIP_POOL_AMAZON);
    return EIP_OK;
}

/* A record of no address is withdrawn until it is one's again. */
static void restore_released(const eip_engine *engine,
                             const struct address *address) {
    const struct eip__effect *effect = &address->effect;
    struct eip__range *range = address->range;
    enum eip__state state = range == NULL ? EIP__GONE : EIP__FREE;
    uint32_t mark = EIP__MARK_FRESH;

    if (effect->generation == EIP__GENERATION_MAX) {
        state = EIP__RETIRED;
    }
    if (has(address, EIP__EFFECT_TIMED)) {
        mark = state == EIP__FREE
                   ? eip__cool_mark_of(range->space, effect->value)
                   : EIP__MARK_OLD;
    }
    eip__note(
        address->place.word,
        eip__word_make(state, mark,
                       address->account == NULL ? 0 : address->account->index,
                       effect->generation));
    eip__note(&address->place.cold->stamp,
              eip__stamp_make(effect->generation, true, false, effect->value));
    take_hint(engine, effect->record);
    if (state == EIP__FREE) {
        eip__hint_offer(range->space, range, effect->record, mark);
    }
}

static eip_status restore_one(eip_engine *engine, const uint8_t *record) {
    struct address address = {.account = NULL};
    eip_status status = read_address(engine, record, &address);

    if (status != EIP_OK) {
        return status;
    }
    if (!has(&address, EIP__EFFECT_HELD)) {
        restore_released(engine, &address);
        return EIP_OK;
    }
    return address.range == NULL ? EIP_ERR_STORE_DAMAGED
                                 : restore_held(engine, &address);
}

eip_status eip__restore_addresses(eip_engine *engine,
                                  const uint8_t *const *records,
                                  uint64_t count) {
    eip_status status = EIP_OK;

    for (uint64_t i = 0; i < count && status == EIP_OK; i++) {
        status = restore_one(engine, records[i]);
    }
    return status;
}
