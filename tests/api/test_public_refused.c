/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What ProvisionPublicIpv4PoolCidr and MoveByoipCidrToIpam refuse. Nothing has
 * changed then. */
#include "api/ipam.h"
#include "api/public_pool.h"

WORLD_SUITE(public_refused);

#define RANGE "203.0.113.0/24"
#define OWNER "111111111111"

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};

/* What is refused, with which message about which parameter; it has changed
 * nothing. NULL: any message. */
#define REFUSED(call, wanted, named, said)                                     \
    do {                                                                       \
        EXPECT_UNCHANGED(EXPECT_STATUS(call, wanted));                         \
        cr_assert_eq(w.error.status, (wanted));                                \
        cr_assert_str_eq(w.error.field, (named), "%s names %s", #call,         \
                         w.error.field);                                       \
        cr_assert(is_message(said), "%s says: %s", #call, w.error.message);    \
    } while (0)

static bool is_message(const char *message) {
    return message == NULL || strcmp(message, w.error.message) == 0;
}

/* Texts that a picture of the world does not write over. */
static const char *id_of(eip_pool_ref pool) {
    static char texts[8][EIP_POOL_ID_TEXT_SIZE];
    static uint32_t next;
    char *text = texts[next++ % COUNT(texts)];

    (void)eip_pool_id_format(pool, text);
    return text;
}

/* A pool of Alice's default scope, or as the request says. */
static eip_pool_ref ipam_by(const eip_create_ipam_pool_request *request) {
    eip_pool_ref pool = {0, 0, 0};

    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, request, &pool), EIP_OK);
    return pool;
}

static eip_create_ipam_pool_request ask(void) {
    return ipam_request(&w, WORLD_ALICE);
}

static const char *missing(const char *parameter) {
    static char text[128];

    (void)snprintf(text, sizeof text,
                   "The request must contain the parameter %s", parameter);
    return text;
}

static const char *about(const char *ipam, const char *why) {
    static char text[256];

    (void)snprintf(text, sizeof text,
                   "invalid value for parameter IpamPoolId: %s: %s", ipam, why);
    return text;
}

static const char *unknown_ipam(const char *id) {
    static char text[128];

    (void)snprintf(text, sizeof text, "The ipam-pool ID '%s' does not exist",
                   id);
    return text;
}

/* -- ProvisionPublicIpv4PoolCidr ----------------------------------------------- */

static eip_status provision(const char *ipam, const char *id, int32_t bits) {
    return pool_provision_in(&w, WORLD_ALICE, ipam, id, bits, 0, NULL);
}

Test(public_refused, to_provision) {
    const char *ipam = id_of(w.ipam);
    const char *id = id_of(pool_make(&w, WORLD_ALICE));
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;

    REFUSED(provision(NULL, id, 30), EIP_ERR_MISSING_PARAMETER, "IpamPoolId",
            missing("IpamPoolId"));
    REFUSED(provision(ipam, NULL, 30), EIP_ERR_MISSING_PARAMETER, "PoolId",
            missing("PoolId"));
    request.ipam_pool_id = eip_text_of(ipam);
    request.pool_id = eip_text_of(id);
    w.error = eip_error_init();
    REFUSED(eip_provision_public_ipv4_pool_cidr(w.engine, &alice, &request,
                                                &response, &w.error),
            EIP_ERR_MISSING_PARAMETER, "NetmaskLength",
            missing("NetmaskLength"));
    REFUSED(provision(ipam, id, 23), EIP_ERR_INVALID_PARAMETER_VALUE,
            "NetmaskLength",
            "Value (23) for parameter netmaskLength is invalid. It is 24 to "
            "32");
    REFUSED(provision(ipam, id, 33), EIP_ERR_INVALID_PARAMETER_VALUE,
            "NetmaskLength",
            "Value (33) for parameter netmaskLength is invalid. It is 24 to "
            "32");
    REFUSED(pool_provision_in(&w, WORLD_ALICE, ipam, id, 31, 0, WORLD_LOCAL),
            EIP_ERR_INVALID_PARAMETER_VALUE, "NetworkBorderGroup", NULL);
    EXPECT_UNCHANGED(
        EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, ipam, id, 29,
                                        EIP_PUBLIC_POOL_DRY_RUN, WORLD_REGION),
                      EIP_ERR_DRY_RUN));
    w.guard.denies = true;
    EXPECT_STATUS(provision(ipam, id, 30), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    EXPECT_STATUS(provision(ipam, id, 29), EIP_OK);
}

