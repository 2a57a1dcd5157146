/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the pools, their ids and attributes, and the Judy arrays' ways. */
#include "registry/catalog_private.h"

#include "registry/tagset.h"
#include "space/cool.h"
#include "space/order.h"

#include <Judy.h>

/* -- pools --------------------------------------------------------------------------- */

static eip_status publish_table(struct eip__catalog *catalog,
                                struct eip__table *table) {
    struct eip__topology next = eip__catalog_current(catalog);

    next.pools = table;
    return eip__catalog_publish(catalog, &next);
}

void eip__catalog_equip(const struct eip__pool *pool,
                        struct eip__space *space) {
    struct eip__layout *layout = eip__space_layout(space);

    eip__note32(&space->policy, pool->policy);
    if (pool->policy == EIP_POLICY_RANDOM && layout != NULL) {
        eip__layout_recount(layout);
    }
    eip__note32(&space->flags, pool->flags);
    eip__note(&space->cooldown_ms, pool->cooldown_ms);
    eip__order_reset(space);
    eip__cool_reset(space);
}

void eip__catalog_set_pool(struct eip__catalog *catalog, struct eip__pool *pool,
                           const eip_pool_spec *spec) {
    struct eip__space *space = eip__pointer(eip__hint(&pool->space));

    eip__touch_pool(catalog, pool);
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

/* Judy 1.0.5 loses what an array holds if malloc fails as it goes from 31
 * entries to 32, or back. So each has more from its beginning, of no value. */
enum { FILLERS = 40 };

static bool is_filler(uint64_t index) {
    return index > UINT64_MAX - FILLERS;
}

static bool prime(void **judy) {
    for (uint64_t i = 0; i < FILLERS; i++) {
        if (JudyLIns(judy, UINT64_MAX - i, PJE0) == PPJERR) {
            (void)JudyLFreeArray(judy, PJE0);
            return false;
        }
    }
    return true;
}

void **eip__catalog_enter(void **judy, uint64_t index) {
    PPvoid_t entry = PPJERR;

    if (*judy != NULL || prime(judy)) {
        entry = JudyLIns(judy, index, PJE0);
    }
    return entry == PPJERR ? NULL : entry;
}

void eip__catalog_forget(void **judy, uint64_t index) {
    PPvoid_t entry = JudyLGet(*judy, index, PJE0);

    if (entry != NULL) {
        *entry = NULL;
        if (!is_filler(index)) {
            (void)JudyLDel(judy, index, PJE0);
        }
    }
}

void *eip__catalog_first(const void *judy, uint64_t *index) {
    Word_t at = *index;
    PPvoid_t entry = JudyLFirst(judy, &at, PJE0);

    while (entry != NULL && *entry == NULL) {
        entry = JudyLNext(judy, &at, PJE0);
    }
    *index = at;
    return entry == NULL ? NULL : *entry;
}

void *eip__catalog_last_below(const void *judy, uint64_t index) {
    Word_t at = index;
    PPvoid_t entry = JudyLPrev(judy, &at, PJE0);

    while (entry != NULL && *entry == NULL) {
        entry = JudyLPrev(judy, &at, PJE0);
    }
    return entry == NULL ? NULL : *entry;
}

void *eip__catalog_get(const void *judy, uint64_t index) {
    PPvoid_t entry = JudyLGet(judy, index, PJE0);

    return entry == NULL ? NULL : *entry;
}

void eip__catalog_clear(void **judy) {
    (void)JudyLFreeArray(judy, PJE0);
}

static uint64_t id_of_number(const struct eip__catalog *catalog,
                             uint64_t number) {
    return eip__id_make(&catalog->pool_key, (uint32_t)(number >> 32),
                        (uint32_t)number);
}

static bool is_taken(const struct eip__catalog *catalog, uint32_t kind,
                     uint64_t id) {
    const struct eip__topology *now =
        eip__pointer(eip__hint(&catalog->topology));

    return eip__topology_pool(now, (eip_pool_ref){id, kind, 0}) != NULL;
}

uint64_t eip__catalog_new_pool_id(struct eip__catalog *catalog, uint32_t kind) {
    uint64_t number = catalog->pools_made;
    uint64_t id;

    do {
        id = id_of_number(catalog, ++number);
    } while (id == 0 || is_taken(catalog, kind, id));
    catalog->pools_next = number;
    return id;
}

struct eip__pool *eip__catalog_pool_from(const struct eip__catalog *catalog,
                                         uint32_t kind, uint64_t id) {
    return eip__catalog_first(catalog->pools[kind], &id);
}

/* Find the place of a new id, not yet filled. */
static eip_status place_pool(struct eip__catalog *catalog, eip_pool_ref *ref,
                             PPvoid_t *entry) {
    if (ref->id == 0 && ref->kind != EIP_POOL_AMAZON) {
        ref->id = eip__catalog_new_pool_id(catalog, ref->kind);
    }
    *entry = eip__catalog_enter(&catalog->pools[ref->kind], ref->id);
    if (*entry == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return **entry == NULL ? EIP_OK : EIP_ERR_EXISTS;
}

/* An IPAM pool serves the Region unless it is told otherwise. */
static eip_status equip_ipam(struct eip__catalog *catalog,
                             struct eip__pool *pool) {
    if (pool->ref.kind != EIP_POOL_IPAM) {
        return EIP_OK;
    }
    pool->ipam = eip__ipam_new(&catalog->ipam, catalog->host, pool->owner);
    if (pool->ipam == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    pool->ipam->locale = eip__catalog_current(catalog).region;
    pool->ipam->pool = pool;
    return EIP_OK;
}

eip_status eip__catalog_new_pool(struct eip__catalog *catalog,
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
    pool->serial = ++catalog->pools_ever;
    eip__catalog_set_pool(catalog, pool, spec);
    status = equip_ipam(catalog, pool);
    if (status == EIP_OK) {
        status = place_pool(catalog, &pool->ref, &entry);
    }
    if (status != EIP_OK) {
        eip__ipam_free(catalog->host, pool->ipam);
        eip__host_release(catalog->host, pool, sizeof *pool);
        return status;
    }
    *entry = pool;
    catalog->pool_count++;
    *result = pool;
    return EIP_OK;
}

/* The first pool is there before any topology. */
eip_status eip__catalog_draft_pool(struct eip__catalog *catalog,
                                   const eip_pool_spec *spec,
                                   struct eip__pool_draft *draft) {
    eip_status status;

    *draft = (struct eip__pool_draft){NULL, NULL};
    status = eip__catalog_new_pool(catalog, spec, &draft->pool);
    if (status != EIP_OK) {
        return status;
    }
    if (eip__hint(&catalog->topology) != 0) {
        draft->table = eip__catalog_table_of_pools(catalog);
        if (draft->table == NULL) {
            eip__catalog_undo_pool(catalog, draft);
            return EIP_ERR_OUT_OF_MEMORY;
        }
    }
    return EIP_OK;
}

void eip__catalog_undo_pool(struct eip__catalog *catalog,
                            struct eip__pool_draft *draft) {
    struct eip__pool *pool = draft->pool;

    if (draft->table != NULL) {
        eip__catalog_free_table(catalog->host, &draft->table->retired);
    }
    catalog->pool_count--;
    eip__catalog_forget(&catalog->pools[pool->ref.kind], pool->ref.id);
    eip__ipam_free(catalog->host, pool->ipam);
    eip__host_release(catalog->host, pool, sizeof *pool);
}

void eip__catalog_keep_pool(struct eip__catalog *catalog,
                            const struct eip__pool *pool) {
    eip__touch_pool(catalog, pool);
    if (pool->ref.id == id_of_number(catalog, catalog->pools_next)) {
        catalog->pools_made = catalog->pools_next;
    }
}

eip_status eip__catalog_add_pool(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__pool **result) {
    struct eip__pool_draft draft;
    eip_status status = eip__catalog_draft_pool(catalog, spec, &draft);

    if (status != EIP_OK) {
        return status;
    }
    if (draft.table != NULL && publish_table(catalog, draft.table) != EIP_OK) {
        eip__catalog_undo_pool(catalog, &draft);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__catalog_keep_pool(catalog, draft.pool);
    *result = draft.pool;
    return EIP_OK;
}

/* Whoever sees the pool sees all of it, so it is changed before it is
 * published. */
eip_status eip__catalog_add_ipam(struct eip__catalog *catalog,
                                 const eip_pool_spec *spec,
                                 struct eip__ipam *ipam,
                                 struct eip__tagset *tags,
                                 struct eip__pool **result) {
    struct eip__pool_draft draft;
    struct eip__ipam *plain;
    eip_status status = eip__catalog_draft_pool(catalog, spec, &draft);

    if (status != EIP_OK) {
        return status;
    }
    plain = draft.pool->ipam;
    draft.pool->ipam = ipam;
    ipam->pool = draft.pool;
    draft.pool->group = ipam->locale;
    eip__publish(&draft.pool->tags, eip__value(tags));
    status = publish_table(catalog, draft.table);
    if (status != EIP_OK) {
        draft.pool->ipam = plain;
        eip__catalog_undo_pool(catalog, &draft);
        return status;
    }
    eip__ipam_free(catalog->host, plain);
    if (ipam->source != NULL) {
        ipam->source->ipam->children++;
    }
    eip__catalog_keep_pool(catalog, draft.pool);
    *result = draft.pool;
    return EIP_OK;
}

void eip__catalog_free_space(struct eip__host *host, struct eip__space *space) {
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

void eip__catalog_free_pool(struct eip__host *host,
                            struct eip__retired *retired) {
    struct eip__pool *pool = (struct eip__pool *)retired;
    struct eip__shares *shares = eip__pointer(eip__hint(&pool->shares));
    struct eip__tagset *tags = eip__pointer(eip__hint(&pool->tags));

    if (shares != NULL) {
        free_shares(host, &shares->retired);
    }
    eip__radix_free(host, eip__pointer(eip__hint(&pool->tree)));
    eip__catalog_free_space(host, eip__pointer(eip__hint(&pool->space)));
    (void)JudyLFreeArray(&pool->parts, PJE0);
    if (tags != NULL) {
        eip__tagset_free(host, &tags->retired);
    }
    eip__ipam_free(host, pool->ipam);
    eip__host_release(host, pool, sizeof *pool);
}

struct eip__table *eip__catalog_take_pool(struct eip__catalog *catalog,
                                          struct eip__pool *pool) {
    PPvoid_t entry =
        JudyLGet(catalog->pools[pool->ref.kind], pool->ref.id, PJE0);
    struct eip__table *table;

    *entry = NULL;
    catalog->pool_count--;
    table = eip__catalog_table_of_pools(catalog);
    if (table == NULL) {
        *entry = pool;
        catalog->pool_count++;
    }
    return table;
}

void eip__catalog_put_pool(struct eip__catalog *catalog, struct eip__pool *pool,
                           struct eip__table *table) {
    *JudyLGet(catalog->pools[pool->ref.kind], pool->ref.id, PJE0) = pool;
    catalog->pool_count++;
    eip__catalog_free_table(catalog->host, &table->retired);
}

void eip__catalog_retire_pool(struct eip__catalog *catalog,
                              struct eip__pool *pool) {
    eip__touch_pool(catalog, pool);
    /* Those of its CIDRs that were refused go with it. */
    eip__touch(&catalog->dirty, EIP__DIRTY_IPAM_CIDRS, pool->ref.id);
    eip__catalog_forget(&catalog->pools[pool->ref.kind], pool->ref.id);
    eip__retire(catalog->lanes, &pool->retired, eip__catalog_free_pool);
}

eip_status eip__catalog_remove_pool(struct eip__catalog *catalog,
                                    struct eip__pool *pool) {
    struct eip__space *space = eip__pointer(eip__hint(&pool->space));
    struct eip__byoip *byoip = pool->byoip;
    struct eip__table *table;

    if ((byoip != NULL && byoip->deed != EIP__BYOIP_MOVED) ||
        (space != NULL && space->range_count != 0) ||
        (pool->ipam != NULL && eip__ipam_in_use(pool->ipam))) {
        return EIP_ERR_POOL_IN_USE;
    }
    table = eip__catalog_take_pool(catalog, pool);
    if (table == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (publish_table(catalog, table) != EIP_OK) {
        eip__catalog_put_pool(catalog, pool, table);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (pool->ipam != NULL && pool->ipam->source != NULL) {
        pool->ipam->source->ipam->children--;
    }
    eip__catalog_retire_pool(catalog, pool);
    if (byoip != NULL) {
        eip__byoip_drop(&catalog->byoips, catalog->host, byoip);
    }
    return EIP_OK;
}

struct eip__shares *eip__catalog_new_shares(struct eip__host *host,
                                            uint64_t room) {
    struct eip__shares *shares =
        eip__host_allocate_zeroed(host, shares_bytes(room));

    if (shares != NULL) {
        shares->room = room;
    }
    return shares;
}

eip_status eip__catalog_share(struct eip__catalog *catalog,
                              struct eip__pool *pool, uint64_t account,
                              bool shared) {
    struct eip__shares *old = eip__pointer(eip__hint(&pool->shares));
    uint64_t had = old == NULL ? 0 : old->count;
    struct eip__shares *mine = eip__catalog_new_shares(catalog->host, had + 1);

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
    eip__touch_pool(catalog, pool);
    eip__publish(&pool->shares, eip__value(mine));
    if (old != NULL) {
        eip__retire(catalog->lanes, &old->retired, free_shares);
    }
    return EIP_OK;
}
