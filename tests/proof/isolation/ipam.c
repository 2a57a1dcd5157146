/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The matrix of IPAM: what another account is told of Bob's pools, CIDRs,
 * allocations and scope, in whatever state, is in all its bytes what is told
 * where there is nothing; and the world is as before. */
#include "cells.h"
#include "isolation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RANGE "203.0.113.0/24"
#define CUSTOM "203.0.113.64/28"

/* What is asked for: one question at a time. */
static char pool_text[EIP_POOL_ID_TEXT_SIZE];
static char allocation_text[EIP_IPAM_ID_TEXT_SIZE];
static char scope_text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];

static void must(eip_status status, const char *what) {
    if (status != EIP_OK) {
        world_die("%s: %s", what, eip_status_name(status));
    }
}

/* -- states ----------------------------------------------------------------- */

static void absent(struct world *w) {
    const eip_pool_ref none = {UINT64_C(0x1234567890abcdef), EIP_POOL_IPAM, 0};
    const eip_ipam_id no_allocation = {UINT64_C(0x1234567890abcdef), 1};

    (void)w;
    (void)eip_pool_id_format(none, pool_text);
    (void)eip_ipam_allocation_id_format(no_allocation, allocation_text);
    (void)eip_ipam_scope_id_format(UINT64_C(0x1234567890abcdef), scope_text);
}

static void scope_of(struct world *w, uint64_t account, char *text) {
    uint64_t id;

    must(eip_admin_ipam_default_scope(w->engine, account, &id), "scope");
    (void)eip_ipam_scope_id_format(id, text);
}

static void make(struct world *w, uint64_t account, const char *source,
                 char *text) {
    static const eip_tag secret = {{"Name", 4, 0}, {"BOBS-SECRET", 11, 0}};
    static const eip_tag_specification secrets = {
        {"ipam-pool", 9, 0}, &secret, 1, 0};
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    eip_ipam_pool_list *list = NULL;

    scope_of(w, account, scope);
    request.ipam_scope_id = eip_text_of(scope);
    request.address_family = eip_text_of("ipv4");
    request.locale = eip_text_of(WORLD_REGION);
    request.aws_service = eip_text_of("ec2");
    request.source_ipam_pool_id = eip_text_of(source);
    request.client_token = eip_text_of(source == NULL ? "bobs" : "below");
    request.tag_specifications = &secrets;
    request.tag_specification_count = 1;
    must(eip_create_ipam_pool(w->engine, &caller, &request, &list, NULL),
         "create");
    must(eip_ipam_pool_list_at(list, 0, &shown), "at");
    (void)eip_pool_id_format(shown.pool, text);
    eip_ipam_pool_list_free(list);
}

static void empty(struct world *w) {
    absent(w);
    make(w, WORLD_BOB, NULL, pool_text);
    scope_of(w, WORLD_BOB, scope_text);
}

static void with_cidr(struct world *w) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_ipam_pool_cidr_list *list = NULL;

    empty(w);
    request.ipam_pool_id = eip_text_of(pool_text);
    request.cidr = eip_text_of(RANGE);
    request.authorization_message =
        eip_text_of("1|aws|222222222222|" RANGE "|20991231|SHA256|RSAPSS");
    request.authorization_signature = eip_text_of("x");
    must(eip_provision_ipam_pool_cidr(w->engine, &bob, &request, &list, NULL),
         "provision");
    eip_ipam_pool_cidr_list_free(list);
}

static void with_custom(struct world *w) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_ipam_pool_allocation_list *list = NULL;

    with_cidr(w);
    request.ipam_pool_id = eip_text_of(pool_text);
    request.cidr = eip_text_of(CUSTOM);
    request.description = eip_text_of("BOBS-SECRET");
    must(eip_allocate_ipam_pool_cidr(w->engine, &bob, &request, &list, NULL),
         "allocate");
    must(eip_ipam_pool_allocation_list_at(list, 0, &shown), "at");
    (void)eip_ipam_allocation_id_format(shown.id, allocation_text);
    eip_ipam_pool_allocation_list_free(list);
}

