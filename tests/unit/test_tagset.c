/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* EC2's rules of tags with their texts, and the sets built of them. */
#include "registry/tagset.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 120 };

/** Some specifications with room for what the tests put in them. */
struct fixture {
    eip_tag tags[MANY];
    eip_tag_specification specs[3];
    char keys[MANY][16];
    eip_error error;
    uint32_t total;
    uint64_t bytes;
};

static void *text_of_units(const char *unit, uint32_t units) {
    size_t size = strlen(unit);
    char *data = malloc(size * units + 1);

    for (uint32_t i = 0; i < units; i++) {
        memcpy(data + i * size, unit, size);
    }
    data[size * units] = '\0';
    return data;
}

/** `count` tags K0=v, K1=v, ... in one specification. */
static struct fixture *make(uint32_t count) {
    struct fixture *f = calloc(1, sizeof(*f));

    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(f->keys[i], sizeof(f->keys[i]), "K%u", i);
        f->tags[i].key = eip_text_of(f->keys[i]);
        f->tags[i].value = eip_text_of("v");
    }
    for (int i = 0; i < 3; i++) {
        f->specs[i].resource_type = eip_text_of("elastic-ip");
    }
    f->specs[0].tags = f->tags;
    f->specs[0].tag_count = count;
    f->error = eip_error_init();
    f->total = 77;
    f->bytes = 77;
    return f;
}

static eip_status check(struct fixture *f, uint32_t spec_count) {
    return eip__tagset_check(f->specs, spec_count, "elastic-ip", &f->error,
                             &f->total, &f->bytes);
}

/** Expect a refusal; the results must be untouched. Ends the fixture. */
static void expect(struct fixture *f, uint32_t spec_count, eip_status status,
                   const char *field, uint32_t index, const char *message) {
    cr_assert_eq(check(f, spec_count), status, "%s for %s", f->error.message,
                 message);
    cr_assert_eq(f->error.status, status);
    cr_assert_str_eq(f->error.field, field);
    cr_assert_str_eq(f->error.message, message);
    cr_assert_eq(f->error.index, index);
    cr_assert_eq(f->total, 77);
    cr_assert_eq(f->bytes, 77);
    cr_assert_eq(eip__tagset_check(f->specs, spec_count, "elastic-ip", NULL,
                                   &f->total, &f->bytes),
                 status);
    free(f);
}

static struct eip__tagset *build(struct fixture *f, uint32_t spec_count) {
    struct eip__tagset *set;
    uint64_t size;

    cr_assert_eq(check(f, spec_count), EIP_OK, "%s", f->error.message);
    size = eip__tagset_size(f->total, f->bytes);
    set = malloc(size);
    memset(set, 0x5a, size);
    eip__tagset_build(set, f->specs, spec_count, f->total, f->bytes);
    cr_assert_eq(set->bytes, size);
    return set;
}

static bool is(eip_text text, const char *expected) {
    return text.data != NULL && text.size == strlen(expected) &&
           memcmp(text.data, expected, text.size) == 0;
}

/* -- form ------------------------------------------------------------------ */

Test(tagset_form, null_with_a_count) {
    struct fixture *f = make(1);

    cr_assert_eq(eip__tagset_check(NULL, 1, "elastic-ip", &f->error, &f->total,
                                   &f->bytes),
                 EIP_ERR_NULL);
    cr_assert_str_eq(f->error.field, "TagSpecification");
    cr_assert_eq(eip__tagset_form(NULL, UINT32_MAX, NULL), EIP_ERR_NULL);
    f->specs[1].tag_count = 1;
    expect(f, 2, EIP_ERR_NULL, "TagSpecification", 1,
           "A required pointer is NULL");
    f = make(1);
    f->specs[0].tags = NULL;
    expect(f, 1, EIP_ERR_NULL, "TagSpecification", 0,
           "A required pointer is NULL");
}

