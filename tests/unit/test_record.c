/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Runs of records: aligned, disjoint, used again; and whose they are. */
#include "space/record.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { SMALLEST = EIP__LEAF_BITS, LARGEST = EIP__RUN_BITS_MAX };

static struct direct *start(void) {
    struct direct *direct = calloc(1, sizeof *direct);
    const struct direct_options options = {0};

    direct_open(direct, &options);
    return direct;
}

static void finish(struct direct *direct) {
    direct_close(direct);
    free(direct);
}

/* Of the last run that was taken. */
static bool served;

static uint32_t take(struct direct *direct, uint32_t bits) {
    uint32_t first = 1;

    cr_assert_eq(eip__records_take(&direct->records, bits, &first, &served),
                 EIP_OK);
    cr_assert_eq(first & ((UINT32_C(1) << bits) - 1), 0, "not aligned");
    return first;
}

/* -- runs -------------------------------------------------------------------- */

Test(record, every_size_is_aligned) {
    struct direct *direct = start();

    for (uint32_t bits = SMALLEST; bits <= LARGEST; bits++) {
        uint32_t first = take(direct, bits);

        /* The first and the last record are there, as zero. */
        cr_assert_eq(eip__hint(eip__records_word(&direct->records, first)), 0);
        cr_assert_eq(eip__hint(eip__records_word(
                         &direct->records, first + (UINT32_C(1) << bits) - 1)),
                     0);
    }
    finish(direct);
}

struct run {
    uint32_t first;
    uint32_t bits;
};

/* A map of leaves: whoever takes one that is taken is wrong. */
static void mark_leaves(unsigned char *map, struct run run, bool taken) {
    uint32_t from = run.first / EIP__LEAF;
    uint32_t count = (UINT32_C(1) << run.bits) / EIP__LEAF;

    for (uint32_t i = from; i < from + count; i++) {
        cr_assert_eq(map[i], !taken, "leaf %u", i);
        map[i] = taken;
    }
}

Test(record, random_runs_never_overlap) {
    enum { RUNS = 200, LEAVES = 1 << 20 };
    struct trial_random random = trial_stream(0);
    unsigned char *map = calloc(LEAVES, 1);
    struct direct *direct = start();
    struct run runs[RUNS];
    uint32_t count = 0;

    for (uint32_t i = 0; i < 20000; i++) {
        if (count < RUNS && trial_below(&random, 2) == 0) {
            struct run run = {0, SMALLEST + (uint32_t)trial_below(&random, 11)};

            run.first = take(direct, run.bits);
            mark_leaves(map, run, true);
            runs[count++] = run;
        } else if (count > 0) {
            uint32_t at = (uint32_t)trial_below(&random, count);

            mark_leaves(map, runs[at], false);
            eip__records_give(&direct->records, runs[at].bits, runs[at].first);
            count--;
            runs[at] = runs[count];
        }
    }
    free(map);
    finish(direct);
}

Test(record, a_run_given_back_serves_again) {
    struct direct *direct = start();
    uint32_t first = take(direct, 12);
    uint32_t half;

    cr_assert_not(served);
    eip__records_give(&direct->records, 12, first);
    cr_assert_eq(take(direct, 12), first);
    cr_assert(served);
    eip__records_give(&direct->records, 12, first);
    half = take(direct, 11);
    cr_assert_eq(half & ~UINT32_C(0xfff), first, "not cut from the spare one");
    cr_assert_eq(take(direct, 11) ^ half, 1u << 11, "the other half");
    cr_assert(served, "the half of one that has");
    finish(direct);
}

/* What alignment leaves out is not lost. */
Test(record, gaps_are_used) {
    struct direct *direct = start();
    uint32_t small = take(direct, SMALLEST);
    uint32_t large = take(direct, 16);

    cr_assert_eq(small, 0);
    cr_assert_eq(large, 1u << 16);
    for (uint32_t bits = 15; bits >= SMALLEST; bits--) {
        cr_assert_lt(take(direct, bits), large);
        cr_assert_not(served);
    }
    cr_assert_gt(take(direct, SMALLEST), large);
    finish(direct);
}

Test(record, two_to_the_32_and_no_more) {
    struct direct *direct = start();
    uint32_t first;

    for (uint32_t i = 0; i < 256; i++) {
        cr_assert_eq(take(direct, LARGEST), i << LARGEST);
    }
    cr_assert_eq(eip__records_take(&direct->records, LARGEST, &first, &served),
                 EIP_ERR_TOO_MANY_CIDRS);
    cr_assert_eq(eip__records_take(&direct->records, SMALLEST, &first, &served),
                 EIP_ERR_TOO_MANY_CIDRS);
    eip__records_give(&direct->records, LARGEST, 77u << LARGEST);
    cr_assert_eq(take(direct, SMALLEST) >> LARGEST, 77);
    cr_assert_eq(eip__records_take(&direct->records, LARGEST, &first, &served),
                 EIP_ERR_TOO_MANY_CIDRS);
    finish(direct);
}

