/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file drawn.h  Random operations of all kinds on pools, in the world of
 *  full.h, whatever they answer. */
#ifndef EIP_TESTS_UNIT_DRAWN_H
#define EIP_TESTS_UNIT_DRAWN_H

#include "registry/catalog_private.h"
#include "unit/full.h"

static uint64_t dice; /* to be seeded */

static uint32_t roll(uint32_t sides) {
    return (uint32_t)(world_random(&dice) % sides);
}

/* -- what is drawn ------------------------------------------------------------- */

static uint64_t account(void) {
    static const uint64_t accounts[] = {WORLD_ALICE, WORLD_BOB, WORLD_CAROL};

    return accounts[roll(3) == 0 ? roll(3) : 0];
}

static const char *cidr(void) {
    static const char *const bases[] = {"10.3", "198.18", "203.0", "52.0"};
    static const uint32_t bits[] = {24, 24, 26, 28, 29, 30, 32};
    static char texts[4][24];
    static uint32_t next;
    char *text = texts[next++ % 4];
    uint32_t size = bits[roll(COUNT(bits))];
    uint32_t third = roll(3) == 0 ? roll(4) : 113;
    uint32_t fourth = size == 24 ? 0 : roll(256) >> (32 - size) << (32 - size);

    (void)snprintf(text, sizeof texts[0], "%s.%u.%u/%u", bases[roll(4)], third,
                   fourth, size);
    return text;
}

/* Any pool of the kind, or Amazon's. */
static eip_pool_ref pool_of(uint32_t kind) {
    const struct eip__catalog *catalog = &w.engine->catalog;
    const struct eip__pool *pool = eip__catalog_pool_from(catalog, kind, 0);
    const struct eip__pool *picked = pool;
    uint32_t seen = 1;

    while (pool != NULL && pool->ref.id != UINT64_MAX) {
        pool = eip__catalog_pool_from(catalog, kind, pool->ref.id + 1);
        if (pool != NULL && roll(++seen) == 0) {
            picked = pool;
        }
    }
    return picked == NULL ? w.amazon : picked->ref;
}

static eip_pool_ref pool(void) {
    return pool_of(roll(4));
}

static const char *group(void) {
    static const char *const groups[] = {WORLD_REGION, WORLD_LOCAL,
                                         WORLD_WAVELENGTH, NULL};

    return groups[roll(3) == 0 ? roll(4) : 3];
}

static eip_ipam_id allocation(void) {
    const struct eip__ipam_books *books = &w.engine->catalog.ipam;
    const struct eip__ipam_allocation *at =
        eip__ipam_number_from(books, roll((uint32_t)books->numbers + 1));

    return eip__ipam_allocation_id(books, at == NULL ? 1 : at->number);
}

/* -- what is done; whatever it answers ------------------------------------------- */

static void on_pools(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref made;

    spec.pool = pool();
    spec.policy = roll(5);
    spec.flags = roll(8);
    spec.cooldown_ms = roll(1000);
    switch (roll(4)) {
    case 0:
        (void)!eip_admin_modify_pool(w.engine, &spec, full_error());
        return;
    case 1:
        spec.pool = (eip_pool_ref){0, 1 + roll(3), 0};
        spec.owner = account();
        (void)!eip_admin_create_pool(w.engine, &spec, &made, full_error());
        return;
    case 2:
        (void)!eip_admin_delete_pool(w.engine, spec.pool, full_error());
        return;
    default:
        (void)!eip_admin_share_pool(w.engine, spec.pool, account(), roll(2),
                                    full_error());
    }
}

static void on_groups_and_scopes(void) {
    char name[32];
    uint64_t scope;

    if (roll(2) == 0) {
        (void)snprintf(name, sizeof name, "zone-%u", roll(40));
        (void)!eip_admin_create_border_group(w.engine, eip_text_of(name),
                                             roll(3), full_error());
    } else {
        (void)!eip_admin_create_ipam_scope(w.engine, account(), roll(2), &scope,
                                           full_error());
    }
}

static void on_cidrs(void) {
    const eip_cidr one = world_cidr(cidr());
    uint64_t held;

    switch (roll(4)) {
    case 0:
        (void)!eip_admin_add_contiguous_cidr(w.engine, eip_text_of(group()),
                                             one, full_error());
        return;
    case 1:
        (void)!eip_admin_provision_cidrs(w.engine, pool(), eip_text_of(group()),
                                         &one, 1, full_error());
        return;
    default:
        (void)!eip_admin_drain_cidr(w.engine, pool(), one, roll(3), &held,
                                    full_error());
    }
}

