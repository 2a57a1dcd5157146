/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreatePublicIpv4Pool, DeletePublicIpv4Pool: drawn, judged, asked of both; and
 * what all operations on public IPv4 pools are made of. */
#include "proof/model/public_pool.h"

#include <string.h>

/* -- drawing --------------------------------------------------------------- */

void public_speak_for(struct run *run, int account, struct ask_public *a) {
    a->by.account = account;
    a->by.value.account = a->by.status == EIP_ERR_ARGUMENT
                              ? a->by.value.account
                              : run_account[account];
    run->acting = account;
    run_tell(run, " as %012llu", (unsigned long long)run_account[account]);
}

void public_draw_caller(struct run *run, struct dice *dice, int pool,
                        struct ask_public *a) {
    const struct pool *p = &run->m.pool[pool];

    memset(a, 0, sizeof *a);
    a->group = NOBODY;
    a->dry = rarely(dice, 12);
    ask_caller(run, dice, &a->by);
    if (!rarely(dice, 6) && p->exists && p->owner != NOBODY) {
        public_speak_for(run, p->owner, a);
    }
    run_tell(run, "%s", a->dry ? " DryRun" : "");
}

int public_draw_pool(struct run *run, struct dice *dice) {
    uint32_t at = roll(dice, 16);

    for (uint32_t i = 0; at < 14 && i < PUBLIC_POOLS; i++) {
        int pool = 1 + (int)((at + i) % PUBLIC_POOLS);

        if (run->m.pool[pool].exists) {
            return pool;
        }
    }
    return 1 + (int)(at % PUBLIC_POOLS);
}

int public_draw_ipam(struct run *run, struct dice *dice, int account) {
    return model_some_ipam(&run->m,
                           roll(dice, 2) == 0
                               ? IPAM_FIRST + (int)roll(dice, 3)
                               : PLAIN_POOLS + (int)roll(dice, MADE),
                           account);
}

void public_draw_id(struct run *run, struct dice *dice, int pool, int first,
                    struct named_pool *named) {
    static const char *const texts[] = {
        "",          "ipv4pool-ec2-",
        "amazon",    "ipv4pool-ec2-0000000000000000g",
        "ipam-pool", "ipv4pool-ec2-00000000000000000"};
    uint32_t what = roll(dice, 32);
    int other = 1 + (int)roll(dice, PLAIN_POOLS - 1);

    named->pool = pool;
    if (what == 31) {
        named->pool = NOBODY;
        named->id = eip_text_of(texts[other % 6]);
        named->id.data = other == PLAIN_POOLS - 1 ? NULL : named->id.data;
        named->id.size = other == PLAIN_POOLS - 1 ? 0 : named->id.size;
    } else {
        named->pool = what == 30 ? other : pool;
        named->id = texts_of_pool(run->m.pool[named->pool].ref, named->room);
    }
    if (named->pool != NOBODY &&
        run->m.pool[named->pool].ref.kind != run->m.pool[first].ref.kind) {
        named->pool = NOBODY;
    }
    run_tell_text(run, "pool", named->id);
}

void public_draw_group(struct run *run, struct dice *dice, int group,
                       struct ask_public *a) {
    uint32_t what = roll(dice, 16);

    a->group = what < 10   ? NOBODY
               : what < 14 ? group
                           : (int)roll(dice, GROUP_NAMES);
    run_tell_text(run, "NetworkBorderGroup", public_group_text(a));
}

eip_text public_group_text(const struct ask_public *a) {
    return a->group == NOBODY ? (eip_text){NULL, 0, 0} : texts_group[a->group];
}

void public_write_cidr(struct ask_public *a) {
    a->text =
        (eip_text){a->cidr_room, eip_cidr_format(a->cidr, a->cidr_room), 0};
}

