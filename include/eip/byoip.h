/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file byoip.h
 * Bring your own IP addresses: ProvisionByoipCidr, DescribeByoipCidrs,
 * AdvertiseByoipCidr, WithdrawByoipCidr, DeprovisionByoipCidr,
 * MoveByoipCidrToIpam (EC2 API 2016-11-15; EC2 User Guide, "Bring your own IP
 * addresses (BYOIP)"; VPC IPAM guide, "Transfer a BYOIP IPv4 CIDR to IPAM").
 *
 *   provision --> pending-provision ----> provisioned <--- pending-withdrawal
 *                        |                  |      |               ^
 *                        v                  |   advertise       withdraw
 *                 failed-provision          |      v               |
 *                        |                  |   pending-advertising -> advertised
 *                        v                  v
 *                     deprovision: pending-deprovision --> gone
 *                                           |
 *                                           +--> failed-deprovision (in use)
 *
 * What an operation does is done when it returns; what EC2 passes through
 * behind its back (the `pending-` states) is the answer's state, and shows
 * for `settle_ms` of the engine's configuration (R19). A range that is gone is
 * no longer listed. Provisioning makes a public IPv4 pool (public_pool.h) of
 * all of the range; deprovisioning deletes it.
 *
 * Everything else is as public_pool.h says of its operations: order of checks
 * (here after the syntax: the limit of ranges), concurrency, progress,
 * ownership, linearisation, and the statuses of every operation.
 */
#ifndef EIP_BYOIP_H
#define EIP_BYOIP_H

#include "eip/address.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    EIP_BYOIP_CIDRS_MAX = 5, /* ranges of an account (EC2: per Region) */
    EIP_BYOIP_DESCRIPTION_MAX = 255, /* bytes */
    EIP_BYOIP_TURN_MS = 10000        /* between two of advertise and withdraw */
};

enum {
    EIP_BYOIP_DRY_RUN = 1,
    /** `max_results` counts, even as 0. */
    EIP_BYOIP_MAX_RESULTS = 2,
    /** PubliclyAdvertisable=false; true is the default, and all that an IPv4
     *  range can be. */
    EIP_BYOIP_NOT_PUBLICLY_ADVERTISABLE = 4,
    EIP_BYOIP_MULTI_REGION = 8 /* MultiRegion=true */
};

/** EC2's AsnAssociation. */
typedef struct eip_asn_association {
    uint32_t size; /* sizeof(eip_asn_association) */
    uint32_t asn;
    eip_cidr cidr;
    eip_text status_message; /* absent */
    eip_text state;          /* "pending-association", "associated" */
} eip_asn_association;

/** EC2's ByoipCidr. Texts and associations live as long as the list that it
 *  was read from. */
typedef struct eip_byoip_cidr {
    uint32_t size; /* sizeof(eip_byoip_cidr), set by the caller */
    uint32_t reserved;
    eip_cidr cidr;
    eip_text description; /* absent: none was given */
    const eip_asn_association *asn_associations;
    uint32_t asn_association_count; /* 0 or 1 */
    uint32_t padding;               /* zero */
    /** The pool's id; or why something failed; or absent. */
    eip_text status_message;
    eip_text state;
    eip_text network_border_group;
    eip_text advertisement_type; /* "unicast" */
    eip_pool_ref pool;           /* kind EIP_POOL_AMAZON: none (yet) */
    eip_pool_ref ipam_pool;      /* the same */
} eip_byoip_cidr;

#define EIP_BYOIP_CIDR_INIT                                                    \
    {                                                                          \
        sizeof(eip_byoip_cidr), 0, {0, 0}, {0, 0, 0}, 0, 0, 0, {0, 0, 0},      \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {                      \
            0, 0, 0                                                            \
        }                                                                      \
    }

/** Ranges; immutable, valid until freed or until the engine is closed,
 *  whichever is first (free it before). */
typedef struct eip_byoip_cidr_list eip_byoip_cidr_list;

/** Number of ranges of a list; 0 for NULL. */
EIP_API uint64_t eip_byoip_cidr_list_count(const eip_byoip_cidr_list *list);
/**
 * Read the range at `index`, 0 to count - 1.
 *
 * @param[out] cidr  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_byoip_cidr_list_at(
    const eip_byoip_cidr_list *list, uint64_t index, eip_byoip_cidr *cidr);
/** NextToken, which lives as long as the list; absent if this is all. */
EIP_API eip_text
eip_byoip_cidr_list_next_token(const eip_byoip_cidr_list *list);
/** End a list. NULL is ignored. */
EIP_API void eip_byoip_cidr_list_free(eip_byoip_cidr_list *list);

/* -- ProvisionByoipCidr ------------------------------------------------------ */

