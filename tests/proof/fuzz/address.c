/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPv4 addresses: each has one spelling, which alone is read. */
#include "fuzz.h"

#include <string.h>

static void check_parser(eip_text text, bool *valid) {
    char *room = fuzz_room(EIP_IPV4_TEXT_SIZE);
    uint32_t address = 0xdeadbeef;
    eip_status status = eip_ipv4_parse(text, &address);

    *valid = status == EIP_OK;
    if (!*valid) {
        FUZZ_CHECK(status == EIP_ERR_ADDRESS_MALFORMED, "status %d", status);
        FUZZ_CHECK(address == 0xdeadbeef, "written by a failure");
        return;
    }
    FUZZ_CHECK(eip_ipv4_format(address, room) == text.size &&
                   memcmp(room, text.data, text.size) == 0,
               "another spelling of %s is taken", room);
}

static void check_value(uint32_t address) {
    char *room = fuzz_room(EIP_IPV4_TEXT_SIZE);
    uint32_t size = eip_ipv4_format(address, room);
    uint32_t again = ~address;

    FUZZ_CHECK(size >= 7 && size < EIP_IPV4_TEXT_SIZE && room[size] == '\0' &&
                   strlen(room) == size,
               "wrong length %u", size);
    FUZZ_CHECK(eip_ipv4_parse(fuzz_text(room, size), &again) == EIP_OK &&
                   again == address,
               "%s does not read back", room);
}

static void check_status(eip_status status, const char *field, bool valid) {
    const eip_error *error = &fuzz_world()->error;

    FUZZ_CHECK((status == EIP_ERR_ADDRESS_MALFORMED) == !valid,
               "%s is the answer for %s address", eip_status_name(status),
               valid ? "an" : "no");
    if (!valid) {
        fuzz_check_error(error, status, field);
    }
}

static void check_calls(eip_text text, bool valid) {
    struct world *world = fuzz_world();
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_allocate_address_request allocate = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_release_address_request release = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_describe_addresses_request describe =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;

    allocate.address = text;
    allocate.flags = EIP_ALLOCATE_DRY_RUN;
    check_status(eip_allocate_address(world->engine, &caller, &allocate, &got,
                                      &world->error),
                 "Address", valid);
    release.public_ip = text;
    release.flags = EIP_RELEASE_DRY_RUN;
    check_status(
        eip_release_address(world->engine, &caller, &release, &world->error),
        "PublicIp", valid);
    describe.public_ips = &text;
    describe.public_ip_count = 1;
    check_status(eip_describe_addresses(world->engine, &caller, &describe,
                                        &list, &world->error),
                 "PublicIp", valid);
    eip_address_list_free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    eip_text text;
    bool valid;

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    fuzz_begin(data, size);
    text = fuzz_text(data, size);
    check_parser(text, &valid);
    check_value((uint32_t)(fuzz_number(data, size) >> 32));
    check_calls(text, valid);
    return 0;
}
