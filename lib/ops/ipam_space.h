/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam_space.h
 * CIDRs taken out of an IPAM pool and given back, for whoever has entered the
 * books (books.h). Of a pool that serves, its words go and come with them:
 * allocating threads never wait, and never meet an address in two pools.
 */
#ifndef EIP_OPS_IPAM_SPACE_H
#define EIP_OPS_IPAM_SPACE_H

#include "ops/blocks.h"
#include "ops/books.h"

/** The IPAM pool that the caller owns or shares. EIP_OK;
 *  EIP_ERR_IPAM_POOL_NOT_FOUND. */
eip_status eip__ipam_pool(struct eip__call *call, const char *field,
                          eip_text id, struct eip__pool **pool);
/** The same, but only if it is the caller's own. */
eip_status eip__ipam_own_pool(struct eip__call *call, const char *field,
                              eip_text id, struct eip__pool **pool);

/** Which CIDR of a pool. */
struct eip__ipam_want {
    struct eip__pool *pool;
    bool named;    /* `cidr`, else the lowest free one of so many bits */
    eip_cidr cidr; /* its base counts only if named */
    const eip_cidr *allowed; /* inside one of these; none: anywhere */
    const eip_cidr *refused; /* outside all of these */
    uint32_t allowed_count;
    uint32_t refused_count;
};

/** Find it, and change nothing. EIP_OK; EIP_ERR_CIDR_NOT_FOUND;
 *  EIP_ERR_CIDR_CONFLICT; EIP_ERR_CIDR_IN_USE;
 *  EIP_ERR_INVALID_PARAMETER_VALUE; EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY. */
eip_status eip__ipam_find(struct eip__call *call,
                          const struct eip__ipam_want *want, eip_cidr *cidr);

/** A new allocation, in no books, of the caller's; NULL: no memory. */
struct eip__ipam_allocation *eip__ipam_allocation_new(struct eip__call *call,
                                                      enum eip__ipam_use use);

/** Find it and take it out of the pool, as this allocation, whose `cidr` and
 *  `pool` are written. Also EIP_ERR_OUT_OF_MEMORY. On failure the allocation
 *  is the caller's still. */
eip_status eip__ipam_take(struct eip__call *call,
                          const struct eip__ipam_want *want,
                          struct eip__ipam_allocation *allocation);

/** Give it back to its pool, and free it. Cannot fail: if memory is short it is
 *  owed, and sought again by the next who takes or gives here. */
void eip__ipam_give(struct eip__call *call,
                    struct eip__ipam_allocation *allocation);

/** The same of a CIDR that is one of a pool's no more: back to the source pool,
 *  if it has one. */
void eip__ipam_give_to_source(struct eip__call *call,
                              const struct eip__pool *pool, eip_cidr cidr);

/** Put the words of a CIDR, which is nobody's, into a pool: none if it does not
 *  serve. EIP_OK; EIP_ERR_OUT_OF_MEMORY; EIP_ERR_TOO_MANY_CIDRS. */
eip_status eip__ipam_serve(struct eip__call *call, struct eip__pool *pool,
                           eip_cidr cidr);
/** Take those of a CIDR out again, if nobody holds one. EIP_OK;
 *  EIP_ERR_CIDR_IN_USE; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__ipam_unserve(struct eip__call *call, struct eip__pool *pool,
                             eip_cidr cidr);
/** Does nobody hold an address of it? EIP_OK; EIP_ERR_CIDR_IN_USE. */
eip_status eip__ipam_unused(struct eip__call *call, struct eip__pool *pool,
                            eip_cidr cidr);

/** Blocks that the administrator gives, as CIDRs of the pool: all, or none.
 *  EIP_OK; EIP_ERR_OUT_OF_MEMORY; EIP_ERR_TOO_MANY_CIDRS. */
eip_status eip__ipam_add(struct eip__blocks *blocks);
/** One that the administrator has taken: it is no CIDR of the pool any more. */
void eip__ipam_taken(struct eip__call *call, struct eip__pool *pool,
                     eip_cidr cidr);

/** See to what is owed to a pool. */
void eip__ipam_mend(struct eip__call *call, struct eip__pool *pool);

#endif
