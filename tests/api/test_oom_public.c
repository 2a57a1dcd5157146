/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations on public IPv4 pools and brought ranges without memory. */
#include "api/public_pool.h"

#include "api/oom.h"

OOM_SUITE(oom_public);

#define RANGE "203.0.113.0/24"

static const eip_tag tags[] = {{{"b", 1, 0}, {"2", 1, 0}}};
static const eip_tag_specification specification = {
    {"ipv4pool-ec2", 12, 0}, tags, 1, 0};
static eip_pool_ref made;

/* -- pools ------------------------------------------------------------------- */

static eip_status create(void) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return pool_create(&w, WORLD_ALICE, &request, &made);
}

static eip_status create_plain(void) {
    return pool_create(&w, WORLD_ALICE, NULL, &made);
}

static void make(void) {
    cr_assert_eq(create(), EIP_OK);
}

static eip_status delete_made(void) {
    return pool_delete(&w, WORLD_ALICE, made);
}

Test(oom_public, made_and_deleted) {
    expect_safe(&(struct subject){NULL, create, NULL}, true);
    expect_safe(&(struct subject){NULL, create_plain, NULL}, true);
    expect_safe(&(struct subject){make, delete_made, NULL}, true);
}

static void fill(void) {
    make();
    world_provision(&w, made, NULL, RANGE);
}

static eip_status cut_some(void) {
    return pool_cut(&w, WORLD_ALICE, made, "203.0.113.77/32");
}

static eip_status cut_all(void) {
    return pool_cut(&w, WORLD_ALICE, made, RANGE);
}

static void fill_and_cut(void) {
    fill();
    cr_assert_eq(pool_cut(&w, WORLD_ALICE, made, "203.0.113.64/26"), EIP_OK);
}

static eip_status cut_beside(void) {
    return pool_cut(&w, WORLD_ALICE, made, "203.0.113.0/26");
}

static eip_status provision(const char *text) {
    eip_cidr cidr = world_cidr(text);

    return eip_admin_provision_cidrs(w.engine, made, (eip_text){NULL, 0, 0},
                                     &cidr, 1, &w.error);
}

static eip_status give_again(void) {
    return provision("203.0.113.64/26");
}

static eip_status give_some_again(void) {
    return provision("203.0.113.76/32");
}

Test(oom_public, cut_and_given_again) {
    expect_safe(&(struct subject){fill, cut_some, NULL}, true);
    expect_safe(&(struct subject){fill, cut_all, NULL}, true);
    expect_safe(&(struct subject){fill_and_cut, cut_beside, NULL}, true);
    expect_safe(&(struct subject){fill_and_cut, give_again, NULL}, true);
    expect_safe(&(struct subject){fill_and_cut, give_some_again, NULL}, true);
}

/* With a drain begun, which goes on where it cannot be cut. */
static void drain(eip_pool_ref pool, const char *cidr) {
    eip_allocate_address_request request = world_request_from(pool);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);
    uint64_t held = 0;

    cr_assert_eq(eip_admin_drain_cidr(w.engine, pool, world_cidr(cidr),
                                      EIP_DRAIN_START, &held, NULL),
                 EIP_OK);
    cr_assert_eq(held, 1);
    world_give(&w, WORLD_ALICE, &got);
}

static void fill_and_drain(void) {
    fill();
    drain(made, RANGE);
}

Test(oom_public, cut_while_it_drains) {
    expect_safe(&(struct subject){fill_and_drain, cut_some, NULL}, true);
}

/* -- IPAM ------------------------------------------------------------------------ */

static eip_status provision_from(int32_t bits) {
    return pool_provision_in(&w, WORLD_ALICE, world_pool_id(w.ipam),
                             world_pool_id(made), bits, 0, NULL);
}

static eip_status provision_some(void) {
    return provision_from(32);
}

static eip_status provision_all(void) {
    return provision_from(29);
}

static void take_all(void) {
    make();
    cr_assert_eq(provision_all(), EIP_OK);
}

static void take_all_and_drain(void) {
    take_all();
    drain(made, "18.97.0.40/29");
}

static eip_status give_some_back(void) {
    return pool_cut(&w, WORLD_ALICE, made, "18.97.0.42/32");
}

static void give_some(void) {
    take_all();
    cr_assert_eq(give_some_back(), EIP_OK);
}

static eip_status give_more_back(void) {
    return pool_cut(&w, WORLD_ALICE, made, "18.97.0.44/30");
}

