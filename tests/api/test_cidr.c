/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Provisioning and draining CIDR blocks. */
#include "api/expect.h"

WORLD_SUITE(cidr);

static eip_status provision(eip_pool_ref pool, const char *group,
                            const char *const *texts, uint32_t count) {
    eip_cidr cidrs[8];

    for (uint32_t i = 0; i < count; i++) {
        cidrs[i] = world_cidr(texts[i]);
    }
    w.error = eip_error_init();
    return eip_admin_provision_cidrs(w.engine, pool, eip_text_of(group), cidrs,
                                     count, &w.error);
}

static eip_status one(eip_pool_ref pool, const char *group, const char *text) {
    return provision(pool, group, &text, 1);
}

static eip_status drain(const char *text, uint32_t mode, uint64_t *held) {
    w.error = eip_error_init();
    return eip_admin_drain_cidr(w.engine, w.byoip, world_cidr(text), mode, held,
                                &w.error);
}

static eip_status ask(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    return world_allocate(&w, WORLD_ALICE, &request, NULL);
}

static eip_allocate_address_response take(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    return world_get(&w, WORLD_ALICE, &request);
}

/* -- provisioning ---------------------------------------------------------- */

Test(cidr, malformed_blocks) {
    static const eip_cidr bad[] = {
        {0x0b000001, 24},  {0x0b000000, 7}, {0, 0},          {0x0b000000, 33},
        {0x0b000000, 255}, {0x0b800000, 8}, {0x0b000001, 31}};

    EXPECT_UNCHANGED({
        for (uint32_t i = 0; i < COUNT(bad); i++) {
            eip_cidr cidrs[2] = {world_cidr("11.1.0.0/24"), bad[i]};

            w.error = eip_error_init();
            EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, w.byoip,
                                                    eip_text_of(NULL), cidrs, 2,
                                                    &w.error),
                          EIP_ERR_CIDR_MALFORMED);
            cr_assert_eq(w.error.index, 1);
            cr_assert_not_null(strstr(w.error.message, world_ip(bad[i].base)));
        }
    });
}

Test(cidr, from_the_smallest_to_the_largest) {
    EXPECT_STATUS(one(w.byoip, NULL, "203.0.113.1/32"), EIP_OK);
    EXPECT_STATUS(one(w.byoip, NULL, "11.0.0.0/8"), EIP_OK);
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).capacity,
                 WORLD_BYOIP_SIZE + 1 + (1u << 24));
    EXPECT_STATUS(drain("11.0.0.0/8", EIP_DRAIN_IF_UNUSED, NULL), EIP_OK);
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).capacity,
                 WORLD_BYOIP_SIZE + 1);
}

static void expect_conflict(eip_pool_ref pool, const char *given,
                            const char *there) {
    EXPECT_STATUS(one(pool, NULL, given), EIP_ERR_CIDR_CONFLICT);
    cr_assert_not_null(strstr(w.error.message, given), "%s", w.error.message);
    cr_assert_not_null(strstr(w.error.message, there), "%s", w.error.message);
    cr_assert_str_eq(w.error.field, "Cidr");
}

Test(cidr, no_two_overlap_and_both_are_named) {
    expect_conflict(w.byoip, WORLD_BYOIP_CIDR, WORLD_BYOIP_CIDR);
    expect_conflict(w.amazon, "192.0.2.0/26", WORLD_BYOIP_CIDR);
    expect_conflict(w.ipam, "192.0.2.7/32", WORLD_BYOIP_CIDR);
    expect_conflict(w.byoip_bob, "192.0.2.0/30", WORLD_BYOIP_CIDR);
    expect_conflict(w.byoip, "155.0.0.0/8", WORLD_CARRIER_CIDR);
    EXPECT_STATUS(one(w.byoip, NULL, "192.0.2.8/29"), EIP_OK);
    expect_conflict(w.amazon, "192.0.2.15/32", "192.0.2.8/29");
    EXPECT_STATUS(one(w.amazon, NULL, "192.0.2.16/28"), EIP_OK);
}

