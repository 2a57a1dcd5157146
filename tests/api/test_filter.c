/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The filters of DescribeAddresses, their wildcards and limits. */
#include "api/expect.h"

static struct world w;

/* Alice's, in the order of allocation: one of each kind, the first three with
 * tags; Carol's: one of EC2-Classic, one of her VPC. */
static eip_allocate_address_response hers[6];
static eip_allocate_address_response carols[2];

static eip_tag tags_of_0[] = {{{"Name", 4, 0}, {"web*1", 5, 0}},
                              {{"stage", 5, 0}, {"prod", 4, 0}}};
static eip_tag tags_of_1[] = {{{"Name", 4, 0}, {"", 0, 0}}};
static eip_tag tags_of_2[] = {{{"name", 4, 0}, {"Gr\xc3\xbc\xc3\x9f", 6, 0}},
                              {{"a:b", 3, 0}, {"c\\d?", 4, 0}}};

static void begin(void) {
    eip_tag_specification specs[3] = {
        {{"elastic-ip", 10, 0}, tags_of_0, 2, 0},
        {{"elastic-ip", 10, 0}, tags_of_1, 1, 0},
        {{"elastic-ip", 10, 0}, tags_of_2, 2, 0},
    };
    eip_allocate_address_request vpc = world_request();

    world_start(&w);
    for (int i = 0; i < 6; i++) {
        eip_allocate_address_request request =
            i == 0   ? world_request()
            : i == 1 ? world_request_in(WORLD_LOCAL)
            : i == 2 ? world_request_in(WORLD_WAVELENGTH)
            : i == 3 ? world_request_from(w.byoip)
            : i == 4 ? world_request_from(w.ipam)
                     : world_request_from(w.coip);

        if (i < 3) {
            request.tag_specifications = &specs[i];
            request.tag_specification_count = 1;
        }
        hers[i] = world_get(&w, WORLD_ALICE, &request);
    }
    vpc.domain = eip_text_of("vpc");
    carols[0] = world_get(&w, WORLD_CAROL, NULL);
    carols[1] = world_get(&w, WORLD_CAROL, &vpc);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(filter, .init = begin, .fini = finish);

static eip_status ask(uint64_t account, const eip_filter *filters,
                      uint32_t count, eip_address_list **list) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;

    request.filters = filters;
    request.filter_count = count;
    return world_describe(&w, account, &request, list);
}

/* Which of the account's addresses are found, as bits. */
static uint32_t found_by(uint64_t account, const eip_filter *filters,
                         uint32_t count) {
    const eip_allocate_address_response *all =
        account == WORLD_ALICE ? hers : carols;
    eip_address_list *list = NULL;
    uint32_t found = 0;

    EXPECT_STATUS(ask(account, filters, count, &list), EIP_OK);
    for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
        eip_address address = world_at(list, i);

        for (int n = 0; n < (account == WORLD_ALICE ? 6 : 2); n++) {
            if (address.public_ip == all[n].public_ip &&
                address.carrier_ip == all[n].carrier_ip &&
                address.customer_owned_ip == all[n].customer_owned_ip) {
                found |= 1u << n;
            }
        }
    }
    eip_address_list_free(list);
    return found;
}

static uint32_t find(const char *name, const char *value) {
    eip_text text = eip_text_of(value);
    eip_filter filter = {eip_text_of(name), &text, 1, 0};

    return found_by(WORLD_ALICE, &filter, 1);
}

static uint32_t find_carols(const char *name, const char *value) {
    eip_text text = eip_text_of(value);
    eip_filter filter = {eip_text_of(name), &text, 1, 0};

    return found_by(WORLD_CAROL, &filter, 1);
}

/* -- names ----------------------------------------------------------------- */

Test(filter, allocation_id) {
    for (int i = 0; i < 6; i++) {
        cr_assert_eq(find("allocation-id", world_id(hers[i].allocation_id)),
                     1u << i);
    }
    cr_assert_eq(find("allocation-id", "eipalloc-0*"), 63);
    cr_assert_eq(find("allocation-id", "EIPALLOC*"), 0);
    cr_assert_eq(find("allocation-id", world_id(carols[1].allocation_id)), 0);
    cr_assert_eq(find_carols("allocation-id", "*"), 2, "Classic has none");
}

