/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AdvertiseByoipCidr, WithdrawByoipCidr, DeprovisionByoipCidr,
 * MoveByoipCidrToIpam: drawn, judged, asked of both. */
#include "proof/model/byoip.h"

#include <string.h>

enum act { ADVERTISE, WITHDRAW, DEPROVISION, MOVE };
enum { ASNS = 8, ASN_GOOD = 4 };

static const char *const asns[ASNS] = {NULL, "1", "64512", "4294967294",
                                       "0",  "",  "01",    "4294967295"};
static const uint32_t asn_numbers[ASN_GOOD] = {0, 1, 64512, UINT32_MAX - 1};
static const char *const actions[] = {
    "ec2:AdvertiseByoipCidr", "ec2:WithdrawByoipCidr",
    "ec2:DeprovisionByoipCidr", "ec2:MoveByoipCidrToIpam"};

struct ask_turn {
    struct ask_public a;
    enum act act;
    int range; /* or NOBODY */
    uint32_t asn;
    struct named_pool to;
    int owner;           /* of that pool, as it is said; or NOBODY */
    eip_text owner_text; /* or nonsense, or absent */
    char owner_room[16];
};

/* -- drawing --------------------------------------------------------------- */

/* To be turned, mostly one that can be. */
static int draw_range(const struct model *m, struct dice *dice, enum act act) {
    int from = (int)roll(dice, RANGES);
    bool is_any = act > WITHDRAW || rarely(dice, 8);
    int found = NOBODY;

    for (int i = 0; i < RANGES; i++) {
        const struct range *range = &m->range[(from + i) % RANGES];
        bool is_good =
            is_any || (range->pool != NOBODY && range->deed != DEED_MOVED);

        if (range->present && (is_good || found == NOBODY)) {
            found = (from + i) % RANGES;
            i = is_good ? RANGES : i;
        }
    }
    return found;
}

static void draw_range_and_caller(struct run *run, struct dice *dice,
                                  struct ask_turn *t) {
    static const char *const texts[] = {"", "198.51.100.0", "198.51.100.1/24",
                                        "198.51.100.0/25"};
    const struct model *m = &run->m;
    struct ask_public *a = &t->a;
    int range = draw_range(m, dice, t->act);
    uint32_t what = roll(dice, 32);

    public_draw_caller(run, dice, 0, a);
    if (range != NOBODY && what < 28) {
        public_speak_for(run, m->range[range].owner, a);
    }
    a->cidr =
        range == NOBODY ? (eip_cidr){run->m.base[0], 24} : m->range[range].cidr;
    a->cidr.prefix_bits -=
        what == 29 && a->cidr.prefix_bits == 24 && (a->cidr.base & 256) == 0;
    public_write_cidr(a);
    if (what == 30) {
        a->cidr.prefix_bits = 0;
        a->text = eip_text_of(texts[roll(dice, 4)]);
    } else if (what == 31 && rarely(dice, 4)) {
        a->text = (eip_text){NULL, 0, 0};
    }
    t->range = byoip_find(m, a->by.account, a->cidr);
    run_tell_text(run, "Cidr", a->text);
}

static void draw_ipam(struct run *run, struct dice *dice, struct ask_turn *t) {
    int pool = public_draw_ipam(run, dice, t->a.by.account);
    uint32_t what = roll(dice, 32);

    public_draw_id(run, dice, pool, IPAM_FIRST, &t->to);
    t->owner = what < 28 ? run->m.pool[pool].owner : (int)what % ACCOUNTS;
    (void)snprintf(t->owner_room, sizeof t->owner_room, "%012llu",
                   (unsigned long long)run_account[t->owner]);
    t->owner_text = eip_text_of(t->owner_room);
    if (what == 31) {
        t->owner = NOBODY;
        t->owner_text = roll(dice, 2) == 0 ? (eip_text){NULL, 0, 0}
                                           : eip_text_of("12345678901");
    }
    run_tell_text(run, "IpamPoolOwner", t->owner_text);
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_syntax(struct ask_turn *t) {
    struct verdict *v = &t->a.verdict;

    if (t->a.text.data == NULL) {
        return verdict_need(v, "Cidr");
    }
    if (t->act == MOVE && t->to.id.data == NULL) {
        return verdict_need(v, "IpamPoolId");
    }
    if (t->act == MOVE && t->owner_text.data == NULL) {
        return verdict_need(v, "IpamPoolOwner");
    }
    if (t->a.cidr.prefix_bits == 0) {
        return verdict_is(v, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s", "");
    }
    if (t->act == MOVE && t->owner == NOBODY) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "IpamPoolOwner",
                          "%s", "");
    }
    return t->asn < ASN_GOOD ? EIP_OK
                             : verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE,
                                          "Asn", "%s", "");
}

