/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam_pool.h  IPAM pools that CreateIpamPool made: names, and how they
 *  show. */
#ifndef EIP_TESTS_PROOF_MODEL_IPAM_POOL_H
#define EIP_TESTS_PROOF_MODEL_IPAM_POOL_H

#include "proof/model/allocate.h"
#include "proof/model/facts.h"

/** A pool as a request names it. */
struct ipam_named {
    int at; /* or NOBODY */
    eip_text text;
    char room[40];
};

enum { IPAM_OWNERS = 2 }; /* the first accounts */

/** Mostly a pool of the account's; rarely another's, or nonsense. */
void ipam_draw(struct run *run, struct dice *dice, int account,
               struct ipam_named *named);
/** It is the account's. */
eip_status ipam_find(const struct model *m, int account, const char *field,
                     const struct ipam_named *named, struct verdict *v);
/** "create-in-progress", ...: what it is now. */
const char *ipam_state(const struct model *m, const struct ipam *pool);
/** A list of the one pool, with every member. */
bool ipam_same_answer(struct run *run, const struct ipam *pool,
                      const char *state, const eip_ipam_pool_list *list);
bool ipam_same_pool(struct run *run, const struct ipam *pool, const char *state,
                    const eip_ipam_pool *got);
extern const char *const ipam_service[4];
extern const char *const ipam_source[4];

bool step_ipam_change(struct run *run, struct dice *dice);
bool step_ipam_show(struct run *run, struct dice *dice);

#endif
