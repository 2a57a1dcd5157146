/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The operations on IPAM pools, scopes, contiguous space and policies. What
 * goes from a pool to one below it is shown by api/test_oom_ipam: there a
 * refusal may leave a part owed, which is not what a picture shows. */
#include "oom.h"

#include <stddef.h>

#define RANGE "203.0.113.0/24"
#define MESSAGE "1|aws|111111111111|" RANGE "|20991231|SHA256|RSAPSS"

/* Each is used by one test at a time, and set by its preparation. */
static eip_pool_ref made;
static eip_ipam_id taken;

static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
static const eip_tag_specification pool_tags = {
    {"ipam-pool", 9, 0}, &tag, 1, 0};
static const eip_tag_specification allocation_tags = {
    {"ipam-pool-allocation", 20, 0}, &tag, 1, 0};
static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

static void must(eip_status status) {
    if (status != EIP_OK) {
        world_die("a preparation fails: %s", eip_status_name(status));
    }
}

static void nothing(struct world *w) {
    (void)w;
}

/* -- pools ----------------------------------------------------------------- */

static eip_status create(struct world *w) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    char text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    eip_ipam_pool_list *list = NULL;
    eip_status status;
    uint64_t scope;

    must(eip_admin_ipam_default_scope(w->engine, WORLD_ALICE, &scope));
    (void)eip_ipam_scope_id_format(scope, text);
    request.ipam_scope_id = eip_text_of(text);
    request.address_family = eip_text_of("ipv4");
    request.locale = eip_text_of(WORLD_REGION);
    request.aws_service = eip_text_of("ec2");
    request.description = eip_text_of("ours");
    request.client_token = eip_text_of("pool");
    request.allocation_resource_tags = &tag;
    request.allocation_resource_tag_count = 1;
    request.tag_specifications = &pool_tags;
    request.tag_specification_count = 1;
    status =
        eip_create_ipam_pool(w->engine, &alice, &request, &list, &w->error);
    if (status == EIP_OK) {
        must(eip_ipam_pool_list_at(list, 0, &shown));
        made = shown.pool;
    }
    eip_ipam_pool_list_free(list);
    return status;
}

static void make(struct world *w) {
    must(create(w));
}

static eip_status modify(struct world *w) {
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(world_pool_id(made));
    request.description = eip_text_of("theirs");
    status =
        eip_modify_ipam_pool(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_list_free(list);
    return status;
}

static eip_status delete_it(struct world *w) {
    eip_delete_ipam_pool_request request = EIP_DELETE_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(world_pool_id(made));
    status =
        eip_delete_ipam_pool(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_list_free(list);
    return status;
}

static eip_status describe(struct world *w) {
    eip_ipam_pool_list *list = NULL;
    eip_status status =
        eip_describe_ipam_pools(w->engine, &alice, NULL, &list, &w->error);

    eip_ipam_pool_list_free(list);
    return status;
}

/* -- CIDRs ------------------------------------------------------------------- */

static eip_status bring(struct world *w) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(world_pool_id(made));
    request.cidr = eip_text_of(RANGE);
    request.authorization_message = eip_text_of(MESSAGE);
    request.authorization_signature = eip_text_of("c2ln");
    request.client_token = eip_text_of("cidr");
    status = eip_provision_ipam_pool_cidr(w->engine, &alice, &request, &list,
                                          &w->error);
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

static void fill(struct world *w) {
    make(w);
    must(bring(w));
}

static eip_status show_cidrs(struct world *w) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(world_pool_id(made));
    status =
        eip_get_ipam_pool_cidrs(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

/* -- allocations --------------------------------------------------------------- */

static eip_status allocate(struct world *w) {
    const eip_text allowed = eip_text_of("203.0.113.64/26");
    const eip_text refused = eip_text_of("203.0.113.64/28");
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;

    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 28;
    request.ipam_pool_id = eip_text_of(world_pool_id(made));
    request.description = eip_text_of("ours");
    request.client_token = eip_text_of("allocation");
    request.allowed_cidrs = &allowed;
    request.allowed_cidr_count = 1;
    request.disallowed_cidrs = &refused;
    request.disallowed_cidr_count = 1;
    request.tag_specifications = &allocation_tags;
    request.tag_specification_count = 1;
    status = eip_allocate_ipam_pool_cidr(w->engine, &alice, &request, &list,
                                         &w->error);
    if (status == EIP_OK) {
        must(eip_ipam_pool_allocation_list_at(list, 0, &shown));
        taken = shown.id;
    }
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static void take(struct world *w) {
    fill(w);
    must(allocate(w));
}

static eip_status modify_allocation(struct world *w) {
    eip_modify_ipam_pool_allocation_request request =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_status status;

    (void)eip_ipam_allocation_id_format(taken, text);
    request.ipam_pool_allocation_id = eip_text_of(text);
    request.description = eip_text_of("theirs");
    status = eip_modify_ipam_pool_allocation(w->engine, &alice, &request, &list,
                                             &w->error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status show_allocations(struct world *w) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(world_pool_id(made));
    status = eip_get_ipam_pool_allocations(w->engine, &alice, &request, &list,
                                           &w->error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status describe_this(struct world *w) {
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
    status = eip_describe_ipam_pool_allocations(w->engine, &alice, &request,
                                                &list, &w->error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

/* -- what is the administrator's --------------------------------------------------- */

static eip_status add_scope(struct world *w) {
    uint64_t scope;

    return eip_admin_create_ipam_scope(w->engine, WORLD_ALICE, 1, &scope,
                                       &w->error);
}

static eip_status add_contiguous(struct world *w) {
    return eip_admin_add_contiguous_cidr(w->engine, eip_text_of(NULL),
                                         world_cidr("18.98.0.0/27"), &w->error);
}

static eip_status set_policy(struct world *w) {
    const eip_ipam_policy_rule rule = {eip_text_of(NULL), w->ipam};
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    policy.rules = &rule;
    policy.rule_count = 1;
    return eip_admin_set_ipam_policy(w->engine, &policy, &w->error);
}

static void set_it(struct world *w) {
    must(set_policy(w));
}

/* -- all of them ----------------------------------------------------------- */

const struct subject oom_ipam_subjects[] = {
    {"create IPAM pool", nothing, create, NEEDS},
    {"modify IPAM pool", make, modify, NEEDS},
    {"delete IPAM pool", make, delete_it, NEEDS},
    {"describe IPAM pools", make, describe, NEEDS | READS},
    {"bring a CIDR to an IPAM pool", make, bring, NEEDS},
    {"show CIDRs of an IPAM pool", fill, show_cidrs, NEEDS | READS},
    {"allocate a CIDR", fill, allocate, NEEDS},
    {"modify its allocation", take, modify_allocation, NEEDS},
    {"show allocations", take, show_allocations, NEEDS | READS},
    {"describe an allocation", take, describe_this, NEEDS | READS},
    {"create IPAM scope", nothing, add_scope, NEEDS},
    {"add contiguous CIDR", nothing, add_contiguous, NEEDS},
    {"set IPAM policy", nothing, set_policy, NEEDS},
    {"set IPAM policy again", set_it, set_policy, NEEDS},
};
const unsigned oom_ipam_subject_count =
    sizeof oom_ipam_subjects / sizeof oom_ipam_subjects[0];
