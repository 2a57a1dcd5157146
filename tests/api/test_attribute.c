/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ModifyAddressAttribute, ResetAddressAttribute, DescribeAddressesAttribute,
 * and what a PTR record forbids. */
#include "api/expect.h"

#include <stddef.h>

static struct world w;

static void begin(void) {
    world_start(&w);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(attribute, .init = begin, .fini = finish);

/* -- calls ------------------------------------------------------------------ */

static const eip_modify_address_attribute_request modify_blank =
    EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
static const eip_reset_address_attribute_request reset_blank =
    EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;
static const eip_describe_addresses_attribute_request describe_blank =
    EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;

static eip_status modify_by(uint64_t account,
                            const eip_modify_address_attribute_request *request,
                            eip_address_attribute *response) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_modify_address_attribute(w.engine, &caller, request, response,
                                        &w.error);
}

static eip_status modify(uint64_t id, const char *name,
                         eip_address_attribute *response) {
    eip_modify_address_attribute_request request = modify_blank;

    request.allocation_id = id;
    request.domain_name = eip_text_of(name);
    return modify_by(WORLD_ALICE, &request, response);
}

static eip_status reset_by(uint64_t account,
                           const eip_reset_address_attribute_request *request,
                           eip_address_attribute *response) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_reset_address_attribute(w.engine, &caller, request, response,
                                       &w.error);
}

static eip_status reset(uint64_t id, eip_address_attribute *response) {
    eip_reset_address_attribute_request request = reset_blank;

    request.allocation_id = id;
    request.attribute = eip_text_of("domain-name");
    return reset_by(WORLD_ALICE, &request, response);
}

static eip_status
describe_by(uint64_t account,
            const eip_describe_addresses_attribute_request *request,
            eip_address_attribute_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_describe_addresses_attribute(w.engine, &caller, request, list,
                                            &w.error);
}

/* The one address that has the attribute; size 0: none has. */
static eip_address_attribute only(uint64_t account) {
    eip_address_attribute attribute = EIP_ADDRESS_ATTRIBUTE_INIT;
    eip_address_attribute_list *list = NULL;

    EXPECT_STATUS(describe_by(account, NULL, &list), EIP_OK);
    cr_assert_leq(eip_address_attribute_list_count(list), 1);
    if (eip_address_attribute_list_count(list) == 0) {
        attribute.size = 0;
    } else {
        EXPECT_STATUS(eip_address_attribute_list_at(list, 0, &attribute),
                      EIP_OK);
    }
    eip_address_attribute_list_free(list);
    return attribute;
}

static void reopen(uint64_t settle_ms, eip_dns dns) {
    world_end(&w);
    world_init(&w);
    w.config.settle_ms = settle_ms;
    w.config.dns = dns;
    world_open(&w);
    world_build(&w);
}

/* -- how a record comes and goes ------------------------------------------------ */

Test(attribute, an_update_is_pending_in_its_own_answer_and_settles_at_once) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_address_attribute said = EIP_ADDRESS_ATTRIBUTE_INIT;
    eip_address_attribute seen;

    EXPECT_STATUS(modify(got.allocation_id, "a-1.example.com", &said), EIP_OK);
    cr_assert_eq(said.size, sizeof said);
    cr_assert_eq(said.public_ip, got.public_ip);
    cr_assert_eq(said.allocation_id, got.allocation_id);
    cr_assert_str_eq(said.ptr_record, "");
    cr_assert_str_eq(said.ptr_update_value, "a-1.example.com.");
    cr_assert_str_eq(said.ptr_update_status, "PENDING");
    cr_assert_str_eq(said.ptr_update_reason, "");
    seen = only(WORLD_ALICE);
    cr_assert_eq(seen.allocation_id, got.allocation_id);
    cr_assert_str_eq(seen.ptr_record, "a-1.example.com.");
    cr_assert_str_eq(seen.ptr_update_value, "");
    cr_assert_str_eq(seen.ptr_update_status, "");

    EXPECT_STATUS(modify(got.allocation_id, "B.example.", &said), EIP_OK);
    cr_assert_str_eq(said.ptr_record, "a-1.example.com.");
    cr_assert_str_eq(said.ptr_update_value, "B.example.");
    cr_assert_str_eq(only(WORLD_ALICE).ptr_record, "B.example.");

    EXPECT_STATUS(reset(got.allocation_id, &said), EIP_OK);
    cr_assert_str_eq(said.ptr_record, "B.example.");
    cr_assert_str_eq(said.ptr_update_value, "");
    cr_assert_str_eq(said.ptr_update_status, "PENDING");
    cr_assert_eq(only(WORLD_ALICE).size, 0);
    EXPECT_STATUS(reset(got.allocation_id, &said), EIP_OK);
    cr_assert_str_eq(said.ptr_record, "");
    cr_assert_str_eq(said.ptr_update_status, "", "there was none");
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
}

