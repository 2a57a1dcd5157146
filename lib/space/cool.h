/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cool.h
 * Released addresses, kept apart by age.
 *
 * Whether an address is cooling is decided by the time in its stamp alone.
 * In which order released addresses are offered again is decided by eight
 * buckets, which are hint classes: a ring of seven, and the old.
 *
 *      ring word:  63 .......... 3 | 2 .. 0
 *                  opened (ms)     | current bucket, 0 to 6
 *
 *      (b, t) --release, a tick or more after t, and b + 1 is clean--> (b+1, now)
 *
 * A release goes to the current bucket. A tick (a fifth of the cooldown)
 * after that was opened, the next one becomes current, if it is clean. It is
 * not while it still has addresses of the last time round: those are moved to
 * the old, some at each release, so that no release pays for all. Until then
 * the current bucket just spans more time. Nobody waits for a clean bucket.
 */
#ifndef EIP_SPACE_COOL_H
#define EIP_SPACE_COOL_H

#include "space/space.h"

/** How long the address of this FREE word has still to cool, in ms; 0: its
 *  cooldown has passed. Reads the time if need be. */
uint64_t eip__cool_wait(const struct eip__space *space, uint32_t record,
                        uint64_t word, struct eip__moment *moment);

static inline bool eip__cool_is_cooling(const struct eip__space *space,
                                        uint32_t record, uint64_t word,
                                        struct eip__moment *moment) {
    return eip__cool_wait(space, record, word, moment) != 0;
}

/** Is it cooling, in a pool that keeps cooling addresses back? */
static inline bool eip__cool_keeps(const struct eip__space *space,
                                   uint32_t record, uint64_t word,
                                   struct eip__moment *moment) {
    return (eip__hint32(&space->flags) & EIP_POOL_KEEP_COOLING) != 0 &&
           eip__cool_is_cooling(space, record, word, moment);
}

/** The mark of the bucket that is current, with a cooldown. */
uint32_t eip__cool_bucket(struct eip__space *space, struct eip__lane *lane,
                          struct eip__moment *moment, uint64_t cooldown);

/** The mark for an address released now. Moves the ring on where it is time.
 *  Announces leaves in the lane: call it before announcing the own. */
EIP__HOT uint32_t eip__cool_mark(struct eip__space *space,
                                 struct eip__lane *lane,
                                 struct eip__moment *moment) {
    uint64_t cooldown = eip__hint(&space->cooldown_ms);

    return cooldown == 0 ? EIP__MARK_FRESH
                         : eip__cool_bucket(space, lane, moment, cooldown);
}

/** A word just FREE again after a drain, which no turn of the ring could move
 *  meanwhile: if its bucket has begun anew, it goes to the old. Returns the
 *  word as it is then; to be offered as that says. */
uint64_t eip__cool_rejoin(struct eip__space *space, uint32_t record,
                          uint64_t word);

/** Begin a space of addresses that were released elsewhere: its buckets are a
 *  tick each, up to now. Nobody else can look at it yet. */
void eip__cool_begin(struct eip__space *space, uint64_t now_ms);
/** And the mark of an address released at that time. */
uint32_t eip__cool_mark_of(const struct eip__space *space,
                           uint64_t released_ms);

/** The i-th oldest hint class of released addresses, 0 to EIP__RING, as the
 *  ring word was read. */
static inline uint32_t eip__cool_oldest(uint64_t ring, uint32_t i) {
    uint32_t at = ((uint32_t)ring & 7) + i;

    return i == 0 ? EIP__MARK_OLD
                  : EIP__MARK_RING + (at < EIP__RING ? at : at - EIP__RING);
}

/*
 * So as not to look through a bucket of cooling addresses at each pick, the
 * space notes for each hint class from when on it may hold one whose cooldown
 * has passed. A hint: if it is too late, the order suffers, no more.
 */

/** May the class hold an address whose cooldown has passed? */
static inline bool eip__cool_may_be_past(const struct eip__space *space,
                                         uint32_t mark,
                                         struct eip__moment *moment) {
    uint64_t from = eip__hint(&space->past[mark]);

    return from == 0 || eip__moment_now(moment) >= from;
}
/** It was looked through; the least that any of it had to wait was `wait`
 *  (UINT64_MAX: it was empty). */
void eip__cool_rule_out(struct eip__space *space, uint32_t mark, uint64_t wait,
                        struct eip__moment *moment);
/** An address of some age has come into the class. */
static inline void eip__cool_rule_in(struct eip__space *space, uint32_t mark) {
    eip__note(&space->past[mark], 0);
}
/** The cooldown has changed. */
void eip__cool_reset(struct eip__space *space);

#endif
