/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The matrix of pools: what another account is told of a pool of Bob's, by
 * every operation that takes a pool's id, whatever the pool's state. It must
 * be, in all its bytes, what is told of one that never was; and the world must
 * be as before. */
#include "cells.h"
#include "isolation.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUTE_TABLE "lgw-rtb-0123456789abcdef0"
#define BLOCK "10.1.0.0/30"

static char text[64]; /* of the name: one question at a time */

/* -- states ----------------------------------------------------------------- */

static eip_pool_ref create(struct world *w, uint64_t account) {
    static const eip_tag secret = {{"Name", 4, 0}, {"BOBS-SECRET", 11, 0}};
    static const eip_tag_specification secrets = {
        {"coip-pool", 9, 0}, &secret, 1, 0};
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_coip_pool pool = EIP_COIP_POOL_INIT;
    eip_coip_pool_list *list = NULL;

    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    request.tag_specifications = &secrets;
    request.tag_specification_count = 1;
    if (eip_create_coip_pool(w->engine, &caller, &request, &list, NULL) !=
            EIP_OK ||
        eip_coip_pool_list_at(list, 0, &pool) != EIP_OK) {
        world_die("CreateCoipPool");
    }
    eip_coip_pool_list_free(list);
    return pool.pool;
}

static eip_pool_ref absent(struct world *w) {
    (void)w;
    return (eip_pool_ref){UINT64_C(0x1234567890abcdef), EIP_POOL_COIP, 0};
}

static eip_pool_ref empty(struct world *w) {
    return create(w, WORLD_BOB);
}

static eip_pool_ref with_block(struct world *w) {
    eip_pool_ref pool = empty(w);

    world_provision(w, pool, NULL, BLOCK);
    return pool;
}

static eip_pool_ref with_held(struct world *w) {
    eip_pool_ref pool = with_block(w);
    eip_allocate_address_request request = world_request_from(pool);

    (void)world_get(w, WORLD_BOB, &request);
    return pool;
}

static eip_pool_ref draining(struct world *w) {
    eip_pool_ref pool = with_held(w);

    if (eip_admin_drain_cidr(w->engine, pool, world_cidr(BLOCK),
                             EIP_DRAIN_START, NULL, NULL) != EIP_OK) {
        world_die("drain");
    }
    return pool;
}

static eip_pool_ref shared_with_another(struct world *w) {
    eip_pool_ref pool = with_held(w);

    if (eip_admin_share_pool(w->engine, pool, WORLD_ALICE, 1, NULL) != EIP_OK) {
        world_die("share");
    }
    return pool;
}

static eip_pool_ref no_more_shared(struct world *w) {
    eip_pool_ref pool = with_held(w);

    for (uint32_t shared = 2; shared-- > 0;) {
        if (eip_admin_share_pool(w->engine, pool, WORLD_DAVE, shared, NULL) !=
            EIP_OK) {
            world_die("share");
        }
    }
    return pool;
}

static eip_pool_ref deleted(struct world *w) {
    eip_pool_ref pool = empty(w);

    if (eip_admin_delete_pool(w->engine, pool, NULL) != EIP_OK) {
        world_die("delete");
    }
    return pool;
}

static eip_pool_ref of_the_administrator(struct world *w) {
    return w->coip_bob;
}

struct state {
    const char *name;
    eip_pool_ref (*make)(struct world *w);
};

/* The first is what the others are compared with. */
static const struct state states[] = {
    {"absent", absent},
    {"empty", empty},
    {"with a block", with_block},
    {"with an address held", with_held},
    {"being drained", draining},
    {"shared with another", shared_with_another},
    {"shared no more", no_more_shared},
    {"deleted", deleted},
    {"made by the administrator", of_the_administrator},
};
enum { STATES = sizeof states / sizeof states[0] };

/* -- forms of an id ----------------------------------------------------------- */

enum spelling { ID, SHOUTED, LONGER, SHORTER, OTHER_KIND, ONE_BIT_OFF, FORMS };

