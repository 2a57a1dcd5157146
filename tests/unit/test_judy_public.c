/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Public pools and brought ranges on a host with no memory left for Judy; and
 * wide pools without memory for what is shown of them. */
#include "api/public_pool.h"

#include "api/oom.h"
#include "unit/judy.h"

OOM_SUITE(judy_public);

#define RANGE "203.0.113.0/24"

static eip_pool_ref made;

/* Refused at each of its requests in turn, a call says so and has changed
 * nothing: without the refusal it succeeds. */
static void expect_refused(void (*prepare)(void), eip_status (*call)(void)) {
    uint64_t failures = 0;
    eip_status status;
    uint64_t nth = 0;

    do {
        world_init(&w);
        world_open(&w);
        world_build(&w);
        prepare();
        judy_refuse(++nth);
        status = call();
        judy_allow();
        if (status != EIP_OK) {
            cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY);
            failures++;
            world_audit(&w);
            cr_assert_eq(call(), EIP_OK);
            status = EIP_ERR_OUT_OF_MEMORY;
        }
        world_end(&w);
    } while (status != EIP_OK);
    cr_assert_geq(failures, 1, "it asks Judy for nothing");
}

static void nothing(void) {
}

static eip_status bring(void) {
    return byoip_bring(&w, WORLD_ALICE, RANGE);
}

static void bring_it(void) {
    cr_assert_eq(bring(), EIP_OK);
}

static eip_status move(void) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.cidr = eip_text_of(RANGE);
    request.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
    request.ipam_pool_owner = eip_text_of("111111111111");
    status = eip_move_byoip_cidr_to_ipam(w.engine, &alice, &request, &list,
                                         &w.error);
    eip_byoip_cidr_list_free(list);
    return status;
}

static void make(void) {
    made = pool_make(&w, WORLD_ALICE);
}

static eip_status provision(void) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    request.flags = EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
    request.pool_id = eip_text_of(world_pool_id(made));
    request.netmask_length = 32;
    return eip_provision_public_ipv4_pool_cidr(w.engine, &alice, &request,
                                               &response, &w.error);
}

/* So many parts that the books have to grow with the next. */
static void crumble(void) {
    make();
    world_provision(&w, made, NULL, RANGE);
    for (int i = 0; i < 20; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "203.0.113.%d/32", 2 * i);
        cr_assert_eq(pool_cut(&w, WORLD_ALICE, made, cidr), EIP_OK);
    }
}

static eip_status cut(void) {
    return pool_cut(&w, WORLD_ALICE, made, "203.0.113.170/32");
}

Test(judy_public, without_memory_for_the_books) {
    expect_refused(nothing, bring);
    expect_refused(bring_it, move);
    expect_refused(make, provision);
    expect_refused(crumble, cut);
}

/* -- places that stay, for want of memory to give them up --------------------------- */

/* Judy may need memory to shrink: the places stay, of nothing. */
Test(judy_public, parts_that_are_gone_leave_places) {
    world_open(&w);
    world_build(&w);
    crumble();
    judy_refuse(1);
    for (int i = 0; i < 19; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "203.0.113.%d/32", 2 * i + 1);
        cr_assert_eq(pool_cut(&w, WORLD_ALICE, made, cidr), EIP_OK);
    }
    judy_allow();
    cr_assert_geq(judy_requests, 1, "it asks Judy for nothing");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, made),
                     "203.0.113.39-203.0.113.255 217/217");
    world_audit(&w);
    world_provision(&w, made, NULL, "203.0.113.0/27");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, made),
                     "203.0.113.0-203.0.113.31 32/32, "
                     "203.0.113.39-203.0.113.255 217/217");
    world_audit(&w);
}

enum { BRINGERS = 6 };

static const char *range_of(uint32_t account, uint32_t i) {
    static char text[EIP_CIDR_TEXT_SIZE];

    (void)snprintf(text, sizeof text, "44.%u.%u.0/24", account, i);
    return text;
}

Test(judy_public, ranges_that_are_gone_leave_places) {
    eip_byoip_cidr_list *list = NULL;

    world_open(&w);
    world_build(&w);
    for (uint32_t account = 1; account <= BRINGERS; account++) {
        for (uint32_t i = 0; i < EIP_BYOIP_CIDRS_MAX; i++) {
            cr_assert_eq(byoip_bring(&w, account, range_of(account, i)),
                         EIP_OK);
        }
    }
    for (uint32_t account = 1; account <= BRINGERS; account++) {
        for (uint32_t i = 0; i < EIP_BYOIP_CIDRS_MAX; i++) {
            cr_assert_eq(byoip_do(&w, account, eip_deprovision_byoip_cidr,
                                  range_of(account, i), NULL),
                         EIP_OK);
        }
    }
    judy_refuse(1);
    cr_assert_eq(byoip_describe(&w, 1, 5, (eip_text){NULL, 0, 0}, &list),
                 EIP_OK);
    judy_allow();
    cr_assert_geq(judy_requests, 1, "it asks Judy for nothing");
    cr_assert_eq(eip_byoip_cidr_list_count(list), 0);
    eip_byoip_cidr_list_free(list);
    for (uint32_t account = 1; account <= BRINGERS; account++) {
        for (uint32_t i = EIP_BYOIP_CIDRS_MAX; i > 0; i--) {
            cr_assert_eq(byoip_bring(&w, account, range_of(account, i)),
                         EIP_OK);
        }
    }
    world_audit(&w);
}

/* -- wide pools ------------------------------------------------------------------ */

static eip_tag tags[EIP_LIMIT_TAGS];
static char keys[EIP_LIMIT_TAGS][3];
static char value[EIP_LIMIT_TAG_VALUE];
static eip_public_pool_list *shown;

/* What is shown of it takes more than a chunk of results, twice. */
static void widen(void) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    static const eip_tag_specification specification = {
        {"ipv4pool-ec2", 12, 0}, tags, EIP_LIMIT_TAGS, 0};

    memset(value, 'v', sizeof value);
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        keys[i][0] = 'k';
        keys[i][1] = (char)('0' + i / 10);
        keys[i][2] = (char)('0' + i % 10);
        tags[i] = (eip_tag){{keys[i], 3, 0}, {value, sizeof value, 0}};
    }
    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    cr_assert_eq(pool_create(&w, WORLD_ALICE, &request, &made), EIP_OK);
    world_provision(&w, made, NULL, "44.0.0.0/22");
    for (uint32_t i = 0; i < 300; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)eip_cidr_format((eip_cidr){world_address("44.0.0.0") + 2 * i, 32},
                              cidr);
        cr_assert_eq(pool_cut(&w, WORLD_ALICE, made, cidr), EIP_OK);
    }
}

static eip_status describe(void) {
    return pool_describe(&w, WORLD_ALICE, NULL, &shown);
}

static void forget(void) {
    eip_public_pool_list_free(shown);
    shown = NULL;
}

Test(judy_public, a_wide_pool) {
    expect_safe(&(struct subject){widen, describe, forget}, true);
}
