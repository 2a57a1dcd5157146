/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM's books on a host with no memory left for Judy. */
#include "api/ipam.h"
#include "unit/judy.h"

static struct world w;

/* Each test makes its own worlds. */
TestSuite(judy_ipam, .timeout = 100);

static char id_text[EIP_POOL_ID_TEXT_SIZE];
static char child_text[EIP_POOL_ID_TEXT_SIZE];
static eip_pool_ref pool;

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

static eip_status create(void) {
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);

    request.client_token = eip_text_of("t");
    return ipam_create(&w, WORLD_ALICE, &request, &pool);
}

static void make(void) {
    cr_assert_eq(create(), EIP_OK);
    (void)eip_pool_id_format(pool, id_text);
}

static eip_status bring(void) {
    return ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true);
}

static void make_and_bring(void) {
    make();
    cr_assert_eq(bring(), EIP_OK);
}

/* What is allocated is shown. */
static eip_status take(void) {
    eip_ipam_id id = {0, 0};
    const char *taken = ipam_take(&w, WORLD_ALICE, id_text, 28, &id);
    char cidr[EIP_CIDR_TEXT_SIZE];

    if (strcmp(taken, "EIP_ERR_OUT_OF_MEMORY") == 0) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    (void)snprintf(cidr, sizeof cidr, "%s", taken);
    cr_assert_not_null(
        strstr(ipam_allocations(&w, WORLD_ALICE, id_text), cidr));
    return EIP_OK;
}

static eip_status add_scope(void) {
    uint64_t scope;

    return eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope,
                                       &w.error);
}

static eip_status add_contiguous(void) {
    return eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                         world_cidr("18.98.0.0/27"), &w.error);
}

static eip_status provision(void) {
    const eip_cidr cidr = world_cidr("44.9.0.0/24");

    return eip_admin_provision_cidrs(w.engine, w.ipam, eip_text_of(NULL), &cidr,
                                     1, &w.error);
}

Test(judy_ipam, without_memory_for_the_books) {
    expect_refused(nothing, create);
    expect_refused(make, bring);
    expect_refused(make_and_bring, take);
    expect_refused(nothing, add_scope);
    expect_refused(nothing, add_contiguous);
    expect_refused(nothing, provision);
}

/* A CIDR of a private scope is in no map of all: only the pool's source is
 * asked for it. */
static void make_child(void) {
    make_and_bring();
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, id_text), child_text);
}

static eip_status move(void) {
    return ipam_provision(&w, WORLD_ALICE, child_text, "203.0.113.0/28", false);
}

/* Whatever Judy had no room for, the CIDR can be moved afterwards, and back. */
Test(judy_ipam, what_moves_is_not_lost) {
    bool refuses = true;

    for (uint64_t nth = 1; refuses; nth++) {
        eip_status status;

        world_init(&w);
        world_open(&w);
        world_build(&w);
        make_child();
        judy_refuse(nth);
        status = move();
        refuses = judy_requests >= nth;
        judy_allow();
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        cr_assert_eq(status == EIP_OK ? EIP_OK : move(), EIP_OK);
        cr_assert_eq(
            ipam_deprovision(&w, WORLD_ALICE, child_text, "203.0.113.0/28"),
            EIP_OK);
        cr_assert_eq(world_space(&w, pool, WORLD_REGION).free, 256);
        world_end(&w);
    }
}
