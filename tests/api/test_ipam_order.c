/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM's CIDRs: which of several faults is told, what a request that is
 * repeated answers, and what becomes of a CIDR that is drained. */
#include "api/ipam.h"
#include "api/public_pool.h"

WORLD_SUITE(ipam_order);

static char top_id[EIP_POOL_ID_TEXT_SIZE];
static char child_id[EIP_POOL_ID_TEXT_SIZE];

static eip_pool_ref make_child(void) {
    eip_pool_ref child = ipam_make(&w, WORLD_ALICE, top_id);

    (void)eip_pool_id_format(child, child_id);
    return child;
}

static eip_provision_ipam_pool_cidr_request request_for(const char *pool,
                                                        int32_t length) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;

    request.ipam_pool_id = eip_text_of(pool);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = length;
    return request;
}

static void expect_fault(const eip_provision_ipam_pool_cidr_request *request,
                         eip_status status, const char *field) {
    eip_ipam_pool_cidr shown;

    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, request, &shown), status);
    cr_assert_str_eq(w.error.field, field);
}

/* -- which fault ------------------------------------------------------------ */

/* One parameter's fault is told before that of two together. */
Test(ipam_order, one_parameter_before_two) {
    eip_provision_ipam_pool_cidr_request request;

    (void)ipam_make_top(&w, top_id);
    request = request_for(top_id, 33);
    request.cidr = eip_text_of("10.0.0.0/8");
    expect_fault(&request, EIP_ERR_INVALID_PARAMETER_VALUE, "NetmaskLength");
    request.netmask_length = 24;
    expect_fault(&request, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "NetmaskLength");
    request.cidr = eip_text_of("10.0.0.1/8");
    expect_fault(&request, EIP_ERR_CIDR_MALFORMED, "Cidr");
    request.flags = 0;
    request.cidr = eip_text_of(NULL);
    expect_fault(&request, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "NetmaskLength");
    request.client_token = eip_text_of("a b");
    expect_fault(&request, EIP_ERR_CLIENT_TOKEN, "ClientToken");
    request.verification_method = eip_text_of("by word");
    expect_fault(&request, EIP_ERR_INVALID_PARAMETER_VALUE,
                 "VerificationMethod");
}

/* The same of CreateIpamPool's SourceResource. */
Test(ipam_order, a_part_of_the_source_resource_before_all_of_it) {
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    eip_pool_ref pool = {0, 0, 0};

    create.source_resource_id = eip_text_of("vpc-1");
    create.flags = EIP_IPAM_PUBLICLY_ADVERTISABLE;
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    cr_assert_str_eq(w.error.field, "SourceResource");
    create.client_token = eip_text_of("a b");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool),
                  EIP_ERR_CLIENT_TOKEN);
    create.source_resource_owner = eip_text_of("12345");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "SourceResource.ResourceOwner");
}

static eip_status modify(uint32_t flags, const char *pool) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.flags = flags;
    request.ipam_pool_id = eip_text_of(pool);
    request.allocation_max_netmask_length = 33;
    w.error = eip_error_init();
    status = eip_modify_ipam_pool(w.engine, &alice, &request, &list, &w.error);
    eip_ipam_pool_list_free(list);
    return status;
}

/* The same of ModifyIpamPool; and before the pool is looked for. */
Test(ipam_order, a_netmask_length_before_what_else_is_wrong) {
    const uint32_t both = EIP_IPAM_AUTO_IMPORT | EIP_IPAM_NO_AUTO_IMPORT;

    EXPECT_STATUS(modify(both | EIP_IPAM_MAX_NETMASK, "ipam-pool-0"),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(modify(both, "ipam-pool-0"),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    EXPECT_STATUS(modify(EIP_IPAM_MAX_NETMASK, "ipam-pool-0"),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(modify(0, "ipam-pool-0"), EIP_ERR_IPAM_POOL_NOT_FOUND);
}

Test(ipam_order, a_range_too_small_before_its_authorization) {
    (void)ipam_make_top(&w, top_id);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, "44.0.0.0/25", false),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, "0.0.0.0/7", false),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, "44.0.0.0/24", false),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
}

