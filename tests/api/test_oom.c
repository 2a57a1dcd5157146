/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations without memory. */
#include "api/oom.h"

OOM_SUITE(oom);

/* So many that the next account needs memory. */
static void fill_accounts(void) {
    for (uint64_t i = 0; i < 1021; i++) {
        world_account(&w, i, 5, 0);
    }
}

static void hold_one(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    (void)world_get(&w, WORLD_ALICE, &request);
}

/* -- operations ------------------------------------------------------------ */

static eip_tag tags[3] = {{{"Name", 4, 0}, {"one", 3, 0}},
                          {{"b", 1, 0}, {NULL, 0, 0}},
                          {{"a", 1, 0}, {"", 0, 0}}};
static eip_tag_specification spec = {{"elastic-ip", 10, 0}, tags, 3, 0};

static eip_status allocate(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    return world_allocate(&w, WORLD_ALICE, &request, NULL);
}

Test(oom, allocate) {
    expect_safe(&(struct subject){NULL, allocate, NULL}, true);
    expect_safe(&(struct subject){hold_one, allocate, NULL}, true);
}

static eip_status allocate_new_account(void) {
    return world_allocate(&w, WORLD_DAVE, NULL, NULL);
}

Test(oom, allocate_for_a_new_account) {
    expect_safe(&(struct subject){NULL, allocate_new_account, NULL}, true);
    expect_safe(&(struct subject){fill_accounts, allocate_new_account, NULL},
                true);
}

static eip_status allocate_named(void) {
    eip_allocate_address_request request = world_request_named("192.0.2.5");

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    return world_allocate(&w, WORLD_ALICE, &request, NULL);
}

Test(oom, allocate_named) {
    expect_safe(&(struct subject){NULL, allocate_named, NULL}, true);
}

/* So many that the next one may need room for its holdings. */
static void hold_many(void) {
    eip_cidr cidr = world_cidr("11.0.0.0/20");
    eip_allocate_address_request request = world_request_from(w.byoip);

    cr_assert_eq(eip_admin_provision_cidrs(w.engine, w.byoip, eip_text_of(NULL),
                                           &cidr, 1, NULL),
                 EIP_OK);
    for (int i = 0; i < 120; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
}

static eip_status allocate_one_of_many(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_status status = EIP_OK;

    for (int i = 0; i < 300 && status == EIP_OK; i++) {
        status = world_allocate(&w, WORLD_ALICE, &request, NULL);
    }
    return status;
}

/* Some calls of the run succeed, so only safety is asked of it. */
Test(oom, allocate_while_the_holdings_grow) {
    for (uint64_t nth = 1; nth < 40; nth++) {
        eip_status status;
        uint64_t held;

        world_init(&w);
        world_open(&w);
        world_build(&w);
        hold_many();
        world_heap_fail(&w, nth, true);
        status = allocate_one_of_many();
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        world_audit(&w);
        held = world_count(&w, WORLD_ALICE);
        cr_assert_geq(held, 120);
        EXPECT_STATUS(allocate(), EIP_OK);
        cr_assert_eq(world_count(&w, WORLD_ALICE), held + 1);
        world_end(&w);
    }
}

/* -- blocks of addresses ---------------------------------------------------- */

static eip_cidr block;

static eip_status allocate_block(void) {
    eip_allocate_address_response responses[4] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    return eip_allocate_block(w.engine, &alice, &request, 30, &block, responses,
                              &w.error);
}

/* Tags for each of them, and places in the account's holdings. */
Test(oom, allocate_a_block) {
    expect_safe(&(struct subject){NULL, allocate_block, NULL}, true);
    expect_safe(&(struct subject){hold_one, allocate_block, NULL}, true);
}

static eip_status allocate_plain_block(void) {
    eip_allocate_address_response responses[16] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_caller dave = EIP_CALLER_INIT(WORLD_DAVE);

    return eip_allocate_block(w.engine, &dave, NULL, 28, &block, responses,
                              &w.error);
}

static void allow_many(void) {
    world_account(&w, WORLD_DAVE, 100, 0);
}

Test(oom, allocate_a_block_of_many) {
    expect_safe(&(struct subject){allow_many, allocate_plain_block, NULL},
                true);
}

static uint64_t held_id;

static void hold_tagged(void) {
    eip_address_list *list;

    (void)!allocate();
    list = world_list(&w, WORLD_ALICE, NULL);
    held_id = world_at(list, 0).allocation_id;
    eip_address_list_free(list);
}

static eip_status release(void) {
    return world_release(&w, WORLD_ALICE, held_id, NULL);
}

/* Nobody is kept from giving back what they hold. */
Test(oom, release_needs_no_memory) {
    for (int for_good = 0; for_good < 2; for_good++) {
        for (uint64_t nth = 1; nth < 5; nth++) {
            eip_status status =
                attempt(&(struct subject){hold_tagged, release, NULL}, nth,
                        for_good != 0);

            cr_assert_eq(status, EIP_OK);
            cr_assert_eq(world_count(&w, WORLD_ALICE), 0);
            world_end(&w);
        }
    }
}

static eip_address_list *list;

static void free_list(void) {
    eip_address_list_free(list);
    list = NULL;
}

static void hold_of_each_kind(void) {
    eip_allocate_address_request requests[] = {
        world_request(), world_request_in(WORLD_LOCAL),
        world_request_in(WORLD_WAVELENGTH), world_request_from(w.ipam),
        world_request_from(w.coip)};

    hold_tagged();
    for (size_t i = 0; i < COUNT(requests); i++) {
        (void)world_get(&w, WORLD_ALICE, &requests[i]);
    }
}

static eip_status describe(void) {
    return world_describe(&w, WORLD_ALICE, NULL, &list);
}

static eip_status describe_filtered(void) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text values[2] = {eip_text_of("v*"), eip_text_of("?pc")};
    eip_filter filters[2] = {{eip_text_of("domain"), values, 2, 0},
                             {eip_text_of("tag:Name"), &values[0], 1, 0}};

    request.filters = filters;
    request.filter_count = 2;
    return world_describe(&w, WORLD_ALICE, &request, &list);
}

