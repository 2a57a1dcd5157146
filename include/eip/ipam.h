/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam.h
 * IPAM pools: CreateIpamPool, DeleteIpamPool, ModifyIpamPool, DescribeIpamPools
 * (EC2 API 2016-11-15; VPC IPAM guide). Their CIDRs are ipam_cidr.h's,
 * allocations out of them ipam_allocation.h's, what no operation of EC2's can
 * set ipam_admin.h's. What is said here holds of all of these.
 *
 * A pool of a public scope that is EC2's (AwsService `ec2`) and has a locale
 * serves: AllocateAddress gives addresses of it. Each that is held is an
 * allocation of type `eip`. A pool made by eip_admin_create_pool serves, too:
 * it is a pool of its owner's default scope, in the Region until it has CIDRs
 * in another border group.
 *
 * A pool belongs to one account, and may be shared (eip_admin_share_pool):
 * others may allocate of it. Else it reads like one that never was, in the
 * same bytes (R18); so does a scope.
 *
 * A CIDR is in one pool. Provisioned to a pool that has a source pool, it is
 * an allocation of that, and what serves of it moves: no address is in two
 * pools at any instant, and allocations beside it neither wait nor fail.
 *
 * **States** that EC2 passes through asynchronously settle at the next look
 * `settle_ms` later (engine.h); what they stand for is there at once.
 * **Order of checks** of every operation: NULL and struct sizes,
 * authorisation, parameters that are missing, syntax and ranges, combinations,
 * tags, pool and scope known, client token, quotas, state and capacity,
 * DryRun's verdict. The first that fails is the answer, and nothing has
 * changed.
 * **Client tokens** 1 to 64 ASCII characters. Of an account's last
 * EIP_IPAM_CLIENT_TOKENS each answers what it answered, as that is now; with
 * other parameters EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH, and if what it made
 * has gone EIP_ERR_INCORRECT_STATE.
 * **Concurrency** all may run beside each other and beside every operation.
 * **Progress** serialised by a mutex, together with administration; no
 * operation on addresses takes it, and they wait for none of those.
 * **Ownership** requests are borrowed for the call; lists are the caller's.
 * **Linearisation** inside the mutex. What is told of addresses is what each
 * was at an instant of the call.
 * **Statuses of every operation**: EIP_ERR_NULL, EIP_ERR_STRUCT_VERSION,
 * EIP_ERR_REENTRANT, EIP_ERR_TOO_MANY_THREADS, EIP_ERR_READERS_STALLED,
 * EIP_ERR_UNAUTHORIZED, EIP_ERR_DRY_RUN (the dry run would have succeeded),
 * EIP_ERR_OUT_OF_MEMORY; EIP_ERR_ARGUMENT for an account above 999999999999; of
 * those with a required parameter EIP_ERR_MISSING_PARAMETER; of those that name
 * a pool EIP_ERR_IPAM_POOL_NOT_FOUND, for one that is unknown, malformed,
 * deleted, or neither the caller's nor shared.
 */
#ifndef EIP_IPAM_H
#define EIP_IPAM_H

#include "eip/address.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    EIP_IPAM_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_IPAM_MAX_RESULTS = 2,
    /** AutoImport: true. Of ModifyIpamPool: as NO_AUTO_IMPORT, it is given. */
    EIP_IPAM_AUTO_IMPORT = 4,
    EIP_IPAM_NO_AUTO_IMPORT = 8,
    /** PubliclyAdvertisable is given; IPv6's, so always refused. */
    EIP_IPAM_PUBLICLY_ADVERTISABLE = 16,
    EIP_IPAM_CASCADE = 32,
    /** ClearAllocationDefaultNetmaskLength. */
    EIP_IPAM_CLEAR_DEFAULT_NETMASK = 64,
    EIP_IPAM_PREVIEW_NEXT_CIDR = 128,
    /** The netmask length counts, even as 0. */
    EIP_IPAM_NETMASK = 256,
    EIP_IPAM_MIN_NETMASK = 512,
    EIP_IPAM_MAX_NETMASK = 1024,
    EIP_IPAM_DEFAULT_NETMASK = 2048
};

enum {
    EIP_IPAM_POOLS_MAX = 50,      /* pools of a scope */
    EIP_IPAM_CIDRS_MAX = 50,      /* CIDRs of a pool; also, of failed ones */
    EIP_IPAM_DEPTH_MAX = 10,      /* pools below each other */
    EIP_IPAM_SCOPES_MAX = 5,      /* scopes of an account */
    EIP_IPAM_BLOCKS_MAX = 2,      /* Amazon's contiguous blocks of an account */
    EIP_IPAM_BLOCK_BITS_MIN = 29, /* their netmask lengths */
    EIP_IPAM_BLOCK_BITS_MAX = 30,
    EIP_IPAM_DESCRIPTION_MAX = 255, /* bytes */
    EIP_IPAM_CLIENT_TOKENS = 64
};

