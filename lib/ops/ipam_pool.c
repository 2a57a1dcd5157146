/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateIpamPool. */
#include "ops/ipam_creation.h"

typedef eip_create_ipam_pool_request request_t;

/* -- making it ----------------------------------------------------------------------------------- */

static uint32_t flags_of(const struct eip__creation *c) {
    const request_t *request = c->request;
    uint32_t flags = c->scope.is_private ? EIP__IPAM_PRIVATE : 0;

    if (eip__text_equals(request->aws_service, "ec2")) {
        flags |= EIP__IPAM_EC2;
    }
    if (eip__text_equals(request->aws_service, "global-services")) {
        flags |= EIP__IPAM_GLOBAL;
    }
    if (eip__text_equals(request->public_ip_source, "amazon")) {
        flags |= EIP__IPAM_AMAZON;
    }
    return flags;
}

/* False: no memory. An absent text has no note. */
static bool note(const struct eip__creation *c, eip_text text,
                 struct eip__note **note) {
    if (eip__text_is_given(text)) {
        *note = eip__note_new(&c->call->engine->host, text);
    }
    return !eip__text_is_given(text) || *note != NULL;
}

static bool fill(const struct eip__creation *c, struct eip__ipam *ipam) {
    const request_t *request = c->request;
    const eip_tag_specification spec =
        eip__ipam_spec_of(request->allocation_resource_tags,
                          request->allocation_resource_tag_count);
    struct eip__tagset *tags = NULL;

    if (eip__books_tags(c->call, &spec, 1, spec.tag_count,
                        c->resource_tag_bytes, &tags) != EIP_OK) {
        return false;
    }
    eip__publish(&ipam->resource_tags, eip__value(tags));
    return note(c, request->description, &ipam->description) &&
           note(c, request->source_resource_id, &ipam->origin.id) &&
           note(c, request->source_resource_type, &ipam->origin.type) &&
           note(c, request->source_resource_region, &ipam->origin.region);
}

static struct eip__ipam *new_ipam(const struct eip__creation *c) {
    struct eip__host *host = &c->call->engine->host;
    const request_t *request = c->request;
    struct eip__ipam *ipam =
        eip__ipam_new(&c->call->engine->catalog.ipam, host, c->call->number);

    if (ipam == NULL) {
        return NULL;
    }
    ipam->scope = c->scope_id;
    ipam->source = c->source;
    ipam->locale = c->locale;
    ipam->depth = c->source == NULL ? 1 : c->source->ipam->depth + 1;
    ipam->flags = flags_of(c);
    ipam->serves = c->locale != NULL && !c->scope.is_private &&
                   (ipam->flags & EIP__IPAM_EC2) != 0;
    ipam->auto_import = (request->flags & EIP_IPAM_AUTO_IMPORT) != 0;
    ipam->created_ms = eip__moment_now(&c->call->moment);
    ipam->origin.owner = c->origin_owner;
    if ((request->flags & EIP_IPAM_MIN_NETMASK) != 0) {
        ipam->netmask_min = request->allocation_min_netmask_length;
    }
    if ((request->flags & EIP_IPAM_MAX_NETMASK) != 0) {
        ipam->netmask_max = request->allocation_max_netmask_length;
    }
    if ((request->flags & EIP_IPAM_DEFAULT_NETMASK) != 0) {
        ipam->netmask_default = request->allocation_default_netmask_length;
    }
    if (!fill(c, ipam)) {
        eip__ipam_free(host, ipam);
        return NULL;
    }
    return ipam;
}

/* The answer first, of a pool like the one to be. */
static eip_status publish(const struct eip__creation *c, struct eip__ipam *ipam,
                          struct eip__tagset *tags,
                          struct eip__results **list) {
    struct eip__call *call = c->call;
    struct eip__catalog *catalog = &call->engine->catalog;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__pool like = {.owner = call->number, .ipam = ipam};
    struct eip__pool *pool = NULL;
    eip_status status;

    spec.owner = call->number;
    spec.pool = (eip_pool_ref){eip__catalog_new_pool_id(catalog, EIP_POOL_IPAM),
                               EIP_POOL_IPAM, 0};
    like.ref = spec.pool;
    eip__publish(&like.tags, eip__value(tags));
    status = eip__ipam_list(call, &like, "create-in-progress", list);
    if (status != EIP_OK) {
        return status;
    }
    status = eip__catalog_add_ipam(catalog, &spec, ipam, tags, &pool);
    if (status != EIP_OK) {
        eip__results_free(*list);
        *list = NULL;
        return eip__call_fail(call, status);
    }
    eip__ipam_ask_keep(call, &c->ask, pool->ref.id);
    return EIP_OK;
}

