/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file furnished.h  The world of full.h, with addresses of which something of
 *  every kind is true. */
#ifndef EIP_TESTS_UNIT_FURNISHED_H
#define EIP_TESTS_UNIT_FURNISHED_H

#include "unit/full.h"

#define FURNISHED_CIDR "44.9.0.0/26"

static uint64_t furnished_id[16]; /* of Alice's */

static inline void furnished_tags(uint64_t id) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_text resource = eip_text_of(world_id(id));

    request.resources = &resource;
    request.resource_count = 1;
    request.tags = full_tags;
    request.tag_count = COUNT(full_tags);
    EXPECT_STATUS(eip_create_tags(w.engine, &alice, &request, full_error()),
                  EIP_OK);
}

static inline void furnished_ptr(uint64_t id) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute got = {.size = sizeof got};

    request.allocation_id = id;
    request.domain_name = eip_text_of("gate.example.");
    EXPECT_STATUS(eip_modify_address_attribute(w.engine, &alice, &request, &got,
                                               full_error()),
                  EIP_OK);
}

static inline void furnished_association(uint64_t id) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response got = {.size = sizeof got};
    eip_interface interface = EIP_INTERFACE_INIT;

    interface.owner = WORLD_ALICE;
    interface.network_interface_id = eip_text_of("eni-1");
    interface.instance_id = eip_text_of("i-1");
    interface.subnet_id = eip_text_of("subnet-1");
    interface.private_ip = 0x0a000005;
    request.allocation_id = id;
    request.interface = &interface;
    request.network_interface_id = eip_text_of("eni-1");
    EXPECT_STATUS(
        eip_associate_address(w.engine, &alice, &request, &got, full_error()),
        EIP_OK);
}

static inline void furnished_offer(uint64_t id) {
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_address_transfer got = {.size = sizeof got};

    request.allocation_id = id;
    request.transfer_account_id = eip_text_of("222222222222");
    EXPECT_STATUS(eip_enable_address_transfer(w.engine, &alice, &request, &got,
                                              full_error()),
                  EIP_OK);
}

static inline void furnished_accept(const char *address) {
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_address_transfer got = {.size = sizeof got};

    request.address = eip_text_of(address);
    EXPECT_STATUS(eip_accept_address_transfer(w.engine, &bob, &request, &got,
                                              full_error()),
                  EIP_OK);
}

static inline void furnished_mark(uint64_t id, uint32_t flags,
                                  uint32_t service) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = id;
    marks.flags = flags;
    marks.service = service;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, full_error()),
                  EIP_OK);
}

static inline void furnished_classic(void) {
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    eip_classic_response moved = {.size = sizeof moved};
    uint32_t ip = 0;

    for (int i = 0; i < 2; i++) {
        ip = world_get(&w, WORLD_CAROL, NULL).public_ip;
    }
    w.now_ms += UINT64_C(90000000); /* more than a day */
    request.public_ip = eip_text_of(world_ip(ip));
    EXPECT_STATUS(eip_move_address_to_vpc(w.engine, &carol, &request, &moved,
                                          full_error()),
                  EIP_OK);
}

/* Held, and released at different times; one without a cooldown. */
static inline void furnished_addresses(void) {
    for (int i = 0; i < 16; i++) {
        eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

        furnished_id[i] = got.allocation_id;
        if (i == 6 || i == 7) {
            furnished_offer(got.allocation_id);
            w.now_ms++;
            furnished_accept(world_ip(got.public_ip));
        }
    }
    for (int i = 8; i < 12; i++) {
        EXPECT_STATUS(world_release(&w, WORLD_ALICE, furnished_id[i], NULL),
                      EIP_OK);
        w.now_ms += 900000;
    }
    world_modify(&w, w.amazon, EIP_POLICY_LOWEST, 0, 0);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, furnished_id[12], NULL),
                  EIP_OK);
    world_modify(&w, w.amazon, EIP_POLICY_LOWEST, 0, UINT64_MAX);
}

static inline void furnished_start(void) {
    full_start();
    world_account(&w, WORLD_ALICE, 100, 0);
    world_account(&w, WORLD_BOB, 50, 0);
    world_provision(&w, w.amazon, WORLD_REGION, FURNISHED_CIDR);
    full_policy_of(WORLD_ALICE, 0, 0);
    full_policy_of(WORLD_BOB, 0, 0);
    furnished_classic();
    furnished_addresses();
    furnished_tags(furnished_id[0]);
    furnished_ptr(furnished_id[0]);
    furnished_ptr(furnished_id[1]);
    furnished_association(furnished_id[2]);
    furnished_offer(furnished_id[3]);
    furnished_mark(furnished_id[4], EIP_MARK_LOCKED, 0);
    furnished_mark(furnished_id[5], 0, EIP_SERVICE_NLB);
    furnished_tags(furnished_id[5]);
    full_policy_of(WORLD_ALICE, 1, 0);
}

#endif
