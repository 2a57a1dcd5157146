/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file attribute.h
 * DescribeAddressesAttribute, ModifyAddressAttribute, ResetAddressAttribute
 * (EC2 API 2016-11-15): the PTR record of an address, its reverse DNS.
 *
 * The request sets the update going; until it has settled (eip_config's
 * `settle_ms`, ruling R19) the address shows its old record and the update,
 * PENDING. EC2 publishes a record only if the name leads to the address;
 * where eip_config's `dns` says that it does not, the old record stays, and
 * the update shows as FAILED with a reason. (That EC2 refuses late is
 * observed; the word FAILED is our ruling, EC2 documents PENDING only.)
 *
 * While a record is there, or an update that will make one, the address can
 * be neither released (EIP_ERR_ADDRESS_PTR_SET) nor handed over.
 *
 * Order of checks, concurrency, progress, ownership, statuses of every
 * operation: as in address.h.
 */
#ifndef EIP_ATTRIBUTE_H
#define EIP_ATTRIBUTE_H

#include "eip/address.h"

#ifdef __cplusplus
extern "C" {
#endif

/** 253 characters, the final dot, the terminator. */
enum { EIP_PTR_SIZE = 256 };

/** EC2's AddressAttribute. Texts are terminated; an empty one is absent. */
typedef struct eip_address_attribute {
    uint32_t size;      /* sizeof(eip_address_attribute), set by the caller */
    uint32_t public_ip; /* or the carrier IP */
    uint64_t allocation_id;
    char ptr_record[EIP_PTR_SIZE];       /* PtrRecord, with the final dot */
    char ptr_update_value[EIP_PTR_SIZE]; /* PtrRecordUpdate; empty on a reset */
    char ptr_update_status[16];          /* "PENDING", "FAILED" */
    char ptr_update_reason[64];
} eip_address_attribute;

#define EIP_ADDRESS_ATTRIBUTE_INIT                                             \
    { sizeof(eip_address_attribute), 0, 0, {0}, {0}, {0}, {0}, }

/* -- ModifyAddressAttribute ------------------------------------------------- */

enum { EIP_MODIFY_ATTRIBUTE_DRY_RUN = 1 };

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_modify_address_attribute_request {
    uint32_t size;  /* sizeof(eip_modify_address_attribute_request) */
    uint32_t flags; /* EIP_MODIFY_ATTRIBUTE_... */
    uint64_t allocation_id;
    eip_text allocation_id_text;
    /** 1 to 253 characters: labels of 1 to 63 letters, digits and hyphens, no
     *  hyphen first or last; the final dot may be there. */
    eip_text domain_name;
} eip_modify_address_attribute_request;

#define EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT                              \
    {                                                                          \
        sizeof(eip_modify_address_attribute_request), 0, 0, {0, 0, 0},         \
            {0, 0, 0},                                                         \
    }

/**
 * Have the PTR record of an address be this name.
 *
 * @param[out] response  Optional: the address, its update pending.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: AllocationId, DomainName;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: DomainName;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND: one text for every cause (R13, R18);
 *  - EIP_ERR_UNSUPPORTED_OPERATION: a customer-owned address, which no public
 *    DNS knows (our ruling);
 *  - EIP_ERR_ARGUMENT, before authorisation: the id as number and as text.
 * @par Linearisation the step of the address's detail.
 * @par Cost constant; of the address's tags, which are copied.
 */
EIP_API EIP_NODISCARD eip_status eip_modify_address_attribute(
    eip_engine *engine, const eip_caller *caller,
    const eip_modify_address_attribute_request *request,
    eip_address_attribute *response, eip_error *error);

/* -- ResetAddressAttribute -------------------------------------------------- */

enum { EIP_RESET_ATTRIBUTE_DRY_RUN = 1 };

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_reset_address_attribute_request {
    uint32_t size;  /* sizeof(eip_reset_address_attribute_request) */
    uint32_t flags; /* EIP_RESET_ATTRIBUTE_... */
    uint64_t allocation_id;
    eip_text allocation_id_text;
    eip_text attribute; /* "domain-name" */
} eip_reset_address_attribute_request;

#define EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT                               \
    { sizeof(eip_reset_address_attribute_request), 0, 0, {0, 0, 0}, {0, 0, 0}, }

/**
 * Have an address have no PTR record; one that has none is left alone.
 *
 * @param[out] response  Optional: the address, its update pending.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: AllocationId, Attribute;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: Attribute;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND; EIP_ERR_ARGUMENT.
 * @par Linearisation the step of the address's detail.
 */
EIP_API EIP_NODISCARD eip_status
eip_reset_address_attribute(eip_engine *engine, const eip_caller *caller,
                            const eip_reset_address_attribute_request *request,
                            eip_address_attribute *response, eip_error *error);

/* -- DescribeAddressesAttribute --------------------------------------------- */

enum {
    EIP_DESCRIBE_ATTRIBUTE_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_DESCRIBE_ATTRIBUTE_MAX_RESULTS = 2
};

/** EC2's request. */
typedef struct eip_describe_addresses_attribute_request {
    uint32_t size;  /* sizeof(eip_describe_addresses_attribute_request) */
    uint32_t flags; /* EIP_DESCRIBE_ATTRIBUTE_... */
    const eip_text *allocation_ids;
    uint32_t allocation_id_count;
    int32_t max_results; /* 1 to 1,000, which is also the default */
    eip_text attribute;  /* "domain-name", or absent */
    eip_text next_token; /* of the page before, or absent */
} eip_describe_addresses_attribute_request;

#define EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT                          \
    {                                                                          \
        sizeof(eip_describe_addresses_attribute_request), 0, 0, 0, 0,          \
            {0, 0, 0}, {0, 0, 0},                                              \
    }

/** A page of what DescribeAddressesAttribute found; immutable, valid until
 *  freed or until its engine is closed (free it before). */
typedef struct eip_address_attribute_list eip_address_attribute_list;

/**
 * Describe those of the caller's addresses that have a PTR record or an
 * update of it, in the order of their allocation.
 *
 * @param[in]  request  NULL asks for all.
 * @param[out] list     One page; end it with eip_address_attribute_list_free.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: Attribute;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND: an id that the caller does not hold.
 * @par Linearisation as of eip_describe_addresses, each page by itself: none
 *      that was there all along is left out or shown twice.
 * @par Cost a sort of what the account holds, for each page.
 */
EIP_API EIP_NODISCARD eip_status eip_describe_addresses_attribute(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_addresses_attribute_request *request,
    eip_address_attribute_list **list, eip_error *error);

/** Number of addresses of a page; 0 for NULL. */
EIP_API uint64_t
eip_address_attribute_list_count(const eip_address_attribute_list *list);

/** The token for the next page, which lives as long as the list; absent on
 *  the last page. */
EIP_API eip_text
eip_address_attribute_list_next_token(const eip_address_attribute_list *list);

/**
 * Read the address at `index`, 0 to count - 1.
 *
 * @param[out] attribute  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status
eip_address_attribute_list_at(const eip_address_attribute_list *list,
                              uint64_t index, eip_address_attribute *attribute);

/** End a list. NULL is ignored. */
EIP_API void eip_address_attribute_list_free(eip_address_attribute_list *list);

#ifdef __cplusplus
}
#endif
#endif
