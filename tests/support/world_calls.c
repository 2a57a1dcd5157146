/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Operations in the small Region, and its values as text. */
#include "support/world.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- texts ----------------------------------------------------------------- */

static char *next_buffer(void) {
    static char buffers[64][48];
    static unsigned at;

    return buffers[at++ % 64];
}

const char *world_ip(uint32_t address) {
    char *text = next_buffer();

    (void)eip_ipv4_format(address, text);
    return text;
}

const char *world_id(uint64_t id) {
    char *text = next_buffer();

    (void)eip_allocation_id_format(id, text);
    return text;
}

const char *world_pool_id(eip_pool_ref pool) {
    char *text = next_buffer();

    (void)eip_pool_id_format(pool, text);
    return text;
}

uint32_t world_address(const char *text) {
    uint32_t address = 0;

    if (eip_ipv4_parse(eip_text_of(text), &address) != EIP_OK) {
        world_die("no address: %s", text);
    }
    return address;
}

uint32_t world_any_ip(const eip_allocate_address_response *response) {
    if ((response->fields & EIP_HAS_PUBLIC_IP) != 0) {
        return response->public_ip;
    }
    return (response->fields & EIP_HAS_CARRIER_IP) != 0
               ? response->carrier_ip
               : response->customer_owned_ip;
}

/* -- AllocateAddress ------------------------------------------------------- */

eip_allocate_address_request world_request(void) {
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

    return request;
}

eip_allocate_address_request world_request_from(eip_pool_ref pool) {
    eip_allocate_address_request request = world_request();
    eip_text id = eip_text_of(world_pool_id(pool));

    if (pool.kind == EIP_POOL_IPAM) {
        request.ipam_pool_id = id;
    } else if (pool.kind == EIP_POOL_COIP) {
        request.customer_owned_ipv4_pool = id;
    } else {
        request.public_ipv4_pool = id;
    }
    return request;
}

eip_allocate_address_request world_request_named(const char *address) {
    eip_allocate_address_request request = world_request();

    request.address = eip_text_of(address);
    return request;
}

eip_allocate_address_request world_request_in(const char *group) {
    eip_allocate_address_request request = world_request();

    request.network_border_group = eip_text_of(group);
    return request;
}

eip_status world_allocate(struct world *world, uint64_t account,
                          const eip_allocate_address_request *request,
                          eip_allocate_address_response *response) {
    eip_allocate_address_response own = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_status status;

    world->error = eip_error_init();
    status = eip_allocate_address(world->engine, &caller, request, &own,
                                  &world->error);
    if (status == EIP_OK && response != NULL) {
        *response = own;
    }
    return status;
}

eip_allocate_address_response
world_get(struct world *world, uint64_t account,
          const eip_allocate_address_request *request) {
    eip_allocate_address_response response;
    eip_status status = world_allocate(world, account, request, &response);

    if (status != EIP_OK) {
        world_die("AllocateAddress for %" PRIu64 ": %s: %s", account,
                  eip_status_name(status), world->error.message);
    }
    return response;
}

/* -- ReleaseAddress -------------------------------------------------------- */

eip_status world_release(struct world *world, uint64_t account, uint64_t id,
                         const char *group) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    world->error = eip_error_init();
    request.allocation_id = id;
    request.network_border_group = eip_text_of(group);
    return eip_release_address(world->engine, &caller, &request, &world->error);
}

void world_give(struct world *world, uint64_t account,
                const eip_allocate_address_response *response) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_status status;

    world->error = eip_error_init();
    if ((response->fields & EIP_HAS_ALLOCATION_ID) != 0) {
        request.allocation_id = response->allocation_id;
        request.network_border_group = response->network_border_group;
    } else {
        request.public_ip = eip_text_of(world_ip(response->public_ip));
    }
    status =
        eip_release_address(world->engine, &caller, &request, &world->error);
    if (status != EIP_OK) {
        world_die("ReleaseAddress for %" PRIu64 ": %s: %s", account,
                  eip_status_name(status), world->error.message);
    }
}

/* -- transfers ------------------------------------------------------------- */

