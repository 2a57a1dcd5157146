/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Blocks of a space that come and go, and what a space costs in memory. */
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { OWNER = 3, HOUR = 3600000 };

static const uint32_t policies[] = {EIP_POLICY_LOWEST, EIP_POLICY_RANDOM,
                                    EIP_POLICY_CURSOR, EIP_POLICY_SPREAD};
enum { POLICIES = sizeof policies / sizeof policies[0] };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
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
    free(f);
}

/* Removing waits for nobody, but the records come back only once the test's
 * own call has ended. */
static void remove_block(struct fixture *f, struct eip__range *range) {
    direct_leave(f->lane);
    direct_remove(&f->direct, range);
    f->lane = direct_enter(&f->direct);
}

static void add(struct fixture *f, const char *cidr) {
    (void)direct_add(&f->direct, direct_cidr(cidr));
}

static void expect_empty(struct fixture *f) {
    struct direct_address taken;

    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
    cr_assert(!direct_take_any(&f->direct, f->lane, OWNER, &taken));
}

/* -- draining ----------------------------------------------------------------------------------- */

static uint32_t count_picks(struct fixture *f) {
    struct direct_address taken;
    uint32_t count = 0;

    while (direct_take_any(&f->direct, f->lane, OWNER, &taken)) {
        count++;
    }
    return count;
}

static void check_drain(uint32_t policy, bool scattered) {
    struct fixture *f = start(policy, scattered);
    struct eip__range *first =
        direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
    struct eip__range *second =
        direct_add(&f->direct, direct_cidr("10.0.1.0/28"));
    struct direct_address one;
    struct direct_address two;

    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000007, &one));
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000009, &two));
    cr_assert_eq(direct_withdraw(&f->direct, first), 2);
    cr_assert_eq(count_picks(f), 16, "only the other block's");
    cr_assert(direct_give(&f->direct, f->lane, &one));
    expect_empty(f);
    cr_assert(!direct_recover(&f->direct, OWNER, one.address, &one));
    direct_restore(&f->direct, f->lane, first);
    cr_assert(direct_recover(&f->direct, OWNER, 0x0a000007, &one),
              "who had it may still recover");
    cr_assert_eq(count_picks(f), 62);
    cr_assert(direct_give(&f->direct, f->lane, &one));
    cr_assert_eq(direct_withdraw(&f->direct, first), 63);
    direct_restore(&f->direct, f->lane, first);
    cr_assert_eq(count_picks(f), 1);
    cr_assert_eq(direct_withdraw(&f->direct, second), 16);
    cr_assert_eq(direct_count(&f->direct).draining, 16);
    finish(f);
}

Test(space_blocks, drain_and_restore) {
    for (uint32_t i = 0; i < POLICIES * 2; i++) {
        check_drain(policies[i % POLICIES], i >= POLICIES);
    }
}

static void check_removal(uint32_t policy, bool scattered) {
    struct fixture *f = start(policy, scattered);
    const eip_cidr cidr = direct_cidr("10.0.0.0/25");

    add(f, "10.0.4.0/30");
    for (uint32_t round = 0; round < 5; round++) {
        struct eip__range *range = direct_add(&f->direct, cidr);
        struct direct_address held[132];

        for (uint32_t i = 0; i < 132; i++) {
            cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &held[i]));
        }
        expect_empty(f);
        for (uint32_t i = 0; i < 132; i++) {
            if (i == 60) {
                (void)direct_withdraw(&f->direct, range);
            }
            cr_assert(direct_give(&f->direct, f->lane, &held[i]));
        }
        cr_assert_eq(direct_withdraw(&f->direct, range), 0);
        cr_assert_eq(direct_count(&f->direct).withdrawn, 128);
        remove_block(f, range);
        cr_assert_eq(direct_count(&f->direct).capacity, 4);
    }
    cr_assert_eq(count_picks(f), 4);
    finish(f);
}

Test(space_blocks, remove_and_add_again) {
    for (uint32_t i = 0; i < POLICIES * 2; i++) {
        check_removal(policies[i % POLICIES], i >= POLICIES);
    }
}

/* A pick that began before a block was removed ends: it must not go round and
 * round over a hint of the block that it cannot take. */
static void check_old_layout(uint32_t policy) {
    struct fixture *f = start(policy, false);
    struct eip__range *range =
        direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
    struct eip__moment moment = direct_moment(&f->direct);
    struct eip__scan scan = {
        .space = &f->direct.space,
        .lane = f->lane,
        .layout = eip__space_layout(&f->direct.space),
        .moment = &moment,
        .mark = EIP__MARK_FRESH,
    };
    struct eip__pick found;

    (void)direct_withdraw(&f->direct, range);
    direct_remove(&f->direct, range); /* kept alive by our own call */
    switch (policy) {
    case EIP_POLICY_LOWEST:
        cr_assert(!eip__pick_lowest(&scan, &found));
        break;
    case EIP_POLICY_RANDOM:
        cr_assert(!eip__pick_random(&scan, &found));
        break;
    default:
        cr_assert(!eip__pick_cursor(&scan, &found));
        break;
    }
    expect_empty(f);
    finish(f);
}

Test(space_blocks, an_old_layout_ends_lowest, .timeout = 20) {
    check_old_layout(EIP_POLICY_LOWEST);
}

Test(space_blocks, an_old_layout_ends_random, .timeout = 20) {
    check_old_layout(EIP_POLICY_RANDOM);
}

Test(space_blocks, an_old_layout_ends_cursor, .timeout = 20) {
    check_old_layout(EIP_POLICY_CURSOR);
}

/* -- memory ---------------------------------------------------------------------- */

enum { AREAS = 64 };

