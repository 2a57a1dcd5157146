/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ProvisionPublicIpv4PoolCidr, DeprovisionPublicIpv4PoolCidr: drawn, judged,
 * asked of both. */
#include "proof/model/public_pool.h"

#include <string.h>

static bool is_byoips(const struct model *m, int pool) {
    return m->pool[pool].range != NOBODY;
}

/* -- ProvisionPublicIpv4PoolCidr --------------------------------------------- */

struct ask_provision {
    struct ask_public a;
    struct named_pool from;
    bool has_netmask;
    int32_t netmask;
    struct span span; /* that it takes */
};

static eip_status check_required(struct ask_provision *p) {
    struct verdict *v = &p->a.verdict;

    if (p->from.id.data == NULL) {
        return verdict_need(v, "IpamPoolId");
    }
    if (p->a.named.id.data == NULL) {
        return verdict_need(v, "PoolId");
    }
    if (!p->has_netmask) {
        return verdict_need(v, "NetmaskLength");
    }
    return p->netmask >= 24 && p->netmask <= 32
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "NetmaskLength",
                            "%s", "");
}

/* It gives addresses, in the pool's border group, of this length, to those
 * who have its tags. */
static eip_status check_source(const struct model *m, struct ask_provision *p) {
    const struct ipam *ipam = &m->ipam[p->from.pool];
    struct verdict *v = &p->a.verdict;

    if (!model_serves(m, p->from.pool) ||
        model_locale(m, p->from.pool) != public_group_of(m, p->a.named.pool)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "IpamPoolId",
                          "%s", "");
    }
    if (p->netmask < ipam->least ||
        (ipam->most >= 0 && p->netmask > ipam->most)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "NetmaskLength",
                          "%s", "");
    }
    return allocate_has_tags(&m->pool[p->a.named.pool].tags, &ipam->wanted)
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "PoolId",
                            "The resource is missing one or more of the "
                            "resource tags required by the IPAM pool.");
}

static eip_status check_pools(const struct model *m, struct ask_provision *p) {
    struct ask_public *a = &p->a;
    struct verdict *v = &a->verdict;

    if (public_find(m, a, v) != EIP_OK) {
        return v->status;
    }
    if (a->group != NOBODY && a->group != public_group_of(m, a->named.pool)) {
        return public_fail_group(a, v);
    }
    if (public_find_ipam(m, a->by.account, &p->from, v) != EIP_OK) {
        return v->status;
    }
    if (is_byoips(m, a->named.pool)) {
        return verdict_is(v, EIP_ERR_UNSUPPORTED_OPERATION, "PoolId", "%s", "");
    }
    return check_source(m, p);
}

static eip_status check_provision(struct model *m, struct ask_provision *p) {
    struct ipam_want want = {.cidr = {0, (uint32_t)p->netmask}};
    struct verdict *v = &p->a.verdict;

    if (verdict_begin(v, p->a.form, &p->a.by) != EIP_OK ||
        check_required(p) != EIP_OK || check_pools(m, p) != EIP_OK) {
        return v->status;
    }
    want.pool = p->from.pool;
    if (model_find_free(m, &want) != EIP_OK) {
        return verdict_is(v, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                          "NetmaskLength", "%s", "");
    }
    p->span = model_span(m, p->from.pool, want.cidr);
    return p->a.dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

static bool
note_provisioned(struct run *run, const struct ask_provision *p,
                 const eip_provision_public_ipv4_pool_cidr_response *got) {
    struct model *m = &run->m;
    const eip_public_pool_range *range = &got->pool_address_range;
    uint32_t first = m->place[p->span.first].ip;
    uint32_t size = (uint32_t)p->span.size;
    int group = public_group_of(m, p->a.named.pool);

    if (got->pool.id != m->pool[p->a.named.pool].ref.id ||
        got->pool.kind != EIP_POOL_PUBLIC_IPV4 ||
        range->first_address != first ||
        range->last_address != first + (size - 1) ||
        range->address_count != size ||
        range->available_address_count != size) {
        return run_differs(run, "it took %x to %x, not the %u from %x on",
                           range->first_address, range->last_address, size,
                           first);
    }
    model_move(m, p->span, p->a.named.pool, group);
    model_make_lot(m, p->span, p->from.pool);
    return true;
}

static void draw_provision(struct run *run, struct dice *dice,
                           struct ask_provision *p) {
    int pool = public_draw_pool(run, dice);
    int from;

    public_draw_caller(run, dice, pool, &p->a);
    from = public_draw_ipam(run, dice, p->a.by.account);
    public_draw_id(run, dice, pool, 1, &p->a.named);
    public_draw_id(run, dice, from, IPAM_FIRST, &p->from);
    public_draw_group(run, dice, public_group_of(&run->m, pool), &p->a);
    p->has_netmask = !rarely(dice, 64);
    p->netmask = 32 - (int32_t)roll(dice, 4);
    if (rarely(dice, 8)) {
        p->netmask = 23 + (int32_t)roll(dice, 11);
    }
    run_tell(run, " NetmaskLength=%d", p->netmask);
}

static bool provision(struct run *run, struct dice *dice) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    static struct ask_provision p;
    eip_status got;

    run_tell(run, "ProvisionPublicIpv4PoolCidr");
    draw_provision(run, dice, &p);
    p.a.dry =
        p.a.dry || !model_has_room(&run->m, 1) || !model_has_ipam_room(&run->m);
    request.flags = (p.a.dry ? EIP_PUBLIC_POOL_DRY_RUN : 0) |
                    (p.has_netmask ? EIP_PUBLIC_POOL_NETMASK_LENGTH : 0);
    request.ipam_pool_id = p.from.id;
    request.pool_id = p.a.named.id;
    request.network_border_group = public_group_text(&p.a);
    request.netmask_length = p.netmask;
    public_spoil(dice, &p.a, &request.size, &request.flags);
    (void)check_provision(&run->m, &p);
    got = eip_provision_public_ipv4_pool_cidr(
        p.a.by.engine, p.a.by.caller, &request, &response, run_error(run));
    if (!verdict_same(run, &p.a.by, &p.a.verdict, got,
                      "ec2:ProvisionPublicIpv4PoolCidr")) {
        return false;
    }
    return got == EIP_OK ? note_provisioned(run, &p, &response)
                         : response.pool.id == 0 ||
                               run_differs(run, "a failure wrote the answer");
}