static void with_held(struct world *w) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_allocate_address_request address = world_request();
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_ipam_pool_allocation_list *list = NULL;

    with_cidr(w);
    address.ipam_pool_id = eip_text_of(pool_text);
    (void)world_get(w, WORLD_BOB, &address);
    request.ipam_pool_id = eip_text_of(pool_text);
    must(eip_get_ipam_pool_allocations(w->engine, &bob, &request, &list, NULL),
         "show");
    must(eip_ipam_pool_allocation_list_at(list, 0, &shown), "at");
    (void)eip_ipam_allocation_id_format(shown.id, allocation_text);
    eip_ipam_pool_allocation_list_free(list);
}

static void with_child(struct world *w) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_ipam_pool_cidr_list *list = NULL;
    char child[EIP_POOL_ID_TEXT_SIZE];

    with_custom(w);
    make(w, WORLD_BOB, pool_text, child);
    request.ipam_pool_id = eip_text_of(child);
    request.cidr = eip_text_of("203.0.113.128/25");
    must(eip_provision_ipam_pool_cidr(w->engine, &bob, &request, &list, NULL),
         "provision");
    eip_ipam_pool_cidr_list_free(list);
}

static void deleted(struct world *w) {
    eip_pool_ref ref;

    empty(w);
    must(eip_pool_id_parse(eip_text_of(pool_text), &ref), "parse");
    must(eip_admin_delete_pool(w->engine, ref, NULL), "delete");
}

static void of_the_administrator(struct world *w) {
    eip_pool_ref pool = world_pool(w, EIP_POOL_IPAM, WORLD_BOB);

    absent(w);
    world_provision(w, pool, NULL, RANGE);
    (void)eip_pool_id_format(pool, pool_text);
}

struct state {
    const char *name;
    void (*make)(struct world *w);
};

/* The first is what the others are compared with. */
static const struct state states[] = {
    {"absent", absent},
    {"empty", empty},
    {"with a CIDR", with_cidr},
    {"with a custom allocation", with_custom},
    {"with an address held", with_held},
    {"with a pool below", with_child},
    {"deleted", deleted},
    {"made by the administrator", of_the_administrator},
};
enum { STATES = sizeof states / sizeof states[0] };

/* -- questions ---------------------------------------------------------------- */

static void tell_pools(eip_ipam_pool_list *list, struct told *told) {
    told->count = eip_ipam_pool_list_count(list);
    told->has_next = eip_ipam_pool_list_next_token(list).data != NULL;
    eip_ipam_pool_list_free(list);
}

static void tell_cidrs(eip_ipam_pool_cidr_list *list, struct told *told) {
    told->count = eip_ipam_pool_cidr_list_count(list);
    eip_ipam_pool_cidr_list_free(list);
}

static void tell_allocations(eip_ipam_pool_allocation_list *list,
                             struct told *told) {
    told->count = eip_ipam_pool_allocation_list_count(list);
    eip_ipam_pool_allocation_list_free(list);
}

/* In a scope that is not the caller's. */
static void create(struct world *w, const eip_caller *caller, bool dry,
                   struct told *told) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_scope_id = eip_text_of(scope_text);
    request.address_family = eip_text_of("ipv4");
    request.client_token = eip_text_of("bobs");
    told->status =
        eip_create_ipam_pool(w->engine, caller, &request, &list, &told->error);
    tell_pools(list, told);
}

/* Below a pool that is not the caller's. */
static void create_below(struct world *w, const eip_caller *caller, bool dry,
                         struct told *told) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];

    scope_of(w, caller->account, scope);
    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_scope_id = eip_text_of(scope);
    request.address_family = eip_text_of("ipv4");
    request.locale = eip_text_of(WORLD_REGION);
    request.source_ipam_pool_id = eip_text_of(pool_text);
    told->status =
        eip_create_ipam_pool(w->engine, caller, &request, &list, &told->error);
    tell_pools(list, told);
}

