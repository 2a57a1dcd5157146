/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file id.h
 * Accounts, allocation ids and pool ids: numbers in the ABI, text on demand.
 *
 * **Threads** any. **Progress** wait-free. **Memory** none of its own.
 */
#ifndef EIP_ID_H
#define EIP_ID_H

#include "eip/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of address pools (EC2: AllocateAddress's sources). */
enum {
    EIP_POOL_AMAZON = 0,      /* Amazon's pool; PublicIpv4Pool=amazon */
    EIP_POOL_PUBLIC_IPV4 = 1, /* ipv4pool-ec2-..., BYOIP */
    EIP_POOL_IPAM = 2,        /* ipam-pool-... */
    EIP_POOL_COIP = 3         /* ipv4pool-coip-..., an Outpost's */
};

/** Names a pool: its kind and 64-bit id; Amazon's pool has id 0. */
typedef struct eip_pool_ref {
    uint64_t id;
    uint32_t kind;     /* EIP_POOL_... */
    uint32_t reserved; /* zero */
} eip_pool_ref;

enum {
    EIP_ACCOUNT_TEXT_SIZE = 13,        /* 12 digits and the terminator */
    EIP_ALLOCATION_ID_TEXT_SIZE = 27,  /* "eipalloc-0" + 16 hex + terminator */
    EIP_ASSOCIATION_ID_TEXT_SIZE = 27, /* "eipassoc-0" + 16 hex + the same */
    EIP_POOL_ID_TEXT_SIZE = 32, /* "ipv4pool-coip-0" + 16 hex + terminator */
    EIP_ROUTE_TABLE_ID_TEXT_SIZE = 26 /* "lgw-rtb-" + 17 hex + terminator */
};

/**
 * Read a 12-digit account id.
 *
 * @param[out] account  0 to 999999999999.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_INVALID_PARAMETER_VALUE.
 */
EIP_API EIP_NODISCARD eip_status eip_account_parse(eip_text text,
                                                   uint64_t *account);
/** Write 12 digits, terminated, into EIP_ACCOUNT_TEXT_SIZE bytes; returns 12,
 *  or 0 for NULL or an account above 999999999999. */
EIP_API uint32_t eip_account_format(uint64_t account, char *buffer);

/**
 * Read "eipalloc-0" and 16 lower-case hex digits. That the text is well
 * formed does not say that the allocation exists.
 *
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_ALLOCATION_ID_NOT_FOUND for any
 *         other text (EC2 publishes no Malformed code for these ids).
 */
EIP_API EIP_NODISCARD eip_status eip_allocation_id_parse(eip_text text,
                                                         uint64_t *id);
/** Write an allocation id, terminated, into EIP_ALLOCATION_ID_TEXT_SIZE
 *  bytes; returns its length, 26, or 0 for NULL. */
EIP_API uint32_t eip_allocation_id_format(uint64_t id, char *buffer);

/** The same for "eipassoc-0" and 16 digits: EIP_OK; EIP_ERR_NULL;
 *  EIP_ERR_ASSOCIATION_ID_NOT_FOUND. */
EIP_API EIP_NODISCARD eip_status eip_association_id_parse(eip_text text,
                                                          uint64_t *id);
/** Write an association id, terminated, into EIP_ASSOCIATION_ID_TEXT_SIZE
 *  bytes; returns its length, 26, or 0 for NULL. */
EIP_API uint32_t eip_association_id_format(uint64_t id, char *buffer);

/**
 * Read a pool id of any kind: "amazon", "ipv4pool-ec2-0...",
 * "ipam-pool-0...", "ipv4pool-coip-0...".
 *
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_POOL_NOT_FOUND for any other text.
 */
EIP_API EIP_NODISCARD eip_status eip_pool_id_parse(eip_text text,
                                                   eip_pool_ref *pool);
/** Write a pool id, terminated, into EIP_POOL_ID_TEXT_SIZE bytes; returns its
 *  length, or 0 for NULL or an unknown kind. */
EIP_API uint32_t eip_pool_id_format(eip_pool_ref pool, char *buffer);

#ifdef __cplusplus
}
#endif
#endif
