/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Layouts: the pieces of the blocks, and the summary against a plain list of
 * bits, from one piece to 300,000. */
#include "space/layout.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct fixture {
    struct direct direct;
    struct eip__range **range;
    uint32_t ranges;
    struct eip__layout *layout;
    struct eip__lane lane;
};

static struct fixture *start(void) {
    struct fixture *f = calloc(1, sizeof *f);
    const struct direct_options options = {0};

    direct_open(&f->direct, &options);
    return f;
}

/* Blocks one after another from 1.0.0.0 on; `pieces` of them in all, in as
 * large blocks as possible. */
static void build(struct fixture *f, uint32_t pieces) {
    uint32_t address = UINT32_C(1) << 24;

    f->range = calloc(128, sizeof(void *));
    for (uint32_t left = pieces; left > 0;) {
        uint32_t bits = 31 - (uint32_t)__builtin_clz(left);
        eip_cidr cidr;

        bits = bits > 12 ? 12 : bits;
        cidr = (eip_cidr){address, 20 - bits};
        cr_assert_eq(
            eip__cidr_make(&f->direct.space, cidr, &f->range[f->ranges]),
            EIP_OK);
        f->range[f->ranges]->index = f->ranges;
        f->ranges++;
        address += UINT32_C(4096) << bits;
        left -= UINT32_C(1) << bits;
    }
    f->layout = eip__layout_build(&f->direct.host, &f->direct.records, f->range,
                                  f->ranges, f->ranges, NULL);
    cr_assert_not_null(f->layout);
    cr_assert_eq(f->layout->pieces, pieces);
    cr_assert_eq(f->layout->addresses, (uint64_t)pieces * EIP__PIECE);
}

static void finish(struct fixture *f) {
    if (f->layout != NULL) {
        eip__layout_free(&f->direct.host, &f->layout->retired);
    }
    for (uint32_t i = 0; i < f->ranges; i++) {
        eip__host_release(&f->direct.host, f->range[i], sizeof *f->range[i]);
    }
    free(f->range);
    direct_close(&f->direct);
    free(f);
}

/* -- the summary ------------------------------------------------------------------ */

/* Class 1 of new blocks starts closed, without a hint, so that closing holds;
 * class 0 offers everything, so that closing never does. */
enum { CLASS = EIP__MARK_RING };

static uint32_t expected(const bool *open, uint32_t count, uint32_t from) {
    while (from < count && !open[from]) {
        from++;
    }
    return from < count ? from : EIP__NONE;
}

static void check_all(const struct fixture *f, const bool *open) {
    uint32_t count = f->layout->pieces;
    uint32_t at = expected(open, count, 0);
    uint32_t found = eip__layout_open_from(f->layout, CLASS, 0);

    while (at != EIP__NONE) {
        cr_assert_eq(found, at);
        at = expected(open, count, at + 1);
        found = eip__layout_open_from(f->layout, CLASS, found + 1);
    }
    cr_assert_eq(found, EIP__NONE);
}

static void change(struct fixture *f, bool *open, uint32_t piece, bool to) {
    if (to) {
        eip__layout_open(f->layout, CLASS, piece);
    } else {
        eip__layout_close(&f->lane, f->layout, CLASS, piece);
    }
    open[piece] = to;
}

static void random_changes(struct fixture *f, struct trial_random *random,
                           bool *open, uint32_t changes) {
    uint32_t count = f->layout->pieces;

    for (uint32_t i = 0; i < changes; i++) {
        /* Now and then the neighbourhood of a boundary. */
        uint32_t piece = (uint32_t)trial_below(random, count);
        uint32_t from = (uint32_t)trial_below(random, count + 1);

        if (trial_below(random, 2) == 0) {
            piece = piece / 64 * 64 + (trial_below(random, 2) == 0 ? 63 : 0);
            piece = piece < count ? piece : count - 1;
        }
        change(f, open, piece, trial_below(random, 3) == 0);
        if (count <= 5000 || i % 16 == 0) {
            cr_assert_eq(eip__layout_open_from(f->layout, CLASS, from),
                         expected(open, count, from));
        }
    }
    check_all(f, open);
}

