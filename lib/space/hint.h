/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file hint.h
 * Offering and withdrawing hints: the rules that keep a free address from
 * being lost although hints are only hints.
 *
 *  H1  Announce the leaf in the own lane before withdrawing a hint of it or
 *      stepping a word of it to FREE; announce another only when done. Before
 *      stepping a word to FREE, show it as a giving, then tell `dry`: a proof
 *      of emptiness made before must not outlast it, should this thread stop.
 *  H2  Withdraw the hint before looking at the word, never after.
 *  H3  Who withdrew a hint and finds the word FREE, and does not take it,
 *      offers it again, in the class that the word is marked with.
 *  H4  Who made a word FREE offers its hint afterwards (or keeps it: H8
 *      and H9 of reserve.h).
 *  H5  After offering, look at the summary, then at `dry`.
 *
 * Who takes a block announces it as a whole, by its first record, before any of
 * its words is stepped; whoever then steps them back to FREE, the lane that
 * announced offers their hints and ends the announcement. A block is at most 16
 * addresses that belong together, at any places of one range.
 *
 * So for every word that is FREE its hint is offered, or its leaf stands in a
 * lane's reserve, or somebody who has announced it is at work on it (I4 of
 * lib/README.md).
 */
#ifndef EIP_SPACE_HINT_H
#define EIP_SPACE_HINT_H

#include "space/dry.h"
#include "space/offered.h"

/*
 * A lane's announcement:  63 ... 1   | 0
 *                         leaf + 1   | giving
 */

/** H1, to withdraw hints: what follows is checked against the word. */
static inline void eip__hint_announce(struct eip__lane *lane, uint32_t record) {
    eip__publish(&lane->announced, ((uint64_t)(record >> EIP__LEAF_BITS) + 1)
                                       << 1);
}

/** H1, to step words to FREE. */
static inline void eip__hint_begin_giving(struct eip__space *space,
                                          struct eip__lane *lane,
                                          uint32_t record) {
    eip__show(&lane->announced,
              ((uint64_t)(record >> EIP__LEAF_BITS) + 1) << 1 | 1,
              space->lanes->asymmetric);
    eip__dry_tell(space);
}
/** Their hints have been offered. */
static inline void eip__hint_end_giving(struct eip__lane *lane) {
    eip__publish(&lane->announced, eip__hint(&lane->announced) & ~UINT64_C(1));
}

/** The same for all words of a block, for whoever steps them. */
static inline void eip__hint_begin_block(struct eip__space *space,
                                         struct eip__lane *lane,
                                         uint32_t record) {
    eip__show(&lane->block, (uint64_t)record + 1, space->lanes->asymmetric);
    eip__dry_tell(space);
}
static inline void eip__hint_end_block(struct eip__lane *lane) {
    eip__publish(&lane->block, 0);
}

/** The records of the aligned 16 addresses (fewer in a smaller range) to which
 *  an announced one belongs. Returns how many. */
uint32_t eip__hint_block(const struct eip__range *range, uint32_t record,
                         uint32_t records[EIP__OP_MORE]);

/** The first record of an announced leaf; false: none is. */
static inline bool eip__hint_announced(uint64_t announced, uint32_t *first) {
    *first = (uint32_t)((announced >> 1) - 1) << EIP__LEAF_BITS;
    return announced >> 1 != 0;
}

/** H5: open the summary above a leaf whose bits were offered; `new` of them
 *  count, where the policy counts. */
EIP__HOT void eip__hint_open(struct eip__space *space,
                             const struct eip__range *range, uint32_t first,
                             uint32_t mark, uint64_t new) {
    struct eip__layout *layout = eip__pointer(eip__look(&space->layout));
    struct eip__layout *seen = NULL;

    /* A layout placed meanwhile starts open, but somebody may have closed
     * there what we opened here: open it in whichever is placed. Once there is
     * one, there always is. */
    while (layout != seen) {
        uint32_t piece = eip__layout_piece_of(layout, range, first);

        if (piece == EIP__NONE) {
            break;
        }
        if (new != 0) {
            eip__offered_add(layout, piece,
                             (uint32_t)__builtin_popcountll(new));
            new = 0;
        }
        eip__layout_open(layout, mark, piece);
        seen = layout;
        layout = eip__pointer(eip__look(&space->layout));
    }
}

/** H4, H5: offer addresses of a leaf, by its first record, whose words are
 *  FREE and so marked. */
void eip__hint_offer_bits(struct eip__space *space,
                          const struct eip__range *range, uint32_t first,
                          uint64_t bits, uint32_t mark);

/** The same of one address. */
static inline void eip__hint_offer(struct eip__space *space,
                                   const struct eip__range *range,
                                   uint32_t record, uint32_t mark) {
    eip__hint_offer_bits(space, range, eip__records_leaf(record),
                         UINT64_C(1) << record % EIP__LEAF, mark);
}

/** The same, in the class that its word is marked with, if it is FREE (H3).
 *  Compiled into its callers for what most releases come to: an address without
 *  cooldown, in a pool whose policy neither counts nor orders. */
EIP__HOT void eip__hint_offer_free(struct eip__space *space,
                                   const struct eip__range *range,
                                   uint32_t record) {
    uint64_t word = eip__look(eip__records_word(space->records, record));
    uint32_t first = eip__records_leaf(record);

    if (!eip__word_is_free(word)) {
        return;
    }
    if (eip__word_mark(word) != EIP__MARK_FRESH ||
        eip__hint32(&space->policy) != EIP_POLICY_SPREAD) {
        eip__hint_offer(space, range, record, eip__word_mark(word));
        return;
    }
    (void)eip__withdraw(
        eip__records_hint(space->records, first, EIP__MARK_FRESH),
        UINT64_C(1) << record % EIP__LEAF);
    eip__hint_open(space, range, first, EIP__MARK_FRESH, 0);
    eip__dry_tell(space);
}

/** H1, H2: withdraw hints of one leaf. Returns those that were offered. */
static inline uint64_t eip__hint_withdraw(const struct eip__records *records,
                                          struct eip__lane *lane,
                                          uint32_t record, uint64_t bits,
                                          uint32_t mark) {
    eip__a64 *hints = eip__records_hint(records, record, mark);

    eip__hint_announce(lane, record);
    return mark == EIP__MARK_FRESH ? ~eip__offer(hints, bits) & bits
                                   : eip__withdraw(hints, bits) & bits;
}

/** Offer every FREE word of a leaf, and open the summary above it. */
void eip__hint_offer_leaf(struct eip__records *records, uint32_t first);

/** Offer every FREE word of the leaves that a gone thread announced and kept
 *  in this lane, which now is the caller's, and open what it has left closed
 *  above hints. */
void eip__hint_mend(struct eip__records *records, struct eip__lane *lane);

#endif
