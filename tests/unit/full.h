/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file full.h  A world whose books have something of every kind, made step by
 *  step. */
#ifndef EIP_TESTS_UNIT_FULL_H
#define EIP_TESTS_UNIT_FULL_H

#include "api/coip.h"
#include "api/ipam.h"
#include "api/public_pool.h"
#include "support/internal/books.h"

static struct world w;
static bool full_refuses; /* authorisations */
static uint64_t full_last_id = UINT64_MAX;

/* What later steps need of earlier ones. */
static char full_brought[EIP_POOL_ID_TEXT_SIZE];
static char full_sub[EIP_POOL_ID_TEXT_SIZE];
static char full_private[EIP_POOL_ID_TEXT_SIZE];
static char full_scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
static char full_public[EIP_POOL_ID_TEXT_SIZE];
static eip_ipam_id full_allocation;

static int32_t full_verify(void *context, uint64_t account, eip_text cidr,
                           eip_text message, eip_text signature) {
    (void)context;
    (void)account;
    (void)cidr;
    (void)message;
    (void)signature;
    return full_refuses ? 0 : 1;
}

static inline void full_open(void) {
    full_refuses = false;
    world_init(&w);
    w.config.byoip_verifier = (eip_byoip_verifier){NULL, full_verify};
    w.config.settle_ms = 1000;
    world_open(&w);
}

static inline eip_error *full_error(void) {
    w.error = eip_error_init();
    return &w.error;
}

static void full_groups(void) {
    world_build(&w);
}

static void full_pools(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool;

    spec.pool = (eip_pool_ref){full_last_id--, EIP_POOL_PUBLIC_IPV4, 0};
    spec.owner = WORLD_ALICE;
    spec.flags = EIP_POOL_CLOSED | EIP_POOL_COOLDOWN_GIVEN;
    spec.cooldown_ms = 17;
    spec.policy = EIP_POLICY_SPREAD;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &pool, full_error()),
                  EIP_OK);
    spec.pool.id = 5;
    spec.flags = 0;
    spec.policy = EIP_POLICY_LOWEST;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &pool, full_error()),
                  EIP_OK);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, pool, full_error()), EIP_OK);
    (void)world_pool(&w, EIP_POOL_IPAM, WORLD_BOB); /* without CIDRs */
    world_modify(&w, w.coip, EIP_POLICY_RANDOM, EIP_POOL_KEEP_COOLING, 5);
    world_modify(&w, w.amazon, EIP_POLICY_LOWEST, 0, UINT64_MAX);
}

static void full_shares(void) {
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, full_error()),
        EIP_OK);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_CAROL, 1, full_error()),
        EIP_OK);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_DAVE, 1, full_error()),
        EIP_OK);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_DAVE, 0, full_error()),
        EIP_OK);
}

static void full_scopes(void) {
    uint64_t scope;

    EXPECT_STATUS(eip_admin_create_ipam_scope(w.engine, WORLD_BOB, 0, &scope,
                                              full_error()),
                  EIP_OK);
    EXPECT_STATUS(eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope,
                                              full_error()),
                  EIP_OK);
    (void)eip_ipam_scope_id_format(scope, full_scope);
}

static void full_contiguous(void) {
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, (eip_text){0},
                                                world_cidr("52.0.0.0/20"),
                                                full_error()),
                  EIP_OK);
    EXPECT_STATUS(
        eip_admin_add_contiguous_cidr(w.engine, eip_text_of(WORLD_LOCAL),
                                      world_cidr("52.8.0.0/20"), full_error()),
        EIP_OK);
}

static void full_policy_of(uint64_t account, uint32_t count, uint32_t flags) {
    const eip_ipam_policy_rule rules[] = {
        {eip_text_of(WORLD_REGION), w.ipam},
        {eip_text_of(WORLD_LOCAL), w.ipam},
    };
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = account;
    policy.flags = flags;
    policy.rules = rules;
    policy.rule_count = count;
    EXPECT_STATUS(eip_admin_set_ipam_policy(w.engine, &policy, full_error()),
                  EIP_OK);
}

static void full_policies(void) {
    full_policy_of(WORLD_ALICE, 1, 0);
    full_policy_of(WORLD_CAROL, 1, 0);
    full_policy_of(WORLD_BOB, 1, EIP_IPAM_POLICY_OVERFLOW);
    full_policy_of(WORLD_CAROL, 0, 0);
    full_policy_of(WORLD_CAROL, 1, 0);
}

static const eip_tag full_tags[] = {
    {{"key", 3, 0}, {"value", 5, 0}},
    {{"stage", 5, 0}, {"", 0, 0}},
};

static eip_tag_specification full_specification(const char *type) {
    return (eip_tag_specification){eip_text_of(type), full_tags,
                                   COUNT(full_tags), 0};
}