void world_hand_over(struct world *world,
                     const eip_allocate_address_response *response) {
    eip_enable_address_transfer_request offer =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_accept_address_transfer_request accept =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_address_transfer shown = EIP_ADDRESS_TRANSFER_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_status status;

    world->error = eip_error_init();
    offer.allocation_id = response->allocation_id;
    offer.transfer_account_id = eip_text_of("222222222222");
    accept.address = eip_text_of(world_ip(response->public_ip));
    status = eip_enable_address_transfer(world->engine, &alice, &offer, &shown,
                                         &world->error);
    if (status == EIP_OK) {
        status = eip_accept_address_transfer(world->engine, &bob, &accept,
                                             &shown, &world->error);
    }
    if (status != EIP_OK) {
        world_die("a transfer: %s: %s", eip_status_name(status),
                  world->error.message);
    }
}

/* -- DescribeAddresses ----------------------------------------------------- */

eip_status world_describe(struct world *world, uint64_t account,
                          const eip_describe_addresses_request *request,
                          eip_address_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    world->error = eip_error_init();
    return eip_describe_addresses(world->engine, &caller, request, list,
                                  &world->error);
}

eip_address_list *world_list(struct world *world, uint64_t account,
                             const eip_describe_addresses_request *request) {
    eip_address_list *list = NULL;
    eip_status status = world_describe(world, account, request, &list);

    if (status != EIP_OK) {
        world_die("DescribeAddresses for %" PRIu64 ": %s: %s", account,
                  eip_status_name(status), world->error.message);
    }
    return list;
}

eip_address world_at(const eip_address_list *list, uint64_t index) {
    eip_address address = EIP_ADDRESS_INIT;

    if (eip_address_list_at(list, index, &address) != EIP_OK) {
        world_die("no address %" PRIu64 " in the list", index);
    }
    return address;
}

uint64_t world_count(struct world *world, uint64_t account) {
    eip_address_list *list = world_list(world, account, NULL);
    uint64_t count = eip_address_list_count(list);

    eip_address_list_free(list);
    return count;
}

/* -- pictures -------------------------------------------------------------- */

struct picture {
    char *text;
    size_t size;
    size_t room;
};

static void draw(struct picture *picture, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void draw(struct picture *picture, const char *format, ...) {
    char line[1200];
    va_list arguments;
    size_t size;

    va_start(arguments, format);
    size = (size_t)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (size >= sizeof line) {
        size = sizeof line - 1;
    }
    while (picture->size + size + 1 > picture->room) {
        picture->room = picture->room * 2 + 4096;
        picture->text = realloc(picture->text, picture->room);
        if (picture->text == NULL) {
            world_die("no memory for the test itself");
        }
    }
    memcpy(picture->text + picture->size, line, size + 1);
    picture->size += size;
}

static void draw_address(struct picture *picture, const eip_address *address) {
    draw(picture, " %x %s %u %s %s %s %s %s", address->fields,
         world_id(address->allocation_id), address->domain,
         world_ip(address->public_ip), world_ip(address->carrier_ip),
         world_ip(address->customer_owned_ip),
         world_pool_id(address->public_ipv4_pool),
         world_pool_id(address->customer_owned_ipv4_pool));
    draw(picture, " %.*s", (int)address->network_border_group.size,
         address->network_border_group.data);
    for (uint32_t i = 0; i < address->tag_count; i++) {
        const eip_tag *tag = &address->tags[i];

        draw(picture, " %.*s=%.*s", (int)tag->key.size, tag->key.data,
             (int)tag->value.size, tag->value.data);
    }
    if ((address->fields & EIP_HAS_ASSOCIATION_ID) != 0) {
        draw(picture, " %" PRIx64, address->association_id);
    }
    draw(picture, " %.*s", (int)address->instance_id.size,
         address->instance_id.data);
    draw(picture, "\n");
}

static void draw_attributes(struct picture *picture, struct world *world,
                            uint64_t account) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_attribute_list *list = NULL;

    if (eip_describe_addresses_attribute(world->engine, &caller, NULL, &list,
                                         NULL) != EIP_OK) {
        world_die("eip_describe_addresses_attribute");
    }
    for (uint64_t i = 0; i < eip_address_attribute_list_count(list); i++) {
        eip_address_attribute attribute = EIP_ADDRESS_ATTRIBUTE_INIT;

        (void)!eip_address_attribute_list_at(list, i, &attribute);
        draw(picture, " %s PTR %s %s %s %s\n",
             world_id(attribute.allocation_id), attribute.ptr_record,
             attribute.ptr_update_value, attribute.ptr_update_status,
             attribute.ptr_update_reason);
    }
    eip_address_attribute_list_free(list);
}

