/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tag.h
 * CreateTags, DeleteTags, DescribeTags (EC2 API 2016-11-15) of the engine's
 * resources: Elastic IP addresses (`eipalloc-...`, type "elastic-ip"); of the
 * caller's own, CoIP pools (`ipv4pool-coip-...`, "coip-pool"), public IPv4 pools
 * (`ipv4pool-ec2-...`, "ipv4pool-ec2") and IPAM pools (`ipam-pool-...`,
 * "ipam-pool"); and custom allocations out of IPAM pools (`ipam-pool-alloc-...`,
 * "ipam-pool-allocation") that the caller sees.
 *
 * Keys and values follow the rules of AllocateAddress's (ruling R15).
 *
 * Order of checks, concurrency, progress, ownership, statuses of every
 * operation: as in address.h.
 */
#ifndef EIP_TAG_H
#define EIP_TAG_H

#include "eip/address.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { EIP_LIMIT_TAGGED = 1000 /* resources of a request */ };

/* -- CreateTags, DeleteTags ------------------------------------------------- */

enum { EIP_CREATE_TAGS_DRY_RUN = 1, EIP_DELETE_TAGS_DRY_RUN = 1 };

/** EC2's request, of both. */
typedef struct eip_tags_request {
    uint32_t size;             /* sizeof(eip_tags_request) */
    uint32_t flags;            /* EIP_CREATE_TAGS_..., EIP_DELETE_TAGS_... */
    const eip_text *resources; /* ids; one that comes twice counts once */
    const eip_tag *tags;
    uint32_t resource_count; /* 1 to EIP_LIMIT_TAGGED */
    uint32_t tag_count;
} eip_tags_request;

#define EIP_TAGS_REQUEST_INIT                                                  \
    { sizeof(eip_tags_request), 0, 0, 0, 0, 0 }

/**
 * Give resources tags; a key that is there gets the new value. An absent
 * value counts as the empty one.
 *
 * All resources are checked first. Then each is tagged by itself, in order:
 * where another call releases one meanwhile, or memory is wanting, those before
 * it have their tags.
 *
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: no resource, no tag;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: a key, a value, too many resources;
 *  - EIP_ERR_TAG_LIMIT_EXCEEDED: a resource would have over 50;
 *  - EIP_ERR_INVALID_ID: an id of no kind that has tags here;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND, EIP_ERR_POOL_NOT_FOUND,
 *    EIP_ERR_IPAM_POOL_NOT_FOUND, EIP_ERR_IPAM_ALLOCATION_NOT_FOUND (R13, R18);
 *  - EIP_ERR_UNSUPPORTED_OPERATION: an allocation that is not custom;
 *  - EIP_ERR_UNAUTHORIZED: a pool that is only shared with the caller. `index`
 *    is the resource's.
 * @par Linearisation of an address, the step of its detail; of a pool, the
 *      publication of its tags.
 * @par Progress lock-free; with pools serialised with administration.
 * @par Cost of each resource, the size of its tags.
 */
EIP_API EIP_NODISCARD eip_status
eip_create_tags(eip_engine *engine, const eip_caller *caller,
                const eip_tags_request *request, eip_error *error);

/**
 * Take tags from resources: of each tag given, the one with that key, if its
 * value is absent here or equal; without tags, all. What is not there is left
 * alone.
 *
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: no resource;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: a key, a value, too many resources;
 *  - EIP_ERR_INVALID_ID, EIP_ERR_ALLOCATION_ID_NOT_FOUND,
 *    EIP_ERR_POOL_NOT_FOUND, EIP_ERR_IPAM_POOL_NOT_FOUND,
 *    EIP_ERR_IPAM_ALLOCATION_NOT_FOUND, EIP_ERR_UNSUPPORTED_OPERATION,
 *    EIP_ERR_UNAUTHORIZED: as of eip_create_tags.
 */
EIP_API EIP_NODISCARD eip_status
eip_delete_tags(eip_engine *engine, const eip_caller *caller,
                const eip_tags_request *request, eip_error *error);

/* -- DescribeTags ----------------------------------------------------------- */

enum {
    EIP_DESCRIBE_TAGS_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_DESCRIBE_TAGS_MAX_RESULTS = 2
};

/** EC2's request. Filters: key, resource-id, resource-type, tag:KEY, value. */
typedef struct eip_describe_tags_request {
    uint32_t size;  /* sizeof(eip_describe_tags_request) */
    uint32_t flags; /* EIP_DESCRIBE_TAGS_... */
    const eip_filter *filters;
    uint32_t filter_count;
    int32_t max_results; /* 5 to 1,000, which is also the default */
    eip_text next_token; /* of the page before, or absent */
} eip_describe_tags_request;

#define EIP_DESCRIBE_TAGS_REQUEST_INIT                                         \
    {                                                                          \
        sizeof(eip_describe_tags_request), 0, 0, 0, 0, {                       \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** EC2's TagDescription; texts live as long as the list. */
typedef struct eip_tag_description {
    uint32_t size; /* sizeof(eip_tag_description), set by the caller */
    uint32_t reserved;
    eip_text key;
    eip_text value;
    eip_text resource_id;
    eip_text resource_type; /* "elastic-ip", "coip-pool", "ipv4pool-ec2" */
} eip_tag_description;

#define EIP_TAG_DESCRIPTION_INIT                                               \
    {                                                                          \
        sizeof(eip_tag_description), 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},       \
            {0, 0, 0},                                                         \
    }

/** A page of what DescribeTags found; immutable, valid until freed or until
 *  its engine is closed (free it before). */
typedef struct eip_tag_list eip_tag_list;

/**
 * Describe the tags of the caller's resources: addresses, CoIP pools, public
 * IPv4 pools, IPAM's allocations and its pools; of a kind in the order in which
 * they came into being; then by key.
 *
 * @param[in]  request  NULL asks for all.
 * @param[out] list     One page; end it with eip_tag_list_free.
 * @return Beside those of the file: EIP_OK; EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_FILTER_LIMIT_EXCEEDED: as of
 *    eip_describe_addresses.
 * @par Linearisation as of eip_describe_addresses, each page by itself: no tag
 *      that was there all along is left out or shown twice.
 * @par Cost a sort of what the account holds, for each page.
 */
EIP_API EIP_NODISCARD eip_status
eip_describe_tags(eip_engine *engine, const eip_caller *caller,
                  const eip_describe_tags_request *request, eip_tag_list **list,
                  eip_error *error);

/** Number of tags of a page; 0 for NULL. */
EIP_API uint64_t eip_tag_list_count(const eip_tag_list *list);

/** The token for the next page, which lives as long as the list; absent on
 *  the last page. */
EIP_API eip_text eip_tag_list_next_token(const eip_tag_list *list);

/**
 * Read the tag at `index`, 0 to count - 1.
 *
 * @param[out] tag  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_tag_list_at(const eip_tag_list *list,
                                                 uint64_t index,
                                                 eip_tag_description *tag);

/** End a list. NULL is ignored. */
EIP_API void eip_tag_list_free(eip_tag_list *list);

#ifdef __cplusplus
}
#endif
#endif
