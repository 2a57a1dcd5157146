/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateTags, DeleteTags and DescribeTags of CoIP pools, and beside addresses. */
#include "api/coip.h"

WORLD_SUITE(coip_tags);

static eip_status tag(uint64_t account, const char *id, const char *key,
                      uint32_t flags) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_tag one = {eip_text_of(key), eip_text_of("v")};
    eip_text resource = eip_text_of(id);

    request.flags = flags;
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    return eip_create_tags(w.engine, &caller, &request, &w.error);
}

/* NULL: all keys. */
static eip_status untag(uint64_t account, const char *id, const char *key,
                        uint32_t flags) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_tag one = {eip_text_of(key), {NULL, 0, 0}};
    eip_text resource = eip_text_of(id);

    request.flags = flags;
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = key != NULL;
    return eip_delete_tags(w.engine, &caller, &request, &w.error);
}

/* "type:key" of each, by pages of five at the most. */
static void seen_by(uint64_t account, char seen[512]) {
    eip_describe_tags_request request = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    char token[1200];

    seen[0] = '\0';
    request.flags = EIP_DESCRIBE_TAGS_MAX_RESULTS;
    request.max_results = 5;
    do {
        eip_tag_list *list = NULL;
        eip_text next;

        EXPECT_STATUS(
            eip_describe_tags(w.engine, &caller, &request, &list, &w.error),
            EIP_OK);
        for (uint64_t i = 0; i < eip_tag_list_count(list); i++) {
            eip_tag_description one = EIP_TAG_DESCRIPTION_INIT;
            size_t size = strlen(seen);

            EXPECT_STATUS(eip_tag_list_at(list, i, &one), EIP_OK);
            (void)snprintf(seen + size, 512 - size, " %.*s:%.*s",
                           (int)one.resource_type.size, one.resource_type.data,
                           (int)one.key.size, one.key.data);
        }
        next = eip_tag_list_next_token(list);
        request.next_token = (eip_text){NULL, 0, 0};
        if (next.data != NULL) {
            memcpy(token, next.data, next.size);
            request.next_token = (eip_text){token, next.size, 0};
        }
        eip_tag_list_free(list);
    } while (request.next_token.data != NULL);
}

static void expect_seen(uint64_t account, const char *wanted) {
    char seen[512];

    seen_by(account, seen);
    cr_assert_str_eq(seen, wanted, "seen:%s", seen);
}

Test(coip_tags, come_and_go) {
    const char *id = world_pool_id(w.coip);

    EXPECT_STATUS(tag(WORLD_ALICE, id, "b", 0), EIP_OK);
    EXPECT_STATUS(tag(WORLD_ALICE, id, "a", 0), EIP_OK);
    expect_seen(WORLD_ALICE, " coip-pool:a coip-pool:b");
    expect_seen(WORLD_BOB, "");
    EXPECT_STATUS(untag(WORLD_ALICE, id, "none", 0), EIP_OK);
    expect_seen(WORLD_ALICE, " coip-pool:a coip-pool:b");
    EXPECT_STATUS(untag(WORLD_ALICE, id, "a", 0), EIP_OK);
    expect_seen(WORLD_ALICE, " coip-pool:b");
    EXPECT_STATUS(untag(WORLD_ALICE, id, NULL, 0), EIP_OK);
    expect_seen(WORLD_ALICE, "");
    EXPECT_STATUS(tag(WORLD_ALICE, id, "c", 0), EIP_OK);
    expect_seen(WORLD_ALICE, " coip-pool:c");
}

Test(coip_tags, are_not_tried_dry) {
    const char *id = world_pool_id(w.coip);

    EXPECT_UNCHANGED({
        EXPECT_STATUS(tag(WORLD_ALICE, id, "b", EIP_CREATE_TAGS_DRY_RUN),
                      EIP_ERR_DRY_RUN);
        EXPECT_STATUS(untag(WORLD_ALICE, id, NULL, EIP_DELETE_TAGS_DRY_RUN),
                      EIP_ERR_DRY_RUN);
    });
}

Test(coip_tags, are_fifty_at_the_most) {
    const char *id = world_pool_id(w.coip);
    char key[8];

    for (int i = 0; i < EIP_LIMIT_TAGS; i++) {
        (void)snprintf(key, sizeof key, "k%02d", i);
        EXPECT_STATUS(tag(WORLD_ALICE, id, key, 0), EIP_OK);
    }
    EXPECT_UNCHANGED(EXPECT_STATUS(tag(WORLD_ALICE, id, "more", 0),
                                   EIP_ERR_TAG_LIMIT_EXCEEDED));
    EXPECT_STATUS(tag(WORLD_ALICE, id, "k07", 0), EIP_OK);
}

