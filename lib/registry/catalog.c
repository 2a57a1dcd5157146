/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the topology's groups and its publication (I12), and the beginning and
 * end of the books. Pools are catalog_pool.c's, blocks catalog_cidr.c's. */
#include "registry/catalog.h"

#include "base/hash.h"
#include "registry/catalog_private.h"
#include "registry/policy.h"

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

void eip__catalog_free_table(struct eip__host *host,
                             struct eip__retired *retired) {
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
            eip__retire(catalog->lanes, &old->pools->retired,
                        eip__catalog_free_table);
        }
        if (old->groups != mine->groups) {
            eip__retire(catalog->lanes, &old->groups->retired,
                        eip__catalog_free_table);
        }
        if (old->policies != mine->policies && old->policies != NULL) {
            eip__retire(catalog->lanes, &old->policies->retired,
                        eip__catalog_free_table);
        }
        eip__retire_snapshot(catalog->lanes, &old->retired, free_topology);
    }
    return EIP_OK;
}

struct eip__table *eip__catalog_new_table(struct eip__host *host,
                                          uint64_t count) {
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

void eip__catalog_fill_table(struct eip__table *table, uint64_t hash,
                             void *entry) {
    while (table->entry[hash & table->mask] != NULL) {
        hash++;
    }
    table->entry[hash & table->mask] = entry;
}

struct eip__table *
eip__catalog_table_of_groups(const struct eip__catalog *catalog) {
    struct eip__table *table =
        eip__catalog_new_table(catalog->host, catalog->group_count);

    for (struct eip__group *group = catalog->groups;
         table != NULL && group != NULL; group = group->next) {
        eip__catalog_fill_table(
            table, eip__topology_hash_group(eip__group_name(group)), group);
    }
    return table;
}

struct eip__table *
eip__catalog_table_of_pools(const struct eip__catalog *catalog) {
    struct eip__table *table =
        eip__catalog_new_table(catalog->host, catalog->pool_count);

    for (uint32_t kind = 0; table != NULL && kind < EIP__POOL_KINDS; kind++) {
        Word_t id = 0;
        PPvoid_t entry = JudyLFirst(catalog->pools[kind], &id, PJE0);

        while (entry != NULL) {
            struct eip__pool *pool = *entry;

            if (pool != NULL) {
                eip__catalog_fill_table(
                    table, eip__topology_hash_pool(pool->ref), pool);
            }
            entry = JudyLNext(catalog->pools[kind], &id, PJE0);
        }
    }
    return table;
}

/* -- border groups ------------------------------------------------------------------ */

static eip_status publish_groups(struct eip__catalog *catalog) {
    struct eip__topology next = eip__catalog_current(catalog);

    next.groups = eip__catalog_table_of_groups(catalog);
    if (next.groups == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (eip__catalog_publish(catalog, &next) != EIP_OK) {
        eip__catalog_free_table(catalog->host, &next.groups->retired);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return EIP_OK;
}

struct eip__group *eip__catalog_new_group(struct eip__catalog *catalog,
                                          eip_text name, uint32_t kind) {
    struct eip__group *group =
        eip__host_allocate_zeroed(catalog->host, sizeof *group);

    if (group != NULL) {
        memcpy(group->name, name.data, name.size);
        group->name_size = name.size;
        group->kind = kind;
        group->number = (uint32_t)catalog->group_count;
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
    const struct eip__topology now = eip__catalog_current(catalog);

    if (eip__topology_group(&now, name) != NULL) {
        return EIP_ERR_EXISTS;
    }
    if (eip__catalog_new_group(catalog, name, kind) == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (publish_groups(catalog) != EIP_OK) {
        drop_group(catalog);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__touch(&catalog->dirty, EIP__DIRTY_GROUP, catalog->groups->number);
    return EIP_OK;
}

/* -- beginning and end ------------------------------------------------------------------ */

/* The first snapshot: all of it is new. */
static eip_status publish_first(struct eip__catalog *catalog,
                                struct eip__pool *amazon) {
    struct eip__topology first;

    memset(&first, 0, sizeof first);
    first.groups = eip__catalog_table_of_groups(catalog);
    first.pools = eip__catalog_table_of_pools(catalog);
    first.region = catalog->groups;
    first.amazon = amazon;
    if (first.groups != NULL && first.pools != NULL &&
        eip__catalog_publish(catalog, &first) == EIP_OK) {
        return EIP_OK;
    }
    if (first.groups != NULL) {
        eip__catalog_free_table(catalog->host, &first.groups->retired);
    }
    if (first.pools != NULL) {
        eip__catalog_free_table(catalog->host, &first.pools->retired);
    }
    return EIP_ERR_OUT_OF_MEMORY;
}

eip_status eip__catalog_open(struct eip__catalog *catalog,
                             struct eip__host *host, struct eip__lanes *lanes,
                             struct eip__records *records, uint64_t seed,
                             uint64_t cooldown_ms, eip_text region) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool *amazon = NULL;

    memset(catalog, 0, sizeof *catalog);
    catalog->host = host;
    catalog->lanes = lanes;
    catalog->records = records;
    catalog->cooldown_ms = cooldown_ms;
    eip__id_key(&catalog->pool_key, seed, 2);
    catalog->scatter_key = eip__hash_u64(3, seed);
    eip__ipam_books_open(&catalog->ipam, lanes, seed);
    catalog->ipam.dirty = &catalog->dirty;
    catalog->byoips.dirty = &catalog->dirty;
    (void)pthread_mutex_init(&catalog->mutex, NULL);
    if (eip__catalog_new_group(catalog, region, EIP_BORDER_GROUP_REGION) ==
        NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    catalog->groups->is_region = true;
    if (eip__catalog_add_pool(catalog, &spec, &amazon) != EIP_OK) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return publish_first(catalog, amazon);
}

void eip__catalog_close(struct eip__catalog *catalog) {
    struct eip__topology *last = eip__pointer(eip__hint(&catalog->topology));

    if (last != NULL) {
        eip__radix_free(catalog->host, last->tree);
        eip__catalog_free_table(catalog->host, &last->groups->retired);
        eip__catalog_free_table(catalog->host, &last->pools->retired);
        eip__policies_free(catalog->host, last->policies);
        free_topology(catalog->host, &last->retired);
    }
    eip__dirty_keep(&catalog->dirty, false);
    eip__byoips_close(&catalog->byoips, catalog->host);
    eip__ipam_books_close(&catalog->ipam, catalog->host);
    eip__catalog_free_parts(catalog);
    for (uint32_t kind = 0; kind < EIP__POOL_KINDS; kind++) {
        Word_t id = 0;
        PPvoid_t entry = JudyLFirst(catalog->pools[kind], &id, PJE0);

        for (; entry != NULL;
             entry = JudyLNext(catalog->pools[kind], &id, PJE0)) {
            struct eip__pool *pool = *entry;

            if (pool != NULL) {
                eip__catalog_free_pool(catalog->host, &pool->retired);
            }
        }
        (void)JudyLFreeArray(&catalog->pools[kind], PJE0);
    }
    while (catalog->groups != NULL) {
        eip__catalog_free_space(
            catalog->host, eip__pointer(eip__hint(&catalog->groups->space)));
        drop_group(catalog);
    }
    (void)pthread_mutex_destroy(&catalog->mutex);
}
