/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateAddress: structs, combinations, the order of checks (R6), and who
 * may. Dry runs are test_dry_run.c's. */
#include "api/expect.h"

#include <stddef.h>

WORLD_SUITE(checks);

/* -- NULL and sizes -------------------------------------------------------- */

Test(checks, nulls) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);

    EXPECT_STATUS(eip_allocate_address(NULL, &caller, NULL, &got, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_allocate_address(w.engine, NULL, NULL, &got, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, &got, NULL),
                  EIP_OK);
}

Test(checks, callers) {
    struct {
        eip_caller caller;
        uint64_t tail;
    } larger = {{sizeof larger, 0, WORLD_DAVE}, 1};
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);

    caller.size = 8;
    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, &got, NULL),
                  EIP_ERR_STRUCT_VERSION);
    caller.size = sizeof caller;
    caller.reserved = 1;
    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, &got, NULL),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_allocate_address(w.engine, &larger.caller, NULL, &got, NULL),
        EIP_ERR_STRUCT_VERSION);
    larger.tail = 0;
    EXPECT_STATUS(
        eip_allocate_address(w.engine, &larger.caller, NULL, &got, NULL),
        EIP_OK);
    EXPECT_STATUS(world_allocate(&w, UINT64_C(1000000000000), NULL, NULL),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(world_allocate(&w, UINT64_MAX, NULL, NULL), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(world_allocate(&w, UINT64_C(999999999999), NULL, NULL),
                  EIP_OK);
    EXPECT_STATUS(world_allocate(&w, 0, NULL, NULL), EIP_OK);
}

Test(checks, request_sizes) {
    struct {
        eip_allocate_address_request request;
        unsigned char tail[24];
    } larger = {world_request(), {0}};
    eip_allocate_address_request request = world_request();

    for (uint32_t size = 0; size < sizeof request; size += 4) {
        request.size = size;
        EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                      EIP_ERR_STRUCT_VERSION);
    }
    larger.request.size = sizeof larger;
    larger.tail[23] = 7;
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &larger.request, NULL),
                  EIP_ERR_STRUCT_VERSION);
    larger.tail[23] = 0;
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &larger.request, NULL),
                  EIP_OK);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 1);
}

static const size_t texts[] = {
    offsetof(eip_allocate_address_request, domain),
    offsetof(eip_allocate_address_request, address),
    offsetof(eip_allocate_address_request, public_ipv4_pool),
    offsetof(eip_allocate_address_request, network_border_group),
    offsetof(eip_allocate_address_request, customer_owned_ipv4_pool),
    offsetof(eip_allocate_address_request, ipam_pool_id),
};

Test(checks, reserved_members) {
    eip_allocate_address_request request = world_request();

    request.reserved = 1;
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                  EIP_ERR_STRUCT_VERSION);
    for (size_t i = 0; i < COUNT(texts); i++) {
        request = world_request();
        ((eip_text *)(void *)((char *)&request + texts[i]))->reserved = 1;
        EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                      EIP_ERR_STRUCT_VERSION);
    }
    request = world_request();
    request.flags = 2;
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, &request, NULL),
                  EIP_ERR_STRUCT_VERSION);
}

/* An absent text has no bytes, whatever its size says. */
Test(checks, absent_texts_with_a_size) {
    for (size_t i = 0; i < COUNT(texts); i++) {
        eip_allocate_address_request request = world_request();
        eip_text *text = (eip_text *)(void *)((char *)&request + texts[i]);
        eip_status status;

        text->size = 9;
        status = world_allocate(&w, WORLD_ALICE, &request, NULL);
        cr_assert(status == EIP_OK || status == EIP_ERR_STRUCT_VERSION,
                  "text %zu: %s", i, eip_status_name(status));
        world_account(&w, WORLD_ALICE, 100, 0);
    }
}