Test(filter, domain) {
    cr_assert_eq(find("domain", "vpc"), 63);
    cr_assert_eq(find("domain", "standard"), 0);
    cr_assert_eq(find_carols("domain", "standard"), 1);
    cr_assert_eq(find_carols("domain", "vpc"), 2);
    cr_assert_eq(find_carols("domain", "*"), 3);
}

Test(filter, network_border_group) {
    cr_assert_eq(find("network-border-group", WORLD_REGION), 1 + 8 + 16 + 32);
    cr_assert_eq(find("network-border-group", WORLD_LOCAL), 2);
    cr_assert_eq(find("network-border-group", "us-east-1-*"), 6);
    cr_assert_eq(find_carols("network-border-group", "*"), 2);
}

Test(filter, public_ip_finds_carrier_addresses_too) {
    cr_assert_eq(find("public-ip", world_ip(hers[0].public_ip)), 1);
    cr_assert_eq(find("public-ip", world_ip(hers[2].carrier_ip)), 4);
    cr_assert_eq(find("public-ip", "155.146.10.*"), 4);
    cr_assert_eq(find("public-ip", "10.0.0.*"), 0, "a CoIP is none");
    cr_assert_eq(find("public-ip", "*"), 31);
    cr_assert_eq(find("public-ip", "not-an-address"), 0);
}

Test(filter, what_only_an_association_has) {
    static const char *const names[] = {
        "association-id", "instance-id", "network-interface-id",
        "network-interface-owner-id", "private-ip-address"};

    for (size_t i = 0; i < COUNT(names); i++) {
        cr_assert_eq(find(names[i], "*"), 0);
        cr_assert_eq(find(names[i], ""), 0);
    }
}

Test(filter, tags) {
    cr_assert_eq(find("tag:Name", "web\\*1"), 1);
    cr_assert_eq(find("tag:Name", ""), 2);
    cr_assert_eq(find("tag:Name", "*"), 3);
    cr_assert_eq(find("tag:name", "*"), 4, "keys are case-sensitive");
    cr_assert_eq(find("tag:stage", "prod"), 1);
    cr_assert_eq(find("tag:stage", "Prod"), 0);
    cr_assert_eq(find("tag:a:b", "c\\\\d\\?"), 4);
    cr_assert_eq(find("tag:N*", "*"), 0, "the key is no pattern");
    cr_assert_eq(find("tag:absent", "*"), 0);
    cr_assert_eq(find("tag-key", "Name"), 3);
    cr_assert_eq(find("tag-key", "?ame"), 7);
    cr_assert_eq(find("tag-key", "*"), 7);
    cr_assert_eq(find("tag-key", "prod"), 0);
}

Test(filter, names_that_are_none) {
    static const char *const names[] = {
        "",          "Domain",
        "tag",       "tag:",
        "public_ip", "pool",
        "tag-value", "domain ",
        "*",         "association.association-id",
        "tag-key:",  "Tag:Name"};

    for (size_t i = 0; i < COUNT(names); i++) {
        eip_text value = eip_text_of("*");
        eip_filter filter = {eip_text_of(names[i]), &value, 1, 0};
        eip_address_list *list = NULL;
        char message[100];

        (void)snprintf(message, sizeof message, "The filter '%s' is invalid",
                       names[i]);
        EXPECT_ERROR(ask(WORLD_ALICE, &filter, 1, &list),
                     EIP_ERR_INVALID_PARAMETER_VALUE, message);
        cr_assert_null(list);
    }
}

/* -- several, and patterns ------------------------------------------------- */

Test(filter, values_are_alternatives_and_filters_all_hold) {
    eip_text groups[2] = {eip_text_of(WORLD_LOCAL), eip_text_of(WORLD_REGION)};
    eip_text keys[2] = {eip_text_of("stage"), eip_text_of("Name")};
    eip_text none = eip_text_of("standard");
    eip_filter filters[3] = {
        {eip_text_of("network-border-group"), groups, 2, 0},
        {eip_text_of("tag-key"), keys, 2, 0},
        {eip_text_of("domain"), &none, 1, 0},
    };

    cr_assert_eq(found_by(WORLD_ALICE, filters, 1), 1 + 2 + 8 + 16 + 32);
    cr_assert_eq(found_by(WORLD_ALICE, filters, 2), 3);
    cr_assert_eq(found_by(WORLD_ALICE, filters, 3), 0);
    filters[1].name = filters[0].name; /* the same filter twice */
    filters[1].values = groups;
    filters[1].value_count = 1;
    cr_assert_eq(found_by(WORLD_ALICE, filters, 2), 2);
}

