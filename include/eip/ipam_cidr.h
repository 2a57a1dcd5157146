/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam_cidr.h
 * CIDRs of IPAM pools: ProvisionIpamPoolCidr, DeprovisionIpamPoolCidr,
 * GetIpamPoolCidrs (EC2 API 2016-11-15). Order of checks, concurrency,
 * ownership and the statuses of every operation are those of ipam.h.
 */
#ifndef EIP_IPAM_CIDR_H
#define EIP_IPAM_CIDR_H

#include "eip/ipam.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- CIDRs ------------------------------------------------------------------ */

/** EC2's IpamPoolCidr. Its texts are static. */
typedef struct eip_ipam_pool_cidr {
    uint32_t size; /* sizeof(eip_ipam_pool_cidr), set by the caller */
    uint32_t netmask_length;
    eip_ipam_id id;    /* eip_ipam_cidr_id_format */
    eip_cidr cidr;     /* EC2 has no element while has_cidr is 0 */
    uint32_t has_cidr; /* not while a block of Amazon's is pending-provision */
    uint32_t reserved;
    eip_text state; /* "pending-provision", "provisioned", "failed-provision",
                       "pending-deprovision" */
    eip_text failure_code; /* "cidr-not-available", or absent */
    eip_text failure_message;
} eip_ipam_pool_cidr;

