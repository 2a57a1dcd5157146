/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Making and unmaking CoIP pools and their blocks. What is shown of them is
 * test_coip_shown.c's. */
#include "api/coip.h"

WORLD_SUITE(coip);

/* -- CreateCoipPool -------------------------------------------------------- */

Test(coip, a_pool_as_it_is_created) {
    static const eip_tag tags[] = {{{"b", 1, 0}, {"2", 1, 0}},
                                   {{"a", 1, 0}, {NULL, 0, 0}}};
    static const eip_tag_specification specification = {
        {"coip-pool", 9, 0}, tags, 2, 0};
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    char arn[128];
    eip_coip_pool pool;

    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    EXPECT_STATUS(coip_create(&w, WORLD_DAVE, &request, &list), EIP_OK);
    cr_assert_eq(eip_coip_pool_list_count(list), 1);
    cr_assert_null(eip_coip_pool_list_next_token(list).data);
    pool = coip_at(list, 0);
    cr_assert_eq(pool.pool.kind, EIP_POOL_COIP);
    cr_assert_neq(pool.pool.id, 0);
    cr_assert_eq(pool.owner, WORLD_DAVE);
    cr_assert(is_text(pool.local_gateway_route_table_id, ROUTE_TABLE));
    (void)snprintf(arn, sizeof arn, "arn:aws:ec2:us-east-1:%s:coip-pool/%s",
                   "444444444444", world_pool_id(pool.pool));
    cr_assert(is_text(pool.pool_arn, arn));
    cr_assert_eq(pool.pool_cidr_count, 0);
    cr_assert_null(pool.pool_cidrs);
    cr_assert_eq(pool.tag_count, 2);
    cr_assert(is_text(pool.tags[0].key, "a"));
    cr_assert(is_text(pool.tags[0].value, ""));
    cr_assert(is_text(pool.tags[1].key, "b"));
    cr_assert(is_text(pool.tags[1].value, "2"));
    cr_assert_str_eq(w.guard.action, "ec2:CreateCoipPool");
    cr_assert_str_eq(w.guard.resource, ROUTE_TABLE);
    cr_assert_eq(w.guard.account, WORLD_DAVE);
    eip_coip_pool_list_free(list);
}

Test(coip, its_addresses_are_to_be_had) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_allocate_address_request request = world_request_from(pool);
    eip_allocate_address_response got;

    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "192.168.0.0/31"), EIP_OK);
    got = world_get(&w, WORLD_DAVE, &request);
    cr_assert_eq(got.customer_owned_ip, world_address("192.168.0.0"));
    cr_assert(is_pool(got.customer_owned_ipv4_pool, pool));
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.0.0/30"), EIP_OK);
    EXPECT_STATUS(coip_remove(&w, WORLD_DAVE, pool, "192.168.0.0/31"),
                  EIP_ERR_CIDR_IN_USE);
    world_give(&w, WORLD_DAVE, &got);
    EXPECT_STATUS(coip_remove(&w, WORLD_DAVE, pool, "192.168.0.0/31"), EIP_OK);
    got = world_get(&w, WORLD_DAVE, &request);
    cr_assert_eq(got.customer_owned_ip, world_address("10.0.0.0"));
}

