/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* An account's IPAM policy: set and read. What it does is source_policy.c's. */
#include "eip/ipam_policy.h"

#include "ops/admin.h"
#include "registry/policy.h"

/* -- checks ------------------------------------------------------------------ */

static eip_status fail_pool(struct eip__call *call, eip_status status,
                            eip_pool_ref ref, const char *why) {
    char text[EIP_POOL_ID_TEXT_SIZE] = "?";

    (void)eip_pool_id_format(ref, text);
    return eip__fail(call->error, status, "pool", "The pool '%s' %s", text,
                     why);
}

static eip_status read_group(struct eip__call *call, eip_text name,
                             struct eip__group **group) {
    struct eip__quoted quoted;

    *group = eip__text_is_given(name)
                 ? eip__topology_group(call->topology, name)
                 : call->topology->region;
    return *group != NULL
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_BORDER_GROUP_NOT_FOUND,
                           "border_group",
                           "The network border group '%s' does not exist",
                           eip__quote(&quoted, name));
}

/* May this account's addresses come from the pool in the border group? */
static eip_status check_pool(struct eip__call *call, uint64_t account,
                             eip_pool_ref ref, const struct eip__group *group) {
    const struct eip__pool *pool;

    if (ref.kind != EIP_POOL_IPAM) {
        return fail_pool(call, EIP_ERR_ARGUMENT, ref, "is no IPAM pool");
    }
    pool = eip__topology_pool(call->topology, ref);
    if (pool == NULL || !eip__pool_admits(pool, account)) {
        return fail_pool(call, EIP_ERR_IPAM_POOL_NOT_FOUND, ref,
                         "does not exist");
    }
    if (!pool->ipam->serves) {
        return fail_pool(call, EIP_ERR_ARGUMENT, ref, "gives no addresses");
    }
    return pool->ipam->locale == group
               ? EIP_OK
               : fail_pool(call, EIP_ERR_ARGUMENT, ref, "has another locale");
}

static bool is_full(const struct eip__policy *policy, uint32_t count,
                    const struct eip__group *group) {
    uint32_t same = 0;

    for (uint32_t i = 0; i < count; i++) {
        same += policy->rule[i].group == group;
    }
    return same == EIP_IPAM_POLICY_RULES_MAX;
}

static eip_status read_rules(struct eip__call *call,
                             const eip_ipam_policy *theirs,
                             struct eip__policy *policy) {
    for (uint32_t i = 0; i < theirs->rule_count; i++) {
        const eip_ipam_policy_rule *rule = &theirs->rules[i];
        struct eip__policy_rule *own = &policy->rule[i];
        eip_status status = read_group(call, rule->border_group, &own->group);

        if (status == EIP_OK) {
            status = check_pool(call, theirs->account, rule->pool, own->group);
        }
        if (status != EIP_OK) {
            return status;
        }
        if (is_full(policy, i, own->group)) {
            return eip__fail(call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                             "rules",
                             "The number of rules of '%s' has reached the "
                             "maximum of %d",
                             own->group->name, EIP_IPAM_POLICY_RULES_MAX);
        }
        own->pool = rule->pool;
    }
    return EIP_OK;
}

/* -- setting ----------------------------------------------------------------- */

static eip_status set(struct eip__call *call, const eip_ipam_policy *theirs) {
    struct eip__host *host = &call->engine->host;
    struct eip__policy *policy = NULL;
    eip_status status = EIP_OK;

    if (theirs->rule_count != 0) {
        policy =
            eip__policy_new(host, theirs->account, theirs->rule_count,
                            (theirs->flags & EIP_IPAM_POLICY_OVERFLOW) != 0);
        status = policy == NULL ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
                                : read_rules(call, theirs, policy);
    }
    if (status == EIP_OK) {
        status =
            eip__policy_set(&call->engine->catalog, theirs->account, policy);
    }
    if (status != EIP_OK && policy != NULL) {
        eip__policy_free(host, &policy->retired);
    }
    return status;
}

static eip_status check_form(const eip_ipam_policy *policy, eip_error *error) {
    if (policy->reserved != 0 ||
        (policy->flags & ~(uint32_t)EIP_IPAM_POLICY_OVERFLOW) != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "policy", NULL);
    }
    if (policy->account > EIP__ACCOUNT_NUMBER_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "account",
                         "The account %llu has more than 12 digits",
                         (unsigned long long)policy->account);
    }
    if (policy->rules == NULL && policy->rule_count != 0) {
        return eip__fail(error, EIP_ERR_NULL, "rules", NULL);
    }
    for (uint32_t i = 0; i < policy->rule_count; i++) {
        if (!eip__text_is_formed(policy->rules[i].border_group) ||
            policy->rules[i].pool.reserved != 0) {
            return eip__fail(error, EIP_ERR_STRUCT_VERSION, "rules", NULL);
        }
    }
    return EIP_OK;
}

eip_status eip_admin_set_ipam_policy(eip_engine *engine,
                                     const eip_ipam_policy *policy,
                                     eip_error *error) {
    struct eip__call call;
    eip_ipam_policy own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, policy);

    if (status != EIP_OK) {
        return eip__fail(error, status, "policy", NULL);
    }
    status = check_form(&own, error);
    if (status == EIP_OK) {
        status = eip__admin_begin(&call, engine, error);
    }
    return status == EIP_OK ? eip__admin_end(&call, set(&call, &own)) : status;
}

/* -- reading ------------------------------------------------------------------ */

eip_status eip_admin_get_ipam_policy(eip_engine *engine, uint64_t account,
                                     eip_ipam_policy_rule *rules, uint32_t room,
                                     uint32_t *count, uint32_t *flags) {
    const struct eip__policy *policy;
    struct eip__call call;
    eip_status status;

    if (count == NULL || flags == NULL || (rules == NULL && room != 0)) {
        return EIP_ERR_NULL;
    }
    if (account > EIP__ACCOUNT_NUMBER_MAX) {
        return EIP_ERR_ARGUMENT;
    }
    status = eip__call_enter(&call, engine, NULL);
    if (status != EIP_OK) {
        return status;
    }
    policy = eip__policy_of(call.topology, account);
    *count = policy == NULL ? 0 : policy->count;
    *flags = policy != NULL && policy->overflow ? EIP_IPAM_POLICY_OVERFLOW : 0;
    for (uint32_t i = 0; i < *count && i < room; i++) {
        rules[i] = (eip_ipam_policy_rule){
            eip__group_name(policy->rule[i].group), policy->rule[i].pool};
    }
    eip__call_end(&call);
    return EIP_OK;
}
