/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the loop of an alteration. */
#include "ops/alter.h"

#include <string.h>

static struct eip__detail *make(struct eip__call *call,
                                const struct eip__held *held,
                                const struct eip__facts *facts) {
    return eip__detail_new(&call->engine->host, facts, held->generation,
                           held->detail == NULL ? 1
                                                : held->detail->version + 1);
}

/* EIP_OK with `*done` false: around again. */
static eip_status hang(struct eip__call *call,
                       const struct eip__alteration *alteration,
                       struct eip__draft *draft, bool *done) {
    struct eip__alter alter = {
        .record = draft->held.record,
        .generation = draft->held.generation,
        .before = draft->held.detail_word,
        .head = draft->needs_head ? draft->head : 0,
        .detail = make(call, &draft->held, &draft->facts),
    };
    enum eip__changed changed = EIP__CHANGE_NO_MEMORY;

    if (draft->has_also) {
        alter.also_record = draft->also.record;
        alter.also = make(call, &draft->also, &draft->also_facts);
    }
    if (alter.detail != NULL && (!draft->has_also || alter.also != NULL)) {
        if (alteration->finish != NULL) {
            alteration->finish(call, alteration->context, &draft->held,
                               &alter.detail->facts);
        }
        changed = eip__ledger_alter(&call->engine->ledger, call->lane,
                                    call->account, &alter);
    }
    *done = changed == EIP__CHANGED;
    if (!*done) {
        eip__detail_free(&call->engine->host, alter.detail);
        eip__detail_free(&call->engine->host, alter.also);
    }
    return changed == EIP__CHANGE_NO_MEMORY
               ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
               : EIP_OK;
}

static eip_status draft_it(struct eip__call *call,
                           const struct eip__alteration *alteration,
                           struct eip__draft *draft) {
    eip_status status;

    memset(draft, 0, sizeof *draft);
    if (call->account != NULL) {
        draft->head = eip__ledger_settle(&call->engine->ledger, call->account);
    }
    status = alteration->find(call, alteration->context, &draft->held);
    if (status != EIP_OK) {
        return status;
    }
    if (draft->held.detail != NULL) {
        draft->facts = draft->held.detail->facts;
    }
    return alteration->judge(call, alteration->context, draft);
}

eip_status eip__alter(struct eip__call *call,
                      const struct eip__alteration *alteration,
                      struct eip__draft *draft) {
    eip_status status;
    bool done = false;

    do {
        status = draft_it(call, alteration, draft);
        if (status == EIP_OK && alteration->dry_run) {
            return eip__call_fail(call, EIP_ERR_DRY_RUN);
        }
        done = status == EIP_OK && draft->is_same;
        if (status == EIP_OK && !done) {
            status = hang(call, alteration, draft, &done);
        }
    } while (status == EIP_OK && !done);
    return status;
}
