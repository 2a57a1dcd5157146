/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* GetIpamPoolAllocations, DescribeIpamPoolAllocations: drawn, judged, asked of
 * both. A page has at least a thousand rows, so it is the only one. */
#include "proof/model/filters.h"
#include "proof/model/ipam_allocation.h"

#include <string.h>

#define GET "ec2:GetIpamPoolAllocations"
#define DESCRIBE "ec2:DescribeIpamPoolAllocations"
enum { ROWS = ALLOCATIONS + PUBLIC_PLACES, IDS = 3 };

enum {
    BY_CIDR,
    BY_DESCRIPTION,
    BY_ID,
    BY_RESOURCE,
    BY_OWNER,
    BY_REGION,
    BY_TYPE,
    BY_TAG_NAME,
    BY_TAG_K,
    BY_TAG_KEY
};

static const struct known_filter filters[] = {
    {"cidr", {"10.*", "*/32", "*/2?", "198.51.100.*", "*"}},
    {"description", {"mine", "m*", "*", "", "\xc3\xa9t\xc3\xa9"}},
    {"ipam-pool-allocation-id",
     {"ipam-pool-alloc-*", "*", "ipam", "?", "ipam-pool-alloc-0"}},
    {"resource-id", {"eipalloc-*", "ipam-pool-*", "ipv4pool-*", "*", ""}},
    {"resource-owner",
     {"111111111111", "222222222222", "3*", "000000000000", "1"}},
    {"resource-region", {"us-east-1", "us-*", "eu-west-1", "*", ""}},
    {"resource-type",
     {"custom", "eip", "ipam-pool", "ec2-public-ipv4-pool", "e*"}},
    {"tag:Name", {"prod", "Prod", "*", "", "p?od"}},
    {"tag:k", {"prod", "*", "", "a*", "w*"}},
    {"tag-key", {"Name", "k", "aws*", "*", "name"}},
    {NULL, {NULL, NULL, NULL, NULL, NULL}},
};

struct ask_rows {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct list_filters filters;
    struct ipam_named pool; /* of Get */
    struct ipam_row_named id[IDS];
    eip_text text[IDS];
    uint32_t ids;
    bool is_get;
    bool no_pool;
    bool by_null; /* no request at all */
    bool dry;
};

/* -- members ------------------------------------------------------------------ */

static const struct tags *tags_of(const struct model *m,
                                  const struct ipam_row *row) {
    static const struct tags none;

    return row->at == NOBODY ? &none : &m->allocation[row->at].tags;
}

static eip_text id_of(const struct model *m, const struct ipam_row *row,
                      char *room) {
    eip_ipam_id id =
        row->at != NOBODY ? m->allocation[row->at].id : m->eip_id[row->place];

    (void)snprintf(room, FILTER_ROOM, "ipam-pool-alloc-0%016llx%016llx",
                   (unsigned long long)id.high, (unsigned long long)id.low);
    return eip_text_of(room);
}

static eip_text resource_of(const struct model *m, const struct ipam_row *row,
                            char *room) {
    const struct ipam_allocation *at =
        row->at == NOBODY ? NULL : &m->allocation[row->at];

    if (at == NULL) {
        return texts_of_id(m->place[row->place].id, room);
    }
    return at->use == USE_CUSTOM
               ? (eip_text){NULL, 0, 0}
               : texts_of_pool(m->pool[at->resource].ref, room);
}

static eip_text owner_of(const struct model *m, const struct ipam_row *row,
                         char *room) {
    int owner = row->at != NOBODY ? m->allocation[row->at].owner
                                  : m->place[row->place].holder;

    (void)snprintf(room, FILTER_ROOM, "%012llu",
                   (unsigned long long)run_account[owner]);
    return eip_text_of(room);
}

static eip_text read_plain(const struct model *m, const struct ipam_row *row,
                           int member, char *room) {
    static const char *const types[] = {"custom", "ipam-pool",
                                        "ec2-public-ipv4-pool"};
    eip_text none = {NULL, 0, 0};
    eip_text text;

    switch (member) {
    case BY_CIDR:
        return (eip_text){room, eip_cidr_format(ipam_row_cidr(m, row), room),
                          0};
    case BY_DESCRIPTION:
        text = row->at == NOBODY
                   ? none
                   : facts_description(m->allocation[row->at].description);
        return text.size == 0 ? none : text;
    case BY_ID:
        return id_of(m, row, room);
    case BY_RESOURCE:
        return resource_of(m, row, room);
    case BY_OWNER:
        return owner_of(m, row, room);
    case BY_REGION:
        return texts_group[0];
    default:
        return eip_text_of(
            row->at == NOBODY ? "eip" : types[m->allocation[row->at].use]);
    }
}

