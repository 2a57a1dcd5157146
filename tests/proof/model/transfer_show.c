/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AcceptAddressTransfer, DescribeAddressTransfers: drawn, judged, asked of
 * both. */
#include "proof/model/allocate.h"
#include "proof/model/transfer.h"

#include <string.h>

/* -- how an offer shows ---------------------------------------------------- */

bool transfer_same(struct run *run, const eip_address_transfer *wanted,
                   const eip_address_transfer *got) {
    return (got->status == wanted->status &&
            got->allocation_id == wanted->allocation_id &&
            got->transfer_account == wanted->transfer_account &&
            got->expiration_ms == wanted->expiration_ms &&
            got->accepted_ms == wanted->accepted_ms &&
            got->public_ip == wanted->public_ip && got->reserved == 0) ||
           run_differs(run,
                       "a transfer of %016llx, state %u, to %llu, shows as of "
                       "%016llx, state %u, to %llu, or another member differs",
                       (unsigned long long)wanted->allocation_id,
                       wanted->status,
                       (unsigned long long)wanted->transfer_account,
                       (unsigned long long)got->allocation_id, got->status,
                       (unsigned long long)got->transfer_account);
}

static eip_address_transfer offer_of(const struct place *at) {
    return (eip_address_transfer){
        .status =
            at->facts.disabled ? EIP_TRANSFER_DISABLED : EIP_TRANSFER_PENDING,
        .allocation_id = at->id,
        .transfer_account = at->facts.offer_to,
        .expiration_ms = at->facts.offer_ms,
        .public_ip = at->ip,
    };
}

bool transfer_same_offer(struct run *run, int place,
                         const eip_address_transfer *got) {
    eip_address_transfer wanted = offer_of(&run->m.place[place]);

    return transfer_same(run, &wanted, got);
}

/* -- AcceptAddressTransfer -------------------------------------------------- */

struct ask_accept {
    struct ask_caller by;
    struct verdict verdict;
    struct ask_allocate tags; /* its specifications only */
    struct tags kept;
    eip_status form;
    bool given;
    bool is_malformed;
    uint32_t ip;
    bool dry;
    bool knows; /* the account, from now on */
    int place;
    eip_accept_address_transfer_request request;
    char room[32];
};

/* One that is offered, if there is any. */
static int draw_offered(const struct run *run, struct dice *dice) {
    uint32_t first = roll_wide(dice, PUBLIC_PLACES);
    int offered = (int)first;

    for (uint32_t i = 0; i < PUBLIC_PLACES; i++) {
        int at = (int)((first + i) % PUBLIC_PLACES);

        if (model_offers(&run->m, at)) {
            return at;
        }
    }
    return offered;
}

static void use_target(struct run *run, struct ask_accept *a,
                       uint64_t account) {
    for (int i = 0; i < ACCOUNTS; i++) {
        if (run_account[i] == account && a->by.status == EIP_OK) {
            a->by.account = run->acting = i;
            a->by.value.account = account;
            run_tell(run, " by=%012llu", (unsigned long long)account);
        }
    }
}

static void draw_accept(struct run *run, struct dice *dice,
                        struct ask_accept *a) {
    uint32_t which = roll(dice, 32);
    int place = which < 27 ? draw_offered(run, dice)
                           : (int)roll_wide(dice, PUBLIC_PLACES);

    memset(a, 0, sizeof *a);
    a->request = (eip_accept_address_transfer_request)
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    ask_caller(run, dice, &a->by);
    if (which < 24 && model_offers(&run->m, place)) {
        use_target(run, a, run->m.place[place].facts.offer_to);
    }
    a->given = which != 30;
    a->is_malformed = which == 31;
    a->ip = run->m.place[place].ip;
    if (a->given) {
        a->request.address = a->is_malformed
                                 ? texts_bad_address[roll(dice, BAD_ADDRESSES)]
                                 : texts_of_ip(a->ip, a->room);
    }
    allocate_draw_tags(dice, &a->tags);
    a->request.tag_specifications = a->tags.specification;
    a->request.tag_specification_count = a->tags.specs;
    a->dry = rarely(dice, 16);
    a->request.flags = a->dry ? EIP_ACCEPT_TRANSFER_DRY_RUN : 0;
    if (rarely(dice, 128)) {
        a->request.reserved = 1;
        a->form = EIP_ERR_STRUCT_VERSION;
    }
    run_tell_text(run, "Address", a->request.address);
    run_tell(run, " tags=%u%s", a->tags.specs, a->dry ? " DryRun" : "");
}