/* An account that has its blocks is told so, whatever the pool. */
Test(ipam_order, quota_before_state) {
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    eip_provision_ipam_pool_cidr_request request;
    eip_ipam_pool_cidr shown;
    eip_pool_ref pool = {0, 0, 0};
    eip_pool_ref nowhere = {0, 0, 0};

    create.public_ip_source = eip_text_of("amazon");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
    create.locale = eip_text_of(NULL);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &nowhere), EIP_OK);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("18.98.0.0/27"),
                                                &w.error),
                  EIP_OK);
    (void)eip_pool_id_format(nowhere, child_id);
    request = request_for(child_id, 30);
    expect_fault(&request, EIP_ERR_INCORRECT_STATE, "IpamPoolId");
    (void)eip_pool_id_format(pool, top_id);
    request.ipam_pool_id = eip_text_of(top_id);
    for (uint32_t i = 0; i < EIP_IPAM_BLOCKS_MAX; i++) {
        EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown),
                      EIP_OK);
    }
    request.ipam_pool_id = eip_text_of(child_id);
    expect_fault(&request, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "NetmaskLength");
}

/* An allocation of another pool is none of this one, whatever it is. */
Test(ipam_order, another_pool_before_another_kind) {
    eip_pool_ref top = ipam_make_top(&w, top_id);
    eip_allocate_address_request ask = world_request_from(top);
    eip_get_ipam_pool_allocations_request get =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_allocation_list *list = NULL;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;

    (void)make_child();
    (void)world_get(&w, WORLD_ALICE, &ask);
    get.ipam_pool_id = eip_text_of(top_id);
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &caller, &get, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_at(list, 0, &shown), EIP_OK);
    EXPECT_STATUS(
        ipam_release(&w, WORLD_ALICE, child_id, "203.0.113.0/32", shown.id),
        EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(
        ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.0/32", shown.id),
        EIP_ERR_UNSUPPORTED_OPERATION);
    eip_ipam_pool_allocation_list_free(list);
}

/* Who a pool is shared with may know of it, and not tag it. */
Test(ipam_order, tags_of_a_shared_pool) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_pool_ref top = ipam_make_top(&w, top_id);
    eip_text id = eip_text_of(top_id);

    request.resources = &id;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    EXPECT_STATUS(eip_create_tags(w.engine, &bob, &request, &w.error),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(eip_admin_share_pool(w.engine, top, WORLD_BOB, 1, &w.error),
                  EIP_OK);
    EXPECT_STATUS(eip_create_tags(w.engine, &bob, &request, &w.error),
                  EIP_ERR_UNAUTHORIZED);
    EXPECT_STATUS(eip_delete_tags(w.engine, &bob, &request, &w.error),
                  EIP_ERR_UNAUTHORIZED);
}

typedef eip_status (*change_tags)(eip_engine *, const eip_caller *,
                                  const eip_tags_request *, eip_error *);

/* Of IPAM's resources, pools of one's own and custom allocations have tags. */
Test(ipam_order, tags_of_what_has_none) {
    static const change_tags changes[] = {eip_create_tags, eip_delete_tags};
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_get_ipam_pool_allocations_request get =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_text id;

    (void)ipam_make_top(&w, top_id);
    (void)make_child();
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.0/28", false),
        EIP_OK);
    get.ipam_pool_id = eip_text_of(top_id);
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &get, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_at(list, 0, &shown), EIP_OK);
    (void)eip_ipam_allocation_id_format(shown.id, text);
    request.resources = &id;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    for (uint32_t i = 0; i < 2; i++) {
        id = eip_text_of(text);
        EXPECT_STATUS(changes[i](w.engine, &alice, &request, &w.error),
                      EIP_ERR_UNSUPPORTED_OPERATION);
        id = eip_text_of("ipam-pool-alloc-0");
        EXPECT_STATUS(changes[i](w.engine, &alice, &request, &w.error),
                      EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
        id = eip_text_of("ipam-pool-0");
        EXPECT_STATUS(changes[i](w.engine, &alice, &request, &w.error),
                      EIP_ERR_IPAM_POOL_NOT_FOUND);
    }
    eip_ipam_pool_allocation_list_free(list);
}

/* -- client tokens ------------------------------------------------------------ */

/* The CIDR is shown as it is by then. */
Test(ipam_order, a_repeated_request_shows_what_is) {
    eip_provision_ipam_pool_cidr_request request;
    eip_ipam_pool_cidr shown;

    (void)ipam_make_top(&w, top_id);
    (void)make_child();
    request = request_for(child_id, 28);
    request.client_token = eip_text_of("once");
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    cr_assert_str_eq(shown.state.data, "pending-provision");
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    cr_assert_str_eq(shown.state.data, "provisioned");
    cr_assert_eq(shown.cidr.base, world_cidr("203.0.113.0/28").base);
}

