/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a snapshot is read. */
#include "registry/topology.h"

#include "base/hash.h"

#include <string.h>

uint64_t eip__topology_hash_group(eip_text name) {
    return eip__hash(name.data, name.size, 0);
}

uint64_t eip__topology_hash_pool(eip_pool_ref ref) {
    return eip__hash_u64(ref.id, ref.kind);
}

struct eip__group *eip__topology_group(const struct eip__topology *topology,
                                       eip_text name) {
    const struct eip__table *table = topology->groups;

    for (uint64_t i = eip__topology_hash_group(name);; i++) {
        struct eip__group *group = table->entry[i & table->mask];

        if (group == NULL || (group->name_size == name.size &&
                              memcmp(group->name, name.data, name.size) == 0)) {
            return group;
        }
    }
}

struct eip__pool *eip__topology_pool(const struct eip__topology *topology,
                                     eip_pool_ref ref) {
    const struct eip__table *table = topology->pools;

    for (uint64_t i = eip__topology_hash_pool(ref);; i++) {
        struct eip__pool *pool = table->entry[i & table->mask];

        if (pool == NULL ||
            (pool->ref.kind == ref.kind && pool->ref.id == ref.id)) {
            return pool;
        }
    }
}

bool eip__pool_admits(const struct eip__pool *pool, uint64_t account) {
    const struct eip__shares *shares = eip__pointer(eip__read(&pool->shares));

    if (pool->ref.kind == EIP_POOL_AMAZON || pool->owner == account) {
        return true;
    }
    for (uint64_t i = 0; shares != NULL && i < shares->count; i++) {
        if (shares->account[i] == account) {
            return true;
        }
    }
    return false;
}
