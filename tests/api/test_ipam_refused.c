/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What operations on IPAM refuse: arguments that are no requests, parameters
 * that are wrong, and more than there may be. Nothing has changed then. */
#include "api/ipam.h"

WORLD_SUITE(ipam_refused);

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static char id_text[EIP_POOL_ID_TEXT_SIZE];

/* A call of Alice's whose answer is not looked at. */
#define OPERATION(name, list_type)                                             \
    static eip_status name(const eip_##name##_request *request) {              \
        list_type *list = NULL;                                                \
        eip_status status;                                                     \
                                                                               \
        w.error = eip_error_init();                                            \
        status = eip_##name(w.engine, &alice, request, &list, &w.error);       \
        cr_assert((status == EIP_OK) == (list != NULL));                       \
        list_type##_free(list);                                                \
        return status;                                                         \
    }

OPERATION(create_ipam_pool, eip_ipam_pool_list)
OPERATION(delete_ipam_pool, eip_ipam_pool_list)
OPERATION(modify_ipam_pool, eip_ipam_pool_list)
OPERATION(describe_ipam_pools, eip_ipam_pool_list)
OPERATION(provision_ipam_pool_cidr, eip_ipam_pool_cidr_list)
OPERATION(deprovision_ipam_pool_cidr, eip_ipam_pool_cidr_list)
OPERATION(get_ipam_pool_cidrs, eip_ipam_pool_cidr_list)
OPERATION(allocate_ipam_pool_cidr, eip_ipam_pool_allocation_list)
OPERATION(modify_ipam_pool_allocation, eip_ipam_pool_allocation_list)
OPERATION(get_ipam_pool_allocations, eip_ipam_pool_allocation_list)
OPERATION(describe_ipam_pool_allocations, eip_ipam_pool_allocation_list)

static eip_status
release_allocation(const eip_release_ipam_pool_allocation_request *request) {
    w.error = eip_error_init();
    return eip_release_ipam_pool_allocation(w.engine, &alice, request,
                                            &w.error);
}

/* With one thing of the good request changed. */
#define REFUSED(operation, change, status)                                     \
    do {                                                                       \
        bad = good;                                                            \
        change;                                                                \
        EXPECT_STATUS(operation(&bad), status);                                \
    } while (0)

#define DENIED(operation)                                                      \
    do {                                                                       \
        w.guard.denies = true;                                                 \
        EXPECT_STATUS(operation(&good), EIP_ERR_UNAUTHORIZED);                 \
        w.guard.denies = false;                                                \
    } while (0)

#define NO_LIST(name)                                                          \
    EXPECT_STATUS(eip_##name(w.engine, &alice, &good, NULL, &w.error),         \
                  EIP_ERR_NULL)

static const eip_filter unknown = {{"nope", 4, 0}, NULL, 0, 0};
static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
static const eip_tag nameless = {{"", 0, 0}, {"v", 1, 0}};
static char long_text[EIP_IPAM_DESCRIPTION_MAX + 2];

static void make(void) {
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, NULL), id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_OK);
    memset(long_text, 'x', sizeof long_text - 1);
}

static const char *private_scope(void) {
    static char text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    uint64_t scope;

    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope, &w.error),
        EIP_OK);
    (void)eip_ipam_scope_id_format(scope, text);
    return text;
}

/* -- pools ------------------------------------------------------------------ */

