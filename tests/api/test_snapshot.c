/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Snapshots: what was there is there again; where they go and come from. The
 * model (proof/model --reload) compares every answer after them. */
#include "api/expect.h"

WORLD_SUITE(snapshot);

static eip_error *error_of(struct world *world) {
    world->error = eip_error_init();
    return &world->error;
}

static eip_snapshot *save(struct world *world) {
    eip_snapshot *snapshot = NULL;

    cr_assert_eq(
        eip_snapshot_save_buffer(world->engine, &snapshot, error_of(world)),
        EIP_OK);
    return snapshot;
}

static eip_status load_by(const eip_config *config,
                          const eip_snapshot *snapshot, eip_engine **engine) {
    return eip_snapshot_load_buffer(config, eip_snapshot_bytes(snapshot),
                                    eip_snapshot_size(snapshot), engine,
                                    error_of(&w));
}

/* In the place of the world's engine comes one of the snapshot. */
static void load(struct world *world, const eip_snapshot *snapshot) {
    eip_engine_close(world->engine);
    world->engine = NULL;
    EXPECT_STATUS(load_by(&world->config, snapshot, &world->engine), EIP_OK);
}

static void check_same(const eip_snapshot *a, const eip_snapshot *b) {
    cr_assert_eq(eip_snapshot_size(a), eip_snapshot_size(b));
    cr_assert_eq(memcmp(eip_snapshot_bytes(a), eip_snapshot_bytes(b),
                        eip_snapshot_size(a)),
                 0);
}

/* Save, load, save; the pictures, the bytes and the answers are the same. */
static void check_round(struct world *world) {
    char *before = world_picture(world);
    eip_snapshot *first = save(world);
    eip_snapshot *second;
    char *after;

    load(world, first);
    second = save(world);
    check_same(first, second);
    after = world_picture(world);
    cr_assert_str_eq(before, after);
    eip_snapshot_free(first);
    eip_snapshot_free(second);
    free(before);
    free(after);
    world_audit(world);
}

/* -- what was there is there again ------------------------------------------------ */

Test(snapshot, of_an_engine_with_nothing_in_it) {
    struct world world;

    world_init(&world);
    world_open(&world);
    check_round(&world);
    world_end(&world);
}

Test(snapshot, of_a_region_that_nobody_uses) {
    check_round(&w);
}

Test(snapshot, of_addresses_held_and_released) {
    eip_allocate_address_response held[3];
    eip_allocate_address_response next;

    for (int i = 0; i < 3; i++) {
        held[i] = world_get(&w, WORLD_ALICE, NULL);
    }
    (void)world_get(&w, WORLD_BOB, NULL);
    world_give(&w, WORLD_ALICE, &held[1]);
    check_round(&w);
    cr_assert_eq(world_used(&w, WORLD_ALICE), 2);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, held[0].allocation_id, NULL),
                  EIP_OK);
    next = world_get(&w, WORLD_ALICE, NULL);
    cr_assert_neq(next.allocation_id, held[0].allocation_id);
    check_round(&w);
}

/* Who released it may have it back, nobody else; it cools for as long. */
Test(snapshot, recovery_and_cooldown_go_on) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    const uint32_t ip = world_any_ip(&got);
    eip_allocate_address_request named;
    eip_snapshot *snapshot;

    world_give(&w, WORLD_ALICE, &got);
    snapshot = save(&w);
    w.now_ms += EIP_COOLDOWN_MS_DEFAULT - 1;
    load(&w, snapshot);
    cr_assert_eq(world_space(&w, w.amazon, WORLD_REGION).cooling, 1);
    w.now_ms++;
    cr_assert_eq(world_space(&w, w.amazon, WORLD_REGION).cooling, 0);
    named = world_request_named(world_ip(ip));
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &named, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    got = world_get(&w, WORLD_ALICE, &named);
    cr_assert_eq(world_any_ip(&got), ip);
    eip_snapshot_free(snapshot);
}

/* The engine's time does not go back, also where the clock does. */
Test(snapshot, time_goes_on) {
    uint64_t now = eip_engine_now_ms(w.engine);
    eip_snapshot *snapshot = save(&w);

    w.now_ms -= 1000;
    load(&w, snapshot);
    cr_assert_eq(eip_engine_now_ms(w.engine), now);
    eip_snapshot_free(snapshot);
}