static void draw_transfers(struct picture *picture, struct world *world,
                           uint64_t account) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_transfer_list *list = NULL;

    if (eip_describe_address_transfers(world->engine, &caller, NULL, &list,
                                       NULL) != EIP_OK) {
        world_die("eip_describe_address_transfers");
    }
    for (uint64_t i = 0; i < eip_address_transfer_list_count(list); i++) {
        eip_address_transfer transfer = EIP_ADDRESS_TRANSFER_INIT;

        (void)!eip_address_transfer_list_at(list, i, &transfer);
        draw(picture, " %s transfer %u to %" PRIu64 "\n",
             world_id(transfer.allocation_id), transfer.status,
             transfer.transfer_account);
    }
    eip_address_transfer_list_free(list);
}

static void draw_account(struct picture *picture, struct world *world,
                         uint64_t account) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    eip_address_list *list = world_list(world, account, NULL);

    /* Whether an account is known yet is no part of the picture. */
    if (eip_admin_account_usage(world->engine, account, &usage) != EIP_OK) {
        usage.quota = EIP_QUOTA_DEFAULT;
    }
    draw(picture, "%" PRIu64 " flags %u quota %u used %u\n", account,
         usage.flags, usage.quota, usage.used);
    for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
        eip_address address = world_at(list, i);

        draw_address(picture, &address);
    }
    if (eip_address_list_count(list) != 0) {
        draw_attributes(picture, world, account);
        draw_transfers(picture, world, account);
    }
    eip_address_list_free(list);
}

/* CoIP pools; their blocks are drawn with the spaces. */
static void draw_pools(struct picture *picture, struct world *world,
                       uint64_t account) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_coip_pool_list *list = NULL;

    if (eip_describe_coip_pools(world->engine, &caller, NULL, &list,
                                &world->error) != EIP_OK) {
        world_die("eip_describe_coip_pools: %s", world->error.message);
    }
    for (uint64_t i = 0; i < eip_coip_pool_list_count(list); i++) {
        eip_coip_pool pool = EIP_COIP_POOL_INIT;

        (void)!eip_coip_pool_list_at(list, i, &pool);
        draw(picture, " %s %" PRIu64 " %u blocks %.*s\n",
             world_pool_id(pool.pool), pool.owner, pool.pool_cidr_count,
             (int)pool.local_gateway_route_table_id.size,
             pool.local_gateway_route_table_id.data);
        for (uint32_t n = 0; n < pool.tag_count; n++) {
            draw(picture, "  %.*s=%.*s\n", (int)pool.tags[n].key.size,
                 pool.tags[n].key.data, (int)pool.tags[n].value.size,
                 pool.tags[n].value.data);
        }
    }
    eip_coip_pool_list_free(list);
}

char *world_picture(struct world *world) {
    static const uint64_t accounts[] = {WORLD_ALICE, WORLD_BOB, WORLD_CAROL,
                                        WORLD_DAVE};
    struct picture picture = {NULL, 0, 0};
    eip_error error = world->error;
    eip_space_stats rows[64];
    uint32_t count = 0;

    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++) {
        draw_account(&picture, world, accounts[i]);
        draw_pools(&picture, world, accounts[i]);
    }
    if (eip_engine_space_stats(world->engine, rows, 64, &count) != EIP_OK) {
        world_die("eip_engine_space_stats");
    }
    for (uint32_t i = 0; i < count && i < 64; i++) {
        const eip_space_stats *row = &rows[i];

        draw(&picture,
             "pool %u %" PRIx64 " %.*s: %" PRIu64 " %" PRIu64 " held %" PRIu64
             " free %" PRIu64 " cooling %" PRIu64 " draining %" PRIu64
             " withdrawn %" PRIu64 " never %" PRIu64 "\n",
             row->pool_kind, row->pool_id, (int)row->network_border_group.size,
             row->network_border_group.data, row->cidrs, row->capacity,
             row->held, row->free, row->cooling, row->draining, row->withdrawn,
             row->never_allocated);
    }
    world->error = error;
    return picture.text;
}

/* -- randomness ------------------------------------------------------------ */

uint64_t world_random(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t world_test_seed(uint64_t otherwise) {
    const char *given = getenv("EIP_TEST_SEED");
    uint64_t seed = given == NULL ? otherwise : strtoull(given, NULL, 0);

    (void)fprintf(stderr, "EIP_TEST_SEED=%" PRIu64 "\n", seed);
    return seed;
}
