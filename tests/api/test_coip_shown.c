/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeCoipPools and GetCoipPoolUsage, page by page. */
#include "api/coip.h"

WORLD_SUITE(coip_shown);

static eip_status describe(uint64_t account,
                           const eip_describe_coip_pools_request *request,
                           eip_coip_pool_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_describe_coip_pools(w.engine, &caller, request, list, &w.error);
}

/* Must succeed. */
static eip_coip_pool_list *
all_of(uint64_t account, const eip_describe_coip_pools_request *request) {
    eip_coip_pool_list *list = NULL;

    EXPECT_STATUS(describe(account, request, &list), EIP_OK);
    return list;
}

static uint64_t count_of(uint64_t account,
                         const eip_describe_coip_pools_request *request) {
    eip_coip_pool_list *list = all_of(account, request);
    uint64_t count = eip_coip_pool_list_count(list);

    eip_coip_pool_list_free(list);
    return count;
}

/* -- DescribeCoipPools ------------------------------------------------------ */

Test(coip_shown, pools_of_the_administrator_too) {
    eip_coip_pool_list *list;
    eip_coip_pool pool;

    world_provision(&w, w.coip, NULL, "10.7.0.0/24");
    world_provision(&w, w.coip, NULL, "10.0.0.8/32");
    list = all_of(WORLD_ALICE, NULL);
    cr_assert_eq(eip_coip_pool_list_count(list), 1);
    cr_assert_str_eq(w.guard.action, "ec2:DescribeCoipPools");
    cr_assert_str_eq(w.guard.resource, "-");
    pool = coip_at(list, 0);
    cr_assert(is_pool(pool.pool, w.coip));
    cr_assert_eq(pool.owner, WORLD_ALICE);
    cr_assert_null(pool.local_gateway_route_table_id.data);
    cr_assert_eq(pool.tag_count, 0);
    cr_assert_null(pool.tags);
    cr_assert_eq(pool.pool_cidr_count, 3);
    cr_assert_eq(pool.pool_cidrs[0].base, world_address("10.0.0.0"));
    cr_assert_eq(pool.pool_cidrs[1].base, world_address("10.0.0.8"));
    cr_assert_eq(pool.pool_cidrs[2].prefix_bits, 24);
    eip_coip_pool_list_free(list);
    cr_assert_eq(count_of(WORLD_DAVE, NULL), 0);
}

Test(coip_shown, a_list_outlives_its_pools) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_coip_pool_list *list = all_of(WORLD_DAVE, NULL);
    eip_coip_pool_list *gone = NULL;

    EXPECT_STATUS(coip_delete(&w, WORLD_DAVE, pool, &gone), EIP_OK);
    eip_coip_pool_list_free(gone);
    cr_assert_eq(count_of(WORLD_DAVE, NULL), 0);
    cr_assert(is_pool(coip_at(list, 0).pool, pool));
    eip_coip_pool_list_free(list);
}

Test(coip_shown, pools_that_are_shared) {
    cr_assert_eq(count_of(WORLD_BOB, NULL), 1);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_BOB, 1, &w.error), EIP_OK);
    cr_assert_eq(count_of(WORLD_BOB, NULL), 2);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_BOB, 0, &w.error), EIP_OK);
    cr_assert_eq(count_of(WORLD_BOB, NULL), 1);
}

