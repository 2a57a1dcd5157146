/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file held.h  Finding an address that the caller holds. */
#ifndef EIP_OPS_HELD_H
#define EIP_OPS_HELD_H

#include "ops/call.h"

/** An address held, as it was at one look. */
struct eip__held {
    struct eip__range *range;
    uint64_t detail_word;             /* the record's, at that look */
    const struct eip__detail *detail; /* or NULL; readable for the call */
    const struct eip__tagset *tags;   /* or NULL; the detail's */
    uint64_t order;                   /* of its allocation, in its account */
    uint32_t record;
    uint32_t generation;
    uint32_t id_generation; /* the allocation id's */
    bool standard;          /* EC2-Classic's domain */
};

/** Its allocation id. */
static inline uint64_t eip__held_id(const struct eip_engine *engine,
                                    const struct eip__held *held) {
    return eip__id_make(&engine->id_key, held->record, held->id_generation);
}

/** The address of this record, if the caller holds it in this generation
 *  (0: in any). Lock-free. */
bool eip__held_look(struct eip__call *call, uint32_t record,
                    uint32_t generation, struct eip__held *held);

/** By allocation id; not an address of EC2-Classic, which has none. */
bool eip__held_by_id(struct eip__call *call, uint64_t id,
                     struct eip__held *held);

/** By address of the public space. */
bool eip__held_by_address(struct eip__call *call, uint32_t address,
                          struct eip__held *held);

/* -- the same, compiled into the caller ---------------------------------------- */

/* The stamp and the detail are written after the word, and before the operation
 * is complete. If the stamp is not there yet, whoever allocates is under way:
 * complete it (eip__held_complete), and look again. If the word has moved on meanwhile, the detail
 * may be a later one's: look again. */
void eip__held_complete(struct eip__call *call);

enum eip__look { EIP__LOOK_NOT_THERE, EIP__LOOK_THERE, EIP__LOOK_AGAIN };

EIP__HOT enum eip__look eip__held_look_once(struct eip__call *call,
                                            uint32_t record,
                                            uint32_t generation, bool *settled,
                                            struct eip__held *held) {
    struct eip_engine *engine = call->engine;
    const struct eip__place place =
        eip__records_place(&engine->records, record);
    uint64_t word = eip__read(place.word);
    uint32_t now = eip__word_generation(word);
    uint64_t stamp = eip__read(&place.cold->stamp);
    const struct eip__detail *detail;

    if (!eip__word_is_held(word) || call->account == NULL ||
        eip__word_owner(word) != call->account->index ||
        (generation != 0 && now != generation)) {
        return EIP__LOOK_NOT_THERE;
    }
    if (eip__word_is_pending(word)) {
        (void)eip__call_settle_word(call, word);
        return EIP__LOOK_AGAIN;
    }
    if (!*settled && !eip__stamp_is(stamp, now, false)) {
        *settled = true;
        eip__held_complete(call);
        return EIP__LOOK_AGAIN;
    }
    held->detail_word = eip__read(&place.cold->detail);
    if (held->detail_word != 0 &&
        !eip__word_is_held_by(eip__read(place.word), call->account->index,
                              now)) {
        *settled = false;
        return EIP__LOOK_AGAIN;
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
    return held->range != NULL ? EIP__LOOK_THERE : EIP__LOOK_NOT_THERE;
}

EIP__HOT bool eip__held_look_at_once(struct eip__call *call, uint32_t record,
                                     uint32_t generation,
                                     struct eip__held *held) {
    bool settled = false;
    enum eip__look seen;

    do {
        seen = eip__held_look_once(call, record, generation, &settled, held);
    } while (seen == EIP__LOOK_AGAIN);
    return seen == EIP__LOOK_THERE;
}

EIP__HOT bool eip__held_by_id_at_once(struct eip__call *call, uint64_t id,
                                      struct eip__held *held) {
    uint32_t record;
    uint32_t generation;

    eip__id_take_apart(&call->engine->id_key, id, &record, &generation);
    return generation != 0 &&
           eip__records_segment(&call->engine->records, record) != NULL &&
           eip__held_look_at_once(call, record, 0, held) &&
           held->id_generation == generation && !held->standard;
}

#endif
