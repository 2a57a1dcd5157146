/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is kept of the books: all of it, what has changed, and an engine that is
 * built of it. */
#include "unit/full.h"

#include "registry/effect.h"

#include <Judy.h>

static void finish(void) {
    world_end(&w);
}

TestSuite(books_kept, .init = full_start, .fini = finish);

static void expect_same(const struct books *a, const struct books *b) {
    char difference[256] = "";

    cr_assert(books_same(a, b, difference), "%s", difference);
}

Test(books_kept, there_is_something_of_every_kind) {
    struct books books = books_of(w.engine);
    uint64_t counts[EIP__KIND_END] = {0};

    for (uint64_t i = 0; i < books.count; i++) {
        counts[books_read(&books.record[i]).kind]++;
    }
    for (uint32_t kind = EIP__KIND_BOOKS; kind < EIP__KIND_ACCOUNT; kind++) {
        cr_assert(counts[kind] != 0 || kind == EIP__KIND_IPAM_POOL, "%u", kind);
    }
    cr_assert_eq(counts[EIP__KIND_GROUP], 3);
    cr_assert_eq(counts[EIP__KIND_POLICY], 3);
    cr_assert_eq(counts[EIP__KIND_BYOIP], 4);
    books_free(&books);
}

/* -- what has changed -------------------------------------------------------- */

Test(books_kept, changes_come_to_all_of_it) {
    struct books books = {NULL, 0, 0};

    world_end(&w);
    full_open();
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    books = books_of(w.engine);
    for (size_t i = 0; i < COUNT(full_steps); i++) {
        struct books all;
        char difference[256] = "";

        full_steps[i]();
        cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
        all = books_of(w.engine);
        cr_assert(books_same(&books, &all, difference), "step %zu: %s", i,
                  difference);
        books_free(&all);
    }
    books_free(&books);
}

static eip_status count_one(void *context, const uint8_t *record,
                            uint64_t size) {
    (void)record;
    (void)size;
    ++*(uint64_t *)context;
    return EIP_OK;
}

static uint64_t changes(void) {
    uint64_t count = 0;

    cr_assert_eq(eip__capture_dirty(w.engine, count_one, &count), EIP_OK);
    return count;
}

Test(books_kept, what_has_not_changed_is_not_told) {
    struct eip__dirty *dirty = &w.engine->catalog.dirty;

    full_policy_of(WORLD_CAROL, 1, 0);
    cr_assert_eq(dirty->set[EIP__DIRTY_POLICY], NULL, "nobody keeps it");
    eip__dirty_keep(dirty, true);
    cr_assert_eq(changes(), 1, "the counters, once");
    cr_assert_eq(changes(), 0);
    full_policy_of(WORLD_CAROL, 1, 0);
    cr_assert_eq(changes(), 1);
    cr_assert_eq(changes(), 0);
    full_policy_of(WORLD_CAROL, 1, 0);
    eip__dirty_keep(dirty, false);
    full_policy_of(WORLD_CAROL, 0, 0);
    cr_assert_eq(dirty->set[EIP__DIRTY_POLICY], NULL);
}

static eip_status refuse(void *context, const uint8_t *record, uint64_t size) {
    uint64_t *left = context;

    (void)record;
    (void)size;
    return --*left == 0 ? EIP_ERR_STORE_IO : EIP_OK;
}

/* What the sink says ends it, and nothing is forgotten. */
Test(books_kept, what_the_sink_answers) {
    uint64_t left = 3;

    cr_assert_eq(eip__capture_books(w.engine, refuse, &left), EIP_ERR_STORE_IO);
    cr_assert_eq(left, 0, "it is not asked again");
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    full_policies();
    left = 2;
    cr_assert_eq(eip__capture_dirty(w.engine, refuse, &left), EIP_ERR_STORE_IO);
    cr_assert_eq(changes(), 4, "the counters and three accounts");
}

Test(books_kept, without_memory_all_has_changed) {
    struct eip__dirty *dirty = &w.engine->catalog.dirty;
    uint64_t count = 0;

    eip__dirty_keep(dirty, true);
    full_policies();
    eip__dirty_clear(dirty);
    dirty->is_all = true; /* as of the suite books_memory */
    full_policy_of(WORLD_CAROL, 1, 0);
    cr_assert_eq(dirty->set[EIP__DIRTY_POLICY], NULL);
    cr_assert(dirty->is_all);
    cr_assert_eq(eip__capture_dirty(w.engine, count_one, &count),
                 EIP_ERR_OUT_OF_MEMORY);
    cr_assert_eq(count, 0);
    eip__dirty_keep(dirty, true);
    cr_assert_eq(changes(), 1);
}

