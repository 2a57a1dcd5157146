/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file source.h  Where an allocation is to come from (rulings R1, R3-R9). */
#ifndef EIP_OPS_SOURCE_H
#define EIP_OPS_SOURCE_H

#include "ops/call.h"

struct eip__policy;

/** What AllocateAddress's parameters come to. */
struct eip__source {
    struct eip__space *space; /* of an unnamed address; NULL: has none */
    struct eip__range *range; /* of a named address; NULL: not to be had */
    eip_text address_text;
    uint64_t tag_bytes;
    uint32_t tags;
    uint32_t address;
    bool named;    /* by Address */
    bool any_free; /* a named address need not have been the caller's */
    bool counted;  /* towards the quota */
    bool standard; /* Domain standard, EC2-Classic */
    /* A plain allocation by an IPAM policy; else NULL. */
    const struct eip__policy *policy;
    const struct eip__group *group; /* of its rules */
    uint32_t rule;                  /* the next to try */
};

/** R1, and decisions: in a Classic account whatever is not vpc. */
static inline bool
eip__source_is_standard(const struct eip__call *call,
                        const eip_allocate_address_request *request) {
    bool is_classic =
        call->account != NULL &&
        (eip__read32(&call->account->flags) & EIP_ACCOUNT_CLASSIC) != 0;

    return is_classic && (!eip__text_is_given(request->domain) ||
                          !eip__text_equals(request->domain, "vpc"));
}

/** Check syntax, combinations, tags, pool and border group, in this order.
 *  EIP_OK or a status of eip_allocate_address. */
eip_status eip__source_find(struct eip__call *call,
                            const eip_allocate_address_request *request,
                            struct eip__source *source);

/** Has the caller's policy a rule for plain allocations in this border group?
 *  Then the source is that of the first. Wait-free. */
bool eip__source_by_policy(const struct eip__call *call,
                           const eip_allocate_address_request *request,
                           const struct eip__group *group,
                           struct eip__source *source);
/** Try the source, and of one by a policy the next while it has no address
 *  (R21). What was wrong is said of the last only. Statuses of `attempt`. */
eip_status eip__source_attempt(struct eip__call *call,
                               const eip_allocate_address_request *request,
                               struct eip__source *source,
                               eip_status (*attempt)(void *context),
                               void *context);

/** Has the request all tags that the IPAM pool requires? Wait-free. */
bool eip__source_has_tags(const eip_allocate_address_request *request,
                          const struct eip__pool *pool);

#endif