Test(public_refused, pools_that_are_not_the_callers) {
    const char *ipam = id_of(w.ipam);
    const char *id = id_of(pool_make(&w, WORLD_ALICE));
    const char *bobs = id_of(w.byoip_bob);
    char message[128];

    (void)snprintf(message, sizeof message, "The pool ID '%s' does not exist",
                   id);
    REFUSED(pool_provision_in(&w, WORLD_BOB, ipam, id, 30, 0, NULL),
            EIP_ERR_POOL_NOT_FOUND, "PoolId", message);
    REFUSED(provision(ipam, "x", 30), EIP_ERR_POOL_NOT_FOUND, "PoolId",
            "The pool ID 'x' does not exist");
    REFUSED(pool_provision_in(&w, WORLD_BOB, ipam, bobs, 30, 0, NULL),
            EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId", unknown_ipam(ipam));
    REFUSED(provision(id, id, 30), EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId",
            unknown_ipam(id));
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    id = id_of(byoip_pool(&w, WORLD_ALICE, 0));
    REFUSED(provision(ipam, id, 30), EIP_ERR_UNSUPPORTED_OPERATION, "PoolId",
            "The pool is that of a BYOIP address range");
}

Test(public_refused, provision_requests_that_are_not_formed) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_text *const texts[] = {&request.ipam_pool_id, &request.pool_id,
                               &request.network_border_group};

    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(w.engine, &alice,
                                                      &request, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(w.engine, &alice, NULL,
                                                      &response, &w.error),
                  EIP_ERR_NULL);
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->reserved = 1;
        EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(
                          w.engine, &alice, &request, &response, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        texts[i]->reserved = 0;
    }
    request.reserved = 1;
    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, &response, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, "x", "x", 30,
                                    EIP_PUBLIC_POOL_MAX_RESULTS, NULL),
                  EIP_ERR_STRUCT_VERSION);
}

/* An IPAM pool with a range, and what it wants of those who take of it. */
Test(public_refused, what_the_ipam_pool_does_not_allow) {
    const char *id = id_of(pool_make(&w, WORLD_ALICE));
    eip_create_ipam_pool_request request = ask();
    const char *ipam;

    request.aws_service = (eip_text){NULL, 0, 0};
    ipam = id_of(ipam_by(&request));
    REFUSED(provision(ipam, id, 31), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(ipam, "the pool is not a public one for EC2"));
    request = ask();
    request.flags = EIP_IPAM_MIN_NETMASK | EIP_IPAM_MAX_NETMASK;
    request.allocation_min_netmask_length = 30;
    request.allocation_max_netmask_length = 31;
    ipam = id_of(ipam_by(&request));
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, ipam, RANGE, true), EIP_OK);
    REFUSED(provision(ipam, id, 29), EIP_ERR_INVALID_PARAMETER_VALUE,
            "NetmaskLength",
            "Value (29) for parameter netmaskLength is invalid. It is 30 to "
            "31");
    REFUSED(provision(ipam, id, 32), EIP_ERR_INVALID_PARAMETER_VALUE,
            "NetmaskLength",
            "Value (32) for parameter netmaskLength is invalid. It is 30 to "
            "31");
    EXPECT_STATUS(provision(ipam, id, 31), EIP_OK);
}

