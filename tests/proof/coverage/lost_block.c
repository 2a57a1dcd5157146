/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c about blocks of addresses: all or none, whoever comes
 * in between. */
#include "proof/coverage/lost.h"

static const char text_of_four[] = "10.0.0.0/30";
static eip_engine *engine;
static eip_allocate_address_response single; /* Alice's */
static bool got_block;
static uint32_t turns; /* of the second, so far */

/* -- two accounts, four addresses ---------------------------------------------------- */

static void open_engine(const char *cidr, uint32_t policy, uint32_t quota) {
    const struct trial_engine how = {.cidr = cidr,
                                     .policy = policy,
                                     .cooldown_ms = 60000,
                                     .quota = quota,
                                     .flags = EIP_ENGINE_CLAIM_ANY_FREE};

    engine = trial_open(&how);
    got_block = false;
    turns = 0;
    single = (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
}

static void begin_four(void) {
    open_engine(text_of_four, EIP_POLICY_LOWEST, 8);
    trial_set_quota(engine, ALICE, 8);
}

static void begin_scattered(void) {
    open_engine(text_of_four, EIP_POLICY_SPREAD, 8);
    trial_set_quota(engine, ALICE, 8);
}

/* All have been released, and cool. */
static void begin_used(void) {
    eip_allocate_address_response had[4];

    begin_four();
    for (uint32_t i = 0; i < 4; i++) {
        had[i] =
            (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        CHECK(trial_allocate(engine, BOB, &had[i]) == EIP_OK, "none");
    }
    for (uint32_t i = 0; i < 4; i++) {
        CHECK(trial_release(engine, BOB, had[i].allocation_id) == EIP_OK,
              "release");
    }
}

/* Alice has the last of eight, and room for four more. */
static void begin_eight(void) {
    open_engine("10.0.0.0/29", EIP_POLICY_LOWEST, 8);
    trial_set_quota(engine, ALICE, 5);
    CHECK(trial_recover(engine, ALICE, 0x0a000007, &single) == EIP_OK, "named");
}

static eip_status ask(uint64_t number, uint32_t netmask) {
    const eip_caller caller = EIP_CALLER_INIT(number);
    eip_tag tag = {eip_text_of("Name"), eip_text_of("web")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response responses[16] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_cidr block;
    eip_status status;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    status = eip_allocate_block(engine, &caller, &request, netmask, &block,
                                responses, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
              status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
          "a block: %s", eip_status_name(status));
    return status;
}

static void take_four(void) {
    got_block = ask(ALICE, 30) == EIP_OK;
}

static uint64_t held_by(uint64_t number) {
    const eip_caller caller = EIP_CALLER_INIT(number);
    eip_address_list *list = NULL;
    uint64_t count;

    CHECK(eip_describe_addresses(engine, &caller, NULL, &list, NULL) == EIP_OK,
          "describe");
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

static void end(void) {
    uint64_t more = single.public_ip != 0;

    CHECK(held_by(ALICE) == (got_block ? 4u : 0u) + more,
          "Alice has %u, and her block %u", (uint32_t)held_by(ALICE),
          got_block);
    trial_audit(engine);
    eip_engine_close(engine);
}

/* -- who comes in between -------------------------------------------------------------- */

static void take_any(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)trial_allocate(engine, BOB, &got);
}

static void take_all(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    while (trial_allocate(engine, BOB, &got) == EIP_OK) {
    }
}

static void take_second(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)trial_recover(engine, BOB, 0x0a000001, &got);
}

static void take_last(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)trial_recover(engine, BOB, 0x0a000003, &got);
}

static void take_two(void) {
    (void)ask(BOB, 31);
}

static void name_last_two(void) {
    const eip_caller caller = EIP_CALLER_INIT(BOB);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response responses[2] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_cidr block;

    request.address = eip_text_of("10.0.0.2");
    (void)!eip_allocate_block(engine, &caller, &request, 31, &block, responses,
                              NULL);
}

static void take_last_and_look(void) {
    take_last();
    CHECK(held_by(ALICE) == 0 || held_by(ALICE) == 4, "half a block is listed");
}

static void look(void) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    CHECK(held_by(ALICE) % 4 == 0, "half a block is listed");
    CHECK(eip_admin_account_usage(engine, ALICE, &usage) == EIP_OK &&
              usage.used % 4 == 0,
          "half a block is counted");
}

static void drain(uint32_t mode) {
    const eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    (void)!eip_admin_drain_cidr(engine, spec.pool, trial_cidr(text_of_four),
                                mode, NULL, NULL);
}

/* Either all are held, and the drain is called off, or it is removed. */
static void drain_and_cancel(void) {
    drain(EIP_DRAIN_START);
    drain(EIP_DRAIN_CANCEL);
}

static void remove_unused(void) {
    drain(EIP_DRAIN_IF_UNUSED);
}

/* Found by its address, without a look at what else Alice has. */
static void look_at_first(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    const eip_text ip = eip_text_of("10.0.0.0");
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;
    eip_status status;

    request.public_ips = &ip;
    request.public_ip_count = 1;
    status = eip_describe_addresses(engine, &caller, &request, &list, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ADDRESS_NOT_FOUND, "look: %s",
          eip_status_name(status));
    eip_address_list_free(list);
}

/* First the last is taken, so that the block is lost; then they are drained. */

