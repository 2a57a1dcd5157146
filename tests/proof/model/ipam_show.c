/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeIpamPools: drawn, judged, asked of both. */
#include "proof/model/filters.h"
#include "proof/model/ipam_pool.h"

#include <string.h>

#define SHOW "ec2:DescribeIpamPools"
enum { IDS = 3 };

enum {
    BY_FAMILY,
    BY_SERVICE,
    BY_DESCRIPTION,
    BY_IPAM_ARN,
    BY_POOL_ARN,
    BY_ID,
    BY_REGION,
    BY_SCOPE_ARN,
    BY_SCOPE_TYPE,
    BY_LOCALE,
    BY_OWNER,
    BY_DEPTH,
    BY_ORIGIN,
    BY_SOURCE,
    BY_STATE,
    BY_TAG_NAME,
    BY_TAG_KEY
};

static const struct known_filter filters[] = {
    {"address-family", {"ipv4", "ipv6", "ipv?", "*", "IPv4"}},
    {"aws-service", {"ec2", "global-services", "*", "", "e*"}},
    {"description", {"mine", "*", "", "m?ne", "\xc3\xa9*"}},
    {"ipam-arn", {"arn:aws:ec2::*", "*:ipam/ipam-0*", "arn", "", "*x"}},
    {"ipam-pool-arn", {"arn:aws:ec2::*", "*ipam-pool-0*", "*", "", "arn"}},
    {"ipam-pool-id", {"ipam-pool-0*", "*", "ipam-pool-", "", "*0"}},
    {"ipam-region", {"us-east-1", "us-*", "", "eu-west-1", "*"}},
    {"ipam-scope-arn", {"arn:aws:ec2::*", "*ipam-scope-0*", "", "a", "*"}},
    {"ipam-scope-type", {"private", "public", "p*", "Private", "*"}},
    {"locale", {"None", "us-east-1", "us-*", "none", "us-east-1-bos-1"}},
    {"owner-id", {"111111111111", "222222222222", "3*", "*", "333333333333"}},
    {"pool-depth", {"1", "2", "?", "1?", "3"}},
    {"public-ip-source", {"amazon", "byoip", "*", "", "b*"}},
    {"source-ipam-pool-id", {"ipam-pool-0*", "*", "", "ipam-pool-", "?"}},
    {"state",
     {"create-complete", "modify-complete", "*-in-progress", "created",
      "create-in-progress"}},
    {"tag:Name", {"prod", "*", "", "Prod", "p?od"}},
    {"tag-key", {"Name", "k", "aws*", "*", "name"}},
    {NULL, {NULL, NULL, NULL, NULL, NULL}},
};

struct ask_pools {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct ipam_named named[IDS];
    eip_text text[IDS];
    uint32_t ids;
    struct list_filters filters;
    bool dry;
};

static eip_text arn(const struct model *m, int pool, const char *kind,
                    uint64_t id, char *room) {
    (void)snprintf(room, FILTER_ROOM, "arn:aws:ec2::%012llu:%s-0%016llx",
                   (unsigned long long)run_account[m->ipam[pool].owner], kind,
                   (unsigned long long)id);
    return eip_text_of(room);
}

static eip_text number(unsigned long long value, const char *format,
                       char *room) {
    (void)snprintf(room, FILTER_ROOM, format, value);
    return eip_text_of(room);
}

static eip_text read_name(const struct model *m, int pool, int member,
                          char *room) {
    const struct ipam *ipam = &m->ipam[pool];
    eip_text none = {NULL, 0, 0};

    switch (member) {
    case BY_IPAM_ARN:
        return arn(m, pool, "ipam/ipam", m->ipam_id[ipam->owner], room);
    case BY_POOL_ARN:
        return arn(m, pool, "ipam-pool/ipam-pool", m->pool[pool].ref.id, room);
    case BY_SCOPE_ARN:
        return arn(m, pool, "ipam-scope/ipam-scope",
                   m->scope[ipam->owner][ipam->scope], room);
    case BY_ID:
        return texts_of_pool(m->pool[pool].ref, room);
    case BY_OWNER:
        return number(run_account[ipam->owner], "%012llu", room);
    case BY_DEPTH:
        return number(ipam->depth, "%llu", room);
    default:
        return ipam->source == NOBODY
                   ? none
                   : texts_of_pool(m->pool[ipam->source].ref, room);
    }
}

