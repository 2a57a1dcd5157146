/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeByoipCidrs, and what all of these operations answer: judged, asked of
 * both. */
#include "proof/model/byoip.h"

#include <string.h>

#define SHOW "ec2:DescribeByoipCidrs"

bool byoip_is_pending(const struct model *m, const struct range *range) {
    return m->now_ms - range->deed_ms < m->settle_ms;
}

void byoip_settle(struct model *m) {
    for (int i = 0; i < RANGES; i++) {
        struct range *range = &m->range[i];

        range->present = range->present && (range->deed != DEED_DEPROVISIONED ||
                                            byoip_is_pending(m, range));
    }
}

/* -- one range --------------------------------------------------------------- */

static const char *state_of(const struct range *range, bool is_pending) {
    static const char *const states[][2] = {
        [DEED_PROVISIONED] = {"provisioned", "pending-provision"},
        [DEED_REFUSED] = {"failed-provision", "pending-provision"},
        [DEED_ADVERTISED] = {"advertised", "pending-advertising"},
        [DEED_WITHDRAWN] = {"provisioned", "pending-withdrawal"},
        [DEED_KEPT] = {"failed-deprovision", "pending-deprovision"},
        [DEED_DEPROVISIONED] = {"", "pending-deprovision"},
        [DEED_MOVED] = {"complete-transfer", "pending-transfer"},
    };

    return states[range->deed][is_pending];
}

/* 0 or 1, joining as long as it is being advertised. */
static bool same_asn(const struct range *range, bool is_pending,
                     const eip_byoip_cidr *got) {
    bool joins = is_pending && range->deed == DEED_ADVERTISED;
    const eip_asn_association *asn = got->asn_associations;

    if (range->asn == 0 || got->asn_association_count != 1) {
        return range->asn == 0 && got->asn_association_count == 0;
    }
    return asn->asn == range->asn && asn->cidr.base == range->cidr.base &&
           asn->cidr.prefix_bits == range->cidr.prefix_bits &&
           asn->status_message.data == NULL &&
           texts_equal(asn->state, eip_text_of(joins ? "pending-association"
                                                     : "associated"));
}

/* The pool's id once there is one; or why something failed. */
static bool same_message(const struct range *range, bool is_pending,
                         eip_pool_ref pool, eip_text got) {
    bool has_failed = !is_pending &&
                      (range->deed == DEED_REFUSED || range->deed == DEED_KEPT);
    char room[40];

    if (has_failed) {
        return range->deed == DEED_REFUSED
                   ? got.size != 0
                   : texts_equal(got, eip_text_of("Ensure that all EIPs from "
                                                  "the range have been "
                                                  "deallocated"));
    }
    return pool.kind == EIP_POOL_AMAZON
               ? got.data == NULL
               : texts_equal(got, texts_of_pool(pool, room));
}

static bool same_range(struct run *run, const struct range *range,
                       bool is_pending, const eip_byoip_cidr *got) {
    eip_pool_ref pool = {0, EIP_POOL_AMAZON, 0};
    eip_text state = eip_text_of(state_of(range, is_pending));

    if (range->pool != NOBODY &&
        !(is_pending && range->deed == DEED_PROVISIONED)) {
        pool = run->m.pool[range->pool].ref;
    }
    if (got->cidr.base != range->cidr.base ||
        got->cidr.prefix_bits != range->cidr.prefix_bits ||
        !texts_equal(got->state, state) ||
        !texts_equal(got->network_border_group, texts_group[range->group]) ||
        !texts_equal(got->advertisement_type, eip_text_of("unicast"))) {
        return run_differs(run, "range %x is %.*s, not %.*s", got->cidr.base,
                           (int)got->state.size, got->state.data,
                           (int)state.size, state.data);
    }
    if ((got->description.data == NULL) != (range->description == 0) ||
        !texts_equal(got->description, facts_description(range->description)) ||
        got->pool.id != pool.id || got->pool.kind != pool.kind ||
        got->ipam_pool.id != range->ipam_ref.id ||
        got->ipam_pool.kind != range->ipam_ref.kind ||
        !same_asn(range, is_pending, got) ||
        !same_message(range, is_pending, pool, got->status_message)) {
        return run_differs(run, "a member of range %x differs, %.*s",
                           got->cidr.base, (int)got->state.size,
                           got->state.data);
    }
    return true;
}

