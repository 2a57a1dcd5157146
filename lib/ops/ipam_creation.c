/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what CreateIpamPool's parameters mean, and what is wrong with them. */
#include "ops/ipam_creation.h"

typedef eip_create_ipam_pool_request request_t;

/* -- syntax ------------------------------------------------------------------------------- */

static eip_status fail_value(struct eip__call *call, const char *field,
                             eip_text value) {
    struct eip__quoted quoted;

    return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, field,
                     "Value (%s) for parameter %s is invalid.",
                     eip__quote(&quoted, value), field);
}

static eip_status check_word(struct eip__call *call, const char *field,
                             eip_text value, const char *one,
                             const char *other) {
    return !eip__text_is_given(value) || eip__text_equals(value, one) ||
                   eip__text_equals(value, other)
               ? EIP_OK
               : fail_value(call, field, value);
}

static eip_status check_words(const struct eip__creation *c) {
    const request_t *request = c->request;
    eip_status status;

    if (eip__text_equals(request->address_family, "ipv6")) {
        return eip__fail(c->call->error, EIP_ERR_UNSUPPORTED_OPERATION,
                         "AddressFamily", "There are no IPv6 pools here");
    }
    status = check_word(c->call, "AddressFamily", request->address_family,
                        "ipv4", "ipv4");
    if (status == EIP_OK) {
        status = check_word(c->call, "AwsService", request->aws_service, "ec2",
                            "global-services");
    }
    if (status == EIP_OK) {
        status = check_word(c->call, "PublicIpSource",
                            request->public_ip_source, "amazon", "byoip");
    }
    if (status == EIP_OK) {
        status = check_word(c->call, "SourceResource.ResourceType",
                            request->source_resource_type, "vpc", "vpc");
    }
    return status == EIP_OK
               ? eip__books_description(c->call, request->description,
                                        EIP_IPAM_DESCRIPTION_MAX)
               : status;
}

static eip_status check_netmasks(const struct eip__creation *c) {
    const request_t *request = c->request;
    const int32_t lengths[] = {request->allocation_min_netmask_length,
                               request->allocation_max_netmask_length,
                               request->allocation_default_netmask_length};
    const uint32_t flags = request->flags;
    const struct eip__ipam ipam = {
        .netmask_min = (flags & EIP_IPAM_MIN_NETMASK) != 0 ? lengths[0] : -1,
        .netmask_max = (flags & EIP_IPAM_MAX_NETMASK) != 0 ? lengths[1] : -1,
        .netmask_default =
            (flags & EIP_IPAM_DEFAULT_NETMASK) != 0 ? lengths[2] : -1,
    };
    eip_status status = eip__ipam_each_netmask(c->call, flags, lengths);

    return status == EIP_OK ? eip__ipam_netmasks(c->call, &ipam) : status;
}

static eip_status check_required(struct eip__creation *c) {
    eip_status status =
        eip__books_require(c->call, "IpamScopeId", c->request->ipam_scope_id);

    return status == EIP_OK ? eip__books_require(c->call, "AddressFamily",
                                                 c->request->address_family)
                            : status;
}

static eip_status check_locale(struct eip__creation *c) {
    eip_text locale = c->request->locale;

    if (!eip__text_is_given(locale) || eip__text_equals(locale, "None")) {
        return EIP_OK;
    }
    c->locale = eip__topology_group(c->call->topology, locale);
    return c->locale != NULL && c->locale->kind != EIP_BORDER_GROUP_WAVELENGTH
               ? EIP_OK
               : fail_value(c->call, "Locale", locale);
}

/* Each part by itself. */
static eip_status check_origin(struct eip__creation *c) {
    const request_t *request = c->request;

    if (eip__text_is_given(request->source_resource_owner) &&
        eip_account_parse(request->source_resource_owner, &c->origin_owner) !=
            EIP_OK) {
        return fail_value(c->call, "SourceResource.ResourceOwner",
                          request->source_resource_owner);
    }
    if (request->source_resource_id.size > EIP_LIMIT_RESOURCE_ID) {
        return fail_value(c->call, "SourceResource.ResourceId",
                          request->source_resource_id);
    }
    return request->source_resource_region.size <= EIP_LIMIT_NAME
               ? EIP_OK
               : fail_value(c->call, "SourceResource.ResourceRegion",
                            request->source_resource_region);
}

static eip_status check_combinations(struct eip__creation *c) {
    const request_t *request = c->request;
    uint32_t given = (uint32_t)eip__text_is_given(request->source_resource_id) +
                     eip__text_is_given(request->source_resource_type) +
                     eip__text_is_given(request->source_resource_region) +
                     eip__text_is_given(request->source_resource_owner);

    if (given != 0 && given != 4) {
        return eip__fail(c->call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "SourceResource",
                         "The parameter SourceResource needs ResourceId, "
                         "ResourceType, ResourceRegion and ResourceOwner");
    }
    return (request->flags & EIP_IPAM_PUBLICLY_ADVERTISABLE) == 0
               ? EIP_OK
               : eip__fail(
                     c->call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                     "PubliclyAdvertisable",
                     "The request can only contain PubliclyAdvertisable if the "
                     "AddressFamily is IPv6 and PublicIpSource is byoip.");
}

