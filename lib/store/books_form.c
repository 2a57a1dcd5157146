/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which members of the books are kept, and what they may be. */
#include "store/books.h"

#define TABLE(name, list) const struct eip__fields name = EIP__FIELDS(list)

static const struct eip__field counters[] = {
    EIP__FIELD(struct eip__counters, next, UINT64_C(1) << 32),
    EIP__FIELD(struct eip__counters, pools_made, UINT64_MAX),
    EIP__FIELD(struct eip__counters, pools_ever, UINT64_MAX),
    EIP__FIELD(struct eip__counters, pools_next, UINT64_MAX),
    EIP__FIELD(struct eip__counters, numbers, UINT64_MAX),
};
TABLE(eip__counters_fields, counters);

static const struct eip__field group[] = {
    EIP__FIELD(struct eip__group, kind, EIP_BORDER_GROUP_WAVELENGTH),
};
TABLE(eip__group_fields, group);

static const struct eip__field pool[] = {
    EIP__FIELD(struct eip__pool, owner, EIP__ACCOUNT_NUMBER_MAX),
    EIP__FIELD(struct eip__pool, policy, EIP_POLICY_SPREAD),
    EIP__FIELD(struct eip__pool, flags,
               EIP_POOL_CLOSED | EIP_POOL_KEEP_COOLING |
                   EIP_POOL_COOLDOWN_GIVEN),
    EIP__FIELD(struct eip__pool, cooldown_ms, EIP_COOLDOWN_MS_MAX),
};
TABLE(eip__pool_fields, pool);

/* A netmask length is -1 or 0 to 32. */
static const struct eip__field ipam[] = {
    EIP__FIELD(struct eip__ipam, scope, UINT64_MAX),
    EIP__FIELD(struct eip__ipam, flags,
               EIP__IPAM_PRIVATE | EIP__IPAM_EC2 | EIP__IPAM_GLOBAL |
                   EIP__IPAM_AMAZON),
    EIP__FIELD(struct eip__ipam, serves, 1),
    EIP__FIELD(struct eip__ipam, auto_import, 1),
    EIP__FIELD_FROM(struct eip__ipam, netmask_min, 1, 33),
    EIP__FIELD_FROM(struct eip__ipam, netmask_max, 1, 33),
    EIP__FIELD_FROM(struct eip__ipam, netmask_default, 1, 33),
    EIP__FIELD(struct eip__ipam, created_ms, UINT64_MAX),
    EIP__FIELD(struct eip__ipam, modified_ms, UINT64_MAX),
    EIP__FIELD(struct eip__ipam, origin.owner, EIP__ACCOUNT_NUMBER_MAX),
};
TABLE(eip__ipam_fields, ipam);

static const struct eip__field ipam_cidr[] = {
    EIP__FIELD(struct eip__ipam_cidr, number, UINT64_MAX),
    EIP__FIELD(struct eip__ipam_cidr, deed_ms, UINT64_MAX),
    EIP__FIELD(struct eip__ipam_cidr, deed, EIP__IPAM_DEPROVISIONED),
    EIP__FIELD(struct eip__ipam_cidr, contiguous, 1),
    EIP__FIELD(struct eip__ipam_cidr, top, 1),
};
TABLE(eip__ipam_cidr_fields, ipam_cidr);

static const struct eip__field ipam_allocation[] = {
    EIP__FIELD(struct eip__ipam_allocation, owner, EIP__ACCOUNT_NUMBER_MAX),
    EIP__FIELD(struct eip__ipam_allocation, use, EIP__IPAM_OWED),
};
TABLE(eip__ipam_allocation_fields, ipam_allocation);

static const struct eip__field ipam_scope[] = {
    EIP__FIELD(struct eip__ipam_scope, owner, EIP__ACCOUNT_NUMBER_MAX),
    EIP__FIELD(struct eip__ipam_scope, is_private, 1),
};
TABLE(eip__ipam_scope_fields, ipam_scope);

static const struct eip__field byoip[] = {
    EIP__FIELD(struct eip__byoip, owner, EIP__ACCOUNT_NUMBER_MAX),
    EIP__FIELD(struct eip__byoip, deed, EIP__BYOIP_MOVED),
    EIP__FIELD(struct eip__byoip, asn, UINT32_MAX),
    EIP__FIELD(struct eip__byoip, deed_ms, UINT64_MAX),
};
TABLE(eip__byoip_fields, byoip);

static const struct eip__field part[] = {
    EIP__FIELD(struct eip__part, lot, UINT64_MAX),
    EIP__FIELD(struct eip__part, draining, 1),
};
TABLE(eip__part_fields, part);

static const struct eip__field policy[] = {
    EIP__FIELD(struct eip__policy, count, UINT32_MAX),
    EIP__FIELD(struct eip__policy, overflow, 1),
};
TABLE(eip__policy_fields, policy);

static const struct eip__field tokens[] = {
    EIP__FIELD(struct eip__ipam_tokens, next, EIP__IPAM_TOKENS - 1),
};
TABLE(eip__tokens_fields, tokens);

static const struct eip__field token[] = {
    EIP__FIELD(struct eip__ipam_token, name[0], UINT64_MAX),
    EIP__FIELD(struct eip__ipam_token, name[1], UINT64_MAX),
    EIP__FIELD(struct eip__ipam_token, asked, UINT64_MAX),
    EIP__FIELD(struct eip__ipam_token, answer, UINT64_MAX),
};
TABLE(eip__token_fields, token);
