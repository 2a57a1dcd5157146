/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The operations on public IPv4 pools, brought ranges, and moves from
 * EC2-Classic. */
#include "oom.h"

#include <stdio.h>

#define RANGE "203.0.113.0/24"
#define MESSAGE "1|aws|111111111111|" RANGE "|20301231|SHA256|RSAPSS"

/* Each is used by one test at a time, and set by its preparation. */
static eip_pool_ref made;
static const char *address;

static const eip_tag tag = {{"Name", 4, 0}, {"n", 1, 0}};
static const eip_tag_specification specification = {
    {"ipv4pool-ec2", 12, 0}, &tag, 1, 0};
static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static const eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);

static void nothing(struct world *w) {
    (void)w;
}

/* -- pools ----------------------------------------------------------------- */

static eip_status create(struct world *w) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return eip_create_public_ipv4_pool(w->engine, &alice, &request, &made,
                                       &w->error);
}

static void make(struct world *w) {
    must(create(w));
}

static eip_status delete_it(struct world *w) {
    eip_delete_public_ipv4_pool_request request =
        EIP_DELETE_PUBLIC_IPV4_POOL_REQUEST_INIT;

    request.pool_id = eip_text_of(world_pool_id(made));
    return eip_delete_public_ipv4_pool(w->engine, &alice, &request, &w->error);
}

static void fill(struct world *w) {
    make(w);
    world_provision(w, made, NULL, RANGE);
}

static eip_status cut(struct world *w, const char *cidr) {
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;

    request.pool_id = eip_text_of(world_pool_id(made));
    request.cidr = eip_text_of(cidr);
    return eip_deprovision_public_ipv4_pool_cidr(w->engine, &alice, &request,
                                                 NULL, &w->error);
}

static eip_status cut_one(struct world *w) {
    return cut(w, "203.0.113.77/32");
}

static eip_status cut_all(struct world *w) {
    return cut(w, RANGE);
}

static void fill_and_cut(struct world *w) {
    fill(w);
    must(cut(w, "203.0.113.64/26"));
}

static eip_status cut_beside(struct world *w) {
    return cut(w, "203.0.113.0/26");
}

static eip_status provision(struct world *w, const char *text) {
    eip_cidr cidr = world_cidr(text);

    return eip_admin_provision_cidrs(w->engine, made, (eip_text){NULL, 0, 0},
                                     &cidr, 1, &w->error);
}

static eip_status give_again(struct world *w) {
    return provision(w, "203.0.113.64/26");
}

static eip_status give_one_again(struct world *w) {
    return provision(w, "203.0.113.76/32");
}

static void make_many(struct world *w) {
    for (uint32_t i = 0; i < 12; i++) {
        make(w);
    }
    world_provision(w, made, NULL, "44.1.0.0/24");
}

static eip_status describe(struct world *w) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_text all = eip_text_of("*");
    eip_filter filter = {eip_text_of("tag-key"), &all, 1, 0};
    eip_text id = eip_text_of(world_pool_id(made));
    eip_public_pool_list *list = NULL;
    eip_status status;

    request.filters = &filter;
    request.filter_count = 1;
    status = eip_describe_public_ipv4_pools(w->engine, &alice, &request, &list,
                                            &w->error);
    eip_public_pool_list_free(list);
    list = NULL;
    if (status == EIP_OK) {
        request.pool_ids = &id;
        request.pool_id_count = 1;
        status = eip_describe_public_ipv4_pools(w->engine, &alice, &request,
                                                &list, &w->error);
        eip_public_pool_list_free(list);
    }
    return status;
}

/* -- brought ranges ----------------------------------------------------------- */

static eip_status bring(struct world *w) {
    eip_provision_byoip_cidr_request request =
        EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.cidr = eip_text_of(RANGE);
    request.authorization_message = eip_text_of(MESSAGE);
    request.authorization_signature = eip_text_of("x");
    request.description = eip_text_of("ours");
    request.pool_tag_specifications = &specification;
    request.pool_tag_specification_count = 1;
    status =
        eip_provision_byoip_cidr(w->engine, &alice, &request, &list, &w->error);
    eip_byoip_cidr_list_free(list);
    return status;
}

static void bring_it(struct world *w) {
    must(bring(w));
}

static eip_byoip_cidr_request range(void) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;

    request.cidr = eip_text_of(RANGE);
    return request;
}

static eip_status advertise(struct world *w) {
    eip_byoip_cidr_request request = range();
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.asn = eip_text_of("64496");
    status =
        eip_advertise_byoip_cidr(w->engine, &alice, &request, &list, &w->error);
    eip_byoip_cidr_list_free(list);
    return status;
}

static void advertise_it(struct world *w) {
    bring_it(w);
    must(advertise(w));
    w->now_ms += EIP_BYOIP_TURN_MS;
}

static eip_status withdraw(struct world *w) {
    eip_byoip_cidr_request request = range();
    eip_byoip_cidr_list *list = NULL;
    eip_status status =
        eip_withdraw_byoip_cidr(w->engine, &alice, &request, &list, &w->error);

    eip_byoip_cidr_list_free(list);
    return status;
}

