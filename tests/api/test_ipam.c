/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM pools, their CIDRs, and what is allocated out of them. */
#include "api/ipam.h"

WORLD_SUITE(ipam);

static char top_id[EIP_POOL_ID_TEXT_SIZE];
static char child_id[EIP_POOL_ID_TEXT_SIZE];

static eip_pool_ref make_child(const char *cidr) {
    eip_pool_ref child = ipam_make(&w, WORLD_ALICE, top_id);

    (void)eip_pool_id_format(child, child_id);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, child_id, cidr, false),
                  EIP_OK);
    return child;
}

static uint64_t get_from(eip_pool_ref pool, const char *address) {
    eip_allocate_address_request ask = world_request_from(pool);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &ask);

    cr_assert_str_eq(world_ip(got.public_ip), address);
    return got.allocation_id;
}

/* -- CreateIpamPool ----------------------------------------------------------- */

Test(ipam, as_it_is_created) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    const eip_tag_specification spec = {{"ipam-pool", 9, 0}, &tag, 1, 0};
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;
    char arn[128];

    request.flags = EIP_IPAM_AUTO_IMPORT | EIP_IPAM_MIN_NETMASK |
                    EIP_IPAM_MAX_NETMASK | EIP_IPAM_DEFAULT_NETMASK;
    request.allocation_min_netmask_length = 24;
    request.allocation_max_netmask_length = 30;
    request.allocation_default_netmask_length = 28;
    request.description = eip_text_of("ours");
    request.allocation_resource_tags = &tag;
    request.allocation_resource_tag_count = 1;
    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    EXPECT_STATUS(
        eip_create_ipam_pool(w.engine, &caller, &request, &list, &w.error),
        EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:CreateIpamPool");
    cr_assert_eq(eip_ipam_pool_list_count(list), 1);
    cr_assert_eq(eip_ipam_pool_list_at(list, 0, &shown), EIP_OK);
    cr_assert_eq(shown.owner_id, WORLD_ALICE);
    cr_assert_eq(shown.flags, EIP_IPAM_AUTO_IMPORT);
    cr_assert_eq(shown.pool_depth, 1);
    cr_assert_eq(shown.allocation_min_netmask_length, 24);
    cr_assert_eq(shown.allocation_max_netmask_length, 30);
    cr_assert_eq(shown.allocation_default_netmask_length, 28);
    cr_assert_str_eq(shown.state.data, "create-in-progress");
    cr_assert_str_eq(shown.ipam_scope_type.data, "public");
    cr_assert_str_eq(shown.public_ip_source.data, "byoip");
    cr_assert_str_eq(shown.aws_service.data, "ec2");
    cr_assert_eq(strncmp(shown.locale.data, WORLD_REGION, shown.locale.size),
                 0);
    cr_assert_eq(shown.tag_count, 1);
    cr_assert_eq(shown.allocation_resource_tag_count, 1);
    (void)snprintf(arn, sizeof arn, "arn:aws:ec2::%llu:ipam-pool/%s",
                   (unsigned long long)WORLD_ALICE, world_pool_id(shown.pool));
    cr_assert_eq(shown.ipam_pool_arn.size, strlen(arn));
    cr_assert_eq(memcmp(shown.ipam_pool_arn.data, arn, strlen(arn)), 0);
    eip_ipam_pool_list_free(list);
}

