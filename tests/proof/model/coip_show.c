/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeCoipPools, GetCoipPoolUsage: drawn, judged, asked of both. */
#include "proof/model/coip.h"
#include "proof/model/filters.h"

#include <string.h>

#define SHOW "ec2:DescribeCoipPools"
#define USAGE "ec2:GetCoipPoolUsage"
enum { IDS = 3 };

struct ask_coips {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct list_filters filters;
    struct named_pool named[IDS];
    eip_text text[IDS];
    uint32_t ids;
    bool dry;
};

/* Mostly with addresses; rarely one that only shows. */
static int draw_pool(struct run *run, struct dice *dice) {
    return rarely(dice, 8) && run->m.pool[BARE_FIRST].exists
               ? BARE_FIRST
               : COIP_FIRST + (int)roll(dice, COIPS);
}

/* The pool's owner, or anybody. */
static void draw_caller(struct run *run, struct dice *dice, int pool,
                        struct ask_coips *a) {
    const struct pool *p = &run->m.pool[pool];

    memset(a, 0, sizeof *a);
    ask_caller(run, dice, &a->by);
    if (!rarely(dice, 4) && p->exists) {
        a->by.account = p->owner;
        a->by.value.account = a->by.status == EIP_ERR_ARGUMENT
                                  ? a->by.value.account
                                  : run_account[p->owner];
        run->acting = p->owner;
        run_tell(run, " as %012llu", (unsigned long long)run_account[p->owner]);
    }
    a->dry = rarely(dice, 8);
}

/* None is named by an absent text. */
static void draw_id(struct run *run, struct dice *dice, int pool,
                    struct ask_coips *a, uint32_t nth) {
    public_draw_id(run, dice, pool, COIP_FIRST, &a->named[nth]);
    if (a->named[nth].id.data == NULL) {
        a->named[nth].id = eip_text_of("");
    }
    a->text[nth] = a->named[nth].id;
}

static eip_status find(const struct model *m, struct ask_coips *a,
                       uint32_t nth) {
    const struct named_pool *named = &a->named[nth];

    if (named->pool != NOBODY && m->pool[named->pool].exists &&
        model_admits(m, named->pool, a->by.account)) {
        return EIP_OK;
    }
    (void)verdict_is(&a->verdict, EIP_ERR_POOL_NOT_FOUND, "PoolId",
                     "The pool ID '%.*s' does not exist", (int)named->id.size,
                     named->id.data);
    a->verdict.index = nth;
    return a->verdict.status;
}

/* -- DescribeCoipPools ------------------------------------------------------- */

enum { BY_TABLE, BY_POOL, BY_TAG_NAME, BY_TAG_K, BY_TAG_KEY };

static const struct known_filter pool_filters[] = {
    {"coip-pool.local-gateway-route-table-id",
     {"lgw-rtb-0123abcd", "lgw-rtb-*", "*", "", "lgw-rtb-0123456789abcdef0"}},
    {"coip-pool.pool-id", {"ipv4pool-coip-*", "*", "", "ipv4pool", "*0"}},
    {"tag:Name", {"prod", "*", "", "Prod", "p?od"}},
    {"tag:k", {"prod", "*", "", "a*", "w*"}},
    {"tag-key", {"Name", "k", "aws*", "*", "name"}},
    {NULL, {NULL, NULL, NULL, NULL, NULL}},
};

static eip_text read_pool(const struct run *run, const void *item, int member,
                          uint32_t nth, char *room) {
    const struct pool *pool = &run->m.pool[*(const int *)item];

    if (member >= BY_TAG_NAME) {
        return filters_tag(&pool->tags,
                           member == BY_TAG_NAME ? "Name"
                           : member == BY_TAG_K  ? "k"
                                                 : NULL,
                           nth);
    }
    if (nth > 0) {
        return (eip_text){NULL, 0, 0};
    }
    return member == BY_TABLE ? eip_text_of(coip_table[pool->table])
                              : texts_of_pool(pool->ref, room);
}

/* Its CIDRs, by address. */
static bool same_cidrs(const struct model *m, int pool,
                       const eip_coip_pool *got) {
    uint32_t found = 0;

    for (int i = 0; i < BLOCKS; i++) {
        const struct block *block = &m->block[i];

        if (!block->present || block->pool != pool) {
            continue;
        }
        for (uint32_t n = 0; n < got->pool_cidr_count; n++) {
            found += got->pool_cidrs[n].base == block->cidr.base &&
                     got->pool_cidrs[n].prefix_bits == block->cidr.prefix_bits;
        }
    }
    for (uint32_t n = 1; n < got->pool_cidr_count; n++) {
        found -= got->pool_cidrs[n].base <= got->pool_cidrs[n - 1].base;
    }
    return found == got->pool_cidr_count &&
           m->space[model_space_of(pool, 0)].blocks == found;
}

