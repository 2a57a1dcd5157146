/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM policies: what they may say, and where plain allocations come from by
 * them (R21). */
#include "api/ipam.h"

WORLD_SUITE(ipam_policy);

static eip_status set(uint64_t account, const eip_ipam_policy_rule *rules,
                      uint32_t count, uint32_t flags) {
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = account;
    policy.flags = flags;
    policy.rules = rules;
    policy.rule_count = count;
    w.error = eip_error_init();
    return eip_admin_set_ipam_policy(w.engine, &policy, &w.error);
}

static eip_ipam_policy_rule rule_of(eip_pool_ref pool, const char *group) {
    return (eip_ipam_policy_rule){eip_text_of(group), pool};
}

static eip_status set_one(uint64_t account, eip_pool_ref pool,
                          const char *group, uint32_t flags) {
    eip_ipam_policy_rule rule = rule_of(pool, group);

    return set(account, &rule, 1, flags);
}

/* A pool of the administrator's, with a block of it. */
static eip_pool_ref pool_with(uint64_t owner, const char *cidr,
                              const char *group) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_IPAM, owner);

    world_provision(&w, pool, group, cidr);
    return pool;
}

static const char *ip_in(uint64_t account, const char *group) {
    eip_allocate_address_request request = world_request_in(group);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_status status;

    if (group == NULL) {
        request = world_request();
    }
    w.error = eip_error_init();
    status = world_allocate(&w, account, &request, &got);
    return status == EIP_OK ? world_ip(got.public_ip) : eip_status_name(status);
}

static bool is_amazons(const char *ip, const char *cidr) {
    return is_in(world_address(ip), cidr);
}

/* -- where addresses come from --------------------------------------------------- */

Test(ipam_policy, plain_allocations_come_from_the_pool) {
    eip_allocate_address_request plain = world_request();
    eip_allocate_address_response got;

    EXPECT_STATUS(set_one(WORLD_ALICE, w.ipam, NULL, 0), EIP_OK);
    got = world_get(&w, WORLD_ALICE, &plain);
    cr_assert_str_eq(world_ip(got.public_ip), "18.97.0.40");
    cr_assert(is_pool(got.public_ipv4_pool, w.ipam));
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0, "it does not count");
    cr_assert_str_eq(ip_in(WORLD_ALICE, WORLD_REGION), "18.97.0.41");
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, world_pool_id(w.ipam)),
                     "eip 18.97.0.40/32 1;eip 18.97.0.41/32 1;");
    /* Of other accounts and border groups nothing is changed. */
    cr_assert(is_amazons(ip_in(WORLD_BOB, NULL), WORLD_AMAZON_CIDR));
    cr_assert(is_amazons(ip_in(WORLD_ALICE, WORLD_LOCAL), WORLD_LOCAL_CIDR));
    cr_assert_eq(world_used(&w, WORLD_ALICE), 1);
}

Test(ipam_policy, whatever_names_a_source_overrides_it) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;

    EXPECT_STATUS(set_one(WORLD_ALICE, w.ipam, NULL, 0), EIP_OK);
    request.public_ipv4_pool = eip_text_of("amazon");
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert(is_in(got.public_ip, WORLD_AMAZON_CIDR));
    world_give(&w, WORLD_ALICE, &got);
    request = world_request_named(world_ip(got.public_ip));
    (void)world_get(&w, WORLD_ALICE, &request);
    request = world_request_from(w.byoip);
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert(is_in(got.public_ip, WORLD_BYOIP_CIDR));
    request = world_request_from(w.coip);
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert(is_in(got.customer_owned_ip, WORLD_COIP_CIDR));
}

/* EC2-Classic has no IPAM. */
Test(ipam_policy, not_for_the_standard_domain) {
    eip_pool_ref pool = pool_with(WORLD_CAROL, "203.0.113.0/30", NULL);
    eip_allocate_address_request vpc = world_request();
    eip_allocate_address_response got;

    EXPECT_STATUS(set_one(WORLD_CAROL, pool, NULL, 0), EIP_OK);
    cr_assert(is_amazons(ip_in(WORLD_CAROL, NULL), WORLD_AMAZON_CIDR));
    vpc.domain = eip_text_of("vpc");
    got = world_get(&w, WORLD_CAROL, &vpc);
    cr_assert(is_in(got.public_ip, "203.0.113.0/30"));
}

