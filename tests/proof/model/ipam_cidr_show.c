/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DeprovisionIpamPoolCidr, GetIpamPoolCidrs: drawn, judged, asked of both; how
 * a CIDR shows; Amazon's contiguous space. */
#include "proof/model/byoip.h"
#include "proof/model/filters.h"
#include "proof/model/ipam_cidr.h"

#include <string.h>

#define SHOW "ec2:GetIpamPoolCidrs"

/* -- drawing --------------------------------------------------------------- */

void ipam_write_cidr(struct run *run, struct dice *dice, const char *field,
                     struct ipam_text *text) {
    static const char *const bad[] = {"", "10.0.0.0", "10.0.0.1/30",
                                      "10.0.0.0/33", "2001:db8::/48"};

    text->text =
        (eip_text){text->room, eip_cidr_format(text->cidr, text->room), 0};
    text->is_malformed = rarely(dice, 48);
    if (text->is_malformed) {
        text->text = eip_text_of(bad[roll(dice, 5)]);
    }
    run_tell_text(run, field, text->text);
}

/* The provisioned CIDR of the pool's from a number on, or NOBODY. */
static int cidr_from(const struct model *m, int pool, int from) {
    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[(from + i) % IPAM_CIDRS];

        if (at->present && at->pool == pool && at->deed == CIDR_PROVISIONED) {
            return (from + i) % IPAM_CIDRS;
        }
    }
    return NOBODY;
}

eip_cidr ipam_draw_part(const struct model *m, struct dice *dice, int pool) {
    int which = cidr_from(m, pool, (int)roll(dice, 256));
    eip_cidr cidr = {0x0a000000, 24};
    uint32_t deeper = roll(dice, 5);
    uint32_t bits;

    if (which != NOBODY) {
        cidr = m->ipam_cidr[which].cidr;
    }
    bits = cidr.prefix_bits + deeper < 32 ? cidr.prefix_bits + deeper : 32;
    deeper = bits - cidr.prefix_bits;
    if (deeper != 0) {
        cidr.base += roll(dice, 1u << deeper) << (32 - bits);
    }
    cidr.prefix_bits = bits;
    return cidr;
}

/* -- how it shows ---------------------------------------------------------- */

static bool is_pending(const struct model *m, const struct ipam_cidr *cidr) {
    return m->now_ms - cidr->deed_ms < m->settle_ms;
}

static uint32_t failed_after(const struct model *m,
                             const struct ipam_cidr *cidr) {
    uint32_t count = 0;

    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[i];

        count += at->present && at->pool == cidr->pool &&
                 at->deed == CIDR_REFUSED && at->order > cidr->order;
    }
    return count;
}

void ipam_settle(struct model *m) {
    for (int i = 0; i < IPAM_CIDRS; i++) {
        struct ipam_cidr *at = &m->ipam_cidr[i];

        if (at->present && at->deed != CIDR_PROVISIONED) {
            at->present = at->deed == CIDR_REFUSED
                              ? failed_after(m, at) < EIP_IPAM_CIDRS_MAX
                              : is_pending(m, at);
        }
    }
}

static const char *state_of(enum cidr_deed deed, bool pending) {
    return deed == CIDR_DEPROVISIONED ? "pending-deprovision"
           : pending                  ? "pending-provision"
           : deed == CIDR_REFUSED     ? "failed-provision"
                                      : "provisioned";
}

/* A block of Amazon's is known once it is there. */
static bool has_cidr(const struct ipam_cidr *cidr, bool pending) {
    return !cidr->contiguous || !pending || cidr->deed == CIDR_DEPROVISIONED;
}

/* Ids are learnt, and told apart. */
static bool same_id(struct run *run, struct ipam_cidr *cidr, eip_ipam_id id) {
    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &run->m.ipam_cidr[i];

        if (at->present && at != cidr && at->id.low == id.low &&
            at->id.high == id.high) {
            return run_differs(run, "two CIDRs have one id");
        }
    }
    if (cidr->id.low == 0 && cidr->id.high == 0) {
        cidr->id = id;
    }
    return (cidr->id.low == id.low && cidr->id.high == id.high) ||
           run_differs(run, "the id of a CIDR is another");
}

