/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateTags, DeleteTags, DescribeTags. */
#include "api/expect.h"

WORLD_SUITE(tagging);

static const eip_tags_request blank = EIP_TAGS_REQUEST_INIT;
static const eip_describe_tags_request describe_blank =
    EIP_DESCRIBE_TAGS_REQUEST_INIT;

/* -- calls ------------------------------------------------------------------ */

static eip_status create_by(uint64_t account, const eip_tags_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_create_tags(w.engine, &caller, request, &w.error);
}

static eip_status delete_by(uint64_t account, const eip_tags_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_delete_tags(w.engine, &caller, request, &w.error);
}

static eip_status describe_by(uint64_t account,
                              const eip_describe_tags_request *request,
                              eip_tag_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_describe_tags(w.engine, &caller, request, list, &w.error);
}

static char text_of_id[EIP_ALLOCATION_ID_TEXT_SIZE];
static eip_text resource;

static eip_tags_request of(uint64_t id, const eip_tag *tags, uint32_t count) {
    eip_tags_request request = blank;

    (void)snprintf(text_of_id, sizeof text_of_id, "%s", world_id(id));
    resource = eip_text_of(text_of_id);
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = tags;
    request.tag_count = count;
    return request;
}

static eip_status create(uint64_t id, const char *key, const char *value) {
    eip_tag tag = {eip_text_of(key), eip_text_of(value)};
    eip_tags_request request = of(id, &tag, 1);

    return create_by(WORLD_ALICE, &request);
}

static eip_status delete (uint64_t id, const char *key, const char *value) {
    eip_tag tag = {eip_text_of(key), eip_text_of(value)};
    eip_tags_request request = of(id, &tag, 1);

    return delete_by(WORLD_ALICE, &request);
}

/* "key=value key=value ..." of Alice's only address. */
static const char *tags_of(uint64_t account) {
    static char shown[400];
    eip_address_list *list = world_list(&w, account, NULL);
    eip_address address = world_at(list, 0);
    size_t size = 0;

    shown[0] = '\0';
    for (uint32_t i = 0; i < address.tag_count; i++) {
        size += (size_t)snprintf(
            shown + size, sizeof shown - size, "%s%.*s=%.*s", i == 0 ? "" : " ",
            (int)address.tags[i].key.size, address.tags[i].key.data,
            (int)address.tags[i].value.size, address.tags[i].value.data);
    }
    eip_address_list_free(list);
    return shown;
}

/* -- changes -------------------------------------------------------------------- */

Test(tagging, keys_are_added_and_overwritten) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;

    EXPECT_STATUS(create(id, "b", "1"), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "b=1");
    EXPECT_STATUS(create(id, "a", ""), EIP_OK);
    EXPECT_STATUS(create(id, "c", NULL), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "a= b=1 c=");
    EXPECT_STATUS(create(id, "b", "two"), EIP_OK);
    EXPECT_STATUS(create(id, "B", "x"), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "B=x a= b=two c=");
}

Test(tagging, what_is_deleted) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;
    eip_tags_request all = of(id, NULL, 0);

    EXPECT_STATUS(delete_by(WORLD_ALICE, &all), EIP_OK);
    EXPECT_STATUS(create(id, "a", "1"), EIP_OK);
    EXPECT_STATUS(create(id, "b", ""), EIP_OK);
    EXPECT_STATUS(create(id, "c", "3"), EIP_OK);
    EXPECT_STATUS(delete (id, "x", NULL), EIP_OK);
    EXPECT_STATUS(delete (id, "a", "2"), EIP_OK);
    EXPECT_STATUS(delete (id, "a", ""), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "a=1 b= c=3");
    EXPECT_STATUS(delete (id, "a", "1"), EIP_OK);
    EXPECT_STATUS(delete (id, "b", ""), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "c=3");
    EXPECT_STATUS(delete (id, "c", NULL), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "");
    EXPECT_STATUS(create(id, "d", "4"), EIP_OK);
    EXPECT_STATUS(create(id, "e", "5"), EIP_OK);
    all = of(id, NULL, 0);
    EXPECT_STATUS(delete_by(WORLD_ALICE, &all), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "");
}

