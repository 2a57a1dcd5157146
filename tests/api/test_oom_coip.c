/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations on CoIP pools without memory. */
#include "api/coip.h"

#include "api/oom.h"

OOM_SUITE(oom_coip);

static eip_pool_ref made;
static eip_tag tags[EIP_LIMIT_TAGS];
static char keys[EIP_LIMIT_TAGS][3];
static char value[EIP_LIMIT_TAG_VALUE];
static const eip_tag_specification specification = {
    {"coip-pool", 9, 0}, tags, EIP_LIMIT_TAGS, 0};

static eip_status create(bool tagged) {
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    eip_status status;

    memset(value, 'v', sizeof value);
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        keys[i][0] = 'k';
        keys[i][1] = (char)('0' + i / 10);
        keys[i][2] = (char)('0' + i % 10);
        tags[i] = (eip_tag){{keys[i], 3, 0}, {value, sizeof value, 0}};
    }
    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.tag_specifications = &specification;
    request.tag_specification_count = tagged;
    status = coip_create(&w, WORLD_ALICE, &request, &list);
    if (status == EIP_OK) {
        made = coip_at(list, 0).pool;
    }
    eip_coip_pool_list_free(list);
    return status;
}

static eip_status create_plain(void) {
    return create(false);
}

static eip_status create_tagged(void) {
    return create(true);
}

Test(oom_coip, create_a_pool) {
    expect_safe(&(struct subject){NULL, create_plain, NULL}, true);
    expect_safe(&(struct subject){NULL, create_tagged, NULL}, true);
}

static void make(void) {
    cr_assert_eq(create(true), EIP_OK);
}

static eip_status delete_made(void) {
    eip_coip_pool_list *list = NULL;
    eip_status status = coip_delete(&w, WORLD_ALICE, made, &list);

    eip_coip_pool_list_free(list);
    return status;
}

Test(oom_coip, delete_a_pool) {
    expect_safe(&(struct subject){make, delete_made, NULL}, true);
}

static eip_status add_block(void) {
    return coip_add(&w, WORLD_ALICE, made, "10.1.0.0/28");
}

Test(oom_coip, add_a_block) {
    expect_safe(&(struct subject){make, add_block, NULL}, true);
}

/* With a drain begun: it goes on where the block cannot be removed. */
static void make_draining(void) {
    eip_allocate_address_request request;
    eip_allocate_address_response got;

    make();
    cr_assert_eq(add_block(), EIP_OK);
    request = world_request_from(made);
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(eip_admin_drain_cidr(w.engine, made, world_cidr("10.1.0.0/28"),
                                      EIP_DRAIN_START, NULL, NULL),
                 EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
}

static void make_with_block(void) {
    make();
    cr_assert_eq(add_block(), EIP_OK);
}

static eip_status remove_block(void) {
    return coip_remove(&w, WORLD_ALICE, made, "10.1.0.0/28");
}

Test(oom_coip, remove_a_block) {
    expect_safe(&(struct subject){make_with_block, remove_block, NULL}, true);
    expect_safe(&(struct subject){make_draining, remove_block, NULL}, true);
}

/* More than a page of them, one with tags and a block. */
static void make_many(void) {
    make_with_block();
    for (uint32_t i = 0; i < 9; i++) {
        (void)coip_make(&w, WORLD_ALICE);
    }
}

static eip_status describe(bool named) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_text id = eip_text_of(world_pool_id(made));
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_pool_list *list = NULL;
    eip_status status;

    request.pool_ids = &id;
    request.pool_id_count = named;
    request.flags = EIP_COIP_MAX_RESULTS;
    request.max_results = 8;
    status =
        eip_describe_coip_pools(w.engine, &alice, &request, &list, &w.error);
    eip_coip_pool_list_free(list);
    return status;
}

static eip_status describe_all(void) {
    return describe(false);
}

static eip_status describe_named(void) {
    return describe(true);
}

Test(oom_coip, describe_pools) {
    expect_safe(&(struct subject){make_many, describe_all, NULL}, true);
    expect_safe(&(struct subject){make_many, describe_named, NULL}, true);
}

/* Texts of more than a chunk, and blocks of nearly one. */
enum { MANY = 60, BROAD = 500 };

static void make_sixty(void) {
    for (uint32_t i = 0; i < MANY; i++) {
        (void)coip_make(&w, WORLD_ALICE);
    }
}

static void make_broad(void) {
    eip_cidr cidrs[BROAD];

    cr_assert_eq(create(false), EIP_OK);
    for (uint32_t i = 0; i < BROAD; i++) {
        cidrs[i] = (eip_cidr){UINT32_C(0x0a020000) + 2 * i, 32};
    }
    cr_assert_eq(eip_admin_provision_cidrs(w.engine, made, eip_text_of(NULL),
                                           cidrs, BROAD, NULL),
                 EIP_OK);
}

static eip_status describe_everything(void) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_pool_list *list = NULL;
    eip_status status =
        eip_describe_coip_pools(w.engine, &alice, NULL, &list, &w.error);

    eip_coip_pool_list_free(list);
    return status;
}

Test(oom_coip, describe_what_fills_chunks) {
    expect_safe(&(struct subject){make_sixty, describe_everything, NULL}, true);
    expect_safe(&(struct subject){make_broad, describe_everything, NULL}, true);
}

static void hold_nine(void) {
    eip_allocate_address_request request;

    make_with_block();
    request = world_request_from(made);
    for (uint32_t i = 0; i < 9; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
}

static eip_status usage_in(int32_t results) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_status status;

    request.pool_id = eip_text_of(world_pool_id(made));
    request.flags = EIP_COIP_MAX_RESULTS;
    request.max_results = results;
    status = eip_get_coip_pool_usage(w.engine, &alice, &request, &response,
                                     &w.error);
    eip_coip_address_usage_list_free(response.coip_address_usages);
    return status;
}

static eip_status usage(void) {
    return usage_in(100);
}

static eip_status usage_page(void) {
    return usage_in(5);
}

Test(oom_coip, usage_of_a_pool) {
    expect_safe(&(struct subject){hold_nine, usage, NULL}, true);
    expect_safe(&(struct subject){hold_nine, usage_page, NULL}, true);
}

static eip_status tag(void) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_text resource = eip_text_of(world_pool_id(made));
    eip_tag one = {{"k07", 3, 0}, {"new", 3, 0}};

    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    return eip_create_tags(w.engine, &alice, &request, &w.error);
}

static eip_status show_tags(void) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag_list *list = NULL;
    eip_status status =
        eip_describe_tags(w.engine, &alice, NULL, &list, &w.error);

    eip_tag_list_free(list);
    return status;
}

Test(oom_coip, tags_of_a_pool) {
    expect_safe(&(struct subject){make, tag, NULL}, true);
    expect_safe(&(struct subject){make, show_tags, NULL}, true);
}
