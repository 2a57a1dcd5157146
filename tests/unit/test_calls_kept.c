/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is kept of the calls that there were: their counts, and how far picks by
 * cursor have come; after a close, a snapshot, and an end without either. */
#include "registry/engine.h"
#include "space/space.h"
#include "store/image.h"
#include "support/internal/forge.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct world w;
static eip_store *store;
static uint64_t commits;
static eip_status answer; /* of commits */

static eip_status (*commit_behind)(void *context, eip_error *error);

static eip_status commit(void *context, eip_error *error) {
    commits++;
    return answer == EIP_OK ? commit_behind(context, error) : answer;
}

static void load(void) {
    cr_assert_eq(eip_store_load(&w.config, store, NULL, &w.engine, &w.error),
                 EIP_OK, "%s", w.error.message);
}

static void begin(void) {
    answer = EIP_OK;
    cr_assert_eq(eip_store_open_memory(NULL, &store, NULL), EIP_OK);
    commit_behind = store->commit;
    store->commit = commit;
    world_init(&w);
    load();
    world_build(&w);
    world_account(&w, WORLD_ALICE, 1000, 0);
    world_account(&w, WORLD_BOB, 1000, 0);
}

static void finish(void) {
    world_end(&w);
    eip_store_close(store);
}

TestSuite(calls_kept, .init = begin, .fini = finish);

static void commit_all(void) {
    cr_assert_eq(eip_store_sync(w.engine, NULL), EIP_OK);
}

static void again(void) {
    eip_engine_close(w.engine);
    load();
}

/* The engine ends as if its process did: nothing more comes to the store. */
static void killed(void) {
    answer = EIP_ERR_STORE_IO;
    eip_engine_close(w.engine);
    answer = EIP_OK;
    load();
}

/* The engine of a snapshot, which the store is not told of. */
static void snapshot(void) {
    eip_snapshot *image = NULL;

    cr_assert_eq(eip_snapshot_save_buffer(w.engine, &image, NULL), EIP_OK);
    eip_engine_close(w.engine);
    cr_assert_eq(eip_snapshot_load_buffer(&w.config, eip_snapshot_bytes(image),
                                          eip_snapshot_size(image), &w.engine,
                                          &w.error),
                 EIP_OK, "%s", w.error.message);
    eip_snapshot_free(image);
}

/* -- counts --------------------------------------------------------------------- */

static eip_engine_stats stats(void) {
    eip_engine_stats got = EIP_ENGINE_STATS_INIT;

    cr_assert_eq(eip_engine_stats_read(w.engine, &got), EIP_OK);
    return got;
}

/* Only calls are counted on: the rest is of what there is. */
static void check_counts(const eip_engine_stats *wanted) {
    eip_engine_stats got = stats();

    cr_assert_eq(got.allocated, wanted->allocated);
    cr_assert_eq(got.recovered, wanted->recovered);
    cr_assert_eq(got.named, wanted->named);
    cr_assert_eq(got.released, wanted->released);
    cr_assert_eq(got.described, wanted->described);
    cr_assert_eq(got.allocate_failed_quota, wanted->allocate_failed_quota);
    cr_assert_eq(got.allocate_failed_capacity,
                 wanted->allocate_failed_capacity);
    cr_assert_eq(got.allocate_failed_not_found,
                 wanted->allocate_failed_not_found);
    cr_assert_eq(got.allocate_failed_other, wanted->allocate_failed_other);
    cr_assert_eq(got.release_failed_not_found,
                 wanted->release_failed_not_found);
    cr_assert_eq(got.release_failed_other, wanted->release_failed_other);
    cr_assert_eq(got.dry_runs, wanted->dry_runs);
}