Test(tagging, fifty_and_no_more) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;
    char keys[51][8];
    eip_tag tags[51];
    eip_tags_request request;

    for (int i = 0; i < 51; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "k%02d", i);
        tags[i] = (eip_tag){eip_text_of(keys[i]), eip_text_of("v")};
    }
    request = of(id, tags, 51);
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_ERR_TAG_LIMIT_EXCEEDED);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "");
    request = of(id, tags, 50);
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_OK);
    request = of(id, &tags[50], 1);
    EXPECT_ERROR(create_by(WORLD_ALICE, &request), EIP_ERR_TAG_LIMIT_EXCEEDED,
                 "The maximum number of Tags for a resource has been reached.");
    /* Overwriting at 50 is fine. */
    EXPECT_STATUS(create(id, "k07", "w"), EIP_OK);
    EXPECT_STATUS(delete (id, "k08", NULL), EIP_OK);
    request = of(id, &tags[50], 1);
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_OK);
}

Test(tagging, of_several) {
    uint64_t ids[3];
    char texts[3][EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text resources[4];
    eip_tag tag = {eip_text_of("a"), eip_text_of("1")};
    eip_tags_request request = blank;

    for (int i = 0; i < 3; i++) {
        ids[i] = world_get(&w, WORLD_ALICE, NULL).allocation_id;
        (void)snprintf(texts[i], sizeof texts[i], "%s", world_id(ids[i]));
        resources[i] = eip_text_of(texts[i]);
    }
    resources[3] = resources[0];
    request.resources = resources;
    request.resource_count = 4;
    request.tags = &tag;
    request.tag_count = 1;
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "a=1");
    /* All are checked before any is changed. */
    resources[3] = eip_text_of("eipalloc-7");
    tag.value = eip_text_of("2");
    EXPECT_UNCHANGED({
        EXPECT_ERROR(create_by(WORLD_ALICE, &request),
                     EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                     "The allocation ID 'eipalloc-7' does not exist");
        cr_assert_eq(w.error.index, 3);
        resources[1] = eip_text_of("eipalloc-6");
        EXPECT_ERROR(create_by(WORLD_ALICE, &request),
                     EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                     "The allocation ID 'eipalloc-6' does not exist");
        cr_assert_eq(w.error.index, 1);
    });
}

/* -- what is refused ---------------------------------------------------------------- */

Test(tagging, parameters) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;
    eip_tags_request request = blank;
    eip_text *many = calloc(1001, sizeof *many);
    eip_tag twice[2] = {{{"a", 1, 0}, {"1", 1, 0}}, {{"a", 1, 0}, {"2", 1, 0}}};

    EXPECT_ERROR(create_by(WORLD_ALICE, &request), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter ResourceId");
    EXPECT_STATUS(delete_by(WORLD_ALICE, &request), EIP_ERR_MISSING_PARAMETER);
    request = of(id, NULL, 0);
    EXPECT_ERROR(create_by(WORLD_ALICE, &request), EIP_ERR_MISSING_PARAMETER,
                 "The request must contain the parameter Tag");
    request = of(id, twice, 2);
    EXPECT_ERROR(create_by(WORLD_ALICE, &request),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Duplicate tag key 'a' specified.");
    EXPECT_ERROR(create(id, "", "1"), EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Value ( '' ) for parameter Tag key is invalid. Tag key "
                 "cannot be null or empty.");
    EXPECT_ERROR(create(id, "AWS:x", "1"), EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Value ( AWS:x ) for parameter key is invalid. Tag keys "
                 "starting with 'aws:' are reserved for internal use");
    cr_assert_str_eq(w.error.field, "Tag key");
    for (int i = 0; i < 1001; i++) {
        many[i] = eip_text_of(text_of_id);
    }
    request = of(id, twice, 1);
    request.resources = many;
    request.resource_count = 1001;
    EXPECT_ERROR(create_by(WORLD_ALICE, &request),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "1001 resources are given, more than 1000");
    request.resource_count = 1000;
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_OK);
    cr_assert_str_eq(tags_of(WORLD_ALICE), "a=1");
    free(many);
}