static eip_status make(const struct eip__creation *c,
                       struct eip__results **list) {
    struct eip__host *host = &c->call->engine->host;
    struct eip__ipam *ipam = new_ipam(c);
    struct eip__tagset *tags = NULL;
    eip_status status;

    if (ipam == NULL) {
        return eip__call_fail(c->call, EIP_ERR_OUT_OF_MEMORY);
    }
    status = eip__books_tags(c->call, c->request->tag_specifications,
                             c->request->tag_specification_count, c->tags,
                             c->tag_bytes, &tags);
    if (status == EIP_OK) {
        status = publish(c, ipam, tags, list);
    }
    if (status != EIP_OK) {
        eip__ipam_free(host, ipam);
        if (tags != NULL) {
            eip__tagset_free(host, &tags->retired);
        }
    }
    return status;
}

static eip_status again(const struct eip__creation *c, uint64_t id, bool is_dry,
                        struct eip__results **list) {
    struct eip__pool *pool = eip__topology_pool(
        c->call->topology, (eip_pool_ref){id, EIP_POOL_IPAM, 0});

    if (pool == NULL) {
        return eip__ipam_ask_gone(c->call);
    }
    return is_dry ? eip__call_fail(c->call, EIP_ERR_DRY_RUN)
                  : eip__ipam_list(c->call, pool, NULL, list);
}

static eip_status create(struct eip__creation *c, struct eip__results **list) {
    bool is_dry = (c->request->flags & EIP_IPAM_DRY_RUN) != 0;
    uint64_t before = 0;
    eip_status status = eip__creation_check(c);

    if (status == EIP_OK) {
        status = eip__ipam_asked(c->call, &c->ask, &before);
    }
    if (status == EIP_OK && before != 0) {
        return again(c, before, is_dry, list);
    }
    if (status == EIP_OK) {
        status = eip__creation_limits(c);
    }
    if (status == EIP_OK && is_dry) {
        status = eip__call_fail(c->call, EIP_ERR_DRY_RUN);
    }
    return status == EIP_OK ? make(c, list) : status;
}

static bool is_formed(const request_t *request) {
    const uint32_t known = EIP_IPAM_DRY_RUN | EIP_IPAM_AUTO_IMPORT |
                           EIP_IPAM_PUBLICLY_ADVERTISABLE |
                           EIP_IPAM_MIN_NETMASK | EIP_IPAM_MAX_NETMASK |
                           EIP_IPAM_DEFAULT_NETMASK;
    const eip_text texts[] = {request->ipam_scope_id,
                              request->address_family,
                              request->locale,
                              request->source_ipam_pool_id,
                              request->description,
                              request->client_token,
                              request->aws_service,
                              request->public_ip_source,
                              request->source_resource_id,
                              request->source_resource_type,
                              request->source_resource_region,
                              request->source_resource_owner};

    return request->reserved == 0 && (request->flags & ~known) == 0 &&
           eip__texts_form(texts, sizeof texts / sizeof texts[0]) == EIP_OK;
}

static eip_status read_request(const request_t *theirs, request_t *own,
                               eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK && !is_formed(own)) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__ipam_form_tags(own->allocation_resource_tags,
                                 own->allocation_resource_tag_count, error);
    return status == EIP_OK
               ? eip__tagset_form(own->tag_specifications,
                                  own->tag_specification_count, error)
               : status;
}

eip_status eip_create_ipam_pool(eip_engine *engine, const eip_caller *caller,
                                const eip_create_ipam_pool_request *request,
                                eip_ipam_pool_list **pool, eip_error *error) {
    struct eip__results *results = NULL;
    struct eip__call call;
    request_t own;
    struct eip__creation c = {.call = &call, .request = &own};
    eip_status status;

    if (pool == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, "ec2:CreateIpamPool",
                                  own.source_ipam_pool_id, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__books_end(&call, create(&c, &results), &results);
    if (status == EIP_OK) {
        *pool = (eip_ipam_pool_list *)results;
    }
    return status;
}
