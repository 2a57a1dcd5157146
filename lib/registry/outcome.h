/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file outcome.h  What became of an operation of an account. */
#ifndef EIP_REGISTRY_OUTCOME_H
#define EIP_REGISTRY_OUTCOME_H

#include <stdint.h>

enum eip__deed_outcome {
    EIP__DEED_PENDING = 0,
    EIP__DEED_DONE = 1,
    EIP__DEED_LOST = 2
};

/* The low bits of a descriptor's `outcome`; the rest is its serial number. */
enum { EIP__DEED_OUTCOME_BITS = 2 };
#define EIP__DEED_OUTCOME_MASK ((UINT64_C(1) << EIP__DEED_OUTCOME_BITS) - 1)

static inline uint64_t eip__outcome_pending(uint64_t serial) {
    return serial << EIP__DEED_OUTCOME_BITS | EIP__DEED_PENDING;
}

#endif