static const char *name_of(eip_pool_ref pool, enum spelling form) {
    pool.kind = form == OTHER_KIND ? EIP_POOL_PUBLIC_IPV4 : pool.kind;
    pool.id ^= form == ONE_BIT_OFF;
    (void)snprintf(text, sizeof text, "%s%s", world_pool_id(pool),
                   form == LONGER ? "0" : "");
    if (form == SHORTER) {
        text[strlen(text) - 1] = '\0';
    }
    for (char *at = text; form == SHOUTED && *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    return text;
}

/* -- questions ---------------------------------------------------------------- */

typedef void (*pool_question)(struct world *w, const eip_caller *caller,
                              eip_text pool, uint32_t flags, struct told *told);

static void count_pools(eip_coip_pool_list *list, struct told *told) {
    told->count = eip_coip_pool_list_count(list);
    told->has_next = eip_coip_pool_list_next_token(list).data != NULL;
    eip_coip_pool_list_free(list);
}

static void delete_pool(struct world *w, const eip_caller *caller,
                        eip_text pool, uint32_t flags, struct told *told) {
    eip_delete_coip_pool_request request = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    request.flags = flags;
    request.coip_pool_id = pool;
    told->status =
        eip_delete_coip_pool(w->engine, caller, &request, &list, &told->error);
    count_pools(list, told);
}

static void block(struct world *w, const eip_caller *caller, eip_text pool,
                  uint32_t flags, struct told *told, bool create_it) {
    eip_coip_cidr_request request = EIP_COIP_CIDR_REQUEST_INIT;

    request.flags = flags;
    request.coip_pool_id = pool;
    request.cidr = eip_text_of(BLOCK);
    told->status = create_it ? eip_create_coip_cidr(w->engine, caller, &request,
                                                    &told->cidr, &told->error)
                             : eip_delete_coip_cidr(w->engine, caller, &request,
                                                    &told->cidr, &told->error);
}

static void create_block(struct world *w, const eip_caller *caller,
                         eip_text pool, uint32_t flags, struct told *told) {
    block(w, caller, pool, flags, told, true);
}

static void delete_block(struct world *w, const eip_caller *caller,
                         eip_text pool, uint32_t flags, struct told *told) {
    block(w, caller, pool, flags, told, false);
}

static void describe(struct world *w, const eip_caller *caller, eip_text pool,
                     uint32_t flags, struct told *told) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    request.flags = flags;
    request.pool_ids = &pool;
    request.pool_id_count = 1;
    told->status = eip_describe_coip_pools(w->engine, caller, &request, &list,
                                           &told->error);
    count_pools(list, told);
}

static void filter(struct world *w, const eip_caller *caller, const char *name,
                   eip_text value, uint32_t flags, struct told *told) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_filter by = {eip_text_of(name), &value, 1, 0};
    eip_coip_pool_list *list = NULL;

    request.flags = flags;
    request.filters = &by;
    request.filter_count = 1;
    told->status = eip_describe_coip_pools(w->engine, caller, &request, &list,
                                           &told->error);
    count_pools(list, told);
}

static void filter_id(struct world *w, const eip_caller *caller, eip_text pool,
                      uint32_t flags, struct told *told) {
    filter(w, caller, "coip-pool.pool-id", pool, flags, told);
}

static void filter_all(struct world *w, const eip_caller *caller, eip_text pool,
                       uint32_t flags, struct told *told) {
    (void)pool;
    filter(w, caller, "tag:Name", eip_text_of("*"), flags, told);
}

/* One page of five: a pool that is not the caller's takes no place of it. */
static void page(struct world *w, const eip_caller *caller, eip_text pool,
                 uint32_t flags, struct told *told) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;

    (void)pool;
    request.flags = flags;
    request.max_results = 5;
    told->status = eip_describe_coip_pools(w->engine, caller, &request, &list,
                                           &told->error);
    count_pools(list, told);
}

static void usage(struct world *w, const eip_caller *caller, eip_text pool,
                  uint32_t flags, struct told *told) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;

    request.flags = flags;
    request.pool_id = pool;
    told->status = eip_get_coip_pool_usage(w->engine, caller, &request,
                                           &response, &told->error);
    told->count =
        eip_coip_address_usage_list_count(response.coip_address_usages);
    eip_coip_address_usage_list_free(response.coip_address_usages);
}

static void allocate(struct world *w, const eip_caller *caller, eip_text pool,
                     uint32_t flags, struct told *told) {
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    request.flags = flags; /* both are 1 */
    request.customer_owned_ipv4_pool = pool;
    told->status = eip_allocate_address(w->engine, caller, &request, &response,
                                        &told->error);
}

