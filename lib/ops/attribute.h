/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file attribute.h  What the operations on attributes have in common. */
#ifndef EIP_OPS_ATTRIBUTE_H
#define EIP_OPS_ATTRIBUTE_H

#include "eip/attribute.h"
#include "ops/ptr.h"

/** An address as EC2's AddressAttribute. */
void eip__attribute_show(const struct eip__call *call,
                         const struct eip__held *held,
                         const struct eip__ptr *ptr,
                         eip_address_attribute *attribute);

/** EIP_OK, or EIP_ERR_INVALID_PARAMETER_VALUE: not "domain-name". */
eip_status eip__attribute_check(struct eip__call *call, eip_text attribute);

#endif
