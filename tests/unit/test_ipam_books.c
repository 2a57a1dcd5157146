/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM's books: which CIDR is over another, which CIDRs are top ones and keep
 * others away, what a pool that nobody has changed is like; and parts of a
 * block that come back together. */
#include "api/ipam.h"
#include "api/public_pool.h"
#include "ops/admin.h"
#include "ops/blocks.h"
#include "registry/engine.h"

WORLD_SUITE(ipam_books);

#define OTHER "203.0.115.0/24"
#define LOW "203.0.112.0/24"

static char id_text[EIP_POOL_ID_TEXT_SIZE];
static char child_text[EIP_POOL_ID_TEXT_SIZE];
static eip_pool_ref top;

static void make(void) {
    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)eip_pool_id_format(top, id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_OK);
}

static const struct eip__ipam *inner(eip_pool_ref ref) {
    return eip__topology_pool(eip__engine_topology(w.engine), ref)->ipam;
}

static const struct eip__ipam_cidr *over(const char *cidr) {
    return eip__ipam_cidr_over(inner(top), world_cidr(cidr));
}

Test(ipam_books, a_cidr_is_over_what_it_has_all_of) {
    make();
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, OTHER, true),
                  EIP_OK);
    cr_assert_eq(over("203.0.113.16/28")->cidr.base,
                 world_address("203.0.113.0"));
    cr_assert_eq(over("203.0.115.16/28")->cidr.base,
                 world_address("203.0.115.0"));
    cr_assert_eq(over("203.0.115.0/24")->cidr.base,
                 world_address("203.0.115.0"));
    cr_assert_null(over("203.0.114.0/28"));
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, LOW, true), EIP_OK);
    cr_assert_null(over("203.0.112.0/22"), "it has not all of that");
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, OTHER), EIP_OK);
    cr_assert_null(over("203.0.115.16/28"));
}

/* A CIDR that came out of another pool keeps nobody away, and its going does
 * not let anybody in. */
Test(ipam_books, only_what_was_brought_keeps_others_away) {
    eip_pool_ref bobs = ipam_make(&w, WORLD_BOB, NULL);
    char bob_text[EIP_POOL_ID_TEXT_SIZE];

    make();
    (void)eip_pool_id_format(bobs, bob_text);
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, id_text), child_text);
    cr_assert_neq(ipam_provision(&w, WORLD_BOB, bob_text, BROUGHT, true),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_text, "203.0.113.0/28", false),
        EIP_OK);
    cr_assert_neq(ipam_provision(&w, WORLD_BOB, bob_text, BROUGHT, true),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_deprovision(&w, WORLD_ALICE, child_text, "203.0.113.0/28"),
        EIP_OK);
    cr_assert_neq(ipam_provision(&w, WORLD_BOB, bob_text, BROUGHT, true),
                  EIP_OK);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, BROUGHT), EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_BOB, bob_text, BROUGHT, true),
                  EIP_OK);
}

static const char *private_pool(uint64_t account) {
    static char text[EIP_POOL_ID_TEXT_SIZE];
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    char scope_text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    eip_pool_ref made = {0, 0, 0};
    uint64_t scope;

    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, account, 1, &scope, &w.error),
        EIP_OK);
    (void)eip_ipam_scope_id_format(scope, scope_text);
    request.ipam_scope_id = eip_text_of(scope_text);
    request.address_family = eip_text_of("ipv4");
    EXPECT_STATUS(ipam_create(&w, account, &request, &made), EIP_OK);
    (void)eip_pool_id_format(made, text);
    return text;
}

/* The same CIDR may be private here and there, and public as well. */
Test(ipam_books, private_cidrs_keep_nobody_away) {
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, private_pool(WORLD_ALICE),
                                 BROUGHT, false),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_BOB, private_pool(WORLD_BOB), BROUGHT, false),
        EIP_OK);
    make();
}

/* As the administrator makes it: at the top, and without rules. */
Test(ipam_books, a_pool_that_nobody_has_changed_is_plain) {
    const struct eip__ipam *ipam = inner(w.ipam);

    cr_assert_eq(ipam->depth, 1);
    cr_assert_eq(ipam->netmask_min, -1);
    cr_assert_eq(ipam->netmask_max, -1);
    cr_assert_eq(ipam->netmask_default, -1);
}

/* A pool serves one border group, also the administrator. */
Test(ipam_books, a_pool_with_a_locale_takes_no_other_groups_blocks) {
    const eip_cidr cidr = world_cidr("44.9.4.0/28");

    top = ipam_make(&w, WORLD_ALICE, NULL);
    cr_assert_neq(eip_admin_provision_cidrs(w.engine, top,
                                            eip_text_of(WORLD_LOCAL), &cidr, 1,
                                            &w.error),
                  EIP_OK);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, top,
                                            eip_text_of(WORLD_REGION), &cidr, 1,
                                            &w.error),
                  EIP_OK);
}

/* -- parts of a block ------------------------------------------------------------ */

#define WHOLE "44.9.8.0/28"

/* As DeprovisionPublicIpv4PoolCidr does. */
static void cut(eip_cidr cidr) {
    struct eip__part *part = NULL;
    struct eip__pool *pool = NULL;
    struct eip__call call;

    EXPECT_STATUS(eip__admin_begin(&call, w.engine, NULL), EIP_OK);
    EXPECT_STATUS(eip__admin_pool(&call, w.byoip, &pool), EIP_OK);
    EXPECT_STATUS(eip__blocks_find_over(&call, pool, cidr, &part), EIP_OK);
    EXPECT_STATUS(
        eip__admin_end(&call, eip__blocks_remove_unused(&call, part, cidr)),
        EIP_OK);
}

static bool can_be_had(const char *address) {
    eip_allocate_address_request request = world_request_named(address);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    return world_allocate(&w, WORLD_ALICE, &request, &got) == EIP_OK;
}

/* All that come back at once are to be had again, not only the first. */
Test(ipam_books, parts_that_come_back_are_to_be_had) {
    const eip_cidr parts[3] = {world_cidr("44.9.8.0/32"),
                               world_cidr("44.9.8.4/31"),
                               world_cidr("44.9.8.9/32")};
    eip_cidr again[3];
    uint64_t ranges;

    world_provision(&w, w.byoip, NULL, WHOLE);
    ranges = eip__hint(&w.engine->catalog.range_count);
    for (uint32_t i = 0; i < 3; i++) {
        cut(parts[i]);
        again[i] = parts[i];
    }
    cr_assert(!can_be_had("44.9.8.0"));
    cr_assert(!can_be_had("44.9.8.5"));
    cr_assert(!can_be_had("44.9.8.9"));
    EXPECT_STATUS(eip_admin_provision_cidrs(
                      w.engine, w.byoip, eip_text_of(NULL), again, 3, &w.error),
                  EIP_OK);
    cr_assert_eq(eip__hint(&w.engine->catalog.range_count), ranges);
    cr_assert(can_be_had("44.9.8.0"));
    cr_assert(can_be_had("44.9.8.4"));
    cr_assert(can_be_had("44.9.8.5"));
    cr_assert(can_be_had("44.9.8.9"));
}
