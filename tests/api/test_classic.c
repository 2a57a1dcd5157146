/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Addresses on their way from EC2-Classic into a VPC, and back. */
#include "api/expect.h"

WORLD_SUITE(classic);

typedef eip_status (*operation)(eip_engine *engine, const eip_caller *caller,
                                const eip_classic_request *request,
                                eip_classic_response *response,
                                eip_error *error);

static eip_classic_response answered;

static eip_status move_as(uint64_t account, operation moves,
                          const char *address) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    answered = (eip_classic_response)EIP_CLASSIC_RESPONSE_INIT;
    request.public_ip = eip_text_of(address);
    w.error = eip_error_init();
    return moves(w.engine, &caller, &request, &answered, &w.error);
}

static eip_status move(const char *address) {
    return move_as(WORLD_CAROL, eip_move_address_to_vpc, address);
}

static eip_status restore(const char *address) {
    return move_as(WORLD_CAROL, eip_restore_address_to_classic, address);
}

/* An address of Carol's, in Classic, old enough; as text. */
static const char *an_old_address(void) {
    const char *address = world_ip(world_get(&w, WORLD_CAROL, NULL).public_ip);

    w.now_ms += EIP_CLASSIC_MOVE_MS;
    return address;
}

static eip_address shown(uint64_t index) {
    eip_address_list *list = world_list(&w, WORLD_CAROL, NULL);
    eip_address address = world_at(list, index);

    eip_address_list_free(list);
    return address;
}

static eip_status describe(uint64_t account,
                           const eip_describe_moving_addresses_request *request,
                           eip_moving_address_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_describe_moving_addresses(w.engine, &caller, request, list,
                                         &w.error);
}

static void start_with(uint64_t settle_ms) {
    world_end(&w);
    world_init(&w);
    w.config.settle_ms = settle_ms;
    world_open(&w);
    world_build(&w);
}

/* -- moves ----------------------------------------------------------------------- */

