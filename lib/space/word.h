/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file word.h
 * The 64-bit word of an address: the only truth about it.
 *
 *   63  61 60  57 56            32 31                              0
 *  +------+------+----------------+---------------------------------+
 *  |state | mark |     owner      |           generation            |
 *  +------+------+----------------+---------------------------------+
 *
 *  owner       index of an account, from 1; 0 is nobody. In FREE: who
 *              released it last, and may recover it.
 *  generation  of allocations, the first is 1.
 *  mark        in FREE: the hint class it is offered in (0 never allocated
 *              or without cooldown, 1..7 a bucket of the ring, 8 the old).
 *              In HELD: 0; 15 while it belongs to a block that is not decided
 *              yet (registry/block.h), so that it may turn out not to be held.
 *
 *            allocate, recover                    withdraw
 *          +-------------------> HELD ------------------------> DRAIN
 *          |                     |  ^                           |  |
 *    +-> FREE <---- release -----+  +--------- restore ---------+  |
 *    |    | |                    |                                 |
 *    |    | +-> FREE (expire:    +- release, at the last           |
 *    |    |     the mark 1..7       generation --> RETIRED         |
 *    |    |     becomes 0 or 8)                                    |
 *    |    +---- withdraw ----+                                     |
 *    |                       v                                     |
 *    +-- restore, anew,   - GONE <------------- release -----------+
 *        readmit
 *
 * A block takes FREE to HELD (pending), and later that, or DRAIN (pending), to
 * the same without the mark, or back: to FREE or GONE in the new generation,
 * with owner and mark as they were before.
 *
 * COOLING is not a state: it is FREE while the time in the record's stamp is
 * younger than the pool's cooldown. Every arrow is one step (eip__step,
 * eip__turn) of this word; no other change exists. The zero word is FREE,
 * generation 0, never owned: untouched zero pages are a valid pool.
 *
 * The arrows are pure functions on a copy: false if the arrow does not leave
 * the state that the word is in.
 */
#ifndef EIP_SPACE_WORD_H
#define EIP_SPACE_WORD_H

#include "base/path.h"

#include <stdbool.h>
#include <stdint.h>

enum eip__state {
    EIP__FREE = 0,
    EIP__HELD = 1,
    EIP__GONE = 2,
    EIP__DRAIN = 3, /* held, and to be withdrawn when released */
    EIP__RETIRED = 4
};

enum {
    EIP__MARK_FRESH = 0,
    EIP__MARK_RING = 1, /* 1 to EIP__RING */
    EIP__RING = 7,
    EIP__MARK_OLD = 8,
    EIP__MARKS = 9,
    EIP__MARK_PENDING = 15
};

#define EIP__GENERATION_MAX UINT32_MAX
#define EIP__OWNER_MAX ((UINT32_C(1) << 25) - 1)

static inline uint32_t eip__word_generation(uint64_t word) {
    return (uint32_t)word;
}

static inline uint32_t eip__word_owner(uint64_t word) {
    return (uint32_t)(word >> 32) & EIP__OWNER_MAX;
}

static inline uint32_t eip__word_mark(uint64_t word) {
    return (uint32_t)(word >> 57) & 15;
}

static inline enum eip__state eip__word_state(uint64_t word) {
    return (enum eip__state)(word >> 61);
}

static inline uint64_t eip__word_make(enum eip__state state, uint32_t mark,
                                      uint32_t owner, uint32_t generation) {
    return (uint64_t)state << 61 | (uint64_t)mark << 57 |
           (uint64_t)owner << 32 | generation;
}

static inline bool eip__word_is_free(uint64_t word) {
    return eip__word_state(word) == EIP__FREE;
}

/** FREE, and never allocated, or released without cooldown. */
static inline bool eip__word_is_unused(uint64_t word) {
    return eip__word_is_free(word) && eip__word_mark(word) == EIP__MARK_FRESH;
}

/** Held by anyone, drained or not. */
static inline bool eip__word_is_held(uint64_t word) {
    return eip__word_state(word) == EIP__HELD ||
           eip__word_state(word) == EIP__DRAIN;
}

/** Held for a block, which is decided by settling its owner's account. */
static inline bool eip__word_is_pending(uint64_t word) {
    return eip__word_is_held(word) && eip__word_mark(word) == EIP__MARK_PENDING;
}

/** Held by this owner in this generation. */
static inline bool eip__word_is_held_by(uint64_t word, uint32_t owner,
                                        uint32_t generation) {
    return eip__word_is_held(word) && eip__word_owner(word) == owner &&
           eip__word_generation(word) == generation;
}