Test(attribute, updates_take_the_time_that_the_engine_is_told) {
    eip_allocate_address_response got;
    eip_address_attribute said = EIP_ADDRESS_ATTRIBUTE_INIT;

    reopen(1000, (eip_dns){NULL, NULL});
    got = world_get(&w, WORLD_ALICE, NULL);
    EXPECT_STATUS(modify(got.allocation_id, "a.example", NULL), EIP_OK);
    w.now_ms += 999;
    cr_assert_str_eq(only(WORLD_ALICE).ptr_record, "");
    cr_assert_str_eq(only(WORLD_ALICE).ptr_update_value, "a.example.");
    cr_assert_str_eq(only(WORLD_ALICE).ptr_update_status, "PENDING");
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_ERR_ADDRESS_PTR_SET);
    /* Another before the first has settled. */
    EXPECT_STATUS(modify(got.allocation_id, "b.example", &said), EIP_OK);
    cr_assert_str_eq(said.ptr_record, "");
    w.now_ms += 1000;
    cr_assert_str_eq(only(WORLD_ALICE).ptr_record, "b.example.");
    /* A removal blocks until it has settled. */
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
    cr_assert_str_eq(only(WORLD_ALICE).ptr_record, "b.example.");
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_ERR_ADDRESS_PTR_SET);
    w.now_ms += 1000;
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_OK);
    /* And so does a removal of what has never been there: it does not. */
    got = world_get(&w, WORLD_ALICE, NULL);
    EXPECT_STATUS(modify(got.allocation_id, "a.example", NULL), EIP_OK);
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_OK);
}

struct zone {
    uint32_t asked;
    uint32_t address;
    char name[64];
    int32_t says;
};

static int32_t resolves(void *context, eip_text name, uint32_t address) {
    struct zone *zone = context;

    zone->asked++;
    zone->address = address;
    (void)snprintf(zone->name, sizeof zone->name, "%.*s", (int)name.size,
                   name.data);
    return zone->says;
}