Test(ipam_policy, pools_are_tried_in_order) {
    eip_ipam_policy_rule rules[] = {
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/31", NULL), NULL),
        rule_of(pool_with(WORLD_ALICE, "203.0.113.8/32", WORLD_LOCAL),
                WORLD_LOCAL),
        rule_of(pool_with(WORLD_ALICE, "203.0.113.4/32", NULL), WORLD_REGION),
    };

    EXPECT_STATUS(set(WORLD_ALICE, rules, 3, 0), EIP_OK);
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL), "203.0.113.0");
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL), "203.0.113.1");
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL), "203.0.113.4");
    cr_assert_str_eq(w.error.message, "", "what was tried in vain is not told");
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL),
                     "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY");
    cr_assert_eq(w.error.status, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    cr_assert_str_eq(ip_in(WORLD_ALICE, WORLD_LOCAL), "203.0.113.8");
    cr_assert_str_eq(ip_in(WORLD_ALICE, WORLD_LOCAL),
                     "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY");
}

Test(ipam_policy, overflow_is_amazons_and_counts) {
    eip_ipam_policy_rule rule =
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/32", NULL), NULL);

    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, EIP_IPAM_POLICY_OVERFLOW), EIP_OK);
    world_account(&w, WORLD_ALICE, 1, 0);
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL), "203.0.113.0");
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0);
    cr_assert(is_amazons(ip_in(WORLD_ALICE, NULL), WORLD_AMAZON_CIDR));
    cr_assert_eq(world_used(&w, WORLD_ALICE), 1);
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL),
                     "EIP_ERR_ADDRESS_LIMIT_EXCEEDED");
    cr_assert_eq(w.error.status, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
}

Test(ipam_policy, overflow_may_be_empty_too) {
    eip_ipam_policy_rule rule =
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/32", NULL), NULL);

    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, EIP_IPAM_POLICY_OVERFLOW), EIP_OK);
    world_account(&w, WORLD_ALICE, WORLD_AMAZON_SIZE + 1, 0);
    for (int i = 0; i <= WORLD_AMAZON_SIZE; i++) {
        (void)world_get(&w, WORLD_ALICE, NULL);
    }
    EXPECT_UNCHANGED(cr_assert_str_eq(ip_in(WORLD_ALICE, NULL),
                                      "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY"));
}

Test(ipam_policy, a_dry_run_goes_the_same_way) {
    eip_ipam_policy_rule rule =
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/32", NULL), NULL);
    eip_allocate_address_request dry = world_request();

    dry.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, 0), EIP_OK);
    EXPECT_UNCHANGED(EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &dry, NULL),
                                   EIP_ERR_DRY_RUN));
    (void)world_get(&w, WORLD_ALICE, NULL);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &dry, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, EIP_IPAM_POLICY_OVERFLOW), EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &dry, NULL), EIP_ERR_DRY_RUN);
    world_account(&w, WORLD_ALICE, 0, 0);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &dry, NULL),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
}

