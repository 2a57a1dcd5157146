/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file address.h
 * AllocateAddress, ReleaseAddress, DescribeAddresses (EC2 API 2016-11-15).
 *
 * **Order of checks** of every operation: NULL and struct sizes,
 * authorisation, syntax and ranges, combinations, tags, pool and border group
 * known, quota, address or capacity, DryRun's verdict. The first that fails
 * is the answer, and nothing has changed.
 * **Concurrency** all may run beside each other.
 * **Progress** lock-free. **Ownership** requests are borrowed for the call.
 * **Statuses of every operation**: EIP_ERR_NULL, EIP_ERR_STRUCT_VERSION,
 * EIP_ERR_REENTRANT, EIP_ERR_TOO_MANY_THREADS, EIP_ERR_UNAUTHORIZED,
 * EIP_ERR_DRY_RUN (the dry run would have succeeded), EIP_ERR_OUT_OF_MEMORY
 * (of ReleaseAddress only while the engine has a store or a snapshot is taken);
 * EIP_ERR_ARGUMENT for an account above 999999999999.
 */
#ifndef EIP_ADDRESS_H
#define EIP_ADDRESS_H

#include "eip/engine.h"
#include "eip/id.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Who calls. An account comes into being with the first allocation that gets
 *  as far as its quota, dry runs included, or by eip_admin_set_account; to
 *  every other operation one that is not there holds nothing. */
typedef struct eip_caller {
    uint32_t size; /* sizeof(eip_caller) */
    uint32_t reserved;
    uint64_t account; /* 0 to 999999999999 */
} eip_caller;

#define EIP_CALLER_INIT(number)                                                \
    { sizeof(eip_caller), 0, (number) }

/** A tag. An absent value counts as the empty one. */
typedef struct eip_tag {
    eip_text key;   /* 1 to 127 characters, UTF-8, not `aws:` in any case */
    eip_text value; /* 0 to 256 characters, UTF-8 */
} eip_tag;

/** EC2's TagSpecification. */
typedef struct eip_tag_specification {
    eip_text resource_type; /* "elastic-ip" */
    const eip_tag *tags;
    uint32_t tag_count; /* at least 1 */
    uint32_t reserved;
} eip_tag_specification;

/** Values of Domain. */
enum { EIP_DOMAIN_VPC = 0, EIP_DOMAIN_STANDARD = 1 };

/** Which members of a response or an eip_address are present. */
enum {
    EIP_HAS_ALLOCATION_ID = 1,
    EIP_HAS_PUBLIC_IP = 2,
    EIP_HAS_CARRIER_IP = 4,
    EIP_HAS_CUSTOMER_OWNED_IP = 8,
    EIP_HAS_PUBLIC_IPV4_POOL = 16,
    EIP_HAS_CUSTOMER_OWNED_IPV4_POOL = 32,
    EIP_HAS_NETWORK_BORDER_GROUP = 64,
    /* an eip_address only: */
    EIP_HAS_ASSOCIATION_ID = 128,
    EIP_HAS_INSTANCE_ID = 256,
    EIP_HAS_NETWORK_INTERFACE_ID = 512,
    EIP_HAS_NETWORK_INTERFACE_OWNER_ID = 1024,
    EIP_HAS_PRIVATE_IP_ADDRESS = 2048,
    EIP_HAS_SUBNET_ID = 4096,
    EIP_HAS_SERVICE_MANAGED = 8192
};

/* -- AllocateAddress ------------------------------------------------------ */

enum { EIP_ALLOCATE_DRY_RUN = 1 };