static eip_status describe_named(void) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text id = eip_text_of(world_id(held_id));
    eip_text ip = eip_text_of("192.0.2.0");

    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    request.public_ips = &ip;
    request.public_ip_count = 1;
    return world_describe(&w, WORLD_ALICE, &request, &list);
}

/* More than are expected: they do not count. */
static void hold_uncounted(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    world_provision(&w, w.byoip, NULL, "11.0.0.0/24");
    for (int i = 0; i < 20; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
}

Test(oom, describe) {
    expect_safe(&(struct subject){hold_of_each_kind, describe, free_list},
                true);
    expect_safe(
        &(struct subject){hold_of_each_kind, describe_filtered, free_list},
        true);
    expect_safe(&(struct subject){hold_of_each_kind, describe_named, free_list},
                true);
    expect_safe(&(struct subject){hold_uncounted, describe, free_list}, true);
}

/* Much was released since, so describing makes the holdings smaller. */
static void hold_many_and_release(void) {
    eip_address_list *all;
    uint64_t count;

    hold_many();
    for (int i = 0; i < 400; i++) {
        eip_allocate_address_request request = world_request_from(w.byoip);

        (void)world_get(&w, WORLD_ALICE, &request);
    }
    all = world_list(&w, WORLD_ALICE, NULL);
    count = eip_address_list_count(all);
    for (uint64_t i = 3; i < count; i++) {
        (void)!world_release(&w, WORLD_ALICE, world_at(all, i).allocation_id,
                             NULL);
    }
    eip_address_list_free(all);
}

Test(oom, describe_while_the_holdings_shrink) {
    for (uint64_t nth = 1; nth < 12; nth++) {
        eip_status status;

        world_init(&w);
        world_open(&w);
        world_build(&w);
        hold_many_and_release();
        world_heap_fail(&w, nth, true);
        status = describe();
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        free_list();
        world_audit(&w);
        cr_assert_eq(world_count(&w, WORLD_ALICE), 3);
        world_end(&w);
    }
}

static eip_status audit(void) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    return eip_engine_audit(w.engine, NULL, NULL, &report);
}

Test(oom, audit) {
    expect_safe(&(struct subject){hold_of_each_kind, audit, NULL}, true);
}

static eip_status read_stats(void) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    uint32_t count;
    eip_status status = eip_engine_stats_read(w.engine, &stats);

    if (status == EIP_OK) {
        status = eip_engine_space_stats(w.engine, NULL, 0, &count);
    }
    return status == EIP_OK
               ? eip_admin_account_usage(w.engine, WORLD_ALICE, &usage)
               : status;
}

Test(oom, counts_need_no_memory) {
    for (uint64_t nth = 1; nth < 4; nth++) {
        cr_assert_eq(attempt(&(struct subject){hold_tagged, read_stats, NULL},
                             nth, true),
                     EIP_OK);
        world_end(&w);
    }
}