Test(coip_shown, pools_that_are_named) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_pool_ref pools[3];
    eip_text ids[4];
    char message[128];

    for (uint32_t i = 0; i < 3; i++) {
        pools[i] = coip_make(&w, WORLD_DAVE);
        ids[i] = eip_text_of(world_pool_id(pools[i]));
    }
    ids[3] = ids[0];
    request.pool_ids = ids;
    request.pool_id_count = 2;
    cr_assert_eq(count_of(WORLD_DAVE, &request), 2);
    ids[1] = ids[0];
    cr_assert_eq(count_of(WORLD_DAVE, &request), 1);
    request.pool_id_count = 4;
    cr_assert_eq(count_of(WORLD_DAVE, &request), 2);
    ids[3] = eip_text_of(world_pool_id(w.coip_bob));
    (void)snprintf(message, sizeof message, "The pool ID '%s' does not exist",
                   world_pool_id(w.coip_bob));
    for (int i = 0; i < 2; i++) {
        eip_coip_pool_list *list = NULL;
        eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);

        EXPECT_ERROR(
            eip_describe_coip_pools(w.engine, &dave, &request, &list, &w.error),
            EIP_ERR_POOL_NOT_FOUND, message);
        cr_assert_eq(w.error.index, 3);
        cr_assert_str_eq(w.error.field, "PoolId");
        ids[3] = eip_text_of("pool");
        (void)snprintf(message, sizeof message,
                       "The pool ID 'pool' does not exist");
    }
}

/* Nothing behind the first that is wrong is looked at. */
Test(coip_shown, the_first_id_that_is_wrong) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_text ids[3] = {eip_text_of("first"), eip_text_of("second"),
                       eip_text_of("third")};
    eip_coip_pool_list *list = NULL;

    request.pool_ids = ids;
    request.pool_id_count = 3;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_POOL_NOT_FOUND);
    cr_assert_str_eq(w.error.message, "The pool ID 'first' does not exist");
    cr_assert_eq(w.error.index, 0);
    cr_assert_null(list);
}

/* The greatest id that there is has none after it. */
Test(coip_shown, the_last_id) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_coip_pool_list *list;
    eip_pool_ref made;

    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_COIP, 0};
    spec.owner = WORLD_DAVE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &made, &w.error),
                  EIP_OK);
    list = all_of(WORLD_DAVE, NULL);
    cr_assert_eq(eip_coip_pool_list_count(list), 1);
    cr_assert_eq(coip_at(list, 0).pool.id, UINT64_MAX);
    eip_coip_pool_list_free(list);
}

Test(coip_shown, filters) {
    static const struct {
        const char *name;
        const char *value;
        uint64_t count;
    } rows[] = {
        {"coip-pool.local-gateway-route-table-id", ROUTE_TABLE, 2},
        {"coip-pool.local-gateway-route-table-id", "lgw-rtb-1", 0},
        {"coip-pool.local-gateway-route-table-id", "*", 2},
        {"coip-pool.pool-id", "ipv4pool-coip-*", 3},
        {"coip-pool.pool-id", "ipv4pool-ec2-*", 0},
        {"tag:Name", "x?", 1},
        {"tag-key", "N*", 1},
        {"tag-key", "n*", 0},
    };
    static const eip_tag tag = {{"Name", 4, 0}, {"xy", 2, 0}};
    static const eip_tag_specification specification = {
        {"coip-pool", 9, 0}, &tag, 1, 0};
    eip_create_coip_pool_request create = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    eip_text value;
    eip_filter filter = {{NULL, 0, 0}, &value, 1, 0};

    create.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    create.tag_specifications = &specification;
    create.tag_specification_count = 1;
    EXPECT_STATUS(coip_create(&w, WORLD_ALICE, &create, &list), EIP_OK);
    eip_coip_pool_list_free(list);
    (void)coip_make(&w, WORLD_ALICE);
    request.filters = &filter;
    request.filter_count = 1;
    for (size_t i = 0; i < COUNT(rows); i++) {
        filter.name = eip_text_of(rows[i].name);
        value = eip_text_of(rows[i].value);
        cr_assert_eq(count_of(WORLD_ALICE, &request), rows[i].count, "%s %s",
                     rows[i].name, rows[i].value);
    }
    filter.name = eip_text_of("pool-id");
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

/* -- pages ------------------------------------------------------------------- */

enum { POOLS = 13, PAGE = 5 };

/* Whether each of the pools is shown in pages of five, while others come and
 * go, exactly once. */
Test(coip_shown, pages_while_pools_come_and_go) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_pool_ref pools[POOLS];
    uint32_t shown[POOLS] = {0};
    char token[64];
    uint32_t pages = 0;

    for (uint32_t i = 0; i < POOLS; i++) {
        pools[i] = coip_make(&w, WORLD_DAVE);
    }
    request.max_results = PAGE;
    request.flags = EIP_COIP_MAX_RESULTS;
    do {
        eip_pool_ref passing = coip_make(&w, WORLD_DAVE);
        eip_coip_pool_list *list = all_of(WORLD_DAVE, &request);
        eip_coip_pool_list *gone = NULL;
        eip_text next = eip_coip_pool_list_next_token(list);
        uint64_t count = eip_coip_pool_list_count(list);

        cr_assert(count == PAGE || next.data == NULL);
        for (uint64_t i = 0; i < count; i++) {
            for (uint32_t n = 0; n < POOLS; n++) {
                shown[n] += is_pool(coip_at(list, i).pool, pools[n]);
            }
        }
        cr_assert_lt(next.size, sizeof token);
        request.next_token =
            (eip_text){next.data == NULL ? NULL : token, next.size, 0};
        if (next.data != NULL) {
            memcpy(token, next.data, next.size);
        }
        eip_coip_pool_list_free(list);
        EXPECT_STATUS(coip_delete(&w, WORLD_DAVE, passing, &gone), EIP_OK);
        eip_coip_pool_list_free(gone);
        pages++;
    } while (request.next_token.data != NULL);
    cr_assert_geq(pages, 3);
    for (uint32_t n = 0; n < POOLS; n++) {
        cr_assert_eq(shown[n], 1);
    }
}

