/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file blocks.h
 * CIDR blocks given to a pool and taken from it, for whoever has entered the
 * books (admin.h): the checks, their texts, and the change, all or nothing.
 */
#ifndef EIP_OPS_BLOCKS_H
#define EIP_OPS_BLOCKS_H

#include "ops/call.h"

/** Blocks for a pool. */
struct eip__blocks {
    struct eip__call *call;
    struct eip__pool *pool;
    struct eip__group *group;
    eip_cidr *cidrs; /* ours, to be sorted */
    uint32_t count;  /* at least 1 */
};

/** May they be given? EIP_OK; EIP_ERR_CIDR_MALFORMED; EIP_ERR_CIDR_CONFLICT;
 *  EIP_ERR_TOO_MANY_CIDRS; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__blocks_check(struct eip__blocks *blocks);

/** May an engine have so many blocks more? EIP_OK; EIP_ERR_TOO_MANY_CIDRS. */
eip_status eip__blocks_room(struct eip__call *call, uint32_t count);

/** Give what was checked. EIP_OK; EIP_ERR_OUT_OF_MEMORY;
 *  EIP_ERR_TOO_MANY_CIDRS. */
eip_status eip__blocks_add(struct eip__blocks *blocks);

/** Find the block exactly as provisioned. EIP_OK; EIP_ERR_CIDR_NOT_FOUND. */
eip_status eip__blocks_find(struct eip__call *call,
                            const struct eip__pool *pool, eip_cidr cidr,
                            struct eip__part **part);

/** Find the block that has all of the CIDR. EIP_OK; EIP_ERR_CIDR_NOT_FOUND. */
eip_status eip__blocks_find_over(struct eip__call *call,
                                 const struct eip__pool *pool, eip_cidr cidr,
                                 struct eip__part **part);

/** How many addresses of this CIDR inside a block are held; those of a block of
 *  addresses that is not decided yet are, or are not, by then
 *  (eip_allocate_block). */
uint64_t eip__blocks_held(struct eip__call *call, const struct eip__part *part,
                          eip_cidr cidr);

/** Withdraw the addresses of this CIDR inside a block; how many are held, as
 *  eip__blocks_held says? */
uint64_t eip__blocks_withdraw(struct eip__call *call,
                              const struct eip__part *part, eip_cidr cidr);

/** Does nobody hold an address of this CIDR inside a block? EIP_OK;
 *  EIP_ERR_CIDR_IN_USE. */
eip_status eip__blocks_unused(struct eip__call *call,
                              const struct eip__part *part, eip_cidr cidr);

/** Say that so many addresses of the CIDR are held: EIP_ERR_CIDR_IN_USE. */
eip_status eip__blocks_in_use(struct eip__call *call, eip_cidr cidr,
                              uint64_t held);

/** Remove a CIDR inside a block, or all of it, if nobody holds an address of
 *  it, else leave it as it is (a drain begun before goes on). The rest of the
 *  block stays, in smaller blocks; `part` is gone. What is removed may be given
 *  again, to any pool. EIP_OK; EIP_ERR_CIDR_IN_USE; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__blocks_remove_unused(struct eip__call *call,
                                     struct eip__part *part, eip_cidr cidr);

#endif
