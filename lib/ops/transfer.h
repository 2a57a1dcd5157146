/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file transfer.h  What the operations on transfers have in common. */
#ifndef EIP_OPS_TRANSFER_H
#define EIP_OPS_TRANSFER_H

#include "eip/transfer.h"
#include "ops/held.h"

/** The offer of a held address that has one, at `now_ms`; 0 status: it has
 *  none, or it has expired. */
void eip__transfer_show(const struct eip_engine *engine,
                        const struct eip__held *held,
                        const struct eip__facts *facts, uint64_t now_ms,
                        eip_address_transfer *transfer);

/** A response that may be absent. EIP_OK, or what is wrong with it. */
eip_status eip__transfer_out_check(const eip_address_transfer *response,
                                   eip_error *error);
void eip__transfer_out(eip_address_transfer *response,
                       const eip_address_transfer *answered);

#endif
