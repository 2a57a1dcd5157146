/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam_allocation.h  Allocations out of IPAM pools: which, and how they
 *  show. */
#ifndef EIP_TESTS_PROOF_MODEL_IPAM_ALLOCATION_H
#define EIP_TESTS_PROOF_MODEL_IPAM_ALLOCATION_H

#include "proof/model/ipam_cidr.h"

/** One: in the books, or an address that is held. */
struct ipam_row {
    int pool;
    int at;    /* of the books, or NOBODY */
    int place; /* or NOBODY */
};

/** One as a request names it. */
struct ipam_row_named {
    struct ipam_row row; /* neither: nonsense */
    eip_text text;
    char room[EIP_IPAM_ID_TEXT_SIZE];
};

/** Who the pool is shared with sees its own. */
bool ipam_sees(const struct model *m, int account, const struct ipam_row *row);
/** The row of a place that is held out of an IPAM pool; false: it is not. */
bool ipam_row_of(const struct model *m, int place, struct ipam_row *row);
eip_cidr ipam_row_cidr(const struct model *m, const struct ipam_row *row);

/** Mostly one that the account sees, and more often a custom one. */
void ipam_row_draw(struct run *run, struct dice *dice, int account,
                   struct ipam_row_named *named);
/** `pool`: of this one only, or NOBODY. */
eip_status ipam_row_find(const struct model *m, int account, int pool,
                         const char *field, const struct ipam_row_named *named,
                         struct verdict *v);
bool ipam_same_row(struct run *run, const struct ipam_row *row,
                   const eip_ipam_pool_allocation *got);
/** A list of the one. */
bool ipam_same_row_answer(struct run *run, const struct ipam_row *row,
                          const eip_ipam_pool_allocation_list *list);

bool step_ipam_allocate(struct run *run, struct dice *dice);
bool step_ipam_rows(struct run *run, struct dice *dice);

#endif
