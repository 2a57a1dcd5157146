/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file deed.h
 * What an operation of an account does, as its descriptor says; ledger.h says
 * when, and why each step happens once. For ledger.c, seldom.c and block.c.
 */
#ifndef EIP_REGISTRY_DEED_H
#define EIP_REGISTRY_DEED_H

#include "base/path.h"
#include "registry/ledger.h"
#include "registry/outcome.h"

enum eip__deed_kind {
    EIP__DEED_PASS = 0,
    EIP__DEED_TAKE = 1,
    EIP__DEED_GIVE = 2,
    EIP__DEED_SWAP = 3,
    EIP__DEED_ALTER = 4,
    EIP__DEED_ERRAND = 5,
    EIP__DEED_BLOCK = 6 /* block.h */
};

/* Options in the low half of an eip__op's target. */
enum {
    EIP__DEED_KIND_MASK = 7,
    EIP__DEED_COUNTED = 8,
    EIP__DEED_KEEPS = 16,
    EIP__DEED_RISES = 32,
    EIP__DEED_MARK_SHIFT = 8,
    EIP__DEED_MARK_MASK = 15,
    EIP__DEED_COUNT_SHIFT = 12, /* of addresses, less one */
    EIP__DEED_COUNT_MASK = 15
};

/* How many addresses it is about; at least 1. */
EIP__HOT uint32_t eip__deed_count(uint32_t options) {
    return 1 + (options >> EIP__DEED_COUNT_SHIFT & EIP__DEED_COUNT_MASK);
}

/* A descriptor's members as one has read them. */
struct eip__deed {
    uint32_t record;
    uint32_t options;
    uint64_t before;
    uint64_t after;
    uint64_t stamp;
    uint64_t detail;
    uint64_t used; /* before it */
    uint64_t outcome;
    uint64_t entry; /* in its lane's journal, or 0 */
};

struct eip__deed eip__deed_read(const struct eip__op *op);

/** The address that it is about; none for those without. */
struct eip__place eip__deed_place(const struct eip__ledger *ledger,
                                  const struct eip__deed *deed);

/** Hang a detail up, as far as that is still to be done. */
void eip__deed_hang(struct eip__ledger *ledger, struct eip__cold *cold,
                    uint64_t detail);

/** Carry out any deed but a block, by anyone. */
enum eip__deed_outcome eip__deed_carry_out(struct eip__ledger *ledger,
                                           struct eip__account *account,
                                           struct eip__place place,
                                           const struct eip__deed *deed);

/* An allocation. */
EIP__HOT enum eip__deed_outcome eip__deed_take(struct eip__ledger *ledger,
                                               struct eip__place place,
                                               uint64_t before, uint64_t after,
                                               uint64_t stamp,
                                               uint64_t detail) {
    uint64_t word = before;
    bool stepped = false;

    /* The mark may have changed since (expire); the generation says whether
     * it is still the same turn of being free. */
    while (!stepped && eip__word_is_free(word) &&
           eip__word_generation(word) == eip__word_generation(before)) {
        stepped = eip__step(place.word, &word, after);
    }
    if (!stepped && !eip__word_is_held_by(word, eip__word_owner(after),
                                          eip__word_generation(after))) {
        return EIP__DEED_LOST;
    }
    if (detail != 0) {
        eip__deed_hang(ledger, place.cold, detail);
    }
    eip__stamp_write(&place.cold->stamp, stamp);
    return EIP__DEED_DONE;
}

/* A release. The word may become DRAIN, or HELD again, meanwhile: it is held
 * until one of us releases it. Who comes later leaves the stamp alone: that may
 * have gone round since. */
EIP__HOT void eip__deed_give(struct eip__place place, uint64_t before,
                             uint32_t options, uint64_t stamp) {
    uint64_t word = eip__look(place.word); /* whoever stepped it: H8 */
    uint64_t next;

    if (stamp != 0 && eip__word_is_held_by(word, eip__word_owner(before),
                                           eip__word_generation(before))) {
        eip__stamp_write(&place.cold->stamp, stamp);
    }
    while (eip__word_is_held_by(word, eip__word_owner(before),
                                eip__word_generation(before)) &&
           eip__word_release(
               word, options >> EIP__DEED_MARK_SHIFT & EIP__DEED_MARK_MASK,
               (options & EIP__DEED_KEEPS) != 0, &next)) {
        if (eip__turn(place.word, &word, next)) { /* H8 */
            break;
        }
    }
}

/* What is used after an operation. */
EIP__HOT uint64_t eip__deed_used(uint64_t used, uint32_t options,
                                 enum eip__deed_outcome outcome) {
    if (outcome != EIP__DEED_DONE || (options & EIP__DEED_COUNTED) == 0) {
        return used;
    }
    return used + ((options & EIP__DEED_RISES) != 0 ? eip__deed_count(options)
                                                    : UINT64_MAX);
}

#endif
