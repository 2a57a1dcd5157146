/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* EnableAddressTransfer, DisableAddressTransfer, AcceptAddressTransfer,
 * DescribeAddressTransfers. */
#include "api/expect.h"

WORLD_SUITE(transfer);

static const eip_enable_address_transfer_request enable_blank =
    EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
static const eip_disable_address_transfer_request disable_blank =
    EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;
static const eip_accept_address_transfer_request accept_blank =
    EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
static const eip_describe_address_transfers_request describe_blank =
    EIP_DESCRIBE_ADDRESS_TRANSFERS_REQUEST_INIT;

/* -- calls ------------------------------------------------------------------ */

static eip_address_transfer said; /* by the last call */

static void forget(void) {
    said = (eip_address_transfer)EIP_ADDRESS_TRANSFER_INIT;
    w.error = eip_error_init();
}

static eip_status
enable_by(uint64_t account,
          const eip_enable_address_transfer_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    forget();
    return eip_enable_address_transfer(w.engine, &caller, request, &said,
                                       &w.error);
}

/* Alice's address, to an account. */
static eip_status enable(uint64_t id, uint64_t to) {
    eip_enable_address_transfer_request request = enable_blank;
    char text[EIP_ACCOUNT_TEXT_SIZE];

    (void)eip_account_format(to, text);
    request.allocation_id = id;
    request.transfer_account_id = eip_text_of(text);
    return enable_by(WORLD_ALICE, &request);
}

static eip_status
disable_by(uint64_t account,
           const eip_disable_address_transfer_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    forget();
    return eip_disable_address_transfer(w.engine, &caller, request, &said,
                                        &w.error);
}

static eip_status disable(uint64_t id) {
    eip_disable_address_transfer_request request = disable_blank;

    request.allocation_id = id;
    return disable_by(WORLD_ALICE, &request);
}

static eip_status
accept_by(uint64_t account,
          const eip_accept_address_transfer_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    forget();
    return eip_accept_address_transfer(w.engine, &caller, request, &said,
                                       &w.error);
}

static eip_status accept(uint64_t account, uint32_t ip) {
    eip_accept_address_transfer_request request = accept_blank;

    request.address = eip_text_of(world_ip(ip));
    return accept_by(account, &request);
}

static eip_status
describe_by(uint64_t account,
            const eip_describe_address_transfers_request *request,
            eip_address_transfer_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_describe_address_transfers(w.engine, &caller, request, list,
                                          &w.error);
}

/* "id status;" of an account's transfers. */
static const char *transfers_of(uint64_t account) {
    static char shown[2000];
    eip_address_transfer_list *list = NULL;
    size_t size = 0;

    EXPECT_STATUS(describe_by(account, NULL, &list), EIP_OK);
    shown[0] = '\0';
    for (uint64_t i = 0; i < eip_address_transfer_list_count(list); i++) {
        eip_address_transfer transfer = EIP_ADDRESS_TRANSFER_INIT;

        EXPECT_STATUS(eip_address_transfer_list_at(list, i, &transfer), EIP_OK);
        size +=
            (size_t)snprintf(shown + size, sizeof shown - size, "%s %u;",
                             world_id(transfer.allocation_id), transfer.status);
    }
    eip_address_transfer_list_free(list);
    return shown;
}

static const char *one_row(uint64_t id, uint32_t status) {
    static char row[80];

    if (status == 0) {
        return "";
    }
    (void)snprintf(row, sizeof row, "%s %u;", world_id(id), status);
    return row;
}

static eip_address only(uint64_t account) {
    eip_address_list *list = world_list(&w, account, NULL);
    eip_address address;

    cr_assert_eq(eip_address_list_count(list), 1);
    address = world_at(list, 0);
    eip_address_list_free(list);
    return address;
}

static void expect_no_address(uint64_t account, uint32_t ip) {
    char message[80];

    (void)snprintf(message, sizeof message, "Address '%s' not found.",
                   world_ip(ip));
    EXPECT_UNCHANGED({
        EXPECT_ERROR(accept(account, ip), EIP_ERR_ADDRESS_NOT_FOUND, message);
        cr_assert_str_eq(w.error.field, "Address");
    });
}

