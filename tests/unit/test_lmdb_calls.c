/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A store with what came later than the first format: counts of calls, places of
 * picks by cursor, notes (kinds 20 to 22); as the library of that time left it,
 * it is loaded by this one. It is made by this program, run with
 * EIP_MAKE_STORE set to where it is to be; it is made once, and never changed.
 *
 * The world's standard engine; Alice's public pool goes by cursor, and has given
 * three addresses, of which the first came back; two notes, one of which was
 * replaced; the engine was closed, so that the places are kept. */
#include "registry/format.h"
#include "unit/sample.h"

#include <stdlib.h>

enum { TEXT = 65536 };

static struct world world;

static eip_allocate_address_response next_by_cursor(void) {
    const eip_allocate_address_request request =
        world_request_from(world.byoip);

    return world_get(&world, WORLD_ALICE, &request);
}

static void note(const char *key, const char *data) {
    cr_assert_eq(eip_store_hold(world.engine, NULL), EIP_OK);
    cr_assert_eq(
        eip_store_note(world.engine, eip_text_of(key), eip_text_of(data), NULL),
        EIP_OK);
    eip_store_release(world.engine);
}

/* All that the counts say, and what the engine looks like. */
static char *describe(void) {
    static char text[TEXT];
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    char *picture = world_picture(&world);

    cr_assert_eq(eip_engine_stats_read(world.engine, &stats), EIP_OK);
    (void)snprintf(
        text, sizeof text, "pool %llu\nallocated %llu\nreleased %llu\n%s",
        (unsigned long long)world.byoip.id, (unsigned long long)stats.allocated,
        (unsigned long long)stats.released, picture);
    free(picture);
    return text;
}

static void make(const char *directory) {
    eip_store *store = sample_open(directory);
    eip_allocate_address_response first;
    uint32_t left;

    sample_load(&world, store);
    world_build(&world);
    world_modify(&world, world.byoip, EIP_POLICY_CURSOR, 0, UINT64_MAX);
    first = next_by_cursor();
    (void)next_by_cursor();
    note("one", "as it was");
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(store->fold(store->context, 10, &left, NULL), EIP_OK);
    (void)next_by_cursor();
    world_give(&world, WORLD_ALICE, &first);
    note("one", "as it is");
    note("two", "");
    sample_describe(directory, "calls.txt", describe());
    eip_engine_close(world.engine);
    eip_store_close(store);
}

static bool kinds[EIP__KIND_END];

static eip_status see_kind(void *context, const eip_store_record *record) {
    (void)context;
    kinds[record->kind] = true;
    return EIP_OK;
}

static char notes[256];

/* What was noted last under a key is shown last. */
static eip_status see_note(void *context, eip_text key, eip_text data) {
    (void)context;
    (void)snprintf(notes + strlen(notes), sizeof notes - strlen(notes),
                   "%.*s=%.*s;", (int)key.size, key.data, (int)data.size,
                   data.data);
    return EIP_OK;
}

static void expect_kinds(eip_store *store) {
    cr_assert_eq(store->load(store->context, see_kind, NULL, NULL), EIP_OK);
    cr_assert(kinds[EIP__KIND_COUNTS]);
    cr_assert(kinds[EIP__KIND_PLACES]);
    cr_assert(kinds[EIP__KIND_NOTE]);
    cr_assert_eq(eip_store_notes(store, see_note, NULL, NULL), EIP_OK);
    cr_assert_not_null(strstr(notes, "one=as it is;two=;"), "%s", notes);
}

Test(lmdb_calls, is_loaded) {
    const char *where = getenv("EIP_MAKE_STORE");
    const char *directory;
    eip_store *store;
    const char *wanted;

    world_init(&world);
    if (where != NULL) {
        make(where);
        return;
    }
    directory = sample_copy("calls.mdb");
    store = sample_open(directory);
    expect_kinds(store);
    sample_load(&world, store);
    wanted = sample_text("calls.txt");
    world.byoip = (eip_pool_ref){strtoull(wanted + strlen("pool "), NULL, 10),
                                 EIP_POOL_PUBLIC_IPV4, 0};
    cr_assert_str_eq(describe(), wanted);
    world_audit(&world);
    /* The cursor goes on behind the third. */
    cr_assert_eq(next_by_cursor().public_ip,
                 world_cidr(WORLD_BYOIP_CIDR).base + 3);
    eip_engine_close(world.engine);
    eip_store_close(store);
    device_remove(directory);
}