Test(checks, response_sizes) {
    struct {
        eip_allocate_address_response response;
        uint64_t tail[3];
    } larger;
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    got.size = sizeof got - 4;
    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, &got, NULL),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
    memset(&larger, 0xee, sizeof larger);
    larger.response.size = sizeof larger;
    EXPECT_STATUS(
        eip_allocate_address(w.engine, &caller, NULL, &larger.response, NULL),
        EIP_OK);
    cr_assert_eq(larger.response.size, sizeof larger);
    cr_assert_eq(larger.tail[0] | larger.tail[1] | larger.tail[2], 0);
    cr_assert_neq(larger.response.public_ip, 0);
}

Test(checks, a_response_is_written_only_on_success) {
    eip_allocate_address_request request = world_request_named("1.1.1.1");
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    eip_allocate_address_response got;
    eip_allocate_address_response before;

    memset(&got, 0xee, sizeof got);
    got.size = sizeof got;
    before = got;
    EXPECT_STATUS(
        eip_allocate_address(w.engine, &caller, &request, &got, &w.error),
        EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(memcmp(&got, &before, sizeof got), 0);
}

Test(checks, an_error_is_untouched_on_success_and_by_smaller_sizes) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_allocate_address_request request = world_request_named("1.1.1.1");
    eip_error error;
    eip_error before;

    memset(&error, 0x3c, sizeof error);
    error.size = sizeof error;
    before = error;
    EXPECT_STATUS(eip_allocate_address(w.engine, &caller, NULL, &got, &error),
                  EIP_OK);
    cr_assert_eq(memcmp(&error, &before, sizeof error), 0);
    error.size = 16;
    before = error;
    EXPECT_STATUS(
        eip_allocate_address(w.engine, &caller, &request, &got, &error),
        EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(memcmp(&error, &before, sizeof error), 0);
}

/* -- combinations ---------------------------------------------------------- */

enum parameter { ADDRESS, PUBLIC_POOL, GROUP, COIP, IPAM, PARAMETERS };

static const char *const names[PARAMETERS] = {
    "Address", "PublicIpv4Pool", "NetworkBorderGroup", "CustomerOwnedIpv4Pool",
    "IpamPoolId"};

static void give(eip_allocate_address_request *request, int parameter) {
    eip_text values[PARAMETERS] = {
        eip_text_of("198.51.100.1"),        eip_text_of("amazon"),
        eip_text_of(WORLD_REGION),          eip_text_of(world_pool_id(w.coip)),
        eip_text_of(world_pool_id(w.ipam)),
    };
    size_t places[PARAMETERS] = {texts[1], texts[2], texts[3], texts[4],
                                 texts[5]};

    *(eip_text *)(void *)((char *)request + places[parameter]) =
        values[parameter];
}

static void expect_clash(uint64_t account,
                         const eip_allocate_address_request *request,
                         const char *first, const char *second) {
    char message[160];

    (void)snprintf(message, sizeof message,
                   "The parameter %s cannot be used with the parameter %s",
                   first, second);
    EXPECT_ERROR(world_allocate(&w, account, request, NULL),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION, message);
    cr_assert_str_eq(w.error.field, first);
}

Test(checks, every_pair_of_parameters) {
    static const int clashes[][2] = {{PUBLIC_POOL, ADDRESS},
                                     {PUBLIC_POOL, IPAM},
                                     {PUBLIC_POOL, COIP},
                                     {IPAM, COIP}};

    for (int a = 0; a < PARAMETERS; a++) {
        for (int b = a + 1; b < PARAMETERS; b++) {
            eip_allocate_address_request request = world_request();
            bool clash = false;

            give(&request, a);
            give(&request, b);
            for (size_t i = 0; i < COUNT(clashes); i++) {
                int x = clashes[i][0];
                int y = clashes[i][1];

                if ((x == a && y == b) || (x == b && y == a)) {
                    clash = true;
                    expect_clash(WORLD_ALICE, &request, names[x], names[y]);
                }
            }
            if (!clash) {
                eip_status status =
                    world_allocate(&w, WORLD_ALICE, &request, NULL);

                cr_assert(status == EIP_OK ||
                              status == EIP_ERR_ADDRESS_NOT_FOUND,
                          "%s with %s: %s", names[a], names[b],
                          eip_status_name(status));
            }
        }
    }
}

/* The empty text is a parameter that was sent. */
Test(checks, an_empty_parameter_is_given) {
    eip_allocate_address_request request = world_request();

    give(&request, COIP);
    request.public_ipv4_pool = eip_text_of("");
    expect_clash(WORLD_ALICE, &request, names[PUBLIC_POOL], names[COIP]);
}

Test(checks, classic_with_what_is_of_vpcs_only) {
    for (int i = 0; i < PARAMETERS; i++) {
        eip_allocate_address_request request = world_request();

        give(&request, i);
        expect_clash(WORLD_CAROL, &request, names[i], "Domain");
        request.domain = eip_text_of("standard");
        expect_clash(WORLD_CAROL, &request, names[i], "Domain");
    }
}

/* -- order (R6) ------------------------------------------------------------ */

enum stage {
    STRUCT,
    AUTHORISATION,
    SYNTAX,
    COMBINATION,
    TAGS,
    KNOWN,
    QUOTA,
    CAPACITY,
    DRY,
    STAGES
};

static const eip_status outcomes[STAGES] = {
    EIP_ERR_STRUCT_VERSION,
    EIP_ERR_UNAUTHORIZED,
    EIP_ERR_ADDRESS_MALFORMED,
    EIP_ERR_INVALID_PARAMETER_COMBINATION,
    EIP_ERR_INVALID_PARAMETER_VALUE, /* of the resource type */
    EIP_ERR_INVALID_PARAMETER_VALUE, /* of the border group */
    EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
    EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
    EIP_ERR_DRY_RUN,
};

static const char *const fields[STAGES] = {"request",
                                           "",
                                           "Address",
                                           "PublicIpv4Pool",
                                           "TagSpecification",
                                           "NetworkBorderGroup",
                                           "",
                                           "",
                                           ""};

static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
static const eip_tag_specification wrong_type = {
    {"instance", 8, 0}, &tag, 1, 0};

/* Make the request fail at a stage. */
static void violate(eip_allocate_address_request *request, int stage) {
    switch (stage) {
    case STRUCT:
        request->reserved = 1;
        break;
    case AUTHORISATION:
        w.guard.denies = true;
        break;
    case SYNTAX:
        request->address = eip_text_of("1.2.3");
        break;
    case COMBINATION:
        give(request, PUBLIC_POOL);
        give(request, IPAM);
        break;
    case TAGS:
        request->tag_specifications = &wrong_type;
        request->tag_specification_count = 1;
        break;
    case KNOWN:
        request->network_border_group = eip_text_of("nowhere");
        break;
    case QUOTA:
        world_account(&w, WORLD_ALICE, 0, 0);
        break;
    case CAPACITY:
        world_modify(&w, w.amazon, 0, EIP_POOL_CLOSED, UINT64_MAX);
        break;
    default:
        request->flags = EIP_ALLOCATE_DRY_RUN;
        break;
    }
}

static void expect_first(int first, int second) {
    eip_allocate_address_request request = world_request();

    w.guard.denies = false;
    world_account(&w, WORLD_ALICE, 5, 0);
    world_modify(&w, w.amazon, 0, 0, UINT64_MAX);
    violate(&request, second);
    violate(&request, first);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  outcomes[first]);
    cr_assert_str_eq(w.error.field, fields[first], "%d before %d: %s", first,
                     second, w.error.message);
    w.guard.denies = false;
    cr_assert_eq(world_count(&w, WORLD_ALICE), 0);
}

