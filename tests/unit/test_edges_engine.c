/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Ids and indexes that nobody who keeps to the API comes by. */
#include "registry/catalog_private.h"
#include "registry/engine.h"
#include "support/internal/trial.h"

#include <Judy.h>
#include <criterion/criterion.h>

enum { CAROL = 7, SOMEBODY = 8 };

static eip_engine *start(void) {
    const struct trial_engine how = {.cidr = "198.51.100.0/28",
                                     .policy = EIP_POLICY_LOWEST};

    return trial_open(&how);
}

static void finish(eip_engine *engine) {
    trial_audit(engine);
    eip_engine_close(engine);
}

/* The number that an address of EC2-Classic would have as an id of a VPC's. */
Test(edges_engine, the_id_of_a_classic_address) {
    eip_engine *engine = start();
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    const struct eip__range *range;
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    uint64_t id;

    spec.account = CAROL;
    spec.quota = 5;
    spec.flags = EIP_ACCOUNT_CLASSIC;
    cr_assert_eq(eip_admin_set_account(engine, &spec, NULL), EIP_OK);
    cr_assert_eq(trial_allocate(engine, CAROL, &got), EIP_OK);
    range = eip__topology_range(eip__engine_topology(engine), got.public_ip);
    id = eip__id_make(&engine->id_key, eip__range_record(range, got.public_ip),
                      1);
    cr_assert_neq(id, got.allocation_id);
    cr_assert_eq(trial_release(engine, CAROL, id),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    cr_assert_eq(trial_release(engine, SOMEBODY, id),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    /* Nobody's: generations are from 1. */
    id = eip__id_make(&engine->id_key,
                      eip__range_record(range, got.public_ip) + 1, 0);
    cr_assert_neq(id, 0);
    cr_assert_eq(trial_release(engine, CAROL, id),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    /* A generation later: not held. */
    id = eip__id_make(&engine->id_key, eip__range_record(range, got.public_ip),
                      2);
    cr_assert_eq(trial_release(engine, CAROL, id),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    finish(engine);
}

/* A pool's id was chosen by hand, and is what the next would have got. */
Test(edges_engine, an_id_of_a_pool_that_is_taken) {
    eip_engine *engine = start();
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    uint64_t number = engine->catalog.pools_made + 1;
    eip_pool_ref taken;
    eip_pool_ref made;

    spec.pool.kind = EIP_POOL_IPAM;
    spec.pool.id = eip__id_make(&engine->catalog.pool_key, 0, (uint32_t)number);
    spec.owner = CAROL;
    cr_assert_eq(eip_admin_create_pool(engine, &spec, &taken, NULL), EIP_OK);
    spec.pool.id = 0;
    cr_assert_eq(eip_admin_create_pool(engine, &spec, &made, NULL), EIP_OK);
    cr_assert_neq(made.id, taken.id);
    cr_assert_eq(engine->catalog.pools_made, number + 1);
    finish(engine);
}

Test(edges_engine, what_is_not_in_the_books_is_not_forgotten) {
    void *judy = NULL;
    void **entry = eip__catalog_enter(&judy, 5);
    int there;

    cr_assert_not_null(entry);
    *entry = &there;
    eip__catalog_forget(&judy, 6);
    entry = JudyLGet(judy, 5, PJE0);
    cr_assert(entry != NULL && *entry == &there);
    eip__catalog_forget(&judy, 5);
    cr_assert_null(JudyLGet(judy, 5, PJE0));
    (void)JudyLFreeArray(&judy, PJE0);
}

/* There is no generation for a target to hold it in. */
Test(edges_engine, the_last_generation_is_not_transferred) {
    eip_engine *engine = start();
    const eip_caller caller = EIP_CALLER_INIT(SOMEBODY);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    const struct eip__range *range;
    eip__a64 *place;
    uint64_t word;
    uint32_t record;

    cr_assert_eq(trial_allocate(engine, SOMEBODY, &got), EIP_OK);
    range = eip__topology_range(eip__engine_topology(engine), got.public_ip);
    record = eip__range_record(range, got.public_ip);
    place = eip__records_word(&engine->records, record);
    word = eip__read(place);
    request.allocation_id =
        eip__id_make(&engine->id_key, record, EIP__GENERATION_MAX);
    request.transfer_account_id = eip_text_of("000000000007");
    eip__publish(place, word | EIP__GENERATION_MAX);
    cr_assert_eq(
        eip_enable_address_transfer(engine, &caller, &request, NULL, NULL),
        EIP_ERR_UNSUPPORTED_OPERATION);
    eip__publish(place, word);
    request.allocation_id = got.allocation_id;
    cr_assert_eq(
        eip_enable_address_transfer(engine, &caller, &request, NULL, NULL),
        EIP_OK);
    finish(engine);
}

/* A response in a form of another version, and nothing to answer. */
Test(edges_engine, a_larger_response_to_one_that_is_refused) {
    eip_engine *engine = start();
    const eip_caller caller = EIP_CALLER_INIT(CAROL);
    struct {
        eip_allocate_address_response response;
        uint64_t more;
    } larger = {{.size = sizeof larger, .public_ip = 77}, 88};

    trial_set_quota(engine, CAROL, 0);
    cr_assert_eq(
        eip_allocate_address(engine, &caller, NULL, &larger.response, NULL),
        EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    cr_assert_eq(larger.response.public_ip, 77);
    cr_assert_eq(larger.more, 88);
    finish(engine);
}