Test(filter, with_ids_and_addresses) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text ids[2] = {eip_text_of(world_id(hers[0].allocation_id)),
                       eip_text_of(world_id(hers[1].allocation_id))};
    eip_text value = eip_text_of(WORLD_LOCAL);
    eip_filter filter = {eip_text_of("network-border-group"), &value, 1, 0};
    eip_address_list *list;

    request.allocation_ids = ids;
    request.allocation_id_count = 2;
    request.filters = &filter;
    request.filter_count = 1;
    list = world_list(&w, WORLD_ALICE, &request);
    cr_assert_eq(eip_address_list_count(list), 1);
    cr_assert_eq(world_at(list, 0).allocation_id, hers[1].allocation_id);
    eip_address_list_free(list);
    value = eip_text_of("nowhere"); /* an id that is held is no error */
    list = world_list(&w, WORLD_ALICE, &request);
    cr_assert_eq(eip_address_list_count(list), 0);
    eip_address_list_free(list);
}

Test(filter, wildcards_and_escapes) {
    static const struct {
        const char *pattern;
        uint32_t found;
    } cases[] = {
        {"web*1", 1},     {"web\\*1", 1}, {"web?1", 1},      {"web\\?1", 0},
        {"w*", 1},        {"*1", 1},      {"*web*1*", 1},    {"web", 0},
        {"web*1?", 1},    {"?web*1", 1},  {"??????????", 3}, {"****", 3},
        {"web\\*\\1", 0}, {"\\w*", 0},    {"*\\", 0},        {"WEB*1", 0},
        {"we?\\*1", 1},   {"web??1", 1},  {"web?*?1", 1},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_assert_eq(find("tag:Name", cases[i].pattern), cases[i].found,
                     "%s finds %x", cases[i].pattern,
                     find("tag:Name", cases[i].pattern));
    }
    cr_assert_eq(find("tag:name", "Gr??"), 4, "characters, not bytes");
    cr_assert_eq(find("tag:name", "Gr?"), 0);
}

/* -- limits ---------------------------------------------------------------- */

static eip_text many_texts[210];
static eip_filter many_filters[60];
static char long_text[1100];

static eip_status with_counts(uint32_t filters, uint32_t values) {
    eip_address_list *list = NULL;
    eip_status status;

    for (size_t i = 0; i < COUNT(many_texts); i++) {
        many_texts[i] = eip_text_of("v*");
    }
    for (size_t i = 0; i < COUNT(many_filters); i++) {
        many_filters[i] =
            (eip_filter){eip_text_of("domain"), many_texts, values, 0};
    }
    status = ask(WORLD_ALICE, many_filters, filters, &list);
    if (status == EIP_OK) {
        cr_assert_eq(eip_address_list_count(list), 6);
    }
    eip_address_list_free(list);
    return status;
}

Test(filter, counts_at_their_limits) {
    const char *text =
        "The request uses too many filters or too many filter values";

    EXPECT_STATUS(with_counts(49, 1), EIP_OK);
    EXPECT_STATUS(with_counts(50, 1), EIP_OK);
    EXPECT_ERROR(with_counts(51, 1), EIP_ERR_FILTER_LIMIT_EXCEEDED, text);
    EXPECT_STATUS(with_counts(1, 199), EIP_OK);
    EXPECT_STATUS(with_counts(1, 200), EIP_OK);
    EXPECT_ERROR(with_counts(1, 201), EIP_ERR_FILTER_LIMIT_EXCEEDED, text);
    EXPECT_STATUS(with_counts(50, 200), EIP_OK);
}

