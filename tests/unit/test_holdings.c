/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The set of addresses that an account may hold: entries placed, moved, used
 * again, and never lost while their address is held. */
#include "registry/holdings.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 1 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
    struct eip__account account;
};

static struct fixture *start(const char *cidr) {
    const struct direct_options options = {0};
    struct fixture *f = aligned_alloc(64, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr(cidr));
    f->lane = direct_enter(&f->direct);
    f->account = (struct eip__account){.number = 7, .index = OWNER};
    return f;
}

static struct eip__holdings *set_of(const struct fixture *f) {
    return eip__pointer(eip__read(&f->account.holdings));
}

static void finish(struct fixture *f) {
    if (set_of(f) != NULL) {
        eip__holdings_free(&f->direct.host, &set_of(f)->retired);
    }
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static void place(struct fixture *f, uint32_t record, uint32_t generation,
                  struct eip__holding *holding) {
    cr_assert(eip__holdings_place(&f->direct.host, &f->direct.records,
                                  &f->account, record, generation, holding));
    cr_assert_eq(eip__holdings_at(set_of(f), holding->index),
                 (uint64_t)record << 32 | generation);
}

/* As the ledger does: the entry first, then the word. */
static struct direct_address take(struct fixture *f, uint32_t address) {
    uint64_t word = direct_word(&f->direct, address);
    struct eip__holding holding = {0};
    struct direct_address taken;

    place(f, direct_record(&f->direct, address), eip__word_generation(word) + 1,
          &holding);
    cr_assert(direct_take_this(&f->direct, OWNER, address, &taken));
    return taken;
}

static uint64_t count_live(const struct fixture *f) {
    uint64_t capacity = eip__read(&set_of(f)->capacity);
    uint64_t live = 0;

    for (uint64_t i = 0; i < capacity; i++) {
        uint64_t entry = eip__holdings_at(set_of(f), i);

        live += entry != 0 && eip__entry_look(&f->direct.records, OWNER,
                                              entry) == EIP__ENTRY_LIVE;
    }
    return live;
}

Test(holdings, what_an_entry_stands_for) {
    struct fixture *f = start("10.0.0.0/26");
    const uint64_t entry = UINT64_C(5) << 32 | 1;
    struct direct_address taken;

    cr_assert_eq(eip__entry_record(entry), 5);
    cr_assert_eq(eip__entry_generation(entry), 1);
    cr_assert_eq(eip__entry_look(&f->direct.records, OWNER, entry),
                 EIP__ENTRY_EARLY);
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000005, &taken));
    cr_assert_eq(eip__entry_look(&f->direct.records, OWNER, entry),
                 EIP__ENTRY_LIVE);
    cr_assert_eq(eip__entry_look(&f->direct.records, OWNER + 1, entry),
                 EIP__ENTRY_STALE);
    cr_assert_eq(eip__entry_look(&f->direct.records, OWNER, entry + 1),
                 EIP__ENTRY_EARLY);
    (void)direct_withdraw(&f->direct, taken.range);
    cr_assert_eq(eip__entry_look(&f->direct.records, OWNER, entry),
                 EIP__ENTRY_LIVE, "a drain does not take it away");
    direct_restore(&f->direct, f->lane, taken.range);
    cr_assert(direct_give(&f->direct, f->lane, &taken));
    cr_assert_eq(eip__entry_look(&f->direct.records, OWNER, entry),
                 EIP__ENTRY_STALE);
    finish(f);
}

/* From 8 in the struct through many segments; none moves. */
Test(holdings, it_grows) {
    enum { COUNT = 20000 };
    struct fixture *f = start("10.0.0.0/17");
    struct eip__holding *holding = calloc(COUNT, sizeof *holding);

    for (uint32_t i = 0; i < COUNT; i++) {
        struct direct_address taken;

        place(f, i, 1, &holding[i]);
        cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000000 + i, &taken));
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(eip__holdings_at(set_of(f), holding[i].index),
                     (uint64_t)i << 32 | 1);
    }
    cr_assert_eq(count_live(f), COUNT);
    cr_assert_leq(eip__read(&set_of(f)->capacity), 4 * COUNT);
    free(holding);
    finish(f);
}