/* -- from one account to another ---------------------------------------------------- */

Test(transfer, keeps_the_id_and_loses_the_tags) {
    static const eip_tag old = {{"old", 3, 0}, {"1", 1, 0}};
    static const eip_tag new = {{"new", 3, 0}, {"2", 1, 0}};
    static const eip_tag_specification olds = {
        {"elastic-ip", 10, 0}, &old, 1, 0};
    static const eip_tag_specification news = {
        {"elastic-ip", 10, 0}, &new, 1, 0};
    eip_allocate_address_request request = world_request();
    eip_accept_address_transfer_request with_tags = accept_blank;
    eip_allocate_address_response got;
    eip_address_list *list;
    eip_address seen;

    request.tag_specifications = &olds;
    request.tag_specification_count = 1;
    got = world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    cr_assert_eq(said.size, sizeof said);
    cr_assert_eq(said.status, EIP_TRANSFER_PENDING);
    cr_assert_eq(said.allocation_id, got.allocation_id);
    cr_assert_eq(said.transfer_account, WORLD_BOB);
    cr_assert_eq(said.expiration_ms, w.now_ms + UINT64_C(7) * 86400000);
    cr_assert_eq(said.accepted_ms, 0);
    cr_assert_eq(said.public_ip, got.public_ip);
    cr_assert_str_eq(transfers_of(WORLD_ALICE),
                     one_row(got.allocation_id, EIP_TRANSFER_PENDING));
    w.now_ms += 5000;
    with_tags.address = eip_text_of(world_ip(got.public_ip));
    with_tags.tag_specifications = &news;
    with_tags.tag_specification_count = 1;
    EXPECT_STATUS(accept_by(WORLD_BOB, &with_tags), EIP_OK);
    cr_assert_eq(said.status, EIP_TRANSFER_ACCEPTED);
    cr_assert_eq(said.allocation_id, got.allocation_id);
    cr_assert_eq(said.transfer_account, WORLD_BOB);
    cr_assert_eq(said.accepted_ms, w.now_ms);
    cr_assert_eq(said.expiration_ms, w.now_ms - 5000 + UINT64_C(7) * 86400000);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 0);
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0);
    cr_assert_eq(world_used(&w, WORLD_BOB), 1);
    list = world_list(&w, WORLD_BOB, NULL);
    seen = world_at(list, 0);
    cr_assert_eq(seen.allocation_id, got.allocation_id);
    cr_assert_eq(seen.public_ip, got.public_ip);
    cr_assert_eq(seen.tag_count, 1);
    cr_assert(is_text(seen.tags[0].key, "new"));
    eip_address_list_free(list);
    cr_assert_str_eq(transfers_of(WORLD_ALICE),
                     one_row(got.allocation_id, EIP_TRANSFER_ACCEPTED));
    cr_assert_str_eq(transfers_of(WORLD_BOB), "");
    /* The target's in every way. */
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(world_release(&w, WORLD_BOB, got.allocation_id, NULL),
                  EIP_OK);
    request = world_request_named(world_ip(got.public_ip));
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL), EIP_OK);
    cr_assert_neq(only(WORLD_BOB).allocation_id, got.allocation_id);
}

Test(transfer, to_and_fro) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_enable_address_transfer_request back = enable_blank;

    back.allocation_id = got.allocation_id;
    back.transfer_account_id = eip_text_of("111111111111");
    for (int i = 0; i < 5; i++) {
        EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
        EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
        EXPECT_STATUS(enable_by(WORLD_BOB, &back), EIP_OK);
        EXPECT_STATUS(accept(WORLD_ALICE, got.public_ip), EIP_OK);
        cr_assert_eq(only(WORLD_ALICE).allocation_id, got.allocation_id);
        cr_assert_eq(world_used(&w, WORLD_BOB), 0);
        w.now_ms += 1000;
    }
    world_give(&w, WORLD_ALICE, &got);
}

