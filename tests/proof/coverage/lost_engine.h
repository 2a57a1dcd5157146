/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The engine of lost_engine.c and lost_transfer.c. */
#ifndef EIP_TESTS_PROOF_COVERAGE_LOST_ENGINE_H
#define EIP_TESTS_PROOF_COVERAGE_LOST_ENGINE_H

#include "proof/coverage/lost.h"

extern eip_engine *lost_engine;
extern uint64_t lost_held; /* by Alice */
extern eip_allocate_address_response lost_last;

void lost_open(const char *cidr, uint32_t policy);
/** For Alice. */
void lost_take_one(void);
void lost_end(void);
/** Alice's, all of them. */
void lost_describe(void);
void lost_release_last(void);

#endif