/* A page that is just full, and what is there is all, has no next. */
Test(coip_shown, a_full_page_can_be_the_last) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list;

    for (uint32_t i = 0; i < PAGE; i++) {
        (void)coip_make(&w, WORLD_DAVE);
    }
    request.max_results = PAGE;
    request.flags = EIP_COIP_MAX_RESULTS;
    list = all_of(WORLD_DAVE, &request);
    cr_assert_eq(eip_coip_pool_list_count(list), PAGE);
    cr_assert_null(eip_coip_pool_list_next_token(list).data);
    eip_coip_pool_list_free(list);
}

static void expect_no_token(uint64_t account, const char *text) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    request.next_token = eip_text_of(text);
    EXPECT_STATUS(describe(account, &request, &list), EIP_ERR_NEXT_TOKEN);
    cr_assert_str_eq(w.error.field, "NextToken");
}

/* Of another account, another operation, or changed in one place. */
Test(coip_shown, tokens_that_are_none) {
    static const char *const bad[] = {"", "x",
                                      "0123456789abcdef0123456789abcdef"};
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_get_coip_pool_usage_request usage =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);
    eip_coip_pool_list *list;
    char token[64] = {0};
    eip_pool_ref pool = {0, 0, 0};

    for (uint32_t i = 0; i < POOLS; i++) {
        pool = coip_make(&w, WORLD_DAVE);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect_no_token(WORLD_DAVE, bad[i]);
    }
    request.max_results = PAGE;
    request.flags = EIP_COIP_MAX_RESULTS;
    list = all_of(WORLD_DAVE, &request);
    memcpy(token, eip_coip_pool_list_next_token(list).data, 32);
    eip_coip_pool_list_free(list);
    request.next_token = eip_text_of(token);
    cr_assert_eq(count_of(WORLD_DAVE, &request), PAGE);
    expect_no_token(WORLD_ALICE, token);
    usage.next_token = eip_text_of(token);
    usage.pool_id = eip_text_of(world_pool_id(pool));
    EXPECT_STATUS(
        eip_get_coip_pool_usage(w.engine, &dave, &usage, &response, &w.error),
        EIP_ERR_NEXT_TOKEN);
    for (size_t i = 0; i < 32; i++) {
        char was = token[i];

        token[i] = was == '0' ? '1' : '0';
        expect_no_token(WORLD_DAVE, token);
        token[i] = was;
    }
    for (size_t i = 0; i < 32; i++) {
        token[i] = token[i] >= 'a' ? (char)(token[i] - 'a' + 'A') : token[i];
    }
    expect_no_token(WORLD_DAVE, token);
}

