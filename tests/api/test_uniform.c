/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The policy `random` picks uniformly over what is free, however much of the
 * pool is held and however that lies. The seeds are fixed, so the outcome is
 * too; where a change of the library shifts the draws, a p-value that is out
 * of range by chance must be so twice in a row to fail. */
#include "api/expect.h"

#include <math.h>

static struct world w;
static eip_pool_ref pool;

/* The places that are free while the draws are counted. */
struct free_set {
    uint32_t size;   /* of the pool */
    uint32_t count;  /* of free places */
    uint32_t *index; /* of a place among the free ones; UINT32_MAX: held */
    uint64_t *ids;
};

static void begin(void) {
    world_init(&w);
    w.config.seed = world_test_seed(WORLD_SEED);
    world_open(&w);
    pool = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    world_modify(&w, pool, EIP_POLICY_RANDOM, 0, 0);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(uniform, .init = begin, .fini = finish, .timeout = 300);

static eip_allocate_address_request plain(void) {
    return pool.kind == EIP_POOL_AMAZON ? world_request()
                                        : world_request_from(pool);
}

static void fill(struct free_set *set, uint32_t bits) {
    eip_cidr cidr = {world_address("11.0.0.0"), 32 - bits};
    eip_allocate_address_request request = plain();

    set->size = 1u << bits;
    set->count = 0;
    set->index = malloc(set->size * sizeof *set->index);
    set->ids = malloc(set->size * sizeof *set->ids);
    cr_assert_eq(eip_admin_provision_cidrs(w.engine, pool, eip_text_of(NULL),
                                           &cidr, 1, NULL),
                 EIP_OK);
    for (uint32_t i = 0; i < set->size; i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &request);
        uint32_t place = got.public_ip - cidr.base;

        set->ids[place] = got.allocation_id;
        set->index[place] = UINT32_MAX;
    }
}

static void set_free(struct free_set *set, uint32_t place) {
    if (set->index[place] == UINT32_MAX) {
        set->index[place] = set->count++;
        cr_assert_eq(world_release(&w, WORLD_ALICE, set->ids[place], NULL),
                     EIP_OK);
    }
}

/* Which places, of `wanted` in all: scattered, or in runs of 64 to 1023. */
static void free_some(struct free_set *set, uint32_t wanted, bool clustered) {
    uint64_t state = wanted;

    while (set->count < wanted) {
        uint32_t place = (uint32_t)(world_random(&state) % set->size);
        uint32_t run =
            clustered ? 64 + (uint32_t)(world_random(&state) % 960) : 1;

        for (uint32_t i = 0; i < run && set->count < wanted; i++) {
            set_free(set, (place + i) % set->size);
        }
    }
}

static double p_value(double chi_square, double degrees) {
    double part = 2 / (9 * degrees);

    /* Wilson and Hilferty. */
    return erfc((cbrt(chi_square / degrees) - (1 - part)) / sqrt(2 * part)) / 2;
}