static eip_status give_all_back(void) {
    return pool_cut(&w, WORLD_ALICE, made, "18.97.0.40/29");
}

Test(oom_public, of_an_ipam_pool_and_back) {
    expect_safe(&(struct subject){make, provision_some, NULL}, true);
    expect_safe(&(struct subject){make, provision_all, NULL}, true);
    expect_safe(&(struct subject){take_all, give_some_back, NULL}, true);
    expect_safe(&(struct subject){give_some, give_more_back, NULL}, true);
    expect_safe(&(struct subject){take_all, give_all_back, NULL}, true);
    expect_safe(&(struct subject){take_all_and_drain, give_some_back, NULL},
                true);
}

static eip_public_pool_list *shown;

static eip_status describe(void) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    static eip_text ids[1];

    ids[0] = eip_text_of(world_pool_id(made));
    request.pool_ids = ids;
    request.pool_id_count = 1;
    return pool_describe(&w, WORLD_ALICE, &request, &shown);
}

static eip_status describe_a_page(void) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;

    request.flags = EIP_PUBLIC_POOL_MAX_RESULTS;
    request.max_results = 1;
    return pool_describe(&w, WORLD_ALICE, &request, &shown);
}

static void forget(void) {
    eip_public_pool_list_free(shown);
    shown = NULL;
}

Test(oom_public, described) {
    expect_safe(&(struct subject){fill_and_cut, describe, forget}, true);
    expect_safe(&(struct subject){fill_and_cut, describe_a_page, forget}, true);
}

/* -- brought ranges -------------------------------------------------------------- */

static eip_byoip_cidr_list *ranges;

static eip_status bring(void) {
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, RANGE);

    request.pool_tag_specifications = &specification;
    request.pool_tag_specification_count = 1;
    request.description = eip_text_of("ours");
    return byoip_provision(&w, WORLD_ALICE, &request, &ranges);
}

static void forget_ranges(void) {
    eip_byoip_cidr_list_free(ranges);
    ranges = NULL;
}

static void bring_it(void) {
    cr_assert_eq(bring(), EIP_OK);
    forget_ranges();
    cr_assert_eq(byoip_bring(&w, WORLD_ALICE, "44.1.0.0/24"), EIP_OK);
}

static eip_status advertise(void) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    request.cidr = eip_text_of(RANGE);
    request.asn = eip_text_of("64496");
    return eip_advertise_byoip_cidr(w.engine, &alice, &request, &ranges,
                                    &w.error);
}

static void bring_and_advertise(void) {
    bring_it();
    cr_assert_eq(advertise(), EIP_OK);
    forget_ranges();
    w.now_ms += EIP_BYOIP_TURN_MS;
}

static eip_status withdraw(void) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    request.cidr = eip_text_of(RANGE);
    return eip_withdraw_byoip_cidr(w.engine, &alice, &request, &ranges,
                                   &w.error);
}

static eip_status take_back(void) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    request.cidr = eip_text_of(RANGE);
    return eip_deprovision_byoip_cidr(w.engine, &alice, &request, &ranges,
                                      &w.error);
}

static eip_status list_page(void) {
    return byoip_describe(&w, WORLD_ALICE, 1, (eip_text){NULL, 0, 0}, &ranges);
}

static eip_status bring_plain(void) {
    return byoip_bring(&w, WORLD_ALICE, RANGE);
}

static void bring_and_drain(void) {
    bring_it();
    drain(byoip_pool(&w, WORLD_ALICE, 1), RANGE);
}

static eip_status move_to_ipam(void) {
    return byoip_move_in(&w, WORLD_ALICE, RANGE, world_pool_id(w.ipam),
                         "111111111111", 0);
}

Test(oom_public, brought) {
    expect_safe(&(struct subject){NULL, bring, forget_ranges}, true);
    expect_safe(&(struct subject){NULL, bring_plain, NULL}, true);
    expect_safe(&(struct subject){bring_and_drain, take_back, forget_ranges},
                true);
    expect_safe(&(struct subject){bring_it, move_to_ipam, NULL}, true);
    expect_safe(&(struct subject){bring_it, advertise, forget_ranges}, true);
    expect_safe(&(struct subject){bring_and_advertise, withdraw, forget_ranges},
                true);
    expect_safe(&(struct subject){bring_it, take_back, forget_ranges}, true);
    expect_safe(&(struct subject){bring_it, list_page, forget_ranges}, true);
}
