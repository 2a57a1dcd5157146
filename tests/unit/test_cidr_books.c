/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The books of a space's blocks: without memory nothing changes, what is had
 * is given back in the size that was asked for, nobody writes beyond it, and
 * a block's neighbours are left alone. */
#include "space/cidr.h"
#include "space/dry.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { OWNER = 3, FENCE = 0xa5, EDGE = 64 };

/* -- an allocator that is suspicious ------------------------------------------------ */

static uint64_t requests;
static uint64_t fail_at; /* 0: never */
static uint64_t out;     /* blocks and reservations not given back */

struct __attribute__((aligned(EDGE))) header {
    uint64_t bytes;
};

static size_t rounded(uint64_t bytes) {
    return ((size_t)bytes + EDGE - 1) / EDGE * EDGE;
}

static void *allocate(void *context, uint64_t bytes) {
    size_t all = sizeof(struct header) + rounded(bytes) + EDGE;
    struct header *header;

    (void)context;
    if (++requests == fail_at) {
        return NULL;
    }
    header = aligned_alloc(EDGE, all);
    memset(header, FENCE, all);
    header->bytes = bytes;
    out++;
    return header + 1;
}

static void release(void *context, void *block, uint64_t bytes) {
    struct header *header = (struct header *)block - 1;
    const unsigned char *at = block;

    (void)context;
    if (block == NULL) {
        return;
    }
    cr_assert_eq(header->bytes, bytes, "not the size that was asked for");
    for (size_t i = bytes; i < rounded(bytes) + EDGE; i++) {
        cr_assert_eq(at[i], FENCE, "written beyond the end");
    }
    out--;
    free(header);
}

static void *reserve(void *context, uint64_t bytes) {
    void *pages = NULL;

    (void)context;
    if (++requests != fail_at) {
        pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        cr_assert_neq(pages, MAP_FAILED);
        out++;
    }
    return pages;
}

static void unreserve(void *context, void *pages, uint64_t bytes) {
    (void)context;
    out--;
    (void)munmap(pages, bytes);
}

/* -- a space of some blocks -------------------------------------------------------------- */

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(void) {
    static const eip_allocator hook = {NULL,    allocate, release,
                                       reserve, NULL,     unreserve};
    static const struct direct_options options = {.allocator = &hook};
    struct fixture *f = calloc(1, sizeof *f);

    fail_at = 0;
    out = 0;
    direct_open(&f->direct, &options);
    f->lane = direct_enter(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    direct_leave(f->lane);
    direct_close(&f->direct);
    cr_assert_eq(out, 0, "%u not given back", (uint32_t)out);
    free(f);
}

static struct eip__range *add(struct fixture *f, const char *cidr) {
    return direct_add(&f->direct, direct_cidr(cidr));
}

static void withdraw_and_remove(struct fixture *f, struct eip__range *range) {
    uint32_t record = range->record;

    cr_assert_eq(direct_withdraw(&f->direct, range), 0);
    direct_leave(f->lane);
    direct_remove(&f->direct, range);
    f->lane = direct_enter(&f->direct);
    cr_assert_null(eip__records_range(&f->direct.records, record),
                   "a block that is gone is found");
}

static void expect_blocks(struct fixture *f, uint32_t count) {
    cr_assert_eq(f->direct.space.range_count, count);
    for (uint32_t i = 1; i < count; i++) {
        cr_assert_lt(f->direct.space.ranges[i - 1]->cidr.base,
                     f->direct.space.ranges[i]->cidr.base);
    }
}

/* Indexes come again, so that layouts do not grow. */
static void expect_indexes(struct fixture *f, uint32_t count) {
    cr_assert_eq(eip__space_layout(&f->direct.space)->indexes, count);
}

/* -- without memory ------------------------------------------------------------------------- */

/* Two blocks at once, to four that are there. False: no memory. */
static bool add_two(struct fixture *f) {
    struct eip__space *space = &f->direct.space;
    struct eip__range *range[2] = {NULL, NULL};
    struct eip__layout *layout = NULL;
    bool made = true;

    for (uint32_t i = 0; i < 2 && made; i++) {
        made = eip__cidr_make(
                   space, direct_cidr(i == 0 ? "10.0.1.128/28" : "10.0.9.0/28"),
                   &range[i]) == EIP_OK &&
               eip__records_assign(&f->direct.records, range[i]) == EIP_OK;
    }
    layout = made ? eip__cidr_add_begin(space, range, 2) : NULL;
    if (layout != NULL) {
        eip__cidr_commit(space, layout);
        return true;
    }
    for (uint32_t i = 0; i < 2 && range[i] != NULL; i++) {
        uint32_t record = range[i]->record;

        eip__cidr_unmake(range[i]);
        cr_assert_null(eip__records_range(&f->direct.records, record));
    }
    return false;
}

static struct fixture *start_with_four(void) {
    struct fixture *f = start();

    (void)add(f, "10.0.3.0/28");
    (void)add(f, "10.0.0.0/28");
    (void)add(f, "10.0.2.0/28");
    (void)add(f, "10.0.1.0/28");
    expect_blocks(f, 4);
    return f;
}

Test(cidr_books, adding_without_memory) {
    bool refused = true;

    for (uint64_t nth = 1; refused; nth++) {
        struct fixture *f = start_with_four();

        fail_at = requests + nth;
        refused = !add_two(f);
        fail_at = 0;
        expect_blocks(f, refused ? 4 : 6);
        cr_assert(!refused || add_two(f));
        expect_blocks(f, 6);
        expect_indexes(f, 6);
        while (f->direct.space.range_count != 0) {
            withdraw_and_remove(f, f->direct.space.ranges[0]);
        }
        finish(f);
    }
}

Test(cidr_books, removing_without_memory) {
    struct fixture *f = start_with_four();
    struct eip__space *space = &f->direct.space;
    struct eip__range *range =
        direct_range(&f->direct, direct_cidr("10.0.1.0/28"));

    cr_assert_eq(direct_withdraw(&f->direct, range), 0);
    fail_at = requests + 1;
    cr_assert_null(eip__cidr_remove_begin(space, range));
    fail_at = 0;
    expect_blocks(f, 4);
    cr_assert_eq(direct_range(&f->direct, range->cidr), range);
    eip__cidr_remove_undo(space, range, eip__cidr_remove_begin(space, range));
    expect_blocks(f, 4);
    cr_assert_eq(direct_range(&f->direct, range->cidr), range);
    direct_restore(&f->direct, f->lane, range);
    cr_assert_eq(direct_count(&f->direct).free, 64);
    finish(f);
}

Test(cidr_books, blocks_come_and_go) {
    struct fixture *f = start_with_four();

    for (uint32_t i = 0; i < 20; i++) {
        /* Now before, now behind the others; each is another. */
        eip_cidr cidr = {0x0a000020 + i * 7 % 20 * 256, 28};

        withdraw_and_remove(f, f->direct.space.ranges[i % 4]);
        expect_blocks(f, 3);
        (void)direct_add(&f->direct, cidr);
        expect_blocks(f, 4);
        expect_indexes(f, 4);
    }
    finish(f);
}

/* -- records ------------------------------------------------------------------------------------ */

/* Whatever stood there before. */
Test(cidr_books, records_begin_at_none) {
    struct fixture *f = start();
    struct eip__records records;
    bool served = true;
    uint32_t first;

    memset(&records, FENCE, sizeof records);
    cr_assert_eq(eip__records_open(&records, &f->direct.host), EIP_OK);
    cr_assert_eq(eip__records_take(&records, EIP__LEAF_BITS, &first, &served),
                 EIP_OK);
    cr_assert_eq(first, 0);
    cr_assert_not(served);
    eip__records_close(&records);
    finish(f);
}

/* The second segment is had with the first run in it, and given back. */
Test(cidr_books, beyond_the_first_segment) {
    struct fixture *f = start();
    struct eip__range *range;
    struct direct_address taken;

    (void)add(f, "10.0.0.0/12");
    range = add(f, "11.0.0.0/26");
    cr_assert_eq(range->record, EIP__SEGMENT);
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0b000000, &taken));
    cr_assert(direct_give(&f->direct, f->lane, &taken));
    finish(f);
}