Test(transfer, to_an_account_that_is_new) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

    EXPECT_STATUS(enable(got.allocation_id, WORLD_DAVE), EIP_OK);
    EXPECT_STATUS(accept(WORLD_DAVE, got.public_ip), EIP_OK);
    cr_assert_eq(only(WORLD_DAVE).allocation_id, got.allocation_id);
}

Test(transfer, comes_last_in_the_targets_order) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_address_list *list;

    (void)world_get(&w, WORLD_BOB, NULL);
    (void)world_get(&w, WORLD_BOB, NULL);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
    (void)world_get(&w, WORLD_BOB, NULL);
    list = world_list(&w, WORLD_BOB, NULL);
    cr_assert_eq(eip_address_list_count(list), 4);
    cr_assert_eq(world_at(list, 2).allocation_id, got.allocation_id);
    eip_address_list_free(list);
}

Test(transfer, counts_towards_the_targets_quota) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response one;

    world_account(&w, WORLD_BOB, 1, 0);
    one = world_get(&w, WORLD_BOB, NULL);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_UNCHANGED({
        EXPECT_ERROR(accept(WORLD_BOB, got.public_ip),
                     EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
                     "The maximum number of addresses has been reached.");
    });
    cr_assert_str_eq(transfers_of(WORLD_ALICE),
                     one_row(got.allocation_id, EIP_TRANSFER_PENDING));
    world_give(&w, WORLD_BOB, &one);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
    cr_assert_eq(world_used(&w, WORLD_BOB), 1);
}

Test(transfer, of_an_address_whose_block_is_drained) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    uint64_t held = 0;

    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.amazon,
                                       world_cidr(WORLD_AMAZON_CIDR),
                                       EIP_DRAIN_START, &held, NULL),
                  EIP_OK);
    cr_assert_eq(held, 1);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
    EXPECT_STATUS(world_release(&w, WORLD_BOB, got.allocation_id, NULL),
                  EIP_OK);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.amazon,
                                       world_cidr(WORLD_AMAZON_CIDR),
                                       EIP_DRAIN_START, &held, NULL),
                  EIP_OK);
    cr_assert_eq(held, 0);
}

/* -- offers ---------------------------------------------------------------------------- */

Test(transfer, is_found_by_whom_it_was_offered_to_only) {
    eip_allocate_address_request carrier = world_request_in(WORLD_WAVELENGTH);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response other = world_get(&w, WORLD_ALICE, &carrier);

    expect_no_address(WORLD_BOB, got.public_ip);
    expect_no_address(WORLD_BOB, world_address("9.9.9.9"));
    expect_no_address(WORLD_BOB, got.public_ip ^ 1);
    expect_no_address(WORLD_BOB, other.carrier_ip);
    expect_no_address(WORLD_ALICE, got.public_ip);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    expect_no_address(WORLD_ALICE, got.public_ip);
    expect_no_address(WORLD_CAROL, got.public_ip);
    expect_no_address(WORLD_DAVE, got.public_ip);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_DAVE), EIP_OK);
    expect_no_address(WORLD_BOB, got.public_ip);
    EXPECT_STATUS(accept(WORLD_DAVE, got.public_ip), EIP_OK);
}

Test(transfer, an_offer_lasts_seven_days) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    w.now_ms += EIP_TRANSFER_OFFER_MS;
    expect_no_address(WORLD_BOB, got.public_ip);
    cr_assert_str_eq(transfers_of(WORLD_ALICE), "");
    EXPECT_STATUS(disable(got.allocation_id), EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    w.now_ms += EIP_TRANSFER_OFFER_MS - 1;
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
}

Test(transfer, an_offer_can_be_taken_back) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

    EXPECT_ERROR(disable(got.allocation_id), EIP_ERR_INCORRECT_STATE,
                 "The address has no transfer that is pending");
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(disable(got.allocation_id), EIP_OK);
    cr_assert_eq(said.status, EIP_TRANSFER_DISABLED);
    cr_assert_eq(said.transfer_account, WORLD_BOB);
    expect_no_address(WORLD_BOB, got.public_ip);
    cr_assert_str_eq(transfers_of(WORLD_ALICE),
                     one_row(got.allocation_id, EIP_TRANSFER_DISABLED));
    EXPECT_STATUS(disable(got.allocation_id), EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
    EXPECT_STATUS(disable(got.allocation_id), EIP_ERR_ALLOCATION_ID_NOT_FOUND);
}