Test(attribute, a_name_that_leads_elsewhere_is_refused_later) {
    struct zone zone = {.says = 1};
    eip_allocate_address_response got;
    eip_address_attribute said = EIP_ADDRESS_ATTRIBUTE_INIT;
    eip_modify_address_attribute_request dry = modify_blank;

    reopen(10, (eip_dns){&zone, resolves});
    got = world_get(&w, WORLD_ALICE, NULL);
    dry.flags = EIP_MODIFY_ATTRIBUTE_DRY_RUN;
    dry.allocation_id = got.allocation_id;
    dry.domain_name = eip_text_of("a.example");
    EXPECT_STATUS(modify_by(WORLD_ALICE, &dry, NULL), EIP_ERR_DRY_RUN);
    cr_assert_eq(zone.asked, 0);
    EXPECT_STATUS(modify(got.allocation_id, "a.example.", NULL), EIP_OK);
    cr_assert_eq(zone.asked, 1);
    cr_assert_eq(zone.address, got.public_ip);
    cr_assert_str_eq(zone.name, "a.example");
    w.now_ms += 10;
    zone.says = 0;
    EXPECT_STATUS(modify(got.allocation_id, "b.example", &said), EIP_OK);
    cr_assert_str_eq(said.ptr_update_status, "PENDING");
    w.now_ms += 10;
    said = only(WORLD_ALICE);
    cr_assert_str_eq(said.ptr_record, "a.example.");
    cr_assert_str_eq(said.ptr_update_value, "b.example.");
    cr_assert_str_eq(said.ptr_update_status, "FAILED");
    cr_assert_str_eq(said.ptr_update_reason,
                     "The domain name does not resolve to the address");
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
    cr_assert_eq(zone.asked, 2);
    w.now_ms += 10;
    /* One that is going to fail blocks nothing, nor does one that has. */
    EXPECT_STATUS(modify(got.allocation_id, "c.example", NULL), EIP_OK);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                  EIP_OK);
    got = world_get(&w, WORLD_ALICE, NULL);
    EXPECT_STATUS(modify(got.allocation_id, "c.example", NULL), EIP_OK);
    w.now_ms += 10;
    cr_assert_str_eq(only(WORLD_ALICE).ptr_update_status, "FAILED");
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
}

Test(attribute, a_record_keeps_the_address) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    char message[160];

    EXPECT_STATUS(modify(got.allocation_id, "a.example", NULL), EIP_OK);
    (void)snprintf(message, sizeof message,
                   "The address with allocation id [%s] cannot be released "
                   "because it has a PTR record set.",
                   world_id(got.allocation_id));
    EXPECT_UNCHANGED({
        EXPECT_ERROR(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                     EIP_ERR_ADDRESS_PTR_SET, message);
    });
    cr_assert_str_eq(eip_status_code(EIP_ERR_ADDRESS_PTR_SET),
                     "InvalidAddress.PtrSet");
    cr_assert_str_eq(only(WORLD_ALICE).ptr_record, "a.example.");
}

Test(attribute, is_not_the_next_owners) {
    eip_allocate_address_response got;
    eip_allocate_address_request request = world_request_from(w.byoip);

    got = world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(modify(got.allocation_id, "a.example", NULL), EIP_OK);
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
    request.address = eip_text_of(world_ip(got.public_ip));
    request.public_ipv4_pool = eip_text_of(NULL);
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_eq(only(WORLD_ALICE).size, 0);
}

Test(attribute, tags_stay_as_they_are) {
    static const eip_tag tag = {{"Name", 4, 0}, {"gate", 4, 0}};
    static const eip_tag_specification spec = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;
    eip_address_list *list;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    got = world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(modify(got.allocation_id, "a.example", NULL), EIP_OK);
    list = world_list(&w, WORLD_ALICE, NULL);
    cr_assert_eq(world_at(list, 0).tag_count, 1);
    cr_assert(is_text(world_at(list, 0).tags[0].value, "gate"));
    eip_address_list_free(list);
}

/* -- what is refused ---------------------------------------------------------------- */

