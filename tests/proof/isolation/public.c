/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The matrix of public IPv4 pools, brought ranges and moves: what another
 * account is told of what is Bob's, in whatever state, is in all its bytes what
 * is told where there is nothing; and the world is as before. */
#include "cells.h"
#include "isolation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RANGE "203.0.113.0/24"
#define ADDRESS "203.0.113.0" /* its lowest */

static char text[64]; /* the pool's id: one question at a time */

/* -- states ----------------------------------------------------------------- */

static void must(eip_status status, const char *what) {
    if (status != EIP_OK) {
        world_die("%s: %s", what, eip_status_name(status));
    }
}

static eip_pool_ref absent(struct world *w) {
    (void)w;
    return (eip_pool_ref){UINT64_C(0x1234567890abcdef), EIP_POOL_PUBLIC_IPV4,
                          0};
}

static eip_pool_ref empty_of(struct world *w, uint64_t account) {
    static const eip_tag secret = {{"Name", 4, 0}, {"BOBS-SECRET", 11, 0}};
    static const eip_tag_specification secrets = {
        {"ipv4pool-ec2", 12, 0}, &secret, 1, 0};
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_pool_ref pool;

    request.tag_specifications = &secrets;
    request.tag_specification_count = 1;
    must(eip_create_public_ipv4_pool(w->engine, &caller, &request, &pool, NULL),
         "create");
    return pool;
}

static eip_pool_ref empty(struct world *w) {
    return empty_of(w, WORLD_BOB);
}

static eip_pool_ref with_block(struct world *w) {
    eip_pool_ref pool = empty(w);

    world_provision(w, pool, NULL, RANGE);
    return pool;
}

static eip_pool_ref with_held(struct world *w) {
    eip_pool_ref pool = with_block(w);
    eip_allocate_address_request request = world_request_from(pool);

    (void)world_get(w, WORLD_BOB, &request);
    return pool;
}

static eip_pool_ref cut(struct world *w) {
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_pool_ref pool = with_held(w);

    request.pool_id = eip_text_of(world_pool_id(pool));
    request.cidr = eip_text_of("203.0.113.128/25");
    must(eip_deprovision_public_ipv4_pool_cidr(w->engine, &bob, &request, NULL,
                                               NULL),
         "cut");
    return pool;
}

static eip_pool_ref brought(struct world *w) {
    eip_provision_byoip_cidr_request request =
        EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT;
    eip_describe_byoip_cidrs_request ask =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_byoip_cidr cidr = EIP_BYOIP_CIDR_INIT;
    eip_byoip_cidr_list *list = NULL;

    request.cidr = eip_text_of(RANGE);
    request.authorization_message =
        eip_text_of("1|aws|222222222222|" RANGE "|20301231|SHA256|RSAPSS");
    request.authorization_signature = eip_text_of("x");
    must(eip_provision_byoip_cidr(w->engine, &bob, &request, &list, NULL),
         "bring");
    eip_byoip_cidr_list_free(list);
    ask.flags = EIP_BYOIP_MAX_RESULTS;
    ask.max_results = 1;
    must(eip_describe_byoip_cidrs(w->engine, &bob, &ask, &list, NULL), "show");
    must(eip_byoip_cidr_list_at(list, 0, &cidr), "at");
    eip_byoip_cidr_list_free(list);
    return cidr.pool;
}

static eip_pool_ref brought_and_held(struct world *w) {
    eip_pool_ref pool = brought(w);
    eip_allocate_address_request request = world_request_from(pool);

    (void)world_get(w, WORLD_BOB, &request);
    return pool;
}

static eip_pool_ref advertised(struct world *w) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_byoip_cidr_list *list = NULL;
    eip_pool_ref pool = brought_and_held(w);

    request.cidr = eip_text_of(RANGE);
    must(eip_advertise_byoip_cidr(w->engine, &bob, &request, &list, NULL),
         "advertise");
    eip_byoip_cidr_list_free(list);
    return pool;
}

static eip_pool_ref deleted(struct world *w) {
    eip_pool_ref pool = empty(w);

    must(eip_admin_delete_pool(w->engine, pool, NULL), "delete");
    return pool;
}

static eip_pool_ref of_the_administrator(struct world *w) {
    return w->byoip_bob;
}

struct state {
    const char *name;
    eip_pool_ref (*make)(struct world *w);
};

/* The first is what the others are compared with. */
static const struct state states[] = {
    {"absent", absent},
    {"empty", empty},
    {"with a block", with_block},
    {"with an address held", with_held},
    {"cut", cut},
    {"brought", brought},
    {"brought, with an address held", brought_and_held},
    {"advertised", advertised},
    {"deleted", deleted},
    {"made by the administrator", of_the_administrator},
};
enum { STATES = sizeof states / sizeof states[0] };

/* -- questions ---------------------------------------------------------------- */

static void delete_pool(struct world *w, const eip_caller *caller, bool dry,
                        struct told *told) {
    eip_delete_public_ipv4_pool_request request =
        EIP_DELETE_PUBLIC_IPV4_POOL_REQUEST_INIT;

    request.flags = dry;
    request.pool_id = eip_text_of(text);
    told->status =
        eip_delete_public_ipv4_pool(w->engine, caller, &request, &told->error);
}

static void deprovision(struct world *w, const eip_caller *caller, bool dry,
                        struct told *told) {
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;

    request.flags = dry;
    request.pool_id = eip_text_of(text);
    request.cidr = eip_text_of("203.0.113.64/26");
    told->status = eip_deprovision_public_ipv4_pool_cidr(
        w->engine, caller, &request, &told->cut, &told->error);
}