Test(transfer, a_release_ends_the_offer) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_request again;

    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
    expect_no_address(WORLD_BOB, got.public_ip);
    again = world_request_named(world_ip(got.public_ip));
    (void)world_get(&w, WORLD_ALICE, &again);
    expect_no_address(WORLD_BOB, got.public_ip);
    cr_assert_str_eq(transfers_of(WORLD_ALICE), "");
}

Test(transfer, what_the_source_must_end_first) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_associate_address_request tie = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response tied = EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    eip_disassociate_address_request untie =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_modify_address_attribute_request name =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    marks.allocation_id = got.allocation_id;
    marks.flags = EIP_MARK_LOCKED;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, NULL), EIP_OK);
    EXPECT_ERROR(accept(WORLD_BOB, got.public_ip), EIP_ERR_ADDRESS_LOCKED,
                 "The address cannot be transferred because it is locked to "
                 "its account.");
    name.allocation_id = got.allocation_id;
    name.domain_name = eip_text_of("a.example");
    EXPECT_STATUS(
        eip_modify_address_attribute(w.engine, &alice, &name, NULL, NULL),
        EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_ERR_TRANSFER_PTR_SET);
    cr_assert_str_eq(eip_status_code(EIP_ERR_TRANSFER_PTR_SET),
                     "InvalidTransfer.AddressCustomPtrSet");
    tie.allocation_id = got.allocation_id;
    tie.instance_id = eip_text_of("i-1");
    EXPECT_STATUS(eip_associate_address(w.engine, &alice, &tie, &tied, NULL),
                  EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip),
                  EIP_ERR_TRANSFER_ASSOCIATED);
    cr_assert_str_eq(eip_status_code(EIP_ERR_TRANSFER_ASSOCIATED),
                     "InvalidTransfer.AddressAssociated");
    /* It can be offered nevertheless. */
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    marks.service = EIP_SERVICE_ALB;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, NULL), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_ERR_AUTH_FAILURE);
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_ERR_AUTH_FAILURE);
    marks.service = EIP_SERVICE_NONE;
    marks.flags = 0;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, NULL), EIP_OK);
    untie.association_id = tied.association_id;
    EXPECT_STATUS(eip_disassociate_address(w.engine, &alice, &untie, NULL),
                  EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_ERR_TRANSFER_PTR_SET);
}

Test(transfer, marks_follow_the_holder) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, got.public_ip), EIP_OK);
    marks.allocation_id = got.allocation_id;
    marks.flags = EIP_MARK_LOCKED;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, NULL), EIP_OK);
    EXPECT_STATUS(world_release(&w, WORLD_BOB, got.allocation_id, NULL),
                  EIP_ERR_ADDRESS_LOCKED);
}

Test(transfer, addresses_that_are_not_transferable) {
    eip_allocate_address_request requests[] = {
        world_request_from(w.byoip), world_request_from(w.ipam),
        world_request_from(w.coip), world_request_in(WORLD_WAVELENGTH)};

    for (size_t i = 0; i < COUNT(requests); i++) {
        eip_allocate_address_response got =
            world_get(&w, WORLD_ALICE, &requests[i]);

        EXPECT_ERROR(enable(got.allocation_id, WORLD_BOB),
                     EIP_ERR_UNSUPPORTED_OPERATION,
                     "Only an Elastic IP address of Amazon's pool can be "
                     "transferred");
    }
}

/* -- parameters -------------------------------------------------------------------------- */

