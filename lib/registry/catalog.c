/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the topology's groups and pools, and its publication (I12). Blocks are
 * catalog_cidr.c's. */
#include "registry/catalog.h"

#include "base/hash.h"
#include "registry/catalog_private.h"
#include "space/cool.h"
#include "space/order.h"

#include <Judy.h>
#include <string.h>

/* -- snapshots ------------------------------------------------------------------ */

static void free_topology(struct eip__host *host,
                          struct eip__retired *retired) {
    eip__host_release(host, retired, sizeof(struct eip__topology));
}

static size_t table_bytes(const struct eip__table *table) {
    return sizeof *table + (table->mask + 1) * sizeof(void *);
}

static void free_table(struct eip__host *host, struct eip__retired *retired) {
    eip__host_release(host, retired, table_bytes((struct eip__table *)retired));
}

eip_status eip__catalog_publish(struct eip__catalog *catalog,
                                const struct eip__topology *next) {
    struct eip__topology *old = eip__pointer(eip__hint(&catalog->topology));
    struct eip__topology *mine =
        eip__host_allocate_zeroed(catalog->host, sizeof *mine);

    if (mine == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    *mine = *next;
    eip__publish(&catalog->topology, eip__value(mine));
    if (old != NULL) {
        if (old->pools != mine->pools) {
            eip__retire(catalog->lanes, &old->pools->retired, free_table);
        }
        if (old->groups != mine->groups) {
            eip__retire(catalog->lanes, &old->groups->retired, free_table);
        }
        eip__retire_snapshot(catalog->lanes, &old->retired, free_topology);
    }
    return EIP_OK;
}

static struct eip__topology current(const struct eip__catalog *catalog) {
    const struct eip__topology *now =
        eip__pointer(eip__hint(&catalog->topology));

    return *now;
}

static struct eip__table *new_table(struct eip__host *host, uint64_t count) {
    uint64_t slots = 8;
    struct eip__table *table;

    while (slots < count * 2) {
        slots *= 2;
    }
    table =
        eip__host_allocate_zeroed(host, sizeof *table + slots * sizeof(void *));
    if (table != NULL) {
        table->mask = slots - 1;
    }
    return table;
}

static void enter(struct eip__table *table, uint64_t hash, void *entry) {
    while (table->entry[hash & table->mask] != NULL) {
        hash++;
    }
    table->entry[hash & table->mask] = entry;
}

static struct eip__table *table_of_groups(const struct eip__catalog *catalog) {
    struct eip__table *table = new_table(catalog->host, catalog->group_count);

    for (struct eip__group *group = catalog->groups;
         table != NULL && group != NULL; group = group->next) {
        enter(table, eip__topology_hash_group(eip__group_name(group)), group);
    }
    return table;
}

static struct eip__table *table_of_pools(const struct eip__catalog *catalog) {
    struct eip__table *table = new_table(catalog->host, catalog->pool_count);

    for (uint32_t kind = 0; table != NULL && kind < EIP__POOL_KINDS; kind++) {
        Word_t id = 0;
        PPvoid_t entry = JudyLFirst(catalog->pools[kind], &id, PJE0);

        while (entry != NULL) {
            struct eip__pool *pool = *entry;

            if (pool != NULL) {
                enter(table, eip__topology_hash_pool(pool->ref), pool);
            }
            entry = JudyLNext(catalog->pools[kind], &id, PJE0);
        }
    }
    return table;
}

/* -- border groups ------------------------------------------------------------------ */

static eip_status publish_groups(struct eip__catalog *catalog) {
    struct eip__topology next = current(catalog);

    next.groups = table_of_groups(catalog);
    if (next.groups == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (eip__catalog_publish(catalog, &next) != EIP_OK) {
        free_table(catalog->host, &next.groups->retired);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return EIP_OK;
}

static struct eip__group *new_group(struct eip__catalog *catalog, eip_text name,
                                    uint32_t kind) {
    struct eip__group *group =
        eip__host_allocate_zeroed(catalog->host, sizeof *group);

    if (group != NULL) {
        memcpy(group->name, name.data, name.size);
        group->name_size = name.size;
        group->kind = kind;
        group->next = catalog->groups;
        catalog->groups = group;
        catalog->group_count++;
    }
    return group;
}

static void drop_group(struct eip__catalog *catalog) {
    struct eip__group *group = catalog->groups;

    catalog->groups = group->next;
    catalog->group_count--;
    eip__host_release(catalog->host, group, sizeof *group);
}

eip_status eip__catalog_add_group(struct eip__catalog *catalog, eip_text name,
                                  uint32_t kind) {
    struct eip__group *group = new_group(catalog, name, kind);
    PPvoid_t entry;

    if (group == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    entry =
        JudySLIns(&catalog->group_names, (const uint8_t *)group->name, PJE0);
    if (entry == PPJERR || *entry != NULL) {
        drop_group(catalog);
        return entry == PPJERR ? EIP_ERR_OUT_OF_MEMORY : EIP_ERR_EXISTS;
    }
    *entry = group;
    if (publish_groups(catalog) != EIP_OK) {
        *entry = NULL;
        drop_group(catalog);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return EIP_OK;
}

/* -- Judy arrays ---------------------------------------------------------------------- */

void eip__catalog_tidy(void **judy, uint64_t live) {
    enum { EMPTY = 64 };
    void *tidy = NULL;
    Word_t key = 0;
    PPvoid_t entry;

    if (JudyLCount(*judy, 0, ~(Word_t)0, PJE0) <= live + live / 8 + EMPTY) {
        return;
    }
    for (entry = JudyLFirst(*judy, &key, PJE0); entry != NULL;
         entry = JudyLNext(*judy, &key, PJE0)) {
        PPvoid_t copy = *entry == NULL ? NULL : JudyLIns(&tidy, key, PJE0);

        if (copy == PPJERR) {
            (void)JudyLFreeArray(&tidy, PJE0);
            return; /* later */
        }
        if (copy != NULL) {
            *copy = *entry;
        }
    }
    (void)JudyLFreeArray(judy, PJE0);
    *judy = tidy;
}

/* -- pools --------------------------------------------------------------------------- */

static eip_status publish_pools(struct eip__catalog *catalog) {
    struct eip__topology next = current(catalog);

    next.pools = table_of_pools(catalog);
    if (next.pools == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (eip__catalog_publish(catalog, &next) != EIP_OK) {
        free_table(catalog->host, &next.pools->retired);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return EIP_OK;
}

void eip__catalog_equip(const struct eip__pool *pool,
                        struct eip__space *space) {
    eip__note32(&space->policy, pool->policy);
    eip__note32(&space->flags, pool->flags);
    eip__note(&space->cooldown_ms, pool->cooldown_ms);
    eip__order_reset(space);
    eip__cool_reset(space);
}

void eip__catalog_set_pool(struct eip__catalog *catalog, struct eip__pool *pool,
                           const eip_pool_spec *spec) {
    struct eip__space *space = eip__pointer(eip__hint(&pool->space));

    pool->policy = spec->policy;
    if (spec->policy == EIP_POLICY_DEFAULT) {
        pool->policy = pool->ref.kind == EIP_POOL_AMAZON ? EIP_POLICY_SPREAD
                                                         : EIP_POLICY_LOWEST;
    }
    pool->flags = spec->flags;
    pool->cooldown_ms = (spec->flags & EIP_POOL_COOLDOWN_GIVEN) != 0
                            ? spec->cooldown_ms
                            : catalog->cooldown_ms;
    if (space != NULL) {
        eip__catalog_equip(pool, space);
    }
    if (pool->ref.kind != EIP_POOL_AMAZON) {
        return;
    }
    for (struct eip__group *group = catalog->groups; group != NULL;
         group = group->next) {
        space = eip__pointer(eip__hint(&group->space));
        if (space != NULL) {
            eip__catalog_equip(pool, space);
        }
    }
}

static uint64_t make_pool_id(struct eip__catalog *catalog) {
    uint64_t id;

    do {
        uint64_t number = ++catalog->pools_made;

        id = eip__id_make(&catalog->pool_key, (uint32_t)(number >> 32),
                          (uint32_t)number);
    } while (id == 0);
    return id;
}

/* Find the place of a new id, not yet filled. */
static eip_status place_pool(struct eip__catalog *catalog, eip_pool_ref *ref,
                             PPvoid_t *entry) {
    bool make = ref->id == 0 && ref->kind != EIP_POOL_AMAZON;

    do {
        if (make) {
            ref->id = make_pool_id(catalog);
        }
        *entry = JudyLIns(&catalog->pools[ref->kind], ref->id, PJE0);
        if (*entry == PPJERR) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
    } while (make && **entry != NULL);
    return **entry == NULL ? EIP_OK : EIP_ERR_EXISTS;
}

eip_status eip__catalog_add_pool(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__pool **result) {
    struct eip__pool *pool =
        eip__host_allocate_zeroed(catalog->host, sizeof *pool);
    PPvoid_t entry = NULL;
    eip_status status;

    if (pool == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    pool->ref = spec->pool;
    pool->owner = spec->owner;
    eip__catalog_set_pool(catalog, pool, spec);
    status = place_pool(catalog, &pool->ref, &entry);
    if (status == EIP_OK) {
        *entry = pool;
        catalog->pool_count++;
        if (eip__hint(&catalog->topology) != 0) {
            status = publish_pools(catalog);
        }
        if (status != EIP_OK) {
            catalog->pool_count--;
            *entry = NULL;
        }
    }
    if (status != EIP_OK) {
        eip__host_release(catalog->host, pool, sizeof *pool);
        return status;
    }
    *result = pool;
    return EIP_OK;
}

static void free_space(struct eip__host *host, struct eip__space *space) {
    if (space != NULL) {
        eip__space_free(host, &space->retired);
    }
}

static size_t shares_bytes(uint64_t room) {
    return sizeof(struct eip__shares) + room * sizeof(uint64_t);
}

static void free_shares(struct eip__host *host, struct eip__retired *retired) {
    struct eip__shares *shares = (struct eip__shares *)retired;

    eip__host_release(host, shares, shares_bytes(shares->room));
}

static void free_pool(struct eip__host *host, struct eip__retired *retired) {
    struct eip__pool *pool = (struct eip__pool *)retired;
    struct eip__shares *shares = eip__pointer(eip__hint(&pool->shares));

    if (shares != NULL) {
        free_shares(host, &shares->retired);
    }
    eip__radix_free(host, eip__pointer(eip__hint(&pool->tree)));
    free_space(host, eip__pointer(eip__hint(&pool->space)));
    (void)JudyLFreeArray(&pool->ranges, PJE0);
    eip__host_release(host, pool, sizeof *pool);
}

eip_status eip__catalog_remove_pool(struct eip__catalog *catalog,
                                    struct eip__pool *pool) {
    struct eip__space *space = eip__pointer(eip__hint(&pool->space));
    void **judy = &catalog->pools[pool->ref.kind];
    PPvoid_t entry;
    eip_status status;

    if (space != NULL && space->range_count != 0) {
        return EIP_ERR_POOL_IN_USE;
    }
    entry = JudyLGet(*judy, pool->ref.id, PJE0);
    *entry = NULL;
    catalog->pool_count--;
    status = publish_pools(catalog);
    if (status != EIP_OK) {
        *entry = pool;
        catalog->pool_count++;
        return status;
    }
    eip__catalog_tidy(judy, catalog->pool_count);
    eip__retire(catalog->lanes, &pool->retired, free_pool);
    return EIP_OK;
}

eip_status eip__catalog_share(struct eip__catalog *catalog,
                              struct eip__pool *pool, uint64_t account,
                              bool shared) {
    struct eip__shares *old = eip__pointer(eip__hint(&pool->shares));
    uint64_t had = old == NULL ? 0 : old->count;
    struct eip__shares *mine =
        eip__host_allocate_zeroed(catalog->host, shares_bytes(had + 1));

    if (mine == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    for (uint64_t i = 0; i < had; i++) {
        if (old->account[i] != account) {
            mine->account[mine->count++] = old->account[i];
        }
    }
    if (shared) {
        mine->account[mine->count++] = account;
    }
    mine->room = had + 1;
    eip__publish(&pool->shares, eip__value(mine));
    if (old != NULL) {
        eip__retire(catalog->lanes, &old->retired, free_shares);
    }
    return EIP_OK;
}

/* -- beginning and end ------------------------------------------------------------------ */

/* The first snapshot: all of it is new. */
static eip_status publish_first(struct eip__catalog *catalog,
                                struct eip__pool *amazon) {
    struct eip__topology first;

    memset(&first, 0, sizeof first);
    first.groups = table_of_groups(catalog);
    first.pools = table_of_pools(catalog);
    first.region = catalog->groups;
    first.amazon = amazon;
    if (first.groups != NULL && first.pools != NULL &&
        eip__catalog_publish(catalog, &first) == EIP_OK) {
        return EIP_OK;
    }
    if (first.groups != NULL) {
        free_table(catalog->host, &first.groups->retired);
    }
    if (first.pools != NULL) {
        free_table(catalog->host, &first.pools->retired);
    }
    return EIP_ERR_OUT_OF_MEMORY;
}

eip_status eip__catalog_open(struct eip__catalog *catalog,
                             struct eip__host *host, struct eip__lanes *lanes,
                             struct eip__records *records, uint64_t seed,
                             uint64_t cooldown_ms, eip_text region) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool *amazon = NULL;
    PPvoid_t entry;

    memset(catalog, 0, sizeof *catalog);
    catalog->host = host;
    catalog->lanes = lanes;
    catalog->records = records;
    catalog->cooldown_ms = cooldown_ms;
    eip__id_key(&catalog->pool_key, seed, 2);
    catalog->scatter_key = eip__hash_u64(3, seed);
    (void)pthread_mutex_init(&catalog->mutex, NULL);
    if (new_group(catalog, region, EIP_BORDER_GROUP_REGION) == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    catalog->groups->is_region = true;
    entry = JudySLIns(&catalog->group_names,
                      (const uint8_t *)catalog->groups->name, PJE0);
    if (entry == PPJERR ||
        eip__catalog_add_pool(catalog, &spec, &amazon) != EIP_OK) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    *entry = catalog->groups;
    return publish_first(catalog, amazon);
}

void eip__catalog_close(struct eip__catalog *catalog) {
    struct eip__topology *last = eip__pointer(eip__hint(&catalog->topology));

    if (last != NULL) {
        eip__radix_free(catalog->host, last->tree);
        free_table(catalog->host, &last->groups->retired);
        free_table(catalog->host, &last->pools->retired);
        free_topology(catalog->host, &last->retired);
    }
    eip__catalog_free_ranges(catalog);
    for (uint32_t kind = 0; kind < EIP__POOL_KINDS; kind++) {
        Word_t id = 0;
        PPvoid_t entry = JudyLFirst(catalog->pools[kind], &id, PJE0);

        for (; entry != NULL;
             entry = JudyLNext(catalog->pools[kind], &id, PJE0)) {
            struct eip__pool *pool = *entry;

            if (pool != NULL) {
                free_pool(catalog->host, &pool->retired);
            }
        }
        (void)JudyLFreeArray(&catalog->pools[kind], PJE0);
    }
    (void)JudySLFreeArray(&catalog->group_names, PJE0);
    while (catalog->groups != NULL) {
        free_space(catalog->host,
                   eip__pointer(eip__hint(&catalog->groups->space)));
        drop_group(catalog);
    }
    (void)pthread_mutex_destroy(&catalog->mutex);
}