Test(tagset_form, reserved_members) {
    const char *text = eip_status_text(EIP_ERR_STRUCT_VERSION);
    struct fixture *f = make(2);

    f->specs[0].reserved = 1;
    expect(f, 1, EIP_ERR_STRUCT_VERSION, "TagSpecification", 0, text);
    f = make(2);
    f->specs[0].resource_type.reserved = 1;
    expect(f, 1, EIP_ERR_STRUCT_VERSION, "TagSpecification", 0, text);
    f = make(2);
    f->tags[1].key.reserved = 1;
    expect(f, 1, EIP_ERR_STRUCT_VERSION, "TagSpecification", 1, text);
    f = make(2);
    f->tags[1].value.reserved = 1;
    expect(f, 1, EIP_ERR_STRUCT_VERSION, "TagSpecification", 1, text);
    for (uint32_t i = 0; i < 2; i++) {
        f = make(1);
        f->tags[0].key.reserved = i + 1;
        expect(f, 1, EIP_ERR_STRUCT_VERSION, "TagSpecification", 0, text);
        f = make(1);
        f->tags[0].value.reserved = i + 1;
        expect(f, 1, EIP_ERR_STRUCT_VERSION, "TagSpecification", 0, text);
    }
}

Test(tagset_form, is_asked_without_the_rules) {
    struct fixture *f = make(2);

    f->specs[0].resource_type = eip_text_of("nonsense");
    f->tags[0].key = eip_text_of(NULL);
    cr_assert_eq(eip__tagset_form(f->specs, 1, &f->error), EIP_OK);
    cr_assert_eq(f->error.status, EIP_OK);
    free(f);
}

Test(tagset_form, no_specification_is_no_tag) {
    uint32_t total = 7;
    uint64_t bytes = 7;

    cr_assert_eq(eip__tagset_check(NULL, 0, "elastic-ip", NULL, &total, &bytes),
                 EIP_OK);
    cr_assert_eq(total, 0);
    cr_assert_eq(bytes, 0);
}

Test(tagset_form, only_so_many_are_looked_at) {
    struct fixture *f = make(1);

    cr_assert_eq(check(f, 0), EIP_OK);
    cr_assert_eq(f->total, 0);
    cr_assert_eq(f->bytes, 0);
    free(f);
}

/* -- rules ------------------------------------------------------------------ */

Test(tagset_check, resource_types) {
    static const char *const bad[] = {"network-interface", "",
                                      "Elastic-IP",        "elastic-i",
                                      "elastic-ip ",       "elastic-ipx",
                                      "elastic-io",        "elastic-iq"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct fixture *f = make(1);
        char message[128];
        f->specs[0].resource_type = eip_text_of(bad[i]);
        snprintf(message, sizeof(message),
                 "'%s' is not a valid taggable resource type for this "
                 "operation.",
                 bad[i]);
        expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "TagSpecification", 0,
               message);
    }
}

Test(tagset_check, an_absent_resource_type) {
    struct fixture *f = make(1);

    f->specs[1] = f->specs[0];
    f->specs[1].resource_type = (eip_text){NULL, 10, 0};
    expect(f, 2, EIP_ERR_INVALID_PARAMETER_VALUE, "TagSpecification", 1,
           "'' is not a valid taggable resource type for this operation.");
}

Test(tagset_check, a_resource_type_of_another_operation) {
    struct fixture *f = make(1);

    f->specs[0].resource_type = eip_text_of("ipam-pool");
    cr_assert_eq(eip__tagset_check(f->specs, 1, "ipam-pool", &f->error,
                                   &f->total, &f->bytes),
                 EIP_OK);
    free(f);
}

Test(tagset_check, a_hostile_resource_type_is_quoted_safely) {
    struct fixture *f = make(1);

    f->specs[0].resource_type = eip_text_of("a\nb\xff");
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "TagSpecification", 0,
           "'a?b?' is not a valid taggable resource type for this operation.");
}

Test(tagset_check, a_specification_without_tags) {
    struct fixture *f = make(1);

    f->specs[1].tags = f->tags;
    expect(f, 2, EIP_ERR_INVALID_PARAMETER_VALUE, "TagSpecification", 1,
           "Tag specification must have at least one tag");
}

Test(tagset_check, keys_absent_or_empty) {
    static const char text[] = "Value ( '' ) for parameter Tag key is "
                               "invalid. Tag key cannot be null or empty.";
    struct fixture *f = make(3);

    f->tags[2].key = eip_text_of("");
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 2, text);
    f = make(3);
    f->tags[1].key = (eip_text){NULL, 4, 0};
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 1, text);
}

Test(tagset_check, keys_that_are_no_utf8) {
    struct fixture *f = make(1);

    f->tags[0].key = eip_text_of("a\xc3");
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 0,
           "Value ( 'a?' ) for parameter Tag key is invalid. Tag key is not "
           "valid UTF-8.");
}

