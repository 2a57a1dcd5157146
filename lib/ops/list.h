/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file list.h
 * The result of DescribeAddresses: a copy of everything it shows, which needs
 * the engine's allocator and nothing else of the engine.
 */
#ifndef EIP_OPS_LIST_H
#define EIP_OPS_LIST_H

#include "ops/held.h"
#include "ops/view.h"

/** Make a list of these addresses, in this order. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__list_make(struct eip_engine *engine,
                          const struct eip__held *held, uint64_t count,
                          eip_address_list **result);

#endif