#define EIP_IPAM_POOL_CIDR_INIT                                                \
    {                                                                          \
        sizeof(eip_ipam_pool_cidr), 0, {0, 0}, {0, 0}, 0, 0, {0, 0, 0},        \
            {0, 0, 0}, {                                                       \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** CIDRs; as a list of pools. */
typedef struct eip_ipam_pool_cidr_list eip_ipam_pool_cidr_list;

/** Number of CIDRs of a list; 0 for NULL. */
EIP_API uint64_t
eip_ipam_pool_cidr_list_count(const eip_ipam_pool_cidr_list *list);
/** As eip_ipam_pool_list_at. */
EIP_API EIP_NODISCARD eip_status
eip_ipam_pool_cidr_list_at(const eip_ipam_pool_cidr_list *list, uint64_t index,
                           eip_ipam_pool_cidr *cidr);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text
eip_ipam_pool_cidr_list_next_token(const eip_ipam_pool_cidr_list *list);
/** End a list. NULL is ignored. */
EIP_API void eip_ipam_pool_cidr_list_free(eip_ipam_pool_cidr_list *list);

/* -- ProvisionIpamPoolCidr -------------------------------------------------- */

/** EC2's request. */
typedef struct eip_provision_ipam_pool_cidr_request {
    uint32_t size;         /* sizeof(eip_provision_ipam_pool_cidr_request) */
    uint32_t flags;        /* EIP_IPAM_DRY_RUN, EIP_IPAM_NETMASK */
    eip_text ipam_pool_id; /* required */
    eip_text cidr;         /* this, or `netmask_length` */
    /** CidrAuthorizationContext, of a top-level pool that is byoip: as for
     *  eip_provision_byoip_cidr (byoip.h). */
    eip_text authorization_message;
    eip_text authorization_signature;
    eip_text client_token;
    eip_text verification_method; /* "remarks-x509", "dns-token" */
    eip_text ipam_external_resource_verification_token_id;
    int32_t netmask_length;
    uint32_t reserved;
} eip_provision_ipam_pool_cidr_request;

#define EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT                              \
    {                                                                          \
        sizeof(eip_provision_ipam_pool_cidr_request), 0, {0, 0, 0}, {0, 0, 0}, \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0, 0        \
    }

/**
 * Provision a CIDR to a pool of the caller's:
 *  - with a source pool, a CIDR of that, named or its lowest free one;
 *  - top-level, of Amazon (PublicIpSource `amazon`): the lowest free block of
 *    the contiguous space (ipam_admin.h) in the pool's locale;
 *  - top-level, byoip: the CIDR that is named, /8 to /24, with its
 *    authorisation (or a verification token; the `eip_byoip_verifier` is asked
 *    in either case). One that is not accepted becomes `failed-provision`, and
 *    is shown until the pool has EIP_IPAM_CIDRS_MAX later ones that failed;
 *  - top-level, in a private scope: the CIDR that is named.
 *
 * @param[out] cidr  A list of the one CIDR, `pending-provision`.
 * @return Beside those of ipam.h: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED: no CIDR block, host bits; /0 to /7, or /25 to /32
 *    where it is brought;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: netmask length, authorisation,
 *    verification method; "The allocation size is too big for the pool.";
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: neither CIDR nor netmask length, or
 *    both; what the pool has no use for;
 *  - EIP_ERR_CLIENT_TOKEN; EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH;
 *  - EIP_ERR_RESOURCE_LIMIT_EXCEEDED: EIP_IPAM_CIDRS_MAX, EIP_IPAM_BLOCKS_MAX;
 *  - EIP_ERR_INCORRECT_STATE: a pool of Amazon's without a locale; a token's
 *    CIDR that has gone;
 *  - EIP_ERR_CIDR_NOT_FOUND: not inside one CIDR of the source pool;
 *  - EIP_ERR_CIDR_CONFLICT: it overlaps what is allocated or provisioned;
 *  - EIP_ERR_CIDR_IN_USE: an address of it is held, or it is being drained;
 *  - EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY: no such block is free;
 *  - EIP_ERR_TOO_MANY_CIDRS.
 * @par Cost that of the source pool's allocations up to the CIDR, and some ns an
 *      address of it.
 */
EIP_API EIP_NODISCARD eip_status eip_provision_ipam_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_provision_ipam_pool_cidr_request *request,
    eip_ipam_pool_cidr_list **cidr, eip_error *error);

/* -- DeprovisionIpamPoolCidr ------------------------------------------------ */

/** EC2's request. */
typedef struct eip_deprovision_ipam_pool_cidr_request {
    uint32_t size;         /* sizeof(eip_deprovision_ipam_pool_cidr_request) */
    uint32_t flags;        /* EIP_IPAM_DRY_RUN */
    eip_text ipam_pool_id; /* required */
    eip_text cidr;         /* required: exactly as provisioned */
} eip_deprovision_ipam_pool_cidr_request;

#define EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT                            \
    {                                                                          \
        sizeof(eip_deprovision_ipam_pool_cidr_request), 0, {0, 0, 0}, {        \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Take a CIDR of which nothing is allocated out of a pool of the caller's: back
 * to the source pool, or to where it came from.
 *
 * @param[out] cidr  A list of the one CIDR, `pending-deprovision`.
 * @return Beside those of ipam.h: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED;
 *  - EIP_ERR_CIDR_NOT_FOUND: not a CIDR of the pool;
 *  - EIP_ERR_CIDR_IN_USE: allocations of it exist, or an address is held.
 * @par Cost some ns an address of the CIDR.
 */
EIP_API EIP_NODISCARD eip_status eip_deprovision_ipam_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_deprovision_ipam_pool_cidr_request *request,
    eip_ipam_pool_cidr_list **cidr, eip_error *error);

/* -- GetIpamPoolCidrs ------------------------------------------------------- */

/** EC2's request. Filters: cidr, state, netmask-length, ipam-pool-cidr-id. */
typedef struct eip_get_ipam_pool_cidrs_request {
    uint32_t size;         /* sizeof(eip_get_ipam_pool_cidrs_request) */
    uint32_t flags;        /* EIP_IPAM_DRY_RUN, EIP_IPAM_MAX_RESULTS */
    eip_text ipam_pool_id; /* required */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t filter_count;
    int32_t max_results; /* 5 to 1000, which is also the default */
} eip_get_ipam_pool_cidrs_request;

#define EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT                                   \
    {                                                                          \
        sizeof(eip_get_ipam_pool_cidrs_request), 0, {0, 0, 0}, 0, {0, 0, 0},   \
            0, 0                                                               \
    }

/**
 * Show the CIDRs of a pool that the caller owns or shares, in the order in
 * which they came, a page at a time.
 *
 * @param[out] list  End it with eip_ipam_pool_cidr_list_free.
 * @return As eip_describe_ipam_pools; a token is of one pool.
 */
EIP_API EIP_NODISCARD eip_status
eip_get_ipam_pool_cidrs(eip_engine *engine, const eip_caller *caller,
                        const eip_get_ipam_pool_cidrs_request *request,
                        eip_ipam_pool_cidr_list **list, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
