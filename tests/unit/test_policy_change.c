/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A pool's policy is changed while addresses are held: what the new policy
 * keeps account of is right at once. */
#include "registry/engine.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>

enum { ACCOUNT = 7, BASE = 0x0a000000 };

static void set_policy(eip_engine *engine, uint32_t policy) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.policy = policy;
    cr_assert_eq(eip_admin_modify_pool(engine, &spec, NULL), EIP_OK);
}

static eip_allocate_address_response allocate(eip_engine *engine) {
    eip_allocate_address_response response;

    cr_assert_eq(trial_allocate(engine, ACCOUNT, &response), EIP_OK);
    return response;
}

/* Addresses of two of four pieces are held as RANDOM begins to count. */
Test(policy_change, random_knows_what_is_offered) {
    enum { HELD = 5000 };
    const struct trial_engine how = {.cidr = "10.0.0.0/18",
                                     .policy = EIP_POLICY_CURSOR};
    eip_engine *engine = trial_open(&how);
    struct eip__layout *layout = eip__space_layout(
        eip__topology_range(eip__engine_topology(engine), BASE)->space);

    for (uint32_t i = 0; i < HELD; i++) {
        (void)allocate(engine);
    }
    set_policy(engine, EIP_POLICY_RANDOM);
    cr_assert_eq(eip__hint16(&layout->offered[0]), 0);
    cr_assert_eq(eip__hint16(&layout->offered[1]), 2 * EIP__PIECE - HELD);
    cr_assert_eq(eip__hint16(&layout->offered[2]), EIP__PIECE);
    cr_assert_eq(eip__hint16(&layout->offered[3]), EIP__PIECE);
    eip_engine_close(engine);
}

/* While LOWEST was not the policy, nobody told it of what was released. */
Test(policy_change, lowest_again_in_a_scattered_pool) {
    const struct trial_engine how = {.cidr = "10.0.0.0/24",
                                     .policy = EIP_POLICY_SPREAD};
    eip_engine *engine = trial_open(&how);
    eip_allocate_address_response first;

    set_policy(engine, EIP_POLICY_LOWEST);
    first = allocate(engine);
    cr_assert_eq(first.public_ip, BASE);
    for (uint32_t i = 1; i < 100; i++) {
        cr_assert_eq(allocate(engine).public_ip, BASE + i);
    }
    set_policy(engine, EIP_POLICY_SPREAD);
    cr_assert_eq(trial_release(engine, ACCOUNT, first.allocation_id), EIP_OK);
    set_policy(engine, EIP_POLICY_LOWEST);
    cr_assert_eq(allocate(engine).public_ip, BASE);
    cr_assert_eq(allocate(engine).public_ip, BASE + 100);
    eip_engine_close(engine);
}

/* A pool that has SPREAD as it gets its first block is scrambled: a thread stays
 * in a leaf, and yet its addresses are no neighbours. */
Test(policy_change, spread_from_the_beginning) {
    const struct trial_engine how = {.cidr = "10.0.0.0/16",
                                     .policy = EIP_POLICY_SPREAD};
    eip_engine *engine = trial_open(&how);
    uint32_t last = allocate(engine).public_ip;
    uint32_t neighbours = 0;

    for (uint32_t i = 0; i < 60; i++) {
        uint32_t next = allocate(engine).public_ip;

        neighbours += next == last + 1;
        last = next;
    }
    cr_assert_lt(neighbours, 10, "%u of 60", neighbours);
    eip_engine_close(engine);
}
