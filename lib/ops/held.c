/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a held address is read: word, then stamp, then detail. */
#include "ops/held.h"

/* The stamp and the detail are written after the word, and before the operation
 * is complete. If the stamp is not there yet, whoever allocates is under way:
 * complete it, and look again. If the word has moved on meanwhile, the detail
 * may be a later one's: look again. */
enum look { NOT_THERE, THERE, AGAIN };

static enum look look(struct eip__call *call, uint32_t record,
                      uint32_t generation, bool *settled,
                      struct eip__held *held) {
    struct eip_engine *engine = call->engine;
    struct eip__cold *cold = eip__records_cold(&engine->records, record);
    const eip__a64 *place = eip__records_word(&engine->records, record);
    uint64_t word = eip__read(place);
    uint32_t now = eip__word_generation(word);
    uint64_t stamp = eip__read(&cold->stamp);
    const struct eip__detail *detail;

    if (!eip__word_is_held(word) || call->account == NULL ||
        eip__word_owner(word) != call->account->index ||
        (generation != 0 && now != generation)) {
        return NOT_THERE;
    }
    if (!*settled && !eip__stamp_is(stamp, now, false)) {
        *settled = true;
        (void)eip__ledger_settle(&engine->ledger, call->account);
        return AGAIN;
    }
    held->detail_word = eip__read(&cold->detail);
    if (held->detail_word != 0 &&
        !eip__word_is_held_by(eip__read(place), call->account->index, now)) {
        *settled = false;
        return AGAIN;
    }
    detail = eip__detail_of(held->detail_word, now);
    held->record = record;
    held->generation = now;
    held->order = eip__stamp_value(stamp);
    held->standard =
        (stamp & EIP__STAMP_STANDARD) != 0 &&
        (detail == NULL || (detail->facts.has & EIP__MOVED_TO_VPC) == 0);
    held->range = eip__records_range(&engine->records, record);
    held->detail = detail;
    held->tags = detail == NULL ? NULL : detail->facts.tags;
    held->id_generation = detail != NULL && detail->facts.origin != 0
                              ? detail->facts.origin
                              : now;
    return held->range != NULL ? THERE : NOT_THERE;
}

bool eip__held_look(struct eip__call *call, uint32_t record,
                    uint32_t generation, struct eip__held *held) {
    bool settled = false;
    enum look seen;

    do {
        seen = look(call, record, generation, &settled, held);
    } while (seen == AGAIN);
    return seen == THERE;
}

bool eip__held_by_id(struct eip__call *call, uint64_t id,
                     struct eip__held *held) {
    uint32_t record;
    uint32_t generation;

    eip__id_take_apart(&call->engine->id_key, id, &record, &generation);
    return generation != 0 &&
           eip__records_segment(&call->engine->records, record) != NULL &&
           eip__held_look(call, record, 0, held) &&
           held->id_generation == generation && !held->standard;
}

bool eip__held_by_address(struct eip__call *call, uint32_t address,
                          struct eip__held *held) {
    const struct eip__range *range =
        eip__topology_range(call->topology, address);

    return range != NULL &&
           eip__held_look(call, eip__range_record(range, address), 0, held);
}
