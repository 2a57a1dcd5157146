/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file caller.h  Who calls, and what is wrong with how. */
#ifndef EIP_TESTS_PROOF_MODEL_CALLER_H
#define EIP_TESTS_PROOF_MODEL_CALLER_H

#include "proof/model/run.h"

struct ask_caller {
    int account;
    bool denied;
    eip_engine *engine;
    eip_caller value;
    const eip_caller *caller;
    eip_status status; /* EIP_OK: nothing is wrong with it */
};

/** An account; rarely one that has no business here. */
void ask_caller(struct run *run, struct dice *dice, struct ask_caller *ask);
/** The same, most of the time one that holds something. */
void ask_holder(struct run *run, struct dice *dice, struct ask_caller *ask);
/** After the call: the authoriser was asked as often as it had to be. */
bool ask_was_authorized(struct run *run, const struct ask_caller *ask,
                        const char *action, uint32_t times);

#endif
