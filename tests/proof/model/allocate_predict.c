/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What the rulings answer to an AllocateAddress, check by check in the order
 * of R6. */
#include "proof/model/allocate.h"

#include <string.h>

static bool is_given(const struct ask_allocate *a, int which) {
    return a->pool[which].what != POOL_ABSENT;
}

/* R4; in EC2-Classic nothing but the Domain is to be chosen. */
static bool clashes(const struct ask_allocate *a, bool standard) {
    int pools =
        is_given(a, BY_PUBLIC) + is_given(a, BY_IPAM) + is_given(a, BY_COIP);

    return pools > 1 || (is_given(a, BY_PUBLIC) && a->named) ||
           (standard && (pools != 0 || a->named || a->group != NOBODY));
}

/* -- tags (R15) ------------------------------------------------------------ */

bool allocate_add_tag(struct tags *tags, struct tag tag) {
    uint32_t at = 0;

    while (at < tags->count && texts_compare(texts_key[tags->tag[at].key].text,
                                             texts_key[tag.key].text) < 0) {
        at++;
    }
    if (at < tags->count && tags->tag[at].key == tag.key) {
        return false;
    }
    memmove(&tags->tag[at + 1], &tags->tag[at],
            (tags->count - at) * sizeof tag);
    tags->tag[at] = tag;
    tags->count++;
    return true;
}

