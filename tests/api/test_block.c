/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_allocate_block: contiguous addresses, all or none. */
#include "api/expect.h"

WORLD_SUITE(block);

enum { MOST = EIP_BLOCK_ADDRESSES_MAX };

static eip_cidr got;
static eip_allocate_address_response responses[MOST];

static eip_status ask(uint64_t account,
                      const eip_allocate_address_request *request,
                      uint32_t netmask) {
    const eip_caller caller = EIP_CALLER_INIT(account);

    responses[0].size = sizeof responses[0];
    return eip_allocate_block(w.engine, &caller, request, netmask, &got,
                              responses, &w.error);
}

/* A request whose pool's id stays where it is. */
static eip_allocate_address_request from(eip_pool_ref pool) {
    static char id[EIP_POOL_ID_TEXT_SIZE];
    eip_allocate_address_request request = world_request_from(pool);
    eip_text *texts[] = {&request.public_ipv4_pool, &request.ipam_pool_id,
                         &request.customer_owned_ipv4_pool};

    (void)eip_pool_id_format(pool, id);
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (texts[i]->data != NULL) {
            *texts[i] = eip_text_of(id);
        }
    }
    return request;
}

/* Must succeed, and be an aligned block of what is held. */
static void get(uint64_t account, const eip_allocate_address_request *request,
                uint32_t netmask) {
    uint64_t before = world_count(&w, account);
    uint32_t count = 1u << (32 - netmask);

    EXPECT_STATUS(ask(account, request, netmask), EIP_OK);
    cr_assert_eq(got.prefix_bits, netmask);
    cr_assert(eip_cidr_is_valid(got));
    for (uint32_t i = 0; i < count; i++) {
        cr_assert_eq(responses[i].size, sizeof responses[i]);
        cr_assert_eq(world_any_ip(&responses[i]), got.base + i);
    }
    cr_assert_eq(world_count(&w, account), before + count);
}

static void give_all(uint64_t account, uint32_t count) {
    eip_allocate_address_response held[MOST];

    memcpy(held, responses, sizeof held);
    for (uint32_t i = 0; i < count; i++) {
        world_give(&w, account, &held[i]);
    }
}

static void expect_empty(const eip_allocate_address_request *request,
                         uint32_t netmask) {
    EXPECT_UNCHANGED(EXPECT_ERROR(
        ask(WORLD_ALICE, request, netmask),
        EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
        "Not enough available addresses to satisfy your request."));
}

static void expect_not_found(uint64_t account, const char *address,
                             uint32_t netmask) {
    eip_allocate_address_request request = world_request_named(address);
    char message[128];

    (void)snprintf(message, sizeof message,
                   "The Elastic IP address '%s' does not exist or is not "
                   "available.",
                   address);
    EXPECT_UNCHANGED(EXPECT_ERROR(ask(account, &request, netmask),
                                  EIP_ERR_ADDRESS_NOT_FOUND, message));
}

/* -- what is got ------------------------------------------------------------------- */

Test(block, of_every_length) {
    world_account(&w, WORLD_ALICE, 100, 0);
    for (uint32_t netmask = 32; netmask >= 28; netmask--) {
        get(WORLD_ALICE, NULL, netmask);
        give_all(WORLD_ALICE, 1u << (32 - netmask));
    }
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0);
}

Test(block, of_every_kind_of_pool) {
    const eip_pool_ref pools[] = {w.byoip, w.ipam, w.coip};
    const char *groups[] = {NULL, WORLD_LOCAL, WORLD_WAVELENGTH};

    world_account(&w, WORLD_ALICE, 24, 0);
    for (size_t i = 0; i < COUNT(pools); i++) {
        eip_allocate_address_request request = from(pools[i]);

        get(WORLD_ALICE, &request, 29);
        cr_assert_eq(world_used(&w, WORLD_ALICE), 0, "they do not count");
        expect_empty(&request, 32);
    }
    for (size_t i = 0; i < COUNT(groups); i++) {
        eip_allocate_address_request request =
            groups[i] == NULL ? world_request() : world_request_in(groups[i]);

        get(WORLD_ALICE, &request, 29);
        cr_assert_eq(world_used(&w, WORLD_ALICE), 8 * (i + 1));
        cr_assert_eq(responses[7].fields, responses[0].fields);
    }
}

