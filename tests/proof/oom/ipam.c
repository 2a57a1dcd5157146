/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM: pools, CIDRs, allocations, policies. */
#include "oom.h"

#include <stdio.h>
#include <string.h>

#define RANGE "203.0.113.0/24"
#define MESSAGE "1|aws|111111111111|" RANGE "|20991231|SHA256|RSAPSS"

static const eip_tag tag = {{"Name", 4, 0}, {"n", 1, 0}};
static const eip_tag_specification pool_tags = {
    {"ipam-pool", 9, 0}, &tag, 1, 0};
static const eip_tag_specification allocation_tags = {
    {"ipam-pool-allocation", 20, 0}, &tag, 1, 0};
static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

/* Each is used by one test at a time, and set by its preparation. */
static char top[EIP_POOL_ID_TEXT_SIZE];
static char child[EIP_POOL_ID_TEXT_SIZE];
static char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
static char taken[EIP_IPAM_ID_TEXT_SIZE];

static void nothing(struct world *w) {
    (void)w;
}

/* -- pools ----------------------------------------------------------------- */

static void default_scope(struct world *w) {
    uint64_t id;

    must(eip_admin_ipam_default_scope(w->engine, WORLD_ALICE, &id));
    (void)eip_ipam_scope_id_format(id, scope);
}

static eip_status create_by(struct world *w,
                            const eip_create_ipam_pool_request *request,
                            char *text) {
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status =
        eip_create_ipam_pool(w->engine, &alice, request, &list, &w->error);

    if (status == EIP_OK) {
        must(eip_ipam_pool_list_at(list, 0, &shown));
        (void)eip_pool_id_format(shown.pool, text);
    }
    eip_ipam_pool_list_free(list);
    return status;
}

static eip_create_ipam_pool_request serving(struct world *w) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;

    default_scope(w);
    request.ipam_scope_id = eip_text_of(scope);
    request.address_family = eip_text_of("ipv4");
    request.locale = eip_text_of(WORLD_REGION);
    request.aws_service = eip_text_of("ec2");
    return request;
}

static eip_status create(struct world *w) {
    eip_create_ipam_pool_request request = serving(w);

    request.client_token = eip_text_of("token");
    request.description = eip_text_of("ours");
    request.allocation_resource_tags = &tag;
    request.allocation_resource_tag_count = 1;
    request.tag_specifications = &pool_tags;
    request.tag_specification_count = 1;
    return create_by(w, &request, top);
}

static void make(struct world *w) {
    must(create(w));
}

static eip_status create_scope(struct world *w) {
    uint64_t id;
    eip_status status =
        eip_admin_create_ipam_scope(w->engine, WORLD_ALICE, 1, &id, &w->error);

    if (status == EIP_OK) {
        (void)eip_ipam_scope_id_format(id, scope);
    }
    return status;
}

static void private_scope(struct world *w) {
    must(create_scope(w));
}

static eip_status create_private(struct world *w) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;

    request.ipam_scope_id = eip_text_of(scope);
    request.address_family = eip_text_of("ipv4");
    request.description = eip_text_of("ours");
    request.source_resource_id = eip_text_of("vpc-12345678");
    request.source_resource_type = eip_text_of("vpc");
    request.source_resource_region = eip_text_of(WORLD_REGION);
    request.source_resource_owner = eip_text_of("111111111111");
    return create_by(w, &request, top);
}

