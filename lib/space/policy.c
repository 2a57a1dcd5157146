/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the policies: which of the addresses never allocated (and, for `lowest`,
 * of those whose cooldown has passed) is picked. */
#include "space/cool.h"
#include "space/offered.h"
#include "space/pick.h"

/* -- lowest ---------------------------------------------------------------- */

struct lowest {
    uint32_t mark;
    uint32_t piece;
    uint32_t record;
};

/* The address order of two places is the order of piece and record; `a` is in
 * no later piece. */
static bool is_below(const struct lowest *a, const struct lowest *b) {
    return a->piece < b->piece || a->record < b->record;
}

/* The lowest hint of the leaf that could be picked, leaving it there. */
static bool lowest_of_leaf(struct eip__scan *scan, struct lowest *found,
                           uint32_t first, uint64_t valid) {
    uint64_t hints =
        eip__look(eip__records_hint(scan->space->records, first, found->mark));
    uint64_t bits = eip__offered_bits(found->mark, hints, valid);

    for (; bits != 0; bits &= bits - 1) {
        uint64_t word;

        found->record = first + (uint32_t)__builtin_ctzll(bits);
        word =
            eip__read(eip__records_word(scan->space->records, found->record));
        /* A stale hint counts: withdrawing it drops it. */
        if (!eip__word_is_free(word) ||
            !eip__cool_is_cooling(scan->space, found->record, word,
                                  scan->moment)) {
            return true;
        }
    }
    return false;
}

static bool lowest_of_piece(struct eip__scan *scan, struct lowest *found) {
    const struct eip__piece *at = &scan->layout->piece[found->piece];

    for (uint32_t i = 0; i < eip__piece_leaves(at); i++) {
        if (lowest_of_leaf(scan, found, at->record + i * EIP__LEAF,
                           eip__piece_valid(at))) {
            return true;
        }
    }
    return false;
}

/* The lowest of one class, if it is below `best`. */
static void lowest_of_class(struct eip__scan *scan, uint32_t mark,
                            struct lowest *best) {
    struct lowest found = {mark, 0, 0};

    for (;;) {
        found.piece = eip__layout_open_from(scan->layout, mark, found.piece);
        if (found.piece == EIP__NONE || found.piece > best->piece) {
            return;
        }
        if (lowest_of_piece(scan, &found)) {
            if (is_below(&found, best)) {
                *best = found;
            }
            return;
        }
        if (mark == EIP__MARK_FRESH) {
            eip__layout_close(scan->lane, scan->layout, mark, found.piece);
        }
        found.piece++;
    }
}

bool eip__pick_lowest(struct eip__scan *scan, struct eip__pick *pick) {
    scan->past_only = true;
    for (;;) {
        struct lowest best = {0, EIP__NONE, 0};
        uint64_t ring = eip__read(&scan->space->ring);

        lowest_of_class(scan, EIP__MARK_FRESH, &best);
        for (uint32_t i = 0; i <= EIP__RING; i++) {
            uint32_t mark = eip__cool_oldest(ring, i);

            if (eip__layout_is_open(scan->layout, mark) &&
                eip__cool_may_be_past(scan->space, mark, scan->moment)) {
                lowest_of_class(scan, mark, &best);
            }
        }
        if (best.piece == EIP__NONE) {
            return false;
        }
        scan->mark = best.mark;
        if (eip__scan_take(scan, best.piece, best.record, pick)) {
            return true;
        }
        if (eip__look(&scan->space->layout) != eip__value(scan->layout)) {
            return false; /* its block is gone: begin anew in the present one */
        }
    }
}

/* -- spread -- */

/* A lane goes on at the hands of one line, which it mostly has to itself: each
 * pick that is not of the leaf of the last one reads and writes a hand. */
enum { HANDS_OF_A_LANE = 64 / sizeof(eip__a64) };

struct hand {
    eip__a64 *place;
    uint32_t leaf; /* where it stands */
};

/* Any of the lane's. Each hand has its own part of the pool to begin with; those
 * of a lane are spread over all of it. */
static struct hand choose_hand(struct eip__scan *scan) {
    uint32_t leaves = scan->layout->leaves;
    uint32_t own = leaves < HANDS_OF_A_LANE ? leaves : HANDS_OF_A_LANE;
    uint32_t lines = (leaves < EIP__HANDS ? leaves : EIP__HANDS) / own;
    uint32_t line = scan->lane->index % lines;
    uint32_t hand = (uint32_t)eip__lane_below(scan->lane, own);
    uint32_t part = hand * lines + line;
    eip__a64 *place =
        &scan->space->hand[line * (uint32_t)HANDS_OF_A_LANE + hand];
    uint64_t at = eip__hint(place);

    return (struct hand){
        place, at != 0 && at <= leaves
                   ? (uint32_t)at - 1
                   : (uint32_t)((uint64_t)leaves * part / (own * lines))};
}

bool eip__pick_spread(struct eip__scan *scan, struct eip__pick *pick) {
    const struct eip__layout *layout = scan->layout;
    struct hand hand = choose_hand(scan);
    uint32_t piece = eip__layout_piece_of_leaf(layout, hand.leaf);
    const struct eip__piece *at = &layout->piece[piece];

    if (!eip__scan_class(scan, piece, (hand.leaf - at->leaf) * EIP__LEAF,
                         pick)) {
        return false;
    }
    at = &layout->piece[scan->piece];
    eip__note(hand.place,
              (uint64_t)at->leaf + (pick->record - at->record) / EIP__LEAF + 1);
    return true;
}