Test(cidr, a_batch_is_all_or_nothing) {
    static const char *const overlap[] = {"11.0.0.0/24", "13.0.0.0/24",
                                          "11.0.0.128/25"};
    static const char *const last[] = {"11.0.0.0/24", "13.0.0.0/24",
                                       WORLD_AMAZON_CIDR};
    static const char *const good[] = {"13.0.0.0/24", "11.0.0.0/24",
                                       "12.0.0.0/24"};

    EXPECT_UNCHANGED({
        EXPECT_STATUS(provision(w.byoip, NULL, overlap, 3),
                      EIP_ERR_CIDR_CONFLICT);
        cr_assert_eq(w.error.index, 2);
        cr_assert_not_null(strstr(w.error.message, "11.0.0.0/24"));
        cr_assert_not_null(strstr(w.error.message, "11.0.0.128/25"));
        EXPECT_STATUS(provision(w.byoip, NULL, last, 3), EIP_ERR_CIDR_CONFLICT);
        cr_assert_eq(w.error.index, 2);
    });
    EXPECT_STATUS(provision(w.byoip, NULL, good, 3), EIP_OK);
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).cidrs, 4);
}

Test(cidr, border_groups_of_a_pool) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);

    EXPECT_STATUS(one(w.amazon, "nowhere", "11.0.0.0/24"),
                  EIP_ERR_BORDER_GROUP_NOT_FOUND);
    EXPECT_STATUS(one(w.byoip, WORLD_LOCAL, "11.0.0.0/24"), EIP_ERR_ARGUMENT);
    cr_assert_not_null(strstr(w.error.message, WORLD_REGION));
    EXPECT_STATUS(one(w.byoip, WORLD_REGION, "11.0.0.0/24"), EIP_OK);
    EXPECT_STATUS(one(pool, WORLD_LOCAL, "11.0.1.0/24"), EIP_OK);
    EXPECT_STATUS(one(pool, NULL, "11.0.2.0/24"), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(one(w.amazon, WORLD_LOCAL, "11.0.3.0/24"), EIP_OK);
    EXPECT_STATUS(one(w.amazon, WORLD_WAVELENGTH, "11.0.4.0/24"), EIP_OK);
}

Test(cidr, a_pool_emptied_may_move_to_another_border_group) {
    eip_pool_ref pool = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    eip_allocate_address_request request = world_request_from(pool);

    EXPECT_STATUS(one(pool, WORLD_LOCAL, "11.0.1.0/24"), EIP_OK);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                       world_cidr("11.0.1.0/24"),
                                       EIP_DRAIN_IF_UNUSED, NULL, &w.error),
                  EIP_OK);
    EXPECT_STATUS(one(pool, WORLD_REGION, "11.0.1.0/24"), EIP_OK);
    cr_assert(is_text(world_get(&w, WORLD_ALICE, &request).network_border_group,
                      WORLD_REGION));
}

Test(cidr, arguments) {
    eip_cidr cidr = world_cidr("11.0.0.0/24");
    eip_pool_ref unknown = {9, EIP_POOL_IPAM, 0};
    eip_text bad = {"x", 1, 1};

    EXPECT_STATUS(one(unknown, NULL, "11.0.0.0/24"), EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, w.byoip,
                                            eip_text_of(NULL), &cidr, 0, NULL),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, w.byoip,
                                            eip_text_of(NULL), NULL, 1, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_provision_cidrs(NULL, w.byoip, eip_text_of(NULL),
                                            &cidr, 1, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_admin_provision_cidrs(w.engine, w.byoip, bad, &cidr, 1, NULL),
        EIP_ERR_STRUCT_VERSION);
}

Test(cidr, coip_pools_have_spaces_of_their_own) {
    eip_allocate_address_request request = world_request_from(w.coip);

    EXPECT_STATUS(one(w.coip, NULL, "198.51.100.0/27"), EIP_OK);
    EXPECT_STATUS(one(w.coip_bob, NULL, "198.51.100.0/27"), EIP_OK);
    expect_conflict(w.coip, "10.0.0.0/24", WORLD_COIP_CIDR);
    EXPECT_STATUS(one(w.coip, NULL, "172.16.0.0/16"), EIP_OK);
    EXPECT_STATUS(one(w.byoip, NULL, "10.0.0.0/24"), EIP_OK);
    request.address = eip_text_of("172.16.255.255");
    (void)world_get(&w, WORLD_ALICE, &request);
}

Test(cidr, hundreds_of_blocks) {
    for (uint32_t i = 0; i < 500; i++) {
        eip_cidr cidr = {world_address("11.0.0.0") + i * 7 % 500 * 1024, 30};

        cr_assert_eq(eip_admin_provision_cidrs(
                         w.engine, w.byoip, eip_text_of(NULL), &cidr, 1, NULL),
                     EIP_OK);
    }
    for (uint32_t i = 0; i < 500 * 4; i++) {
        eip_allocate_address_response got = take();

        cr_assert_eq(got.public_ip,
                     world_address("11.0.0.0") + i / 4 * 1024 + i % 4);
    }
}