static eip_text read_member(const struct run *run, const void *item, int member,
                            uint32_t nth, char *room) {
    const struct ipam_row *row = item;
    eip_text none = {NULL, 0, 0};

    if (member >= BY_TAG_NAME) {
        return filters_tag(tags_of(&run->m, row),
                           member == BY_TAG_NAME ? "Name"
                           : member == BY_TAG_K  ? "k"
                                                 : NULL,
                           nth);
    }
    return nth > 0 ? none : read_plain(&run->m, row, member, room);
}

/* -- drawing ------------------------------------------------------------------- */

static void draw(struct run *run, struct dice *dice, bool is_get,
                 struct ask_rows *a) {
    memset(a, 0, sizeof *a);
    a->is_get = is_get;
    run_tell(run, is_get ? GET : DESCRIBE);
    ask_caller(run, dice, &a->by);
    page_draw_within(run, dice, is_get ? GET : DESCRIBE, 1000, 100000,
                     a->by.account, &a->page);
    if (is_get) {
        ipam_draw(run, dice, a->by.account, &a->pool);
    }
    a->ids = roll(dice, 4) == 3 ? 1 + roll(dice, is_get ? 1 : IDS) : 0;
    for (uint32_t i = 0; i < a->ids; i++) {
        ipam_row_draw(run, dice, a->by.account, &a->id[i]);
        a->text[i] = a->id[i].text;
    }
    a->no_pool = is_get && rarely(dice, 64);
    a->dry = rarely(dice, 16);
    a->by_null = !is_get && a->ids == 0 && !a->page.limited && !a->dry &&
                 a->page.token.data == NULL && rarely(dice, 8);
    if (!a->by_null) {
        filters_draw(run, dice, filters, read_member,
                     a->ids != 0 && a->id[0].row.pool != NOBODY ? &a->id[0].row
                                                                : NULL,
                     &a->filters);
    }
}

/* -- judging ------------------------------------------------------------------- */

static eip_status check_ids(const struct model *m, struct ask_rows *a) {
    struct verdict *v = &a->verdict;

    for (uint32_t i = 0; i < a->ids; i++) {
        if (ipam_row_find(m, a->by.account, a->is_get ? a->pool.at : NOBODY,
                          "IpamPoolAllocationId", &a->id[i], v) != EIP_OK) {
            v->index = i;
            return v->status;
        }
    }
    return EIP_OK;
}