Test(tagset_check, key_lengths_are_in_characters) {
    static const char *const units[] = {"x", "\xc3\xa9", "\xe2\x82\xac",
                                        "\xf0\x9f\x98\x80"};

    for (int i = 0; i < 4; i++) {
        for (uint32_t n = 126; n <= 128; n++) {
            struct fixture *f = make(1);
            char *key = text_of_units(units[i], n);
            f->tags[0].key = eip_text_of(key);
            if (n <= EIP_LIMIT_TAG_KEY) {
                cr_assert_eq(check(f, 1), EIP_OK);
                cr_assert_eq(f->bytes, strlen(key) + 1);
                free(f);
            } else {
                expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 0,
                       "Tag key exceeds the maximum length of 127 characters");
            }
            free(key);
        }
    }
}

Test(tagset_check, a_key_and_its_value_too_long) {
    struct fixture *f = make(1);
    char *key = text_of_units("x", EIP_LIMIT_TAG_KEY + 1);
    char *value = text_of_units("x", EIP_LIMIT_TAG_VALUE + 1);

    f->tags[0].key = eip_text_of(key);
    f->tags[0].value = eip_text_of(value);
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 0,
           "Tag key exceeds the maximum length of 127 characters");
    free(key);
    free(value);
}

Test(tagset_check, reserved_keys_in_any_case) {
    static const char *const bad[] = {"aws:", "aws:x", "AWS:x", "aWs:x",
                                      "Aws:cloudformation:stack-name"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct fixture *f = make(2);
        f->tags[1].key = eip_text_of(bad[i]);
        expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 1,
               "Tag keys starting with 'aws:' are reserved for internal use");
    }
}

Test(tagset_check, keys_near_the_reserved_ones) {
    static const char *const good[] = {"aws",   "awx:",  "aws;x",  "aw:x",
                                       "xaws:", " aws:", "awsx:",  "a",
                                       "!ws:",  "abs:x", "\x01ws:"};

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct fixture *f = make(1);
        f->tags[0].key = eip_text_of(good[i]);
        cr_assert_eq(check(f, 1), EIP_OK, "%s: %s", good[i], f->error.message);
        free(f);
    }
}

Test(tagset_check, value_lengths_are_in_characters) {
    static const char *const units[] = {"x", "\xf0\x9f\x98\x80"};

    for (int i = 0; i < 2; i++) {
        for (uint32_t n = 255; n <= 257; n++) {
            struct fixture *f = make(1);
            char *value = text_of_units(units[i], n);
            f->tags[0].value = eip_text_of(value);
            if (n <= EIP_LIMIT_TAG_VALUE) {
                cr_assert_eq(check(f, 1), EIP_OK);
                free(f);
            } else {
                expect(
                    f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag value", 0,
                    "Tag value exceeds the maximum length of 256 character(s)");
            }
            free(value);
        }
    }
}

Test(tagset_check, values_that_are_no_utf8) {
    struct fixture *f = make(2);

    f->tags[1].value = eip_text_of("\xed\xa0\x80");
    expect(
        f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag value", 1,
        "Value ( '\?\?\?' ) for parameter Tag value is invalid. Tag value is "
        "not valid UTF-8.");
}

/* Wherever it is: texts are looked at eight bytes at once. */
Test(tagset_check, one_byte_that_is_no_utf8) {
    for (uint32_t size = 1; size <= 20; size++) {
        for (uint32_t at = 0; at < size; at++) {
            char text[21] = "abcdefghijklmnopqrst";
            struct fixture *f = make(1);

            text[at] = '\xff';
            f->tags[0].key = (eip_text){text, size, 0};
            cr_assert_eq(check(f, 1), EIP_ERR_INVALID_PARAMETER_VALUE,
                         "byte %u of a key of %u", at, size);
            f->tags[0].key = eip_text_of("k");
            f->tags[0].value = (eip_text){text, size, 0};
            cr_assert_eq(check(f, 1), EIP_ERR_INVALID_PARAMETER_VALUE,
                         "byte %u of a value of %u", at, size);
            free(f);
        }
    }
}

Test(tagset_check, duplicates_in_one_specification) {
    struct fixture *f = make(4);

    f->tags[0].key = eip_text_of("Name");
    f->tags[3].key = eip_text_of("Name");
    f->tags[3].value = eip_text_of("other");
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 3,
           "Duplicate tag key 'Name' specified.");
}