Test(coip, route_tables) {
    static const char *const good[] = {"lgw-rtb-0a1b2c3d",
                                       "lgw-rtb-0123456789abcdef0"};
    static const char *const bad[] = {"",
                                      "lgw-rtb-",
                                      "lgw-rtb-0a1b2c3",
                                      "lgw-rtb-0A1B2C3D",
                                      "lgw-rtb-0a1b2c3g",
                                      "lgw-rtb-0a1b2c3/",
                                      "lgw-rtb-0a1b2c3:",
                                      "lgw-rtb-0a1b2c3`",
                                      "lgw-rtc-0a1b2c3d",
                                      "lgw-rtb-0123456789abcdef01",
                                      "rtb-0123456789abcdef0123"};
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    for (size_t i = 0; i < COUNT(good); i++) {
        request.local_gateway_route_table_id = eip_text_of(good[i]);
        EXPECT_STATUS(coip_create(&w, WORLD_DAVE, &request, &list), EIP_OK);
        cr_assert(
            is_text(coip_at(list, 0).local_gateway_route_table_id, good[i]));
        eip_coip_pool_list_free(list);
        list = NULL;
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        char message[128];

        (void)snprintf(message, sizeof message,
                       "The local gateway route table ID '%s' does not exist",
                       bad[i]);
        request.local_gateway_route_table_id = eip_text_of(bad[i]);
        EXPECT_ERROR(coip_create_raw(&w, WORLD_DAVE, &request, &list),
                     EIP_ERR_ROUTE_TABLE_NOT_FOUND, message);
        cr_assert_str_eq(w.error.field, "LocalGatewayRouteTableId");
        cr_assert_null(list);
    }
    cr_assert_str_eq(eip_status_code(EIP_ERR_ROUTE_TABLE_NOT_FOUND),
                     "InvalidLocalGatewayRouteTableID.NotFound");
}

Test(coip, tags_follow_their_rules) {
    static const eip_tag tag = {{"Name", 4, 0}, {"x", 1, 0}};
    eip_tag_specification specification = {{"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    EXPECT_ERROR(coip_create_raw(&w, WORLD_DAVE, &request, &list),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "'elastic-ip' is not a valid taggable resource type for this "
                 "operation.");
    specification.reserved = 1;
    EXPECT_STATUS(coip_create(&w, WORLD_DAVE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_null(list);
}

/* -- DeleteCoipPool -------------------------------------------------------- */

Test(coip, a_pool_is_deleted_once_it_is_empty) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_coip_pool_list *list = NULL;
    char message[128];

    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.1.0.0/24"), EIP_OK);
    (void)snprintf(message, sizeof message, "The pool '%s' has CIDR blocks",
                   world_pool_id(pool));
    EXPECT_ERROR(coip_delete(&w, WORLD_DAVE, pool, &list), EIP_ERR_POOL_IN_USE,
                 message);
    EXPECT_STATUS(coip_remove(&w, WORLD_DAVE, pool, "10.1.0.0/24"), EIP_OK);
    EXPECT_STATUS(coip_delete(&w, WORLD_DAVE, pool, &list), EIP_OK);
    cr_assert(is_pool(coip_at(list, 0).pool, pool));
    cr_assert(
        is_text(coip_at(list, 0).local_gateway_route_table_id, ROUTE_TABLE));
    eip_coip_pool_list_free(list);
    (void)snprintf(message, sizeof message, "The pool ID '%s' does not exist",
                   world_pool_id(pool));
    list = NULL;
    EXPECT_ERROR(coip_delete(&w, WORLD_DAVE, pool, &list),
                 EIP_ERR_POOL_NOT_FOUND, message);
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.1.0.0/24"),
                  EIP_ERR_POOL_NOT_FOUND);
    cr_assert_null(list);
}

/* -- CreateCoipCidr, DeleteCoipCidr ---------------------------------------- */

Test(coip, what_is_told_of_a_block) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_coip_cidr_request request = coip_block(pool, "10.64.0.0/20");
    eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;

    EXPECT_STATUS(
        eip_create_coip_cidr(w.engine, &dave, &request, &cidr, &w.error),
        EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:CreateCoipCidr");
    cr_assert_str_eq(w.guard.resource, world_pool_id(pool));
    cr_assert_eq(cidr.cidr.base, world_address("10.64.0.0"));
    cr_assert_eq(cidr.cidr.prefix_bits, 20);
    cr_assert(is_pool(cidr.coip_pool, pool));
    cr_assert_str_eq(cidr.local_gateway_route_table_id, ROUTE_TABLE);
    cidr = (eip_coip_cidr)EIP_COIP_CIDR_INIT;
    EXPECT_STATUS(
        eip_delete_coip_cidr(w.engine, &dave, &request, &cidr, &w.error),
        EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:DeleteCoipCidr");
    cr_assert_eq(cidr.cidr.prefix_bits, 20);
}

Test(coip, blocks_that_cannot_be) {
    static const char *const bad[] = {"", "10.0.0.0", "10.0.0.1/24",
                                      "10.0.0.0/33", "x"};
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_coip_cidr_request request;
    char message[128];

    for (size_t i = 0; i < COUNT(bad); i++) {
        (void)snprintf(message, sizeof message,
                       "Value (%s) for parameter cidr is invalid. This is not "
                       "a valid CIDR block.",
                       bad[i]);
        EXPECT_ERROR(coip_add(&w, WORLD_DAVE, pool, bad[i]),
                     EIP_ERR_CIDR_MALFORMED, message);
        EXPECT_ERROR(coip_remove(&w, WORLD_DAVE, pool, bad[i]),
                     EIP_ERR_CIDR_MALFORMED, message);
    }
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.0.0/7"),
                  EIP_ERR_CIDR_MALFORMED);
    request = coip_block(pool, "10.0.0.0/8");
    request.flags = EIP_COIP_DRY_RUN;
    EXPECT_STATUS(coip_block_raw(&w, WORLD_DAVE, &request, true),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.0.0/24"), EIP_OK);
    EXPECT_ERROR(coip_add(&w, WORLD_DAVE, pool, "10.0.0.128/25"),
                 EIP_ERR_CIDR_CONFLICT,
                 "The CIDR 10.0.0.128/25 overlaps 10.0.0.0/24, which is "
                 "provisioned");
    EXPECT_ERROR(coip_remove(&w, WORLD_DAVE, pool, "10.0.0.0/25"),
                 EIP_ERR_CIDR_NOT_FOUND,
                 "The CIDR 10.0.0.0/25 is not provisioned to the pool");
    /* Each pool has a space of its own. */
    EXPECT_STATUS(
        coip_add(&w, WORLD_DAVE, coip_make(&w, WORLD_DAVE), "10.0.0.0/25"),
        EIP_OK);
}

/* The administrator may have put the first elsewhere. */
Test(coip, blocks_stay_in_one_border_group) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);

    world_provision(&w, pool, WORLD_LOCAL, "10.0.0.0/30");
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.1.0/30"), EIP_OK);
    cr_assert_eq(world_space(&w, pool, WORLD_LOCAL).cidrs, 2);
    EXPECT_STATUS(coip_remove(&w, WORLD_DAVE, pool, "10.0.0.0/30"), EIP_OK);
    EXPECT_STATUS(coip_remove(&w, WORLD_DAVE, pool, "10.0.1.0/30"), EIP_OK);
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.1.0/30"), EIP_OK);
    cr_assert_eq(world_space(&w, pool, WORLD_REGION).cidrs, 1);
}