Test(tagging, a_key_that_cannot_be_there) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

    EXPECT_STATUS(delete (got.allocation_id, "aws:x", NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "Tag key");
}

Test(tagging, ids) {
    static const char *const bad[] = {"", "x", "eipallo", "eipassoc-0",
                                      "i-0123456789abcdef0"};
    uint64_t theirs = world_get(&w, WORLD_BOB, NULL).allocation_id;
    eip_tag tag = {eip_text_of("a"), eip_text_of("1")};
    eip_tags_request request = of(theirs, &tag, 1);
    char message[120];

    (void)snprintf(message, sizeof message,
                   "The allocation ID '%s' does not exist", text_of_id);
    EXPECT_ERROR(create_by(WORLD_ALICE, &request),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
    EXPECT_ERROR(delete_by(WORLD_DAVE, &request),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
    for (size_t i = 0; i < COUNT(bad); i++) {
        resource = eip_text_of(bad[i]);
        (void)snprintf(message, sizeof message, "The ID '%s' is not valid",
                       bad[i]);
        EXPECT_ERROR(create_by(WORLD_ALICE, &request), EIP_ERR_INVALID_ID,
                     message);
        cr_assert_str_eq(w.error.field, "ResourceId");
        EXPECT_ERROR(delete_by(WORLD_ALICE, &request), EIP_ERR_INVALID_ID,
                     message);
    }
    cr_assert_str_eq(eip_status_code(EIP_ERR_INVALID_ID), "InvalidID");
}

Test(tagging, forms) {
    static const eip_text broken = {NULL, 1, 0};
    eip_tag tag = {{"a", 1, 0}, {"b", 1, 1}};
    eip_tags_request request = of(7, &tag, 1);
    eip_tags_request other = blank;

    EXPECT_STATUS(create_by(WORLD_ALICE, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(delete_by(UINT64_MAX, &blank), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_ERR_STRUCT_VERSION);
    request.tags = NULL;
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_ERR_NULL);
    other.flags = 2;
    EXPECT_STATUS(create_by(WORLD_ALICE, &other), EIP_ERR_STRUCT_VERSION);
    other.flags = 0;
    other.resource_count = 1;
    EXPECT_STATUS(create_by(WORLD_ALICE, &other), EIP_ERR_NULL);
    cr_assert_str_eq(w.error.field, "ResourceId");
    other.resources = &broken;
    EXPECT_STATUS(create_by(WORLD_ALICE, &other), EIP_ERR_STRUCT_VERSION);
}

Test(tagging, is_authorised_and_can_be_dry) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;
    eip_tag tag = {eip_text_of("a"), eip_text_of("1")};
    eip_tags_request request = of(id, &tag, 1);
    eip_describe_tags_request d = describe_blank;
    eip_tag_list *list = NULL;

    request.flags = EIP_CREATE_TAGS_DRY_RUN;
    EXPECT_UNCHANGED({
        EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_ERR_DRY_RUN);
        EXPECT_STATUS(delete_by(WORLD_ALICE, &request), EIP_ERR_DRY_RUN);
    });
    d.flags = EIP_DESCRIBE_TAGS_DRY_RUN;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &d, &list), EIP_ERR_DRY_RUN);
    w.guard.denies = true;
    EXPECT_STATUS(create_by(WORLD_ALICE, &request), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:CreateTags");
    cr_assert_str_eq(w.guard.resource, text_of_id);
    EXPECT_STATUS(delete_by(WORLD_ALICE, &blank), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:DeleteTags");
    cr_assert_str_eq(w.guard.resource, "-");
    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, &list), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:DescribeTags");
    cr_assert_null(list);
}

/* -- descriptions ---------------------------------------------------------------------- */

enum { ADDRESSES = 4 };

static uint64_t ids[ADDRESSES];