/* A block that is there drains, or no longer. */
static void on_parts(void) {
    const struct eip__catalog *catalog = &w.engine->catalog;
    uint64_t base = roll(UINT32_MAX);
    const struct eip__part *part;
    const struct eip__pool *owner;
    uint64_t held;

    if (roll(2) == 0) {
        base = world_cidr(cidr()).base;
    }
    part = eip__catalog_first(catalog->parts, &base);
    if (part != NULL) {
        owner = part->range->space->pool;
        (void)!eip_admin_drain_cidr(w.engine, owner->ref, part->cidr, roll(3),
                                    &held, full_error());
    }
}

static void on_policies(void) {
    const eip_ipam_policy_rule rule = {eip_text_of(WORLD_REGION),
                                       pool_of(EIP_POOL_IPAM)};
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = account();
    policy.flags = roll(2) == 0 ? EIP_IPAM_POLICY_OVERFLOW : 0;
    policy.rules = &rule;
    policy.rule_count = roll(2);
    (void)!eip_admin_set_ipam_policy(w.engine, &policy, full_error());
}

static void on_ipam_pools(void) {
    char source[EIP_POOL_ID_TEXT_SIZE];
    char token[8];
    eip_create_ipam_pool_request request = ipam_request(&w, WORLD_ALICE);
    eip_tag_specification tags = full_specification("ipam-pool");
    eip_pool_ref made;

    (void)eip_pool_id_format(pool_of(EIP_POOL_IPAM), source);
    switch (roll(4)) {
    case 0:
        (void)snprintf(token, sizeof token, "t%u", roll(200));
        request.source_ipam_pool_id = eip_text_of(roll(2) == 0 ? source : NULL);
        request.client_token = eip_text_of(roll(2) == 0 ? token : NULL);
        request.description = eip_text_of(roll(2) == 0 ? token : NULL);
        request.tag_specifications = &tags;
        request.tag_specification_count = roll(2);
        request.allocation_resource_tags = full_tags;
        request.allocation_resource_tag_count = roll(2);
        request.public_ip_source = eip_text_of(roll(4) == 0 ? "amazon" : NULL);
        if (roll(3) == 0) {
            request.ipam_scope_id = eip_text_of(full_scope);
            request.aws_service = (eip_text){0};
        }
        (void)!ipam_create(&w, WORLD_ALICE, &request, &made);
        return;
    case 1:
        (void)!ipam_delete(&w, WORLD_ALICE, source,
                           roll(2) == 0 ? EIP_IPAM_CASCADE : 0);
        return;
    default: {
        eip_modify_ipam_pool_request modify = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
        eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
        eip_ipam_pool_list *list = NULL;

        modify.ipam_pool_id = eip_text_of(source);
        modify.description = eip_text_of(roll(2) == 0 ? "" : "changed");
        modify.add_allocation_resource_tags = full_tags;
        modify.add_allocation_resource_tag_count = roll(3);
        (void)!eip_modify_ipam_pool(w.engine, &alice, &modify, &list,
                                    full_error());
        eip_ipam_pool_list_free(list);
    }
    }
}

static void on_ipam_cidrs(void) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr shown;
    char text[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(pool_of(EIP_POOL_IPAM), text);
    full_refuses = roll(4) == 0;
    switch (roll(3)) {
    case 0:
        (void)!ipam_provision(&w, WORLD_ALICE, text, cidr(), roll(2) == 0);
        break;
    case 1:
        (void)!ipam_deprovision(&w, WORLD_ALICE, text, cidr());
        break;
    default:
        request.ipam_pool_id = eip_text_of(text);
        request.flags = EIP_IPAM_NETMASK;
        request.netmask_length = 26 + (int32_t)roll(4);
        (void)!ipam_provision_by(&w, WORLD_ALICE, &request, &shown);
    }
    full_refuses = false;
}

static void on_allocations(void) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_modify_ipam_pool_allocation_request change =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_ipam_pool_allocation_list *list = NULL;
    eip_ipam_pool_allocation shown;
    const struct eip__ipam_allocation *at;
    char text[EIP_POOL_ID_TEXT_SIZE];
    char id[EIP_IPAM_ID_TEXT_SIZE];
    char token[8];

    (void)eip_pool_id_format(pool_of(EIP_POOL_IPAM), text);
    (void)eip_ipam_allocation_id_format(allocation(), id);
    switch (roll(4)) {
    case 0:
        change.ipam_pool_allocation_id = eip_text_of(id);
        change.description = eip_text_of(roll(3) == 0 ? "" : "else");
        (void)!eip_modify_ipam_pool_allocation(w.engine, &alice, &change, &list,
                                               full_error());
        eip_ipam_pool_allocation_list_free(list);
        return;
    case 1:
        at = eip__ipam_number_from(&w.engine->catalog.ipam, roll(64));
        if (at != NULL) {
            char where[EIP_CIDR_TEXT_SIZE];

            (void)eip_cidr_format(at->cidr, where);
            (void)eip_pool_id_format(at->pool->ref, text);
            (void)!ipam_release(
                &w, WORLD_ALICE, text, where,
                eip__ipam_allocation_id(&w.engine->catalog.ipam, at->number));
        }
        return;
    default:
        (void)snprintf(token, sizeof token, "a%u", roll(200));
        request.ipam_pool_id = eip_text_of(text);
        request.flags = EIP_IPAM_NETMASK;
        request.netmask_length = 28 + (int32_t)roll(5);
        request.client_token = eip_text_of(roll(2) == 0 ? token : NULL);
        request.description = eip_text_of(roll(2) == 0 ? token : NULL);
        (void)!ipam_allocate_by(&w, WORLD_ALICE, &request, &shown);
    }
}

