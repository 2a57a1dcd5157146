/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ProvisionIpamPoolCidr. */
#include "ops/byoip.h"
#include "ops/ipam.h"
#include "ops/ipam_top.h"

typedef eip_provision_ipam_pool_cidr_request request_t;

enum { BROUGHT_MIN = 8, BROUGHT_MAX = 24 };

/** One ProvisionIpamPoolCidr. */
struct provision {
    struct eip__call call;
    request_t request;
    struct eip__ipam_ask ask;
    struct eip__pool *pool;
    eip_cidr cidr; /* its base counts only if it is named */
    bool named;
    bool accepted; /* by the verifier */
};

/* -- syntax ------------------------------------------------------------------------------- */

static eip_status fail_combination(struct provision *p, const char *field,
                                   const char *why) {
    return eip__fail(p->call.error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                     field, "%s", why);
}

static bool has_length(const struct provision *p) {
    return (p->request.flags & EIP_IPAM_NETMASK) != 0;
}

static eip_status read_cidr(struct provision *p) {
    eip_status status = EIP_OK;

    p->named = eip__text_is_given(p->request.cidr);
    if (p->named) {
        status =
            eip__ipam_cidr_read(&p->call, "Cidr", p->request.cidr, &p->cidr);
    } else {
        p->cidr = (eip_cidr){0, (uint32_t)p->request.netmask_length};
    }
    return status == EIP_OK && has_length(p)
               ? eip__ipam_netmask(&p->call, "NetmaskLength",
                                   p->request.netmask_length)
               : status;
}

static eip_status check_syntax(struct provision *p) {
    eip_text method = p->request.verification_method;
    struct eip__quoted quoted;
    eip_status status =
        eip__books_require(&p->call, "IpamPoolId", p->request.ipam_pool_id);

    if (status == EIP_OK) {
        status = read_cidr(p);
    }
    if (status == EIP_OK && eip__text_is_given(method) &&
        !eip__text_equals(method, "remarks-x509") &&
        !eip__text_equals(method, "dns-token")) {
        status =
            eip__fail(p->call.error, EIP_ERR_INVALID_PARAMETER_VALUE,
                      "VerificationMethod",
                      "Value (%s) for parameter VerificationMethod is invalid.",
                      eip__quote(&quoted, method));
    }
    if (status == EIP_OK) {
        status = eip__ipam_ask_open(&p->call, "ec2:ProvisionIpamPoolCidr",
                                    p->request.client_token, &p->ask);
    }
    return status == EIP_OK && p->named == has_length(p)
               ? fail_combination(p, "NetmaskLength",
                                  "Either Cidr or NetmaskLength is required")
               : status;
}

/* -- what each kind of pool takes -------------------------------------------------------------- */

static bool has_proof(const request_t *request) {
    return eip__text_is_given(request->authorization_message) ||
           eip__text_is_given(request->authorization_signature) ||
           eip__text_is_given(request->verification_method) ||
           eip__text_is_given(
               request->ipam_external_resource_verification_token_id);
}

static eip_status check_brought(struct provision *p) {
    const request_t *request = &p->request;
    bool by_token = eip__text_equals(request->verification_method, "dns-token");
    char text[EIP_CIDR_TEXT_SIZE];

    if (p->named && (p->cidr.prefix_bits < BROUGHT_MIN ||
                     p->cidr.prefix_bits > BROUGHT_MAX)) {
        (void)eip_cidr_format(p->cidr, text);
        return eip__fail(p->call.error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                         "Value (%s) for parameter cidr is invalid. A range "
                         "that is brought is /%d to /%d",
                         text, BROUGHT_MIN, BROUGHT_MAX);
    }
    if (!p->named ||
        (by_token
             ? !eip__text_is_given(
                   request->ipam_external_resource_verification_token_id)
             : !eip__text_is_given(request->authorization_message) ||
                   !eip__text_is_given(request->authorization_signature))) {
        return fail_combination(p, "CidrAuthorizationContext",
                                "The request must contain a CIDR Authorization "
                                "Context or a verification token");
    }
    return by_token
               ? EIP_OK
               : eip__byoip_authorization(&p->call, request->cidr,
                                          request->authorization_message,
                                          request->authorization_signature);
}

