/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam_allocation.h  What the operations on allocations share. */
#ifndef EIP_OPS_IPAM_ALLOCATION_H
#define EIP_OPS_IPAM_ALLOCATION_H

#include "eip/ipam_allocation.h"
#include "ops/ipam.h"

/** May the caller see it? */
bool eip__ipam_sees(const struct eip__call *call,
                    const struct eip__ipam_allocation *allocation);
/** The custom one of this id, which the caller sees, out of this pool, or NULL:
 *  any. EIP_OK; EIP_ERR_IPAM_ALLOCATION_NOT_FOUND;
 *  EIP_ERR_UNSUPPORTED_OPERATION. */
eip_status eip__ipam_custom(struct eip__call *call, const char *field,
                            eip_text id, const struct eip__pool *of,
                            struct eip__ipam_allocation **allocation);
eip_status eip__ipam_fail_allocation(struct eip__call *call, const char *field,
                                     eip_text id);
/** Add one to a list. False: no memory. */
bool eip__ipam_add_allocation(struct eip__call *call, struct eip__results *list,
                              const struct eip__ipam_allocation *allocation);
/** A list of one. EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status
eip__ipam_allocation_list(struct eip__call *call,
                          const struct eip__ipam_allocation *allocation,
                          struct eip__results **list);

/** Is there an allocation of this id that the caller sees, of whatever kind,
 *  and out of which pool? */
bool eip__ipam_find_any(struct eip__call *call, eip_text text, eip_ipam_id *id,
                        const struct eip__pool **pool);

/** Is the address held, by one whom the caller may see, and how? */
bool eip__ipam_look(struct eip__call *call, const struct eip__pool *pool,
                    const struct eip__range *range, uint32_t address,
                    eip_ipam_pool_allocation *shown, uint64_t *allocation_id);

#endif
