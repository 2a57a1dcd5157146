/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file classic.h  Moves from EC2-Classic and back, and what shows them. */
#ifndef EIP_TESTS_PROOF_MODEL_CLASSIC_H
#define EIP_TESTS_PROOF_MODEL_CLASSIC_H

#include "proof/model/allocate.h"
#include "proof/model/facts.h"

/** Mostly an account that has, or had, EC2-Classic. */
void classic_caller(struct run *run, struct dice *dice, struct ask_caller *by);
/** A place that the account holds in EC2-Classic, or that came from there; if
 *  there is none, any. */
int classic_draw(const struct run *run, struct dice *dice, int account,
                 bool standard);
eip_status classic_malformed(eip_text ip, struct verdict *v);
/** DescribeMovingAddresses. */
bool classic_show(struct run *run, struct dice *dice);

#endif
