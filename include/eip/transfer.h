/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file transfer.h
 * EnableAddressTransfer, AcceptAddressTransfer, DisableAddressTransfer,
 * DescribeAddressTransfers (EC2 API 2016-11-15): an address goes from one
 * account to another.
 *
 * The source offers it; the target, who must know the address, accepts within
 * 7 days. It keeps its allocation id and loses its tags (R2). An offer ends
 * with the address's release (R14), with a new offer, or by being disabled.
 * The source sees a transfer that was accepted for 14 days (R19).
 *
 * Order of checks, concurrency, progress, ownership, statuses of every
 * operation: as in address.h.
 */
#ifndef EIP_TRANSFER_H
#define EIP_TRANSFER_H

#include "eip/address.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How long an offer lasts, and how long one that was accepted is shown. */
#define EIP_TRANSFER_OFFER_MS UINT64_C(604800000)
#define EIP_TRANSFER_SHOWN_MS UINT64_C(1209600000)

/** EC2's AddressTransferStatus. */
enum {
    EIP_TRANSFER_PENDING = 1,  /* "pending" */
    EIP_TRANSFER_DISABLED = 2, /* "disabled" */
    EIP_TRANSFER_ACCEPTED = 3  /* "accepted" */
};

/** EC2's AddressTransfer. */
typedef struct eip_address_transfer {
    uint32_t size;   /* sizeof(eip_address_transfer), set by the caller */
    uint32_t status; /* EIP_TRANSFER_... */
    uint64_t allocation_id;
    uint64_t transfer_account; /* the target */
    uint64_t expiration_ms;    /* TransferOfferExpirationTimestamp */
    uint64_t accepted_ms;      /* TransferOfferAcceptedTimestamp; 0: absent */
    uint32_t public_ip;
    uint32_t reserved;
} eip_address_transfer;

#define EIP_ADDRESS_TRANSFER_INIT                                              \
    { sizeof(eip_address_transfer), 0, 0, 0, 0, 0, 0, 0 }

/* -- EnableAddressTransfer, DisableAddressTransfer -------------------------- */

enum { EIP_ENABLE_TRANSFER_DRY_RUN = 1, EIP_DISABLE_TRANSFER_DRY_RUN = 1 };

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_enable_address_transfer_request {
    uint32_t size;  /* sizeof(eip_enable_address_transfer_request) */
    uint32_t flags; /* EIP_ENABLE_TRANSFER_... */
    uint64_t allocation_id;
    eip_text allocation_id_text;
    eip_text transfer_account_id; /* 12 digits */
} eip_enable_address_transfer_request;

#define EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT                               \
    { sizeof(eip_enable_address_transfer_request), 0, 0, {0, 0, 0}, {0, 0, 0}, }

/**
 * Offer an address to another account; an older offer of it ends.
 *
 * @param[out] response  Optional.
 * @return Beside those of the file: EIP_OK, also if the address is associated
 *         or has a PTR record (accepting fails then);
 *  - EIP_ERR_MISSING_PARAMETER: AllocationId, TransferAccountId;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: an account id that is none, or the
 *    caller's own;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND (R13, R18);
 *  - EIP_ERR_UNSUPPORTED_OPERATION: an address of a BYOIP, IPAM or CoIP pool or
 *    a carrier IP, which EC2 does not transfer (the code is our ruling);
 *  - EIP_ERR_AUTH_FAILURE: an address that a service manages;
 *  - EIP_ERR_ARGUMENT, before authorisation: the id as number and as text.
 * @par Linearisation the step of the address's detail.
 */
EIP_API EIP_NODISCARD eip_status
eip_enable_address_transfer(eip_engine *engine, const eip_caller *caller,
                            const eip_enable_address_transfer_request *request,
                            eip_address_transfer *response, eip_error *error);

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_disable_address_transfer_request {
    uint32_t size;  /* sizeof(eip_disable_address_transfer_request) */
    uint32_t flags; /* EIP_DISABLE_TRANSFER_... */
    uint64_t allocation_id;
    eip_text allocation_id_text;
} eip_disable_address_transfer_request;

#define EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT                              \
    { sizeof(eip_disable_address_transfer_request), 0, 0, {0, 0, 0}, }

/**
 * Take an offer back. It is shown as disabled until it would have expired.
 *
 * @param[out] response  Optional.
 * @return Beside those of the file: EIP_OK; EIP_ERR_MISSING_PARAMETER;
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND, also for one that was accepted;
 *  - EIP_ERR_INCORRECT_STATE: no offer is pending (our ruling);
 *  - EIP_ERR_ARGUMENT.
 * @par Linearisation the step of the address's detail.
 */
EIP_API EIP_NODISCARD eip_status eip_disable_address_transfer(
    eip_engine *engine, const eip_caller *caller,
    const eip_disable_address_transfer_request *request,
    eip_address_transfer *response, eip_error *error);

/* -- AcceptAddressTransfer -------------------------------------------------- */

