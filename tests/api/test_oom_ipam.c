/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations on IPAM pools without memory. What is given back and cannot be
 * offered at once is owed, so it is shown by what can be had afterwards. */
#include "api/ipam.h"
#include "api/oom.h"

OOM_SUITE(oom_ipam);

static char top_id[EIP_POOL_ID_TEXT_SIZE];
static char child_id[EIP_POOL_ID_TEXT_SIZE];
static eip_pool_ref pool;
static eip_ipam_id taken;

static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
static const eip_tag_specification pool_tags = {
    {"ipam-pool", 9, 0}, &tag, 1, 0};
static const eip_tag_specification allocation_tags = {
    {"ipam-pool-allocation", 20, 0}, &tag, 1, 0};

static eip_status create(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);

    request.description = eip_text_of("ours");
    request.client_token = eip_text_of("once");
    request.allocation_resource_tags = &tag;
    request.allocation_resource_tag_count = 1;
    request.tag_specifications = &pool_tags;
    request.tag_specification_count = 1;
    return ipam_create(&w, WORLD_ALICE, &request, &pool);
}

static void make(void) {
    cr_assert_eq(create(), EIP_OK);
    (void)eip_pool_id_format(pool, top_id);
}

static eip_status bring(void) {
    return ipam_provision(&w, WORLD_ALICE, top_id, BROUGHT, true);
}

static void make_and_bring(void) {
    make();
    cr_assert_eq(bring(), EIP_OK);
}

static void make_child(void) {
    make_and_bring();
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, top_id), child_id);
}

static eip_status move(void) {
    return ipam_provision(&w, WORLD_ALICE, child_id, "203.0.113.0/28", false);
}

static eip_status move_back(void) {
    return ipam_deprovision(&w, WORLD_ALICE, child_id, "203.0.113.0/28");
}

static eip_status take(void) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_status status;

    request.ipam_pool_id = eip_text_of(top_id);
    request.cidr = eip_text_of("203.0.113.32/28");
    request.description = eip_text_of("ours");
    request.tag_specifications = &allocation_tags;
    request.tag_specification_count = 1;
    status = ipam_allocate_by(&w, WORLD_ALICE, &request, &shown);
    taken = shown.id;
    return status;
}

static void make_and_take(void) {
    make_and_bring();
    cr_assert_eq(take(), EIP_OK);
}

static eip_status release(void) {
    return ipam_release(&w, WORLD_ALICE, top_id, "203.0.113.32/28", taken);
}

Test(oom_ipam, made_brought_taken_and_released) {
    expect_safe(&(struct subject){NULL, create, NULL}, true);
    expect_safe(&(struct subject){make, bring, NULL}, true);
    expect_safe(&(struct subject){make_and_bring, take, NULL}, true);
    expect_safe(&(struct subject){make_and_take, release, NULL}, true);
}

/* -- what goes in parts ------------------------------------------------------------ */

/* A pool of a private scope, two below it, and one below the second. */
static void fill_private(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    uint64_t number = 0;

    cr_assert_eq(
        eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &number, NULL),
        EIP_OK);
    (void)eip_ipam_scope_id_format(number, scope);
    request.ipam_scope_id = eip_text_of(scope);
    request.aws_service = eip_text_of(NULL);
    request.locale = eip_text_of(NULL);
    cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    (void)eip_pool_id_format(pool, top_id);
    cr_assert_eq(ipam_provision(&w, WORLD_ALICE, top_id, "10.0.0.0/8", false),
                 EIP_OK);
    request.source_ipam_pool_id = eip_text_of(top_id);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    }
    (void)eip_pool_id_format(pool, child_id);
    cr_assert_eq(
        ipam_provision(&w, WORLD_ALICE, child_id, "10.0.0.0/16", false),
        EIP_OK);
    request.source_ipam_pool_id = eip_text_of(child_id);
    cr_assert_eq(ipam_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
}

static eip_status cascade(void) {
    return ipam_delete(&w, WORLD_ALICE, top_id, EIP_IPAM_CASCADE);
}

static void expect_one_pool(void) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_list *list = NULL;

    cr_assert_eq(
        eip_describe_ipam_pools(w.engine, &alice, NULL, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_list_count(list), 1); /* the world's */
    eip_ipam_pool_list_free(list);
}

/* What has gone stays gone, and the same request goes on. */
Test(oom_ipam, a_cascade_goes_on) {
    bool refuses = true;
    uint64_t failures = 0;

    for (uint64_t nth = 1; refuses; nth++) {
        eip_status status;

        world_init(&w);
        world_open(&w);
        world_build(&w);
        fill_private();
        world_heap_fail(&w, nth, true);
        status = cascade();
        refuses = w.heap.refused != 0;
        world_heap_fail(&w, 0, false);
        world_audit(&w);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        failures += status != EIP_OK;
        cr_assert_eq(status == EIP_OK ? EIP_OK : cascade(), EIP_OK);
        expect_one_pool();
        if (refuses) {
            world_end(&w);
        }
    }
    cr_assert_gt(failures, 4); /* one of each pool at least */
}

/* -- what moves ------------------------------------------------------------------ */

/* Every address of the range can be had of one of the two pools. */
static void expect_all(void) {
    uint64_t all;
    all = world_space(&w, pool, WORLD_REGION).free;
    cr_assert_eq(all, 256, "%u are to be had", (unsigned)all);
    world_audit(&w);
}

/* Whatever was refused, with memory all is as if it had not been: the CIDR can
 * be moved, and moved back, and nothing of it is lost. */
static void expect_healed(eip_status (*call)(void), bool is_back) {
    bool refuses = true;

    for (uint64_t nth = 1; refuses; nth++) {
        eip_status status;

        world_init(&w);
        w.config.cooldown_given = 1;
        world_open(&w);
        world_build(&w);
        make_child();
        cr_assert_eq(is_back ? move() : EIP_OK, EIP_OK);
        world_heap_fail(&w, nth, true);
        status = call();
        refuses = w.heap.refused != 0;
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        cr_assert_eq(status == EIP_OK ? EIP_OK : call(), EIP_OK, "request %u",
                     (unsigned)nth);
        cr_assert_eq(is_back ? EIP_OK : move_back(), EIP_OK);
        cr_assert_eq(move(), EIP_OK);
        cr_assert_eq(move_back(), EIP_OK);
        expect_all();
        if (refuses) {
            world_end(&w);
        }
    }
}

Test(oom_ipam, what_moves_is_not_lost) {
    expect_healed(move, false);
    world_end(&w);
    expect_healed(move_back, true);
}

/* -- policies --------------------------------------------------------------------- */

static eip_status set_policy(void) {
    eip_ipam_policy_rule rule = {{NULL, 0, 0}, w.ipam};
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    policy.rules = &rule;
    policy.rule_count = 1;
    return eip_admin_set_ipam_policy(w.engine, &policy, &w.error);
}

static eip_status drop_policy(void) {
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    return eip_admin_set_ipam_policy(w.engine, &policy, &w.error);
}

static void have_policy(void) {
    cr_assert_eq(set_policy(), EIP_OK);
}

Test(oom_ipam, policies) {
    expect_safe(&(struct subject){NULL, set_policy, NULL}, true);
    expect_safe(&(struct subject){have_policy, set_policy, NULL}, true);
    expect_safe(&(struct subject){have_policy, drop_policy, NULL}, true);
}