bool coip_same_pool(struct run *run, int pool, const eip_coip_pool *got) {
    const struct pool *p = &run->m.pool[pool];
    eip_text table = eip_text_of(coip_table[p->table]);
    char arn[96];

    (void)snprintf(arn, sizeof arn,
                   "arn:aws:ec2:us-east-1:%012llu:coip-pool/"
                   "ipv4pool-coip-0%016llx",
                   (unsigned long long)run_account[p->owner],
                   (unsigned long long)p->ref.id);
    if (got->pool.kind != EIP_POOL_COIP || got->pool.id != p->ref.id ||
        got->owner != run_account[p->owner] ||
        !texts_equal(got->pool_arn, eip_text_of(arn)) ||
        !texts_equal(got->local_gateway_route_table_id, table) ||
        (got->local_gateway_route_table_id.data == NULL) !=
            (table.data == NULL)) {
        return run_differs(run, "a member of the pool differs");
    }
    return (same_cidrs(&run->m, pool, got) &&
            public_same_tags(&p->tags, got->tags, got->tag_count)) ||
           run_differs(run, "a CIDR or a tag of the pool differs");
}

static void judge_pools(const struct model *m, struct ask_coips *a) {
    struct verdict *v = &a->verdict;

    if (filters_begin(&a->filters, &a->page, NULL, &a->by, v) != EIP_OK) {
        return;
    }
    for (uint32_t i = 0; i < a->ids; i++) {
        if (find(m, a, i) != EIP_OK) {
            return;
        }
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool is_shown(const struct run *run, const struct ask_coips *a,
                     int pool) {
    const struct pool *p = &run->m.pool[pool];
    bool is_named = a->ids == 0;

    for (uint32_t i = 0; i < a->ids; i++) {
        is_named |= a->named[i].pool == pool;
    }
    return is_named && p->exists && model_is_coip(pool) &&
           model_admits(&run->m, pool, a->by.account) &&
           filters_hold(run, &a->filters, read_pool, &pool);
}

/* By id: the next that is to be shown, or NOBODY. */
static int next_pool(const struct run *run, const struct ask_coips *a,
                     uint64_t after) {
    int next = NOBODY;

    for (int i = COIP_FIRST; i < POOLS; i++) {
        uint64_t id = run->m.pool[i].ref.id;

        if (model_is_coip(i) && id > after &&
            (next == NOBODY || id < run->m.pool[next].ref.id) &&
            is_shown(run, a, i)) {
            next = i;
        }
    }
    return next;
}

static bool same_pools(struct run *run, const struct ask_coips *a,
                       const eip_coip_pool_list *list) {
    struct position last = a->page.after;
    uint32_t shown = 0;
    int row = next_pool(run, a, last.order);

    for (; row != NOBODY && shown < (uint32_t)a->page.limit; shown++) {
        eip_coip_pool got = EIP_COIP_POOL_INIT;

        if (eip_coip_pool_list_at(list, shown, &got) != EIP_OK ||
            !coip_same_pool(run, row, &got)) {
            return run_differs(run, "the pool %d is not shown as it is", row);
        }
        last.order = run->m.pool[row].ref.id;
        row = next_pool(run, a, last.order);
    }
    if (eip_coip_pool_list_count(list) != shown) {
        return run_differs(run, "%u pools are shown, not %u",
                           (unsigned)eip_coip_pool_list_count(list), shown);
    }
    return page_end(run, &a->page, row != NOBODY, last,
                    eip_coip_pool_list_next_token(list));
}

static bool show_pools(struct run *run, struct dice *dice) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    static struct ask_coips a;
    int pool = draw_pool(run, dice);
    eip_status got;
    bool same;

    run_tell(run, "DescribeCoipPools");
    draw_caller(run, dice, pool, &a);
    page_draw(run, dice, SHOW, 5, a.by.account, &a.page);
    a.ids = roll(dice, 4) == 3 ? 1 + roll(dice, IDS) : 0;
    for (uint32_t i = 0; i < a.ids; i++) {
        draw_id(run, dice, i == 0 ? pool : COIP_FIRST + (int)roll(dice, COIPS),
                &a, i);
    }
    filters_draw(run, dice, pool_filters, read_pool, &pool, &a.filters);
    judge_pools(&run->m, &a);
    request.flags = (a.dry ? EIP_COIP_DRY_RUN : 0) |
                    (a.page.limited ? EIP_COIP_MAX_RESULTS : 0);
    request.pool_ids = a.text;
    request.pool_id_count = a.ids;
    request.filters = a.filters.sent;
    request.filter_count = a.filters.count;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_coip_pools(a.by.engine, a.by.caller, &request, &list,
                                  run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_pools(run, &a, list));
    eip_coip_pool_list_free(list);
    return same;
}

/* -- GetCoipPoolUsage --------------------------------------------------------- */

enum { BY_ALLOCATION, BY_ACCOUNT, BY_IP };

/* A filter on a service or on tags matches nothing. */
static const struct known_filter usage_filters[] = {
    {"coip-address-usage.allocation-id",
     {"eipalloc-*", "*", "", "eipalloc-", "*0"}},
    {"coip-address-usage.aws-account-id",
     {"111111111111", "222222222222", "3*", "*", "1"}},
    {"coip-address-usage.co-ip", {"10.*", "198.51.100.?", "*", "", "*1"}},
    {"coip-address-usage.aws-service", {"*", "ec2", "", "?", "a"}},
    {"tag:Name", {"prod", "*", "", "Prod", "p?od"}},
    {"tag-key", {"Name", "k", "aws*", "*", "name"}},
    {NULL, {NULL, NULL, NULL, NULL, NULL}},
};

static eip_text read_usage(const struct run *run, const void *item, int member,
                           uint32_t nth, char *room) {
    const struct place *at = &run->m.place[*(const int *)item];

    if (nth > 0 || member > BY_IP) {
        return (eip_text){NULL, 0, 0};
    }
    if (member == BY_ACCOUNT) {
        (void)snprintf(room, FILTER_ROOM, "%012llu",
                       (unsigned long long)run_account[at->holder]);
        return eip_text_of(room);
    }
    return member == BY_IP ? texts_of_ip(at->ip, room)
                           : texts_of_id(at->id, room);
}

static void judge_usage(const struct model *m, struct ask_coips *a) {
    struct verdict *v = &a->verdict;
    int pool = a->named[0].pool;

    a->page.of = pool == NOBODY ? 0 : m->pool[pool].ref.id;
    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        page_check(&a->page, v) != EIP_OK ||
        page_check_of(&a->page, v) != EIP_OK ||
        filters_check(&a->filters, v) != EIP_OK || find(m, a, 0) != EIP_OK) {
        return;
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* Places are in the order of addresses. */
static bool is_used(const struct run *run, const struct ask_coips *a,
                    int place) {
    const struct place *at = &run->m.place[place];
    int pool = a->named[0].pool;

    return at->block != NOBODY && model_block(&run->m, place)->pool == pool &&
           at->holder != NOBODY &&
           (run->m.pool[pool].owner == a->by.account ||
            at->holder == a->by.account) &&
           (uint64_t)at->ip + 1 > a->page.after.order &&
           filters_hold(run, &a->filters, read_usage, &place);
}

static bool same_usage(struct run *run, const struct ask_coips *a,
                       const eip_coip_address_usage_list *list) {
    struct position last = a->page.after;
    uint32_t shown = 0;
    uint32_t left = 0;

    for (int i = PUBLIC_PLACES; i < PLACES; i++) {
        const struct place *at = &run->m.place[i];
        eip_coip_address_usage got = EIP_COIP_ADDRESS_USAGE_INIT;

        if (!is_used(run, a, i)) {
            continue;
        }
        if (shown == (uint32_t)a->page.limit) {
            left++;
            continue;
        }
        if (eip_coip_address_usage_list_at(list, shown, &got) != EIP_OK ||
            got.co_ip != at->ip || got.allocation_id != at->id ||
            got.aws_account_id != run_account[at->holder] ||
            got.aws_service.data != NULL) {
            return run_differs(run, "address %u is not used so", shown);
        }
        last.order = (uint64_t)at->ip + 1;
        shown++;
    }
    if (eip_coip_address_usage_list_count(list) != shown) {
        return run_differs(run, "%u addresses are used, not %u",
                           (unsigned)eip_coip_address_usage_list_count(list),
                           shown);
    }
    return page_end(run, &a->page, left, last,
                    eip_coip_address_usage_list_next_token(list));
}

static bool show_usage(struct run *run, struct dice *dice) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    static struct ask_coips a;
    int pool = draw_pool(run, dice);
    eip_status got;
    bool same;

    run_tell(run, "GetCoipPoolUsage");
    draw_caller(run, dice, pool, &a);
    page_draw(run, dice, USAGE, 5, a.by.account, &a.page);
    draw_id(run, dice, pool, &a, 0);
    filters_draw(run, dice, usage_filters, read_usage, NULL, &a.filters);
    judge_usage(&run->m, &a);
    request.flags = (a.dry ? EIP_COIP_DRY_RUN : 0) |
                    (a.page.limited ? EIP_COIP_MAX_RESULTS : 0);
    request.pool_id = a.text[0];
    request.filters = a.filters.sent;
    request.filter_count = a.filters.count;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_get_coip_pool_usage(a.by.engine, a.by.caller, &request, &response,
                                  run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, USAGE);
    if (same && got == EIP_OK) {
        const struct pool *p = &run->m.pool[a.named[0].pool];

        same = (response.coip_pool.id == p->ref.id &&
                texts_equal(eip_text_of(response.local_gateway_route_table_id),
                            eip_text_of(coip_table[p->table]))) ||
               run_differs(run, "the usage is another pool's");
        same = same && same_usage(run, &a, response.coip_address_usages);
    }
    eip_coip_address_usage_list_free(response.coip_address_usages);
    return same;
}

bool step_show_coip(struct run *run, struct dice *dice) {
    return rarely(dice, 3) ? show_pools(run, dice) : show_usage(run, dice);
}
