/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The books where the allocator refuses one request after another: nothing is
 * left of what was begun, neither memory nor a count; and the same again
 * succeeds. */
#include "api/ipam.h"
#include "api/public_pool.h"
#include "registry/engine.h"

static struct world w;

TestSuite(books_refused, .timeout = 100);

static char id_text[EIP_POOL_ID_TEXT_SIZE];
static eip_pool_ref pool;

/* What the books count. */
struct counts {
    uint64_t groups;
    uint64_t pools;
    uint64_t ranges;
    const struct eip__group *latest;
};

static struct counts count(void) {
    const struct eip__catalog *catalog = &w.engine->catalog;

    return (struct counts){catalog->group_count, catalog->pool_count,
                           eip__hint(&catalog->range_count), catalog->groups};
}

static void expect_counts(struct counts before, int groups, int pools,
                          int ranges) {
    struct counts now = count();

    cr_assert_eq((int)(now.groups - before.groups), groups);
    cr_assert_eq((int)(now.pools - before.pools), pools);
    cr_assert_eq((int)(now.ranges - before.ranges), ranges);
    cr_assert_eq(now.latest != before.latest, groups != 0);
}

static void nothing(void) {
}

/* By how much a success changes the counts. world_end sees that all memory
 * comes back. */
static void expect_refused(void (*prepare)(void), eip_status (*call)(void),
                           int groups, int pools, int ranges) {
    uint64_t nth = 0;
    eip_status status;

    do {
        struct counts before;

        world_start(&w);
        prepare();
        before = count();
        world_heap_fail(&w, ++nth, false);
        status = call();
        world_heap_fail(&w, 0, false);
        if (status != EIP_OK) {
            cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY);
            expect_counts(before, 0, 0, 0);
            world_audit(&w);
            cr_assert_eq(call(), EIP_OK);
        }
        expect_counts(before, groups, pools, ranges);
        world_end(&w);
    } while (status != EIP_OK);
    cr_assert_gt(nth, 1, "it asks for nothing");
}

/* -- opening ------------------------------------------------------------------------ */

Test(books_refused, an_engine_that_is_not_opened_leaves_nothing) {
    uint64_t nth = 0;
    eip_status status;

    do {
        world_init(&w);
        world_heap_fail(&w, ++nth, false);
        status = eip_engine_open(&w.config, &w.engine, &w.error);
        world_heap_fail(&w, 0, false);
        if (status != EIP_OK) {
            cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY);
            cr_assert_eq(w.heap.blocks, 0, "request %u", (uint32_t)nth);
            cr_assert_eq(w.heap.reservations, 0, "request %u", (uint32_t)nth);
        }
    } while (status != EIP_OK);
    cr_assert_gt(nth, 5);
    eip_engine_close(w.engine);
    cr_assert_eq(w.heap.blocks, 0);
}

/* -- border groups and pools ------------------------------------------------------------ */

static eip_status add_group(void) {
    return eip_admin_create_border_group(w.engine, eip_text_of("us-east-1-x-1"),
                                         EIP_BORDER_GROUP_LOCAL_ZONE, &w.error);
}

Test(books_refused, border_groups) {
    expect_refused(nothing, add_group, 1, 0, 0);
}

static eip_status create_ipam(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);

    return ipam_create(&w, WORLD_ALICE, &request, &pool);
}

static eip_status create_public(void) {
    return pool_create(&w, WORLD_ALICE, NULL, &pool);
}

static void make_public(void) {
    cr_assert_eq(create_public(), EIP_OK);
}

static eip_status delete_public(void) {
    return pool_delete(&w, WORLD_ALICE, pool);
}

Test(books_refused, pools) {
    expect_refused(nothing, create_ipam, 0, 1, 0);
    expect_refused(nothing, create_public, 0, 1, 0);
    expect_refused(make_public, delete_public, 0, -1, 0);
}

/* A pool that goes with its block. */
#define BROUGHT_RANGE "203.0.112.0/24"

static eip_status bring(void) {
    return byoip_bring(&w, WORLD_ALICE, BROUGHT_RANGE);
}

