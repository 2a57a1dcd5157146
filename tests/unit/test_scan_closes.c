/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What a look through a class leaves behind: closed pieces, the least time
 * that anything passed over has to wait, and right counts for RANDOM. */
#include "space/hint.h"
#include "space/pick.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, BASE = 0x0a000000, COOLDOWN = 1000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(uint32_t policy, uint64_t cooldown_ms,
                             const char *cidr) {
    const struct direct_options options = {.policy = policy,
                                           .cooldown_ms = cooldown_ms};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
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

static struct eip__layout *layout_of(struct fixture *f) {
    return eip__space_layout(&f->direct.space);
}

static struct direct_address take_this(struct fixture *f, uint32_t at) {
    struct direct_address taken;

    cr_assert(direct_take_this(&f->direct, OWNER, BASE + at, &taken));
    return taken;
}

static void give(struct fixture *f, const struct direct_address *taken,
                 uint64_t ms) {
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + ms);
    cr_assert(direct_give(&f->direct, f->lane, taken));
}

/* Of three pieces one has an address too young, one a stale hint, one an
 * address to pick. */
Test(scan_closes, what_is_empty_and_only_that) {
    struct fixture *f = start(EIP_POLICY_RANDOM, COOLDOWN, "10.0.0.0/18");
    struct eip__moment moment = direct_moment(&f->direct);
    struct direct_address held[3];
    struct eip__scan scan = {.space = &f->direct.space,
                             .lane = f->lane,
                             .layout = layout_of(f),
                             .moment = &moment,
                             .policy = EIP_POLICY_RANDOM,
                             .past_only = true,
                             .wait = UINT64_MAX};
    struct eip__pick picked;

    for (uint32_t i = 0; i < 3; i++) {
        held[i] = take_this(f, i * EIP__PIECE + 5);
    }
    give(f, &held[1], 0);
    give(f, &held[2], 0);
    give(f, &held[0], 150); /* in the same bucket */
    scan.mark = eip__word_mark(direct_word(&f->direct, held[0].address));
    cr_assert_eq(eip__word_mark(direct_word(&f->direct, held[2].address)),
                 scan.mark);
    (void)take_this(f, EIP__PIECE + 5);
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + COOLDOWN);
    cr_assert(eip__scan_class(&scan, 0, 0, &picked));
    cr_assert_eq(picked.record, held[2].record);
    cr_assert_eq(scan.piece, 2);
    cr_assert_eq(scan.wait, 150);
    cr_assert_eq(eip__layout_open_from(scan.layout, scan.mark, 0), 0);
    cr_assert_eq(eip__layout_open_from(scan.layout, scan.mark, 1), 2,
                 "the empty one stayed open");
    /* Another look finds none, and says that it passed one over. */
    scan.skipped = false;
    cr_assert(!eip__scan_class(&scan, 0, 0, &(struct eip__pick){0}));
    cr_assert(scan.skipped);
    cr_assert_eq(eip__layout_open_from(scan.layout, scan.mark, 1), EIP__NONE);
    eip__pick_return(&f->direct.space, &picked);
    finish(f);
}

/* -- counts ------------------------------------------------------------------------- */

static void expect_counts(struct fixture *f, const uint16_t *expected) {
    for (uint32_t i = 0; i < layout_of(f)->pieces; i++) {
        cr_assert_eq(eip__hint16(&layout_of(f)->offered[i]), expected[i],
                     "piece %u", i);
    }
}

/* With nobody else at work they are exact, whichever way addresses go. */
Test(scan_closes, random_counts_what_is_offered) {
    enum { HELD = 300 };
    struct fixture *f = start(EIP_POLICY_RANDOM, 0, "10.0.0.0/18");
    struct trial_random random = trial_stream(0);
    uint16_t expected[4] = {4096, 4096, 4096, 4096};
    struct direct_address held[HELD];
    uint32_t count = 0;

    expect_counts(f, expected);
    for (uint32_t i = 0; i < 3000; i++) {
        if (count < HELD && trial_below(&random, 2) == 0) {
            cr_assert(
                direct_take_any(&f->direct, f->lane, OWNER, &held[count]));
            expected[held[count++].record / EIP__PIECE]--;
        } else if (count > 0) {
            cr_assert(direct_give(&f->direct, f->lane, &held[--count]));
            expected[held[count].record / EIP__PIECE]++;
        }
    }
    expect_counts(f, expected);
    /* Offered once more, it is offered no more than before. */
    eip__hint_offer_free(&f->direct.space, f->direct.space.ranges[0],
                         f->direct.space.ranges[0]->record + EIP__PIECE - 1);
    expect_counts(f, expected);
    eip__layout_recount(layout_of(f));
    expect_counts(f, expected);
    finish(f);
}

/* What is released into a bucket is not offered as never released. */
Test(scan_closes, buckets_are_not_counted) {
    struct fixture *f = start(EIP_POLICY_RANDOM, COOLDOWN, "10.0.0.0/20");
    struct direct_address held[8];
    uint16_t expected[1] = {EIP__PIECE - 8};

    for (uint32_t i = 0; i < 8; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &held[i]));
    }
    expect_counts(f, expected);
    for (uint32_t i = 0; i < 8; i++) {
        give(f, &held[i], i);
    }
    expect_counts(f, expected);
    finish(f);
}

/* The other policies neither need counts nor pay for them. */
Test(scan_closes, others_do_not_count) {
    static const uint32_t policies[] = {EIP_POLICY_LOWEST, EIP_POLICY_CURSOR,
                                        EIP_POLICY_SPREAD};

    for (size_t p = 0; p < sizeof policies / sizeof *policies; p++) {
        struct fixture *f = start(policies[p], 0, "10.0.0.0/20");
        const uint16_t expected[1] = {EIP__PIECE};
        struct direct_address taken;

        for (uint32_t i = 0; i < 100; i++) {
            cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
            cr_assert(i % 3 == 0 || direct_give(&f->direct, f->lane, &taken));
        }
        expect_counts(f, expected);
        finish(f);
    }
}
