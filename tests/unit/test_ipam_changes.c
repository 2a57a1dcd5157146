/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM: what is changed, tagged and deleted, what is in whose way, and what a
 * test can only see from inside. */
#include "api/ipam.h"
#include "api/public_pool.h"
#include "registry/engine.h"

#include <pthread.h>

WORLD_SUITE(ipam_changes);

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static char id_text[EIP_POOL_ID_TEXT_SIZE];
static eip_pool_ref top;

static const eip_tag tags[2] = {{{"k", 1, 0}, {"v", 1, 0}},
                                {{"l", 1, 0}, {"w", 1, 0}}};

static void make(void) {
    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)eip_pool_id_format(top, id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_OK);
}

static struct eip__pool *inner(eip_pool_ref ref) {
    return eip__topology_pool(eip__engine_topology(w.engine), ref);
}

/* -- ModifyIpamPool ---------------------------------------------------------------- */

/* Returns how many allocation tags it has then. */
static uint32_t modify(eip_modify_ipam_pool_request *request) {
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;

    request->ipam_pool_id = eip_text_of(id_text);
    w.error = eip_error_init();
    EXPECT_STATUS(
        eip_modify_ipam_pool(w.engine, &alice, request, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_list_at(list, 0, &shown), EIP_OK);
    eip_ipam_pool_list_free(list);
    return shown.allocation_resource_tag_count;
}

Test(ipam_changes, of_a_pool) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    struct eip__ipam *ipam;

    make();
    ipam = inner(top)->ipam;
    request.remove_allocation_resource_tags = tags;
    request.remove_allocation_resource_tag_count = 1;
    cr_assert_eq(modify(&request), 0); /* there is none */
    request.remove_allocation_resource_tag_count = 0;
    request.flags = EIP_IPAM_AUTO_IMPORT | EIP_IPAM_MIN_NETMASK |
                    EIP_IPAM_MAX_NETMASK | EIP_IPAM_DEFAULT_NETMASK;
    request.allocation_min_netmask_length = 26;
    request.allocation_max_netmask_length = 30;
    request.allocation_default_netmask_length = 28;
    request.description = eip_text_of("one");
    request.add_allocation_resource_tags = tags;
    request.add_allocation_resource_tag_count = 1;
    cr_assert_eq(modify(&request), 1);
    cr_assert_eq(modify(&request), 1); /* it is the same again */
    cr_assert(ipam->auto_import);
    cr_assert_eq(ipam->netmask_min, 26);
    cr_assert_eq(ipam->netmask_max, 30);
    request.flags = EIP_IPAM_NO_AUTO_IMPORT | EIP_IPAM_CLEAR_DEFAULT_NETMASK;
    request.remove_allocation_resource_tags = tags;
    request.remove_allocation_resource_tag_count = 1;
    request.add_allocation_resource_tags = tags + 1;
    request.description = eip_text_of("");
    cr_assert_eq(modify(&request), 1);
    cr_assert(!ipam->auto_import);
    cr_assert_eq(ipam->netmask_default, -1);
    cr_assert_null(ipam->description);
    request.add_allocation_resource_tag_count = 0;
    request.remove_allocation_resource_tags = tags + 1;
    cr_assert_eq(modify(&request), 0);
    request = (eip_modify_ipam_pool_request)EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    cr_assert_eq(modify(&request), 0);
}

/* Within the bounds of the pool. */
Test(ipam_changes, bounds_of_netmasks) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_allocate_ipam_pool_cidr_request named =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_ipam_id id = {0, 0};

    make();
    request.flags = EIP_IPAM_MIN_NETMASK | EIP_IPAM_MAX_NETMASK;
    request.allocation_min_netmask_length = 26;
    request.allocation_max_netmask_length = 28;
    (void)modify(&request);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 25, &id),
                     "EIP_ERR_INVALID_PARAMETER_VALUE");
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 29, &id),
                     "EIP_ERR_INVALID_PARAMETER_VALUE");
    named.ipam_pool_id = eip_text_of(id_text);
    named.cidr = eip_text_of("203.0.113.0/29");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &named, &shown),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "Cidr");
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "203.0.113.0/28");
}

/* -- CreateIpamPool, DeleteIpamPool --------------------------------------------------- */