Test(classic, there_and_back) {
    const char *address = an_old_address();
    uint64_t id;

    cr_assert_eq(shown(0).domain, EIP_DOMAIN_STANDARD);
    cr_assert_eq(shown(0).allocation_id, 0);
    cr_assert_eq(world_used(&w, WORLD_CAROL), 1);
    EXPECT_STATUS(move(address), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:MoveAddressToVpc");
    cr_assert_str_eq(w.guard.resource, address);
    cr_assert(is_text(answered.status, "MoveInProgress"));
    cr_assert_eq(answered.public_ip, 0);
    id = answered.allocation_id;
    cr_assert_neq(id, 0);
    cr_assert_eq(shown(0).domain, EIP_DOMAIN_VPC);
    cr_assert_eq(shown(0).allocation_id, id);
    cr_assert_str_eq(world_ip(shown(0).public_ip), address);
    cr_assert(is_pool(shown(0).public_ipv4_pool, w.amazon));
    cr_assert(is_text(shown(0).network_border_group, WORLD_REGION));
    cr_assert_eq(world_used(&w, WORLD_CAROL), 1);
    EXPECT_STATUS(move(address), EIP_OK);
    cr_assert(is_text(answered.status, "InVpc"));
    cr_assert_eq(answered.allocation_id, id);
    EXPECT_STATUS(restore(address), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:RestoreAddressToClassic");
    cr_assert(is_text(answered.status, "MoveInProgress"));
    cr_assert_eq(answered.allocation_id, 0);
    cr_assert_str_eq(world_ip(answered.public_ip), address);
    cr_assert_eq(shown(0).domain, EIP_DOMAIN_STANDARD);
    cr_assert_eq(shown(0).allocation_id, 0);
    EXPECT_STATUS(world_release(&w, WORLD_CAROL, id, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(restore(address), EIP_OK);
    cr_assert(is_text(answered.status, "InClassic"));
    EXPECT_STATUS(move(address), EIP_OK);
    cr_assert_eq(answered.allocation_id, id);
    EXPECT_STATUS(world_release(&w, WORLD_CAROL, id, NULL), EIP_OK);
    cr_assert_eq(world_used(&w, WORLD_CAROL), 0);
    EXPECT_STATUS(move(address), EIP_ERR_AUTH_FAILURE);
}

/* Each of a block's addresses is as one that was allocated alone. */
Test(classic, addresses_of_a_block_obey_the_24_hours) {
    eip_allocate_address_response got[4];
    eip_caller caller = EIP_CALLER_INIT(WORLD_CAROL);
    eip_cidr block = {0, 0};

    got[0].size = sizeof got[0];
    EXPECT_STATUS(
        eip_allocate_block(w.engine, &caller, NULL, 30, &block, got, &w.error),
        EIP_OK);
    for (uint64_t i = 0; i < 4; i++) {
        cr_assert_eq(got[i].domain, EIP_DOMAIN_STANDARD);
        cr_assert_eq(got[i].allocation_id, 0);
        cr_assert_eq(shown(i).domain, EIP_DOMAIN_STANDARD);
        cr_assert_eq(shown(i).public_ip, block.base + i);
    }
    w.now_ms += EIP_CLASSIC_MOVE_MS - 1;
    for (uint64_t i = 0; i < 4; i++) {
        EXPECT_UNCHANGED(EXPECT_STATUS(move(world_ip(got[i].public_ip)),
                                       EIP_ERR_INCORRECT_STATE));
    }
    w.now_ms++;
    for (uint64_t i = 0; i < 4; i++) {
        EXPECT_STATUS(move(world_ip(got[i].public_ip)), EIP_OK);
        cr_assert(is_text(answered.status, "MoveInProgress"));
        cr_assert_neq(answered.allocation_id, 0);
        cr_assert_eq(shown(i).allocation_id, answered.allocation_id);
        cr_assert_eq(shown(i).domain, EIP_DOMAIN_VPC);
    }
    cr_assert_eq(world_used(&w, WORLD_CAROL), 4);
}

/* Tags that it had in Classic show once it has an id. */
Test(classic, tags_come_along) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    static const eip_tag_specification specification = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_allocate_address_request request = world_request();
    const char *address;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    address = world_ip(world_get(&w, WORLD_CAROL, &request).public_ip);
    w.now_ms += EIP_CLASSIC_MOVE_MS;
    EXPECT_STATUS(move(address), EIP_OK);
    cr_assert_eq(shown(0).tag_count, 1);
}

/* The recovered one is no longer of Classic. */
Test(classic, released_and_recovered) {
    const char *address = an_old_address();
    eip_allocate_address_request request = world_request_named(address);

    EXPECT_STATUS(move(address), EIP_OK);
    EXPECT_STATUS(world_release(&w, WORLD_CAROL, answered.allocation_id, NULL),
                  EIP_OK);
    request.domain = eip_text_of("vpc");
    (void)world_get(&w, WORLD_CAROL, &request);
    EXPECT_ERROR(restore(address), EIP_ERR_INVALID_PARAMETER_VALUE,
                 w.error.message);
    cr_assert_not_null(strstr(w.error.message, "was not moved"));
}

Test(classic, after_24_hours) {
    const char *address = world_ip(world_get(&w, WORLD_CAROL, NULL).public_ip);
    char message[128];

    w.now_ms += EIP_CLASSIC_MOVE_MS - 1;
    (void)snprintf(message, sizeof message,
                   "Address %s was allocated less than 24 hours ago", address);
    EXPECT_ERROR(move(address), EIP_ERR_INCORRECT_STATE, message);
    cr_assert_str_eq(w.error.field, "PublicIp");
    EXPECT_STATUS(restore(address), EIP_OK);
    cr_assert(is_text(answered.status, "InClassic"));
    w.now_ms++;
    EXPECT_STATUS(move(address), EIP_OK);
    EXPECT_STATUS(restore(address), EIP_OK); /* which has no such rule */
}

Test(classic, addresses_of_the_vpc_domain) {
    const char *address = world_ip(world_get(&w, WORLD_ALICE, NULL).public_ip);
    char message[128];

    EXPECT_STATUS(move_as(WORLD_ALICE, eip_move_address_to_vpc, address),
                  EIP_OK);
    cr_assert(is_text(answered.status, "InVpc"));
    cr_assert_neq(answered.allocation_id, 0);
    (void)snprintf(message, sizeof message,
                   "Address %s was not moved from EC2-Classic", address);
    EXPECT_ERROR(move_as(WORLD_ALICE, eip_restore_address_to_classic, address),
                 EIP_ERR_INVALID_PARAMETER_VALUE, message);
}

Test(classic, an_account_that_has_classic_no_more) {
    const char *address = an_old_address();

    world_account(&w, WORLD_CAROL, 5, 0);
    EXPECT_STATUS(move(address), EIP_OK);
    EXPECT_STATUS(restore(address), EIP_ERR_UNSUPPORTED_OPERATION);
    world_account(&w, WORLD_CAROL, 5, EIP_ACCOUNT_CLASSIC);
    EXPECT_STATUS(restore(address), EIP_OK);
}

/* -- what is in use ---------------------------------------------------------------- */

static void associate(const char *address, uint64_t id) {
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);

    request.instance_id = eip_text_of("i-0123456789abcdef0");
    request.allocation_id = id;
    if (id == 0) {
        request.public_ip = eip_text_of(address);
    }
    EXPECT_STATUS(
        eip_associate_address(w.engine, &carol, &request, NULL, &w.error),
        EIP_OK);
}

static void dissociate(const char *address) {
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);

    request.public_ip = eip_text_of(address);
    EXPECT_STATUS(
        eip_disassociate_address(w.engine, &carol, &request, &w.error), EIP_OK);
}

Test(classic, associated) {
    const char *address = an_old_address();
    char message[64];

    (void)snprintf(message, sizeof message, "Address %s is in use.", address);
    associate(address, 0);
    EXPECT_ERROR(move(address), EIP_ERR_ADDRESS_IN_USE, message);
    cr_assert_eq(shown(0).domain, EIP_DOMAIN_STANDARD);
    dissociate(address);
    EXPECT_STATUS(move(address), EIP_OK);
    associate(address, answered.allocation_id);
    EXPECT_ERROR(restore(address), EIP_ERR_ADDRESS_IN_USE, message);
    cr_assert_eq(shown(0).domain, EIP_DOMAIN_VPC);
}

Test(classic, a_services) {
    const char *address = an_old_address();
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    EXPECT_STATUS(move(address), EIP_OK);
    marks.allocation_id = answered.allocation_id;
    marks.service = EIP_SERVICE_ALB;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, &w.error), EIP_OK);
    EXPECT_STATUS(restore(address), EIP_ERR_AUTH_FAILURE);
}