Test(coip, a_drain_begun_goes_on) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_allocate_address_request request = world_request_from(pool);
    eip_allocate_address_response got;

    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.0.0/30"), EIP_OK);
    got = world_get(&w, WORLD_DAVE, &request);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("10.0.0.0/30"),
                                       EIP_DRAIN_START, NULL, NULL),
                  EIP_OK);
    EXPECT_ERROR(coip_remove(&w, WORLD_DAVE, pool, "10.0.0.0/30"),
                 EIP_ERR_CIDR_IN_USE,
                 "1 addresses of the CIDR 10.0.0.0/30 are allocated");
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    world_give(&w, WORLD_DAVE, &got);
    EXPECT_STATUS(coip_remove(&w, WORLD_DAVE, pool, "10.0.0.0/30"), EIP_OK);
}

/* -- whose ------------------------------------------------------------------ */

Test(coip, who_shares_a_pool_does_not_change_it) {
    eip_coip_pool_list *list = NULL;

    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_BOB, 1, &w.error), EIP_OK);
    EXPECT_UNCHANGED({
        EXPECT_STATUS(coip_add(&w, WORLD_BOB, w.coip, "10.9.0.0/24"),
                      EIP_ERR_UNAUTHORIZED);
        EXPECT_STATUS(coip_remove(&w, WORLD_BOB, w.coip, WORLD_COIP_CIDR),
                      EIP_ERR_UNAUTHORIZED);
        EXPECT_STATUS(coip_delete(&w, WORLD_BOB, w.coip, &list),
                      EIP_ERR_UNAUTHORIZED);
    });
    cr_assert_null(list);
}

