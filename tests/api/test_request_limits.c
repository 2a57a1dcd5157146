/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* One filter too many, one tag too many, a token of nobody's: of every
 * operation that takes them. */
#include "api/ipam.h"
#include "api/public_pool.h"

WORLD_SUITE(request_limits);

enum { FILTERS = 50, TAGS = 50 };

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static const eip_text foreign = {"AAAAAAAA", 8, 0};

/* Each of these is answered the status, whatever was asked. */
#define EXPECT_ANSWER(name, list_type, request, wanted)                        \
    do {                                                                       \
        list_type *list = NULL;                                                \
                                                                               \
        EXPECT_STATUS(name(w.engine, &alice, &(request), &list, &w.error),     \
                      wanted);                                                 \
        list_type##_free(list);                                                \
    } while (0)

/* -- filters ----------------------------------------------------------------------- */

static const eip_filter *same_filters(const char *name) {
    static const eip_text value = {"x", 1, 0};
    static eip_filter filters[FILTERS + 1];

    for (uint32_t i = 0; i <= FILTERS; i++) {
        filters[i] = (eip_filter){eip_text_of(name), &value, 1, 0};
    }
    return filters;
}

/* As many as there may be, and one more. */
#define EXPECT_FILTER_LIMIT(name, list_type, request, filter)                  \
    do {                                                                       \
        (request).filters = same_filters(filter);                              \
        (request).filter_count = FILTERS;                                      \
        EXPECT_ANSWER(name, list_type, request, EIP_OK);                       \
        (request).filter_count++;                                              \
        EXPECT_ANSWER(name, list_type, request,                                \
                      EIP_ERR_FILTER_LIMIT_EXCEEDED);                          \
    } while (0)

Test(request_limits, filters_of_addresses) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    EXPECT_FILTER_LIMIT(eip_describe_addresses, eip_address_list, request,
                        "tag-key");
}

Test(request_limits, filters_of_tags) {
    eip_describe_tags_request request = EIP_DESCRIBE_TAGS_REQUEST_INIT;

    EXPECT_FILTER_LIMIT(eip_describe_tags, eip_tag_list, request, "key");
}

Test(request_limits, filters_of_coip_pools) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;

    EXPECT_FILTER_LIMIT(eip_describe_coip_pools, eip_coip_pool_list, request,
                        "tag-key");
}

Test(request_limits, filters_of_moving_addresses) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;

    EXPECT_FILTER_LIMIT(eip_describe_moving_addresses, eip_moving_address_list,
                        request, "moving-status");
}

Test(request_limits, filters_of_public_pools) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;

    EXPECT_FILTER_LIMIT(eip_describe_public_ipv4_pools, eip_public_pool_list,
                        request, "tag-key");
}

Test(request_limits, filters_of_ipam_pools) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;

    EXPECT_FILTER_LIMIT(eip_describe_ipam_pools, eip_ipam_pool_list, request,
                        "tag-key");
}

Test(request_limits, filters_of_allocations_of_a_pool) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;

    request.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
    EXPECT_FILTER_LIMIT(eip_get_ipam_pool_allocations,
                        eip_ipam_pool_allocation_list, request, "tag-key");
}

Test(request_limits, filters_of_addresses_in_use) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;

    request.pool_id = eip_text_of(world_pool_id(w.coip));
    request.filters = same_filters("coip-address-usage.co-ip");
    request.filter_count = FILTERS;
    EXPECT_STATUS(eip_get_coip_pool_usage(w.engine, &alice, &request, &response,
                                          &w.error),
                  EIP_OK);
    eip_coip_address_usage_list_free(response.coip_address_usages);
    request.filter_count++;
    EXPECT_STATUS(eip_get_coip_pool_usage(w.engine, &alice, &request, &response,
                                          &w.error),
                  EIP_ERR_FILTER_LIMIT_EXCEEDED);
}

/* -- tags -------------------------------------------------------------------------- */

static eip_tag_specification tags_of(const char *type, uint32_t count) {
    static char keys[TAGS + 1][8];
    static eip_tag tags[TAGS + 1];

    for (uint32_t i = 0; i <= TAGS; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "key%u", i);
        tags[i] = (eip_tag){eip_text_of(keys[i]), {NULL, 0, 0}};
    }
    return (eip_tag_specification){eip_text_of(type), tags, count, 0};
}

Test(request_limits, tags_of_an_accepted_address) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    eip_enable_address_transfer_request offer =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_tag_specification tags = tags_of("elastic-ip", TAGS + 1);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);

    offer.allocation_id = got.allocation_id;
    offer.transfer_account_id = eip_text_of("111111111111");
    EXPECT_STATUS(
        eip_enable_address_transfer(w.engine, &bob, &offer, NULL, &w.error),
        EIP_OK);
    request.address = eip_text_of(world_ip(got.public_ip));
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_STATUS(
        eip_accept_address_transfer(w.engine, &alice, &request, NULL, &w.error),
        EIP_ERR_TAG_LIMIT_EXCEEDED);
    cr_assert_eq(world_count(&w, WORLD_BOB), 1);
    tags.tag_count = TAGS;
    EXPECT_STATUS(
        eip_accept_address_transfer(w.engine, &alice, &request, NULL, &w.error),
        EIP_OK);
    cr_assert_eq(world_count(&w, WORLD_BOB), 0);
}

