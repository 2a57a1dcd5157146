/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A space by itself: which address each policy picks, when it is empty, and
 * blocks that come and go; against a plain list of what is free. */
#include "space/cool.h"
#include "space/hint.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { OWNER = 3, HOUR = 3600000 };

static const uint32_t policies[] = {EIP_POLICY_LOWEST, EIP_POLICY_RANDOM,
                                    EIP_POLICY_CURSOR, EIP_POLICY_SPREAD};
enum { POLICIES = sizeof policies / sizeof policies[0] };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct direct_address *held; /* where a test keeps them */
    uint32_t held_count;
};

static struct fixture *start_with(const struct direct_options *options) {
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, options);
    f->lane = direct_enter(&f->direct);
    return f;
}

static struct fixture *start(uint32_t policy, bool scattered) {
    const struct direct_options options = {
        .policy = policy, .scattered = scattered, .seed = trial_seed()};

    return start_with(&options);
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f->held);
    free(f);
}

static void add(struct fixture *f, const char *cidr) {
    (void)direct_add(&f->direct, direct_cidr(cidr));
}

static uint32_t pick(struct fixture *f) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken), "empty");
    return taken.address;
}

static void expect_empty(struct fixture *f) {
    struct direct_address taken;

    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
}

static int by_address(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* -- every address, once ------------------------------------------------------------ */

enum { BLOCKS_MAX = 8 };
static const char *const sets[][BLOCKS_MAX] = {
    {"10.0.0.0/32"},
    {"10.0.0.1/32", "10.0.0.8/31", "10.0.0.4/30"},
    {"10.0.16.0/20"},
    {"10.0.64.0/21", "10.0.0.0/26", "10.0.2.0/25", "10.0.1.5/32"},
    {"10.0.3.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.0.0/24"},
    {"10.0.0.0/29", "10.0.0.8/29", "10.0.0.16/28", "10.0.0.32/27",
     "10.0.0.64/26", "10.0.0.128/25", "10.0.1.0/24", "10.0.2.0/23"},
    {"10.0.128.0/20", "10.0.192.0/20", "10.1.0.0/20"},
};
enum { SETS = sizeof sets / sizeof sets[0] };

static uint32_t add_set(struct fixture *f, uint32_t set) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < BLOCKS_MAX && sets[set][i] != NULL; i++) {
        add(f, sets[set][i]);
        count += (uint32_t)eip_cidr_count(direct_cidr(sets[set][i]));
    }
    return count;
}

static bool is_in_set(uint32_t set, uint32_t address) {
    for (uint32_t i = 0; i < BLOCKS_MAX && sets[set][i] != NULL; i++) {
        if (eip_cidr_contains(direct_cidr(sets[set][i]), address)) {
            return true;
        }
    }
    return false;
}

static void exhaust(uint32_t policy, uint32_t set, bool scattered) {
    struct fixture *f = start(policy, scattered);
    uint32_t count = add_set(f, set);
    uint32_t *got = malloc(count * sizeof *got);
    uint64_t upwards = 0;

    for (uint32_t i = 0; i < count; i++) {
        got[i] = pick(f);
        cr_assert(is_in_set(set, got[i]), "%x is not there", got[i]);
        upwards += i > 0 && got[i] > got[i - 1];
    }
    expect_empty(f);
    if (policy == EIP_POLICY_LOWEST || policy == EIP_POLICY_CURSOR) {
        cr_assert_eq(upwards, count - 1, "not ascending");
    } else if (policy == EIP_POLICY_RANDOM && count > 64) {
        cr_assert_lt(upwards, (uint64_t)count * 3 / 4);
    }
    qsort(got, count, sizeof *got, by_address);
    for (uint32_t i = 1; i < count; i++) {
        cr_assert_neq(got[i], got[i - 1], "%x came twice", got[i]);
    }
    free(got);
    finish(f);
}

Test(space, each_policy_gives_each_address_once) {
    for (uint32_t i = 0; i < POLICIES * SETS * 2; i++) {
        exhaust(policies[i % POLICIES], i / POLICIES % SETS,
                i / POLICIES / SETS != 0);
    }
}

/* -- against a list of what is free --------------------------------------------------- */

enum { SPAN = 1024 };

struct model {
    struct fixture *f;
    struct direct_address held[SPAN]; /* address 0: not held */
    bool there[SPAN];
    uint32_t free_count;
    uint32_t cursor;
};

static uint32_t at_of(uint32_t address) {
    return address & (SPAN - 1);
}

static bool is_free(const struct model *model, uint32_t at) {
    return model->there[at] && model->held[at].address == 0;
}

static void model_add(struct model *model, const char *cidr) {
    eip_cidr block = direct_cidr(cidr);

    (void)direct_add(&model->f->direct, block);
    for (uint32_t i = 0; i < eip_cidr_count(block); i++) {
        model->there[at_of(block.base + i)] = true;
        model->free_count++;
    }
}

