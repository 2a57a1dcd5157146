/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A store of the first format, as the library of that time left it, is loaded
 * by this one. It is made by this program, run with EIP_MAKE_STORE set to where
 * it is to be; it is made once, and never changed.
 *
 * The world's standard engine; Alice holds two addresses, of which one has
 * tags and a PTR record; Bob has released one, and has taken over one from
 * Alice; half of it is folded. */
#include "unit/sample.h"

#include <stdlib.h>

static struct world world;

static void tag(const eip_allocate_address_response *one) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag tags[] = {{eip_text_of("Name"), eip_text_of("web")},
                      {eip_text_of("owner"), eip_text_of("Ünal")}};
    eip_text id = eip_text_of(world_id(one->allocation_id));

    request.resources = &id;
    request.resource_count = 1;
    request.tags = tags;
    request.tag_count = 2;
    cr_assert_eq(eip_create_tags(world.engine, &alice, &request, NULL), EIP_OK);
}

static void set_name(const eip_allocate_address_response *one) {
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute answer = EIP_ADDRESS_ATTRIBUTE_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

    request.allocation_id = one->allocation_id;
    request.domain_name = eip_text_of("www.example.com");
    cr_assert_eq(eip_modify_address_attribute(world.engine, &alice, &request,
                                              &answer, NULL),
                 EIP_OK);
}

static void make(const char *directory) {
    eip_store *store = sample_open(directory);
    eip_allocate_address_response one;
    eip_allocate_address_response two;
    uint32_t left;
    char *picture;

    sample_load(&world, store);
    world_build(&world);
    world_account(&world, WORLD_CAROL, 9, EIP_ACCOUNT_CLASSIC);
    one = world_get(&world, WORLD_ALICE, NULL);
    two = world_get(&world, WORLD_ALICE, NULL);
    tag(&one);
    set_name(&one);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(store->fold(store->context, 20, &left, NULL), EIP_OK);
    world_hand_over(&world, &two);
    (void)world_get(&world, WORLD_ALICE, NULL);
    two = world_get(&world, WORLD_BOB, NULL);
    world.now_ms += 1000;
    world_give(&world, WORLD_BOB, &two);
    picture = world_picture(&world);
    sample_describe(directory, "first.txt", picture);
    free(picture);
    eip_engine_close(world.engine);
    eip_store_close(store);
}

Test(lmdb_first, is_loaded) {
    const char *where = getenv("EIP_MAKE_STORE");
    const char *directory;
    eip_store *store;
    char *picture;
    char *again;

    world_init(&world);
    if (where != NULL) {
        make(where);
        return;
    }
    world.now_ms += 1000;
    directory = sample_copy("first.mdb");
    store = sample_open(directory);
    sample_load(&world, store);
    picture = world_picture(&world);
    cr_assert_str_eq(picture, sample_text("first.txt"));
    world_audit(&world);
    /* And goes on. */
    (void)world_get(&world, WORLD_ALICE, NULL);
    free(picture);
    picture = world_picture(&world);
    eip_engine_close(world.engine);
    sample_load(&world, store);
    again = world_picture(&world);
    cr_assert_str_eq(picture, again);
    free(again);
    free(picture);
    world_end(&world);
    eip_store_close(store);
    device_remove(directory);
}
