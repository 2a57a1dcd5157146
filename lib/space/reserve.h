/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file reserve.h
 * Hints in reserve: a lane that goes on picking in one leaf withdraws all
 * that is offered there with one access, for its next picks. Only unused
 * addresses, where the policy does not say which is next (SPREAD).
 *
 * And one address that the lane itself has released, wherever it is, for its
 * next pick: it is in the lane's pocket.
 *
 * The leaf stands in the lane's word `reserve`, one for each of its spots and
 * one for each of its pockets:
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
 *  H8  Whose operation made a word FREE in the leaf that it has in reserve puts
 *      the hint there, without offering it (H4), if after the step the leaf
 *      still stands in `reserve`, under the same layout, `reserved` is 1 and
 *      `dry` is off: who recalls it later looks at the word later, too.
 *  H9  Or it may put it into its pocket, if that is empty or an old layout's,
 *      or into the reserve of the lane's spot, if that is in its leaf: while
 *      the leaf is announced place it in `reserve`, then see that `reserved`
 *      is 1, as for H6. The leaf of a pocket stands there until the word has
 *      been stepped, and longer: the next to come takes its place.
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
 * the order of reuse, whether the first goes on, stops, or has ended. (Where a
 * recall stops before it has looked, the proof alone finds what is kept, until a
 * lane keeps anything anew.) While `dry` is on nothing is kept.
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

/** Take the spot's hints up again that were put off when something came into the
 *  pocket: that is next, and the way to the spot's stays as short as it is. */
static inline void eip__reserve_resume(struct eip__spot *spot) {
    eip__note(&spot->bits, eip__hint(&spot->bits) | eip__hint(&spot->put_off));
    eip__note(&spot->put_off, 0);
}

/** Put the hint of a record of the spot's leaf with those in reserve. */
static inline void eip__reserve_add(struct eip__spot *spot, uint32_t record) {
    eip__note(&spot->bits, eip__hint(&spot->bits) | UINT64_C(1)
                                                        << record % EIP__LEAF);
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

/** Is anything in the lane's pocket, and not recalled? */
static inline bool eip__reserve_pocketed(const struct eip__lane *lane,
                                         uint32_t at) {
    return eip__hint(&lane->pocket[at].record) != 0 &&
           eip__hint(&lane->reserve[EIP__SPOTS + at]) != 0;
}

/* H8: does the record's leaf stand in this word `reserve`, since that layout? As
 * long as it is in place the leaf has not changed hands. */
EIP__HOT bool eip__reserve_stands(const struct eip__space *space,
                                  const eip__a64 *reserve, uint64_t layout,
                                  uint32_t record) {
    return eip__look(reserve) == eip__reserve_value(record) &&
           layout == eip__space_layout(space)->serial &&
           eip__look(&space->reserved) != 0;
}

/* May the hint of this word be kept? */
EIP__HOT bool eip__reserve_may_keep(const struct eip__space *space,
                                    const eip__a64 *word) {
    return (eip__look(&space->dry) & 1) == 0 &&
           eip__word_is_unused(eip__read(word));
}

/** The rest of eip__reserve_give. */
void eip__reserve_give_elsewhere(struct eip__space *space,
                                 struct eip__lane *lane,
                                 struct eip__range *range, uint32_t record);

/** H4, H8 or H9: what becomes of the hint of a word that this lane has made
 *  FREE. A thread that releases and allocates in turns so writes no line that
 *  others look at, the word apart. */
EIP__HOT void eip__reserve_give(struct eip__space *space,
                                struct eip__lane *lane,
                                struct eip__range *range, uint32_t record) {
    uint32_t at = eip__reserve_at(space);
    struct eip__spot *spot = &lane->spot[at];

    if (eip__reserve_stands(space, &lane->reserve[at], spot->layout, record) &&
        eip__reserve_may_keep(space, &spot->words[record % EIP__LEAF])) {
        eip__reserve_add(spot, record);
        return;
    }
    eip__reserve_give_elsewhere(space, lane, range, record);
}

/** Offer what is left in reserve at a spot, whatever space that is of, and
 *  keep nothing there. */
void eip__reserve_return(struct eip__records *records, struct eip__lane *lane,
                         uint32_t at);

/** Recall what any lane has in reserve of this space; was there anything? */
bool eip__reserve_recall(struct eip__space *space, struct eip__lane *lane);

/** Move the lane's spot to the leaf of a record, of this piece and class. What is
 *  left in reserve where it was is offered. */
void eip__reserve_move(struct eip__space *space, struct eip__lane *lane,
                       const struct eip__layout *layout,
                       struct eip__range *range, uint32_t piece,
                       uint32_t record, uint32_t mark);

/** Does a lane keep the hint of this record? At rest. */
bool eip__reserve_keeps(struct eip__lanes *lanes, uint32_t record);

#endif
