/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Recovering a released address (R2, R20). */
#include "api/expect.h"

WORLD_SUITE(recover);

static eip_status ask(uint64_t account, uint32_t address,
                      eip_allocate_address_response *got) {
    eip_allocate_address_request request =
        world_request_named(world_ip(address));

    return world_allocate(&w, account, &request, got);
}

/* Allocate and release; what was had. */
static eip_allocate_address_response had(uint64_t account) {
    eip_allocate_address_response got = world_get(&w, account, NULL);

    world_give(&w, account, &got);
    return got;
}

Test(recover, from_the_first_instant) {
    eip_allocate_address_response before = had(WORLD_DAVE);
    eip_allocate_address_response after;

    EXPECT_STATUS(ask(WORLD_DAVE, before.public_ip, &after), EIP_OK);
    cr_assert_eq(after.public_ip, before.public_ip);
    cr_assert_eq(after.fields, before.fields);
    cr_assert_neq(after.allocation_id, before.allocation_id);
    EXPECT_STATUS(world_release(&w, WORLD_DAVE, before.allocation_id, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(world_release(&w, WORLD_DAVE, after.allocation_id, NULL),
                  EIP_OK);
}

Test(recover, for_years) {
    eip_allocate_address_response before = had(WORLD_DAVE);

    w.now_ms += UINT64_C(40) * 365 * 86400 * 1000;
    EXPECT_STATUS(ask(WORLD_DAVE, before.public_ip, NULL), EIP_OK);
}

Test(recover, while_the_clock_stands_in_the_past) {
    eip_allocate_address_response before = had(WORLD_DAVE);

    w.now_ms = 0;
    EXPECT_STATUS(ask(WORLD_DAVE, before.public_ip, NULL), EIP_OK);
}

Test(recover, again_and_again) {
    eip_allocate_address_response got = had(WORLD_DAVE);
    uint64_t ids[100];

    for (size_t i = 0; i < COUNT(ids); i++) {
        EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, &got), EIP_OK);
        ids[i] = got.allocation_id;
        for (size_t n = 0; n < i; n++) {
            cr_assert_neq(ids[n], ids[i]);
        }
        world_give(&w, WORLD_DAVE, &got);
    }
}

