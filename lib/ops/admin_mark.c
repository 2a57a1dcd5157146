/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_admin_mark_address: through the ledger of whoever holds the address. */
#include "eip/admin.h"
#include "ops/alter.h"
#include "ops/ids.h"

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const eip_address_marks *marks = context;
    struct eip_engine *engine = call->engine;
    const eip__a64 *place;
    uint32_t record;
    uint32_t generation;
    uint64_t word;

    eip__id_take_apart(&engine->id_key, marks->allocation_id, &record,
                       &generation);
    if (eip__records_segment(&engine->records, record) == NULL) {
        return eip__id_fail(call, marks->allocation_id);
    }
    place = eip__records_word(&engine->records, record);
    do {
        word = eip__read(place);
        if (eip__word_is_held(word)) {
            call->account =
                eip__accounts_at(&engine->accounts, eip__word_owner(word));
            if (eip__held_by_id(call, marks->allocation_id, held)) {
                return EIP_OK;
            }
        }
    } while (eip__read(place) != word); /* perhaps another's by now */
    return eip__id_fail(call, marks->allocation_id);
}

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    const eip_address_marks *marks = context;
    struct eip__facts *facts = &draft->facts;

    (void)call;
    facts->has &= ~(uint32_t)(EIP__IS_LOCKED | EIP__IS_MANAGED);
    if ((marks->flags & EIP_MARK_LOCKED) != 0) {
        facts->has |= EIP__IS_LOCKED;
    }
    if (marks->service != EIP_SERVICE_NONE) {
        facts->has |= EIP__IS_MANAGED;
    }
    facts->managed = marks->service;
    return EIP_OK;
}

static eip_status check(const eip_address_marks *marks, eip_error *error) {
    if (marks->reserved != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "marks", NULL);
    }
    if ((marks->flags & ~(uint32_t)EIP_MARK_LOCKED) != 0) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "flags",
                         "The flags %#x are not known", marks->flags);
    }
    if (marks->service > EIP_SERVICE_RNAT) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "service",
                         "The service %u is not known", marks->service);
    }
    return EIP_OK;
}

eip_status eip_admin_mark_address(eip_engine *engine,
                                  const eip_address_marks *marks,
                                  eip_error *error) {
    eip_address_marks own;
    const struct eip__alteration alteration = {find, judge, &own, false, NULL};
    struct eip__draft draft;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, marks);

    if (status != EIP_OK) {
        return eip__fail(error, status, "marks", NULL);
    }
    status = check(&own, error);
    if (status == EIP_OK) {
        status = eip__call_enter(&call, engine, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__alter(&call, &alteration, &draft);
    return eip__call_close(&call, status);
}
