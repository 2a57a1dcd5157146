/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Filters of DescribeAddresses: what they find, of three addresses that differ
 * in all a filter can ask for, against a second evaluation. An input's lines
 * are `name=value,value`; patterns are glob.c's business, so that here a value
 * with wildcards only has to be answered, and what is found be a subset.
 */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

enum { FILTERS_MAX = 52, VALUES_MAX = 202, ADDRESSES = 3 };

static eip_filter filters[FILTERS_MAX];
static eip_text values[VALUES_MAX];
static uint32_t filter_count;
static uint32_t value_count;

/* -- reading the input ----------------------------------------------------------- */

static void take_values(eip_filter *filter, const char *at, size_t size) {
    const char *end = at + size;

    filter->values = &values[value_count];
    while (value_count < VALUES_MAX) {
        const char *comma =
            at == end ? NULL : memchr(at, ',', (size_t)(end - at));
        const char *stop = comma == NULL ? end : comma;

        values[value_count++] = fuzz_text(at, (size_t)(stop - at));
        filter->value_count++;
        if (comma == NULL) {
            break;
        }
        at = comma + 1;
    }
}

static void take_line(const char *line, size_t size) {
    const char *equals = size == 0 ? NULL : memchr(line, '=', size);
    size_t name = equals == NULL ? size : (size_t)(equals - line);

    if (filter_count == FILTERS_MAX) {
        return;
    }
    filters[filter_count] = (eip_filter){fuzz_text(line, name), NULL, 0, 0};
    if (equals != NULL) {
        take_values(&filters[filter_count], equals + 1, size - name - 1);
    }
    filter_count++;
}

static void read_input(const char *at, size_t size) {
    const char *end = at + size;

    filter_count = 0;
    value_count = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline == NULL ? end : newline;

        take_line(at, (size_t)(stop - at));
        at = stop == end ? end : stop + 1;
    }
}

/* -- the addresses --------------------------------------------------------------- */

static struct world world;
static eip_allocate_address_response held[ADDRESSES];
static const char *const owners[ADDRESSES] = {"ann", "ben", NULL};

static void hold(uint32_t index, const char *group, const char *owner) {
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_tag tag = {eip_text_of("owner"), eip_text_of(owner)};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};

    request.network_border_group = eip_text_of(group);
    if (owner != NULL) {
        request.tag_specifications = &spec;
        request.tag_specification_count = 1;
    }
    held[index] = world_get(&world, WORLD_ALICE, &request);
}

static void prepare(void) {
    if (world.engine == NULL) {
        world_start(&world);
        fuzz_keep(&world);
        hold(0, NULL, owners[0]);
        hold(1, WORLD_LOCAL, owners[1]);
        hold(2, WORLD_WAVELENGTH, owners[2]);
    }
}

/* -- a second evaluation --------------------------------------------------------- */

static bool is(eip_text text, const char *wanted) {
    return text.size == strlen(wanted) &&
           memcmp(text.data, wanted, text.size) == 0;
}

static bool is_tag(eip_text name) {
    long characters = fuzz_characters(name.data, name.size);

    return characters >= 0 && characters <= EIP_LIMIT_FILTER_VALUE &&
           name.size > 4 && memcmp(name.data, "tag:", 4) == 0;
}

static bool is_known(eip_text name) {
    static const char *const known[] = {"allocation-id",
                                        "association-id",
                                        "domain",
                                        "instance-id",
                                        "network-border-group",
                                        "network-interface-id",
                                        "private-ip-address",
                                        "network-interface-owner-id",
                                        "public-ip",
                                        "tag-key"};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (is(name, known[i])) {
            return true;
        }
    }
    return is_tag(name);
}

static eip_status judge(void) {
    bool over = filter_count > EIP_LIMIT_FILTERS;

    for (uint32_t i = 0; i < filter_count; i++) {
        over |= filters[i].value_count > EIP_LIMIT_FILTER_VALUES;
    }
    for (uint32_t i = 0; i < filter_count && !over; i++) {
        if (!is_known(filters[i].name) || filters[i].value_count == 0) {
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
        for (uint32_t n = 0; n < filters[i].value_count; n++) {
            eip_text value = filters[i].values[n];
            long characters = fuzz_characters(value.data, value.size);

            if (characters < 0) {
                return EIP_ERR_INVALID_PARAMETER_VALUE;
            }
            if (characters > EIP_LIMIT_FILTER_VALUE) {
                return EIP_ERR_FILTER_LIMIT_EXCEEDED;
            }
        }
    }
    return over ? EIP_ERR_FILTER_LIMIT_EXCEEDED : EIP_OK;
}

/* The member of address `i` that a filter asks for; NULL: it has none. */
static const char *member(eip_text name, uint32_t i, char *room) {
    static const char *const groups[] = {WORLD_REGION, WORLD_LOCAL,
                                         WORLD_WAVELENGTH};

    if (is(name, "allocation-id")) {
        (void)eip_allocation_id_format(held[i].allocation_id, room);
        return room;
    }
    if (is(name, "public-ip")) {
        return eip_ipv4_format(world_any_ip(&held[i]), room) ? room : NULL;
    }
    if (is(name, "tag-key")) {
        return owners[i] == NULL ? NULL : "owner";
    }
    return is(name, "domain")                 ? "vpc"
           : is(name, "network-border-group") ? groups[i]
           : is(name, "tag:owner")            ? owners[i]
                                              : NULL;
}

/* 1 yes, 0 no, -1 if a pattern has to say. */
static int filter_holds(const eip_filter *filter, uint32_t i) {
    char room[64];
    const char *text = member(filter->name, i, room);
    int answer = 0;

    for (uint32_t n = 0; n < filter->value_count && text != NULL; n++) {
        eip_text value = filter->values[n];

        if (is(value, text) && strpbrk(text, "*?\\") == NULL) {
            return 1;
        }
        if (memchr(value.data, '*', value.size) != NULL ||
            memchr(value.data, '?', value.size) != NULL ||
            memchr(value.data, '\\', value.size) != NULL) {
            answer = -1;
        }
    }
    return answer;
}

static int all_hold(uint32_t i) {
    int answer = 1;

    for (uint32_t n = 0; n < filter_count; n++) {
        int one = filter_holds(&filters[n], i);

        if (one == 0) {
            return 0;
        }
        answer = one < 0 ? one : answer;
    }
    return answer;
}

static bool is_listed(const eip_address_list *list, uint64_t id) {
    for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
        if (world_at(list, i).allocation_id == id) {
            return true;
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_error error = EIP_ERROR_INIT;
    eip_address_list *list = NULL;
    eip_status wanted;
    eip_status status;

    if (size > FUZZ_INPUT_MAX / 2) {
        return 0;
    }
    fuzz_begin(data, size);
    prepare();
    read_input((const char *)data, size);
    request.filters = filters;
    request.filter_count = filter_count;
    wanted = judge();
    status =
        eip_describe_addresses(world.engine, &caller, &request, &list, &error);
    FUZZ_CHECK(status == wanted, "%s, not %s: %s", eip_status_name(status),
               eip_status_name(wanted), error.message);
    if (status != EIP_OK) {
        fuzz_check_error(&error, status, "Filter");
        FUZZ_CHECK(list == NULL, "a list in spite of a failure");
        return 0;
    }
    for (uint32_t i = 0; i < ADDRESSES; i++) {
        int holds = all_hold(i);

        FUZZ_CHECK(holds < 0 ||
                       is_listed(list, held[i].allocation_id) == (holds > 0),
                   "address %u is %slisted", i, holds > 0 ? "not " : "");
    }
    eip_address_list_free(list);
    return 0;
}
