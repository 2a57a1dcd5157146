/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file coip.h
 * Pools of customer-owned IP addresses (CoIP) of Outposts: CreateCoipPool,
 * DeleteCoipPool, CreateCoipCidr, DeleteCoipCidr, DescribeCoipPools,
 * GetCoipPoolUsage (EC2 API 2016-11-15; AWS Outposts guide, "Customer-owned
 * IP addresses").
 *
 * A pool belongs to the account that created it; eip_admin_share_pool shares
 * it (EC2: RAM). Who neither owns nor shares it is told what is told of a pool
 * that never was, in the same bytes. Who shares it may see it and allocate
 * from it, and is not authorised to change it. Each pool has an address space
 * of its own. Pools made by eip_admin_create_pool are pools like others.
 *
 * **Order of checks** of every operation: NULL and struct sizes,
 * authorisation, parameters that are missing, syntax and ranges, tags, the
 * pool known, blocks and addresses in use, DryRun's verdict. The first that
 * fails is the answer, and nothing has changed.
 * **Concurrency** all may run beside each other and beside every operation.
 * **Progress** serialised by a mutex, together with administration; no
 * operation on addresses takes it, and they wait for none of those.
 * **Ownership** requests are borrowed for the call; lists are the caller's.
 * **Linearisation** inside the mutex. What is told of addresses is what each
 * was at an instant of the call.
 * **Statuses of every operation**: EIP_ERR_NULL, EIP_ERR_STRUCT_VERSION,
 * EIP_ERR_REENTRANT, EIP_ERR_TOO_MANY_THREADS, EIP_ERR_READERS_STALLED,
 * EIP_ERR_UNAUTHORIZED, EIP_ERR_DRY_RUN (the dry run would have succeeded),
 * EIP_ERR_MISSING_PARAMETER, EIP_ERR_OUT_OF_MEMORY; EIP_ERR_ARGUMENT for an
 * account above 999999999999.
 */
#ifndef EIP_COIP_H
#define EIP_COIP_H

#include "eip/address.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A pool, as every operation shows it. Texts, tags and blocks live as long
 *  as the list that it was read from. */
typedef struct eip_coip_pool {
    uint32_t size; /* sizeof(eip_coip_pool), set by the caller */
    uint32_t reserved;
    eip_pool_ref pool;                     /* eip_pool_id_format */
    uint64_t owner;                        /* account */
    eip_text local_gateway_route_table_id; /* absent if the administrator made
                                              the pool */
    eip_text pool_arn;          /* "arn:aws:ec2:REGION:OWNER:coip-pool/ID" */
    const eip_cidr *pool_cidrs; /* by address */
    const eip_tag *tags;        /* by key */
    uint32_t pool_cidr_count;
    uint32_t tag_count;
} eip_coip_pool;

#define EIP_COIP_POOL_INIT                                                     \
    { sizeof(eip_coip_pool), 0, {0, 0, 0}, 0, {0, 0, 0}, {0, 0, 0}, 0, 0, 0, 0 }

/** Pools; immutable, valid until freed or until the engine is closed,
 *  whichever is first (free it before). */
typedef struct eip_coip_pool_list eip_coip_pool_list;

/** Number of pools of a list; 0 for NULL. */
EIP_API uint64_t eip_coip_pool_list_count(const eip_coip_pool_list *list);
/**
 * Read the pool at `index`, 0 to count - 1.
 *
 * @param[out] pool  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_coip_pool_list_at(
    const eip_coip_pool_list *list, uint64_t index, eip_coip_pool *pool);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text eip_coip_pool_list_next_token(const eip_coip_pool_list *list);
/** End a list. NULL is ignored. */
EIP_API void eip_coip_pool_list_free(eip_coip_pool_list *list);

/* -- CreateCoipPool ------------------------------------------------------- */

enum {
    EIP_COIP_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_COIP_MAX_RESULTS = 2
};

/** EC2's request. */
typedef struct eip_create_coip_pool_request {
    uint32_t size;  /* sizeof(eip_create_coip_pool_request) */
    uint32_t flags; /* EIP_COIP_DRY_RUN */
    /** Required. Local gateways are the caller's world: every id of their
     *  form is taken, "lgw-rtb-" and 8 or 17 lower-case hex digits. */
    eip_text local_gateway_route_table_id;
    const eip_tag_specification *tag_specifications; /* of "coip-pool" (R15) */
    uint32_t tag_specification_count;
    uint32_t reserved;
} eip_create_coip_pool_request;

#define EIP_CREATE_COIP_POOL_REQUEST_INIT                                      \
    { sizeof(eip_create_coip_pool_request), 0, {0, 0, 0}, 0, 0, 0 }

/**
 * Create a pool of the caller's, without CIDR blocks.
 *
 * @param[out] pool  A list of the one new pool.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_ROUTE_TABLE_NOT_FOUND: another form of id (R13);
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_TAG_LIMIT_EXCEEDED: tags.
 * @par Cost that of publishing all pools.
 */
EIP_API EIP_NODISCARD eip_status
eip_create_coip_pool(eip_engine *engine, const eip_caller *caller,
                     const eip_create_coip_pool_request *request,
                     eip_coip_pool_list **pool, eip_error *error);

/* -- DeleteCoipPool ------------------------------------------------------- */

/** EC2's request. */
typedef struct eip_delete_coip_pool_request {
    uint32_t size;         /* sizeof(eip_delete_coip_pool_request) */
    uint32_t flags;        /* EIP_COIP_DRY_RUN */
    eip_text coip_pool_id; /* required */
} eip_delete_coip_pool_request;

#define EIP_DELETE_COIP_POOL_REQUEST_INIT                                      \
    {                                                                          \
        sizeof(eip_delete_coip_pool_request), 0, {                             \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Delete a pool of the caller's that has no CIDR blocks.
 *
 * @param[out] pool  A list of the one pool, as it was.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_POOL_NOT_FOUND: unknown, malformed, deleted before or another
 *    account's (R13, R18);
 *  - EIP_ERR_UNAUTHORIZED: shared with the caller;
 *  - EIP_ERR_POOL_IN_USE: it has blocks.
 */
EIP_API EIP_NODISCARD eip_status
eip_delete_coip_pool(eip_engine *engine, const eip_caller *caller,
                     const eip_delete_coip_pool_request *request,
                     eip_coip_pool_list **pool, eip_error *error);

/* -- CreateCoipCidr, DeleteCoipCidr --------------------------------------- */

/** EC2's requests, which are alike. */
typedef struct eip_coip_cidr_request {
    uint32_t size;         /* sizeof(eip_coip_cidr_request) */
    uint32_t flags;        /* EIP_COIP_DRY_RUN */
    eip_text cidr;         /* required; /8 to /32, private space too */
    eip_text coip_pool_id; /* required */
} eip_coip_cidr_request;

#define EIP_COIP_CIDR_REQUEST_INIT                                             \
    {                                                                          \
        sizeof(eip_coip_cidr_request), 0, {0, 0, 0}, {                         \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** EC2's CoipCidr. */
typedef struct eip_coip_cidr {
    uint32_t size; /* sizeof(eip_coip_cidr), set by the caller */
    uint32_t reserved;
    eip_cidr cidr;
    eip_pool_ref coip_pool;
    /** Terminated; "" if the administrator made the pool. */
    char local_gateway_route_table_id[EIP_ROUTE_TABLE_ID_TEXT_SIZE];
    char padding[6]; /* zero */
} eip_coip_cidr;

#define EIP_COIP_CIDR_INIT                                                     \
    {                                                                          \
        sizeof(eip_coip_cidr), 0, {0, 0}, {0, 0, 0}, {0}, {                    \
            0                                                                  \
        }                                                                      \
    }

/**
 * Add a CIDR block to a pool of the caller's. Its addresses are to be had at
 * once.
 *
 * @param[out] cidr  `size` set by the caller; written on EIP_OK.
 * @return Beside those of the file: EIP_OK; EIP_ERR_POOL_NOT_FOUND and
 *  EIP_ERR_UNAUTHORIZED as for eip_delete_coip_pool;
 *  - EIP_ERR_CIDR_MALFORMED: no CIDR block, host bits, /0 to /7;
 *  - EIP_ERR_CIDR_CONFLICT: it overlaps another of the pool's;
 *  - EIP_ERR_TOO_MANY_CIDRS.
 * @par Cost microseconds, whatever its size.
 */
EIP_API EIP_NODISCARD eip_status
eip_create_coip_cidr(eip_engine *engine, const eip_caller *caller,
                     const eip_coip_cidr_request *request, eip_coip_cidr *cidr,
                     eip_error *error);

/**
 * Take a CIDR block, as it was created, out of a pool of the caller's, if
 * nobody holds an address of it.
 *
 * @param[out] cidr  `size` set by the caller; written on EIP_OK.
 * @return Beside those of the file: EIP_OK; EIP_ERR_POOL_NOT_FOUND and
 *  EIP_ERR_UNAUTHORIZED as for eip_delete_coip_pool;
 *  EIP_ERR_CIDR_MALFORMED as for eip_create_coip_cidr;
 *  - EIP_ERR_CIDR_NOT_FOUND: the pool has no such block;
 *  - EIP_ERR_CIDR_IN_USE: an address of it is held. Nothing has changed; an
 *    allocation meanwhile may have found the pool empty.
 * @par Cost some ns an address of the block.
 */
EIP_API EIP_NODISCARD eip_status
eip_delete_coip_cidr(eip_engine *engine, const eip_caller *caller,
                     const eip_coip_cidr_request *request, eip_coip_cidr *cidr,
                     eip_error *error);

/* -- DescribeCoipPools ---------------------------------------------------- */

/** EC2's request. Filters: coip-pool.local-gateway-route-table-id,
 *  coip-pool.pool-id, tag:KEY, tag-key. */
typedef struct eip_describe_coip_pools_request {
    uint32_t size;            /* sizeof(eip_describe_coip_pools_request) */
    uint32_t flags;           /* EIP_COIP_DRY_RUN, EIP_COIP_MAX_RESULTS */
    const eip_text *pool_ids; /* one that is named twice is shown once */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t pool_id_count;
    uint32_t filter_count;
    int32_t max_results; /* 5 to 1,000, which is also the default */
    uint32_t reserved;
} eip_describe_coip_pools_request;

#define EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT                                   \
    { sizeof(eip_describe_coip_pools_request), 0, 0, 0, {0, 0, 0}, 0, 0, 0, 0 }

/**
 * Describe the pools that the caller owns or shares, by id, a page at a time.
 *
 * @param[in]  request  NULL asks for the first page of all.
 * @param[out] list     End it with eip_coip_pool_list_free.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_FILTER_LIMIT_EXCEEDED: as of
 *    eip_describe_addresses;
 *  - EIP_ERR_POOL_NOT_FOUND: an id, `index` says which, that is unknown,
 *    malformed or of a pool that the caller may not see.
 * @par Paging a token never grows old: pages by it show each pool that was
 *      there all along once.
 * @par Cost the pools of this kind from the page's first to its last.
 */
EIP_API EIP_NODISCARD eip_status
eip_describe_coip_pools(eip_engine *engine, const eip_caller *caller,
                        const eip_describe_coip_pools_request *request,
                        eip_coip_pool_list **list, eip_error *error);

/* -- GetCoipPoolUsage ----------------------------------------------------- */

/** An address in use. */
typedef struct eip_coip_address_usage {
    uint32_t size;          /* sizeof(eip_coip_address_usage) */
    uint32_t co_ip;         /* the address */
    uint64_t allocation_id; /* eip_allocation_id_format */
    uint64_t aws_account_id;
    eip_text aws_service; /* absent: no service of AWS holds addresses here */
} eip_coip_address_usage;

#define EIP_COIP_ADDRESS_USAGE_INIT                                            \
    {                                                                          \
        sizeof(eip_coip_address_usage), 0, 0, 0, {                             \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** Addresses in use; as eip_coip_pool_list. */
typedef struct eip_coip_address_usage_list eip_coip_address_usage_list;

/** Number of addresses of a list; 0 for NULL. */
EIP_API uint64_t
eip_coip_address_usage_list_count(const eip_coip_address_usage_list *list);
/** Read the address at `index`, as eip_coip_pool_list_at. */
EIP_API EIP_NODISCARD eip_status
eip_coip_address_usage_list_at(const eip_coip_address_usage_list *list,
                               uint64_t index, eip_coip_address_usage *usage);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text
eip_coip_address_usage_list_next_token(const eip_coip_address_usage_list *list);
/** End a list. NULL is ignored. */
EIP_API void
eip_coip_address_usage_list_free(eip_coip_address_usage_list *list);

/** EC2's request. Filters: coip-address-usage.allocation-id,
 *  coip-address-usage.aws-account-id, coip-address-usage.aws-service,
 *  coip-address-usage.co-ip. A filter on tags matches nothing. */
typedef struct eip_get_coip_pool_usage_request {
    uint32_t size;    /* sizeof(eip_get_coip_pool_usage_request) */
    uint32_t flags;   /* EIP_COIP_DRY_RUN, EIP_COIP_MAX_RESULTS */
    eip_text pool_id; /* required */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t filter_count;
    int32_t max_results; /* 5 to 1,000, which is also the default */
} eip_get_coip_pool_usage_request;

#define EIP_GET_COIP_POOL_USAGE_REQUEST_INIT                                   \
    {                                                                          \
        sizeof(eip_get_coip_pool_usage_request), 0, {0, 0, 0}, 0, {0, 0, 0},   \
            0, 0                                                               \
    }

/** EC2's response. */
typedef struct eip_get_coip_pool_usage_response {
    uint32_t size; /* sizeof(eip_get_coip_pool_usage_response) */
    uint32_t reserved;
    eip_pool_ref coip_pool;
    eip_coip_address_usage_list *coip_address_usages; /* the caller's to end */
    /** Terminated; "" if the administrator made the pool. */
    char local_gateway_route_table_id[EIP_ROUTE_TABLE_ID_TEXT_SIZE];
    char padding[6]; /* zero */
} eip_get_coip_pool_usage_response;

#define EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT                                  \
    {                                                                          \
        sizeof(eip_get_coip_pool_usage_response), 0, {0, 0, 0}, 0, {0}, {      \
            0                                                                  \
        }                                                                      \
    }

/**
 * List the addresses of a pool that are held, by address. Its owner sees those
 * of every account; who shares it sees only its own.
 *
 * @param[out] response  `size` set by the caller; written on EIP_OK.
 * @return Beside those of the file: EIP_OK; EIP_ERR_POOL_NOT_FOUND as for
 *  eip_delete_coip_pool; MaxResults, NextToken (which is of one pool) and
 *  filters as for eip_describe_coip_pools.
 * @par Paging as for eip_describe_coip_pools: every address held throughout is
 *      shown once.
 * @par Cost some ns an address of the pool, from the page's first to its last.
 */
EIP_API EIP_NODISCARD eip_status eip_get_coip_pool_usage(
    eip_engine *engine, const eip_caller *caller,
    const eip_get_coip_pool_usage_request *request,
    eip_get_coip_pool_usage_response *response, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
