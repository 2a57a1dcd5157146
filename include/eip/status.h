/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file status.h
 * What a call answers: one status space, each value with EC2's error code,
 * its HTTP status and a default text, and a caller-owned record of what
 * exactly was wrong.
 *
 * **Threads** every function here: any. **Progress** wait-free.
 * **Stability** values are pinned, never renumbered; families are 100 apart.
 */
#ifndef EIP_STATUS_H
#define EIP_STATUS_H

#include "eip/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a call answers: EIP_OK (0) or one of EIP_ERR_..., negative. */
typedef int32_t eip_status;

/**
 * X(name, value, EC2 code, HTTP status, default text).
 * The EC2 code of a status that EC2 does not have is "InternalError" where
 * the embedder's set-up or the host is at fault.
 */
#define EIP_STATUS_MAP(X)                                                      \
    X(OK, 0, "", 200, "Success")                                               \
    /* the call itself */                                                      \
    X(ERR_NULL, -101, "InternalError", 500, "A required pointer is NULL")      \
    X(ERR_STRUCT_VERSION, -102, "InternalError", 500,                          \
      "A struct has an unknown size or a reserved member that is not zero")    \
    X(ERR_ARGUMENT, -103, "InternalError", 500,                                \
      "An argument is outside its range")                                      \
    X(ERR_REENTRANT, -104, "InternalError", 500,                               \
      "A callback called back into its own engine")                            \
    /* parameters of a request */                                              \
    X(ERR_INVALID_PARAMETER_VALUE, -201, "InvalidParameterValue", 400,         \
      "A value specified in a parameter is not valid")                         \
    X(ERR_INVALID_PARAMETER_COMBINATION, -202, "InvalidParameterCombination",  \
      400, "Parameters that must not be used together were used together")     \
    X(ERR_MISSING_PARAMETER, -203, "MissingParameter", 400,                    \
      "A required parameter is missing")                                       \
    X(ERR_ADDRESS_MALFORMED, -204, "InvalidAddress.Malformed", 400,            \
      "The address is not a valid IPv4 address")                               \
    X(ERR_FILTER_LIMIT_EXCEEDED, -205, "FilterLimitExceeded", 400,             \
      "The request uses too many filters or too many filter values")           \
    X(ERR_TAG_LIMIT_EXCEEDED, -206, "TagLimitExceeded", 400,                   \
      "The maximum number of Tags for a resource has been reached.")           \
    X(ERR_CIDR_MALFORMED, -207, "InvalidParameterValue", 400,                  \
      "The CIDR block is not valid")                                           \
    X(ERR_CIDR_CONFLICT, -208, "InvalidParameterValue", 400,                   \
      "The CIDR block overlaps one that is provisioned")                       \
    X(ERR_NEXT_TOKEN, -220, "InvalidNextToken", 400,                           \
      "The specified token is not valid")                                      \
    X(ERR_MAX_RESULTS, -221, "InvalidMaxResults", 400,                         \
      "The specified value for MaxResults is not valid")                       \
    X(ERR_INSTANCE_ID, -222, "InvalidInstanceID", 400,                         \
      "The instance has more than one network interface, or cannot be used")   \
    X(ERR_INVALID_ID, -223, "InvalidID", 400,                                  \
      "The specified ID for the resource you are trying to tag is not valid.") \
    X(ERR_CLIENT_TOKEN, -226, "InvalidClientToken", 400,                       \
      "The specified client token is not valid")                               \
    /* who may */                                                              \
    X(ERR_UNAUTHORIZED, -301, "UnauthorizedOperation", 403,                    \
      "You are not authorized to perform this operation.")                     \
    X(ERR_AUTH_FAILURE, -302, "AuthFailure", 400,                              \
      "The address does not belong to you.")                                   \
    X(ERR_DRY_RUN, -303, "DryRunOperation", 412,                               \
      "Request would have succeeded, but DryRun flag is set.")                 \
    /* what is not there */                                                    \
    X(ERR_ADDRESS_NOT_FOUND, -401, "InvalidAddress.NotFound", 400,             \
      "The Elastic IP address does not exist or is not available.")            \
    X(ERR_ALLOCATION_ID_NOT_FOUND, -402, "InvalidAllocationID.NotFound", 400,  \
      "The allocation ID does not exist")                                      \
    X(ERR_IPAM_POOL_NOT_FOUND, -403, "InvalidIpamPoolId.NotFound", 400,        \
      "The IPAM pool ID does not exist")                                       \
    X(ERR_POOL_NOT_FOUND, -404, "InvalidPoolID.NotFound", 400,                 \
      "The pool ID does not exist")                                            \
    X(ERR_ACCOUNT_NOT_FOUND, -405, "InternalError", 500,                       \
      "The account is not known to the engine")                                \
    X(ERR_CIDR_NOT_FOUND, -406, "InvalidParameterValue", 400,                  \
      "The CIDR block is not provisioned to the pool")                         \
    X(ERR_BORDER_GROUP_NOT_FOUND, -407, "InvalidParameterValue", 400,          \
      "The network border group does not exist")                               \
    X(ERR_ASSOCIATION_ID_NOT_FOUND, -420, "InvalidAssociationID.NotFound",     \
      400, "The association ID does not exist")                                \
    X(ERR_INSTANCE_NOT_FOUND, -421, "InvalidInstanceID.NotFound", 400,         \
      "The instance ID does not exist")                                        \
    X(ERR_INTERFACE_NOT_FOUND, -422, "InvalidNetworkInterfaceID.NotFound",     \
      400, "The networkInterface ID does not exist")                           \
    X(ERR_ROUTE_TABLE_NOT_FOUND, -430,                                         \
      "InvalidLocalGatewayRouteTableID.NotFound", 400,                         \
      "The local gateway route table ID does not exist")                       \
    X(ERR_PUBLIC_POOL_NOT_FOUND, -440, "InvalidPublicIpv4PoolID.NotFound",     \
      400, "The public IPv4 pool ID does not exist")                           \
    X(ERR_IPAM_SCOPE_NOT_FOUND, -450, "InvalidIpamScopeId.NotFound", 400,      \
      "The IPAM scope ID does not exist")                                      \
    X(ERR_IPAM_ALLOCATION_NOT_FOUND, -451,                                     \
      "InvalidIpamPoolAllocationId.NotFound", 400,                             \
      "The IPAM pool allocation does not exist.")                              \
    /* state and capacity */                                                   \
    X(ERR_ADDRESS_IN_USE, -520, "InvalidIPAddress.InUse", 400,                 \
      "The specified IP address is already in use.")                           \
    X(ERR_ADDRESS_PTR_SET, -521, "InvalidAddress.PtrSet", 400,                 \
      "The address cannot be released because it has a PTR record set.")       \
    X(ERR_ADDRESS_LOCKED, -522, "InvalidAddress.Locked", 400,                  \
      "The address cannot be released because it is locked to your account.")  \
    X(ERR_UNSUPPORTED_OPERATION, -523, "UnsupportedOperation", 400,            \
      "The specified request includes an unsupported operation.")              \
    X(ERR_ADDRESS_LIMIT_EXCEEDED, -501, "AddressLimitExceeded", 400,           \
      "The maximum number of addresses has been reached.")                     \
    X(ERR_INSUFFICIENT_ADDRESS_CAPACITY, -502, "InsufficientAddressCapacity",  \
      503, "Not enough available addresses to satisfy your request.")          \
    X(ERR_CIDR_IN_USE, -503, "IncorrectState", 400,                            \
      "Addresses of the CIDR block are allocated")                             \
    X(ERR_EXISTS, -504, "IncorrectState", 400, "The object exists already")    \
    X(ERR_POOL_IN_USE, -505, "IncorrectState", 400, "The pool is not empty")   \
    X(ERR_ALREADY_ASSOCIATED, -524, "Resource.AlreadyAssociated", 400,         \
      "The resource is already associated.")                                   \
    X(ERR_GATEWAY_NOT_ATTACHED, -525, "Gateway.NotAttached", 400,              \
      "The network is not attached to any internet gateway")                   \
    X(ERR_INSTANCE_STATE, -526, "IncorrectInstanceState", 400,                 \
      "The instance is not in a valid state for this operation.")              \
    X(ERR_INCORRECT_STATE, -527, "IncorrectState", 400,                        \
      "The resource is in the wrong state for the request.")                   \
    X(ERR_TRANSFER_PTR_SET, -528, "InvalidTransfer.AddressCustomPtrSet", 400,  \
      "The address cannot be transferred because it has a PTR record set.")    \
    X(ERR_TRANSFER_ASSOCIATED, -529, "InvalidTransfer.AddressAssociated", 400, \
      "The address cannot be transferred because it is associated.")           \
    X(ERR_RESOURCE_LIMIT_EXCEEDED, -540, "ResourceLimitExceeded", 400,         \
      "The number of resources has reached the maximum allowed limit.")        \
    X(ERR_REQUEST_LIMIT_EXCEEDED, -541, "RequestLimitExceeded", 503,           \
      "Request limit exceeded.")                                               \
    X(ERR_IDEMPOTENT_PARAMETER_MISMATCH, -550, "IdempotentParameterMismatch",  \
      400, "The client token was used with other parameters")                  \
    /* the engine and the host */                                              \
    X(ERR_OUT_OF_MEMORY, -601, "InternalError", 500, "Out of memory")          \
    X(ERR_TOO_MANY_ACCOUNTS, -602, "InternalError", 500,                       \
      "The engine holds its maximum of accounts")                              \
    X(ERR_TOO_MANY_THREADS, -603, "InternalError", 500,                        \
      "More threads use the engine at once than it has lanes for")             \
    X(ERR_TOO_MANY_CIDRS, -604, "InternalError", 500,                          \
      "The engine holds its maximum of CIDR blocks or address records")        \
    X(ERR_READERS_STALLED, -605, "ServiceUnavailable", 503,                    \
      "Readers stopped inside a call keep too many old snapshots alive")       \
    X(ERR_RANDOM_SOURCE, -606, "InternalError", 500,                           \
      "The random source failed")                                              \
    /* what is kept outside of the process: snapshots and stores */            \
    X(ERR_STORE_DAMAGED, -701, "InternalError", 500,                           \
      "What is kept is damaged: restore it from a copy")                       \
    X(ERR_STORE_TRUNCATED, -702, "InternalError", 500,                         \
      "What is kept ends too early: restore it from a copy")                   \
    X(ERR_STORE_UNKNOWN, -703, "InternalError", 500,                           \
      "This is nothing that the library has written: name another place")      \
    X(ERR_STORE_VERSION, -704, "InternalError", 500,                           \
      "What is kept has a form of another version: use the library of "        \
      "that version")                                                          \
    X(ERR_STORE_MISMATCH, -705, "InternalError", 500,                          \
      "What is kept is of another Region or of other settings: open it "       \
      "with those")                                                            \
    X(ERR_STORE_IO, -706, "InternalError", 500,                                \
      "The host refused to read or to write: os_error says why")               \
    X(ERR_STORE_FULL, -707, "InternalError", 500,                              \
      "The device is full: make room, then open the store again")              \
    X(ERR_STORE_READ_ONLY, -708, "InternalError", 500,                         \
      "The store cannot be written: grant the process write access to it")     \
    X(ERR_STORE_LOCKED, -709, "InternalError", 500,                            \
      "The store is open elsewhere: end what has it open")                     \
    X(ERR_STORE_FAILED, -710, "InternalError", 500,                            \
      "An earlier write failed, what followed it is not kept: open the "       \
      "store again")                                                           \
    X(ERR_STORE_ABSENT, -711, "InternalError", 500,                            \
      "The engine has no store: open it with eip_store_load")

