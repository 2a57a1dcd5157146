/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribePublicIpv4Pools: drawn, judged, asked of both. */
#include "proof/model/public_pool.h"

#include <string.h>

#define SHOW "ec2:DescribePublicIpv4Pools"
enum { POOL_FILTERS = 2, POOL_VALUES = 2, MOST = 10, FILTER_KINDS = 5 };

static const char *const names[FILTER_KINDS] = {"tag-key", "tag:Name", "tag:k",
                                                "tag:name", "Tag-key"};

struct pool_filter {
    uint32_t name;
    uint32_t count;
    eip_text value[POOL_VALUES];
};

struct ask_pools {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    uint32_t ids;
    struct named_pool id[ASKED];
    eip_text text[ASKED];
    uint32_t filters;
    struct pool_filter filter[POOL_FILTERS];
    eip_filter sent[POOL_FILTERS];
};

/* -- drawing --------------------------------------------------------------- */

static eip_text draw_value(const struct model *m, struct dice *dice,
                           bool is_key) {
    const struct tags *tags = &m->pool[1 + roll(dice, PUBLIC_POOLS)].tags;
    uint32_t what = roll(dice, 16);
    eip_text text = texts_value[what % 8].text;

    if (what >= 12) {
        return eip_text_of(what % 2 == 0 ? "*" : "?*");
    }
    if (tags->count != 0 && what < 8) {
        text = is_key ? texts_key[tags->tag[0].key].text
                      : texts_value[tags->tag[0].value].text;
    }
    return text.data == NULL || text.size > 200 ? eip_text_of("prod") : text;
}

static void draw_filter(struct run *run, struct dice *dice, struct ask_pools *a,
                        uint32_t i) {
    struct pool_filter *filter = &a->filter[i];

    filter->name = rarely(dice, 32) ? FILTER_KINDS - 1 : roll(dice, 4);
    filter->count = rarely(dice, 32) ? 0 : 1 + roll(dice, POOL_VALUES);
    a->sent[i] = (eip_filter){eip_text_of(names[filter->name]), filter->value,
                              filter->count, 0};
    run_tell_text(run, "filter", a->sent[i].name);
    for (uint32_t n = 0; n < filter->count; n++) {
        filter->value[n] = draw_value(&run->m, dice, filter->name == 0);
        run_tell_text(run, "value", filter->value[n]);
    }
}

static void draw(struct run *run, struct dice *dice, struct ask_pools *a) {
    int pool = public_draw_pool(run, dice);
    struct ask_public who;

    public_draw_caller(run, dice, pool, &who);
    a->by = who.by;
    a->by.caller = who.by.caller == NULL ? NULL : &a->by.value;
    page_draw_within(run, dice, SHOW, 1, MOST, a->by.account, &a->page);
    a->ids = roll(dice, 2) == 0 ? 0 : roll(dice, ASKED + 1);
    for (uint32_t i = 0; i < a->ids; i++) {
        public_draw_id(run, dice, 1 + (int)roll(dice, PUBLIC_POOLS), 1,
                       &a->id[i]);
        if (a->id[i].id.data == NULL) {
            a->id[i].id = eip_text_of("");
        }
        a->text[i] = a->id[i].id;
    }
    a->filters = roll(dice, 2) == 0 ? 0 : roll(dice, POOL_FILTERS + 1);
    for (uint32_t i = 0; i < a->filters; i++) {
        draw_filter(run, dice, a, i);
    }
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_filters(struct ask_pools *a, struct verdict *v) {
    for (uint32_t i = 0; i < a->filters; i++) {
        bool is_known = a->filter[i].name != FILTER_KINDS - 1;

        if (!is_known || a->filter[i].count == 0) {
            (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter",
                             is_known ? "The filter '%s' must contain a value"
                                      : "The filter '%s' is invalid",
                             names[a->filter[i].name]);
            v->index = i;
            return v->status;
        }
    }
    return EIP_OK;
}

static eip_status check(const struct model *m, struct ask_pools *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        page_check(&a->page, v) != EIP_OK || check_filters(a, v) != EIP_OK) {
        return v->status;
    }
    for (uint32_t i = 0; i < a->ids; i++) {
        const struct named_pool *named = &a->id[i];

        if (named->pool == NOBODY || !m->pool[named->pool].exists ||
            m->pool[named->pool].owner != a->by.account) {
            (void)verdict_is(v, EIP_ERR_PUBLIC_POOL_NOT_FOUND, "PoolId",
                             "The pool ID '%.*s' does not exist",
                             (int)named->id.size, named->id.data);
            v->index = i;
            return v->status;
        }
    }
    return EIP_OK;
}

