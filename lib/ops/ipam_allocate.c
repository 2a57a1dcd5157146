/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateIpamPoolCidr. */
#include "ops/ipam_allocation.h"

typedef eip_allocate_ipam_pool_cidr_request request_t;

enum { CIDRS_MAX = 1000 };

/** One AllocateIpamPoolCidr. */
struct custom {
    struct eip__call *call;
    const request_t *request;
    struct eip__ipam_ask ask;
    struct eip__ipam_want want;
    eip_cidr *cidrs; /* allowed ones, then those that are not */
    uint64_t cidr_bytes;
    uint64_t tag_bytes;
    uint32_t tags;
};

/* -- syntax ------------------------------------------------------------------------------- */

static eip_status fail_combination(struct custom *c, const char *one,
                                   const char *other) {
    return eip__fail(c->call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION, one,
                     "The parameter %s cannot be used with the parameter %s",
                     one, other);
}

static eip_status check_combination(struct custom *c) {
    const request_t *request = c->request;

    c->want.named = eip__text_is_given(request->cidr);
    if (!c->want.named) {
        return EIP_OK;
    }
    if ((request->flags & EIP_IPAM_NETMASK) != 0) {
        return fail_combination(c, "NetmaskLength", "Cidr");
    }
    if (request->allowed_cidr_count != 0) {
        return fail_combination(c, "AllowedCidr", "Cidr");
    }
    return request->disallowed_cidr_count != 0
               ? fail_combination(c, "DisallowedCidr", "Cidr")
               : EIP_OK;
}

static eip_status read_cidrs(struct custom *c, const char *field,
                             const eip_text *texts, uint32_t count,
                             eip_cidr *cidrs) {
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < count && status == EIP_OK; i++) {
        status = eip__ipam_cidr_read(c->call, field, texts[i], &cidrs[i]);
        if (status != EIP_OK) {
            eip__fail_index(c->call->error, i);
        }
    }
    return status;
}

static eip_status read_bounds(struct custom *c) {
    const request_t *request = c->request;
    uint32_t allowed = request->allowed_cidr_count;
    uint32_t refused = request->disallowed_cidr_count;
    eip_status status;

    if (allowed > CIDRS_MAX || refused > CIDRS_MAX) {
        return eip__fail(c->call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         allowed > CIDRS_MAX ? "AllowedCidr" : "DisallowedCidr",
                         "There are more than %d CIDRs", CIDRS_MAX);
    }
    if (allowed + refused == 0) {
        return EIP_OK;
    }
    c->cidr_bytes = (allowed + refused) * sizeof *c->cidrs;
    c->cidrs = eip__host_allocate(&c->call->engine->host, c->cidr_bytes);
    if (c->cidrs == NULL) {
        return eip__call_fail(c->call, EIP_ERR_OUT_OF_MEMORY);
    }
    c->want.allowed = c->cidrs;
    c->want.allowed_count = allowed;
    c->want.refused = c->cidrs + allowed;
    c->want.refused_count = refused;
    status =
        read_cidrs(c, "AllowedCidr", request->allowed_cidrs, allowed, c->cidrs);
    return status == EIP_OK
               ? read_cidrs(c, "DisallowedCidr", request->disallowed_cidrs,
                            refused, c->cidrs + allowed)
               : status;
}

static eip_status check_syntax(struct custom *c) {
    const request_t *request = c->request;
    eip_status status =
        eip__books_require(c->call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK && eip__text_is_given(request->cidr)) {
        status =
            eip__ipam_cidr_read(c->call, "Cidr", request->cidr, &c->want.cidr);
    }
    if (status == EIP_OK && (request->flags & EIP_IPAM_NETMASK) != 0) {
        status = eip__ipam_netmask(c->call, "NetmaskLength",
                                   request->netmask_length);
    }
    if (status == EIP_OK) {
        status = eip__books_description(c->call, request->description,
                                        EIP_IPAM_DESCRIPTION_MAX);
    }
    if (status == EIP_OK) {
        status = eip__ipam_ask_open(c->call, "ec2:AllocateIpamPoolCidr",
                                    request->client_token, &c->ask);
    }
    if (status == EIP_OK) {
        status = read_bounds(c);
    }
    if (status == EIP_OK) {
        status = check_combination(c);
    }
    return status == EIP_OK
               ? eip__tagset_check(request->tag_specifications,
                                   request->tag_specification_count,
                                   "ipam-pool-allocation", c->call->error,
                                   &c->tags, &c->tag_bytes)
               : status;
}