static eip_status delete_by(struct world *w, uint32_t flags) {
    eip_delete_ipam_pool_request request = EIP_DELETE_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.flags = flags;
    request.ipam_pool_id = eip_text_of(top);
    status =
        eip_delete_ipam_pool(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_list_free(list);
    return status;
}

static eip_status delete_it(struct world *w) {
    return delete_by(w, 0);
}

static eip_status delete_all(struct world *w) {
    return delete_by(w, EIP_IPAM_CASCADE);
}

static eip_status modify(struct world *w) {
    static const eip_tag more = {{"Other", 5, 0}, {"o", 1, 0}};
    eip_modify_ipam_pool_request request = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(top);
    request.description = eip_text_of("another");
    request.add_allocation_resource_tags = &more;
    request.add_allocation_resource_tag_count = 1;
    status =
        eip_modify_ipam_pool(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_list_free(list);
    return status;
}

static eip_status describe(struct world *w) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_text all = eip_text_of("*");
    eip_filter filter = {eip_text_of("tag-key"), &all, 1, 0};
    eip_text id = eip_text_of(top);
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.filters = &filter;
    request.filter_count = 1;
    status =
        eip_describe_ipam_pools(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_list_free(list);
    list = NULL;
    if (status == EIP_OK) {
        request.ipam_pool_ids = &id;
        request.ipam_pool_id_count = 1;
        status = eip_describe_ipam_pools(w->engine, &alice, &request, &list,
                                         &w->error);
        eip_ipam_pool_list_free(list);
    }
    return status;
}

/* -- CIDRs ----------------------------------------------------------------- */

static eip_status
provision_by(struct world *w,
             const eip_provision_ipam_pool_cidr_request *request) {
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status = eip_provision_ipam_pool_cidr(w->engine, &alice, request,
                                                     &list, &w->error);

    eip_ipam_pool_cidr_list_free(list);
    return status;
}

static eip_status bring(struct world *w) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;

    request.ipam_pool_id = eip_text_of(top);
    request.cidr = eip_text_of(RANGE);
    request.authorization_message = eip_text_of(MESSAGE);
    request.authorization_signature = eip_text_of("x");
    request.client_token = eip_text_of("bring");
    return provision_by(w, &request);
}

static void make_and_bring(struct world *w) {
    make(w);
    must(bring(w));
}

static eip_status give_block(struct world *w) {
    return eip_admin_add_contiguous_cidr(w->engine, eip_text_of(NULL),
                                         world_cidr("44.0.0.0/24"), &w->error);
}

static void make_amazons(struct world *w) {
    eip_create_ipam_pool_request request = serving(w);

    request.public_ip_source = eip_text_of("amazon");
    must(create_by(w, &request, top));
    must(give_block(w));
}

static eip_status provision_block(struct world *w) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;

    request.flags = EIP_IPAM_NETMASK;
    request.ipam_pool_id = eip_text_of(top);
    request.netmask_length = 29;
    return provision_by(w, &request);
}

static void make_child(struct world *w) {
    eip_create_ipam_pool_request request;

    make_and_bring(w);
    request = serving(w);
    request.source_ipam_pool_id = eip_text_of(top);
    must(create_by(w, &request, child));
}

static eip_status provision_child(struct world *w) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;

    request.flags = EIP_IPAM_NETMASK;
    request.ipam_pool_id = eip_text_of(child);
    request.netmask_length = 28;
    return provision_by(w, &request);
}

static void fill_child(struct world *w) {
    make_child(w);
    must(provision_child(w));
}

static eip_status deprovision(struct world *w, const char *pool,
                              const char *cidr) {
    eip_deprovision_ipam_pool_cidr_request request =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(pool);
    request.cidr = eip_text_of(cidr);
    status = eip_deprovision_ipam_pool_cidr(w->engine, &alice, &request, &list,
                                            &w->error);
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

static eip_status deprovision_child(struct world *w) {
    return deprovision(w, child, "203.0.113.0/28");
}

static eip_status deprovision_top(struct world *w) {
    return deprovision(w, top, RANGE);
}

static void fill_private(struct world *w) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    eip_provision_ipam_pool_cidr_request cidr =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;

    must(create_scope(w));
    request.ipam_scope_id = eip_text_of(scope);
    request.address_family = eip_text_of("ipv4");
    must(create_by(w, &request, top));
    cidr.ipam_pool_id = eip_text_of(top);
    cidr.cidr = eip_text_of("10.0.0.0/8");
    must(provision_by(w, &cidr));
    request.source_ipam_pool_id = eip_text_of(top);
    must(create_by(w, &request, child));
    must(provision_child(w));
}