Test(public_refused, tags_that_the_ipam_pool_requires) {
    static const char *const keys[] = {"a", "ab", "a"};
    static const char *const values[] = {"ww", "w", "v"};
    eip_create_ipam_pool_request request = ask();
    const char *ipam;

    request.allocation_resource_tags = &tag;
    request.allocation_resource_tag_count = 1;
    ipam = id_of(ipam_by(&request));
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, ipam, RANGE, true), EIP_OK);
    REFUSED(provision(ipam, id_of(pool_make(&w, WORLD_ALICE)), 31),
            EIP_ERR_INVALID_PARAMETER_VALUE, "PoolId",
            "The resource is missing one or more of the resource tags required "
            "by the IPAM pool.");
    for (int i = 0; i < 3; i++) {
        eip_create_public_ipv4_pool_request create =
            EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
        eip_tag own[2] = {{eip_text_of(keys[i]), eip_text_of(values[i])},
                          {{"k", 1, 0}, eip_text_of(values[i])}};
        eip_tag_specification owns = {{"ipv4pool-ec2", 12, 0}, own, 2, 0};
        eip_pool_ref pool;

        create.tag_specifications = &owns;
        create.tag_specification_count = 1;
        EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
        EXPECT_STATUS(provision(ipam, id_of(pool), 31),
                      i < 2 ? EIP_ERR_INVALID_PARAMETER_VALUE : EIP_OK);
    }
}

Test(public_refused, other_locales_and_no_room) {
    const char *id = id_of(pool_make(&w, WORLD_ALICE));
    const char *empty = id_of(world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE));
    const char *ipam = id_of(w.ipam);
    eip_create_public_ipv4_pool_request create =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref local;
    const char *other;

    create.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &create, &local), EIP_OK);
    other = id_of(local);
    REFUSED(provision(ipam, other, 31), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(ipam, "the pool has another locale"));
    REFUSED(provision(empty, other, 31), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(empty, "the pool has another locale"));
    REFUSED(provision(empty, id, 31), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
            "NetmaskLength",
            "The IPAM pool has no block of /31 of which no address is "
            "allocated");
    EXPECT_UNCHANGED(
        EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, empty, id, 31,
                                        EIP_PUBLIC_POOL_DRY_RUN, NULL),
                      EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY));
    REFUSED(provision(ipam, id, 28), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
            "NetmaskLength", NULL);
}

/* -- MoveByoipCidrToIpam --------------------------------------------------------------- */

static eip_status move(const char *cidr, const char *ipam, const char *owner) {
    return byoip_move_in(&w, WORLD_ALICE, cidr, ipam, owner, 0);
}

Test(public_refused, to_move) {
    const char *ipam = id_of(w.ipam);

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    REFUSED(move(NULL, ipam, OWNER), EIP_ERR_MISSING_PARAMETER, "Cidr",
            missing("Cidr"));
    REFUSED(move(RANGE, NULL, OWNER), EIP_ERR_MISSING_PARAMETER, "IpamPoolId",
            missing("IpamPoolId"));
    REFUSED(move(RANGE, ipam, NULL), EIP_ERR_MISSING_PARAMETER, "IpamPoolOwner",
            missing("IpamPoolOwner"));
    REFUSED(move("x", ipam, OWNER), EIP_ERR_CIDR_MALFORMED, "Cidr", NULL);
    REFUSED(move(RANGE, ipam, "1"), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolOwner",
            "Value (1) for parameter ipamPoolOwner is invalid");
    REFUSED(byoip_move_in(&w, WORLD_BOB, RANGE, ipam, OWNER, 0),
            EIP_ERR_CIDR_NOT_FOUND, "Cidr", NULL);
    REFUSED(move("203.0.113.0/25", ipam, OWNER), EIP_ERR_CIDR_MALFORMED, "Cidr",
            NULL);
    REFUSED(move(RANGE, ipam, "222222222222"), EIP_ERR_IPAM_POOL_NOT_FOUND,
            "IpamPoolId", unknown_ipam(ipam));
    REFUSED(move(RANGE, "x", OWNER), EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId",
            unknown_ipam("x"));
    EXPECT_UNCHANGED(EXPECT_STATUS(
        byoip_move_in(&w, WORLD_ALICE, RANGE, ipam, OWNER, EIP_BYOIP_DRY_RUN),
        EIP_ERR_DRY_RUN));
    w.guard.denies = true;
    EXPECT_STATUS(move(RANGE, ipam, OWNER), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " provisioned");
    EXPECT_STATUS(move(RANGE, ipam, OWNER), EIP_OK);
}

