/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* How long exactly an address has to wait, at the edges of the clock. */
#include "space/cool.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { COOLDOWN = 1000, OWNER = 3 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct direct_address taken;
};

/* One address of four is held; the clock says `now_ms`. */
static struct fixture *start(uint64_t now_ms) {
    static const struct direct_options options = {.cooldown_ms = COOLDOWN};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    eip__publish(&f->direct.now_ms, now_ms);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/30"));
    f->lane = direct_enter(&f->direct);
    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &f->taken));
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

/* As a call sees it whose time is `now_ms`. */
static uint64_t wait_at(struct fixture *f, uint64_t now_ms) {
    struct eip__moment moment = {&f->direct.host, now_ms, true};

    return eip__cool_wait(&f->direct.space, f->taken.record,
                          direct_word(&f->direct, f->taken.address), &moment);
}

static void give_and_check(uint64_t now_ms) {
    struct fixture *f = start(now_ms);

    cr_assert(direct_give(&f->direct, f->lane, &f->taken));
    for (uint64_t age = 0; age <= COOLDOWN; age += 100) {
        cr_assert_eq(wait_at(f, now_ms + age), COOLDOWN - age);
    }
    cr_assert_eq(wait_at(f, now_ms + COOLDOWN - 1), 1);
    cr_assert_eq(wait_at(f, now_ms + COOLDOWN + 1), 0);
    /* A call whose time is older sees the age 0. */
    cr_assert_eq(wait_at(f, now_ms - 1), COOLDOWN);
    finish(f);
}

Test(cool_exact, to_the_millisecond) {
    give_and_check(DIRECT_START_MS);
    give_and_check(EIP__STAMP_VALUE_MASK + 1); /* the stamp comes round */
    give_and_check(EIP__STAMP_VALUE_MASK - COOLDOWN / 2);
}

/* At any time: also while the clock, or its 40 bits, show less than a
 * cooldown. */
Test(cool_exact, never_allocated_is_never_cooling) {
    static const uint64_t times[] = {1, COOLDOWN - 1, COOLDOWN,
                                     EIP__STAMP_VALUE_MASK + 2};

    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct fixture *f = start(times[i]);

        cr_assert_eq(direct_count(&f->direct).cooling, 0);
        cr_assert_eq(direct_count(&f->direct).free, 3);
        cr_assert(direct_give(&f->direct, f->lane, &f->taken));
        cr_assert_eq(direct_count(&f->direct).cooling, 1);
        finish(f);
    }
}

/* Another cooldown says nothing of when a bucket began. */
Test(cool_exact, a_reset_leaves_the_ring_alone) {
    struct fixture *f = start(DIRECT_START_MS);

    eip__note(&f->direct.space.began[0], DIRECT_START_MS);
    direct_set_cooldown(&f->direct, COOLDOWN * 2);
    cr_assert_eq(eip__hint(&f->direct.space.began[0]), DIRECT_START_MS);
    finish(f);
}
