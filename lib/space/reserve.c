/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `reserve` of lanes (I4). */
#include "space/reserve.h"

#include "space/cool.h"

bool eip__reserve_keep(struct eip__space *space, struct eip__lane *lane,
                       uint32_t at) {
    struct eip__spot *spot = &lane->spot[at];
    uint64_t bits = ~eip__look(spot->hints) & spot->valid;

    if (bits == 0 || (eip__look(&space->dry) & 1) != 0) {
        return false;
    }
    bits = eip__hint_withdraw(space->records, lane, spot->record, bits,
                              EIP__MARK_FRESH);
    if (eip__look(&lane->reserve[at]) != eip__reserve_value(spot->record)) {
        (void)eip__place(&lane->reserve[at], eip__reserve_value(spot->record));
    }
    /* Also if the leaf stood there: it may have been another space's then. */
    if (eip__look(&space->reserved) == 0) {
        (void)eip__place(&space->reserved, 1);
    }
    eip__note(&spot->bits, bits);
    return bits != 0;
}

void eip__reserve_return(struct eip__records *records, struct eip__lane *lane,
                         uint32_t at) {
    struct eip__spot *spot = &lane->spot[at];
    struct eip__range *range;

    if (eip__reserve_has(lane, at)) {
        /* Whatever block has the records now: the one that they were of may
         * be gone. Stale hints do no harm. */
        range = eip__records_range(records, spot->record);
        if (range != NULL) {
            eip__hint_offer_bits(range->space, range, spot->record,
                                 eip__hint(&spot->bits), EIP__MARK_FRESH);
        }
    }
    eip__publish(&lane->reserve[at], 0);
    eip__note(&spot->bits, 0);
}

static bool recall_from(struct eip__space *space, struct eip__lane *lane,
                        eip__a64 *reserve) {
    uint64_t value = eip__look(reserve);
    struct eip__range *range;

    if (value == 0) {
        return false;
    }
    range = eip__records_range(space->records, eip__reserve_first(value));
    if (range == NULL || range->space != space) {
        return false;
    }
    eip__hint_begin_giving(space, lane, eip__reserve_first(value));
    if (eip__turn(reserve, &value, 0)) {
        eip__hint_offer_leaf(space->records, eip__reserve_first(value));
    }
    eip__hint_end_giving(lane);
    return true;
}

bool eip__reserve_recall(struct eip__space *space, struct eip__lane *lane) {
    struct eip__lanes *lanes = space->lanes;
    bool found = false;
    uint64_t used;

    if (eip__look(&space->reserved) == 0) {
        return false;
    }
    (void)eip__place(&space->reserved, 0);
    used = eip__look(&lanes->used);
    for (uint64_t i = 1; i <= used; i++) {
        for (uint32_t at = 0; at < EIP__SPOTS; at++) {
            found |=
                recall_from(space, lane, &eip__lane_at(lanes, i)->reserve[at]);
        }
    }
    return found;
}

bool eip__reserve_keeps(struct eip__lanes *lanes, uint32_t record) {
    uint64_t used = eip__look(&lanes->used);
    uint64_t bit = UINT64_C(1) << record % EIP__LEAF;

    for (uint64_t i = 1; i <= used; i++) {
        const struct eip__lane *lane = eip__lane_at(lanes, i);

        for (uint32_t at = 0; at < EIP__SPOTS; at++) {
            if (eip__read(&lane->reserve[at]) == eip__reserve_value(record) &&
                (eip__hint(&lane->spot[at].bits) & bit) != 0) {
                return true;
            }
        }
    }
    return false;
}
