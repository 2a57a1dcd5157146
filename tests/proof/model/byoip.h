/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file byoip.h  Brought ranges: which there are, and how they are shown. */
#ifndef EIP_TESTS_PROOF_MODEL_BYOIP_H
#define EIP_TESTS_PROOF_MODEL_BYOIP_H

#include "proof/model/public_pool.h"

/** Held back still, or for one that was deprovisioned: there still. */
bool byoip_is_pending(const struct model *m, const struct range *range);
/** Those that have gone make room. Before anything is judged. */
void byoip_settle(struct model *m);
/** A range, or whatever is provisioned of the public space, is in the way. */
bool byoip_overlaps(const struct model *m, eip_cidr cidr);
/** The account's range of this CIDR, or NOBODY. */
int byoip_find(const struct model *m, int account, eip_cidr cidr);
/** A list of the one range, its state pending, and the range as it now is. */
bool byoip_same_answer(struct run *run, const struct range *range,
                       const eip_byoip_cidr_list *list);
bool step_bring(struct run *run, struct dice *dice);
bool step_show_byoip(struct run *run, struct dice *dice);

#endif