void public_draw_tags(struct dice *dice, struct ask_public *a) {
    allocate_draw_tags(dice, &a->given);
    for (uint32_t i = 0; i < a->given.specs; i++) {
        if (a->given.spec[i].type == 0) {
            a->given.specification[i].resource_type =
                eip_text_of("ipv4pool-ec2");
        }
    }
}

void public_spoil(struct dice *dice, struct ask_public *a, uint32_t *size,
                  uint32_t *flags) {
    uint32_t what = roll(dice, 128);

    a->form = what < 126 ? EIP_OK : EIP_ERR_STRUCT_VERSION;
    *size -= what == 126 ? 8 : 0;
    *flags |= what == 127 ? UINT32_C(1) << 20 : 0;
}

/* -- judging --------------------------------------------------------------- */

int public_group_of(const struct model *m, int pool) {
    int group = model_group_of(m, pool);

    return group == NOBODY ? 0 : group;
}

eip_status public_fail_group(const struct ask_public *a, struct verdict *v) {
    eip_text text = public_group_text(a);

    return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "NetworkBorderGroup",
                      "invalid value for parameter NetworkBorderGroup: %.*s",
                      (int)text.size, text.data);
}

eip_status public_check_group(const struct model *m, const struct ask_public *a,
                              struct verdict *v) {
    return a->group == NOBODY ||
                   (a->group < GROUPS && m->group_exists[a->group] &&
                    run_group_kind[a->group] != EIP_BORDER_GROUP_WAVELENGTH)
               ? EIP_OK
               : public_fail_group(a, v);
}

eip_status public_find(const struct model *m, const struct ask_public *a,
                       struct verdict *v) {
    const struct named_pool *named = &a->named;

    return named->pool != NOBODY && m->pool[named->pool].exists &&
                   m->pool[named->pool].owner == a->by.account
               ? EIP_OK
               : verdict_is(v, EIP_ERR_POOL_NOT_FOUND, "PoolId",
                            "The pool ID '%.*s' does not exist",
                            (int)named->id.size, named->id.data);
}

eip_status public_find_ipam(const struct model *m, int account,
                            const struct named_pool *named, struct verdict *v) {
    return named->pool != NOBODY && m->pool[named->pool].exists &&
                   model_admits(m, named->pool, account)
               ? EIP_OK
               : verdict_is(v, EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId",
                            "The ipam-pool ID '%.*s' does not exist",
                            (int)named->id.size, named->id.data);
}

bool public_same_tags(const struct tags *tags, const eip_tag *got,
                      uint32_t count) {
    bool same = count == tags->count;

    for (uint32_t i = 0; i < tags->count && same; i++) {
        same = texts_equal(got[i].key, texts_key[tags->tag[i].key].text) &&
               texts_equal(got[i].value, texts_value[tags->tag[i].value].text);
    }
    return same;
}

/* -- CreatePublicIpv4Pool -------------------------------------------------- */

