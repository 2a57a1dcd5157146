/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Tags given with an allocation (R15). */
#include "api/expect.h"

WORLD_SUITE(tags);

enum { MANY = 52 };

static eip_tag many[MANY];
static char keys[MANY][8];
static char room[1100];

static eip_status allocate(const eip_tag_specification *specs, uint32_t count,
                           eip_allocate_address_response *got) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    request.tag_specifications = specs;
    request.tag_specification_count = count;
    return world_allocate(&w, WORLD_ALICE, &request, got);
}

/* One specification of some tags. */
static eip_status with(const eip_tag *list, uint32_t count) {
    eip_tag_specification spec = {eip_text_of("elastic-ip"), list, count, 0};

    return allocate(&spec, 1, NULL);
}

static eip_status with_key(const char *key) {
    eip_tag tag = {eip_text_of(key), eip_text_of("v")};

    return with(&tag, 1);
}

static eip_status with_value(eip_text value) {
    eip_tag tag = {eip_text_of("k"), value};

    return with(&tag, 1);
}

/* `count` times a character, as UTF-8. */
static eip_text repeat(const char *character, uint32_t count) {
    size_t size = strlen(character);

    for (uint32_t i = 0; i < count; i++) {
        memcpy(room + i * size, character, size);
    }
    return (eip_text){room, (uint32_t)(count * size), 0};
}

static void number(uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "k%02u", (i * 37) % 100);
        many[i] = (eip_tag){eip_text_of(keys[i]), eip_text_of(keys[i] + 1)};
    }
}

static eip_address_list *held(void) {
    return world_list(&w, WORLD_ALICE, NULL);
}

/* -- what is allowed ------------------------------------------------------- */

Test(tags, are_shown_by_key) {
    eip_tag list[4] = {{eip_text_of("b"), eip_text_of("2")},
                       {eip_text_of("B"), eip_text_of("upper")},
                       {eip_text_of("a"), eip_text_of("")},
                       {eip_text_of("ab"), eip_text_of(NULL)}};
    static const char *const wanted[4][2] = {
        {"B", "upper"}, {"a", ""}, {"ab", ""}, {"b", "2"}};
    eip_address_list *all;
    eip_address shown;

    EXPECT_STATUS(with(list, 4), EIP_OK);
    all = held();
    shown = world_at(all, 0);
    cr_assert_eq(shown.tag_count, 4);
    for (int i = 0; i < 4; i++) {
        cr_assert(is_text(shown.tags[i].key, wanted[i][0]));
        cr_assert(is_text(shown.tags[i].value, wanted[i][1]),
                  "an absent value counts as the empty one");
    }
    eip_address_list_free(all);
}

Test(tags, are_copied) {
    char key[] = "key";
    char value[] = "value";
    eip_tag tag = {eip_text_of(key), eip_text_of(value)};
    eip_address_list *all;

    EXPECT_STATUS(with(&tag, 1), EIP_OK);
    memset(key, 'x', 3);
    memset(value, 'x', 5);
    all = held();
    cr_assert(is_text(world_at(all, 0).tags[0].key, "key"));
    cr_assert(is_text(world_at(all, 0).tags[0].value, "value"));
    eip_address_list_free(all);
}

Test(tags, of_each_address_are_its_own) {
    eip_tag one = {eip_text_of("Name"), eip_text_of("one")};
    eip_tag two = {eip_text_of("Name"), eip_text_of("two")};
    eip_address_list *all;

    EXPECT_STATUS(with(&one, 1), EIP_OK);
    EXPECT_STATUS(allocate(NULL, 0, NULL), EIP_OK);
    EXPECT_STATUS(with(&two, 1), EIP_OK);
    all = held();
    cr_assert(is_text(world_at(all, 0).tags[0].value, "one"));
    cr_assert_eq(world_at(all, 1).tag_count, 0);
    cr_assert(is_text(world_at(all, 2).tags[0].value, "two"));
    eip_address_list_free(all);
}