Test(coip_tags, are_the_owners) {
    const char *id = world_pool_id(w.coip);
    char message[128];

    (void)snprintf(message, sizeof message, "The pool ID '%s' does not exist",
                   id);
    EXPECT_ERROR(tag(WORLD_BOB, id, "b", 0), EIP_ERR_POOL_NOT_FOUND, message);
    cr_assert_str_eq(w.error.field, "ResourceId");
    EXPECT_ERROR(untag(WORLD_BOB, id, "b", 0), EIP_ERR_POOL_NOT_FOUND, message);
    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.coip, WORLD_BOB, 1, &w.error), EIP_OK);
    EXPECT_STATUS(tag(WORLD_BOB, id, "b", 0), EIP_ERR_UNAUTHORIZED);
    EXPECT_STATUS(tag(WORLD_ALICE, id, "b", 0), EIP_OK);
    expect_seen(WORLD_BOB, "");
}

/* Addresses first, then pools as they came into being, over pages. */
Test(coip_tags, are_shown_after_those_of_addresses) {
    uint64_t address = world_get(&w, WORLD_DAVE, NULL).allocation_id;
    eip_pool_ref pools[4];
    char key[8];

    for (int i = 0; i < 4; i++) {
        pools[i] = coip_make(&w, WORLD_DAVE);
    }
    for (int i = 3; i >= 0; i--) {
        (void)snprintf(key, sizeof key, "p%d", i);
        EXPECT_STATUS(tag(WORLD_DAVE, world_pool_id(pools[i]), key, 0), EIP_OK);
        (void)snprintf(key, sizeof key, "a%d", i);
        EXPECT_STATUS(tag(WORLD_DAVE, world_id(address), key, 0), EIP_OK);
    }
    expect_seen(WORLD_DAVE,
                " elastic-ip:a0 elastic-ip:a1 elastic-ip:a2 elastic-ip:a3"
                " coip-pool:p0 coip-pool:p1 coip-pool:p2 coip-pool:p3");
    EXPECT_STATUS(tag(WORLD_DAVE, world_id(address), "a4", 0), EIP_OK);
    EXPECT_STATUS(tag(WORLD_DAVE, world_id(address), "a5", 0), EIP_OK);
    EXPECT_STATUS(tag(WORLD_DAVE, world_id(address), "a6", 0), EIP_OK);
    expect_seen(WORLD_DAVE,
                " elastic-ip:a0 elastic-ip:a1 elastic-ip:a2 elastic-ip:a3"
                " elastic-ip:a4 elastic-ip:a5 elastic-ip:a6"
                " coip-pool:p0 coip-pool:p1 coip-pool:p2 coip-pool:p3");
}

Test(coip_tags, go_on_with_the_same_pool) {
    const char *id = world_pool_id(w.coip);
    char key[8];

    for (int i = 0; i < 8; i++) {
        (void)snprintf(key, sizeof key, "k%d", i);
        EXPECT_STATUS(tag(WORLD_ALICE, id, key, 0), EIP_OK);
    }
    expect_seen(WORLD_ALICE,
                " coip-pool:k0 coip-pool:k1 coip-pool:k2 coip-pool:k3"
                " coip-pool:k4 coip-pool:k5 coip-pool:k6 coip-pool:k7");
}

/* Tags given as the pool was created, and those given later, are one set. */
Test(coip_tags, join_those_from_creation) {
    static const eip_tag tags = {{"first", 5, 0}, {"1", 1, 0}};
    static const eip_tag_specification specification = {
        {"coip-pool", 9, 0}, &tags, 1, 0};
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    eip_pool_ref pool;

    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    EXPECT_STATUS(coip_create(&w, WORLD_DAVE, &request, &list), EIP_OK);
    pool = coip_at(list, 0).pool;
    eip_coip_pool_list_free(list);
    EXPECT_STATUS(tag(WORLD_DAVE, world_pool_id(pool), "second", 0), EIP_OK);
    expect_seen(WORLD_DAVE, " coip-pool:first coip-pool:second");
    list = NULL;
    EXPECT_STATUS(coip_delete(&w, WORLD_DAVE, pool, &list), EIP_OK);
    cr_assert_eq(coip_at(list, 0).tag_count, 2);
    eip_coip_pool_list_free(list);
    expect_seen(WORLD_DAVE, "");
}