static void delete_pool(struct world *w, const eip_caller *caller, bool dry,
                        struct told *told) {
    eip_delete_ipam_pool_request request = EIP_DELETE_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    told->status =
        eip_delete_ipam_pool(w->engine, caller, &request, &list, &told->error);
    tell_pools(list, told);
}

static void modify(struct world *w, const eip_caller *caller, bool dry,
                   struct told *told) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    request.description = eip_text_of("mine");
    told->status =
        eip_modify_ipam_pool(w->engine, caller, &request, &list, &told->error);
    tell_pools(list, told);
}

static void describe(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_text id = eip_text_of(pool_text);
    eip_ipam_pool_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_ids = &id;
    request.ipam_pool_id_count = 1;
    told->status = eip_describe_ipam_pools(w->engine, caller, &request, &list,
                                           &told->error);
    tell_pools(list, told);
}

/* Each asker has five pools: one that is another's takes no place of a page. */
static void page(struct world *w, const eip_caller *caller, bool dry,
                 struct told *told) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;

    (void)dry;
    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = 5;
    told->status = eip_describe_ipam_pools(w->engine, caller, &request, &list,
                                           &told->error);
    tell_pools(list, told);
}

static void provision(struct world *w, const eip_caller *caller, bool dry,
                      struct told *told) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    request.cidr = eip_text_of("44.0.0.0/24");
    request.authorization_message =
        eip_text_of("1|aws|222222222222|44.0.0.0/24|20991231|SHA256|RSAPSS");
    request.authorization_signature = eip_text_of("x");
    told->status = eip_provision_ipam_pool_cidr(w->engine, caller, &request,
                                                &list, &told->error);
    tell_cidrs(list, told);
}

static void deprovision(struct world *w, const eip_caller *caller, bool dry,
                        struct told *told) {
    eip_deprovision_ipam_pool_cidr_request request =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    request.cidr = eip_text_of(RANGE);
    told->status = eip_deprovision_ipam_pool_cidr(w->engine, caller, &request,
                                                  &list, &told->error);
    tell_cidrs(list, told);
}

static void show_cidrs(struct world *w, const eip_caller *caller, bool dry,
                       struct told *told) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    told->status = eip_get_ipam_pool_cidrs(w->engine, caller, &request, &list,
                                           &told->error);
    tell_cidrs(list, told);
}

static void take(struct world *w, const eip_caller *caller, bool dry,
                 struct told *told) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;

    request.flags = EIP_IPAM_NETMASK | (dry ? EIP_IPAM_DRY_RUN : 0u);
    request.ipam_pool_id = eip_text_of(pool_text);
    request.netmask_length = 30;
    told->status = eip_allocate_ipam_pool_cidr(w->engine, caller, &request,
                                               &list, &told->error);
    tell_allocations(list, told);
}

static void give_back(struct world *w, const eip_caller *caller, bool dry,
                      struct told *told) {
    eip_release_ipam_pool_allocation_request request =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    request.cidr = eip_text_of(CUSTOM);
    request.ipam_pool_allocation_id = eip_text_of(allocation_text);
    told->status = eip_release_ipam_pool_allocation(w->engine, caller, &request,
                                                    &told->error);
}

static void redescribe(struct world *w, const eip_caller *caller, bool dry,
                       struct told *told) {
    eip_modify_ipam_pool_allocation_request request =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_allocation_id = eip_text_of(allocation_text);
    request.description = eip_text_of("mine");
    told->status = eip_modify_ipam_pool_allocation(w->engine, caller, &request,
                                                   &list, &told->error);
    tell_allocations(list, told);
}

static void show_pools(struct world *w, const eip_caller *caller, bool dry,
                       struct told *told) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    told->status = eip_get_ipam_pool_allocations(w->engine, caller, &request,
                                                 &list, &told->error);
    tell_allocations(list, told);
}