Test(transfer, parameters) {
    static const char *const bad[] = {"", "1", "11111111111x", "1234567890123",
                                      "111111111111"};
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_enable_address_transfer_request e = enable_blank;
    eip_disable_address_transfer_request d = disable_blank;
    eip_accept_address_transfer_request a = accept_blank;
    eip_tag tag = {eip_text_of("aws:x"), eip_text_of("1")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};

    EXPECT_ERROR(enable_by(WORLD_ALICE, &e), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter AllocationId");
    EXPECT_STATUS(disable_by(WORLD_ALICE, &d), EIP_ERR_MISSING_PARAMETER);
    EXPECT_ERROR(accept_by(WORLD_ALICE, &a), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter Address");
    e.allocation_id_text = eip_text_of(world_id(got.allocation_id));
    EXPECT_ERROR(enable_by(WORLD_ALICE, &e), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter TransferAccountId");
    for (size_t i = 0; i < COUNT(bad); i++) {
        char message[120];

        e.transfer_account_id = eip_text_of(bad[i]);
        (void)snprintf(message, sizeof message,
                       "Value (%s) for parameter transferAccountId is invalid",
                       bad[i]);
        EXPECT_ERROR(enable_by(WORLD_ALICE, &e),
                     EIP_ERR_INVALID_PARAMETER_VALUE, message);
    }
    a.address = eip_text_of("1.2.3");
    EXPECT_STATUS(accept_by(WORLD_BOB, &a), EIP_ERR_ADDRESS_MALFORMED);
    a.address = eip_text_of("1.2.3.4");
    a.tag_specifications = &spec;
    a.tag_specification_count = 1;
    EXPECT_STATUS(accept_by(WORLD_BOB, &a), EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(enable(7, WORLD_BOB), EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(disable(7), EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    e.allocation_id = 7;
    EXPECT_STATUS(enable_by(WORLD_ALICE, &e), EIP_ERR_ARGUMENT);
}

Test(transfer, forms) {
    static const eip_text broken = {NULL, 1, 0};
    eip_enable_address_transfer_request e = enable_blank;
    eip_disable_address_transfer_request d = disable_blank;
    eip_accept_address_transfer_request a = accept_blank;
    eip_address_transfer small = {.size = 4};
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    EXPECT_STATUS(
        eip_enable_address_transfer(w.engine, &alice, &e, &small, &w.error),
        EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_disable_address_transfer(w.engine, &alice, &d, &small, &w.error),
        EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_accept_address_transfer(w.engine, &alice, &a, &small, &w.error),
        EIP_ERR_STRUCT_VERSION);
    cr_assert_str_eq(w.error.field, "response");
    EXPECT_STATUS(
        eip_accept_address_transfer(w.engine, &alice, &a, NULL, &w.error),
        EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(enable_by(WORLD_ALICE, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(disable_by(WORLD_ALICE, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(accept_by(WORLD_ALICE, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(enable_by(UINT64_MAX, &e), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(accept_by(UINT64_MAX, &a), EIP_ERR_ARGUMENT);
    e.flags = 2;
    d.flags = 2;
    a.flags = 2;
    EXPECT_STATUS(enable_by(WORLD_ALICE, &e), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(disable_by(WORLD_ALICE, &d), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(accept_by(WORLD_ALICE, &a), EIP_ERR_STRUCT_VERSION);
    e = enable_blank;
    a = accept_blank;
    e.transfer_account_id = broken;
    a.address = broken;
    EXPECT_STATUS(enable_by(WORLD_ALICE, &e), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(accept_by(WORLD_ALICE, &a), EIP_ERR_STRUCT_VERSION);
    a = accept_blank;
    a.reserved = 1;
    EXPECT_STATUS(accept_by(WORLD_ALICE, &a), EIP_ERR_STRUCT_VERSION);
    a = accept_blank;
    a.tag_specification_count = 1;
    EXPECT_STATUS(accept_by(WORLD_ALICE, &a), EIP_ERR_NULL);
}

Test(transfer, is_authorised_and_can_be_dry) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_enable_address_transfer_request e = enable_blank;
    eip_disable_address_transfer_request d = disable_blank;
    eip_accept_address_transfer_request a = accept_blank;
    eip_describe_address_transfers_request l = describe_blank;
    eip_address_transfer_list *list = NULL;

    e.flags = EIP_ENABLE_TRANSFER_DRY_RUN;
    e.allocation_id = got.allocation_id;
    e.transfer_account_id = eip_text_of("222222222222");
    EXPECT_STATUS(enable_by(WORLD_ALICE, &e), EIP_ERR_DRY_RUN);
    cr_assert_str_eq(transfers_of(WORLD_ALICE), "");
    EXPECT_STATUS(enable(got.allocation_id, WORLD_BOB), EIP_OK);
    d.flags = EIP_DISABLE_TRANSFER_DRY_RUN;
    d.allocation_id = got.allocation_id;
    EXPECT_STATUS(disable_by(WORLD_ALICE, &d), EIP_ERR_DRY_RUN);
    a.flags = EIP_ACCEPT_TRANSFER_DRY_RUN;
    a.address = eip_text_of(world_ip(got.public_ip));
    EXPECT_UNCHANGED(
        { EXPECT_STATUS(accept_by(WORLD_BOB, &a), EIP_ERR_DRY_RUN); });
    cr_assert_str_eq(transfers_of(WORLD_ALICE),
                     one_row(got.allocation_id, EIP_TRANSFER_PENDING));
    l.flags = EIP_DESCRIBE_TRANSFERS_DRY_RUN;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &l, &list), EIP_ERR_DRY_RUN);
    w.guard.denies = true;
    EXPECT_STATUS(enable_by(WORLD_ALICE, &e), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:EnableAddressTransfer");
    EXPECT_STATUS(disable_by(WORLD_ALICE, &d), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:DisableAddressTransfer");
    cr_assert_str_eq(w.guard.resource, world_id(got.allocation_id));
    EXPECT_STATUS(accept_by(WORLD_BOB, &a), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:AcceptAddressTransfer");
    cr_assert_str_eq(w.guard.resource, world_ip(got.public_ip));
    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, &list), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:DescribeAddressTransfers");
    cr_assert_null(list);
}

/* -- descriptions -------------------------------------------------------------------------- */

Test(transfer, is_shown_for_fourteen_days) {
    eip_allocate_address_response a = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response b = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response c = world_get(&w, WORLD_ALICE, NULL);
    char wanted[200];

    world_account(&w, WORLD_BOB, 50, 0);
    EXPECT_STATUS(enable(b.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, b.public_ip), EIP_OK);
    w.now_ms += EIP_TRANSFER_SHOWN_MS - 1;
    cr_assert_str_eq(transfers_of(WORLD_ALICE),
                     one_row(b.allocation_id, EIP_TRANSFER_ACCEPTED));
    EXPECT_STATUS(enable(a.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, a.public_ip), EIP_OK);
    (void)snprintf(wanted, sizeof wanted, "%s", one_row(a.allocation_id, 3));
    (void)snprintf(wanted + strlen(wanted), sizeof wanted - strlen(wanted),
                   "%s", one_row(b.allocation_id, 3));
    cr_assert_str_eq(transfers_of(WORLD_ALICE), wanted);
    w.now_ms += 1;
    cr_assert_str_eq(transfers_of(WORLD_ALICE), one_row(a.allocation_id, 3));
    w.now_ms += EIP_TRANSFER_SHOWN_MS;
    cr_assert_str_eq(transfers_of(WORLD_ALICE), "");
    /* What is old is forgotten with the next. */
    EXPECT_STATUS(enable(c.allocation_id, WORLD_BOB), EIP_OK);
    EXPECT_STATUS(accept(WORLD_BOB, c.public_ip), EIP_OK);
    cr_assert_str_eq(transfers_of(WORLD_ALICE), one_row(c.allocation_id, 3));
}

enum { MANY = 18 };

static eip_allocate_address_response many[MANY];

/* One in three accepted, pending, disabled. */
static void make_many(void) {
    world_account(&w, WORLD_ALICE, 50, 0);
    world_account(&w, WORLD_BOB, 50, 0);
    for (uint32_t i = 0; i < MANY; i++) {
        many[i] = world_get(&w, WORLD_ALICE, NULL);
        EXPECT_STATUS(enable(many[i].allocation_id, WORLD_BOB), EIP_OK);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        if (i % 3 == 0) {
            EXPECT_STATUS(accept(WORLD_BOB, many[i].public_ip), EIP_OK);
        } else if (i % 3 == 1) {
            EXPECT_STATUS(disable(many[i].allocation_id), EIP_OK);
        }
    }
}

Test(transfer, pages_show_each_once_whatever_becomes_of_it) {
    eip_describe_address_transfers_request request = describe_blank;
    char token[1200];
    uint32_t shown = 0;
    uint32_t pages = 0;
    eip_text next;

    make_many();
    request.flags = EIP_DESCRIBE_TRANSFERS_MAX_RESULTS;
    request.max_results = 5;
    do {
        eip_address_transfer_list *list = NULL;

        EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
        for (uint64_t i = 0; i < eip_address_transfer_list_count(list); i++) {
            eip_address_transfer transfer = EIP_ADDRESS_TRANSFER_INIT;

            EXPECT_STATUS(eip_address_transfer_list_at(list, i, &transfer),
                          EIP_OK);
            cr_assert_eq(transfer.allocation_id, many[shown].allocation_id);
            cr_assert_eq(transfer.public_ip, many[shown].public_ip);
            shown++;
        }
        next = eip_address_transfer_list_next_token(list);
        (void)snprintf(token, sizeof token, "%.*s", (int)next.size,
                       next.data == NULL ? "" : next.data);
        request.next_token = eip_text_of(token);
        eip_address_transfer_list_free(list);
        /* One that was shown as pending is accepted. */
        if (pages++ == 0) {
            EXPECT_STATUS(accept(WORLD_BOB, many[2].public_ip), EIP_OK);
        }
    } while (next.data != NULL);
    cr_assert_eq(pages, 4);
    cr_assert_eq(shown, MANY);
}

Test(transfer, of_ids) {
    eip_describe_address_transfers_request request = describe_blank;
    eip_allocate_address_response plain;
    eip_address_transfer_list *list = NULL;
    eip_text asked[3];

    make_many();
    plain = world_get(&w, WORLD_ALICE, NULL);
    asked[0] = eip_text_of(world_id(many[4].allocation_id));
    asked[1] = eip_text_of(world_id(many[3].allocation_id));
    asked[2] = eip_text_of(world_id(plain.allocation_id));
    request.allocation_ids = asked;
    request.allocation_id_count = 3;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_eq(eip_address_transfer_list_count(list), 2);
    cr_assert_null(eip_address_transfer_list_next_token(list).data);
    cr_assert_eq(eip_address_transfer_list_at(list, 2, &said),
                 EIP_ERR_ARGUMENT);
    cr_assert_eq(eip_address_transfer_list_at(NULL, 0, &said), EIP_ERR_NULL);
    cr_assert_eq(eip_address_transfer_list_at(list, 0, NULL), EIP_ERR_NULL);
    eip_address_transfer_list_free(list);
    eip_address_transfer_list_free(NULL);
    cr_assert_eq(eip_address_transfer_list_count(NULL), 0);
    cr_assert_null(eip_address_transfer_list_next_token(NULL).data);
    list = NULL;
    EXPECT_STATUS(describe_by(WORLD_CAROL, &request, &list),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    asked[1] = eip_text_of("eipalloc-1");
    EXPECT_ERROR(describe_by(WORLD_ALICE, &request, &list),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                 "The allocation ID 'eipalloc-1' does not exist");
    cr_assert_eq(w.error.index, 1);
    cr_assert_null(list);
    EXPECT_STATUS(describe_by(WORLD_DAVE, NULL, &list), EIP_OK);
    eip_address_transfer_list_free(list);
}

Test(transfer, forms_of_a_description) {
    static const eip_text broken = {NULL, 1, 0};
    eip_describe_address_transfers_request request = describe_blank;
    eip_address_transfer_list *list = NULL;

    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(describe_by(UINT64_MAX, NULL, &list), EIP_ERR_ARGUMENT);
    request.size = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.flags = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.next_token = broken;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.allocation_id_count = 1;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_ERR_NULL);
    request = describe_blank;
    request.flags = EIP_DESCRIBE_TRANSFERS_MAX_RESULTS;
    request.max_results = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_MAX_RESULTS);
    cr_assert_null(list);
}