Test(ipam_changes, a_pool_for_global_services) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_allocate_address_request ask;

    request.aws_service = eip_text_of("global-services");
    request.public_ip_source = eip_text_of("amazon");
    request.description = eip_text_of("");
    EXPECT_STATUS(
        eip_create_ipam_pool(w.engine, &alice, &request, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_list_at(list, 0, &shown), EIP_OK);
    cr_assert_str_eq(shown.aws_service.data, "global-services");
    cr_assert_str_eq(shown.public_ip_source.data, "amazon");
    ask = world_request_from(shown.pool);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &ask, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    eip_ipam_pool_list_free(list);
    request.client_token = eip_text_of("t");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &top), EIP_OK);
    request.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &top),
                  EIP_ERR_DRY_RUN);
}

/* Of a private scope, with others' CIDRs in the source: they stay. */
Test(ipam_changes, one_of_two_children) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    char scope_text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    char child[2][EIP_POOL_ID_TEXT_SIZE];
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_ipam_id id = {0, 0};
    eip_pool_ref pool;
    uint64_t scope;

    world_end(&w);
    world_init(&w);
    w.config.settle_ms = 1000;
    world_open(&w);
    world_build(&w);
    request = ipam_request(&w, WORLD_ALICE);
    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_IPAM, 0};
    spec.owner = WORLD_ALICE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &pool, &w.error),
                  EIP_OK);
    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope, &w.error),
        EIP_OK);
    (void)eip_ipam_scope_id_format(scope, scope_text);
    request.ipam_scope_id = eip_text_of(scope_text);
    request.aws_service = eip_text_of(NULL);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, false),
                  EIP_OK);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "203.0.113.0/28");
    request.source_ipam_pool_id = eip_text_of(id_text);
    for (int i = 0; i < 2; i++) {
        EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
        (void)eip_pool_id_format(pool, child[i]);
        EXPECT_STATUS(
            ipam_provision(&w, WORLD_ALICE, child[i],
                           i == 0 ? "203.0.113.32/28" : "203.0.113.64/28",
                           false),
            EIP_OK);
    }
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, id_text, "203.0.110.0/24", false),
        EIP_OK);
    EXPECT_STATUS(ipam_delete(&w, WORLD_ALICE, child[0], EIP_IPAM_CASCADE),
                  EIP_OK);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, id_text),
                     "custom 203.0.113.0/28 1;ipam-pool 203.0.113.64/28 1;");
    EXPECT_STATUS(
        ipam_deprovision(&w, WORLD_ALICE, child[1], "203.0.113.64/28"), EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, id_text, "203.0.112.0/24", false),
        EIP_OK);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, "203.0.112.0/24"),
                  EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, id_text, "203.0.112.0/24", false),
        EIP_OK);
}

/* -- tags ------------------------------------------------------------------------------- */

static eip_status tag(const char *id, const eip_tag *with, uint32_t count,
                      bool removes, uint32_t flags) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_text resource = eip_text_of(id);

    request.flags = flags;
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = with;
    request.tag_count = count;
    w.error = eip_error_init();
    return removes ? eip_delete_tags(w.engine, &alice, &request, &w.error)
                   : eip_create_tags(w.engine, &alice, &request, &w.error);
}

static uint64_t count_tags(uint64_t account) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_tag_list *list = NULL;
    uint64_t count;

    EXPECT_STATUS(eip_describe_tags(w.engine, &caller, NULL, &list, &w.error),
                  EIP_OK);
    count = eip_tag_list_count(list);
    eip_tag_list_free(list);
    return count;
}