/* A foreign pool's id, and those that are none. */
Test(coip, ids_that_name_no_pool) {
    static const char *const ids[] = {
        "", "ipv4pool-coip-", "ipv4pool-coip-0123456789abcdef0", "amazon",
        "ipv4pool-ec2-0123456789abcdef0"};
    eip_coip_cidr_request request = coip_block(w.coip_bob, "10.0.0.0/24");
    char message[128];

    for (size_t i = 0; i <= COUNT(ids); i++) {
        const char *id = i == COUNT(ids) ? world_pool_id(w.coip_bob) : ids[i];

        request.coip_pool_id = eip_text_of(id);
        (void)snprintf(message, sizeof message,
                       "The pool ID '%s' does not exist", id);
        EXPECT_ERROR(coip_block_raw(&w, WORLD_ALICE, &request, true),
                     EIP_ERR_POOL_NOT_FOUND, message);
        EXPECT_ERROR(coip_block_raw(&w, WORLD_ALICE, &request, false),
                     EIP_ERR_POOL_NOT_FOUND, message);
        cr_assert_str_eq(w.error.field, "CoipPoolId");
    }
}

/* -- dry runs, authorisation, what is missing -------------------------------- */

Test(coip, dry_runs_change_nothing) {
    eip_create_coip_pool_request create = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_delete_coip_pool_request remove = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    eip_coip_cidr_request block;
    eip_coip_pool_list *list = NULL;
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);
    eip_allocate_address_request request = world_request_from(pool);

    create.flags = remove.flags = EIP_COIP_DRY_RUN;
    create.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    remove.coip_pool_id = eip_text_of(world_pool_id(pool));
    block = coip_block(pool, "10.0.0.0/24");
    block.flags = EIP_COIP_DRY_RUN;
    EXPECT_UNCHANGED({
        EXPECT_STATUS(coip_create(&w, WORLD_DAVE, &create, &list),
                      EIP_ERR_DRY_RUN);
        EXPECT_STATUS(
            eip_delete_coip_pool(w.engine, &dave, &remove, &list, &w.error),
            EIP_ERR_DRY_RUN);
        EXPECT_STATUS(coip_block_raw(&w, WORLD_DAVE, &block, true),
                      EIP_ERR_DRY_RUN);
        EXPECT_STATUS(coip_block_raw(&w, WORLD_DAVE, &block, false),
                      EIP_ERR_CIDR_NOT_FOUND);
    });
    EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, "10.0.0.0/24"), EIP_OK);
    EXPECT_STATUS(coip_block_raw(&w, WORLD_DAVE, &block, true),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(coip_block_raw(&w, WORLD_DAVE, &block, false),
                  EIP_ERR_DRY_RUN);
    (void)world_get(&w, WORLD_DAVE, &request);
    EXPECT_STATUS(coip_block_raw(&w, WORLD_DAVE, &block, false),
                  EIP_ERR_CIDR_IN_USE);
    cr_assert_null(list);
}