static void full_ipam_top(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_tag_specification tags = full_specification("ipam-pool");
    eip_pool_ref pool = {0, 0, 0};

    request.description = eip_text_of("the first");
    request.client_token = eip_text_of("token-1");
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    request.allocation_resource_tags = full_tags;
    request.allocation_resource_tag_count = COUNT(full_tags);
    request.flags =
        EIP_IPAM_MIN_NETMASK | EIP_IPAM_MAX_NETMASK | EIP_IPAM_DEFAULT_NETMASK;
    request.allocation_min_netmask_length = 24;
    request.allocation_default_netmask_length = 28;
    request.allocation_max_netmask_length = 32;
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, full_brought);
    full_refuses = true;
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, full_brought, BROUGHT, true),
                  EIP_OK);
    full_refuses = false;
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, full_brought, BROUGHT, true),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, full_brought, "203.0.112.0/24", true),
        EIP_OK);
    EXPECT_STATUS(
        ipam_deprovision(&w, WORLD_ALICE, full_brought, "203.0.112.0/24"),
        EIP_OK);
}

static void full_ipam_sub(void) {
    eip_pool_ref pool = ipam_make(&w, WORLD_ALICE, full_brought);

    (void)eip_pool_id_format(pool, full_sub);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, full_sub, "203.0.113.64/26", false),
        EIP_OK);
}

static void full_allocate(void) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_tag_specification tags = full_specification("ipam-pool-allocation");
    eip_ipam_pool_allocation shown;
    eip_ipam_id id;

    request.ipam_pool_id = eip_text_of(full_sub);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 29;
    request.client_token = eip_text_of("token-2");
    request.description = eip_text_of("a rack");
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    full_allocation = shown.id;
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, full_sub, 30, &id),
                     "203.0.113.72/30");
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, full_sub, 30, &id),
                     "203.0.113.76/30");
    EXPECT_STATUS(
        ipam_release(&w, WORLD_ALICE, full_sub, "203.0.113.76/30", id), EIP_OK);
}

static void full_change(void) {
    eip_modify_ipam_pool_allocation_request change =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_modify_ipam_pool_request modify = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tags_request tag = EIP_TAGS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *allocations = NULL;
    eip_ipam_pool_list *pools = NULL;
    const eip_tag tags[] = {{{"more", 4, 0}, {"of it", 5, 0}}};
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_text ids[2];

    (void)eip_ipam_allocation_id_format(full_allocation, text);
    change.ipam_pool_allocation_id = eip_text_of(text);
    change.description = eip_text_of("another rack");
    EXPECT_STATUS(eip_modify_ipam_pool_allocation(w.engine, &alice, &change,
                                                  &allocations, full_error()),
                  EIP_OK);
    eip_ipam_pool_allocation_list_free(allocations);
    ids[0] = eip_text_of(text);
    ids[1] = eip_text_of(full_sub);
    tag.resources = ids;
    tag.resource_count = 2;
    tag.tags = tags;
    tag.tag_count = 1;
    EXPECT_STATUS(eip_create_tags(w.engine, &alice, &tag, full_error()),
                  EIP_OK);
    modify.ipam_pool_id = eip_text_of(full_sub);
    modify.description = eip_text_of("a part");
    modify.add_allocation_resource_tags = tags;
    modify.add_allocation_resource_tag_count = 1;
    EXPECT_STATUS(
        eip_modify_ipam_pool(w.engine, &alice, &modify, &pools, full_error()),
        EIP_OK);
    eip_ipam_pool_list_free(pools);
}

static void full_ipam_private(void) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    eip_pool_ref pool = {0, 0, 0};

    request.ipam_scope_id = eip_text_of(full_scope);
    request.address_family = eip_text_of("ipv4");
    request.source_resource_id = eip_text_of("vpc-1");
    request.source_resource_type = eip_text_of("vpc");
    request.source_resource_region = eip_text_of(WORLD_REGION);
    request.source_resource_owner = eip_text_of("222222222222");
    request.flags = EIP_IPAM_AUTO_IMPORT;
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, full_private);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, full_private, "10.0.0.0/8", false),
        EIP_OK);
}

/* Out of Amazon's contiguous space. */
static void full_ipam_amazon(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_provision_ipam_pool_cidr_request provision =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_pool_ref pool = {0, 0, 0};
    eip_ipam_pool_cidr shown;

    request.public_ip_source = eip_text_of("amazon");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    provision.ipam_pool_id = eip_text_of(world_pool_id(pool));
    provision.flags = EIP_IPAM_NETMASK;
    provision.netmask_length = 29;
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &provision, &shown),
                  EIP_OK);
}