Test(coip_shown, max_results) {
    static const int32_t bad[] = {0, 1, 4, 1001, INT32_MAX, -1};
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    char message[128];

    for (size_t i = 0; i < COUNT(bad); i++) {
        eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

        request.max_results = bad[i];
        request.flags = EIP_COIP_MAX_RESULTS;
        (void)snprintf(message, sizeof message,
                       "Value ( %d ) for parameter maxResults is invalid. "
                       "Expecting a value from 5 to 1000.",
                       bad[i]);
        EXPECT_ERROR(eip_describe_coip_pools(w.engine, &alice, &request, &list,
                                             &w.error),
                     EIP_ERR_MAX_RESULTS, message);
        cr_assert_str_eq(w.error.field, "MaxResults");
    }
    request.max_results = 1000;
    request.flags = EIP_COIP_MAX_RESULTS;
    cr_assert_eq(count_of(WORLD_ALICE, &request), 1);
}

Test(coip_shown, forms_of_a_description) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_text ids[2] = {{"x", 1, 0}, {"y", 1, 1}};
    eip_coip_pool_list *list = NULL;

    request.flags = EIP_COIP_DRY_RUN;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list), EIP_ERR_DRY_RUN);
    request.flags = 4;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.reserved = 1;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.reserved = 0;
    request.next_token.reserved = 1;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.next_token.reserved = 0;
    request.pool_id_count = 2;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list), EIP_ERR_NULL);
    request.pool_ids = ids;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.pool_id_count = 0;
    request.filter_count = 1;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list), EIP_ERR_NULL);
    request.size = 4;
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(describe(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    w.guard.denies = true;
    EXPECT_STATUS(describe(WORLD_ALICE, NULL, &list), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    cr_assert_null(list);
}

/* -- GetCoipPoolUsage --------------------------------------------------------- */

static eip_get_coip_pool_usage_request usage_of(eip_pool_ref pool) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;

    request.pool_id = eip_text_of(world_pool_id(pool));
    return request;
}

static eip_status get_usage(uint64_t account,
                            const eip_get_coip_pool_usage_request *request,
                            eip_get_coip_pool_usage_response *response) {
    eip_caller caller = EIP_CALLER_INIT(account);

    *response =
        (eip_get_coip_pool_usage_response)EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    w.error = eip_error_init();
    return eip_get_coip_pool_usage(w.engine, &caller, request, response,
                                   &w.error);
}

static uint64_t used_of(uint64_t account,
                        const eip_get_coip_pool_usage_request *request) {
    eip_get_coip_pool_usage_response response;
    uint64_t count;

    EXPECT_STATUS(get_usage(account, request, &response), EIP_OK);
    count = eip_coip_address_usage_list_count(response.coip_address_usages);
    eip_coip_address_usage_list_free(response.coip_address_usages);
    return count;
}

static eip_coip_address_usage
usage_at(const eip_get_coip_pool_usage_response *response, uint64_t index) {
    eip_coip_address_usage usage = EIP_COIP_ADDRESS_USAGE_INIT;

    cr_assert_eq(eip_coip_address_usage_list_at(response->coip_address_usages,
                                                index, &usage),
                 EIP_OK);
    return usage;
}

/* The pool of Alice's, shared with Bob, who holds its second address. */
static void share(eip_allocate_address_response got[3]) {
    eip_allocate_address_request request = world_request_from(w.coip);

    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_BOB, 1, &w.error), EIP_OK);
    got[0] = world_get(&w, WORLD_ALICE, &request);
    got[1] = world_get(&w, WORLD_BOB, &request);
    got[2] = world_get(&w, WORLD_ALICE, &request);
}