static void make_brought(void) {
    cr_assert_eq(bring(), EIP_OK);
}

static eip_status take_away(void) {
    return byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr, BROUGHT_RANGE,
                    NULL);
}

Test(books_refused, ranges_that_are_brought) {
    expect_refused(nothing, bring, 0, 1, 1);
    expect_refused(make_brought, take_away, 0, -1, -1);
}

/* -- blocks ------------------------------------------------------------------------------ */

static eip_status provision_two(void) {
    const eip_cidr cidrs[2] = {world_cidr("44.9.8.0/26"),
                               world_cidr("44.9.4.0/26")};

    return eip_admin_provision_cidrs(w.engine, w.amazon, eip_text_of(NULL),
                                     cidrs, 2, &w.error);
}

Test(books_refused, two_blocks_at_once) {
    expect_refused(nothing, provision_two, 0, 0, 2);
}

/* -- what is left of a pool that is gone ---------------------------------------------------- */

static const struct eip__range *range_at(const char *address) {
    const struct eip__topology *now = eip__engine_topology(w.engine);

    return eip__topology_range(now, world_address(address));
}

Test(books_refused, no_address_leads_to_a_range_that_is_taken_away) {
    world_start(&w);
    make_brought();
    cr_assert_not_null(range_at("203.0.112.0"));
    cr_assert_not_null(range_at("203.0.112.255"));
    cr_assert_eq(take_away(), EIP_OK);
    cr_assert_null(range_at("203.0.112.0"));
    cr_assert_null(range_at("203.0.112.255"));
    world_end(&w);
}

static uint64_t id_at(const char *address) {
    const struct eip__pool *there = range_at(address)->space->pool;

    return there->ref.id;
}

/* An id is never another pool's, also after the first is gone. */
Test(books_refused, ids_of_pools_never_come_again) {
    uint64_t first;

    world_start(&w);
    make_brought();
    first = id_at("203.0.112.0");
    cr_assert_eq(take_away(), EIP_OK);
    make_brought();
    cr_assert_neq(id_at("203.0.112.0"), first);

    cr_assert_eq(create_ipam(), EIP_OK);
    first = pool.id;
    (void)eip_pool_id_format(pool, id_text);
    cr_assert_eq(ipam_delete(&w, WORLD_ALICE, id_text, 0), EIP_OK);
    cr_assert_eq(create_ipam(), EIP_OK);
    cr_assert_neq(pool.id, first);
    world_end(&w);
}

/* A range that is gone does not count towards its account's limit. */
Test(books_refused, ranges_that_are_gone_do_not_count) {
    world_start(&w);
    for (uint32_t i = 0; i <= EIP_BYOIP_CIDRS_MAX; i++) {
        make_brought();
        cr_assert_eq(take_away(), EIP_OK);
    }
    world_end(&w);
}

/* Nor does one that there was no memory for. */
Test(books_refused, ranges_that_never_were_do_not_count) {
    eip_status status;
    uint64_t nth = 0;

    world_start(&w);
    do {
        world_heap_fail(&w, ++nth, false);
        status = bring();
        world_heap_fail(&w, 0, false);
    } while (status == EIP_ERR_OUT_OF_MEMORY);
    cr_assert_eq(status, EIP_OK);
    cr_assert_gt(nth, EIP_BYOIP_CIDRS_MAX);
    world_end(&w);
}

/* A pool without CIDRs is in use all the same while another draws on it. */
Test(books_refused, a_source_without_cidrs_is_in_use) {
    world_start(&w);
    cr_assert_eq(create_ipam(), EIP_OK);
    (void)eip_pool_id_format(pool, id_text);
    (void)ipam_make(&w, WORLD_ALICE, id_text);
    cr_assert_eq(eip__topology_pool(eip__engine_topology(w.engine), pool)
                     ->ipam->children,
                 1);
    cr_assert_neq(ipam_delete(&w, WORLD_ALICE, id_text, 0), EIP_OK);
    cr_assert_not_null(
        eip__topology_pool(eip__engine_topology(w.engine), pool));
    world_end(&w);
}