static bool filter_holds(const struct pool_filter *filter,
                         const struct tags *tags) {
    for (uint32_t i = 0; i < tags->count; i++) {
        eip_text key = texts_key[tags->tag[i].key].text;
        eip_text text =
            filter->name == 0 ? key : texts_value[tags->tag[i].value].text;

        if (filter->name != 0 &&
            !texts_equal(key, eip_text_of(names[filter->name] + 4))) {
            continue;
        }
        for (uint32_t n = 0; n < filter->count; n++) {
            if (texts_match(filter->value[n], text)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_shown(const struct model *m, const struct ask_pools *a,
                     int pool) {
    const struct pool *p = &m->pool[pool];
    bool shown = a->ids == 0;

    for (uint32_t i = 0; i < a->ids; i++) {
        shown |= a->id[i].pool == pool;
    }
    shown = shown && p->exists && p->owner == a->by.account &&
            page_is_past(&a->page, (struct position){p->ref.id, NOBODY});
    for (uint32_t i = 0; i < a->filters && shown; i++) {
        shown = filter_holds(&a->filter[i], &p->tags);
    }
    return shown;
}

/* -- what is shown ----------------------------------------------------------- */

/* Addresses in a row that were provisioned at once. */
static uint32_t ranges_of(const struct model *m, int pool,
                          eip_public_pool_range *ranges, uint64_t *total,
                          uint64_t *free) {
    const struct place *before = NULL;
    uint32_t count = 0;

    for (int i = 0; i < PUBLIC_PLACES; i++) {
        const struct place *at = &m->place[i];
        bool is_ours = at->block != NOBODY && model_block(m, i)->pool == pool;

        if (is_ours && (before == NULL || before->block != at->block ||
                        before->lot != at->lot)) {
            ranges[count++] = (eip_public_pool_range){.first_address = at->ip};
        }
        if (is_ours) {
            ranges[count - 1].last_address = at->ip;
            ranges[count - 1].address_count++;
            ranges[count - 1].available_address_count += model_is_free(m, i);
            ++*total;
            *free += model_is_free(m, i);
        }
        before = is_ours ? at : NULL;
    }
    return count;
}

static bool same_pool(struct run *run, int pool, const eip_public_pool *got) {
    const struct model *m = &run->m;
    const struct pool *p = &m->pool[pool];
    eip_public_pool_range ranges[PUBLIC_PLACES];
    uint64_t total = 0;
    uint64_t free = 0;
    uint32_t count = ranges_of(m, pool, ranges, &total, &free);
    eip_text description = facts_description(
        p->range == NOBODY ? 0 : m->range[p->range].description);

    if (got->pool.id != p->ref.id || got->pool.kind != p->ref.kind ||
        got->total_address_count != total ||
        got->total_available_address_count != free ||
        !texts_equal(got->network_border_group,
                     texts_group[public_group_of(m, pool)]) ||
        !texts_equal(got->description, description) ||
        got->description.data == NULL ||
        !public_same_tags(&p->tags, got->tags, got->tag_count)) {
        return run_differs(run, "pool %d is not shown as it is", pool);
    }
    for (uint32_t i = 0; i < count && i < got->pool_address_range_count; i++) {
        if (memcmp(&ranges[i], &got->pool_address_ranges[i],
                   sizeof ranges[i]) != 0) {
            return run_differs(run, "range %u is %x to %x, not %x to %x", i,
                               got->pool_address_ranges[i].first_address,
                               got->pool_address_ranges[i].last_address,
                               ranges[i].first_address, ranges[i].last_address);
        }
    }
    return count == got->pool_address_range_count ||
           run_differs(run, "%u ranges are shown, not %u",
                       got->pool_address_range_count, count);
}

/* The pool that comes first of those after this id, or NOBODY. */
static int next_pool(const struct model *m, const struct ask_pools *a,
                     uint64_t after) {
    int next = NOBODY;

    for (int i = 1; i <= PUBLIC_POOLS; i++) {
        if (is_shown(m, a, i) && m->pool[i].ref.id > after &&
            (next == NOBODY || m->pool[i].ref.id < m->pool[next].ref.id)) {
            next = i;
        }
    }
    return next;
}

static bool same_page(struct run *run, const struct ask_pools *a,
                      const eip_public_pool_list *list) {
    uint32_t limit = (uint32_t)a->page.limit;
    struct position last = {0, NOBODY};
    uint32_t rows = 0;
    uint32_t shown = 0;
    int pool = next_pool(&run->m, a, 0);

    for (; pool != NOBODY;
         pool = next_pool(&run->m, a, run->m.pool[pool].ref.id)) {
        eip_public_pool got = EIP_PUBLIC_POOL_INIT;

        if (rows++ >= limit) {
            continue;
        }
        last.order = run->m.pool[pool].ref.id;
        shown++;
        if (eip_public_pool_list_at(list, rows - 1, &got) != EIP_OK ||
            !same_pool(run, pool, &got)) {
            return run_differs(run, "row %u is no pool", rows - 1);
        }
    }
    if (eip_public_pool_list_count(list) != shown) {
        return run_differs(run, "%u pools are shown, not %u",
                           (unsigned)eip_public_pool_list_count(list), shown);
    }
    return page_end(run, &a->page, rows - shown, last,
                    eip_public_pool_list_next_token(list));
}

bool step_show_public_pools(struct run *run, struct dice *dice) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_public_pool_list *list = NULL;
    struct ask_pools a;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "DescribePublicIpv4Pools");
    draw(run, dice, &a);
    (void)check(&run->m, &a);
    request.flags = a.page.limited ? EIP_PUBLIC_POOL_MAX_RESULTS : 0;
    request.pool_ids = a.text;
    request.pool_id_count = a.ids;
    request.filters = a.sent;
    request.filter_count = a.filters;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_public_ipv4_pools(a.by.engine, a.by.caller, &request,
                                         &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_page(run, &a, list));
    eip_public_pool_list_free(list);
    return same;
}
