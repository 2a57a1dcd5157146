/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam_cidr.h  CIDRs of IPAM pools: which, and how they show. */
#ifndef EIP_TESTS_PROOF_MODEL_IPAM_CIDR_H
#define EIP_TESTS_PROOF_MODEL_IPAM_CIDR_H

#include "proof/model/ipam_pool.h"

/** A CIDR as a request gives it. */
struct ipam_text {
    eip_cidr cidr;
    bool is_malformed;
    eip_text text; /* absent: it gives none */
    char room[40];
};

/** Write it; rarely spoil it, or leave it out. */
void ipam_write_cidr(struct run *run, struct dice *dice, const char *field,
                     struct ipam_text *text);
/** A part of one of the pool's CIDRs, or all of it; of none, anything. */
eip_cidr ipam_draw_part(const struct model *m, struct dice *dice, int pool);

/** The pool has room for what is wanted, which is found then. */
eip_status ipam_check_free(struct model *m, struct ipam_want *want,
                           struct verdict *v);

/** Forget what shows no longer. Before anything is judged. */
void ipam_settle(struct model *m);
/** A list of the one CIDR; `is_new`: whatever the time, it is under way. */
bool ipam_same_cidr_answer(struct run *run, struct ipam_cidr *cidr, bool is_new,
                           const eip_ipam_pool_cidr_list *list);

bool step_ipam_provision(struct run *run, struct dice *dice);

#endif
