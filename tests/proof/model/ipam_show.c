/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeIpamPools: drawn, judged, asked of both. */
#include "proof/model/ipam_pool.h"

#include <string.h>

#define SHOW "ec2:DescribeIpamPools"

enum filter_by { BY_SCOPE_TYPE, BY_DEPTH, BY_STATE, BY_NOTHING, FILTER_KINDS };

struct ask_pools {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct ipam_named named;
    bool is_named;
    bool dry;
    bool filtered;
    enum filter_by by_what;
    eip_text value;
    eip_filter filter;
};

static void draw_filter(struct run *run, struct dice *dice,
                        struct ask_pools *a) {
    static const char *const names[FILTER_KINDS] = {
        "ipam-scope-type", "pool-depth", "state", "ipam-scope"};
    static const char *const values[FILTER_KINDS][4] = {
        {"private", "public", "p*", "Private"},
        {"1", "2", "?", "1?"},
        {"create-complete", "modify-complete", "*-in-progress", "created"},
        {"private", "*", "", "a"}};

    a->filtered = roll(dice, 2) == 1;
    if (!a->filtered) {
        return;
    }
    a->by_what =
        (enum filter_by)roll(dice, rarely(dice, 8) ? FILTER_KINDS : BY_NOTHING);
    a->value = eip_text_of(values[a->by_what][roll(dice, 4)]);
    a->filter.name = eip_text_of(names[a->by_what]);
    a->filter.values = &a->value;
    a->filter.value_count = 1;
    run_tell_text(run, names[a->by_what], a->value);
}

static void judge(const struct model *m, struct ask_pools *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        page_check(&a->page, v) != EIP_OK) {
        return;
    }
    if (a->filtered && a->by_what == BY_NOTHING) {
        (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, NULL, "%s", "");
        return;
    }
    if ((!a->is_named ||
         ipam_find_shared(m, a->by.account, &a->named, v) == EIP_OK) &&
        a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- what is shown --------------------------------------------------------- */

struct row {
    uint64_t id;
    int pool;
};

static bool filter_holds(const struct model *m, const struct ask_pools *a,
                         int number) {
    const struct ipam *pool = &m->ipam[number];
    char depth[16];

    if (!a->filtered) {
        return true;
    }
    switch (a->by_what) {
    case BY_SCOPE_TYPE:
        return texts_match(
            a->value, eip_text_of(pool->scope == 0 ? "public" : "private"));
    case BY_DEPTH:
        (void)snprintf(depth, sizeof depth, "%u", pool->depth);
        return texts_match(a->value, eip_text_of(depth));
    default:
        return texts_match(a->value, eip_text_of(ipam_state(m, pool)));
    }
}

static bool has_room(const struct model *m, const struct ask_pools *a,
                     const struct row *row) {
    return (!a->is_named || row->pool == a->named.at) &&
           page_is_past(&a->page, (struct position){row->id, NOBODY}) &&
           filter_holds(m, a, row->pool);
}

static uint32_t put(struct row *rows, uint32_t count, struct row row) {
    uint32_t at = count;

    for (; at > 0 && rows[at - 1].id > row.id; at--) {
        rows[at] = rows[at - 1];
    }
    rows[at] = row;
    return count + 1;
}

static uint32_t rows_of(const struct model *m, const struct ask_pools *a,
                        struct row *rows) {
    uint32_t count = 0;

    for (int i = IPAM_FIRST; i < POOLS; i++) {
        const struct row row = {m->pool[i].ref.id, i};

        if (m->ipam[i].present && model_admits(m, i, a->by.account) &&
            has_room(m, a, &row)) {
            count = put(rows, count, row);
        }
    }
    return count;
}

static bool same_list(struct run *run, const struct ask_pools *a,
                      const eip_ipam_pool_list *list) {
    struct row rows[POOLS];
    uint32_t all = rows_of(&run->m, a, rows);
    uint32_t limit = (uint32_t)a->page.limit;
    uint32_t count = all < limit ? all : limit;
    struct position last = {0, NOBODY};

    if (eip_ipam_pool_list_count(list) != count) {
        return run_differs(run, "%u IPAM pools are shown, not %u",
                           (unsigned)eip_ipam_pool_list_count(list), count);
    }
    for (uint32_t i = 0; i < count; i++) {
        eip_ipam_pool got = EIP_IPAM_POOL_INIT;

        if (eip_ipam_pool_list_at(list, i, &got) != EIP_OK) {
            return run_differs(run, "the IPAM pool %u cannot be read", i);
        }
        if (!ipam_same_pool(run, rows[i].pool,
                            ipam_state(&run->m, &run->m.ipam[rows[i].pool]),
                            &got)) {
            return false;
        }
        last.order = rows[i].id;
    }
    return page_end(run, &a->page, all - count, last,
                    eip_ipam_pool_list_next_token(list));
}

bool step_ipam_show(struct run *run, struct dice *dice) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    struct ask_pools a;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "describe_ipam_pools");
    ask_caller(run, dice, &a.by);
    page_draw(run, dice, SHOW, 5, a.by.account, &a.page);
    a.is_named = rarely(dice, 4);
    if (a.is_named) {
        ipam_draw(run, dice, a.by.account, &a.named);
    }
    draw_filter(run, dice, &a);
    a.dry = rarely(dice, 16);
    judge(&run->m, &a);
    request.flags = (a.dry ? EIP_IPAM_DRY_RUN : 0) |
                    (a.page.limited ? EIP_IPAM_MAX_RESULTS : 0);
    request.ipam_pool_ids = &a.named.text;
    request.ipam_pool_id_count = a.is_named;
    request.filters = &a.filter;
    request.filter_count = a.filtered;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_ipam_pools(a.by.engine, a.by.caller, &request, &list,
                                  run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_list(run, &a, list));
    eip_ipam_pool_list_free(list);
    return same;
}
