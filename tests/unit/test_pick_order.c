/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Which address comes next: among those still cooling the oldest bucket's, by
 * its hints and without a proof; under SPREAD one of the lane's leaf. */
#include "space/cool.h"
#include "space/hint.h"
#include "space/pick.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { OWNER = 3, COOLDOWN = 1000, TICK = 200, LEAVES = 4096 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(const struct direct_options *options,
                             const char *cidr) {
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, options);
    (void)direct_add(&f->direct, direct_cidr(cidr));
    f->lane = direct_enter(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static struct direct_address take(struct fixture *f) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    return taken;
}

/* As a turn of the ring moves it that finds it unused. */
static void make_old(struct fixture *f, const struct direct_address *address) {
    struct eip__space *space = &f->direct.space;
    eip__a64 *place = eip__records_word(&f->direct.records, address->record);
    uint64_t word = eip__read(place);
    uint64_t next;

    cr_assert_neq(eip__hint_withdraw(&f->direct.records, f->lane,
                                     address->record,
                                     UINT64_C(1) << address->record % EIP__LEAF,
                                     eip__word_mark(word)),
                  0);
    cr_assert(eip__word_expire(word, EIP__MARK_OLD, &next));
    cr_assert(eip__step(place, &word, next));
    eip__hint_offer(space, address->range, address->record, EIP__MARK_OLD);
}

/* The current bucket is the last of them, and is looked through as well. */
Test(pick_order, cooling_ones_by_age_and_without_a_proof) {
    static const struct direct_options options = {.policy = EIP_POLICY_RANDOM,
                                                  .cooldown_ms = COOLDOWN};
    struct fixture *f = start(&options, "10.0.0.0/29");
    struct direct_address held[8];

    for (uint32_t i = 0; i < 8; i++) {
        held[i] = take(f);
    }
    for (uint32_t i = 0; i < 4; i++) {
        eip__publish(&f->direct.now_ms, DIRECT_START_MS + i * TICK);
        cr_assert(direct_give(&f->direct, f->lane, &held[i]));
    }
    make_old(f, &held[2]);
    cr_assert_eq(take(f).address, held[2].address, "the old is the oldest");
    cr_assert_eq(take(f).address, held[0].address);
    cr_assert_eq(take(f).address, held[1].address);
    cr_assert_eq(take(f).address, held[3].address);
    cr_assert_eq(eip__look(&f->direct.space.dry), 0, "it took a proof");
    finish(f);
}

/* -- the lane's leaf ---------------------------------------------------------------- */

/* So that threads keep out of each other's cache lines. */
Test(pick_order, a_lane_stays_in_its_leaf) {
    static const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                                  .seed = 7};
    struct fixture *f = start(&options, "10.0.0.0/14");
    uint32_t changes = 0;
    uint32_t last = UINT32_MAX;

    for (uint32_t i = 0; i < 10 * EIP__LEAF; i++) {
        uint32_t leaf = take(f).record / EIP__LEAF;

        changes += leaf != last;
        last = leaf;
    }
    cr_assert_leq(changes, 11, "%u leaves for what ten hold", changes);
    finish(f);
}

/* How many of the leaves begun have the next one begun as well. */
static uint32_t neighbours(bool scattered) {
    enum { BEGUN = 200 };
    const struct direct_options options = {
        .policy = EIP_POLICY_SPREAD, .scattered = scattered, .seed = 7};
    struct fixture *f = start(&options, "10.0.0.0/14");
    static bool begun[LEAVES + 1];
    uint32_t count = 0;

    for (uint32_t i = 0; i <= LEAVES; i++) {
        begun[i] = false;
    }
    for (uint32_t i = 0; i < BEGUN * EIP__LEAF; i++) {
        begun[take(f).record / EIP__LEAF] = true;
    }
    for (uint32_t i = 0; i < LEAVES; i++) {
        count += begun[i] && begun[i + 1];
    }
    finish(f);
    return count;
}

/* Where records are not scattered, leaves are drawn: neighbours do not follow
 * each other. Where they are, the records next to each other serve, whose
 * addresses are not. */
Test(pick_order, spread_over_the_addresses) {
    cr_assert_lt(neighbours(false), 40);
    cr_assert_gt(neighbours(true), 100);
}

/* -- released ones: once around ------------------------------------------------------- */

enum { WAITING = 100 };

/* Of 1024 addresses all have been released, and 100 are held; each that is taken
 * is released when 100 others have been. How often is the next of another leaf,
 * and how many leaves are come to? */
static uint32_t go_around(struct fixture *f, uint32_t picks, uint32_t *leaves) {
    static struct direct_address held[1024];
    static bool seen[1024];
    uint32_t changes = 0;
    uint32_t last = UINT32_MAX;

    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < 1024; i++) {
        held[i] = take(f);
    }
    for (uint32_t i = 0; i < 1024; i++) {
        cr_assert(direct_give(&f->direct, f->lane, &held[i]));
    }
    for (uint32_t i = 0; i < picks; i++) {
        struct direct_address *next = &held[i % WAITING];
        uint32_t leaf;

        if (i >= WAITING) {
            cr_assert(direct_give(&f->direct, f->lane, next));
        }
        *next = take(f);
        leaf = next->record / EIP__LEAF;
        cr_assert_lt(leaf, 1024);
        *leaves += !seen[leaf];
        seen[leaf] = true;
        changes += leaf != last;
        last = leaf;
    }
    return changes;
}

/* What is released meanwhile waits until all others have been looked at, and a
 * leaf is looked at for all that it offers. */
Test(pick_order, released_ones_come_once_around) {
    static const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                                  .cooldown_ms = COOLDOWN};
    struct fixture *f = start(&options, "10.0.0.0/22");
    uint32_t leaves = 0;
    uint32_t changes = go_around(f, 4000, &leaves);

    cr_assert_eq(leaves, 16);
    cr_assert_leq(changes, 4000 / EIP__LEAF * 5 / 4, "%u", changes);
    finish(f);
}

/* Likewise in a block whose records are not the first, and next to another. */
Test(pick_order, released_ones_of_two_blocks_come_once_around) {
    static const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                                  .cooldown_ms = COOLDOWN};
    struct fixture *f = start(&options, "10.0.0.0/23");
    uint32_t leaves = 0;
    uint32_t changes;

    direct_leave(f->lane);
    (void)direct_add(&f->direct, direct_cidr("10.0.8.0/23"));
    f->lane = direct_enter(&f->direct);
    changes = go_around(f, 4000, &leaves);
    cr_assert_eq(leaves, 16);
    cr_assert_leq(changes, 4000 / EIP__LEAF * 5 / 4, "%u", changes);
    finish(f);
}