/* -- addresses that are given back to nobody ------------------------------------ */

/* The one record of an address; of what turn it is. */
static struct eip__effect address_of(const struct books *books) {
    struct eip__effect effect = {.record = UINT32_MAX};

    for (uint64_t i = 0; i < books->count; i++) {
        const struct eip__kept kept = books_read(&books->record[i]);
        struct eip__reader facts;

        if (kept.kind == EIP__KIND_ADDRESS) {
            cr_assert_eq(effect.record, UINT32_MAX, "there is but one");
            cr_assert(eip__effect_get(&kept, &effect, &facts));
            cr_assert_eq(facts.left, 0);
            cr_assert_eq(kept.rank,
                         eip__address_rank(effect.generation, true, 0));
        }
    }
    cr_assert_eq(effect.flags, 0);
    cr_assert_eq(effect.account, 0);
    cr_assert_eq(effect.value, 0);
    return effect;
}

static uint64_t use_once(eip_pool_ref pool) {
    eip_allocate_address_request request = world_request_from(pool);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    world_give(&w, WORLD_ALICE, &got);
    return got.allocation_id;
}

static uint32_t record_of(uint64_t allocation_id) {
    uint32_t record;
    uint32_t generation;

    eip__id_take_apart(&w.engine->id_key, allocation_id, &record, &generation);
    return record;
}

/* The run of a block that was removed serves another: nobody may recover what
 * is in it, as no operation on addresses says. */
static void serve_anew(uint64_t account, const char *domain) {
    eip_allocate_address_request request = world_request();
    struct books books = {NULL, 0, 0};
    eip_allocate_address_response got;
    struct eip__effect effect;
    uint32_t record;

    world_provision(&w, w.amazon, WORLD_REGION, "10.9.0.0/16");
    request.domain = eip_text_of(domain);
    got = world_get(&w, account, &request);
    record = record_of(got.allocation_id);
    if (domain == NULL) {
        world_give(&w, account, &got);
    } else { /* of EC2-Classic: by its address */
        eip_release_address_request release = EIP_RELEASE_ADDRESS_REQUEST_INIT;
        eip_caller caller = EIP_CALLER_INIT(account);

        release.public_ip = eip_text_of(world_ip(got.public_ip));
        EXPECT_STATUS(
            eip_release_address(w.engine, &caller, &release, full_error()),
            EIP_OK);
        record = eip__range_record(
            eip__topology_range(eip__engine_topology(w.engine), got.public_ip),
            got.public_ip);
    }
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    cr_assert_eq(full_drain(w.amazon, "10.9.0.0/16", EIP_DRAIN_START), 0);
    cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
    cr_assert_eq(address_of(&books).record, UINT32_MAX);
    for (int i = 0; i < 4; i++) { /* until nobody can look at it */
        full_shares();
    }
    world_provision(&w, w.amazon, WORLD_REGION, "10.10.0.0/16");
    cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
    effect = address_of(&books);
    cr_assert_eq(effect.record, record);
    cr_assert_eq(effect.generation,
                 eip__word_generation(
                     eip__read(eip__records_word(&w.engine->records, record))));
    books_free(&books);
}

Test(books_kept, who_had_an_address_of_a_run_that_serves_anew) {
    serve_anew(WORLD_DAVE, NULL);
}

Test(books_kept, who_had_one_of_classic_of_a_run_that_serves_anew) {
    serve_anew(WORLD_CAROL, "standard");
}

/* The same of one that was cut out and is given back. */
Test(books_kept, who_had_an_address_that_was_cut_out) {
    struct books books = {NULL, 0, 0};
    struct eip__effect effect;
    uint32_t record = record_of(use_once(w.ipam));
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_ipam_id id;

    (void)eip_pool_id_format(w.ipam, text);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, text, 30, &id),
                     "18.97.0.40/30");
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, text, "18.97.0.40/30", id),
                  EIP_OK);
    cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
    effect = address_of(&books);
    cr_assert_eq(effect.record, record);
    cr_assert_eq(effect.generation,
                 eip__word_generation(
                     eip__read(eip__records_word(&w.engine->records, record))));
    books_free(&books);
}

/* -- built again ------------------------------------------------------------------- */

Test(books_kept, an_engine_built_of_it_has_the_same) {
    struct books books = books_of(w.engine);
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_engine *other = full_other();
    eip_engine *own = w.engine;
    struct books again;

    EXPECT_STATUS(books_restore(&books, other), EIP_OK);
    EXPECT_STATUS(eip__restore_marks(other), EIP_OK);
    again = books_of(other);
    expect_same(&books, &again);
    books_free(&again);
    cr_assert_eq(eip_engine_audit(other, NULL, NULL, &report), EIP_OK);
    cr_assert_eq(report.findings, 0);
    w.engine = other;
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, full_brought, BROUGHT, true),
                  EIP_ERR_CIDR_CONFLICT);
    w.engine = own;
    eip_engine_close(other);
    books_free(&books);
}

