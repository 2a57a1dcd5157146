/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_admin_set_ipam_policy: drawn, judged, asked of both, and read again. */
#include "proof/model/run.h"
#include "proof/model/texts.h"

#include <string.h>

struct ask_policy {
    int account;
    struct policy next;
    eip_ipam_policy_rule rule[POLICY_RULES];
    eip_ipam_policy request;
    eip_status wanted;
};

/* -- drawing --------------------------------------------------------------- */

/* Mostly of the account, and where it is; rarely of any kind. */
static void draw_rule(struct run *run, struct dice *dice, struct ask_policy *a,
                      uint32_t nth) {
    const struct model *m = &run->m;
    int pool = model_some_ipam(m,
                               roll(dice, 2) == 0
                                   ? IPAM_FIRST + (int)roll(dice, 3)
                                   : PLAIN_POOLS + (int)roll(dice, MADE),
                               a->account);
    uint32_t what = roll(dice, 64);
    int group = model_locale(m, pool);

    pool = what == 63 ? (int)roll(dice, PLAIN_POOLS) : pool;
    group =
        what >= 60 || group == NOBODY ? (int)roll(dice, GROUP_NAMES) : group;
    a->next.rule[nth] = (struct policy_rule){group, m->pool[pool].ref};
    a->rule[nth].pool = m->pool[pool].ref;
    if (group != 0 || roll(dice, 2) == 0) {
        a->rule[nth].border_group = texts_group[group];
    }
    run_tell(run, " pool=%u:%llx", m->pool[pool].ref.kind,
             (unsigned long long)m->pool[pool].ref.id);
    run_tell_text(run, "border_group", a->rule[nth].border_group);
}

static void spoil(struct ask_policy *a, uint32_t fault) {
    a->wanted = fault < 3    ? EIP_ERR_STRUCT_VERSION
                : fault == 3 ? EIP_ERR_ARGUMENT
                             : EIP_ERR_NULL;
    a->request.reserved = fault == 0;
    a->request.flags |= fault == 1 ? 2 : 0;
    a->request.size -= fault == 2 ? 8 : 0;
    a->request.account =
        fault == 3 ? UINT64_C(1000000000000) : a->request.account;
    if (fault == 4) {
        a->request.rules = NULL;
        a->request.rule_count = 1;
    }
}

static void draw(struct run *run, struct dice *dice, struct ask_policy *a) {
    uint32_t size = roll(dice, 16);

    memset(a, 0, sizeof *a);
    a->account = (int)roll(dice, rarely(dice, 4) ? ACCOUNTS : 3);
    a->next.count = size == 15 ? POLICY_RULES : size / 3;
    a->next.overflow = roll(dice, 2) == 1;
    a->request = (eip_ipam_policy)EIP_IPAM_POLICY_INIT;
    a->request.account = run_account[a->account];
    a->request.flags = a->next.overflow ? EIP_IPAM_POLICY_OVERFLOW : 0;
    a->request.rules = a->rule;
    a->request.rule_count = a->next.count;
    run_tell(run, "set_ipam_policy %012llu%s",
             (unsigned long long)run_account[a->account],
             a->next.overflow ? " overflow" : "");
    for (uint32_t i = 0; i < a->next.count; i++) {
        draw_rule(run, dice, a, i);
    }
    if (rarely(dice, 32)) {
        spoil(a, roll(dice, 5));
    }
}

/* -- judging --------------------------------------------------------------- */

static uint32_t count_before(const struct ask_policy *a, uint32_t nth) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < nth; i++) {
        count += a->next.rule[i].group == a->next.rule[nth].group;
    }
    return count;
}

static int pool_of(const struct model *m, eip_pool_ref ref) {
    for (int i = 0; i < POOLS; i++) {
        if (m->pool[i].exists && m->pool[i].ref.id == ref.id &&
            m->pool[i].ref.kind == ref.kind) {
            return i;
        }
    }
    return NOBODY;
}

static eip_status check_rule(const struct model *m, const struct ask_policy *a,
                             uint32_t nth) {
    const struct policy_rule *rule = &a->next.rule[nth];
    int pool = pool_of(m, rule->pool);

    if (rule->group >= GROUPS || !m->group_exists[rule->group]) {
        return EIP_ERR_BORDER_GROUP_NOT_FOUND;
    }
    if (rule->pool.kind != EIP_POOL_IPAM) {
        return EIP_ERR_ARGUMENT;
    }
    if (pool == NOBODY || !model_admits(m, pool, a->account)) {
        return EIP_ERR_IPAM_POOL_NOT_FOUND;
    }
    if (!model_serves(m, pool) || model_locale(m, pool) != rule->group) {
        return EIP_ERR_ARGUMENT;
    }
    return count_before(a, nth) >= EIP_IPAM_POLICY_RULES_MAX
               ? EIP_ERR_RESOURCE_LIMIT_EXCEEDED
               : EIP_OK;
}

static eip_status judge(const struct model *m, const struct ask_policy *a) {
    eip_status status = a->wanted;

    for (uint32_t i = 0; i < a->next.count && status == EIP_OK; i++) {
        status = check_rule(m, a, i);
    }
    return status;
}

/* -- asking ---------------------------------------------------------------- */

static bool same_policy(struct run *run, int account) {
    const struct policy *policy = &run->m.policy[account];
    eip_ipam_policy_rule rule[POLICY_RULES];
    uint32_t count = 4711;
    uint32_t flags = 4711;

    if (eip_admin_get_ipam_policy(run->engine, run_account[account], rule,
                                  POLICY_RULES, &count, &flags) != EIP_OK ||
        count != policy->count ||
        flags != (policy->count != 0 && policy->overflow
                      ? EIP_IPAM_POLICY_OVERFLOW
                      : 0)) {
        return run_differs(run, "the policy has %u rules, not %u", count,
                           policy->count);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (rule[i].pool.id != policy->rule[i].pool.id ||
            !texts_equal(rule[i].border_group,
                         texts_group[policy->rule[i].group])) {
            return run_differs(run, "rule %u of the policy is another", i);
        }
    }
    return true;
}

bool step_ipam_policy(struct run *run, struct dice *dice) {
    static struct ask_policy a;
    eip_status wanted;
    eip_status got;

    draw(run, dice, &a);
    wanted = judge(&run->m, &a);
    got = eip_admin_set_ipam_policy(run->engine, &a.request, run_error(run));
    run->acting = a.account;
    if (got == EIP_OK) {
        run->m.policy[a.account] = a.next;
    }
    return run_same_status(run, wanted, got) && same_policy(run, a.account);
}