static eip_status administrators(struct world *w) {
    eip_cidr cidrs[] = {world_cidr("44.1.0.0/24"), world_cidr("44.2.0.0/24")};

    return eip_admin_provision_cidrs(w->engine, w->ipam, eip_text_of(NULL),
                                     cidrs, 2, &w->error);
}

static eip_status show_cidrs(struct world *w) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(top);
    status =
        eip_get_ipam_pool_cidrs(w->engine, &alice, &request, &list, &w->error);
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

/* -- allocations ----------------------------------------------------------- */

static eip_status take_by(struct world *w,
                          const eip_allocate_ipam_pool_cidr_request *request) {
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status = eip_allocate_ipam_pool_cidr(w->engine, &alice, request,
                                                    &list, &w->error);

    if (status == EIP_OK) {
        must(eip_ipam_pool_allocation_list_at(list, 0, &shown));
        (void)eip_ipam_allocation_id_format(shown.id, taken);
    }
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status take(struct world *w) {
    static const eip_text allowed[] = {{"203.0.113.32/27", 15, 0},
                                       {"203.0.113.64/27", 15, 0}};
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;

    request.flags = EIP_IPAM_NETMASK;
    request.ipam_pool_id = eip_text_of(top);
    request.netmask_length = 28;
    request.client_token = eip_text_of("take");
    request.description = eip_text_of("ours");
    request.allowed_cidrs = allowed;
    request.allowed_cidr_count = 2;
    request.tag_specifications = &allocation_tags;
    request.tag_specification_count = 1;
    return take_by(w, &request);
}

static void make_and_take(struct world *w) {
    make_and_bring(w);
    must(take(w));
}

static eip_status release(struct world *w) {
    eip_release_ipam_pool_allocation_request request =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;

    request.ipam_pool_id = eip_text_of(top);
    request.cidr = eip_text_of("203.0.113.32/28");
    request.ipam_pool_allocation_id = eip_text_of(taken);
    return eip_release_ipam_pool_allocation(w->engine, &alice, &request,
                                            &w->error);
}

static eip_status redescribe(struct world *w) {
    eip_modify_ipam_pool_allocation_request request =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;

    request.ipam_pool_allocation_id = eip_text_of(taken);
    request.description = eip_text_of("another");
    status = eip_modify_ipam_pool_allocation(w->engine, &alice, &request, &list,
                                             &w->error);
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

static eip_status show_taken(struct world *w) {
    eip_get_ipam_pool_allocations_request one =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_describe_ipam_pool_allocations_request all =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_text id = eip_text_of(taken);
    eip_status status;

    one.ipam_pool_id = eip_text_of(top);
    status = eip_get_ipam_pool_allocations(w->engine, &alice, &one, &list,
                                           &w->error);
    eip_ipam_pool_allocation_list_free(list);
    list = NULL;
    if (status == EIP_OK) {
        all.ipam_pool_allocation_ids = &id;
        all.ipam_pool_allocation_id_count = 1;
        status = eip_describe_ipam_pool_allocations(w->engine, &alice, &all,
                                                    &list, &w->error);
        eip_ipam_pool_allocation_list_free(list);
    }
    return status;
}

static eip_status put_tags(struct world *w) {
    static const eip_tag more = {{"More", 4, 0}, {"m", 1, 0}};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_text ids[] = {eip_text_of(top), eip_text_of(taken)};

    request.resources = ids;
    request.resource_count = 2;
    request.tags = &more;
    request.tag_count = 1;
    return eip_create_tags(w->engine, &alice, &request, &w->error);
}

/* -- policies -------------------------------------------------------------- */

static eip_status set_policy(struct world *w) {
    eip_ipam_policy_rule rule = {{NULL, 0, 0}, w->ipam};
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.flags = EIP_IPAM_POLICY_OVERFLOW;
    policy.account = WORLD_ALICE;
    policy.rules = &rule;
    policy.rule_count = 1;
    return eip_admin_set_ipam_policy(w->engine, &policy, &w->error);
}

static void have_policy(struct world *w) {
    must(set_policy(w));
}

static eip_status drop_policy(struct world *w) {
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    return eip_admin_set_ipam_policy(w->engine, &policy, &w->error);
}

/* All of the policy's pool is held, so Amazon's serves. */
static void use_up(struct world *w) {
    have_policy(w);
    for (int i = 0; i < WORLD_IPAM_SIZE; i++) {
        (void)world_get(w, WORLD_ALICE, NULL);
    }
}

static eip_status overflow(struct world *w) {
    eip_allocate_address_request request = world_request();
    static const eip_tag_specification tags = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};

    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    return world_allocate(w, WORLD_ALICE, &request, NULL);
}

/* -- all of them ----------------------------------------------------------- */

/* A preview changes nothing, and sees to what is owed. */
static void look(struct world *w, const char *pool) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;

    request.flags = EIP_IPAM_NETMASK | EIP_IPAM_PREVIEW_NEXT_CIDR;
    request.ipam_pool_id = eip_text_of(pool);
    request.netmask_length = 32;
    status =
        eip_allocate_ipam_pool_cidr(w->engine, &alice, &request, &list, NULL);
    if (status != EIP_OK && status != EIP_ERR_IPAM_POOL_NOT_FOUND &&
        status != EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY) {
        world_die("a preview: %s", eip_status_name(status));
    }
    eip_ipam_pool_allocation_list_free(list);
}