/* Tags are made anew for every pool that is tried. */
Test(ipam_policy, tags_go_to_the_address_in_the_end) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    const eip_tag_specification spec = {{"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_ipam_policy_rule rules[] = {
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/32", NULL), NULL),
        rule_of(pool_with(WORLD_ALICE, "203.0.113.4/32", NULL), NULL),
    };
    eip_allocate_address_request request = world_request();
    eip_address_list *list;

    EXPECT_STATUS(set(WORLD_ALICE, rules, 2, 0), EIP_OK);
    (void)world_get(&w, WORLD_ALICE, NULL);
    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    (void)world_get(&w, WORLD_ALICE, &request);
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(eip_address_list_count(list), 2);
    for (uint64_t i = 0; i < 2; i++) {
        eip_address shown = world_at(list, i);

        cr_assert_eq(shown.tag_count,
                     shown.public_ip == world_address("203.0.113.4"));
    }
    eip_address_list_free(list);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

/* -- blocks of addresses ---------------------------------------------------------- */

static const char *block_in(uint64_t account, uint32_t netmask,
                            const eip_allocate_address_request *request) {
    static char text[EIP_CIDR_TEXT_SIZE];
    eip_allocate_address_response responses[EIP_BLOCK_ADDRESSES_MAX];
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_cidr got = {0, 0};
    eip_status status;

    responses[0].size = sizeof responses[0];
    w.error = eip_error_init();
    status = eip_allocate_block(w.engine, &caller, request, netmask, &got,
                                responses, &w.error);
    if (status != EIP_OK) {
        return eip_status_name(status);
    }
    (void)eip_cidr_format(got, text);
    for (uint32_t i = 0; i < eip_cidr_count(got); i++) {
        cr_assert_eq(responses[i].public_ip, got.base + i);
        cr_assert(is_pool(responses[i].public_ipv4_pool,
                          responses[0].public_ipv4_pool));
    }
    return text;
}

static bool is_block_of(const char *block, const char *cidr) {
    return eip_cidr_overlaps(world_cidr(block), world_cidr(cidr));
}

/* A pool too small for the block is passed over; it stays for smaller ones. */
Test(ipam_policy, blocks_try_the_pools_in_order) {
    eip_ipam_policy_rule rules[] = {
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/31", NULL), NULL),
        rule_of(pool_with(WORLD_ALICE, "203.0.113.8/30", WORLD_LOCAL),
                WORLD_LOCAL),
        rule_of(pool_with(WORLD_ALICE, "203.0.113.4/30", NULL), NULL),
    };

    EXPECT_STATUS(set(WORLD_ALICE, rules, 3, 0), EIP_OK);
    cr_assert_str_eq(block_in(WORLD_ALICE, 30, NULL), "203.0.113.4/30");
    cr_assert_str_eq(w.error.message, "", "what was tried in vain is not told");
    EXPECT_UNCHANGED(cr_assert_str_eq(block_in(WORLD_ALICE, 30, NULL),
                                      "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY"));
    cr_assert_eq(w.error.status, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    cr_assert_str_eq(block_in(WORLD_ALICE, 31, NULL), "203.0.113.0/31");
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0, "they do not count");
    cr_assert_str_eq(
        ipam_allocations(&w, WORLD_ALICE, world_pool_id(rules[0].pool)),
        "eip 203.0.113.0/32 1;eip 203.0.113.1/32 1;");
    cr_assert(is_block_of(block_in(WORLD_BOB, 30, NULL), WORLD_AMAZON_CIDR));
}

Test(ipam_policy, blocks_overflow_into_amazons_and_count) {
    eip_ipam_policy_rule rule =
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/31", NULL), NULL);
    eip_allocate_address_request dry = world_request();

    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, EIP_IPAM_POLICY_OVERFLOW), EIP_OK);
    world_account(&w, WORLD_ALICE, 4, 0);
    cr_assert_str_eq(block_in(WORLD_ALICE, 31, NULL), "203.0.113.0/31");
    cr_assert(is_block_of(block_in(WORLD_ALICE, 31, NULL), WORLD_AMAZON_CIDR));
    cr_assert_eq(world_used(&w, WORLD_ALICE), 2);
    EXPECT_UNCHANGED(cr_assert_str_eq(block_in(WORLD_ALICE, 30, NULL),
                                      "EIP_ERR_ADDRESS_LIMIT_EXCEEDED"));
    cr_assert_eq(w.error.status, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    dry.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_UNCHANGED(
        cr_assert_str_eq(block_in(WORLD_ALICE, 31, &dry), "EIP_ERR_DRY_RUN"));
    cr_assert(is_block_of(block_in(WORLD_ALICE, 31, NULL), WORLD_AMAZON_CIDR));
    cr_assert_eq(world_used(&w, WORLD_ALICE), 4);
    cr_assert_str_eq(block_in(WORLD_ALICE, 32, NULL),
                     "EIP_ERR_ADDRESS_LIMIT_EXCEEDED");
}

/* Tags are made anew for every pool that is tried. */
Test(ipam_policy, a_block_has_its_tags_in_the_end) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    static const eip_tag_specification spec = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_ipam_policy_rule rules[] = {
        rule_of(pool_with(WORLD_ALICE, "203.0.113.0/32", NULL), NULL),
        rule_of(pool_with(WORLD_ALICE, "203.0.113.4/31", NULL), NULL),
    };
    eip_allocate_address_request request = world_request();
    eip_address_list *list;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    EXPECT_STATUS(set(WORLD_ALICE, rules, 2, 0), EIP_OK);
    cr_assert_str_eq(block_in(WORLD_ALICE, 31, &request), "203.0.113.4/31");
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(eip_address_list_count(list), 2);
    for (uint64_t i = 0; i < 2; i++) {
        cr_assert_eq(world_at(list, i).tag_count, 1);
    }
    eip_address_list_free(list);
    EXPECT_UNCHANGED(cr_assert_str_eq(block_in(WORLD_ALICE, 31, &request),
                                      "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY"));
}

/* -- pools that change after it was set ------------------------------------------- */