Test(coip, what_is_missing) {
    eip_create_coip_pool_request create = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_delete_coip_pool_request remove = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    eip_coip_cidr_request block = EIP_COIP_CIDR_REQUEST_INIT;
    eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);
    eip_coip_pool_list *list = NULL;

    EXPECT_ERROR(coip_create_raw(&w, WORLD_DAVE, &create, &list),
                 EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter "
                 "LocalGatewayRouteTableId");
    EXPECT_ERROR(
        eip_delete_coip_pool(w.engine, &dave, &remove, &list, &w.error),
        EIP_ERR_MISSING_PARAMETER,
        "The request must contain the parameter CoipPoolId");
    EXPECT_ERROR(coip_block_raw(&w, WORLD_DAVE, &block, true),
                 EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter Cidr");
    block.cidr = eip_text_of("10.0.0.0/24");
    EXPECT_ERROR(coip_block_raw(&w, WORLD_DAVE, &block, false),
                 EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter CoipPoolId");
    cr_assert_null(list);
}

Test(coip, who_is_not_authorised_is_told_nothing_else) {
    eip_create_coip_pool_request create = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_cidr_request block = EIP_COIP_CIDR_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    w.guard.denies = true;
    EXPECT_STATUS(coip_create(&w, WORLD_DAVE, &create, &list),
                  EIP_ERR_UNAUTHORIZED);
    EXPECT_STATUS(coip_delete(&w, WORLD_ALICE, w.coip, &list),
                  EIP_ERR_UNAUTHORIZED);
    EXPECT_STATUS(coip_block_raw(&w, WORLD_ALICE, &block, true),
                  EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    cr_assert_null(list);
}

/* -- structs ----------------------------------------------------------------- */

Test(coip, forms_of_requests) {
    eip_create_coip_pool_request create = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_delete_coip_pool_request remove = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    eip_coip_cidr_request block = coip_block(w.coip, "10.0.0.0/24");
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;
    eip_coip_pool_list *list = NULL;

    create.reserved = 1;
    EXPECT_STATUS(coip_create(&w, 1, &create, &list), EIP_ERR_STRUCT_VERSION);
    create.reserved = 0;
    create.flags = 2;
    EXPECT_STATUS(coip_create(&w, 1, &create, &list), EIP_ERR_STRUCT_VERSION);
    create.flags = 0;
    create.local_gateway_route_table_id.size = 1;
    EXPECT_STATUS(coip_create(&w, 1, &create, &list), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(coip_create(&w, 1, NULL, &list), EIP_ERR_NULL);
    create.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    EXPECT_STATUS(coip_create(&w, 1, &create, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(coip_create(&w, UINT64_C(1000000000000), &create, &list),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_create_coip_pool(NULL, &alice, &create, &list, &w.error),
                  EIP_ERR_NULL);

    remove.coip_pool_id = eip_text_of("x");
    EXPECT_STATUS(
        eip_delete_coip_pool(w.engine, &alice, &remove, NULL, &w.error),
        EIP_ERR_NULL);
    remove.flags = 2;
    EXPECT_STATUS(
        eip_delete_coip_pool(w.engine, &alice, &remove, &list, &w.error),
        EIP_ERR_STRUCT_VERSION);
    remove.flags = 0;
    remove.coip_pool_id.reserved = 1;
    EXPECT_STATUS(
        eip_delete_coip_pool(w.engine, &alice, &remove, &list, &w.error),
        EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(eip_delete_coip_pool(w.engine, &alice, NULL, &list, &w.error),
                  EIP_ERR_NULL);

    EXPECT_STATUS(
        eip_create_coip_cidr(w.engine, &alice, &block, NULL, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(eip_create_coip_cidr(w.engine, &alice, NULL, &cidr, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_delete_coip_cidr(w.engine, &alice, NULL, &cidr, &w.error),
                  EIP_ERR_NULL);
    block.flags = 2;
    EXPECT_STATUS(coip_block_raw(&w, WORLD_ALICE, &block, true),
                  EIP_ERR_STRUCT_VERSION);
    block.flags = 0;
    block.cidr.reserved = 1;
    EXPECT_STATUS(coip_block_raw(&w, WORLD_ALICE, &block, true),
                  EIP_ERR_STRUCT_VERSION);
    block.cidr.reserved = 0;
    block.coip_pool_id.reserved = 1;
    EXPECT_STATUS(coip_block_raw(&w, WORLD_ALICE, &block, false),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_null(list);
}

/* An id that the engine would make next, if it is taken, is passed over. */
Test(coip, a_made_id_is_a_new_one) {
    struct world other;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref made;

    world_start(&other);
    spec.pool = coip_make(&other, WORLD_DAVE);
    world_end(&other);
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &made, &w.error),
                  EIP_OK);
    cr_assert_neq(coip_make(&w, WORLD_DAVE).id, made.id);
}
