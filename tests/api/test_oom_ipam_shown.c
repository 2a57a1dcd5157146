/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is shown of IPAM, changed and set by the administrator, without memory:
 * a page that ends, an answer of many texts. */
#include "api/ipam.h"
#include "api/oom.h"

OOM_SUITE(oom_ipam_shown);

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static char id_text[EIP_POOL_ID_TEXT_SIZE];
static eip_ipam_id taken;
static eip_pool_ref pool;

static const eip_tag tags[2] = {{{"k", 1, 0}, {"v", 1, 0}},
                                {{"l", 1, 0}, {"w", 1, 0}}};

static void make(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);

    request.allocation_resource_tags = tags;
    request.allocation_resource_tag_count = 2;
    request.description = eip_text_of("ours");
    cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, id_text);
    cr_assert_eq(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                 EIP_OK);
}

/* -- pools --------------------------------------------------------------------- */

static eip_status modify(void) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(id_text);
    request.description = eip_text_of("theirs");
    request.remove_allocation_resource_tags = tags;
    request.remove_allocation_resource_tag_count = 1;
    request.add_allocation_resource_tags = tags + 1;
    request.add_allocation_resource_tag_count = 1;
    status = eip_modify_ipam_pool(w.engine, &alice, &request, &list, &w.error);
    eip_ipam_pool_list_free(list);
    return status;
}

static eip_status describe(void) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = 5;
    status =
        eip_describe_ipam_pools(w.engine, &alice, &request, &list, &w.error);
    eip_ipam_pool_list_free(list);
    return status;
}

static void make_many(void) {
    make();
    for (int i = 0; i < 40; i++) {
        (void)ipam_make(&w, WORLD_ALICE, NULL);
    }
}

static eip_status describe_all(void) {
    eip_ipam_pool_list *list = NULL;
    eip_status status =
        eip_describe_ipam_pools(w.engine, &alice, NULL, &list, &w.error);

    eip_ipam_pool_list_free(list);
    return status;
}

static void make_empty(void) {
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, NULL), id_text);
}

static eip_status delete_it(void) {
    return ipam_delete(&w, WORLD_ALICE, id_text, 0);
}

/* A pool of a private scope, of a resource, with another below it. */
static eip_status create_private(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    char text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    uint64_t scope;
    eip_status status =
        eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope, &w.error);

    if (status != EIP_OK) {
        return status;
    }
    (void)eip_ipam_scope_id_format(scope, text);
    request.ipam_scope_id = eip_text_of(text);
    request.aws_service = eip_text_of(NULL);
    request.source_resource_id = eip_text_of("vpc-1");
    request.source_resource_type = eip_text_of("vpc");
    request.source_resource_region = eip_text_of(WORLD_REGION);
    request.source_resource_owner = eip_text_of("111111111111");
    return ipam_create(&w, WORLD_ALICE, &request, &pool);
}

Test(oom_ipam_shown, pools) {
    expect_safe(&(struct subject){make, modify, NULL}, true);
    expect_safe(&(struct subject){make_many, describe, NULL}, true);
    expect_safe(&(struct subject){make_many, describe_all, NULL}, true);
    expect_safe(&(struct subject){make_empty, delete_it, NULL}, true);
    expect_safe(&(struct subject){NULL, create_private, NULL}, true);
}

static eip_status retag(void) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(id_text);
    request.remove_allocation_resource_tags = tags;
    request.remove_allocation_resource_tag_count = 1;
    status = eip_modify_ipam_pool(w.engine, &alice, &request, &list, &w.error);
    eip_ipam_pool_list_free(list);
    return status;
}

/* Pools of many texts: wherever a chunk of the answer ends, one of them needs
 * the next. */
static char texts[EIP_IPAM_DESCRIPTION_MAX];
static uint32_t text_bytes;

static void make_wordy(void) {
    static eip_tag wide[EIP_LIMIT_TAGS];
    static char keys[EIP_LIMIT_TAGS][2];
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    char text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    uint64_t scope;

    memset(texts, 'x', sizeof texts);
    cr_assert_eq(
        eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope, &w.error),
        EIP_OK);
    (void)eip_ipam_scope_id_format(scope, text);
    request.ipam_scope_id = eip_text_of(text);
    request.aws_service = eip_text_of(NULL);
    request.description = (eip_text){texts, text_bytes, 0};
    request.source_resource_id = (eip_text){texts, EIP_LIMIT_RESOURCE_ID, 0};
    request.source_resource_type = eip_text_of("vpc");
    request.source_resource_region = (eip_text){texts, EIP_LIMIT_NAME, 0};
    request.source_resource_owner = eip_text_of("111111111111");
    request.allocation_resource_tags = wide;
    request.allocation_resource_tag_count =
        text_bytes % 2 == 0 ? 0 : EIP_LIMIT_TAGS;
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        keys[i][0] = (char)('a' + i / 10);
        keys[i][1] = (char)('0' + i % 10);
        wide[i] = (eip_tag){{keys[i], 2, 0}, {texts, 1, 0}};
    }
    for (int i = 0; i < 16; i++) {
        cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    }
}