static void describe_with(struct world *w, const eip_caller *caller,
                          const eip_describe_public_ipv4_pools_request *request,
                          struct told *told) {
    eip_public_pool_list *list = NULL;

    told->status = eip_describe_public_ipv4_pools(w->engine, caller, request,
                                                  &list, &told->error);
    told->count = eip_public_pool_list_count(list);
    told->has_next = eip_public_pool_list_next_token(list).data != NULL;
    eip_public_pool_list_free(list);
}

static void describe(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    const eip_text pool = eip_text_of(text);
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;

    (void)dry;
    request.pool_ids = &pool;
    request.pool_id_count = 1;
    describe_with(w, caller, &request, told);
}

/* Each has two pools: one that is not the caller's takes no place of a page. */
static void page(struct world *w, const eip_caller *caller, bool dry,
                 struct told *told) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;

    (void)dry;
    request.flags = EIP_PUBLIC_POOL_MAX_RESULTS;
    request.max_results = 2;
    describe_with(w, caller, &request, told);
}

static void allocate(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    request.flags = dry ? EIP_ALLOCATE_DRY_RUN : 0;
    request.public_ipv4_pool = eip_text_of(text);
    told->status = eip_allocate_address(w->engine, caller, &request, &response,
                                        &told->error);
}

static void tag(struct world *w, const eip_caller *caller, bool dry,
                struct told *told) {
    const eip_text pool = eip_text_of(text);
    static const eip_tag one = {{"Name", 4, 0}, {"mine", 4, 0}};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;

    request.flags = dry;
    request.resources = &pool;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    told->status = eip_create_tags(w->engine, caller, &request, &told->error);
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

static void turn(struct world *w, const eip_caller *caller, bool dry,
                 struct told *told,
                 eip_status (*operation)(eip_engine *, const eip_caller *,
                                         const eip_byoip_cidr_request *,
                                         eip_byoip_cidr_list **, eip_error *)) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;

    request.flags = dry;
    request.cidr = eip_text_of(RANGE);
    told->status = operation(w->engine, caller, &request, &list, &told->error);
    told->count = eip_byoip_cidr_list_count(list);
    eip_byoip_cidr_list_free(list);
}

static void advertise(struct world *w, const eip_caller *caller, bool dry,
                      struct told *told) {
    turn(w, caller, dry, told, eip_advertise_byoip_cidr);
}

static void withdraw(struct world *w, const eip_caller *caller, bool dry,
                     struct told *told) {
    turn(w, caller, dry, told, eip_withdraw_byoip_cidr);
}

static void take_back(struct world *w, const eip_caller *caller, bool dry,
                      struct told *told) {
    turn(w, caller, dry, told, eip_deprovision_byoip_cidr);
}

static void show_ranges(struct world *w, const eip_caller *caller, bool dry,
                        struct told *told) {
    eip_describe_byoip_cidrs_request request =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;

    (void)dry;
    request.flags = EIP_BYOIP_MAX_RESULTS;
    request.max_results = 100;
    told->status = eip_describe_byoip_cidrs(w->engine, caller, &request, &list,
                                            &told->error);
    told->count = eip_byoip_cidr_list_count(list);
    eip_byoip_cidr_list_free(list);
}

static void move(struct world *w, const eip_caller *caller, bool dry,
                 struct told *told) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;

    request.flags = dry;
    request.public_ip = eip_text_of(ADDRESS);
    told->status = eip_move_address_to_vpc(w->engine, caller, &request,
                                           &told->moved, &told->error);
}

static void restore(struct world *w, const eip_caller *caller, bool dry,
                    struct told *told) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;

    request.flags = dry;
    request.public_ip = eip_text_of(ADDRESS);
    told->status = eip_restore_address_to_classic(w->engine, caller, &request,
                                                  &told->moved, &told->error);
}

static void show_moving(struct world *w, const eip_caller *caller, bool dry,
                        struct told *told) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_text ip = eip_text_of(ADDRESS);
    eip_moving_address_list *list = NULL;

    request.flags = dry;
    request.public_ips = &ip;
    request.public_ip_count = 1;
    told->status = eip_describe_moving_addresses(w->engine, caller, &request,
                                                 &list, &told->error);
    eip_moving_address_list_free(list);
}

static const struct isolation_question questions[] = {
    {"DeletePublicIpv4Pool", delete_pool, 1},
    {"DeprovisionPublicIpv4PoolCidr", deprovision, 2},
    {"DescribePublicIpv4Pools", describe, 1},
    {"DescribePublicIpv4Pools, a page", page, 1},
    {"AllocateAddress", allocate, 2},
    {"CreateTags", tag, 1},
    {"DescribeTags", show_tags, 1},
    {"AdvertiseByoipCidr", advertise, 5},
    {"WithdrawByoipCidr", withdraw, 5},
    {"DeprovisionByoipCidr", take_back, 5},
    {"DescribeByoipCidrs", show_ranges, 5},
    {"MoveAddressToVpc", move, 3},
    {"RestoreAddressToClassic", restore, 3},
    {"DescribeMovingAddresses", show_moving, 3},
};
enum { QUESTIONS = sizeof questions / sizeof questions[0] };

/* -- cells ---------------------------------------------------------------------- */

static const char *state_of(uint32_t which) {
    return states[which].name;
}

static void bring(struct world *w, uint32_t state) {
    (void)empty_of(w, WORLD_DAVE);
    (void)empty_of(w, WORLD_DAVE); /* just a page */
    (void)snprintf(text, sizeof text, "%s",
                   world_pool_id(states[state].make(w)));
}

uint64_t isolation_public(void) {
    static const char *const texts[] = {text};
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