/* How long its netmask is, and may it be? */
static eip_status read_length(struct custom *c) {
    const struct eip__ipam *ipam = c->want.pool->ipam;
    int32_t length = (int32_t)c->want.cidr.prefix_bits;

    if (!c->want.named) {
        length = (c->request->flags & EIP_IPAM_NETMASK) != 0
                     ? c->request->netmask_length
                     : ipam->netmask_default;
        if (length < 0) {
            return eip__fail(c->call->error,
                             EIP_ERR_INVALID_PARAMETER_COMBINATION,
                             "NetmaskLength",
                             "Either Cidr or NetmaskLength is required: the "
                             "pool has no default netmask length");
        }
        c->want.cidr.prefix_bits = (uint32_t)length;
    }
    return length >= ipam->netmask_min &&
                   (ipam->netmask_max < 0 || length <= ipam->netmask_max)
               ? EIP_OK
               : eip__fail(c->call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           c->want.named ? "Cidr" : "NetmaskLength",
                           "The netmask length %d is not between the pool's "
                           "minimum and maximum",
                           length);
}

static void ask_all(struct custom *c) {
    const request_t *r = c->request;

    eip__ipam_ask_text(&c->ask, r->ipam_pool_id);
    eip__ipam_ask_text(&c->ask, r->cidr);
    eip__ipam_ask_text(&c->ask, r->description);
    eip__ipam_ask_number(&c->ask, r->flags & EIP_IPAM_NETMASK);
    eip__ipam_ask_number(&c->ask, (uint32_t)r->netmask_length);
    eip__ipam_ask_number(&c->ask, r->allowed_cidr_count);
    for (uint32_t i = 0; i < r->allowed_cidr_count; i++) {
        eip__ipam_ask_text(&c->ask, r->allowed_cidrs[i]);
    }
    for (uint32_t i = 0; i < r->disallowed_cidr_count; i++) {
        eip__ipam_ask_text(&c->ask, r->disallowed_cidrs[i]);
    }
    eip__ipam_ask_specs(&c->ask, r->tag_specifications,
                        r->tag_specification_count);
}

/* -- doing it ------------------------------------------------------------------------------- */

static eip_status preview(struct custom *c, struct eip__results **list) {
    struct eip__ipam_allocation like = {.pool = c->want.pool,
                                        .owner = c->call->number,
                                        .use = EIP__IPAM_CUSTOM};
    eip_status status = eip__ipam_find(c->call, &c->want, &like.cidr);

    return status == EIP_OK ? eip__ipam_allocation_list(c->call, &like, list)
                            : status;
}

static eip_status fill(struct custom *c,
                       struct eip__ipam_allocation *allocation) {
    const request_t *request = c->request;

    if (request->description.size != 0) {
        allocation->description =
            eip__note_new(&c->call->engine->host, request->description);
        if (allocation->description == NULL) {
            return eip__call_fail(c->call, EIP_ERR_OUT_OF_MEMORY);
        }
    }
    return eip__books_tags(c->call, request->tag_specifications,
                           request->tag_specification_count, c->tags,
                           c->tag_bytes, &allocation->tags);
}

/* The answer first: then nothing is left that may fail. */
static eip_status take(struct custom *c, struct eip__ipam_want want,
                       struct eip__ipam_allocation *allocation,
                       struct eip__results **list) {
    eip_status status = eip__ipam_find(c->call, &want, &allocation->cidr);

    if (status == EIP_OK) {
        status = eip__ipam_allocation_list(c->call, allocation, list);
    }
    if (status != EIP_OK) {
        return status;
    }
    want.named = true;
    want.cidr = allocation->cidr;
    status = eip__ipam_take(c->call, &want, allocation);
    if (status != EIP_OK) {
        eip__results_free(*list);
        *list = NULL;
    }
    return status;
}

/* Somebody may be given an address of what was found: then the next is
 * sought. */