/* The first free one from `from` on, cyclic. */
static uint32_t first_free(const struct model *model, uint32_t from) {
    for (uint32_t i = 0; i < SPAN; i++) {
        if (is_free(model, (from + i) % SPAN)) {
            return (from + i) % SPAN;
        }
    }
    return SPAN;
}

static void model_take(struct model *model, uint32_t policy) {
    struct direct_address taken;
    uint32_t at;

    if (!direct_take_any(&model->f->direct, model->f->lane, OWNER, &taken)) {
        cr_assert_eq(model->free_count, 0, "empty with %u free",
                     model->free_count);
        return;
    }
    at = at_of(taken.address);
    cr_assert(is_free(model, at), "%x was not free", taken.address);
    if (policy == EIP_POLICY_LOWEST) {
        cr_assert_eq(at, first_free(model, 0));
    } else if (policy == EIP_POLICY_CURSOR) {
        cr_assert_eq(at, first_free(model, model->cursor));
    }
    model->cursor = (at + 1) % SPAN;
    model->held[at] = taken;
    model->free_count--;
}

static void model_take_named(struct model *model, uint32_t at) {
    struct direct_address taken;

    if (model->there[at]) {
        cr_assert_eq(
            direct_take_this(&model->f->direct, OWNER, 0x0a000000 + at, &taken),
            is_free(model, at));
        if (is_free(model, at)) {
            model->held[at] = taken;
            model->free_count--;
        }
    }
}

static void model_give(struct model *model, uint32_t at) {
    if (model->held[at].address != 0) {
        cr_assert(
            direct_give(&model->f->direct, model->f->lane, &model->held[at]));
        cr_assert(
            !direct_give(&model->f->direct, model->f->lane, &model->held[at]),
            "given twice");
        model->held[at].address = 0;
        model->free_count++;
    }
}

static void random_walk(uint32_t policy, bool scattered, uint64_t which) {
    struct trial_random random = trial_stream(which);
    struct model *model = calloc(1, sizeof *model);
    uint32_t bias = 50;

    model->f = start(policy, scattered);
    model_add(model, "10.0.0.16/28");
    for (uint32_t i = 0; i < 12000; i++) {
        uint32_t at = (uint32_t)trial_below(&random, SPAN);

        if (i == 2000) {
            model_add(model, "10.0.2.0/25"); /* while it is partly full */
        } else if (i == 4000) {
            model_add(model, "10.0.0.0/30");
            model_add(model, "10.0.1.7/32");
        } else if (i % 1000 == 0) {
            bias = i / 1000 % 2 == 0 ? 80 : 20;
        }
        if (trial_below(&random, 100) < bias) {
            model_take(model, policy);
        } else if (trial_below(&random, 4) == 0) {
            model_take_named(model, at);
        } else {
            for (uint32_t n = 0; n < 8; n++) {
                model_give(model, (at + n) % SPAN);
            }
        }
    }
    cr_assert(direct_is_sound(&model->f->direct));
    cr_assert_eq(direct_count(&model->f->direct).free, model->free_count);
    finish(model->f);
    free(model);
}

Test(space, a_random_walk_of_each_policy) {
    for (uint32_t i = 0; i < POLICIES * 2; i++) {
        random_walk(policies[i % POLICIES], i >= POLICIES, i);
    }
}

/* -- order in detail -------------------------------------------------------------------- */

Test(space, the_cursor_goes_round) {
    struct fixture *f = start(EIP_POLICY_CURSOR, false);
    struct direct_address taken;
    struct direct_address third;

    add(f, "10.0.0.0/30");
    add(f, "10.0.8.0/31");
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
        cr_assert_eq(taken.address, 0x0a000000 + i);
        third = taken;
    }
    cr_assert(direct_give(&f->direct, f->lane, &third));
    cr_assert_eq(pick(f), 0x0a000003, "the one behind waits for its turn");
    cr_assert_eq(pick(f), 0x0a000800);
    cr_assert_eq(pick(f), 0x0a000801);
    cr_assert_eq(pick(f), 0x0a000002);
    expect_empty(f);
    finish(f);
}

/* Uniform over what is free, far from full and close to it: of 64 places,
 * chi-square is below 130 (of 63 degrees, six standard deviations). */
static void check_uniform(uint32_t free_of_64, uint32_t blocks) {
    enum { DRAWS = 6400 };
    const struct direct_options options = {.policy = EIP_POLICY_RANDOM,
                                           .seed = 4711};
    struct fixture *f = start_with(&options);
    uint32_t *hits = calloc(blocks * 64, sizeof *hits);
    uint32_t places = blocks * free_of_64;
    struct direct_address taken;
    double chi_square = 0;

    f->held = calloc(blocks * 64, sizeof *f->held);
    for (uint32_t i = 0; i < blocks; i++) {
        (void)direct_add(&f->direct, (eip_cidr){0x0a000000 + (i << 16), 26});
    }
    while (direct_take_any(&f->direct, f->lane, OWNER, &taken)) {
        f->held[f->held_count++] = taken;
    }
    for (uint32_t i = 0; i < f->held_count; i++) {
        if ((f->held[i].address & 63) < free_of_64) {
            cr_assert(direct_give(&f->direct, f->lane, &f->held[i]));
        }
    }
    for (uint32_t i = 0; i < DRAWS; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
        hits[(taken.address >> 16 & 255) * 64 + (taken.address & 63)]++;
        cr_assert(direct_give(&f->direct, f->lane, &taken));
    }
    for (uint32_t i = 0; i < blocks * 64; i++) {
        double mean = (double)DRAWS / places;
        double off = (double)hits[i] - mean;

        chi_square += i % 64 < free_of_64 ? off * off / mean : hits[i];
    }
    cr_assert_lt(chi_square, 130, "%f", chi_square);
    free(hits);
    finish(f);
}

