/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how border groups, scopes and pools become what their records say. */
#include "store/restore_books.h"

#include "registry/facts_pack.h"
#include "registry/tagset.h"
#include "space/cidr.h"

#include <string.h>

/* The space of a pool in a group, if it has one; without blocks so far. */
static eip_status get_space(struct eip__restore *restore,
                            struct eip__reader *in, struct eip__pool *pool,
                            eip__a64 *place) {
    struct eip__group *group;
    bool is_sound = eip__get_group(restore, in, &group);
    bool scattered = eip__get_u8(in) != 0;
    struct eip__layout *layout = NULL;
    struct eip__space *space;

    if (group == NULL) {
        return eip__restored(is_sound && !scattered);
    }
    space = eip__catalog_space(restore->catalog, pool, group, place);
    if (space != NULL) {
        layout = eip__cidr_add_begin(space, NULL, 0);
    }
    if (layout == NULL) {
        eip__catalog_free_space(restore->host, space);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    space->scattered = scattered;
    eip__cidr_commit(space, layout);
    eip__publish(place, eip__value(space));
    return EIP_OK;
}

/* -- groups ------------------------------------------------------------------------------ */

static struct eip__group *group_of(const struct eip__catalog *catalog,
                                   eip_text name) {
    struct eip__group *group = catalog->groups;

    while (group != NULL && (group->name_size != name.size ||
                             memcmp(group->name, name.data, name.size) != 0)) {
        group = group->next;
    }
    return group;
}

/* The first is the Region's, which is there; no other has a name that is. */
eip_status eip__restore_group(struct eip__restore *restore,
                              struct eip__item *item) {
    struct eip__group own = {.kind = 0};
    bool is_sound = eip__get_fields(&item->in, &eip__group_fields, &own);
    eip_text name = eip__get_text(&item->in);
    struct eip__group *group = NULL;
    const struct eip__space *space;
    eip_status status;

    if (!is_sound || item->id != restore->group_count || name.size == 0 ||
        name.size > EIP_LIMIT_NAME) {
        return EIP_ERR_STORE_DAMAGED;
    }
    group = group_of(restore->catalog, name);
    if ((group != NULL) != (item->id == 0)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    if (group == NULL) {
        group = eip__catalog_new_group(restore->catalog, name, own.kind);
    }
    if (group == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    restore->groups[restore->group_count++] = group;
    status = get_space(restore, &item->in, restore->amazon, &group->space);
    space = eip__pointer(eip__hint(&group->space));
    return status == EIP_OK
               ? eip__restored(space == NULL || space->group == group)
               : status;
}

/* -- scopes ------------------------------------------------------------------------------ */

/* Their numbers have no gaps. */
eip_status eip__restore_scope(struct eip__restore *restore,
                              struct eip__item *item) {
    struct eip__ipam_books *books = &restore->catalog->ipam;
    struct eip__ipam_scope own;
    uint64_t id;

    return eip__get_fields(&item->in, &eip__ipam_scope_fields, &own) &&
                   item->id == EIP__IPAM_SCOPES_MADE + books->scope_numbers
               ? eip__ipam_add_scope(books, restore->host, own.owner,
                                     own.is_private, &id)
               : EIP_ERR_STORE_DAMAGED;
}

/* -- what pools have ------------------------------------------------------------------------ */

static eip_status get_tags(struct eip__restore *restore, struct eip__reader *in,
                           eip__a64 *place) {
    struct eip__tagset *tags = NULL;
    eip_status status = eip__tags_unpack(in, restore->host, &tags);

    if (status == EIP_OK) {
        eip__publish(place, eip__value(tags));
    }
    return status;
}

static eip_status get_route_table(struct eip__restore *restore,
                                  struct eip__reader *in,
                                  struct eip__pool *pool) {
    eip_text text = eip__get_text(in);

    (void)restore;
    if (text.data == NULL || text.size >= sizeof pool->route_table) {
        return EIP_ERR_STORE_DAMAGED;
    }
    memcpy(pool->route_table, text.data, text.size);
    return EIP_OK;
}

static eip_status get_shares(struct eip__restore *restore,
                             struct eip__reader *in, struct eip__pool *pool) {
    uint64_t count = eip__get_u64(in);
    struct eip__shares *shares;

    if (count > in->left / sizeof(uint64_t)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    if (count == 0) {
        return EIP_OK;
    }
    shares = eip__catalog_new_shares(restore->host, count);
    if (shares == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    while (shares->count < count) {
        shares->account[shares->count++] = eip__get_u64(in);
    }
    eip__publish(&pool->shares, eip__value(shares));
    return EIP_OK;
}

static eip_status get_group_and_space(struct eip__restore *restore,
                                      struct eip__reader *in,
                                      struct eip__pool *pool) {
    return eip__get_group(restore, in, &pool->group)
               ? get_space(restore, in, pool, &pool->space)
               : EIP_ERR_STORE_DAMAGED;
}

static eip_status get_pool_tags(struct eip__restore *restore,
                                struct eip__reader *in,
                                struct eip__pool *pool) {
    return get_tags(restore, in, &pool->tags);
}

/* -- what IPAM pools have ------------------------------------------------------------------- */

/* The source came before. */
static eip_status get_source(struct eip__restore *restore,
                             struct eip__reader *in, struct eip__ipam *ipam) {
    uint64_t id = eip__get_u64(in);

    if (id == 0) {
        return EIP_OK;
    }
    ipam->source = eip__restored_pool(restore, EIP_POOL_IPAM, id);
    if (ipam->source == NULL || ipam->source == ipam->pool) {
        ipam->source = NULL;
        return EIP_ERR_STORE_DAMAGED;
    }
    ipam->depth = ipam->source->ipam->depth + 1;
    ipam->source->ipam->children++;
    return EIP_OK;
}

static eip_status get_notes(struct eip__restore *restore,
                            struct eip__reader *in, struct eip__ipam *ipam) {
    struct eip__note **const notes[] = {&ipam->description, &ipam->origin.id,
                                        &ipam->origin.type,
                                        &ipam->origin.region};
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < 4 && status == EIP_OK; i++) {
        status = eip__get_note(restore, in, notes[i]);
    }
    return status;
}

static eip_status get_ipam(struct eip__restore *restore, struct eip__reader *in,
                           struct eip__pool *pool) {
    struct eip__ipam *ipam = pool->ipam;
    eip_status status;

    if (ipam == NULL) {
        return EIP_OK;
    }
    status = eip__restored(eip__get_fields(in, &eip__ipam_fields, ipam));
    if (status == EIP_OK) {
        status = get_source(restore, in, ipam);
    }
    if (status == EIP_OK) {
        status = eip__restored(eip__get_group(restore, in, &ipam->locale));
    }
    if (status == EIP_OK) {
        status = get_tags(restore, in, &ipam->resource_tags);
    }
    return status == EIP_OK ? get_notes(restore, in, ipam) : status;
}

/* -- pools ----------------------------------------------------------------------------------- */

/* Amazon's is there. */
static eip_status enter_pool(struct eip__restore *restore,
                             const eip_pool_spec *spec,
                             struct eip__pool **pool) {
    eip_status status;

    if (spec->pool.kind == EIP_POOL_AMAZON) {
        *pool = restore->amazon;
        eip__catalog_set_pool(restore->catalog, *pool, spec);
        return EIP_OK;
    }
    status = eip__catalog_new_pool(restore->catalog, spec, pool);
    return status == EIP_ERR_EXISTS ? EIP_ERR_STORE_DAMAGED : status;
}

eip_status eip__restore_pool(struct eip__restore *restore,
                             struct eip__item *item) {
    static eip_status (*const members[])(
        struct eip__restore * restore, struct eip__reader * in,
        struct eip__pool * pool) = {get_group_and_space, get_route_table,
                                    get_shares, get_pool_tags, get_ipam};
    struct eip__pool own;
    uint64_t serial = eip__get_u64(&item->in);
    bool is_sound = eip__get_fields(&item->in, &eip__pool_fields, &own);
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool *pool = NULL;
    eip_status status;

    if (!is_sound || !eip__is_given(serial, restore->counters.pools_ever) ||
        item->pool_kind > EIP_POOL_COIP ||
        (item->id == 0) != (item->pool_kind == EIP_POOL_AMAZON)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    spec.pool = (eip_pool_ref){item->id, (uint32_t)item->pool_kind, 0};
    spec.owner = own.owner;
    spec.policy = own.policy;
    spec.flags = own.flags;
    spec.cooldown_ms = own.cooldown_ms;
    status = enter_pool(restore, &spec, &pool);
    if (status == EIP_OK) {
        pool->serial = serial;
    }
    for (uint32_t i = 0;
         i < sizeof members / sizeof *members && status == EIP_OK; i++) {
        status = members[i](restore, &item->in, pool);
    }
    return status;
}
