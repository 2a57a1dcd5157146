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

/* -- what comes and goes meanwhile ----------------------------------------------------- */

static uint64_t bobs; /* what give_bobs gives back, or 0 */
static uint32_t turns;

static uint64_t get_named(const char *address) {
    const eip_caller caller = EIP_CALLER_INIT(BOB);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    request.address = eip_text_of(address);
    return eip_allocate_address(lost_engine, &caller, &request, &got, NULL) ==
                   EIP_OK
               ? got.allocation_id
               : 0;
}

static void give_bobs(void) {
    if (bobs != 0) {
        CHECK(trial_release(lost_engine, BOB, bobs) == EIP_OK, "release");
    }
    bobs = 0;
}

/* The address is free as before, in another generation. */
static void come_and_go(void) {
    bobs = get_named("10.0.0.2");
    give_bobs();
}

/* It is held as before, in another generation. */
static void go_and_come(void) {
    if (bobs != 0) {
        give_bobs();
        bobs = get_named("10.0.0.2");
        taken[BOB] = bobs != 0;
    }
}

static void go_for_good(void) {
    give_bobs();
    taken[BOB] = 0;
}

/* First one of the block's last addresses, then what a block holds up. */
static void named_then_any_of_bob(void) {
    if (turns++ == 0) {
        named_of_bob();
    } else {
        one_of_bob();
    }
}

static uint64_t alices;

static void take_or_give_alices(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    if (++turns > 6) {
        return; /* or the other never gets anywhere */
    }
    if (alices != 0) {
        CHECK(trial_release(lost_engine, ALICE, alices) == EIP_OK, "release");
        taken[ALICE]--;
        alices = 0;
    } else if (trial_allocate(lost_engine, ALICE, &got) == EIP_OK) {
        taken[ALICE]++;
        alices = got.allocation_id;
    }
}

static void provision_more(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_cidr cidr = trial_cidr("10.0.1.0/30");
    eip_status status =
        eip_admin_provision_cidrs(lost_engine, amazon, nowhere, &cidr, 1, NULL);

    CHECK(status == EIP_OK, "provision: %s", eip_status_name(status));
}

/* -- begin and end -------------------------------------------------------------------- */

/* Addresses may be named that nobody has had. */
static void open_any(const char *cidr) {
    const struct trial_engine how = {.cidr = cidr,
                                     .policy = EIP_POLICY_LOWEST,
                                     .flags = EIP_ENGINE_CLAIM_ANY_FREE};

    lost_engine = trial_open(&how);
    lost_held = 0;
}

static void begin_blocks(void) {
    open_any("10.0.0.0/29");
    taken[ALICE] = 0;
    taken[BOB] = 0;
    turns = 0;
    alices = 0;
}

static void begin_narrow(void) {
    open_any("10.0.0.0/30");
    taken[ALICE] = 0;
    taken[BOB] = 0;
}

/* Room for a block, or for one and not a block. */
static void begin_last_room(void) {
    begin_blocks();
    trial_set_quota(lost_engine, ALICE, 4);
}

/* No room for a block: Bob has one of its addresses. */
static void begin_held_one(void) {
    begin_narrow();
    bobs = get_named("10.0.0.2");
    CHECK(bobs != 0, "no address");
    taken[BOB] = 1;
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
    {"free again", begin_blocks, block_of_alice, come_and_go, end_blocks, 0},
    {"held again", begin_held_one, block_of_alice, go_and_come, end_blocks, 0},
    {"free by then", begin_held_one, block_of_alice, go_for_good, end_blocks,
     0},
    {"more by then", begin_held_one, block_of_alice, provision_more, end_blocks,
     0},
    {"room that comes and goes", begin_last_room, block_of_alice,
     take_or_give_alices, end_blocks, 3},
    {"room that comes and goes, slower", begin_last_room, block_of_alice,
     take_or_give_alices, end_blocks, 9},
    {"let go by two", begin_blocks, named_block_of_alice, named_then_any_of_bob,
     end_blocks, 4},
    {"let go by two, later", begin_blocks, named_block_of_alice,
     named_then_any_of_bob, end_blocks, 9},
    {"a customer's block", begin_coip, block_of_coip, use_coip, end_blocks, 0},
};
const uint32_t lost_block_race_count =
    sizeof lost_block_races / sizeof lost_block_races[0];