Test(attribute, names) {
    static const char *const bad[] = {
        "",      ".",   "a..b", ".a",  "-a.b", "a-.b", "a.b-",      "a.-b",
        "a_b.c", "a b", "a.b/", "a..", "a{b",  "a:b",  "\xc3\xa9.b"};
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    char name[300];
    eip_address_attribute said = EIP_ADDRESS_ATTRIBUTE_INIT;

    for (size_t i = 0; i < COUNT(bad); i++) {
        char message[160];

        (void)snprintf(message, sizeof message,
                       "Value (%s) for parameter domainName is invalid. It is "
                       "not a domain name.",
                       bad[i]);
        EXPECT_ERROR(modify(got.allocation_id, bad[i], NULL),
                     EIP_ERR_INVALID_PARAMETER_VALUE, message);
        cr_assert_str_eq(w.error.field, "DomainName");
    }
    cr_assert_eq(only(WORLD_ALICE).size, 0);
    /* Labels of 63, names of 253 characters. */
    memset(name, 'a', sizeof name);
    name[63] = '.';
    name[127] = '.';
    name[191] = '.';
    name[253] = '\0';
    EXPECT_STATUS(modify(got.allocation_id, name, &said), EIP_OK);
    cr_assert_eq(strlen(said.ptr_update_value), 254);
    name[253] = '.';
    name[254] = '\0';
    EXPECT_STATUS(modify(got.allocation_id, name, NULL), EIP_OK);
    name[253] = 'a';
    EXPECT_STATUS(modify(got.allocation_id, name, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    name[64] = '\0';
    name[63] = 'a';
    EXPECT_STATUS(modify(got.allocation_id, name, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

Test(attribute, parameters) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_modify_address_attribute_request m = modify_blank;
    eip_reset_address_attribute_request r = reset_blank;

    EXPECT_ERROR(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter AllocationId");
    EXPECT_ERROR(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter AllocationId");
    m.allocation_id_text = eip_text_of(world_id(got.allocation_id));
    r.allocation_id_text = m.allocation_id_text;
    EXPECT_ERROR(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter DomainName");
    EXPECT_ERROR(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter Attribute");
    r.attribute = eip_text_of("Domain-Name");
    EXPECT_ERROR(reset_by(WORLD_ALICE, &r, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Value (Domain-Name) for parameter attribute is invalid. "
                 "Valid values: domain-name");
    m.domain_name = eip_text_of("a.example");
    r.attribute = eip_text_of("domain-name");
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, NULL), EIP_OK);
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, NULL), EIP_OK);
    m.allocation_id = got.allocation_id;
    r.allocation_id = got.allocation_id;
    EXPECT_ERROR(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_ARGUMENT,
                 "The allocation ID is given as number and as text");
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_ARGUMENT);
}

Test(attribute, of_an_address_that_is_not_there) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    eip_allocate_address_response own = world_get(&w, WORLD_ALICE, NULL);
    char message[120];

    (void)snprintf(message, sizeof message,
                   "The allocation ID '%s' does not exist",
                   world_id(got.allocation_id));
    EXPECT_ERROR(modify(got.allocation_id, "a.example", NULL),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
    EXPECT_ERROR(reset(got.allocation_id, NULL),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
    world_give(&w, WORLD_ALICE, &own);
    EXPECT_STATUS(modify(own.allocation_id, "a.example", NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(modify_by(WORLD_DAVE,
                            &(eip_modify_address_attribute_request){
                                .size = sizeof modify_blank,
                                .allocation_id = got.allocation_id,
                                .domain_name = eip_text_of("a.example")},
                            NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
}

Test(attribute, of_each_kind_of_address) {
    eip_allocate_address_request carrier = world_request_in(WORLD_WAVELENGTH);
    eip_allocate_address_request coip = world_request_from(w.coip);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &carrier);
    eip_address_attribute said = EIP_ADDRESS_ATTRIBUTE_INIT;

    EXPECT_STATUS(modify(got.allocation_id, "a.example", &said), EIP_OK);
    cr_assert_eq(said.public_ip, got.carrier_ip);
    got = world_get(&w, WORLD_ALICE, &coip);
    EXPECT_ERROR(modify(got.allocation_id, "a.example", NULL),
                 EIP_ERR_UNSUPPORTED_OPERATION,
                 "A customer-owned IP address has no PTR record");
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_OK);
}

Test(attribute, forms) {
    static const eip_text broken = {NULL, 1, 0};
    eip_modify_address_attribute_request m = modify_blank;
    eip_reset_address_attribute_request r = reset_blank;
    eip_address_attribute small = {.size = 8};

    EXPECT_STATUS(modify_by(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(reset_by(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    cr_assert_str_eq(w.error.field, "request");
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, &small), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, &small), EIP_ERR_STRUCT_VERSION);
    cr_assert_str_eq(w.error.field, "response");
    m.flags = 2;
    r.flags = 2;
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_STRUCT_VERSION);
    m = modify_blank;
    r = reset_blank;
    m.domain_name = broken;
    r.attribute = broken;
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_STRUCT_VERSION);
    m = modify_blank;
    r = reset_blank;
    m.allocation_id_text = broken;
    r.allocation_id_text = broken;
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(modify_by(UINT64_MAX, &modify_blank, NULL), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(reset_by(UINT64_MAX, &reset_blank, NULL), EIP_ERR_ARGUMENT);
}

Test(attribute, is_authorised) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_address_attribute_list *list = NULL;

    w.guard.denies = true;
    EXPECT_STATUS(modify(got.allocation_id, "!", NULL), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:ModifyAddressAttribute");
    cr_assert_str_eq(w.guard.resource, world_id(got.allocation_id));
    EXPECT_STATUS(reset(got.allocation_id, NULL), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:ResetAddressAttribute");
    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, &list), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:DescribeAddressesAttribute");
    cr_assert_null(list);
}

Test(attribute, dry_runs) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_modify_address_attribute_request m = modify_blank;
    eip_reset_address_attribute_request r = reset_blank;
    eip_describe_addresses_attribute_request d = describe_blank;
    eip_release_address_request release = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_address_attribute_list *list = NULL;

    m.flags = EIP_MODIFY_ATTRIBUTE_DRY_RUN;
    m.allocation_id = got.allocation_id;
    m.domain_name = eip_text_of("a.example");
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, NULL), EIP_ERR_DRY_RUN);
    cr_assert_eq(only(WORLD_ALICE).size, 0);
    m.flags = 0;
    EXPECT_STATUS(modify_by(WORLD_ALICE, &m, NULL), EIP_OK);
    r.flags = EIP_RESET_ATTRIBUTE_DRY_RUN;
    r.allocation_id = got.allocation_id;
    r.attribute = eip_text_of("domain-name");
    EXPECT_STATUS(reset_by(WORLD_ALICE, &r, NULL), EIP_ERR_DRY_RUN);
    cr_assert_str_eq(only(WORLD_ALICE).ptr_record, "a.example.");
    d.flags = EIP_DESCRIBE_ATTRIBUTE_DRY_RUN;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &d, &list), EIP_ERR_DRY_RUN);
    cr_assert_null(list);
    /* As EC2 does: what the state forbids is told before the verdict. */
    release.flags = EIP_RELEASE_DRY_RUN;
    release.allocation_id = got.allocation_id;
    EXPECT_STATUS(eip_release_address(w.engine, &alice, &release, NULL),
                  EIP_ERR_ADDRESS_PTR_SET);
}

/* -- pages ----------------------------------------------------------------------------- */

enum { MANY = 10 };

static uint64_t ids[MANY];

/* All but the third and the last have a record. */
static void make_many(void) {
    world_account(&w, WORLD_ALICE, 50, 0);
    for (uint32_t i = 0; i < MANY; i++) {
        char name[16];

        ids[i] = world_get(&w, WORLD_ALICE, NULL).allocation_id;
        (void)snprintf(name, sizeof name, "h%u.example", i);
        if (i != 2 && i != MANY - 1) {
            EXPECT_STATUS(modify(ids[i], name, NULL), EIP_OK);
        }
    }
}

static eip_describe_addresses_attribute_request page_of(int32_t results) {
    eip_describe_addresses_attribute_request request = describe_blank;

    request.flags = EIP_DESCRIBE_ATTRIBUTE_MAX_RESULTS;
    request.max_results = results;
    return request;
}

Test(attribute, pages_show_each_once_whatever_comes_and_goes) {
    eip_describe_addresses_attribute_request request = page_of(3);
    eip_address_attribute_list *list = NULL;
    eip_address_attribute seen = EIP_ADDRESS_ATTRIBUTE_INIT;
    char token[1200];
    static const uint64_t wanted[3] = {3, 3, 2};
    static const uint32_t order[] = {0, 1, 3, 4, 5, 6, 7, 8};
    uint32_t shown = 0;

    make_many();
    for (uint32_t page = 0; page < 3; page++) {
        eip_text next;

        EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
        cr_assert_eq(eip_address_attribute_list_count(list), wanted[page]);
        for (uint64_t i = 0; i < wanted[page]; i++) {
            EXPECT_STATUS(eip_address_attribute_list_at(list, i, &seen),
                          EIP_OK);
            cr_assert_eq(seen.allocation_id, ids[order[shown++]]);
        }
        next = eip_address_attribute_list_next_token(list);
        cr_assert_eq(next.data == NULL, page == 2);
        (void)snprintf(token, sizeof token, "%.*s", (int)next.size,
                       next.data == NULL ? "" : next.data);
        request.next_token = eip_text_of(token);
        eip_address_attribute_list_free(list);
        /* The last that was shown goes, and one that was passed over. */
        EXPECT_STATUS(reset(seen.allocation_id, NULL), EIP_OK);
        EXPECT_STATUS(world_release(&w, WORLD_ALICE, seen.allocation_id, NULL),
                      EIP_OK);
        EXPECT_STATUS(modify(ids[2], "late.example", NULL), EIP_OK);
    }
    cr_assert_eq(shown, COUNT(order));
}

Test(attribute, pages_go_on_behind_the_last_shown) {
    eip_describe_addresses_attribute_request request = page_of(7);
    eip_address_attribute_list *list = NULL;
    eip_address_attribute_list *rest = NULL;
    eip_address_attribute seen = EIP_ADDRESS_ATTRIBUTE_INIT;

    make_many();
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    request.next_token = eip_address_attribute_list_next_token(list);
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &rest), EIP_OK);
    cr_assert_eq(eip_address_attribute_list_count(rest), 1);
    EXPECT_STATUS(eip_address_attribute_list_at(rest, 0, &seen), EIP_OK);
    cr_assert_eq(seen.allocation_id, ids[8]);
    eip_address_attribute_list_free(list);
    eip_address_attribute_list_free(rest);
}

