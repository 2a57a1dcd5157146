/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the table of IPAM policies: how it is read, and made anew. */
#include "registry/policy.h"

#include "base/hash.h"
#include "registry/catalog_private.h"

static size_t policy_bytes(uint32_t count) {
    return sizeof(struct eip__policy) + count * sizeof(struct eip__policy_rule);
}

struct eip__policy *eip__policy_new(struct eip__host *host, uint64_t account,
                                    uint32_t count, bool overflow) {
    struct eip__policy *policy =
        eip__host_allocate_zeroed(host, policy_bytes(count));

    if (policy != NULL) {
        policy->account = account;
        policy->count = count;
        policy->overflow = overflow;
    }
    return policy;
}

void eip__policy_free(struct eip__host *host, struct eip__retired *retired) {
    struct eip__policy *policy = (struct eip__policy *)retired;

    eip__host_release(host, policy, policy_bytes(policy->count));
}

static uint64_t hash(uint64_t account) {
    return eip__hash_u64(account, 0);
}

void eip__policies_add(struct eip__table *table, struct eip__policy *policy) {
    eip__catalog_fill_table(table, hash(policy->account), policy);
}

struct eip__policy *eip__policy_of(const struct eip__topology *topology,
                                   uint64_t account) {
    const struct eip__table *table = topology->policies;

    if (table == NULL) {
        return NULL;
    }
    for (uint64_t i = hash(account);; i++) {
        struct eip__policy *policy = table->entry[i & table->mask];

        if (policy == NULL || policy->account == account) {
            return policy;
        }
    }
}

/* All policies but this account's, and the new one, if any. */
static struct eip__table *make_table(struct eip__host *host,
                                     const struct eip__table *old,
                                     uint64_t account,
                                     struct eip__policy *policy) {
    uint64_t slots = old == NULL ? 0 : old->mask + 1;
    uint64_t count = policy != NULL;
    struct eip__table *table;

    for (uint64_t i = 0; i < slots; i++) {
        count += old->entry[i] != NULL;
    }
    table = eip__catalog_new_table(host, count);
    if (table == NULL) {
        return NULL;
    }
    for (uint64_t i = 0; i < slots; i++) {
        struct eip__policy *kept = old->entry[i];

        if (kept != NULL && kept->account != account) {
            eip__policies_add(table, kept);
        }
    }
    if (policy != NULL) {
        eip__policies_add(table, policy);
    }
    return table;
}

eip_status eip__policy_set(struct eip__catalog *catalog, uint64_t account,
                           struct eip__policy *policy) {
    struct eip__topology next = eip__catalog_current(catalog);
    struct eip__policy *old = eip__policy_of(&next, account);

    if (old == NULL && policy == NULL) {
        return EIP_OK;
    }
    next.policies = make_table(catalog->host, next.policies, account, policy);
    if (next.policies == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (eip__catalog_publish(catalog, &next) != EIP_OK) {
        eip__catalog_free_table(catalog->host, &next.policies->retired);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__touch(&catalog->dirty, EIP__DIRTY_POLICY, account);
    if (old != NULL) {
        eip__retire(catalog->lanes, &old->retired, eip__policy_free);
    }
    return EIP_OK;
}

void eip__policies_free(struct eip__host *host, struct eip__table *table) {
    if (table == NULL) {
        return;
    }
    for (uint64_t i = 0; i <= table->mask; i++) {
        struct eip__policy *policy = table->entry[i];

        if (policy != NULL) {
            eip__policy_free(host, &policy->retired);
        }
    }
    eip__catalog_free_table(host, &table->retired);
}
