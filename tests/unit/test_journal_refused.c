/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Where a journal is kept, calls on addresses ask for memory for it too. One
 * that is refused any says so, and has changed nothing. */
#include "registry/engine.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct world world;
static uint64_t id;
static char ip[EIP_IPV4_TEXT_SIZE];

static void keep_journal(void) {
    struct eip__lane *lane = NULL;

    cr_assert_eq(eip__lane_enter(&world.engine->lanes, &lane), EIP_OK);
    eip__journal_start(&world.engine->ledger, &world.engine->accounts, lane);
    eip__lane_leave(lane);
}

/* -- the calls -------------------------------------------------------------------- */

static void hold(void) {
    eip_allocate_address_response got = world_get(&world, WORLD_ALICE, NULL);

    id = got.allocation_id;
    (void)eip_ipv4_format(got.public_ip, ip);
}

static void offer(void) {
    const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    hold();
    request.allocation_id = id;
    request.transfer_account_id = eip_text_of("222222222222");
    cr_assert_eq(
        eip_enable_address_transfer(world.engine, &alice, &request, NULL, NULL),
        EIP_OK);
}

static eip_status release(void) {
    return world_release(&world, WORLD_ALICE, id, NULL);
}

static eip_status accept(void) {
    const eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;

    request.address = eip_text_of(ip);
    return eip_accept_address_transfer(world.engine, &bob, &request, NULL,
                                       NULL);
}

/* Alice has an address, and after the call Bob has so many. */
struct call {
    void (*prepare)(void);
    eip_status (*run)(void);
    uint64_t moved;
};

/* -- refused ------------------------------------------------------------------------ */

static void check_unchanged(const struct call *call, const char *before) {
    char *after = world_picture(&world);

    cr_assert_str_eq(before, after);
    free(after);
    cr_assert_eq(world_count(&world, WORLD_ALICE), 1);
    cr_assert_eq(world_count(&world, WORLD_BOB), 0);
    /* What it asks for is there still. */
    cr_assert_eq(call->run(), EIP_OK);
}

/* Of a call the n-th request for memory. False: it has not so many. */
static bool refuse(const struct call *call, uint64_t nth, bool for_good) {
    char *before;
    eip_status status;
    bool is_refused;

    world_start(&world);
    call->prepare();
    keep_journal();
    before = world_picture(&world);
    world.heap.refused = 0;
    world_heap_fail(&world, nth, for_good);
    status = call->run();
    is_refused = world.heap.refused != 0;
    world_heap_fail(&world, 0, false);
    cr_assert_eq(status, is_refused ? EIP_ERR_OUT_OF_MEMORY : EIP_OK,
                 "request %d: %s", (int)nth, eip_status_name(status));
    if (is_refused) {
        check_unchanged(call, before);
    }
    free(before);
    cr_assert_eq(world_count(&world, WORLD_ALICE), 0);
    cr_assert_eq(world_count(&world, WORLD_BOB), call->moved);
    world_end(&world);
    return is_refused;
}

/* Returns how many requests there are. */
static uint64_t refuse_each(const struct call *call, bool for_good) {
    uint64_t nth = 1;

    while (refuse(call, nth, for_good)) {
        nth++;
    }
    return nth - 1;
}

/* Without a journal it asks for none. */
Test(journal_refused, a_release) {
    const struct call call = {hold, release, 0};

    cr_assert_eq(refuse_each(&call, false), 1);
    cr_assert_eq(refuse_each(&call, true), 1);
}

/* For the journal last of all: the target's quota is reserved by then. */
Test(journal_refused, an_acceptance) {
    const struct call call = {offer, accept, 1};

    cr_assert_geq(refuse_each(&call, false), 3);
    cr_assert_geq(refuse_each(&call, true), 3);
}
