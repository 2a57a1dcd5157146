/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c in a whole engine: blocks of addresses, which others see
 * through, whichever of their words is pending by then. */
#include "proof/coverage/lost_engine.h"

#include "eip/block.h"
#include "eip/coip.h"

static uint64_t taken[3]; /* by account */
static eip_pool_ref coip;
static eip_text coip_id;

/* -- what is raced -------------------------------------------------------------------- */

static bool take(uint64_t account, uint32_t netmask, const char *address,
                 eip_text pool) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got[EIP_BLOCK_ADDRESSES_MAX];
    eip_cidr block = {0, 0};
    eip_status status;

    got[0] = (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    request.address = eip_text_of(address);
    request.customer_owned_ipv4_pool = pool;
    status = netmask == 0 ? eip_allocate_address(lost_engine, &caller, &request,
                                                 &got[0], NULL)
                          : eip_allocate_block(lost_engine, &caller, &request,
                                               netmask, &block, got, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ADDRESS_NOT_FOUND ||
              status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED ||
              status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
          "allocate: %s", eip_status_name(status));
    if (status != EIP_OK) {
        return false;
    }
    taken[account] += netmask == 0 ? 1 : 1u << (32 - netmask);
    return true;
}

static const eip_text nowhere = {NULL, 0, 0};

static void block_of_alice(void) {
    (void)take(ALICE, 30, NULL, nowhere);
}

static void block_of_bob(void) {
    (void)take(BOB, 30, NULL, nowhere);
}

static void named_block_of_alice(void) {
    (void)take(ALICE, 30, "10.0.0.0", nowhere);
}

static void named_block_of_bob(void) {
    (void)take(BOB, 30, "10.0.0.0", nowhere);
}

static void one_of_bob(void) {
    (void)take(BOB, 0, NULL, nowhere);
}

static void one_of_alice(void) {
    (void)take(ALICE, 0, NULL, nowhere);
}

static void named_of_bob(void) {
    (void)take(BOB, 0, "10.0.0.2", nowhere);
}

static void pair_of_bob(void) {
    (void)take(BOB, 31, NULL, nowhere);
}

static void look_at_alice(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_address_list *list = NULL;
    uint64_t count;

    CHECK(eip_describe_addresses(lost_engine, &caller, NULL, &list, NULL) ==
              EIP_OK,
          "describe");
    count = eip_address_list_count(list);
    CHECK(count == 0 || count == 4, "%u of a block", (uint32_t)count);
    eip_address_list_free(list);
}

static void drain(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    uint64_t held = 0;

    CHECK(eip_admin_drain_cidr(lost_engine, amazon, trial_cidr("10.0.0.0/29"),
                               EIP_DRAIN_START, &held, NULL) == EIP_OK,
          "drain");
    CHECK(held % 4 == 0, "%u of a block", (uint32_t)held);
    if (held != 0) {
        CHECK(eip_admin_drain_cidr(lost_engine, amazon,
                                   trial_cidr("10.0.0.0/29"), EIP_DRAIN_CANCEL,
                                   &held, NULL) == EIP_OK,
              "cancel");
    }
}

static void block_of_coip(void) {
    (void)take(ALICE, 30, NULL, coip_id);
}

static void use_coip(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    uint64_t count;

    request.pool_id = coip_id;
    CHECK(eip_get_coip_pool_usage(lost_engine, &caller, &request, &response,
                                  NULL) == EIP_OK,
          "usage");
    count = eip_coip_address_usage_list_count(response.coip_address_usages);
    CHECK(count == 0 || count == 4, "%u of a block", (uint32_t)count);
    eip_coip_address_usage_list_free(response.coip_address_usages);
}

/* -- begin and end -------------------------------------------------------------------- */

static void begin_blocks(void) {
    lost_open("10.0.0.0/29", EIP_POLICY_LOWEST);
    taken[ALICE] = 0;
    taken[BOB] = 0;
}

static void begin_narrow(void) {
    lost_open("10.0.0.0/30", EIP_POLICY_LOWEST);
    taken[ALICE] = 0;
    taken[BOB] = 0;
}

/* Room for a block, or for one and not a block. */
static void begin_last_room(void) {
    begin_blocks();
    trial_set_quota(lost_engine, ALICE, 4);
}

static void begin_coip(void) {
    static char text[EIP_POOL_ID_TEXT_SIZE];
    const eip_cidr cidr = trial_cidr("198.51.100.0/29");
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    begin_blocks();
    spec.pool.kind = EIP_POOL_COIP;
    spec.owner = ALICE;
    CHECK(eip_admin_create_pool(lost_engine, &spec, &coip, NULL) == EIP_OK &&
              eip_admin_provision_cidrs(lost_engine, coip, nowhere, &cidr, 1,
                                        NULL) == EIP_OK,
          "no pool");
    coip_id = (eip_text){text, eip_pool_id_format(coip, text), 0};
}

static void end_blocks(void) {
    eip_space_stats row[4];
    uint32_t rows = 0;
    uint64_t held = 0;

    CHECK(eip_engine_space_stats(lost_engine, row, 4, &rows) == EIP_OK, "rows");
    for (uint32_t i = 0; i < rows; i++) {
        held += row[i].held;
    }
    CHECK(held == taken[ALICE] + taken[BOB], "%u held", (uint32_t)held);
    lost_end();
}

const struct race lost_block_races[] = {
    {"two blocks", begin_blocks, block_of_alice, block_of_bob, end_blocks, 0},
    {"two blocks for one", begin_narrow, block_of_alice, block_of_bob,
     end_blocks, 0},
    {"two blocks of one account", begin_blocks, block_of_alice, block_of_alice,
     end_blocks, 0},
    {"a block, and one", begin_blocks, block_of_alice, one_of_bob, end_blocks,
     0},
    {"a block, and a pair", begin_narrow, block_of_alice, pair_of_bob,
     end_blocks, 0},
    {"one, and a block", begin_narrow, one_of_bob, block_of_alice, end_blocks,
     0},
    {"a pair, and a block", begin_narrow, pair_of_bob, block_of_alice,
     end_blocks, 0},
    {"a block, and one of it", begin_blocks, block_of_alice, named_of_bob,
     end_blocks, 0},
    {"one, often", begin_narrow, block_of_alice, one_of_bob, end_blocks, 7},
    {"two named blocks", begin_blocks, named_block_of_alice, named_block_of_bob,
     end_blocks, 0},
    {"a block, and a named one", begin_blocks, block_of_alice,
     named_block_of_bob, end_blocks, 0},
    {"a block, seen", begin_blocks, block_of_alice, look_at_alice, end_blocks,
     0},
    {"a block, seen meanwhile", begin_blocks, look_at_alice, block_of_alice,
     end_blocks, 0},
    {"a block, drained", begin_blocks, block_of_alice, drain, end_blocks, 0},
    {"drained, a block", begin_blocks, drain, block_of_alice, end_blocks, 0},
    {"the last room", begin_last_room, block_of_alice, one_of_alice, end_blocks,
     0},
    {"the last room, for a block", begin_last_room, one_of_alice,
     block_of_alice, end_blocks, 0},
    {"a customer's block", begin_coip, block_of_coip, use_coip, end_blocks, 0},
};
const uint32_t lost_block_race_count =
    sizeof lost_block_races / sizeof lost_block_races[0];
