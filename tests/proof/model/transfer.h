/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file transfer.h  How an offer shows. */
#ifndef EIP_TESTS_PROOF_MODEL_TRANSFER_H
#define EIP_TESTS_PROOF_MODEL_TRANSFER_H

#include "proof/model/facts.h"

bool transfer_same(struct run *run, const eip_address_transfer *wanted,
                   const eip_address_transfer *got);
/** The offer of an address that has one. */
bool transfer_same_offer(struct run *run, int place,
                         const eip_address_transfer *got);

#endif