/* Three tags each, but the third has none. */
static void make_tags(void) {
    world_account(&w, WORLD_ALICE, 50, 0);
    for (uint32_t i = 0; i < ADDRESSES; i++) {
        ids[i] = world_get(&w, WORLD_ALICE, NULL).allocation_id;
        if (i != 2) {
            EXPECT_STATUS(create(ids[i], "Name", i == 0 ? "gate" : "door"),
                          EIP_OK);
            EXPECT_STATUS(create(ids[i], "a", ""), EIP_OK);
            EXPECT_STATUS(create(ids[i], "b", "door"), EIP_OK);
        }
    }
}

static uint64_t count_by(const char *name, const char *value) {
    eip_describe_tags_request request = describe_blank;
    eip_text one = eip_text_of(value);
    eip_filter filter = {eip_text_of(name), &one, 1, 0};
    eip_tag_list *list = NULL;
    uint64_t count;

    request.filters = &filter;
    request.filter_count = 1;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
    count = eip_tag_list_count(list);
    eip_tag_list_free(list);
    return count;
}

Test(tagging, is_described) {
    eip_tag_list *list = NULL;
    eip_tag_description tag = EIP_TAG_DESCRIPTION_INIT;

    make_tags();
    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, &list), EIP_OK);
    cr_assert_eq(eip_tag_list_count(list), 9);
    cr_assert_null(eip_tag_list_next_token(list).data);
    EXPECT_STATUS(eip_tag_list_at(list, 4, &tag), EIP_OK);
    cr_assert(is_text(tag.key, "a"));
    cr_assert(is_text(tag.value, ""));
    cr_assert(is_text(tag.resource_id, world_id(ids[1])));
    cr_assert(is_text(tag.resource_type, "elastic-ip"));
    EXPECT_STATUS(eip_tag_list_at(list, 8, &tag), EIP_OK);
    cr_assert(is_text(tag.value, "door"));
    cr_assert(is_text(tag.resource_id, world_id(ids[3])));
    cr_assert_eq(eip_tag_list_at(list, 9, &tag), EIP_ERR_ARGUMENT);
    cr_assert_eq(eip_tag_list_at(NULL, 0, &tag), EIP_ERR_NULL);
    cr_assert_eq(eip_tag_list_at(list, 0, NULL), EIP_ERR_NULL);
    eip_tag_list_free(list);
    eip_tag_list_free(NULL);
    cr_assert_eq(eip_tag_list_count(NULL), 0);
    cr_assert_null(eip_tag_list_next_token(NULL).data);
    EXPECT_STATUS(describe_by(WORLD_BOB, NULL, &list), EIP_OK);
    cr_assert_eq(eip_tag_list_count(list), 0);
    eip_tag_list_free(list);
    EXPECT_STATUS(describe_by(WORLD_DAVE, NULL, &list), EIP_OK);
    eip_tag_list_free(list);
}

Test(tagging, is_filtered_by) {
    make_tags();
    cr_assert_eq(count_by("key", "Name"), 3);
    cr_assert_eq(count_by("key", "?"), 6);
    cr_assert_eq(count_by("value", "door"), 5);
    cr_assert_eq(count_by("value", ""), 3);
    cr_assert_eq(count_by("resource-id", world_id(ids[3])), 3);
    cr_assert_eq(count_by("resource-id", world_id(ids[2])), 0);
    cr_assert_eq(count_by("resource-type", "elastic-ip"), 9);
    cr_assert_eq(count_by("resource-type", "vpc"), 0);
    /* The tag itself, not all tags of whatever has it. */
    cr_assert_eq(count_by("tag:Name", "door"), 2);
    cr_assert_eq(count_by("tag:a", "door"), 0);
    cr_assert_eq(count_by("tag:Nam", "*"), 0);
}

Test(tagging, filters_that_are_none) {
    static const char *const bad[] = {"tag-key", "allocation-id", "tag:"};
    eip_describe_tags_request request = describe_blank;
    eip_text one = eip_text_of("*");
    eip_filter filters[2] = {{eip_text_of("key"), &one, 1, 0},
                             {{NULL, 0, 0}, &one, 1, 0}};
    eip_tag_list *list = NULL;

    request.filters = filters;
    request.filter_count = 2;
    for (size_t i = 0; i < COUNT(bad); i++) {
        char message[80];

        filters[1].name = eip_text_of(bad[i]);
        (void)snprintf(message, sizeof message, "The filter '%s' is invalid",
                       bad[i]);
        EXPECT_ERROR(describe_by(WORLD_ALICE, &request, &list),
                     EIP_ERR_INVALID_PARAMETER_VALUE, message);
        cr_assert_eq(w.error.index, 1);
    }
    cr_assert_null(list);
}

