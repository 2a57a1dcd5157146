/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file reserve.h
 * Hints in reserve: a lane that goes on picking in one leaf withdraws all
 * that is offered there with one access, for its next picks. Only unused
 * addresses, where the policy does not say which is next (SPREAD).
 *
 * The leaf stands in the lane's word `reserve`, one for each of its spots:
 *
 *         keep, by the lane              another leaf, by the lane
 *      0 -------------------> leaf + 1 ----------------------------> leaf' + 1
 *      ^                         |
 *      +--- return, by the lane -+
 *      +--- recall, by anyone ---+
 *
 *  H6  Announce the leaf, withdraw, then see that it stands in `reserve`;
 *      only then announce another (hint.h). So the hints in reserve are of a
 *      leaf that somebody can see, and are found by the proof of emptiness.
 *  H7  Who recalls a reserve announces its leaf as a giving, clears the word,
 *      then offers every free word of the leaf; so the lane's own bits are
 *      duplicates from then on, and it drops them.
 *  H8  Who made a word FREE in the leaf that it has in reserve puts the hint
 *      there, without offering it (H4), if after the step the leaf still
 *      stands in `reserve`, `reserved` is 1 and `dry` is off: who recalls it
 *      later looks at the word later, too.
 *
 * `reserved` of a space says whether a recall need look at the lanes:
 *
 *      0 --keep, once `reserve` names the leaf--> 1
 *      1 --recall, before it looks at any-------> 0
 *
 * So a reserve that a recall did not see is followed by a 1 that stays.
 *
 * A recall comes before a pick passes from unused addresses to released ones
 * and before a proof of emptiness: so what one thread keeps, another gets in
 * the order of reuse, whether the first goes on, stops, or has ended. While
 * `dry` is on nothing is kept.
 */
#ifndef EIP_SPACE_RESERVE_H
#define EIP_SPACE_RESERVE_H

#include "space/hint.h"

/** The lane's spot for this space. */
static inline uint32_t eip__reserve_at(const struct eip__space *space) {
    return space->number % EIP__SPOTS;
}

/** The word `reserve` that names a record's leaf. */
static inline uint64_t eip__reserve_value(uint32_t record) {
    return (uint64_t)(record >> EIP__LEAF_BITS) + 1;
}

/** The first record of the leaf that a word `reserve` names. */
static inline uint32_t eip__reserve_first(uint64_t value) {
    return (uint32_t)(value - 1) << EIP__LEAF_BITS;
}

/** Has the lane hints in reserve at this spot, not recalled? */
static inline bool eip__reserve_has(const struct eip__lane *lane, uint32_t at) {
    return eip__hint(&lane->spot[at].bits) != 0 &&
           eip__hint(&lane->reserve[at]) != 0;
}

/** Withdraw all that the leaf of the lane's spot offers; false: nothing, or
 *  `dry` is on. */
bool eip__reserve_keep(struct eip__space *space, struct eip__lane *lane,
                       uint32_t at);

/** H4 or H8: what becomes of the hint of a word that this lane has made FREE.
 *  A thread that releases where it allocates writes no line that others look
 *  at, the word apart. */
EIP__HOT void eip__reserve_give(struct eip__space *space,
                                struct eip__lane *lane,
                                const struct eip__range *range,
                                uint32_t record) {
    uint32_t at = eip__reserve_at(space);
    struct eip__spot *spot = &lane->spot[at];

    /* As long as the layout is the spot's the leaf has not changed hands. */
    if (eip__look(&lane->reserve[at]) == eip__reserve_value(record) &&
        spot->layout == eip__space_layout(space)->serial &&
        eip__look(&space->reserved) != 0 && (eip__look(&space->dry) & 1) == 0 &&
        eip__word_is_unused(eip__read(&spot->words[record % EIP__LEAF]))) {
        eip__note(&spot->bits,
                  eip__hint(&spot->bits) | UINT64_C(1) << record % EIP__LEAF);
        return;
    }
    eip__hint_offer_free(space, range, record);
}

/** Offer what is left in reserve at a spot, whatever space that is of, and
 *  keep nothing there. */
void eip__reserve_return(struct eip__records *records, struct eip__lane *lane,
                         uint32_t at);

/** Recall what any lane has in reserve of this space; was there anything? */
bool eip__reserve_recall(struct eip__space *space, struct eip__lane *lane);

/** Does a lane keep the hint of this record? At rest. */
bool eip__reserve_keeps(struct eip__lanes *lanes, uint32_t record);

#endif