Test(ipam, parameters_that_are_wrong) {
    eip_create_ipam_pool_request good = ipam_request(&w, WORLD_ALICE);
    eip_create_ipam_pool_request bad;
    eip_pool_ref pool;

#define REFUSED(change, status)                                                \
    do {                                                                       \
        bad = good;                                                            \
        change;                                                                \
        EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &bad, &pool), status);      \
    } while (0)
    REFUSED(bad.ipam_scope_id = eip_text_of(NULL), EIP_ERR_MISSING_PARAMETER);
    REFUSED(bad.address_family = eip_text_of(NULL), EIP_ERR_MISSING_PARAMETER);
    REFUSED(bad.address_family = eip_text_of("ipv6"),
            EIP_ERR_UNSUPPORTED_OPERATION);
    REFUSED(bad.address_family = eip_text_of("ipx"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(bad.locale = eip_text_of("mars"), EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(bad.locale = eip_text_of(WORLD_WAVELENGTH),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(bad.aws_service = eip_text_of("s3"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(bad.public_ip_source = eip_text_of("x"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(bad.flags = EIP_IPAM_PUBLICLY_ADVERTISABLE,
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(bad.client_token = eip_text_of(""), EIP_ERR_CLIENT_TOKEN);
    REFUSED(bad.ipam_scope_id = eip_text_of("ipam-scope-1"),
            EIP_ERR_IPAM_SCOPE_NOT_FOUND);
    REFUSED(bad.source_ipam_pool_id = eip_text_of("ipam-pool-1"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(bad.source_resource_id = eip_text_of("vpc-1"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED((bad.flags = EIP_IPAM_MIN_NETMASK,
             bad.allocation_min_netmask_length = 33),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED((bad.flags = EIP_IPAM_MIN_NETMASK | EIP_IPAM_MAX_NETMASK,
             bad.allocation_min_netmask_length = 28,
             bad.allocation_max_netmask_length = 28),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED((bad.flags = EIP_IPAM_MAX_NETMASK | EIP_IPAM_DEFAULT_NETMASK,
             bad.allocation_max_netmask_length = 28,
             bad.allocation_default_netmask_length = 29),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(bad.flags = EIP_IPAM_DRY_RUN, EIP_ERR_DRY_RUN);
    REFUSED(bad.reserved = 1, EIP_ERR_STRUCT_VERSION);
#undef REFUSED
}

/* Another's scope and pool read like ones that never were. */
Test(ipam, of_another_account) {
    eip_create_ipam_pool_request request;
    eip_pool_ref pool;

    (void)ipam_make_top(&w, top_id);
    request = ipam_request(&w, WORLD_ALICE);
    EXPECT_STATUS(ipam_create(&w, WORLD_BOB, &request, &pool),
                  EIP_ERR_IPAM_SCOPE_NOT_FOUND);
    request = ipam_request(&w, WORLD_BOB);
    request.source_ipam_pool_id = eip_text_of(top_id);
    EXPECT_STATUS(ipam_create(&w, WORLD_BOB, &request, &pool),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_BOB, top_id),
                     "EIP_ERR_IPAM_POOL_NOT_FOUND");
    EXPECT_STATUS(ipam_delete(&w, WORLD_BOB, top_id, 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_BOB, top_id, BROUGHT),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
}

Test(ipam, client_tokens) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_pool_ref one = {0, 0, 0};
    eip_pool_ref other = {0, 0, 0};

    request.client_token = eip_text_of("once");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &one), EIP_OK);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &other), EIP_OK);
    cr_assert_eq(one.id, other.id);
    request.description = eip_text_of("another");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &other),
                  EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH);
    request.description = eip_text_of(NULL);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, world_pool_id(one), 0), EIP_OK);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &other),
                  EIP_ERR_INCORRECT_STATE);
}

/* -- CIDRs ---------------------------------------------------------------------- */

Test(ipam, a_brought_range_gives_addresses) {
    eip_pool_ref top = ipam_make_top(&w, top_id);
    uint64_t id = get_from(top, "203.0.113.0");

    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, top_id),
                     "eip 203.0.113.0/32 1;");
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, top_id, BROUGHT),
                  EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, id, NULL), EIP_OK);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, top_id, 0), EIP_ERR_POOL_IN_USE);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, top_id, BROUGHT), EIP_OK);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, top_id, BROUGHT),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, top_id, 0), EIP_OK);
    world_audit(&w);
}

/* No address is in two pools; a child's CIDR is its source's allocation. */
Test(ipam, a_child_has_a_part_of_its_source) {
    eip_pool_ref top = ipam_make_top(&w, top_id);
    eip_pool_ref child = make_child("203.0.113.0/28");

    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, top_id),
                     "ipam-pool 203.0.113.0/28 1;");
    (void)get_from(child, "203.0.113.0");
    (void)get_from(top, "203.0.113.16");
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.16/28", false),
        EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.8/30", false),
        EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "44.0.0.0/24", false),
        EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.32/28", false),
        EIP_OK);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, top_id, BROUGHT),
                  EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(
        ipam_deprovision(&w, WORLD_ALICE, child_id, "203.0.113.32/28"), EIP_OK);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, top_id),
                     "ipam-pool 203.0.113.0/28 1;eip 203.0.113.16/32 1;");
    world_audit(&w);
}

