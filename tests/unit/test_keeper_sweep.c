/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is taken out of the journal between rounds, and that it is kept. */
#include "store/keeper.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 600 };

/* -- a store whose commits may take their time ------------------------------------- */

static struct {
    eip_store store;
    eip_store *behind;
    atomic_bool is_shut;
    atomic_bool is_in;
    bool fails;
} slow;

static eip_status slow_load(void *context, eip_store_visit visit, void *visitor,
                            eip_error *error) {
    (void)context;
    return slow.behind->load(slow.behind->context, visit, visitor, error);
}

static eip_status slow_append(void *context, const void *records,
                              uint64_t bytes, eip_error *error) {
    (void)context;
    return slow.behind->append(slow.behind->context, records, bytes, error);
}

static eip_status slow_commit(void *context, eip_error *error) {
    (void)context;
    slow.is_in = true;
    while (slow.is_shut) {
        (void)sched_yield();
    }
    return slow.fails ? EIP_ERR_STORE_IO
                      : slow.behind->commit(slow.behind->context, error);
}

static eip_status slow_fold(void *context, uint32_t most, uint32_t *left,
                            eip_error *error) {
    (void)context;
    return slow.behind->fold(slow.behind->context, most, left, error);
}

static void slow_close(void *context) {
    (void)context;
    eip_store_close(slow.behind);
}

/* -- an engine with one ------------------------------------------------------------ */

static struct world world;

static void load(uint32_t interval_ms) {
    eip_store_options options = EIP_STORE_OPTIONS_INIT;

    options.interval_ms = interval_ms;
    cr_assert_eq(eip_store_load(&world.config, &slow.store, &options,
                                &world.engine, &world.error),
                 EIP_OK, "%s", world.error.message);
}

static void start(uint32_t interval_ms) {
    static const eip_allocator none = {0};

    slow.fails = false;
    cr_assert_eq(eip_store_open_memory(NULL, &slow.behind, NULL), EIP_OK);
    slow.store =
        (eip_store){sizeof slow.store, 0,           NULL,      slow_load,
                    slow_append,       slow_commit, slow_fold, slow_close};
    world_init(&world);
    if (interval_ms != 0) {
        world.config.allocator = none; /* the world's is for one thread */
    }
    load(interval_ms);
    world_build(&world);
}

/* Close the engine, load it again, and see that it looks the same. */
static void again(void) {
    char *before = world_picture(&world);
    char *after;

    eip_engine_close(world.engine);
    load(0);
    after = world_picture(&world);
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
}

static void end(void) {
    world_end(&world);
    eip_store_close(&slow.store);
}

/* Does the journal have nothing that was not collected? */
static bool is_swept(void) {
    const struct eip__lane *lane = eip__lane_find(&world.engine->lanes);
    bool is;

    (void)pthread_mutex_lock(&world.engine->catalog.mutex);
    is = lane->collected == eip__pointer(eip__read(&lane->written));
    (void)pthread_mutex_unlock(&world.engine->catalog.mutex);
    return is;
}

static void come_and_go(void) {
    for (uint32_t i = 0; i < MANY; i++) {
        eip_allocate_address_response one =
            world_get(&world, WORLD_ALICE, NULL);

        world_give(&world, WORLD_ALICE, &one);
    }
}

/* -- one sweep --------------------------------------------------------------------- */

Test(keeper_sweep, it_waits_for_the_next_round) {
    struct eip__keeper *keeper;
    eip_allocate_address_response one;

    start(0);
    keeper = world.engine->keeper;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_not(eip__keeper_sweep(keeper));
    one = world_get(&world, WORLD_ALICE, NULL);
    cr_assert_not(is_swept());
    cr_assert(eip__keeper_sweep(keeper));
    cr_assert(is_swept());
    cr_assert_not(
        eip_store_is_durable(world.engine, eip_store_ticket(world.engine)));
    world_give(&world, WORLD_ALICE, &one);
    (void)world_get(&world, WORLD_BOB, NULL);
    cr_assert(eip__keeper_sweep(keeper));
    cr_assert_eq(keeper->merged.count, 2, "the first came twice");
    again();
    end();
}

