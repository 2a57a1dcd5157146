/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam_admin.h
 * What of IPAM no operation here can set: scopes, and Amazon's contiguous
 * space. Calls of admin.h's kind, with its threads, progress and statuses.
 */
#ifndef EIP_IPAM_ADMIN_H
#define EIP_IPAM_ADMIN_H

#include "eip/ipam.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The scope that an account always has: its default public one.
 *
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_ARGUMENT: the account.
 * @par Threads any. @par Progress wait-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_ipam_default_scope(
    const eip_engine *engine, uint64_t account, uint64_t *scope);

/**
 * Make another scope, for good.
 *
 * @param[in]  is_private  Non-zero: private.
 * @param[out] scope       Its id, for eip_ipam_scope_id_format.
 * @return EIP_OK; EIP_ERR_ARGUMENT: the account;
 *         EIP_ERR_RESOURCE_LIMIT_EXCEEDED: it has EIP_IPAM_SCOPES_MAX.
 * @par Cost all scopes that were made.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_create_ipam_scope(
    eip_engine *engine, uint64_t account, uint32_t is_private, uint64_t *scope,
    eip_error *error);

/**
 * Give a CIDR to Amazon's contiguous space, out of which ProvisionIpamPoolCidr
 * carves blocks; for good. Nothing else may be provisioned in it.
 *
 * @param[in] border_group  Absent: the Region's.
 * @return EIP_OK; EIP_ERR_CIDR_MALFORMED (host bits, /0 to /7, over 32);
 *         EIP_ERR_CIDR_CONFLICT; EIP_ERR_BORDER_GROUP_NOT_FOUND.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_add_contiguous_cidr(
    eip_engine *engine, eip_text border_group, eip_cidr cidr, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
