/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file association.h
 * AssociateAddress, DisassociateAddress (EC2 API 2016-11-15).
 *
 * Instances, network interfaces and VPCs are not the engine's: an interface
 * is given with the request, or found by eip_config's `interfaces`, or else
 * taken to be as the request names it, in the Region's border group. The
 * engine keeps which address is associated with what, and that an interface's
 * private IP address (an instance's, where no interface is known) has one
 * address of an account at the most: associating another disassociates the
 * first, in the same step.
 *
 * An associated address is released only if the association is in a default
 * VPC, which dissolves it; else EIP_ERR_ADDRESS_IN_USE (ruling R14).
 *
 * Order of checks, concurrency, progress, ownership, statuses of every
 * operation: as in address.h.
 */
#ifndef EIP_ASSOCIATION_H
#define EIP_ASSOCIATION_H

#include "eip/address.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- AssociateAddress ------------------------------------------------------- */

enum {
    EIP_ASSOCIATE_DRY_RUN = 1,
    EIP_ASSOCIATE_ALLOW_REASSOCIATION = 2, /* AllowReassociation=true */
    EIP_ASSOCIATE_NO_REASSOCIATION = 4     /* AllowReassociation=false */
};

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_associate_address_request {
    uint32_t size;  /* sizeof(eip_associate_address_request) */
    uint32_t flags; /* EIP_ASSOCIATE_... */
    uint64_t allocation_id;
    eip_text allocation_id_text;
    eip_text public_ip;             /* instead of the id */
    eip_text instance_id;           /* 1 to EIP_LIMIT_RESOURCE_ID bytes */
    eip_text network_interface_id;  /* instead of the instance */
    eip_text private_ip_address;    /* default: the primary one */
    const eip_interface *interface; /* what it is about, or NULL */
} eip_associate_address_request;

#define EIP_ASSOCIATE_ADDRESS_REQUEST_INIT                                     \
    {                                                                          \
        sizeof(eip_associate_address_request), 0, 0, {0, 0, 0}, {0, 0, 0},     \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0                                 \
    }

/** EC2's response. */
typedef struct eip_associate_address_response {
    uint32_t size; /* sizeof(eip_associate_address_response) */
    uint32_t reserved;
    uint64_t association_id; /* eip_association_id_format; 0: EC2-Classic's */
} eip_associate_address_response;

#define EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT                                    \
    { sizeof(eip_associate_address_response), 0, 0 }

/**
 * Associate an address with a network interface or an instance. One that is
 * associated elsewhere is disassociated from there, unless the request forbids
 * it; the same again changes nothing and answers the same id.
 *
 * @param[out] response  Optional.
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: no address, or nothing to associate it with;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: id and PublicIp; instance and
 *    interface; an interface or AllowReassociation with an EC2-Classic
 *    address;
 *  - EIP_ERR_ADDRESS_MALFORMED: PublicIp; EIP_ERR_INVALID_PARAMETER_VALUE:
 *    ids that are empty, too long or not UTF-8, PrivateIpAddress, or an
 *    interface of another border group (the code is our ruling);
 *  - EIP_ERR_ALLOCATION_ID_NOT_FOUND; EIP_ERR_AUTH_FAILURE: PublicIp that is
 *    not the caller's, one text for every foreign state (R18), and an address
 *    that a service manages;
 *  - whatever eip_config's `interfaces` answers: EIP_ERR_INSTANCE_NOT_FOUND,
 *    EIP_ERR_INSTANCE_ID, EIP_ERR_INSTANCE_STATE, EIP_ERR_INTERFACE_NOT_FOUND;
 *  - EIP_ERR_GATEWAY_NOT_ATTACHED;
 *  - EIP_ERR_ALREADY_ASSOCIATED: elsewhere, and NO_REASSOCIATION;
 *  - EIP_ERR_ARGUMENT, before authorisation: the id as number and as text,
 *    both flags about reassociation.
 * @par Linearisation the step of the address's detail. One that is
 *      disassociated for it is so in the same operation of the account: no
 *      description shows the one without the other.
 * @par Cost a look at each address that the account holds.
 */
EIP_API EIP_NODISCARD eip_status eip_associate_address(
    eip_engine *engine, const eip_caller *caller,
    const eip_associate_address_request *request,
    eip_associate_address_response *response, eip_error *error);

/* -- DisassociateAddress ---------------------------------------------------- */

enum { EIP_DISASSOCIATE_DRY_RUN = 1 };

/** EC2's request. The id may be given as number or as text, not both. */
typedef struct eip_disassociate_address_request {
    uint32_t size;  /* sizeof(eip_disassociate_address_request) */
    uint32_t flags; /* EIP_DISASSOCIATE_... */
    uint64_t association_id;
    eip_text association_id_text;
    eip_text public_ip; /* EC2-Classic addresses only */
} eip_disassociate_address_request;

#define EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT                                  \
    { sizeof(eip_disassociate_address_request), 0, 0, {0, 0, 0}, {0, 0, 0}, }

/**
 * Disassociate an address from what it is associated with. It stays allocated.
 *
 * @return Beside those of the file: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: neither; EIP_ERR_INVALID_PARAMETER_COMBINATION:
 *    both; EIP_ERR_ADDRESS_MALFORMED;
 *  - EIP_ERR_ASSOCIATION_ID_NOT_FOUND: unknown, malformed, dissolved before, or
 *    another account's, by the same bytes (R13, R18). (EC2's documents call
 *    the operation idempotent; this is what it was seen to answer.)
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: PublicIp of a VPC address;
 *  - EIP_ERR_AUTH_FAILURE: PublicIp that is not the caller's (R18), an address
 *    that a service manages;
 *  - EIP_ERR_ARGUMENT, before authorisation: the id as number and as text.
 * A Classic address that is not associated is left alone.
 * @par Linearisation the step of the address's detail.
 * @par Cost constant; of the address's tags, which are copied.
 */
EIP_API EIP_NODISCARD eip_status eip_disassociate_address(
    eip_engine *engine, const eip_caller *caller,
    const eip_disassociate_address_request *request, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
