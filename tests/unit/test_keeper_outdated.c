/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Transfers that are shown no longer go out of the store; others stay. */
#include "store/keeper.h"
#include "store/newest.h"
#include "support/world.h"

#include <criterion/criterion.h>

static struct world world;
static eip_store *store;

static void load(void) {
    cr_assert_eq(
        eip_store_load(&world.config, store, NULL, &world.engine, &world.error),
        EIP_OK, "%s", world.error.message);
}

static void start(void) {
    cr_assert_eq(eip_store_open_memory(NULL, &store, NULL), EIP_OK);
    world_init(&world);
    load();
    world_build(&world);
}

static void hand_over(void) {
    eip_allocate_address_response one = world_get(&world, WORLD_ALICE, NULL);

    world_hand_over(&world, &one);
}

static void again(void) {
    eip_engine_close(world.engine);
    load();
}

static void end(void) {
    world_end(&world);
    eip_store_close(store);
}

/* Of what the store has, old and new, by what counts. */
static uint32_t kept(void) {
    static const eip_allocator none = {0};
    struct eip__host host;
    struct eip__newest newest = {.host = &host};
    uint32_t handed = 0;
    uint64_t count;

    eip__host_init(&host, &none, &world.config.clock, &world.config.random);
    cr_assert_eq(store->load(store->context, eip__newest_note, &newest, NULL),
                 EIP_OK);
    count = eip__newest_sort(&newest);
    for (uint64_t i = 0; i < count; i++) {
        handed += eip__kept_order(newest.row[i]) >> 32 == EIP__KIND_HANDED;
    }
    eip__newest_free(&newest);
    return handed;
}

/* One of two is a day younger. */
static void two_of_them(void) {
    start();
    hand_over();
    world.now_ms += 86400000;
    hand_over();
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(kept(), 2);
}

Test(keeper_outdated, one_goes_after_14_days) {
    two_of_them();
    world.now_ms += EIP_TRANSFER_SHOWN_MS - 86400001;
    again();
    cr_assert_eq(world.engine->keeper->outdated.size, 0, "both are shown");
    cr_assert_eq(kept(), 2);
    world.now_ms++;
    again();
    cr_assert_eq(kept(), 1);
    world.now_ms += 86400000;
    again();
    cr_assert_eq(kept(), 0);
    eip_engine_close(world.engine);
    load();
    world_audit(&world);
    end();
}

/* It does so another time, whatever is refused memory. */
Test(keeper_outdated, memory_is_refused) {
    bool refused = true;

    for (uint64_t at = 1; refused; at++) {
        eip_status status;

        two_of_them();
        eip_engine_close(world.engine);
        world.now_ms += 2 * EIP_TRANSFER_SHOWN_MS;
        world.heap.refused = 0;
        world_heap_fail(&world, at, at % 2 == 0);
        status = eip_store_load(&world.config, store, NULL, &world.engine,
                                &world.error);
        if (status == EIP_OK) {
            status = eip_store_sync(world.engine, NULL);
            cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
            eip_engine_close(world.engine);
        }
        refused = world.heap.refused != 0;
        world_heap_fail(&world, 0, false);
        load();
        eip_engine_close(world.engine);
        cr_assert_eq(kept(), 0, "request %d", (int)at);
        load();
        end();
    }
}
