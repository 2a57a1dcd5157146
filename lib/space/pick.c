/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the order of reuse (I7) and how hints are looked through. */
#include "space/pick.h"

#include "space/cool.h"
#include "space/dry.h"
#include "space/offered.h"
#include "space/reserve.h"

/* Is the address of this FREE word too young for what is looked for? */
static bool must_wait(struct eip__scan *scan, uint32_t record, uint64_t word) {
    uint64_t wait = eip__cool_wait(scan->space, record, word, scan->moment);

    if (wait != 0) {
        scan->skipped = true;
        scan->wait = wait < scan->wait ? wait : scan->wait;
    }
    return wait != 0;
}

static bool heeds_age(const struct eip__scan *scan) {
    return scan->past_only && scan->mark != EIP__MARK_FRESH;
}

/* The word of a withdrawn hint: can it be picked? */
static bool look_at(struct eip__space *space, struct eip__range *range,
                    uint32_t record, uint32_t mark, struct eip__pick *pick) {
    uint64_t word = eip__read(eip__records_word(space->records, record));

    *pick = (struct eip__pick){range, word, record};
    if (!eip__word_is_free(word)) {
        return false; /* a stale hint: whoever frees it offers it */
    }
    if (eip__word_mark(word) != mark) {
        eip__hint_offer(space, range, record, eip__word_mark(word)); /* H3 */
        return false;
    }
    return true;
}

static struct eip__spot *spot_of(const struct eip__scan *scan) {
    return &scan->lane->spot[eip__reserve_at(scan->space)];
}

/* This lane itself has withdrawn a hint: it is not for another to have taken. */
static void leave_less(const struct eip__scan *scan, uint32_t record,
                       uint64_t bit) {
    struct eip__spot *spot = spot_of(scan);

    if (spot->record == eip__records_leaf(record)) {
        spot->left &= ~bit;
    }
}

/* Withdraw a hint of this range and look at its word. */
static bool take_of(struct eip__scan *scan, struct eip__range *range,
                    uint32_t piece, uint32_t record, struct eip__pick *pick) {
    struct eip__space *space = scan->space;
    uint64_t bit = UINT64_C(1) << record % EIP__LEAF;

    if (eip__hint_withdraw(space->records, scan->lane, record, bit,
                           scan->mark) == 0) {
        return false;
    }
    leave_less(scan, record, bit);
    if (scan->mark == EIP__MARK_FRESH && scan->policy == EIP_POLICY_RANDOM) {
        eip__offered_add(scan->layout, piece, UINT32_MAX);
    }
    if (!look_at(space, range, record, scan->mark, pick)) {
        return false;
    }
    if (heeds_age(scan) && must_wait(scan, record, pick->before)) {
        /* It has been taken and released since it was found old enough. */
        eip__cool_rule_in(space, scan->mark);
        eip__hint_offer(space, range, record, scan->mark);
        return false;
    }
    scan->piece = piece;
    return true;
}

bool eip__scan_take(struct eip__scan *scan, uint32_t piece, uint32_t record,
                    struct eip__pick *pick) {
    struct eip__range *range = eip__records_range(scan->space->records, record);

    return range != NULL && take_of(scan, range, piece, record, pick);
}

/* Is this one to be passed over, its hint left where it is? */
static bool passes_over(struct eip__scan *scan, uint32_t record) {
    uint64_t word;

    if (!heeds_age(scan)) {
        return false;
    }
    word = eip__read(eip__records_word(scan->space->records, record));
    return eip__word_is_free(word) && must_wait(scan, record, word);
}

/* `range` is the leaf's, or NULL: to be looked up. */
static bool scan_leaf(struct eip__scan *scan, struct eip__range *range,
                      uint32_t piece, uint32_t first, uint64_t mask,
                      struct eip__pick *pick) {
    uint64_t hints =
        eip__look(eip__records_hint(scan->space->records, first, scan->mark));
    uint64_t bits = eip__offered_bits(scan->mark, hints, mask);

    for (; bits != 0; bits &= bits - 1) {
        uint32_t record = first + (uint32_t)__builtin_ctzll(bits);

        if (!passes_over(scan, record) &&
            (range != NULL ? take_of(scan, range, piece, record, pick)
                           : eip__scan_take(scan, piece, record, pick))) {
            return true;
        }
    }
    return false;
}

