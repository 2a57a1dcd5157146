/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is kept of the books: all of it, what has changed, and an engine that is
 * built of it. */
#include "unit/full.h"

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
    cr_assert_eq(counts[EIP__KIND_POLICY], 2);
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
    dirty->is_all = true; /* proof/oom makes it so */
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

static uint64_t addresses(struct books *books, uint64_t *generation) {
    uint64_t count = 0;

    for (uint64_t i = 0; i < books->count; i++) {
        const struct eip__kept kept = books_read(&books->record[i]);

        if (kept.kind == EIP__KIND_ADDRESS) {
            *generation = kept.rank >> 32;
            count++;
        }
    }
    return count;
}

static void use_once(eip_pool_ref pool) {
    eip_allocate_address_request request = world_request_from(pool);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);

    world_give(&w, WORLD_ALICE, &got);
}

/* Removed and provisioned again, or cut out and given back. */
Test(books_kept, nobody_may_recover_what_is_provisioned_anew) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_COIP, WORLD_ALICE);
    struct books books = {NULL, 0, 0};
    uint64_t generation = 0;

    world_provision(&w, pool, WORLD_REGION, "10.9.0.0/28");
    use_once(pool);
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    cr_assert_eq(full_drain(pool, "10.9.0.0/28", EIP_DRAIN_START), 0);
    cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
    cr_assert_eq(addresses(&books, &generation), 0);
    world_provision(&w, pool, WORLD_REGION, "10.9.0.0/28");
    cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
    /* All that were withdrawn have a generation: each is told, which does no
     * harm. */
    cr_assert_geq(addresses(&books, &generation), 1);
    books_free(&books);
}

Test(books_kept, nobody_may_recover_what_was_cut_out) {
    eip_pool_ref pool = {0, 0, 0};
    struct books books = {NULL, 0, 0};
    uint64_t generation = 0;
    eip_ipam_id id;

    cr_assert_eq(eip_pool_id_parse(eip_text_of(full_sub), &pool), EIP_OK);
    use_once(pool);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, full_sub, 30, &id),
                     "203.0.113.80/30");
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    EXPECT_STATUS(
        ipam_release(&w, WORLD_ALICE, full_sub, "203.0.113.80/30", id), EIP_OK);
    cr_assert_eq(books_follow(&books, w.engine), EIP_OK);
    (void)addresses(&books, &generation);
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

Test(books_kept, of_nothing_an_engine_with_nothing) {
    struct books none = {NULL, 0, 0};
    eip_engine *other = full_other();
    struct books before = books_of(other);
    struct books after;

    EXPECT_STATUS(books_restore(&none, other), EIP_OK);
    after = books_of(other);
    /* But for the counters, which are none without a record. */
    books_drop(&before, &before.record[0]);
    (void)after;
    books_free(&before);
    books_free(&after);
    eip_engine_close(other);
}
