/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateCoipPool, DeleteCoipPool: drawn, judged, asked of both. */
#include "proof/model/allocate.h"
#include "proof/model/facts.h"

#include <string.h>

enum { FIRST = COIP_FIRST, TABLES = 7, TABLE_GOOD = 3 };

static const char *const tables[TABLES] = {
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

/* A list of one, with every member; `before`: it is not in the model yet. */
static bool same_pool(struct run *run, const struct ask_pool *a,
                      const eip_coip_pool_list *list, eip_coip_pool *got) {
    char arn[96];

    *got = (eip_coip_pool)EIP_COIP_POOL_INIT;
    if (eip_coip_pool_list_count(list) != 1 ||
        eip_coip_pool_list_at(list, 0, got) != EIP_OK ||
        got->pool.kind != EIP_POOL_COIP ||
        got->owner != run_account[a->by.account] || got->pool_cidr_count != 0) {
        return run_differs(run, "the answer is not the pool");
    }
    (void)snprintf(arn, sizeof arn,
                   "arn:aws:ec2:us-east-1:%012llu:coip-pool/"
                   "ipv4pool-coip-0%016llx",
                   (unsigned long long)got->owner,
                   (unsigned long long)got->pool.id);
    if (!texts_equal(got->pool_arn, eip_text_of(arn)) ||
        !texts_equal(got->local_gateway_route_table_id,
                     eip_text_of(tables[a->table])) ||
        got->tag_count != a->tags.count) {
        return run_differs(run, "a member of the pool differs");
    }
    for (uint32_t i = 0; i < got->tag_count; i++) {
        const struct tag *tag = &a->tags.tag[i];

        if (!texts_equal(got->tags[i].key, texts_key[tag->key].text) ||
            !texts_equal(got->tags[i].value, texts_value[tag->value].text)) {
            return run_differs(run, "a tag of the pool differs");
        }
    }
    return true;
}

/* -- CreateCoipPool -------------------------------------------------------- */

static eip_status check_create(struct ask_pool *a) {
    struct verdict *v = &a->verdict;
    const char *table = tables[a->table];

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK) {
        return v->status;
    }
    if (a->table == 0) {
        return verdict_need(v, "LocalGatewayRouteTableId");
    }
    if (a->table >= TABLE_GOOD) {
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
    eip_coip_pool pool;
    eip_status got;
    bool same;

    run_tell(run, " CreateCoipPool");
    a->table =
        rarely(dice, 8) ? roll(dice, TABLES) : 1 + roll(dice, TABLE_GOOD - 1);
    allocate_draw_tags(dice, &a->given);
    for (uint32_t i = 0; i < a->given.specs; i++) {
        if (a->given.spec[i].type == 0) {
            a->given.specification[i].resource_type = eip_text_of("coip-pool");
        }
    }
    /* The model has room for two. */
    a->dry = a->dry || run->m.pool[a->pool].exists;
    (void)check_create(a);
    request.flags = a->dry ? EIP_COIP_DRY_RUN : 0;
    request.local_gateway_route_table_id = eip_text_of(tables[a->table]);
    request.tag_specifications = a->given.specification;
    request.tag_specification_count = a->given.specs;
    got = eip_create_coip_pool(a->by.engine, a->by.caller, &request, &list,
                               run_error(run));
    same = verdict_same(run, &a->by, &a->verdict, got, "ec2:CreateCoipPool") &&
           (got != EIP_OK || same_pool(run, a, list, &pool));
    if (same && got == EIP_OK) {
        note_pool(run, a, pool.pool);
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
    eip_coip_pool pool;
    eip_status got;
    bool same;

    run_tell(run, " DeleteCoipPool");
    run_tell_text(run, "pool", a->id);
    (void)check_delete(&run->m, a);
    a->table = p->table;
    a->tags = p->tags;
    request.flags = a->dry ? EIP_COIP_DRY_RUN : 0;
    request.coip_pool_id = a->id;
    got = eip_delete_coip_pool(a->by.engine, a->by.caller, &request, &list,
                               run_error(run));
    same = verdict_same(run, &a->by, &a->verdict, got, "ec2:DeleteCoipPool") &&
           (got != EIP_OK || same_pool(run, a, list, &pool));
    p->exists = p->exists && got != EIP_OK;
    eip_coip_pool_list_free(list);
    return same;
}

bool step_coip_pool(struct run *run, struct dice *dice) {
    static struct ask_pool a;
    int other;

    memset(&a, 0, sizeof a);
    a.pool = FIRST + (int)roll(dice, 2);
    other = 2 * FIRST + 1 - a.pool;
    a.dry = rarely(dice, 8);
    ask_caller(run, dice, &a.by);
    if (!run->m.pool[other].exists && run->m.pool[a.pool].exists) {
        a.pool = roll(dice, 2) == 0 ? other : a.pool;
    }
    a.id = texts_of_pool(run->m.pool[a.pool].ref, a.room);
    return !run->m.pool[a.pool].exists && roll(dice, 4) != 0
               ? create(run, dice, &a)
           : roll(dice, 4) == 0 ? create(run, dice, &a)
                                : delete (run, &a);
}
