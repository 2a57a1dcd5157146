/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddresses: what it lists, in which order, by ids and addresses
 * (R16). Filters are test_filter.c's. */
#include "api/expect.h"

WORLD_SUITE(describe);

static const eip_describe_addresses_request blank =
    EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

static eip_status ask(uint64_t account,
                      const eip_describe_addresses_request *request) {
    eip_address_list *list = NULL;
    eip_status status = world_describe(&w, account, request, &list);

    if (status != EIP_OK) {
        cr_assert_null(list);
    }
    eip_address_list_free(list);
    return status;
}

static eip_status ask_for(uint64_t account, const char *const *ids,
                          uint32_t id_count, const char *const *ips,
                          uint32_t ip_count) {
    eip_describe_addresses_request request = blank;
    eip_text texts[64];

    for (uint32_t i = 0; i < id_count; i++) {
        texts[i] = eip_text_of(ids[i]);
    }
    for (uint32_t i = 0; i < ip_count; i++) {
        texts[id_count + i] = eip_text_of(ips[i]);
    }
    request.allocation_ids = texts;
    request.allocation_id_count = id_count;
    request.public_ips = texts + id_count;
    request.public_ip_count = ip_count;
    return ask(account, &request);
}

/* -- all of an account ----------------------------------------------------- */

Test(describe, nothing_and_nobody) {
    cr_assert_eq(world_count(&w, WORLD_ALICE), 0);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
    cr_assert_eq(eip_address_list_count(NULL), 0);
    eip_address_list_free(NULL);
}

static void expect_agreement(const eip_address *shown,
                             const eip_allocate_address_response *got) {
    cr_assert_eq(shown->size, sizeof *shown);
    cr_assert_eq(shown->fields, got->fields);
    cr_assert_eq(shown->allocation_id, got->allocation_id);
    cr_assert(is_pool(shown->public_ipv4_pool, got->public_ipv4_pool));
    cr_assert(is_pool(shown->customer_owned_ipv4_pool,
                      got->customer_owned_ipv4_pool));
    cr_assert_eq(shown->network_border_group.size,
                 got->network_border_group.size);
    cr_assert(got->network_border_group.size == 0 ||
              memcmp(shown->network_border_group.data,
                     got->network_border_group.data,
                     got->network_border_group.size) == 0);
    cr_assert_eq(shown->domain, got->domain);
    cr_assert_eq(shown->public_ip, got->public_ip);
    cr_assert_eq(shown->carrier_ip, got->carrier_ip);
    cr_assert_eq(shown->customer_owned_ip, got->customer_owned_ip);
    cr_assert_eq(shown->tag_count, 0);
    cr_assert_eq(shown->private_ip, 0);
    cr_assert_eq(shown->association_id, 0);
}

Test(describe, shows_for_ever_what_the_allocation_answered) {
    eip_allocate_address_request requests[] = {
        world_request(),
        world_request_in(WORLD_LOCAL),
        world_request_in(WORLD_WAVELENGTH),
        world_request_from(w.byoip),
        world_request_from(w.ipam),
        world_request_from(w.coip),
    };
    eip_allocate_address_response got[COUNT(requests)];
    eip_allocate_address_response classic = world_get(&w, WORLD_CAROL, NULL);
    eip_address_list *list;
    eip_address shown;

    for (size_t i = 0; i < COUNT(requests); i++) {
        got[i] = world_get(&w, WORLD_ALICE, &requests[i]);
    }
    w.now_ms += UINT64_C(86400000) * 365;
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(eip_address_list_count(list), COUNT(requests));
    for (size_t i = 0; i < COUNT(requests); i++) {
        shown = world_at(list, i);
        expect_agreement(&shown, &got[i]);
    }
    eip_address_list_free(list);
    list = world_list(&w, WORLD_CAROL, NULL);
    shown = world_at(list, 0);
    expect_agreement(&shown, &classic);
    eip_address_list_free(list);
}