static eip_status check_block(struct provision *p) {
    if (p->named) {
        return fail_combination(p, "Cidr",
                                "The parameter Cidr cannot be used with a pool "
                                "of Amazon's addresses");
    }
    return p->cidr.prefix_bits >= EIP_IPAM_BLOCK_BITS_MIN &&
                   p->cidr.prefix_bits <= EIP_IPAM_BLOCK_BITS_MAX
               ? EIP_OK
               : eip__fail(p->call.error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "NetmaskLength",
                           "Value (%d) for parameter NetmaskLength is invalid. "
                           "A contiguous block is /%d to /%d",
                           p->request.netmask_length, EIP_IPAM_BLOCK_BITS_MIN,
                           EIP_IPAM_BLOCK_BITS_MAX);
}

static bool is_brought(const struct eip__ipam *ipam) {
    return ipam->source == NULL &&
           (ipam->flags & (EIP__IPAM_PRIVATE | EIP__IPAM_AMAZON)) == 0;
}

/* Reads only what a pool has for life, so it needs no mutex. */
static eip_status check_kind(struct provision *p) {
    const struct eip__ipam *ipam = p->pool->ipam;

    if (is_brought(ipam)) {
        return check_brought(p);
    }
    if (has_proof(&p->request)) {
        return fail_combination(p, "CidrAuthorizationContext",
                                "The pool has no use for an authorization");
    }
    if (ipam->source != NULL) {
        return EIP_OK;
    }
    if ((ipam->flags & EIP__IPAM_PRIVATE) == 0) {
        return check_block(p);
    }
    return p->named ? EIP_OK
                    : fail_combination(p, "NetmaskLength",
                                       "A top-level pool of a private scope "
                                       "needs the parameter Cidr");
}

/* -- state -------------------------------------------------------------------------------------- */

static struct eip__ipam_want want_of(const struct provision *p) {
    return (struct eip__ipam_want){
        .pool = p->pool->ipam->source, .named = p->named, .cidr = p->cidr};
}

/* Is what is named, or as much, free where it is to come from? */
static eip_status check_free(struct provision *p) {
    const struct eip__ipam *ipam = p->pool->ipam;
    const struct eip__ipam_want want = want_of(p);
    eip_cidr found;

    if (ipam->source != NULL) {
        return eip__ipam_find(&p->call, &want, &found);
    }
    if ((ipam->flags & EIP__IPAM_PRIVATE) != 0) {
        return eip__ipam_free_private(&p->call, p->pool, &p->cidr);
    }
    return (ipam->flags & EIP__IPAM_AMAZON) != 0
               ? eip__ipam_free_block(&p->call, p->pool, &p->cidr)
               : eip__ipam_free_public(&p->call, &p->cidr);
}

static eip_status check_state(struct provision *p) {
    const struct eip__ipam *ipam = p->pool->ipam;
    eip_status status;

    if (eip__ipam_count_cidrs(ipam) >= EIP_IPAM_CIDRS_MAX) {
        return eip__fail(p->call.error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                         "IpamPoolId",
                         "The number of CIDRs of the pool has reached the "
                         "maximum of %d",
                         EIP_IPAM_CIDRS_MAX);
    }
    status = check_free(p);
    return status == EIP_OK && ipam->serves ? eip__blocks_room(&p->call, 1)
                                            : status;
}

/* -- doing it ----------------------------------------------------------------------------------- */

static struct eip__ipam_cidr *new_cidr(struct provision *p) {
    const struct eip__ipam *ipam = p->pool->ipam;
    struct eip__ipam_cidr *cidr =
        eip__host_allocate_zeroed(&p->call.engine->host, sizeof *cidr);

