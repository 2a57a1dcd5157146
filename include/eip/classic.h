/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file classic.h
 * EC2-Classic's addresses on their way into a VPC and back: MoveAddressToVpc,
 * RestoreAddressToClassic, DescribeMovingAddresses (EC2 API 2016-11-15, all
 * three deprecated). An account has EC2-Classic if eip_admin_set_account says
 * so (R1).
 *
 * A move is done when the operation returns: the address has an allocation id
 * from then on, the same whenever it is moved again. For `settle_ms` of the
 * engine's configuration (R19) DescribeMovingAddresses shows it as moving.
 *
 * Order of checks, concurrency, ownership, statuses of every operation: as in
 * address.h. **Progress** lock-free. **Linearisation** of a move, the step of
 * the address's detail.
 */
#ifndef EIP_CLASSIC_H
#define EIP_CLASSIC_H

#include "eip/address.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An address may be moved so long after its allocation: 24 hours. */
#define EIP_CLASSIC_MOVE_MS UINT64_C(86400000)

enum {
    EIP_CLASSIC_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_CLASSIC_MAX_RESULTS = 2
};

/** EC2's request of MoveAddressToVpc and of RestoreAddressToClassic, which are
 *  alike. */
typedef struct eip_classic_request {
    uint32_t size;      /* sizeof(eip_classic_request) */
    uint32_t flags;     /* EIP_CLASSIC_DRY_RUN */
    eip_text public_ip; /* required */
} eip_classic_request;

#define EIP_CLASSIC_REQUEST_INIT                                               \
    {                                                                          \
        sizeof(eip_classic_request), 0, {                                      \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** EC2's response to either. */
typedef struct eip_classic_response {
    uint32_t size;          /* sizeof(eip_classic_response) */
    uint32_t public_ip;     /* of RestoreAddressToClassic; else 0 */
    uint64_t allocation_id; /* of MoveAddressToVpc; else 0 */
    /** "MoveInProgress"; "InVpc", "InClassic": it was there already. Static,
     *  terminated. */
    eip_text status;
} eip_classic_response;

#define EIP_CLASSIC_RESPONSE_INIT                                              \
    {                                                                          \
        sizeof(eip_classic_response), 0, 0, {                                  \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Move an address of EC2-Classic into the VPC domain. One that is there
 * already, moved or allocated so, stays as it is.
 *
 * @param[out] response  `size` set by the caller; written on EIP_OK. NULL: not
 *                       wanted.
 * @return Beside those of the file: EIP_OK; EIP_ERR_MISSING_PARAMETER;
 *  - EIP_ERR_ADDRESS_MALFORMED;
 *  - EIP_ERR_AUTH_FAILURE: not one of the caller's, in one text (R18); or a
 *    service manages it;
 *  - EIP_ERR_ADDRESS_IN_USE: it is associated;
 *  - EIP_ERR_INCORRECT_STATE: allocated less than EIP_CLASSIC_MOVE_MS ago.
 */
EIP_API EIP_NODISCARD eip_status
eip_move_address_to_vpc(eip_engine *engine, const eip_caller *caller,
                        const eip_classic_request *request,
                        eip_classic_response *response, eip_error *error);

/**
 * Move an address back that was moved. It has no allocation id then; an offer
 * to transfer it ends. One that is in EC2-Classic already stays as it is.
 *
 * @param[out] response  As of eip_move_address_to_vpc.
 * @return As of eip_move_address_to_vpc, however young the address is;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: it was never in EC2-Classic;
 *  - EIP_ERR_UNSUPPORTED_OPERATION: the account has EC2-Classic no more.
 */
EIP_API EIP_NODISCARD eip_status eip_restore_address_to_classic(
    eip_engine *engine, const eip_caller *caller,
    const eip_classic_request *request, eip_classic_response *response,
    eip_error *error);

/* -- DescribeMovingAddresses ------------------------------------------------- */

/** EC2's MovingAddressStatus. */
typedef struct eip_moving_address {
    uint32_t size; /* sizeof(eip_moving_address), set by the caller */
    uint32_t public_ip;
    eip_text move_status; /* "movingToVpc", "restoringToClassic"; static */
} eip_moving_address;

#define EIP_MOVING_ADDRESS_INIT                                                \
    {                                                                          \
        sizeof(eip_moving_address), 0, {                                       \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** Addresses that are moving; immutable, valid until freed or until the engine
 *  is closed, whichever is first (free it before). */
typedef struct eip_moving_address_list eip_moving_address_list;

/** Number of addresses of a list; 0 for NULL. */
EIP_API uint64_t
eip_moving_address_list_count(const eip_moving_address_list *list);
/**
 * Read the address at `index`, 0 to count - 1.
 *
 * @param[out] address  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status
eip_moving_address_list_at(const eip_moving_address_list *list, uint64_t index,
                           eip_moving_address *address);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text
eip_moving_address_list_next_token(const eip_moving_address_list *list);
/** End a list. NULL is ignored. */
EIP_API void eip_moving_address_list_free(eip_moving_address_list *list);

/** EC2's request. Filter: moving-status, of values "MovingToVpc" and
 *  "RestoringToClassic". A filter on tags matches nothing. */
typedef struct eip_describe_moving_addresses_request {
    uint32_t size;  /* sizeof(eip_describe_moving_addresses_request) */
    uint32_t flags; /* EIP_CLASSIC_DRY_RUN, EIP_CLASSIC_MAX_RESULTS */
    const eip_text *public_ips; /* one that is named twice is shown once */
    const eip_filter *filters;
    eip_text next_token;
    uint32_t public_ip_count;
    uint32_t filter_count;
    int32_t max_results; /* 5 to 1,000, which is also the default */
    uint32_t reserved;
} eip_describe_moving_addresses_request;

#define EIP_DESCRIBE_MOVING_ADDRESSES_REQUEST_INIT                             \
    {                                                                          \
        sizeof(eip_describe_moving_addresses_request), 0, 0, 0, {0, 0, 0}, 0,  \
            0, 0, 0                                                            \
    }

/**
 * Describe the caller's addresses that are moving, by order of allocation, a
 * page at a time.
 *
 * @param[in]  request  NULL asks for the first page of all.
 * @param[out] list     End it with eip_moving_address_list_free.
 * @return Beside those of the file: EIP_OK; EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation;
 *  - EIP_ERR_ADDRESS_MALFORMED; EIP_ERR_ADDRESS_NOT_FOUND: a PublicIp, `index`
 *    says which, that is no address, or none of the caller's;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_FILTER_LIMIT_EXCEEDED: as of
 *    eip_describe_addresses.
 */
EIP_API EIP_NODISCARD eip_status eip_describe_moving_addresses(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_moving_addresses_request *request,
    eip_moving_address_list **list, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