Test(describe, in_the_order_of_allocation_also_after_churn) {
    enum { HELD = 200 };
    static eip_allocate_address_response held[HELD];
    eip_allocate_address_request request = world_request_from(w.byoip);
    uint64_t state = 5;

    world_provision(&w, w.byoip, NULL, "11.0.0.0/22");
    world_modify(&w, w.byoip, EIP_POLICY_RANDOM, 0, 0);
    for (int i = 0; i < HELD; i++) {
        held[i] = world_get(&w, WORLD_ALICE, &request);
    }
    for (int round = 0; round < 1500; round++) {
        uint32_t which = (uint32_t)(world_random(&state) % HELD);

        world_give(&w, WORLD_ALICE, &held[which]);
        memmove(&held[which], &held[which + 1],
                (HELD - 1 - which) * sizeof held[0]);
        held[HELD - 1] = world_get(&w, WORLD_ALICE, &request);
        if (round % 50 == 0) {
            eip_address_list *list = world_list(&w, WORLD_ALICE, NULL);

            cr_assert_eq(eip_address_list_count(list), HELD);
            for (uint32_t i = 0; i < HELD; i++) {
                cr_assert_eq(world_at(list, i).allocation_id,
                             held[i].allocation_id);
            }
            eip_address_list_free(list);
        }
    }
}

Test(describe, a_recovered_address_is_the_youngest) {
    eip_allocate_address_response one = world_get(&w, WORLD_DAVE, NULL);
    eip_allocate_address_request request =
        world_request_named(world_ip(one.public_ip));
    eip_address_list *list;

    (void)world_get(&w, WORLD_DAVE, NULL);
    world_give(&w, WORLD_DAVE, &one);
    (void)world_get(&w, WORLD_DAVE, &request);
    list = world_list(&w, WORLD_DAVE, NULL);
    cr_assert_eq(world_at(list, 1).public_ip, one.public_ip);
    eip_address_list_free(list);
}