bool eip__scan_piece(struct eip__scan *scan, uint32_t piece, uint32_t from,
                     struct eip__pick *pick) {
    const struct eip__piece *at = &scan->layout->piece[piece];
    uint64_t mask = eip__piece_valid(at) & UINT64_MAX << from % EIP__LEAF;

    for (uint32_t i = from / EIP__LEAF; i < eip__piece_leaves(at); i++) {
        if (scan_leaf(scan, NULL, piece, at->record + i * EIP__LEAF, mask,
                      pick)) {
            return true;
        }
        mask = eip__piece_valid(at);
    }
    return false;
}

/* From one piece up to, not including, another. */
static bool scan_pieces(struct eip__scan *scan, uint32_t piece, uint32_t from,
                        uint32_t end, struct eip__pick *pick) {
    uint32_t start = piece;

    for (;;) {
        uint32_t open = eip__layout_open_from(scan->layout, scan->mark, piece);
        uint32_t offset = open == start ? from : 0;
        bool skipped = scan->skipped;

        if (open >= end) {
            return false;
        }
        scan->skipped = false;
        if (eip__scan_piece(scan, open, offset, pick)) {
            return true;
        }
        if (offset == 0 && !scan->skipped) {
            eip__layout_close(scan->lane, scan->layout, scan->mark, open);
        }
        scan->skipped |= skipped;
        piece = open + 1;
    }
}

bool eip__scan_class(struct eip__scan *scan, uint32_t piece, uint32_t from,
                     struct eip__pick *pick) {
    uint32_t pieces = scan->layout->pieces;

    return scan_pieces(scan, piece, from, pieces, pick) ||
           ((piece != 0 || from != 0) &&
            scan_pieces(scan, 0, 0, piece + 1 < pieces ? piece + 1 : pieces,
                        pick));
}

/* -- where the last pick was made ---------------------------------------------- */

/* May picks of this class go on in the leaf of the last one? Not where the
 * policy says which address is next. */
static bool may_stay(const struct eip__scan *scan) {
    return scan->policy == EIP_POLICY_SPREAD ||
           (scan->policy == EIP_POLICY_RANDOM && scan->mark != EIP__MARK_FRESH);
}

static bool has_spot(const struct eip__scan *scan) {
    const struct eip__spot *spot = spot_of(scan);

    return spot->layout == scan->layout->serial && spot->mark == scan->mark &&
           may_stay(scan);
}

static bool pick_at_spot(struct eip__scan *scan, struct eip__pick *pick) {
    const struct eip__spot *spot = spot_of(scan);

    return has_spot(scan) && scan_leaf(scan, spot->range, spot->piece,
                                       spot->record, spot->valid, pick);
}

static void remember(const struct eip__scan *scan,
                     const struct eip__pick *pick) {
    eip__reserve_move(scan->space, scan->lane, scan->layout, pick->range,
                      scan->piece, pick->record, scan->mark);
    spot_of(scan)->left = eip__look(spot_of(scan)->hints);
}

/* Has anyone taken of what the last pick left there? */
static bool is_shared(const struct eip__spot *spot) {
    return (spot->left & ~eip__look(spot->hints)) != 0;
}

/* -- the order of reuse ------------------------------------------------------------ */

static bool pick_by_policy(struct eip__scan *scan, struct eip__pick *pick) {
    bool scattered = scan->space->scattered;

    switch (scan->policy) {
    case EIP_POLICY_CURSOR:
        return scattered ? eip__order_cursor(scan, pick)
                         : eip__pick_cursor(scan, pick);
    case EIP_POLICY_SPREAD:
        if (scattered) {
            return eip__pick_spread(scan, pick);
        }
        return eip__pick_random(scan, pick);
    default:
        return eip__pick_random(scan, pick);
    }
}

/* (a). LOWEST also looks at those whose cooldown has passed. */
static bool pick_unused(struct eip__scan *scan, struct eip__pick *pick) {
    scan->mark = EIP__MARK_FRESH;
    if (scan->policy == EIP_POLICY_LOWEST) {
        return scan->space->scattered ? eip__order_lowest(scan, pick)
                                      : eip__pick_lowest(scan, pick);
    }
    return eip__layout_is_open(scan->layout, EIP__MARK_FRESH) &&
           (pick_at_spot(scan, pick) || pick_by_policy(scan, pick));
}

/* Each lane goes elsewhere from each leaf. Not by the lane's random stream: a
 * pick that finds nothing changes nothing. */
