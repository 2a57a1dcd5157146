/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam_token.h
 * Client tokens: what a request was asked with before, and what it made. Of
 * token and parameters only hashes are kept, by a key of the engine's own.
 */
#ifndef EIP_OPS_IPAM_TOKEN_H
#define EIP_OPS_IPAM_TOKEN_H

#include "ops/books.h"

/** A token under way, and the hash of all that was asked with it. */
struct eip__ipam_ask {
    uint64_t name[2]; /* 0, 0: there is no token */
    uint64_t asked;
};

/** Check the form of a token and begin. EIP_OK; EIP_ERR_CLIENT_TOKEN. */
eip_status eip__ipam_ask_open(struct eip__call *call, const char *action,
                              eip_text token, struct eip__ipam_ask *ask);
/** Add what is asked. */
void eip__ipam_ask_text(struct eip__ipam_ask *ask, eip_text text);
void eip__ipam_ask_number(struct eip__ipam_ask *ask, uint64_t number);
void eip__ipam_ask_tags(struct eip__ipam_ask *ask, const eip_tag *tags,
                        uint32_t count);
void eip__ipam_ask_specs(struct eip__ipam_ask *ask,
                         const eip_tag_specification *specs, uint32_t count);

/** What the token made, or 0: nothing. EIP_OK;
 *  EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH. */
eip_status eip__ipam_asked(struct eip__call *call,
                           const struct eip__ipam_ask *ask, uint64_t *answer);
/** Make room to remember. EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__ipam_ask_room(struct eip__call *call,
                              const struct eip__ipam_ask *ask);
/** Remember; there is room. */
void eip__ipam_ask_keep(struct eip__call *call, const struct eip__ipam_ask *ask,
                        uint64_t answer);
/** What it made has gone: EIP_ERR_INCORRECT_STATE. */
eip_status eip__ipam_ask_gone(struct eip__call *call);

#endif