Test(describe, after_most_was_released) {
    enum { MANY = 6000 };
    static uint64_t ids[MANY];
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_address_list *list;

    world_provision(&w, w.byoip, NULL, "11.0.0.0/19");
    for (int i = 0; i < MANY; i++) {
        ids[i] = world_get(&w, WORLD_ALICE, &request).allocation_id;
    }
    cr_assert_eq(world_count(&w, WORLD_ALICE), MANY);
    for (int i = 0; i < MANY; i++) {
        if (i % 1000 != 500) {
            EXPECT_STATUS(world_release(&w, WORLD_ALICE, ids[i], NULL), EIP_OK);
        }
    }
    for (int again = 0; again < 3; again++) {
        list = world_list(&w, WORLD_ALICE, NULL);
        cr_assert_eq(eip_address_list_count(list), 6);
        for (uint32_t i = 0; i < 6; i++) {
            cr_assert_eq(world_at(list, i).allocation_id, ids[500 + 1000 * i]);
        }
        eip_address_list_free(list);
    }
    for (int i = 0; i < 100; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
    cr_assert_eq(world_count(&w, WORLD_ALICE), 106);
}

/* -- the list -------------------------------------------------------------- */

Test(describe, a_list_outlives_what_it_shows) {
    eip_tag tag = {eip_text_of("Name"), eip_text_of("kept")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_allocate_address_response got;
    eip_address_list *list;
    eip_address shown;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    got = world_get(&w, WORLD_ALICE, &request);
    list = world_list(&w, WORLD_ALICE, NULL);
    world_give(&w, WORLD_ALICE, &got);
    for (int i = 0; i < 50; i++) {
        got = world_get(&w, WORLD_ALICE, &request);
        world_give(&w, WORLD_ALICE, &got);
    }
    cr_assert_eq(eip_admin_drain_cidr(w.engine, w.byoip,
                                      world_cidr(WORLD_BYOIP_CIDR),
                                      EIP_DRAIN_IF_UNUSED, NULL, NULL),
                 EIP_OK);
    cr_assert_eq(eip_admin_delete_pool(w.engine, w.byoip, NULL), EIP_OK);
    shown = world_at(list, 0);
    cr_assert_eq(shown.public_ip, world_address("192.0.2.0"));
    cr_assert(is_pool(shown.public_ipv4_pool, w.byoip));
    cr_assert(is_text(shown.network_border_group, WORLD_REGION));
    cr_assert(is_text(shown.tags[0].value, "kept"));
    eip_address_list_free(list);
}

Test(describe, reading_a_list) {
    struct {
        eip_address address;
        uint64_t tail[2];
    } larger;
    eip_address address = EIP_ADDRESS_INIT;
    eip_address_list *list;

    (void)world_get(&w, WORLD_DAVE, NULL);
    list = world_list(&w, WORLD_DAVE, NULL);
    cr_assert_eq(eip_address_list_at(list, 1, &address), EIP_ERR_ARGUMENT);
    cr_assert_eq(eip_address_list_at(list, UINT64_MAX, &address),
                 EIP_ERR_ARGUMENT);
    cr_assert_eq(eip_address_list_at(NULL, 0, &address), EIP_ERR_NULL);
    cr_assert_eq(eip_address_list_at(list, 0, NULL), EIP_ERR_NULL);
    address.size -= 4;
    cr_assert_eq(eip_address_list_at(list, 0, &address),
                 EIP_ERR_STRUCT_VERSION);
    memset(&larger, 0x11, sizeof larger);
    larger.address.size = sizeof larger;
    cr_assert_eq(eip_address_list_at(list, 0, &larger.address), EIP_OK);
    cr_assert_eq(larger.tail[0] | larger.tail[1], 0);
    cr_assert_eq(larger.address.size, sizeof larger);
    eip_address_list_free(list);
}

/* -- by ids and addresses -------------------------------------------------- */

Test(describe, by_ids_in_the_order_of_allocation_and_once_each) {
    eip_describe_addresses_request request = blank;
    eip_allocate_address_response got[4];
    eip_address_list *list;
    eip_text ids[5];

    for (int i = 0; i < 4; i++) {
        got[i] = world_get(&w, WORLD_DAVE, NULL);
    }
    ids[0] = eip_text_of(world_id(got[3].allocation_id));
    ids[1] = eip_text_of(world_id(got[0].allocation_id));
    ids[2] = ids[0];
    ids[3] = eip_text_of(world_id(got[2].allocation_id));
    ids[4] = ids[0];
    request.allocation_ids = ids;
    request.allocation_id_count = 5;
    list = world_list(&w, WORLD_DAVE, &request);
    cr_assert_eq(eip_address_list_count(list), 3);
    cr_assert_eq(world_at(list, 0).allocation_id, got[0].allocation_id);
    cr_assert_eq(world_at(list, 1).allocation_id, got[2].allocation_id);
    cr_assert_eq(world_at(list, 2).allocation_id, got[3].allocation_id);
    eip_address_list_free(list);
}

Test(describe, tagged_ones_by_ids_once_each) {
    const eip_tag tag = {eip_text_of("Name"), eip_text_of("web")};
    const eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request tagged = world_request();
    eip_describe_addresses_request request = blank;
    eip_allocate_address_response got[3];
    eip_address_list *list;
    eip_text ids[4];

    tagged.tag_specifications = &spec;
    tagged.tag_specification_count = 1;
    for (int i = 0; i < 3; i++) {
        got[i] = world_get(&w, WORLD_DAVE, i == 1 ? NULL : &tagged);
    }
    for (int i = 0; i < 4; i++) {
        ids[i] = eip_text_of(world_id(got[2 - i % 3].allocation_id));
    }
    request.allocation_ids = ids;
    request.allocation_id_count = 4;
    list = world_list(&w, WORLD_DAVE, &request);
    cr_assert_eq(eip_address_list_count(list), 3);
    for (uint32_t i = 0; i < 3; i++) {
        eip_address shown = world_at(list, i);

        cr_assert_eq(shown.allocation_id, got[i].allocation_id);
        cr_assert_eq(shown.tag_count, i == 1 ? 0 : 1);
        cr_assert(i == 1 || memcmp(shown.tags[0].value.data, "web", 3) == 0);
    }
    eip_address_list_free(list);
}

Test(describe, by_addresses_in_the_order_of_allocation_and_once_each) {
    eip_describe_addresses_request request = blank;
    eip_allocate_address_request carrier = world_request_in(WORLD_WAVELENGTH);
    eip_allocate_address_response one = world_get(&w, WORLD_DAVE, NULL);
    eip_allocate_address_response two = world_get(&w, WORLD_DAVE, &carrier);
    eip_address_list *list;
    eip_text ips[3];

    (void)world_get(&w, WORLD_DAVE, NULL);
    ips[0] = eip_text_of(world_ip(two.carrier_ip));
    ips[1] = eip_text_of(world_ip(one.public_ip));
    ips[2] = ips[0];
    request.public_ips = ips;
    request.public_ip_count = 3;
    list = world_list(&w, WORLD_DAVE, &request);
    cr_assert_eq(eip_address_list_count(list), 2);
    cr_assert_eq(world_at(list, 0).public_ip, one.public_ip);
    cr_assert_eq(world_at(list, 1).carrier_ip, two.carrier_ip);
    eip_address_list_free(list);
}

Test(describe, by_both_both_must_hold) {
    eip_describe_addresses_request request = blank;
    eip_allocate_address_response got[3];
    eip_address_list *list;
    eip_text ids[2];
    eip_text ips[2];

    for (int i = 0; i < 3; i++) {
        got[i] = world_get(&w, WORLD_DAVE, NULL);
    }
    ids[0] = eip_text_of(world_id(got[0].allocation_id));
    ids[1] = eip_text_of(world_id(got[1].allocation_id));
    ips[0] = eip_text_of(world_ip(got[2].public_ip));
    ips[1] = eip_text_of(world_ip(got[1].public_ip));
    request.allocation_ids = ids;
    request.public_ips = ips;
    request.allocation_id_count = request.public_ip_count = 2;
    list = world_list(&w, WORLD_DAVE, &request);
    cr_assert_eq(eip_address_list_count(list), 1);
    cr_assert_eq(world_at(list, 0).public_ip, got[1].public_ip);
    eip_address_list_free(list);
    request.allocation_id_count = request.public_ip_count = 1;
    list = world_list(&w, WORLD_DAVE, &request);
    cr_assert_eq(eip_address_list_count(list), 0);
    eip_address_list_free(list);
}

Test(describe, ids_that_are_not_the_callers) {
    const char *ids[4] = {
        "eipalloc-00123456789abcdef", "eipassoc-1",
        world_id(world_get(&w, WORLD_BOB, NULL).allocation_id),
        world_id(world_get(&w, WORLD_DAVE, NULL).allocation_id)};
    char message[200];

    for (int i = 0; i < 3; i++) {
        (void)snprintf(message, sizeof message,
                       "The allocation ID '%s' does not exist", ids[i]);
        EXPECT_ERROR(ask_for(WORLD_DAVE, &ids[i], 1, NULL, 0),
                     EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
        cr_assert_str_eq(w.error.field, "AllocationId");
    }
    EXPECT_STATUS(ask_for(WORLD_DAVE, &ids[3], 1, NULL, 0), EIP_OK);
    (void)snprintf(message, sizeof message,
                   "The allocation IDs '%s, %s, %s' do not exist", ids[0],
                   ids[1], ids[2]);
    EXPECT_ERROR(ask_for(WORLD_DAVE, ids, 4, NULL, 0),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
}

Test(describe, very_many_unknown_ids) {
    eip_describe_addresses_request request = blank;
    static eip_text ids[3000];

    for (size_t i = 0; i < COUNT(ids); i++) {
        ids[i] = eip_text_of("eipalloc-00123456789abcdef");
    }
    request.allocation_ids = ids;
    request.allocation_id_count = COUNT(ids);
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    cr_assert_lt(strlen(w.error.message), sizeof w.error.message);
}

Test(describe, an_unknown_id_asked_for_twice_is_one) {
    const char *ids[5] = {"eipalloc-00123456789abcdef",
                          "eipalloc-00123456789abcdef", "a, b", "a", "b"};

    EXPECT_ERROR(ask_for(WORLD_DAVE, ids, 2, NULL, 0),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                 "The allocation ID 'eipalloc-00123456789abcdef' does not "
                 "exist");
    EXPECT_ERROR(ask_for(WORLD_DAVE, ids, 5, NULL, 0),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                 "The allocation IDs 'eipalloc-00123456789abcdef, a, b, a, b' "
                 "do not exist");
}

Test(describe, long_unknown_ids_are_cut_not_left_out) {
    eip_describe_addresses_request request = blank;
    char pile[1200];
    eip_text ids[2] = {{pile, 0, 0}, eip_text_of("zz")};

    for (size_t i = 0; i + 4 <= sizeof pile; i += 4) {
        memcpy(pile + i, "\xf0\x9f\x98\x80", 4);
    }
    request.allocation_ids = ids;
    for (uint32_t count = 1; count <= 2; count++) {
        for (uint32_t size = 4; size <= sizeof pile; size += 4) {
            ids[0].size = size;
            request.allocation_id_count = count;
            EXPECT_STATUS(ask(WORLD_DAVE, &request),
                          EIP_ERR_ALLOCATION_ID_NOT_FOUND);
            cr_assert_not_null(strstr(w.error.message, "'\xf0\x9f\x98\x80"),
                               "%u bytes: %s", size, w.error.message);
            cr_assert_not_null(
                strstr(w.error.message, count == 1 ? "ID '" : "IDs '"));
        }
    }
}

/* The message names one; `index` says which of the list it was. */
Test(describe, the_index_of_what_is_wrong) {
    const char *id = world_id(world_get(&w, WORLD_DAVE, NULL).allocation_id);
    const char *ip = world_ip(world_get(&w, WORLD_DAVE, NULL).public_ip);
    const char *ids[3] = {id, id, "eipalloc-00123456789abcdef"};
    const char *ips[3] = {ip, ip, "192.0.2.1"};

    EXPECT_STATUS(ask_for(WORLD_DAVE, ids, 3, NULL, 0),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    cr_assert_eq(w.error.index, 2);
    EXPECT_STATUS(ask_for(WORLD_DAVE, NULL, 0, ips, 3),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    cr_assert_eq(w.error.index, 2);
    ips[1] = "1.2.3";
    EXPECT_STATUS(ask_for(WORLD_DAVE, NULL, 0, ips, 3),
                  EIP_ERR_ADDRESS_MALFORMED);
    cr_assert_eq(w.error.index, 1);
}

Test(describe, addresses_that_are_not_the_callers) {
    eip_allocate_address_response gone = world_get(&w, WORLD_DAVE, NULL);
    const char *ips[5] = {"203.0.113.5", "192.0.2.1",
                          world_ip(world_get(&w, WORLD_BOB, NULL).public_ip),
                          world_ip(gone.public_ip), "10.0.0.1"};

    world_give(&w, WORLD_DAVE, &gone);
    for (size_t i = 0; i < COUNT(ips); i++) {
        char message[80];

        (void)snprintf(message, sizeof message, "Address '%s' not found.",
                       ips[i]);
        EXPECT_ERROR(ask_for(WORLD_DAVE, NULL, 0, &ips[i], 1),
                     EIP_ERR_ADDRESS_NOT_FOUND, message);
        cr_assert_str_eq(w.error.field, "PublicIp");
    }
}

Test(describe, malformed_addresses) {
    const char *ips[] = {"", "1.2.3", "1.2.3.4/32", "a.b.c.d"};

    for (size_t i = 0; i < COUNT(ips); i++) {
        EXPECT_STATUS(ask_for(WORLD_DAVE, NULL, 0, &ips[i], 1),
                      EIP_ERR_ADDRESS_MALFORMED);
    }
}

/* Syntax is looked at before what is there (R6). */
Test(describe, a_malformed_address_before_an_unknown_id_or_address) {
    const char *id = "eipalloc-00123456789abcdef";
    const char *ips[2] = {"203.0.113.5", "1.2.3"};

    EXPECT_STATUS(ask_for(WORLD_DAVE, &id, 1, &ips[1], 1),
                  EIP_ERR_ADDRESS_MALFORMED);
    EXPECT_STATUS(ask_for(WORLD_DAVE, NULL, 0, ips, 2),
                  EIP_ERR_ADDRESS_MALFORMED);
}

/* -- structs --------------------------------------------------------------- */

Test(describe, nulls_and_sizes) {
    eip_describe_addresses_request request = blank;
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    eip_address_list *list = NULL;
    eip_text text = {"x", 1, 1};

    EXPECT_STATUS(eip_describe_addresses(NULL, &caller, NULL, &list, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_describe_addresses(w.engine, NULL, NULL, &list, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_describe_addresses(w.engine, &caller, NULL, NULL, &w.error),
        EIP_ERR_NULL);
    request.size -= 8;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
    request = blank;
    request.reserved = 1;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
    request = blank;
    request.flags = 2;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
    request = blank;
    request.allocation_id_count = 1;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_NULL);
    request = blank;
    request.public_ip_count = 1;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_NULL);
    request = blank;
    request.filter_count = 1;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_NULL);
    w.guard.denies = true; /* not asked yet */
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_NULL);
    w.guard.denies = false;
    request = blank;
    request.allocation_ids = &text;
    request.allocation_id_count = 1;
    EXPECT_STATUS(ask(WORLD_DAVE, &request), EIP_ERR_STRUCT_VERSION);
}
