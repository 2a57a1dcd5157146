/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The word of an address: every arrow from every state, with every field at
 * and beside its limits. */
#include "space/word.h"

#include <criterion/criterion.h>

static const uint32_t generations[] = {
    0, 1, 2, 0x7fffffff, UINT32_MAX - 2, UINT32_MAX - 1, UINT32_MAX};
static const uint32_t owners[] = {0, 1, 2, EIP__OWNER_MAX - 1, EIP__OWNER_MAX};

struct fields {
    uint32_t state;
    uint32_t mark;
    uint32_t owner;
    uint32_t generation;
};

static struct fields fields_of(uint64_t word) {
    struct fields fields = {(uint32_t)eip__word_state(word),
                            eip__word_mark(word), eip__word_owner(word),
                            eip__word_generation(word)};

    return fields;
}

static bool same(uint64_t word, uint32_t state, uint32_t mark, uint32_t owner,
                 uint32_t generation) {
    struct fields is = fields_of(word);

    return is.state == state && is.mark == mark && is.owner == owner &&
           is.generation == generation;
}

/* Call `check` with every combination: all 8 values of the state, all 16 of
 * the mark, so also those that no arrow ever writes. */
static void for_all(void (*check)(uint64_t word, struct fields fields)) {
    for (uint32_t i = 0; i < 8 * 16; i++) {
        for (size_t o = 0; o < sizeof owners / sizeof owners[0]; o++) {
            for (size_t g = 0; g < sizeof generations / sizeof generations[0];
                 g++) {
                struct fields fields = {i / 16, i % 16, owners[o],
                                        generations[g]};

                check(eip__word_make((enum eip__state)fields.state, fields.mark,
                                     fields.owner, fields.generation),
                      fields);
            }
        }
    }
}

static void check_fields(uint64_t word, struct fields f) {
    cr_assert(same(word, f.state, f.mark, f.owner, f.generation));
    cr_assert_eq(eip__word_is_free(word), f.state == EIP__FREE);
    cr_assert_eq(eip__word_is_held(word),
                 f.state == EIP__HELD || f.state == EIP__DRAIN);
    cr_assert_eq(eip__word_is_held_by(word, f.owner, f.generation),
                 eip__word_is_held(word));
    cr_assert(!eip__word_is_held_by(word, f.owner ^ 1, f.generation));
    cr_assert(!eip__word_is_held_by(word, f.owner, f.generation ^ 1));
}

Test(word, fields_do_not_touch_each_other) {
    for_all(check_fields);
}

Test(word, zero_is_free_and_never_owned) {
    cr_assert(same(0, EIP__FREE, EIP__MARK_FRESH, 0, 0));
    cr_assert_eq(eip__word_make(EIP__FREE, EIP__MARK_FRESH, 0, 0), 0);
}

static void check_allocate(uint64_t word, struct fields f) {
    uint64_t next;
    bool can = eip__word_allocate(word, 77, &next);

    cr_assert_eq(can, f.state == EIP__FREE);
    if (can && f.generation != EIP__GENERATION_MAX) {
        cr_assert(same(next, EIP__HELD, 0, 77, f.generation + 1));
    }
}

Test(word, allocate) {
    for_all(check_allocate);
}

static void check_release(uint64_t word, struct fields f) {
    bool last = f.generation == EIP__GENERATION_MAX;
    uint32_t to = last                    ? EIP__RETIRED
                  : f.state == EIP__DRAIN ? EIP__GONE
                                          : EIP__FREE;

    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        uint64_t kept;
        uint64_t left;
        bool can = eip__word_release(word, mark, true, &kept);

        cr_assert_eq(can, eip__word_is_held(word));
        cr_assert_eq(eip__word_release(word, mark, false, &left), can);
        if (can) {
            cr_assert(same(kept, to, mark, f.owner, f.generation));
            cr_assert(same(left, to, mark, 0, f.generation));
        }
    }
}

Test(word, release) {
    for_all(check_release);
}

static void check_expire(uint64_t word, struct fields f) {
    uint64_t next;
    bool can = eip__word_expire(word, EIP__MARK_OLD, &next);

    cr_assert_eq(can, f.state == EIP__FREE && f.mark != EIP__MARK_FRESH);
    if (can) {
        cr_assert(same(next, EIP__FREE, EIP__MARK_OLD, f.owner, f.generation));
    }
}

Test(word, expire) {
    for_all(check_expire);
}