Test(coip_shown, usage_by_several_accounts) {
    eip_get_coip_pool_usage_request request = usage_of(w.coip);
    eip_get_coip_pool_usage_response response;
    eip_allocate_address_response got[3];

    cr_assert_eq(used_of(WORLD_ALICE, &request), 0);
    share(got);
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:GetCoipPoolUsage");
    cr_assert_str_eq(w.guard.resource, world_pool_id(w.coip));
    cr_assert(is_pool(response.coip_pool, w.coip));
    cr_assert_str_eq(response.local_gateway_route_table_id, "");
    cr_assert_eq(
        eip_coip_address_usage_list_count(response.coip_address_usages), 3);
    for (uint32_t i = 0; i < 3; i++) {
        eip_coip_address_usage usage = usage_at(&response, i);

        cr_assert_eq(usage.co_ip, got[i].customer_owned_ip);
        cr_assert_eq(usage.allocation_id, got[i].allocation_id);
        cr_assert_eq(usage.aws_account_id, i == 1 ? WORLD_BOB : WORLD_ALICE);
        cr_assert_null(usage.aws_service.data);
    }
    eip_coip_address_usage_list_free(response.coip_address_usages);
    /* Who shares the pool sees what is its own. */
    EXPECT_STATUS(get_usage(WORLD_BOB, &request, &response), EIP_OK);
    cr_assert_eq(
        eip_coip_address_usage_list_count(response.coip_address_usages), 1);
    cr_assert_eq(usage_at(&response, 0).allocation_id, got[1].allocation_id);
    eip_coip_address_usage_list_free(response.coip_address_usages);
    world_give(&w, WORLD_BOB, &got[1]);
    cr_assert_eq(used_of(WORLD_BOB, &request), 0);
    cr_assert_eq(used_of(WORLD_ALICE, &request), 2);
}

Test(coip_shown, usage_of_a_pool_without_blocks) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_get_coip_pool_usage_request request = usage_of(pool);
    eip_get_coip_pool_usage_response response;

    EXPECT_STATUS(get_usage(WORLD_DAVE, &request, &response), EIP_OK);
    cr_assert_str_eq(response.local_gateway_route_table_id, ROUTE_TABLE);
    cr_assert_eq(
        eip_coip_address_usage_list_count(response.coip_address_usages), 0);
    eip_coip_address_usage_list_free(response.coip_address_usages);
}

