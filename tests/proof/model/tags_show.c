/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeTags: drawn, judged, asked of both. */
#include "proof/model/ipam_allocation.h"

#include <string.h>

#define SHOW "ec2:DescribeTags"
enum { TAG_FILTERS = 2, TAG_VALUES = 2 };
/* Pools come after addresses, and a kind after the other. */
#define POOL_ORDER (UINT64_C(1) << 56)

/* What a filter looks at. */
enum {
    BY_KEY,
    BY_RESOURCE,
    BY_TYPE,
    BY_VALUE,
    BY_TAG_K,
    BY_TAG_NAME,
    BY_UNKNOWN,
    BY_ALIEN, /* known elsewhere */
    MEMBERS
};

static const char *const names[MEMBERS] = {
    "key",   "resource-id", "resource-type", "value",
    "tag:k", "tag:Name",    "Key",           "tag-key"};

struct tag_filter {
    uint32_t member;
    uint32_t count;
    eip_text value[TAG_VALUES];
    char room[TAG_VALUES][40];
};

struct ask_show {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    uint32_t filters;
    struct tag_filter filter[TAG_FILTERS];
    eip_filter sent[TAG_FILTERS];
    bool dry;
};

/* One tag of one resource. */
struct row {
    struct position at;
    eip_text id;
    eip_text type;
    eip_text key;
    eip_text value;
};

/* -- drawing --------------------------------------------------------------- */

static eip_text draw_value(struct run *run, struct dice *dice,
                           const struct ask_show *a, uint32_t member,
                           char *room) {
    const struct account *account = &run->m.account[a->by.account];
    uint32_t nth = roll(dice, 256);

    if (nth >= 224) {
        return eip_text_of(nth % 2 == 0 ? "*" : "?*");
    }
    switch (member) {
    case BY_KEY:
        return texts_key[nth % 8].text;
    case BY_RESOURCE:
        return nth % 4 == 0
                   ? texts_of_pool(run->m.pool[COIP_FIRST + nth % 2].ref, room)
                   : texts_of_id(
                         account->held == 0
                             ? nth
                             : run->m.place[account->place[nth % account->held]]
                                   .id,
                         room);
    case BY_TYPE:
        return eip_text_of(nth % 4 == 0   ? "coip-pool"
                           : nth % 4 == 1 ? "elastic-i?"
                                          : "elastic-ip");
    default:
        return nth % 9 == 1 ? eip_text_of("*o*") : texts_value[nth % 9].text;
    }
}

static void draw_filter(struct run *run, struct dice *dice, struct ask_show *a,
                        uint32_t i) {
    struct tag_filter *filter = &a->filter[i];

    filter->member =
        rarely(dice, 32) ? roll(dice, MEMBERS) : roll(dice, BY_UNKNOWN);
    filter->count = rarely(dice, 32) ? 0 : 1 + roll(dice, TAG_VALUES);
    a->sent[i] = (eip_filter){eip_text_of(names[filter->member]), filter->value,
                              filter->count, 0};
    run_tell_text(run, "filter", a->sent[i].name);
    for (uint32_t n = 0; n < filter->count; n++) {
        filter->value[n] =
            draw_value(run, dice, a, filter->member, filter->room[n]);
        if (filter->value[n].data == NULL || filter->value[n].size > 200) {
            filter->value[n] = eip_text_of("prod");
        }
        run_tell_text(run, "value", filter->value[n]);
    }
}

/* -- judging --------------------------------------------------------------- */

