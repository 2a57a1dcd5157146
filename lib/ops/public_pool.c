/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a public IPv4 pool is to a caller, and its making and unmaking. */
#include "ops/public_pool.h"

#include "ops/pool_tags.h"

/* -- finding ------------------------------------------------------------------------- */

eip_status eip__public_pool(struct eip__call *call, const char *field,
                            eip_text id, struct eip__pool **pool) {
    struct eip__quoted quoted;

    *pool = eip__books_pool(call, id, EIP_POOL_PUBLIC_IPV4);
    return *pool != NULL ? EIP_OK
                         : eip__fail(call->error, EIP_ERR_POOL_NOT_FOUND, field,
                                     "The pool ID '%s' does not exist",
                                     eip__quote(&quoted, id));
}

struct eip__group *eip__public_group(const struct eip__call *call,
                                     const struct eip__pool *pool) {
    const struct eip__space *space = eip__pointer(eip__hint(&pool->space));

    if (space != NULL && space->range_count != 0) {
        return space->group;
    }
    return pool->group != NULL ? pool->group : call->topology->region;
}

static eip_status fail_group(struct eip__call *call, eip_text name) {
    struct eip__quoted quoted;

    return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "NetworkBorderGroup",
                     "invalid value for parameter NetworkBorderGroup: %s",
                     eip__quote(&quoted, name));
}

eip_status eip__public_group_named(struct eip__call *call, eip_text name,
                                   struct eip__group **group) {
    *group = eip__text_is_given(name)
                 ? eip__topology_group(call->topology, name)
                 : call->topology->region;
    return *group != NULL && (*group)->kind != EIP_BORDER_GROUP_WAVELENGTH
               ? EIP_OK
               : fail_group(call, name);
}

eip_status eip__public_group_is(struct eip__call *call, eip_text name,
                                const struct eip__group *group) {
    return !eip__text_is_given(name) || eip__text_equals(name, group->name)
               ? EIP_OK
               : fail_group(call, name);
}

eip_status eip__public_cidr(struct eip__call *call, eip_text text,
                            eip_cidr *cidr) {
    struct eip__quoted quoted;

    return eip_cidr_parse(text, cidr) == EIP_OK && cidr->prefix_bits >= 8
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                           "Value (%s) for parameter cidr is invalid. This is "
                           "not a valid CIDR block.",
                           eip__quote(&quoted, text));
}

/* -- CreatePublicIpv4Pool -------------------------------------------------------------- */

static eip_status make_pool(struct eip__call *call, struct eip__group *group,
                            struct eip__tagset *tags, eip_pool_ref *ref) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool *pool = NULL;
    eip_status status;

    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = call->number;
    status = eip__catalog_add_pool(&call->engine->catalog, &spec, &pool);
    if (status != EIP_OK) {
        return eip__call_fail(call, status);
    }
    pool->group = group;
    eip__publish(&pool->tags, eip__value(tags));
    *ref = pool->ref;
    return EIP_OK;
}

static eip_status create(struct eip__call *call,
                         const eip_create_public_ipv4_pool_request *request,
                         eip_pool_ref *ref) {
    struct eip__tagset *tags = NULL;
    struct eip__group *group = NULL;
    uint64_t bytes = 0;
    uint32_t total = 0;
    eip_status status = eip__tagset_check(
        request->tag_specifications, request->tag_specification_count,
        "ipv4pool-ec2", call->error, &total, &bytes);

    if (status == EIP_OK) {
        status = eip__public_group_named(call, request->network_border_group,
                                         &group);
    }
    if (status == EIP_OK && (request->flags & EIP_PUBLIC_POOL_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = eip__books_tags(call, request->tag_specifications,
                                 request->tag_specification_count, total, bytes,
                                 &tags);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = make_pool(call, group, tags, ref);
    if (status != EIP_OK && tags != NULL) {
        eip__tagset_free(&call->engine->host, &tags->retired);
    }
    return status;
}

static eip_status read_create(const eip_create_public_ipv4_pool_request *theirs,
                              eip_create_public_ipv4_pool_request *own,
                              eip_error *error) {
    eip_status status;

    if (theirs == NULL) {
        *own = (eip_create_public_ipv4_pool_request)
            EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    if (status == EIP_OK &&
        (own->reserved != 0 ||
         (own->flags & ~(uint32_t)EIP_PUBLIC_POOL_DRY_RUN) != 0 ||
         !eip__text_is_formed(own->network_border_group))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    return eip__tagset_form(own->tag_specifications,
                            own->tag_specification_count, error);
}

eip_status
eip_create_public_ipv4_pool(eip_engine *engine, const eip_caller *caller,
                            const eip_create_public_ipv4_pool_request *request,
                            eip_pool_ref *pool, eip_error *error) {
    eip_create_public_ipv4_pool_request own;
    eip_pool_ref ref = {0, 0, 0};
    struct eip__call call;
    eip_status status;

    if (pool == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    status = read_create(request, &own, error);
    if (status == EIP_OK) {
        status =
            eip__books_begin(&call, engine, caller, "ec2:CreatePublicIpv4Pool",
                             (eip_text){NULL, 0, 0}, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_end(&call, create(&call, &own, &ref));
    if (status == EIP_OK) {
        *pool = ref;
    }
    return status;
}

/* -- DeletePublicIpv4Pool -------------------------------------------------------------- */

static eip_status
delete_pool(struct eip__call *call,
            const eip_delete_public_ipv4_pool_request *request) {
    struct eip__pool *pool = NULL;
    const struct eip__space *space;
    struct eip__byoip *byoip;
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_status status = eip__books_require(call, "PoolId", request->pool_id);

    if (status == EIP_OK) {
        status = eip__public_pool(call, "PoolId", request->pool_id, &pool);
    }
    if (status == EIP_OK) {
        status = eip__public_group_is(call, request->network_border_group,
                                      eip__public_group(call, pool));
    }
    if (status != EIP_OK) {
        return status;
    }
    space = eip__pointer(eip__hint(&pool->space));
    byoip = pool->byoip;
    if ((byoip != NULL && byoip->deed != EIP__BYOIP_MOVED) ||
        (space != NULL && space->range_count != 0)) {
        (void)eip_pool_id_format(pool->ref, text);
        return eip__fail(call->error, EIP_ERR_POOL_IN_USE, "PoolId",
                         "The pool '%s' has addresses", text);
    }
    if ((request->flags & EIP_PUBLIC_POOL_DRY_RUN) != 0) {
        return eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    status = eip__catalog_remove_pool(&call->engine->catalog, pool);
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

eip_status
eip_delete_public_ipv4_pool(eip_engine *engine, const eip_caller *caller,
                            const eip_delete_public_ipv4_pool_request *request,
                            eip_error *error) {
    eip_delete_public_ipv4_pool_request own;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)EIP_PUBLIC_POOL_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.pool_id) ||
         !eip__text_is_formed(own.network_border_group))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__books_begin(&call, engine, caller, "ec2:DeletePublicIpv4Pool",
                              own.pool_id, error);
    return status == EIP_OK ? eip__admin_end(&call, delete_pool(&call, &own))
                            : status;
}

/* -- tags -------------------------------------------------------------------------------- */

eip_status eip__public_change_tags(struct eip__call *call, eip_text id,
                                   const struct eip__tag_change *change) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__public_pool(call, "ResourceId", id, &pool);

    return status == EIP_OK ? eip__pool_tags_change(call, pool, change)
                            : status;
}

eip_status eip__public_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                  void *context) {
    return eip__pool_tags_visit(call, EIP_POOL_PUBLIC_IPV4, "ipv4pool-ec2",
                                visit, context);
}