/** Names a CIDR or an allocation: "ipam-pool-cidr-0" or "ipam-pool-alloc-0"
 *  and 32 hex digits. */
typedef struct eip_ipam_id {
    uint64_t high;
    uint64_t low;
} eip_ipam_id;

enum {
    EIP_IPAM_ID_TEXT_SIZE = 50,       /* of a CIDR or an allocation */
    EIP_IPAM_SCOPE_ID_TEXT_SIZE = 29, /* "ipam-scope-0" + 16 hex */
    EIP_IPAM_PLAIN_ID_TEXT_SIZE = 23  /* "ipam-0" + 16 hex */
};

/** Write an id, terminated, into EIP_IPAM_..._TEXT_SIZE bytes; returns its
 *  length, or 0 for NULL. Any thread, wait-free. */
EIP_API uint32_t eip_ipam_cidr_id_format(eip_ipam_id id, char *buffer);
/** The same. */
EIP_API uint32_t eip_ipam_allocation_id_format(eip_ipam_id id, char *buffer);
/** The same. */
EIP_API uint32_t eip_ipam_scope_id_format(uint64_t id, char *buffer);
/** The same. */
EIP_API uint32_t eip_ipam_id_format(uint64_t id, char *buffer);
/** Read one. EIP_OK; EIP_ERR_NULL; EIP_ERR_IPAM_ALLOCATION_NOT_FOUND or
 *  EIP_ERR_IPAM_SCOPE_NOT_FOUND for any other text. */
EIP_API EIP_NODISCARD eip_status eip_ipam_allocation_id_parse(eip_text text,
                                                              eip_ipam_id *id);
/** The same. */
EIP_API EIP_NODISCARD eip_status eip_ipam_scope_id_parse(eip_text text,
                                                         uint64_t *id);

/* -- pools ------------------------------------------------------------------ */

/** EC2's IpamPool. Texts and tags live as long as the list that it was read
 *  from; of a text that is absent EC2 has no element. */
typedef struct eip_ipam_pool {
    uint32_t size;  /* sizeof(eip_ipam_pool), set by the caller */
    uint32_t flags; /* EIP_IPAM_AUTO_IMPORT */
    eip_pool_ref pool;
    eip_pool_ref source_pool; /* kind EIP_POOL_AMAZON: none */
    uint64_t owner_id;
    uint64_t scope_id; /* eip_ipam_scope_id_format */
    uint64_t ipam_id;  /* eip_ipam_id_format */
    eip_text ipam_pool_arn;
    eip_text ipam_scope_arn;
    eip_text ipam_arn;
    eip_text ipam_scope_type; /* "public", "private" */
    eip_text ipam_region;
    eip_text locale; /* "None", or a border group */
    eip_text state;  /* "create-in-progress", "create-complete", ... */
    eip_text description;
    eip_text address_family;   /* "ipv4" */
    eip_text aws_service;      /* "ec2", "global-services" */
    eip_text public_ip_source; /* "amazon", "byoip"; absent if private */
    eip_text source_resource_id;
    eip_text source_resource_type;
    eip_text source_resource_region;
    uint64_t source_resource_owner;
    const eip_tag *allocation_resource_tags; /* by key */
    const eip_tag *tags;                     /* by key */
    uint32_t allocation_resource_tag_count;
    uint32_t tag_count;
    uint32_t pool_depth;                   /* 1: top-level */
    int32_t allocation_min_netmask_length; /* -1: none */
    int32_t allocation_max_netmask_length;
    int32_t allocation_default_netmask_length;
} eip_ipam_pool;

#define EIP_IPAM_POOL_INIT                                                     \
    {                                                                          \
        sizeof(eip_ipam_pool), 0, {0, 0, 0}, {0, 0, 0}, 0, 0, 0, {0, 0, 0},    \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},  \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},  \
            {0, 0, 0}, 0, 0, 0, 0, 0, 0, 0, 0, 0                               \
    }

/** Pools; immutable, valid until freed or until the engine is closed,
 *  whichever is first (free it before). */
typedef struct eip_ipam_pool_list eip_ipam_pool_list;