Test(attribute, page_sizes) {
    static const int32_t bad[] = {0, -1, 1001, INT32_MIN, INT32_MAX};
    eip_address_attribute_list *list = NULL;
    eip_describe_addresses_attribute_request request;

    make_many();
    for (size_t i = 0; i < COUNT(bad); i++) {
        char message[120];

        request = page_of(bad[i]);
        (void)snprintf(message, sizeof message,
                       "Value ( %d ) for parameter maxResults is invalid. "
                       "Expecting a value from 1 to 1000.",
                       bad[i]);
        EXPECT_ERROR(describe_by(WORLD_ALICE, &request, &list),
                     EIP_ERR_MAX_RESULTS, message);
    }
    request = page_of(8);
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_eq(eip_address_attribute_list_count(list), 8);
    cr_assert_null(eip_address_attribute_list_next_token(list).data);
    eip_address_attribute_list_free(list);
    request = page_of(1000);
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    eip_address_attribute_list_free(list);
}

static void expect_bad_token(uint64_t account, const char *token) {
    eip_describe_addresses_attribute_request request = page_of(3);
    eip_address_attribute_list *list = NULL;

    request.next_token = eip_text_of(token);
    EXPECT_STATUS(describe_by(account, &request, &list), EIP_ERR_NEXT_TOKEN);
    cr_assert_str_eq(w.error.field, "NextToken");
    cr_assert_null(list);
}

