/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam_allocation.h
 * Allocations out of IPAM pools: AllocateIpamPoolCidr,
 * ReleaseIpamPoolAllocation, ModifyIpamPoolAllocation, GetIpamPoolAllocations,
 * DescribeIpamPoolAllocations (EC2 API 2016-11-15). Order of checks,
 * concurrency, ownership and the statuses of every operation are those of
 * ipam.h.
 *
 * Each address that AllocateAddress gave out of a pool is an allocation of its
 * own, of type `eip` (R11): told from the address, and gone with its release.
 * An account sees all of its pools' allocations, and of a pool that is shared
 * with it its own.
 */
#ifndef EIP_IPAM_ALLOCATION_H
#define EIP_IPAM_ALLOCATION_H

#include "eip/ipam.h"

#ifdef __cplusplus
extern "C" {
#endif

/** EC2's IpamPoolAllocation. Texts and tags live as long as the list that it
 *  was read from. */
typedef struct eip_ipam_pool_allocation {
    uint32_t size; /* sizeof(eip_ipam_pool_allocation), set by the caller */
    uint32_t tag_count;
    eip_ipam_id id; /* eip_ipam_allocation_id_format; 0, 0: a preview */
    eip_cidr cidr;
    eip_text description;   /* absent: none */
    eip_text resource_id;   /* absent: custom */
    eip_text resource_type; /* "custom", "eip", "ipam-pool",
                               "ec2-public-ipv4-pool" */
    eip_text resource_region;
    uint64_t resource_owner;
    const eip_tag *tags; /* by key */
} eip_ipam_pool_allocation;

#define EIP_IPAM_POOL_ALLOCATION_INIT                                          \
    {                                                                          \
        sizeof(eip_ipam_pool_allocation), 0, {0, 0}, {0, 0}, {0, 0, 0},        \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0, 0                              \
    }

/** Allocations; immutable, valid until freed or until the engine is closed,
 *  whichever is first (free it before). */
typedef struct eip_ipam_pool_allocation_list eip_ipam_pool_allocation_list;

/** Number of allocations of a list; 0 for NULL. */
EIP_API uint64_t
eip_ipam_pool_allocation_list_count(const eip_ipam_pool_allocation_list *list);
/** As eip_ipam_pool_list_at. */
EIP_API EIP_NODISCARD eip_status eip_ipam_pool_allocation_list_at(
    const eip_ipam_pool_allocation_list *list, uint64_t index,
    eip_ipam_pool_allocation *allocation);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text eip_ipam_pool_allocation_list_next_token(
    const eip_ipam_pool_allocation_list *list);
/** End a list. NULL is ignored. */
EIP_API void
eip_ipam_pool_allocation_list_free(eip_ipam_pool_allocation_list *list);

/* -- AllocateIpamPoolCidr --------------------------------------------------- */

/** EC2's request. */
typedef struct eip_allocate_ipam_pool_cidr_request {
    uint32_t size;         /* sizeof(eip_allocate_ipam_pool_cidr_request) */
    uint32_t flags;        /* DRY_RUN, NETMASK, PREVIEW_NEXT_CIDR */
    eip_text ipam_pool_id; /* required */
    eip_text cidr;         /* this, or a netmask length: given, else the pool's
                              default */
    eip_text client_token;
    eip_text description; /* UTF-8, at most EIP_IPAM_DESCRIPTION_MAX bytes */
    const eip_text *allowed_cidrs; /* only without `cidr` */
    const eip_text *disallowed_cidrs;
    const eip_tag_specification
        *tag_specifications;        /* "ipam-pool-allocation" */
    uint32_t allowed_cidr_count;    /* at most 1000 */
    uint32_t disallowed_cidr_count; /* the same */
    uint32_t tag_specification_count;
    int32_t netmask_length;
} eip_allocate_ipam_pool_cidr_request;

#define EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT                               \
    {                                                                          \
        sizeof(eip_allocate_ipam_pool_cidr_request), 0, {0, 0, 0}, {0, 0, 0},  \
            {0, 0, 0}, {0, 0, 0}, 0, 0, 0, 0, 0, 0, 0                          \
    }

/**
 * Allocate a CIDR of a pool that the caller owns or shares: the one that is
 * named, or the lowest free one. AllocateAddress gives no address of it until
 * it is released.
 *
 * @param[out] allocation  A list of the one allocation.
 * @return Beside those of ipam.h: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED: a CIDR, of whichever parameter (`index`);
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: netmask length (0 to 32, and within the
 *    pool's bounds), description, tags, more than 1000 CIDRs; "The allocation
 *    size is too big for the pool.";
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: a CIDR and a netmask length, or
 *    AllowedCidrs or DisallowedCidrs; neither, and the pool has no default;
 *  - EIP_ERR_TAG_LIMIT_EXCEEDED; EIP_ERR_CLIENT_TOKEN;
 *  - EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH; EIP_ERR_INCORRECT_STATE;
 *  - EIP_ERR_CIDR_NOT_FOUND: not inside one CIDR of the pool;
 *  - EIP_ERR_CIDR_CONFLICT: it overlaps an allocation;
 *  - EIP_ERR_CIDR_IN_USE: an address of it is held, or it is being drained;
 *  - EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY: none is free.
 * @par Cost the pool's allocations up to the CIDR, and some ns an address of it.
 */
EIP_API EIP_NODISCARD eip_status eip_allocate_ipam_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_allocate_ipam_pool_cidr_request *request,
    eip_ipam_pool_allocation_list **allocation, eip_error *error);

/* -- ReleaseIpamPoolAllocation ---------------------------------------------- */

