/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the ring of buckets (I7). */
#include "space/cool.h"

#include "space/hint.h"

enum {
    TICKS = 5,          /* ticks in a cooldown */
    PIECES_A_TURN = 64, /* pieces moved or closed for one release */
    SLOT_BITS = 3
};

static uint32_t slot_of(uint64_t ring) {
    return (uint32_t)ring & ((1u << SLOT_BITS) - 1);
}

uint64_t eip__cool_wait(const struct eip__space *space, uint32_t record,
                        uint64_t word, struct eip__moment *moment) {
    uint64_t cooldown = eip__hint(&space->cooldown_ms);
    uint64_t stamp;
    uint64_t age;

    if (cooldown == 0 || eip__word_mark(word) == EIP__MARK_FRESH) {
        return 0;
    }
    stamp = eip__read(&eip__records_cold(space->records, record)->stamp);
    /* A stamp after the word's says that the address has been taken since:
     * whatever its value is, it is not the time of this word's release. */
    if (eip__stamp_is_after(stamp, eip__word_generation(word))) {
        return cooldown;
    }
    age = (eip__moment_now(moment) - eip__stamp_value(stamp)) &
          EIP__STAMP_VALUE_MASK;
    /* A call whose time is a little older than the release sees an age just
     * below zero, which is a huge one here: that is age 0. */
    if (age > EIP__STAMP_VALUE_MASK - EIP_COOLDOWN_MS_MAX) {
        age = 0;
    }
    return age < cooldown ? cooldown - age : 0;
}

/* What is released later waits the whole cooldown. */
void eip__cool_rule_out(struct eip__space *space, uint32_t mark, uint64_t wait,
                        struct eip__moment *moment) {
    uint64_t cooldown = eip__hint(&space->cooldown_ms);

    eip__note(&space->past[mark],
              eip__moment_now(moment) + (wait < cooldown ? wait : cooldown));
}

void eip__cool_reset(struct eip__space *space) {
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        eip__cool_rule_in(space, mark);
    }
}

static uint64_t tick_of(uint64_t cooldown) {
    return (cooldown + TICKS - 1) / TICKS;
}

/* Bucket 0 is current; the one i ticks older is i before it. The one that will
 * be current next is left clean. */
void eip__cool_begin(struct eip__space *space, uint64_t now_ms) {
    uint64_t tick = tick_of(eip__hint(&space->cooldown_ms));

    eip__note(&space->ring, now_ms << SLOT_BITS);
    for (uint64_t i = 0; i < EIP__RING; i++) {
        uint64_t since = (i + 1) * tick;

        eip__note(&space->began[(EIP__RING - i) % EIP__RING],
                  since < now_ms ? now_ms - since : 0);
    }
}

uint32_t eip__cool_mark_of(const struct eip__space *space,
                           uint64_t released_ms) {
    uint64_t tick = tick_of(eip__hint(&space->cooldown_ms));
    uint64_t now = eip__hint(&space->ring) >> SLOT_BITS;
    uint64_t age = (now - released_ms) & EIP__STAMP_VALUE_MASK;

    if (tick == 0 || age / tick >= EIP__RING - 1) {
        return EIP__MARK_OLD;
    }
    return EIP__MARK_RING + (uint32_t)((EIP__RING - age / tick) % EIP__RING);
}

/* Move the addresses of one withdrawn leaf to the old bucket. A word that is
 * FREE with another mark had left a stale hint here, and is offered where its
 * mark says (H3). */
static void move_leaf(struct eip__space *space, const struct eip__range *range,
                      uint32_t first, uint64_t bits, uint32_t mark) {
    for (; bits != 0; bits &= bits - 1) {
        uint32_t record = first + (uint32_t)__builtin_ctzll(bits);
        eip__a64 *place = eip__records_word(space->records, record);
        uint64_t word = eip__read(place);
        uint64_t next;

        while (eip__word_mark(word) == mark &&
               eip__word_expire(word, EIP__MARK_OLD, &next)) {
            if (eip__step(place, &word, next)) {
                word = next;
            }
        }
        if (eip__word_is_free(word)) {
            eip__cool_rule_in(space, eip__word_mark(word));
            eip__hint_offer(space, range, record, eip__word_mark(word));
        }
    }
}

uint64_t eip__cool_rejoin(struct eip__space *space, uint32_t record,
                          uint64_t word) {
    eip__a64 *place = eip__records_word(space->records, record);
    uint32_t mark = eip__word_mark(word);
    uint64_t stamp =
        eip__read(&eip__records_cold(space->records, record)->stamp);
    uint64_t began;
    uint64_t next;

    if (mark == EIP__MARK_FRESH || mark == EIP__MARK_OLD) {
        return word;
    }
    began = eip__hint(&space->began[mark - EIP__MARK_RING]);
    if (eip__stamp_value(stamp) >= (began & EIP__STAMP_VALUE_MASK)) {
        return word;
    }
    while (eip__word_mark(word) == mark &&
           eip__word_expire(word, EIP__MARK_OLD, &next)) {
        if (eip__step(place, &word, next)) {
            word = next;
        }
    }
    return word;
}

static void move_piece(struct eip__space *space, struct eip__lane *lane,
                       struct eip__layout *layout, uint32_t mark,
                       uint32_t piece) {
    const struct eip__piece *at = &layout->piece[piece];

    for (uint32_t i = 0; i < eip__piece_leaves(at); i++) {
        uint32_t first = at->record + i * EIP__LEAF;
        struct eip__range *range;
        uint64_t bits;

        if (eip__read(eip__records_hint(space->records, first, mark)) == 0) {
            continue;
        }
        range = eip__records_range(space->records, first);
        bits = eip__hint_withdraw(space->records, lane, first,
                                  eip__piece_valid(at), mark);
        if (range != NULL) {
            move_leaf(space, range, first, bits, mark);
        }
    }
    eip__layout_close(lane, layout, mark, piece);
}

/* Empty a bucket into the old one, a bounded part of it; is it clean now? */
static bool clean(struct eip__space *space, struct eip__lane *lane,
                  uint32_t mark) {
    struct eip__layout *layout = eip__space_layout(space);
    uint32_t piece = 0;

    for (uint32_t i = 0; i < PIECES_A_TURN && layout != NULL; i++) {
        piece = eip__layout_open_from(layout, mark, piece);
        if (piece == EIP__NONE) {
            return true;
        }
        move_piece(space, lane, layout, mark, piece);
        piece++;
    }
    return layout == NULL ||
           eip__layout_open_from(layout, mark, 0) == EIP__NONE;
}

uint32_t eip__cool_bucket(struct eip__space *space, struct eip__lane *lane,
                          struct eip__moment *moment, uint64_t cooldown) {
    uint64_t ring = eip__read(&space->ring);
    uint64_t now = eip__moment_now(moment);
    uint32_t next;

    if (now < (ring >> SLOT_BITS) + tick_of(cooldown)) {
        return EIP__MARK_RING + slot_of(ring);
    }
    next = (slot_of(ring) + 1) % EIP__RING;
    if (clean(space, lane, EIP__MARK_RING + next)) {
        eip__note(&space->began[next], now);
        eip__cool_rule_out(space, EIP__MARK_RING + next, cooldown, moment);
        if (eip__step(&space->ring, &ring, now << SLOT_BITS | next)) {
            return EIP__MARK_RING + next;
        }
    }
    return EIP__MARK_RING + slot_of(ring);
}
