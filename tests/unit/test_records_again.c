/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Records that served a block which is gone, and serve another: what was
 * offered in which class is forgotten, what may never be offered is not. */
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, HOUR = 3600000, SIZE = 64 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct eip__range *range;
};

static struct fixture *start(uint64_t cooldown_ms) {
    const struct direct_options options = {.policy = EIP_POLICY_LOWEST,
                                           .cooldown_ms = cooldown_ms};
    struct fixture *f = calloc(1, sizeof *f);

    cr_assert_not_null(f);
    direct_open(&f->direct, &options);
    f->lane = direct_enter(&f->direct);
    f->range = direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

/* The block goes, and another comes to its records. */
static void replace(struct fixture *f) {
    uint32_t record = f->range->record;

    cr_assert_eq(direct_withdraw(&f->direct, f->range), 0);
    direct_leave(f->lane);
    direct_remove(&f->direct, f->range);
    f->lane = direct_enter(&f->direct);
    f->range = direct_add(&f->direct, direct_cidr("10.1.0.0/26"));
    cr_assert_eq(f->range->record, record, "not the same records");
}

static uint64_t hints(struct fixture *f, uint32_t mark) {
    return eip__hint(
        eip__records_hint(&f->direct.records, f->range->record, mark));
}

static void take(struct fixture *f, struct direct_address *taken,
                 uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken[i]),
                  "only %u", i);
    }
}

static void give(struct fixture *f, const struct direct_address *taken,
                 uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        cr_assert(direct_give(&f->direct, f->lane, &taken[i]));
    }
}

/* All released into the ring, so that none is offered as never released. */
static void check(uint64_t cooldown_ms, uint32_t used) {
    struct fixture *f = start(cooldown_ms);
    struct direct_address taken[SIZE];
    struct direct_address more;

    take(f, taken, used);
    give(f, taken, used);
    replace(f);
    cr_assert_eq(hints(f, EIP__MARK_FRESH), 0, "one is not offered");
    for (uint32_t mark = 1; mark < EIP__MARKS; mark++) {
        cr_assert_eq(hints(f, mark), 0, "still offered as released");
    }
    cr_assert_eq(direct_count(&f->direct).never_allocated, SIZE);
    take(f, taken, SIZE);
    cr_assert_not(direct_take_any(&f->direct, f->lane, OWNER, &more));
    finish(f);
}

Test(records_again, all_are_offered_as_never_released) {
    check(HOUR, SIZE);
    check(HOUR, SIZE / 2);
    check(HOUR, 1);
    check(0, SIZE);
}

Test(records_again, retired_ones_stay_out) {
    struct fixture *f = start(HOUR);
    struct direct_address taken[SIZE];
    const uint32_t retired = 5;
    uint64_t word;

    take(f, taken, SIZE);
    give(f, taken, SIZE);
    word = direct_word(&f->direct, taken[retired].address);
    cr_assert(eip__step(
        eip__records_word(&f->direct.records, taken[retired].record), &word,
        eip__word_make(EIP__RETIRED, 0, 0, EIP__GENERATION_MAX)));
    replace(f);
    cr_assert_eq(hints(f, EIP__MARK_FRESH), UINT64_C(1) << retired);
    take(f, taken, SIZE - 1);
    for (uint32_t i = 0; i < SIZE - 1; i++) {
        cr_assert_neq(taken[i].address, f->range->cidr.base + retired);
    }
    finish(f);
}
