/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The tree from addresses to blocks, against a plain list of blocks. */
#include "registry/radix.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 256 };

/* Blocks are told apart by their address; an entry wants it even. */
struct block {
    _Alignas(8) eip_cidr cidr;
    bool there;
};

struct fixture {
    struct direct direct;
    struct eip__radix *root;
    uint64_t batches;
    struct block block[BLOCKS];
    uint64_t requests; /* for memory */
    uint64_t fail_at;
};

static void *count_and_allocate(void *context, uint64_t bytes) {
    struct fixture *f = context;

    if (++f->requests == f->fail_at) {
        return NULL;
    }
    return aligned_alloc(64, (bytes + 63) & ~UINT64_C(63));
}

static void release(void *context, void *block, uint64_t bytes) {
    (void)context;
    (void)bytes;
    free(block);
}

static void *reserve(void *context, uint64_t bytes) {
    (void)context;
    return calloc(1, bytes);
}

static struct fixture *start(void) {
    struct fixture *f = calloc(1, sizeof *f);
    const eip_allocator allocator = {
        f, count_and_allocate, release, reserve, NULL, release};
    const struct direct_options options = {.allocator = &allocator};

    direct_open(&f->direct, &options);
    return f;
}

static void finish(struct fixture *f) {
    eip__reclaim_all(&f->direct.lanes);
    eip__radix_free(&f->direct.host, f->root);
    direct_close(&f->direct);
    free(f);
}

static struct eip__radix_batch begin(struct fixture *f) {
    struct eip__radix_batch batch = {&f->direct.host, ++f->batches, f->root,
                                     NULL};

    return batch;
}

static void commit(struct fixture *f, struct eip__radix_batch *batch) {
    f->root = batch->root;
    eip__radix_commit(batch, &f->direct.lanes);
}

static const struct block *expected(const struct fixture *f, uint32_t address) {
    for (uint32_t i = 0; i < BLOCKS; i++) {
        if (f->block[i].there && eip_cidr_contains(f->block[i].cidr, address)) {
            return &f->block[i];
        }
    }
    return NULL;
}

static void check(const struct fixture *f, const struct eip__radix *root,
                  struct trial_random *random) {
    for (uint32_t i = 0; i < BLOCKS; i++) {
        eip_cidr cidr = f->block[i].cidr;
        uint32_t last = cidr.base + (uint32_t)(eip_cidr_count(cidr) - 1);
        const uint32_t probes[] = {cidr.base, last, cidr.base - 1, last + 1,
                                   (uint32_t)trial_next(random)};

        for (uint32_t n = 0; n < 5; n++) {
            cr_assert_eq(eip__radix_find(root, probes[n]),
                         expected(f, probes[n]), "%x", probes[n]);
        }
    }
}

/* Disjoint blocks of all sizes: each in a /8 or a part of one of its own. */
static void make_blocks(struct fixture *f, struct trial_random *random) {
    for (uint32_t i = 0; i < BLOCKS; i++) {
        uint32_t bits = i < 100 ? 8 + (uint32_t)trial_below(random, 25)
                                : 18 + (uint32_t)trial_below(random, 15);
        uint32_t area = i < 100 ? i << 24 : 100u << 24 | (i - 100) << 14;
        uint32_t room = i < 100 ? 24 : 14;
        uint32_t at = (uint32_t)trial_next(random) & ((1u << room) - 1);
        uint32_t mask = bits == 32 ? 0 : UINT32_MAX >> bits;

        f->block[i].cidr = (eip_cidr){(area | at) & ~mask, bits};
        cr_assert(eip_cidr_is_valid(f->block[i].cidr));
    }
}

Test(radix, random_batches) {
    struct trial_random random = trial_stream(0);
    struct fixture *f = start();

    make_blocks(f, &random);
    for (uint32_t round = 0; round < 100; round++) {
        struct eip__radix_batch batch = begin(f);
        uint32_t changes = 1 + (uint32_t)trial_below(&random, 20);

        for (uint32_t i = 0; i < changes; i++) {
            struct block *block = &f->block[trial_below(&random, BLOCKS)];

            block->there = !block->there;
            cr_assert(eip__radix_set(&batch, block->cidr,
                                     block->there ? block : NULL));
        }
        commit(f, &batch);
        check(f, f->root, &random);
        if (round % 8 == 0) {
            eip__reclaim(&f->direct.lanes);
        }
    }
    finish(f);
}

