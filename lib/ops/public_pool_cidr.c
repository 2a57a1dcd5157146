/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DeprovisionPublicIpv4PoolCidr. */
#include "ops/blocks.h"
#include "ops/public_pool_ipam.h"

typedef eip_deprovision_public_ipv4_pool_cidr_request deprovision_request;
typedef eip_deprovision_public_ipv4_pool_cidr_response deprovision_response;

/* BYOIP's own blocks come and go whole, by its own operations. */
static eip_status check_kind(struct eip__call *call,
                             const struct eip__pool *pool) {
    char text[EIP_POOL_ID_TEXT_SIZE];

    if (pool->byoip == NULL || pool->byoip->deed == EIP__BYOIP_MOVED) {
        return EIP_OK;
    }
    (void)eip_pool_id_format(pool->ref, text);
    return eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION, "PoolId",
                     "The addresses of the pool '%s' are deprovisioned by "
                     "DeprovisionByoipCidr",
                     text);
}

static eip_status deprovision(struct eip__call *call,
                              const deprovision_request *request,
                              deprovision_response *answer) {
    struct eip__pool *pool = NULL;
    struct eip__ipam_allocation *allocation = NULL;
    struct eip__part *part = NULL;
    eip_cidr cidr = {0, 0};
    eip_status status = eip__books_require(call, "PoolId", request->pool_id);

    if (status == EIP_OK) {
        status = eip__books_require(call, "Cidr", request->cidr);
    }
    if (status == EIP_OK) {
        status = eip__public_cidr(call, request->cidr, &cidr);
    }
    if (status == EIP_OK) {
        status = eip__public_pool(call, "PoolId", request->pool_id, &pool);
    }
    if (status == EIP_OK) {
        status = check_kind(call, pool);
    }
    if (status == EIP_OK) {
        status = eip__blocks_find_over(call, pool, cidr, &part);
    }
    if (status != EIP_OK) {
        return status;
    }
    /* All of the block is of one, or of none. */
    allocation = eip__public_allocation(call, pool, cidr);
    answer->pool = pool->ref;
    answer->deprovisioned_addresses = cidr;
    if ((request->flags & EIP_PUBLIC_POOL_DRY_RUN) == 0) {
        return allocation == NULL
                   ? eip__blocks_remove_unused(call, part, cidr)
                   : eip__public_give_back(call, part, allocation, cidr);
    }
    status = eip__blocks_unused(call, part, cidr);
    return status == EIP_OK ? eip__call_fail(call, EIP_ERR_DRY_RUN) : status;
}

static eip_status read_request(const deprovision_request *theirs,
                               deprovision_request *own, eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK &&
        ((own->flags & ~(uint32_t)EIP_PUBLIC_POOL_DRY_RUN) != 0 ||
         !eip__text_is_formed(own->pool_id) ||
         !eip__text_is_formed(own->cidr))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_deprovision_public_ipv4_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_deprovision_public_ipv4_pool_cidr_request *request,
    eip_deprovision_public_ipv4_pool_cidr_response *response,
    eip_error *error) {
    deprovision_response answer =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    deprovision_request own;
    struct eip__call call;
    eip_status status = response == NULL
                            ? EIP_OK
                            : eip__struct_out_check(response, sizeof answer);

    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller,
                                  "ec2:DeprovisionPublicIpv4PoolCidr",
                                  own.pool_id, error);
    }
    if (status == EIP_OK) {
        status = eip__admin_end(&call, deprovision(&call, &own, &answer));
    }
    if (status == EIP_OK && response != NULL) {
        (void)eip__struct_out(response, &answer, sizeof answer, sizeof answer);
    }
    return status;
}
