/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeMovingAddresses: drawn, judged, asked of both. */
#include "proof/model/classic.h"

#include <string.h>

#define SHOW "ec2:DescribeMovingAddresses"
enum { VALUE_COUNT = 2 };

struct ask_moving {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    bool dry;
    uint32_t ips;
    uint32_t ip[ASKED];
    bool is_malformed[ASKED];
    eip_text ip_text[ASKED];
    char room[ASKED][32];
    uint32_t filters;
    uint32_t name; /* of the filter */
    eip_text value[VALUE_COUNT];
    eip_filter filter;
};

eip_status classic_malformed(eip_text ip, struct verdict *v) {
    return verdict_is(v, EIP_ERR_ADDRESS_MALFORMED, "PublicIp",
                      "Invalid IPv4 address '%.*s'. An address has the form "
                      "xx.xx.xx.xx; for example, 55.123.45.67",
                      (int)ip.size, ip.data);
}

/* -- drawing --------------------------------------------------------------- */

static void draw_ips(struct run *run, struct dice *dice, struct ask_moving *a) {
    a->ips = roll(dice, 4) == 0 ? roll(dice, ASKED + 1) : 0;
    for (uint32_t i = 0; i < a->ips; i++) {
        uint32_t which = roll(dice, 32);

        a->ip[i] =
            run->m
                .place[which < 30
                           ? classic_draw(run, dice, a->by.account, which < 10)
                           : (int)roll_wide(dice, PLACES)]
                .ip;
        a->ip_text[i] = texts_of_ip(a->ip[i], a->room[i]);
        if (rarely(dice, 24)) {
            a->is_malformed[i] = true;
            a->ip_text[i] = texts_bad_address[roll(dice, BAD_ADDRESSES)];
        }
        run_tell_text(run, "PublicIp", a->ip_text[i]);
    }
}

static void draw_filter(struct run *run, struct dice *dice,
                        struct ask_moving *a) {
    static const char *const names[] = {"moving-status", "tag-key",
                                        "moving_status", "public-ip"};
    static const char *const values[] = {
        "MovingToVpc", "RestoringToClassic", "Moving*", "movingToVpc",
        "*",           "Restoring?oClassic", "",        "\xff"};

    a->filters = roll(dice, 4) == 0;
    if (a->filters == 0) {
        return;
    }
    a->name = rarely(dice, 8) ? roll(dice, 4) : 0;
    a->filter.name = eip_text_of(names[a->name]);
    a->filter.values = a->value;
    a->filter.value_count = 1 + roll(dice, VALUE_COUNT);
    for (uint32_t i = 0; i < a->filter.value_count; i++) {
        a->value[i] = eip_text_of(values[roll(dice, rarely(dice, 8) ? 8 : 3)]);
        run_tell_text(run, names[a->name], a->value[i]);
    }
    if (rarely(dice, 32)) {
        a->filter.value_count = 0;
    }
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_filter(struct ask_moving *a) {
    bool is_bad = a->name > 1 || a->filter.value_count == 0;

    for (uint32_t i = 0; i < a->filter.value_count; i++) {
        is_bad |= texts_equal(a->value[i], eip_text_of("\xff"));
    }
    return a->filters != 0 && is_bad
               ? verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_VALUE, NULL,
                            "%s", "")
               : EIP_OK;
}

static eip_status check_ips(const struct model *m, struct ask_moving *a) {
    struct verdict *v = &a->verdict;

    for (uint32_t i = 0; i < a->ips; i++) {
        if (a->is_malformed[i]) {
            v->index = i;
            return classic_malformed(a->ip_text[i], v);
        }
    }
    for (uint32_t i = 0; i < a->ips; i++) {
        int place = model_place(m, 0, a->ip[i]);

        if (place == NOBODY || m->place[place].holder != a->by.account) {
            v->index = i;
            return verdict_is(v, EIP_ERR_ADDRESS_NOT_FOUND, "PublicIp",
                              "Address '%.*s' not found.",
                              (int)a->ip_text[i].size, a->ip_text[i].data);
        }
    }
    return EIP_OK;
}

