/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Arguments at the edges of what is one: texts that are no texts, lists
 * without items, sizes that cannot be. */
#include "api/expect.h"

#include <stddef.h>

WORLD_SUITE(arguments);

static const eip_text broken = {NULL, 1, 0};
static const eip_text reserved = {"x", 1, 1};

static eip_caller alice(void) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    return caller;
}

static eip_status release(const eip_release_address_request *request) {
    eip_caller caller = alice();

    w.error = eip_error_init();
    return eip_release_address(w.engine, &caller, request, &w.error);
}

Test(arguments, texts_of_a_release) {
    static const size_t members[] = {
        offsetof(eip_release_address_request, allocation_id_text),
        offsetof(eip_release_address_request, public_ip),
        offsetof(eip_release_address_request, network_border_group)};

    for (size_t i = 0; i < COUNT(members); i++) {
        eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

        memcpy((char *)&request + members[i], &broken, sizeof broken);
        EXPECT_STATUS(release(&request), EIP_ERR_STRUCT_VERSION);
        memcpy((char *)&request + members[i], &reserved, sizeof reserved);
        EXPECT_STATUS(release(&request), EIP_ERR_STRUCT_VERSION);
        cr_assert_str_eq(w.error.field, "request");
    }
}

static eip_status describe(const eip_describe_addresses_request *request) {
    eip_caller caller = alice();
    eip_address_list *list = NULL;
    eip_status status;

    w.error = eip_error_init();
    status =
        eip_describe_addresses(w.engine, &caller, request, &list, &w.error);
    eip_address_list_free(list);
    return status;
}

Test(arguments, texts_of_a_description) {
    eip_describe_addresses_request ids = EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_describe_addresses_request ips = EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    ids.allocation_ids = &broken;
    ids.allocation_id_count = 1;
    EXPECT_STATUS(describe(&ids), EIP_ERR_STRUCT_VERSION);
    ips.public_ips = &reserved;
    ips.public_ip_count = 1;
    EXPECT_STATUS(describe(&ips), EIP_ERR_STRUCT_VERSION);
}

Test(arguments, the_second_address_is_looked_at_too) {
    const eip_text ips[] = {eip_text_of("192.0.2.1"), eip_text_of("192.0.2"),
                            eip_text_of("192.0.2.3")};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    request.public_ips = ips;
    request.public_ip_count = COUNT(ips);
    EXPECT_STATUS(describe(&request), EIP_ERR_ADDRESS_MALFORMED);
    /* The first that is not there, though the next is not either. */
    request.public_ips = &ips[2];
    request.public_ip_count = 1;
    EXPECT_STATUS(describe(&request), EIP_ERR_ADDRESS_NOT_FOUND);
}

Test(arguments, two_addresses_that_are_not_there) {
    const eip_text ips[] = {eip_text_of("192.0.2.1"), eip_text_of("192.0.2.3")};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    request.public_ips = ips;
    request.public_ip_count = COUNT(ips);
    EXPECT_STATUS(describe(&request), EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_not_null(strstr(w.error.message, "192.0.2.1"));
}

/* With ids and addresses both must hold, whichever were first allocated. */
Test(arguments, ids_and_addresses_meet) {
    uint64_t id[3];
    const char *ip[3];
    eip_text texts[2][2];
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    for (int i = 0; i < 3; i++) {
        eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

        id[i] = got.allocation_id;
        ip[i] = world_ip(got.public_ip);
    }
    request.allocation_ids = texts[0];
    request.public_ips = texts[1];
    request.public_ip_count = 2;
    texts[1][0] = eip_text_of(ip[0]);
    texts[1][1] = eip_text_of(ip[1]);
    for (int i = 0; i < 3; i++) {
        eip_address_list *list;

        request.allocation_id_count = 1;
        texts[0][0] = eip_text_of(world_id(id[i]));
        list = world_list(&w, WORLD_ALICE, &request);
        cr_assert_eq(eip_address_list_count(list), i < 2 ? 1u : 0u);
        cr_assert(i == 2 || world_at(list, 0).allocation_id == id[i]);
        eip_address_list_free(list);
    }
    request.allocation_id_count = 2;
    texts[0][0] = eip_text_of(world_id(id[0]));
    texts[0][1] = eip_text_of(world_id(id[2]));
    request.public_ip_count = 1;
    texts[1][0] = eip_text_of(ip[1]);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 3);
    {
        eip_address_list *list = world_list(&w, WORLD_ALICE, &request);

        cr_assert_eq(eip_address_list_count(list), 0);
        eip_address_list_free(list);
    }
}

