/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file allocate.h  AllocateAddress, for batches: one of many in a call. */
#ifndef EIP_OPS_ALLOCATE_H
#define EIP_OPS_ALLOCATE_H

#include "ops/call.h"

/** Read a caller's request (NULL: the empty one), in place or into `own`, and
 *  check its form. */
eip_status eip__allocate_read(const eip_allocate_address_request *theirs,
                              eip_allocate_address_request *own,
                              const eip_allocate_address_request **request,
                              eip_error *error);

/** The operation, of a request that was read. */
eip_status eip__allocate(struct eip__call *call,
                         const eip_allocate_address_request *request,
                         eip_allocate_address_response *response);

#endif