/* A run that comes back when there is no memory to note it is lost, no more. */
Test(cidr_books, no_memory_to_note_a_run) {
    struct fixture *f = start();
    uint32_t first;
    bool served;

    cr_assert_eq(
        eip__records_take(&f->direct.records, EIP__LEAF_BITS, &first, &served),
        EIP_OK);
    fail_at = requests + 1;
    eip__records_give(&f->direct.records, EIP__LEAF_BITS, first);
    fail_at = 0;
    cr_assert_eq(add(f, "10.0.0.0/26")->record, first + EIP__LEAF);
    finish(f);
}

/* A piece that was cut into leaves, owned as a whole again. */
Test(cidr_books, a_piece_cut_into_leaves) {
    struct fixture *f = start();
    struct eip__range *leaf = add(f, "10.0.0.0/26");
    struct eip__range whole = {.records = &f->direct.records,
                               .record = leaf->record,
                               .run_bits = EIP__PIECE_BITS};

    cr_assert_eq(eip__records_assign(&f->direct.records, &whole), EIP_OK);
    for (uint32_t i = 0; i < EIP__PIECE; i += EIP__LEAF) {
        cr_assert_eq(eip__records_range(&f->direct.records, i), &whole);
    }
    eip__records_unassign(&f->direct.records, &whole);
    for (uint32_t i = 0; i < EIP__PIECE; i += EIP__LEAF) {
        cr_assert_null(eip__records_range(&f->direct.records, i));
    }
    finish(f);
}

/* -- neighbours -------------------------------------------------------------------------------- */

Test(cidr_books, held_are_those_of_the_block) {
    struct fixture *f = start();
    struct eip__range *a = add(f, "10.0.0.0/26");
    struct eip__range *b = add(f, "10.0.0.64/26");
    struct direct_address taken;

    cr_assert_eq(b->record, a->record + EIP__LEAF);
    cr_assert(direct_take_this(&f->direct, OWNER, b->cidr.base, &taken));
    cr_assert_eq(direct_withdraw(&f->direct, a), 0);
    cr_assert_eq(direct_withdraw(&f->direct, b), 1);
    finish(f);
}

Test(cidr_books, restored_are_those_of_the_block) {
    struct fixture *f = start();
    struct eip__range *a = add(f, "10.0.0.0/26");
    struct eip__range *b = add(f, "10.0.0.64/26");

    cr_assert_eq(direct_withdraw(&f->direct, a), 0);
    cr_assert_eq(direct_withdraw(&f->direct, b), 0);
    direct_restore(&f->direct, f->lane, a);
    cr_assert_eq(direct_count(&f->direct).free, EIP__LEAF);
    cr_assert_eq(direct_count(&f->direct).withdrawn, EIP__LEAF);
    finish(f);
}

/* Who has restored a block gives no more: a proof of emptiness lasts. */
Test(cidr_books, nothing_is_given_after_a_restore) {
    struct fixture *f = start();
    struct eip__range *range = add(f, "10.0.0.0/28");
    struct direct_address taken;

    for (uint32_t i = 0; i < 16; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    }
    cr_assert_eq(direct_withdraw(&f->direct, range), 16);
    direct_restore(&f->direct, f->lane, range);
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert(eip__dry_is_proven(&f->direct.space));
    finish(f);
}