Test(ipam_policy, a_pool_that_is_shared_no_more_is_passed_over) {
    EXPECT_STATUS(set_one(WORLD_BOB, w.ipam, NULL, EIP_IPAM_POLICY_OVERFLOW),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, &w.error),
                 EIP_OK);
    EXPECT_STATUS(set_one(WORLD_BOB, w.ipam, NULL, EIP_IPAM_POLICY_OVERFLOW),
                  EIP_OK);
    cr_assert_str_eq(ip_in(WORLD_BOB, NULL), "18.97.0.40");
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 0, &w.error),
                 EIP_OK);
    cr_assert(is_amazons(ip_in(WORLD_BOB, NULL), WORLD_AMAZON_CIDR));
}

Test(ipam_policy, so_is_one_that_is_gone_or_closed_or_elsewhere) {
    eip_pool_ref never = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_pool_ref gone = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_pool_ref closed = pool_with(WORLD_ALICE, "203.0.113.0/32", NULL);
    eip_pool_ref moved = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_ipam_policy_rule rules[] = {
        rule_of(never, NULL), rule_of(gone, NULL),   rule_of(closed, NULL),
        rule_of(moved, NULL), rule_of(w.ipam, NULL),
    };

    EXPECT_STATUS(set(WORLD_ALICE, rules, 5, 0), EIP_OK);
    cr_assert_eq(eip_admin_delete_pool(w.engine, gone, &w.error), EIP_OK);
    world_modify(&w, closed, EIP_POLICY_LOWEST, EIP_POOL_CLOSED, UINT64_MAX);
    world_provision(&w, moved, WORLD_LOCAL, "203.0.113.4/32");
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL), "18.97.0.40");
}

/* -- tags that a pool requires ------------------------------------------------------ */

static eip_pool_ref requiring_pool(void) {
    static const eip_tag wanted[] = {{{"a", 1, 0}, {"", 0, 0}},
                                     {{"k", 1, 0}, {"v", 1, 0}}};
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_pool_ref pool = {0, 0, 0};

    request.allocation_resource_tags = wanted;
    request.allocation_resource_tag_count = 2;
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, world_pool_id(pool), BROUGHT, true),
        EIP_OK);
    return pool;
}

Test(ipam_policy, tags_that_a_pool_requires) {
    static const eip_tag tags[] = {{{"k", 1, 0}, {"v", 1, 0}},
                                   {{"b", 1, 0}, {"x", 1, 0}},
                                   {{"a", 1, 0}, {"", 0, 0}}};
    static const eip_tag others[] = {{{"k", 1, 0}, {"w", 1, 0}},
                                     {{"ab", 2, 0}, {"", 0, 0}},
                                     {{"a", 1, 0}, {"", 0, 0}}};
    eip_tag_specification spec = {{"elastic-ip", 10, 0}, others, 3, 0};
    eip_pool_ref pool = requiring_pool();
    eip_allocate_address_request request = world_request_from(pool);

    EXPECT_ERROR(world_allocate(&w, WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "The resource is missing one or more of the resource tags "
                 "required by the IPAM pool.");
    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    spec.tags = tags;
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL), EIP_OK);
    /* By a policy it is passed over. */
    EXPECT_STATUS(set_one(WORLD_ALICE, pool, NULL, EIP_IPAM_POLICY_OVERFLOW),
                  EIP_OK);
    cr_assert(is_amazons(ip_in(WORLD_ALICE, NULL), WORLD_AMAZON_CIDR));
    request.ipam_pool_id = (eip_text){NULL, 0, 0};
    cr_assert(is_in(world_get(&w, WORLD_ALICE, &request).public_ip, BROUGHT));
}

/* A border group in which Amazon has nothing to give. */
Test(ipam_policy, a_border_group_of_ones_own) {
    eip_pool_ref pool;

    cr_assert_eq(
        eip_admin_create_border_group(w.engine, eip_text_of("us-east-1-mia-1"),
                                      EIP_BORDER_GROUP_LOCAL_ZONE, &w.error),
        EIP_OK);
    pool = pool_with(WORLD_ALICE, "203.0.113.0/32", "us-east-1-mia-1");
    cr_assert_str_eq(ip_in(WORLD_ALICE, "us-east-1-mia-1"),
                     "EIP_ERR_INVALID_PARAMETER_VALUE");
    EXPECT_STATUS(
        set_one(WORLD_ALICE, pool, "us-east-1-mia-1", EIP_IPAM_POLICY_OVERFLOW),
        EIP_OK);
    cr_assert_str_eq(ip_in(WORLD_ALICE, "us-east-1-mia-1"), "203.0.113.0");
    cr_assert_str_eq(ip_in(WORLD_ALICE, "us-east-1-mia-1"),
                     "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY");
}