    if (cidr != NULL) {
        cidr->cidr = p->cidr;
        cidr->number = eip__ipam_number(&p->call.engine->catalog.ipam);
        cidr->deed_ms = eip__moment_now(&p->call.moment);
        cidr->deed = p->accepted ? EIP__IPAM_PROVISIONED : EIP__IPAM_REFUSED;
        cidr->top = ipam->source == NULL;
        cidr->contiguous = cidr->top && !p->named;
    }
    return cidr;
}

/* Put what is nobody's into the pool. On failure the entry is gone. */
static eip_status put(struct provision *p, struct eip__ipam_cidr *cidr,
                      struct eip__results **list) {
    struct eip__ipam_books *books = &p->call.engine->catalog.ipam;
    struct eip__host *host = &p->call.engine->host;
    struct eip__ipam *ipam = p->pool->ipam;
    eip_status status = eip__ipam_cidr_list(&p->call, cidr, true, list);

    if (status == EIP_OK && !eip__ipam_enter_cidr(books, ipam, cidr)) {
        eip__results_free(*list);
        status = eip__call_fail(&p->call, EIP_ERR_OUT_OF_MEMORY);
    }
    if (status != EIP_OK) {
        eip__host_release(host, cidr, sizeof *cidr);
        return status;
    }
    if (cidr->deed == EIP__IPAM_PROVISIONED) {
        status = eip__ipam_serve(&p->call, p->pool, cidr->cidr);
    }
    if (status != EIP_OK) {
        eip__results_free(*list);
        eip__ipam_close_cidr(books, ipam, cidr);
        eip__ipam_drop_cidr(host, ipam, cidr);
        return status;
    }
    eip__ipam_ask_keep(&p->call, &p->ask, cidr->number);
    return EIP_OK;
}

static eip_status put_from_source(struct provision *p,
                                  struct eip__ipam_cidr *cidr,
                                  struct eip__results **list) {
    struct eip__host *host = &p->call.engine->host;
    const struct eip__ipam_want want = want_of(p);
    struct eip__ipam_allocation *allocation =
        eip__ipam_allocation_new(&p->call, EIP__IPAM_SUBPOOL);
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    if (allocation == NULL) {
        status = eip__call_fail(&p->call, status);
    } else {
        allocation->resource = p->pool->ref;
        status = eip__ipam_take(&p->call, &want, allocation);
        if (status != EIP_OK) {
            eip__ipam_allocation_free(host, allocation);
        }
    }
    if (status != EIP_OK) {
        eip__host_release(host, cidr, sizeof *cidr);
        return status;
    }
    cidr->cidr = allocation->cidr;
    status = put(p, cidr, list);
    if (status != EIP_OK) {
        eip__ipam_give(&p->call, allocation);
    }
    return status;
}

static void ask_all(struct provision *p) {
    const request_t *r = &p->request;

    eip__ipam_ask_text(&p->ask, r->ipam_pool_id);
    eip__ipam_ask_text(&p->ask, r->cidr);
    eip__ipam_ask_text(&p->ask, r->authorization_message);
    eip__ipam_ask_text(&p->ask, r->authorization_signature);
    eip__ipam_ask_text(&p->ask, r->verification_method);
    eip__ipam_ask_text(&p->ask,
                       r->ipam_external_resource_verification_token_id);
    eip__ipam_ask_number(&p->ask, r->flags & EIP_IPAM_NETMASK);
    eip__ipam_ask_number(&p->ask, p->cidr.prefix_bits);
}

/* What was made, as that is now. */
static eip_status again(struct provision *p, uint64_t number, bool is_dry,
                        struct eip__results **list) {
    const struct eip__ipam_cidr *at = p->pool->ipam->cidrs;

    while (at != NULL && at->number != number) {
        at = at->next;
    }
    if (at == NULL) {
        return eip__ipam_ask_gone(&p->call);
    }
    return is_dry ? eip__call_fail(&p->call, EIP_ERR_DRY_RUN)
                  : eip__ipam_cidr_list(
                        &p->call, at,
                        eip__ipam_is_pending(&p->call, at->deed_ms), list);
}