/* More accounts and more bytes than fit into the first room for them. */
static void fill(void) {
    world_provision(&w, w.amazon, NULL, "44.0.0.0/20");
    for (uint64_t i = 0; i < 3000; i++) {
        (void)world_get(&w, 1000 + i % 1000, NULL);
    }
}

Test(snapshot, of_many_accounts_and_addresses) {
    eip_snapshot *snapshot;

    fill();
    check_round(&w);
    snapshot = save(&w);
    cr_assert_gt(eip_snapshot_size(snapshot), 200000);
    eip_snapshot_free(snapshot);
}

/* A pool that picks at random counts what it offers. */
Test(snapshot, of_a_pool_that_picks_at_random) {
    uint32_t count = 0;

    world_modify(&w, w.amazon, EIP_POLICY_RANDOM, 0, UINT64_MAX);
    world_account(&w, WORLD_ALICE, EIP_QUOTA_MAX, 0);
    for (int i = 0; i < 10; i++) {
        (void)world_get(&w, WORLD_ALICE, NULL);
    }
    check_round(&w);
    while (world_allocate(&w, WORLD_ALICE, NULL, NULL) == EIP_OK) {
        count++;
    }
    cr_assert_eq(count, WORLD_AMAZON_SIZE - 10);
}

/* -- what the configuration says ---------------------------------------------------- */

Test(snapshot, what_is_left_out_is_as_it_was) {
    eip_config config = EIP_CONFIG_INIT;
    eip_snapshot *snapshot = save(&w);
    eip_snapshot *again = NULL;
    eip_engine *engine = NULL;

    config.clock = w.config.clock;
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_OK);
    EXPECT_STATUS(eip_snapshot_save_buffer(engine, &again, error_of(&w)),
                  EIP_OK);
    check_same(snapshot, again);
    eip_engine_close(engine);
    eip_snapshot_free(again);
    eip_snapshot_free(snapshot);
}

Test(snapshot, what_is_said_must_be_as_it_was) {
    eip_snapshot *snapshot = save(&w);
    eip_config config = w.config;
    eip_engine *engine = NULL;

    config.region = eip_text_of("us-east-2");
    EXPECT_ERROR(load_by(&config, snapshot, &engine), EIP_ERR_STORE_MISMATCH,
                 "What was kept is of the Region 'us-east-1'");
    config.region = eip_text_of("us-east-11");
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_ERR_STORE_MISMATCH);
    config = w.config;
    config.seed++;
    EXPECT_ERROR(load_by(&config, snapshot, &engine), EIP_ERR_STORE_MISMATCH,
                 "What was kept is of another seed");
    config.flags = 0;
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_OK);
    eip_engine_close(engine);
    engine = NULL;
    config = w.config;
    config.cooldown_given = 1;
    config.cooldown_ms = 5;
    EXPECT_ERROR(load_by(&config, snapshot, &engine), EIP_ERR_STORE_MISMATCH,
                 "What was kept has a cooldown of 3600000 ms");
    config.cooldown_ms = EIP_COOLDOWN_MS_DEFAULT;
    config.quota_default = 6;
    EXPECT_ERROR(load_by(&config, snapshot, &engine), EIP_ERR_STORE_MISMATCH,
                 "What was kept has a default quota of 5");
    config.quota_default = EIP_QUOTA_DEFAULT;
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_OK);
    eip_engine_close(engine);
    eip_snapshot_free(snapshot);
}

Test(snapshot, what_is_wrong_with_the_configuration) {
    eip_snapshot *snapshot = save(&w);
    eip_config config = w.config;
    eip_engine *engine = NULL;

    EXPECT_STATUS(load_by(NULL, snapshot, &engine), EIP_ERR_NULL);
    config.size = 5;
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_ERR_STRUCT_VERSION);
    config = w.config;
    config.flags |= 128;
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_ERR_ARGUMENT);
    config = w.config;
    config.allocator.release = NULL;
    EXPECT_STATUS(load_by(&config, snapshot, &engine), EIP_ERR_ARGUMENT);
    cr_assert_null(engine);
    eip_snapshot_free(snapshot);
}