Test(oom_ipam_shown, pools_of_many_texts) {
    expect_safe(&(struct subject){make, retag, NULL}, true);
    for (text_bytes = 1; text_bytes < sizeof texts; text_bytes += 5) {
        expect_safe(&(struct subject){make_wordy, describe_all, NULL}, true);
    }
}

/* With Cascade what has gone has gone; the rest goes later. */
Test(oom_ipam_shown, a_cascade) {
    bool refuses = true;

    for (uint64_t nth = 1; refuses; nth++) {
        eip_create_ipam_pool_request request;
        char text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
        eip_status status;
        uint64_t scope;

        world_init(&w);
        world_open(&w);
        world_build(&w);
        request = ipam_request(&w, WORLD_ALICE);
        cr_assert_eq(eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1,
                                                 &scope, &w.error),
                     EIP_OK);
        (void)eip_ipam_scope_id_format(scope, text);
        request.ipam_scope_id = eip_text_of(text);
        request.aws_service = eip_text_of(NULL);
        cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
        (void)eip_pool_id_format(pool, id_text);
        request.source_ipam_pool_id = eip_text_of(id_text);
        for (int i = 0; i < 2; i++) {
            cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
        }
        world_heap_fail(&w, nth, true);
        status = ipam_delete(&w, WORLD_ALICE, id_text, EIP_IPAM_CASCADE);
        refuses = w.heap.refused != 0;
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        if (status != EIP_OK) {
            cr_assert_eq(
                ipam_delete(&w, WORLD_ALICE, id_text, EIP_IPAM_CASCADE),
                EIP_OK);
        }
        if (refuses) {
            world_end(&w);
        }
    }
}

/* -- CIDRs ---------------------------------------------------------------------- */

static void bring_many(void) {
    make();
    for (int i = 0; i < 40; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.0.%d.0/24", i);
        cr_assert_eq(ipam_provision(&w, WORLD_ALICE, id_text, cidr, true),
                     EIP_OK);
    }
}

static eip_status show_cidrs(int32_t most) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = most;
    status =
        eip_get_ipam_pool_cidrs(w.engine, &alice, &request, &list, &w.error);
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

static eip_status show_some(void) {
    return show_cidrs(5);
}

static eip_status show_all(void) {
    return show_cidrs(1000);
}

static eip_status add_contiguous(void) {
    return eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                         world_cidr("18.98.0.0/27"), &w.error);
}

static eip_status set_policy(void) {
    const eip_ipam_policy_rule rule = {eip_text_of(NULL), w.ipam};
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    policy.rules = &rule;
    policy.rule_count = 1;
    return eip_admin_set_ipam_policy(w.engine, &policy, &w.error);
}

static void set_it(void) {
    cr_assert_eq(set_policy(), EIP_OK);
}

static eip_status unset_policy(void) {
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    return eip_admin_set_ipam_policy(w.engine, &policy, &w.error);
}

static eip_status provision_two(void) {
    const eip_cidr cidrs[2] = {world_cidr("44.9.0.0/24"),
                               world_cidr("44.8.0.0/24")};

    return eip_admin_provision_cidrs(w.engine, w.ipam, eip_text_of(NULL), cidrs,
                                     2, &w.error);
}

Test(oom_ipam_shown, cidrs_and_the_administrator) {
    expect_safe(&(struct subject){bring_many, show_some, NULL}, true);
    expect_safe(&(struct subject){bring_many, show_all, NULL}, true);
    expect_safe(&(struct subject){NULL, add_contiguous, NULL}, true);
    expect_safe(&(struct subject){NULL, set_policy, NULL}, true);
    expect_safe(&(struct subject){set_it, set_policy, NULL}, true);
    expect_safe(&(struct subject){set_it, unset_policy, NULL}, true);
    expect_safe(&(struct subject){NULL, provision_two, NULL}, true);
}

/* -- allocations ------------------------------------------------------------------ */

static eip_status take(void) {
    const eip_text allowed = eip_text_of("203.0.113.64/26");
    static const eip_tag_specification specification = {
        {"ipam-pool-allocation", 20, 0}, tags, 2, 0};
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_status status;

    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 28;
    request.allowed_cidrs = &allowed;
    request.allowed_cidr_count = 1;
    request.description = eip_text_of("ours");
    request.client_token = eip_text_of("t");
    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    status = ipam_allocate_by(&w, WORLD_ALICE, &request, &shown);
    taken = shown.id;
    return status;
}

static void make_and_take(void) {
    make();
    cr_assert_eq(take(), EIP_OK);
}