static eip_status check_accept(struct ask_accept *a) {
    struct verdict *v = &a->verdict;
    eip_text address = a->request.address;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (!a->given) {
        return verdict_need(v, "Address");
    }
    if (a->is_malformed) {
        return verdict_is(v, EIP_ERR_ADDRESS_MALFORMED, "Address",
                          "Invalid IPv4 address '%.*s'. An address has the "
                          "form xx.xx.xx.xx; for example, 55.123.45.67",
                          (int)address.size, address.data);
    }
    v->status = allocate_check_tags(&a->tags, &a->kept);
    return v->status;
}

/* What the source must end first. */
static eip_status check_source(const struct model *m, struct ask_accept *a) {
    const struct facts *facts = &m->place[a->place].facts;
    struct verdict *v = &a->verdict;

    if (facts_check_service(m, a->place, v) != EIP_OK) {
        return v->status;
    }
    if (facts->associated) {
        return verdict_is(v, EIP_ERR_TRANSFER_ASSOCIATED, "", NULL);
    }
    if (model_ptr_blocks(m, a->place)) {
        return verdict_is(v, EIP_ERR_TRANSFER_PTR_SET, "", NULL);
    }
    return facts->locked
               ? verdict_is(v, EIP_ERR_ADDRESS_LOCKED, "Address",
                            "The address cannot be transferred because it is "
                            "locked to its account.")
               : EIP_OK;
}

