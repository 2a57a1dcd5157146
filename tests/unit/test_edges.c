/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* States of a space that only another thread's half-done work, or want of
 * memory, leads to: made here by hand. */
#include "space/cool.h"
#include "space/dry.h"
#include "space/hint.h"
#include "space/order.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, COOLDOWN = 1000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(const struct direct_options *options,
                             const char *cidr) {
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, options);
    if (cidr != NULL) {
        (void)direct_add(&f->direct, direct_cidr(cidr));
    }
    f->lane = direct_enter(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static struct eip__space *space_of(struct fixture *f) {
    return &f->direct.space;
}

static void set_word(struct fixture *f, uint32_t record, uint64_t word) {
    eip__publish(eip__records_word(&f->direct.records, record), word);
}

static uint64_t word_of(struct fixture *f, uint32_t record) {
    return eip__read(eip__records_word(&f->direct.records, record));
}

/* A block of which all is ready but the layout. */
static struct eip__range *make_block(struct fixture *f, const char *cidr) {
    struct eip__range *range = NULL;

    cr_assert_eq(eip__cidr_make(space_of(f), direct_cidr(cidr), &range),
                 EIP_OK);
    cr_assert_eq(eip__records_assign(&f->direct.records, range), EIP_OK);
    range->index = 1;
    return range;
}

/* -- a space that has no layout yet ------------------------------------------------ */

Test(edges, nothing_is_laid_out) {
    static const struct direct_options options = {.cooldown_ms = COOLDOWN};
    struct fixture *f = start(&options, NULL);
    struct eip__range *range = make_block(f, "10.0.0.0/28");
    struct eip__moment moment = direct_moment(&f->direct);
    struct eip__lane *stopped = direct_stopped_lane(&f->direct);
    struct direct_address taken;

    cr_assert(!eip__pick_probe(space_of(f), f->lane, &moment));
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert_eq(direct_count(&f->direct).capacity, 0);
    /* The emptiness is proven; a tell ends that, and many turn it off. */
    cr_assert(eip__dry_is_proven(space_of(f)));
    eip__hint_offer(space_of(f), range, range->record, EIP__MARK_FRESH);
    cr_assert(!eip__dry_is_proven(space_of(f)));
    for (uint32_t i = 0; i < 70; i++) {
        eip__dry_tell(space_of(f));
    }
    cr_assert_eq(eip__look(&space_of(f)->dry) & 1, 0);
    /* The ring turns all the same. */
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + COOLDOWN);
    cr_assert_eq(eip__cool_mark(space_of(f), f->lane, &moment),
                 EIP__MARK_RING + 1);
    /* Nothing is offered that is not laid out. */
    (void)eip__offer(eip__records_hint(&f->direct.records, range->record, 0),
                     UINT64_MAX);
    eip__hint_announce(stopped, range->record);
    eip__hint_mend(&f->direct.records, stopped);
    cr_assert_eq(eip__read(eip__records_hint(&f->direct.records, range->record,
                                             EIP__MARK_FRESH)),
                 UINT64_MAX);
    eip__cidr_unmake(range);
    finish(f);
}

/* -- a block that is not in its space's layout --------------------------------------- */

Test(edges, a_block_that_is_not_laid_out) {
    static const struct direct_options options = {0};
    struct fixture *f = start(&options, "10.0.0.0/28");
    struct eip__lane *stopped = direct_stopped_lane(&f->direct);
    struct eip__range *range = make_block(f, "10.1.0.0/28");
    const struct eip__layout *layout = eip__space_layout(space_of(f));
    struct direct_address taken;

    cr_assert_eq(eip__layout_piece_of(layout, range, range->record), EIP__NONE);
    range->index = 0; /* another's, that has come again */
    cr_assert_eq(eip__layout_piece_of(layout, range, range->record), EIP__NONE);
    cr_assert_eq(
        eip__layout_piece_of(layout, range, range->record + EIP__PIECE),
        EIP__NONE);
    eip__hint_offer(space_of(f), range, range->record, EIP__MARK_FRESH);
    (void)eip__offer(eip__records_hint(&f->direct.records, range->record, 0),
                     UINT64_MAX);
    eip__hint_announce(stopped, range->record);
    for (uint32_t i = 0; i < 16; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    }
    /* The proof does not look there, nor does the mending. */
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    eip__hint_mend(&f->direct.records, stopped);
    cr_assert_eq(eip__read(eip__records_hint(&f->direct.records, range->record,
                                             EIP__MARK_FRESH)),
                 UINT64_MAX);
    range->index = 1;
    eip__cidr_unmake(range);
    finish(f);
}