static void judge(const struct model *m, struct ask_rows *a) {
    struct verdict *v = &a->verdict;

    if (filters_begin(&a->filters, &a->page, a->no_pool ? "IpamPoolId" : NULL,
                      &a->by, v) != EIP_OK ||
        (a->is_get &&
         ipam_find_shared(m, a->by.account, &a->pool, v) != EIP_OK) ||
        check_ids(m, a) != EIP_OK) {
        return;
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- what is shown --------------------------------------------------------------- */

static bool is_chosen(const struct ask_rows *a, const struct ipam_row *row) {
    bool is = a->ids == 0;

    for (uint32_t i = 0; i < a->ids && !is; i++) {
        is = a->id[i].row.at == row->at && a->id[i].row.place == row->place;
    }
    return is;
}

static bool is_shown(const struct run *run, const struct ask_rows *a,
                     const struct ipam_row *row) {
    return (!a->is_get || row->pool == a->pool.at) && is_chosen(a, row) &&
           ipam_sees(&run->m, a->by.account, row) &&
           filters_hold(run, &a->filters, read_member, row);
}

/* By pool and address. */
static bool is_before(const struct model *m, const struct ipam_row *a,
                      const struct ipam_row *b) {
    uint64_t one = m->pool[a->pool].ref.id;
    uint64_t other = m->pool[b->pool].ref.id;

    return one != other ? one < other
                        : ipam_row_cidr(m, a).base < ipam_row_cidr(m, b).base;
}

static uint32_t put(const struct model *m, struct ipam_row *rows,
                    uint32_t count, struct ipam_row row) {
    uint32_t at = count;

    for (; at > 0 && is_before(m, &row, &rows[at - 1]); at--) {
        rows[at] = rows[at - 1];
    }
    rows[at] = row;
    return count + 1;
}

static uint32_t rows_of(const struct run *run, const struct ask_rows *a,
                        struct ipam_row *rows) {
    const struct model *m = &run->m;
    uint32_t count = 0;

    for (int i = 0; i < ALLOCATIONS; i++) {
        struct ipam_row row = {m->allocation[i].pool, i, NOBODY};

        if (m->allocation[i].present && is_shown(run, a, &row)) {
            count = put(m, rows, count, row);
        }
    }
    for (int i = 0; i < PUBLIC_PLACES; i++) {
        struct ipam_row row;

        if (ipam_row_of(m, i, &row) && is_shown(run, a, &row)) {
            count = put(m, rows, count, row);
        }
    }
    return count;
}

static bool same_list(struct run *run, const struct ask_rows *a,
                      const eip_ipam_pool_allocation_list *list) {
    static struct ipam_row rows[ROWS];
    uint32_t count = rows_of(run, a, rows);

    if (eip_ipam_pool_allocation_list_count(list) != count ||
        eip_ipam_pool_allocation_list_next_token(list).data != NULL) {
        return run_differs(run, "%u allocations are shown, not %u",
                           (unsigned)eip_ipam_pool_allocation_list_count(list),
                           count);
    }
    for (uint32_t i = 0; i < count; i++) {
        eip_ipam_pool_allocation got = EIP_IPAM_POOL_ALLOCATION_INIT;

        if (eip_ipam_pool_allocation_list_at(list, i, &got) != EIP_OK ||
            !ipam_same_row(run, &rows[i], &got)) {
            return run_differs(run, "the allocation %u is not as it is", i);
        }
    }
    return true;
}

/* -- asking -------------------------------------------------------------------- */

static eip_status get(struct run *run, const struct ask_rows *a, uint32_t flags,
                      eip_ipam_pool_allocation_list **list) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;

    request.flags = flags;
    request.ipam_pool_id = a->no_pool ? (eip_text){NULL, 0, 0} : a->pool.text;
    request.ipam_pool_allocation_id = a->text[0];
    request.filters = a->filters.sent;
    request.filter_count = a->filters.count;
    request.max_results = a->page.limit;
    request.next_token = a->page.token;
    return eip_get_ipam_pool_allocations(a->by.engine, a->by.caller, &request,
                                         list, run_error(run));
}

static eip_status describe(struct run *run, const struct ask_rows *a,
                           uint32_t flags,
                           eip_ipam_pool_allocation_list **list) {
    eip_describe_ipam_pool_allocations_request request =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;

    request.flags = flags;
    request.ipam_pool_allocation_ids = a->text;
    request.ipam_pool_allocation_id_count = a->ids;
    request.filters = a->filters.sent;
    request.filter_count = a->filters.count;
    request.max_results = a->page.limit;
    request.next_token = a->page.token;
    return eip_describe_ipam_pool_allocations(a->by.engine, a->by.caller,
                                              a->by_null ? NULL : &request,
                                              list, run_error(run));
}

bool step_ipam_rows(struct run *run, struct dice *dice) {
    eip_ipam_pool_allocation_list *list = NULL;
    static struct ask_rows a;
    uint32_t flags;
    eip_status got;
    bool same;

    draw(run, dice, dice->step->byte[STEP_BYTES - 1] % 2 == 0, &a);
    judge(&run->m, &a);
    flags = (a.dry ? EIP_IPAM_DRY_RUN : 0) |
            (a.page.limited ? EIP_IPAM_MAX_RESULTS : 0);
    got =
        a.is_get ? get(run, &a, flags, &list) : describe(run, &a, flags, &list);
    same =
        verdict_same(run, &a.by, &a.verdict, got, a.is_get ? GET : DESCRIBE) &&
        (got != EIP_OK || same_list(run, &a, list));
    eip_ipam_pool_allocation_list_free(list);
    return same;
}