Test(radix, an_undone_batch_changes_nothing) {
    struct trial_random random = trial_stream(1);
    struct fixture *f = start();

    make_blocks(f, &random);
    for (uint32_t round = 0; round < 50; round++) {
        struct eip__radix_batch batch = begin(f);

        f->block[round].there = true;
        cr_assert(
            eip__radix_set(&batch, f->block[round].cidr, &f->block[round]));
        commit(f, &batch);
        batch = begin(f);
        for (uint32_t i = 0; i < BLOCKS; i += 3) {
            cr_assert(eip__radix_set(&batch, f->block[i].cidr,
                                     f->block[i].there ? NULL : &f->block[i]));
        }
        eip__radix_undo(&batch);
        check(f, f->root, &random);
    }
    finish(f);
}

/* Whoever still has the old root sees the old blocks. */
Test(radix, an_old_tree_stays_as_it_was) {
    struct trial_random random = trial_stream(2);
    struct fixture *f = start();
    struct eip__lane *lane = direct_enter(&f->direct);
    struct eip__radix_batch batch = begin(f);
    const struct eip__radix *old;

    make_blocks(f, &random);
    f->block[3].there = true;
    cr_assert(eip__radix_set(&batch, f->block[3].cidr, &f->block[3]));
    commit(f, &batch);
    old = f->root;
    for (uint32_t i = 0; i < BLOCKS; i++) {
        batch = begin(f);
        cr_assert(eip__radix_set(&batch, f->block[i].cidr,
                                 i == 3 ? NULL : (void *)&f->block[i]));
        commit(f, &batch);
        eip__reclaim(&f->direct.lanes);
    }
    check(f, old, &random);
    direct_leave(lane);
    finish(f);
}

Test(radix, refused_memory_changes_nothing) {
    struct trial_random random = trial_stream(3);
    struct fixture *f = start();

    make_blocks(f, &random);
    for (uint32_t i = 0; i < BLOCKS; i++) {
        struct eip__radix_batch batch = begin(f);
        bool done;

        f->fail_at = f->requests + 1 + i % 4;
        done = eip__radix_set(&batch, f->block[i].cidr, &f->block[i]);
        f->fail_at = 0;
        if (done) {
            f->block[i].there = true;
            commit(f, &batch);
        } else {
            eip__radix_undo(&batch);
        }
    }
    check(f, f->root, &random);
    finish(f);
}

/* One node on each level for a batch, however many changes it has. */
Test(radix, a_batch_copies_each_node_once) {
    struct fixture *f = start();
    struct eip__radix_batch batch = begin(f);
    static struct block blocks[256];
    uint64_t before;

    for (uint32_t i = 0; i < 256; i++) {
        blocks[i].cidr = (eip_cidr){0x0a000000 + i, 32};
        cr_assert(eip__radix_set(&batch, blocks[i].cidr, &blocks[i]));
    }
    commit(f, &batch);
    before = f->requests;
    batch = begin(f);
    for (uint32_t i = 0; i < 256; i += 2) {
        cr_assert(eip__radix_set(&batch, blocks[i].cidr, NULL));
    }
    commit(f, &batch);
    cr_assert_eq(f->requests - before, 4);
    for (uint32_t i = 0; i < 256; i++) {
        cr_assert_eq(eip__radix_find(f->root, 0x0a000000 + i),
                     i % 2 == 0 ? NULL : (void *)&blocks[i]);
    }
    finish(f);
}

Test(radix, the_whole_space) {
    struct fixture *f = start();
    struct eip__radix_batch batch = begin(f);
    static struct block halves[2] = {{{0, 1}, true},
                                     {{UINT32_C(1) << 31, 1}, true}};

    cr_assert_null(eip__radix_find(NULL, 0));
    cr_assert(eip__radix_set(&batch, halves[0].cidr, &halves[0]));
    cr_assert(eip__radix_set(&batch, halves[1].cidr, &halves[1]));
    commit(f, &batch);
    cr_assert_eq(eip__radix_find(f->root, 0), &halves[0]);
    cr_assert_eq(eip__radix_find(f->root, UINT32_MAX / 2), &halves[0]);
    cr_assert_eq(eip__radix_find(f->root, UINT32_MAX / 2 + 1), &halves[1]);
    cr_assert_eq(eip__radix_find(f->root, UINT32_MAX), &halves[1]);
    finish(f);
}