static void call_each(void) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

    (void)world_get(&w, WORLD_ALICE, NULL);
    world_give(&w, WORLD_ALICE, &got);
    request = world_request_named(world_ip(got.public_ip));
    (void)world_get(&w, WORLD_ALICE, &request);
    request = world_request_named("192.0.2.6");
    (void)world_allocate(&w, WORLD_BOB, &request, NULL);
    request = world_request();
    request.flags = EIP_ALLOCATE_DRY_RUN;
    (void)world_allocate(&w, WORLD_BOB, &request, NULL);
    (void)world_release(&w, WORLD_BOB, 77, NULL);
    (void)world_count(&w, WORLD_BOB);
}

Test(calls_kept, counts_after_a_close) {
    eip_engine_stats wanted;

    call_each();
    wanted = stats();
    cr_assert_eq(wanted.allocated, 3);
    cr_assert_eq(wanted.recovered, 1);
    cr_assert_eq(wanted.allocate_failed_not_found, 1);
    again();
    check_counts(&wanted);
    /* It counts on; also where all that there was changes nothing. */
    (void)world_count(&w, WORLD_BOB);
    wanted.described++;
    again();
    again();
    check_counts(&wanted);
}

Test(calls_kept, counts_after_a_snapshot) {
    eip_engine_stats wanted;

    call_each();
    wanted = stats();
    snapshot();
    check_counts(&wanted);
    (void)world_get(&w, WORLD_BOB, NULL);
    wanted.allocated++;
    snapshot();
    check_counts(&wanted);
}

/* As of the last commit. */
Test(calls_kept, counts_after_a_kill) {
    eip_engine_stats wanted;

    call_each();
    commit_all();
    wanted = stats();
    killed();
    check_counts(&wanted);
    (void)world_count(&w, WORLD_BOB);
    killed();
    check_counts(&wanted);
}

/* One that was counted after its commit; what changes nothing is not written
 * for its own sake. */
Test(calls_kept, a_deed_that_is_counted_late) {
    eip_engine_stats wanted;
    struct eip__lane *lane;
    uint64_t before;

    call_each();
    commit_all();
    before = commits;
    (void)world_count(&w, WORLD_BOB);
    commit_all();
    cr_assert_eq(commits, before);
    cr_assert_eq(eip__engine_lock(w.engine, &lane), EIP_OK);
    eip__lane_count(lane, EIP__COUNT_ALLOCATED);
    eip__engine_unlock(w.engine, lane);
    commit_all();
    cr_assert_eq(commits, before + 1);
    commit_all();
    cr_assert_eq(commits, before + 1);
    wanted = stats();
    killed();
    check_counts(&wanted);
    /* Nothing is written because of what was there before. */
    before = commits;
    commit_all();
    cr_assert_eq(commits, before);
}

/* -- places --------------------------------------------------------------------- */

static uint32_t next_of(eip_pool_ref pool) {
    eip_allocate_address_request request = pool.kind == EIP_POOL_AMAZON
                                               ? world_request()
                                               : world_request_from(pool);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    return world_any_ip(&got);
}

/* The third of a pool, of which the first two were given back: LOWEST would give
 * them again. */
static void take_two(eip_pool_ref pool) {
    for (int i = 0; i < 2; i++) {
        eip_allocate_address_request request = pool.kind == EIP_POOL_AMAZON
                                                   ? world_request()
                                                   : world_request_from(pool);
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &request);

        world_give(&w, WORLD_ALICE, &got);
    }
}

static void by_cursor(eip_pool_ref pool) {
    world_modify(&w, pool, EIP_POLICY_CURSOR, 0, 0);
}

static void check_places(void (*end)(void)) {
    by_cursor(w.amazon);
    by_cursor(w.byoip);
    by_cursor(w.coip);
    take_two(w.amazon);
    take_two(w.coip);
    end();
    cr_assert_eq(next_of(w.amazon), world_address("198.51.100.2"));
    cr_assert_eq(next_of(w.coip), world_address("10.0.0.2"));
    cr_assert_eq(next_of(w.byoip), world_address("192.0.2.0"));
    end();
    cr_assert_eq(next_of(w.amazon), world_address("198.51.100.3"));
    cr_assert_eq(next_of(w.coip), world_address("10.0.0.3"));
    cr_assert_eq(next_of(w.byoip), world_address("192.0.2.1"));
}