Test(recover, not_by_another_account) {
    eip_allocate_address_response got = had(WORLD_DAVE);

    EXPECT_STATUS(ask(WORLD_BOB, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(ask(WORLD_CAROL + 1, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL), EIP_OK);
}

Test(recover, until_another_account_gets_it) {
    eip_allocate_address_response mine;
    eip_allocate_address_response his;

    world_account(&w, WORLD_BOB, 100, 0);
    for (int i = 1; i < WORLD_AMAZON_SIZE; i++) {
        (void)world_get(&w, WORLD_BOB, NULL);
    }
    mine = had(WORLD_DAVE);
    his = world_get(&w, WORLD_BOB, NULL); /* the last, though it is cooling */
    cr_assert_eq(his.public_ip, mine.public_ip);
    EXPECT_STATUS(ask(WORLD_DAVE, mine.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    world_give(&w, WORLD_BOB, &his);
    EXPECT_STATUS(ask(WORLD_DAVE, mine.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(ask(WORLD_BOB, mine.public_ip, NULL), EIP_OK);
}

Test(recover, a_plain_request_has_no_preference) {
    eip_allocate_address_response got = had(WORLD_DAVE);

    for (int i = 0; i < 5; i++) {
        cr_assert_neq(world_get(&w, WORLD_DAVE, NULL).public_ip, got.public_ip);
    }
}

Test(recover, without_the_old_tags) {
    eip_tag old[2] = {{eip_text_of("Name"), eip_text_of("old")},
                      {eip_text_of("Stage"), eip_text_of("one")}};
    eip_tag new_tag = {eip_text_of("Name"), eip_text_of("new")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), old, 2, 0};
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;
    eip_address_list *list;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    got = world_get(&w, WORLD_DAVE, &request);
    world_give(&w, WORLD_DAVE, &got);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, &got), EIP_OK);
    list = world_list(&w, WORLD_DAVE, NULL);
    cr_assert_eq(world_at(list, 0).tag_count, 0);
    eip_address_list_free(list);
    world_give(&w, WORLD_DAVE, &got);
    spec.tags = &new_tag;
    spec.tag_count = 1;
    request.address = eip_text_of(world_ip(got.public_ip));
    (void)world_get(&w, WORLD_DAVE, &request);
    list = world_list(&w, WORLD_DAVE, NULL);
    cr_assert_eq(world_at(list, 0).tag_count, 1);
    cr_assert(is_text(world_at(list, 0).tags[0].value, "new"));
    eip_address_list_free(list);
}

Test(recover, of_every_source) {
    eip_allocate_address_request requests[] = {
        world_request(),
        world_request_in(WORLD_LOCAL),
        world_request_in(WORLD_WAVELENGTH),
        world_request_from(w.byoip),
        world_request_from(w.ipam),
        world_request_from(w.coip),
    };

    for (size_t i = 0; i < COUNT(requests); i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &requests[i]);
        eip_allocate_address_response again;

        world_give(&w, WORLD_ALICE, &got);
        /* A CoIP pool has a space of its own and must be named. */
        if (i == 5) {
            EXPECT_STATUS(ask(WORLD_ALICE, got.customer_owned_ip, NULL),
                          EIP_ERR_ADDRESS_NOT_FOUND);
            requests[i].address = eip_text_of(world_ip(got.customer_owned_ip));
            again = world_get(&w, WORLD_ALICE, &requests[i]);
        } else {
            EXPECT_STATUS(ask(WORLD_ALICE, world_any_ip(&got), &again), EIP_OK);
        }
        cr_assert_eq(again.fields, got.fields);
        cr_assert_eq(world_any_ip(&again), world_any_ip(&got));
        cr_assert(is_pool(again.public_ipv4_pool, got.public_ipv4_pool));
        world_give(&w, WORLD_ALICE, &again);
    }
}

Test(recover, of_classic_is_not_to_be_had) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response classic = had(WORLD_CAROL);
    eip_allocate_address_response vpc;

    request.address = eip_text_of(world_ip(classic.public_ip));
    request.domain = eip_text_of("vpc");
    EXPECT_STATUS(world_allocate(&w, WORLD_CAROL, &request, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    request.domain = eip_text_of("standard");
    EXPECT_STATUS(world_allocate(&w, WORLD_CAROL, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_COMBINATION);
    request = world_request();
    request.domain = eip_text_of("vpc");
    vpc = world_get(&w, WORLD_CAROL, &request);
    world_give(&w, WORLD_CAROL, &vpc);
    request.address = eip_text_of(world_ip(vpc.public_ip));
    EXPECT_STATUS(world_allocate(&w, WORLD_CAROL, &request, NULL), EIP_OK);
}

Test(recover, while_cooling_where_others_must_wait) {
    eip_allocate_address_response got;

    world_modify(&w, w.amazon, 0, EIP_POOL_KEEP_COOLING, 5000);
    got = had(WORLD_DAVE);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL), EIP_OK);
}

Test(recover, from_a_closed_pool) {
    eip_allocate_address_response got = had(WORLD_DAVE);

    world_modify(&w, w.amazon, 0, EIP_POOL_CLOSED, UINT64_MAX);
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, NULL, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL), EIP_OK);
}

/* -- draining -------------------------------------------------------------- */

static eip_status drain(uint32_t mode) {
    return eip_admin_drain_cidr(w.engine, w.amazon,
                                world_cidr(WORLD_AMAZON_CIDR), mode, NULL,
                                &w.error);
}

Test(recover, not_while_its_block_is_drained_but_after_the_cancel) {
    eip_allocate_address_response got = had(WORLD_DAVE);

    (void)world_get(&w, WORLD_BOB, NULL); /* keeps the block */
    EXPECT_STATUS(drain(EIP_DRAIN_START), EIP_OK);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(drain(EIP_DRAIN_CANCEL), EIP_OK);
    EXPECT_STATUS(ask(WORLD_BOB, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL), EIP_OK);
}

Test(recover, what_was_released_during_the_drain_after_the_cancel) {
    eip_allocate_address_response got = world_get(&w, WORLD_DAVE, NULL);

    (void)world_get(&w, WORLD_BOB, NULL);
    EXPECT_STATUS(drain(EIP_DRAIN_START), EIP_OK);
    world_give(&w, WORLD_DAVE, &got);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(drain(EIP_DRAIN_CANCEL), EIP_OK);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL), EIP_OK);
}

Test(recover, not_once_its_block_was_taken_out) {
    eip_allocate_address_response got = had(WORLD_DAVE);

    EXPECT_STATUS(drain(EIP_DRAIN_START), EIP_OK);
    world_provision(&w, w.amazon, NULL, WORLD_AMAZON_CIDR);
    EXPECT_STATUS(ask(WORLD_DAVE, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
}

Test(recover, not_from_a_pool_no_longer_shared) {
    eip_allocate_address_request request = world_request_from(w.ipam);
    eip_allocate_address_response got;

    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, NULL),
                 EIP_OK);
    got = world_get(&w, WORLD_BOB, &request);
    world_give(&w, WORLD_BOB, &got);
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 0, NULL),
                 EIP_OK);
    EXPECT_STATUS(ask(WORLD_BOB, got.public_ip, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, NULL),
                 EIP_OK);
    EXPECT_STATUS(ask(WORLD_BOB, got.public_ip, NULL), EIP_OK);
}