static void judge_accept(const struct model *m, struct ask_accept *a) {
    struct verdict *v = &a->verdict;
    const struct facts *facts;

    a->place = NOBODY;
    if (check_accept(a) != EIP_OK) {
        return;
    }
    a->knows = true;
    if (model_at_quota(m, a->by.account)) {
        (void)verdict_is(v, EIP_ERR_ADDRESS_LIMIT_EXCEEDED, "", NULL);
        return;
    }
    a->place = model_place(m, 0, a->ip);
    facts = &m->place[a->place == NOBODY ? 0 : a->place].facts;
    if (a->place == NOBODY || !model_offers(m, a->place) || facts->disabled ||
        facts->offer_to != a->by.value.account) {
        (void)verdict_is(v, EIP_ERR_ADDRESS_NOT_FOUND, "Address",
                         "Address '%.*s' not found.",
                         (int)a->request.address.size, a->request.address.data);
        return;
    }
    if (check_source(m, a) == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool accept(struct run *run, const struct ask_accept *a,
                   const eip_address_transfer *got) {
    struct place *at = &run->m.place[a->place];
    eip_address_transfer wanted = offer_of(at);
    int source = at->holder;

    wanted.status = EIP_TRANSFER_ACCEPTED;
    wanted.accepted_ms = run->m.now_ms;
    if (run->m.handed_count == HANDED) {
        return run_differs(run, "more transfers than there is room for");
    }
    model_hand(&run->m, a->place, a->by.account);
    at->tags = a->kept;
    return transfer_same(run, &wanted, got) && run_same_usage(run, source) &&
           run_same_holdings(run, source);
}

bool step_accept(struct run *run, struct dice *dice) {
    eip_address_transfer got = EIP_ADDRESS_TRANSFER_INIT;
    struct ask_accept a;
    eip_status status;

    run_tell(run, "accept_transfer");
    draw_accept(run, dice, &a);
    judge_accept(&run->m, &a);
    if (a.knows) {
        run->m.account[a.by.account].known = true;
    }
    status = eip_accept_address_transfer(a.by.engine, a.by.caller, &a.request,
                                         &got, run_error(run));
    return verdict_same(run, &a.by, &a.verdict, status,
                        "ec2:AcceptAddressTransfer") &&
           (status != EIP_OK || accept(run, &a, &got));
}

/* -- DescribeAddressTransfers ----------------------------------------------- */

#define SHOW "ec2:DescribeAddressTransfers"

struct ask_show {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct several ids;
    bool dry;
};

/* A transfer at its address's place in the order of allocation. */
struct row {
    uint64_t order;
    eip_address_transfer transfer;
};

enum { ROWS = HANDED + PLACES };

static void add_row(struct row *rows, uint32_t *count, uint64_t order,
                    const eip_address_transfer *transfer) {
    uint32_t at = (*count)++;

    for (; at > 0 && rows[at - 1].order > order; at--) {
        rows[at] = rows[at - 1];
    }
    rows[at] = (struct row){order, *transfer};
}

static uint32_t rows_of(const struct model *m, const struct ask_show *a,
                        struct row *rows) {
    const struct account *account = &m->account[a->by.account];
    uint32_t count = 0;

    for (uint32_t i = 0; i < account->held; i++) {
        const struct place *at = &m->place[account->place[i]];
        eip_address_transfer transfer = offer_of(at);

        if (model_offers(m, account->place[i]) &&
            several_has(&a->ids, at->id)) {
            add_row(rows, &count, at->order, &transfer);
        }
    }
    for (uint32_t i = 0; i < m->handed_count; i++) {
        const struct handed *handed = &m->handed[i];
        const eip_address_transfer transfer = {
            .status = EIP_TRANSFER_ACCEPTED,
            .allocation_id = handed->id,
            .transfer_account = run_account[handed->target],
            .expiration_ms = handed->offer_ms,
            .accepted_ms = handed->accepted_ms,
            .public_ip = handed->ip,
        };

        if (handed->source == a->by.account &&
            m->now_ms - handed->accepted_ms < EIP_TRANSFER_SHOWN_MS &&
            several_has(&a->ids, handed->id)) {
            add_row(rows, &count, handed->order, &transfer);
        }
    }
    return count;
}

static bool has_row(const struct row *rows, uint32_t count, uint64_t id) {
    for (uint32_t i = 0; i < count; i++) {
        if (rows[i].transfer.allocation_id == id) {
            return true;
        }
    }
    return false;
}

static void judge_show(const struct model *m, struct ask_show *a,
                       const struct row *rows, uint32_t count) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        page_check(&a->page, v) != EIP_OK) {
        return;
    }
    for (uint32_t i = 0; i < a->ids.count; i++) {
        const struct subject *s = &a->ids.subject[i];

        if ((s->is_nonsense || !has_row(rows, count, s->id)) &&
            subject_find(m, a->by.account, s, v) == NOBODY) {
            v->index = i;
            return;
        }
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool same_page(struct run *run, const struct ask_show *a,
                      const struct row *rows, uint32_t count,
                      const eip_address_transfer_list *list) {
    uint64_t shown = eip_address_transfer_list_count(list);
    uint32_t limit = (uint32_t)a->page.limit;
    struct position last = {0, NOBODY};
    uint32_t past = 0;

    for (uint32_t i = 0; i < count; i++) {
        eip_address_transfer got = EIP_ADDRESS_TRANSFER_INIT;
        struct position at = {rows[i].order, NOBODY};

        if (!page_is_past(&a->page, at) || past++ >= limit) {
            continue;
        }
        last = at;
        if (eip_address_transfer_list_at(list, past - 1, &got) != EIP_OK) {
            return run_differs(run, "transfer %u is not shown", past - 1);
        }
        if (!transfer_same(run, &rows[i].transfer, &got)) {
            return false;
        }
    }
    if (shown != (past < limit ? past : limit)) {
        return run_differs(run, "%u transfers are shown, not %u",
                           (unsigned)shown, past);
    }
    return page_end(run, &a->page, past - (uint32_t)shown, last,
                    eip_address_transfer_list_next_token(list));
}

bool step_show_transfers(struct run *run, struct dice *dice) {
    static struct row rows[ROWS];
    eip_describe_address_transfers_request request =
        EIP_DESCRIBE_ADDRESS_TRANSFERS_REQUEST_INIT;
    eip_address_transfer_list *list = NULL;
    struct ask_show a;
    uint32_t count;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "describe_transfers");
    ask_holder(run, dice, &a.by);
    page_draw(run, dice, SHOW, 5, a.by.account, &a.page);
    several_draw(run, dice, a.by.account, &a.ids);
    a.dry = rarely(dice, 16);
    count = rows_of(&run->m, &a, rows);
    judge_show(&run->m, &a, rows, count);
    request.flags = (a.dry ? EIP_DESCRIBE_TRANSFERS_DRY_RUN : 0) |
                    (a.page.limited ? EIP_DESCRIBE_TRANSFERS_MAX_RESULTS : 0);
    request.allocation_ids = a.ids.text;
    request.allocation_id_count = a.ids.count;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_address_transfers(a.by.engine, a.by.caller, &request,
                                         &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_page(run, &a, rows, count, list));
    eip_address_transfer_list_free(list);
    return same;
}