static void judge(const struct model *m, struct ask_moving *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) == EIP_OK &&
        page_check(&a->page, v) == EIP_OK && check_filter(a) == EIP_OK &&
        check_ips(m, a) == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- comparing ------------------------------------------------------------- */

static bool filter_holds(const struct ask_moving *a, const struct place *at) {
    eip_text status =
        eip_text_of(at->standard ? "RestoringToClassic" : "MovingToVpc");
    bool holds = a->filters == 0;

    for (uint32_t i = 0; i < a->filter.value_count; i++) {
        holds |= a->name == 0 && texts_match(a->value[i], status);
    }
    return holds;
}

static bool is_shown(const struct model *m, const struct ask_moving *a,
                     int place) {
    const struct place *at = &m->place[place];
    bool named = a->ips == 0;

    for (uint32_t i = 0; i < a->ips; i++) {
        named |= at->ip == a->ip[i] && place < PUBLIC_PLACES;
    }
    return named && at->facts.moved_ms != 0 &&
           m->now_ms - at->facts.moved_ms < m->settle_ms &&
           page_is_past(&a->page, (struct position){at->order, NOBODY}) &&
           filter_holds(a, at);
}

static bool same_row(struct run *run, const struct place *at,
                     const eip_moving_address_list *list, uint32_t row) {
    eip_moving_address got = EIP_MOVING_ADDRESS_INIT;

    return (eip_moving_address_list_at(list, row, &got) == EIP_OK &&
            got.public_ip == at->ip &&
            texts_equal(got.move_status,
                        eip_text_of(at->standard ? "restoringToClassic"
                                                 : "movingToVpc"))) ||
           run_differs(run, "the move %u shows as %08x %.*s, not %08x", row,
                       got.public_ip, (int)got.move_status.size,
                       got.move_status.data, at->ip);
}

static bool same_list(struct run *run, const struct ask_moving *a,
                      const eip_moving_address_list *list) {
    const struct account *account = &run->m.account[a->by.account];
    uint64_t count = eip_moving_address_list_count(list);
    struct position last = {0, NOBODY};
    uint32_t rows = 0;

    for (uint32_t i = 0; i < account->held; i++) {
        const struct place *at = &run->m.place[account->place[i]];

        if (!is_shown(&run->m, a, account->place[i]) ||
            rows++ >= (uint32_t)a->page.limit) {
            continue;
        }
        last.order = at->order;
        if (!same_row(run, at, list, rows - 1)) {
            return false;
        }
    }
    if (count !=
        (rows < (uint32_t)a->page.limit ? rows : (uint32_t)a->page.limit)) {
        return run_differs(run, "%u moves are shown, not %u", (unsigned)count,
                           rows);
    }
    return page_end(run, &a->page, rows - (uint32_t)count, last,
                    eip_moving_address_list_next_token(list));
}

bool classic_show(struct run *run, struct dice *dice) {
    eip_describe_moving_addresses_request request =
        EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT;
    eip_moving_address_list *list = NULL;
    struct ask_moving a;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "describe_moving");
    classic_caller(run, dice, &a.by);
    page_draw(run, dice, SHOW, 5, a.by.account, &a.page);
    draw_ips(run, dice, &a);
    draw_filter(run, dice, &a);
    a.dry = rarely(dice, 16);
    judge(&run->m, &a);
    request.flags = (a.dry ? EIP_CLASSIC_DRY_RUN : 0) |
                    (a.page.limited ? EIP_CLASSIC_MAX_RESULTS : 0);
    request.public_ips = a.ip_text;
    request.public_ip_count = a.ips;
    request.filters = &a.filter;
    request.filter_count = a.filters;
    request.max_results = a.page.limit;
    request.next_token = a.page.token;
    got = eip_describe_moving_addresses(a.by.engine, a.by.caller, &request,
                                        &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_list(run, &a, list));
    eip_moving_address_list_free(list);
    return same;
}