/** Every member of EC2's request; absent texts are parameters not sent. */
typedef struct eip_allocate_address_request {
    uint32_t size;    /* sizeof(eip_allocate_address_request) */
    uint32_t flags;   /* EIP_ALLOCATE_... */
    eip_text domain;  /* any value; only a Classic account heeds it (R1) */
    eip_text address; /* recover it, or take it of an own pool (R3, R4) */
    eip_text public_ipv4_pool;         /* "amazon" or "ipv4pool-ec2-..." (R5) */
    eip_text network_border_group;     /* default: the Region's (R8) */
    eip_text customer_owned_ipv4_pool; /* "ipv4pool-coip-..." */
    eip_text ipam_pool_id;             /* "ipam-pool-..." */
    const eip_tag_specification *tag_specifications; /* R15 */
    uint32_t tag_specification_count;
    uint32_t reserved;
} eip_allocate_address_request;

#define EIP_ALLOCATE_ADDRESS_REQUEST_INIT                                      \
    {                                                                          \
        sizeof(eip_allocate_address_request), 0, {0, 0, 0}, {0, 0, 0},         \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0, 0, 0                \
    }

/** Every member of EC2's response; `fields` says which are present (R10). */
typedef struct eip_allocate_address_response {
    uint32_t size;                 /* sizeof(eip_allocate_address_response) */
    uint32_t fields;               /* EIP_HAS_... */
    uint64_t allocation_id;        /* eip_allocation_id_format */
    eip_pool_ref public_ipv4_pool; /* Amazon's, BYOIP's or IPAM's */
    eip_pool_ref customer_owned_ipv4_pool;
    eip_text network_border_group; /* lives as long as the engine */
    uint32_t domain;               /* EIP_DOMAIN_... */
    uint32_t public_ip;
    uint32_t carrier_ip;
    uint32_t customer_owned_ip;
} eip_allocate_address_response;

#define EIP_ALLOCATE_ADDRESS_RESPONSE_INIT                                     \
    {                                                                          \
        sizeof(eip_allocate_address_response), 0, 0, {0, 0, 0}, {0, 0, 0},     \
            {0, 0, 0}, 0, 0, 0, 0                                              \
    }

/**
 * Allocate an address to the caller's account, or recover one.
 *
 * @param[in]  request   See the struct. NULL asks for any address.
 * @param[out] response  `size` set by the caller; written on EIP_OK.
 * @param[out] error     Optional detail.
 * @return Beside those of the file:
 *  - EIP_OK;
 *  - EIP_ERR_ADDRESS_MALFORMED: `Address` is no IPv4 address (R13);
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: pool (also one of IPAM's that requires
 *    tags which are not specified), border group, resource type,
 *    tag key or value;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: two pools, Address with
 *    PublicIpv4Pool (R4); pool, Address or border group in Classic;
 *  - EIP_ERR_TAG_LIMIT_EXCEEDED: over 50 tags;
 *  - EIP_ERR_IPAM_POOL_NOT_FOUND, EIP_ERR_POOL_NOT_FOUND (CoIP);
 *  - EIP_ERR_ADDRESS_LIMIT_EXCEEDED: at one instant of the call the account
 *    held its quota (R9);
 *  - EIP_ERR_TOO_MANY_ACCOUNTS: the account is new, and there is no room;
 *  - EIP_ERR_ADDRESS_NOT_FOUND: the named address is not to be had (R3);
 *  - EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY: at one instant of the call every
 *    address that could serve was held, gone, cooling (where the pool does
 *    not take cooling ones) or the subject of another operation (R7).
 * @par Linearisation the CAS of the address's word from FREE to HELD.
 * @par Frozen a thread stopped here keeps at most one address, which others
 *      get once the pool is otherwise dry, and no quota.
 * @par Cost constant; with tags their size.
 */
EIP_API EIP_NODISCARD eip_status
eip_allocate_address(eip_engine *engine, const eip_caller *caller,
                     const eip_allocate_address_request *request,
                     eip_allocate_address_response *response, eip_error *error);

/** One result of a batch. */
typedef struct eip_allocate_result {
    eip_status status;
    uint32_t reserved;
    eip_allocate_address_response response; /* valid with EIP_OK */
} eip_allocate_result;

