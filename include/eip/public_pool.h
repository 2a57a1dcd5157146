/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file public_pool.h
 * Public IPv4 pools: CreatePublicIpv4Pool, DeletePublicIpv4Pool,
 * DescribePublicIpv4Pools, ProvisionPublicIpv4PoolCidr,
 * DeprovisionPublicIpv4PoolCidr (EC2 API 2016-11-15; VPC IPAM guide, "BYOIP with AWS CLI only"). Those of BYOIP are made by
 * eip_provision_byoip_cidr (byoip.h); pools made by eip_admin_create_pool are
 * pools like others.
 *
 * A pool belongs to one account. Another is told what is told of a pool that
 * never was, in the same bytes (R18). All blocks of a pool are in its network
 * border group.
 *
 * **Order of checks** of every operation: NULL and struct sizes,
 * authorisation, parameters that are missing, syntax and ranges, tags, the
 * border group known, the pool known, blocks and addresses in use, DryRun's
 * verdict. The first that fails is the answer, and nothing has changed.
 * **Concurrency** all may run beside each other and beside every operation.
 * **Progress** serialised by a mutex, together with administration; no
 * operation on addresses takes it, and they wait for none of those.
 * **Ownership** requests are borrowed for the call; lists are the caller's.
 * **Linearisation** inside the mutex. What is told of addresses is what each
 * was at an instant of the call.
 * **Statuses of every operation**: EIP_ERR_NULL, EIP_ERR_STRUCT_VERSION,
 * EIP_ERR_REENTRANT, EIP_ERR_TOO_MANY_THREADS, EIP_ERR_READERS_STALLED,
 * EIP_ERR_UNAUTHORIZED, EIP_ERR_OUT_OF_MEMORY; EIP_ERR_ARGUMENT for an account
 * above 999999999999; of those with DryRun EIP_ERR_DRY_RUN (it would have
 * succeeded), of those with a required parameter EIP_ERR_MISSING_PARAMETER.
 */
#ifndef EIP_PUBLIC_POOL_H
#define EIP_PUBLIC_POOL_H

#include "eip/address.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    EIP_PUBLIC_POOL_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_PUBLIC_POOL_MAX_RESULTS = 2,
    /** `netmask_length` counts, even as 0. */
    EIP_PUBLIC_POOL_NETMASK_LENGTH = 4
};

/** EC2's PublicIpv4PoolRange: addresses in a row, all of one provisioned
 *  CIDR; where some have been deprovisioned, of what is left of it. */
typedef struct eip_public_pool_range {
    uint32_t first_address;
    uint32_t last_address;
    uint32_t address_count;
    uint32_t
        available_address_count; /* to be had: not held; cooling ones too */
} eip_public_pool_range;

/** EC2's PublicIpv4Pool. Texts, tags and ranges live as long as the list that
 *  it was read from. */
typedef struct eip_public_pool {
    uint32_t size; /* sizeof(eip_public_pool), set by the caller */
    uint32_t reserved;
    eip_pool_ref pool; /* eip_pool_id_format */
    uint64_t total_address_count;
    uint64_t total_available_address_count;
    eip_text description; /* "" unless BYOIP gave it one */
    eip_text network_border_group;
    const eip_public_pool_range *pool_address_ranges; /* by address */
    const eip_tag *tags;                              /* by key */
    uint32_t pool_address_range_count;
    uint32_t tag_count;
} eip_public_pool;

#define EIP_PUBLIC_POOL_INIT                                                   \
    {                                                                          \
        sizeof(eip_public_pool), 0, {0, 0, 0}, 0, 0, {0, 0, 0}, {0, 0, 0}, 0,  \
            0, 0, 0                                                            \
    }

/** Pools; immutable, valid until freed or until the engine is closed,
 *  whichever is first (free it before). */
typedef struct eip_public_pool_list eip_public_pool_list;

/** Number of pools of a list; 0 for NULL. */
EIP_API uint64_t eip_public_pool_list_count(const eip_public_pool_list *list);
/**
 * Read the pool at `index`, 0 to count - 1.
 *
 * @param[out] pool  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_public_pool_list_at(
    const eip_public_pool_list *list, uint64_t index, eip_public_pool *pool);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text
eip_public_pool_list_next_token(const eip_public_pool_list *list);
/** End a list. NULL is ignored. */
EIP_API void eip_public_pool_list_free(eip_public_pool_list *list);

/* -- CreatePublicIpv4Pool --------------------------------------------------- */

/** EC2's request. */
typedef struct eip_create_public_ipv4_pool_request {
    uint32_t size;  /* sizeof(eip_create_public_ipv4_pool_request) */
    uint32_t flags; /* EIP_PUBLIC_POOL_DRY_RUN */
    const eip_tag_specification *tag_specifications; /* of "ipv4pool-ec2" */
    eip_text network_border_group;                   /* absent: the Region's */
    uint32_t tag_specification_count;
    uint32_t reserved;
} eip_create_public_ipv4_pool_request;

