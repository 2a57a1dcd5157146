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

enum { IPAM_OWNERS = 3 }; /* the first accounts */

/** Mostly a pool of the account's; rarely another's, or nonsense. */
void ipam_draw(struct run *run, struct dice *dice, int account,
               struct ipam_named *named);
/** An account has its scopes from the first step on. */
void ipam_need_scopes(struct run *run);
/** It is the account's. */
eip_status ipam_find(const struct model *m, int account, const char *field,
                     const struct ipam_named *named, struct verdict *v);
/** The same, or it is shared with the account. */
eip_status ipam_find_shared(const struct model *m, int account,
                            const struct ipam_named *named, struct verdict *v);
/** "create-in-progress", ...: what it is now. */
const char *ipam_state(const struct model *m, const struct ipam *pool);
/** A list of the one pool, with every member. */
bool ipam_same_answer(struct run *run, int pool, const char *state,
                      const eip_ipam_pool_list *list);
bool ipam_same_pool(struct run *run, int pool, const char *state,
                    const eip_ipam_pool *got);
extern const char *const ipam_service[4];
extern const char *const ipam_source[4];

/* -- SourceResource (ipam_resource.c) --------------------------------------- */

struct ipam_resource {
    uint32_t given; /* which of its four parts, as bits */
    uint32_t id;    /* number; 0: none */
    bool is_bad;    /* one of the parts */
};

void ipam_resource_draw(struct run *run, struct dice *dice, bool is_private,
                        struct ipam_resource *resource,
                        eip_create_ipam_pool_request *request);
bool ipam_resource_is_incomplete(const struct ipam_resource *resource);
bool ipam_resource_is_given(const struct ipam_resource *resource);
bool ipam_same_resource(uint32_t id, const eip_ipam_pool *got);

/* -- client tokens (ipam_token.c) ------------------------------------------ */

/** One, as it is given: with a number in its name, or malformed. */
struct ipam_client {
    uint32_t name; /* 0: none */
    eip_text text;
    char room[24];
};
enum ipam_action { CREATES_POOL = 1, PROVISIONS_CIDR, ALLOCATES_CIDR };

void ipam_token_draw(struct run *run, struct dice *dice, bool is_malformed,
                     struct ipam_client *client);
/** NULL: it was not given before, or is forgotten. */
const struct ipam_token *ipam_token_of(const struct model *m, int account,
                                       enum ipam_action action,
                                       const struct ipam_client *client);
/** Of a request that repeats it: what is asked now, and whether what was made
 *  is there still. */
eip_status ipam_token_check(const struct ipam_token *token, uint64_t asked,
                            bool is_there, struct verdict *v);
void ipam_token_keep(struct model *m, int account, enum ipam_action action,
                     const struct ipam_client *client, uint64_t asked,
                     uint64_t made);
/** These dice, or rarely those of the last step that made something with a
 *  client token. */
struct dice ipam_token_dice(const struct run *run, const struct dice *dice,
                            enum ipam_action action);
/** This was such a step. */
void ipam_token_again(struct run *run, const struct dice *dice,
                      enum ipam_action action);
uint64_t ipam_hash(uint64_t hash, uint64_t part);
uint64_t ipam_hash_specs(uint64_t hash, const struct ask_allocate *given);

bool step_ipam_change(struct run *run, struct dice *dice);
bool step_ipam_show(struct run *run, struct dice *dice);

#endif
