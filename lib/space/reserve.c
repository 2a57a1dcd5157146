/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `reserve` of lanes (I4). */
#include "space/reserve.h"

#include "space/cool.h"

/* Its leaf, for whoever recalls. */
static void place(struct eip__space *space, eip__a64 *reserve,
                  uint32_t record) {
    (void)eip__place(reserve, eip__reserve_value(record));
    if (eip__look(&space->reserved) == 0) {
        (void)eip__place(&space->reserved, 1);
    }
}

bool eip__reserve_keep(struct eip__space *space, struct eip__lane *lane,
                       uint32_t at) {
    struct eip__spot *spot = &lane->spot[at];
    uint64_t bits = ~eip__look(spot->hints) & spot->valid;

    if (bits == 0 || (eip__look(&space->dry) & 1) != 0) {
        return false;
    }
    bits = eip__hint_withdraw(space->records, lane, spot->record, bits,
                              EIP__MARK_FRESH);
    if (eip__look(&lane->reserve[at]) != eip__reserve_value(spot->record) ||
        eip__look(&space->reserved) == 0) {
        place(space, &lane->reserve[at], spot->record);
    }
    eip__note(&spot->bits, bits);
    return bits != 0;
}

void eip__reserve_return(struct eip__records *records, struct eip__lane *lane,
                         uint32_t at) {
    struct eip__spot *spot = &lane->spot[at];
    struct eip__range *range;

    eip__reserve_resume(spot);
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

/* What is in the pocket is of another layout, perhaps another space. */
static EIP__RARE void empty_pocket(struct eip__records *records,
                                   struct eip__lane *lane, uint32_t at) {
    uint32_t record = (uint32_t)(eip__hint(&lane->pocket[at].record) - 1);

    eip__hint_offer_leaf(records, eip__records_leaf(record));
    eip__publish(&lane->reserve[EIP__SPOTS + at], 0);
}

/* The lane's last pick was in this leaf. */
static bool is_at_spot(const struct eip__spot *spot, uint64_t layout,
                       uint32_t record) {
    return spot->layout == layout && spot->mark == EIP__MARK_FRESH &&
           spot->record == eip__records_leaf(record);
}

static void put_at_spot(struct eip__space *space, struct eip__lane *lane,
                        uint32_t at, uint32_t record) {
    eip__a64 *reserve = &lane->reserve[at];
    struct eip__spot *spot = &lane->spot[at];

    if (eip__hint(reserve) != eip__reserve_value(record)) {
        eip__note(&spot->bits, 0); /* dropped (H7) */
        eip__note(&spot->put_off, 0);
    }
    place(space, reserve, record);
    eip__reserve_add(spot, record);
}

void eip__reserve_move(struct eip__space *space, struct eip__lane *lane,
                       const struct eip__layout *layout,
                       struct eip__range *range, uint32_t piece,
                       uint32_t record, uint32_t mark) {
    uint32_t at = eip__reserve_at(space);
    struct eip__spot *spot = &lane->spot[at];

    eip__reserve_return(space->records, lane, at);
    spot->layout = layout->serial;
    spot->range = range;
    spot->record = eip__records_leaf(record);
    spot->words = eip__records_word(space->records, spot->record);
    spot->hints = eip__records_hint(space->records, spot->record, mark);
    spot->valid = eip__piece_valid(&layout->piece[piece]);
    spot->piece = piece;
    spot->mark = mark;
}

/* H9; false: the pocket is not empty. */
static bool put_into_pocket(struct eip__space *space, struct eip__lane *lane,
                            const struct eip__layout *layout,
                            struct eip__range *range, uint32_t record) {
    uint32_t at = eip__reserve_at(space);
    struct eip__pocket *pocket = &lane->pocket[at];
    struct eip__spot *spot = &lane->spot[at];

    if (eip__reserve_pocketed(lane, at)) {
        if (pocket->layout == layout->serial) {
            return false;
        }
        empty_pocket(space->records, lane, at);
    }
    place(space, &lane->reserve[EIP__SPOTS + at], record);
    eip__note(&pocket->record, (uint64_t)record + 1);
    pocket->layout = layout->serial;
    pocket->range = range;
    pocket->word = eip__records_word(space->records, record);
    /* What was put off before may not have been taken up again. */
    eip__note(&spot->put_off,
              eip__hint(&spot->put_off) | eip__hint(&spot->bits));
    eip__note(&spot->bits, 0);
    return true;
}

/* The last that was in the pocket was of this leaf, too: it is here that the
 * lane picks, so its spot moves there. */
static bool is_of_pocket(const struct eip__lane *lane, uint32_t at,
                         const struct eip__layout *layout, uint32_t record) {
    return !eip__reserve_pocketed(lane, at) &&
           lane->pocket[at].layout == layout->serial &&
           eip__look(&lane->reserve[EIP__SPOTS + at]) ==
               eip__reserve_value(record);
}

static void move_to_pocket(struct eip__space *space, struct eip__lane *lane,
                           const struct eip__layout *layout,
                           struct eip__range *range, uint32_t record) {
    eip__reserve_move(space, lane, layout, range,
                      eip__layout_piece_of(layout, range, record), record,
                      EIP__MARK_FRESH);
    put_at_spot(space, lane, eip__reserve_at(space), record);
}

void eip__reserve_give_elsewhere(struct eip__space *space,
                                 struct eip__lane *lane,
                                 struct eip__range *range, uint32_t record) {
    const struct eip__layout *layout = eip__space_layout(space);
    uint32_t at = eip__reserve_at(space);

    if (!eip__reserve_may_keep(space,
                               eip__records_word(space->records, record)) ||
        eip__hint32(&space->policy) != EIP_POLICY_SPREAD) {
        eip__hint_offer_free(space, range, record);
    } else if (is_at_spot(&lane->spot[at], layout->serial, record)) {
        put_at_spot(space, lane, at, record);
    } else if (is_of_pocket(lane, at, layout, record)) {
        move_to_pocket(space, lane, layout, range, record);
    } else if (!put_into_pocket(space, lane, layout, range, record)) {
        eip__hint_offer_free(space, range, record);
    }
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
        for (uint32_t at = 0; at < EIP__RESERVES; at++) {
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
            if ((eip__read(&lane->reserve[at]) == eip__reserve_value(record) &&
                 ((eip__hint(&lane->spot[at].bits) |
                   eip__hint(&lane->spot[at].put_off)) &
                  bit) != 0) ||
                (eip__reserve_pocketed(lane, at) &&
                 eip__hint(&lane->pocket[at].record) == (uint64_t)record + 1)) {
                return true;
            }
        }
    }
    return false;
}