#define EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT                               \
    { sizeof(eip_create_public_ipv4_pool_request), 0, 0, {0, 0, 0}, 0, 0 }

/**
 * Create a pool of the caller's, without addresses. It gives the lowest one
 * first (R12).
 *
 * @param[in]  request  NULL asks for one in the Region's border group.
 * @param[out] pool     Its id; written on EIP_OK.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: tags; an unknown border group (R8), or a
 *    Wavelength Zone's, where no address of one's own can be;
 *  - EIP_ERR_TAG_LIMIT_EXCEEDED.
 * @par Cost that of publishing all pools.
 */
EIP_API EIP_NODISCARD eip_status
eip_create_public_ipv4_pool(eip_engine *engine, const eip_caller *caller,
                            const eip_create_public_ipv4_pool_request *request,
                            eip_pool_ref *pool, eip_error *error);

/* -- DeletePublicIpv4Pool --------------------------------------------------- */

/** EC2's request. */
typedef struct eip_delete_public_ipv4_pool_request {
    uint32_t size;    /* sizeof(eip_delete_public_ipv4_pool_request) */
    uint32_t flags;   /* EIP_PUBLIC_POOL_DRY_RUN */
    eip_text pool_id; /* required */
    eip_text network_border_group; /* absent, or the pool's */
} eip_delete_public_ipv4_pool_request;

