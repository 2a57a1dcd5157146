/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Accounts that are made while others were made in vain: none is forgotten. */
#include "store/keeper.h"
#include "support/world.h"

#include <criterion/criterion.h>

enum { GAPS = 50 };
#define NUMBER UINT64_C(700000000001)

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
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
}

static void end(void) {
    world_end(&world);
    eip_store_close(store);
}

/* So many indexes are nobody's, as those of threads that came second. */
static void make_in_vain(uint64_t count) {
    struct eip__accounts *accounts = &world.engine->accounts;

    eip__note(&accounts->next, eip__hint(&accounts->next) + count);
}

/* The account of this number does something that is kept of it. */
static void use(uint64_t number) {
    eip_allocate_address_response one = world_get(&world, number, NULL);

    world_give(&world, number, &one);
}

/* -- what the store has --------------------------------------------------------------- */

struct search {
    uint64_t number;
    uint32_t found;
};

static eip_status look(void *context, const eip_store_record *record) {
    struct search *search = context;
    struct eip__reader key = eip__reader_of(record->key, record->key_size);

    search->found += record->kind == EIP__KIND_ACCOUNT &&
                     eip__get_key(&key, 8) == search->number;
    return EIP_OK;
}

static bool is_kept(uint64_t number) {
    struct search search = {number, 0};

    cr_assert_eq(store->load(store->context, look, &search, NULL), EIP_OK);
    return search.found != 0;
}

/* -- tests ---------------------------------------------------------------------------- */

Test(keeper_accounts, however_many_are_made_in_vain) {
    start();
    for (uint32_t i = 0; i < GAPS; i++) {
        make_in_vain(i % 3);
        use(NUMBER + i);
        if (i % 4 == 0) {
            cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
            cr_assert(is_kept(NUMBER + i));
        }
    }
    make_in_vain(GAPS);
    use(NUMBER + GAPS);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    for (uint32_t i = 0; i <= GAPS; i++) {
        cr_assert(is_kept(NUMBER + i), "account %u", i);
    }
    end();
}

/* One that was nobody's at first becomes somebody's. */
Test(keeper_accounts, one_that_was_on_the_way) {
    struct eip__accounts *accounts;

    start();
    accounts = &world.engine->accounts;
    make_in_vain(GAPS);
    use(NUMBER);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    eip__note(&accounts->spare, eip__hint(&accounts->next) - 20);
    use(NUMBER + 1);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert(is_kept(NUMBER + 1));
    cr_assert_eq(world.engine->keeper->accounts.gaps, GAPS - 1);
    end();
}

/* Whatever is refused memory, the next round has it. */
Test(keeper_accounts, memory_is_refused) {
    bool refused = true;
    eip_status status;

    for (uint64_t at = 1; refused; at++) {
        start();
        make_in_vain(GAPS);
        use(NUMBER);
        make_in_vain(1);
        use(NUMBER + 1);
        world.heap.refused = 0;
        world_heap_fail(&world, at, at % 2 == 0);
        status = eip_store_sync(world.engine, NULL);
        refused = world.heap.refused != 0;
        world_heap_fail(&world, 0, false);
        if (status == EIP_ERR_STORE_FAILED) {
            end(); /* the store's memory: for good */
            continue;
        }
        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
        cr_assert(is_kept(NUMBER), "request %d", (int)at);
        cr_assert(is_kept(NUMBER + 1), "request %d", (int)at);
        end();
    }
}