/* -- memory that is refused ------------------------------------------------------ */

static bool refusing;

static void *allocate(void *context, uint64_t bytes) {
    (void)context;
    return aligned_alloc(64, (bytes + 63) & ~UINT64_C(63));
}

static void release(void *context, void *block, uint64_t bytes) {
    (void)context;
    (void)bytes;
    free(block);
}

static void *reserve(void *context, uint64_t bytes) {
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)context;
    return pages == MAP_FAILED ? NULL : pages;
}

static int32_t commit(void *context, void *pages, uint64_t bytes) {
    (void)context;
    (void)pages;
    (void)bytes;
    return !refusing;
}

static void unreserve(void *context, void *pages, uint64_t bytes) {
    (void)context;
    (void)munmap(pages, bytes);
}

Test(record, a_refusal_loses_nothing) {
    static const eip_allocator hook = {NULL,    allocate, release,
                                       reserve, commit,   unreserve};
    const struct direct_options options = {.allocator = &hook};
    struct direct *direct = calloc(1, sizeof *direct);
    uint32_t first;

    direct_open(direct, &options);
    refusing = true;
    cr_assert_eq(eip__records_take(&direct->records, LARGEST, &first, &served),
                 EIP_ERR_OUT_OF_MEMORY);
    refusing = false;
    cr_assert_eq(take(direct, LARGEST), 0);
    cr_assert_not(served);
    finish(direct);
}

/* -- generations ---------------------------------------------------------------- */

/* A block that comes again, there or elsewhere, goes on counting. */
Test(record, generations_go_on_in_other_blocks) {
    struct direct *direct = start();
    struct eip__lane *lane = direct_enter(direct);
    uint32_t generation = 0;
    uint32_t record = 0;

    direct_leave(lane);
    for (uint32_t i = 0; i < 20; i++) {
        eip_cidr cidr = {0x0a000000 + i * 256, 32};
        struct eip__range *range = direct_add(direct, cidr);
        struct direct_address taken;

        lane = direct_enter(direct);
        cr_assert(direct_take_any(direct, lane, 5, &taken));
        cr_assert(i == 0 || taken.record == record, "another record");
        cr_assert_gt(taken.generation, generation);
        cr_assert(direct_give(direct, lane, &taken));
        cr_assert(i == 0 || !direct_recover(direct, 6, taken.address, &taken));
        generation = taken.generation;
        record = taken.record;
        direct_leave(lane);
        cr_assert_eq(direct_withdraw(direct, range), 0);
        direct_remove(direct, range);
    }
    finish(direct);
}

Test(record, who_had_it_in_another_block_cannot_recover) {
    struct direct *direct = start();
    struct eip__range *range = direct_add(direct, direct_cidr("10.0.0.0/30"));
    struct eip__lane *lane = direct_enter(direct);
    struct direct_address taken;

    cr_assert(direct_take_this(direct, 5, 0x0a000001, &taken));
    cr_assert(direct_give(direct, lane, &taken));
    direct_leave(lane);
    (void)direct_withdraw(direct, range);
    direct_remove(direct, range);
    (void)direct_add(direct, direct_cidr("10.0.0.0/30"));
    cr_assert_eq(eip__word_owner(direct_word(direct, 0x0a000001)), 0);
    cr_assert(!direct_recover(direct, 5, 0x0a000001, &taken));
    finish(direct);
}

/* -- whose they are ----------------------------------------------------------------- */

static void check_owner(struct direct *direct, const struct eip__range *range,
                        const struct eip__range *expected) {
    uint64_t size = UINT64_C(1) << range->run_bits;

    for (uint64_t i = 0; i < size; i += EIP__LEAF) {
        cr_assert_eq(
            eip__records_range(&direct->records, range->record + (uint32_t)i),
            expected);
    }
    cr_assert_eq(eip__records_range(&direct->records,
                                    range->record + (uint32_t)size - 1),
                 expected);
}

Test(record, each_record_has_its_range) {
    static const char *const blocks[] = {
        "10.0.0.0/32", "10.0.1.0/26", "10.0.2.0/24",  "10.1.0.0/21",
        "10.2.0.0/20", "10.3.0.0/19", "10.16.0.0/12", "11.0.0.0/8"};
    enum { COUNT = sizeof blocks / sizeof blocks[0] };
    struct direct *direct = start();
    struct eip__range *range[COUNT];

    for (uint32_t i = 0; i < COUNT; i++) {
        range[i] = direct_add(direct, direct_cidr(blocks[i]));
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        check_owner(direct, range[i], range[i]);
        cr_assert_eq(range[i]->run_bits,
                     i == 0 ? 6 : 32 - range[i]->cidr.prefix_bits);
    }
    for (uint32_t i = 0; i < COUNT; i += 2) {
        eip__records_unassign(&direct->records, range[i]);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        check_owner(direct, range[i], i % 2 == 0 ? NULL : range[i]);
    }
    finish(direct);
}