#define EIP_DELETE_PUBLIC_IPV4_POOL_REQUEST_INIT                               \
    {                                                                          \
        sizeof(eip_delete_public_ipv4_pool_request), 0, {0, 0, 0}, {           \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Delete a pool of the caller's that has no addresses. EC2's ReturnValue is
 * true where this is EIP_OK.
 *
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_POOL_NOT_FOUND: unknown, malformed, deleted before or another
 *    account's (R13, R18);
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: not the pool's border group;
 *  - EIP_ERR_POOL_IN_USE: it has addresses, or BYOIP made it.
 */
EIP_API EIP_NODISCARD eip_status eip_delete_public_ipv4_pool(
    eip_engine *engine, const eip_caller *caller,
    const eip_delete_public_ipv4_pool_request *request, eip_error *error);

/* -- ProvisionPublicIpv4PoolCidr -------------------------------------------- */

/** EC2's request. */
typedef struct eip_provision_public_ipv4_pool_cidr_request {
    uint32_t size;  /* sizeof(eip_provision_public_ipv4_pool_cidr_request) */
    uint32_t flags; /* EIP_PUBLIC_POOL_DRY_RUN, ..._NETMASK_LENGTH */
    eip_text ipam_pool_id;         /* required */
    eip_text pool_id;              /* required */
    eip_text network_border_group; /* absent, or the pool's */
    int32_t netmask_length;        /* required; 24 to 32 */
    uint32_t reserved;
} eip_provision_public_ipv4_pool_cidr_request;

#define EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT                       \
    {                                                                          \
        sizeof(eip_provision_public_ipv4_pool_cidr_request), 0, {0, 0, 0},     \
            {0, 0, 0}, {0, 0, 0}, 0, 0                                         \
    }

/** EC2's response. */
typedef struct eip_provision_public_ipv4_pool_cidr_response {
    uint32_t size; /* sizeof(eip_provision_public_ipv4_pool_cidr_response) */
    uint32_t reserved;
    eip_pool_ref pool;
    eip_public_pool_range pool_address_range;
} eip_provision_public_ipv4_pool_cidr_response;

#define EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT                      \
    {                                                                          \
        sizeof(eip_provision_public_ipv4_pool_cidr_response), 0, {0, 0, 0}, {  \
            0, 0, 0, 0                                                         \
        }                                                                      \
    }

/**
 * Take the lowest block of this size of which nobody holds an address out of
 * an IPAM pool, for a pool of the caller's: an allocation of the IPAM pool, of
 * type `ec2-public-ipv4-pool`. Its addresses leave the one and are to be had
 * from the other at one instant; nobody may recover what was released before.
 *
 * @param[out] response  `size` set by the caller; written on EIP_OK.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: NetmaskLength not 24 to 32, or not one
 *    that the IPAM pool allows; not the pool's border group; an IPAM pool of a
 *    private scope, of no or another locale, or not for EC2; a resource tag
 *    that the IPAM pool requires is missing;
 *  - EIP_ERR_POOL_NOT_FOUND as for eip_delete_public_ipv4_pool;
 *  - EIP_ERR_IPAM_POOL_NOT_FOUND: neither the caller's nor shared with it;
 *  - EIP_ERR_UNSUPPORTED_OPERATION: the pool is BYOIP's;
 *  - EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY: at one instant of the call there
 *    was no such block;
 *  - EIP_ERR_TOO_MANY_CIDRS.
 * @par Cost some ns an address of the IPAM pool, up to the block.
 */
EIP_API EIP_NODISCARD eip_status eip_provision_public_ipv4_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_provision_public_ipv4_pool_cidr_request *request,
    eip_provision_public_ipv4_pool_cidr_response *response, eip_error *error);

/* -- DeprovisionPublicIpv4PoolCidr ------------------------------------------ */

/** EC2's request. */
typedef struct eip_deprovision_public_ipv4_pool_cidr_request {
    uint32_t size;  /* sizeof(eip_deprovision_public_ipv4_pool_cidr_request) */
    uint32_t flags; /* EIP_PUBLIC_POOL_DRY_RUN */
    eip_text pool_id; /* required */
    eip_text cidr;    /* required: any inside a range of the pool (R17) */
} eip_deprovision_public_ipv4_pool_cidr_request;

#define EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT                     \
    {                                                                          \
        sizeof(eip_deprovision_public_ipv4_pool_cidr_request), 0, {0, 0, 0}, { \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** EC2's response. */
typedef struct eip_deprovision_public_ipv4_pool_cidr_response {
    uint32_t size; /* sizeof(eip_deprovision_public_ipv4_pool_cidr_response) */
    uint32_t reserved;
    eip_pool_ref pool;
    /** DeprovisionedAddresses: each of the CIDR, in this order. */
    eip_cidr deprovisioned_addresses;
} eip_deprovision_public_ipv4_pool_cidr_response;

#define EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT                    \
    {                                                                          \
        sizeof(eip_deprovision_public_ipv4_pool_cidr_response), 0, {0, 0, 0},  \
        {                                                                      \
            0, 0                                                               \
        }                                                                      \
    }

/**
 * Take addresses out of a pool of the caller's, if nobody holds one of them.
 * The rest of their range stays as it is: allocations beside this neither wait
 * nor fail, and ids of held addresses stay. What has been taken out nobody may
 * recover, and it may be provisioned again; what came from an IPAM pool is
 * back there at the same instant, and its allocation smaller or gone.
 *
 * @param[out] response  `size` set by the caller; written on EIP_OK. NULL: not
 *                       wanted.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED: no CIDR block, host bits, /0 to /7;
 *  - EIP_ERR_POOL_NOT_FOUND as for eip_delete_public_ipv4_pool;
 *  - EIP_ERR_CIDR_NOT_FOUND: not inside one range of the pool, or not inside
 *    what was provisioned at once;
 *  - EIP_ERR_UNSUPPORTED_OPERATION: the pool is BYOIP's own: see
 *    eip_deprovision_byoip_cidr;
 *  - EIP_ERR_CIDR_IN_USE: an address of it is held. Nothing has changed; an
 *    allocation meanwhile may have found the pool empty.
 * @par Cost some ns an address of the CIDR; of the IPAM pool's whole CIDR where
 *      this is the first part of it that goes back.
 */
EIP_API EIP_NODISCARD eip_status eip_deprovision_public_ipv4_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_deprovision_public_ipv4_pool_cidr_request *request,
    eip_deprovision_public_ipv4_pool_cidr_response *response, eip_error *error);

/* -- DescribePublicIpv4Pools ------------------------------------------------ */

/** EC2's request, which has no DryRun. Filters: tag:KEY, tag-key. */
typedef struct eip_describe_public_ipv4_pools_request {
    uint32_t size;  /* sizeof(eip_describe_public_ipv4_pools_request) */
    uint32_t flags; /* EIP_PUBLIC_POOL_MAX_RESULTS */
    const eip_text *pool_ids; /* one that is named twice is shown once */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t pool_id_count;
    uint32_t filter_count;
    int32_t max_results; /* 1 to 10, which is also the default */
    uint32_t reserved;
} eip_describe_public_ipv4_pools_request;

#define EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT                            \
    {                                                                          \
        sizeof(eip_describe_public_ipv4_pools_request), 0, 0, 0, {0, 0, 0}, 0, \
            0, 0, 0                                                            \
    }

/**
 * Describe the caller's pools, by id, a page at a time.
 *
 * @param[in]  request  NULL asks for the first page of all.
 * @param[out] list     End it with eip_public_pool_list_free.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_FILTER_LIMIT_EXCEEDED: as of
 *    eip_describe_addresses;
 *  - EIP_ERR_PUBLIC_POOL_NOT_FOUND: an id, `index` says which, that is
 *    unknown, malformed or another account's.
 * @par Paging a token never grows old: pages by it show each pool that was
 *      there all along once.
 * @par Cost the pools of this kind from the page's first to its last, and some
 *      ns an address of those shown.
 */
EIP_API EIP_NODISCARD eip_status eip_describe_public_ipv4_pools(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_public_ipv4_pools_request *request,
    eip_public_pool_list **list, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