Test(tagset_check, duplicates_across_specifications) {
    struct fixture *f = make(2);

    f->specs[1].tags = &f->tags[2];
    f->specs[1].tag_count = 1;
    f->specs[2].tags = &f->tags[1];
    f->specs[2].tag_count = 2;
    expect(f, 3, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 3,
           "Duplicate tag key 'K1' specified.");
}

Test(tagset_check, keys_are_case_sensitive_and_prefixes_differ) {
    static const char *const keys[] = {"name", "Name",  "NAME",
                                       "nam",  "name ", "n"};
    struct fixture *f = make(6);

    for (int i = 0; i < 6; i++) {
        f->tags[i].key = eip_text_of(keys[i]);
    }
    cr_assert_eq(check(f, 1), EIP_OK, "%s", f->error.message);
    free(f);
}

Test(tagset_check, the_limit_of_fifty) {
    static const char text[] =
        "The maximum number of Tags for a resource has been reached.";
    struct fixture *f = make(49);

    cr_assert_eq(check(f, 1), EIP_OK);
    free(f);
    f = make(50);
    cr_assert_eq(check(f, 1), EIP_OK);
    cr_assert_eq(f->total, 50);
    free(f);
    expect(make(51), 1, EIP_ERR_TAG_LIMIT_EXCEEDED, "TagSpecification", 50,
           text);
    f = make(25);
    f->specs[1].tags = &f->tags[25];
    f->specs[1].tag_count = 26;
    expect(f, 2, EIP_ERR_TAG_LIMIT_EXCEEDED, "TagSpecification", 50, text);
    expect(make(MANY), 1, EIP_ERR_TAG_LIMIT_EXCEEDED, "TagSpecification", 50,
           text);
}

/* As most requests have them. */
Test(tagset_check, the_limit_of_fifty_in_order) {
    for (uint32_t count = 49; count <= 51; count++) {
        struct fixture *f = make(count);

        for (uint32_t i = 0; i < count; i++) {
            snprintf(f->keys[i], sizeof(f->keys[i]), "K%03u", i);
            f->tags[i].key = eip_text_of(f->keys[i]);
        }
        if (count == 51) {
            expect(
                f, 1, EIP_ERR_TAG_LIMIT_EXCEEDED, "TagSpecification", 50,
                "The maximum number of Tags for a resource has been reached.");
            continue;
        }
        cr_assert_eq(check(f, 1), EIP_OK);
        cr_assert_eq(f->total, count);
        cr_assert_eq(f->bytes, count * strlen("K000v"));
        free(f);
    }
}

Test(tagset_check, a_duplicate_goes_before_the_limit) {
    struct fixture *f = make(51);

    f->tags[49].key = f->tags[7].key;
    expect(f, 1, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key", 49,
           "Duplicate tag key 'K7' specified.");
    f = make(51);
    f->tags[50].key = f->tags[7].key;
    expect(f, 1, EIP_ERR_TAG_LIMIT_EXCEEDED, "TagSpecification", 50,
           "The maximum number of Tags for a resource has been reached.");
}