Test(request_limits, tags_of_a_coip_pool) {
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_tag_specification tags = tags_of("coip-pool", TAGS + 1);

    request.local_gateway_route_table_id = eip_text_of("lgw-rtb-01234567");
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_ANSWER(eip_create_coip_pool, eip_coip_pool_list, request,
                  EIP_ERR_TAG_LIMIT_EXCEEDED);
    tags.tag_count = TAGS;
    EXPECT_ANSWER(eip_create_coip_pool, eip_coip_pool_list, request, EIP_OK);
}

Test(request_limits, tags_of_a_public_pool) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_tag_specification tags = tags_of("ipv4pool-ec2", TAGS + 1);
    eip_pool_ref pool;

    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_UNCHANGED(EXPECT_ERROR(
        pool_create(&w, WORLD_ALICE, &request, &pool),
        EIP_ERR_TAG_LIMIT_EXCEEDED,
        "The maximum number of Tags for a resource has been reached."));
    tags.tag_count = TAGS;
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
}

Test(request_limits, tags_of_a_brought_range) {
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, BROUGHT);
    eip_tag_specification tags = tags_of("ipv4pool-ec2", TAGS + 1);

    request.pool_tag_specifications = &tags;
    request.pool_tag_specification_count = 1;
    EXPECT_UNCHANGED(EXPECT_ANSWER(eip_provision_byoip_cidr,
                                   eip_byoip_cidr_list, request,
                                   EIP_ERR_TAG_LIMIT_EXCEEDED));
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
    tags.tag_count = TAGS;
    EXPECT_ANSWER(eip_provision_byoip_cidr, eip_byoip_cidr_list, request,
                  EIP_OK);
}

/* Its own tags, and those that it requires of others. */
Test(request_limits, tags_of_an_ipam_pool) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_modify_ipam_pool_request modify = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_tag_specification tags = tags_of("ipam-pool", TAGS + 1);
    char id[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(w.ipam, id);
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_UNCHANGED(EXPECT_ANSWER(eip_create_ipam_pool, eip_ipam_pool_list,
                                   request, EIP_ERR_TAG_LIMIT_EXCEEDED));
    request.tag_specification_count = 0;
    request.allocation_resource_tags = tags.tags;
    request.allocation_resource_tag_count = TAGS + 1;
    EXPECT_UNCHANGED(EXPECT_ANSWER(eip_create_ipam_pool, eip_ipam_pool_list,
                                   request, EIP_ERR_TAG_LIMIT_EXCEEDED));
    tags.tag_count = TAGS;
    request.tag_specification_count = 1;
    request.allocation_resource_tag_count = TAGS;
    EXPECT_ANSWER(eip_create_ipam_pool, eip_ipam_pool_list, request, EIP_OK);
    modify.ipam_pool_id = eip_text_of(id);
    modify.add_allocation_resource_tags = tags.tags;
    modify.add_allocation_resource_tag_count = TAGS + 1;
    EXPECT_UNCHANGED(EXPECT_ANSWER(eip_modify_ipam_pool, eip_ipam_pool_list,
                                   modify, EIP_ERR_TAG_LIMIT_EXCEEDED));
    modify.add_allocation_resource_tag_count = TAGS;
    EXPECT_ANSWER(eip_modify_ipam_pool, eip_ipam_pool_list, modify, EIP_OK);
}

Test(request_limits, tags_of_an_allocation_of_ipam) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_tag_specification tags = tags_of("ipam-pool-allocation", TAGS + 1);
    char id[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(w.ipam, id);
    request.ipam_pool_id = eip_text_of(id);
    request.cidr = eip_text_of("18.97.0.40/31");
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    EXPECT_UNCHANGED(EXPECT_ANSWER(eip_allocate_ipam_pool_cidr,
                                   eip_ipam_pool_allocation_list, request,
                                   EIP_ERR_TAG_LIMIT_EXCEEDED));
    tags.tag_count = TAGS;
    EXPECT_ANSWER(eip_allocate_ipam_pool_cidr, eip_ipam_pool_allocation_list,
                  request, EIP_OK);
}

/* -- tokens ------------------------------------------------------------------------ */

Test(request_limits, a_token_of_nobodys) {
    eip_describe_address_transfers_request transfers =
        EIP_DESCRIBE_ADDRESS_TRANSFERS_REQUEST_INIT;
    eip_describe_addresses_attribute_request attributes =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_describe_tags_request tags = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    eip_describe_coip_pools_request pools =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;

    transfers.next_token = foreign;
    EXPECT_ANSWER(eip_describe_address_transfers, eip_address_transfer_list,
                  transfers, EIP_ERR_NEXT_TOKEN);
    attributes.next_token = foreign;
    EXPECT_ANSWER(eip_describe_addresses_attribute, eip_address_attribute_list,
                  attributes, EIP_ERR_NEXT_TOKEN);
    tags.next_token = foreign;
    EXPECT_ANSWER(eip_describe_tags, eip_tag_list, tags, EIP_ERR_NEXT_TOKEN);
    pools.next_token = foreign;
    EXPECT_ANSWER(eip_describe_coip_pools, eip_coip_pool_list, pools,
                  EIP_ERR_NEXT_TOKEN);
}