Test(checks, of_two_things_wrong_the_earlier_is_told) {
    for (int first = 0; first < STAGES; first++) {
        for (int second = first; second < STAGES; second++) {
            expect_first(first, second);
        }
    }
}

Test(checks, the_quota_is_looked_at_before_a_named_address) {
    eip_allocate_address_request request = world_request_named("203.0.113.9");

    world_account(&w, WORLD_ALICE, 0, 0);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    request = world_request_named("192.0.2.129"); /* Bob's pool: no hint */
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    request = world_request_named("192.0.2.1"); /* her own does not count */
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL), EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
}

/* -- authorisation --------------------------------------------------------- */

static void expect_seen(const char *action, const char *resource,
                        uint64_t account) {
    cr_assert_str_eq(w.guard.action, action);
    cr_assert_str_eq(w.guard.resource, resource);
    cr_assert_eq(w.guard.account, account);
}

Test(checks, the_callback_sees_who_what_and_which) {
    eip_allocate_address_request request = world_request_named("192.0.2.3");
    eip_release_address_request gift = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_allocate_address_response got;
    char id[EIP_ALLOCATION_ID_TEXT_SIZE];

    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(w.guard.calls, 1);
    expect_seen("ec2:AllocateAddress", "192.0.2.3", WORLD_ALICE);
    (void)world_get(&w, WORLD_DAVE, NULL);
    expect_seen("ec2:AllocateAddress", "-", WORLD_DAVE);
    (void)world_count(&w, WORLD_BOB);
    expect_seen("ec2:DescribeAddresses", "-", WORLD_BOB);
    cr_assert_eq(w.guard.calls, 3);
    (void)eip_allocation_id_format(got.allocation_id, id);
    world_give(&w, WORLD_ALICE, &got);
    expect_seen("ec2:ReleaseAddress", id, WORLD_ALICE);
    gift.allocation_id_text = eip_text_of("eipalloc-x");
    (void)!eip_release_address(w.engine, &caller, &gift, NULL);
    expect_seen("ec2:ReleaseAddress", "eipalloc-x", WORLD_ALICE);
    gift.allocation_id_text = eip_text_of(NULL);
    gift.public_ip = eip_text_of("192.0.2.3");
    (void)!eip_release_address(w.engine, &caller, &gift, NULL);
    expect_seen("ec2:ReleaseAddress", "192.0.2.3", WORLD_ALICE);
    cr_assert_eq(w.guard.calls, 6);
}