Test(block, answers_as_for_one_address) {
    eip_allocate_address_response one;

    world_account(&w, WORLD_ALICE, 100, 0);
    get(WORLD_ALICE, NULL, 30);
    one = world_get(&w, WORLD_ALICE, NULL);
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert_eq(responses[i].fields, one.fields);
        cr_assert_eq(responses[i].domain, one.domain);
        cr_assert_eq(responses[i].public_ipv4_pool.kind,
                     one.public_ipv4_pool.kind);
        for (uint32_t n = 0; n < i; n++) {
            cr_assert_neq(responses[i].allocation_id,
                          responses[n].allocation_id);
        }
    }
}

Test(block, is_described_in_the_order_of_addresses) {
    eip_allocate_address_response first = world_get(&w, WORLD_BOB, NULL);
    eip_address_list *list;

    get(WORLD_BOB, NULL, 31);
    list = world_list(&w, WORLD_BOB, NULL);
    cr_assert_eq(eip_address_list_count(list), 3);
    cr_assert_eq(world_at(list, 0).allocation_id, first.allocation_id);
    for (uint64_t i = 0; i < 2; i++) {
        cr_assert_eq(world_at(list, i + 1).allocation_id,
                     responses[i].allocation_id);
        cr_assert_eq(world_at(list, i + 1).public_ip, got.base + i);
    }
    eip_address_list_free(list);
}

Test(block, comes_before_what_is_allocated_later) {
    eip_allocate_address_response last;
    eip_address_list *list;

    get(WORLD_BOB, NULL, 30);
    last = world_get(&w, WORLD_BOB, NULL);
    list = world_list(&w, WORLD_BOB, NULL);
    cr_assert_eq(world_at(list, 4).allocation_id, last.allocation_id);
    eip_address_list_free(list);
}

Test(block, has_its_tags_on_each) {
    eip_tag tags[] = {{{"Name", 4, 0}, {"block", 5, 0}},
                      {{"a", 1, 0}, {NULL, 0, 0}}};
    eip_tag_specification specification = {{"elastic-ip", 10, 0}, tags, 2, 0};
    eip_allocate_address_request request = from(w.byoip);
    eip_address_list *list;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    get(WORLD_ALICE, &request, 29);
    list = world_list(&w, WORLD_ALICE, NULL);
    for (uint64_t i = 0; i < 8; i++) {
        eip_address address = world_at(list, i);

        cr_assert_eq(address.tag_count, 2);
        cr_assert(memcmp(address.tags[0].value.data, "block", 5) == 0);
    }
    eip_address_list_free(list);
    /* Each has its own. */
    world_give(&w, WORLD_ALICE, &responses[3]);
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(eip_address_list_count(list), 7);
    cr_assert_eq(world_at(list, 3).tag_count, 2);
    eip_address_list_free(list);
}

Test(block, in_classic) {
    get(WORLD_CAROL, NULL, 31);
    cr_assert_eq(responses[0].domain, EIP_DOMAIN_STANDARD);
    cr_assert_eq(responses[1].allocation_id, 0);
    cr_assert_eq(world_used(&w, WORLD_CAROL), 2);
}

/* -- which one is found --------------------------------------------------------------- */

Test(block, lowest_that_fits) {
    eip_allocate_address_response one;
    eip_allocate_address_request request;

    world_modify(&w, w.byoip, EIP_POLICY_LOWEST, 0, UINT64_MAX);
    request = from(w.byoip);
    one = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(one.public_ip, world_address("192.0.2.0"));
    get(WORLD_ALICE, &request, 30);
    cr_assert_eq(got.base, world_address("192.0.2.4"));
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.2"));
    expect_empty(&request, 31);
    get(WORLD_ALICE, &request, 32);
    cr_assert_eq(got.base, world_address("192.0.2.1"));
}

Test(block, goes_on_from_the_cursor) {
    eip_allocate_address_request request = from(w.byoip);

    world_provision(&w, w.byoip, NULL, "192.0.2.16/29");
    world_modify(&w, w.byoip, EIP_POLICY_CURSOR, 0, UINT64_MAX);
    get(WORLD_ALICE, &request, 30);
    cr_assert_eq(got.base, world_address("192.0.2.0"));
    (void)world_get(&w, WORLD_ALICE, &request);
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.6"));
    get(WORLD_ALICE, &request, 29);
    cr_assert_eq(got.base, world_address("192.0.2.16"));
    get(WORLD_ALICE, &request, 32); /* past the end: from the beginning */
    cr_assert_eq(got.base, world_address("192.0.2.5"));
}