Test(public_refused, move_requests_that_are_not_formed) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_text *const texts[] = {&request.cidr, &request.ipam_pool_id,
                               &request.ipam_pool_owner};
    eip_byoip_cidr_list *list = NULL;

    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->reserved = 1;
        EXPECT_STATUS(eip_move_byoip_cidr_to_ipam(w.engine, &alice, &request,
                                                  &list, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        texts[i]->reserved = 0;
    }
    EXPECT_STATUS(
        eip_move_byoip_cidr_to_ipam(w.engine, &alice, &request, NULL, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_move_byoip_cidr_to_ipam(w.engine, &alice, NULL, &list, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(byoip_move_in(&w, WORLD_ALICE, RANGE, "x", OWNER,
                                EIP_BYOIP_MAX_RESULTS),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_null(list);
}

Test(public_refused, pools_that_take_no_range) {
    eip_create_ipam_pool_request request = ask();
    char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    uint64_t number = 0;
    const char *ipam;

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    ipam = id_of(ipam_make(&w, WORLD_ALICE, id_of(w.ipam)));
    REFUSED(move(RANGE, ipam, OWNER), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(ipam, "it is not a top-level pool"));
    request.locale = eip_text_of(WORLD_LOCAL);
    ipam = id_of(ipam_by(&request));
    REFUSED(move(RANGE, ipam, OWNER), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(ipam, "the pool has another locale"));
    request = ask();
    request.public_ip_source = eip_text_of("amazon");
    ipam = id_of(ipam_by(&request));
    REFUSED(move(RANGE, ipam, OWNER), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(ipam, "it is not a public one for BYOIP"));
    EXPECT_STATUS(eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &number,
                                              &w.error),
                  EIP_OK);
    (void)eip_ipam_scope_id_format(number, scope);
    request = ask();
    request.ipam_scope_id = eip_text_of(scope);
    request.aws_service = (eip_text){NULL, 0, 0};
    ipam = id_of(ipam_by(&request));
    REFUSED(move(RANGE, ipam, OWNER), EIP_ERR_INVALID_PARAMETER_VALUE,
            "IpamPoolId", about(ipam, "it is not a public one for BYOIP"));
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " provisioned");
}

static int32_t verdict;

static int32_t decide(void *context, uint64_t account, eip_text cidr,
                      eip_text message, eip_text signature) {
    (void)context;
    (void)account;
    (void)cidr;
    (void)message;
    (void)signature;
    return verdict;
}

Test(public_refused, states_from_which_it_cannot_move) {
    const char *ipam;

    verdict = 1;
    world_end(&w);
    world_init(&w);
    w.config.settle_ms = 1000;
    w.config.byoip_verifier = (eip_byoip_verifier){NULL, decide};
    world_open(&w);
    world_build(&w);
    ipam = id_of(w.ipam);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    REFUSED(move(RANGE, ipam, OWNER), EIP_ERR_INCORRECT_STATE, "Cidr", NULL);
    w.now_ms += 1000;
    EXPECT_STATUS(move(RANGE, ipam, OWNER), EIP_OK);
    REFUSED(move(RANGE, ipam, OWNER), EIP_ERR_INCORRECT_STATE, "Cidr", NULL);
    verdict = 0;
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "44.1.0.0/24"), EIP_OK);
    w.now_ms += 1000;
    REFUSED(move("44.1.0.0/24", ipam, OWNER), EIP_ERR_INCORRECT_STATE, "Cidr",
            NULL);
}

Test(public_refused, as_many_cidrs_as_may_be) {
    const char *ipam = id_of(w.ipam);

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "44.200.0.0/24"), EIP_OK);
    /* It has one already. */
    for (int i = 1; i < EIP_IPAM_CIDRS_MAX; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.%d.0.0/24", i);
        EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, cidr), EIP_OK);
        EXPECT_STATUS(move(cidr, ipam, OWNER), EIP_OK);
    }
    REFUSED(move("44.200.0.0/24", ipam, OWNER), EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
            "IpamPoolId",
            "The number of CIDRs of the pool has reached the maximum allowed "
            "limit.");
}
