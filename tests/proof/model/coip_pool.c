/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateCoipPool, DeleteCoipPool: drawn, judged, asked of both. */
#include "proof/model/coip.h"

#include <string.h>

enum { FIRST = COIP_FIRST };

const char *const coip_table[COIP_TABLES] = {
    NULL,       "lgw-rtb-0123abcd", "lgw-rtb-0123456789abcdef0", "",
    "lgw-rtb-", "lgw-rtb-0123ABCD", "lgw-rtb-0123abcd0"};

struct ask_pool {
    struct ask_caller by;
    struct verdict verdict;
    bool dry;
    int pool;
    uint32_t table;
    struct ask_allocate given; /* its specifications only */
    struct tags tags;
    char room[40];
    eip_text id;
};

/* A list of one. */
static bool same_list(struct run *run, int pool,
                      const eip_coip_pool_list *list) {
    eip_coip_pool got = EIP_COIP_POOL_INIT;

    return eip_coip_pool_list_count(list) == 1 &&
                   eip_coip_pool_list_at(list, 0, &got) == EIP_OK
               ? coip_same_pool(run, pool, &got)
               : run_differs(run, "the answer is not the pool");
}

/* -- CreateCoipPool -------------------------------------------------------- */

static eip_status check_create(struct ask_pool *a) {
    struct verdict *v = &a->verdict;
    const char *table = coip_table[a->table];

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK) {
        return v->status;
    }
    if (a->table == 0) {
        return verdict_need(v, "LocalGatewayRouteTableId");
    }
    if (a->table >= COIP_TABLE_GOOD) {
        return verdict_is(v, EIP_ERR_ROUTE_TABLE_NOT_FOUND,
                          "LocalGatewayRouteTableId",
                          "The local gateway route table ID '%s' does not "
                          "exist",
                          table);
    }
    v->status = allocate_check_tags(&a->given, &a->tags);
    if (v->status == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
    return v->status;
}

static void note_pool(struct run *run, const struct ask_pool *a,
                      eip_pool_ref ref) {
    struct pool *p = &run->m.pool[a->pool];

    model_new_pool(&run->m, a->pool, a->by.account, ref);
    p->table = a->table;
    p->tags = a->tags;
    model_set_pool(&run->m, a->pool, EIP_POLICY_DEFAULT, 0, 0);
}

static bool create(struct run *run, struct dice *dice, struct ask_pool *a) {
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    eip_coip_pool pool = EIP_COIP_POOL_INIT;
    eip_status got;
    bool same;

    run_tell(run, " CreateCoipPool");
    a->table = rarely(dice, 8) ? roll(dice, COIP_TABLES)
                               : 1 + roll(dice, COIP_TABLE_GOOD - 1);
    allocate_draw_tags(dice, &a->given);
    for (uint32_t i = 0; i < a->given.specs; i++) {
        if (a->given.spec[i].type == 0) {
            a->given.specification[i].resource_type = eip_text_of("coip-pool");
        }
    }
    /* The model has room for one. */
    a->dry = a->dry || run->m.pool[a->pool].exists;
    (void)check_create(a);
    request.flags = a->dry ? EIP_COIP_DRY_RUN : 0;
    request.local_gateway_route_table_id = eip_text_of(coip_table[a->table]);
    request.tag_specifications = a->given.specification;
    request.tag_specification_count = a->given.specs;
    got = eip_create_coip_pool(a->by.engine, a->by.caller, &request, &list,
                               run_error(run));
    same = verdict_same(run, &a->by, &a->verdict, got, "ec2:CreateCoipPool");
    if (same && got == EIP_OK &&
        eip_coip_pool_list_at(list, 0, &pool) == EIP_OK) {
        note_pool(run, a, pool.pool);
        same = same_list(run, a->pool, list);
    }
    eip_coip_pool_list_free(list);
    return same;
}

/* -- DeleteCoipPool -------------------------------------------------------- */

static eip_status check_delete(const struct model *m, struct ask_pool *a) {
    const struct pool *pool = &m->pool[a->pool];
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK) {
        return v->status;
    }
    if (!pool->exists || !model_admits(m, a->pool, a->by.account)) {
        return verdict_is(v, EIP_ERR_POOL_NOT_FOUND, "CoipPoolId",
                          "The pool ID '%.*s' does not exist", (int)a->id.size,
                          a->id.data);
    }
    if (pool->owner != a->by.account) {
        return verdict_is(v, EIP_ERR_UNAUTHORIZED, "", NULL);
    }
    if (model_in_use(m, a->pool)) {
        return verdict_is(v, EIP_ERR_POOL_IN_USE, "CoipPoolId",
                          "The pool '%.*s' has CIDR blocks", (int)a->id.size,
                          a->id.data);
    }
    return a->dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

static bool delete (struct run *run, struct ask_pool *a) {
    eip_delete_coip_pool_request request = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    struct pool *p = &run->m.pool[a->pool];
    eip_coip_pool_list *list = NULL;
    eip_status got;
    bool same;

    run_tell(run, " DeleteCoipPool");
    run_tell_text(run, "pool", a->id);
    (void)check_delete(&run->m, a);
    request.flags = a->dry ? EIP_COIP_DRY_RUN : 0;
    request.coip_pool_id = a->id;
    got = eip_delete_coip_pool(a->by.engine, a->by.caller, &request, &list,
                               run_error(run));
    same = verdict_same(run, &a->by, &a->verdict, got, "ec2:DeleteCoipPool") &&
           (got != EIP_OK || same_list(run, a->pool, list));
    p->exists = p->exists && got != EIP_OK;
    eip_coip_pool_list_free(list);
    return same;
}

/* One of those with addresses, or one that only shows. */
static int draw_pool(struct run *run, struct dice *dice) {
    int pool = FIRST + (int)roll(dice, COIPS);
    int other = 2 * FIRST + 1 - pool;

    if (roll(dice, 2) == 1) {
        return BARE_FIRST + (int)roll(dice, BARES);
    }
    return !run->m.pool[other].exists && run->m.pool[pool].exists &&
                   roll(dice, 2) == 0
               ? other
               : pool;
}

bool step_coip_pool(struct run *run, struct dice *dice) {
    static struct ask_pool a;

    memset(&a, 0, sizeof a);
    a.pool = draw_pool(run, dice);
    a.dry = rarely(dice, 8);
    ask_caller(run, dice, &a.by);
    if (a.pool >= BARE_FIRST && !rarely(dice, 8)) {
        /* Several of one account, so that it has pages of them. */
        a.by.account = run->acting = 0;
        a.by.value.account = a.by.status == EIP_ERR_ARGUMENT
                                 ? a.by.value.account
                                 : run_account[0];
    }
    a.id = texts_of_pool(run->m.pool[a.pool].ref, a.room);
    return !run->m.pool[a.pool].exists && roll(dice, 4) != 0
               ? create(run, dice, &a)
           : roll(dice, 4) == 0 ? create(run, dice, &a)
                                : delete (run, &a);
}