/* Its books come with what was swept: a pool, and an address of it. */
Test(keeper_sweep, what_it_relies_on_is_in_the_same_round) {
    const eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_allocate_address_request request = world_request();

    start(0);
    spec.account = WORLD_CAROL;
    spec.quota = 9;
    cr_assert_eq(eip_admin_set_account(world.engine, &spec, NULL), EIP_OK);
    cr_assert_eq(
        eip_allocate_address(world.engine, &carol, &request, &got, NULL),
        EIP_OK);
    cr_assert(eip__keeper_sweep(world.engine->keeper));
    world.engine->catalog.dirty.is_all = true;
    again();
    cr_assert_eq(world_count(&world, WORLD_CAROL), 1);
    end();
}

/* From within a call nothing is taken. */
Test(keeper_sweep, not_within_a_call) {
    struct eip__lane *lane = NULL;

    start(0);
    (void)world_get(&world, WORLD_ALICE, NULL);
    cr_assert_eq(eip__lane_enter(&world.engine->lanes, &lane), EIP_OK);
    cr_assert_not(eip__keeper_sweep(world.engine->keeper));
    eip__lane_leave(lane);
    cr_assert_not(is_swept());
    end();
}

/* The journal has ended with a store that failed. */
Test(keeper_sweep, nothing_without_a_journal) {
    start(0);
    (void)world_get(&world, WORLD_ALICE, NULL);
    slow.fails = true;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_STORE_IO);
    (void)world_get(&world, WORLD_ALICE, NULL);
    cr_assert_not(eip__keeper_sweep(world.engine->keeper));
    end();
}

/* What is refused memory comes again, whatever was refused. */
Test(keeper_sweep, memory_is_refused) {
    bool refused = true;

    for (uint64_t at = 1; refused; at++) {
        start(0);
        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
        eip__gathered_free(&world.engine->host,
                           &world.engine->keeper->gathered);
        (void)world_get(&world, WORLD_ALICE, NULL);
        (void)world_get(&world, WORLD_BOB, NULL);
        world.heap.refused = 0;
        world_heap_fail(&world, at, at % 2 == 0);
        (void)eip__keeper_sweep(world.engine->keeper);
        refused = world.heap.refused != 0;
        world_heap_fail(&world, 0, false);
        again();
        end();
    }
}

/* -- the thread -------------------------------------------------------------------- */

/* While the store is written, what comes is taken; and it is written then. */
Test(keeper_sweep, while_the_store_is_written, .timeout = 100) {
    start(1);
    slow.is_shut = true;
    slow.is_in = false;
    while (!slow.is_in) {
        come_and_go();
    }
    /* A round has begun, perhaps with little. */
    slow.is_shut = false;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    come_and_go();
    slow.is_shut = true;
    slow.is_in = false;
    while (!slow.is_in) {
        come_and_go();
    }
    (void)world_get(&world, WORLD_BOB, NULL);
    while (!is_swept()) {
        (void)sched_yield();
    }
    slow.is_shut = false;
    again();
    end();
}

static uint32_t sweeps(void) {
    struct eip__keeper *keeper = world.engine->keeper;
    uint32_t left;

    (void)pthread_mutex_lock(&keeper->mutex);
    left = keeper->sweeps;
    (void)pthread_mutex_unlock(&keeper->mutex);
    return left;
}

/* It is woken by a round that has had much to take, and by no other. */
Test(keeper_sweep, it_sleeps_where_nothing_comes, .timeout = 100) {
    start(10000);
    (void)world_get(&world, WORLD_BOB, NULL);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(sweeps(), 0);
    come_and_go();
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_neq(sweeps(), 0);
    come_and_go();
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    while (sweeps() != 0) {
        (void)sched_yield();
    }
    again();
    end();
}
