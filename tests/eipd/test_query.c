/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The Query protocol into request structs: order, escapes, lists, limits. */
#include "eipd/query.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct query query;
static struct fault fault;
static char text[4 * QUERY_BYTES_MAX];
static _Alignas(16) char request[SHAPE_RESPONSE_BYTES_MAX];

static int add(const char *string) {
    query_start(&query);
    (void)snprintf(text, sizeof text, "%s", string);
    return query_add(&query, text, strlen(text), &fault);
}

static int bind(const char *operation, const char *string) {
    const struct shape_operation *found = shape_find(eip_text_of(operation));

    cr_assert_not_null(found);
    fault.kind = FAULT_NONE;
    return add(string) && query_bind(&query, found->request, request, &fault);
}

static int is(eip_text value, const char *string) {
    return value.data != NULL && value.size == strlen(string) &&
           memcmp(value.data, string, value.size) == 0;
}

static void refuse(const char *operation, const char *string, uint32_t kind,
                   const char *message) {
    cr_assert(!bind(operation, string), "%s", string);
    cr_assert_eq(fault.kind, kind, "%s: %s", string, fault.message);
    cr_assert_str_eq(fault.message, message);
}

Test(query, escapes) {
    cr_assert(add("&&A=b+c&D=%2b%C3%a4%20&E&F=&"));
    cr_assert_eq(query.count, 4);
    cr_assert(is(query_value(&query, "A"), "b c"));
    cr_assert(is(query_value(&query, "D"), "+\xc3\xa4 "));
    cr_assert(is(query_value(&query, "E"), ""));
    cr_assert(is(query_value(&query, "F"), ""));
    cr_assert_null(query_value(&query, "a").data);
}

Test(query, bad_escapes) {
    static const char *const bad[] = {"A=%", "A=%4", "A=%4g", "A=%g4", "%=1"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_assert(!add(bad[i]), "%s", bad[i]);
        cr_assert_eq(fault.kind, FAULT_MALFORMED_QUERY);
        cr_assert_eq(fault.http, 400);
    }
}

Test(query, texts_numbers_flags) {
    const eip_create_ipam_pool_request *ipam = (void *)request;

    cr_assert(bind("CreateIpamPool",
                   "Version=2016-11-15&AllocationMinNetmaskLength=-7&"
                   "AutoImport=TRUE&DryRun=false&Action=CreateIpamPool&"
                   "SourceResource.ResourceOwner=1&Description="));
    cr_assert_eq(ipam->size, sizeof *ipam);
    cr_assert_eq(ipam->flags, EIP_IPAM_MIN_NETMASK | EIP_IPAM_AUTO_IMPORT);
    cr_assert_eq(ipam->allocation_min_netmask_length, -7);
    cr_assert(is(ipam->source_resource_owner, "1"));
    cr_assert(is(ipam->description, ""));
    cr_assert_null(ipam->locale.data);
}

Test(query, false_has_its_own_flag) {
    const eip_associate_address_request *associate = (void *)request;

    cr_assert(bind("AssociateAddress", "AllowReassociation=false"));
    cr_assert_eq(associate->flags, EIP_ASSOCIATE_NO_REASSOCIATION);
    cr_assert(bind("AssociateAddress", "AllowReassociation=true"));
    cr_assert_eq(associate->flags, EIP_ASSOCIATE_ALLOW_REASSOCIATION);
}

Test(query, lists_in_any_order_with_gaps) {
    const eip_describe_addresses_request *describe = (void *)request;

    cr_assert(bind("DescribeAddresses",
                   "Filter.10.Value.2=d&Filter.2.Name=a&PublicIp.0=7&"
                   "Filter.10.Name=b&Filter.10.Value.11=e&Filter.10.Value.1=c&"
                   "PublicIp.03=8"));
    cr_assert_eq(describe->filter_count, 2);
    cr_assert(is(describe->filters[0].name, "a"));
    cr_assert_eq(describe->filters[0].value_count, 0);
    cr_assert(is(describe->filters[1].name, "b"));
    cr_assert_eq(describe->filters[1].value_count, 3);
    cr_assert(is(describe->filters[1].values[0], "c"));
    cr_assert(is(describe->filters[1].values[1], "d"));
    cr_assert(is(describe->filters[1].values[2], "e"));
    cr_assert_eq(describe->public_ip_count, 2);
    cr_assert(is(describe->public_ips[0], "7"));
    cr_assert(is(describe->public_ips[1], "8"));
    cr_assert_eq(describe->allocation_id_count, 0);
}

Test(query, tags) {
    const eip_allocate_address_request *allocate = (void *)request;

    cr_assert(bind("AllocateAddress",
                   "TagSpecification.1.Tag.1.Value=&TagSpecification.1.Tag.1."
                   "Key=k&TagSpecification.1.ResourceType=elastic-ip&"
                   "TagSpecification.1.Tag.2.Key=l"));
    cr_assert_eq(allocate->tag_specification_count, 1);
    cr_assert(is(allocate->tag_specifications[0].resource_type, "elastic-ip"));
    cr_assert_eq(allocate->tag_specifications[0].tag_count, 2);
    cr_assert(is(allocate->tag_specifications[0].tags[0].key, "k"));
    cr_assert(is(allocate->tag_specifications[0].tags[0].value, ""));
    cr_assert(is(allocate->tag_specifications[0].tags[1].key, "l"));
    cr_assert_null(allocate->tag_specifications[0].tags[1].value.data);
}