Test(tags, of_an_ec2_classic_address) {
    eip_tag tag = {eip_text_of("Name"), eip_text_of("old")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;
    eip_address_list *all;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    got = world_get(&w, WORLD_CAROL, &request);
    all = world_list(&w, WORLD_CAROL, NULL);
    cr_assert_eq(world_at(all, 0).tag_count, 1);
    eip_address_list_free(all);
    world_give(&w, WORLD_CAROL, &got);
}

Test(tags, keys_that_are_allowed) {
    static const char *const good[] = {"a",     " ",        "aws",
                                       "awsx:", "aw:s",     "xaws:",
                                       " aws:", "a\nb",     "\xf0\x9f\x98\x80",
                                       "Name ", "'quote\"", "<xml>"};

    world_provision(&w, w.byoip, NULL, "203.0.113.0/24");
    for (size_t i = 0; i < COUNT(good); i++) {
        EXPECT_STATUS(with_key(good[i]), EIP_OK);
    }
}

/* -- keys ------------------------------------------------------------------ */

Test(tags, keys_that_are_reserved) {
    static const char *const bad[] = {"aws:",  "aws:x", "AWS:x", "Aws:x",
                                      "aWs:x", "awS:",  "aws::"};

    EXPECT_UNCHANGED({
        for (size_t i = 0; i < COUNT(bad); i++) {
            EXPECT_ERROR(with_key(bad[i]), EIP_ERR_INVALID_PARAMETER_VALUE,
                         "Tag keys starting with 'aws:' are reserved for "
                         "internal use");
        }
    });
}

Test(tags, keys_empty_and_absent) {
    const char *text = "Value ( '' ) for parameter Tag key is invalid. Tag key "
                       "cannot be null or empty.";

    EXPECT_ERROR(with_key(""), EIP_ERR_INVALID_PARAMETER_VALUE, text);
    EXPECT_ERROR(with_key(NULL), EIP_ERR_INVALID_PARAMETER_VALUE, text);
}

Test(tags, keys_that_are_not_utf8) {
    static const char *const bad[] = {"\x80",         "a\xff",
                                      "\xc3",         "\xc0\xaf",
                                      "\xed\xbf\xbf", "\xf4\x90\x80\x80"};

    for (size_t i = 0; i < COUNT(bad); i++) {
        EXPECT_STATUS(with_key(bad[i]), EIP_ERR_INVALID_PARAMETER_VALUE);
        EXPECT_STATUS(with_value(eip_text_of(bad[i])),
                      EIP_ERR_INVALID_PARAMETER_VALUE);
    }
}

static const char *const characters[] = {"k", "\xc3\xbc", "\xe2\x82\xac",
                                         "\xf0\x9f\x98\x80"};

Test(tags, lengths_of_keys_in_characters) {
    world_provision(&w, w.byoip, NULL, "203.0.113.0/24");
    for (size_t i = 0; i < COUNT(characters); i++) {
        for (uint32_t count = 126; count <= 128; count++) {
            eip_tag tag = {repeat(characters[i], count), eip_text_of("v")};

            if (count <= EIP_LIMIT_TAG_KEY) {
                EXPECT_STATUS(with(&tag, 1), EIP_OK);
            } else {
                EXPECT_ERROR(
                    with(&tag, 1), EIP_ERR_INVALID_PARAMETER_VALUE,
                    "Tag key exceeds the maximum length of 127 characters");
            }
        }
    }
}

Test(tags, lengths_of_values_in_characters) {
    world_provision(&w, w.byoip, NULL, "203.0.113.0/24");
    EXPECT_STATUS(with_value(eip_text_of("")), EIP_OK);
    for (size_t i = 0; i < COUNT(characters); i++) {
        for (uint32_t count = 255; count <= 257; count++) {
            eip_text value = repeat(characters[i], count);

            if (count <= EIP_LIMIT_TAG_VALUE) {
                EXPECT_STATUS(with_value(value), EIP_OK);
            } else {
                EXPECT_ERROR(
                    with_value(value), EIP_ERR_INVALID_PARAMETER_VALUE,
                    "Tag value exceeds the maximum length of 256 character(s)");
            }
        }
    }
}

/* -- how many -------------------------------------------------------------- */

Test(tags, up_to_fifty) {
    eip_address_list *all;
    eip_address shown;

    number(MANY);
    EXPECT_STATUS(with(many, 49), EIP_OK);
    EXPECT_STATUS(with(many, 50), EIP_OK);
    EXPECT_ERROR(with(many, 51), EIP_ERR_TAG_LIMIT_EXCEEDED,
                 "The maximum number of Tags for a resource has been reached.");
    all = held();
    cr_assert_eq(eip_address_list_count(all), 2);
    shown = world_at(all, 1);
    cr_assert_eq(shown.tag_count, 50);
    for (uint32_t i = 1; i < 50; i++) {
        cr_assert_lt(
            memcmp(shown.tags[i - 1].key.data, shown.tags[i].key.data, 3), 0);
        cr_assert_eq(
            memcmp(shown.tags[i].key.data + 1, shown.tags[i].value.data, 2), 0);
    }
    eip_address_list_free(all);
}

Test(tags, in_several_specifications) {
    eip_tag_specification specs[3] = {
        {eip_text_of("elastic-ip"), many, 20, 0},
        {eip_text_of("elastic-ip"), many + 20, 20, 0},
        {eip_text_of("elastic-ip"), many + 40, 10, 0}};
    eip_address_list *all;

    number(MANY);
    EXPECT_STATUS(allocate(specs, 3, NULL), EIP_OK);
    all = held();
    cr_assert_eq(world_at(all, 0).tag_count, 50);
    eip_address_list_free(all);
    specs[2].tag_count = 11;
    EXPECT_STATUS(allocate(specs, 3, NULL), EIP_ERR_TAG_LIMIT_EXCEEDED);
}

Test(tags, duplicates_also_across_specifications) {
    eip_tag tag = {eip_text_of("Name"), eip_text_of("1")};
    eip_tag list[3] = {tag, {eip_text_of("x"), eip_text_of("1")}, tag};
    eip_tag_specification specs[2] = {{eip_text_of("elastic-ip"), list, 2, 0},
                                      {eip_text_of("elastic-ip"), &tag, 1, 0}};
    const char *text = "Duplicate tag key 'Name' specified.";

    EXPECT_ERROR(with(list, 3), EIP_ERR_INVALID_PARAMETER_VALUE, text);
    EXPECT_ERROR(allocate(specs, 2, NULL), EIP_ERR_INVALID_PARAMETER_VALUE,
                 text);
    list[0].key = eip_text_of("name");
    EXPECT_STATUS(allocate(specs, 2, NULL), EIP_OK);
}

/* -- specifications -------------------------------------------------------- */

Test(tags, other_resource_types) {
    static const char *const types[] = {
        "", "instance", "Elastic-IP", "elastic-ip ", "elastic", "eip"};
    eip_tag tag = {eip_text_of("k"), eip_text_of("v")};

    for (size_t i = 0; i < COUNT(types); i++) {
        eip_tag_specification spec = {eip_text_of(types[i]), &tag, 1, 0};
        char message[120];

        (void)snprintf(message, sizeof message,
                       "'%s' is not a valid taggable resource type for this "
                       "operation.",
                       types[i]);
        EXPECT_ERROR(allocate(&spec, 1, NULL), EIP_ERR_INVALID_PARAMETER_VALUE,
                     message);
    }
    {
        eip_tag_specification spec = {eip_text_of(NULL), &tag, 1, 0};

        EXPECT_STATUS(allocate(&spec, 1, NULL),
                      EIP_ERR_INVALID_PARAMETER_VALUE);
    }
}

Test(tags, a_specification_without_tags) {
    eip_tag_specification spec = {eip_text_of("elastic-ip"), NULL, 0, 0};

    EXPECT_ERROR(allocate(&spec, 1, NULL), EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Tag specification must have at least one tag");
}

Test(tags, nulls_and_reserved_members) {
    eip_tag tag = {eip_text_of("k"), eip_text_of("v")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), NULL, 1, 0};

    EXPECT_STATUS(allocate(NULL, 1, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(allocate(&spec, 1, NULL), EIP_ERR_NULL);
    spec.tags = &tag;
    spec.reserved = 1;
    EXPECT_STATUS(allocate(&spec, 1, NULL), EIP_ERR_STRUCT_VERSION);
    spec.reserved = 0;
    tag.value.reserved = 1;
    EXPECT_STATUS(allocate(&spec, 1, NULL), EIP_ERR_STRUCT_VERSION);
    tag.value.reserved = 0;
    tag.key.reserved = 1;
    EXPECT_STATUS(allocate(&spec, 1, NULL), EIP_ERR_STRUCT_VERSION);
    tag.key.reserved = 0;
    EXPECT_STATUS(allocate(&spec, 1, NULL), EIP_OK);
}

Test(tags, a_hostile_key_is_shown_harmless) {
    char key[300];
    eip_tag list[2];

    memset(key, '\n', sizeof key);
    list[0] = list[1] = (eip_tag){{key, 100, 0}, eip_text_of("v")};
    EXPECT_STATUS(with(list, 2), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_null(strchr(w.error.message, '\n'));
}

/* -- with failures and reuse ----------------------------------------------- */

Test(tags, of_an_allocation_that_fails_are_given_back) {
    eip_tag tag = {eip_text_of("k"), eip_text_of("v")};
    uint64_t blocks;

    for (int i = 0; i < WORLD_BYOIP_SIZE; i++) {
        EXPECT_STATUS(with(&tag, 1), EIP_OK);
    }
    EXPECT_STATUS(with(&tag, 1), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    blocks = w.heap.blocks;
    for (int i = 0; i < 100; i++) {
        EXPECT_STATUS(with(&tag, 1), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    }
    cr_assert_eq(w.heap.blocks, blocks);
}

Test(tags, do_not_pile_up) {
    eip_tag tag = {eip_text_of("k"), repeat("v", 256)};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_response got;
    uint64_t bytes = 0;

    for (int i = 0; i < 5000; i++) {
        EXPECT_STATUS(allocate(&spec, 1, &got), EIP_OK);
        world_give(&w, WORLD_ALICE, &got);
        if (i == 1000) {
            bytes = w.heap.bytes;
        }
    }
    cr_assert_leq(w.heap.bytes, bytes + 64 * 1024,
                  "%llu bytes after 1,000 rounds, %llu after 5,000",
                  (unsigned long long)bytes, (unsigned long long)w.heap.bytes);
}

/* -- given later ------------------------------------------------------------ */

/* The pass that checks all resources first is no answer. */
Test(tags, given_later_leave_the_error_of_a_success_untouched) {
    const eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag tag = {eip_text_of("Name"), eip_text_of("one")};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_allocate_address_response got;
    eip_text id;

    EXPECT_STATUS(allocate(NULL, 0, &got), EIP_OK);
    id = eip_text_of(world_id(got.allocation_id));
    request.resources = &id;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    EXPECT_STATUS(eip_create_tags(w.engine, &caller, &request, &error), EIP_OK);
    cr_assert_eq(error.status, EIP_OK);
    cr_assert_eq(error.message[0], '\0');
    EXPECT_STATUS(eip_delete_tags(w.engine, &caller, &request, &error), EIP_OK);
    cr_assert_eq(error.status, EIP_OK);
    request.flags = EIP_DELETE_TAGS_DRY_RUN;
    EXPECT_STATUS(eip_delete_tags(w.engine, &caller, &request, &error),
                  EIP_ERR_DRY_RUN);
    cr_assert_eq(error.status, EIP_ERR_DRY_RUN);
}
