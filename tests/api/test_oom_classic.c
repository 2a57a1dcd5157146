/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Moves of addresses of EC2-Classic without memory. */
#include "api/oom.h"

OOM_SUITE(oom_classic);

static const char *address;
static eip_moving_address_list *list;

static eip_status allocate(void) {
    return world_allocate(&w, WORLD_CAROL, NULL, NULL);
}

static void prepare(void) {
    address = world_ip(world_get(&w, WORLD_CAROL, NULL).public_ip);
    w.now_ms += EIP_CLASSIC_MOVE_MS;
}

static eip_status move(void) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);

    request.public_ip = eip_text_of(address);
    return eip_move_address_to_vpc(w.engine, &carol, &request, NULL, &w.error);
}

/* Two, of which the first finds that a list has no memory. */
static void prepare_moving(void) {
    eip_allocate_address_response got[2];

    for (int i = 0; i < 2; i++) {
        got[i] = world_get(&w, WORLD_CAROL, NULL);
    }
    w.now_ms += EIP_CLASSIC_MOVE_MS;
    for (int i = 0; i < 2; i++) {
        address = world_ip(got[i].public_ip);
        cr_assert_eq(move(), EIP_OK);
    }
}

static eip_status restore(void) {
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);

    request.public_ip = eip_text_of(address);
    return eip_restore_address_to_classic(w.engine, &carol, &request, NULL,
                                          &w.error);
}

static eip_status describe_with(bool named) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_caller carol = EIP_CALLER_INIT(WORLD_CAROL);
    eip_text ip = eip_text_of(address);

    request.public_ips = &ip;
    request.public_ip_count = named;
    return eip_describe_moving_addresses(w.engine, &carol, &request, &list,
                                         &w.error);
}

static eip_status describe(void) {
    return describe_with(false);
}

static eip_status describe_named(void) {
    return describe_with(true);
}

static void forget(void) {
    eip_moving_address_list_free(list);
    list = NULL;
}

Test(oom_classic, each) {
    settle_ms = 1000;
    expect_safe(&(struct subject){NULL, allocate, NULL}, true);
    expect_safe(&(struct subject){prepare, move, NULL}, true);
    expect_safe(&(struct subject){prepare_moving, restore, NULL}, true);
    expect_safe(&(struct subject){prepare_moving, describe, forget}, true);
    expect_safe(&(struct subject){prepare_moving, describe_named, forget},
                true);
}