/* Handed over, it is an address of a VPC like others. */
Test(classic, offered_and_handed_over) {
    eip_enable_address_transfer_request offer =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_accept_address_transfer_request accept =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    const char *address = an_old_address();

    world_account(&w, WORLD_BOB, 5, EIP_ACCOUNT_CLASSIC);
    EXPECT_STATUS(move(address), EIP_OK);
    offer.allocation_id = answered.allocation_id;
    offer.transfer_account_id = eip_text_of("222222222222");
    accept.address = eip_text_of(address);
    EXPECT_STATUS(
        eip_enable_address_transfer(w.engine, &carol, &offer, NULL, &w.error),
        EIP_OK);
    EXPECT_STATUS(restore(address), EIP_OK); /* which ends the offer */
    EXPECT_STATUS(move(address), EIP_OK);
    cr_assert_neq(
        eip_accept_address_transfer(w.engine, &bob, &accept, NULL, &w.error),
        EIP_OK);
    EXPECT_STATUS(
        eip_enable_address_transfer(w.engine, &carol, &offer, NULL, &w.error),
        EIP_OK);
    EXPECT_STATUS(
        eip_accept_address_transfer(w.engine, &bob, &accept, NULL, &w.error),
        EIP_OK);
    EXPECT_STATUS(move_as(WORLD_BOB, eip_restore_address_to_classic, address),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(restore(address), EIP_ERR_AUTH_FAILURE);
}

/* -- requests that are not to be ------------------------------------------------------ */

/* One text for every address that is not the caller's (R18). */
Test(classic, not_the_callers) {
    const char *address = an_old_address();
    const char *const addresses[] = {address, "198.51.100.31", "8.8.8.8",
                                     "10.0.0.0"};
    static const operation operations[] = {eip_move_address_to_vpc,
                                           eip_restore_address_to_classic};

    for (size_t i = 0; i < COUNT(operations); i++) {
        for (size_t n = 0; n < COUNT(addresses); n++) {
            char message[128];

            (void)snprintf(message, sizeof message,
                           "The address '%s' does not belong to you.",
                           addresses[n]);
            EXPECT_ERROR(move_as(WORLD_DAVE, operations[i], addresses[n]),
                         EIP_ERR_AUTH_FAILURE, message);
        }
        EXPECT_STATUS(move_as(WORLD_CAROL, operations[i], "1.2.3"),
                      EIP_ERR_ADDRESS_MALFORMED);
        EXPECT_STATUS(move_as(WORLD_CAROL, operations[i], NULL),
                      EIP_ERR_MISSING_PARAMETER);
        w.guard.denies = true;
        EXPECT_STATUS(move_as(WORLD_CAROL, operations[i], NULL),
                      EIP_ERR_UNAUTHORIZED);
        w.guard.denies = false;
    }
}

Test(classic, requests_that_are_not_formed) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    eip_classic_response response = EIP_CLASSIC_RESPONSE_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);
    const char *address = an_old_address();

    request.public_ip = eip_text_of(address);
    request.flags = EIP_CLASSIC_DRY_RUN;
    EXPECT_STATUS(
        eip_move_address_to_vpc(w.engine, &carol, &request, NULL, &w.error),
        EIP_ERR_DRY_RUN);
    cr_assert_eq(shown(0).domain, EIP_DOMAIN_STANDARD);
    request.flags = EIP_CLASSIC_MAX_RESULTS;
    EXPECT_STATUS(
        eip_move_address_to_vpc(w.engine, &carol, &request, NULL, &w.error),
        EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.public_ip.reserved = 1;
    EXPECT_STATUS(
        eip_move_address_to_vpc(w.engine, &carol, &request, NULL, &w.error),
        EIP_ERR_STRUCT_VERSION);
    request.public_ip.reserved = 0;
    response.size = 1;
    EXPECT_STATUS(eip_move_address_to_vpc(w.engine, &carol, &request, &response,
                                          &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_move_address_to_vpc(w.engine, &carol, NULL, NULL, &w.error),
        EIP_ERR_NULL);
    carol.account = UINT64_MAX;
    EXPECT_STATUS(
        eip_move_address_to_vpc(w.engine, &carol, &request, NULL, &w.error),
        EIP_ERR_ARGUMENT);
    carol.account = WORLD_CAROL;
    EXPECT_STATUS(
        eip_move_address_to_vpc(w.engine, &carol, &request, NULL, &w.error),
        EIP_OK);
}

Test(classic, a_dry_run_back) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);
    const char *address = an_old_address();

    EXPECT_STATUS(move(address), EIP_OK);
    request.flags = EIP_CLASSIC_DRY_RUN;
    request.public_ip = eip_text_of(address);
    EXPECT_UNCHANGED(
        EXPECT_STATUS(eip_restore_address_to_classic(w.engine, &carol, &request,
                                                     NULL, &w.error),
                      EIP_ERR_DRY_RUN));
    cr_assert_eq(shown(0).domain, EIP_DOMAIN_VPC);
    EXPECT_STATUS(restore(address), EIP_OK);
}