static eip_status check_syntax(struct eip__creation *c) {
    const request_t *request = c->request;
    eip_status status = check_required(c);

    if (status == EIP_OK) {
        status = check_words(c);
    }
    if (status == EIP_OK) {
        status = check_netmasks(c);
    }
    if (status == EIP_OK) {
        status = check_locale(c);
    }
    if (status == EIP_OK) {
        status = check_origin(c);
    }
    if (status == EIP_OK) {
        status = eip__ipam_ask_open(c->call, "ec2:CreateIpamPool",
                                    request->client_token, &c->ask);
    }
    if (status == EIP_OK) {
        status = check_combinations(c);
    }
    if (status == EIP_OK) {
        status = eip__ipam_check_tags(
            c->call, request->allocation_resource_tags,
            request->allocation_resource_tag_count, &c->resource_tag_bytes);
    }
    return status == EIP_OK
               ? eip__tagset_check(request->tag_specifications,
                                   request->tag_specification_count,
                                   "ipam-pool", c->call->error, &c->tags,
                                   &c->tag_bytes)
               : status;
}

/* -- what it refers to ----------------------------------------------------------------------- */

static eip_status find_scope(struct eip__creation *c) {
    struct eip__quoted quoted;

    if (eip_ipam_scope_id_parse(c->request->ipam_scope_id, &c->scope_id) ==
            EIP_OK &&
        eip__ipam_scope(&c->call->engine->catalog.ipam, c->scope_id,
                        &c->scope) &&
        c->scope.owner == c->call->number) {
        return EIP_OK;
    }
    return eip__fail(c->call->error, EIP_ERR_IPAM_SCOPE_NOT_FOUND,
                     "IpamScopeId", "The ipam-scope ID '%s' does not exist",
                     eip__quote(&quoted, c->request->ipam_scope_id));
}

static eip_status fail_combination(const struct eip__creation *c,
                                   const char *field, const char *why) {
    return eip__fail(c->call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                     field, "The parameter %s cannot be used: %s", field, why);
}

static eip_status check_scope(const struct eip__creation *c) {
    const request_t *request = c->request;

    if (!c->scope.is_private) {
        return eip__text_is_given(request->source_resource_id)
                   ? fail_combination(c, "SourceResource",
                                      "the scope is public")
                   : EIP_OK;
    }
    if (eip__text_is_given(request->aws_service)) {
        return fail_combination(c, "AwsService", "the scope is private");
    }
    return eip__text_is_given(request->public_ip_source)
               ? fail_combination(c, "PublicIpSource", "the scope is private")
               : EIP_OK;
}

static eip_status find_source(struct eip__creation *c) {
    eip_text id = c->request->source_ipam_pool_id;
    const struct eip__ipam *ipam;
    eip_status status;

    if (!eip__text_is_given(id)) {
        return EIP_OK;
    }
    status = eip__ipam_own_pool(c->call, "SourceIpamPoolId", id, &c->source);
    if (status != EIP_OK) {
        return status;
    }
    ipam = c->source->ipam;
    if (ipam->scope != c->scope_id) {
        return fail_combination(c, "SourceIpamPoolId",
                                "it is in another scope");
    }
    return ipam->locale == NULL || ipam->locale == c->locale
               ? EIP_OK
               : fail_value(c->call, "Locale",
                            c->locale == NULL ? eip_text_of("None")
                                              : c->request->locale);
}

static void ask_all(struct eip__creation *c) {
    const request_t *r = c->request;
    const eip_text texts[] = {
        r->ipam_scope_id,        r->locale,
        r->source_ipam_pool_id,  r->description,
        r->aws_service,          r->public_ip_source,
        r->source_resource_id,   r->source_resource_region,
        r->source_resource_owner};

    for (uint32_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        eip__ipam_ask_text(&c->ask, texts[i]);
    }
    eip__ipam_ask_number(&c->ask, r->flags & ~(uint32_t)EIP_IPAM_DRY_RUN);
    eip__ipam_ask_number(&c->ask, (uint32_t)r->allocation_min_netmask_length);
    eip__ipam_ask_number(&c->ask, (uint32_t)r->allocation_max_netmask_length);
    eip__ipam_ask_number(&c->ask,
                         (uint32_t)r->allocation_default_netmask_length);
    eip__ipam_ask_tags(&c->ask, r->allocation_resource_tags,
                       r->allocation_resource_tag_count);
    eip__ipam_ask_specs(&c->ask, r->tag_specifications,
                        r->tag_specification_count);
}

eip_status eip__creation_limits(const struct eip__creation *c) {
    const struct eip__catalog *catalog = &c->call->engine->catalog;
    struct eip__pool *pool = eip__catalog_pool_from(catalog, EIP_POOL_IPAM, 0);
    uint32_t count = 0;

    while (pool != NULL) {
        count += pool->ipam->scope == c->scope_id;
        pool = pool->ref.id == UINT64_MAX
                   ? NULL
                   : eip__catalog_pool_from(catalog, EIP_POOL_IPAM,
                                            pool->ref.id + 1);
    }
    if (count >= EIP_IPAM_POOLS_MAX) {
        return eip__fail(c->call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                         "IpamScopeId",
                         "The number of pools of the scope has reached the "
                         "maximum of %d",
                         EIP_IPAM_POOLS_MAX);
    }
    return c->source == NULL || c->source->ipam->depth < EIP_IPAM_DEPTH_MAX
               ? EIP_OK
               : eip__fail(c->call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                           "SourceIpamPoolId",
                           "The depth of pools has reached the maximum of %d",
                           EIP_IPAM_DEPTH_MAX);
}

eip_status eip__creation_check(struct eip__creation *c) {
    eip_status status = check_syntax(c);

    if (status == EIP_OK) {
        status = find_scope(c);
    }
    if (status == EIP_OK) {
        status = check_scope(c);
    }
    if (status == EIP_OK) {
        status = find_source(c);
    }
    if (status == EIP_OK) {
        ask_all(c);
    }
    return status;
}
