/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Notes of the embedder: where they are kept, with what, and what is said when
 * they cannot be. */
#include "registry/engine.h"
#include "registry/format.h"
#include "store/keeper.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct world world;
static eip_store *store;

static eip_status load(uint32_t flags) {
    eip_store_options options = EIP_STORE_OPTIONS_INIT;

    options.flags = flags;
    return eip_store_load(&world.config, store, &options, &world.engine,
                          &world.error);
}

static void start(uint32_t flags) {
    cr_assert_eq(eip_store_open_memory(NULL, &store, NULL), EIP_OK);
    world_init(&world);
    cr_assert_eq(load(flags), EIP_OK, "%s", world.error.message);
    world_build(&world);
}

static void end(void) {
    world_end(&world);
    eip_store_close(store);
}

static eip_status note(const char *key, const char *data) {
    return eip_store_note(world.engine, eip_text_of(key), eip_text_of(data),
                          &world.error);
}

/* -- what the store has -------------------------------------------------------------- */

/* As "key=data key=data ", in the order in which they are shown. */
struct shown {
    char text[256];
    uint32_t most; /* so many */
};

static eip_status take(void *context, eip_text key, eip_text data) {
    struct shown *shown = context;
    size_t at = strlen(shown->text);

    if (shown->most-- == 0) {
        return EIP_ERR_EXISTS;
    }
    cr_assert_lt((size_t)snprintf(shown->text + at, sizeof shown->text - at,
                                  "%.*s%s%.*s ", (int)key.size, key.data,
                                  data.data == NULL ? "" : "=", (int)data.size,
                                  data.data == NULL ? "" : data.data),
                 sizeof shown->text - at);
    return EIP_OK;
}

static void expect_notes(const char *expected) {
    struct shown shown = {"", 100};

    cr_assert_eq(eip_store_notes(store, take, &shown, NULL), EIP_OK);
    cr_assert_str_eq(shown.text, expected);
}