Test(arguments, filters_that_are_no_filters) {
    eip_text value = eip_text_of("vpc");
    eip_filter filter = {eip_text_of("domain"), NULL, 0, 0};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    request.filters = &filter;
    request.filter_count = 1;
    EXPECT_STATUS(describe(&request), EIP_ERR_INVALID_PARAMETER_VALUE);
    filter.value_count = 1;
    EXPECT_STATUS(describe(&request), EIP_ERR_NULL);
    filter.values = &value;
    EXPECT_STATUS(describe(&request), EIP_OK);
    filter.name = broken;
    EXPECT_STATUS(describe(&request), EIP_ERR_STRUCT_VERSION);
    filter.name = reserved;
    EXPECT_STATUS(describe(&request), EIP_ERR_STRUCT_VERSION);
}

/* -- batches ------------------------------------------------------------------- */

Test(arguments, a_batch_of_none) {
    eip_caller caller = alice();
    eip_caller nobody = EIP_CALLER_INIT(UINT64_C(1000000000000));

    EXPECT_STATUS(eip_allocate_many(w.engine, &caller, NULL, 1, NULL, 0, NULL),
                  EIP_OK);
    EXPECT_STATUS(eip_allocate_many(w.engine, &caller, NULL, 0, NULL, 0, NULL),
                  EIP_OK);
    EXPECT_STATUS(eip_allocate_many(w.engine, &nobody, NULL, 0, NULL, 0, NULL),
                  EIP_ERR_ARGUMENT);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 0);
}

Test(arguments, a_batch_of_requests_that_cannot_be) {
    eip_caller caller = alice();
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_result results[2];

    request.size = 65537;
    EXPECT_STATUS(
        eip_allocate_many(w.engine, &caller, &request, 2, results, 2, &w.error),
        EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(results[1].status, EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_allocate_many(w.engine, &caller, NULL, 2, results, 2, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_allocate_many(w.engine, &caller, NULL, 1, results, 2, &w.error),
        EIP_OK);
}

/* An error too small to be one is not written to. */
Test(arguments, a_batch_with_too_small_an_error) {
    eip_caller caller = alice();
    eip_allocate_address_request request = world_request_named("1.2.3");
    eip_allocate_result result;

    w.error = eip_error_init();
    w.error.size = 8;
    EXPECT_STATUS(
        eip_allocate_many(w.engine, &caller, &request, 1, &result, 1, &w.error),
        EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_eq(w.error.status, 0);
    cr_assert_eq(w.error.size, 8);
}

/* -- administration --------------------------------------------------------------- */

Test(arguments, more_blocks_than_there_may_be) {
    eip_cidr cidr = world_cidr("203.0.113.0/24");

    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, w.amazon,
                                            eip_text_of(WORLD_REGION), &cidr,
                                            EIP_LIMIT_CIDRS + 1, &w.error),
                  EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(eip_admin_provision_cidrs(w.engine, w.amazon, broken, &cidr,
                                            1, &w.error),
                  EIP_ERR_STRUCT_VERSION);
}

Test(arguments, names_are_of_letters_digits_and_three_marks) {
    static const char outside[] = "/:@[`{, \x7f\xc3";
    static const char inside[] = "09AZaz-_.";
    char name[] = "us-east-1-?";

    for (size_t i = 0; outside[i] != '\0'; i++) {
        name[sizeof name - 2] = outside[i];
        EXPECT_STATUS(eip_admin_create_border_group(w.engine, eip_text_of(name),
                                                    EIP_BORDER_GROUP_LOCAL_ZONE,
                                                    &w.error),
                      EIP_ERR_ARGUMENT);
    }
    for (size_t i = 0; inside[i] != '\0'; i++) {
        name[sizeof name - 2] = inside[i];
        EXPECT_STATUS(eip_admin_create_border_group(w.engine, eip_text_of(name),
                                                    EIP_BORDER_GROUP_LOCAL_ZONE,
                                                    &w.error),
                      EIP_OK);
    }
}

/* The hook of memory is whole or it is not there, whichever part is left out. */
Test(arguments, an_allocator_in_parts) {
    for (uint32_t given = 1; given < 31; given++) {
        eip_config config = EIP_CONFIG_INIT;
        eip_allocator whole = world_allocator(&w.heap);
        eip_engine *engine = NULL;
        bool is_whole = (given & 15) == 15;

        config.region = eip_text_of(WORLD_REGION);
        config.allocator.context = whole.context;
        config.allocator.allocate = given & 1 ? whole.allocate : NULL;
        config.allocator.release = given & 2 ? whole.release : NULL;
        config.allocator.reserve = given & 4 ? whole.reserve : NULL;
        config.allocator.unreserve = given & 8 ? whole.unreserve : NULL;
        config.allocator.commit = given & 16 ? whole.commit : NULL;
        if (given == 16 && whole.commit == NULL) {
            continue;
        }
        EXPECT_STATUS(eip_engine_open(&config, &engine, &w.error),
                      is_whole ? EIP_OK : EIP_ERR_ARGUMENT);
        eip_engine_close(engine);
    }
}