/* -- DeprovisionPublicIpv4PoolCidr ------------------------------------------- */

/* Of the pool; from a place that is drawn on, or NOBODY. */
static int draw_place(const struct model *m, struct dice *dice, int pool) {
    int from = (int)roll_wide(dice, PUBLIC_PLACES);

    for (int i = 0; i < PUBLIC_PLACES; i++) {
        int place = (from + i) % PUBLIC_PLACES;

        if (m->place[place].block != NOBODY &&
            model_block(m, place)->pool == pool) {
            return place;
        }
    }
    return NOBODY;
}

/* All of a part, or some; rarely more than there is, or nonsense. */
static void draw_cidr(struct run *run, struct dice *dice, int pool,
                      struct ask_public *a) {
    static const char *const texts[] = {"", "198.51.100.0", "198.51.100.1/30",
                                        "198.51.100.0/33", "128.0.0.0/7"};
    uint32_t what = roll(dice, 32);
    int place = draw_place(&run->m, dice, pool);
    uint32_t ip = place == NOBODY ? run->m.base[0] : run->m.place[place].ip;
    uint32_t bits = 32;

    if (place != NOBODY) {
        bits = model_part(&run->m, place).prefix_bits;
        bits = what < 12   ? bits
               : what < 18 ? 32
               : what < 28 ? bits + roll(dice, 33 - bits)
                           : bits - 1;
    }
    a->cidr =
        (eip_cidr){ip & ~(uint32_t)((UINT64_C(1) << (32 - bits)) - 1), bits};
    public_write_cidr(a);
    if (what == 31) {
        a->cidr = (eip_cidr){0, 0};
        a->text = eip_text_of(texts[roll(dice, 5)]);
    } else if (what == 30 && rarely(dice, 4)) {
        a->cidr = (eip_cidr){0, 0};
        a->text = (eip_text){NULL, 0, 0};
    }
    run_tell_text(run, "Cidr", a->text);
}

static eip_status check_deprovision(const struct model *m,
                                    struct ask_public *a) {
    struct verdict *v = &a->verdict;
    int pool = a->named.pool;
    struct span span;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (a->named.id.data == NULL || a->text.data == NULL) {
        return verdict_need(v, a->named.id.data == NULL ? "PoolId" : "Cidr");
    }
    if (a->cidr.prefix_bits == 0) {
        return verdict_is(v, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s", "");
    }
    if (public_find(m, a, v) != EIP_OK) {
        return v->status;
    }
    if (is_byoips(m, pool) &&
        m->range[m->pool[pool].range].deed != DEED_MOVED) {
        return verdict_is(v, EIP_ERR_UNSUPPORTED_OPERATION, "PoolId", "%s", "");
    }
    span = model_span(m, pool, a->cidr);
    if (!model_is_part(m, pool, span)) {
        return verdict_is(v, EIP_ERR_CIDR_NOT_FOUND, "Cidr", "%s", "");
    }
    if (model_held(m, span) != 0) {
        return verdict_is(v, EIP_ERR_CIDR_IN_USE, "Cidr", "%s", "");
    }
    return a->dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

static bool deprovision(struct run *run, struct dice *dice) {
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_deprovision_public_ipv4_pool_cidr_response response =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    int pool = public_draw_pool(run, dice);
    bool wants = roll(dice, 8) != 7;
    static struct ask_public a;
    eip_status got;

    run_tell(run, "DeprovisionPublicIpv4PoolCidr");
    public_draw_caller(run, dice, pool, &a);
    public_draw_id(run, dice, pool, 1, &a.named);
    draw_cidr(run, dice, pool, &a);
    a.dry =
        a.dry || !model_has_room(&run->m, 1) || !model_has_ipam_room(&run->m);
    request.flags = a.dry ? EIP_PUBLIC_POOL_DRY_RUN : 0;
    request.pool_id = a.named.id;
    request.cidr = a.text;
    public_spoil(dice, &a, &request.size, &request.flags);
    (void)check_deprovision(&run->m, &a);
    got = eip_deprovision_public_ipv4_pool_cidr(
        a.by.engine, a.by.caller, &request, wants ? &response : NULL,
        run_error(run));
    if (!verdict_same(run, &a.by, &a.verdict, got,
                      "ec2:DeprovisionPublicIpv4PoolCidr")) {
        return false;
    }
    if (wants && (response.pool.id !=
                      (got == EIP_OK ? run->m.pool[a.named.pool].ref.id : 0) ||
                  response.deprovisioned_addresses.base !=
                      (got == EIP_OK ? a.cidr.base : 0))) {
        return run_differs(run, "the answer names others");
    }
    if (got == EIP_OK) {
        model_remove(&run->m, model_span(&run->m, a.named.pool, a.cidr));
    }
    return true;
}

bool step_public_cidr(struct run *run, struct dice *dice) {
    return roll(dice, 5) < 3 ? provision(run, dice) : deprovision(run, dice);
}
