/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Counts of calls and of addresses. */
#include "api/expect.h"

WORLD_SUITE(stats);

static eip_engine_stats read_stats(void) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;

    EXPECT_STATUS(eip_engine_stats_read(w.engine, &stats), EIP_OK);
    return stats;
}

Test(stats, each_call_is_counted_once_by_its_cause) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;
    eip_engine_stats stats;

    got = world_get(&w, WORLD_DAVE, NULL);
    for (int i = 1; i < EIP_QUOTA_DEFAULT; i++) {
        (void)world_get(&w, WORLD_DAVE, NULL);
    }
    EXPECT_STATUS(world_allocate(&w, WORLD_DAVE, NULL, NULL),
                  EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    world_give(&w, WORLD_DAVE, &got);
    request = world_request_named(world_ip(got.public_ip));
    (void)world_get(&w, WORLD_DAVE, &request);
    request = world_request_named("192.0.2.5");
    (void)world_get(&w, WORLD_ALICE, &request);
    request = world_request_named("192.0.2.6");
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    request = world_request_named("nonsense");
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_ADDRESS_MALFORMED);
    request = world_request();
    request.flags = EIP_ALLOCATE_DRY_RUN;
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(world_release(&w, WORLD_BOB, 77, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(world_release(&w, WORLD_BOB, 0, NULL),
                  EIP_ERR_MISSING_PARAMETER);
    (void)world_count(&w, WORLD_BOB);
    stats = read_stats();
    cr_assert_eq(stats.allocated, 7);
    cr_assert_eq(stats.recovered, 1);
    cr_assert_eq(stats.named, 1);
    cr_assert_eq(stats.released, 1);
    cr_assert_eq(stats.described, 1);
    cr_assert_eq(stats.allocate_failed_quota, 1);
    cr_assert_eq(stats.allocate_failed_capacity, 0);
    cr_assert_eq(stats.allocate_failed_not_found, 1);
    cr_assert_eq(stats.allocate_failed_other, 1);
    cr_assert_eq(stats.release_failed_not_found, 1);
    cr_assert_eq(stats.release_failed_other, 1);
    cr_assert_eq(stats.dry_runs, 1);
}

Test(stats, capacity_failures_and_what_is_there) {
    eip_allocate_address_request request = world_request_from(w.coip);
    eip_engine_stats stats = read_stats();

    cr_assert_eq(stats.accounts, 3);
    cr_assert_eq(stats.spaces, 8);
    cr_assert_eq(stats.cidrs, 8);
    cr_assert_geq(stats.records, 32 + 16 + 16 + 8 + 4 + 8 + 8 + 8);
    cr_assert_geq(stats.lanes, 1);
    for (int i = 0; i < WORLD_COIP_SIZE; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    stats = read_stats();
    cr_assert_eq(stats.allocated, WORLD_COIP_SIZE);
    cr_assert_eq(stats.allocate_failed_capacity, 1);
    (void)world_get(&w, WORLD_DAVE, NULL);
    cr_assert_eq(read_stats().accounts, 4);
}

Test(stats, sizes_and_nulls) {
    struct {
        eip_engine_stats stats;
        uint64_t tail[4];
    } larger;
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    uint32_t count;

    EXPECT_STATUS(eip_engine_stats_read(NULL, &stats), EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_stats_read(w.engine, NULL), EIP_ERR_NULL);
    stats.size = 8;
    EXPECT_STATUS(eip_engine_stats_read(w.engine, &stats),
                  EIP_ERR_STRUCT_VERSION);
    memset(&larger, 0x55, sizeof larger);
    larger.stats.size = sizeof larger;
    EXPECT_STATUS(eip_engine_stats_read(w.engine, &larger.stats), EIP_OK);
    cr_assert_eq(larger.tail[0], 0, "what the library does not know is zero");
    cr_assert_eq(larger.stats.size, sizeof larger);
    cr_assert_eq(larger.stats.spaces, 8);
    EXPECT_STATUS(eip_engine_space_stats(NULL, NULL, 0, &count), EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_space_stats(w.engine, NULL, 0, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_space_stats(w.engine, NULL, 1, &count),
                  EIP_ERR_NULL);
}

Test(stats, only_as_many_rows_as_there_is_room_for) {
    eip_space_stats rows[3];
    uint32_t count = 0;

    EXPECT_STATUS(eip_engine_space_stats(w.engine, NULL, 0, &count), EIP_OK);
    cr_assert_eq(count, 8);
    memset(rows, 0x77, sizeof rows);
    EXPECT_STATUS(eip_engine_space_stats(w.engine, rows, 2, &count), EIP_OK);
    cr_assert_eq(count, 8);
    cr_assert_eq(rows[1].size, sizeof rows[1]);
    cr_assert_eq(rows[2].size, 0x77777777);
}

Test(stats, a_pool_whose_blocks_are_gone_has_no_row) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    uint32_t count = 0;

    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_IF_UNUSED, NULL, &w.error),
                  EIP_OK);
    EXPECT_STATUS(eip_engine_space_stats(w.engine, NULL, 0, &count), EIP_OK);
    cr_assert_eq(count, 7);
    EXPECT_STATUS(eip_engine_stats_read(w.engine, &stats), EIP_OK);
    cr_assert_eq(stats.spaces, 7);
}

