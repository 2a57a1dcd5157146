/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file pick.h
 * Finding a free address in the order of reuse (decisions):
 *
 *  (a) one never allocated, in the policy's order;
 *  (b) none left: a released one whose cooldown has passed, oldest bucket
 *      first;
 *  (c) none left: one still cooling, oldest bucket first, unless the pool
 *      keeps those back.
 *
 * The policy `lowest` merges (a) and (b).
 * With cooldown 0 a released address joins (a) at once.
 *
 * A pick withdraws the hint of what it finds and leaves the word alone. The
 * caller then steps the word from `before`, or calls eip__pick_return.
 */
#ifndef EIP_SPACE_PICK_H
#define EIP_SPACE_PICK_H

#include "space/reserve.h"

/* What most picks come to, compiled into their callers: an unused address of
 * the lane's spot, in a pool that does not say which is next. When something
 * comes into the lane's pocket, which is to be next, the spot's are put off. */
EIP__HOT bool eip__pick_at_once(struct eip__space *space,
                                struct eip__lane *lane,
                                struct eip__pick *pick) {
    const struct eip__layout *layout = eip__space_layout(space);
    uint32_t at = eip__reserve_at(space);
    struct eip__spot *spot = &lane->spot[at];
    uint64_t bits;
    uint64_t word;
    uint32_t i;

    if (layout == NULL || spot->layout != layout->serial ||
        !eip__reserve_has(lane, at) ||
        eip__hint32(&space->policy) != EIP_POLICY_SPREAD) {
        return false;
    }
    bits = eip__hint(&spot->bits);
    i = (uint32_t)__builtin_ctzll(bits);
    word = eip__read(&spot->words[i]);
    if (!eip__word_is_unused(word)) {
        return false;
    }
    eip__note(&spot->bits, bits & (bits - 1));
    *pick = (struct eip__pick){spot->range, word, spot->record + i};
    return true;
}

/** The rest of eip__pick_any. */
bool eip__pick_by_looking(struct eip__space *space, struct eip__lane *lane,
                          struct eip__moment *moment, struct eip__pick *pick);

/**
 * Find a free address.
 *
 * @return false: the space is empty, as dry.h defines it; `pick->before` is
 *         the word of an address that is pending for a block, or 0.
 * Lock-free: starts again only when another operation has completed.
 */
EIP__HOT bool eip__pick_any(struct eip__space *space, struct eip__lane *lane,
                            struct eip__moment *moment,
                            struct eip__pick *pick) {
    return eip__pick_at_once(space, lane, pick) ||
           eip__pick_by_looking(space, lane, moment, pick);
}

/** Give back an address that was picked and not taken. */
void eip__pick_return(struct eip__space *space, const struct eip__pick *pick);

/** Could something be picked? Takes nothing, changes no order of picks. */
bool eip__pick_probe(struct eip__space *space, struct eip__lane *lane,
                     struct eip__moment *moment);

/* -- used among the files of this folder ----------------------------------- */

/** A look through hints of one class. */
struct eip__scan {
    struct eip__space *space;
    struct eip__lane *lane;
    struct eip__layout *layout;
    struct eip__moment *moment;
    uint32_t policy;
    uint32_t mark;
    uint32_t piece; /* out: of what was taken */
    bool past_only; /* pass over what is cooling */
    bool skipped;   /* out: something was passed over */
    uint64_t wait;  /* out: the least that any of that has to wait */
};

/** Take the first hint of a piece from `from` on (0 to 4,095) whose word is
 *  free and so marked. */
bool eip__scan_piece(struct eip__scan *scan, uint32_t piece, uint32_t from,
                     struct eip__pick *pick);

/** The same through the whole class, starting at a piece and an address of
 *  it, once around; closes what is found empty. */
bool eip__scan_class(struct eip__scan *scan, uint32_t piece, uint32_t from,
                     struct eip__pick *pick);

/** Withdraw one hint and look at its word. */
bool eip__scan_take(struct eip__scan *scan, uint32_t piece, uint32_t record,
                    struct eip__pick *pick);

/** The policies' (a). */
bool eip__pick_lowest(struct eip__scan *scan, struct eip__pick *pick);
bool eip__pick_random(struct eip__scan *scan, struct eip__pick *pick);
bool eip__pick_cursor(struct eip__scan *scan, struct eip__pick *pick);
bool eip__pick_spread(struct eip__scan *scan, struct eip__pick *pick);

/** LOWEST and CURSOR where the space is scattered (order.c): by looking at
 *  the words in the order of addresses. */
bool eip__order_lowest(struct eip__scan *scan, struct eip__pick *pick);
bool eip__order_cursor(struct eip__scan *scan, struct eip__pick *pick);

#endif