/* Of those that neither failed nor are on their way, or IPAM's. */
static bool may_turn(const struct ask_turn *t, const struct range *range) {
    switch (range->deed) {
    case DEED_PROVISIONED:
    case DEED_WITHDRAWN:
    case DEED_KEPT:
        return t->act != WITHDRAW;
    case DEED_ADVERTISED:
        return t->act != DEPROVISION;
    case DEED_REFUSED:
        return t->act == DEPROVISION;
    default:
        return false;
    }
}

static eip_status check_ipam(const struct model *m, struct ask_turn *t) {
    struct verdict *v = &t->a.verdict;

    if (public_find_ipam(m, t->a.by.account, &t->to, v) != EIP_OK) {
        return v->status;
    }
    return m->pool[t->to.pool].owner == t->owner
               ? EIP_OK
               : verdict_is(v, EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId",
                            "The ipam-pool ID '%.*s' does not exist",
                            (int)t->to.id.size, t->to.id.data);
}

/* A top-level pool for what is brought, in the range's border group. */
static eip_status check_target(const struct model *m, struct ask_turn *t) {
    struct verdict *v = &t->a.verdict;

    if (!model_is_brought(m, t->to.pool) ||
        model_locale(m, t->to.pool) != m->range[t->range].group) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "IpamPoolId",
                          "%s", "");
    }
    return model_count_ipam_cidrs(m, t->to.pool) < EIP_IPAM_CIDRS_MAX
               ? EIP_OK
               : verdict_is(v, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "IpamPoolId",
                            "%s", "");
}

static eip_status check_state(const struct model *m, struct ask_turn *t) {
    const struct range *range = &m->range[t->range];
    uint64_t turned = m->account[t->a.by.account].turned_ms;
    struct verdict *v = &t->a.verdict;

    if (!may_turn(t, range) || byoip_is_pending(m, range)) {
        return verdict_is(v, EIP_ERR_INCORRECT_STATE, "Cidr", "%s", "");
    }
    if (t->act == MOVE && check_target(m, t) != EIP_OK) {
        return v->status;
    }
    if (t->act <= WITHDRAW && turned != 0 &&
        m->now_ms - turned < EIP_BYOIP_TURN_MS) {
        return verdict_is(v, EIP_ERR_REQUEST_LIMIT_EXCEEDED, "", "%s", "");
    }
    return t->a.dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

static eip_status check(const struct model *m, struct ask_turn *t) {
    struct ask_public *a = &t->a;
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK ||
        check_syntax(t) != EIP_OK) {
        return v->status;
    }
    if (t->range == NOBODY) {
        return verdict_is(v, EIP_ERR_CIDR_NOT_FOUND, "Cidr", "%s", "");
    }
    if (t->act == MOVE && check_ipam(m, t) != EIP_OK) {
        return v->status;
    }
    if (a->group != NOBODY && a->group != m->range[t->range].group) {
        return public_fail_group(a, v);
    }
    return check_state(m, t);
}

/* -- what is done ------------------------------------------------------------ */

/* Its addresses, if nobody holds one of them, and its pool. */
static bool take_back(struct model *m, struct range *range) {
    int pool = range->pool;

    if (pool == NOBODY) {
        return true;
    }
    for (int i = 0; i < PUBLIC_PLACES; i++) {
        if (m->place[i].block != NOBODY && model_block(m, i)->pool == pool &&
            m->place[i].holder != NOBODY) {
            return false;
        }
    }
    for (int i = 0; i < PUBLIC_PLACES; i++) {
        if (m->place[i].block != NOBODY && model_block(m, i)->pool == pool) {
            model_remove(m, (struct span){i, 1});
        }
    }
    range->deed = DEED_DEPROVISIONED;
    model_end_pool(m, pool);
    return true;
}

static void move(struct model *m, const struct ask_turn *t,
                 struct range *range) {
    range->ipam = (int8_t)t->to.pool;
    range->ipam_ref = m->pool[t->to.pool].ref;
    model_add_ipam_cidr(m, t->to.pool, range->cidr)->deed_ms = m->now_ms;
    model_make_lot(m, model_span(m, range->pool, range->cidr), t->to.pool);
}

