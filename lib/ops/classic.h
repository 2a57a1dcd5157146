/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file classic.h
 * The domain of an address that was allocated in EC2-Classic. The stamp says
 * where it was allocated (record.h), its facts whether it has moved:
 *
 *      standard --move, 24 h later--> standard, MOVED_TO_VPC
 *               <-------restore------
 */
#ifndef EIP_OPS_CLASSIC_H
#define EIP_OPS_CLASSIC_H

#include "eip/classic.h"
#include "ops/held.h"

/** Is it on its way: has it moved less than `settle_ms` ago? */
bool eip__classic_is_moving(struct eip__call *call,
                            const struct eip__facts *facts);

#endif