static void full_byoip(void) {
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_BOB, "198.18.0.0/24");
    eip_byoip_cidr_list *list = NULL;

    request.description = eip_text_of("Bob's");
    EXPECT_STATUS(byoip_provision(&w, WORLD_BOB, &request, &list), EIP_OK);
    eip_byoip_cidr_list_free(list);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "198.18.1.0/24"), EIP_OK);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "198.18.2.0/24"), EIP_OK);
    full_refuses = true;
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "198.18.3.0/24"), EIP_OK);
    full_refuses = false;
    w.now_ms += 2000;
    EXPECT_STATUS(byoip_do(&w, WORLD_BOB, eip_advertise_byoip_cidr,
                           "198.18.0.0/24", NULL),
                  EIP_OK);
    EXPECT_STATUS(byoip_do(&w, WORLD_BOB, eip_deprovision_byoip_cidr,
                           "198.18.1.0/24", NULL),
                  EIP_OK);
}

static void full_move(void) {
    EXPECT_STATUS(byoip_move_in(&w, WORLD_ALICE, "198.18.2.0/24", full_brought,
                                "111111111111", 0),
                  EIP_OK);
}

static void full_public_pool(void) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_tag_specification tags = full_specification("ipv4pool-ec2");
    eip_pool_ref pool = {0, 0, 0};

    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, full_public);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, full_brought, full_public,
                                    28, 0, NULL),
                  EIP_OK);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, full_brought, full_public,
                                    28, 0, NULL),
                  EIP_OK);
    EXPECT_STATUS(
        pool_cut_raw(&w, WORLD_ALICE, full_public, "203.0.113.20/30", 0),
        EIP_OK);
}

/* What is left is several allocations, of which the first is the one it was. */
static void full_public_cut(void) {
    EXPECT_STATUS(
        pool_cut_raw(&w, WORLD_ALICE, full_public, "203.0.113.4/30", 0),
        EIP_OK);
}

static void full_public_cut_again(void) {
    EXPECT_STATUS(
        pool_cut_raw(&w, WORLD_ALICE, full_public, "203.0.113.0/30", 0),
        EIP_OK);
}

static void full_coip(void) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_cidr_request request = EIP_COIP_CIDR_REQUEST_INIT;
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;
    eip_pool_ref pool = coip_make(&w, WORLD_ALICE);

    request.coip_pool_id = eip_text_of(world_pool_id(pool));
    request.cidr = eip_text_of("10.3.0.0/24");
    EXPECT_STATUS(
        eip_create_coip_cidr(w.engine, &alice, &request, &cidr, full_error()),
        EIP_OK);
    request.cidr = eip_text_of("10.2.0.0/22");
    EXPECT_STATUS(
        eip_create_coip_cidr(w.engine, &alice, &request, &cidr, full_error()),
        EIP_OK);
}

static uint64_t full_drain(eip_pool_ref pool, const char *cidr, uint32_t mode) {
    uint64_t held = 0;

    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool, world_cidr(cidr), mode,
                                       &held, full_error()),
                  EIP_OK);
    return held;
}

/* A block that is gone leaves a run of records between others; one that an
 * address is held of drains; one no longer does. */
static void full_drains(void) {
    eip_allocate_address_request request = world_request_from(w.coip);
    eip_allocate_address_response got;

    world_provision(&w, w.amazon, WORLD_REGION, "44.0.0.0/23");
    world_provision(&w, w.amazon, WORLD_REGION, "44.1.0.0/25");
    EXPECT_STATUS(w.error.status, EIP_OK);
    cr_assert_eq(full_drain(w.amazon, "44.0.0.0/23", EIP_DRAIN_START), 0);
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(full_drain(w.coip, WORLD_COIP_CIDR, EIP_DRAIN_START), 1);
    world_give(&w, WORLD_ALICE, &got);
    request = world_request_from(w.coip_bob);
    got = world_get(&w, WORLD_BOB, &request);
    cr_assert_eq(full_drain(w.coip_bob, WORLD_COIP_CIDR, EIP_DRAIN_START), 1);
    cr_assert_eq(full_drain(w.coip_bob, WORLD_COIP_CIDR, EIP_DRAIN_CANCEL), 1);
    world_give(&w, WORLD_BOB, &got);
}

static void (*const full_steps[])(void) = {
    full_groups,
    full_pools,
    full_shares,
    full_scopes,
    full_contiguous,
    full_policies,
    full_ipam_top,
    full_ipam_sub,
    full_allocate,
    full_change,
    full_ipam_private,
    full_ipam_amazon,
    full_byoip,
    full_move,
    full_public_pool,
    full_public_cut,
    full_public_cut_again,
    full_coip,
    full_drains,
};

static inline void full_start(void) {
    full_open();
    for (size_t i = 0; i < COUNT(full_steps); i++) {
        full_steps[i]();
    }
}

/** An engine like the world's own, with nothing in it. */
static inline eip_engine *full_other(void) {
    eip_engine *other = NULL;

    EXPECT_STATUS(eip_engine_open(&w.config, &other, full_error()), EIP_OK);
    return other;
}

#endif
