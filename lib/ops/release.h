/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file release.h  ReleaseAddress, for batches: one of many in a call. */
#ifndef EIP_OPS_RELEASE_H
#define EIP_OPS_RELEASE_H

#include "ops/call.h"

/** The operation, of a request whose form was checked. */
eip_status eip__release(struct eip__call *call,
                        const eip_release_address_request *request);

#endif