Test(calls_kept, places_after_a_close) {
    check_places(again);
}

Test(calls_kept, places_after_a_snapshot) {
    check_places(snapshot);
}

/* Where they were at the last close; all is sound. */
Test(calls_kept, places_after_a_kill) {
    by_cursor(w.coip);
    take_two(w.coip);
    again();
    take_two(w.coip);
    commit_all();
    killed();
    cr_assert_eq(next_of(w.coip), world_address("10.0.0.2"));
}

/* -- what no engine has written ----------------------------------------------------- */

static eip_status read_places(uint64_t kind, uint64_t id, uint64_t place,
                              uint32_t size) {
    uint8_t bytes[17];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    const struct eip__kept kept = {.payload = eip__reader_of(bytes, size)};

    eip__put_u8(&writer, (uint8_t)kind);
    eip__put_u64(&writer, id);
    eip__put_u64(&writer, place);
    return eip__restore_places(w.engine, &kept) ? EIP_OK
                                                : EIP_ERR_STORE_DAMAGED;
}

Test(calls_kept, places_of_what_is_not_there) {
    const eip_pool_ref unused = world_pool(&w, EIP_POOL_COIP, WORLD_ALICE);
    const uint64_t end = UINT64_C(1) << 32;

    cr_assert_eq(read_places(EIP_POOL_COIP, w.coip.id, end, 17), EIP_OK);
    by_cursor(w.coip);
    cr_assert_eq(next_of(w.coip), world_address("10.0.0.0"));
    cr_assert_eq(read_places(EIP_POOL_COIP, w.coip.id, end + 1, 17),
                 EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(read_places(EIP_POOL_COIP + 1, w.coip.id, 1, 17),
                 EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(read_places(EIP_POOL_COIP, w.coip.id, 1, 16),
                 EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(read_places(EIP_POOL_COIP, 1, 1, 0), EIP_OK);
    cr_assert_eq(read_places(EIP_POOL_COIP, unused.id, 1, 17), EIP_OK);
    cr_assert_eq(read_places(EIP_POOL_COIP, UINT64_MAX - 1, 1, 17), EIP_OK);
    cr_assert_eq(read_places(EIP_POOL_AMAZON, 99, 1, 17), EIP_OK);
}

/* Of counts there are as many as are counted. */
static eip_status try_counts(int more) {
    static struct forge forge;
    eip_snapshot *image = NULL;
    eip_engine *engine = NULL;
    uint8_t room[256];
    struct eip__writer writer = eip__writer_of(room, sizeof room);
    uint64_t begin;
    uint64_t size;
    uint8_t *bytes;
    eip_status status;

    cr_assert_eq(eip_snapshot_save_buffer(w.engine, &image, NULL), EIP_OK);
    forge_open(&forge, eip_snapshot_bytes(image), eip_snapshot_size(image));
    forge_drop(&forge, forge_find(&forge, EIP__KIND_COUNTS, 0));
    begin = eip__kept_begin(&writer, EIP__KIND_COUNTS, 0, false);
    eip__kept_key(&writer, begin);
    for (int i = 0; i < EIP__COUNTERS + more; i++) {
        eip__put_u64(&writer, 7);
    }
    eip__kept_end(&writer, begin);
    forge_add(&forge, room, (uint32_t)writer.size);
    bytes = forge_write(&forge, false, &size);
    status =
        eip_snapshot_load_buffer(&w.config, bytes, size, &engine, &w.error);
    eip_engine_close(engine);
    free(bytes);
    forge_close(&forge);
    eip_snapshot_free(image);
    return status;
}

Test(calls_kept, counts_that_are_too_few_or_too_many) {
    cr_assert_eq(try_counts(0), EIP_OK);
    cr_assert_eq(try_counts(1), EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(try_counts(-1), EIP_ERR_STORE_DAMAGED);
}