Test(block, of_a_scattered_pool_any) {
    const uint32_t policies[] = {EIP_POLICY_SPREAD, EIP_POLICY_RANDOM};

    world_account(&w, WORLD_ALICE, 64, 0);
    for (size_t i = 0; i < COUNT(policies); i++) {
        uint32_t seen = 0;

        world_modify(&w, w.amazon, policies[i], 0, 0);
        for (uint32_t n = 0; n < 64; n++) {
            get(WORLD_ALICE, NULL, 30);
            seen |= 1u << ((got.base & 31) / 4);
            give_all(WORLD_ALICE, 4);
        }
        cr_assert_eq(seen, 255, "blocks seen: %x", seen);
        get(WORLD_ALICE, NULL, 28);
        give_all(WORLD_ALICE, 16);
    }
}

Test(block, fills_a_scattered_pool) {
    world_account(&w, WORLD_ALICE, 64, 0);
    for (uint32_t i = 0; i < WORLD_AMAZON_SIZE / 4; i++) {
        get(WORLD_ALICE, NULL, 30);
    }
    expect_empty(NULL, 32);
}

Test(block, has_no_room_between_single_addresses) {
    eip_allocate_address_request request = from(w.byoip);
    eip_allocate_address_response held[8];

    for (uint32_t i = 0; i < 8; i++) {
        held[i] = world_get(&w, WORLD_ALICE, &request);
    }
    for (uint32_t i = 0; i < 8; i++) {
        if (held[i].public_ip % 2 == 0) {
            world_give(&w, WORLD_ALICE, &held[i]);
        }
    }
    expect_empty(&request, 31);
    get(WORLD_ALICE, &request, 32);
}

Test(block, lies_within_one_cidr_block) {
    eip_allocate_address_request request = from(w.byoip_bob);

    world_provision(&w, w.byoip_bob, NULL, "192.0.2.132/30");
    EXPECT_STATUS(ask(WORLD_BOB, &request, 29),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    get(WORLD_BOB, &request, 30);
    get(WORLD_BOB, &request, 30);
}

Test(block, of_a_pool_without_any_cidr_block) {
    eip_pool_ref bare = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    eip_allocate_address_request request = from(bare);

    expect_empty(&request, 32);
}

Test(block, of_a_closed_pool) {
    eip_allocate_address_request request = from(w.byoip);

    world_modify(&w, w.byoip, EIP_POLICY_DEFAULT, EIP_POOL_CLOSED, UINT64_MAX);
    expect_empty(&request, 32);
}

Test(block, of_a_pool_being_drained) {
    eip_allocate_address_request request = from(w.byoip);
    uint64_t held = 0;

    (void)world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    expect_empty(&request, 32);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_CANCEL, &held, &w.error),
                  EIP_OK);
    get(WORLD_ALICE, &request, 30);
}

/* -- cooling ---------------------------------------------------------------------------- */

/* Three quarters released, at different times; the last never used. */
static eip_allocate_address_request cooling(uint32_t policy, uint32_t flags) {
    eip_allocate_address_request request = from(w.byoip);

    world_modify(&w, w.byoip, EIP_POLICY_LOWEST, 0, 60000);
    get(WORLD_ALICE, &request, 31);
    give_all(WORLD_ALICE, 2);
    w.now_ms += 60001;
    world_modify(&w, w.byoip, EIP_POLICY_LOWEST, EIP_POOL_KEEP_COOLING, 60000);
    request = world_request_named("192.0.2.2");
    get(WORLD_ALICE, &request, 31);
    give_all(WORLD_ALICE, 2);
    world_modify(&w, w.byoip, policy, flags, 60000);
    return from(w.byoip);
}

Test(block, prefers_what_was_never_used) {
    eip_allocate_address_request request = cooling(EIP_POLICY_SPREAD, 0);

    get(WORLD_ALICE, &request, 30);
    cr_assert_eq(got.base, world_address("192.0.2.4"));
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.0"), "past its cooldown");
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.2"), "cooling");
}

Test(block, lowest_is_cool_whether_used_or_not) {
    eip_allocate_address_request request = cooling(EIP_POLICY_LOWEST, 0);

    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.0"));
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.4"));
}

Test(block, does_not_get_what_is_kept_back) {
    eip_allocate_address_request request =
        cooling(EIP_POLICY_LOWEST, EIP_POOL_KEEP_COOLING);

    expect_empty(&request, 29);
    get(WORLD_ALICE, &request, 30);
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.0"));
    expect_empty(&request, 31);
    w.now_ms += 60001;
    get(WORLD_ALICE, &request, 31);
    cr_assert_eq(got.base, world_address("192.0.2.2"));
}

Test(block, of_cooling_addresses_where_there_is_nothing_else) {
    eip_allocate_address_request request = cooling(EIP_POLICY_SPREAD, 0);

    get(WORLD_ALICE, &request, 29);
}

