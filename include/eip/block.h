/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file block.h
 * Contiguous addresses in one call, which EC2 has not: its users allocate one
 * address after the other and keep those that are neighbours.
 *
 * Order of checks, concurrency, progress, ownership and the statuses of every
 * operation: as eip/address.h says.
 */
#ifndef EIP_BLOCK_H
#define EIP_BLOCK_H

#include "eip/address.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest block and the smallest, as EC2 counts netmasks. */
enum { EIP_BLOCK_NETMASK_MIN = 28, EIP_BLOCK_NETMASK_MAX = 32 };
/** Addresses of the largest. */
enum { EIP_BLOCK_ADDRESSES_MAX = 16 };

/**
 * Allocate an aligned block of addresses to the caller's account: all of them
 * or, whatever happens, none. Afterwards each is an address like any other:
 * described, tagged, associated, released by itself. All of them count where
 * those of AllocateAddress do, so the quota must have room for all.
 *
 * @param[in]  request  As of eip_allocate_address, for each address. Address,
 *     where that may be used, is the first of the block, so that a block can be
 *     recovered as a whole. NULL asks for any block of the default pool.
 * @param[in]  netmask_length  28 (16 addresses) to 32 (one).
 * @param[out] block      Which addresses they are.
 * @param[out] responses  2^(32 - netmask_length) of them, caller-owned, in the
 *     order of addresses; `size` of the first set by the caller, and what each
 *     has room for. Like `block` written on EIP_OK.
 * @param[out] error      Optional detail.
 * @return Those of eip_allocate_address, where
 *  - EIP_ERR_INVALID_PARAMETER_VALUE: also NetmaskLength, and an Address that
 *    is not the first of such a block;
 *  - EIP_ERR_ADDRESS_LIMIT_EXCEEDED: at one instant of the call there was not
 *    room for all in the account's quota;
 *  - EIP_ERR_ADDRESS_NOT_FOUND: one address of the named block is not to be
 *    had, or the CIDR block it is in is smaller;
 *  - EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY: at one instant of the call no
 *    aligned block lay within one CIDR block of the pool and was free (where
 *    the pool keeps cooling addresses back: and without them). A block that
 *    another call has begun and not decided is seen through before;
 *  - EIP_ERR_NULL: `block` or `responses`.
 * @par Linearisation the CAS that decides the block; for whoever looks, all of
 *      its addresses are held from there on.
 * @par Frozen a thread stopped here strands nothing: whoever comes to one of
 *      the addresses, or to the account, or finds the pool empty, decides the
 *      block for it. If it was decided against, addresses that were tried are
 *      got by others once the pool is otherwise dry.
 * @par Cost the first block that fits is found by looking at the addresses, not
 *      at hints: in the worst case (there is none) each of the pool's twice.
 */
EIP_API EIP_NODISCARD eip_status
eip_allocate_block(eip_engine *engine, const eip_caller *caller,
                   const eip_allocate_address_request *request,
                   uint32_t netmask_length, eip_cidr *block,
                   eip_allocate_address_response *responses, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