Test(checks, each_item_of_a_batch_is_a_request) {
    eip_allocate_result results[3];
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);

    EXPECT_STATUS(
        eip_allocate_many(w.engine, &caller, NULL, 1, results, 3, &w.error),
        EIP_OK);
    cr_assert_eq(w.guard.calls, 3);
}

static eip_status describe_all(void) {
    eip_address_list *list = NULL;
    eip_status status = world_describe(&w, WORLD_ALICE, NULL, &list);

    cr_assert_null(list);
    return status;
}

Test(checks, who_is_denied_gets_nothing) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    const char *text = "You are not authorized to perform this operation.";

    w.guard.denies = true;
    EXPECT_ERROR(world_allocate(&w, WORLD_ALICE, NULL, NULL),
                 EIP_ERR_UNAUTHORIZED, text);
    request.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_ERROR(world_allocate(&w, WORLD_ALICE, &request, NULL),
                 EIP_ERR_UNAUTHORIZED, text);
    EXPECT_ERROR(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                 EIP_ERR_UNAUTHORIZED, text);
    EXPECT_ERROR(describe_all(), EIP_ERR_UNAUTHORIZED, text);
    cr_assert_eq(eip_status_http(EIP_ERR_UNAUTHORIZED), 403);
    w.guard.denies = false;
    cr_assert_eq(world_count(&w, WORLD_ALICE), 1);
}

Test(checks, a_denied_call_makes_no_account) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    w.guard.denies = true;
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, NULL, NULL),
                  EIP_ERR_UNAUTHORIZED);
    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_DAVE, &usage),
                  EIP_ERR_ACCOUNT_NOT_FOUND);
    w.guard.denies = false;
    (void)world_get(&w, WORLD_DAVE, NULL);
    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_DAVE, &usage),
                  EIP_OK);
}
