/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Finding aligned blocks of free addresses, and proving that there is none. */
#include "space/fit.h"
#include "space/hint.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, SOONER = 1000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct eip__fit fit;
};

static struct fixture *start(struct direct_options options) {
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    f->lane = direct_enter(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static enum eip__fitted fit(struct fixture *f, uint32_t bits) {
    struct eip__moment moment = direct_moment(&f->direct);

    memset(&f->fit, 0, sizeof f->fit);
    return eip__fit_any(&f->direct.space, f->lane, &moment, bits, &f->fit);
}

static uint32_t address(const char *text) {
    uint32_t value = 0;

    cr_assert_eq(eip_ipv4_parse(eip_text_of(text), &value), EIP_OK);
    return value;
}

static void expect_fit(struct fixture *f, uint32_t bits, const char *text) {
    cr_assert_eq(fit(f, bits), EIP__FITTED);
    cr_assert_eq(f->fit.address, address(text), "%x", f->fit.address);
    cr_assert_eq(f->fit.count, 1u << bits);
    for (uint32_t i = 0; i < f->fit.count; i++) {
        cr_assert_eq(eip__range_address(f->fit.range, f->fit.record[i]),
                     f->fit.address + i);
        cr_assert(eip__word_is_free(f->fit.before[i]));
    }
}

static struct direct_address hold(struct fixture *f, const char *text) {
    struct direct_address held;

    cr_assert(direct_take_this(&f->direct, OWNER, address(text), &held));
    return held;
}

static void release(struct fixture *f, const char *text) {
    struct direct_address held = hold(f, text);

    cr_assert(direct_give(&f->direct, f->lane, &held));
}

Test(fit, in_no_layout_and_in_an_empty_one) {
    struct fixture *f = start((struct direct_options){0});
    struct eip__range *range;

    cr_assert_eq(fit(f, 0), EIP__FIT_NONE);
    range = direct_add(&f->direct, direct_cidr("10.0.0.0/32"));
    expect_fit(f, 0, "10.0.0.0");
    cr_assert_eq(direct_withdraw(&f->direct, range), 0);
    cr_assert_eq(fit(f, 0), EIP__FIT_NONE);
    direct_remove(&f->direct, range);
    cr_assert_eq(fit(f, 0), EIP__FIT_NONE);
    finish(f);
}

Test(fit, lowest_in_ranges_that_are_large_enough) {
    struct fixture *f = start((struct direct_options){0});

    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/30"));
    (void)direct_add(&f->direct, direct_cidr("10.0.0.4/30"));
    cr_assert_eq(fit(f, 3), EIP__FIT_NONE, "not across two of them");
    (void)direct_add(&f->direct, direct_cidr("10.0.0.16/28"));
    expect_fit(f, 2, "10.0.0.0");
    expect_fit(f, 3, "10.0.0.16");
    expect_fit(f, 4, "10.0.0.16");
    (void)hold(f, "10.0.0.17");
    expect_fit(f, 3, "10.0.0.24");
    cr_assert_eq(fit(f, 4), EIP__FIT_NONE);
    expect_fit(f, 0, "10.0.0.0");
    finish(f);
}

Test(fit, from_the_cursor) {
    struct fixture *f =
        start((struct direct_options){.policy = EIP_POLICY_CURSOR});
    const struct {
        uint64_t cursor;
        uint32_t bits;
        const char *found;
    } cases[] = {
        {0, 2, "10.0.0.0"},
        {0x0a000001, 2, "10.0.0.4"},
        {0x0a000004, 2, "10.0.0.4"},
        {0x0a000005, 2, "10.0.1.0"},
        {0x0a000005, 0, "10.0.0.5"},
        {0x0a000008, 2, "10.0.1.0"}, /* between two */
        {0x0a000101, 2, "10.0.0.0"},
        {0x0a000110, 2, "10.0.0.0"},
        {UINT64_C(1) << 32, 1, "10.0.0.0"},
    };

    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/29"));
    (void)direct_add(&f->direct, direct_cidr("10.0.1.0/30"));
    (void)hold(f, "10.0.0.6");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        eip__note(&f->direct.space.cursor, cases[i].cursor);
        if (i == 2) {
            continue; /* 10.0.0.6 is held */
        }
        if (cases[i].cursor == 0x0a000001) {
            expect_fit(f, 2, "10.0.1.0");
            continue;
        }
        expect_fit(f, cases[i].bits, cases[i].found);
    }
    finish(f);
}

Test(fit, anywhere_where_the_policy_says_so) {
    const uint32_t policies[] = {EIP_POLICY_SPREAD, EIP_POLICY_RANDOM};

    for (uint32_t i = 0; i < 2; i++) {
        struct fixture *f = start((struct direct_options){
            .policy = policies[i], .scattered = true, .seed = i + 1});
        uint64_t seen = 0;

        cr_assert_eq(fit(f, 4), EIP__FIT_NONE);
        (void)direct_add(&f->direct, direct_cidr("10.0.0.64/31"));
        cr_assert_eq(fit(f, 2), EIP__FIT_NONE, "ranges without any");
        (void)direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
        (void)direct_add(&f->direct, direct_cidr("10.0.0.128/26"));
        for (uint32_t n = 0; n < 1000; n++) {
            cr_assert_eq(fit(f, 3), EIP__FITTED);
            seen |= UINT64_C(1) << (f->fit.address & 255) / 8;
        }
        cr_assert_eq(seen, 0xff00ff, "%llx", (unsigned long long)seen);
        finish(f);
    }
}

Test(fit, by_age) {
    struct fixture *f = start((struct direct_options){
        .policy = EIP_POLICY_SPREAD, .cooldown_ms = 60 * SOONER});

    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/29"));
    release(f, "10.0.0.0");
    eip__note(&f->direct.now_ms, eip__hint(&f->direct.now_ms) + 61 * SOONER);
    release(f, "10.0.0.2");
    release(f, "10.0.0.3");
    for (uint32_t n = 0; n < 50; n++) {
        expect_fit(f, 2, "10.0.0.4");
    }
    (void)hold(f, "10.0.0.5");
    expect_fit(f, 2, "10.0.0.0");
    (void)hold(f, "10.0.0.6");
    for (uint32_t n = 0; n < 50; n++) {
        expect_fit(f, 1, "10.0.0.0"); /* past its cooldown */
    }
    (void)hold(f, "10.0.0.1");
    expect_fit(f, 1, "10.0.0.2");
    eip__note32(&f->direct.space.flags, EIP_POOL_KEEP_COOLING);
    cr_assert_eq(fit(f, 1), EIP__FIT_NONE);
    cr_assert_eq(fit(f, 0), EIP__FITTED);
    cr_assert_eq(f->fit.before[0], 0, "never used");
    finish(f);
}

/* Another's block that is not decided is neither free nor not. */
Test(fit, says_what_is_to_be_settled) {
    struct fixture *f = start((struct direct_options){0});
    eip__a64 *place;
    uint64_t word;

    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/30"));
    place = eip__records_word(&f->direct.records,
                              direct_record(&f->direct, address("10.0.0.1")));
    eip__publish(place, eip__word_hold(0, OWNER));
    expect_fit(f, 1, "10.0.0.2");
    cr_assert_eq(fit(f, 2), EIP__FIT_PENDING);
    cr_assert_eq(f->fit.before[0], eip__word_hold(0, OWNER));
    word = eip__word_confirm(f->fit.before[0]);
    eip__publish(place, word);
    cr_assert_eq(fit(f, 2), EIP__FIT_NONE);
    finish(f);
}

Test(fit, at_an_address) {
    struct fixture *f = start((struct direct_options){0});
    struct eip__range *range =
        direct_add(&f->direct, direct_cidr("10.0.0.0/29"));

    (void)hold(f, "10.0.0.5");
    eip__fit_at(range, address("10.0.0.4"), 1, &f->fit);
    cr_assert_eq(f->fit.count, 2);
    cr_assert(eip__word_is_free(f->fit.before[0]));
    cr_assert(eip__word_is_held(f->fit.before[1]));
    finish(f);
}

/* A block that was not to be had: its free addresses are offered, those that
 * waited too long in their bucket as old ones. */
Test(fit, returned) {
    struct fixture *f = start((struct direct_options){.cooldown_ms = SOONER});
    struct eip__range *range =
        direct_add(&f->direct, direct_cidr("10.0.0.0/30"));

    release(f, "10.0.0.1");
    (void)hold(f, "10.0.0.2");
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t record = direct_record(&f->direct, address("10.0.0.0") + i);

        (void)eip__hint_withdraw(
            &f->direct.records, f->lane, record,
            UINT64_C(1) << record % EIP__LEAF,
            eip__word_mark(direct_word(&f->direct, address("10.0.0.0") + i)));
    }
    cr_assert(!direct_is_sound(&f->direct));
    eip__fit_at(range, address("10.0.0.0"), 2, &f->fit);
    eip__fit_return(&f->direct.space, &f->fit);
    cr_assert(direct_is_sound(&f->direct));
    finish(f);
}