static eip_status with_length(uint32_t characters, const char *character) {
    size_t size = strlen(character);
    eip_text value = {long_text, (uint32_t)(characters * size), 0};
    eip_filter filter = {eip_text_of("domain"), &value, 1, 0};
    eip_address_list *list = NULL;
    eip_status status;

    for (uint32_t i = 0; i < characters; i++) {
        memcpy(long_text + i * size, character, size);
    }
    status = ask(WORLD_ALICE, &filter, 1, &list);
    eip_address_list_free(list);
    return status;
}

Test(filter, lengths_at_their_limit_in_characters) {
    static const char *const characters[] = {
        "*", "?", "a", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};

    for (size_t i = 0; i < COUNT(characters); i++) {
        EXPECT_STATUS(with_length(254, characters[i]), EIP_OK);
        EXPECT_STATUS(with_length(255, characters[i]), EIP_OK);
        EXPECT_ERROR(with_length(256, characters[i]),
                     EIP_ERR_FILTER_LIMIT_EXCEEDED,
                     "The maximum length for a filter value is 255 "
                     "characters");
    }
}

Test(filter, values_that_are_not_utf8) {
    static const char *const bad[] = {"\xff", "\xc3", "a\xc0\x80",
                                      "\xed\xa0\x80", "\xf5\x80\x80\x80"};

    for (size_t i = 0; i < COUNT(bad); i++) {
        eip_text value = eip_text_of(bad[i]);
        eip_filter filter = {eip_text_of("tag:Name"), &value, 1, 0};
        eip_address_list *list = NULL;

        EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list),
                      EIP_ERR_INVALID_PARAMETER_VALUE);
    }
}

Test(filter, null_values_and_forms) {
    eip_text value = {NULL, 0, 0};
    eip_filter filter = {eip_text_of("domain"), &value, 1, 0};
    eip_address_list *list = NULL;

    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    filter.values = NULL;
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list), EIP_ERR_NULL);
    filter.values = &value;
    value = eip_text_of("vpc");
    filter.reserved = 1;
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list), EIP_ERR_STRUCT_VERSION);
    filter.reserved = 0;
    value.reserved = 1;
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list), EIP_ERR_STRUCT_VERSION);
    value.reserved = 0;
    filter.name = eip_text_of(NULL);
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    filter.name = eip_text_of("domain");
    filter.value_count = 0;
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

/* Structs come before authorisation and before syntax. */
Test(filter, forms_before_authorisation_and_syntax) {
    eip_text value = eip_text_of("vpc");
    eip_text ip = eip_text_of("1.2.3");
    eip_filter filters[2] = {{eip_text_of("domain"), &value, 1, 0},
                             {eip_text_of("domain"), &value, 1, 9}};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;

    w.guard.denies = true;
    EXPECT_STATUS(ask(WORLD_ALICE, filters, 2, &list), EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(w.error.index, 1);
    EXPECT_STATUS(ask(WORLD_ALICE, NULL, 1, &list), EIP_ERR_NULL);
    EXPECT_STATUS(ask(WORLD_ALICE, filters, 1, &list), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    request.filters = filters;
    request.filter_count = 2;
    request.public_ips = &ip;
    request.public_ip_count = 1;
    EXPECT_STATUS(world_describe(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
}

Test(filter, the_index_of_what_is_wrong) {
    eip_text value = eip_text_of("vpc");
    eip_filter filters[3] = {{eip_text_of("domain"), &value, 1, 0},
                             {eip_text_of("tag:x"), &value, 1, 0},
                             {eip_text_of("colour"), &value, 1, 0}};
    eip_address_list *list = NULL;

    EXPECT_STATUS(ask(WORLD_ALICE, filters, 3, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_eq(w.error.index, 2);
    filters[1].value_count = 0;
    EXPECT_STATUS(ask(WORLD_ALICE, filters, 3, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_eq(w.error.index, 1);
}

Test(filter, names_that_are_not_utf8_or_too_long) {
    char name[300] = "tag:";
    eip_text value = eip_text_of("vpc");
    eip_filter filter = {eip_text_of("tag:\xff"), &value, 1, 0};
    eip_address_list *list = NULL;

    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    memset(name + 4, 'k', 252);
    filter.name = eip_text_of(name);
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    filter.name.size--;
    EXPECT_STATUS(ask(WORLD_ALICE, &filter, 1, &list), EIP_OK);
    eip_address_list_free(list);
}