/** Number of pools of a list; 0 for NULL. */
EIP_API uint64_t eip_ipam_pool_list_count(const eip_ipam_pool_list *list);
/**
 * Read the pool at `index`, 0 to count - 1.
 *
 * @param[out] pool  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_ipam_pool_list_at(
    const eip_ipam_pool_list *list, uint64_t index, eip_ipam_pool *pool);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text eip_ipam_pool_list_next_token(const eip_ipam_pool_list *list);
/** End a list. NULL is ignored. */
EIP_API void eip_ipam_pool_list_free(eip_ipam_pool_list *list);

/* -- CreateIpamPool --------------------------------------------------------- */

/** EC2's request. */
typedef struct eip_create_ipam_pool_request {
    uint32_t size;  /* sizeof(eip_create_ipam_pool_request) */
    uint32_t flags; /* DRY_RUN, AUTO_IMPORT, PUBLICLY_ADVERTISABLE, MIN_NETMASK,
                       MAX_NETMASK, DEFAULT_NETMASK */
    eip_text ipam_scope_id;  /* required */
    eip_text address_family; /* required: "ipv4" */
    eip_text locale;         /* absent, "None": no locale; else the Region or a
                                Local Zone's border group */
    eip_text source_ipam_pool_id;
    eip_text description; /* UTF-8, at most EIP_IPAM_DESCRIPTION_MAX bytes */
    eip_text client_token;
    eip_text aws_service;      /* "ec2", "global-services"; absent: none */
    eip_text public_ip_source; /* "amazon", "byoip"; absent: byoip */
    /** SourceResource: all or none. */
    eip_text source_resource_id;
    eip_text source_resource_type; /* "vpc" */
    eip_text source_resource_region;
    eip_text source_resource_owner; /* 12 digits */
    const eip_tag *allocation_resource_tags;
    const eip_tag_specification *tag_specifications; /* "ipam-pool" */
    uint32_t allocation_resource_tag_count;
    uint32_t tag_specification_count;
    int32_t allocation_min_netmask_length; /* 0 to 32 */
    int32_t allocation_max_netmask_length;
    int32_t allocation_default_netmask_length;
    uint32_t reserved;
} eip_create_ipam_pool_request;

#define EIP_CREATE_IPAM_POOL_REQUEST_INIT                                      \
    {                                                                          \
        sizeof(eip_create_ipam_pool_request), 0, {0, 0, 0}, {0, 0, 0},         \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},  \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0, 0, 0, 0, 0, 0, 0, 0 \
    }

/**
 * Create a pool without CIDRs. It gives the lowest free address first (R11).
 *
 * @param[out] pool  A list of the one pool, `create-in-progress`.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: a text, a netmask length (each 0 to 32,
 *    min < max, the default between them), tags, an unknown locale (R8) or a
 *    Wavelength Zone's, one that is not the source pool's where that has one;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: PubliclyAdvertisable; AwsService or
 *    PublicIpSource in a private scope; a source pool of another scope;
 *    SourceResource in a public scope, or incomplete;
 *  - EIP_ERR_UNSUPPORTED_OPERATION: AddressFamily ipv6;
 *  - EIP_ERR_TAG_LIMIT_EXCEEDED; EIP_ERR_CLIENT_TOKEN;
 *  - EIP_ERR_IPAM_SCOPE_NOT_FOUND: unknown, malformed or another account's;
 *  - EIP_ERR_IPAM_POOL_NOT_FOUND: the source pool, which is to be the caller's;
 *  - EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH; EIP_ERR_INCORRECT_STATE;
 *  - EIP_ERR_RESOURCE_LIMIT_EXCEEDED: EIP_IPAM_POOLS_MAX, EIP_IPAM_DEPTH_MAX.
 * @par Cost that of publishing all pools.
 */
EIP_API EIP_NODISCARD eip_status
eip_create_ipam_pool(eip_engine *engine, const eip_caller *caller,
                     const eip_create_ipam_pool_request *request,
                     eip_ipam_pool_list **pool, eip_error *error);

/* -- DeleteIpamPool --------------------------------------------------------- */

/** EC2's request. */
typedef struct eip_delete_ipam_pool_request {
    uint32_t size;         /* sizeof(eip_delete_ipam_pool_request) */
    uint32_t flags;        /* EIP_IPAM_DRY_RUN, EIP_IPAM_CASCADE */
    eip_text ipam_pool_id; /* required */
} eip_delete_ipam_pool_request;

