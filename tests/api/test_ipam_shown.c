/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is shown of IPAM pools, changed and tagged; private scopes. */
#include "api/ipam.h"

WORLD_SUITE(ipam_shown);

static char id_text[EIP_POOL_ID_TEXT_SIZE];

static void make(void) {
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, NULL), id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_OK);
}

Test(ipam_shown, pools_by_filters) {
    static const char *const values[] = {"1", "2"};
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_text value;
    eip_filter filter = {{"pool-depth", 10, 0}, &value, 1, 0};

    make();
    request.ipam_pool_ids = &(eip_text){id_text, (uint32_t)strlen(id_text), 0};
    request.ipam_pool_id_count = 1;
    request.filters = &filter;
    request.filter_count = 1;
    for (uint64_t i = 0; i < COUNT(values); i++) {
        eip_ipam_pool_list *list = NULL;

        value = eip_text_of(values[i]);
        EXPECT_STATUS(eip_describe_ipam_pools(w.engine, &caller, &request,
                                              &list, &w.error),
                      EIP_OK);
        cr_assert_eq(eip_ipam_pool_list_count(list), 1 - i);
        cr_assert_null(eip_ipam_pool_list_next_token(list).data);
        eip_ipam_pool_list_free(list);
    }
}

Test(ipam_shown, cidrs) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_cidr shown = EIP_IPAM_POOL_CIDR_INIT;
    eip_ipam_pool_cidr_list *list = NULL;

    make();
    request.ipam_pool_id = eip_text_of(id_text);
    EXPECT_STATUS(
        eip_get_ipam_pool_cidrs(w.engine, &caller, &request, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_cidr_list_count(list), 1);
    cr_assert_eq(eip_ipam_pool_cidr_list_at(list, 0, &shown), EIP_OK);
    cr_assert_str_eq(shown.state.data, "provisioned");
    cr_assert_eq(shown.cidr.base, world_address("203.0.113.0"));
    eip_ipam_pool_cidr_list_free(list);
    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = 4;
    EXPECT_STATUS(
        eip_get_ipam_pool_cidrs(w.engine, &caller, &request, &list, &w.error),
        EIP_ERR_MAX_RESULTS);
}

Test(ipam_shown, a_pool_that_is_changed) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;

    make();
    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_AUTO_IMPORT | EIP_IPAM_DEFAULT_NETMASK;
    request.allocation_default_netmask_length = 28;
    request.description = eip_text_of("new");
    request.add_allocation_resource_tags = &tag;
    request.add_allocation_resource_tag_count = 1;
    EXPECT_STATUS(
        eip_modify_ipam_pool(w.engine, &caller, &request, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_list_at(list, 0, &shown), EIP_OK);
    cr_assert_str_eq(shown.state.data, "modify-in-progress");
    cr_assert_eq(shown.allocation_default_netmask_length, 28);
    cr_assert_eq(shown.flags, EIP_IPAM_AUTO_IMPORT);
    cr_assert_eq(shown.allocation_resource_tag_count, 1);
    cr_assert_eq(strncmp(shown.description.data, "new", 3), 0);
    eip_ipam_pool_list_free(list);
    request.flags |= EIP_IPAM_CLEAR_DEFAULT_NETMASK;
    EXPECT_STATUS(
        eip_modify_ipam_pool(w.engine, &caller, &request, &list, &w.error),
        EIP_ERR_INVALID_PARAMETER_COMBINATION);
}

Test(ipam_shown, an_allocation_described_changed_and_tagged) {
    eip_modify_ipam_pool_allocation_request modify =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_describe_ipam_pool_allocations_request describe =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_tags_request tagging = EIP_TAGS_REQUEST_INIT;
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_caller stranger = EIP_CALLER_INIT(WORLD_BOB);
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_ipam_id id = {0, 0};
    eip_text resource;

    make();
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "203.0.113.0/28");
    (void)eip_ipam_allocation_id_format(id, text);
    cr_assert_eq(strlen(text), EIP_IPAM_ID_TEXT_SIZE - 1);
    resource = eip_text_of(text);
    modify.ipam_pool_allocation_id = resource;
    modify.description = eip_text_of("mine");
    EXPECT_STATUS(eip_modify_ipam_pool_allocation(w.engine, &stranger, &modify,
                                                  &list, &w.error),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(eip_modify_ipam_pool_allocation(w.engine, &caller, &modify,
                                                  &list, &w.error),
                  EIP_OK);
    eip_ipam_pool_allocation_list_free(list);
    tagging.resources = &resource;
    tagging.resource_count = 1;
    tagging.tags = &tag;
    tagging.tag_count = 1;
    EXPECT_STATUS(eip_create_tags(w.engine, &caller, &tagging, &w.error),
                  EIP_OK);
    describe.ipam_pool_allocation_ids = &resource;
    describe.ipam_pool_allocation_id_count = 1;
    EXPECT_STATUS(eip_describe_ipam_pool_allocations(
                      w.engine, &stranger, &describe, &list, &w.error),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(eip_describe_ipam_pool_allocations(
                      w.engine, &caller, &describe, &list, &w.error),
                  EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_count(list), 1);
    cr_assert_eq(eip_ipam_pool_allocation_list_at(list, 0, &shown), EIP_OK);
    cr_assert_eq(shown.tag_count, 1);
    cr_assert_eq(strncmp(shown.description.data, "mine", 4), 0);
    eip_ipam_pool_allocation_list_free(list);
}

/* Private scopes are apart, and give no addresses; Cascade is for them. */
Test(ipam_shown, private_scopes) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    char scope_text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    eip_allocate_address_request ask;
    eip_allocate_address_response got;
    eip_ipam_id id = {0, 0};
    eip_pool_ref pool;
    uint64_t scope;

    make();
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, id_text, EIP_IPAM_CASCADE),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope, &w.error),
        EIP_OK);
    (void)eip_ipam_scope_id_format(scope, scope_text);
    request.ipam_scope_id = eip_text_of(scope_text);
    request.address_family = eip_text_of("ipv4");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, id_text);
    request.source_ipam_pool_id = eip_text_of(id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, false),
                  EIP_OK);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, world_pool_id(pool),
                                 "203.0.113.128/25", false),
                  EIP_OK);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 25, &id),
                     "203.0.113.0/25");
    ask = world_request_from(pool);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &ask, &got),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, id_text, 0),
                  EIP_ERR_POOL_IN_USE);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, id_text, EIP_IPAM_CASCADE),
                  EIP_OK);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, id_text, 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    world_audit(&w);
}

/* The field is the operation's own parameter. */
Test(ipam_shown, a_pool_that_is_not_there) {
    const eip_text id = eip_text_of("ipam-pool-00000000000000001");
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_list *list = NULL;

    request.ipam_pool_ids = &id;
    request.ipam_pool_id_count = 1;
    w.error = eip_error_init();
    EXPECT_STATUS(
        eip_describe_ipam_pools(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_IPAM_POOL_NOT_FOUND);
    cr_assert_str_eq(w.error.field, "IpamPoolId");
}