/* -- DescribeMovingAddresses --------------------------------------------------------------- */

static uint64_t count(const eip_describe_moving_addresses_request *request) {
    eip_moving_address_list *list = NULL;
    uint64_t n;

    EXPECT_STATUS(describe(WORLD_CAROL, request, &list), EIP_OK);
    n = eip_moving_address_list_count(list);
    eip_moving_address_list_free(list);
    return n;
}

Test(classic, on_their_way) {
    static const eip_text to_vpc[] = {{"MovingToVpc", 11, 0}};
    static const eip_text to_classic[] = {{"Restoring*", 10, 0}};
    eip_filter filter = {{"moving-status", 13, 0}, to_vpc, 1, 0};
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address at = EIP_MOVING_ADDRESS_INIT;
    eip_moving_address_list *list = NULL;
    const char *one;
    const char *two;

    start_with(1000);
    one = world_ip(world_get(&w, WORLD_CAROL, NULL).public_ip);
    two = an_old_address();
    cr_assert_eq(count(NULL), 0);
    EXPECT_STATUS(move(two), EIP_OK);
    w.now_ms += 500;
    EXPECT_STATUS(move(one), EIP_OK);
    EXPECT_STATUS(restore(one), EIP_OK);
    EXPECT_STATUS(describe(WORLD_CAROL, NULL, &list), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:DescribeMovingAddresses");
    cr_assert_eq(eip_moving_address_list_count(list), 2);
    cr_assert_null(eip_moving_address_list_next_token(list).data);
    cr_assert_eq(eip_moving_address_list_at(list, 0, &at), EIP_OK);
    cr_assert_str_eq(world_ip(at.public_ip), one);
    cr_assert(is_text(at.move_status, "restoringToClassic"));
    cr_assert_eq(eip_moving_address_list_at(list, 1, &at), EIP_OK);
    cr_assert_str_eq(world_ip(at.public_ip), two);
    cr_assert(is_text(at.move_status, "movingToVpc"));
    cr_assert_eq(eip_moving_address_list_at(list, 2, &at), EIP_ERR_ARGUMENT);
    eip_moving_address_list_free(list);
    request.filters = &filter;
    request.filter_count = 1;
    cr_assert_eq(count(&request), 1);
    filter.values = to_classic;
    cr_assert_eq(count(&request), 1);
    w.now_ms += 500;
    cr_assert_eq(count(NULL), 1);
    cr_assert_eq(count(&request), 1);
    w.now_ms += 500;
    cr_assert_eq(count(NULL), 0);
    cr_assert_eq(eip_moving_address_list_count(NULL), 0);
    eip_moving_address_list_free(NULL);
}

/* With nothing held back, none is seen moving. */
Test(classic, at_once) {
    EXPECT_STATUS(move(an_old_address()), EIP_OK);
    cr_assert_eq(count(NULL), 0);
}

Test(classic, by_address) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;
    eip_text ips[3];

    start_with(1000);
    ips[0] = eip_text_of(an_old_address());
    ips[1] = ips[0];
    EXPECT_STATUS(move(ips[0].data), EIP_OK);
    ips[2] = eip_text_of(world_ip(world_get(&w, WORLD_CAROL, NULL).public_ip));
    request.public_ips = ips;
    request.public_ip_count = 3;
    cr_assert_eq(count(&request), 1);
    (void)world_get(&w, WORLD_ALICE, NULL); /* of which nothing is known */
    EXPECT_STATUS(describe(WORLD_ALICE, NULL, &list), EIP_OK);
    cr_assert_eq(eip_moving_address_list_count(list), 0);
    eip_moving_address_list_free(list);
    list = NULL;
    EXPECT_STATUS(describe(WORLD_DAVE, &request, &list),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    ips[2] = eip_text_of("8.8.8.8");
    EXPECT_ERROR(describe(WORLD_CAROL, &request, &list),
                 EIP_ERR_ADDRESS_NOT_FOUND, "Address '8.8.8.8' not found.");
    cr_assert_eq(w.error.index, 2);
    ips[1] = eip_text_of("x");
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_eq(w.error.index, 1);
}

Test(classic, a_page_at_a_time) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;
    eip_moving_address_list *next = NULL;
    const char *addresses[6];

    start_with(1000);
    world_account(&w, WORLD_CAROL, 6, EIP_ACCOUNT_CLASSIC);
    for (size_t i = 0; i < COUNT(addresses); i++) {
        addresses[i] =
            strdup(world_ip(world_get(&w, WORLD_CAROL, NULL).public_ip));
    }
    w.now_ms += EIP_CLASSIC_MOVE_MS;
    for (size_t i = 0; i < COUNT(addresses); i++) {
        EXPECT_STATUS(move(addresses[i]), EIP_OK);
    }
    request.flags = EIP_CLASSIC_MAX_RESULTS;
    request.max_results = 5;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_OK);
    cr_assert_eq(eip_moving_address_list_count(list), 5);
    request.next_token = eip_moving_address_list_next_token(list);
    cr_assert_not_null(request.next_token.data);
    EXPECT_STATUS(describe(WORLD_ALICE, &request, &next), EIP_ERR_NEXT_TOKEN);
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &next), EIP_OK);
    cr_assert_eq(eip_moving_address_list_count(next), 1);
    eip_moving_address_list_free(next);
    eip_moving_address_list_free(list);
    request.next_token = (eip_text){NULL, 0, 0};
    for (size_t i = 0; i < COUNT(addresses); i++) {
        free((void *)(uintptr_t)addresses[i]);
    }
    request.max_results = 4;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_ERR_MAX_RESULTS);
    request.max_results = 1001;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_ERR_MAX_RESULTS);
    request.max_results = 1000;
    cr_assert_eq(count(&request), 6);
}