static void show_one(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    eip_describe_ipam_pool_allocations_request request =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_text id = eip_text_of(allocation_text);
    eip_ipam_pool_allocation_list *list = NULL;

    request.flags = dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_allocation_ids = &id;
    request.ipam_pool_allocation_id_count = 1;
    told->status = eip_describe_ipam_pool_allocations(
        w->engine, caller, &request, &list, &told->error);
    tell_allocations(list, told);
}

static void show_all(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    eip_ipam_pool_allocation_list *list = NULL;

    (void)dry;
    told->status = eip_describe_ipam_pool_allocations(w->engine, caller, NULL,
                                                      &list, &told->error);
    tell_allocations(list, told);
}

static void allocate(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    request.flags = dry ? EIP_ALLOCATE_DRY_RUN : 0;
    request.ipam_pool_id = eip_text_of(pool_text);
    told->status = eip_allocate_address(w->engine, caller, &request, &response,
                                        &told->error);
}

static void tag_by(struct world *w, const eip_caller *caller, const char *id,
                   bool dry, struct told *told) {
    static const eip_tag one = {{"Name", 4, 0}, {"mine", 4, 0}};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_text resource = eip_text_of(id);

    request.flags = dry;
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    told->status = eip_create_tags(w->engine, caller, &request, &told->error);
}

static void tag_pool(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    tag_by(w, caller, pool_text, dry, told);
}

static void tag_allocation(struct world *w, const eip_caller *caller, bool dry,
                           struct told *told) {
    tag_by(w, caller, allocation_text, dry, told);
}

static void show_tags(struct world *w, const eip_caller *caller, bool dry,
                      struct told *told) {
    eip_tag_list *list = NULL;

    (void)dry;
    told->status =
        eip_describe_tags(w->engine, caller, NULL, &list, &told->error);
    told->count = eip_tag_list_count(list);
    eip_tag_list_free(list);
}

static const struct isolation_question questions[] = {
    {"CreateIpamPool", create, 1},
    {"CreateIpamPool, below", create_below, 1},
    {"DeleteIpamPool", delete_pool, 1},
    {"ModifyIpamPool", modify, 1},
    {"DescribeIpamPools", describe, 1},
    {"DescribeIpamPools, a page", page, 1},
    {"ProvisionIpamPoolCidr", provision, 1},
    {"DeprovisionIpamPoolCidr", deprovision, 2},
    {"GetIpamPoolCidrs", show_cidrs, 1},
    {"AllocateIpamPoolCidr", take, 2},
    {"ReleaseIpamPoolAllocation", give_back, 3},
    {"ModifyIpamPoolAllocation", redescribe, 3},
    {"GetIpamPoolAllocations", show_pools, 1},
    {"DescribeIpamPoolAllocations", show_one, 3},
    {"DescribeIpamPoolAllocations, all", show_all, 3},
    {"AllocateAddress", allocate, 2},
    {"CreateTags of a pool", tag_pool, 1},
    {"CreateTags of an allocation", tag_allocation, 3},
    {"DescribeTags", show_tags, 1},
};
enum { QUESTIONS = sizeof questions / sizeof questions[0] };

/* -- cells ---------------------------------------------------------------------- */

static const char *state_of(uint32_t which) {
    return states[which].name;
}

static void bring(struct world *w, uint32_t state) {
    for (int i = 0; i < 5; i++) { /* just a page */
        (void)world_pool(w, EIP_POOL_IPAM, WORLD_DAVE);
    }
    states[state].make(w);
}

uint64_t isolation_ipam(void) {
    static const char *const texts[] = {pool_text, allocation_text, scope_text};
    static const struct isolation_family family = {questions,
                                                   QUESTIONS,
                                                   STATES,
                                                   state_of,
                                                   bring,
                                                   texts,
                                                   sizeof texts /
                                                       sizeof texts[0]};

    return isolation_cells(&family);
}
