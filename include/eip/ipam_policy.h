/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam_policy.h
 * IPAM policies (VPC IPAM guide, "Define public IPv4 allocation strategy with
 * IPAM policies"), of the resource type `eip`: from which IPAM pools an
 * account's plain allocations come. Calls of admin.h's kind, with its threads,
 * progress and statuses.
 *
 * An AllocateAddress is plain if it names neither a pool (PublicIpv4Pool
 * `amazon` is one) nor an address, and is for a VPC. The rules of its border
 * group (NetworkBorderGroup, or the Region's) say which pools are tried, in
 * their order; the first that has an address gives one. None of these counts
 * to the account's quota. If there is no such rule, Amazon's pool serves as
 * ever. If all are empty, closed, in another border group, no longer there or
 * the account's, or require tags that the request has not, the answer is EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY; with
 * EIP_IPAM_POLICY_OVERFLOW Amazon's pool is tried then, and the quota counts.
 *
 * A policy is in force for every allocation that begins after the call that
 * sets it, whole; one that runs beside it goes by the old one or the new one.
 */
#ifndef EIP_IPAM_POLICY_H
#define EIP_IPAM_POLICY_H

#include "eip/address.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Where the pools of a border group are empty, Amazon's serves. */
    EIP_IPAM_POLICY_OVERFLOW = 1
};

/** Rules of one border group (VPC IPAM guide, quotas). */
#define EIP_IPAM_POLICY_RULES_MAX 10

/** One rule. */
typedef struct eip_ipam_policy_rule {
    eip_text border_group; /* absent: the Region's */
    eip_pool_ref pool;     /* an IPAM pool that serves there */
} eip_ipam_policy_rule;

/** An account's policy. */
typedef struct eip_ipam_policy {
    uint32_t size;    /* sizeof(eip_ipam_policy) */
    uint32_t flags;   /* EIP_IPAM_POLICY_OVERFLOW */
    uint64_t account; /* at most 999999999999 */
    const eip_ipam_policy_rule *rules;
    uint32_t rule_count; /* 0: the account has no policy */
    uint32_t reserved;   /* 0 */
} eip_ipam_policy;

#define EIP_IPAM_POLICY_INIT                                                   \
    { sizeof(eip_ipam_policy), 0, 0, 0, 0, 0 }

/**
 * Give an account a policy, instead of the one that it had.
 *
 * @param[in] policy  Borrowed for the call.
 * @return EIP_OK; EIP_ERR_NULL (the rules, too); EIP_ERR_STRUCT_VERSION (also
 *         an unknown flag); EIP_ERR_ARGUMENT: the account, or a pool that is
 *         no IPAM pool, gives no addresses, or has another locale;
 *  - EIP_ERR_BORDER_GROUP_NOT_FOUND;
 *  - EIP_ERR_IPAM_POOL_NOT_FOUND: it is unknown, or neither the account's nor
 *    shared with it;
 *  - EIP_ERR_RESOURCE_LIMIT_EXCEEDED: over EIP_IPAM_POLICY_RULES_MAX rules of
 *    a border group;
 *  - EIP_ERR_OUT_OF_MEMORY. On failure the account keeps what it had.
 * @par Cost all policies, and the square of the rules.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_set_ipam_policy(
    eip_engine *engine, const eip_ipam_policy *policy, eip_error *error);

/**
 * Read an account's policy.
 *
 * @param[out] rules  Of `room`; the first so many are written. Their texts
 *                    live as long as the engine. May be NULL if room is 0.
 * @param[out] count  How many rules there are; 0: it has no policy.
 * @param[out] flags  As they were set; 0 without a policy.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_ARGUMENT: the account;
 *         EIP_ERR_REENTRANT; EIP_ERR_TOO_MANY_THREADS; EIP_ERR_OUT_OF_MEMORY;
 *         EIP_ERR_READERS_STALLED.
 * @par Threads any. @par Progress lock-free.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_get_ipam_policy(
    eip_engine *engine, uint64_t account, eip_ipam_policy_rule *rules,
    uint32_t room, uint32_t *count, uint32_t *flags);

#ifdef __cplusplus
}
#endif
#endif