static void page_through(int32_t results, const char *wanted) {
    eip_describe_tags_request request = describe_blank;
    char token[1200];
    char seen[400] = "";
    uint32_t pages = 0;
    eip_text next;

    make_tags();
    request.flags = EIP_DESCRIBE_TAGS_MAX_RESULTS;
    request.max_results = results;
    do {
        eip_tag_list *list = NULL;
        uint64_t count;

        EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_OK);
        count = eip_tag_list_count(list);
        for (uint64_t i = 0; i < count; i++) {
            eip_tag_description tag = EIP_TAG_DESCRIPTION_INIT;
            size_t size = strlen(seen);

            EXPECT_STATUS(eip_tag_list_at(list, i, &tag), EIP_OK);
            for (uint32_t n = 0; n < ADDRESSES; n++) {
                if (is_text(tag.resource_id, world_id(ids[n]))) {
                    (void)snprintf(seen + size, sizeof seen - size, " %u%.*s",
                                   n, (int)tag.key.size, tag.key.data);
                }
            }
        }
        next = eip_tag_list_next_token(list);
        (void)snprintf(token, sizeof token, "%.*s", (int)next.size,
                       next.data == NULL ? "" : next.data);
        request.next_token = eip_text_of(token);
        eip_tag_list_free(list);
        /* The last that was shown goes; some come before it, some behind. */
        if (pages++ == 0) {
            EXPECT_STATUS(delete (ids[1], "a", NULL), EIP_OK);
            EXPECT_STATUS(create(ids[0], "z", ""), EIP_OK);
            EXPECT_STATUS(create(ids[1], "M", ""), EIP_OK);
            EXPECT_STATUS(create(ids[1], "aa", ""), EIP_OK);
        }
    } while (next.data != NULL);
    cr_assert_eq(pages, 2);
    cr_assert_str_eq(seen, wanted);
}

Test(tagging, pages_show_each_once_whatever_comes_and_goes) {
    page_through(5, " 0Name 0a 0b 1Name 1a 1aa 1b 3Name 3a 3b");
}

Test(tagging, pages_end_with_an_address_too) {
    page_through(6, " 0Name 0a 0b 1Name 1a 1b 3Name 3a 3b");
}

Test(tagging, forms_of_a_description) {
    static const eip_text broken = {NULL, 1, 0};
    eip_describe_tags_request request = describe_blank;
    eip_tag_list *list = NULL;

    EXPECT_STATUS(describe_by(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(describe_by(UINT64_MAX, NULL, &list), EIP_ERR_ARGUMENT);
    request.flags = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.size = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.next_token = broken;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_STRUCT_VERSION);
    request = describe_blank;
    request.filter_count = 1;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list), EIP_ERR_NULL);
    request = describe_blank;
    request.flags = EIP_DESCRIBE_TAGS_MAX_RESULTS;
    request.max_results = 4;
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_MAX_RESULTS);
    request = describe_blank;
    request.next_token = eip_text_of("00");
    EXPECT_STATUS(describe_by(WORLD_ALICE, &request, &list),
                  EIP_ERR_NEXT_TOKEN);
    cr_assert_null(list);
}

Test(tagging, of_classic_cannot_be_named) {
    static const eip_tag tag = {{"Name", 4, 0}, {"gate", 4, 0}};
    static const eip_tag_specification spec = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_allocate_address_request request = world_request();
    eip_tag_list *list = NULL;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    (void)world_get(&w, WORLD_CAROL, &request);
    cr_assert_str_eq(tags_of(WORLD_CAROL), "Name=gate");
    EXPECT_STATUS(describe_by(WORLD_CAROL, NULL, &list), EIP_OK);
    cr_assert_eq(eip_tag_list_count(list), 0);
    eip_tag_list_free(list);
}