Test(attribute, tokens_of_no_page) {
    eip_describe_addresses_attribute_request request = page_of(3);
    eip_address_attribute_list *list = NULL;
    char token[1200];
    char other[2200];
    eip_text next;

    make_many();
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    next = eip_address_attribute_list_next_token(list);
    (void)snprintf(token, sizeof token, "%.*s", (int)next.size, next.data);
    eip_address_attribute_list_free(list);
    expect_bad_token(WORLD_ALICE, "");
    expect_bad_token(WORLD_ALICE, "nonsense");
    expect_bad_token(WORLD_ALICE, "0123456789abcdef0123456789abcdef");
    expect_bad_token(WORLD_BOB, token);
    for (size_t i = 0; i < strlen(token); i++) {
        (void)snprintf(other, sizeof other, "%s", token);
        other[i] = other[i] == '0' ? '1' : '0';
        expect_bad_token(WORLD_ALICE, other);
        other[i] = 'G';
        expect_bad_token(WORLD_ALICE, other);
        other[i] = '\0';
        expect_bad_token(WORLD_ALICE, other);
    }
    memset(other, 'a', sizeof other);
    other[2100] = '\0';
    expect_bad_token(WORLD_ALICE, other);
}

/* -- descriptions -------------------------------------------------------------------------- */

