/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Where a plain allocation comes from by an IPAM policy (R21). */
#include "ops/source.h"

#include "registry/policy.h"

/* The pool of a rule as it is now: of its addresses in the border group. */
static struct eip__space *space_of(const struct eip__call *call,
                                   const eip_allocate_address_request *request,
                                   const struct eip__policy_rule *rule) {
    const struct eip__pool *pool =
        eip__topology_pool(call->topology, rule->pool);
    struct eip__space *space;

    if (pool == NULL || !eip__pool_admits(pool, call->number) ||
        !eip__source_has_tags(request, pool)) {
        return NULL;
    }
    space = eip__pointer(eip__read(&pool->space));
    return space != NULL && space->group == rule->group ? space : NULL;
}

/* Where to try next; false: no more. */
static bool go_on(const struct eip__call *call,
                  const eip_allocate_address_request *request,
                  struct eip__source *source) {
    const struct eip__policy *policy = source->policy;

    while (source->rule < policy->count) {
        const struct eip__policy_rule *rule = &policy->rule[source->rule++];

        if (rule->group == source->group) {
            source->space = space_of(call, request, rule);
            return true;
        }
    }
    if (!policy->overflow || source->counted) {
        return false;
    }
    source->space = eip__pointer(eip__read(&source->group->space));
    source->counted = true;
    return true;
}

bool eip__source_by_policy(const struct eip__call *call,
                           const eip_allocate_address_request *request,
                           const struct eip__group *group,
                           struct eip__source *source) {
    const struct eip__policy *policy =
        eip__policy_of(call->topology, call->number);

    for (uint32_t i = 0; policy != NULL && i < policy->count; i++) {
        if (policy->rule[i].group == group) {
            source->policy = policy;
            source->group = group;
            source->counted = false;
            return go_on(call, request, source);
        }
    }
    return false;
}

eip_status eip__source_attempt(struct eip__call *call,
                               const eip_allocate_address_request *request,
                               struct eip__source *source,
                               eip_status (*attempt)(void *context),
                               void *context) {
    eip_error *error = call->error;
    eip_status status;

    call->error = NULL;
    do {
        status = attempt(context);
    } while (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY &&
             go_on(call, request, source));
    call->error = error;
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}