/* -- quotas ------------------------------------------------------------------------------- */

Test(block, counts_as_many_as_it_has) {
    eip_allocate_address_response one;

    world_account(&w, WORLD_ALICE, 4, 0);
    get(WORLD_ALICE, NULL, 30);
    cr_assert_eq(world_used(&w, WORLD_ALICE), 4);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, NULL, &one),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    world_give(&w, WORLD_ALICE, &responses[1]);
    cr_assert_eq(world_used(&w, WORLD_ALICE), 3);
    one = world_get(&w, WORLD_ALICE, NULL);
    EXPECT_STATUS(ask(WORLD_ALICE, NULL, 32), EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
}

Test(block, needs_room_for_all) {
    for (uint32_t netmask = 28; netmask <= 32; netmask++) {
        uint32_t count = 1u << (32 - netmask);

        for (uint32_t quota = count - 1; quota <= count + 1; quota++) {
            world_account(&w, WORLD_ALICE, quota, 0);
            if (quota < count) {
                EXPECT_UNCHANGED(EXPECT_ERROR(
                    ask(WORLD_ALICE, NULL, netmask),
                    EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
                    "The maximum number of addresses has been reached."));
                continue;
            }
            get(WORLD_ALICE, NULL, netmask);
            give_all(WORLD_ALICE, count);
        }
    }
}

Test(block, of_an_own_pool_needs_no_room) {
    eip_allocate_address_request request = from(w.byoip);

    world_account(&w, WORLD_ALICE, 0, 0);
    get(WORLD_ALICE, &request, 29);
}

/* -- by its name ---------------------------------------------------------------------------- */

Test(block, named_of_an_own_pool) {
    eip_allocate_address_request request = world_request_named("192.0.2.4");

    get(WORLD_ALICE, &request, 30);
    cr_assert_eq(got.base, world_address("192.0.2.4"));
    expect_not_found(WORLD_ALICE, "192.0.2.4", 30);
    expect_not_found(WORLD_ALICE, "192.0.2.0", 29);
    expect_not_found(WORLD_BOB, "192.0.2.0", 30);
    request = world_request_named("192.0.2.0");
    get(WORLD_ALICE, &request, 30);
}

Test(block, recovered) {
    eip_allocate_address_request request;
    const char *name;

    world_account(&w, WORLD_ALICE, 8, 0);
    world_account(&w, WORLD_BOB, 64, 0);
    get(WORLD_ALICE, NULL, 30);
    name = world_ip(got.base);
    request = world_request_named(name);
    give_all(WORLD_ALICE, 4);
    expect_not_found(WORLD_BOB, name, 30);
    expect_not_found(WORLD_BOB, name, 32);
    get(WORLD_ALICE, &request, 30);
    cr_assert_eq(got.base, world_address(name));
    give_all(WORLD_ALICE, 4);
    request = world_request_named(name);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL), EIP_OK);
    expect_not_found(WORLD_ALICE, name, 30);
}

Test(block, named_larger_than_its_cidr_block) {
    expect_not_found(WORLD_ALICE, "192.0.2.0", 28);
    expect_not_found(WORLD_ALICE, "203.0.113.0", 32);
}

Test(block, counts_in_the_statistics) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_allocate_address_request request = world_request_named("192.0.2.0");

    get(WORLD_ALICE, &request, 30);
    give_all(WORLD_ALICE, 2);
    request = world_request_named("192.0.2.0");
    get(WORLD_ALICE, &request, 31);
    EXPECT_STATUS(ask(WORLD_ALICE, NULL, 33), EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(eip_engine_stats_read(w.engine, &stats), EIP_OK);
    cr_assert_eq(stats.allocated, 6);
    cr_assert_eq(stats.named, 4);
    cr_assert_eq(stats.recovered, 2);
}

/* -- what is wrong with it ---------------------------------------------------------------- */

Test(block, rehearsed) {
    eip_allocate_address_request request = from(w.byoip);

    request.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_UNCHANGED(
        EXPECT_STATUS(ask(WORLD_ALICE, &request, 29), EIP_ERR_DRY_RUN));
    expect_empty(&request, 28);
    request = world_request_named("192.0.2.0");
    request.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_UNCHANGED(
        EXPECT_STATUS(ask(WORLD_ALICE, &request, 29), EIP_ERR_DRY_RUN));
    EXPECT_STATUS(ask(WORLD_ALICE, &request, 28), EIP_ERR_ADDRESS_NOT_FOUND);
}