/* -- set and read ----------------------------------------------------------------- */

static uint32_t read_policy(uint64_t account, eip_ipam_policy_rule *rules,
                            uint32_t room, uint32_t *flags) {
    uint32_t count;

    cr_assert_eq(eip_admin_get_ipam_policy(w.engine, account, rules, room,
                                           &count, flags),
                 EIP_OK);
    return count;
}

Test(ipam_policy, it_reads_as_it_was_set) {
    eip_pool_ref local = pool_with(WORLD_ALICE, "203.0.113.0/32", WORLD_LOCAL);
    eip_ipam_policy_rule rules[] = {rule_of(w.ipam, NULL),
                                    rule_of(local, WORLD_LOCAL)};
    eip_ipam_policy_rule read[2] = {{{NULL, 0, 0}, {0, 0, 0}}};
    uint32_t flags = 9;

    cr_assert_eq(read_policy(WORLD_ALICE, read, 2, &flags), 0);
    cr_assert_eq(flags, 0);
    EXPECT_STATUS(set(WORLD_ALICE, rules, 2, EIP_IPAM_POLICY_OVERFLOW), EIP_OK);
    cr_assert_eq(read_policy(WORLD_ALICE, read, 1, &flags), 2);
    cr_assert_eq(flags, EIP_IPAM_POLICY_OVERFLOW);
    cr_assert(is_text(read[0].border_group, WORLD_REGION));
    cr_assert(is_pool(read[0].pool, w.ipam));
    cr_assert_null(read[1].border_group.data, "there was no room for it");
    cr_assert_eq(read_policy(WORLD_ALICE, read, 2, &flags), 2);
    cr_assert(is_text(read[1].border_group, WORLD_LOCAL));
    cr_assert(is_pool(read[1].pool, local));
    EXPECT_STATUS(set(WORLD_ALICE, rules, 1, 0), EIP_OK);
    cr_assert_eq(read_policy(WORLD_ALICE, NULL, 0, &flags), 1);
    cr_assert_eq(flags, 0);
    EXPECT_STATUS(set(WORLD_ALICE, NULL, 0, 0), EIP_OK);
    EXPECT_STATUS(set(WORLD_ALICE, NULL, 0, 0), EIP_OK);
    cr_assert_eq(read_policy(WORLD_ALICE, read, 2, &flags), 0);
    cr_assert(is_amazons(ip_in(WORLD_ALICE, NULL), WORLD_AMAZON_CIDR));
}

Test(ipam_policy, of_many_accounts) {
    uint32_t flags;

    for (uint64_t account = 1; account <= 40; account++) {
        eip_pool_ref pool = world_pool(&w, EIP_POOL_IPAM, account);

        EXPECT_STATUS(set_one(account, pool, NULL, 0), EIP_OK);
    }
    for (uint64_t account = 1; account <= 40; account += 2) {
        EXPECT_STATUS(set(account, NULL, 0, 0), EIP_OK);
    }
    for (uint64_t account = 0; account <= 41; account++) {
        cr_assert_eq(read_policy(account, NULL, 0, &flags),
                     account != 0 && account % 2 == 0);
    }
}