static void tag(struct world *w, const eip_caller *caller, eip_text pool,
                uint32_t flags, struct told *told) {
    static const eip_tag one = {{"Name", 4, 0}, {"mine", 4, 0}};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;

    request.flags = flags;
    request.resources = &pool;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    told->status = eip_create_tags(w->engine, caller, &request, &told->error);
    if (told->status == told->error.status) {
        told->status =
            eip_delete_tags(w->engine, caller, &request, &told->error);
    }
}

static void show_tags(struct world *w, const eip_caller *caller, eip_text pool,
                      uint32_t flags, struct told *told) {
    eip_describe_tags_request request = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    eip_tag_list *list = NULL;

    (void)pool;
    request.flags = flags;
    told->status =
        eip_describe_tags(w->engine, caller, &request, &list, &told->error);
    told->count = eip_tag_list_count(list);
    eip_tag_list_free(list);
}

static const struct {
    const char *name;
    pool_question ask;
} questions[] = {
    {"DeleteCoipPool", delete_pool},
    {"CreateCoipCidr", create_block},
    {"DeleteCoipCidr", delete_block},
    {"DescribeCoipPools", describe},
    {"DescribeCoipPools, filtered", filter_id},
    {"DescribeCoipPools, by tag", filter_all},
    {"DescribeCoipPools, a page", page},
    {"GetCoipPoolUsage", usage},
    {"AllocateAddress", allocate},
    {"CreateTags, DeleteTags", tag},
    {"DescribeTags", show_tags},
};
enum { QUESTIONS = sizeof questions / sizeof questions[0] };

/* -- cells ---------------------------------------------------------------------- */

/** One cell. */
struct cell {
    uint64_t caller;
    uint32_t question;
    enum spelling form;
    bool dry;
    const struct state *state;
};

static void ask(const struct cell *cell, struct told *told) {
    eip_caller caller = EIP_CALLER_INIT(cell->caller);
    eip_pool_ref pool;
    struct world w;
    char *before;
    char *after;

    world_start(&w);
    for (uint32_t i = 0; i < 5; i++) {
        (void)create(&w, WORLD_DAVE); /* just a page */
    }
    pool = cell->state->make(&w);
    told_clear(told);
    before = world_picture(&w);
    questions[cell->question].ask(
        &w, &caller, eip_text_of(name_of(pool, cell->form)), cell->dry, told);
    after = world_picture(&w);
    if (cell->caller != WORLD_BOB && strcmp(before, after) != 0) {
        (void)printf("FAILED: %s, %s: it changes something\n",
                     questions[cell->question].name, cell->state->name);
        exit(1);
    }
    free(before);
    free(after);
    told_strike(told, text);
    world_end(&w);
}

/* Bob himself is told of his pool by every question: so the comparison can
 * fail. */
static void control(void) {
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        struct cell cell = {WORLD_BOB, i, ID, false, &states[0]};
        struct told wanted;
        struct told is;

        ask(&cell, &wanted);
        cell.state = &states[i == 0 ? 1 : 3];
        ask(&cell, &is);
        if (memcmp(&is, &wanted, sizeof is) == 0) {
            (void)printf("FAILED: %s tells even the owner nothing\n",
                         questions[i].name);
            exit(1);
        }
    }
}

static uint64_t compare_states(struct cell cell) {
    struct told wanted;
    struct told is;

    cell.state = &states[0];
    ask(&cell, &wanted);
    for (uint32_t n = 1; n < STATES; n++) {
        cell.state = &states[n];
        ask(&cell, &is);
        if (memcmp(&is, &wanted, sizeof is) != 0) {
            (void)printf("FAILED: %s%s, form %d: %s is told from absent: %s "
                         "'%s', %s '%s'\n",
                         questions[cell.question].name, cell.dry ? ", dry" : "",
                         (int)cell.form, cell.state->name,
                         eip_status_name(is.status), is.error.message,
                         eip_status_name(wanted.status), wanted.error.message);
            exit(1);
        }
    }
    return STATES - 1;
}

uint64_t isolation_pools(void) {
    static const uint64_t callers[] = {WORLD_DAVE, UINT64_C(555555555555)};
    uint64_t cells = 0;

    control();
    for (uint32_t who = 0; who < 2; who++) {
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            for (enum spelling form = ID; form < FORMS; form++) {
                const struct cell dry = {callers[who], i, form, true, NULL};
                const struct cell wet = {callers[who], i, form, false, NULL};

                cells += compare_states(dry) + compare_states(wet);
            }
        }
    }
    return cells;
}
