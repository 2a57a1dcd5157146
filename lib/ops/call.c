/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the frame of every call: lane, topology, account, authorisation. */
#include "ops/call.h"

#include "registry/transfer.h"
#include "store/keeper.h"

#include <string.h>

enum { KEPT_TRIES = 3 };

EIP__RARE struct eip__account *eip__call_account(struct eip__call *call) {
    struct eip__account *account =
        eip__accounts_find(&call->engine->accounts, call->number);

    if (account != NULL) {
        call->lane->account = account;
        call->lane->caller = call->number + 1;
    }
    return account;
}

EIP__RARE eip_status eip__call_caller(const eip_caller *caller, eip_caller *own,
                                      eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, caller);

    if (status == EIP_OK && own->reserved != 0) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "caller", NULL);
    }
    return own->account <= EIP__ACCOUNT_NUMBER_MAX
               ? EIP_OK
               : eip__fail(error, EIP_ERR_ARGUMENT, "account",
                           "The account %llu has more than 12 digits",
                           (unsigned long long)own->account);
}

EIP__RARE eip_status eip__call_kept(struct eip__call *call) {
    struct eip__keeper *keeper = call->engine->keeper;
    uint64_t ticket = eip__keeper_ticket(keeper);
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    for (int i = 0; i < KEPT_TRIES && status == EIP_ERR_OUT_OF_MEMORY; i++) {
        status = eip__keeper_wait(keeper, ticket, call->error);
    }
    /* That would say that nothing has changed. */
    return status == EIP_ERR_OUT_OF_MEMORY
               ? eip__fail(call->error, EIP_ERR_STORE_FAILED, "store",
                           "Done, and not known to be durable: %s",
                           eip_status_text(status))
               : status;
}

EIP__RARE eip_status eip__call_ask(struct eip__call *call, const char *action,
                                   eip_text resource) {
    const eip_authorizer *authorizer = &call->engine->authorizer;
    const eip_authorization request = {sizeof request, 0, call->number,
                                       eip_text_of(action), resource};

    return authorizer->allows(authorizer->context, &request) != 0
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_UNAUTHORIZED);
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

bool eip__call_settle_word(struct eip__call *call, uint64_t word) {
    if (!eip__word_is_pending(word)) {
        return false;
    }
    (void)eip__ledger_settle(
        &call->engine->ledger,
        eip__accounts_at(&call->engine->accounts, eip__word_owner(word)));
    return true;
}

bool eip__call_finds_room(struct eip__call *call, uint32_t count) {
    struct eip__ledger *ledger = &call->engine->ledger;

    bool reserved;

    while (!eip__ledger_has_room(ledger, call->lane, call->account, count,
                                 &reserved)) {
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

eip_status eip__call_fail_ipam_pool(struct eip__call *call, const char *field,
                                    eip_text id) {
    struct eip__quoted quoted;

    return eip__fail(call->error, EIP_ERR_IPAM_POOL_NOT_FOUND, field,
                     "The ipam-pool ID '%s' does not exist",
                     eip__quote(&quoted, id));
}

bool eip__text_equals(eip_text text, const char *string) {
    return text.size == strlen(string) &&
           memcmp(text.data, string, text.size) == 0;
}

bool eip__text_is_same(eip_text a, eip_text b) {
    return a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
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