static eip_text read_word(const struct model *m, int pool, int member) {
    const struct ipam *ipam = &m->ipam[pool];
    int locale = model_locale(m, pool);
    eip_text none = {NULL, 0, 0};

    switch (member) {
    case BY_FAMILY:
        return eip_text_of("ipv4");
    case BY_SERVICE:
        return eip_text_of(ipam_service[ipam->service]);
    case BY_DESCRIPTION:
        return ipam->description == 0 ? none
                                      : facts_description(ipam->description);
    case BY_REGION:
        return texts_group[0];
    case BY_SCOPE_TYPE:
        return eip_text_of(ipam->scope == 0 ? "public" : "private");
    case BY_LOCALE:
        return locale == NOBODY ? eip_text_of("None") : texts_group[locale];
    case BY_ORIGIN:
        return ipam->scope != 0
                   ? none
                   : eip_text_of(
                         ipam_source[ipam->origin == 0 ? 1 : ipam->origin]);
    default:
        return eip_text_of(ipam_state(m, ipam));
    }
}

static eip_text read_member(const struct run *run, const void *item, int member,
                            uint32_t nth, char *room) {
    int pool = *(const int *)item;
    eip_text none = {NULL, 0, 0};

    if (member == BY_TAG_NAME || member == BY_TAG_KEY) {
        return filters_tag(&run->m.pool[pool].tags,
                           member == BY_TAG_NAME ? "Name" : NULL, nth);
    }
    if (nth > 0) {
        return none;
    }
    return member == BY_IPAM_ARN || member == BY_POOL_ARN ||
                   member == BY_SCOPE_ARN || member == BY_ID ||
                   member == BY_OWNER || member == BY_DEPTH ||
                   member == BY_SOURCE
               ? read_name(&run->m, pool, member, room)
               : read_word(&run->m, pool, member);
}

static void judge(const struct model *m, struct ask_pools *a) {
    struct verdict *v = &a->verdict;

    if (filters_begin(&a->filters, &a->page, NULL, &a->by, v) != EIP_OK) {
        return;
    }
    for (uint32_t i = 0; i < a->ids; i++) {
        if (ipam_find_shared(m, a->by.account, &a->named[i], v) != EIP_OK) {
            v->index = i;
            return;
        }
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- what is shown --------------------------------------------------------- */

struct row {
    uint64_t id;
    int pool;
};

static bool has_room(const struct run *run, const struct ask_pools *a,
                     const struct row *row) {
    bool is_named = a->ids == 0;

    for (uint32_t i = 0; i < a->ids; i++) {
        is_named |= row->pool == a->named[i].at;
    }
    return is_named &&
           page_is_past(&a->page, (struct position){row->id, NOBODY}) &&
           filters_hold(run, &a->filters, read_member, &row->pool);
}

static uint32_t put(struct row *rows, uint32_t count, struct row row) {
    uint32_t at = count;

    for (; at > 0 && rows[at - 1].id > row.id; at--) {
        rows[at] = rows[at - 1];
    }
    rows[at] = row;
    return count + 1;
}

static uint32_t rows_of(const struct run *run, const struct ask_pools *a,
                        struct row *rows) {
    const struct model *m = &run->m;
    uint32_t count = 0;

    for (int i = IPAM_FIRST; i < POOLS; i++) {
        const struct row row = {m->pool[i].ref.id, i};

        if (m->ipam[i].present && model_admits(m, i, a->by.account) &&
            has_room(run, a, &row)) {
            count = put(rows, count, row);
        }
    }
    return count;
}

static bool same_list(struct run *run, const struct ask_pools *a,
                      const eip_ipam_pool_list *list) {
    struct row rows[POOLS];
    uint32_t all = rows_of(run, a, rows);
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

static void draw(struct run *run, struct dice *dice, struct ask_pools *a) {
    memset(a, 0, sizeof *a);
    run_tell(run, "describe_ipam_pools");
    ask_caller(run, dice, &a->by);
    page_draw(run, dice, SHOW, 5, a->by.account, &a->page);
    a->ids = roll(dice, 4) == 3 ? 1 + roll(dice, IDS) : 0;
    for (uint32_t i = 0; i < a->ids; i++) {
        ipam_draw(run, dice, a->by.account, &a->named[i]);
        a->text[i] = a->named[i].text;
    }
    filters_draw(run, dice, filters, read_member,
                 a->ids != 0 && a->named[0].at != NOBODY &&
                         run->m.ipam_id[run->m.ipam[a->named[0].at].owner] != 0
                     ? &a->named[0].at
                     : NULL,
                 &a->filters);
    a->dry = rarely(dice, 16);
}

bool step_ipam_show(struct run *run, struct dice *dice) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    static struct ask_pools a;
    eip_status got;
    bool same;

    draw(run, dice, &a);
    judge(&run->m, &a);
    request.flags = (a.dry ? EIP_IPAM_DRY_RUN : 0) |
                    (a.page.limited ? EIP_IPAM_MAX_RESULTS : 0);
    request.ipam_pool_ids = a.text;
    request.ipam_pool_id_count = a.ids;
    request.filters = a.filters.sent;
    request.filter_count = a.filters.count;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_ipam_pools(a.by.engine, a.by.caller, &request, &list,
                                  run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_list(run, &a, list));
    eip_ipam_pool_list_free(list);
    return same;
}