Test(tagset_check, the_order_of_rules) {
    struct fixture *f = make(60);

    /* Everything is wrong; mending one rule after the other shows the next. */
    f->tags[0].value = eip_text_of("\xff");
    f->tags[1].key = eip_text_of("aws:x");
    f->tags[3].key = f->tags[2].key;
    f->specs[1].resource_type = eip_text_of("instance");
    cr_assert_eq(check(f, 2), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(f->error.message,
                     "'instance' is not a valid taggable resource type for "
                     "this operation.");
    f->specs[1].resource_type = eip_text_of("elastic-ip");
    cr_assert_eq(check(f, 2), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(f->error.message,
                     "Tag specification must have at least one tag");
    cr_assert_eq(check(f, 1), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(f->error.field, "Tag key");
    cr_assert_eq(f->error.index, 1);
    f->tags[1].key = eip_text_of("x");
    cr_assert_eq(check(f, 1), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(f->error.field, "Tag value");
    f->tags[0].value = eip_text_of("");
    cr_assert_eq(check(f, 1), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(f->error.message, "Duplicate tag key 'K2' specified.");
    f->tags[3].key = eip_text_of("y");
    cr_assert_eq(check(f, 1), EIP_ERR_TAG_LIMIT_EXCEEDED);
    free(f);
}

/* -- sets ------------------------------------------------------------------- */

Test(tagset, is_sorted_by_key_and_found_again) {
    struct fixture *f = make(30);
    struct eip__tagset *set;
    eip_text last = {"", 0, 0};

    f->specs[1].tags = &f->tags[30];
    f->specs[1].tag_count = 20;
    set = build(f, 2);
    cr_assert_eq(set->count, 50);
    for (uint32_t i = 0; i < set->count; i++) {
        eip_text key;
        eip_text value;
        char now[16] = "";
        char before[16] = "";
        eip__tagset_at(set, i, &key, &value);
        cr_assert_eq(key.reserved, 0);
        cr_assert_eq(value.reserved, 0);
        cr_assert(is(value, "v"));
        memcpy(now, key.data, key.size);
        memcpy(before, last.data, last.size);
        cr_assert_lt(strcmp(before, now), 0);
        last = key;
    }
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert_eq(eip__tagset_find(set, f->tags[i].key, NULL), i < 50);
    }
    free(set);
    free(f);
}

Test(tagset, holds_copies_and_may_be_moved) {
    struct fixture *f = make(3);
    struct eip__tagset *set;
    struct eip__tagset *moved;
    char key[] = "Name";
    char value[] = "gate \xc3\xa9";
    eip_text found = {NULL, 0, 0};

    f->tags[1].key = eip_text_of(key);
    f->tags[1].value = eip_text_of(value);
    set = build(f, 1);
    memset(key, 'x', 4);
    memset(value, 'x', 7);
    moved = malloc(set->bytes);
    memcpy(moved, set, set->bytes);
    free(set);
    cr_assert(eip__tagset_find(moved, eip_text_of("Name"), &found));
    cr_assert(is(found, "gate \xc3\xa9"));
    free(moved);
    free(f);
}

Test(tagset, an_absent_value_is_the_empty_one) {
    struct fixture *f = make(3);
    struct eip__tagset *set;
    eip_text found = {NULL, 9, 0};

    f->tags[2].value = (eip_text){NULL, 9, 0};
    f->tags[1].value = eip_text_of("");
    set = build(f, 1);
    cr_assert_eq(f->bytes, 7);
    cr_assert(eip__tagset_find(set, eip_text_of("K2"), &found));
    cr_assert(is(found, ""));
    cr_assert(eip__tagset_find(set, eip_text_of("K1"), &found));
    cr_assert(is(found, ""));
    free(set);
    free(f);
}

Test(tagset, what_is_not_there_is_not_found) {
    struct fixture *f = make(2);
    struct eip__tagset *set = build(f, 1);
    eip_text found = {"same", 4, 0};

    cr_assert(!eip__tagset_find(set, eip_text_of("K"), &found));
    cr_assert(!eip__tagset_find(set, eip_text_of("K00"), &found));
    cr_assert(!eip__tagset_find(set, eip_text_of("k0"), &found));
    cr_assert(!eip__tagset_find(set, eip_text_of(""), &found));
    cr_assert(!eip__tagset_find(set, (eip_text){NULL, 2, 0}, &found));
    cr_assert(!eip__tagset_find(NULL, eip_text_of("K0"), &found));
    cr_assert(is(found, "same"));
    free(set);
    free(f);
}

Test(tagset, the_members_of_others_begin_as_zero) {
    struct fixture *f = make(1);
    struct eip__tagset *set = build(f, 1);

    cr_assert_null(set->retired.next);
    cr_assert_eq(set->retired.epoch, 0);
    cr_assert_eq(offsetof(struct eip__tagset, retired), 0);
    cr_assert_eq(set->reserved, 0);
    free(set);
    free(f);
}

Test(tagset, the_largest) {
    struct fixture *f = make(50);
    struct eip__tagset *set;
    char *keys[50];
    char *value = text_of_units("\xf0\x9f\x98\x80", 256);

    for (int i = 0; i < 50; i++) {
        keys[i] = text_of_units("\xf0\x9f\x98\x80", 127);
        keys[i][3] = (char)(0x80 + (49 - i));
        f->tags[i].key = eip_text_of(keys[i]);
        f->tags[i].value = eip_text_of(value);
    }
    set = build(f, 1);
    cr_assert_eq(f->bytes, 50 * (127 + 256) * 4);
    for (int i = 0; i < 50; i++) {
        eip_text found;
        cr_assert(eip__tagset_find(set, f->tags[i].key, &found));
        cr_assert(is(found, value));
        free(keys[i]);
    }
    free(value);
    free(set);
    free(f);
}