static void take_last_then_drain(void) {
    turns++;
    if (turns == 1) {
        take_last();
    } else if (turns == 2) {
        drain(EIP_DRAIN_START);
    }
}

static void release_single(void) {
    if (single.public_ip != 0) {
        CHECK(trial_release(engine, ALICE, single.allocation_id) == EIP_OK,
              "release");
        single.public_ip = 0;
    }
}

/* The account goes on: the block's install fails. */
static void release_and_take_single(void) {
    release_single();
    (void)trial_recover(engine, ALICE, 0x0a000007, &single);
}

static void use_up_quota(void) {
    trial_set_quota(engine, ALICE, 1);
}

static void release_and_use_up_quota(void) {
    use_up_quota();
    release_single();
}

/* -- a CoIP pool, whose owner looks at it ------------------------------------------------ */

static char pool_id[EIP_POOL_ID_TEXT_SIZE];

static void begin_coip(void) {
    const eip_cidr cidr = trial_cidr("10.1.0.0/30");
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool;

    begin_four();
    spec.pool.kind = EIP_POOL_COIP;
    spec.owner = ALICE;
    CHECK(eip_admin_create_pool(engine, &spec, &pool, NULL) == EIP_OK &&
              eip_admin_provision_cidrs(engine, pool, (eip_text){NULL, 0, 0},
                                        &cidr, 1, NULL) == EIP_OK,
          "a CoIP pool");
    (void)eip_pool_id_format(pool, pool_id);
}

static void take_coip(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response responses[4] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_cidr block;

    request.customer_owned_ipv4_pool = eip_text_of(pool_id);
    got_block = eip_allocate_block(engine, &caller, &request, 30, &block,
                                   responses, NULL) == EIP_OK;
    CHECK(got_block, "none");
}

static void look_at_usage(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;

    request.pool_id = eip_text_of(pool_id);
    CHECK(eip_get_coip_pool_usage(engine, &caller, &request, &response, NULL) ==
              EIP_OK,
          "usage");
    eip_coip_address_usage_list_free(response.coip_address_usages);
}

/* -- a block that is not to be had -------------------------------------------------------- */

/* Every second is Bob's. */
static void begin_holes(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    begin_four();
    CHECK(trial_recover(engine, BOB, 0x0a000000, &got) == EIP_OK, "named");
    CHECK(trial_recover(engine, ALICE, 0x0a000002, &single) == EIP_OK, "named");
}

static void take_pair(void) {
    (void)!ask(BOB, 31);
}

static void add_one(void) {
    const eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    const eip_cidr cidr = trial_cidr("10.0.1.0/32");

    (void)!eip_admin_provision_cidrs(engine, spec.pool, (eip_text){NULL, 0, 0},
                                     &cidr, 1, NULL);
}

static void release_and_take_third(void) {
    release_single();
    (void)trial_recover(engine, ALICE, 0x0a000002, &single);
}

const struct race lost_block_races[] = {
    {"a block, any", begin_four, take_four, take_any, end, 0},
    {"a block, all", begin_four, take_four, take_all, end, 0},
    {"any, a block", begin_four, take_any, take_four, end, 0},
    {"a block, its second", begin_four, take_four, take_second, end, 0},
    {"a block, its last", begin_four, take_four, take_last, end, 0},
    {"a block, its last, seen", begin_four, take_four, take_last_and_look, end,
     0},
    {"its last, a block", begin_four, take_last, take_four, end, 0},
    {"a used block, its last", begin_used, take_four, take_last, end, 0},
    {"a block, half of it", begin_four, take_four, take_two, end, 0},
    {"a block, half of it by name", begin_four, take_four, name_last_two, end,
     0},
    {"half of a block, all", begin_four, take_two, take_four, end, 0},
    {"a scattered block, any", begin_scattered, take_four, take_any, end, 0},
    {"a scattered block, its last", begin_scattered, take_four,
     take_last_and_look, end, 0},
    {"a block, seen", begin_four, take_four, look, end, 0},
    {"seen, a block", begin_four, look, take_four, end, 0},
    {"a block, its first seen", begin_four, take_four, look_at_first, end, 0},
    {"a block, lost and drained, 3", begin_four, take_four,
     take_last_then_drain, end, 3},
    {"a block, lost and drained, 5", begin_four, take_four,
     take_last_then_drain, end, 5},
    {"a block, lost and drained, 8", begin_four, take_four,
     take_last_then_drain, end, 8},
    {"a block, drained", begin_four, take_four, drain_and_cancel, end, 0},
    {"drained, a block", begin_four, drain_and_cancel, take_four, end, 0},
    {"a block, removed", begin_four, take_four, remove_unused, end, 0},
    {"a block, a release", begin_eight, take_four, release_single, end, 0},
    {"a block, a recovery", begin_eight, take_four, release_and_take_single,
     end, 0},
    {"a block, no room", begin_eight, take_four, use_up_quota, end, 0},
    {"a CoIP block, seen", begin_coip, take_coip, look_at_usage, end, 0},
    {"a block, less room", begin_eight, take_four, release_and_use_up_quota,
     end, 0},
    {"no block, one is free", begin_holes, take_pair, release_single, end, 0},
    {"no block, one more address", begin_holes, take_pair, add_one, end, 0},
    {"no block, a release", begin_holes, take_pair, release_and_take_third, end,
     0},
};
const uint32_t lost_block_race_count =
    sizeof lost_block_races / sizeof lost_block_races[0];
