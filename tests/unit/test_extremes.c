/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What would take thousands of threads, millions of accounts, or a host with
 * no memory left for Judy: the engine is put into that state by hand. */
#include "base/fail.h"
#include "registry/engine.h"
#include "support/internal/trial.h"
#include "unit/judy.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

/* -- Judy's memory ---------------------------------------------------------------- */

static eip_engine *start(void) {
    const struct trial_engine how = {.cidr = "198.51.100.0/26",
                                     .policy = EIP_POLICY_LOWEST};

    return trial_open(&how);
}

/* Refused at each of its requests in turn, a call says so and has changed
 * nothing: without the refusal it succeeds. */
static void expect_refused(eip_status (*call)(eip_engine *engine)) {
    uint64_t refused = 0;
    eip_status status;
    uint64_t nth = 0;

    do {
        eip_engine *engine = start();

        judy_refuse(++nth);
        status = call(engine);
        judy_allow();
        if (status != EIP_OK) {
            cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY, "%s",
                         eip_status_name(status));
            refused++;
            trial_audit(engine);
            status = call(engine);
            cr_assert_eq(status, EIP_OK, "then, after request %u: %s",
                         (unsigned)nth, eip_status_name(status));
            status = EIP_ERR_OUT_OF_MEMORY;
        }
        trial_audit(engine);
        eip_engine_close(engine);
    } while (status != EIP_OK);
    cr_assert_geq(refused, 1, "it asks Judy for nothing");
}

static eip_status add_pool(eip_engine *engine) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool;

    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = 1;
    return eip_admin_create_pool(engine, &spec, &pool, NULL);
}

static eip_status add_blocks(eip_engine *engine) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_cidr cidrs[64];

    for (uint32_t i = 0; i < 64; i++) {
        cidrs[i] = (eip_cidr){0x0a000000 + i * 0x10000, 26};
    }
    return eip_admin_provision_cidrs(engine, amazon, (eip_text){NULL, 0, 0},
                                     cidrs, 64, NULL);
}

static eip_status open_one(eip_engine *unused) {
    eip_config config = EIP_CONFIG_INIT;
    eip_engine *engine = NULL;
    eip_status status;

    (void)unused;
    config.region = eip_text_of("us-west-2");
    status = eip_engine_open(&config, &engine, NULL);
    eip_engine_close(engine);
    return status;
}

Test(extremes, judy_has_no_memory_for_a_pool) {
    expect_refused(add_pool);
}

Test(extremes, judy_has_no_memory_for_blocks) {
    expect_refused(add_blocks);
}

Test(extremes, judy_has_no_memory_for_an_engine) {
    expect_refused(open_one);
}

/* -- what Judy is not made to forget ------------------------------------------------- */

enum { BLOCKS = 200, KEPT = 80 }; /* entries, at the most, of none in use */

static void take_away(eip_engine *engine, uint32_t from, uint32_t to) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

    for (uint32_t i = from; i < to; i++) {
        eip_cidr cidr = {0x0a000000 + i * 0x10000, 26};

        cr_assert_eq(eip_admin_drain_cidr(engine, amazon, cidr,
                                          EIP_DRAIN_IF_UNUSED, NULL, NULL),
                     EIP_OK);
    }
}

static void bring(eip_engine *engine, eip_status wanted) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_cidr cidrs[BLOCKS];

    for (uint32_t i = 0; i < BLOCKS; i++) {
        cidrs[i] = (eip_cidr){0x0a000000 + i * 0x10000, 26};
    }
    cr_assert_eq(eip_admin_provision_cidrs(engine, amazon,
                                           (eip_text){NULL, 0, 0}, cidrs,
                                           BLOCKS, NULL),
                 wanted);
}

static uint64_t entries(const void *judy) {
    return JudyLCount(judy, 0, ~(Word_t)0, PJE0);
}

Test(extremes, blocks_come_and_go) {
    eip_engine *engine = start();

    for (int i = 0; i < 3; i++) {
        bring(engine, EIP_OK);
        bring(engine, EIP_ERR_CIDR_CONFLICT);
        take_away(engine, 1, BLOCKS); /* an overlap behind empty entries */
        bring(engine, EIP_ERR_CIDR_CONFLICT);
        take_away(engine, 0, 1);
        cr_assert_leq(entries(engine->catalog.parts), KEPT);
        trial_audit(engine);
    }
    eip_engine_close(engine);
}