bool byoip_same_answer(struct run *run, const struct range *range,
                       const eip_byoip_cidr_list *list) {
    eip_byoip_cidr got = EIP_BYOIP_CIDR_INIT;

    if (eip_byoip_cidr_list_count(list) != 1 ||
        eip_byoip_cidr_list_next_token(list).data != NULL ||
        eip_byoip_cidr_list_at(list, 0, &got) != EIP_OK) {
        return run_differs(run, "the answer is no range");
    }
    return same_range(run, range, true, &got);
}

/* -- DescribeByoipCidrs ------------------------------------------------------- */

/* The account's that begins first at or above this, or NOBODY. */
static int next_range(const struct model *m, int account, uint64_t from) {
    int next = NOBODY;

    for (int i = 0; i < RANGES; i++) {
        const struct range *range = &m->range[i];

        if (range->present && range->owner == account &&
            range->cidr.base >= from &&
            (next == NOBODY || range->cidr.base < m->range[next].cidr.base)) {
            next = i;
        }
    }
    return next;
}

static bool same_page(struct run *run, const struct page *page,
                      const eip_byoip_cidr_list *list) {
    const struct model *m = &run->m;
    uint64_t count = eip_byoip_cidr_list_count(list);
    struct position last = page->after;
    uint32_t rows = 0;
    uint64_t from = page->after.order; /* a base, plus 1 */
    int at;

    while ((at = next_range(m, page->account, from)) != NOBODY) {
        const struct range *range = &m->range[at];
        eip_byoip_cidr got = EIP_BYOIP_CIDR_INIT;

        from = (uint64_t)range->cidr.base + 1;
        if (rows++ >= (uint32_t)page->limit) {
            continue;
        }
        last.order = from;
        if (eip_byoip_cidr_list_at(list, rows - 1, &got) != EIP_OK ||
            !same_range(run, range, byoip_is_pending(m, range), &got)) {
            return run_differs(run, "row %u is no range", rows - 1);
        }
    }
    if (count !=
        (rows < (uint32_t)page->limit ? rows : (uint32_t)page->limit)) {
        return run_differs(run, "%u ranges are shown, not %u", (unsigned)count,
                           rows);
    }
    return page_end(run, page, rows - (uint32_t)count, last,
                    eip_byoip_cidr_list_next_token(list));
}

bool step_show_byoip(struct run *run, struct dice *dice) {
    eip_describe_byoip_cidrs_request request =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;
    struct ask_public a;
    struct verdict *v = &a.verdict;
    struct page page;
    eip_status got;
    bool same;

    run_tell(run, "DescribeByoipCidrs");
    public_draw_caller(run, dice, public_draw_pool(run, dice), &a);
    page_draw_within(run, dice, SHOW, 1, 100, a.by.account, &page);
    page.limited = page.limited || !rarely(dice, 16);
    request.flags = (a.dry ? EIP_BYOIP_DRY_RUN : 0) |
                    (page.limited ? EIP_BYOIP_MAX_RESULTS : 0);
    request.max_results = page.limit;
    request.next_token = page.token;
    public_spoil(dice, &a, &request.size, &request.flags);
    if (verdict_begin(v, a.form, &a.by) == EIP_OK && !page.limited) {
        (void)verdict_need(v, "MaxResults");
    } else if (v->status == EIP_OK && page_check(&page, v) == EIP_OK && a.dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
    got = eip_describe_byoip_cidrs(a.by.engine, a.by.caller, &request, &list,
                                   run_error(run));
    same = verdict_same(run, &a.by, v, got, SHOW) &&
           (got != EIP_OK || same_page(run, &page, list));
    eip_byoip_cidr_list_free(list);
    return same;
}
