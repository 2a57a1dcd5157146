/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file pool_tags.h  Tags of pools, of whatever kind: shown lock-free, changed
 *  one at a time with the other operations on pools. */
#ifndef EIP_OPS_POOL_TAGS_H
#define EIP_OPS_POOL_TAGS_H

#include "ops/taggable.h"

/** As eip__taggable's `change`, of a pool found. */
eip_status eip__pool_tags_change(struct eip__call *call, struct eip__pool *pool,
                                 const struct eip__tag_change *change);

/** As eip__taggable's `visit`, of the caller's pools of a kind, whose resource
 *  type EC2 calls `type`. */
eip_status eip__pool_tags_visit(struct eip__call *call, uint32_t kind,
                                const char *type, eip__tag_visit visit,
                                void *context);

#endif