Test(attribute, of_ids) {
    eip_describe_addresses_attribute_request request = describe_blank;
    eip_address_attribute_list *list = NULL;
    eip_address_attribute seen = EIP_ADDRESS_ATTRIBUTE_INIT;
    eip_text asked[4];

    make_many();
    asked[0] = eip_text_of(world_id(ids[4]));
    asked[1] = eip_text_of(world_id(ids[2]));
    asked[2] = eip_text_of(world_id(ids[0]));
    asked[3] = asked[0];
    request.allocation_ids = asked;
    request.allocation_id_count = 4;
    request.attribute = eip_text_of("domain-name");
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_eq(eip_address_attribute_list_count(list), 2);
    EXPECT_STATUS(eip_address_attribute_list_at(list, 1, &seen), EIP_OK);
    cr_assert_eq(seen.allocation_id, ids[4]);
    cr_assert_eq(eip_address_attribute_list_at(list, 2, &seen),
                 EIP_ERR_ARGUMENT);
    cr_assert_eq(eip_address_attribute_list_at(NULL, 0, &seen), EIP_ERR_NULL);
    cr_assert_eq(eip_address_attribute_list_at(list, 0, NULL), EIP_ERR_NULL);
    eip_address_attribute_list_free(list);
    eip_address_attribute_list_free(NULL);
    cr_assert_eq(eip_address_attribute_list_count(NULL), 0);
    cr_assert_null(eip_address_attribute_list_next_token(NULL).data);

    list = NULL;
    EXPECT_STATUS(describe_by(WORLD_BOB, &request, &list),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(describe_by(WORLD_DAVE, &request, &list),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    request.attribute = eip_text_of("other");
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_null(list);
}

Test(attribute, forms_of_a_description) {
    static const eip_text broken = {NULL, 1, 0};
    eip_describe_addresses_attribute_request request = describe_blank;
    eip_address_attribute_list *list = NULL;

    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    cr_assert_str_eq(w.error.field, "list");
    EXPECT_STATUS(describe_by(UINT64_MAX, NULL, &list), EIP_ERR_ARGUMENT);
    request.size = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.allocation_id_count = 1;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_ERR_NULL);
    request.allocation_ids = &broken;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_str_eq(w.error.field, "AllocationId");
    request = describe_blank;
    request.flags = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.attribute = broken;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.next_token = broken;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_null(list);
    EXPECT_STATUS(describe_by(WORLD_DAVE, NULL, &list), EIP_OK);
    cr_assert_eq(eip_address_attribute_list_count(list), 0);
    eip_address_attribute_list_free(list);
}