/** EC2's request. */
typedef struct eip_release_ipam_pool_allocation_request {
    uint32_t size;  /* sizeof(eip_release_ipam_pool_allocation_request) */
    uint32_t flags; /* EIP_IPAM_DRY_RUN */
    eip_text ipam_pool_id; /* all are required */
    eip_text cidr;
    eip_text ipam_pool_allocation_id;
} eip_release_ipam_pool_allocation_request;

#define EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT                          \
    {                                                                          \
        sizeof(eip_release_ipam_pool_allocation_request), 0, {0, 0, 0},        \
            {0, 0, 0}, {                                                       \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Release a custom allocation, of one's own or out of one's own pool. EC2's
 * Success is true where this is EIP_OK. Addresses of it that are to be had
 * again are ones that nobody has had.
 *
 * @return Beside those of ipam.h: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED;
 *  - EIP_ERR_IPAM_ALLOCATION_NOT_FOUND: unknown, malformed, not one that the
 *    caller sees, or of another pool;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: not its CIDR;
 *  - EIP_ERR_UNSUPPORTED_OPERATION: it is not custom.
 */
EIP_API EIP_NODISCARD eip_status eip_release_ipam_pool_allocation(
    eip_engine *engine, const eip_caller *caller,
    const eip_release_ipam_pool_allocation_request *request, eip_error *error);

/* -- ModifyIpamPoolAllocation ----------------------------------------------- */

/** EC2's request. */
typedef struct eip_modify_ipam_pool_allocation_request {
    uint32_t size;  /* sizeof(eip_modify_ipam_pool_allocation_request) */
    uint32_t flags; /* EIP_IPAM_DRY_RUN */
    eip_text ipam_pool_allocation_id; /* required */
    eip_text description;             /* absent leaves it, "" takes it away */
} eip_modify_ipam_pool_allocation_request;

#define EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT                           \
    {                                                                          \
        sizeof(eip_modify_ipam_pool_allocation_request), 0, {0, 0, 0}, {       \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Change the description of a custom allocation.
 *
 * @param[out] allocation  A list of the one allocation.
 * @return As eip_release_ipam_pool_allocation;
 *  EIP_ERR_INVALID_PARAMETER_VALUE: the description.
 */
EIP_API EIP_NODISCARD eip_status eip_modify_ipam_pool_allocation(
    eip_engine *engine, const eip_caller *caller,
    const eip_modify_ipam_pool_allocation_request *request,
    eip_ipam_pool_allocation_list **allocation, eip_error *error);

/* -- GetIpamPoolAllocations, DescribeIpamPoolAllocations -------------------- */

/** EC2's request. Filters, of both: tag:KEY, tag-key, cidr, description,
 *  ipam-pool-allocation-id, resource-id, resource-owner, resource-region,
 *  resource-type. */
typedef struct eip_get_ipam_pool_allocations_request {
    uint32_t size;         /* sizeof(eip_get_ipam_pool_allocations_request) */
    uint32_t flags;        /* EIP_IPAM_DRY_RUN, EIP_IPAM_MAX_RESULTS */
    eip_text ipam_pool_id; /* required */
    eip_text ipam_pool_allocation_id; /* only this one */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t filter_count;
    int32_t max_results; /* 1000 to 100000, which is also the default */
} eip_get_ipam_pool_allocations_request;

#define EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT                             \
    {                                                                          \
        sizeof(eip_get_ipam_pool_allocations_request), 0, {0, 0, 0},           \
            {0, 0, 0}, 0, {0, 0, 0}, 0, 0                                      \
    }

/**
 * Show the allocations of a pool that the caller owns or shares, by address, a
 * page at a time.
 *
 * @param[out] list  End it with eip_ipam_pool_allocation_list_free.
 * @return Beside those of ipam.h: EIP_OK;
 *  - EIP_ERR_IPAM_ALLOCATION_NOT_FOUND: unknown, malformed, or not one of the
 *    pool that the caller sees;
 *  - EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got for this pool;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_FILTER_LIMIT_EXCEEDED: as of
 *    eip_describe_addresses.
 * @par Paging a token never grows old: pages by it show each allocation that
 *      was there all along once.
 * @par Cost some ns an address of the pool's CIDRs from the page's first to its
 *      last.
 */
EIP_API EIP_NODISCARD eip_status eip_get_ipam_pool_allocations(
    eip_engine *engine, const eip_caller *caller,
    const eip_get_ipam_pool_allocations_request *request,
    eip_ipam_pool_allocation_list **list, eip_error *error);

/** EC2's request. */
typedef struct eip_describe_ipam_pool_allocations_request {
    uint32_t size;  /* sizeof(eip_describe_ipam_pool_allocations_request) */
    uint32_t flags; /* EIP_IPAM_DRY_RUN, EIP_IPAM_MAX_RESULTS */
    const eip_text *ipam_pool_allocation_ids;
    const eip_filter *filters;
    eip_text next_token;
    uint32_t ipam_pool_allocation_id_count;
    uint32_t filter_count;
    int32_t max_results; /* as of GetIpamPoolAllocations; EC2's own bounds are
                            not published */
    uint32_t reserved;
} eip_describe_ipam_pool_allocations_request;

#define EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT                        \
    {                                                                          \
        sizeof(eip_describe_ipam_pool_allocations_request), 0, 0, 0,           \
            {0, 0, 0}, 0, 0, 0, 0                                              \
    }

/**
 * Show the allocations of all pools that the caller owns or shares, by pool and
 * address, a page at a time.
 *
 * @param[in] request  NULL asks for the first page of all.
 * @return As eip_get_ipam_pool_allocations; `index` says which id.
 * @par Cost as of eip_get_ipam_pool_allocations, of all pools from the page's
 *      first to its last.
 */
EIP_API EIP_NODISCARD eip_status eip_describe_ipam_pool_allocations(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_ipam_pool_allocations_request *request,
    eip_ipam_pool_allocation_list **list, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