Test(ipam_policy, rules_that_are_wrong) {
    eip_ipam_policy_rule many[EIP_IPAM_POLICY_RULES_MAX + 1];
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_pool_ref idle = {0, 0, 0};

    request.locale = (eip_text){NULL, 0, 0};
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &idle), EIP_OK);
    EXPECT_STATUS(set_one(WORLD_ALICE, w.ipam, NULL, 0), EIP_OK);
    EXPECT_STATUS(set_one(WORLD_ALICE, w.ipam, "nowhere", 0),
                  EIP_ERR_BORDER_GROUP_NOT_FOUND);
    cr_assert_str_eq(w.error.message,
                     "The network border group 'nowhere' does not exist");
    EXPECT_STATUS(set_one(WORLD_ALICE, w.byoip, NULL, 0), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(set_one(WORLD_ALICE, (eip_pool_ref){0, 77, 0}, NULL, 0),
                  EIP_ERR_ARGUMENT);
    cr_assert_str_eq(w.error.message, "The pool '?' is no IPAM pool");
    EXPECT_STATUS(
        set_one(WORLD_ALICE, (eip_pool_ref){1, EIP_POOL_IPAM, 0}, NULL, 0),
        EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(set_one(WORLD_BOB, w.ipam, NULL, 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(set_one(WORLD_ALICE, idle, NULL, 0), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(set_one(WORLD_ALICE, w.ipam, WORLD_LOCAL, 0),
                  EIP_ERR_ARGUMENT);
    for (uint32_t i = 0; i <= EIP_IPAM_POLICY_RULES_MAX; i++) {
        many[i] = rule_of(w.ipam, NULL);
    }
    EXPECT_STATUS(set(WORLD_BOB, many, 0, 0), EIP_OK);
    EXPECT_STATUS(set(WORLD_ALICE, many, EIP_IPAM_POLICY_RULES_MAX + 1, 0),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    /* It has what it had. */
    cr_assert_str_eq(ip_in(WORLD_ALICE, NULL), "18.97.0.40");
    EXPECT_STATUS(set(WORLD_ALICE, many, EIP_IPAM_POLICY_RULES_MAX, 0), EIP_OK);
}

Test(ipam_policy, arguments_that_are_wrong) {
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;
    eip_ipam_policy_rule rule = rule_of(w.ipam, NULL);
    uint32_t count;
    uint32_t flags;

    EXPECT_STATUS(eip_admin_set_ipam_policy(w.engine, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_set_ipam_policy(NULL, &policy, &w.error),
                  EIP_ERR_NULL);
    policy.size = 1;
    EXPECT_STATUS(eip_admin_set_ipam_policy(w.engine, &policy, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    policy = (eip_ipam_policy)EIP_IPAM_POLICY_INIT;
    policy.reserved = 1;
    EXPECT_STATUS(eip_admin_set_ipam_policy(w.engine, &policy, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(set(WORLD_ALICE, NULL, 0, 2), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(set(UINT64_C(1000000000000), NULL, 0, 0), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(set(WORLD_ALICE, NULL, 1, 0), EIP_ERR_NULL);
    rule.pool.reserved = 1;
    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, 0), EIP_ERR_STRUCT_VERSION);
    rule = rule_of(w.ipam, NULL);
    rule.border_group.reserved = 1;
    EXPECT_STATUS(set(WORLD_ALICE, &rule, 1, 0), EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(eip_admin_get_ipam_policy(w.engine, 1, &rule, 1, NULL, &flags),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_admin_get_ipam_policy(w.engine, 1, &rule, 1, &count, NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(
        eip_admin_get_ipam_policy(w.engine, 1, NULL, 1, &count, &flags),
        EIP_ERR_NULL);
    cr_assert_eq(eip_admin_get_ipam_policy(NULL, 1, NULL, 0, &count, &flags),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_admin_get_ipam_policy(w.engine, UINT64_C(1000000000000),
                                           NULL, 0, &count, &flags),
                 EIP_ERR_ARGUMENT);
}

/* Each account has its own, however many have one; also when others' go. */
Test(ipam_policy, of_many_accounts_are_kept_apart) {
    enum { ACCOUNTS = 300 };
    eip_pool_ref pools[2] = {pool_with(WORLD_ALICE, "44.9.0.0/28", NULL),
                             pool_with(WORLD_ALICE, "44.9.1.0/28", NULL)};

    for (uint64_t i = 1; i <= ACCOUNTS; i++) {
        for (uint32_t k = 0; k < 2; k++) {
            EXPECT_STATUS(
                eip_admin_share_pool(w.engine, pools[k], i, 1, &w.error),
                EIP_OK);
        }
        EXPECT_STATUS(set_one(i, pools[i % 2], NULL, 0), EIP_OK);
    }
    for (uint64_t gone = 0; gone <= ACCOUNTS; gone++) {
        if (gone != 0) {
            EXPECT_STATUS(set(gone, NULL, 0, 0), EIP_OK);
        }
        for (uint64_t i = 1; i <= ACCOUNTS; i++) {
            eip_ipam_policy_rule rule = {{NULL, 0, 0}, {0, 0, 0}};
            uint32_t count = 7;
            uint32_t flags = 7;

            EXPECT_STATUS(eip_admin_get_ipam_policy(w.engine, i, &rule, 1,
                                                    &count, &flags),
                          EIP_OK);
            cr_assert_eq(count, i > gone);
            cr_assert(count == 0 || rule.pool.id == pools[i % 2].id);
        }
    }
    /* All are there when the engine is closed. */
    for (uint64_t i = 1; i <= ACCOUNTS; i++) {
        EXPECT_STATUS(set_one(i, pools[0], NULL, 0), EIP_OK);
    }
}