Test(snapshot, what_is_missing) {
    eip_snapshot_sink sink = {NULL, NULL};
    eip_snapshot_source source = {NULL, NULL};
    eip_snapshot *snapshot = NULL;
    eip_engine *engine = NULL;
    eip_error *error = error_of(&w);

    EXPECT_STATUS(eip_snapshot_save(NULL, &sink, error), EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_save(w.engine, NULL, error), EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_save(w.engine, &sink, error), EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_save_buffer(NULL, &snapshot, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_save_buffer(w.engine, NULL, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_save_file(NULL, "x", error), EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_save_file(w.engine, NULL, error), EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load(&w.config, NULL, &engine, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load(&w.config, &source, &engine, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load_buffer(&w.config, NULL, 0, &engine, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load_buffer(&w.config, "", 0, NULL, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load_file(&w.config, NULL, &engine, error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load_file(&w.config, "x", NULL, error),
                  EIP_ERR_NULL);
    cr_assert_null(eip_snapshot_bytes(NULL));
    cr_assert_eq(eip_snapshot_size(NULL), 0);
    eip_snapshot_free(NULL);
}

/* -- where they go ------------------------------------------------------------------- */

struct pieces {
    uint8_t *bytes;
    uint64_t size;
    uint64_t largest;
    uint64_t count;
    uint64_t refuse_at; /* a piece, from 1; 0: none */
};

static eip_status take_piece(void *context, const void *bytes, uint64_t size) {
    struct pieces *pieces = context;

    if (++pieces->count == pieces->refuse_at) {
        return EIP_ERR_STORE_FULL;
    }
    pieces->bytes = realloc(pieces->bytes, pieces->size + size);
    memcpy(pieces->bytes + pieces->size, bytes, size);
    pieces->size += size;
    pieces->largest = size > pieces->largest ? size : pieces->largest;
    return EIP_OK;
}

Test(snapshot, goes_to_a_sink_in_pieces) {
    struct pieces pieces = {0};
    const eip_snapshot_sink sink = {&pieces, take_piece};
    eip_snapshot *snapshot;

    fill();
    snapshot = save(&w);
    EXPECT_STATUS(eip_snapshot_save(w.engine, &sink, error_of(&w)), EIP_OK);
    cr_assert_gt(pieces.count, 3);
    cr_assert_eq(pieces.largest, 65536);
    cr_assert_eq(pieces.size, eip_snapshot_size(snapshot));
    free(pieces.bytes);
    eip_snapshot_free(snapshot);
}

Test(snapshot, ends_with_what_the_sink_answers) {
    uint64_t pieces_there_are = 0;
    eip_status status;

    fill();
    do {
        struct pieces pieces = {.refuse_at = pieces_there_are + 1};
        const eip_snapshot_sink sink = {&pieces, take_piece};

        status = eip_snapshot_save(w.engine, &sink, error_of(&w));
        cr_assert(status == EIP_OK || status == EIP_ERR_STORE_FULL);
        cr_assert_eq(w.error.status, status);
        cr_assert_eq(pieces.count, pieces_there_are + (status != EIP_OK));
        pieces_there_are = pieces.count;
        free(pieces.bytes);
    } while (status != EIP_OK);
    cr_assert_gt(pieces_there_are, 3);
}

static eip_status call_back(void *context, const void *bytes, uint64_t size) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;

    (void)bytes;
    (void)size;
    return eip_engine_stats_read(((struct world *)context)->engine, &stats);
}

static int32_t save_instead(void *context, const eip_authorization *request) {
    struct world *world = context;
    eip_snapshot *snapshot = NULL;

    (void)request;
    return eip_snapshot_save_buffer(world->engine, &snapshot, NULL) !=
           EIP_ERR_REENTRANT;
}

Test(snapshot, no_callback_comes_back) {
    const eip_snapshot_sink sink = {&w, call_back};
    struct world other;

    EXPECT_STATUS(eip_snapshot_save(w.engine, &sink, error_of(&w)),
                  EIP_ERR_REENTRANT);
    world_init(&other);
    other.config.authorizer = (eip_authorizer){&other, save_instead};
    world_open(&other);
    EXPECT_STATUS(world_allocate(&other, WORLD_ALICE, NULL, NULL),
                  EIP_ERR_UNAUTHORIZED);
    world_end(&other);
}

/* -- where they come from -------------------------------------------------------------- */

struct supply {
    const uint8_t *bytes;
    uint64_t left;
    uint64_t most;    /* at a time */
    uint64_t fail_at; /* bytes left; UINT64_MAX: never */
    uint64_t extra;   /* says more than it has written */
};

static eip_status give_some(void *context, void *bytes, uint64_t room,
                            uint64_t *size) {
    struct supply *supply = context;
    uint64_t part = supply->left < supply->most ? supply->left : supply->most;

    part = part < room ? part : room;
    if (supply->left <= supply->fail_at && supply->fail_at != UINT64_MAX) {
        return EIP_ERR_STORE_IO;
    }
    memcpy(bytes, supply->bytes, part);
    supply->bytes += part;
    supply->left -= part;
    *size = supply->extra != 0 ? room + supply->extra : part;
    return EIP_OK;
}

static eip_status load_from(struct supply supply, eip_engine **engine) {
    const eip_snapshot_source source = {&supply, give_some};

    return eip_snapshot_load(&w.config, &source, engine, error_of(&w));
}

Test(snapshot, comes_from_a_source_as_it_likes) {
    static const uint64_t most[] = {UINT64_MAX, 70000, 4099};
    eip_snapshot *snapshot;
    eip_engine *engine = NULL;
    struct supply supply = {.fail_at = UINT64_MAX};

    fill();
    snapshot = save(&w);
    supply.bytes = eip_snapshot_bytes(snapshot);
    supply.left = eip_snapshot_size(snapshot);
    for (size_t i = 0; i < COUNT(most); i++) {
        eip_snapshot *again = NULL;

        supply.most = most[i];
        EXPECT_STATUS(load_from(supply, &engine), EIP_OK);
        EXPECT_STATUS(eip_snapshot_save_buffer(engine, &again, NULL), EIP_OK);
        check_same(snapshot, again);
        eip_snapshot_free(again);
        eip_engine_close(engine);
    }
    engine = NULL;
    supply.fail_at = supply.left - 5000;
    EXPECT_STATUS(load_from(supply, &engine), EIP_ERR_STORE_IO);
    cr_assert_eq(w.error.status, EIP_ERR_STORE_IO);
    supply.fail_at = UINT64_MAX;
    supply.extra = 1;
    EXPECT_STATUS(load_from(supply, &engine), EIP_ERR_ARGUMENT);
    supply.extra = 0;
    supply.left = 0;
    EXPECT_STATUS(load_from(supply, &engine), EIP_ERR_STORE_UNKNOWN);
    w.config.size = 3;
    EXPECT_STATUS(load_from(supply, &engine), EIP_ERR_STRUCT_VERSION);
    w.config.size = sizeof w.config;
    cr_assert_null(engine);
    eip_snapshot_free(snapshot);
}

/* -- without memory ---------------------------------------------------------------------- */

static uint64_t refuse(uint64_t nth, bool for_good,
                       const eip_snapshot *snapshot) {
    eip_snapshot *made = NULL;
    eip_engine *engine = NULL;
    eip_status status;
    uint64_t refused;

    world_heap_fail(&w, nth, for_good);
    if (snapshot == NULL) {
        status = eip_snapshot_save_buffer(w.engine, &made, error_of(&w));
        eip_snapshot_free(made);
    } else {
        status = load_by(&w.config, snapshot, &engine);
        eip_engine_close(engine);
    }
    refused = w.heap.refused;
    world_heap_fail(&w, 0, false);
    /* A run of records that nobody uses may be forgotten. */
    cr_assert(status == EIP_OK ||
              (status == EIP_ERR_OUT_OF_MEMORY && refused != 0));
    return refused;
}

/* Each request for memory refused, once and for good: nothing stays. */
Test(snapshot, without_memory) {
    eip_snapshot *snapshot;

    fill();
    snapshot = save(&w);
    for (int way = 0; way < 4; way++) {
        const eip_snapshot *which = way < 2 ? NULL : snapshot;
        uint64_t stride = 1;
        uint64_t refused;
        uint64_t nth = 0;

        do {
            uint64_t blocks = w.heap.blocks;
            uint64_t reservations = w.heap.reservations;

            /* A thousand accounts are a thousand times the same. */
            stride = nth > 100 ? 37 : 1;
            nth += stride;
            refused = refuse(nth, way % 2 == 1, which);
            cr_assert_leq(w.heap.blocks, blocks); /* others are reclaimed */
            cr_assert_eq(w.heap.reservations, reservations);
        } while (refused != 0);
        cr_assert_gt(nth, 5);
    }
    eip_snapshot_free(snapshot);
}
