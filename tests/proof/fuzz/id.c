/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Account numbers, allocation ids, pool ids: one spelling each; and what
 * calls answer for an id that is none. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

static void check_spelling(eip_text text, eip_status status, eip_status refusal,
                           const char *spelling, uint32_t size) {
    if (status != EIP_OK) {
        FUZZ_CHECK(status == refusal, "status %d", status);
        return;
    }
    FUZZ_CHECK(size == text.size && memcmp(spelling, text.data, size) == 0,
               "another spelling of %s is taken", spelling);
}

static void check_parsers(eip_text text) {
    char *room = fuzz_room(EIP_POOL_ID_TEXT_SIZE);
    eip_pool_ref pool = {0, 0, 0};
    uint64_t number = 0;
    eip_status status = eip_account_parse(text, &number);
    uint32_t size = eip_account_format(number, room);

    check_spelling(text, status, EIP_ERR_INVALID_PARAMETER_VALUE, room, size);
    number = 0;
    status = eip_allocation_id_parse(text, &number);
    size = eip_allocation_id_format(number, room);
    check_spelling(text, status, EIP_ERR_ALLOCATION_ID_NOT_FOUND, room, size);
    status = eip_pool_id_parse(text, &pool);
    size = eip_pool_id_format(pool, room);
    check_spelling(text, status, EIP_ERR_POOL_NOT_FOUND, room, size);
}

/* By printf, which is nobody's here. */
static void check_values(uint64_t number) {
    static const char *const prefixes[] = {NULL, "ipv4pool-ec2-0",
                                           "ipam-pool-0", "ipv4pool-coip-0"};
    char *room = fuzz_room(EIP_POOL_ID_TEXT_SIZE);
    char wanted[64];
    uint64_t again = ~number;
    eip_pool_ref pool = {number, 1 + (uint32_t)(number % 3), 0};
    eip_pool_ref read = {0, 0, 0};
    int size = snprintf(wanted, sizeof wanted, "%s%016llx", prefixes[pool.kind],
                        (unsigned long long)number);

    FUZZ_CHECK(eip_pool_id_format(pool, room) == (uint32_t)size &&
                   strcmp(room, wanted) == 0 &&
                   eip_pool_id_parse(fuzz_text(wanted, (size_t)size), &read) ==
                       EIP_OK &&
                   read.id == number && read.kind == pool.kind,
               "pool %s", wanted);
    size = snprintf(wanted, sizeof wanted, "eipalloc-0%016llx",
                    (unsigned long long)number);
    FUZZ_CHECK(eip_allocation_id_format(number, room) == (uint32_t)size &&
                   strcmp(room, wanted) == 0 &&
                   eip_allocation_id_parse(fuzz_text(wanted, (size_t)size),
                                           &again) == EIP_OK &&
                   again == number,
               "allocation %s", wanted);
    number %= UINT64_C(1000000000000);
    size =
        snprintf(wanted, sizeof wanted, "%012llu", (unsigned long long)number);
    FUZZ_CHECK(eip_account_format(number, room) == 12 &&
                   strcmp(room, wanted) == 0 &&
                   eip_account_parse(fuzz_text(wanted, (size_t)size), &again) ==
                       EIP_OK &&
                   again == number,
               "account %s", wanted);
}

/* Nothing is held, so no allocation id is known; a pool's may be. */
static void check_calls(eip_text text) {
    static const struct {
        size_t member;
        eip_status refusal;
        const char *field;
    } pools[] = {
        {offsetof(eip_allocate_address_request, public_ipv4_pool),
         EIP_ERR_INVALID_PARAMETER_VALUE, "PublicIpv4Pool"},
        {offsetof(eip_allocate_address_request, ipam_pool_id),
         EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId"},
        {offsetof(eip_allocate_address_request, customer_owned_ipv4_pool),
         EIP_ERR_POOL_NOT_FOUND, "CustomerOwnedIpv4Pool"},
    };
    struct world *world = fuzz_world();
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_release_address_request release = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_status status;

    release.allocation_id_text = text;
    status =
        eip_release_address(world->engine, &caller, &release, &world->error);
    FUZZ_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "%s",
               eip_status_name(status));
    fuzz_check_error(&world->error, status, "AllocationId");
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        eip_allocate_address_request allocate =
            EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
        eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

        memcpy((char *)&allocate + pools[i].member, &text, sizeof text);
        allocate.flags = EIP_ALLOCATE_DRY_RUN;
        status = eip_allocate_address(world->engine, &caller, &allocate, &got,
                                      &world->error);
        FUZZ_CHECK(status == EIP_ERR_DRY_RUN || status == pools[i].refusal,
                   "%s", eip_status_name(status));
        fuzz_check_error(&world->error, status,
                         status == EIP_ERR_DRY_RUN ? "" : pools[i].field);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    eip_text text;

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    fuzz_begin(data, size);
    text = fuzz_text(data, size);
    check_parsers(text);
    check_values(fuzz_number(data, size));
    check_calls(text);
    return 0;
}
