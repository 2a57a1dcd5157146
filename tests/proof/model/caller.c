/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/model/caller.h"

#include <string.h>

static void spoil(struct ask_caller *ask, uint32_t fault) {
    switch (fault) {
    case 1:
        ask->engine = NULL;
        ask->status = EIP_ERR_NULL;
        break;
    case 2:
        ask->caller = NULL;
        ask->status = EIP_ERR_NULL;
        break;
    case 3:
        ask->value.size -= 4;
        ask->status = EIP_ERR_STRUCT_VERSION;
        break;
    case 4:
        ask->value.reserved = 1;
        ask->status = EIP_ERR_STRUCT_VERSION;
        break;
    case 5:
        ask->value.account = UINT64_C(1000000000000);
        ask->status = EIP_ERR_ARGUMENT;
        break;
    default:
        break;
    }
}

static void finish(struct run *run, struct dice *dice, struct ask_caller *ask,
                   int account) {
    *ask = (struct ask_caller){
        .account = account,
        .engine = run->engine,
        .value = EIP_CALLER_INIT(run_account[account]),
    };
    ask->caller = &ask->value;
    ask->denied = rarely(dice, 64);
    if (rarely(dice, 128)) {
        spoil(ask, 1 + roll(dice, 5));
    }
    run->denies = ask->denied;
    run->acting = account;
    run->asked = 0;
    run_tell(run, " account=%012llu%s%s%s",
             (unsigned long long)ask->value.account,
             ask->denied ? " (denied)" : "",
             ask->engine == NULL ? " (engine NULL)" : "",
             ask->status == EIP_OK ? "" : " (caller malformed)");
}

void ask_caller(struct run *run, struct dice *dice, struct ask_caller *ask) {
    finish(run, dice, ask, (int)roll(dice, ACCOUNTS));
}

void ask_holder(struct run *run, struct dice *dice, struct ask_caller *ask) {
    int account = (int)roll(dice, ACCOUNTS);

    if (!rarely(dice, 8)) {
        for (int i = 0; i < ACCOUNTS && run->m.account[account].held == 0;
             i++) {
            account = (account + 1) % ACCOUNTS;
        }
    }
    finish(run, dice, ask, account);
}

bool ask_was_authorized(struct run *run, const struct ask_caller *ask,
                        const char *action, uint32_t times) {
    run->denies = false;
    if (run->asked != times) {
        return run_differs(run, "the authoriser was asked %u times, not %u",
                           run->asked, times);
    }
    if (times != 0 && (run->asked_for != ask->value.account ||
                       strcmp(run->action, action) != 0)) {
        return run_differs(run, "the authoriser was asked for %llu %s",
                           (unsigned long long)run->asked_for, run->action);
    }
    return true;
}
