/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Making, showing and unmaking public IPv4 pools. What is cut out of them is
 * test_public_pool_cut.c's. */
#include "api/public_pool.h"

WORLD_SUITE(public_pool);

static const eip_tag tags[] = {{{"b", 1, 0}, {"2", 1, 0}},
                               {{"a", 1, 0}, {NULL, 0, 0}}};
static const eip_tag_specification specification = {
    {"ipv4pool-ec2", 12, 0}, tags, 2, 0};

/* -- CreatePublicIpv4Pool ---------------------------------------------------- */

Test(public_pool, as_it_is_created) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_public_pool_list *list;
    eip_public_pool shown;
    eip_pool_ref pool;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    EXPECT_STATUS(pool_create(&w, WORLD_DAVE, &request, &pool), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:CreatePublicIpv4Pool");
    cr_assert_eq(w.guard.account, WORLD_DAVE);
    cr_assert_eq(strncmp(world_pool_id(pool), "ipv4pool-ec2-0", 14), 0);
    list = pool_show(&w, WORLD_DAVE, pool);
    cr_assert_str_eq(w.guard.action, "ec2:DescribePublicIpv4Pools");
    shown = pool_at(list, 0);
    cr_assert(is_pool(shown.pool, pool));
    cr_assert(is_text(shown.description, ""));
    cr_assert(is_text(shown.network_border_group, WORLD_REGION));
    cr_assert_null(shown.pool_address_ranges);
    cr_assert_eq(shown.pool_address_range_count, 0);
    cr_assert_eq(shown.total_address_count, 0);
    cr_assert_eq(shown.total_available_address_count, 0);
    cr_assert_eq(shown.tag_count, 2);
    cr_assert(is_text(shown.tags[0].key, "a"));
    cr_assert(is_text(shown.tags[0].value, ""));
    cr_assert(is_text(shown.tags[1].key, "b"));
    eip_public_pool_list_free(list);
    eip_public_pool_list_free(NULL);
    cr_assert_eq(eip_public_pool_list_count(NULL), 0);
}

/* What the administrator provisions goes where the pool is. */
Test(public_pool, in_a_border_group) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_cidr cidr = world_cidr("203.0.113.0/30");
    eip_allocate_address_request ask;
    eip_public_pool_list *list;
    eip_pool_ref pool;

    request.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    list = pool_show(&w, WORLD_ALICE, pool);
    cr_assert(is_text(pool_at(list, 0).network_border_group, WORLD_LOCAL));
    eip_public_pool_list_free(list);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, pool,
                                            eip_text_of(WORLD_REGION), &cidr, 1,
                                            &w.error),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, pool,
                                            (eip_text){NULL, 0, 0}, &cidr, 1,
                                            &w.error),
                  EIP_OK);
    ask = world_request_from(pool);
    cr_assert(is_text(world_get(&w, WORLD_ALICE, &ask).network_border_group,
                      WORLD_LOCAL));
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.3 3/4");
}

Test(public_pool, border_groups_where_none_can_be) {
    static const char *const groups[] = {"", "us-west-2", WORLD_WAVELENGTH};
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref pool;

    for (size_t i = 0; i < COUNT(groups); i++) {
        char message[128];

        (void)snprintf(message, sizeof message,
                       "invalid value for parameter NetworkBorderGroup: %s",
                       groups[i]);
        request.network_border_group = eip_text_of(groups[i]);
        EXPECT_ERROR(pool_create(&w, WORLD_ALICE, &request, &pool),
                     EIP_ERR_INVALID_PARAMETER_VALUE, message);
        cr_assert_str_eq(w.error.field, "NetworkBorderGroup");
    }
}

Test(public_pool, tags_follow_their_rules) {
    eip_tag_specification other = specification;
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref pool;

    other.resource_type = eip_text_of("coip-pool");
    request.tag_specifications = &other;
    request.tag_specification_count = 1;
    EXPECT_ERROR(pool_create(&w, WORLD_ALICE, &request, &pool),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "'coip-pool' is not a valid taggable resource type for this "
                 "operation.");
    other.tags = NULL;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool), EIP_ERR_NULL);
}

Test(public_pool, creation_that_is_not_to_be) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref pool = {7, 7, 7};

    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, NULL), EIP_ERR_NULL);
    request.flags = EIP_PUBLIC_POOL_DRY_RUN;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_DRY_RUN);
    w.guard.denies = true;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    request.flags = EIP_PUBLIC_POOL_MAX_RESULTS;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.reserved = 1;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_STRUCT_VERSION);
    request.reserved = 0;
    request.network_border_group.reserved = 1;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_STRUCT_VERSION);
    request.size = 3;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(pool_create(&w, UINT64_MAX, NULL, &pool), EIP_ERR_ARGUMENT);
    cr_assert_eq(pool.id, 7);
}