/* Draw, give back, count by cell; the p-value of the counts. */
static double draw(const struct free_set *set, uint32_t cells, uint32_t draws) {
    eip_allocate_address_request request = plain();
    uint32_t *counts = calloc(cells, sizeof *counts);
    double chi_square = 0;

    for (uint32_t i = 0; i < draws; i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &request);
        uint32_t place = got.public_ip - world_address("11.0.0.0");

        cr_assert_neq(set->index[place], UINT32_MAX);
        counts[(uint64_t)set->index[place] * cells / set->count]++;
        world_give(&w, WORLD_ALICE, &got);
    }
    for (uint32_t i = 0; i < cells; i++) {
        /* Cells differ by one place where the count does not divide. */
        uint64_t first = ((uint64_t)i * set->count + cells - 1) / cells;
        uint64_t end = ((uint64_t)(i + 1) * set->count + cells - 1) / cells;
        double expected = (double)draws * (double)(end - first) / set->count;

        chi_square +=
            (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    free(counts);
    return p_value(chi_square, cells - 1);
}

static bool is_plausible(double p) {
    return p >= 0.001 && p <= 0.999;
}

static void expect_uniform(uint32_t bits, uint32_t held_percent,
                           bool clustered) {
    struct free_set set;
    uint32_t cells;
    double first;
    double second = 0.5;

    fill(&set, bits);
    free_some(&set, (uint32_t)((uint64_t)set.size * (100 - held_percent) / 100),
              clustered);
    cells = set.count < 512 ? set.count : 512;
    first = draw(&set, cells, cells * 40);
    if (!is_plausible(first)) {
        second = draw(&set, cells, cells * 80);
    }
    cr_assert(is_plausible(first) || is_plausible(second),
              "2^%u, %u %% held, %s: p %.6f and %.6f", bits, held_percent,
              clustered ? "clustered" : "scattered", first, second);
    free(set.index);
    free(set.ids);
}

Test(uniform, of_4096_half_full) {
    expect_uniform(12, 50, false);
}

Test(uniform, of_4096_half_full_clustered) {
    expect_uniform(12, 50, true);
}

Test(uniform, of_4096_nearly_full) {
    expect_uniform(12, 90, false);
}

Test(uniform, of_4096_nearly_full_clustered) {
    expect_uniform(12, 90, true);
}

Test(uniform, of_4096_all_but_full) {
    expect_uniform(12, 99, false);
}

Test(uniform, of_4096_all_but_full_clustered) {
    expect_uniform(12, 99, true);
}

Test(uniform, of_16384_half_full) {
    expect_uniform(14, 50, false);
}

Test(uniform, of_16384_nearly_full_clustered) {
    expect_uniform(14, 90, true);
}

Test(uniform, of_16384_all_but_full) {
    expect_uniform(14, 99, false);
}

Test(uniform, of_16384_all_but_full_clustered) {
    expect_uniform(14, 99, true);
}

Test(uniform, of_65536_half_full_clustered) {
    expect_uniform(16, 50, true);
}

Test(uniform, of_65536_nearly_full) {
    expect_uniform(16, 90, false);
}

Test(uniform, of_65536_all_but_full) {
    expect_uniform(16, 99, false);
}

Test(uniform, of_65536_all_but_full_clustered) {
    expect_uniform(16, 99, true);
}

/* There the places of neighbours in memory are scattered. */
static void expect_uniform_amazon(uint32_t bits, uint32_t held_percent,
                                  bool clustered) {
    pool = w.amazon;
    world_modify(&w, pool, EIP_POLICY_RANDOM, 0, 0);
    world_account(&w, WORLD_ALICE, EIP_QUOTA_MAX, 0);
    expect_uniform(bits, held_percent, clustered);
}

Test(uniform, of_4096_of_amazons_half_full) {
    expect_uniform_amazon(12, 50, true);
}

Test(uniform, of_4096_of_amazons_all_but_full) {
    expect_uniform_amazon(12, 99, false);
}

Test(uniform, of_65536_of_amazons_nearly_full) {
    expect_uniform_amazon(16, 90, true);
}

/* Blocks of unequal sizes, none of them whole leaves: 5 runs of places. */
Test(uniform, over_blocks_of_unequal_sizes) {
    static const char *const blocks[] = {"203.0.113.0/32", "203.0.113.2/31",
                                         "203.0.113.16/28", "203.0.113.64/26",
                                         "203.0.112.0/24"};
    enum { PLACES = 1 + 2 + 16 + 64 + 256, DRAWS = PLACES * 60 };
    static uint32_t counts[512];
    eip_allocate_address_request request = plain();
    double chi_square = 0;
    double p;

    for (size_t i = 0; i < COUNT(blocks); i++) {
        world_provision(&w, pool, NULL, blocks[i]);
    }
    for (int i = 0; i < DRAWS; i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &request);

        counts[got.public_ip - world_address("203.0.112.0")]++;
        world_give(&w, WORLD_ALICE, &got);
    }
    for (size_t i = 0; i < COUNT(blocks); i++) {
        eip_cidr cidr = world_cidr(blocks[i]);

        for (uint32_t n = 0; n < eip_cidr_count(cidr); n++) {
            double off =
                counts[cidr.base + n - world_address("203.0.112.0")] - 60.0;

            chi_square += off * off / 60;
        }
    }
    p = p_value(chi_square, PLACES - 1);
    cr_assert(is_plausible(p), "p %.6f", p);
}

/* Each draw tells nothing of the next. */
Test(uniform, one_draw_after_another) {
    enum { CELLS = 16, DRAWS = CELLS * CELLS * 60 };
    static uint32_t counts[CELLS][CELLS];
    eip_allocate_address_request request = plain();
    struct free_set set;
    double chi_square = 0;
    uint32_t last = 0;
    double p;

    fill(&set, 12);
    free_some(&set, 2048, false);
    for (int i = 0; i < DRAWS; i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &request);
        uint32_t place = got.public_ip - world_address("11.0.0.0");
        uint32_t cell = set.index[place] * CELLS / set.count;

        counts[last][cell]++;
        last = cell;
        world_give(&w, WORLD_ALICE, &got);
    }
    for (int i = 0; i < CELLS * CELLS; i++) {
        double off = counts[i / CELLS][i % CELLS] - 60.0;

        chi_square += off * off / 60;
    }
    /* Row sums are free to vary: CELLS * CELLS - 1 degrees. */
    p = p_value(chi_square, CELLS * CELLS - 1);
    cr_assert(is_plausible(p), "p %.6f", p);
    free(set.index);
    free(set.ids);
}

/* Named takes leave hints of addresses that are held. The first pick after
 * them, from one in 16 of the places. */
Test(uniform, first_pick_after_many_named_takes) {
    enum { PLACES = 256, STEP = 16, FREE = PLACES / STEP, TRIALS = FREE * 60 };
    eip_allocate_address_request request = plain();
    uint32_t counts[FREE] = {0};
    double chi_square = 0;
    double p;

    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        eip_cidr cidr = {world_address("11.0.0.0") + trial * PLACES, 24};
        eip_allocate_address_response got;

        pool = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
        world_modify(&w, pool, EIP_POLICY_RANDOM, 0, 0);
        cr_assert_eq(eip_admin_provision_cidrs(
                         w.engine, pool, eip_text_of(NULL), &cidr, 1, NULL),
                     EIP_OK);
        for (uint32_t i = 0; i < PLACES; i++) {
            char text[EIP_IPV4_TEXT_SIZE];

            if (i % STEP == 5) {
                continue;
            }
            request = world_request();
            (void)eip_ipv4_format(cidr.base + i, text);
            request.address = eip_text_of(text);
            (void)world_get(&w, WORLD_ALICE, &request);
        }
        request = plain();
        got = world_get(&w, WORLD_ALICE, &request);
        cr_assert_eq((got.public_ip - cidr.base) % STEP, 5);
        counts[(got.public_ip - cidr.base) / STEP]++;
    }
    for (uint32_t i = 0; i < FREE; i++) {
        double off = counts[i] - 60.0;

        chi_square += off * off / 60;
    }
    p = p_value(chi_square, FREE - 1);
    cr_assert(is_plausible(p), "p %.6f", p);
}