static eip_status take_back(struct world *w) {
    eip_byoip_cidr_request request = range();
    eip_byoip_cidr_list *list = NULL;
    eip_status status = eip_deprovision_byoip_cidr(w->engine, &alice, &request,
                                                   &list, &w->error);

    eip_byoip_cidr_list_free(list);
    return status;
}

static eip_status show_ranges(struct world *w) {
    eip_describe_byoip_cidrs_request request =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.flags = EIP_BYOIP_MAX_RESULTS;
    request.max_results = 5;
    status =
        eip_describe_byoip_cidrs(w->engine, &alice, &request, &list, &w->error);
    eip_byoip_cidr_list_free(list);
    return status;
}

/* -- IPAM -------------------------------------------------------------------- */

static eip_status provision_from(struct world *w, int32_t bits) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;

    request.flags = EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(world_pool_id(w->ipam));
    request.pool_id = eip_text_of(world_pool_id(made));
    request.netmask_length = bits;
    return eip_provision_public_ipv4_pool_cidr(w->engine, &alice, &request,
                                               &response, &w->error);
}

static eip_status provision_some(struct world *w) {
    return provision_from(w, 32);
}

static eip_status provision_all(struct world *w) {
    return provision_from(w, 29);
}

static void take_all(struct world *w) {
    make(w);
    must(provision_all(w));
}

static eip_status give_some_back(struct world *w) {
    return cut(w, "18.97.0.42/32");
}

static void give_some(struct world *w) {
    take_all(w);
    must(give_some_back(w));
}

static eip_status give_more_back(struct world *w) {
    return cut(w, "18.97.0.44/30");
}

static eip_status give_all_back(struct world *w) {
    return cut(w, "18.97.0.40/29");
}

static eip_status move_to_ipam(struct world *w) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.cidr = eip_text_of(RANGE);
    request.ipam_pool_id = eip_text_of(world_pool_id(w->ipam));
    request.ipam_pool_owner = eip_text_of("111111111111");
    status = eip_move_byoip_cidr_to_ipam(w->engine, &alice, &request, &list,
                                         &w->error);
    eip_byoip_cidr_list_free(list);
    return status;
}

/* -- EC2-Classic ----------------------------------------------------------------- */

static eip_status allocate(struct world *w) {
    return world_allocate(w, WORLD_CAROL, NULL, NULL);
}

static void hold(struct world *w) {
    address = world_ip(world_get(w, WORLD_CAROL, NULL).public_ip);
    w->now_ms += EIP_CLASSIC_MOVE_MS;
}

static eip_status move(struct world *w) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;

    request.public_ip = eip_text_of(address);
    return eip_move_address_to_vpc(w->engine, &carol, &request, NULL,
                                   &w->error);
}

static void move_it(struct world *w) {
    hold(w);
    must(move(w));
}

static eip_status restore(struct world *w) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;

    request.public_ip = eip_text_of(address);
    return eip_restore_address_to_classic(w->engine, &carol, &request, NULL,
                                          &w->error);
}

static eip_status show_moving(struct world *w) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;
    eip_text ip = eip_text_of(address);
    eip_status status;

    request.public_ips = &ip;
    request.public_ip_count = 1;
    status = eip_describe_moving_addresses(w->engine, &carol, &request, &list,
                                           &w->error);
    eip_moving_address_list_free(list);
    return status;
}

/* -- all of them ----------------------------------------------------------- */

const struct subject oom_public_subjects[] = {
    {"create public pool", nothing, create, NEEDS},
    {"create public pool, of many", make_many, create, NEEDS},
    {"delete public pool", make, delete_it, NEEDS},
    {"cut one address out", fill, cut_one, NEEDS},
    {"cut all of it", fill, cut_all, NEEDS},
    {"cut beside what was cut", fill_and_cut, cut_beside, NEEDS},
    {"give again", fill_and_cut, give_again, NEEDS},
    {"give one again", fill_and_cut, give_one_again, NEEDS},
    {"describe public pools", make_many, describe, NEEDS | READS},
    {"bring a range", nothing, bring, NEEDS},
    {"bring a range, among many pools", make_many, bring, NEEDS},
    {"advertise it", bring_it, advertise, NEEDS},
    {"withdraw it", advertise_it, withdraw, NEEDS},
    {"take it back", bring_it, take_back, NEEDS},
    {"describe ranges", advertise_it, show_ranges, NEEDS | READS},
    {"provision of an IPAM pool", make, provision_some, NEEDS},
    {"provision all of an IPAM pool", make, provision_all, NEEDS},
    {"give some back to IPAM", take_all, give_some_back, NEEDS},
    {"give more back to IPAM", give_some, give_more_back, NEEDS},
    {"give all back to IPAM", take_all, give_all_back, NEEDS},
    {"move a range to IPAM", bring_it, move_to_ipam, NEEDS},
    {"allocate in EC2-Classic", nothing, allocate, NEEDS},
    {"move to the VPC domain", hold, move, NEEDS},
    {"restore to EC2-Classic", move_it, restore, NEEDS},
    {"describe what moves", move_it, show_moving, NEEDS | READS},
};
const unsigned oom_public_subject_count =
    sizeof oom_public_subjects / sizeof oom_public_subjects[0];