static uint32_t elsewhere(const struct eip__scan *scan,
                          const struct eip__spot *spot) {
    uint32_t drawn = (spot->record / EIP__LEAF + scan->lane->index * 40503) *
                     UINT32_C(2654435769);

    return (uint32_t)((uint64_t)drawn * scan->layout->leaves >> 32);
}

/* Once around, from the leaf of the last one on: what is released meanwhile
 * gathers behind, so that each leaf is looked at for all that it offers, not
 * the first again and again for one address. Two who have come to the same leaf
 * would go on together: who sees that goes elsewhere. */
static bool pick_of_class(struct eip__scan *scan, struct eip__pick *pick) {
    const struct eip__layout *layout = scan->layout;
    const struct eip__spot *spot = spot_of(scan);
    uint32_t piece = 0;
    uint32_t from = 0;

    if (has_spot(scan)) {
        piece = spot->piece;
        from = spot->record - layout->piece[piece].record;
        if (is_shared(spot)) {
            uint32_t leaf = elsewhere(scan, spot);

            piece = eip__layout_piece_of_leaf(layout, leaf);
            from = (leaf - layout->piece[piece].leaf) * EIP__LEAF;
        }
    }
    return eip__scan_class(scan, piece, from, pick);
}

/* (b), from the oldest bucket to the newest. */
static bool pick_past(struct eip__scan *scan, uint64_t ring,
                      struct eip__pick *pick) {
    scan->past_only = true;
    for (uint32_t i = 0; i <= EIP__RING; i++) {
        scan->mark = eip__cool_oldest(ring, i);
        if (!eip__layout_is_open(scan->layout, scan->mark) ||
            !eip__cool_may_be_past(scan->space, scan->mark, scan->moment)) {
            continue;
        }
        scan->wait = UINT64_MAX;
        if (pick_of_class(scan, pick)) {
            return true;
        }
        eip__cool_rule_out(scan->space, scan->mark, scan->wait, scan->moment);
    }
    return false;
}

/* (c), likewise. */
static bool pick_cooling(struct eip__scan *scan, uint64_t ring,
                         struct eip__pick *pick) {
    if ((eip__hint32(&scan->space->flags) & EIP_POOL_KEEP_COOLING) != 0) {
        return false;
    }
    scan->past_only = false;
    for (uint32_t i = 0; i <= EIP__RING; i++) {
        scan->mark = eip__cool_oldest(ring, i);
        if (eip__layout_is_open(scan->layout, scan->mark) &&
            pick_of_class(scan, pick)) {
            return true;
        }
    }
    return false;
}

/* The next hint in reserve whose word is free, and unused. */
static bool pick_reserved(struct eip__space *space, struct eip__lane *lane,
                          uint32_t at, struct eip__pick *pick) {
    struct eip__spot *spot = &lane->spot[at];
    uint64_t bits = eip__hint(&spot->bits);

    while (bits != 0) {
        uint32_t i = (uint32_t)__builtin_ctzll(bits);
        uint64_t word = eip__read(&spot->words[i]);

        bits &= bits - 1;
        eip__note(&spot->bits, bits);
        if (!eip__word_is_free(word)) {
            continue; /* a stale hint: whoever frees it offers it */
        }
        *pick = (struct eip__pick){spot->range, word, spot->record + i};
        if (eip__word_mark(word) == EIP__MARK_FRESH) {
            return true;
        }
        eip__hint_offer(space, pick->range, pick->record,
                        eip__word_mark(word)); /* H3 */
    }
    return false;
}

/* The unused address in the lane's pocket. */
static bool pick_pocketed(struct eip__lane *lane, uint32_t at,
                          const struct eip__layout *layout,
                          struct eip__pick *pick) {
    struct eip__pocket *pocket = &lane->pocket[at];
    uint32_t record = (uint32_t)(eip__hint(&pocket->record) - 1);

    if (!eip__reserve_pocketed(lane, at) || pocket->layout != layout->serial) {
        return false;
    }
    eip__note(&pocket->record, 0);
    *pick = (struct eip__pick){pocket->range, eip__read(pocket->word), record};
    /* Else somebody has taken it, and has given it again if it is free. */
    return eip__word_is_unused(pick->before);
}