Test(block, of_no_such_length) {
    const uint32_t lengths[] = {0, 27, 33, UINT32_MAX};

    for (size_t i = 0; i < COUNT(lengths); i++) {
        char message[128];

        (void)snprintf(message, sizeof message,
                       "invalid value for parameter NetmaskLength: %u. It must "
                       "be between 28 and 32",
                       lengths[i]);
        EXPECT_UNCHANGED(EXPECT_ERROR(ask(WORLD_ALICE, NULL, lengths[i]),
                                      EIP_ERR_INVALID_PARAMETER_VALUE,
                                      message));
        cr_assert_str_eq(w.error.field, "NetmaskLength");
    }
}

Test(block, named_by_another_than_its_first) {
    eip_allocate_address_request request = world_request_named("192.0.2.2");

    EXPECT_UNCHANGED(EXPECT_ERROR(
        ask(WORLD_ALICE, &request, 30), EIP_ERR_INVALID_PARAMETER_VALUE,
        "invalid value for parameter Address: 192.0.2.2. A block of 4 "
        "addresses cannot begin there"));
    cr_assert_str_eq(w.error.field, "Address");
    request = world_request_named("192.0.2");
    EXPECT_STATUS(ask(WORLD_ALICE, &request, 30), EIP_ERR_ADDRESS_MALFORMED);
}

Test(block, without_a_place_for_the_answer) {
    const eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    EXPECT_STATUS(eip_allocate_block(w.engine, &caller, NULL, 32, NULL,
                                     responses, &w.error),
                  EIP_ERR_NULL);
    cr_assert_str_eq(w.error.field, "block");
    EXPECT_STATUS(
        eip_allocate_block(w.engine, &caller, NULL, 32, &got, NULL, &w.error),
        EIP_ERR_NULL);
    cr_assert_str_eq(w.error.field, "responses");
    responses[0].size = 4;
    EXPECT_STATUS(eip_allocate_block(w.engine, &caller, NULL, 32, &got,
                                     responses, &w.error),
                  EIP_ERR_STRUCT_VERSION);
}

Test(block, with_what_the_request_must_not_have) {
    eip_allocate_address_request request = world_request();

    request.reserved = 1;
    EXPECT_STATUS(ask(WORLD_ALICE, &request, 32), EIP_ERR_STRUCT_VERSION);
    request = world_request();
    request.public_ipv4_pool = eip_text_of("ipv4pool-ec2-0");
    EXPECT_STATUS(ask(WORLD_ALICE, &request, 32),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(ask(UINT64_MAX, NULL, 32), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(
        eip_allocate_block(NULL, NULL, NULL, 32, &got, responses, &w.error),
        EIP_ERR_NULL);
    w.guard.denies = true;
    EXPECT_STATUS(ask(WORLD_ALICE, NULL, 0), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:AllocateAddress");
}

/* Larger structs of a later version, one behind the other. */
Test(block, into_larger_responses) {
    struct {
        eip_allocate_address_response known;
        uint64_t later;
    } larger[4];
    const eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    memset(larger, 255, sizeof larger);
    larger[0].known.size = sizeof larger[0];
    EXPECT_STATUS(eip_allocate_block(w.engine, &caller, NULL, 30, &got,
                                     &larger[0].known, &w.error),
                  EIP_OK);
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert_eq(larger[i].known.size, sizeof larger[i]);
        cr_assert_eq(larger[i].known.public_ip, got.base + i);
        cr_assert_eq(larger[i].later, 0);
    }
}

Test(block, of_a_new_account) {
    get(WORLD_DAVE, NULL, 30);
    EXPECT_STATUS(ask(WORLD_DAVE, NULL, 31), EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    get(WORLD_DAVE, NULL, 32);
}

/* Each request for memory is refused once: nothing has changed then. */
Test(block, without_memory) {
    eip_tag tag = {{"Name", 4, 0}, {"block", 5, 0}};
    eip_tag_specification specification = {{"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_status status = EIP_ERR_OUT_OF_MEMORY;
    uint64_t nth = 0;

    world_account(&w, WORLD_ALICE, 64, 0);
    while (status != EIP_OK) {
        eip_allocate_address_request request = world_request();

        request.tag_specifications = &specification;
        request.tag_specification_count = 1;
        world_heap_fail(&w, ++nth, false);
        status = ask(WORLD_ALICE, &request, 28);
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        cr_assert_eq(world_used(&w, WORLD_ALICE), status == EIP_OK ? 16 : 0);
        cr_assert_eq(world_count(&w, WORLD_ALICE), status == EIP_OK ? 16 : 0);
    }
    cr_assert_gt(nth, 16);
}