static void check_summary(uint32_t pieces, uint32_t changes) {
    struct trial_random random = trial_stream(pieces);
    bool *open = calloc(pieces, sizeof *open);
    struct fixture *f = start();

    build(f, pieces);
    check_all(f, open);
    random_changes(f, &random, open, changes);
    for (uint32_t i = 0; i < pieces; i++) {
        change(f, open, i, true);
    }
    check_all(f, open);
    for (uint32_t i = 0; i < pieces; i++) {
        change(f, open, i, false);
        if (pieces < 300) {
            check_all(f, open);
        }
    }
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 0), EIP__NONE);
    /* Class 0 has been left alone: all open. */
    cr_assert_eq(eip__layout_open_from(f->layout, 0, pieces - 1), pieces - 1);
    cr_assert_eq(eip__layout_open_from(f->layout, 0, pieces), EIP__NONE);
    finish(f);
    free(open);
}

Test(layout, summary_of_few) {
    static const uint32_t pieces[] = {1, 2, 3, 63, 64, 65, 127, 128, 129};

    for (uint32_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        check_summary(pieces[i], 2000);
    }
}

Test(layout, summary_of_many) {
    static const uint32_t pieces[] = {4095, 4096, 4097, 8191};

    for (uint32_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        check_summary(pieces[i], 4000);
    }
}

Test(layout, summary_of_very_many) {
    static const uint32_t pieces[] = {262143, 262144, 262145, 300000};

    for (uint32_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        check_summary(pieces[i], 2000);
    }
}

/* Closing looks again below: over a hint it does not hold. */
Test(layout, a_piece_with_a_hint_stays_open) {
    struct fixture *f = start();
    eip__a64 *hints;

    build(f, 65);
    hints = eip__records_hint(&f->direct.records,
                              f->layout->piece[64].record + 777, CLASS);
    eip__layout_open(f->layout, CLASS, 64);
    (void)eip__offer(hints, UINT64_C(1) << 9);
    eip__layout_close(&f->lane, f->layout, CLASS, 64);
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 0), 64);
    (void)eip__withdraw(hints, UINT64_C(1) << 9);
    eip__layout_close(&f->lane, f->layout, CLASS, 64);
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 0), EIP__NONE);
    finish(f);
}

/* A closer that stopped after a lower level leaves an upper bit too many. */
Test(layout, a_stale_upper_bit_is_passed_over) {
    struct fixture *f = start();

    build(f, 4097);
    eip__layout_open(f->layout, CLASS, 100);
    eip__layout_open(f->layout, CLASS, 4096);
    eip__publish(&f->layout->summary[CLASS][0][100 / 64], 0);
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 0), 4096);
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 100), 4096);
    /* And opening a piece whose lowest bit is open opens those above. */
    eip__publish(&f->layout->summary[CLASS][2][0], 0);
    eip__publish(&f->layout->summary[CLASS][1][1], 0);
    eip__layout_open(f->layout, CLASS, 4096);
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 0), 4096);
    finish(f);
}

/* ... or, with three levels, both above. */
Test(layout, stale_bits_on_two_levels_are_passed_over) {
    struct fixture *f = start();

    build(f, 8193);
    eip__layout_open(f->layout, CLASS, 4096);
    eip__layout_open(f->layout, CLASS, 8192);
    eip__publish(&f->layout->summary[CLASS][0][4096 / 64], 0);
    eip__publish(&f->layout->summary[CLASS][1][1], 0);
    cr_assert_eq(eip__layout_open_from(f->layout, CLASS, 0), 8192);
    finish(f);
}

/* -- pieces ------------------------------------------------------------------------- */

enum { MIXED = 3000 };