Test(ipam, what_a_pool_has_no_use_for) {
    eip_pool_ref top = ipam_make_top(&w, top_id);

    (void)top;
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, "44.0.0.0/24", false),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, "44.0.0.0/25", true),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, BROUGHT, true),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, "x", true),
                  EIP_ERR_CIDR_MALFORMED);
}

/* Two blocks of Amazon's contiguous space, and no third. */
Test(ipam, contiguous_blocks) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    eip_ipam_pool_cidr shown;
    eip_pool_ref pool;
    char id[EIP_POOL_ID_TEXT_SIZE];

    create.public_ip_source = eip_text_of("amazon");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, id);
    request.ipam_pool_id = eip_text_of(id);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 29;
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("18.98.0.0/27"),
                                                &w.error),
                  EIP_OK);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("18.98.0.0/28"),
                                                &w.error),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    cr_assert_eq(shown.has_cidr, 0);
    cr_assert_eq(shown.netmask_length, 29);
    cr_assert_str_eq(shown.state.data, "pending-provision");
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id, "18.98.0.0/29"),
                  EIP_OK);
    request.netmask_length = 28;
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    (void)get_from(pool, "18.98.0.8");
    world_audit(&w);
}

/* -- allocations ------------------------------------------------------------------ */

Test(ipam, custom_allocations_beside_addresses) {
    eip_pool_ref top = ipam_make_top(&w, top_id);
    uint64_t held = get_from(top, "203.0.113.0");
    eip_ipam_id id = {0, 0};
    eip_ipam_id none = {1, 2};

    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, top_id, 30, &id),
                     "203.0.113.4/30");
    (void)get_from(top, "203.0.113.1");
    (void)get_from(top, "203.0.113.2");
    (void)get_from(top, "203.0.113.3");
    (void)get_from(top, "203.0.113.8");
    cr_assert_str_eq(
        ipam_allocations(&w, WORLD_ALICE, top_id),
        "eip 203.0.113.0/32 1;eip 203.0.113.1/32 1;eip 203.0.113.2/32 1;"
        "eip 203.0.113.3/32 1;custom 203.0.113.4/30 1;eip 203.0.113.8/32 1;");
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.4/31", id),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.4/30", none),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.4/30", id),
                  EIP_OK);
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.4/30", id),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    (void)get_from(top, "203.0.113.4");
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, held, NULL), EIP_OK);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, top_id, 23, &id),
                     "EIP_ERR_INVALID_PARAMETER_VALUE");
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, top_id, 24, &id),
                     "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY");
    world_audit(&w);
}

Test(ipam, bounds_and_previews) {
    const eip_text allowed = eip_text_of("203.0.113.64/26");
    const eip_text refused = eip_text_of("203.0.113.64/30");
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;

    (void)ipam_make_top(&w, top_id);
    request.ipam_pool_id = eip_text_of(top_id);
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    request.flags = EIP_IPAM_NETMASK | EIP_IPAM_PREVIEW_NEXT_CIDR;
    request.netmask_length = 28;
    request.allowed_cidrs = &allowed;
    request.allowed_cidr_count = 1;
    request.disallowed_cidrs = &refused;
    request.disallowed_cidr_count = 1;
    for (int i = 0; i < 3; i++) {
        EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                      EIP_OK);
        cr_assert_eq(shown.cidr.base, world_address("203.0.113.80"));
        cr_assert_eq(shown.id.high, 0);
    }
    request.flags = EIP_IPAM_NETMASK;
    request.client_token = eip_text_of("t");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    cr_assert_eq(shown.cidr.base, world_address("203.0.113.80"));
    request.cidr = eip_text_of("203.0.113.0/28");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
}

/* A pool that the administrator made is one like others. */
Test(ipam, what_the_administrator_made) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_ipam_id id = {0, 0};
    const char *text = world_pool_id(pool);

    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, text, WORLD_IPAM_CIDR),
                  EIP_ERR_CIDR_NOT_FOUND);
    world_provision(&w, pool, NULL, "18.99.0.0/29");
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, text, 31, &id), "18.99.0.0/31");
    (void)get_from(pool, "18.99.0.2");
    world_audit(&w);
}