Test(coip_shown, usage_filtered) {
    eip_get_coip_pool_usage_request request = usage_of(w.coip);
    eip_get_coip_pool_usage_response response;
    eip_allocate_address_response got[3];
    eip_text value;
    eip_filter filter = {{NULL, 0, 0}, &value, 1, 0};

    share(got);
    request.filters = &filter;
    request.filter_count = 1;
    filter.name = eip_text_of("coip-address-usage.aws-account-id");
    value = eip_text_of("1*");
    cr_assert_eq(used_of(WORLD_ALICE, &request), 2);
    filter.name = eip_text_of("coip-address-usage.co-ip");
    value = eip_text_of("10.0.0.1");
    cr_assert_eq(used_of(WORLD_ALICE, &request), 1);
    filter.name = eip_text_of("coip-address-usage.allocation-id");
    value = eip_text_of(world_id(got[2].allocation_id));
    cr_assert_eq(used_of(WORLD_ALICE, &request), 1);
    filter.name = eip_text_of("coip-address-usage.aws-service");
    value = eip_text_of("*");
    cr_assert_eq(used_of(WORLD_ALICE, &request), 0);
    filter.name = eip_text_of("tag-key");
    cr_assert_eq(used_of(WORLD_ALICE, &request), 0);
    filter.name = eip_text_of("co-ip");
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

/* Pages go over blocks, and what is released on the way is passed over. */
static void keep_token(char token[128], eip_text text) {
    cr_assert_lt(text.size, 128);
    memcpy(token, text.data, text.size);
    token[text.size] = '\0';
}

Test(coip_shown, usage_in_pages) {
    eip_pool_ref pool = coip_make(&w, WORLD_DAVE);
    eip_get_coip_pool_usage_request request = usage_of(pool);
    eip_allocate_address_request allocate = world_request_from(pool);
    eip_allocate_address_response got[16];
    eip_get_coip_pool_usage_response response;
    char token[128] = {0};

    for (uint32_t i = 0; i < 4; i++) {
        char cidr[32];

        (void)snprintf(cidr, sizeof cidr, "10.%u.0.0/30", 4 - i);
        EXPECT_STATUS(coip_add(&w, WORLD_DAVE, pool, cidr), EIP_OK);
    }
    for (uint32_t i = 0; i < 16; i++) {
        got[i] = world_get(&w, WORLD_DAVE, &allocate);
    }
    request.max_results = PAGE;
    request.flags = EIP_COIP_MAX_RESULTS;
    EXPECT_STATUS(get_usage(WORLD_DAVE, &request, &response), EIP_OK);
    cr_assert_eq(usage_at(&response, 4).co_ip, world_address("10.2.0.0"));
    keep_token(token, eip_coip_address_usage_list_next_token(
                          response.coip_address_usages));
    eip_coip_address_usage_list_free(response.coip_address_usages);
    for (uint32_t i = 4; i < 8; i++) {
        world_give(&w, WORLD_DAVE, &got[i]);
    }
    request.next_token = eip_text_of(token);
    EXPECT_STATUS(get_usage(WORLD_DAVE, &request, &response), EIP_OK);
    cr_assert_eq(usage_at(&response, 0).co_ip, world_address("10.3.0.0"));
    cr_assert_eq(
        eip_coip_address_usage_list_count(response.coip_address_usages), PAGE);
    keep_token(token, eip_coip_address_usage_list_next_token(
                          response.coip_address_usages));
    eip_coip_address_usage_list_free(response.coip_address_usages);
    cr_assert_eq(used_of(WORLD_DAVE, &request), 3);
    /* A token is of one pool, and of the whole id. */
    request.pool_id = eip_text_of(world_pool_id(coip_make(&w, WORLD_DAVE)));
    EXPECT_STATUS(get_usage(WORLD_DAVE, &request, &response),
                  EIP_ERR_NEXT_TOKEN);
    request.pool_id = eip_text_of("ipv4pool-coip-");
    EXPECT_STATUS(get_usage(WORLD_DAVE, &request, &response),
                  EIP_ERR_NEXT_TOKEN);
}

Test(coip_shown, forms_of_usage) {
    eip_get_coip_pool_usage_request request = usage_of(w.coip_bob);
    eip_get_coip_pool_usage_response response;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    char message[128];

    (void)snprintf(message, sizeof message, "The pool ID '%s' does not exist",
                   world_pool_id(w.coip_bob));
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_POOL_NOT_FOUND);
    cr_assert_str_eq(w.error.message, message);
    request = usage_of(w.coip);
    request.flags = EIP_COIP_DRY_RUN;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response), EIP_ERR_DRY_RUN);
    request.flags = 4;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.next_token.reserved = 1;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_STRUCT_VERSION);
    request.next_token.reserved = 0;
    request.pool_id.reserved = 1;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_STRUCT_VERSION);
    request.pool_id = eip_text_of(NULL);
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_MISSING_PARAMETER);
    request.pool_id = eip_text_of("x");
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_POOL_NOT_FOUND);
    request.max_results = 4;
    request.flags = EIP_COIP_MAX_RESULTS;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_MAX_RESULTS);
    request.filter_count = 1;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response), EIP_ERR_NULL);
    EXPECT_STATUS(get_usage(WORLD_ALICE, NULL, &response), EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_get_coip_pool_usage(w.engine, &alice, &request, NULL, &w.error),
        EIP_ERR_NULL);
    w.guard.denies = true;
    request.filter_count = 0;
    EXPECT_STATUS(get_usage(WORLD_ALICE, &request, &response),
                  EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
}