/* What is no address fails before any is sought (R6). */
Test(classic, descriptions_of_what_is_no_address) {
    const eip_text addresses[] = {eip_text_of("8.8.8.8"), eip_text_of("8.8.8")};
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;

    request.public_ips = addresses;
    request.public_ip_count = 2;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_eq(w.error.index, 1);
    request.public_ip_count = 1;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_ADDRESS_NOT_FOUND);
}

Test(classic, a_filter_that_is_unknown) {
    static const eip_text value = {"x", 1, 0};
    static const eip_filter filter = {{"move-status", 11, 0}, &value, 1, 0};
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;

    request.filters = &filter;
    request.filter_count = 1;
    EXPECT_ERROR(describe(WORLD_CAROL, &request, &list),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "The filter 'move-status' is invalid");
    cr_assert_null(list);
}

Test(classic, descriptions_that_are_not_to_be) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;

    EXPECT_STATUS(describe(WORLD_CAROL, NULL, NULL), EIP_ERR_NULL);
    request.public_ip_count = 1;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_ERR_NULL);
    request.public_ip_count = 0;
    request.filter_count = 1;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_ERR_NULL);
    request.filter_count = 0;
    request.reserved = 1;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.reserved = 0;
    request.flags = 4;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.next_token.reserved = 1;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.next_token.reserved = 0;
    request.size = 1;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request.size = sizeof request;
    request.flags = EIP_CLASSIC_DRY_RUN;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_ERR_DRY_RUN);
    EXPECT_STATUS(describe(WORLD_DAVE, &request, &list), EIP_ERR_DRY_RUN);
    EXPECT_STATUS(describe(UINT64_MAX, &request, &list), EIP_ERR_ARGUMENT);
    w.guard.denies = true;
    EXPECT_STATUS(describe(WORLD_CAROL, &request, &list), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
}