void oom_ipam_mend(struct world *w) {
    look(w, top);
    look(w, child);
}

const struct subject oom_ipam_subjects[] = {
    {"create IPAM pool", nothing, create, NEEDS},
    {"create IPAM scope", nothing, create_scope, NEEDS},
    {"create private IPAM pool", private_scope, create_private, NEEDS},
    {"delete IPAM pool", make, delete_it, NEEDS},
    {"delete IPAM pool, cascade", fill_private, delete_all, NEEDS},
    {"modify IPAM pool", make, modify, NEEDS},
    {"describe IPAM pools", make_child, describe, NEEDS | READS},
    {"bring to IPAM", make, bring, NEEDS | OWES},
    {"give contiguous space", nothing, give_block, NEEDS},
    {"provision contiguous block", make_amazons, provision_block, NEEDS | OWES},
    {"provision child", make_child, provision_child, NEEDS | OWES},
    {"deprovision child", fill_child, deprovision_child, NEEDS | OWES},
    {"deprovision IPAM CIDR", make_and_bring, deprovision_top, NEEDS | OWES},
    {"provision IPAM by administrator", nothing, administrators, NEEDS},
    {"describe IPAM CIDRs", fill_child, show_cidrs, NEEDS | READS},
    {"allocate of IPAM", make_and_bring, take, NEEDS | OWES},
    {"release to IPAM", make_and_take, release, NEEDS},
    {"modify IPAM allocation", make_and_take, redescribe, NEEDS},
    {"describe IPAM allocations", make_and_take, show_taken, NEEDS | READS},
    {"tags of IPAM", make_and_take, put_tags, NEEDS},
    {"set IPAM policy", nothing, set_policy, NEEDS},
    {"replace IPAM policy", have_policy, set_policy, NEEDS},
    {"drop IPAM policy", have_policy, drop_policy, NEEDS},
    {"overflow of an IPAM policy", use_up, overflow, NEEDS},
};
const unsigned oom_ipam_subject_count =
    sizeof oom_ipam_subjects / sizeof oom_ipam_subjects[0];
