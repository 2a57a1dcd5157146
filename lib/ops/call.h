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

/** A status that needs no words of its own. */
static inline eip_status eip__call_fail(struct eip__call *call,
                                        eip_status status) {
    return eip__fail(call->error, status, "", NULL);
}

/** Enter the engine as its administrator: no account, no authorisation. */
EIP__HOT eip_status eip__call_enter(struct eip__call *call, eip_engine *engine,
                                    eip_error *error) {
    eip_status status;

    if (engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "engine", NULL);
    }
    call->engine = engine;
    call->account = NULL;
    call->number = 0;
    call->error = error;
    call->moment = (struct eip__moment){&engine->host, 0, false};
    status = eip__lane_enter(&engine->lanes, &call->lane);
    if (status != EIP_OK) {
        return eip__call_fail(call, status);
    }
    call->topology = eip__engine_topology(engine);
    if (call->lane->mend != 0) {
        eip__engine_mend(engine, call->lane);
    }
    return EIP_OK;
}

/** The caller's account, if it exists. */
struct eip__account *eip__call_account(struct eip__call *call);

/** What is wrong with a caller: its struct, its number. */
eip_status eip__call_caller(const eip_caller *caller, eip_caller *own,
                            eip_error *error);

/** Enter the engine as this caller. EIP_OK, or a status of eip/address.h;
 *  then the call has not begun. */
EIP__HOT eip_status eip__call_begin(struct eip__call *call, eip_engine *engine,
                                    const eip_caller *caller,
                                    eip_error *error) {
    const eip_caller *given = caller;
    eip_caller own;
    eip_status status = EIP_OK;

    if (caller == NULL || caller->size != sizeof own || caller->reserved != 0 ||
        caller->account > EIP__ACCOUNT_NUMBER_MAX) {
        status = eip__call_caller(caller, &own, error);
        given = &own;
    }
    if (status == EIP_OK) {
        status = eip__call_enter(call, engine, error);
    }
    if (status == EIP_OK) {
        call->number = given->account;
        /* Accounts stay where they are, so the last caller's need not be
         * looked up again. */
        call->account = call->lane->caller == call->number + 1
                            ? call->lane->account
                            : eip__call_account(call);
    }
    return status;
}

EIP__HOT void eip__call_end(struct eip__call *call) {
    eip__lane_leave(call->lane);
}

/** Of an engine that answers when all is kept: wait for that. */
eip_status eip__call_kept(struct eip__call *call);

/** What a call answers that is no longer in the engine, and has changed
 *  something if `status` is EIP_OK: that, or why it is not kept. */
EIP__HOT eip_status eip__call_answer(struct eip__call *call,
                                     eip_status status) {
    return status != EIP_OK || !call->engine->is_sync ? status
                                                      : eip__call_kept(call);
}

/** End such a call. */
EIP__HOT eip_status eip__call_close(struct eip__call *call, eip_status status) {
    eip__call_end(call);
    return eip__call_answer(call, status);
}

/** Ask the authoriser that there is. EIP_OK or EIP_ERR_UNAUTHORIZED. */
eip_status eip__call_ask(struct eip__call *call, const char *action,
                         eip_text resource);

/** Ask the authoriser, if any. EIP_OK or EIP_ERR_UNAUTHORIZED. */
EIP__HOT eip_status eip__call_authorize(struct eip__call *call,
                                        const char *action, eip_text resource) {
    return call->engine->authorizer.allows == NULL
               ? EIP_OK
               : eip__call_ask(call, action, resource);
}

/** Make sure the caller's account exists. EIP_OK or why not. */
eip_status eip__call_need_account(struct eip__call *call);

/** Read an address of the request. EIP_OK, or EIP_ERR_ADDRESS_MALFORMED naming
 *  the field (R13). */
eip_status eip__call_address(struct eip__call *call, const char *field,
                             eip_text text, uint32_t *address);

/** The rest of eip__call_has_room. */
bool eip__call_finds_room(struct eip__call *call, uint32_t count);

/** Is there room for `count` in the quota of the caller's account, which exists?
 *  Exact at an instant of the call; sees a transfer through that stands in the
 *  way. */
EIP__HOT bool eip__call_has_room(struct eip__call *call, uint32_t count) {
    return eip__ledger_saw_room(call->lane, call->account, count) ||
           eip__call_finds_room(call, count);
}

/** If the word is pending for a block, settle that, so that it is decided;
 *  false: it is not. */
bool eip__call_settle_word(struct eip__call *call, uint64_t word);

/** Say that a required parameter is missing. */
eip_status eip__call_need(struct eip__call *call, const char *field);
/** Say that an IPAM pool is none of which the caller knows. */
eip_status eip__call_fail_ipam_pool(struct eip__call *call, const char *field,
                                    eip_text id);

/** A text's own form: absent with no length, nothing reserved. */
static inline bool eip__text_is_formed(eip_text text) {
    return text.reserved == 0 && (text.data != NULL || text.size == 0);
}

/** Zero if the text is formed. */
static inline uint32_t eip__text_defect(eip_text text) {
    return text.reserved | (text.data == NULL ? text.size : 0);
}

/** Zero if the text is absent and formed. Member by member: callers have just
 *  written them so, and wider loads would have to wait for that. */
static inline uint64_t eip__text_any(const eip_text *text) {
    return (uintptr_t)text->data | text->size | text->reserved;
}

static inline bool eip__text_is_given(eip_text text) {
    return text.data != NULL;
}

bool eip__text_equals(eip_text text, const char *string);
/** The same bytes? An absent one is like an empty one. */
bool eip__text_is_same(eip_text a, eip_text b);

/** The form of an array of texts. EIP_OK; EIP_ERR_NULL;
 *  EIP_ERR_STRUCT_VERSION. */
eip_status eip__texts_form(const eip_text *texts, uint32_t count);

#endif