static eip_status modify_allocation(void) {
    eip_modify_ipam_pool_allocation_request request =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_status status;

    (void)eip_ipam_allocation_id_format(taken, text);
    request.ipam_pool_allocation_id = eip_text_of(text);
    request.description = eip_text_of("theirs");
    status = eip_modify_ipam_pool_allocation(w.engine, &alice, &request, &list,
                                             &w.error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status describe_one(void) {
    eip_describe_ipam_pool_allocations_request request =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_status status;
    eip_text id;

    (void)eip_ipam_allocation_id_format(taken, text);
    id = eip_text_of(text);
    request.ipam_pool_allocation_ids = &id;
    request.ipam_pool_allocation_id_count = 1;
    status = eip_describe_ipam_pool_allocations(w.engine, &alice, &request,
                                                &list, &w.error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status tag_it(void) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_text id;

    (void)eip_ipam_allocation_id_format(taken, text);
    id = eip_text_of(text);
    request.resources = &id;
    request.resource_count = 1;
    request.tags = tags;
    request.tag_count = 2;
    return eip_create_tags(w.engine, &alice, &request, &w.error);
}

static void take_plain(void) {
    make();
    (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &taken);
}

Test(oom_ipam_shown, allocations) {
    expect_safe(&(struct subject){make, take, NULL}, true);
    expect_safe(&(struct subject){make_and_take, modify_allocation, NULL},
                true);
    expect_safe(&(struct subject){make_and_take, describe_one, NULL}, true);
    expect_safe(&(struct subject){take_plain, tag_it, NULL}, true);
}

/* -- more than a page -------------------------------------------------------------- */

static void hold_many(void) {
    const eip_tag_specification required = {eip_text_of("elastic-ip"), tags, 2,
                                            0};
    eip_allocate_address_request request;

    make();
    cr_assert_eq(ipam_provision(&w, WORLD_ALICE, id_text, "44.0.0.0/21", true),
                 EIP_OK);
    cr_assert_eq(ipam_provision(&w, WORLD_ALICE, id_text, "44.9.0.0/24", true),
                 EIP_OK);
    request = world_request_from(pool);
    request.tag_specifications = &required;
    request.tag_specification_count = 1;
    for (int i = 0; i < 1010; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
}

static void take_many(void) {
    make();
    cr_assert_eq(ipam_provision(&w, WORLD_ALICE, id_text, "44.0.0.0/22", true),
                 EIP_OK);
    for (int i = 0; i < 1010; i++) {
        (void)ipam_take(&w, WORLD_ALICE, id_text, 32, &taken);
    }
}

/* Of a pool that serves nothing: all are in the books. */
static void take_private(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_IPAM, 0};
    spec.owner = WORLD_ALICE;
    cr_assert_eq(eip_admin_create_pool(w.engine, &spec, &pool, &w.error),
                 EIP_OK);
    request.aws_service = eip_text_of(NULL);
    cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, id_text);
    cr_assert_eq(ipam_provision(&w, WORLD_ALICE, id_text, "44.0.0.0/22", true),
                 EIP_OK);
    for (int i = 0; i < 1010; i++) {
        (void)ipam_take(&w, WORLD_ALICE, id_text, 32, &taken);
    }
}

/* Allocations of many tags; and those of public pools, with the pool's id. */
static void take_wide(void) {
    static eip_tag many[EIP_LIMIT_TAGS];
    static char keys[EIP_LIMIT_TAGS][3];
    const eip_tag_specification specification = {
        {"ipam-pool-allocation", 20, 0}, many, EIP_LIMIT_TAGS, 0};
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;

    make();
    memset(texts, 'x', sizeof texts);
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        keys[i][0] = 'k';
        keys[i][1] = (char)('0' + i / 10);
        keys[i][2] = (char)('0' + i % 10);
        many[i] = (eip_tag){{keys[i], 3, 0}, {texts, 200, 0}};
    }
    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 32;
    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(ipam_allocate_by(&w, WORLD_ALICE, &request, &shown),
                     EIP_OK);
    }
}

static void give_to_children(void) {
    char child[EIP_POOL_ID_TEXT_SIZE];

    make();
    for (int i = 0; i < 130; i++) {
        eip_provision_ipam_pool_cidr_request request =
            EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
        eip_ipam_pool_cidr shown;

        if (i % 45 == 0) {
            (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, id_text),
                                     child);
        }
        request.ipam_pool_id = eip_text_of(child);
        request.flags = EIP_IPAM_NETMASK;
        request.netmask_length = 32;
        cr_assert_eq(ipam_provision_by(&w, WORLD_ALICE, &request, &shown),
                     EIP_OK);
    }
}

static eip_status show_page(void) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = 1000;
    status = eip_get_ipam_pool_allocations(w.engine, &alice, &request, &list,
                                           &w.error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status describe_page(void) {
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status = eip_describe_ipam_pool_allocations(
        w.engine, &alice, NULL, &list, &w.error);

    eip_ipam_pool_allocation_list_free(list);
    return status;
}

Test(oom_ipam_shown, pages_of_allocations) {
    expect_safe(&(struct subject){hold_many, show_page, NULL}, true);
    expect_safe(&(struct subject){hold_many, describe_page, NULL}, true);
    expect_safe(&(struct subject){take_many, show_page, NULL}, true);
    expect_safe(&(struct subject){take_private, show_page, NULL}, true);
    expect_safe(&(struct subject){take_private, describe_page, NULL}, true);
    expect_safe(&(struct subject){take_wide, show_page, NULL}, true);
    expect_safe(&(struct subject){give_to_children, show_page, NULL}, true);
}