/* -- random ------------------------------------------------------------------ */

/* A place drawn from all, kept if it is offered: uniform over what is. A
 * fixed number of tries keeps it so; one that stopped early would not. Where
 * the policy counts, few: the counts find what is rare in less time. */
static bool draw(struct eip__scan *scan, struct eip__pick *pick) {
    enum { TRIES = 16, TRIES_COUNTED = 4 };
    const uint32_t tries =
        scan->policy == EIP_POLICY_RANDOM ? TRIES_COUNTED : TRIES;

    for (uint32_t i = 0; i < tries; i++) {
        uint64_t place = eip__lane_below(
            scan->lane, (uint64_t)scan->layout->leaves * EIP__LEAF);
        uint32_t leaf = (uint32_t)(place / EIP__LEAF);
        uint32_t piece = eip__layout_piece_of_leaf(scan->layout, leaf);
        const struct eip__piece *at = &scan->layout->piece[piece];
        uint32_t record = at->record + (leaf - at->leaf) * EIP__LEAF +
                          (uint32_t)(place % EIP__LEAF);
        uint64_t hints = eip__read(
            eip__records_hint(scan->space->records, record, scan->mark));

        if (eip__offered_bits(scan->mark, hints, eip__piece_valid(at)) >>
                    place % EIP__LEAF &
                1 &&
            eip__scan_take(scan, piece, record, pick)) {
            return true;
        }
    }
    return false;
}

/* The n-th set bit, from 0. */
static uint32_t select_bit(uint64_t bits, uint64_t n) {
    while (n-- > 0) {
        bits &= bits - 1;
    }
    return (uint32_t)__builtin_ctzll(bits);
}

enum taken { TAKEN, WAS_STALE, WAS_MISCOUNTED };

/* The n-th offered address of a piece; else withdraw its stale hint, or put
 * the piece's count right. */
static enum taken take_nth(struct eip__scan *scan, uint32_t piece, uint64_t n,
                           struct eip__pick *pick) {
    const struct eip__piece *at = &scan->layout->piece[piece];
    const eip__a64 *hints =
        eip__records_hint(scan->space->records, at->record, scan->mark);
    const uint64_t valid = eip__piece_valid(at);
    const uint32_t leaves = eip__piece_leaves(at);
    uint64_t seen = 0;

    for (uint32_t i = 0; i < leaves; i++) {
        uint64_t bits =
            eip__offered_bits(scan->mark, eip__read(&hints[i]), valid);
        uint32_t here = (uint32_t)__builtin_popcountll(bits);

        if (n < seen + here) {
            uint32_t record =
                at->record + i * EIP__LEAF + select_bit(bits, n - seen);

            return eip__scan_take(scan, piece, record, pick) ? TAKEN
                                                             : WAS_STALE;
        }
        seen += here;
    }
    eip__offered_correct(scan->layout, piece, (uint32_t)seen);
    return WAS_MISCOUNTED;
}

/* Where few are offered: by the pieces' counts, so uniform as well. Stale
 * hints, each met once, do not count as tries: after many named takes nearly
 * all may be stale. */
static bool draw_by_counts(struct eip__scan *scan, struct eip__pick *pick) {
    enum { TRIES = 8 };
    uint32_t tries = 0;

    while (tries < TRIES &&
           eip__look(&scan->space->layout) == eip__value(scan->layout)) {
        uint64_t sum = eip__offered_sum(scan->layout);
        uint64_t n = sum == 0 ? 0 : eip__lane_below(scan->lane, sum);
        uint32_t piece = eip__offered_piece(scan->layout, &n);
        enum taken taken = WAS_MISCOUNTED;

        if (sum == 0) {
            return false;
        }
        if (piece != EIP__NONE) {
            taken = take_nth(scan, piece, n, pick);
        }
        if (taken == TAKEN) {
            return true;
        }
        tries += taken == WAS_MISCOUNTED;
    }
    return false;
}

bool eip__pick_random(struct eip__scan *scan, struct eip__pick *pick) {
    return draw(scan, pick) || draw_by_counts(scan, pick) ||
           eip__scan_class(scan, 0, 0, pick);
}

/* -- cursor -------------------------------------------------------------------- */

/* The first piece that ends above an address. */
static uint32_t piece_from(const struct eip__layout *layout, uint64_t address) {
    uint32_t low = 0;
    uint32_t high = layout->pieces;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct eip__piece *at = &layout->piece[middle];

        if ((uint64_t)at->address + at->size <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool eip__pick_cursor(struct eip__scan *scan, struct eip__pick *pick) {
    uint64_t address = eip__hint(&scan->space->cursor);
    uint32_t piece = piece_from(scan->layout, address);
    uint32_t from = 0;

    if (piece == scan->layout->pieces) {
        piece = 0;
    } else if (scan->layout->piece[piece].address < address) {
        from = (uint32_t)(address - scan->layout->piece[piece].address);
    }
    if (!eip__scan_class(scan, piece, from, pick)) {
        return false;
    }
    eip__note(&scan->space->cursor,
              (uint64_t)eip__range_address(pick->range, pick->record) + 1);
    return true;
}