/**
 * Make `count` calls of eip_allocate_address in one; each succeeds or fails
 * by itself.
 *
 * @param[in]  requests       `request_count` requests.
 * @param[in]  request_count  `count`, or 1: the same request for all.
 * @param[out] results        `count` results, caller-owned, all written.
 * @param[out] error          Optional: the first failure; `index` says which.
 * @return EIP_OK if all succeeded, else the first failure's status;
 *         EIP_ERR_ARGUMENT for another `request_count`.
 */
EIP_API EIP_NODISCARD eip_status eip_allocate_many(
    eip_engine *engine, const eip_caller *caller,
    const eip_allocate_address_request *requests, uint32_t request_count,
    eip_allocate_result *results, uint32_t count, eip_error *error);

/* -- ReleaseAddress ------------------------------------------------------- */

enum { EIP_RELEASE_DRY_RUN = 1 };

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_release_address_request {
    uint32_t size;                 /* sizeof(eip_release_address_request) */
    uint32_t flags;                /* EIP_RELEASE_... */
    uint64_t allocation_id;        /* as in a response, or 0 */
    eip_text allocation_id_text;   /* "eipalloc-0...", or absent */
    eip_text public_ip;            /* EC2-Classic addresses only */
    eip_text network_border_group; /* required outside the Region's (R14) */
} eip_release_address_request;

#define EIP_RELEASE_ADDRESS_REQUEST_INIT                                       \
    {                                                                          \
        sizeof(eip_release_address_request), 0, 0, {0, 0, 0}, {0, 0, 0},       \
            {0, 0, 0},                                                         \
    }

/**
 * Release an address: it may be recovered by its account until another
 * account gets it, and is offered to others as its pool's cooldown says.
 *
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: both id and PublicIp;
 *  - EIP_ERR_MISSING_PARAMETER: neither;
 *  - EIP_ERR_ADDRESS_MALFORMED: PublicIp;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: PublicIp of a VPC address;
 *  - EIP_ERR_AUTH_FAILURE: PublicIp that is not the caller's, one text for
 *    every foreign state (R18);
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND: unknown, malformed, released before,
 *    or another account's, by the same bytes (R13, R18);
 *  - EIP_ERR_ADDRESS_NOT_FOUND: border group missing or wrong (R14);
 *  - EIP_ERR_ADDRESS_IN_USE: associated, unless in a default VPC (R14);
 *  - EIP_ERR_ADDRESS_PTR_SET: it has a PTR record, or one is on its way;
 *  - EIP_ERR_ADDRESS_LOCKED, EIP_ERR_AUTH_FAILURE: marks of
 *    eip_admin_mark_address;
 *  - EIP_ERR_ARGUMENT, before authorisation: the id as number and as text.
 * @par Linearisation the CAS of the address's word from HELD to FREE.
 * @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_release_address(
    eip_engine *engine, const eip_caller *caller,
    const eip_release_address_request *request, eip_error *error);

/**
 * Make `count` calls of eip_release_address by allocation id in one.
 *
 * @param[in]  allocation_ids  `count` ids.
 * @param[in]  network_border_group  For all of them; may be absent.
 * @param[out] results         `count` statuses, caller-owned, all written.
 * @param[out] error           Optional: the first failure.
 * @return EIP_OK if all succeeded, else the first failure's status.
 */
EIP_API EIP_NODISCARD eip_status
eip_release_many(eip_engine *engine, const eip_caller *caller,
                 const uint64_t *allocation_ids, eip_text network_border_group,
                 eip_status *results, uint32_t count, eip_error *error);

/* -- DescribeAddresses ---------------------------------------------------- */

/** EC2's Filter: values are alternatives, filters must all hold. */
typedef struct eip_filter {
    eip_text name;          /* "public-ip", "tag:Name", ... case-sensitive */
    const eip_text *values; /* `*` and `?` are wildcards, `\` escapes */
    uint32_t value_count;
    uint32_t reserved;
} eip_filter;