static bool same_cidr(struct run *run, struct ipam_cidr *cidr, bool pending,
                      const eip_ipam_pool_cidr *got) {
    bool failed = cidr->deed == CIDR_REFUSED && !pending;
    const char *state = state_of(cidr->deed, pending);

    if (got->netmask_length != cidr->cidr.prefix_bits ||
        got->has_cidr != has_cidr(cidr, pending) ||
        (got->has_cidr != 0 &&
         (got->cidr.base != cidr->cidr.base ||
          got->cidr.prefix_bits != cidr->cidr.prefix_bits))) {
        return run_differs(run, "the CIDR is %x/%u, not %x/%u", got->cidr.base,
                           got->netmask_length, cidr->cidr.base,
                           cidr->cidr.prefix_bits);
    }
    if (!texts_equal(got->state, eip_text_of(state)) ||
        texts_equal(got->failure_code, eip_text_of("cidr-not-available")) !=
            failed ||
        (got->failure_message.data != NULL) != failed) {
        return run_differs(run, "the CIDR is %.*s, not %s",
                           (int)got->state.size, got->state.data, state);
    }
    return same_id(run, cidr, got->id);
}

bool ipam_same_cidr_answer(struct run *run, struct ipam_cidr *cidr, bool is_new,
                           const eip_ipam_pool_cidr_list *list) {
    eip_ipam_pool_cidr got = EIP_IPAM_POOL_CIDR_INIT;

    return eip_ipam_pool_cidr_list_count(list) == 1 &&
                   eip_ipam_pool_cidr_list_at(list, 0, &got) == EIP_OK
               ? same_cidr(run, cidr, is_new || is_pending(&run->m, cidr), &got)
               : run_differs(run, "the answer is not one CIDR");
}

/* -- DeprovisionIpamPoolCidr ----------------------------------------------- */

struct ask_deprovision {
    struct ask_caller by;
    struct verdict verdict;
    struct ipam_named named;
    struct ipam_text cidr;
    bool no_pool;
    bool no_cidr;
    bool dry;
};

static void draw_deprovision(struct run *run, struct dice *dice,
                             struct ask_deprovision *a) {
    int which;

    memset(a, 0, sizeof *a);
    run_tell(run, "DeprovisionIpamPoolCidr");
    ask_caller(run, dice, &a->by);
    ipam_draw(run, dice, a->by.account, &a->named);
    which = cidr_from(&run->m, a->named.at, (int)roll(dice, 256));
    a->cidr.cidr = which == NOBODY || rarely(dice, 8)
                       ? ipam_draw_part(&run->m, dice, a->named.at)
                       : run->m.ipam_cidr[which].cidr;
    a->no_pool = rarely(dice, 64);
    a->no_cidr = rarely(dice, 64);
    a->dry = rarely(dice, 8);
    ipam_write_cidr(run, dice, "Cidr", &a->cidr);
}

static struct ipam_cidr *provisioned(struct model *m,
                                     const struct ask_deprovision *a) {
    struct ipam_cidr *at = model_ipam_cidr(m, a->named.at, a->cidr.cidr);

    return at != NULL && at->cidr.prefix_bits == a->cidr.cidr.prefix_bits
               ? at
               : NULL;
}

static bool is_held(const struct model *m, int pool, eip_cidr cidr) {
    return model_serves(m, pool) &&
           model_held(m, model_span(m, pool, cidr)) != 0;
}

