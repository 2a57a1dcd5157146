/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Opening and closing engines: what a config may say, seeds, several engines
 * in one process, the clock, memory. */
#include "api/expect.h"

#include <stddef.h>

static struct world w;

static void begin(void) {
    world_init(&w);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(engine, .init = begin, .fini = finish);

static eip_status open_it(void) {
    w.error = eip_error_init();
    return eip_engine_open(&w.config, &w.engine, &w.error);
}

/* -- open and close -------------------------------------------------------- */

Test(engine, opens_with_only_a_region_given) {
    eip_config config = EIP_CONFIG_INIT;
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;

    config.region = eip_text_of("x");
    cr_assert_eq(eip_engine_open(&config, &w.engine, NULL), EIP_OK);
    cr_assert_eq(eip_engine_stats_read(w.engine, &stats), EIP_OK);
    cr_assert_eq(stats.accounts, 0);
    cr_assert_eq(stats.cidrs, 0);
    cr_assert_eq(stats.spaces, 0);
    cr_assert_eq(stats.records, 0);
    cr_assert_gt(eip_engine_now_ms(w.engine), UINT64_C(1600000000000));
}

Test(engine, config_init_is_the_macro) {
    eip_config macro = EIP_CONFIG_INIT;
    eip_config made = eip_config_init();

    cr_assert_eq(memcmp(&macro, &made, sizeof made), 0);
    cr_assert_eq(made.size, sizeof made);
}

Test(engine, closing_nothing_does_nothing) {
    eip_engine_close(NULL);
    cr_assert_eq(eip_engine_now_ms(NULL), 0);
}

Test(engine, gives_back_every_block) {
    world_open(&w);
    cr_assert_gt(w.heap.blocks + w.heap.reservations, 0);
    world_build(&w);
    for (int i = 0; i < 5; i++) {
        (void)world_get(&w, WORLD_DAVE, NULL);
    }
}

Test(engine, the_region_has_its_border_group_and_no_addresses) {
    world_open(&w);
    EXPECT_STATUS(eip_admin_create_border_group(
                      w.engine, eip_text_of(WORLD_REGION), 0, &w.error),
                  EIP_ERR_EXISTS);
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, NULL, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

Test(engine, reservations_are_whole_pages) {
    world_open(&w);
    world_build(&w);
    cr_assert_eq(w.heap.uneven, 0);
    for (uint64_t i = 0; i < 100000; i++) {
        world_account(&w, i, 5, 0);
    }
    cr_assert_eq(w.heap.uneven, 0);
}

/* The header: with a `commit`, no page is used before it said yes. */
Test(engine, pages_are_written_only_once_committed) {
    w.heap.is_strict = true;
    world_open(&w);
    world_build(&w);
    world_account(&w, WORLD_DAVE, 100, 0);
    for (int i = 0; i < WORLD_AMAZON_SIZE; i++) {
        (void)world_get(&w, WORLD_DAVE, NULL);
    }
    for (uint64_t i = 0; i < 5000; i++) {
        world_account(&w, i, 5, 0);
    }
}

Test(engine, many_holdings_are_written_only_once_committed) {
    w.heap.is_strict = true;
    world_open(&w);
    world_provision(&w, w.amazon, NULL, "11.0.0.0/16");
    world_account(&w, WORLD_DAVE, EIP_QUOTA_MAX, 0);
    for (int i = 0; i < 65536; i++) {
        (void)world_get(&w, WORLD_DAVE, NULL);
    }
}

/* -- what is wrong with a config ------------------------------------------- */

Test(engine, null_config_or_result) {
    eip_engine *engine = NULL;

    EXPECT_STATUS(eip_engine_open(NULL, &engine, &w.error), EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_open(&w.config, NULL, &w.error), EIP_ERR_NULL);
    cr_assert_null(engine);
    cr_assert_eq(w.heap.requests, 0);
}

Test(engine, config_sizes) {
    struct {
        eip_config config;
        unsigned char tail[64];
    } larger = {.tail = {0}};

    w.config.size = 0;
    EXPECT_STATUS(open_it(), EIP_ERR_STRUCT_VERSION);
    w.config.size = 4;
    EXPECT_STATUS(open_it(), EIP_ERR_STRUCT_VERSION);
    w.config.size = sizeof w.config - 1;
    EXPECT_STATUS(open_it(), EIP_ERR_STRUCT_VERSION);
    w.config.size = UINT32_MAX;
    EXPECT_STATUS(open_it(), EIP_ERR_STRUCT_VERSION);
    w.config.size = sizeof larger;
    larger.config = w.config;
    larger.tail[63] = 1;
    EXPECT_STATUS(eip_engine_open(&larger.config, &w.engine, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_null(w.engine);
    larger.tail[63] = 0;
    EXPECT_STATUS(eip_engine_open(&larger.config, &w.engine, &w.error), EIP_OK);
}

Test(engine, names_of_the_region) {
    static const char *const good[] = {"a", "us-east-1", "A_b.9-"};
    static const char *const bad[] = {"", "us east", "us/east", "\xc3\xa9",
                                      "a\n"};
    char longest[66];

    for (size_t i = 0; i < COUNT(bad); i++) {
        w.config.region = eip_text_of(bad[i]);
        EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
        cr_assert_str_eq(w.error.field, "region");
    }
    w.config.region = eip_text_of(NULL);
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    w.config.region = (eip_text){"a\0b", 3, 0};
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    memset(longest, 'r', sizeof longest);
    w.config.region = (eip_text){longest, EIP_LIMIT_NAME + 1, 0};
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    w.config.region = (eip_text){longest, EIP_LIMIT_NAME, 1};
    EXPECT_STATUS(open_it(), EIP_ERR_STRUCT_VERSION);
    w.config.region = (eip_text){longest, EIP_LIMIT_NAME, 0};
    EXPECT_STATUS(open_it(), EIP_OK);
    eip_engine_close(w.engine);
    for (size_t i = 0; i < COUNT(good); i++) {
        w.config.region = eip_text_of(good[i]);
        EXPECT_STATUS(open_it(), EIP_OK);
        eip_engine_close(w.engine);
    }
    w.engine = NULL;
}

Test(engine, the_region_is_borrowed_for_the_call_only) {
    char name[] = "us-test-1";
    eip_allocate_address_response got;

    w.config.region = eip_text_of(name);
    world_open(&w);
    memset(name, 'x', sizeof name - 1);
    world_provision(&w, w.amazon, NULL, "203.0.113.0/30");
    got = world_get(&w, WORLD_DAVE, NULL);
    cr_assert(is_text(got.network_border_group, "us-test-1"));
}

Test(engine, flags) {
    w.config.flags = 4;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    cr_assert_str_eq(w.error.field, "flags");
    w.config.flags = UINT32_C(0x80000000);
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
}

Test(engine, quota_default) {
    w.config.quota_default = EIP_QUOTA_MAX + 1;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    cr_assert_str_eq(w.error.field, "quota_default");
    w.config.quota_default = EIP_QUOTA_MAX;
    EXPECT_STATUS(open_it(), EIP_OK);
}

Test(engine, cooldown) {
    w.config.cooldown_ms = EIP_COOLDOWN_MS_MAX + 1;
    w.config.cooldown_given = 1;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    cr_assert_str_eq(w.error.field, "cooldown_ms");
    w.config.cooldown_ms = EIP_COOLDOWN_MS_MAX;
    EXPECT_STATUS(open_it(), EIP_OK);
}

Test(engine, half_an_allocator) {
    eip_allocator whole = w.config.allocator;

    w.config.allocator.allocate = NULL;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    cr_assert_str_eq(w.error.field, "allocator");
    w.config.allocator = whole;
    w.config.allocator.release = NULL;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    w.config.allocator = whole;
    w.config.allocator.reserve = NULL;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    w.config.allocator = whole;
    w.config.allocator.unreserve = NULL;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    memset(&w.config.allocator, 0, sizeof w.config.allocator);
    w.config.allocator.commit = whole.commit;
    EXPECT_STATUS(open_it(), EIP_ERR_ARGUMENT);
    cr_assert_eq(w.heap.requests, 0);
    /* The header: `commit` may be NULL. Without it, this heap's pages would
     * not be writable, so the default takes its place. */
    memset(&w.config.allocator, 0, sizeof w.config.allocator);
    EXPECT_STATUS(open_it(), EIP_OK);
}

/* -- seeds and the random source ------------------------------------------- */

static int32_t fill(void *context, void *bytes, uint32_t count) {
    uint8_t *value = context;

    memset(bytes, *value, count);
    return *value != 0;
}

Test(engine, a_random_source_that_fails) {
    uint8_t value = 0;

    w.config.flags = 0;
    w.config.random = (eip_random){&value, fill};
    EXPECT_STATUS(open_it(), EIP_ERR_RANDOM_SOURCE);
    cr_assert_null(w.engine);
    cr_assert_eq(w.heap.blocks, 0);
    cr_assert_eq(w.heap.reservations, 0);
}

Test(engine, a_seeded_engine_does_not_ask_it) {
    uint8_t value = 0;

    w.config.random = (eip_random){&value, fill};
    EXPECT_STATUS(open_it(), EIP_OK);
}

/* What a fixed run of calls gives, as text. */
static char *run(void) {
    eip_allocate_address_response got[40];
    char *picture;

    world_open(&w);
    world_build(&w);
    world_account(&w, WORLD_ALICE, 100, 0);
    for (int i = 0; i < 24; i++) {
        got[i] = world_get(&w, WORLD_ALICE, NULL);
        w.now_ms += 977;
    }
    for (int i = 0; i < 24; i += 3) {
        world_give(&w, WORLD_ALICE, &got[i]);
    }
    for (int i = 0; i < 5; i++) {
        (void)world_get(&w, WORLD_BOB, NULL);
    }
    picture = world_picture(&w);
    world_end(&w);
    w.now_ms = WORLD_START_MS;
    return picture;
}

Test(engine, the_same_seed_gives_the_same_results) {
    char *one = run();
    char *other = run();

    cr_assert_str_eq(one, other);
    free(one);
    free(other);
}

Test(engine, another_seed_gives_others) {
    char *one = run();
    char *other;

    w.config.seed++;
    other = run();
    cr_assert_str_neq(one, other);
    free(one);
    free(other);
}

Test(engine, without_a_seed_no_two_runs_are_alike) {
    char *one;
    char *other;

    w.config.flags = 0; /* the seed is still there, and does not count */
    one = run();
    other = run();
    cr_assert_str_neq(one, other);
    free(one);
    free(other);
}

Test(engine, the_random_source_stands_for_the_seed) {
    uint8_t value = 7;
    char *one;
    char *other;

    w.config.flags = 0;
    w.config.random = (eip_random){&value, fill};
    one = run();
    other = run();
    cr_assert_str_eq(one, other);
    value = 8;
    free(other);
    other = run();
    cr_assert_str_neq(one, other);
    free(one);
    free(other);
}

/* The addresses of one leaf in the order in which Amazon's pool gives them:
 * the key's doing alone, as there is nothing else to choose. */
static void order_of_one_leaf(uint32_t order[64]) {
    world_open(&w);
    world_provision(&w, w.amazon, NULL, "198.18.0.0/26");
    world_account(&w, WORLD_ALICE, 64, 0);
    for (int i = 0; i < 64; i++) {
        order[i] = world_get(&w, WORLD_ALICE, NULL).public_ip;
    }
    world_end(&w);
}

Test(engine, another_seed_scatters_addresses_otherwise) {
    uint32_t one[64];
    uint32_t same[64];
    uint32_t other[64];

    order_of_one_leaf(one);
    order_of_one_leaf(same);
    w.config.seed++;
    order_of_one_leaf(other);
    cr_assert_eq(memcmp(one, same, sizeof one), 0);
    cr_assert_neq(memcmp(one, other, sizeof one), 0);
}

/* -- many at once ---------------------------------------------------------- */

Test(engine, many_live_in_one_process_and_know_nothing_of_each_other) {
    enum { ENGINES = 40 };
    struct world *worlds = calloc(ENGINES, sizeof *worlds);

    for (uint64_t i = 0; i < ENGINES; i++) {
        world_init(&worlds[i]);
        worlds[i].config.seed = i;
        world_open(&worlds[i]);
        world_build(&worlds[i]);
    }
    for (uint64_t i = 0; i < ENGINES; i++) {
        for (uint64_t n = 0; n <= i % 5; n++) {
            (void)world_get(&worlds[i], WORLD_ALICE, NULL);
        }
    }
    for (uint64_t i = 0; i < ENGINES; i++) {
        cr_assert_eq(world_count(&worlds[i], WORLD_ALICE), i % 5 + 1);
    }
    for (uint64_t i = 0; i < ENGINES; i += 2) {
        world_end(&worlds[i]);
    }
    for (uint64_t i = 1; i < ENGINES; i += 2) {
        cr_assert_eq(world_count(&worlds[i], WORLD_ALICE), i % 5 + 1);
        world_end(&worlds[i]);
    }
    free(worlds);
}

Test(engine, opened_and_closed_again_and_again) {
    for (int i = 0; i < 300; i++) {
        world_open(&w);
        world_provision(&w, w.amazon, NULL, "203.0.113.0/28");
        (void)world_get(&w, WORLD_DAVE, NULL);
        world_end(&w);
    }
}

/* -- the clock ------------------------------------------------------------- */

Test(engine, the_clock_never_goes_back) {
    world_open(&w);
    cr_assert_eq(eip_engine_now_ms(w.engine), WORLD_START_MS);
    w.now_ms = WORLD_START_MS + 5;
    cr_assert_eq(eip_engine_now_ms(w.engine), WORLD_START_MS + 5);
    w.now_ms = WORLD_START_MS - 1000000;
    cr_assert_eq(eip_engine_now_ms(w.engine), WORLD_START_MS + 5);
    w.now_ms = 0;
    cr_assert_eq(eip_engine_now_ms(w.engine), WORLD_START_MS + 5);
    w.now_ms = WORLD_START_MS + 6;
    cr_assert_eq(eip_engine_now_ms(w.engine), WORLD_START_MS + 6);
}

static uint64_t count_reads(void *context) {
    ++*(uint64_t *)context;
    return WORLD_START_MS;
}

Test(engine, a_call_reads_the_clock_once_at_most) {
    eip_allocate_address_response got;
    eip_address_list *list;
    uint64_t reads = 0;
    uint64_t before;

    w.config.clock = (eip_clock){&reads, count_reads};
    world_open(&w);
    world_build(&w);
    world_account(&w, WORLD_BOB, 1000, 0);
    for (int i = 0; i < 200; i++) {
        before = reads;
        got = world_get(&w, WORLD_BOB, NULL);
        cr_assert_leq(reads - before, 1);
        before = reads;
        list = world_list(&w, WORLD_BOB, NULL);
        eip_address_list_free(list);
        cr_assert_leq(reads - before, 1);
        if (i % 20 != 0) {
            before = reads;
            world_give(&w, WORLD_BOB, &got);
            cr_assert_leq(reads - before, 1);
        }
    }
}

/* -- callbacks that come back ---------------------------------------------- */

struct reentry {
    eip_engine *engine;
    eip_status status[5];
    uint64_t calls;
};

static int32_t come_back(void *context, const eip_authorization *request) {
    struct reentry *reentry = context;
    eip_caller caller = EIP_CALLER_INIT(request->account);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_release_address_request gift = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_address_list *list = NULL;

    gift.allocation_id = 1;
    reentry->calls++;
    reentry->status[0] =
        eip_allocate_address(reentry->engine, &caller, NULL, &got, NULL);
    reentry->status[1] =
        eip_release_address(reentry->engine, &caller, &gift, NULL);
    reentry->status[2] =
        eip_describe_addresses(reentry->engine, &caller, NULL, &list, NULL);
    reentry->status[3] = eip_admin_set_account(reentry->engine, &spec, NULL);
    reentry->status[4] = eip_engine_audit(reentry->engine, NULL, NULL, &report);
    return 1;
}

Test(engine, a_callback_that_calls_back_is_told_so) {
    struct reentry reentry = {.engine = NULL};

    w.config.authorizer = (eip_authorizer){&reentry, come_back};
    world_open(&w);
    world_build(&w);
    reentry.engine = w.engine;
    (void)world_get(&w, WORLD_DAVE, NULL);
    cr_assert_eq(reentry.calls, 1);
    for (size_t i = 0; i < COUNT(reentry.status); i++) {
        cr_assert_eq(reentry.status[i], EIP_ERR_REENTRANT, "call %zu: %s", i,
                     eip_status_name(reentry.status[i]));
    }
    (void)world_get(&w, WORLD_DAVE, NULL);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 2);
}