static void check_withdraw(uint64_t word, struct fields f) {
    uint64_t next;
    bool can = eip__word_withdraw(word, &next);

    cr_assert_eq(can, f.state == EIP__FREE || f.state == EIP__HELD);
    if (can) {
        cr_assert(same(next, f.state == EIP__FREE ? EIP__GONE : EIP__DRAIN,
                       f.mark, f.owner, f.generation));
        cr_assert_eq(eip__word_is_held(next), eip__word_is_held(word));
        cr_assert(!eip__word_withdraw(next, &next), "withdrawn twice");
    }
}

Test(word, withdraw) {
    for_all(check_withdraw);
}

static void check_restore(uint64_t word, struct fields f) {
    uint64_t next;
    bool can = eip__word_restore(word, &next);

    cr_assert_eq(can, f.state == EIP__GONE || f.state == EIP__DRAIN);
    if (can && f.state == EIP__DRAIN) {
        cr_assert(same(next, EIP__HELD, f.mark, f.owner, f.generation));
    } else if (can && f.generation < EIP__GENERATION_MAX - 1) {
        cr_assert(same(next, EIP__FREE, f.mark, f.owner, f.generation + 1));
    } else if (can && f.generation == EIP__GENERATION_MAX - 1) {
        cr_assert(
            same(next, EIP__RETIRED, f.mark, f.owner, EIP__GENERATION_MAX));
    }
}

Test(word, restore) {
    for_all(check_restore);
}

static void check_readmit(uint64_t word, struct fields f) {
    uint64_t next;
    bool can = eip__word_readmit(word, &next);

    cr_assert_eq(can, f.state == EIP__GONE);
    if (can) {
        cr_assert(same(next,
                       f.generation + 1 == EIP__GENERATION_MAX ? EIP__RETIRED
                                                               : EIP__FREE,
                       EIP__MARK_FRESH, 0, f.generation + 1));
    }
}

Test(word, readmit) {
    for_all(check_readmit);
}

/* -- what arrows together keep ---------------------------------------------------- */

enum { ARROWS = 7, SEEN_MAX = 4096 };

static bool arrow(uint32_t which, uint64_t word, uint64_t *next) {
    switch (which) {
    case 0:
        return eip__word_allocate(word, 5, next);
    case 1:
        return eip__word_release(word, EIP__MARK_RING, true, next);
    case 2:
        return eip__word_release(word, EIP__MARK_FRESH, false, next);
    case 3:
        return eip__word_expire(word, EIP__MARK_OLD, next);
    case 4:
        return eip__word_withdraw(word, next);
    case 5:
        return eip__word_restore(word, next);
    default:
        return eip__word_readmit(word, next);
    }
}

/* Follow every arrow from a word shortly before the last generation. */
Test(word, the_last_generation_is_the_end) {
    static uint64_t seen[SEEN_MAX];
    uint32_t count = 1;

    seen[0] =
        eip__word_make(EIP__FREE, EIP__MARK_FRESH, 0, EIP__GENERATION_MAX - 3);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t which = 0; which < ARROWS; which++) {
            uint64_t next;
            uint32_t at = 0;

            if (!arrow(which, seen[i], &next)) {
                continue;
            }
            cr_assert_geq(eip__word_generation(next),
                          eip__word_generation(seen[i]), "went back");
            cr_assert_neq(eip__word_state(seen[i]), EIP__RETIRED);
            while (at < count && seen[at] != next) {
                at++;
            }
            if (at == count) {
                cr_assert_lt(count, SEEN_MAX);
                seen[count++] = next;
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        cr_assert(eip__word_generation(seen[i]) != EIP__GENERATION_MAX ||
                      (!eip__word_is_free(seen[i]) &&
                       eip__word_state(seen[i]) != EIP__GONE),
                  "%llx can be had again", (unsigned long long)seen[i]);
    }
    cr_assert_gt(count, 20);
}

/* Allocate and release raise the generation; so does a drain called off,
 * and another address in the record. A FREE word that was left never comes
 * back. */
Test(word, a_free_word_does_not_come_back) {
    uint64_t first = eip__word_make(EIP__FREE, EIP__MARK_OLD, 9, 100);
    uint64_t gone;
    uint64_t word;

    cr_assert(eip__word_withdraw(first, &gone));
    cr_assert(eip__word_readmit(gone, &word));
    cr_assert_eq(eip__word_generation(word), 101);
    cr_assert(eip__word_restore(gone, &word));
    cr_assert_neq(word, first);
    cr_assert_eq(eip__word_owner(word), 9);
    cr_assert(eip__word_allocate(word, 9, &word));
    cr_assert(eip__word_release(word, EIP__MARK_OLD, true, &word));
    cr_assert_neq(word, first);
    cr_assert_eq(eip__word_generation(word), 102);
}