/* -- DeletePublicIpv4Pool ----------------------------------------------------- */

Test(public_pool, deleted_once) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    char message[128];

    EXPECT_STATUS(pool_delete_in(&w, WORLD_ALICE, world_pool_id(pool),
                                 WORLD_REGION, EIP_PUBLIC_POOL_DRY_RUN),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(
        pool_delete_in(&w, WORLD_ALICE, world_pool_id(pool), WORLD_LOCAL, 0),
        EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(
        pool_delete_in(&w, WORLD_ALICE, world_pool_id(pool), WORLD_REGION, 0),
        EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:DeletePublicIpv4Pool");
    cr_assert_str_eq(w.guard.resource, world_pool_id(pool));
    (void)snprintf(message, sizeof message, "The pool ID '%s' does not exist",
                   world_pool_id(pool));
    EXPECT_ERROR(pool_delete(&w, WORLD_ALICE, pool), EIP_ERR_POOL_NOT_FOUND,
                 message);
    cr_assert_str_eq(w.error.field, "PoolId");
}

Test(public_pool, kept) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    eip_delete_public_ipv4_pool_request request =
        EIP_DELETE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    EXPECT_STATUS(pool_delete(&w, WORLD_BOB, pool), EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(pool_delete_in(&w, WORLD_ALICE, NULL, NULL, 0),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(pool_delete_in(&w, WORLD_ALICE, "amazon", NULL, 0),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, w.coip), EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, w.byoip), EIP_ERR_POOL_IN_USE);
    w.guard.denies = true;
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    EXPECT_STATUS(pool_delete_in(&w, WORLD_ALICE, world_pool_id(pool), NULL,
                                 EIP_PUBLIC_POOL_MAX_RESULTS),
                  EIP_ERR_STRUCT_VERSION);
    request.pool_id.reserved = 1;
    EXPECT_STATUS(
        eip_delete_public_ipv4_pool(w.engine, &alice, &request, &w.error),
        EIP_ERR_STRUCT_VERSION);
    request.pool_id.reserved = 0;
    request.network_border_group.reserved = 1;
    EXPECT_STATUS(
        eip_delete_public_ipv4_pool(w.engine, &alice, &request, &w.error),
        EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(eip_delete_public_ipv4_pool(w.engine, &alice, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_OK);
}

/* -- DescribePublicIpv4Pools --------------------------------------------------- */

Test(public_pool, ids_that_are_not_the_callers) {
    static const char *const ids[] = {"", "amazon",
                                      "ipv4pool-ec2-00123456789abcdef", "x"};
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_public_pool_list *list = NULL;
    eip_text id[2];

    id[0] = eip_text_of(world_pool_id(w.byoip));
    request.pool_ids = id;
    request.pool_id_count = 2;
    for (size_t i = 0; i < COUNT(ids) + 2; i++) {
        const char *text = i < COUNT(ids)    ? ids[i]
                           : i == COUNT(ids) ? world_pool_id(w.byoip_bob)
                                             : world_pool_id(w.coip);
        char message[128];

        id[1] = eip_text_of(text);
        (void)snprintf(message, sizeof message,
                       "The pool ID '%s' does not exist", text);
        EXPECT_ERROR(pool_describe(&w, WORLD_ALICE, &request, &list),
                     EIP_ERR_PUBLIC_POOL_NOT_FOUND, message);
        cr_assert_eq(w.error.index, 1);
        cr_assert_str_eq(w.error.field, "PoolId");
        cr_assert_null(list);
    }
    cr_assert_str_eq(eip_status_code(EIP_ERR_PUBLIC_POOL_NOT_FOUND),
                     "InvalidPublicIpv4PoolID.NotFound");
    id[1] = id[0];
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_eq(eip_public_pool_list_count(list), 1);
    eip_public_pool_list_free(list);
}

Test(public_pool, a_page_at_a_time) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_public_pool_list *list = NULL;
    eip_public_pool_list *next = NULL;
    uint64_t last = 0;
    uint64_t seen = 0;

    for (int i = 0; i < 11; i++) {
        (void)pool_make(&w, WORLD_ALICE); /* and the one of the world */
    }
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, NULL, &list), EIP_OK);
    cr_assert_eq(eip_public_pool_list_count(list), 10);
    cr_assert_not_null(eip_public_pool_list_next_token(list).data);
    eip_public_pool_list_free(list);
    request.flags = EIP_PUBLIC_POOL_MAX_RESULTS;
    request.max_results = 1;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list), EIP_OK);
    for (;;) {
        eip_public_pool shown = pool_at(list, 0);

        cr_assert_gt(shown.pool.id, last);
        last = shown.pool.id;
        seen++;
        request.next_token = eip_public_pool_list_next_token(list);
        if (request.next_token.data == NULL) {
            break;
        }
        EXPECT_STATUS(pool_describe(&w, WORLD_BOB, &request, &next),
                      EIP_ERR_NEXT_TOKEN);
        EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &next), EIP_OK);
        eip_public_pool_list_free(list);
        list = next;
        next = NULL;
    }
    eip_public_pool_list_free(list);
    cr_assert_eq(seen, 12);
    request.next_token = (eip_text){NULL, 0, 0};
    for (int32_t i = 0; i <= 11; i += 11) {
        request.max_results = i;
        EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &next),
                      EIP_ERR_MAX_RESULTS);
    }
    request.max_results = 10;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &next), EIP_OK);
    eip_public_pool_list_free(next);
}

