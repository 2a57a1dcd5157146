/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file public_pool_ipam.h
 * Blocks of public IPv4 pools that are IPAM's: each is an allocation, of type
 * `ec2-public-ipv4-pool`, out of an IPAM pool. Its words move with it, at one
 * instant; what of an IPAM pool serves no addresses has no words.
 */
#ifndef EIP_OPS_PUBLIC_POOL_IPAM_H
#define EIP_OPS_PUBLIC_POOL_IPAM_H

#include "ops/public_pool.h"

/** The allocation to this pool that overlaps, or NULL. */
struct eip__ipam_allocation *
eip__public_allocation(const struct eip__call *call,
                       const struct eip__pool *pool, eip_cidr cidr);

/** An allocation of all of this to a pool, not entered. NULL: no memory. */
struct eip__ipam_allocation *
eip__public_new_allocation(struct eip__call *call, struct eip__pool *from,
                           const struct eip__pool *to, eip_cidr cidr);

/** Give a CIDR inside a block of the pool, and inside this allocation, back to
 *  the IPAM pool if nobody holds an address of it. The rest stays allocated.
 *  As eip__blocks_remove_unused. */
eip_status eip__public_give_back(struct eip__call *call, struct eip__part *part,
                                 struct eip__ipam_allocation *allocation,
                                 eip_cidr cidr);

#endif
