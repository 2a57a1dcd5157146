/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file admin.h  The frame of administrative calls. */
#ifndef EIP_OPS_ADMIN_H
#define EIP_OPS_ADMIN_H

#include "ops/call.h"

/** Enter as the one administrator. EIP_OK, or a status; then nothing is to be
 *  ended. Blocks while another administrates. */
eip_status eip__admin_begin(struct eip__call *call, eip_engine *engine,
                            eip_error *error);

/** End it and hand the status through; or say that what it has changed, if
 *  that is EIP_OK, is not kept. */
eip_status eip__admin_end(struct eip__call *call, eip_status status);

/** End one that changes nothing, and hand the status through. */
eip_status eip__admin_leave(struct eip__call *call, eip_status status);

/** The pool of this name. EIP_OK; EIP_ERR_STRUCT_VERSION;
 *  EIP_ERR_POOL_NOT_FOUND. */
eip_status eip__admin_pool(struct eip__call *call, eip_pool_ref ref,
                           struct eip__pool **pool);

/** Has the number of an account no more than 12 digits? EIP_OK;
 *  EIP_ERR_ARGUMENT. */
eip_status eip__admin_account(uint64_t account, eip_error *error);

#endif