static void on_tags(void) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_text id = {0};

    if (roll(2) == 0) {
        (void)eip_ipam_allocation_id_format(allocation(), text);
    } else {
        (void)eip_pool_id_format(pool(), text);
    }
    id = eip_text_of(text);
    request.resources = &id;
    request.resource_count = 1;
    request.tags = &full_tags[roll(2)];
    request.tag_count = 1;
    (void)!(roll(2) == 0
                ? eip_create_tags(w.engine, &alice, &request, full_error())
                : eip_delete_tags(w.engine, &alice, &request, full_error()));
}

static void on_brought(void) {
    static const byoip_operation operations[] = {eip_advertise_byoip_cidr,
                                                 eip_withdraw_byoip_cidr,
                                                 eip_deprovision_byoip_cidr};
    const char *range = cidr();
    uint64_t owner = account();
    char text[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(pool_of(EIP_POOL_IPAM), text);
    full_refuses = roll(4) == 0;
    switch (roll(4)) {
    case 0:
        (void)!byoip_bring(&w, owner, range);
        break;
    case 1:
        (void)!byoip_move_in(&w, owner, range, text, "111111111111", 0);
        break;
    default:
        (void)!byoip_do(&w, owner, operations[roll(3)], range, NULL);
    }
    full_refuses = false;
}

static void on_public_pools(void) {
    eip_pool_ref made = pool_of(EIP_POOL_PUBLIC_IPV4);
    char text[EIP_POOL_ID_TEXT_SIZE];
    char source[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(made, text);
    (void)eip_pool_id_format(pool_of(EIP_POOL_IPAM), source);
    switch (roll(4)) {
    case 0:
        (void)!pool_create(&w, WORLD_ALICE, NULL, &made);
        return;
    case 1:
        (void)!pool_provision_in(&w, WORLD_ALICE, source, text,
                                 28 + (int32_t)roll(5), 0, NULL);
        return;
    case 2:
        (void)!pool_delete(&w, WORLD_ALICE, made);
        return;
    default:
        (void)!pool_cut_raw(&w, WORLD_ALICE, text, cidr(), 0);
    }
}

static void on_coip(void) {
    eip_create_coip_pool_request create = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_cidr_request request = EIP_COIP_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_cidr made = EIP_COIP_CIDR_INIT;
    eip_coip_pool_list *list = NULL;
    char text[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(pool_of(EIP_POOL_COIP), text);
    create.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.coip_pool_id = eip_text_of(text);
    request.cidr = eip_text_of(cidr());
    switch (roll(3)) {
    case 0:
        (void)!coip_create(&w, WORLD_ALICE, &create, &list);
        eip_coip_pool_list_free(list);
        return;
    case 1:
        (void)!eip_create_coip_cidr(w.engine, &alice, &request, &made,
                                    full_error());
        return;
    default:
        (void)!eip_delete_coip_cidr(w.engine, &alice, &request, &made,
                                    full_error());
    }
}

/* So that some blocks are in use. */
static void on_addresses(void) {
    eip_allocate_address_request request = world_request_from(pool());
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    if (world_allocate(&w, WORLD_ALICE, &request, &got) == EIP_OK &&
        roll(4) != 0) {
        world_give(&w, WORLD_ALICE, &got);
    }
}

static void on_time(void) {
    w.now_ms += roll(2) == 0 ? roll(2000) : roll(20000);
}

static void (*const drawn[])(void) = {
    on_pools,        on_groups_and_scopes,
    on_cidrs,        on_parts,
    on_policies,     on_ipam_pools,
    on_ipam_cidrs,   on_allocations,
    on_tags,         on_brought,
    on_public_pools, on_coip,
    on_addresses,    on_time,
    on_allocations,  on_public_pools,
};

/** Do one of them. */
static inline void draw(void) {
    drawn[roll(COUNT(drawn))]();
}

#endif