/* The answer is of the range as it shall be; in use it is kept after all. */
static bool note(struct run *run, const struct ask_turn *t,
                 const eip_byoip_cidr_list *list) {
    static const enum deed deeds[] = {DEED_ADVERTISED, DEED_WITHDRAWN,
                                      DEED_DEPROVISIONED, DEED_MOVED};
    struct model *m = &run->m;
    struct range *range = &m->range[t->range];

    range->deed = deeds[t->act];
    range->deed_ms = m->now_ms;
    range->asn = t->asn != 0 ? asn_numbers[t->asn] : range->asn;
    if (t->act == MOVE) {
        move(m, t, range);
    }
    if (t->act <= WITHDRAW) {
        m->account[t->a.by.account].turned_ms = m->now_ms;
    }
    if (!byoip_same_answer(run, range, list)) {
        return false;
    }
    if (t->act == DEPROVISION && !take_back(m, range)) {
        range->deed = DEED_KEPT;
    }
    return true;
}

static eip_status call_turn(struct run *run, struct dice *dice,
                            struct ask_turn *t, eip_byoip_cidr_list **list) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    struct ask_public *a = &t->a;

    request.flags = a->dry ? EIP_BYOIP_DRY_RUN : 0;
    request.cidr = a->text;
    request.asn = eip_text_of(asns[t->asn]);
    request.network_border_group = public_group_text(a);
    public_spoil(dice, a, &request.size, &request.flags);
    if (t->act != ADVERTISE && (t->asn != 0 || a->group != NOBODY)) {
        a->form = EIP_ERR_STRUCT_VERSION;
    }
    (void)check(&run->m, t);
    return (t->act == ADVERTISE  ? eip_advertise_byoip_cidr
            : t->act == WITHDRAW ? eip_withdraw_byoip_cidr
                                 : eip_deprovision_byoip_cidr)(
        a->by.engine, a->by.caller, &request, list, run_error(run));
}

static eip_status call_move(struct run *run, struct dice *dice,
                            struct ask_turn *t, eip_byoip_cidr_list **list) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    struct ask_public *a = &t->a;

    a->dry = a->dry || !model_has_ipam_room(&run->m);
    request.flags = a->dry ? EIP_BYOIP_DRY_RUN : 0;
    request.cidr = a->text;
    request.ipam_pool_id = t->to.id;
    request.ipam_pool_owner = t->owner_text;
    public_spoil(dice, a, &request.size, &request.flags);
    (void)check(&run->m, t);
    return eip_move_byoip_cidr_to_ipam(a->by.engine, a->by.caller, &request,
                                       list, run_error(run));
}

static bool turn(struct run *run, struct dice *dice, enum act act) {
    static struct ask_turn t;
    eip_byoip_cidr_list *list = NULL;
    eip_status got;
    bool same;

    memset(&t, 0, sizeof t);
    t.act = act;
    run_tell(run, "%s", actions[act] + 4);
    draw_range_and_caller(run, dice, &t);
    if (act == MOVE) {
        draw_ipam(run, dice, &t);
    } else if (act == ADVERTISE || rarely(dice, 32)) {
        t.asn = roll(dice, 4) == 0 ? roll(dice, ASNS) : 0;
        public_draw_group(run, dice,
                          t.range == NOBODY ? 0 : run->m.range[t.range].group,
                          &t.a);
    }
    got = act == MOVE ? call_move(run, dice, &t, &list)
                      : call_turn(run, dice, &t, &list);
    same = verdict_same(run, &t.a.by, &t.a.verdict, got, actions[act]) &&
           (got != EIP_OK || note(run, &t, list));
    eip_byoip_cidr_list_free(list);
    return same;
}

/* Often twice, for the pace. */
static bool turn_about(struct run *run, struct dice *dice) {
    enum act first = roll(dice, 2) == 0 ? ADVERTISE : WITHDRAW;

    if (!turn(run, dice, first)) {
        return false;
    }
    if (roll(dice, 2) == 0) {
        return true;
    }
    run_tell(run, "and ");
    return turn(run, dice, roll(dice, 2) == 0 ? ADVERTISE : WITHDRAW);
}

bool step_byoip(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 16);

    byoip_settle(&run->m);
    return what < 5    ? step_bring(run, dice)
           : what < 9  ? turn_about(run, dice)
           : what < 12 ? turn(run, dice, DEPROVISION)
           : what < 14 ? turn(run, dice, MOVE)
                       : step_show_byoip(run, dice);
}