/* ... and a tell that comes when the proof has been turned off is no harm. */
Test(edges, a_tell_that_comes_too_late) {
    static const struct direct_options options = {0};
    struct fixture *f = start(&options, "10.0.0.0/28");
    struct direct_address taken;

    eip__dry_tell_on(space_of(f));
    cr_assert_eq(eip__look(&space_of(f)->dry) & 1, 0);
    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    finish(f);
}

/* A bucket's hints in a leaf that is no block's any more are dropped. */
Test(edges, leftovers_of_a_block_that_is_gone) {
    static const struct direct_options options = {.cooldown_ms = COOLDOWN};
    struct fixture *f = start(&options, "10.0.0.0/28");
    struct eip__range *range =
        direct_range(&f->direct, direct_cidr("10.0.0.0/28"));
    struct eip__moment moment = direct_moment(&f->direct);
    eip__a64 *hints =
        eip__records_hint(&f->direct.records, 0, EIP__MARK_RING + 1);

    eip__hint_offer(space_of(f), range, 0, EIP__MARK_RING + 1);
    cr_assert_eq(eip__read(hints), 1);
    eip__records_unassign(&f->direct.records, range);
    cr_assert_eq(eip__cool_mark(space_of(f), f->lane, &moment),
                 EIP__MARK_RING + 1);
    cr_assert_eq(eip__read(hints), 0);
    cr_assert_eq(eip__records_assign(&f->direct.records, range), EIP_OK);
    finish(f);
}

/* -- words ---------------------------------------------------------------------------- */

Test(edges, what_counts_as_never_allocated) {
    static const struct direct_options options = {0};
    struct fixture *f = start(&options, "10.0.0.0/29");
    struct eip__census census;

    set_word(f, 0, eip__word_make(EIP__FREE, 0, 0, 4));     /* readmitted */
    set_word(f, 1, eip__word_make(EIP__FREE, 0, OWNER, 4)); /* released */
    set_word(f, 2, eip__word_make(EIP__FREE, 1, 0, 4));     /* likewise */
    set_word(f, 3, eip__word_make(EIP__FREE, 0, 0, 4));
    eip__publish(&eip__records_cold(&f->direct.records, 3)->stamp,
                 eip__stamp_make(4, true, false, 99));
    set_word(f, 4, eip__word_make(EIP__RETIRED, 0, 0, EIP__GENERATION_MAX));
    census = direct_count(&f->direct);
    cr_assert_eq(census.free, 7);
    cr_assert_eq(census.retired, 1);
    cr_assert_eq(census.never_allocated, 4);
    finish(f);
}

/* An address that was given for the last time stays so, whatever block its
 * record comes to, and is never offered. */
Test(edges, a_retired_word_in_another_block) {
    static const struct direct_options options = {0};
    const uint64_t retired =
        eip__word_make(EIP__RETIRED, 0, 0, EIP__GENERATION_MAX);
    struct fixture *f = start(&options, "10.0.0.0/26");
    struct eip__range *range =
        direct_range(&f->direct, direct_cidr("10.0.0.0/26"));
    struct direct_address taken;

    set_word(f, 7, retired);
    cr_assert_eq(direct_withdraw(&f->direct, range), 0);
    direct_leave(f->lane);
    direct_remove(&f->direct, range);
    f->lane = direct_enter(&f->direct);
    range = direct_add(&f->direct, direct_cidr("10.9.0.0/26"));
    cr_assert_eq(range->record, 0);
    cr_assert_eq(word_of(f, 7), retired);
    cr_assert_eq(
        eip__read(eip__records_hint(&f->direct.records, 0, EIP__MARK_FRESH)),
        UINT64_C(1) << 7);
    for (uint32_t i = 0; i < 63; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
        cr_assert_neq(taken.record, 7);
    }
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    finish(f);
}

Test(edges, restored_without_a_drain) {
    static const struct direct_options options = {0};
    struct fixture *f = start(&options, "10.0.0.0/28");
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    direct_restore(&f->direct, f->lane, taken.range);
    cr_assert_eq(word_of(f, 0), eip__word_make(EIP__HELD, 0, OWNER, 1));
    cr_assert_eq(word_of(f, 1), 0);
    cr_assert(direct_is_sound(&f->direct));
    finish(f);
}