/* A ring of tokens that has come round. */
Test(books_kept, more_client_tokens_than_are_remembered) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_engine *other = full_other();
    struct books books;
    struct books again;

    request.ipam_pool_id = eip_text_of(full_private);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 32;
    for (int i = 0; i < EIP__IPAM_TOKENS + 3; i++) {
        char token[16];

        (void)snprintf(token, sizeof token, "ring-%d", i);
        request.client_token = eip_text_of(token);
        EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                      EIP_OK);
    }
    books = books_of(w.engine);
    EXPECT_STATUS(books_restore(&books, other), EIP_OK);
    again = books_of(other);
    expect_same(&books, &again);
    books_free(&again);
    books_free(&books);
    eip_engine_close(other);
}

/* But for Amazon's pool, which has no serial number then. */
Test(books_kept, of_nothing_an_engine_with_nothing) {
    struct books none = {NULL, 0, 0};
    eip_engine *other = full_other();
    struct books after;

    EXPECT_STATUS(books_restore(&none, other), EIP_OK);
    after = books_of(other);
    cr_assert_eq(after.count, 3, "the counters, a group and a pool");
    EXPECT_STATUS(eip__restore_marks(other), EIP_OK);
    books_free(&after);
    eip_engine_close(other);
}

/* Then it is not the engine's that those are of. */
Test(books_kept, of_another_region) {
    struct books books = books_of(w.engine);
    eip_engine *other = NULL;

    w.config.region = eip_text_of("eu-west-1");
    other = full_other();
    EXPECT_STATUS(books_restore(&books, other), EIP_ERR_STORE_DAMAGED);
    eip_engine_close(other);
    books_free(&books);
}

/* An address of a part that drains stays held, one of none is damage. */
static void hold(eip_engine *engine, const char *text, eip_pool_ref ref) {
    const struct eip__pool *pool =
        eip__topology_pool(eip__engine_topology(engine), ref);
    const struct eip__space *space = eip__pointer(eip__read(&pool->space));
    const struct eip__range *range = space->ranges[0];

    eip__publish(
        eip__records_word(&engine->records,
                          eip__range_record(range, world_address(text))),
        eip__word_make(EIP__HELD, 0, 1, 1));
}

Test(books_kept, a_held_address_of_no_part_is_damage) {
    eip_pool_ref sub = {0, 0, 0};
    struct books books = books_of(w.engine);
    eip_engine *other = full_other();

    cr_assert_eq(eip_pool_id_parse(eip_text_of(full_sub), &sub), EIP_OK);
    EXPECT_STATUS(books_restore(&books, other), EIP_OK);
    hold(other, "10.0.0.1", w.coip);
    EXPECT_STATUS(eip__restore_marks(other), EIP_OK);
    eip_engine_close(other);
    other = full_other();
    EXPECT_STATUS(books_restore(&books, other), EIP_OK);
    hold(other, "203.0.113.65", sub);
    EXPECT_STATUS(eip__restore_marks(other), EIP_ERR_STORE_DAMAGED);
    eip_engine_close(other);
    books_free(&books);
}

/* What was refused to a pool goes with it. */
Test(books_kept, a_pool_goes_with_the_cidrs_it_was_refused) {
    struct eip__dirty *dirty = &w.engine->catalog.dirty;
    eip_pool_ref pool;

    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, NULL, &pool), EIP_OK);
    eip__dirty_keep(dirty, true);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_OK);
    cr_assert_not_null(
        JudyLGet(dirty->set[EIP__DIRTY_IPAM_CIDRS], pool.id, PJE0));
    cr_assert_null(
        JudyLGet(dirty->set[EIP__DIRTY_IPAM_CIDRS], pool.id + 1, PJE0));
}

/* Whoever keeps it still is the last one to. */
Test(books_kept, nothing_is_left_at_the_end) {
    struct eip__catalog catalog;

    memset(&catalog, 0, sizeof catalog);
    eip__dirty_keep(&catalog.dirty, true);
    eip__touch(&catalog.dirty, EIP__DIRTY_ACCOUNT, 5);
    cr_assert_not_null(catalog.dirty.set[EIP__DIRTY_ACCOUNT]);
    eip__catalog_close(&catalog);
    cr_assert_null(catalog.dirty.set[EIP__DIRTY_ACCOUNT]);
    cr_assert_not(catalog.dirty.is_kept);
}