enum { EIP_DESCRIBE_DRY_RUN = 1 };

/**
 * EC2's request. Filters: allocation-id, association-id, domain, instance-id,
 * network-border-group, network-interface-id, network-interface-owner-id,
 * private-ip-address, public-ip, tag:KEY, tag-key.
 */
typedef struct eip_describe_addresses_request {
    uint32_t size;  /* sizeof(eip_describe_addresses_request) */
    uint32_t flags; /* EIP_DESCRIBE_... */
    const eip_text *allocation_ids;
    const eip_text *public_ips;
    const eip_filter *filters;
    uint32_t allocation_id_count;
    uint32_t public_ip_count;
    uint32_t filter_count;
    uint32_t reserved;
} eip_describe_addresses_request;

#define EIP_DESCRIBE_ADDRESSES_REQUEST_INIT                                    \
    { sizeof(eip_describe_addresses_request), 0, 0, 0, 0, 0, 0, 0, 0 }

/** An address as DescribeAddresses shows it. */
typedef struct eip_address {
    uint32_t size;   /* sizeof(eip_address), set by the caller */
    uint32_t fields; /* EIP_HAS_... */
    uint64_t allocation_id;
    eip_pool_ref public_ipv4_pool;
    eip_pool_ref customer_owned_ipv4_pool;
    eip_text network_border_group; /* lives as long as the engine */
    const eip_tag *tags;           /* by key; lives as long as the list */
    uint32_t tag_count;
    uint32_t domain; /* EIP_DOMAIN_... */
    uint32_t public_ip;
    uint32_t carrier_ip;
    uint32_t customer_owned_ip;
    uint32_t private_ip;     /* of what it is associated with */
    uint64_t association_id; /* eip_association_id_format */
    uint64_t network_interface_owner_id;
    eip_text network_interface_id; /* texts live as long as the list */
    eip_text instance_id;
    eip_text subnet_id;
    eip_text service_managed; /* "alb", "nlb", "rds", "rnat" */
} eip_address;

#define EIP_ADDRESS_INIT                                                       \
    {                                                                          \
        sizeof(eip_address), 0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0, 0, 0,   \
            0, 0, 0, 0, 0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {               \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** What DescribeAddresses found; immutable, valid until freed or until its
 *  engine is closed, whichever is first (free it before). */
typedef struct eip_address_list eip_address_list;

/**
 * Describe the caller's addresses, in the order of their allocation (R16).
 *
 * @param[in]  request  NULL asks for all.
 * @param[out] list     The addresses; end it with eip_address_list_free.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: an unknown filter, one without values,
 *    bad UTF-8;
 *  - EIP_ERR_FILTER_LIMIT_EXCEEDED: over 50 filters, 200 values, 255
 *    characters;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND, EIP_ERR_ADDRESS_NOT_FOUND: an id or an
 *    address that the caller does not hold; EIP_ERR_ADDRESS_MALFORMED.
 * @par Linearisation an instant of the call at which the account held just
 *      the addresses that were looked at. An account of over 4,096 addresses
 *      that keeps changing is answered after three tries with: every address
 *      held throughout the call, and none that was not held during it.
 * @par Cost a sort of what the account holds; not the pool's size. Ids and
 *      addresses without filters: of those named.
 */
EIP_API EIP_NODISCARD eip_status
eip_describe_addresses(eip_engine *engine, const eip_caller *caller,
                       const eip_describe_addresses_request *request,
                       eip_address_list **list, eip_error *error);

/** Number of addresses of a list; 0 for NULL. */
EIP_API uint64_t eip_address_list_count(const eip_address_list *list);

/**
 * Read the address at `index`, 0 to count - 1.
 *
 * @param[out] address  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_address_list_at(
    const eip_address_list *list, uint64_t index, eip_address *address);

/** End a list. NULL is ignored. */
EIP_API void eip_address_list_free(eip_address_list *list);

#ifdef __cplusplus
}
#endif
#endif
