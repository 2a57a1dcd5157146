/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam_top.h  CIDRs for top-level pools. */
#ifndef EIP_OPS_IPAM_TOP_H
#define EIP_OPS_IPAM_TOP_H

#include "ops/ipam.h"

/** Is a CIDR of the public space nobody's? EIP_OK; EIP_ERR_CIDR_CONFLICT. */
eip_status eip__ipam_free_public(struct eip__call *call, const eip_cidr *cidr);
/** The same, of the private scope of a pool. */
eip_status eip__ipam_free_private(struct eip__call *call,
                                  const struct eip__pool *of, eip_cidr *cidr);
/** Find the lowest free block of so many bits in Amazon's contiguous space.
 *  EIP_OK; EIP_ERR_INCORRECT_STATE; EIP_ERR_RESOURCE_LIMIT_EXCEEDED;
 *  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY. */
eip_status eip__ipam_free_block(struct eip__call *call,
                                const struct eip__pool *of, eip_cidr *cidr);

#endif