enum {
#define EIP_STATUS_ENUM(name, value, code, http, text) EIP_##name = (value),
    EIP_STATUS_MAP(EIP_STATUS_ENUM)
#undef EIP_STATUS_ENUM
        EIP_STATUS_END_ = 1
};

/** The C name of a status, "EIP_ERR_UNAUTHORIZED"; "EIP_?" for no status. */
EIP_API const char *eip_status_name(eip_status status);
/** EC2's error code, "UnauthorizedOperation"; "" for EIP_OK. Never NULL. */
EIP_API const char *eip_status_code(eip_status status);
/** The default text; an eip_error carries EC2's text for the very case. */
EIP_API const char *eip_status_text(eip_status status);
/** The HTTP status that goes with the EC2 code; 500 for no status. */
EIP_API uint32_t eip_status_http(eip_status status);

enum { EIP_ERROR_FIELD_SIZE = 64, EIP_ERROR_MESSAGE_SIZE = 448 };

/**
 * What exactly was wrong. Caller-owned, optional on every call that takes
 * it. Set `size` before the call. Untouched on success.
 *
 * `field` names the request member in EC2's spelling ("Address"), or is
 * empty. `message` is EC2's text with the offending value in it (cut, with
 * its UTF-8 intact, where it would not fit). `status` equals the result.
 */
typedef struct eip_error {
    uint32_t size; /* sizeof(eip_error) */
    eip_status status;
    uint32_t index;   /* of the item in a list or batch, else 0 */
    int32_t os_error; /* errno where the host refused, else 0 */
    char field[EIP_ERROR_FIELD_SIZE];
    char message[EIP_ERROR_MESSAGE_SIZE];
} eip_error;

#define EIP_ERROR_INIT                                                         \
    { sizeof(eip_error), 0, 0, 0, {0}, {0}, }
/** EIP_ERROR_INIT for callers that see no macros. */
EIP_API eip_error eip_error_init(void);

#ifdef __cplusplus
}
#endif
#endif