/* Who has a segment has no record of the next. */
Test(record, a_small_range_behind_a_segment) {
    struct direct *direct = start();
    struct eip__range *large = direct_add(direct, direct_cidr("10.16.0.0/12"));
    struct eip__range *small = direct_add(direct, direct_cidr("10.1.0.0/21"));

    cr_assert_eq(large->run_bits, EIP__SEGMENT_BITS);
    cr_assert_eq(small->record, large->record + EIP__SEGMENT);
    check_owner(direct, small, small);
    eip__records_unassign(&direct->records, large);
    check_owner(direct, large, NULL);
    check_owner(direct, small, small);
    finish(direct);
}

/* Small blocks cut a piece into leaves; a large one there later still works. */
Test(record, a_large_range_where_small_ones_were) {
    struct direct *direct = start();
    struct eip__range *range[64];

    for (uint32_t i = 0; i < 64; i++) {
        range[i] = direct_add(direct, (eip_cidr){0x0a000000 + i * 256, 26});
    }
    for (uint32_t i = 0; i < 64; i++) {
        (void)direct_withdraw(direct, range[i]);
        direct_remove(direct, range[i]);
    }
    eip__records_collect(&direct->records);
    /* Runs are not joined again: make one by hand of what was cut. */
    for (uint32_t i = 0; i < 64; i++) {
        uint32_t first = take(direct, EIP__LEAF_BITS);

        cr_assert_lt(first, EIP__PIECE);
    }
    eip__records_give(&direct->records, EIP__PIECE_BITS, 0);
    range[0] = direct_add(direct, direct_cidr("10.9.0.0/20"));
    cr_assert_eq(range[0]->record, 0);
    check_owner(direct, range[0], range[0]);
    finish(direct);
}

Test(record, a_record_of_no_segment_has_no_range) {
    struct direct *direct = start();

    cr_assert_null(eip__records_range(&direct->records, 0));
    cr_assert_null(eip__records_range(&direct->records, UINT32_MAX));
    finish(direct);
}

/* -- stamps --------------------------------------------------------------------------- */

Test(record, stamps_only_go_forward) {
    eip__a64 place = 0;

    eip__stamp_write(&place, eip__stamp_make(5, false, true, 700));
    cr_assert(eip__stamp_is(eip__hint(&place), 5, false));
    cr_assert_eq(eip__stamp_value(eip__hint(&place)), 700);
    cr_assert_neq(eip__hint(&place) & EIP__STAMP_STANDARD, 0);
    eip__stamp_write(&place, eip__stamp_make(4, true, false, 1));
    cr_assert(eip__stamp_is(eip__hint(&place), 5, false), "went back");
    eip__stamp_write(&place, eip__stamp_make(5, false, false, 2));
    cr_assert_eq(eip__stamp_value(eip__hint(&place)), 700, "written twice");
    eip__stamp_write(&place, eip__stamp_make(5, true, false, 3));
    cr_assert(eip__stamp_is(eip__hint(&place), 5, true));
    cr_assert(!eip__stamp_is(eip__hint(&place), 5, false));
    cr_assert_eq(eip__hint(&place) & EIP__STAMP_STANDARD, 0);
}

/* Turns come round after 2^22 generations. */
Test(record, stamps_come_round) {
    eip__a64 place = 0;
    uint32_t last = (UINT32_C(1) << 22) - 1;

    eip__publish(&place, eip__stamp_make(last, true, false, 9));
    eip__stamp_write(&place, eip__stamp_make(last + 1, false, false, 10));
    cr_assert_eq(eip__stamp_value(eip__hint(&place)), 10);
    eip__stamp_write(&place, eip__stamp_make(last, true, false, 9));
    cr_assert_eq(eip__stamp_value(eip__hint(&place)), 10);
}

/* -- segments ---------------------------------------------------------------- */

/* Those that are missing in a row are reserved at once; one that is there is
 * passed over. */
Test(record, segments_that_are_missing) {
    struct direct *direct = start();
    struct eip__records *records = &direct->records;

    cr_assert_eq(eip__records_map(records, 0, EIP__SEGMENT), EIP_OK);
    cr_assert_eq(records->segment[1], 0);
    cr_assert_eq(eip__records_map(records, 0, UINT64_C(4) * EIP__SEGMENT),
                 EIP_OK);
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert_neq(records->segment[i], 0, "segment %u", i);
        cr_assert_eq(records->reserved[i], i == 0 ? 1 : i == 1 ? 3 : 0);
    }
    cr_assert_eq(records->segment[4], 0, "one more than is needed");
    finish(direct);
}