Test(ipam_changes, tags_of_pools_and_allocations) {
    static const eip_tag other = {{"k", 1, 0}, {"w", 1, 0}};
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_ipam_id id = {0, 0};
    uint64_t before;

    make();
    before = count_tags(WORLD_ALICE);
    EXPECT_STATUS(tag(id_text, tags, 2, false, 0), EIP_OK);
    cr_assert_eq(count_tags(WORLD_ALICE), before + 2);
    EXPECT_STATUS(tag("ipam-pool-00000000000000001", tags, 2, false, 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &id); /* without any */
    (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &id);
    (void)eip_ipam_allocation_id_format(id, text);
    EXPECT_STATUS(tag(text, tags, 2, false, EIP_CREATE_TAGS_DRY_RUN),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(tag(text, tags, 2, true, EIP_DELETE_TAGS_DRY_RUN),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(tag(text, tags, 2, false, 0), EIP_OK);
    EXPECT_STATUS(tag(text, tags, 2, false, 0), EIP_OK);
    EXPECT_STATUS(tag(text, &other, 1, false, 0), EIP_OK);
    cr_assert_eq(count_tags(WORLD_ALICE), before + 4);
    cr_assert_eq(count_tags(WORLD_BOB), 0);
    EXPECT_STATUS(tag(text, &other, 1, true, 0), EIP_OK);
    EXPECT_STATUS(tag(text, &other, 1, true, 0), EIP_OK);
    cr_assert_eq(count_tags(WORLD_ALICE), before + 3);
    EXPECT_STATUS(tag("ipam-pool-alloc-000000000000000010000000000000001", tags,
                      1, false, 0),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, id_text, "203.0.113.16/28", id),
                  EIP_OK);
    cr_assert_eq(count_tags(WORLD_ALICE), before + 2);
}

/* More than a page of them, in the middle of an allocation's. */
Test(ipam_changes, pages_of_tags) {
    static eip_tag many[EIP_LIMIT_TAGS];
    static char keys[EIP_LIMIT_TAGS][3];
    eip_describe_tags_request request = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_tag_list *list = NULL;

    make();
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "%02u", i);
        many[i] = (eip_tag){{keys[i], 2, 0}, {"v", 1, 0}};
    }
    for (int i = 0; i < 2; i++) {
        eip_ipam_id id = {0, 0};

        (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &id);
        (void)eip_ipam_allocation_id_format(id, text);
        EXPECT_STATUS(tag(text, many, EIP_LIMIT_TAGS, false, 0), EIP_OK);
    }
    request.max_results = 10;
    request.flags = EIP_DESCRIBE_TAGS_MAX_RESULTS;
    EXPECT_STATUS(
        eip_describe_tags(w.engine, &alice, &request, &list, &w.error), EIP_OK);
    cr_assert_eq(eip_tag_list_count(list), 10);
    eip_tag_list_free(list);
}

/* -- what is in the way -------------------------------------------------------------------- */

Test(ipam_changes, ranges_of_others) {
    eip_create_ipam_pool_request create = ipam_request(&w, WORLD_ALICE);
    char idle[EIP_POOL_ID_TEXT_SIZE];
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref last;
    eip_ipam_id id = {0, 0};

    /* A pool with the last id of all. */
    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_IPAM, 0};
    spec.owner = WORLD_ALICE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &last, &w.error),
                  EIP_OK);
    make();
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "44.7.0.0/24"), EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.7.0.0/24", true),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("44.7.0.0/27"),
                                                &w.error),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("44.8.0.0/27"),
                                                &w.error),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.8.0.0/24", true),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.9.0.0/24", true),
                  EIP_OK);
    /* What serves nothing is in the way, too. */
    create.aws_service = eip_text_of(NULL);
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &last), EIP_OK);
    (void)eip_pool_id_format(last, idle);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, idle, "44.20.0.0/24", true),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, idle, "44.20.0.0/24", true),
                  EIP_ERR_CIDR_CONFLICT);
    world_provision(&w, w.amazon, NULL, "44.10.0.0/24");
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, id_text, "44.10.0.0/24", true),
        EIP_ERR_CIDR_CONFLICT);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "44.9.0.0/28");
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, id_text),
                     "custom 44.9.0.0/28 1;");
    world_audit(&w);
}