/* An allocator that knows what was reserved. */
struct memory {
    struct {
        unsigned char *pages;
        size_t bytes;
    } area[AREAS];
    uint32_t areas;
    uint64_t blocks; /* bytes of ordinary blocks that are out */
};

static void *allocate(void *context, uint64_t bytes) {
    ((struct memory *)context)->blocks += bytes;
    return aligned_alloc(64, (bytes + 63) & ~UINT64_C(63));
}

static void release(void *context, void *block, uint64_t bytes) {
    ((struct memory *)context)->blocks -= bytes;
    free(block);
}

static void *reserve(void *context, uint64_t bytes) {
    struct memory *memory = context;
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    cr_assert_neq(pages, MAP_FAILED);
    cr_assert_lt(memory->areas, AREAS);
    (void)madvise(pages, bytes, MADV_NOHUGEPAGE);
    memory->area[memory->areas].pages = pages;
    memory->area[memory->areas++].bytes = bytes;
    return pages;
}

static void unreserve(void *context, void *pages, uint64_t bytes) {
    (void)context;
    (void)munmap(pages, bytes);
}

/* Bytes of the pages touched in a stretch; a page that was only read is the
 * shared page of zeros, which does not count: the kernel tells by pagemap. */
static uint64_t touched(const unsigned char *from, size_t bytes) {
    enum { CHUNK = 4096 };
    FILE *map = fopen("/proc/self/pagemap", "rb");
    static uint64_t entry[CHUNK];
    uint64_t count = 0;
    size_t pages = bytes / 4096;

    cr_assert_not_null(map);
    for (size_t at = 0; at < pages; at += CHUNK) {
        size_t want = pages - at < CHUNK ? pages - at : CHUNK;

        cr_assert_eq(
            fseek(map, (long)(((uintptr_t)from / 4096 + at) * 8), SEEK_SET), 0);
        cr_assert_eq(fread(entry, 8, want, map), want);
        for (size_t i = 0; i < want; i++) {
            /* Present or swapped, and mapped by us alone. */
            count += (entry[i] >> 62 & 3) != 0 && (entry[i] >> 56 & 1) != 0;
        }
    }
    (void)fclose(map);
    return count * 4096;
}

/* All of the space but the cold records, which belong to held addresses. */
static uint64_t space_costs(const struct memory *memory) {
    uint64_t bytes = memory->blocks;

    for (uint32_t i = 0; i < memory->areas; i++) {
        const struct eip__segment *segment =
            (const void *)memory->area[i].pages;

        if (memory->area[i].bytes / 4096 != (sizeof *segment + 4095) / 4096) {
            continue; /* the lanes */
        }
        bytes +=
            touched(memory->area[i].pages, memory->area[i].bytes) -
            touched((const unsigned char *)segment->cold, sizeof segment->cold);
    }
    return bytes;
}

static struct fixture *start_counted(struct memory *memory,
                                     const eip_allocator *allocator) {
    const struct direct_options options = {.allocator = allocator,
                                           .cooldown_ms = 1000};

    memset(memory, 0, sizeof *memory);
    return start_with(&options);
}

Test(space_blocks, a_slash_8_costs_nothing_until_used) {
    static struct memory memory;
    const eip_allocator hook = {&memory, allocate, release,
                                reserve, NULL,     unreserve};
    struct fixture *f = start_counted(&memory, &hook);
    struct direct_address taken;

    add(f, "10.0.0.0/8");
    cr_assert_lt(space_costs(&memory), UINT64_C(1) << 20, "%u bytes",
                 (uint32_t)space_costs(&memory));
    for (uint32_t i = 0; i < 1000; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    }
    cr_assert_lt(space_costs(&memory), UINT64_C(1) << 20, "%u bytes",
                 (uint32_t)space_costs(&memory));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

/* Records that were passed over, to begin at a multiple of the next block's
 * size, serve a later block: they were not used either. */
Test(space_blocks, a_block_in_a_gap_costs_nothing_until_used) {
    static struct memory memory;
    const eip_allocator hook = {&memory, allocate, release,
                                reserve, NULL,     unreserve};
    struct fixture *f = start_counted(&memory, &hook);
    uint64_t before;

    add(f, "10.0.0.0/26");
    add(f, "11.0.0.0/9");
    before = space_costs(&memory);
    cr_assert_lt(direct_add(&f->direct, direct_cidr("12.0.0.0/12"))->record,
                 1 << 23, "not in the gap");
    cr_assert_lt(space_costs(&memory) - before, UINT64_C(1) << 19, "%u bytes",
                 (uint32_t)(space_costs(&memory) - before));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

/* Every address taken, released at different times so that every class of
 * hints has been in use everywhere, and taken again. */
Test(space_blocks, an_address_used_costs_9_bytes) {
    enum { SIZE = 1 << 20 };
    static struct memory memory;
    const eip_allocator hook = {&memory, allocate, release,
                                reserve, NULL,     unreserve};
    struct fixture *f = start_counted(&memory, &hook);
    struct direct_address *held = malloc(SIZE * sizeof *held);

    add(f, "10.0.0.0/12");
    for (uint32_t i = 0; i < SIZE; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &held[i]));
    }
    cr_assert_lt(space_costs(&memory), (uint64_t)SIZE * 92 / 10);
    for (uint32_t tick = 0; tick < 8; tick++) {
        eip__publish(&f->direct.now_ms, DIRECT_START_MS + tick * 200);
        for (uint32_t i = tick; i < SIZE; i += 8) {
            cr_assert(direct_give(&f->direct, f->lane, &held[i]));
        }
    }
    cr_assert_lt(space_costs(&memory), (uint64_t)SIZE * 92 / 10, "%f each",
                 (double)space_costs(&memory) / SIZE);
    free(held);
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}