/* Blocks of all sizes, with gaps, in order. */
static void build_mixed(struct fixture *f, struct trial_random *random) {
    uint64_t address = UINT32_C(1) << 24;

    f->range = calloc(MIXED, sizeof(void *));
    while (f->ranges < MIXED) {
        uint32_t bits = (uint32_t)trial_below(random, 15);
        uint64_t size = UINT64_C(1) << bits;

        address = (address + size - 1) & ~(size - 1);
        cr_assert_eq(eip__cidr_make(&f->direct.space,
                                    (eip_cidr){(uint32_t)address, 32 - bits},
                                    &f->range[f->ranges]),
                     EIP_OK);
        f->range[f->ranges]->index = MIXED - 1 - f->ranges;
        f->ranges++;
        address += size * (1 + trial_below(random, 2));
    }
    f->layout = eip__layout_build(&f->direct.host, &f->direct.records, f->range,
                                  MIXED, MIXED + 5, NULL);
}

static void check_range(const struct fixture *f, const struct eip__range *range,
                        uint32_t *piece, uint32_t *leaf) {
    uint64_t size = eip_cidr_count(range->cidr);

    for (uint64_t i = 0; i < size; i += EIP__PIECE, (*piece)++) {
        const struct eip__piece *at = &f->layout->piece[*piece];
        uint32_t record = range->record + (uint32_t)i;

        cr_assert_eq(at->record, record);
        cr_assert_eq(at->address, range->cidr.base + i);
        cr_assert_eq(at->size, size - i < EIP__PIECE ? size - i : EIP__PIECE);
        cr_assert_eq(at->leaf, *leaf);
        cr_assert_eq(eip__layout_piece_of(f->layout, range, record), *piece);
        cr_assert_eq(
            eip__layout_piece_of(f->layout, range, record + at->size - 1),
            *piece);
        cr_assert_eq(eip__hint16(&f->layout->offered[*piece]), at->size);
        for (uint32_t n = 0; n < eip__piece_leaves(at); n++) {
            cr_assert_eq(eip__layout_piece_of_leaf(f->layout, (*leaf)++),
                         *piece);
        }
    }
}

Test(layout, pieces_of_blocks_of_all_sizes) {
    struct trial_random random = trial_stream(1);
    struct fixture *f = start();
    uint32_t piece = 0;
    uint32_t leaf = 0;

    build_mixed(f, &random);
    for (uint32_t i = 0; i < MIXED; i++) {
        check_range(f, f->range[i], &piece, &leaf);
    }
    cr_assert_eq(f->layout->pieces, piece);
    cr_assert_eq(f->layout->leaves, leaf);
    cr_assert_eq(f->layout->ranges, MIXED);
    finish(f);
}

/* What was counted, and may have hints of released addresses, is taken over. */
Test(layout, a_new_layout_knows_what_is_not_new) {
    struct fixture *f = start();
    struct eip__layout *next;

    build(f, 3); /* a /19 and a /20 */
    eip__note16(&f->layout->offered[1], 5);
    next = eip__layout_build(&f->direct.host, &f->direct.records, f->range, 2,
                             2, f->layout);
    cr_assert_eq(eip__hint16(&next->offered[1]), 5);
    cr_assert_eq(eip__hint16(&next->offered[2]), EIP__PIECE);
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        for (uint32_t i = 0; i < 3; i++) {
            cr_assert_eq(eip__layout_open_from(next, mark, i), i,
                         "class %u starts closed", mark);
        }
    }
    eip__layout_free(&f->direct.host, &next->retired);
    /* Without the first range, the second is still not new. */
    next = eip__layout_build(&f->direct.host, &f->direct.records, &f->range[1],
                             1, 2, f->layout);
    cr_assert_eq(next->pieces, 1);
    cr_assert_eq(next->first_piece[0], EIP__NONE);
    cr_assert_eq(next->first_piece[1], 0);
    cr_assert_eq(eip__layout_piece_of(next, f->range[0], f->range[0]->record),
                 EIP__NONE);
    eip__layout_free(&f->direct.host, &next->retired);
    finish(f);
}

Test(layout, of_nothing) {
    struct fixture *f = start();

    f->layout = eip__layout_build(&f->direct.host, &f->direct.records, NULL, 0,
                                  0, NULL);
    cr_assert_not_null(f->layout);
    cr_assert_eq(f->layout->pieces, 0);
    cr_assert_eq(eip__layout_open_from(f->layout, 0, 0), EIP__NONE);
    finish(f);
}