Test(public_pool, filters) {
    static const eip_text values[] = {{"2", 1, 0}};
    static const eip_filter by_tag = {{"tag:b", 5, 0}, values, 1, 0};
    static const eip_filter unknown = {{"pool-id", 7, 0}, values, 1, 0};
    eip_create_public_ipv4_pool_request create =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_public_pool_list *list = NULL;
    eip_pool_ref pool;

    create.tag_specifications = &specification;
    create.tag_specification_count = 1;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
    request.filters = &by_tag;
    request.filter_count = 1;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_eq(eip_public_pool_list_count(list), 1);
    cr_assert(is_pool(pool_at(list, 0).pool, pool));
    eip_public_pool_list_free(list);
    request.filters = &unknown;
    EXPECT_ERROR(pool_describe(&w, WORLD_ALICE, &request, &list),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "The filter 'pool-id' is invalid");
}

Test(public_pool, descriptions_that_are_not_formed) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_public_pool_list *list = NULL;

    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, NULL), EIP_ERR_NULL);
    request.pool_id_count = 1;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_NULL);
    request.pool_id_count = 0;
    request.filter_count = 1;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_NULL);
    request.filter_count = 0;
    request.reserved = 1;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.reserved = 0;
    request.flags = EIP_PUBLIC_POOL_DRY_RUN; /* EC2 has none here */
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.next_token.reserved = 1;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.size = 2;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    w.guard.denies = true;
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, NULL, &list),
                  EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
}

/* A pool may be given an id by its administrator, also the last there is. */
Test(public_pool, the_last_id) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_public_pool_list *list = NULL;
    eip_pool_ref pool;

    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_PUBLIC_IPV4, 0};
    spec.owner = WORLD_ALICE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &pool, &w.error),
                  EIP_OK);
    EXPECT_STATUS(pool_describe(&w, WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_eq(eip_public_pool_list_count(list), 2);
    cr_assert_eq(pool_at(list, 1).pool.id, UINT64_MAX);
    eip_public_pool_list_free(list);
}

/* -- tags ------------------------------------------------------------------------ */

static eip_status tag(uint64_t account, const char *id, bool deletes) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_text resource = eip_text_of(id);

    request.resources = &resource;
    request.resource_count = 1;
    request.tags = tags;
    request.tag_count = 2;
    w.error = eip_error_init();
    return deletes ? eip_delete_tags(w.engine, &caller, &request, &w.error)
                   : eip_create_tags(w.engine, &caller, &request, &w.error);
}

Test(public_pool, tagged_and_untagged) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag_description shown = EIP_TAG_DESCRIPTION_INIT;
    eip_tag_list *list = NULL;

    EXPECT_STATUS(tag(WORLD_ALICE, world_pool_id(pool), false), EIP_OK);
    EXPECT_STATUS(tag(WORLD_ALICE, world_pool_id(w.byoip), false), EIP_OK);
    EXPECT_STATUS(tag(WORLD_BOB, world_pool_id(pool), false),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(tag(WORLD_BOB, "ipv4pool-ec2-1", false),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(eip_describe_tags(w.engine, &alice, NULL, &list, &w.error),
                  EIP_OK);
    cr_assert_eq(eip_tag_list_count(list), 4);
    cr_assert_eq(eip_tag_list_at(list, 2, &shown), EIP_OK);
    cr_assert(is_text(shown.resource_type, "ipv4pool-ec2"));
    cr_assert(is_text(shown.resource_id, world_pool_id(pool)));
    cr_assert(is_text(shown.key, "a"));
    eip_tag_list_free(list);
    EXPECT_STATUS(tag(WORLD_ALICE, world_pool_id(pool), true), EIP_OK);
    EXPECT_STATUS(eip_describe_tags(w.engine, &alice, NULL, &list, &w.error),
                  EIP_OK);
    cr_assert_eq(eip_tag_list_count(list), 2);
    eip_tag_list_free(list);
}