static eip_status fail_filter(struct verdict *v, uint32_t index,
                              const char *format, const char *name) {
    (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter", "%s", "");
    (void)snprintf(v->words, sizeof v->words,
                   strcmp(format, "value") == 0
                       ? "The filter '%s' must contain a value"
                       : "The filter '%s' is invalid",
                   name);
    v->index = index;
    return v->status;
}

static void judge(struct ask_show *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        page_check(&a->page, v) != EIP_OK) {
        return;
    }
    for (uint32_t i = 0; i < a->filters; i++) {
        if (a->filter[i].member == BY_ALIEN) {
            (void)fail_filter(v, i, "name", names[BY_ALIEN]);
            return;
        }
    }
    for (uint32_t i = 0; i < a->filters; i++) {
        if (a->filter[i].member == BY_UNKNOWN) {
            (void)fail_filter(v, i, "name", names[BY_UNKNOWN]);
            return;
        }
        if (a->filter[i].count == 0) {
            (void)fail_filter(v, i, "value", names[a->filter[i].member]);
            return;
        }
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool filter_holds(const struct tag_filter *filter,
                         const struct row *row) {
    const char *name = names[filter->member];
    eip_text text = filter->member == BY_KEY        ? row->key
                    : filter->member == BY_RESOURCE ? row->id
                    : filter->member == BY_TYPE     ? row->type
                                                    : row->value;

    if (filter->member >= BY_TAG_K &&
        !texts_equal(row->key, eip_text_of(name + 4))) {
        return false;
    }
    for (uint32_t i = 0; i < filter->count; i++) {
        if (texts_match(filter->value[i], text)) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct ask_show *a, const struct row *row) {
    bool all = page_is_past(&a->page, row->at);

    for (uint32_t i = 0; i < a->filters && all; i++) {
        all = filter_holds(&a->filter[i], row);
    }
    return all;
}

/* -- asking ---------------------------------------------------------------- */

struct walk {
    struct run *run;
    const struct ask_show *ask;
    const eip_tag_list *list;
    uint32_t rows;
    struct position last;
};

static bool same_row(struct walk *walk, const struct row *row) {
    eip_tag_description got = EIP_TAG_DESCRIPTION_INIT;

    if (walk->rows++ >= (uint32_t)walk->ask->page.limit) {
        return true;
    }
    walk->last = row->at;
    return (eip_tag_list_at(walk->list, walk->rows - 1, &got) == EIP_OK &&
            texts_equal(got.key, row->key) &&
            texts_equal(got.value, row->value) &&
            texts_equal(got.resource_id, row->id) &&
            texts_equal(got.resource_type, row->type)) ||
           run_differs(walk->run, "tag %u is not as it is", walk->rows - 1);
}

static bool same_tags(struct walk *walk, const struct tags *tags,
                      struct row *row) {
    bool same = true;

    for (uint32_t i = 0; i < tags->count && same; i++) {
        row->at.key = tags->tag[i].key;
        row->key = texts_key[tags->tag[i].key].text;
        row->value = texts_value[tags->tag[i].value].text;
        same = !holds(walk->ask, row) || same_row(walk, row);
    }
    return same;
}

static bool same_addresses(struct walk *walk) {
    const struct model *m = &walk->run->m;
    const struct account *account = &m->account[walk->ask->by.account];
    struct row row = {.type = eip_text_of("elastic-ip")};
    bool same = true;
    char room[40];

    for (uint32_t i = 0; i < account->held && same; i++) {
        const struct place *at = &m->place[account->place[i]];

        row.at.order = at->order;
        row.id = texts_of_id(at->id, room);
        same = at->standard || same_tags(walk, &at->tags, &row);
    }
    return same;
}

/* Of those of a kind that came into being after this order and have tags, the
 * first. */
static int next_pool(const struct model *m, uint32_t kind, uint64_t after) {
    int next = NOBODY;

    for (int i = 1; i < POOLS; i++) {
        const struct pool *pool = &m->pool[i];

        if (pool->exists && pool->ref.kind == kind && pool->order > after &&
            pool->tags.count != 0 &&
            (next == NOBODY || pool->order < m->pool[next].order)) {
            next = i;
        }
    }
    return next;
}

/* In the order of their creation. */
static bool same_pools(struct walk *walk, uint32_t kind, const char *type,
                       uint64_t place) {
    const struct model *m = &walk->run->m;
    struct row row = {.type = eip_text_of(type)};
    bool same = true;
    char room[40];

    for (int i = next_pool(m, kind, 0); i != NOBODY && same;
         i = next_pool(m, kind, m->pool[i].order)) {
        if (m->pool[i].owner == walk->ask->by.account) {
            row.at.order = place * POOL_ORDER + m->pool[i].order;
            row.id = texts_of_pool(m->pool[i].ref, room);
            same = same_tags(walk, &m->pool[i].tags, &row);
        }
    }
    return same;
}

static int next_allocation(const struct model *m, uint64_t after) {
    int next = NOBODY;

    for (int i = 0; i < ALLOCATIONS; i++) {
        const struct ipam_allocation *at = &m->allocation[i];

        if (at->present && at->tags.count != 0 && at->order > after &&
            (next == NOBODY || at->order < m->allocation[next].order)) {
            next = i;
        }
    }
    return next;
}

/* Of the custom ones; who sees an allocation sees its tags. */
static bool same_allocations(struct walk *walk, uint64_t place) {
    const struct model *m = &walk->run->m;
    struct row row = {.type = eip_text_of("ipam-pool-allocation")};
    bool same = true;
    char room[EIP_IPAM_ID_TEXT_SIZE];

    for (int i = next_allocation(m, 0); i != NOBODY && same;
         i = next_allocation(m, m->allocation[i].order)) {
        struct ipam_row at = {m->allocation[i].pool, i, NOBODY};

        if (ipam_sees(m, walk->ask->by.account, &at)) {
            row.at.order = place * POOL_ORDER + m->allocation[i].order;
            (void)eip_ipam_allocation_id_format(m->allocation[i].id, room);
            row.id = eip_text_of(room);
            same = same_tags(walk, &m->allocation[i].tags, &row);
        }
    }
    return same;
}

/* Kind by kind. */
static bool same_others(struct walk *walk) {
    return same_pools(walk, EIP_POOL_COIP, "coip-pool", 1) &&
           same_pools(walk, EIP_POOL_PUBLIC_IPV4, "ipv4pool-ec2", 2) &&
           same_allocations(walk, 3) &&
           same_pools(walk, EIP_POOL_IPAM, "ipam-pool", 4);
}

static bool same_page(struct run *run, const struct ask_show *a,
                      const eip_tag_list *list) {
    struct walk walk = {.run = run, .ask = a, .list = list};
    uint64_t count = eip_tag_list_count(list);
    uint32_t limit = (uint32_t)a->page.limit;

    if (!same_addresses(&walk) || !same_others(&walk)) {
        return false;
    }
    if (count != (walk.rows < limit ? walk.rows : limit)) {
        return run_differs(run, "%u tags are shown, not %u", (unsigned)count,
                           walk.rows);
    }
    return page_end(run, &a->page, walk.rows - (uint32_t)count, walk.last,
                    eip_tag_list_next_token(list));
}

bool step_show_tags(struct run *run, struct dice *dice) {
    eip_describe_tags_request request = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    eip_tag_list *list = NULL;
    struct ask_show a;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "describe_tags");
    ask_holder(run, dice, &a.by);
    page_draw(run, dice, SHOW, 5, a.by.account, &a.page);
    a.filters = roll(dice, 2) == 0 ? 0 : roll(dice, TAG_FILTERS + 1);
    for (uint32_t i = 0; i < a.filters; i++) {
        draw_filter(run, dice, &a, i);
    }
    a.dry = rarely(dice, 16);
    judge(&a);
    request.flags = (a.dry ? EIP_DESCRIBE_TAGS_DRY_RUN : 0) |
                    (a.page.limited ? EIP_DESCRIBE_TAGS_MAX_RESULTS : 0);
    request.filters = a.sent;
    request.filter_count = a.filters;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_tags(a.by.engine, a.by.caller, &request, &list,
                            run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_page(run, &a, list));
    eip_tag_list_free(list);
    return same;
}
