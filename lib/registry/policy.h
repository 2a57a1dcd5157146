/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file policy.h
 * IPAM policies: from which pools an account's plain allocations come (R21).
 * Each is immutable and replaced whole; a table of them, by account, is part
 * of the topology. Of an engine without any there is no table.
 */
#ifndef EIP_REGISTRY_POLICY_H
#define EIP_REGISTRY_POLICY_H

#include "registry/catalog.h"

struct eip__policy_rule {
    struct eip__group *group;
    eip_pool_ref pool; /* which may be gone */
};

struct eip__policy {
    struct eip__retired retired;
    uint64_t account;
    uint32_t count;
    bool overflow; /* where the rules' pools are empty: Amazon's */
    struct eip__policy_rule rule[];
};

/** A policy without rules yet; NULL: no memory. */
struct eip__policy *eip__policy_new(struct eip__host *host, uint64_t account,
                                    uint32_t count, bool overflow);
/** One that was never published. */
void eip__policy_free(struct eip__host *host, struct eip__retired *retired);

/** The account's, or NULL. Wait-free. */
struct eip__policy *eip__policy_of(const struct eip__topology *topology,
                                   uint64_t account);

/** Give an account this policy, which is taken over, instead of the one that
 *  it had; NULL: none. EIP_OK; EIP_ERR_OUT_OF_MEMORY, and nothing changed. */
eip_status eip__policy_set(struct eip__catalog *catalog, uint64_t account,
                           struct eip__policy *policy);

/** Enter one in a table that is not published yet and has room. */
void eip__policies_add(struct eip__table *table, struct eip__policy *policy);

/** As the catalog ends: free a table with all policies. */
void eip__policies_free(struct eip__host *host, struct eip__table *table);

#endif
