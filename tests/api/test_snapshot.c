/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Snapshots: what was there is there again. */
#include "support/world.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static eip_snapshot *save(struct world *world) {
    eip_snapshot *snapshot = NULL;

    cr_assert_eq(
        eip_snapshot_save_buffer(world->engine, &snapshot, &world->error),
        EIP_OK);
    return snapshot;
}

/* In the place of the world's engine comes one of the snapshot. */
static void load(struct world *world, const eip_snapshot *snapshot) {
    eip_status status;

    eip_engine_close(world->engine);
    world->engine = NULL;
    status = eip_snapshot_load_buffer(
        &world->config, eip_snapshot_bytes(snapshot),
        eip_snapshot_size(snapshot), &world->engine, &world->error);
    cr_assert_eq(status, EIP_OK, "%s: %s", eip_status_name(status),
                 world->error.message);
}

static void check_same(const eip_snapshot *a, const eip_snapshot *b) {
    cr_assert_eq(eip_snapshot_size(a), eip_snapshot_size(b));
    cr_assert_eq(memcmp(eip_snapshot_bytes(a), eip_snapshot_bytes(b),
                        eip_snapshot_size(a)),
                 0);
}

/* Save, load, save; the pictures, the bytes and the answers are the same. */
static void check_round(struct world *world) {
    char *before = world_picture(world);
    eip_snapshot *first = save(world);
    eip_snapshot *second;
    char *after;

    load(world, first);
    second = save(world);
    check_same(first, second);
    after = world_picture(world);
    cr_assert_str_eq(before, after);
    eip_snapshot_free(first);
    eip_snapshot_free(second);
    free(before);
    free(after);
    world_audit(world);
}

Test(snapshot, of_an_engine_with_nothing_in_it) {
    struct world world;

    world_init(&world);
    world_open(&world);
    check_round(&world);
    world_end(&world);
}

Test(snapshot, of_a_region_that_nobody_uses) {
    struct world world;

    world_start(&world);
    check_round(&world);
    world_end(&world);
}

Test(snapshot, of_addresses_held_and_released) {
    struct world world;
    eip_allocate_address_response held[3];
    eip_allocate_address_response next;

    world_start(&world);
    for (int i = 0; i < 3; i++) {
        held[i] = world_get(&world, WORLD_ALICE, NULL);
    }
    (void)world_get(&world, WORLD_BOB, NULL);
    world_give(&world, WORLD_ALICE, &held[1]);
    check_round(&world);
    cr_assert_eq(world_used(&world, WORLD_ALICE), 2);
    cr_assert_eq(
        world_release(&world, WORLD_ALICE, held[0].allocation_id, NULL),
        EIP_OK);
    next = world_get(&world, WORLD_ALICE, NULL);
    cr_assert_neq(next.allocation_id, held[0].allocation_id);
    check_round(&world);
    world_end(&world);
}