/* As eip__pick_at_once; also what is in the pocket, and where the leaf is to be looked at anew. */
static bool pick_at_spot_again(struct eip__space *space, struct eip__lane *lane,
                               const struct eip__layout *layout,
                               struct eip__pick *pick) {
    uint32_t at = eip__reserve_at(space);
    struct eip__spot *spot = &lane->spot[at];

    eip__reserve_resume(spot);
    if (eip__hint32(&space->policy) != EIP_POLICY_SPREAD) {
        return false;
    }
    return pick_pocketed(lane, at, layout, pick) ||
           (spot->layout == layout->serial && spot->mark == EIP__MARK_FRESH &&
            (eip__reserve_has(lane, at) ||
             eip__reserve_keep(space, lane, at)) &&
            pick_reserved(space, lane, at, pick));
}

static bool pick_by_hints(struct eip__scan *scan, struct eip__pick *pick) {
    uint64_t ring;

    if (scan->policy != EIP_POLICY_SPREAD) {
        (void)eip__reserve_recall(scan->space, scan->lane);
    }
    if (pick_unused(scan, pick) ||
        (eip__reserve_recall(scan->space, scan->lane) &&
         pick_unused(scan, pick))) {
        return true;
    }
    ring = eip__read(&scan->space->ring);
    return pick_past(scan, ring, pick) || pick_cooling(scan, ring, pick);
}

bool eip__pick_by_looking(struct eip__space *space, struct eip__lane *lane,
                          struct eip__moment *moment, struct eip__pick *pick) {
    enum eip__proof proof = EIP__PROOF_AGAIN;

    while (proof == EIP__PROOF_AGAIN) {
        struct eip__layout *layout = eip__space_layout(space);
        struct eip__scan scan;

        if (layout != NULL && pick_at_spot_again(space, lane, layout, pick)) {
            return true;
        }
        scan = (struct eip__scan){.space = space,
                                  .lane = lane,
                                  .layout = layout,
                                  .policy = eip__hint32(&space->policy),
                                  .moment = moment,
                                  .piece = EIP__NONE};
        if (eip__dry_is_proven(space)) {
            *pick = (struct eip__pick){.before = 0};
            return false;
        }
        if (scan.layout != NULL && scan.layout->pieces != 0 &&
            pick_by_hints(&scan, pick)) {
            if (scan.piece != EIP__NONE && may_stay(&scan)) {
                remember(&scan, pick);
            }
            return true;
        }
        proof = eip__dry_prove(space, lane, moment, pick);
    }
    return proof == EIP__PROOF_FOUND;
}

void eip__pick_return(struct eip__space *space, const struct eip__pick *pick) {
    /* Who looked through its class meanwhile did not see it. */
    eip__cool_rule_in(space, eip__word_mark(pick->before));
    eip__hint_offer_free(space, pick->range, pick->record);
}

/* Does a piece offer a word that could be picked? Withdraws nothing. */
static bool probe_piece(struct eip__scan *scan, uint32_t piece) {
    const struct eip__piece *at = &scan->layout->piece[piece];

    for (uint32_t i = 0; i < at->size; i++) {
        uint32_t record = at->record + i;
        uint64_t hints = eip__read(
            eip__records_hint(scan->space->records, record, scan->mark));
        uint64_t word;

        if (eip__offered_bits(scan->mark, hints,
                              UINT64_C(1) << record % EIP__LEAF) == 0) {
            continue;
        }
        word = eip__read(eip__records_word(scan->space->records, record));
        if (eip__word_is_free(word) &&
            !eip__cool_keeps(scan->space, record, word, scan->moment)) {
            return true;
        }
    }
    return false;
}

bool eip__pick_probe(struct eip__space *space, struct eip__lane *lane,
                     struct eip__moment *moment) {
    struct eip__scan scan = {.space = space,
                             .lane = lane,
                             .layout = eip__space_layout(space),
                             .moment = moment};
    enum eip__proof proof = EIP__PROOF_AGAIN;
    struct eip__pick pick;

    if (scan.layout == NULL) {
        return false;
    }
    for (scan.mark = 0; scan.mark < EIP__MARKS; scan.mark++) {
        uint32_t piece = eip__layout_open_from(scan.layout, scan.mark, 0);

        while (piece != EIP__NONE) {
            if (probe_piece(&scan, piece)) {
                return true;
            }
            piece = eip__layout_open_from(scan.layout, scan.mark, piece + 1);
        }
    }
    /* No hint: only the proof can tell. What it may find goes back. */
    while (proof == EIP__PROOF_AGAIN) {
        if (eip__dry_is_proven(space)) {
            return false;
        }
        proof = eip__dry_prove(space, lane, moment, &pick);
    }
    if (proof == EIP__PROOF_FOUND) {
        eip__pick_return(space, &pick);
    }
    return proof == EIP__PROOF_FOUND;
}