Test(ipam_refused, to_create) {
    char nobodys[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    eip_create_ipam_pool_request good;
    eip_create_ipam_pool_request bad;

    make();
    (void)eip_ipam_scope_id_format(UINT64_C(0x123456789abcdef), nobodys);
    good = ipam_request(&w, WORLD_ALICE);
    NO_LIST(create_ipam_pool);
    EXPECT_STATUS(create_ipam_pool(NULL), EIP_ERR_NULL);
    DENIED(create_ipam_pool);
    REFUSED(create_ipam_pool, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(create_ipam_pool, bad.locale.reserved = 1, EIP_ERR_STRUCT_VERSION);
    REFUSED(create_ipam_pool, bad.allocation_resource_tag_count = 1,
            EIP_ERR_NULL);
    REFUSED(create_ipam_pool, bad.tag_specification_count = 1, EIP_ERR_NULL);
    REFUSED(create_ipam_pool,
            (bad.allocation_resource_tag_count = 1,
             bad.allocation_resource_tags = &nameless),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool, bad.description = eip_text_of(long_text),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool, bad.description = eip_text_of("\xff"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool, bad.client_token = ((eip_text){long_text, 65, 0}),
            EIP_ERR_CLIENT_TOKEN);
    REFUSED(create_ipam_pool, bad.client_token = eip_text_of("a b"),
            EIP_ERR_CLIENT_TOKEN);
    REFUSED(create_ipam_pool, bad.client_token = eip_text_of("a\x7f"),
            EIP_ERR_CLIENT_TOKEN);
    REFUSED(create_ipam_pool, bad.source_resource_type = eip_text_of("x"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool,
            (bad.flags = EIP_IPAM_MIN_NETMASK,
             bad.allocation_min_netmask_length = -1),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool,
            (bad.flags = EIP_IPAM_MIN_NETMASK | EIP_IPAM_DEFAULT_NETMASK,
             bad.allocation_min_netmask_length = 28,
             bad.allocation_default_netmask_length = 27),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool,
            bad.ipam_scope_id = eip_text_of("ipam-scope-00123456789ABCDEF"),
            EIP_ERR_IPAM_SCOPE_NOT_FOUND);
    REFUSED(create_ipam_pool,
            bad.ipam_scope_id = eip_text_of("ipam-scope-00000000000000000"),
            EIP_ERR_IPAM_SCOPE_NOT_FOUND);
    REFUSED(create_ipam_pool, bad.ipam_scope_id = eip_text_of(nobodys),
            EIP_ERR_IPAM_SCOPE_NOT_FOUND);
    bad = good;
    bad.source_resource_id = eip_text_of("vpc-1");
    bad.source_resource_type = eip_text_of("vpc");
    bad.source_resource_region = eip_text_of(WORLD_REGION);
    bad.source_resource_owner = eip_text_of("111111111111");
    EXPECT_STATUS(create_ipam_pool(&bad),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
}

Test(ipam_refused, sources_of_another_kind) {
    eip_create_ipam_pool_request good;
    eip_create_ipam_pool_request bad;
    const char *scope;

    make();
    scope = private_scope();
    good = ipam_request(&w, WORLD_ALICE);
    good.source_ipam_pool_id = eip_text_of(id_text);
    REFUSED(create_ipam_pool, bad.locale = eip_text_of("None"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool, bad.locale = eip_text_of(WORLD_LOCAL),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool,
            (bad.ipam_scope_id = eip_text_of(scope),
             bad.aws_service = eip_text_of(NULL)),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    good.source_ipam_pool_id = eip_text_of(NULL);
    good.ipam_scope_id = eip_text_of(scope);
    EXPECT_STATUS(create_ipam_pool(&good),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    good.aws_service = eip_text_of(NULL);
    REFUSED(create_ipam_pool, bad.public_ip_source = eip_text_of("byoip"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    good.source_resource_id = eip_text_of("vpc-1");
    good.source_resource_type = eip_text_of("vpc");
    good.source_resource_region = eip_text_of(WORLD_REGION);
    good.source_resource_owner = eip_text_of("111111111111");
    REFUSED(create_ipam_pool, bad.source_resource_owner = eip_text_of("1"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool, bad.source_resource_id = eip_text_of(long_text),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(create_ipam_pool,
            bad.source_resource_region = eip_text_of(long_text),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(create_ipam_pool(&good), EIP_OK);
}

/* As many as may be of a scope, and below each other. */
Test(ipam_refused, more_pools_than_may_be) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    char source[EIP_POOL_ID_TEXT_SIZE];
    eip_pool_ref pool = {0, 0, 0};
    uint32_t count = 1; /* w.ipam */

    for (uint32_t depth = 1; depth <= EIP_IPAM_DEPTH_MAX; depth++) {
        EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
        (void)eip_pool_id_format(pool, source);
        request.source_ipam_pool_id = eip_text_of(source);
        count++;
    }
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    cr_assert_str_eq(w.error.field, "SourceIpamPoolId");
    request.source_ipam_pool_id = eip_text_of(NULL);
    for (; count < EIP_IPAM_POOLS_MAX; count++) {
        EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    }
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    cr_assert_str_eq(w.error.field, "IpamScopeId");
    request.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(create_ipam_pool(&request), EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
}

Test(ipam_refused, to_delete) {
    eip_delete_ipam_pool_request good = EIP_DELETE_IPAM_POOL_REQUEST_INIT;
    eip_delete_ipam_pool_request bad;
    char empty[EIP_POOL_ID_TEXT_SIZE];

    make();
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, NULL), empty);
    good.ipam_pool_id = eip_text_of(empty);
    NO_LIST(delete_ipam_pool);
    EXPECT_STATUS(delete_ipam_pool(NULL), EIP_ERR_NULL);
    DENIED(delete_ipam_pool);
    REFUSED(delete_ipam_pool, bad.flags = EIP_IPAM_NETMASK,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(delete_ipam_pool, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(delete_ipam_pool, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(delete_ipam_pool, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(delete_ipam_pool, bad.flags = EIP_IPAM_DRY_RUN, EIP_ERR_DRY_RUN);
    EXPECT_STATUS(delete_ipam_pool(&good), EIP_OK);
}

Test(ipam_refused, to_modify) {
    eip_modify_ipam_pool_request good = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_modify_ipam_pool_request bad;

    make();
    good.ipam_pool_id = eip_text_of(id_text);
    NO_LIST(modify_ipam_pool);
    EXPECT_STATUS(modify_ipam_pool(NULL), EIP_ERR_NULL);
    DENIED(modify_ipam_pool);
    REFUSED(modify_ipam_pool, bad.reserved = 1, EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool, bad.description.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool, bad.add_allocation_resource_tag_count = 1,
            EIP_ERR_NULL);
    REFUSED(modify_ipam_pool, bad.remove_allocation_resource_tag_count = 1,
            EIP_ERR_NULL);
    REFUSED(modify_ipam_pool, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(modify_ipam_pool, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(modify_ipam_pool, bad.description = eip_text_of(long_text),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool,
            bad.flags = EIP_IPAM_AUTO_IMPORT | EIP_IPAM_NO_AUTO_IMPORT,
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(modify_ipam_pool,
            (bad.add_allocation_resource_tags = &nameless,
             bad.add_allocation_resource_tag_count = 1),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool,
            (bad.flags = EIP_IPAM_MIN_NETMASK,
             bad.allocation_min_netmask_length = 33),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool,
            (bad.flags = EIP_IPAM_MAX_NETMASK | EIP_IPAM_DEFAULT_NETMASK,
             bad.allocation_max_netmask_length = 33),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool,
            (bad.flags = EIP_IPAM_DEFAULT_NETMASK,
             bad.allocation_default_netmask_length = 33),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool,
            (bad.flags = EIP_IPAM_MIN_NETMASK | EIP_IPAM_MAX_NETMASK,
             bad.allocation_min_netmask_length = 28,
             bad.allocation_max_netmask_length = 27),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool, bad.flags = EIP_IPAM_DRY_RUN, EIP_ERR_DRY_RUN);
    EXPECT_STATUS(modify_ipam_pool(&good), EIP_OK);
}

Test(ipam_refused, to_describe) {
    eip_describe_ipam_pools_request good = EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    const eip_text nobody = eip_text_of("ipam-pool-1");
    eip_describe_ipam_pools_request bad;

    NO_LIST(describe_ipam_pools);
    DENIED(describe_ipam_pools);
    REFUSED(describe_ipam_pools, bad.size = 4, EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pools, bad.reserved = 1, EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pools, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pools, bad.next_token.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pools, bad.ipam_pool_id_count = 1, EIP_ERR_NULL);
    REFUSED(describe_ipam_pools, bad.filter_count = 1, EIP_ERR_NULL);
    REFUSED(describe_ipam_pools, (bad.filter_count = 1, bad.filters = &unknown),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(describe_ipam_pools, bad.next_token = eip_text_of("x"),
            EIP_ERR_NEXT_TOKEN);
    REFUSED(describe_ipam_pools,
            (bad.ipam_pool_ids = &nobody, bad.ipam_pool_id_count = 1),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(describe_ipam_pools, bad.flags = EIP_IPAM_DRY_RUN, EIP_ERR_DRY_RUN);
    REFUSED(describe_ipam_pools,
            (bad.flags = EIP_IPAM_MAX_RESULTS, bad.max_results = 1001),
            EIP_ERR_MAX_RESULTS);
    EXPECT_STATUS(describe_ipam_pools(NULL), EIP_OK);
}

/* -- CIDRs -------------------------------------------------------------------- */

Test(ipam_refused, to_provision) {
    eip_provision_ipam_pool_cidr_request good =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_provision_ipam_pool_cidr_request bad;

    make();
    good.ipam_pool_id = eip_text_of(id_text);
    good.cidr = eip_text_of("44.0.0.0/24");
    good.authorization_message =
        eip_text_of("1|aws|111111111111|44.0.0.0/24|20991231|SHA256|RSAPSS");
    good.authorization_signature = eip_text_of("c2ln");
    NO_LIST(provision_ipam_pool_cidr);
    EXPECT_STATUS(provision_ipam_pool_cidr(NULL), EIP_ERR_NULL);
    DENIED(provision_ipam_pool_cidr);
    REFUSED(provision_ipam_pool_cidr, bad.reserved = 1, EIP_ERR_STRUCT_VERSION);
    REFUSED(provision_ipam_pool_cidr, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(provision_ipam_pool_cidr, bad.cidr.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(provision_ipam_pool_cidr, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(provision_ipam_pool_cidr, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(provision_ipam_pool_cidr, bad.flags = EIP_IPAM_NETMASK,
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr, bad.cidr = eip_text_of(NULL),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            (bad.cidr = eip_text_of(NULL), bad.flags = EIP_IPAM_NETMASK,
             bad.netmask_length = 33),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(provision_ipam_pool_cidr,
            (bad.cidr = eip_text_of(NULL), bad.flags = EIP_IPAM_NETMASK,
             bad.netmask_length = 24),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            bad.verification_method = eip_text_of("x"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(provision_ipam_pool_cidr, bad.client_token = eip_text_of(""),
            EIP_ERR_CLIENT_TOKEN);
    REFUSED(provision_ipam_pool_cidr,
            bad.authorization_message = eip_text_of(NULL),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            bad.authorization_signature = eip_text_of(NULL),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            bad.verification_method = eip_text_of("dns-token"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr, bad.cidr = eip_text_of("44.0.0.0/6"),
            EIP_ERR_CIDR_MALFORMED);
    REFUSED(provision_ipam_pool_cidr, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    REFUSED(provision_ipam_pool_cidr,
            bad.verification_method = eip_text_of("remarks-x509"), EIP_OK);
    good.cidr = eip_text_of("44.0.1.0/24");
    REFUSED(
        provision_ipam_pool_cidr,
        (bad.verification_method = eip_text_of("dns-token"),
         bad.ipam_external_resource_verification_token_id = eip_text_of("t")),
        EIP_OK);
}

/* Of a pool with a source, of Amazon's, and of a private scope. */
Test(ipam_refused, to_provision_other_pools) {
    eip_provision_ipam_pool_cidr_request good =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_provision_ipam_pool_cidr_request bad;
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    char other[EIP_POOL_ID_TEXT_SIZE];
    eip_pool_ref pool;

    make();
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, id_text), other);
    good.ipam_pool_id = eip_text_of(other);
    good.cidr = eip_text_of("203.0.113.0/28");
    REFUSED(provision_ipam_pool_cidr,
            bad.authorization_message = eip_text_of("m"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            bad.authorization_signature = eip_text_of("m"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            bad.verification_method = eip_text_of("dns-token"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr,
            bad.ipam_external_resource_verification_token_id = eip_text_of("t"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(provision_ipam_pool_cidr, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    REFUSED(provision_ipam_pool_cidr,
            (bad.cidr = eip_text_of(NULL), bad.flags = EIP_IPAM_NETMASK,
             bad.netmask_length = 20),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    create.public_ip_source = eip_text_of("amazon");
    create.locale = eip_text_of(NULL);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, other);
    EXPECT_STATUS(provision_ipam_pool_cidr(&good),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    good.cidr = eip_text_of(NULL);
    good.flags = EIP_IPAM_NETMASK;
    good.netmask_length = 29;
    EXPECT_STATUS(provision_ipam_pool_cidr(&good), EIP_ERR_INCORRECT_STATE);
    good.netmask_length = 31;
    EXPECT_STATUS(provision_ipam_pool_cidr(&good),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    create.public_ip_source = eip_text_of(NULL);
    create.aws_service = eip_text_of(NULL);
    create.ipam_scope_id = eip_text_of(private_scope());
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, other);
    EXPECT_STATUS(provision_ipam_pool_cidr(&good),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, other, "10.0.0.0/8", false),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, other, "10.1.0.0/16", false),
                  EIP_ERR_CIDR_CONFLICT);
}

Test(ipam_refused, to_deprovision) {
    eip_deprovision_ipam_pool_cidr_request good =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_deprovision_ipam_pool_cidr_request bad;

    make();
    good.ipam_pool_id = eip_text_of(id_text);
    good.cidr = eip_text_of(BROUGHT);
    NO_LIST(deprovision_ipam_pool_cidr);
    EXPECT_STATUS(deprovision_ipam_pool_cidr(NULL), EIP_ERR_NULL);
    DENIED(deprovision_ipam_pool_cidr);
    REFUSED(deprovision_ipam_pool_cidr, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(deprovision_ipam_pool_cidr, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(deprovision_ipam_pool_cidr, bad.cidr.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(deprovision_ipam_pool_cidr, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(deprovision_ipam_pool_cidr, bad.cidr = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(deprovision_ipam_pool_cidr, bad.cidr = eip_text_of("x"),
            EIP_ERR_CIDR_MALFORMED);
    REFUSED(deprovision_ipam_pool_cidr, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(deprovision_ipam_pool_cidr, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    (void)world_get(&w, WORLD_ALICE,
                    &(eip_allocate_address_request){
                        .size = sizeof(eip_allocate_address_request),
                        .ipam_pool_id = eip_text_of(id_text)});
    REFUSED(deprovision_ipam_pool_cidr, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_CIDR_IN_USE);
}

Test(ipam_refused, to_get_cidrs) {
    eip_get_ipam_pool_cidrs_request good = EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_get_ipam_pool_cidrs_request bad;

    make();
    good.ipam_pool_id = eip_text_of(id_text);
    NO_LIST(get_ipam_pool_cidrs);
    EXPECT_STATUS(get_ipam_pool_cidrs(NULL), EIP_ERR_NULL);
    DENIED(get_ipam_pool_cidrs);
    REFUSED(get_ipam_pool_cidrs, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_cidrs, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_cidrs, bad.next_token.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_cidrs, bad.filter_count = 1, EIP_ERR_NULL);
    REFUSED(get_ipam_pool_cidrs, (bad.filter_count = 1, bad.filters = &unknown),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(get_ipam_pool_cidrs, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(get_ipam_pool_cidrs, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(get_ipam_pool_cidrs, bad.next_token = eip_text_of("x"),
            EIP_ERR_NEXT_TOKEN);
    REFUSED(get_ipam_pool_cidrs, bad.flags = EIP_IPAM_DRY_RUN, EIP_ERR_DRY_RUN);
}

/* -- allocations ---------------------------------------------------------------- */

Test(ipam_refused, to_allocate) {
    eip_allocate_ipam_pool_cidr_request good =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_allocate_ipam_pool_cidr_request bad;
    const eip_text wrong[3] = {eip_text_of(BROUGHT), eip_text_of("x"),
                               eip_text_of(BROUGHT)};
    static const eip_tag_specification others = {{"x", 1, 0}, &tag, 1, 0};

    make();
    good.ipam_pool_id = eip_text_of(id_text);
    good.flags = EIP_IPAM_NETMASK;
    good.netmask_length = 28;
    NO_LIST(allocate_ipam_pool_cidr);
    EXPECT_STATUS(allocate_ipam_pool_cidr(NULL), EIP_ERR_NULL);
    DENIED(allocate_ipam_pool_cidr);
    REFUSED(allocate_ipam_pool_cidr, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(allocate_ipam_pool_cidr, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(allocate_ipam_pool_cidr, bad.cidr.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(allocate_ipam_pool_cidr, bad.client_token.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(allocate_ipam_pool_cidr, bad.description.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(allocate_ipam_pool_cidr, bad.allowed_cidr_count = 1, EIP_ERR_NULL);
    REFUSED(allocate_ipam_pool_cidr, bad.disallowed_cidr_count = 1,
            EIP_ERR_NULL);
    REFUSED(allocate_ipam_pool_cidr, bad.tag_specification_count = 1,
            EIP_ERR_NULL);
    REFUSED(allocate_ipam_pool_cidr,
            (bad.tag_specification_count = 1, bad.tag_specifications = &others),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(allocate_ipam_pool_cidr, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(allocate_ipam_pool_cidr, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(allocate_ipam_pool_cidr, bad.netmask_length = 33,
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(allocate_ipam_pool_cidr, bad.cidr = eip_text_of("x"),
            EIP_ERR_CIDR_MALFORMED);
    REFUSED(allocate_ipam_pool_cidr, bad.description = eip_text_of(long_text),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(allocate_ipam_pool_cidr, bad.client_token = eip_text_of(""),
            EIP_ERR_CLIENT_TOKEN);
    REFUSED(allocate_ipam_pool_cidr,
            (bad.allowed_cidrs = wrong, bad.allowed_cidr_count = 2),
            EIP_ERR_CIDR_MALFORMED);
    cr_assert_eq(w.error.index, 1);
    REFUSED(allocate_ipam_pool_cidr,
            (bad.disallowed_cidrs = wrong, bad.disallowed_cidr_count = 3),
            EIP_ERR_CIDR_MALFORMED);
    REFUSED(allocate_ipam_pool_cidr, bad.cidr = eip_text_of("203.0.113.0/28"),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    good.flags = 0;
    good.cidr = eip_text_of("203.0.113.0/28");
    REFUSED(allocate_ipam_pool_cidr,
            (bad.allowed_cidrs = wrong, bad.allowed_cidr_count = 1),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(allocate_ipam_pool_cidr,
            (bad.disallowed_cidrs = wrong, bad.disallowed_cidr_count = 1),
            EIP_ERR_INVALID_PARAMETER_COMBINATION);
    REFUSED(allocate_ipam_pool_cidr, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    REFUSED(
        allocate_ipam_pool_cidr,
        (bad.flags = EIP_IPAM_DRY_RUN, bad.cidr = eip_text_of("44.0.0.0/28")),
        EIP_ERR_CIDR_NOT_FOUND);
    REFUSED(allocate_ipam_pool_cidr,
            (bad.flags = EIP_IPAM_PREVIEW_NEXT_CIDR,
             bad.cidr = eip_text_of("44.0.0.0/28")),
            EIP_ERR_CIDR_NOT_FOUND);
}

/* What somebody has already: as a CIDR, as an address. */
Test(ipam_refused, to_allocate_what_is_taken) {
    eip_allocate_ipam_pool_cidr_request good =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_allocate_ipam_pool_cidr_request bad;
    eip_allocate_address_request one = world_request_from(w.ipam);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &one);

    (void)eip_pool_id_format(w.ipam, id_text);
    good.ipam_pool_id = eip_text_of(id_text);
    good.cidr = eip_text_of("18.97.0.44/30");
    cr_assert_str_eq(world_ip(got.public_ip), "18.97.0.40");
    EXPECT_UNCHANGED(REFUSED(allocate_ipam_pool_cidr,
                             bad.cidr = eip_text_of("18.97.0.40/31"),
                             EIP_ERR_CIDR_IN_USE));
    cr_assert_str_eq(w.error.field, "Cidr");
    cr_assert_str_eq(w.error.message,
                     "1 addresses of the CIDR 18.97.0.40/31 are allocated");
    EXPECT_STATUS(allocate_ipam_pool_cidr(&good), EIP_OK);
    EXPECT_UNCHANGED(REFUSED(allocate_ipam_pool_cidr,
                             bad.cidr = eip_text_of("18.97.0.46/32"),
                             EIP_ERR_CIDR_CONFLICT));
    cr_assert_str_eq(w.error.field, "Cidr");
    cr_assert_str_eq(w.error.message, "The CIDR 18.97.0.46/32 overlaps an "
                                      "allocation of the pool");
}

/* An address goes by ReleaseAddress, a child's CIDR by its deprovision. */
Test(ipam_refused, to_release_what_goes_with_its_resource) {
    eip_release_ipam_pool_allocation_request request =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_get_ipam_pool_allocations_request all =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_allocate_address_request one = world_request_from(w.ipam);
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    char child[EIP_POOL_ID_TEXT_SIZE];

    (void)world_get(&w, WORLD_ALICE, &one);
    (void)eip_pool_id_format(w.ipam, id_text);
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, id_text), child);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, child, "18.97.0.44/30", false), EIP_OK);
    all.ipam_pool_id = eip_text_of(id_text);
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &all, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_count(list), 2);
    for (uint64_t i = 0; i < 2; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        cr_assert_eq(eip_ipam_pool_allocation_list_at(list, i, &shown), EIP_OK);
        (void)eip_ipam_allocation_id_format(shown.id, text);
        (void)eip_cidr_format(shown.cidr, cidr);
        request.ipam_pool_id = eip_text_of(id_text);
        request.cidr = eip_text_of(cidr);
        request.ipam_pool_allocation_id = eip_text_of(text);
        EXPECT_UNCHANGED(EXPECT_ERROR(release_allocation(&request),
                                      EIP_ERR_UNSUPPORTED_OPERATION,
                                      "The allocation goes with its resource"));
        cr_assert_str_eq(w.error.field, "IpamPoolAllocationId");
    }
    eip_ipam_pool_allocation_list_free(list);
}

/* More than a thousand CIDRs, of either kind; and tokens that mean something
 * else, or what has gone. */
Test(ipam_refused, too_much_and_something_else) {
    static eip_text many[1001];
    eip_allocate_ipam_pool_cidr_request good =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_allocate_ipam_pool_cidr_request bad;
    eip_ipam_pool_allocation shown;

    make();
    for (size_t i = 0; i < COUNT(many); i++) {
        many[i] = eip_text_of("203.0.113.0/28");
    }
    good.ipam_pool_id = eip_text_of(id_text);
    good.flags = EIP_IPAM_NETMASK;
    good.netmask_length = 28;
    REFUSED(allocate_ipam_pool_cidr,
            (bad.allowed_cidrs = many, bad.allowed_cidr_count = 1001),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "AllowedCidr");
    REFUSED(allocate_ipam_pool_cidr,
            (bad.disallowed_cidrs = many, bad.disallowed_cidr_count = 1001),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "DisallowedCidr");
    good.disallowed_cidrs = many;
    good.disallowed_cidr_count = 1000;
    good.client_token = eip_text_of("t");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &good, &shown), EIP_OK);
    cr_assert_eq(shown.cidr.base, world_address("203.0.113.16"));
    REFUSED(allocate_ipam_pool_cidr, bad.disallowed_cidr_count = 999,
            EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH);
    REFUSED(allocate_ipam_pool_cidr, bad.flags |= EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    EXPECT_STATUS(
        ipam_release(&w, WORLD_ALICE, id_text, "203.0.113.16/28", shown.id),
        EIP_OK);
    EXPECT_STATUS(allocate_ipam_pool_cidr(&good), EIP_ERR_INCORRECT_STATE);
}

Test(ipam_refused, to_release_and_to_modify) {
    eip_release_ipam_pool_allocation_request good =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_release_ipam_pool_allocation_request bad;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_ipam_id id = {0, 0};

    make();
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "203.0.113.0/28");
    (void)eip_ipam_allocation_id_format(id, text);
    good.ipam_pool_id = eip_text_of(id_text);
    good.cidr = eip_text_of("203.0.113.0/28");
    good.ipam_pool_allocation_id = eip_text_of(text);
    EXPECT_STATUS(release_allocation(NULL), EIP_ERR_NULL);
    DENIED(release_allocation);
    REFUSED(release_allocation, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(release_allocation, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(release_allocation, bad.cidr.reserved = 1, EIP_ERR_STRUCT_VERSION);
    REFUSED(release_allocation, bad.ipam_pool_allocation_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(release_allocation, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(release_allocation, bad.cidr = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(release_allocation, bad.ipam_pool_allocation_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(release_allocation, bad.cidr = eip_text_of("x"),
            EIP_ERR_CIDR_MALFORMED);
    REFUSED(release_allocation, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(release_allocation, bad.ipam_pool_allocation_id = eip_text_of("x"),
            EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    REFUSED(release_allocation,
            bad.ipam_pool_id = eip_text_of(world_pool_id(w.ipam)),
            EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    REFUSED(release_allocation, bad.cidr = eip_text_of("203.0.113.16/28"),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(release_allocation, bad.flags = EIP_IPAM_DRY_RUN, EIP_ERR_DRY_RUN);
    EXPECT_STATUS(release_allocation(&good), EIP_OK);
}

Test(ipam_refused, to_modify_an_allocation) {
    eip_modify_ipam_pool_allocation_request good =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_modify_ipam_pool_allocation_request bad;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_ipam_id id = {0, 0};

    make();
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "203.0.113.0/28");
    (void)eip_ipam_allocation_id_format(id, text);
    good.ipam_pool_allocation_id = eip_text_of(text);
    NO_LIST(modify_ipam_pool_allocation);
    EXPECT_STATUS(modify_ipam_pool_allocation(NULL), EIP_ERR_NULL);
    DENIED(modify_ipam_pool_allocation);
    REFUSED(modify_ipam_pool_allocation, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool_allocation,
            bad.ipam_pool_allocation_id.reserved = 1, EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool_allocation, bad.description.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(modify_ipam_pool_allocation,
            bad.ipam_pool_allocation_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(modify_ipam_pool_allocation,
            bad.description = eip_text_of(long_text),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(modify_ipam_pool_allocation, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    EXPECT_STATUS(modify_ipam_pool_allocation(&good), EIP_OK);
    good.description = eip_text_of("one");
    EXPECT_STATUS(modify_ipam_pool_allocation(&good), EIP_OK);
    good.description = eip_text_of("");
    EXPECT_STATUS(modify_ipam_pool_allocation(&good), EIP_OK);
}

Test(ipam_refused, to_show_allocations) {
    eip_get_ipam_pool_allocations_request good =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_get_ipam_pool_allocations_request bad;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_ipam_id id = {0, 0};

    make();
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, world_pool_id(w.ipam), 31, &id),
                     "18.97.0.40/31");
    (void)eip_ipam_allocation_id_format(id, text);
    good.ipam_pool_id = eip_text_of(id_text);
    NO_LIST(get_ipam_pool_allocations);
    EXPECT_STATUS(get_ipam_pool_allocations(NULL), EIP_ERR_NULL);
    DENIED(get_ipam_pool_allocations);
    REFUSED(get_ipam_pool_allocations, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_allocations, bad.ipam_pool_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_allocations, bad.ipam_pool_allocation_id.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_allocations, bad.next_token.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(get_ipam_pool_allocations, bad.filter_count = 1, EIP_ERR_NULL);
    REFUSED(get_ipam_pool_allocations,
            (bad.filter_count = 1, bad.filters = &unknown),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(get_ipam_pool_allocations, bad.ipam_pool_id = eip_text_of(NULL),
            EIP_ERR_MISSING_PARAMETER);
    REFUSED(get_ipam_pool_allocations, bad.ipam_pool_id = eip_text_of("x"),
            EIP_ERR_IPAM_POOL_NOT_FOUND);
    REFUSED(get_ipam_pool_allocations, bad.next_token = eip_text_of("x"),
            EIP_ERR_NEXT_TOKEN);
    REFUSED(get_ipam_pool_allocations,
            bad.ipam_pool_allocation_id = eip_text_of("x"),
            EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    REFUSED(get_ipam_pool_allocations,
            bad.ipam_pool_allocation_id = eip_text_of(text),
            EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    REFUSED(get_ipam_pool_allocations,
            (bad.flags = EIP_IPAM_MAX_RESULTS, bad.max_results = 999),
            EIP_ERR_MAX_RESULTS);
    REFUSED(get_ipam_pool_allocations, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
}

Test(ipam_refused, to_describe_allocations) {
    eip_describe_ipam_pool_allocations_request good =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    const eip_text nobody = eip_text_of("x");
    eip_describe_ipam_pool_allocations_request bad;

    make();
    NO_LIST(describe_ipam_pool_allocations);
    DENIED(describe_ipam_pool_allocations);
    REFUSED(describe_ipam_pool_allocations, bad.size = 4,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pool_allocations, bad.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pool_allocations, bad.flags = EIP_IPAM_CASCADE,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pool_allocations, bad.next_token.reserved = 1,
            EIP_ERR_STRUCT_VERSION);
    REFUSED(describe_ipam_pool_allocations,
            bad.ipam_pool_allocation_id_count = 1, EIP_ERR_NULL);
    REFUSED(describe_ipam_pool_allocations, bad.filter_count = 1, EIP_ERR_NULL);
    REFUSED(describe_ipam_pool_allocations,
            (bad.filter_count = 1, bad.filters = &unknown),
            EIP_ERR_INVALID_PARAMETER_VALUE);
    REFUSED(describe_ipam_pool_allocations, bad.next_token = eip_text_of("x"),
            EIP_ERR_NEXT_TOKEN);
    REFUSED(describe_ipam_pool_allocations,
            (bad.ipam_pool_allocation_id_count = 1,
             bad.ipam_pool_allocation_ids = &nobody),
            EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    cr_assert_eq(w.error.index, 0);
    REFUSED(describe_ipam_pool_allocations, bad.flags = EIP_IPAM_DRY_RUN,
            EIP_ERR_DRY_RUN);
    EXPECT_STATUS(describe_ipam_pool_allocations(NULL), EIP_OK);
}

/* -- the administrator's ---------------------------------------------------------- */

Test(ipam_refused, scopes_and_space) {
    const uint64_t too_high = UINT64_C(1000000000000);
    eip_text unformed = eip_text_of(WORLD_REGION);
    uint64_t scope;

    EXPECT_STATUS(eip_admin_ipam_default_scope(NULL, 1, &scope), EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_ipam_default_scope(w.engine, 1, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_ipam_default_scope(w.engine, too_high, &scope),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, too_high, 0, &scope, &w.error),
        EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_create_ipam_scope(w.engine, 1, 0, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_create_ipam_scope(NULL, 1, 0, &scope, &w.error),
                  EIP_ERR_NULL);
    for (int i = 1; i < EIP_IPAM_SCOPES_MAX; i++) {
        EXPECT_STATUS(
            eip_admin_create_ipam_scope(w.engine, 1, 0, &scope, &w.error),
            EIP_OK);
    }
    EXPECT_STATUS(eip_admin_create_ipam_scope(w.engine, 1, 0, &scope, &w.error),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    unformed.reserved = 1;
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(
                      w.engine, unformed, world_cidr("18.98.0.0/27"), &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                (eip_cidr){1, 24}, &w.error),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                (eip_cidr){0, 7}, &w.error),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of("mars"),
                                                world_cidr("18.98.0.0/27"),
                                                &w.error),
                  EIP_ERR_BORDER_GROUP_NOT_FOUND);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr(WORLD_AMAZON_CIDR),
                                                &w.error),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(NULL, eip_text_of(NULL),
                                                world_cidr("18.98.0.0/27"),
                                                &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_admin_add_contiguous_cidr(w.engine, eip_text_of(WORLD_LOCAL),
                                      world_cidr("18.98.0.0/27"), &w.error),
        EIP_OK);
}