eip_status allocate_check_tags(const struct ask_allocate *a,
                               struct tags *tags) {
    uint32_t total = 0;

    tags->count = 0;
    for (uint32_t i = 0; i < a->specs; i++) {
        if (a->spec[i].type != 0 || a->spec[i].count == 0) {
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
        total += a->spec[i].count;
        for (uint32_t n = 0; n < a->spec[i].count; n++) {
            if (!texts_key[a->spec[i].tag[n].key].is_good ||
                !texts_value[a->spec[i].tag[n].value].is_good) {
                return EIP_ERR_INVALID_PARAMETER_VALUE;
            }
        }
    }
    for (uint32_t i = 0; i < a->specs; i++) {
        for (uint32_t n = 0;
             n < a->spec[i].count && tags->count < EIP_LIMIT_TAGS; n++) {
            if (!allocate_add_tag(tags, a->spec[i].tag[n])) {
                return EIP_ERR_INVALID_PARAMETER_VALUE;
            }
        }
    }
    return total > EIP_LIMIT_TAGS ? EIP_ERR_TAG_LIMIT_EXCEEDED : EIP_OK;
}

bool allocate_has_tags(const struct tags *tags, const struct tags *wanted) {
    uint32_t has = 0;

    for (uint32_t i = 0; i < wanted->count; i++) {
        for (uint32_t n = 0; n < tags->count; n++) {
            has += tags->tag[n].key == wanted->tag[i].key &&
                   texts_equal(texts_value[tags->tag[n].value].text,
                               texts_value[wanted->tag[i].value].text);
        }
    }
    return has == wanted->count;
}

/* -- pool and border group ------------------------------------------------- */

/* Kinds by number: 1 to 3 are public IPv4 pools, 4 to 6 IPAM's, then CoIP. */
static bool is_of(int pool, int which) {
    return which == BY_PUBLIC ? pool >= 1 && pool <= 3
           : which == BY_IPAM ? model_is_ipam(pool)
                              : model_is_coip(pool);
}

/* R5, R18: absent, foreign and of another kind are the same. */
static eip_status find_pool(const struct model *m, const struct ask_allocate *a,
                            struct allocate_verdict *v, int *pool) {
    static const eip_status unknown[POOL_PARAMETERS] = {
        EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_IPAM_POOL_NOT_FOUND,
        EIP_ERR_POOL_NOT_FOUND};

    *pool = 0;
    for (int which = 0; which < POOL_PARAMETERS; which++) {
        int named = a->pool[which].pool;

        if (!is_given(a, which) ||
            (which == BY_PUBLIC && a->pool[which].what == POOL_AMAZON)) {
            continue;
        }
        if (a->pool[which].what != POOL_KNOWN || !is_of(named, which) ||
            !m->pool[named].exists || !model_admits(m, named, a->by.account)) {
            v->pool_is_wrong = which == BY_PUBLIC;
            return unknown[which];
        }
        if (which == BY_IPAM &&
            (!model_serves(m, named) ||
             !allocate_has_tags(&v->tags, &m->ipam[named].wanted))) {
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
        *pool = named;
    }
    return EIP_OK;
}

static bool group_is_known(const struct model *m, int group) {
    return group == NOBODY || (group < GROUPS && m->group_exists[group]);
}

/* R8: a border group that is named must have some of the pool. An IPAM pool
 * without any block has no capacity, wherever (decisions). */
static bool group_has(const struct model *m, int pool, int group) {
    int blocks = m->space[model_space_of(pool, group)].blocks;

    if (blocks == 0 && m->pool[pool].ref.kind == EIP_POOL_IPAM) {
        return true;
    }
    return (pool == 0 || m->pool[pool].group == group) && blocks != 0;
}

/* -- named addresses (R3, R4) ---------------------------------------------- */

/* Whose pool has it, so that this account could have it from there? */
static int place_for(const struct model *m, const struct ask_allocate *a,
                     int pool) {
    int place = model_place(m, pool, a->ip);
    const struct block *block = place == NOBODY ? NULL : model_block(m, place);

    if (block == NULL || (a->group != NOBODY && block->group != a->group)) {
        return NOBODY;
    }
    if (pool != 0) {
        return block->pool == pool ? place : NOBODY;
    }
    return model_admits(m, block->pool, a->by.account) ? place : NOBODY;
}

static bool may_have(const struct model *m, const struct ask_allocate *a,
                     int pool, int place) {
    int own = model_block(m, place)->pool;
    bool any = pool != 0 || is_of(own, BY_PUBLIC) || (own == 0 && m->claim_any);
    bool keeps = (m->pool[own].flags & EIP_POOL_KEEP_COOLING) != 0;

    if (!model_is_free(m, place)) {
        return false;
    }
    return m->place[place].giver == a->by.account ||
           (any && !(keeps && model_is_cooling(m, place)));
}

/* -- IPAM policies (R21) --------------------------------------------------- */

/* The pool of a rule, if it is there, the account's, in its border group and
 * content with the tags; or NOBODY. */
static int pool_of(const struct model *m, const struct ask_allocate *a,
                   const struct policy_rule *rule,
                   const struct allocate_verdict *v) {
    for (int i = IPAM_FIRST; i < POOLS; i++) {
        const struct pool *pool = &m->pool[i];

        if (m->ipam[i].present && pool->ref.id == rule->pool.id) {
            return model_admits(m, i, a->by.account) &&
                           pool->group == rule->group &&
                           allocate_has_tags(&v->tags, &m->ipam[i].wanted)
                       ? i
                       : NOBODY;
        }
    }
    return NOBODY;
}

/* It is plain, and the account's policy has rules for its border group: then
 * these say where it may come from. */
static bool by_policy(const struct model *m, const struct ask_allocate *a,
                      struct allocate_verdict *v) {
    const struct policy *policy = &m->policy[a->by.account];
    int group = a->group == NOBODY ? 0 : a->group;
    bool has_rule = false;

    if (policy->count == 0 || a->named || v->standard ||
        is_given(a, BY_PUBLIC) || is_given(a, BY_IPAM) ||
        is_given(a, BY_COIP)) {
        return false;
    }
    for (uint32_t i = 0; i < policy->count; i++) {
        int pool = policy->rule[i].group == group
                       ? pool_of(m, a, &policy->rule[i], v)
                       : NOBODY;

        has_rule |= policy->rule[i].group == group;
        if (pool != NOBODY) {
            v->tried[v->tries++] = model_space_of(pool, group);
        }
    }
    if (has_rule && policy->overflow) {
        v->tried[v->tries++] = model_space_of(0, group);
    }
    return has_rule;
}

/* -- all of it ------------------------------------------------------------- */

static eip_status draw_named(struct model *m, const struct ask_allocate *a,
                             int pool, struct allocate_verdict *v) {
    v->place = place_for(m, a, pool);
    if ((v->place == NOBODY ? pool : model_block(m, v->place)->pool) == 0 &&
        model_at_quota(m, a->by.account)) {
        return EIP_ERR_ADDRESS_LIMIT_EXCEEDED;
    }
    return v->place == NOBODY || !may_have(m, a, pool, v->place)
               ? EIP_ERR_ADDRESS_NOT_FOUND
               : EIP_OK;
}

/* Amazon's counts, none else. */
static eip_status draw_any(struct model *m, const struct ask_allocate *a,
                           struct allocate_verdict *v) {
    for (uint32_t i = 0; i < v->tries; i++) {
        v->space = v->tried[i];
        if (v->space < GROUPS && model_at_quota(m, a->by.account)) {
            return EIP_ERR_ADDRESS_LIMIT_EXCEEDED;
        }
        if (model_allowed(m, v->space, v->allowed)) {
            return EIP_OK;
        }
    }
    return EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY;
}

static eip_status draw_on(struct model *m, const struct ask_allocate *a,
                          int pool, struct allocate_verdict *v) {
    eip_status status;

    v->knows = true;
    status = a->named ? draw_named(m, a, pool, v) : draw_any(m, a, v);
    return status == EIP_OK && a->dry ? EIP_ERR_DRY_RUN : status;
}

static eip_status judge(struct model *m, const struct ask_allocate *a,
                        struct allocate_verdict *v) {
    int pool;
    eip_status status;

    if (a->by.denied) {
        return EIP_ERR_UNAUTHORIZED;
    }
    if (a->malformed) {
        return EIP_ERR_ADDRESS_MALFORMED;
    }
    v->standard =
        m->account[a->by.account].classic && a->domain != DOMAIN_VPC; /* R1 */
    if (clashes(a, v->standard)) {
        return EIP_ERR_INVALID_PARAMETER_COMBINATION;
    }
    status = allocate_check_tags(a, &v->tags);
    if (status == EIP_OK) {
        status = find_pool(m, a, v, &pool);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (!group_is_known(m, a->group)) {
        return EIP_ERR_INVALID_PARAMETER_VALUE;
    }
    if (!by_policy(m, a, v)) {
        if (!a->named && a->group != NOBODY && !group_has(m, pool, a->group)) {
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
        v->tried[v->tries++] =
            model_space_of(pool, a->group == NOBODY ? 0 : a->group);
    }
    return draw_on(m, a, pool, v);
}

void allocate_predict(struct model *m, const struct ask_allocate *a,
                      struct allocate_verdict *v) {
    *v = (struct allocate_verdict){.space = NOBODY, .place = NOBODY};
    v->status = a->form != EIP_OK ? a->form : a->by.status;
    if (v->status == EIP_OK) {
        v->counts = v->asks = true;
        v->status = judge(m, a, v);
    }
    if (v->knows) {
        m->account[a->by.account].known = true;
    }
}