/* Only a word that is free, and of a bucket that has begun anew, moves. */
Test(edges, what_rejoins_the_ring) {
    static const struct direct_options options = {.cooldown_ms = COOLDOWN};
    struct fixture *f = start(&options, "10.0.0.0/28");
    uint64_t old = eip__word_make(EIP__FREE, EIP__MARK_OLD, 0, 2);
    uint64_t ring = eip__word_make(EIP__FREE, EIP__MARK_RING + 1, 0, 2);
    uint64_t gone = eip__word_make(EIP__GONE, EIP__MARK_RING + 1, 0, 2);

    eip__note(&space_of(f)->began[1], DIRECT_START_MS);
    set_word(f, 1, old);
    cr_assert_eq(eip__cool_rejoin(space_of(f), 1, old), old);
    set_word(f, 1, gone);
    cr_assert_eq(eip__cool_rejoin(space_of(f), 1, gone), gone);
    set_word(f, 1, ring);
    cr_assert_eq(eip__cool_rejoin(space_of(f), 1, ring), old);
    cr_assert_eq(word_of(f, 1), old);
    finish(f);
}

/* -- where the last pick was made ------------------------------------------------------ */

static void take_all(struct fixture *f, uint32_t count) {
    struct direct_address taken;

    for (uint32_t i = 0; i < count; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    }
}

/* The spot is of the class of the unused; the pick goes on in another. */
Test(edges, a_spot_of_another_class) {
    static const struct direct_options options = {
        .policy = EIP_POLICY_SPREAD, .cooldown_ms = COOLDOWN, .seed = 2};
    struct fixture *f = start(&options, "10.0.0.0/26");
    struct direct_address first;
    struct direct_address taken;

    struct direct_address second;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &first));
    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &second));
    cr_assert(direct_give(&f->direct, f->lane, &first));
    cr_assert(direct_give(&f->direct, f->lane, &second));
    take_all(f, 62);
    for (uint32_t i = 0; i < 2; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
        cr_assert(taken.address == first.address ||
                  taken.address == second.address);
    }
    finish(f);
}

/* The pool's policy has changed since: the spot counts no more. */
static void expect_lowest_by(uint32_t policy) {
    static const struct direct_options options = {.policy = EIP_POLICY_SPREAD,
                                                  .seed = 2};
    struct fixture *f = start(&options, "10.0.0.0/24");
    struct direct_address taken;

    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    }
    for (uint32_t i = 0; i < 256; i++) {
        uint64_t word = direct_word(&f->direct, 0x0a000000 + i);

        if (eip__word_is_free(word)) {
            eip__note32(&space_of(f)->policy, policy);
            cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
            cr_assert_eq(taken.address, 0x0a000000 + i, "not the lowest");
            break;
        }
    }
    finish(f);
}

Test(edges, a_spot_of_another_policy) {
    expect_lowest_by(EIP_POLICY_LOWEST);
    expect_lowest_by(EIP_POLICY_CURSOR); /* which begins at the begin */
}

/* -- want of memory ----------------------------------------------------------------------- */

static uint64_t fail_at;
static uint64_t requests;

static void *allocate(void *context, uint64_t bytes) {
    (void)context;
    return ++requests == fail_at
               ? NULL
               : aligned_alloc(64, (bytes + 63) & ~UINT64_C(63));
}

static void release(void *context, void *block, uint64_t bytes) {
    (void)context;
    (void)bytes;
    free(block);
}

static void *reserve(void *context, uint64_t bytes) {
    (void)context;
    return ++requests == fail_at ? NULL : calloc(1, bytes);
}

/* Whichever request is refused as a block comes: nothing has changed, and the
 * next try finds what was had before. */
Test(edges, a_block_for_which_there_is_no_memory) {
    const eip_allocator hook = {NULL,    allocate, release,
                                reserve, NULL,     release};
    const struct direct_options options = {.allocator = &hook};
    bool refused = true;

    for (uint64_t nth = 1; refused; nth++) {
        struct fixture *f = start(&options, NULL);
        struct eip__range *range = NULL;
        struct eip__layout *layout = NULL;

        fail_at = requests + nth;
        if (eip__cidr_make(space_of(f), direct_cidr("10.0.0.0/26"), &range) ==
            EIP_OK) {
            if (eip__records_assign(&f->direct.records, range) == EIP_OK) {
                layout = eip__cidr_add_begin(space_of(f), &range, 1);
            }
        } else {
            range = NULL;
        }
        refused = requests >= fail_at;
        fail_at = 0;
        cr_assert_eq(layout == NULL, refused, "request %u", (uint32_t)nth);
        if (layout == NULL) {
            cr_assert_eq(space_of(f)->range_count, 0);
            if (range != NULL) {
                eip__cidr_unmake(range);
            }
            (void)direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
        } else {
            eip__cidr_commit(space_of(f), layout);
        }
        cr_assert_eq(direct_count(&f->direct).free, 64);
        finish(f);
    }
}
