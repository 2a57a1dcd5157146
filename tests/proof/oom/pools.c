/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The operations on pools. */
#include "oom.h"

#include <stdlib.h>
#include <string.h>

#define ROUTE_TABLE "lgw-rtb-0123456789abcdef0"
#define BLOCK "10.1.0.0/24"

/* Each is used by one test at a time, and set by its preparation. */
static eip_pool_ref made;

static void nothing(struct world *w) {
    (void)w;
}

/* -- CoIP ------------------------------------------------------------------ */

/* Tags of more than one chunk of results. */
static eip_tag tags[EIP_LIMIT_TAGS];
static char keys[EIP_LIMIT_TAGS][3];
static char value[EIP_LIMIT_TAG_VALUE];
static const eip_tag_specification specification = {
    {"coip-pool", 9, 0}, tags, EIP_LIMIT_TAGS, 0};

static eip_status create_coip(struct world *w, bool tagged) {
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_pool_list *list = NULL;
    eip_coip_pool pool = EIP_COIP_POOL_INIT;
    eip_status status;

    memset(value, 'v', sizeof value);
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        memcpy(keys[i],
               (char[3]){'k', (char)('0' + i / 10), (char)('0' + i % 10)}, 3);
        tags[i] = (eip_tag){{keys[i], 3, 0}, {value, sizeof value, 0}};
    }
    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.tag_specifications = tagged ? &specification : NULL;
    request.tag_specification_count = tagged;
    status =
        eip_create_coip_pool(w->engine, &alice, &request, &list, &w->error);
    if (status == EIP_OK) {
        must(eip_coip_pool_list_at(list, 0, &pool));
        made = pool.pool;
    }
    eip_coip_pool_list_free(list);
    return status;
}

static eip_status create_coip_tagged(struct world *w) {
    return create_coip(w, true);
}

static eip_status create_coip_plain(struct world *w) {
    return create_coip(w, false);
}

static void make_coip(struct world *w) {
    must(create_coip(w, true));
}

static eip_status delete_coip(struct world *w) {
    eip_delete_coip_pool_request request = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_pool_list *list = NULL;
    eip_status status;

    request.coip_pool_id = eip_text_of(world_pool_id(made));
    status =
        eip_delete_coip_pool(w->engine, &alice, &request, &list, &w->error);
    eip_coip_pool_list_free(list);
    return status;
}

static eip_coip_cidr_request block_request(void) {
    eip_coip_cidr_request request = EIP_COIP_CIDR_REQUEST_INIT;

    request.cidr = eip_text_of(BLOCK);
    request.coip_pool_id = eip_text_of(world_pool_id(made));
    return request;
}

static eip_status create_coip_cidr(struct world *w) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_cidr_request request = block_request();
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;

    return eip_create_coip_cidr(w->engine, &alice, &request, &cidr, &w->error);
}

static void make_coip_with_block(struct world *w) {
    make_coip(w);
    must(create_coip_cidr(w));
}

/* With an address that was held once. */
static void make_coip_used(struct world *w) {
    eip_allocate_address_request request;
    eip_allocate_address_response got;

    make_coip_with_block(w);
    request = world_request_from(made);
    got = world_get(w, WORLD_ALICE, &request);
    world_give(w, WORLD_ALICE, &got);
}

static eip_status delete_coip_cidr(struct world *w) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_cidr_request request = block_request();
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;

    return eip_delete_coip_cidr(w->engine, &alice, &request, &cidr, &w->error);
}

static void make_many_coip(struct world *w) {
    make_coip_with_block(w);
    for (uint32_t i = 0; i < 12; i++) {
        must(create_coip(w, i == 3));
    }
}

static eip_status describe_coip(struct world *w) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_text all = eip_text_of("*");
    eip_filter filter = {eip_text_of("coip-pool.pool-id"), &all, 1, 0};
    eip_text ids[2] = {eip_text_of(world_pool_id(made)),
                       eip_text_of(world_pool_id(w->coip))};
    eip_coip_pool_list *list = NULL;
    eip_status status;

    request.filters = &filter;
    request.filter_count = 1;
    status =
        eip_describe_coip_pools(w->engine, &alice, &request, &list, &w->error);
    eip_coip_pool_list_free(list);
    list = NULL;
    if (status == EIP_OK) {
        request.pool_ids = ids;
        request.pool_id_count = 2;
        status = eip_describe_coip_pools(w->engine, &alice, &request, &list,
                                         &w->error);
        eip_coip_pool_list_free(list);
    }
    return status;
}

static void hold_coip(struct world *w) {
    eip_allocate_address_request request;

    make_coip_with_block(w);
    request = world_request_from(made);
    for (uint32_t i = 0; i < 9; i++) {
        (void)world_get(w, WORLD_ALICE, &request);
    }
}

static eip_status usage_of_coip(struct world *w) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_text all = eip_text_of("*");
    eip_filter filter = {eip_text_of("coip-address-usage.co-ip"), &all, 1, 0};
    eip_status status;

    request.pool_id = eip_text_of(world_pool_id(made));
    request.filters = &filter;
    request.filter_count = 1;
    status = eip_get_coip_pool_usage(w->engine, &alice, &request, &response,
                                     &w->error);
    eip_coip_address_usage_list_free(response.coip_address_usages);
    return status;
}

static eip_status tag_coip(struct world *w) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag tag = {{"k07", 3, 0}, {"new", 3, 0}};
    eip_text resource = eip_text_of(world_pool_id(made));

    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    return eip_create_tags(w->engine, &alice, &request, &w->error);
}

static eip_status show_tags(struct world *w) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag_list *list = NULL;
    eip_status status =
        eip_describe_tags(w->engine, &alice, NULL, &list, &w->error);

    eip_tag_list_free(list);
    return status;
}

/* -- all of them ----------------------------------------------------------- */

const struct subject oom_pool_subjects[] = {
    {"create CoIP pool", nothing, create_coip_plain, NEEDS},
    {"create CoIP pool, tagged", nothing, create_coip_tagged, NEEDS},
    {"create CoIP pool, of many", make_many_coip, create_coip_tagged, NEEDS},
    {"delete CoIP pool", make_coip, delete_coip, NEEDS},
    {"create CoIP block", make_coip, create_coip_cidr, NEEDS},
    {"delete CoIP block", make_coip_with_block, delete_coip_cidr, NEEDS},
    {"delete CoIP block, used once", make_coip_used, delete_coip_cidr, NEEDS},
    {"describe CoIP pools", make_many_coip, describe_coip, NEEDS | READS},
    {"tag a CoIP pool", make_coip, tag_coip, NEEDS},
    {"show tags of CoIP pools", make_many_coip, show_tags, NEEDS | READS},
    {"usage of a CoIP pool", hold_coip, usage_of_coip, NEEDS | READS},
};
const unsigned oom_pool_subject_count =
    sizeof oom_pool_subjects / sizeof oom_pool_subjects[0];