Test(space, random_is_uniform) {
    check_uniform(64, 1);
    check_uniform(32, 2);
    check_uniform(4, 16);
    check_uniform(1, 64);
}

/* Lowest merges what was never allocated with what has cooled down. */
Test(space, lowest_takes_what_has_cooled_down) {
    const struct direct_options options = {.cooldown_ms = 1000};
    struct fixture *f = start_with(&options);
    struct direct_address taken[3];

    add(f, "10.0.0.0/24");
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken[i]));
    }
    cr_assert(direct_give(&f->direct, f->lane, &taken[1]));
    cr_assert_eq(pick(f), 0x0a000003, "it is cooling");
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 999);
    cr_assert_eq(pick(f), 0x0a000004, "it is still cooling");
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 1000);
    cr_assert_eq(pick(f), 0x0a000001);
    cr_assert_eq(pick(f), 0x0a000005);
    finish(f);
}

Test(space, lowest_with_the_cooldown_turned_off) {
    const struct direct_options options = {.cooldown_ms = HOUR};
    struct fixture *f = start_with(&options);
    struct direct_address taken;

    add(f, "10.0.0.0/24");
    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert(direct_give(&f->direct, f->lane, &taken));
    cr_assert_eq(pick(f), 0x0a000001);
    direct_set_cooldown(&f->direct, 0);
    cr_assert_eq(pick(f), 0x0a000000, "nothing is cooling any more");
    finish(f);
}

/* -- keeping cooling addresses back -------------------------------------------------------- */

static void check_keeps(uint32_t policy) {
    const struct direct_options options = {
        .policy = policy, .cooldown_ms = 1000, .flags = EIP_POOL_KEEP_COOLING};
    struct fixture *f = start_with(&options);
    struct direct_address taken[4];

    add(f, "10.0.0.0/30");
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken[i]));
    }
    expect_empty(f);
    cr_assert(direct_give(&f->direct, f->lane, &taken[2]));
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 400);
    cr_assert(direct_give(&f->direct, f->lane, &taken[0]));
    expect_empty(f);
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 999);
    expect_empty(f);
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 1000);
    cr_assert_eq(pick(f), taken[2].address);
    expect_empty(f);
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + 1400);
    cr_assert_eq(pick(f), taken[0].address);
    expect_empty(f);
    /* By name the last owner need not wait. */
    cr_assert(direct_give(&f->direct, f->lane, &taken[1]));
    expect_empty(f);
    cr_assert(direct_recover(&f->direct, OWNER, taken[1].address, &taken[1]));
    finish(f);
}

Test(space, cooling_addresses_are_kept) {
    for (uint32_t i = 0; i < POLICIES; i++) {
        check_keeps(policies[i]);
    }
}

Test(space, cooling_addresses_are_given_when_there_are_no_others) {
    for (uint32_t i = 0; i < POLICIES * 2; i++) {
        const struct direct_options options = {.policy = policies[i % POLICIES],
                                               .scattered = i >= POLICIES,
                                               .cooldown_ms = HOUR};
        struct fixture *f = start_with(&options);
        struct direct_address taken;

        add(f, "10.0.0.0/31");
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
        cr_assert(direct_give(&f->direct, f->lane, &taken));
        cr_assert_neq(pick(f), taken.address, "an unused one is there");
        cr_assert_eq(pick(f), taken.address);
        expect_empty(f);
        finish(f);
    }
}

/* -- stale hints ------------------------------------------------------------------------------ */

/* Named takes leave all hints where they are. */
Test(space, stale_hints_do_no_harm) {
    for (uint32_t i = 0; i < POLICIES; i++) {
        struct fixture *f = start(policies[i], false);
        struct direct_address taken[256];

        add(f, "10.0.0.0/24");
        for (uint32_t n = 0; n < 256; n++) {
            cr_assert(
                direct_take_this(&f->direct, OWNER, 0x0a000000 + n, &taken[n]));
        }
        for (uint32_t n = 0; n < 256; n += 50) {
            cr_assert(direct_give(&f->direct, f->lane, &taken[n]));
        }
        for (uint32_t n = 0; n < 256; n += 50) {
            uint32_t address = pick(f) & 255;

            cr_assert_eq(address % 50, 0);
        }
        expect_empty(f);
        finish(f);
    }
}

Test(space, nothing_in_it) {
    struct fixture *f = start(EIP_POLICY_LOWEST, false);

    expect_empty(f);
    finish(f);
}
