/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam_creation.h  CreateIpamPool: what it checks, for what it makes. */
#ifndef EIP_OPS_IPAM_CREATION_H
#define EIP_OPS_IPAM_CREATION_H

#include "ops/ipam.h"

/** One CreateIpamPool. */
struct eip__creation {
    struct eip__call *call;
    const eip_create_ipam_pool_request *request;
    struct eip__ipam_ask ask;
    struct eip__ipam_scope scope;
    struct eip__pool *source;
    struct eip__group *locale;
    uint64_t scope_id;
    uint64_t origin_owner;
    uint64_t tag_bytes;
    uint64_t resource_tag_bytes;
    uint32_t tags;
};

/** Parameters, and what they refer to. EIP_OK; a status of
 *  eip_create_ipam_pool. */
eip_status eip__creation_check(struct eip__creation *c);
/** Is there room for another pool? EIP_OK; EIP_ERR_RESOURCE_LIMIT_EXCEEDED. */
eip_status eip__creation_limits(const struct eip__creation *c);

#endif