static void judge_deprovision(struct model *m, struct ask_deprovision *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK) {
        return;
    }
    if (a->no_pool || a->no_cidr) {
        (void)verdict_need(v, a->no_pool ? "IpamPoolId" : "Cidr");
        return;
    }
    if (a->cidr.is_malformed) {
        (void)verdict_is(v, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s", "");
        return;
    }
    if (ipam_find(m, a->by.account, "IpamPoolId", &a->named, v) != EIP_OK) {
        return;
    }
    if (provisioned(m, a) == NULL) {
        (void)verdict_is(v, EIP_ERR_CIDR_NOT_FOUND, "Cidr", "%s", "");
    } else if (model_allocation_over(m, a->named.at, a->cidr.cidr) != NULL ||
               is_held(m, a->named.at, a->cidr.cidr)) {
        (void)verdict_is(v, EIP_ERR_CIDR_IN_USE, "Cidr", "%s", "");
    } else if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool note_deprovisioned(struct run *run, struct ask_deprovision *a,
                               const eip_ipam_pool_cidr_list *list) {
    struct ipam_cidr *cidr = provisioned(&run->m, a);

    model_end_ipam_cidr(&run->m, cidr);
    cidr->present = true;
    cidr->deed = CIDR_DEPROVISIONED;
    cidr->deed_ms = run->m.now_ms;
    return ipam_same_cidr_answer(run, cidr, true, list);
}

static bool deprovision(struct run *run, struct dice *dice) {
    eip_deprovision_ipam_pool_cidr_request request =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    static struct ask_deprovision a;
    const eip_text none = {NULL, 0, 0};
    eip_status got;
    bool same;

    draw_deprovision(run, dice, &a);
    a.dry = a.dry || !model_has_room(&run->m, 1);
    judge_deprovision(&run->m, &a);
    request.flags = a.dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = a.no_pool ? none : a.named.text;
    request.cidr = a.no_cidr ? none : a.cidr.text;
    got = eip_deprovision_ipam_pool_cidr(a.by.engine, a.by.caller, &request,
                                         &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got,
                        "ec2:DeprovisionIpamPoolCidr") &&
           (got != EIP_OK || note_deprovisioned(run, &a, list));
    eip_ipam_pool_cidr_list_free(list);
    return same;
}

/* -- GetIpamPoolCidrs ------------------------------------------------------ */

enum { BY_CIDR, BY_STATE, BY_LENGTH, BY_ID };

static const struct known_filter filters[] = {
    {"cidr", {"10.*", "198.51.100.*", "*/24", "*/2?", "10.0.0.0/16"}},
    {"state",
     {"provisioned", "pending-*", "failed-provision", "pending-provision",
      "pending-deprovision"}},
    {"netmask-length", {"24", "2?", "16", "30", "*"}},
    {"ipam-pool-cidr-id", {"*", "ipam-pool-cidr-*", "ipam", "?", ""}},
    {NULL, {NULL, NULL, NULL, NULL, NULL}},
};

struct ask_cidrs {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct ipam_named named;
    struct list_filters filters;
    bool no_pool;
    bool dry;
};

static eip_text read_member(const struct run *run, const void *item, int member,
                            uint32_t nth, char *room) {
    const struct ipam_cidr *cidr = item;
    bool pending = is_pending(&run->m, cidr);

    if (nth > 0) {
        return (eip_text){NULL, 0, 0};
    }
    switch (member) {
    case BY_CIDR:
        return has_cidr(cidr, pending)
                   ? (eip_text){room, eip_cidr_format(cidr->cidr, room), 0}
                   : (eip_text){NULL, 0, 0};
    case BY_STATE:
        return eip_text_of(state_of(cidr->deed, pending));
    case BY_LENGTH:
        (void)snprintf(room, FILTER_ROOM, "%u", cidr->cidr.prefix_bits);
        return eip_text_of(room);
    default:
        (void)snprintf(room, FILTER_ROOM, "ipam-pool-cidr-0%016llx%016llx",
                       (unsigned long long)cidr->id.high,
                       (unsigned long long)cidr->id.low);
        return eip_text_of(room);
    }
}

static void draw_show(struct run *run, struct dice *dice, struct ask_cidrs *a) {
    int some;

    memset(a, 0, sizeof *a);
    run_tell(run, "GetIpamPoolCidrs");
    ask_caller(run, dice, &a->by);
    page_draw(run, dice, SHOW, 5, a->by.account, &a->page);
    ipam_draw(run, dice, a->by.account, &a->named);
    if (a->named.at != NOBODY) {
        some = cidr_from(&run->m, a->named.at, (int)roll(dice, 256));
        filters_draw(run, dice, filters, read_member,
                     some == NOBODY || run->m.ipam_cidr[some].id.low == 0
                         ? NULL
                         : &run->m.ipam_cidr[some],
                     &a->filters);
    }
    a->no_pool = rarely(dice, 64);
    a->dry = rarely(dice, 16);
}

static void judge_show(const struct model *m, struct ask_cidrs *a) {
    struct verdict *v = &a->verdict;

    if (filters_begin(&a->filters, &a->page, a->no_pool ? "IpamPoolId" : NULL,
                      &a->by, v) != EIP_OK ||
        ipam_find_shared(m, a->by.account, &a->named, v) != EIP_OK) {
        return;
    }
    a->page.of = m->pool[a->named.at].ref.id;
    if (page_check_of(&a->page, v) == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* In the order in which they came: the next that is to be shown, or NULL. */
static struct ipam_cidr *next_row(struct run *run, const struct ask_cidrs *a,
                                  uint64_t after) {
    struct ipam_cidr *next = NULL;

    for (int i = 0; i < IPAM_CIDRS; i++) {
        struct ipam_cidr *at = &run->m.ipam_cidr[i];

        if (at->present && at->pool == a->named.at && at->order > after &&
            (next == NULL || at->order < next->order) &&
            filters_hold(run, &a->filters, read_member, at)) {
            next = at;
        }
    }
    return next;
}

static bool same_list(struct run *run, const struct ask_cidrs *a,
                      const eip_ipam_pool_cidr_list *list) {
    uint64_t count = eip_ipam_pool_cidr_list_count(list);
    struct position last = a->page.after;
    uint32_t shown = 0;
    struct ipam_cidr *row = next_row(run, a, last.order);

    for (; row != NULL && shown < (uint32_t)a->page.limit; shown++) {
        eip_ipam_pool_cidr got = EIP_IPAM_POOL_CIDR_INIT;

        if (eip_ipam_pool_cidr_list_at(list, shown, &got) != EIP_OK) {
            return run_differs(run, "the CIDR %u is not shown", shown);
        }
        if (!same_cidr(run, row, is_pending(&run->m, row), &got)) {
            return false;
        }
        last.order = row->order;
        row = next_row(run, a, last.order);
    }
    if (count != shown) {
        return run_differs(run, "%u CIDRs are shown, not %u", (unsigned)count,
                           shown);
    }
    return page_end(run, &a->page, row != NULL, last,
                    eip_ipam_pool_cidr_list_next_token(list));
}

static bool show(struct run *run, struct dice *dice) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    static struct ask_cidrs a;
    eip_status got;
    bool same;

    ipam_settle(&run->m);
    draw_show(run, dice, &a);
    judge_show(&run->m, &a);
    request.flags = (a.dry ? EIP_IPAM_DRY_RUN : 0) |
                    (a.page.limited ? EIP_IPAM_MAX_RESULTS : 0);
    request.ipam_pool_id = a.no_pool ? (eip_text){NULL, 0, 0} : a.named.text;
    request.filters = a.filters.sent;
    request.filter_count = a.filters.count;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_get_ipam_pool_cidrs(a.by.engine, a.by.caller, &request, &list,
                                  run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_list(run, &a, list));
    eip_ipam_pool_cidr_list_free(list);
    return same;
}

/* -- Amazon's contiguous space --------------------------------------------- */

/* For good, so there is little of it. */
static bool add_contiguous(struct run *run, struct dice *dice) {
    struct model *m = &run->m;
    uint32_t bits = 27 + roll(dice, 3);
    uint32_t size = 1u << (32 - bits);
    uint32_t places = m->is_halved ? PUBLIC_PLACES / 2 : PUBLIC_PLACES;
    eip_cidr cidr = {m->base[0] + roll_wide(dice, places / size) * size, bits};
    int group = (int)roll(dice, rarely(dice, 8) ? GROUPS : 2);
    eip_status wanted;
    eip_status got;

    byoip_settle(m);
    wanted = !m->group_exists[group]   ? EIP_ERR_BORDER_GROUP_NOT_FOUND
             : byoip_overlaps(m, cidr) ? EIP_ERR_CIDR_CONFLICT
                                       : EIP_OK;
    if (rarely(dice, 16)) {
        cidr.base |= 1;
        wanted = EIP_ERR_CIDR_MALFORMED;
    }
    run_tell(run, "add_contiguous_cidr %x/%u", cidr.base, cidr.prefix_bits);
    run_tell_text(run, "border_group", texts_group[group]);
    if (m->contiguous_count == CONTIGUOUS && wanted == EIP_OK) {
        run_tell(run, " (left out)");
        return true;
    }
    got = eip_admin_add_contiguous_cidr(run->engine, texts_group[group], cidr,
                                        run_error(run));
    if (got == EIP_OK) {
        m->contiguous[m->contiguous_count++] = (struct contiguous){cidr, group};
    }
    return run_same_status(run, wanted, got);
}

bool step_ipam_cidr(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 32);
    /* As for pools, of these accounts. */
    struct step step = *dice->step;
    struct dice own = {&step, dice->at};

    step.byte[own.at % STEP_BYTES] =
        run->hoards ? 0 : step.byte[own.at % STEP_BYTES] % IPAM_OWNERS;
    ipam_need_scopes(run);
    return what < 16   ? step_ipam_provision(run, &own)
           : what < 22 ? deprovision(run, &own)
           : what < 31 ? show(run, &own)
                       : add_contiguous(run, dice);
}