static void expect_row(const eip_space_stats *row, uint64_t held, uint64_t free,
                       uint64_t cooling, uint64_t never) {
    cr_assert_eq(row->held, held);
    cr_assert_eq(row->free, free);
    cr_assert_eq(row->cooling, cooling);
    cr_assert_eq(row->never_allocated, never);
    cr_assert_eq(row->capacity, row->held + row->free + row->cooling +
                                    row->withdrawn + row->retired);
}

Test(stats, an_address_is_held_then_cooling_then_free) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response got;
    eip_space_stats row = world_space(&w, w.byoip, WORLD_REGION);

    cr_assert_eq(row.pool_owner, WORLD_ALICE);
    cr_assert_eq(row.cidrs, 1);
    expect_row(&row, 0, 8, 0, 8);
    got = world_get(&w, WORLD_ALICE, &request);
    row = world_space(&w, w.byoip, WORLD_REGION);
    expect_row(&row, 1, 7, 0, 7);
    world_give(&w, WORLD_ALICE, &got);
    row = world_space(&w, w.byoip, WORLD_REGION);
    expect_row(&row, 0, 7, 1, 7);
    w.now_ms += EIP_COOLDOWN_MS_DEFAULT - 1;
    row = world_space(&w, w.byoip, WORLD_REGION);
    expect_row(&row, 0, 7, 1, 7);
    w.now_ms++;
    row = world_space(&w, w.byoip, WORLD_REGION);
    expect_row(&row, 0, 8, 0, 7);
}

Test(stats, what_ec2_classic_had_was_allocated_too) {
    eip_allocate_address_response got;
    eip_space_stats row;

    world_modify(&w, w.amazon, EIP_POLICY_DEFAULT, 0, 0);
    got = world_get(&w, WORLD_CAROL, NULL);
    world_give(&w, WORLD_CAROL, &got);
    row = world_space(&w, w.amazon, WORLD_REGION);
    expect_row(&row, 0, WORLD_AMAZON_SIZE, 0, WORLD_AMAZON_SIZE - 1);
}

Test(stats, draining_and_withdrawn) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_space_stats row;
    uint64_t held = 99;

    (void)world_get(&w, WORLD_ALICE, &request);
    (void)world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 2);
    row = world_space(&w, w.byoip, WORLD_REGION);
    expect_row(&row, 2, 0, 0, 0);
    cr_assert_eq(row.draining, 2);
    cr_assert_eq(row.withdrawn, 6);
    cr_assert_eq(row.capacity, 8);
}

Test(stats, the_audit_says_what_it_looked_at) {
    struct {
        eip_audit_report report;
        uint64_t tail;
    } larger = {{sizeof larger, 0, 0, 0, 0, 0, 0}, 9};
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    (void)world_get(&w, WORLD_BOB, NULL);
    EXPECT_STATUS(eip_engine_audit(w.engine, NULL, NULL, &report), EIP_OK);
    cr_assert_eq(report.cidrs, 8);
    cr_assert_eq(report.accounts, 3);
    cr_assert_eq(report.held, 1);
    cr_assert_eq(report.findings, 0);
    cr_assert_leq(report.addresses, 100);
    cr_assert_geq(report.addresses, 1);
    EXPECT_STATUS(eip_engine_audit(w.engine, NULL, NULL, &larger.report),
                  EIP_OK);
    cr_assert_eq(larger.tail, 0);
    report.size = 4;
    EXPECT_STATUS(eip_engine_audit(w.engine, NULL, NULL, &report),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(eip_engine_audit(w.engine, NULL, NULL, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_audit(NULL, NULL, NULL, &larger.report),
                  EIP_ERR_NULL);
}