enum { EIP_ACCEPT_TRANSFER_DRY_RUN = 1 };

/** EC2's request. */
typedef struct eip_accept_address_transfer_request {
    uint32_t size;    /* sizeof(eip_accept_address_transfer_request) */
    uint32_t flags;   /* EIP_ACCEPT_TRANSFER_... */
    eip_text address; /* the one offered */
    const eip_tag_specification *tag_specifications; /* R15 */
    uint32_t tag_specification_count;
    uint32_t reserved;
} eip_accept_address_transfer_request;

#define EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT                               \
    { sizeof(eip_accept_address_transfer_request), 0, {0, 0, 0}, 0, 0, 0 }

/**
 * Accept an address that was offered to the caller's account.
 *
 * @param[out] response  Optional.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: Address; EIP_ERR_ADDRESS_MALFORMED;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE, EIP_ERR_TAG_LIMIT_EXCEEDED: tags;
 *  - EIP_ERR_ADDRESS_LIMIT_EXCEEDED: at one instant of the call the account
 *    held its quota (R9);
 *  - EIP_ERR_TOO_MANY_ACCOUNTS: the account is new, and there is no room;
 *  - EIP_ERR_ADDRESS_NOT_FOUND: not offered to the caller, by the same bytes
 *    whatever it is (R18);
 *  - EIP_ERR_TRANSFER_PTR_SET, EIP_ERR_TRANSFER_ASSOCIATED: what the source
 *    must end first; EIP_ERR_ADDRESS_LOCKED, EIP_ERR_AUTH_FAILURE: marks of
 *    eip_admin_mark_address (our ruling).
 * @par Linearisation the CAS of the address's word from the source to the
 *      target. The quotas of both change with it: all or nothing. Its place in
 *      the order of DescribeAddresses is of an instant of the call before that.
 * @par Frozen a thread stopped here keeps neither address nor quota: whoever
 *      needs them sees the transfer through.
 * @par Cost constant; with tags their size.
 */
EIP_API EIP_NODISCARD eip_status
eip_accept_address_transfer(eip_engine *engine, const eip_caller *caller,
                            const eip_accept_address_transfer_request *request,
                            eip_address_transfer *response, eip_error *error);

/* -- DescribeAddressTransfers ----------------------------------------------- */

enum {
    EIP_DESCRIBE_TRANSFERS_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_DESCRIBE_TRANSFERS_MAX_RESULTS = 2
};

/** EC2's request. */
typedef struct eip_describe_address_transfers_request {
    uint32_t size;  /* sizeof(eip_describe_address_transfers_request) */
    uint32_t flags; /* EIP_DESCRIBE_TRANSFERS_... */
    const eip_text *allocation_ids;
    uint32_t allocation_id_count;
    int32_t max_results; /* 5 to 1,000, which is also the default */
    eip_text next_token; /* of the page before, or absent */
} eip_describe_address_transfers_request;

#define EIP_DESCRIBE_ADDRESS_TRANSFERS_REQUEST_INIT                            \
    {                                                                          \
        sizeof(eip_describe_address_transfers_request), 0, 0, 0, 0, {          \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** A page of what DescribeAddressTransfers found; immutable, valid until freed
 *  or until its engine is closed (free it before). */
typedef struct eip_address_transfer_list eip_address_transfer_list;

/**
 * Describe the transfers that the caller is the source of, in the order of the
 * addresses' allocation: pending, disabled, accepted.
 *
 * @param[in]  request  NULL asks for all. Ids: those of them that are there.
 * @param[out] list     One page; end it with eip_address_transfer_list_free.
 * @return Beside those of the file: EIP_OK; EIP_ERR_MAX_RESULTS;
 *         EIP_ERR_NEXT_TOKEN: not one that this account got from this
 *         operation; EIP_ERR_ALLOCATION_ID_NOT_FOUND: an id of no transfer of
 *         the caller's, nor of an address of its.
 * @par Linearisation none for the page as a whole: each offer as it was at an
 *      instant of the call. None that was there all along is left out or
 *      shown twice.
 * @par Cost a sort of what the account holds and has handed over, a page.
 */
EIP_API EIP_NODISCARD eip_status eip_describe_address_transfers(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_address_transfers_request *request,
    eip_address_transfer_list **list, eip_error *error);

/** Number of transfers of a page; 0 for NULL. */
EIP_API uint64_t
eip_address_transfer_list_count(const eip_address_transfer_list *list);

/** The token for the next page, which lives as long as the list; absent on
 *  the last page. */
EIP_API eip_text
eip_address_transfer_list_next_token(const eip_address_transfer_list *list);

/**
 * Read the transfer at `index`, 0 to count - 1.
 *
 * @param[out] transfer  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status
eip_address_transfer_list_at(const eip_address_transfer_list *list,
                             uint64_t index, eip_address_transfer *transfer);

/** End a list. NULL is ignored. */
EIP_API void eip_address_transfer_list_free(eip_address_transfer_list *list);

#ifdef __cplusplus
}
#endif
#endif
