/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations on addresses while a journal is kept, which each of them asks for
 * memory before it changes anything. */
#include "oom.h"

#include "registry/engine.h"

static uint64_t id;
static char ip[EIP_IPV4_TEXT_SIZE];

static void keep(struct world *w) {
    struct eip__lane *lane = NULL;

    must(eip__lane_enter(&w->engine->lanes, &lane));
    eip__journal_start(&w->engine->ledger, &w->engine->accounts, lane);
    eip__lane_leave(lane);
}

static void hold(struct world *w) {
    eip_allocate_address_response got = world_get(w, WORLD_ALICE, NULL);

    id = got.allocation_id;
    (void)eip_ipv4_format(got.public_ip, ip);
    keep(w);
}

static void offer(struct world *w) {
    const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_allocate_address_response got = world_get(w, WORLD_ALICE, NULL);

    (void)eip_ipv4_format(got.public_ip, ip);
    request.allocation_id = got.allocation_id;
    request.transfer_account_id = eip_text_of("222222222222");
    must(eip_enable_address_transfer(w->engine, &alice, &request, NULL,
                                     &w->error));
    keep(w);
}

static eip_status allocate(struct world *w) {
    eip_allocate_address_request request = world_request();

    return world_allocate(w, WORLD_ALICE, &request, NULL);
}

static eip_status allocate_block(struct world *w) {
    const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_allocate_address_response got[2] = {EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_cidr block;

    return eip_allocate_block(w->engine, &alice, NULL, 31, &block, got,
                              &w->error);
}

static eip_status release(struct world *w) {
    return world_release(w, WORLD_ALICE, id, NULL);
}

static eip_status tag(struct world *w) {
    const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    const eip_tag one = {{"Name", 4, 0}, {"one", 3, 0}};
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    const eip_text resource = {text, eip_allocation_id_format(id, text), 0};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;

    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    return eip_create_tags(w->engine, &alice, &request, &w->error);
}

static eip_status accept(struct world *w) {
    const eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;

    request.address = eip_text_of(ip);
    return eip_accept_address_transfer(w->engine, &bob, &request, NULL,
                                       &w->error);
}

const struct subject oom_kept_subjects[] = {
    {"allocate, journal kept", keep, allocate, NEEDS},
    {"allocate a block, journal kept", keep, allocate_block, NEEDS},
    {"release, journal kept", hold, release, NEEDS},
    {"create tags, journal kept", hold, tag, NEEDS},
    {"accept a transfer, journal kept", offer, accept, NEEDS},
};
const unsigned oom_kept_subject_count =
    sizeof oom_kept_subjects / sizeof oom_kept_subjects[0];
