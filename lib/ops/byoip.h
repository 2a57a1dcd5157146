/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file byoip.h  What the operations on brought ranges share. */
#ifndef EIP_OPS_BYOIP_H
#define EIP_OPS_BYOIP_H

#include "eip/byoip.h"
#include "ops/books.h"
#include "ops/results.h"

/** The time by which states settle. */
struct eip__byoip_time eip__byoip_now(struct eip__call *call);

/** Read a CIDR of 8 to 24 bits. EIP_OK; EIP_ERR_CIDR_MALFORMED;
 *  EIP_ERR_UNSUPPORTED_OPERATION, of IPv6. */
eip_status eip__byoip_cidr(struct eip__call *call, eip_text text,
                           eip_cidr *cidr);

/** Add a range to a list, in the state that its deed has come to. False: no
 *  memory. */
bool eip__byoip_add(const struct eip__call *call, struct eip__results *list,
                    const struct eip__byoip *byoip, bool is_pending);

/** A list of one range as an operation answers it, its state pending. EIP_OK;
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__byoip_list(struct eip__call *call,
                           const struct eip__byoip *byoip,
                           struct eip__results **list);

/** Check an authorisation context of the caller's for a CIDR. EIP_OK;
 *  EIP_ERR_INVALID_PARAMETER_VALUE. */
eip_status eip__byoip_authorization(struct eip__call *call, eip_text cidr,
                                    eip_text message, eip_text signature);

/** Find a range that the caller has brought, by its CIDR. EIP_OK;
 *  EIP_ERR_CIDR_NOT_FOUND. */
eip_status eip__byoip_find(struct eip__call *call, eip_cidr cidr,
                           struct eip__byoip **byoip);
/** Say that its state forbids what is asked: EIP_ERR_INCORRECT_STATE. */
eip_status eip__byoip_fail_state(struct eip__call *call, eip_cidr cidr);

#endif
