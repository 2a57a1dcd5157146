/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the frame of every call: lane, topology, account, authorisation. */
#include "ops/call.h"

#include "registry/transfer.h"
#include "space/hint.h"

#include <string.h>

/* The lane was a thread's that is gone: finish its operations, then offer what
 * it had in hand. */
static void mend(struct eip__call *call) {
    for (uint32_t i = 0; i < 2; i++) {
        struct eip__account *account = call->lane->op[i].account;

        if (account != NULL) {
            (void)eip__ledger_settle(&call->engine->ledger, account);
        }
    }
    eip__hint_mend(&call->engine->records, call->lane);
    call->lane->mend = 0;
}

eip_status eip__call_enter(struct eip__call *call, eip_engine *engine,
                           eip_error *error) {
    eip_status status;

    if (engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "engine", NULL);
    }
    *call = (struct eip__call){.engine = engine, .error = error};
    call->moment.host = &engine->host;
    status = eip__lane_enter(&engine->lanes, &call->lane);
    if (status != EIP_OK) {
        return eip__call_fail(call, status);
    }
    call->topology = eip__engine_topology(engine);
    if (call->lane->mend != 0) {
        mend(call);
    }
    return EIP_OK;
}

/* Accounts stay where they are, so the last caller's need not be looked up
 * again. */
static struct eip__account *find_account(struct eip__call *call) {
    struct eip__lane *lane = call->lane;
    struct eip__account *account;

    if (lane->caller == call->number + 1) {
        return lane->account;
    }
    account = eip__accounts_find(&call->engine->accounts, call->number);
    if (account != NULL) {
        lane->account = account;
        lane->caller = call->number + 1;
    }
    return account;
}

eip_status eip__call_begin(struct eip__call *call, eip_engine *engine,
                           const eip_caller *caller, eip_error *error) {
    eip_caller own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, caller);

    if (status == EIP_OK && own.reserved != 0) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "caller", NULL);
    }
    if (own.account > EIP__ACCOUNT_NUMBER_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "account",
                         "The account %llu has more than 12 digits",
                         (unsigned long long)own.account);
    }
    status = eip__call_enter(call, engine, error);
    if (status == EIP_OK) {
        call->number = own.account;
        call->account = find_account(call);
    }
    return status;
}

void eip__call_end(struct eip__call *call) {
    eip__lane_leave(call->lane);
}

eip_status eip__call_authorize(struct eip__call *call, const char *action,
                               eip_text resource) {
    const eip_authorizer *authorizer = &call->engine->authorizer;
    eip_authorization request = {
        sizeof request, 0, call->number, {NULL, 0, 0}, resource};

    if (authorizer->allows == NULL) {
        return EIP_OK;
    }
    request.action = eip_text_of(action);
    if (authorizer->allows(authorizer->context, &request) != 0) {
        return EIP_OK;
    }
    return eip__call_fail(call, EIP_ERR_UNAUTHORIZED);
}

eip_status eip__call_need_account(struct eip__call *call) {
    eip_status status;

    if (call->account != NULL) {
        return EIP_OK;
    }
    status = eip__accounts_get(&call->engine->accounts, call->number,
                               &call->account);
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

bool eip__call_has_room(struct eip__call *call) {
    struct eip__ledger *ledger = &call->engine->ledger;

    bool reserved;

    while (!eip__ledger_has_room(ledger, call->account, &reserved)) {
        if (!reserved) {
            return false;
        }
        (void)eip__transfer_finish(ledger, call->lane, call->account);
    }
    return true;
}

eip_status eip__call_need(struct eip__call *call, const char *field) {
    return eip__fail(call->error, EIP_ERR_MISSING_PARAMETER, field,
                     "The request must contain the parameter %s", field);
}

bool eip__text_equals(eip_text text, const char *string) {
    return text.size == strlen(string) &&
           memcmp(text.data, string, text.size) == 0;
}

eip_status eip__texts_form(const eip_text *texts, uint32_t count) {
    if (texts == NULL && count != 0) {
        return EIP_ERR_NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!eip__text_is_formed(texts[i])) {
            return EIP_ERR_STRUCT_VERSION;
        }
    }
    return EIP_OK;
}

eip_status eip__call_address(struct eip__call *call, const char *field,
                             eip_text text, uint32_t *address) {
    struct eip__quoted quoted;

    if (eip_ipv4_parse(text, address) == EIP_OK) {
        return EIP_OK;
    }
    return eip__fail(call->error, EIP_ERR_ADDRESS_MALFORMED, field,
                     "Invalid IPv4 address '%s'. An address has the form "
                     "xx.xx.xx.xx; for example, 55.123.45.67",
                     eip__quote(&quoted, text));
}