/* Blocks of Amazon's, an account's and another's. */
Test(ipam_changes, blocks_of_two_accounts) {
    static const uint64_t owners[] = {WORLD_ALICE, WORLD_BOB, WORLD_BOB};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref last;

    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_IPAM, 0};
    spec.owner = WORLD_ALICE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &last, &w.error),
                  EIP_OK);
    EXPECT_STATUS(
        eip_admin_add_contiguous_cidr(w.engine, eip_text_of(WORLD_LOCAL),
                                      world_cidr("18.97.128.0/27"), &w.error),
        EIP_OK);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("18.98.0.0/27"),
                                                &w.error),
                  EIP_OK);
    for (size_t i = 0; i < COUNT(owners); i++) {
        eip_provision_ipam_pool_cidr_request request =
            EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
        eip_create_ipam_pool_request create = ipam_request(&w, owners[i]);
        eip_ipam_pool_cidr shown;
        eip_pool_ref pool;

        create.public_ip_source = eip_text_of("amazon");
        EXPECT_STATUS(ipam_create(&w, owners[i], &create, &pool), EIP_OK);
        (void)eip_pool_id_format(pool, id_text);
        request.ipam_pool_id = eip_text_of(id_text);
        request.flags = EIP_IPAM_NETMASK;
        request.netmask_length = 29;
        EXPECT_STATUS(ipam_provision_by(&w, owners[i], &request, &shown),
                      EIP_OK);
    }
    world_audit(&w);
}

/* Where AllowedCidrs are wider than the pool's, outside, or of no room; the
 * lower of two CIDRs is taken, whichever was first. */
Test(ipam_changes, allowed_cidrs) {
    const eip_text allowed[] = {eip_text_of("44.0.0.0/24"),
                                eip_text_of("203.0.0.0/16")};
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_ipam_id id = {0, 0};

    make();
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, id_text, "203.0.112.0/24", true),
        EIP_OK);
    EXPECT_STATUS(
        ipam_provision(&w, WORLD_ALICE, id_text, "203.0.114.0/24", true),
        EIP_OK);
    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 28;
    request.allowed_cidrs = allowed;
    request.allowed_cidr_count = 2;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    cr_assert_eq(shown.cidr.base, world_address("203.0.112.0"));
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 24, &id),
                     "203.0.113.0/24");
    request.allowed_cidr_count = 1;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    request.flags |= EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

/* What is in a draining CIDR cannot be taken, nor taken back. */
Test(ipam_changes, what_is_drained) {
    eip_allocate_ipam_pool_cidr_request named =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_allocate_address_request ask;
    eip_allocate_address_response got;
    eip_ipam_id id = {0, 0};
    uint64_t held;

    make();
    ask = world_request_from(top);
    got = world_get(&w, WORLD_ALICE, &ask);
    named.ipam_pool_id = eip_text_of(id_text);
    named.cidr = eip_text_of("203.0.113.0/28");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &named, &shown),
                  EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, top, world_cidr(BROUGHT),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 1);
    (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &id);
    world_audit(&w);
    world_give(&w, WORLD_ALICE, &got);
    world_audit(&w);
}

/* -- ids that are guessed -------------------------------------------------------------------- */

static eip_status get_one_by(uint64_t account, eip_ipam_id id) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_describe_ipam_pool_allocations_request request =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_status status;
    eip_text ids;

    (void)eip_ipam_allocation_id_format(id, text);
    ids = eip_text_of(text);
    request.ipam_pool_allocation_ids = &ids;
    request.ipam_pool_allocation_id_count = 1;
    w.error = eip_error_init();
    status = eip_describe_ipam_pool_allocations(w.engine, &caller, &request,
                                                &list, &w.error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status get_one(eip_ipam_id id) {
    return get_one_by(WORLD_ALICE, id);
}

Test(ipam_changes, ids_of_other_addresses) {
    const struct eip__ipam_books *books = &w.engine->catalog.ipam;
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_request ask = world_request_from(w.ipam);
    eip_allocate_address_response ours;
    eip_allocate_ipam_pool_cidr_request once =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    struct eip__ipam_allocation *at;
    uint32_t generation;
    uint32_t record;

    EXPECT_STATUS(get_one(eip__ipam_address_id(books, got.allocation_id)),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(get_one(eip__ipam_address_id(
                      books, eip__id_make(&w.engine->id_key, 0x7fffffff, 1))),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, &w.error), EIP_OK);
    ours = world_get(&w, WORLD_BOB, &ask);
    EXPECT_STATUS(get_one(eip__ipam_address_id(books, ours.allocation_id)),
                  EIP_OK);
    EXPECT_STATUS(
        get_one_by(WORLD_BOB, eip__ipam_address_id(books, ours.allocation_id)),
        EIP_OK);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 0, &w.error), EIP_OK);
    EXPECT_STATUS(
        get_one_by(WORLD_BOB, eip__ipam_address_id(books, ours.allocation_id)),
        EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    eip__id_take_apart(&w.engine->id_key, ours.allocation_id, &record,
                       &generation);
    EXPECT_STATUS(
        get_one(eip__ipam_address_id(
            books, eip__id_make(&w.engine->id_key, record, generation + 1))),
        EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_CAROL, 1, &w.error),
        EIP_OK);
    cr_assert_str_eq(ipam_allocations(&w, WORLD_CAROL, world_pool_id(w.ipam)),
                     "");
    /* One that is owed to the pool is nobody's. */
    once.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
    once.flags = EIP_IPAM_NETMASK;
    once.netmask_length = 31;
    once.client_token = eip_text_of("t");
    EXPECT_STATUS(ipam_allocate_by(&w, WORLD_ALICE, &once, &shown), EIP_OK);
    at = eip__ipam_by_number(books,
                             eip__ipam_allocation_number(books, shown.id));
    cr_assert_not_null(at);
    at->use = EIP__IPAM_OWED;
    EXPECT_STATUS(get_one(shown.id), EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    once.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
    EXPECT_STATUS(eip_allocate_ipam_pool_cidr(
                      w.engine, &alice, &once,
                      &(eip_ipam_pool_allocation_list *){NULL}, &w.error),
                  EIP_ERR_INCORRECT_STATE);
    at->use = EIP__IPAM_CUSTOM;
    EXPECT_STATUS(get_one(shown.id), EIP_OK);
}