/* An account that takes and gives for ever stays small. */
Test(holdings, room_is_used_again) {
    struct fixture *f = start("10.0.0.0/24");

    for (uint32_t i = 0; i < 10000; i++) {
        struct direct_address taken = take(f, 0x0a000000 + i % 256);

        cr_assert(direct_give(&f->direct, f->lane, &taken));
    }
    cr_assert_eq(eip__read(&set_of(f)->capacity), EIP__HOLDINGS_FIRST);
    cr_assert_eq(count_live(f), 0);
    finish(f);
}

/* Entries of allocations under way are nobody's room. */
Test(holdings, an_early_entry_is_left_alone) {
    struct fixture *f = start("10.0.0.0/24");
    struct eip__holding early[20] = {{0}};

    for (uint32_t i = 0; i < 20; i++) {
        place(f, i, 1, &early[i]);
    }
    for (uint32_t i = 0; i < 500; i++) {
        struct direct_address taken = take(f, 0x0a000080 + i % 64);

        cr_assert(direct_give(&f->direct, f->lane, &taken));
    }
    for (uint32_t i = 0; i < 20; i++) {
        cr_assert_eq(eip__holdings_at(set_of(f), early[i].index),
                     (uint64_t)i << 32 | 1);
        eip__holdings_drop(&early[i]);
        cr_assert_eq(early[i].entry, 0);
        cr_assert_eq(eip__holdings_at(set_of(f), early[i].index), 0);
    }
    finish(f);
}

/* Another address is tried: the same place serves. */
Test(holdings, an_entry_is_moved) {
    struct fixture *f = start("10.0.0.0/24");
    struct eip__holding holding = {0};
    uint64_t index;

    place(f, 3, 1, &holding);
    index = holding.index;
    place(f, 4, 1, &holding);
    cr_assert_eq(holding.index, index);
    place(f, 4, 1, &holding);
    cr_assert_eq(holding.index, index);
    for (uint64_t i = 0; i < EIP__HOLDINGS_FIRST; i++) {
        cr_assert(i == index || eip__holdings_at(set_of(f), i) == 0);
    }
    finish(f);
}

/* Somebody has used its place meanwhile, since it was stale: it gets another
 * and leaves theirs. */
Test(holdings, a_place_that_was_lost) {
    struct fixture *f = start("10.0.0.0/24");
    struct eip__holding mine = {0};
    struct eip__holding theirs = {0};
    struct direct_address taken;

    place(f, 3, 1, &mine);
    cr_assert(direct_take_this(&f->direct, OWNER + 1, 0x0a000003, &taken));
    while (theirs.entry == 0 || theirs.index != mine.index) {
        theirs = (struct eip__holding){0};
        eip__note32(&f->account.cursor, (uint32_t)mine.index);
        place(f, 9, 1, &theirs);
    }
    place(f, 10, 1, &mine);
    cr_assert_neq(mine.index, theirs.index);
    cr_assert_eq(eip__holdings_at(set_of(f), theirs.index),
                 UINT64_C(9) << 32 | 1);
    place(f, 11, 1, &theirs);
    eip__holdings_drop(&mine);
    cr_assert_eq(eip__holdings_at(set_of(f), theirs.index),
                 UINT64_C(11) << 32 | 1);
    eip__holdings_drop(&mine); /* twice is once */
    finish(f);
}

/* The set was replaced: the entry must be in the present one. */
Test(holdings, a_set_that_was_replaced) {
    struct fixture *f = start("10.0.0.0/24");
    struct eip__holding holding = {0};
    struct eip__holdings *old;
    struct eip__holdings *next;

    place(f, 3, 1, &holding);
    old = set_of(f);
    next = eip__holdings_new(&f->direct.host, 100);
    cr_assert_eq(eip__read(&next->capacity), 128);
    eip__holdings_fill(next, 99, UINT64_C(77) << 32 | 1);
    eip__publish(&f->account.holdings, eip__value(next));
    place(f, 3, 1, &holding);
    cr_assert_eq(holding.holdings, next);
    cr_assert_eq(eip__holdings_at(next, 99), UINT64_C(77) << 32 | 1);
    eip__holdings_free(&f->direct.host, &old->retired);
    finish(f);
}