/* What would not succeed is no dry run's success. */
Test(ipam_order, a_dry_run_of_what_has_gone) {
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    eip_provision_ipam_pool_cidr_request provision;
    eip_allocate_ipam_pool_cidr_request allocate =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation allocation;
    eip_ipam_pool_cidr shown;
    eip_pool_ref pool = {0, 0, 0};

    (void)ipam_make_top(&w, top_id);
    (void)make_child();
    provision = request_for(child_id, 28);
    provision.client_token = eip_text_of("once");
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &provision, &shown),
                  EIP_OK);
    provision.flags |= EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &provision, &shown),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, child_id, "203.0.113.0/28"),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &provision, &shown),
                  EIP_ERR_INCORRECT_STATE);

    allocate.ipam_pool_id = eip_text_of(top_id);
    allocate.cidr = eip_text_of("203.0.113.64/28");
    allocate.client_token = eip_text_of("once");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &allocate, &allocation),
                  EIP_OK);
    allocate.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &allocate, &allocation),
                  EIP_ERR_DRY_RUN);
    allocate.flags = 0;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &allocate, &allocation),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.64/28", allocation.id),
        EIP_OK);
    allocate.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &allocate, &allocation),
                  EIP_ERR_INCORRECT_STATE);

    create.client_token = eip_text_of("once");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
    create.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, world_pool_id(pool), 0), EIP_OK);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool),
                  EIP_ERR_INCORRECT_STATE);
}

/* -- draining ------------------------------------------------------------------ */

/* "Offer no more" holds of parts, too; else it could never be drained. */
Test(ipam_order, nothing_is_allocated_of_what_is_drained) {
    eip_pool_ref top = ipam_make_top(&w, top_id);
    eip_allocate_address_request ask = world_request_from(top);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &ask);
    eip_ipam_id id = {0, 0};
    uint64_t held = 0;

    (void)make_child();
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, top, world_cidr(BROUGHT),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 1);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.16/28", false),
        EIP_ERR_CIDR_IN_USE);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, top_id, 28, &id),
                     "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY");
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, top, world_cidr(BROUGHT),
                                       EIP_DRAIN_CANCEL, &held, &w.error),
                  EIP_OK);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, top_id, 28, &id),
                     "203.0.113.0/28");
    world_audit(&w);
}

Test(ipam_order, what_is_drained_goes_back_to_the_source) {
    eip_pool_ref child;
    uint64_t held = 0;

    (void)ipam_make_top(&w, top_id);
    child = make_child();
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.0/28", false),
        EIP_OK);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, top_id),
                     "ipam-pool 203.0.113.0/28 1;");
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, child,
                                       world_cidr("203.0.113.0/28"),
                                       EIP_DRAIN_IF_UNUSED, &held, &w.error),
                  EIP_OK);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, top_id), "");
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, top_id, BROUGHT), EIP_OK);
    world_audit(&w);
}

/* A pool that gives no addresses has no words to look at. */
Test(ipam_order, a_dry_run_where_there_are_no_addresses) {
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    eip_deprovision_ipam_pool_cidr_request request =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_cidr_list *list = NULL;
    eip_pool_ref top = {0, 0, 0};

    create.locale = eip_text_of(NULL);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &top), EIP_OK);
    (void)eip_pool_id_format(top, top_id);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, top_id, BROUGHT, true),
                  EIP_OK);
    request.flags = EIP_IPAM_DRY_RUN;
    request.ipam_pool_id = eip_text_of(top_id);
    request.cidr = eip_text_of(BROUGHT);
    EXPECT_STATUS(eip_deprovision_ipam_pool_cidr(w.engine, &alice, &request,
                                                 &list, &w.error),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, top_id, BROUGHT), EIP_OK);
}

/* -- ranges that are moved ------------------------------------------------------ */

/* A pool that gives no addresses takes them back all the same: to be allocated,
 * and in nobody's words. */
Test(ipam_order, a_moved_range_of_a_pool_that_gives_no_addresses) {
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    eip_pool_ref top = {0, 0, 0};
    eip_pool_ref pool;
    eip_ipam_id id = {0, 0};

    create.aws_service = eip_text_of(NULL);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &top), EIP_OK);
    (void)eip_pool_id_format(top, top_id);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, BROUGHT), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(
        byoip_move_in(&w, WORLD_ALICE, BROUGHT, top_id, "111111111111", 0),
        EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/25"), EIP_OK);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, top_id),
                     "ec2-public-ipv4-pool 203.0.113.128/25 1;");
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, top_id, 25, &id),
                     "203.0.113.0/25");
    world_audit(&w);
}
