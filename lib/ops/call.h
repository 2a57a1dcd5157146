/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file call.h  What every operation begins and ends with. */
#ifndef EIP_OPS_CALL_H
#define EIP_OPS_CALL_H

#include "base/fail.h"
#include "base/structs.h"
#include "eip/address.h"
#include "registry/engine.h"

/** A call under way: nothing that its topology reaches is freed. */
struct eip__call {
    eip_engine *engine;
    struct eip__lane *lane;
    const struct eip__topology *topology;
    struct eip__account *account; /* NULL: never allocated anything */
    uint64_t number;
    eip_error *error;
    struct eip__moment moment;
};

/** Enter the engine as this caller. EIP_OK, or a status of eip/address.h;
 *  then the call has not begun. */
eip_status eip__call_begin(struct eip__call *call, eip_engine *engine,
                           const eip_caller *caller, eip_error *error);

/** Enter the engine as its administrator: no account, no authorisation. */
eip_status eip__call_enter(struct eip__call *call, eip_engine *engine,
                           eip_error *error);

void eip__call_end(struct eip__call *call);

/** Ask the authoriser. EIP_OK or EIP_ERR_UNAUTHORIZED. */
eip_status eip__call_authorize(struct eip__call *call, const char *action,
                               eip_text resource);

/** Make sure the caller's account exists. EIP_OK or why not. */
eip_status eip__call_need_account(struct eip__call *call);

/** Read an address of the request. EIP_OK, or EIP_ERR_ADDRESS_MALFORMED naming
 *  the field (R13). */
eip_status eip__call_address(struct eip__call *call, const char *field,
                             eip_text text, uint32_t *address);

/** Is there room in the quota of the caller's account, which exists? Exact at
 *  an instant of the call; sees a transfer through that stands in the way. */
bool eip__call_has_room(struct eip__call *call);

/** Say that a required parameter is missing. */
eip_status eip__call_need(struct eip__call *call, const char *field);

/** A status that needs no words of its own. */
static inline eip_status eip__call_fail(struct eip__call *call,
                                        eip_status status) {
    return eip__fail(call->error, status, "", NULL);
}

/** A text's own form: absent with no length, nothing reserved. */
static inline bool eip__text_is_formed(eip_text text) {
    return text.reserved == 0 && (text.data != NULL || text.size == 0);
}

static inline bool eip__text_is_given(eip_text text) {
    return text.data != NULL;
}

bool eip__text_equals(eip_text text, const char *string);

/** The form of an array of texts. EIP_OK; EIP_ERR_NULL;
 *  EIP_ERR_STRUCT_VERSION. */
eip_status eip__texts_form(const eip_text *texts, uint32_t count);

#endif