static eip_status provision(struct provision *p, struct eip__results **list) {
    bool is_dry = (p->request.flags & EIP_IPAM_DRY_RUN) != 0;
    struct eip__ipam_cidr *cidr;
    uint64_t before = 0;
    eip_status status = eip__ipam_own_pool(&p->call, "IpamPoolId",
                                           p->request.ipam_pool_id, &p->pool);

    if (status == EIP_OK) {
        eip__ipam_sweep(&p->call, p->pool->ipam);
        status = eip__ipam_asked(&p->call, &p->ask, &before);
    }
    if (status == EIP_OK && before != 0) {
        return again(p, before, is_dry, list);
    }
    if (status == EIP_OK) {
        status = check_state(p);
    }
    if (status == EIP_OK && is_dry) {
        status = eip__call_fail(&p->call, EIP_ERR_DRY_RUN);
    }
    if (status != EIP_OK) {
        return status;
    }
    cidr = new_cidr(p);
    if (cidr == NULL) {
        return eip__call_fail(&p->call, EIP_ERR_OUT_OF_MEMORY);
    }
    return cidr->top ? put(p, cidr, list) : put_from_source(p, cidr, list);
}

/* -- the call ------------------------------------------------------------------------------------- */

static bool verify(const struct provision *p) {
    const eip_byoip_verifier *verifier = &p->call.engine->byoip_verifier;

    return (p->request.flags & EIP_IPAM_DRY_RUN) != 0 ||
           !is_brought(p->pool->ipam) || verifier->accepts == NULL ||
           verifier->accepts(verifier->context, p->call.number, p->request.cidr,
                             p->request.authorization_message,
                             p->request.authorization_signature) != 0;
}

/* As of ProvisionByoipCidr, whoever may be slow is asked before the mutex is
 * taken. */
static eip_status begin(struct provision *p, eip_engine *engine,
                        const eip_caller *caller, eip_error *error) {
    struct eip__call *call = &p->call;
    eip_status status = eip__call_begin(call, engine, caller, error);
    uint64_t number;

    if (status != EIP_OK) {
        return status;
    }
    number = call->number;
    status = eip__call_authorize(call, "ec2:ProvisionIpamPoolCidr",
                                 p->request.ipam_pool_id);
    if (status == EIP_OK) {
        status = check_syntax(p);
    }
    if (status == EIP_OK) {
        status = eip__ipam_own_pool(call, "IpamPoolId", p->request.ipam_pool_id,
                                    &p->pool);
    }
    if (status == EIP_OK) {
        status = check_kind(p);
    }
    if (status == EIP_OK) {
        ask_all(p);
        p->accepted = verify(p);
    }
    eip__call_end(call);
    if (status == EIP_OK) {
        status = eip__admin_begin(call, engine, error);
        call->number = number;
    }
    return status;
}

static eip_status read_request(const request_t *theirs, request_t *own,
                               eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    const eip_text texts[] = {
        own->ipam_pool_id,
        own->cidr,
        own->authorization_message,
        own->authorization_signature,
        own->client_token,
        own->verification_method,
        own->ipam_external_resource_verification_token_id};

    if (status == EIP_OK &&
        (own->reserved != 0 ||
         (own->flags & ~(uint32_t)(EIP_IPAM_DRY_RUN | EIP_IPAM_NETMASK)) != 0 ||
         eip__texts_form(texts, sizeof texts / sizeof texts[0]) != EIP_OK)) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_provision_ipam_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_provision_ipam_pool_cidr_request *request,
    eip_ipam_pool_cidr_list **cidr, eip_error *error) {
    struct eip__results *results = NULL;
    struct provision p;
    eip_status status;

    if (cidr == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "cidr", NULL);
    }
    memset(&p, 0, sizeof p);
    status = read_request(request, &p.request, error);
    if (status == EIP_OK) {
        status = begin(&p, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__books_end(&p.call, provision(&p, &results), &results);
    if (status == EIP_OK) {
        *cidr = (eip_ipam_pool_cidr_list *)results;
    }
    return status;
}