/** EC2's request. */
typedef struct eip_provision_byoip_cidr_request {
    uint32_t size;  /* sizeof(eip_provision_byoip_cidr_request) */
    uint32_t flags; /* DRY_RUN, NOT_PUBLICLY_ADVERTISABLE, MULTI_REGION */
    eip_text cidr;  /* required; IPv4, /8 to /24 */
    /** CidrAuthorizationContext, both required.
     *  Message: "1|aws|ACCOUNT|CIDR|YYYYMMDD|SHA256|RSAPSS", of the caller and
     *  this CIDR. Signature: letters, digits and `-_~+=/`. Where the engine
     *  has an `eip_byoip_verifier` it is asked, too. */
    eip_text authorization_message;
    eip_text authorization_signature;
    eip_text description; /* UTF-8, at most EIP_BYOIP_DESCRIPTION_MAX bytes */
    eip_text network_border_group; /* absent: the Region's */
    const eip_tag_specification *pool_tag_specifications; /* "ipv4pool-ec2" */
    uint32_t pool_tag_specification_count;
    uint32_t reserved;
} eip_provision_byoip_cidr_request;

#define EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT                                  \
    {                                                                          \
        sizeof(eip_provision_byoip_cidr_request), 0, {0, 0, 0}, {0, 0, 0},     \
            {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0, 0, 0                           \
    }

/**
 * Bring a range, and make a pool of it. Its addresses are to be had at once,
 * advertised or not. A range whose authorisation the verifier does not accept
 * becomes `failed-provision`, without a pool.
 *
 * @param[out] cidr  A list of the one range.
 * @return Beside those of public_pool.h: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED: no CIDR block, host bits, /0 to /7, /25 to /32;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: authorisation, description, tags, an
 *    unknown border group (R8) or a Wavelength Zone's;
 *  - EIP_ERR_INVALID_PARAMETER_COMBINATION: PubliclyAdvertisable=false;
 *  - EIP_ERR_UNSUPPORTED_OPERATION: an IPv6 range; MultiRegion;
 *  - EIP_ERR_TAG_LIMIT_EXCEEDED;
 *  - EIP_ERR_RESOURCE_LIMIT_EXCEEDED: the account has EIP_BYOIP_CIDRS_MAX;
 *  - EIP_ERR_CIDR_CONFLICT: it overlaps a range that is there;
 *  - EIP_ERR_TOO_MANY_CIDRS.
 */
EIP_API EIP_NODISCARD eip_status
eip_provision_byoip_cidr(eip_engine *engine, const eip_caller *caller,
                         const eip_provision_byoip_cidr_request *request,
                         eip_byoip_cidr_list **cidr, eip_error *error);

/* -- AdvertiseByoipCidr, WithdrawByoipCidr, DeprovisionByoipCidr ------------- */

/** EC2's requests, which are alike. */
typedef struct eip_byoip_cidr_request {
    uint32_t size;  /* sizeof(eip_byoip_cidr_request) */
    uint32_t flags; /* EIP_BYOIP_DRY_RUN */
    eip_text cidr;  /* required: exactly as provisioned */
    /** Of AdvertiseByoipCidr only; absent otherwise. `asn`: 1 to 4294967294
     *  in decimal digits, any one (ASNs are the caller's world); absent leaves
     *  the range's. `network_border_group`: the range's. */
    eip_text asn;
    eip_text network_border_group;
} eip_byoip_cidr_request;

#define EIP_BYOIP_CIDR_REQUEST_INIT                                            \
    {                                                                          \
        sizeof(eip_byoip_cidr_request), 0, {0, 0, 0}, {0, 0, 0}, {             \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Advertise a range. Asked again, it is advertised all the same.
 *
 * @param[out] cidr  A list of the one range, `pending-advertising`.
 * @return Beside those of public_pool.h: EIP_OK;
 *  - EIP_ERR_CIDR_MALFORMED;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: an ASN that is none; not the range's
 *    border group;
 *  - EIP_ERR_CIDR_NOT_FOUND: the account has no such range;
 *  - EIP_ERR_INCORRECT_STATE: it has no pool, or is on its way (a `pending-`
 *    state), or is IPAM's;
 *  - EIP_ERR_REQUEST_LIMIT_EXCEEDED: the account's last advertisement or
 *    withdrawal, of whatever range, is less than EIP_BYOIP_TURN_MS ago.
 */
EIP_API EIP_NODISCARD eip_status
eip_advertise_byoip_cidr(eip_engine *engine, const eip_caller *caller,
                         const eip_byoip_cidr_request *request,
                         eip_byoip_cidr_list **cidr, eip_error *error);

/**
 * Advertise a range no more.
 *
 * @param[out] cidr  A list of the one range, `pending-withdrawal`.
 * @return As eip_advertise_byoip_cidr; EIP_ERR_INCORRECT_STATE also for one
 *  that is not advertised; EIP_ERR_STRUCT_VERSION for a member of
 *  AdvertiseByoipCidr.
 */
EIP_API EIP_NODISCARD eip_status
eip_withdraw_byoip_cidr(eip_engine *engine, const eip_caller *caller,
                        const eip_byoip_cidr_request *request,
                        eip_byoip_cidr_list **cidr, eip_error *error);

/**
 * Take a range back, with its pool. If an address of it is held, the answer is
 * the same, then the range is `failed-deprovision`, and serves as before; it
 * may be tried again.
 *
 * @param[out] cidr  A list of the one range, `pending-deprovision`.
 * @return As eip_withdraw_byoip_cidr, however soon after an advertisement;
 *  EIP_ERR_INCORRECT_STATE for one that is advertised, on its way out, or
 *  IPAM's.
 * @par Cost some ns an address of the range.
 */
EIP_API EIP_NODISCARD eip_status
eip_deprovision_byoip_cidr(eip_engine *engine, const eip_caller *caller,
                           const eip_byoip_cidr_request *request,
                           eip_byoip_cidr_list **cidr, eip_error *error);

/* -- MoveByoipCidrToIpam ------------------------------------------------------ */

/** EC2's request. */
typedef struct eip_move_byoip_cidr_to_ipam_request {
    uint32_t size;            /* sizeof(eip_move_byoip_cidr_to_ipam_request) */
    uint32_t flags;           /* EIP_BYOIP_DRY_RUN */
    eip_text cidr;            /* required: exactly as provisioned */
    eip_text ipam_pool_id;    /* required: a top-level pool */
    eip_text ipam_pool_owner; /* required: its account, 12 digits */
} eip_move_byoip_cidr_to_ipam_request;

#define EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT                               \
    {                                                                          \
        sizeof(eip_move_byoip_cidr_to_ipam_request), 0, {0, 0, 0}, {0, 0, 0},  \
        {                                                                      \
            0, 0, 0                                                            \
        }                                                                      \
    }

/**
 * Make a range a CIDR of an IPAM pool, and its public IPv4 pool an allocation
 * of all of it, of type `ec2-public-ipv4-pool`. No address notices: what is
 * held stays held. From then on DeprovisionPublicIpv4PoolCidr gives what is
 * not held back to the IPAM pool, and the range, which no longer counts, is
 * shown as `complete-transfer` until its public pool is deleted.
 *
 * @param[out] cidr  A list of the one range, `pending-transfer`.
 * @return Beside those of public_pool.h: EIP_OK; EIP_ERR_CIDR_MALFORMED;
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: IpamPoolOwner is no account; the IPAM
 *    pool is not a top-level one, of a private scope, for Amazon's addresses,
 *    or of another locale than the range;
 *  - EIP_ERR_CIDR_NOT_FOUND: the account has no such range;
 *  - EIP_ERR_IPAM_POOL_NOT_FOUND: neither the caller's nor shared with it, or
 *    not that owner's;
 *  - EIP_ERR_INCORRECT_STATE: the range failed, or is on its way, or is IPAM's;
 *  - EIP_ERR_RESOURCE_LIMIT_EXCEEDED: the IPAM pool has all the CIDRs it may.
 * @par Cost does not depend on the range's size.
 */
EIP_API EIP_NODISCARD eip_status
eip_move_byoip_cidr_to_ipam(eip_engine *engine, const eip_caller *caller,
                            const eip_move_byoip_cidr_to_ipam_request *request,
                            eip_byoip_cidr_list **cidr, eip_error *error);

/* -- DescribeByoipCidrs ------------------------------------------------------ */

/** EC2's request. */
typedef struct eip_describe_byoip_cidrs_request {
    uint32_t size;  /* sizeof(eip_describe_byoip_cidrs_request) */
    uint32_t flags; /* EIP_BYOIP_DRY_RUN, EIP_BYOIP_MAX_RESULTS */
    eip_text next_token;
    int32_t max_results; /* required; 1 to 100 */
    uint32_t reserved;
} eip_describe_byoip_cidrs_request;

#define EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT                                  \
    { sizeof(eip_describe_byoip_cidrs_request), 0, {0, 0, 0}, 0, 0 }

/**
 * Describe the caller's ranges, by address, a page at a time.
 *
 * @param[out] list  End it with eip_byoip_cidr_list_free.
 * @return Beside those of public_pool.h: EIP_OK;
 *  - EIP_ERR_MISSING_PARAMETER: MaxResults;
 *  - EIP_ERR_MAX_RESULTS;
 *  - EIP_ERR_NEXT_TOKEN: not one that this account got from this operation.
 * @par Paging a token never grows old: pages by it show each range that was
 *      there all along once.
 * @par Cost all ranges from the page's first to its last.
 */
EIP_API EIP_NODISCARD eip_status
eip_describe_byoip_cidrs(eip_engine *engine, const eip_caller *caller,
                         const eip_describe_byoip_cidrs_request *request,
                         eip_byoip_cidr_list **list, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