#define EIP_DELETE_IPAM_POOL_REQUEST_INIT                                      \
    {                                                                          \
        sizeof(eip_delete_ipam_pool_request), 0, {                             \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Delete a pool of the caller's that has no CIDRs, allocations and pools below
 * it; with Cascade, which is for pools of private scopes, with all of those.
 *
 * @param[out] pool  A list of the one pool, `delete-in-progress`.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: Cascade in a public scope;
 *  - EIP_ERR_POOL_IN_USE.
 * @par Memory Cascade goes from the bottom up. If memory runs out on the way,
 *      EIP_ERR_OUT_OF_MEMORY, what has gone by then is gone: pools, and CIDRs
 *      and allocations of the next. The same request goes on with the rest.
 */
EIP_API EIP_NODISCARD eip_status
eip_delete_ipam_pool(eip_engine *engine, const eip_caller *caller,
                     const eip_delete_ipam_pool_request *request,
                     eip_ipam_pool_list **pool, eip_error *error);

/* -- ModifyIpamPool --------------------------------------------------------- */

/** EC2's request. */
typedef struct eip_modify_ipam_pool_request {
    uint32_t size;         /* sizeof(eip_modify_ipam_pool_request) */
    uint32_t flags;        /* DRY_RUN, AUTO_IMPORT, NO_AUTO_IMPORT, MIN_NETMASK,
                       MAX_NETMASK, DEFAULT_NETMASK, CLEAR_DEFAULT_NETMASK */
    eip_text ipam_pool_id; /* required */
    eip_text description;  /* absent leaves it, "" takes it away */
    const eip_tag *add_allocation_resource_tags;
    const eip_tag *remove_allocation_resource_tags; /* value absent: any */
    uint32_t add_allocation_resource_tag_count;
    uint32_t remove_allocation_resource_tag_count;
    int32_t allocation_min_netmask_length;
    int32_t allocation_max_netmask_length;
    int32_t allocation_default_netmask_length;
    uint32_t reserved;
} eip_modify_ipam_pool_request;

#define EIP_MODIFY_IPAM_POOL_REQUEST_INIT                                      \
    {                                                                          \
        sizeof(eip_modify_ipam_pool_request), 0, {0, 0, 0}, {0, 0, 0}, 0, 0,   \
            0, 0, 0, 0, 0, 0                                                   \
    }

/**
 * Change a pool of the caller's. What is allocated stays as it is.
 *
 * @param[out] pool  A list of the one pool, `modify-in-progress`.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_TAG_LIMIT_EXCEEDED: as for
 *    eip_create_ipam_pool;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: AutoImport true and false; a default
 *    netmask length, and to clear it.
 */
EIP_API EIP_NODISCARD eip_status
eip_modify_ipam_pool(eip_engine *engine, const eip_caller *caller,
                     const eip_modify_ipam_pool_request *request,
                     eip_ipam_pool_list **pool, eip_error *error);

/* -- DescribeIpamPools ------------------------------------------------------ */

/** EC2's request. Filters: tag:KEY, tag-key, address-family, aws-service,
 *  description, ipam-arn, ipam-pool-arn, ipam-pool-id, ipam-region,
 *  ipam-scope-arn, ipam-scope-type, locale, owner-id, pool-depth,
 *  public-ip-source, source-ipam-pool-id, state. */
typedef struct eip_describe_ipam_pools_request {
    uint32_t size;                 /* sizeof(eip_describe_ipam_pools_request) */
    uint32_t flags;                /* EIP_IPAM_DRY_RUN, EIP_IPAM_MAX_RESULTS */
    const eip_text *ipam_pool_ids; /* one that is named twice is shown once */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t ipam_pool_id_count;
    uint32_t filter_count;
    int32_t max_results; /* 5 to 1000, which is also the default */
    uint32_t reserved;
} eip_describe_ipam_pools_request;

#define EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT                                   \
    { sizeof(eip_describe_ipam_pools_request), 0, 0, 0, {0, 0, 0}, 0, 0, 0, 0 }

/**
 * Describe the pools that the caller owns or shares, by id, a page at a time.
 *
 * @param[in]  request  NULL asks for the first page of all.
 * @param[out] list     End it with eip_ipam_pool_list_free.
 * @return Beside those of the file (`index` says which id): EIP_OK;
 *  - EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_FILTER_LIMIT_EXCEEDED: as of
 *    eip_describe_addresses.
 * @par Paging a token never grows old: pages by it show each pool that was
 *      there all along once.
 */
EIP_API EIP_NODISCARD eip_status
eip_describe_ipam_pools(eip_engine *engine, const eip_caller *caller,
                        const eip_describe_ipam_pools_request *request,
                        eip_ipam_pool_list **list, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