/** FREE -> HELD, one generation up. */
static inline bool eip__word_allocate(uint64_t word, uint32_t owner,
                                      uint64_t *next) {
    *next = eip__word_make(EIP__HELD, 0, owner, eip__word_generation(word) + 1);
    return eip__word_is_free(word);
}

/** FREE -> HELD for a block, one generation up. */
static inline uint64_t eip__word_hold(uint64_t word, uint32_t owner) {
    return eip__word_make(EIP__HELD, EIP__MARK_PENDING, owner,
                          eip__word_generation(word) + 1);
}

/** HELD or DRAIN, pending -> the same, for good. */
static inline uint64_t eip__word_confirm(uint64_t word) {
    return eip__word_make(eip__word_state(word), 0, eip__word_owner(word),
                          eip__word_generation(word));
}

/** HELD -> FREE or RETIRED, DRAIN -> GONE. Whoever `keeps` may recover. */
EIP__HOT bool eip__word_release(uint64_t word, uint32_t mark, bool keeps,
                                uint64_t *next) {
    enum eip__state to = EIP__FREE;

    if (eip__word_generation(word) == EIP__GENERATION_MAX) {
        to = EIP__RETIRED;
    } else if (eip__word_state(word) == EIP__DRAIN) {
        to = EIP__GONE;
    }
    *next = eip__word_make(to, mark, keeps ? eip__word_owner(word) : 0,
                           eip__word_generation(word));
    return eip__word_is_held(word);
}

/** HELD or DRAIN, pending -> as if it had not been held, but for the
 *  generation: with mark and owner of the word `before`. */
static inline uint64_t eip__word_let_go(uint64_t word, uint64_t before) {
    uint64_t next;

    (void)eip__word_release(word, eip__word_mark(before), false, &next);
    return eip__word_make(eip__word_state(next), eip__word_mark(before),
                          eip__word_owner(before), eip__word_generation(word));
}

/** FREE -> FREE in another hint class. */
static inline bool eip__word_expire(uint64_t word, uint32_t mark,
                                    uint64_t *next) {
    *next = eip__word_make(EIP__FREE, mark, eip__word_owner(word),
                           eip__word_generation(word));
    return eip__word_is_free(word) && eip__word_mark(word) != EIP__MARK_FRESH;
}

/** FREE -> GONE, HELD -> DRAIN; owner and mark are kept for `restore`. */
static inline bool eip__word_withdraw(uint64_t word, uint64_t *next) {
    enum eip__state state = eip__word_state(word);

    *next = eip__word_make(state == EIP__FREE ? EIP__GONE : EIP__DRAIN,
                           eip__word_mark(word), eip__word_owner(word),
                           eip__word_generation(word));
    return state == EIP__FREE || state == EIP__HELD;
}

/** GONE -> FREE, DRAIN -> HELD: the drain is called off. A generation is left
 *  out on the way to FREE: no FREE word may ever come back, or a thread that
 *  was stopped with it in hand could still allocate (ledger.h). */
static inline bool eip__word_restore(uint64_t word, uint64_t *next) {
    enum eip__state state = eip__word_state(word);
    uint32_t generation = eip__word_generation(word);
    enum eip__state to = EIP__HELD;

    if (state == EIP__GONE) {
        generation++;
        to = generation == EIP__GENERATION_MAX ? EIP__RETIRED : EIP__FREE;
    }
    *next = eip__word_make(to, eip__word_mark(word), eip__word_owner(word),
                           generation);
    return state == EIP__GONE || state == EIP__DRAIN;
}

/** GONE -> FREE or RETIRED, as an address that nobody has had: nobody may
 *  recover. A generation is left out, as in `restore`. */
static inline bool eip__word_anew(uint64_t word, uint64_t *next) {
    uint32_t generation = eip__word_generation(word) + 1;

    *next = eip__word_make(generation == EIP__GENERATION_MAX ? EIP__RETIRED
                                                             : EIP__FREE,
                           EIP__MARK_FRESH, 0, generation);
    return eip__word_state(word) == EIP__GONE;
}

/** GONE -> FREE for another address in this record: nobody may recover. A
 *  generation is left out here, too. */
static inline bool eip__word_readmit(uint64_t word, uint64_t *next) {
    bool leaves = eip__word_restore(word, next);

    *next = eip__word_make(eip__word_state(*next), EIP__MARK_FRESH, 0,
                           eip__word_generation(*next));
    return leaves && eip__word_state(word) == EIP__GONE;
}

#endif