Test(keeper_note, is_there_after_the_engine) {
    start(0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(note("a", "1"), EIP_OK);
    cr_assert_eq(note("b", ""), EIP_OK);
    expect_notes("");
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    expect_notes("a=1 b= ");
    cr_assert_eq(note("a", "2"), EIP_OK);
    cr_assert_eq(note("b", NULL), EIP_OK);
    eip_engine_close(world.engine);
    expect_notes("a=1 b= a=2 b ");
    /* An engine knows nothing of them, and keeps them. */
    cr_assert_eq(load(0), EIP_OK, "%s", world.error.message);
    world.engine->catalog.dirty.is_all = true;
    cr_assert_eq(note("c", "3"), EIP_OK);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    expect_notes("a=1 b= a=2 b c=3 ");
    end();
}

Test(keeper_note, only_the_newest_is_left_by_folding) {
    uint32_t left;

    start(0);
    cr_assert_eq(note("a", "1"), EIP_OK);
    cr_assert_eq(note("b", "1"), EIP_OK);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(note("a", "2"), EIP_OK);
    cr_assert_eq(note("b", NULL), EIP_OK);
    eip_engine_close(world.engine);
    cr_assert_eq(store->fold(store->context, 1, &left, NULL), EIP_OK);
    expect_notes("a=2 ");
    cr_assert_eq(load(0), EIP_OK);
    end();
}

Test(keeper_note, the_reader_may_end_it) {
    struct shown shown = {"", 1};

    start(0);
    cr_assert_eq(note("a", "1"), EIP_OK);
    cr_assert_eq(note("b", "1"), EIP_OK);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(eip_store_notes(store, take, &shown, &world.error),
                 EIP_ERR_EXISTS);
    cr_assert_eq(world.error.status, EIP_ERR_EXISTS);
    cr_assert_str_eq(shown.text, "a=1 ");
    end();
}

/* -- of one cut ---------------------------------------------------------------------- */

static void rest(long ms) {
    struct timespec time = {0, ms * 1000000};

    (void)nanosleep(&time, NULL);
}

static void *sync_once(void *context) {
    cr_assert_eq(eip_store_sync(context, NULL), EIP_OK);
    return NULL;
}

/* Whether somebody waits for those that hold. */
static bool is_closed(void) {
    struct eip__gate *gate = &world.engine->keeper->gate;
    bool closed;

    (void)pthread_mutex_lock(&gate->mutex);
    closed = gate->is_closed;
    (void)pthread_mutex_unlock(&gate->mutex);
    return closed;
}

Test(keeper_note, a_commit_waits_for_who_holds, .timeout = 60) {
    uint64_t ticket;
    pthread_t thread;

    start(0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(eip_store_hold(world.engine, NULL), EIP_OK);
    cr_assert_eq(eip_store_hold(world.engine, NULL), EIP_OK);
    (void)world_get(&world, WORLD_ALICE, NULL);
    ticket = eip_store_ticket(world.engine);
    eip_store_release(world.engine);
    cr_assert_eq(pthread_create(&thread, NULL, sync_once, world.engine), 0);
    while (!is_closed()) {
        rest(1);
    }
    cr_assert_not(eip_store_is_durable(world.engine, ticket));
    expect_notes("");
    cr_assert_eq(note("a", "1"), EIP_OK);
    eip_store_release(world.engine);
    (void)pthread_join(thread, NULL);
    cr_assert(eip_store_is_durable(world.engine, ticket));
    expect_notes("a=1 ");
    end();
}

static _Atomic bool holds;

static void *hold(void *context) {
    cr_assert_eq(eip_store_hold(context, NULL), EIP_OK);
    holds = true;
    eip_store_release(context);
    return NULL;
}

Test(keeper_note, who_comes_while_a_cut_is_taken_waits, .timeout = 60) {
    struct eip__gate *gate;
    pthread_t thread;

    start(0);
    gate = &world.engine->keeper->gate;
    eip__gate_close(gate);
    cr_assert_eq(pthread_create(&thread, NULL, hold, world.engine), 0);
    rest(20);
    cr_assert_not(holds);
    eip__gate_open(gate);
    (void)pthread_join(thread, NULL);
    cr_assert(holds);
    end();
}

/* -- what cannot be ------------------------------------------------------------------ */

static eip_status fail(void *context, eip_error *error) {
    (void)context;
    return eip__fail(error, EIP_ERR_STORE_IO, "", "told to");
}

Test(keeper_note, a_store_that_has_failed_takes_none) {
    eip_status (*commit)(void *context, eip_error *error);

    start(0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    commit = store->commit;
    store->commit = fail;
    cr_assert_eq(note("a", "1"), EIP_OK);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_STORE_IO);
    cr_assert_eq(note("a", "2"), EIP_ERR_STORE_FAILED);
    cr_assert_eq(world.error.status, EIP_ERR_STORE_FAILED);
    cr_assert_eq(eip_store_hold(world.engine, NULL), EIP_OK);
    eip_store_release(world.engine);
    store->commit = commit;
    end();
}

Test(keeper_note, memory_that_is_refused) {
    struct eip__keeper *keeper;

    start(0);
    keeper = world.engine->keeper;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    world_heap_fail(&world, 1, false);
    cr_assert_eq(note("a", "1"), EIP_ERR_OUT_OF_MEMORY);
    world_heap_fail(&world, 0, false);
    cr_assert_eq(keeper->gate.notes.size, 0);
    /* A round that cannot take them leaves them to the next. */
    cr_assert_eq(note("a", "2"), EIP_OK);
    eip__gathered_free(&world.engine->host, &keeper->gathered);
    world_heap_fail(&world, 1, false);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_OUT_OF_MEMORY);
    world_heap_fail(&world, 0, false);
    expect_notes("");
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    expect_notes("a=2 ");
    end();
}

Test(keeper_note, arguments) {
    static char long_key[EIP_LIMIT_STORE_KEY + 1];
    static char long_data[EIP_LIMIT_STORE_NOTE + 1];
    const eip_text key = {long_key, EIP_LIMIT_STORE_KEY, 0};
    const eip_text data = {long_data, EIP_LIMIT_STORE_NOTE, 0};
    const eip_text none = {NULL, 0, 0};
    eip_text more;

    start(EIP_STORE_SYNC);
    cr_assert_eq(eip_store_hold(NULL, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_store_hold(world.engine, &world.error), EIP_ERR_ARGUMENT);
    cr_assert_str_eq(world.error.field, "engine");
    cr_assert_eq(eip_store_note(NULL, key, data, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_store_note(world.engine, none, data, &world.error),
                 EIP_ERR_NULL);
    cr_assert_str_eq(world.error.field, "key");
    cr_assert_eq(eip_store_note(world.engine, key, data, NULL), EIP_OK);
    more = key;
    more.size++;
    cr_assert_eq(eip_store_note(world.engine, more, data, NULL),
                 EIP_ERR_ARGUMENT);
    more = data;
    more.size++;
    cr_assert_eq(eip_store_note(world.engine, key, more, NULL),
                 EIP_ERR_ARGUMENT);
    more = (eip_text){NULL, 1, 0};
    cr_assert_eq(eip_store_note(world.engine, key, more, NULL),
                 EIP_ERR_ARGUMENT);
    cr_assert_eq(eip_store_notes(NULL, take, NULL, &world.error), EIP_ERR_NULL);
    cr_assert_str_eq(world.error.field, "store");
    cr_assert_eq(eip_store_notes(store, NULL, NULL, &world.error),
                 EIP_ERR_NULL);
    cr_assert_str_eq(world.error.field, "visit");
    cr_assert_eq(eip_store_detach(world.engine, NULL), EIP_OK);
    cr_assert_eq(eip_store_hold(world.engine, NULL), EIP_ERR_STORE_ABSENT);
    cr_assert_eq(eip_store_note(world.engine, key, data, NULL),
                 EIP_ERR_STORE_ABSENT);
    end();
}