/* -- draining -------------------------------------------------------------- */

Test(cidr, if_unused_refuses_and_changes_nothing) {
    eip_allocate_address_response got = take();
    uint64_t held = 77;

    EXPECT_UNCHANGED({
        EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_IF_UNUSED, &held),
                      EIP_ERR_CIDR_IN_USE);
    });
    cr_assert_eq(held, 77, "written only on success");
    cr_assert_not_null(strstr(w.error.message, WORLD_BYOIP_CIDR));
    for (int i = 1; i < WORLD_BYOIP_SIZE; i++) {
        (void)take();
    }
    world_give(&w, WORLD_ALICE, &got);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_IF_UNUSED, NULL),
                  EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(ask(), EIP_OK);
}

Test(cidr, if_unused_removes) {
    eip_allocate_address_response got = take();
    uint64_t held = 77;

    world_give(&w, WORLD_ALICE, &got);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_IF_UNUSED, &held), EIP_OK);
    cr_assert_eq(held, 0);
    EXPECT_STATUS(ask(), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_IF_UNUSED, NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(one(w.amazon, NULL, WORLD_BYOIP_CIDR), EIP_OK);
}

Test(cidr, start_then_release_then_removed) {
    eip_allocate_address_response first = take();
    eip_allocate_address_response second = take();
    uint64_t held = 77;

    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, &held), EIP_OK);
    cr_assert_eq(held, 2);
    EXPECT_STATUS(ask(), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 2, "what is held works on");
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(ask(), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_IF_UNUSED, NULL),
                  EIP_ERR_CIDR_IN_USE);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, &held), EIP_OK);
    cr_assert_eq(held, 1);
    world_give(&w, WORLD_ALICE, &second);
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).withdrawn, 8);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, &held), EIP_OK);
    cr_assert_eq(held, 0);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, &held),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, w.byoip, &w.error), EIP_OK);
}

Test(cidr, cancel_offers_again_what_is_not_held) {
    eip_allocate_address_response first = take();
    eip_allocate_address_response second = take();
    uint64_t held = 77;

    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_CANCEL, &held), EIP_OK);
    cr_assert_eq(held, 2, "cancelling nothing is no error");
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, NULL), EIP_OK);
    world_give(&w, WORLD_ALICE, &first);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_CANCEL, &held), EIP_OK);
    cr_assert_eq(held, 1);
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).withdrawn, 0);
    for (int i = 1; i < WORLD_BYOIP_SIZE; i++) {
        EXPECT_STATUS(ask(), EIP_OK);
    }
    EXPECT_STATUS(ask(), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    world_give(&w, WORLD_ALICE, &second);
    EXPECT_STATUS(ask(), EIP_OK);
}

Test(cidr, ids_live_through_a_drain_and_its_cancel) {
    eip_allocate_address_response got = take();

    for (int i = 0; i < 100; i++) {
        EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, NULL), EIP_OK);
        EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_CANCEL, NULL), EIP_OK);
    }
    world_give(&w, WORLD_ALICE, &got);
    got = take();
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, NULL), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
}

Test(cidr, ids_never_repeat_over_provisioning_again) {
    static uint64_t ids[400];
    uint32_t count = 0;

    for (int round = 0; round < 50; round++) {
        eip_allocate_address_response got[8];

        for (int i = 0; i < 8; i++) {
            got[i] = take();
            for (uint32_t n = 0; n < count; n++) {
                cr_assert_neq(ids[n], got[i].allocation_id);
            }
            ids[count++] = got[i].allocation_id;
        }
        for (int i = 0; i < 8; i++) {
            world_give(&w, WORLD_ALICE, &got[i]);
        }
        EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_IF_UNUSED, NULL),
                      EIP_OK);
        EXPECT_STATUS(one(w.byoip, NULL, WORLD_BYOIP_CIDR), EIP_OK);
        EXPECT_STATUS(world_release(&w, WORLD_ALICE, ids[0], NULL),
                      EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    }
}