/* Taking, giving, failing at random: every held address has its entry. */
Test(holdings, a_random_walk) {
    enum { SIZE = 512 };
    struct trial_random random = trial_stream(0);
    struct fixture *f = start("10.0.0.0/23");
    struct direct_address held[SIZE] = {{0}};
    uint64_t count = 0;

    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t at = (uint32_t)trial_below(&random, SIZE);

        if (held[at].address != 0) {
            cr_assert(direct_give(&f->direct, f->lane, &held[at]));
            held[at].address = 0;
            count--;
        } else if (trial_below(&random, 4) == 0) {
            struct eip__holding holding = {0};

            place(f, at, 1000000, &holding); /* never comes about */
            eip__holdings_drop(&holding);
        } else {
            held[at] = take(f, 0x0a000000 + at);
            count++;
        }
        if (i % 64 == 0) {
            cr_assert_eq(count_live(f), count);
        }
    }
    finish(f);
}

/* -- memory that is refused -------------------------------------------------------- */

static uint64_t fail_at;
static uint64_t requests;

static void *allocate(void *context, uint64_t bytes) {
    (void)context;
    return ++requests == fail_at
               ? NULL
               : aligned_alloc(4096, (bytes + 4095) & ~UINT64_C(4095));
}

static void *reserve(void *context, uint64_t bytes) {
    void *pages = allocate(context, bytes);
    unsigned char *at = pages;

    for (uint64_t i = 0; pages != NULL && i < bytes; i++) {
        at[i] = 0;
    }
    return pages;
}

static void release(void *context, void *block, uint64_t bytes) {
    (void)context;
    (void)bytes;
    free(block);
}

Test(holdings, refused_memory_loses_nothing) {
    const eip_allocator hook = {NULL,    allocate, release,
                                reserve, NULL,     release};
    const struct direct_options options = {.allocator = &hook};
    struct fixture *f = aligned_alloc(64, sizeof *f);
    uint32_t refused = 0;

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/22"));
    f->lane = direct_enter(&f->direct);
    f->account = (struct eip__account){.number = 7, .index = OWNER};
    for (uint32_t i = 0; i < 1000; i++) {
        struct eip__holding holding = {0};
        struct direct_address taken;

        fail_at = requests + 1 + i % 2;
        if (!eip__holdings_place(&f->direct.host, &f->direct.records,
                                 &f->account, i, 1, &holding)) {
            refused++;
            cr_assert_eq(holding.entry, 0);
            fail_at = 0;
            place(f, i, 1, &holding);
        }
        fail_at = 0;
        cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000000 + i, &taken));
    }
    cr_assert_gt(refused, 3);
    cr_assert_eq(count_live(f), 1000);
    finish(f);
}

/* The same entry again, whose place has been given to another meanwhile. */
Test(holdings, an_entry_that_was_overwritten) {
    struct fixture *f = start("10.0.0.0/26");
    struct eip__holding mine = {0};
    const uint64_t other = UINT64_C(9) << 32 | 1;
    uint64_t index;

    place(f, 3, 1, &mine);
    index = mine.index;
    eip__holdings_fill(set_of(f), index, other);
    place(f, 3, 1, &mine);
    cr_assert_neq(mine.index, index);
    cr_assert_eq(eip__holdings_at(set_of(f), index), other);
    finish(f);
}

static uint64_t blank_page[512];

static void *lend_little(void *context, uint64_t bytes) {
    (void)context;
    return calloc(1, bytes);
}

/* For sets that nobody looks into. */
static void *lend_pages(void *context, uint64_t bytes) {
    (void)context;
    (void)bytes;
    return blank_page;
}

static void take_back(void *context, void *block, uint64_t bytes) {
    (void)context;
    (void)bytes;
    if (block != blank_page) {
        free(block);
    }
}

/* There is a largest set: all the addresses there are, and no larger one. */
Test(holdings, the_largest_set) {
    const uint64_t largest = (uint64_t)EIP__HOLDINGS_FIRST
                             << EIP__HOLDINGS_SEGMENTS;
    const eip_allocator hook = {NULL,       lend_little, take_back,
                                lend_pages, NULL,        take_back};
    const eip_clock clock = {NULL, NULL};
    const eip_random random = {NULL, NULL};
    struct eip__holdings *holdings;
    struct eip__host host;

    eip__host_init(&host, &hook, &clock, &random);
    holdings = eip__holdings_new(&host, largest);
    cr_assert_not_null(holdings);
    cr_assert_eq(eip__read(&holdings->capacity), largest);
    eip__holdings_free(&host, &holdings->retired);
    cr_assert_null(eip__holdings_new(&host, largest + 1));
}
