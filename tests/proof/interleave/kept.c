/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The journal, as whoever keeps one uses it. Built as the library is, each
 * access a call into the checker (expire.c). */
#include "world.h"

#include "registry/engine.h"

struct collection {
    const uint32_t *records;
    struct told *told;
};

static uint8_t address_of(const struct collection *collection,
                          uint32_t record) {
    uint8_t address = 0;

    while (address < KEPT && collection->records[address] != record) {
        address++;
    }
    if (address == KEPT) {
        mc_fail("the journal tells of record %u", record);
    }
    return address;
}

static bool is_newer(const struct seen *a, const struct seen *b) {
    return a->turn > b->turn || (a->turn == b->turn && a->version > b->version);
}

static void believe(struct told *told, uint8_t address,
                    const struct seen *seen) {
    if (is_newer(seen, &told->at[address])) {
        told->at[address] = *seen;
    }
}

static void see_facts(struct seen *seen, const struct eip__facts *facts) {
    seen->tied = (facts->has & EIP__HAS_ASSOCIATION) != 0;
    if ((facts->has & (EIP__HAS_OFFER | EIP__OFFER_DISABLED)) ==
        EIP__HAS_OFFER) {
        seen->offer = (uint8_t)facts->offer_to;
    }
    if ((facts->has & EIP__MOVED_TO_VPC) != 0) {
        seen->standard = false;
    }
}

static bool see_address(void *context, const struct eip__effect *effect) {
    struct collection *collection = context;
    uint8_t address = address_of(collection, effect->record);
    struct seen seen = {
        .turn = 2 * effect->generation +
                ((effect->flags & EIP__EFFECT_HELD) == 0 ? 1 : 0),
        .version = (uint32_t)effect->version,
        .standard = (effect->flags & EIP__EFFECT_STANDARD) != 0,
    };
    uint64_t bit = told_bit(address, &seen);

    if ((effect->flags & EIP__EFFECT_HELD) != 0) {
        seen.owner = (uint8_t)effect->account;
    }
    if (effect->facts != NULL) {
        see_facts(&seen, effect->facts);
    }
    collection->told->again |= (collection->told->effects & bit) != 0;
    collection->told->effects |= bit;
    believe(collection->told, address, &seen);
    return true;
}

static bool see_handed(void *context, const struct eip__handed *handed) {
    (void)context;
    (void)handed;
    return true;
}

static struct eip__lane *enter(eip_engine *engine) {
    struct eip__lane *lane;

    if (eip__lane_enter(&engine->lanes, &lane) != EIP_OK) {
        mc_fail("no lane");
    }
    if (lane->mend != 0) {
        eip__engine_mend(engine, lane);
    }
    return lane;
}

void kept_start(eip_engine *engine) {
    struct eip__lane *lane = enter(engine);

    eip__journal_start(&engine->ledger, &engine->accounts, lane);
    eip__lane_leave(lane);
}

void kept_collect(eip_engine *engine, const uint32_t *records,
                  struct told *told) {
    struct collection collection = {records, told};
    const struct eip__journal_visitor visitor = {see_address, see_handed,
                                                 &collection};
    struct eip__lane *lane = enter(engine);
    uint64_t cut;

    (void)eip__journal_collect(&engine->ledger, &visitor, &cut);
    eip__lane_leave(lane);
}

/* The word says who holds it, and the detail the rest: that may be of a moment
 * later, of which the journal tells too. */
static void scan(eip_engine *engine, uint32_t record, uint8_t address,
                 struct told *told) {
    const struct eip__place place =
        eip__records_place(&engine->records, record);
    struct eip__account *account;
    const struct eip__detail *detail;
    struct seen seen;
    uint64_t word;

    do {
        word = eip__read(place.word);
        account =
            eip__word_owner(word) == 0
                ? NULL
                : eip__accounts_at(&engine->accounts, eip__word_owner(word));
        if (eip__word_is_held(word)) {
            (void)eip__ledger_settle(&engine->ledger, account);
        }
        detail = eip__detail_of(eip__read(&place.cold->detail),
                                eip__word_generation(word));
    } while (eip__read(place.word) != word || eip__word_is_pending(word));
    seen = (struct seen){
        .turn =
            2 * eip__word_generation(word) + (eip__word_is_held(word) ? 0 : 1),
    };
    if (eip__word_is_held(word)) {
        seen.owner = (uint8_t)eip__read(&account->number);
        seen.standard =
            (eip__read(&place.cold->stamp) & EIP__STAMP_STANDARD) != 0;
    }
    if (eip__word_is_held(word) && detail != NULL) {
        seen.version = (uint32_t)detail->version;
        see_facts(&seen, &detail->facts);
    }
    told->at[address] = seen;
}

void kept_scan(eip_engine *engine, const uint32_t *records, struct told *told) {
    struct eip__lane *lane = enter(engine);

    for (uint8_t i = 0; i < KEPT; i++) {
        scan(engine, records[i], i, told);
    }
    eip__lane_leave(lane);
}
