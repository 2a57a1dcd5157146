/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file public_pool.h  What the operations on public IPv4 pools share. */
#ifndef EIP_OPS_PUBLIC_POOL_H
#define EIP_OPS_PUBLIC_POOL_H

#include "eip/public_pool.h"
#include "ops/books.h"
#include "ops/results.h"

/** The caller's pool. EIP_OK; EIP_ERR_POOL_NOT_FOUND. */
eip_status eip__public_pool(struct eip__call *call, const char *field,
                            eip_text id, struct eip__pool **pool);

/** The border group of its blocks, those that it has or those to come. */
struct eip__group *eip__public_group(const struct eip__call *call,
                                     const struct eip__pool *pool);

/** The border group of this name, absent the Region's; one in which addresses
 *  of an account's own can be. EIP_OK; EIP_ERR_INVALID_PARAMETER_VALUE. */
eip_status eip__public_group_named(struct eip__call *call, eip_text name,
                                   struct eip__group **group);

/** The name, if given, must be this group's. EIP_OK;
 *  EIP_ERR_INVALID_PARAMETER_VALUE. */
eip_status eip__public_group_is(struct eip__call *call, eip_text name,
                                const struct eip__group *group);

/** Read a CIDR. EIP_OK; EIP_ERR_CIDR_MALFORMED. */
eip_status eip__public_cidr(struct eip__call *call, eip_text text,
                            eip_cidr *cidr);

#endif