Test(cidr, only_whole_blocks_of_the_pool_are_drained) {
    eip_pool_ref unknown = {9, EIP_POOL_IPAM, 0};
    eip_cidr cidr = world_cidr(WORLD_BYOIP_CIDR);
    eip_cidr bad = {cidr.base + 1, 29};

    EXPECT_STATUS(drain("192.0.2.0/30", EIP_DRAIN_START, NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(drain("192.0.2.0/28", EIP_DRAIN_START, NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(drain(WORLD_AMAZON_CIDR, EIP_DRAIN_START, NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(drain("203.0.113.0/24", EIP_DRAIN_CANCEL, NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, 3, NULL), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, unknown, cidr, 0, NULL, NULL),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip, bad, 0, NULL, NULL),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_drain_cidr(NULL, w.byoip, cidr, 0, NULL, NULL),
                  EIP_ERR_NULL);
}

Test(cidr, one_of_several_blocks_is_drained) {
    eip_allocate_address_response got;

    EXPECT_STATUS(one(w.byoip, NULL, "203.0.113.0/29"), EIP_OK);
    got = take();
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, NULL), EIP_OK);
    for (int i = 0; i < 8; i++) {
        cr_assert(is_in(take().public_ip, "203.0.113.0/29"));
    }
    EXPECT_STATUS(ask(), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_CANCEL, NULL), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
    cr_assert_eq(take().public_ip, world_address("192.0.2.1"));
}

/* A larger block where smaller ones were: what the index of blocks needed for
 * them goes with them (world_end sees that all memory came back). */
Test(cidr, blocks_of_other_sizes_in_the_same_place) {
    static const char *const sizes[] = {"11.7.0.0/25",   "11.7.0.0/24",
                                        "11.7.0.128/26", "11.6.0.0/15",
                                        "11.7.3.0/32",   "11.7.0.0/16"};
    uint64_t bytes = 0;

    for (uint32_t i = 0; i < 360; i++) {
        const char *text = sizes[i % COUNT(sizes)];

        world_provision(&w, w.byoip, NULL, text);
        EXPECT_STATUS(drain(text, EIP_DRAIN_IF_UNUSED, NULL), EIP_OK);
        if (i == 120) {
            bytes = w.heap.bytes;
        }
    }
    cr_assert_leq(w.heap.bytes, bytes + 65536, "%llu bytes, then %llu",
                  (unsigned long long)bytes, (unsigned long long)w.heap.bytes);
}

/* A pool whose blocks are gone, or that never had any, asked for by group. */
Test(cidr, a_pool_without_blocks_in_a_border_group) {
    eip_pool_ref pools[] = {world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE),
                            world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE)};

    for (uint32_t i = 0; i < COUNT(pools); i++) {
        eip_status wanted = i == 0 ? EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY
                                   : EIP_ERR_INVALID_PARAMETER_VALUE;
        eip_allocate_address_request request = world_request_from(pools[i]);

        request.network_border_group = eip_text_of(WORLD_REGION);
        EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL), wanted);
        EXPECT_STATUS(one(pools[i], NULL, "11.0.1.0/24"), EIP_OK);
        EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pools[i],
                                           world_cidr("11.0.1.0/24"),
                                           EIP_DRAIN_START, NULL, &w.error),
                      EIP_OK);
        EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL), wanted);
    }
}

/* Whatever is refused as its last address has come back: the drain goes on. */
Test(cidr, no_memory_to_end_a_drain) {
    static const uint32_t modes[] = {EIP_DRAIN_START, EIP_DRAIN_IF_UNUSED};

    for (uint32_t i = 0; i < COUNT(modes); i++) {
        eip_status status = EIP_ERR_OUT_OF_MEMORY;
        eip_allocate_address_response got = take();
        eip_cidr cidr = world_cidr(WORLD_BYOIP_CIDR);

        EXPECT_STATUS(drain(WORLD_BYOIP_CIDR, EIP_DRAIN_START, NULL), EIP_OK);
        world_give(&w, WORLD_ALICE, &got);
        for (uint64_t nth = 1; status != EIP_OK; nth++) {
            world_heap_fail(&w, nth, false);
            status = eip_admin_drain_cidr(w.engine, w.byoip, cidr, modes[i],
                                          NULL, &w.error);
            world_heap_fail(&w, 0, false);
            cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
            cr_assert(status != EIP_OK || nth > 1, "nothing was refused");
            EXPECT_STATUS(ask(), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
        }
        EXPECT_STATUS(one(w.byoip, NULL, WORLD_BYOIP_CIDR), EIP_OK);
    }
}

/* The first small block of an engine: its leaves need a table as well. */
Test(cidr, no_memory_for_the_first_block) {
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    world_end(&w);
    world_init(&w);
    world_open(&w);
    for (uint64_t nth = 1; status != EIP_OK; nth++) {
        world_heap_fail(&w, nth, false);
        status = one(w.amazon, NULL, "11.0.0.0/28");
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
        cr_assert(status != EIP_OK || nth > 5, "nothing was refused");
    }
    cr_assert_eq(world_get(&w, WORLD_DAVE, NULL).public_ip >> 4, 0x0b00000);
}