/* A block of a public pool is an allocation, and goes with that pool. */
Test(ipam_changes, a_block_of_a_public_pool) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    const struct eip__ipam_books *books = &w.engine->catalog.ipam;
    const struct eip__ipam_allocation *at;

    request.flags = EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
    request.netmask_length = 31;
    {
        char text[EIP_POOL_ID_TEXT_SIZE];

        (void)eip_pool_id_format(pool, text);
        request.pool_id = eip_text_of(text);
        EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(
                          w.engine, &alice, &request, &response, &w.error),
                      EIP_OK);
    }
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, world_pool_id(w.ipam)),
                     "ec2-public-ipv4-pool 18.97.0.40/31 1;");
    at = eip__ipam_from(inner(w.ipam)->ipam, 0);
    EXPECT_STATUS(ipam_release(&w, WORLD_ALICE, world_pool_id(w.ipam),
                               "18.97.0.40/31",
                               eip__ipam_allocation_id(books, at->number)),
                  EIP_ERR_UNSUPPORTED_OPERATION);
}

/* With a policy, what names a pool comes from that. */
Test(ipam_changes, a_policy_and_a_named_pool) {
    const eip_ipam_policy_rule rule = {eip_text_of(NULL), w.ipam};
    eip_allocate_address_request ask = world_request_from(w.byoip);
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    policy.rules = &rule;
    policy.rule_count = 1;
    EXPECT_STATUS(eip_admin_set_ipam_policy(w.engine, &policy, &w.error),
                  EIP_OK);
    cr_assert(
        is_pool(world_get(&w, WORLD_ALICE, &ask).public_ipv4_pool, w.byoip));
    ask = world_request_named("18.97.0.41");
    (void)world_allocate(&w, WORLD_ALICE, &ask, NULL);
}

/* -- while the verifier is asked ----------------------------------------------------------------- */

static void *delete_it(void *unused) {
    (void)unused;
    return ipam_delete(&w, WORLD_ALICE, id_text, 0) == EIP_OK ? id_text : NULL;
}

static int32_t dawdle(void *context, uint64_t account, eip_text cidr,
                      eip_text message, eip_text signature) {
    pthread_t other;
    void *done = NULL;

    (void)context;
    (void)account;
    (void)cidr;
    (void)message;
    (void)signature;
    if (pthread_create(&other, NULL, delete_it, NULL) != 0 ||
        pthread_join(other, &done) != 0) {
        return 0;
    }
    return done != NULL;
}

/* The pool may be deleted meanwhile. */
Test(ipam_changes, a_pool_that_goes_meanwhile) {
    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)eip_pool_id_format(top, id_text);
    w.engine->byoip_verifier.accepts = dawdle;
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(
        ipam_provision(&w, UINT64_C(1000000000000), id_text, BROUGHT, true),
        EIP_ERR_ARGUMENT);
}