static eip_status make(struct custom *c, struct eip__results **list) {
    struct eip__ipam_allocation *allocation =
        eip__ipam_allocation_new(c->call, EIP__IPAM_CUSTOM);
    eip_status status;

    if (allocation == NULL) {
        return eip__call_fail(c->call, EIP_ERR_OUT_OF_MEMORY);
    }
    status = fill(c, allocation);
    if (status == EIP_OK) {
        do {
            status = take(c, c->want, allocation, list);
        } while (status == EIP_ERR_CIDR_IN_USE && !c->want.named);
    }
    if (status != EIP_OK) {
        eip__ipam_allocation_free(&c->call->engine->host, allocation);
        return status;
    }
    eip__ipam_ask_keep(c->call, &c->ask, allocation->number);
    return EIP_OK;
}

static eip_status again(struct custom *c, uint64_t number, bool is_dry,
                        struct eip__results **list) {
    const struct eip__ipam_allocation *allocation =
        eip__ipam_by_number(&c->call->engine->catalog.ipam, number);

    if (allocation == NULL || allocation->use == EIP__IPAM_OWED) {
        return eip__ipam_ask_gone(c->call);
    }
    return is_dry ? eip__call_fail(c->call, EIP_ERR_DRY_RUN)
                  : eip__ipam_allocation_list(c->call, allocation, list);
}

static eip_status allocate(struct custom *c, struct eip__results **list) {
    bool is_dry = (c->request->flags & EIP_IPAM_DRY_RUN) != 0;
    bool previews = (c->request->flags & EIP_IPAM_PREVIEW_NEXT_CIDR) != 0;
    uint64_t before = 0;
    eip_cidr found;
    eip_status status = check_syntax(c);

    if (status == EIP_OK) {
        status = eip__ipam_pool(c->call, "IpamPoolId", c->request->ipam_pool_id,
                                &c->want.pool);
    }
    if (status == EIP_OK) {
        status = read_length(c);
    }
    if (status == EIP_OK && !previews) {
        ask_all(c);
        status = eip__ipam_asked(c->call, &c->ask, &before);
    }
    if (status == EIP_OK && before != 0) {
        return again(c, before, is_dry, list);
    }
    if (status == EIP_OK && is_dry) {
        status = eip__ipam_find(c->call, &c->want, &found);
        return status == EIP_OK ? eip__call_fail(c->call, EIP_ERR_DRY_RUN)
                                : status;
    }
    if (status != EIP_OK) {
        return status;
    }
    return previews ? preview(c, list) : make(c, list);
}

/* -- the call --------------------------------------------------------------------------------- */

static eip_status read_request(const request_t *theirs, request_t *own,
                               eip_error *error) {
    const uint32_t known =
        EIP_IPAM_DRY_RUN | EIP_IPAM_NETMASK | EIP_IPAM_PREVIEW_NEXT_CIDR;
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK && ((own->flags & ~known) != 0 ||
                             !eip__text_is_formed(own->ipam_pool_id) ||
                             !eip__text_is_formed(own->cidr) ||
                             !eip__text_is_formed(own->client_token) ||
                             !eip__text_is_formed(own->description))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status == EIP_OK) {
        status = eip__texts_form(own->allowed_cidrs, own->allowed_cidr_count);
    }
    if (status == EIP_OK) {
        status =
            eip__texts_form(own->disallowed_cidrs, own->disallowed_cidr_count);
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    return eip__tagset_form(own->tag_specifications,
                            own->tag_specification_count, error);
}

eip_status
eip_allocate_ipam_pool_cidr(eip_engine *engine, const eip_caller *caller,
                            const eip_allocate_ipam_pool_cidr_request *request,
                            eip_ipam_pool_allocation_list **allocation,
                            eip_error *error) {
    struct eip__results *results = NULL;
    struct eip__call call;
    request_t own;
    struct custom c = {.call = &call, .request = &own};
    eip_status status;

    if (allocation == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "allocation", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status =
            eip__books_begin(&call, engine, caller, "ec2:AllocateIpamPoolCidr",
                             own.ipam_pool_id, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = allocate(&c, &results);
    eip__host_release(&engine->host, c.cidrs, c.cidr_bytes);
    status = eip__books_end(&call, status, &results);
    if (status == EIP_OK) {
        *allocation = (eip_ipam_pool_allocation_list *)results;
    }
    return status;
}
