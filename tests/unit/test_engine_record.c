/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What eip_engine_record says of an address record: what those who allocate
 * the address are told. */
#include "unit/full.h"

static uint32_t address;
static uint64_t id;

static eip_status ask(uint64_t record, uint32_t generation) {
    return eip_engine_record(w.engine, (uint32_t)record, generation, &address,
                             &id);
}

/* Of a pool whose records are scattered, and of one whose are not. */
static void expect_told(uint32_t policy, const char *cidr) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool;
    eip_allocate_address_request request;

    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = WORLD_ALICE;
    spec.policy = policy;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &pool, full_error()),
                  EIP_OK);
    world_provision(&w, pool, WORLD_REGION, cidr);
    request = world_request_from(pool);
    for (int i = 0; i < 32; i++) {
        eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        uint32_t record;
        uint32_t generation;

        EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, &got), EIP_OK);
        eip__id_take_apart(&w.engine->id_key, got.allocation_id, &record,
                           &generation);
        EXPECT_STATUS(ask(record, generation), EIP_OK);
        cr_assert_eq(address, got.public_ip);
        cr_assert_eq(id, got.allocation_id);
    }
}

Test(engine_record, is_what_its_holder_is_told) {
    world_start(&w);
    world_account(&w, WORLD_ALICE, 100, 0);
    expect_told(EIP_POLICY_LOWEST, "44.1.0.0/26");
    expect_told(EIP_POLICY_SPREAD, "44.2.0.0/26");
    world_end(&w);
}

/* A block of 8 has a run of 64 records; behind all runs there is nothing. */
Test(engine_record, is_of_an_address_or_of_none) {
    uint64_t found = 0;

    world_start(&w);
    for (uint64_t i = 0; i < w.engine->records.next + 64; i++) {
        found += ask(i, 1) == EIP_OK;
    }
    cr_assert_eq(found, WORLD_AMAZON_SIZE + WORLD_LOCAL_SIZE +
                            WORLD_CARRIER_SIZE + WORLD_BYOIP_SIZE + 4 +
                            WORLD_IPAM_SIZE + 2 * WORLD_COIP_SIZE);
    EXPECT_STATUS(ask(w.engine->records.next, 1), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(ask(UINT32_MAX, 1), EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(eip_engine_record(w.engine, 0, 1, NULL, &id), EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_record(w.engine, 0, 1, &address, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_record(NULL, 0, 1, &address, &id), EIP_ERR_NULL);
    world_end(&w);
}
