/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Tags: EC2's rules against a second reading of them, and the set against
 * what was put into it. An input's lines are `key=value` tags; a line that is
 * just `&TYPE` begins a specification of that resource type.
 */
#include "fuzz.h"

#include "registry/tagset.h"

#include <stdlib.h>
#include <string.h>

enum { SPECS_MAX = 4, TAGS_MAX = 60 };

static eip_tag tags[TAGS_MAX];
static eip_tag_specification specs[SPECS_MAX];
static uint32_t tag_count;
static uint32_t spec_count;

/* -- reading the input ----------------------------------------------------------- */

static void begin_spec(const char *type, size_t size) {
    if (spec_count < SPECS_MAX) {
        specs[spec_count++] = (eip_tag_specification){fuzz_text(type, size),
                                                      &tags[tag_count], 0, 0};
    }
}

static void take_line(const char *line, size_t size) {
    const char *equals = size == 0 ? NULL : memchr(line, '=', size);
    size_t key = equals == NULL ? size : (size_t)(equals - line);

    if (size > 0 && line[0] == '&') {
        begin_spec(line + 1, size - 1);
        return;
    }
    if (tag_count == TAGS_MAX) {
        return;
    }
    if (spec_count == 0) {
        begin_spec("elastic-ip", 10);
    }
    tags[tag_count].key = fuzz_text(line, key);
    /* Without `=` the value is absent. */
    tags[tag_count].value = equals == NULL
                                ? (eip_text){NULL, 0, 0}
                                : fuzz_text(equals + 1, size - key - 1);
    tag_count++;
    specs[spec_count - 1].tag_count++;
}

static void read_input(const char *at, size_t size) {
    const char *end = at + size;

    tag_count = 0;
    spec_count = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline == NULL ? end : newline;

        take_line(at, (size_t)(stop - at));
        at = stop == end ? end : stop + 1;
    }
}

/* -- the rules ------------------------------------------------------------------- */

struct verdict {
    eip_status status;
    const char *field;
    uint32_t index;
};

static bool same(eip_text a, eip_text b) {
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static bool is_bad_key(eip_text key) {
    long characters = fuzz_characters(key.data, key.size);
    static const char upper[] = "AWS:";
    static const char lower[] = "aws:";
    size_t alike = 0;

    while (
        alike < 4 && alike < key.size &&
        (key.data[alike] == upper[alike] || key.data[alike] == lower[alike])) {
        alike++;
    }
    return characters < 1 || characters > EIP_LIMIT_TAG_KEY || alike == 4;
}

static bool is_bad_value(eip_text value) {
    long characters =
        value.data == NULL ? 0 : fuzz_characters(value.data, value.size);

    return characters < 0 || characters > EIP_LIMIT_TAG_VALUE;
}

static bool came_before(uint32_t index) {
    for (uint32_t i = 0; i < index; i++) {
        if (same(tags[i].key, tags[index].key)) {
            return true;
        }
    }
    return false;
}

static struct verdict judge(void) {
    const eip_status wrong = EIP_ERR_INVALID_PARAMETER_VALUE;

    for (uint32_t i = 0; i < spec_count; i++) {
        if (!same(specs[i].resource_type, eip_text_of("elastic-ip"))) {
            return (struct verdict){wrong, "TagSpecification", i};
        }
    }
    for (uint32_t i = 0; i < spec_count; i++) {
        if (specs[i].tag_count == 0) {
            return (struct verdict){wrong, "TagSpecification", i};
        }
    }
    for (uint32_t i = 0; i < tag_count; i++) {
        if (is_bad_key(tags[i].key)) {
            return (struct verdict){wrong, "Tag key", i};
        }
    }
    for (uint32_t i = 0; i < tag_count; i++) {
        if (is_bad_value(tags[i].value)) {
            return (struct verdict){wrong, "Tag value", i};
        }
    }
    for (uint32_t i = 0; i < tag_count && i < EIP_LIMIT_TAGS; i++) {
        if (came_before(i)) {
            return (struct verdict){wrong, "Tag key", i};
        }
    }
    if (tag_count > EIP_LIMIT_TAGS) {
        return (struct verdict){EIP_ERR_TAG_LIMIT_EXCEEDED, "TagSpecification",
                                EIP_LIMIT_TAGS};
    }
    return (struct verdict){EIP_OK, "", 0};
}

/* -- the set --------------------------------------------------------------------- */

static void check_set(uint32_t total, uint64_t bytes) {
    uint64_t size = eip__tagset_size(total, bytes);
    /* 64 bytes are a block's alignment; the texts end it. */
    struct eip__tagset *set = fuzz_room((size_t)((size + 63) / 64 * 64));
    eip_text last = {"", 0, 0};

    eip__tagset_build(set, specs, spec_count, total, bytes);
    FUZZ_CHECK(set->count == tag_count && set->bytes == size, "%u of %u tags",
               set->count, tag_count);
    for (uint32_t i = 0; i < tag_count; i++) {
        eip_text value = {NULL, 0, 0};
        uint32_t wanted = tags[i].value.size;

        FUZZ_CHECK(eip__tagset_find(set, tags[i].key, &value) &&
                       value.size == wanted &&
                       (wanted == 0 ||
                        memcmp(value.data, tags[i].value.data, wanted) == 0),
                   "tag %u is not as it was given", i);
    }
    for (uint32_t i = 0; i < set->count; i++) {
        eip_text key;
        eip_text value;
        size_t common;
        int order;

        eip__tagset_at(set, i, &key, &value);
        common = last.size < key.size ? last.size : key.size;
        order = memcmp(last.data, key.data, common);
        FUZZ_CHECK(order < 0 || (order == 0 && last.size < key.size),
                   "keys %u and before do not ascend", i);
        last = key;
    }
    FUZZ_CHECK(!eip__tagset_find(set, eip_text_of("="), NULL),
               "a key is found that was not given");
}

static void check_call(struct verdict verdict) {
    struct world *world = fuzz_world();
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_status wanted =
        verdict.status == EIP_OK ? EIP_ERR_DRY_RUN : verdict.status;
    eip_status status;

    request.tag_specifications = specs;
    request.tag_specification_count = spec_count;
    request.flags = EIP_ALLOCATE_DRY_RUN;
    status = eip_allocate_address(world->engine, &caller, &request, &got,
                                  &world->error);
    FUZZ_CHECK(status == wanted, "%s, not %s: %s", eip_status_name(status),
               eip_status_name(wanted), world->error.message);
    fuzz_check_error(&world->error, status, verdict.field);
    FUZZ_CHECK(world->error.index == verdict.index, "index %u, not %u",
               world->error.index, verdict.index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct verdict verdict;
    eip_error error = EIP_ERROR_INIT;
    uint32_t total = 0;
    uint64_t bytes = 0;
    eip_status status;

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    fuzz_begin(data, size);
    read_input((const char *)data, size);
    verdict = judge();
    status = eip__tagset_check(specs, spec_count, "elastic-ip", &error, &total,
                               &bytes);
    FUZZ_CHECK(status == verdict.status, "%s, not %s: %s",
               eip_status_name(status), eip_status_name(verdict.status),
               error.message);
    if (status == EIP_OK) {
        check_set(total, bytes);
    }
    check_call(verdict);
    return 0;
}
