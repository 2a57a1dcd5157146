/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file facts_pack.h
 * The facts of an address, and tags, as bytes that can be kept.
 *
 * Facts that say nothing are 4 bytes: a mask of the members that say
 * something. These follow, in the order of the tables in facts_pack.c. The same
 * facts give the same bytes.
 *
 * **Threads** any, on facts that do not change. **Progress** wait-free.
 */
#ifndef EIP_REGISTRY_FACTS_PACK_H
#define EIP_REGISTRY_FACTS_PACK_H

#include "base/bytes.h"
#include "registry/detail.h"

/** Put the facts. */
void eip__facts_pack(struct eip__writer *writer,
                     const struct eip__facts *facts);

/**
 * Make a detail of all the bytes that are left in a reader.
 *
 * @param[out] detail  To be hung or given to eip__detail_free; only with
 *                     EIP_OK.
 * @return EIP_OK; EIP_ERR_OUT_OF_MEMORY; EIP_ERR_STORE_DAMAGED: they are no
 *         facts that an engine could have had.
 */
EIP_NODISCARD eip_status eip__facts_unpack(struct eip__reader *reader,
                                           struct eip__host *host,
                                           uint64_t generation,
                                           uint64_t version,
                                           struct eip__detail **detail);

/** Put the tags of a set; NULL: none. */
void eip__tags_pack(struct eip__writer *writer, const struct eip__tagset *set);

/**
 * Make a set of tags that were put.
 *
 * @param[out] set  For eip__retire with eip__tagset_free, or that alone;
 *                  NULL: no tags. Only with EIP_OK.
 * @return EIP_OK; EIP_ERR_OUT_OF_MEMORY; EIP_ERR_STORE_DAMAGED.
 */
EIP_NODISCARD eip_status eip__tags_unpack(struct eip__reader *reader,
                                          struct eip__host *host,
                                          struct eip__tagset **set);

#endif