Test(query, unknown_parameters) {
    static const char *const unknown[] = {
        "Nonsense",       "domain",         "Domain.1", "Filter.x.Name",
        "Filter.1.Nane",  "Filter.1",       "Filter",   "Filter.1.Value",
        "PublicIp.1.Foo", "PublicIp.-1",    "",         "PublicIp.",
        "Filter..Name",   "Filter.1.Name.", "."};
    char pair[64];
    char message[128];

    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        (void)snprintf(pair, sizeof pair, "%s=1", unknown[i]);
        (void)snprintf(message, sizeof message,
                       "The parameter %s is not recognized", unknown[i]);
        refuse("DescribeAddresses", pair, FAULT_UNKNOWN_PARAMETER, message);
    }
}

Test(query, bad_values) {
    refuse("DescribeTags", "MaxResults=five", FAULT_INVALID_VALUE,
           "Invalid value 'five' for integer parameter MaxResults");
    refuse("DescribeTags", "MaxResults=2147483648", FAULT_INVALID_VALUE,
           "Invalid value '2147483648' for integer parameter MaxResults");
    refuse("DescribeTags", "MaxResults=", FAULT_INVALID_VALUE,
           "Invalid value '' for integer parameter MaxResults");
    refuse("DescribeTags", "MaxResults=-", FAULT_INVALID_VALUE,
           "Invalid value '-' for integer parameter MaxResults");
    refuse("DescribeTags", "DryRun=maybe", FAULT_INVALID_VALUE,
           "Invalid value 'maybe' for boolean parameter DryRun");
    refuse("AllocateAddress", "Domain=a&Domain=b", FAULT_INVALID_VALUE,
           "The parameter Domain was given more than once");
    cr_assert(bind("DescribeTags", "MaxResults=2147483647"));
    cr_assert(bind("DescribeTags", "MaxResults=-2147483648"));
}

/** `count` parameters of a list, each with two lists within each other. */
static size_t many(uint32_t count) {
    size_t size = 0;

    for (uint32_t i = 0; i < count; i++)
        size +=
            (size_t)sprintf(text + size, "&TagSpecification.%u.Tag.1.Key=", i);
    query_start(&query);
    return size;
}

Test(query, as_many_parameters_as_allowed) {
    const eip_allocate_address_request *allocate = (void *)request;
    const struct shape_operation *operation =
        shape_find(eip_text_of("AllocateAddress"));

    cr_assert(query_add(&query, text, many(QUERY_PAIRS_MAX), &fault));
    cr_assert(query_bind(&query, operation->request, request, &fault));
    cr_assert_eq(allocate->tag_specification_count, QUERY_PAIRS_MAX);
    cr_assert_eq(allocate->tag_specifications[999].tag_count, 1);
    cr_assert_leq(query.used, QUERY_ROOM);
    cr_assert(!query_add(&query, text, many(QUERY_PAIRS_MAX + 1), &fault));
    cr_assert_eq(fault.kind, FAULT_MALFORMED_QUERY);
    cr_assert_str_eq(fault.message,
                     "The request has more than 1000 parameters");
}

Test(query, as_many_bytes_as_allowed) {
    memset(text, 'a', sizeof text);
    query_start(&query);
    cr_assert(query_add(&query, text, QUERY_BYTES_MAX, &fault));
    cr_assert(!query_add(&query, text, QUERY_BYTES_MAX + 1, &fault));
    cr_assert_eq(fault.http, 413);
}

Test(query, operations_are_found_by_name) {
    for (uint32_t i = 0; i < shape_operation_count; i++)
        cr_assert_eq(shape_find(eip_text_of(shape_operations[i].name)),
                     &shape_operations[i]);
    cr_assert_null(shape_find(eip_text_of("Allocate")));
    cr_assert_null(shape_find(eip_text_of("AllocateAddresses")));
    cr_assert_null(shape_find((eip_text){"AllocateAddress\0\0\0", 18, 0}));
    cr_assert_null(shape_find(eip_text_of("")));
}

Test(query, structs_fit) {
    for (uint32_t i = 0; i < shape_operation_count; i++) {
        const struct shape_operation *operation = &shape_operations[i];

        cr_assert_leq(operation->request->bytes, SHAPE_RESPONSE_BYTES_MAX);
        cr_assert_leq(operation->response->bytes, SHAPE_RESPONSE_BYTES_MAX);
        for (uint32_t j = 0; j < operation->response->count; j++)
            if (operation->response->members[j].pager != NULL)
                cr_assert_leq(operation->response->members[j].pager->of->bytes,
                              SHAPE_ITEM_BYTES_MAX);
    }
}