/* Judy may lack memory to make an array smaller. Then its entries stay, and
 * mean nothing. */
Test(extremes, blocks_go_without_memory_to_make_the_books_smaller) {
    eip_engine *engine = start();

    bring(engine, EIP_OK);
    judy_refuse(1);
    take_away(engine, 0, BLOCKS - 1);
    judy_allow();
    cr_assert_gt(judy_requests, 0);
    trial_audit(engine);
    take_away(engine, BLOCKS - 1, BLOCKS);
    bring(engine, EIP_OK);
    trial_audit(engine);
    take_away(engine, 0, BLOCKS);
    cr_assert_leq(entries(engine->catalog.parts), KEPT);
    eip_engine_close(engine);
}

Test(extremes, pools_come_and_go) {
    eip_engine *engine = start();

    for (int i = 0; i < 300; i++) {
        eip_pool_spec spec = EIP_POOL_SPEC_INIT;
        eip_pool_ref pool;

        spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
        spec.owner = 1;
        cr_assert_eq(eip_admin_create_pool(engine, &spec, &pool, NULL), EIP_OK);
        judy_refuse(i % 2 == 0);
        cr_assert_eq(eip_admin_delete_pool(engine, pool, NULL), EIP_OK);
        judy_allow();
        cr_assert_eq(eip_admin_delete_pool(engine, pool, NULL),
                     EIP_ERR_POOL_NOT_FOUND);
    }
    cr_assert_leq(entries(engine->catalog.pools[EIP_POOL_PUBLIC_IPV4]), KEPT);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* -- the host's -------------------------------------------------------------------- */

Test(extremes, more_than_the_address_space) {
    eip_engine *engine = start();

    cr_assert_null(eip__host_reserve(&engine->host, UINT64_C(1) << 60));
    eip_engine_close(engine);
}

/* -- threads ----------------------------------------------------------------------- */

static void set_owners(eip_engine *engine, uint64_t owner) {
    for (uint64_t i = 1; i <= EIP_LIMIT_LANES; i++) {
        eip__note(&eip__lane_at(&engine->lanes, i)->owner, owner);
    }
}

/* Every lane is a thread's that lives: this process' first thread does. */
Test(extremes, no_lane_is_left) {
    eip_config config = EIP_CONFIG_INIT;
    eip_engine *engine = NULL;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    config.region = eip_text_of("us-east-1");
    cr_assert_eq(eip_engine_open(&config, &engine, NULL), EIP_OK);
    set_owners(engine, UINT64_C(1) << 62 | (uint32_t)getpid());
    cr_assert_eq(trial_allocate(engine, 1, &got), EIP_ERR_TOO_MANY_THREADS);
    /* Then all of them are gone: no process has that number. */
    set_owners(engine, UINT64_C(1) << 62 | INT32_MAX);
    cr_assert_eq(trial_allocate(engine, 1, &got),
                 EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    eip_engine_close(engine);
}

/* -- snapshots --------------------------------------------------------------------- */

static eip_status add_group(eip_engine *engine) {
    return eip_admin_create_border_group(engine,
                                         eip_text_of("us-east-1-atl-1a"),
                                         EIP_BORDER_GROUP_LOCAL_ZONE, NULL);
}

Test(extremes, readers_that_stall_end_administration_only) {
    eip_engine *engine = start();
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)eip__count(&engine->lanes.snapshots, 1u << 30);
    cr_assert_eq(add_group(engine), EIP_ERR_READERS_STALLED);
    cr_assert_eq(add_pool(engine), EIP_ERR_READERS_STALLED);
    cr_assert_eq(trial_allocate(engine, 1, &got), EIP_OK);
    (void)eip__count(&engine->lanes.snapshots, (uint64_t)0 - (1u << 30));
    cr_assert_eq(add_group(engine), EIP_OK);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* Too many, but some of them only until somebody looks: none is refused. */
Test(extremes, readers_that_stalled_have_left) {
    eip_engine *engine = start();
    uint64_t before;

    for (uint32_t i = 0; i < 4; i++) {
        eip__reclaim(&engine->lanes);
    }
    before = eip__reclaim_snapshots(&engine->lanes);
    cr_assert_eq(add_group(engine), EIP_OK);
    cr_assert_gt(eip__reclaim_snapshots(&engine->lanes), before);
    (void)eip__count(&engine->lanes.snapshots, EIP_LIMIT_SNAPSHOTS - before);
    cr_assert_eq(add_pool(engine), EIP_OK);
    (void)eip__count(&engine->lanes.snapshots, before - EIP_LIMIT_SNAPSHOTS);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* -- accounts ---------------------------------------------------------------------- */

Test(extremes, no_account_is_left) {
    eip_engine *engine = start();
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip__a64 *next = &engine->accounts.next;
    uint64_t before = eip__read(next);

    eip__note(next, EIP_LIMIT_ACCOUNTS);
    cr_assert_eq(trial_allocate(engine, 7, &got), EIP_ERR_TOO_MANY_ACCOUNTS);
    eip__note(next, before);
    cr_assert_eq(trial_allocate(engine, 7, &got), EIP_OK);
    trial_audit(engine);
    eip_engine_close(engine);
}

Test(extremes, no_account_is_left_for_a_pool) {
    eip_engine *engine = start();
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool;
    uint64_t before = eip__read(&engine->accounts.next);

    spec.pool.kind = EIP_POOL_IPAM;
    spec.owner = 77;
    eip__note(&engine->accounts.next, EIP_LIMIT_ACCOUNTS);
    cr_assert_eq(eip_admin_create_pool(engine, &spec, &pool, NULL),
                 EIP_ERR_TOO_MANY_ACCOUNTS);
    eip__note(&engine->accounts.next, before);
    cr_assert_eq(eip_admin_create_pool(engine, &spec, &pool, NULL), EIP_OK);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* -- blocks and words -------------------------------------------------------------- */

Test(extremes, a_million_blocks_are_there) {
    eip_engine *engine = start();
    uint64_t before = eip__read(&engine->catalog.range_count);

    eip__note(&engine->catalog.range_count, EIP_LIMIT_CIDRS - 1);
    bring(engine, EIP_ERR_TOO_MANY_CIDRS);
    eip__note(&engine->catalog.range_count, before);
    bring(engine, EIP_OK);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* An id that is taken is refused by the books too, whoever asked them. */
Test(extremes, a_pool_that_is_there) {
    eip_engine *engine = start();
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool *pool = NULL;

    cr_assert_eq(eip__catalog_add_pool(&engine->catalog, &spec, &pool),
                 EIP_ERR_EXISTS);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* A word withdrawn and restored for the 2^20th time without being given: its
 * stamp's turn is kept within reach. */
Test(extremes, a_drain_called_off_a_million_times) {
    enum { TURNS = 1 << 20 };
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_engine *engine = start();
    eip_cidr cidr = {0xc6336400, 26};
    struct eip__range *range =
        eip__radix_find(eip__engine_topology(engine)->tree, cidr.base);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip__a64 *stamp;
    uint32_t record;

    /* One is held, so that the block stays. */
    cr_assert_eq(trial_allocate(engine, 1, &got), EIP_OK);
    record = range->record + 63;
    stamp = &eip__records_cold(&engine->records, record)->stamp;
    eip__note(eip__records_word(&engine->records, record),
              eip__word_make(EIP__FREE, EIP__MARK_FRESH, 0, TURNS - 1));
    cr_assert_eq(
        eip_admin_drain_cidr(engine, amazon, cidr, EIP_DRAIN_START, NULL, NULL),
        EIP_OK);
    cr_assert_eq(eip_admin_drain_cidr(engine, amazon, cidr, EIP_DRAIN_CANCEL,
                                      NULL, NULL),
                 EIP_OK);
    cr_assert_eq(eip__word_generation(
                     eip__read(eip__records_word(&engine->records, record))),
                 TURNS);
    cr_assert(eip__stamp_is(eip__read(stamp), TURNS, true));
    trial_audit(engine);
    eip_engine_close(engine);
}

/* -- texts ------------------------------------------------------------------------- */

/* The marks of writing direction, each of their ranges' ends. */
Test(extremes, marks_of_direction_are_not_shown) {
    static const char *const hidden[] = {"\u061c", "\u200e", "\u200f", "\u2028",
                                         "\u202e", "\u2066", "\u2069"};
    static const char *const shown[] = {"\u061b", "\u061d",    "\u2010",
                                        "\u2027", "\u202f",    "\u2065",
                                        "\u206a", "\U0010ffff"};
    struct eip__quoted quoted;

    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        cr_assert_str_eq(eip__quote(&quoted, eip_text_of(hidden[i])), "?");
    }
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        cr_assert_str_eq(eip__quote(&quoted, eip_text_of(shown[i])), shown[i]);
    }
}