static eip_status check_create(const struct model *m, struct ask_public *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    v->status = allocate_check_tags(&a->given, &a->tags);
    if (v->status != EIP_OK || public_check_group(m, a, v) != EIP_OK) {
        return v->status;
    }
    return a->dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

static bool note_created(struct run *run, int pool, const struct ask_public *a,
                         eip_pool_ref ref) {
    struct model *m = &run->m;

    for (int i = 1; i < POOLS; i++) {
        if (m->pool[i].ever && m->pool[i].ref.id == ref.id &&
            m->pool[i].ref.kind == ref.kind) {
            return run_differs(run, "an id is given twice");
        }
    }
    if (ref.kind != EIP_POOL_PUBLIC_IPV4 || ref.id == 0 || ref.reserved != 0) {
        return run_differs(run, "the new pool is %u:%llx", ref.kind,
                           (unsigned long long)ref.id);
    }
    model_new_pool(m, pool, a->by.account, ref);
    model_set_pool(m, pool, EIP_POLICY_DEFAULT, 0, 0);
    m->pool[pool].home = a->group == NOBODY ? 0 : a->group;
    m->pool[pool].tags = a->tags;
    return true;
}

static bool create(struct run *run, struct dice *dice, int pool) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    static struct ask_public a;
    eip_pool_ref ref = {0, 0, 4711};
    eip_status got;

    run_tell(run, "CreatePublicIpv4Pool");
    public_draw_caller(run, dice, 0, &a);
    public_draw_group(run, dice, (int)roll(dice, 2), &a);
    public_draw_tags(dice, &a);
    /* The model has room for three. */
    a.dry = a.dry || run->m.pool[pool].exists;
    request.flags = a.dry ? EIP_PUBLIC_POOL_DRY_RUN : 0;
    request.network_border_group = public_group_text(&a);
    request.tag_specifications = a.given.specification;
    request.tag_specification_count = a.given.specs;
    public_spoil(dice, &a, &request.size, &request.flags);
    (void)check_create(&run->m, &a);
    got = eip_create_public_ipv4_pool(a.by.engine, a.by.caller, &request, &ref,
                                      run_error(run));
    if (!verdict_same(run, &a.by, &a.verdict, got,
                      "ec2:CreatePublicIpv4Pool")) {
        return false;
    }
    return got == EIP_OK ? note_created(run, pool, &a, ref)
                         : ref.reserved == 4711 ||
                               run_differs(run, "a failure wrote the pool");
}

/* -- DeletePublicIpv4Pool -------------------------------------------------- */

static eip_status check_delete(const struct model *m, struct ask_public *a) {
    struct verdict *v = &a->verdict;
    int pool = a->named.pool;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (a->named.id.data == NULL) {
        return verdict_need(v, "PoolId");
    }
    if (public_find(m, a, v) != EIP_OK) {
        return v->status;
    }
    if (a->group != NOBODY && a->group != public_group_of(m, pool)) {
        return public_fail_group(a, v);
    }
    if (model_in_use(m, pool)) {
        return verdict_is(v, EIP_ERR_POOL_IN_USE, "PoolId",
                          "The pool '%.*s' has addresses",
                          (int)a->named.id.size, a->named.id.data);
    }
    return a->dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

static bool delete_pool(struct run *run, struct dice *dice) {
    eip_delete_public_ipv4_pool_request request =
        EIP_DELETE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    int pool = public_draw_pool(run, dice);
    static struct ask_public a;
    eip_status got;

    run_tell(run, "DeletePublicIpv4Pool");
    public_draw_caller(run, dice, pool, &a);
    public_draw_id(run, dice, pool, 1, &a.named);
    public_draw_group(run, dice, public_group_of(&run->m, pool), &a);
    request.flags = a.dry ? EIP_PUBLIC_POOL_DRY_RUN : 0;
    request.pool_id = a.named.id;
    request.network_border_group = public_group_text(&a);
    public_spoil(dice, &a, &request.size, &request.flags);
    (void)check_delete(&run->m, &a);
    got = eip_delete_public_ipv4_pool(a.by.engine, a.by.caller, &request,
                                      run_error(run));
    if (got == EIP_OK && a.verdict.status == EIP_OK) {
        model_end_pool(&run->m, a.named.pool);
    }
    return verdict_same(run, &a.by, &a.verdict, got,
                        "ec2:DeletePublicIpv4Pool");
}

/* A pool that is not there, more often. */
bool step_public_pool(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 16);
    /* Not the last: that is for what is brought. */
    int pool = 1 + (int)(what % (PUBLIC_POOLS - 1));

    for (int i = 0; i < PUBLIC_POOLS - 1 && run->m.pool[pool].exists; i++) {
        pool = pool % (PUBLIC_POOLS - 1) + 1;
    }
    if (what < 6 || (what < 9 && !run->m.pool[pool].exists)) {
        return create(run, dice, pool);
    }
    return what < 11 ? delete_pool(run, dice)
                     : step_show_public_pools(run, dice);
}
