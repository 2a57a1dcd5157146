/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* XML: characters, members that are there and are not, answers in pieces. */
#include "eipd/answer.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static int is(const struct xml *xml, const char *string) {
    return xml->size == strlen(string) &&
           memcmp(xml->data, string, xml->size) == 0;
}

static void write_text(const char *bytes, size_t size, const char *expected) {
    struct xml xml = {0};

    xml_text(&xml, bytes, size);
    cr_assert(is(&xml, expected), "%.*s", (int)xml.size, xml.data);
    free(xml.data);
}

Test(answer, markup_is_escaped) {
    write_text("a<b>&\"'\r\n\t", 10, "a&lt;b&gt;&amp;\"'&#13;\n\t");
}

Test(answer, what_is_no_character_is_replaced) {
    write_text("\0\1\x7f", 3, "\xef\xbf\xbd\xef\xbf\xbd\x7f");
    write_text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 9,
               "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
    /* Cut short, overlong, a surrogate, beyond Unicode, U+FFFF, a lone byte. */
    write_text("\xc3", 1, "\xef\xbf\xbd");
    write_text("\xc0\x80", 2, "\xef\xbf\xbd\xef\xbf\xbd");
    write_text("\xe0\x80\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    write_text("\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    write_text("\xf5\x80\x80\x80", 4,
               "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    write_text("\xef\xbf\xbf", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    write_text("\x80z", 2, "\xef\xbf\xbdz");
}

Test(answer, faults) {
    struct fault fault;
    struct xml xml = {0};

    (void)fault_set(&fault, FAULT_INVALID_ACTION, "a<%d", 7);
    answer_fault(&xml, &fault, "id");
    cr_assert(is(&xml, ANSWER_DECLARATION
                 "<Response><Errors><Error><Code>InvalidAction</Code>"
                 "<Message>a&lt;7</Message></Error></Errors>"
                 "<RequestID>id</RequestID></Response>"));
    free(xml.data);
}

static eip_engine *engine_with(eip_cidr cidr, uint32_t quota) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_config config = EIP_CONFIG_INIT;
    eip_engine *engine = NULL;

    config.region = eip_text_of("us-east-1");
    config.quota_default = quota;
    cr_assert_eq(eip_engine_open(&config, &engine, NULL), EIP_OK);
    cr_assert_eq(eip_admin_provision_cidrs(engine, amazon, config.region, &cidr,
                                           1, NULL),
                 EIP_OK);
    return engine;
}

static void allocate(eip_engine *engine, const eip_caller *caller,
                     uint32_t count) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    for (uint32_t i = 0; i < count; i++)
        cr_assert_eq(eip_allocate_address(engine, caller, NULL, &got, NULL),
                     EIP_OK);
}

/** Count how often a text is in all pieces; it is never cut by their ends,
 *  because a piece ends behind an item. */
static uint32_t count_in(struct answer *answer, const char *text,
                         uint32_t *pieces) {
    uint32_t count = 0;

    for (*pieces = 1;; ++*pieces) {
        xml_raw(&answer->xml, "", 1);
        for (const char *at = answer->xml.data; (at = strstr(at, text)) != NULL;
             at++)
            count++;
        cr_assert_leq(answer->xml.size, ANSWER_PIECE + 4096);
        if (answer->done)
            return count;
        answer_step(answer);
    }
}

Test(answer, a_long_list_comes_in_pieces) {
    enum { ADDRESSES = 5000 };
    const eip_caller caller = EIP_CALLER_INIT(7);
    eip_engine *engine = engine_with((eip_cidr){0x0a000000, 16}, ADDRESSES);
    const struct shape_operation *operation =
        shape_find(eip_text_of("DescribeAddresses"));
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    struct answer answer;
    uint32_t pieces;

    allocate(engine, &caller, ADDRESSES);
    cr_assert_eq(
        answer_call(&answer, operation, engine, &caller, &request, NULL),
        EIP_OK);
    answer_start(&answer, "id");
    cr_assert_eq(count_in(&answer, "</publicIp></item>", &pieces), ADDRESSES);
    cr_assert_gt(pieces, 10);
    answer_end(&answer);
    eip_engine_close(engine);
}

Test(answer, what_is_absent_is_left_out) {
    const eip_caller caller = EIP_CALLER_INIT(7);
    eip_engine *engine = engine_with((eip_cidr){0x0a000001, 32}, 1);
    const struct shape_operation *operation =
        shape_find(eip_text_of("AllocateAddress"));
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    struct answer answer;
    char *id;

    cr_assert_eq(
        answer_call(&answer, operation, engine, &caller, &request, NULL),
        EIP_OK);
    answer_start(&answer, "id");
    cr_assert(answer.done);
    xml_raw(&answer.xml, "", 1);
    id = strstr(answer.xml.data, "eipalloc-0");
    cr_assert_not_null(id);
    memset(id, 'x', EIP_ALLOCATION_ID_TEXT_SIZE - 1);
    cr_assert_str_eq(answer.xml.data, ANSWER_DECLARATION
                     "<AllocateAddressResponse xmlns=\"" ANSWER_NAMESPACE
                     "\"><requestId>id</requestId>"
                     "<allocationId>xxxxxxxxxxxxxxxxxxxxxxxxxx</allocationId>"
                     "<publicIpv4Pool>amazon</publicIpv4Pool>"
                     "<networkBorderGroup>us-east-1</networkBorderGroup>"
                     "<domain>vpc</domain><publicIp>10.0.0.1</publicIp>"
                     "</AllocateAddressResponse>");
    answer_end(&answer);
    eip_engine_close(engine);
}

/* What is sent piece by piece is neither kept, to be given again, nor does it wait
 * until it is durable: so nothing that changes something may have a list without
 * end. */
Test(answer, of_what_changes_something_is_whole) {
    for (uint32_t i = 0; i < shape_operation_count; i++) {
        const struct shape_operation *operation = &shape_operations[i];

        for (uint32_t j = 0; j < operation->response->count; j++)
            cr_assert(operation->reads ||
                          operation->response->members[j].kind != SHAPE_PAGE,
                      "%s", operation->name);
    }
}
