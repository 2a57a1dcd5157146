/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is said of an allocation id that names no address of the caller's:
 * unknown, malformed, released before, another account's, by the same bytes
 * (R13, R18). */
#include "ops/ids.h"

#include <string.h>

/* -- one ----------------------------------------------------------------------- */

eip_text eip__id_resource(const struct eip__call *call,
                          struct eip__id_resource *room, uint64_t id,
                          eip_text text) {
    if (id == 0 || call->engine->authorizer.allows == NULL) {
        return text;
    }
    return (eip_text){room->text, eip_allocation_id_format(id, room->text), 0};
}

static void fail_id(struct eip__call *call, uint64_t id, eip_text text) {
    char formatted[EIP_ALLOCATION_ID_TEXT_SIZE];
    struct eip__quoted quoted;
    const char *shown = formatted;

    if (eip__text_is_given(text)) {
        shown = eip__quote(&quoted, text);
    } else {
        (void)eip_allocation_id_format(id, formatted);
    }
    (void)eip__fail(call->error, EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                    "AllocationId", "The allocation ID '%s' does not exist",
                    shown);
}

eip_status eip__id_fail(struct eip__call *call, uint64_t id) {
    fail_id(call, id, (eip_text){NULL, 0, 0});
    return EIP_ERR_ALLOCATION_ID_NOT_FOUND;
}

eip_status eip__held_by_either(struct eip__call *call, uint64_t id,
                               eip_text text, struct eip__held *held) {
    uint64_t number = id;

    if ((eip__text_is_given(text) &&
         eip_allocation_id_parse(text, &number) != EIP_OK) ||
        !eip__held_by_id(call, number, held)) {
        fail_id(call, id, text);
        return EIP_ERR_ALLOCATION_ID_NOT_FOUND;
    }
    return EIP_OK;
}

eip_status eip__held_by_public_ip(struct eip__call *call, eip_text text,
                                  uint32_t address, struct eip__held *held) {
    struct eip__quoted quoted;

    return eip__held_by_address(call, address, held)
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_AUTH_FAILURE, "PublicIp",
                           "The address '%s' does not belong to you.",
                           eip__quote(&quoted, text));
}

eip_status eip__held_check_service(struct eip__call *call,
                                   const struct eip__facts *facts) {
    return (facts->has & EIP__IS_MANAGED) == 0
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_AUTH_FAILURE, "AllocationId",
                           "You do not have permission to access the "
                           "specified resource.");
}

eip_status eip__id_form(uint64_t id, eip_text text, eip_error *error) {
    if (!eip__text_is_formed(text)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    if (id != 0 && eip__text_is_given(text)) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "AllocationId",
                         "The allocation ID is given as number and as text");
    }
    return EIP_OK;
}

eip_status eip__id_need(struct eip__call *call, uint64_t id, eip_text text) {
    return id != 0 || eip__text_is_given(text)
               ? EIP_OK
               : eip__call_need(call, "AllocationId");
}

/* -- several ------------------------------------------------------------------- */

/* What was asked for and is not there, each once, as EC2 lists it: 'a, b'. As
 * many as there is room for, and the first in any case. */
struct missing {
    char text[EIP__QUOTED_SIZE];
    /* Of each in the text; with what separates them they are 3 bytes or more,
     * as they are not empty. */
    uint16_t end[EIP__QUOTED_SIZE / 3 + 1];
    uint32_t listed;
    uint32_t count;
    uint32_t first; /* its index in the request */
};

static bool is_listed(const struct missing *missing, const char *text,
                      uint32_t size) {
    uint32_t start = 0;

    for (uint32_t i = 0; i < missing->listed; i++) {
        if (missing->end[i] - start == size &&
            memcmp(missing->text + start, text, size) == 0) {
            return true;
        }
        start = missing->end[i] + 2u;
    }
    return false;
}

static void note_missing(struct missing *missing, eip_text what,
                         uint32_t index) {
    struct eip__quoted quoted;
    const char *text = eip__quote(&quoted, what);
    uint32_t size = (uint32_t)strlen(text);
    uint32_t at =
        missing->listed == 0 ? 0 : missing->end[missing->listed - 1] + 2u;

    if (is_listed(missing, text, size)) {
        return;
    }
    if (missing->count++ == 0) {
        missing->first = index;
    }
    if (at + size >= sizeof missing->text) {
        return;
    }
    if (at != 0) {
        memcpy(missing->text + at - 2, ", ", 2);
    }
    memcpy(missing->text + at, text, size + 1);
    missing->end[missing->listed++] = (uint16_t)(at + size);
}

static eip_status fail_missing(struct eip__call *call,
                               const struct missing *missing) {
    bool one = missing->count == 1;
    eip_status status =
        eip__fail(call->error, EIP_ERR_ALLOCATION_ID_NOT_FOUND, "AllocationId",
                  "The allocation ID%s '%s' do%s not exist", one ? "" : "s",
                  missing->text, one ? "es" : "");

    eip__fail_index(call->error, missing->first);
    return status;
}

eip_status eip__collect_ids(struct eip__call *call, const eip_text *ids,
                            uint32_t count, struct eip__collection *all) {
    struct missing missing = {.count = 0};

    for (uint32_t i = 0; i < count; i++) {
        struct eip__held held;
        uint64_t id;

        if (eip_allocation_id_parse(ids[i], &id) != EIP_OK ||
            !eip__held_by_id(call, id, &held)) {
            note_missing(&missing, ids[i], i);
        } else if (!eip__collection_add(all, &held)) {
            return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
        }
    }
    return missing.count == 0 ? EIP_OK : fail_missing(call, &missing);
}

/* -- by PublicIp ---------------------------------------------------------------- */

eip_status eip__collect_check_ips(struct eip__call *call, const eip_text *ips,
                                  uint32_t count) {
    eip_status status = EIP_OK;
    uint32_t address;

    for (uint32_t i = 0; i < count && status == EIP_OK; i++) {
        status = eip__call_address(call, "PublicIp", ips[i], &address);
        if (status != EIP_OK) {
            eip__fail_index(call->error, i);
        }
    }
    return status;
}

static eip_status collect_ip(struct eip__call *call, eip_text text,
                             struct eip__collection *all) {
    struct eip__quoted quoted;
    struct eip__held held;
    uint32_t address = 0;

    if (eip_ipv4_parse(text, &address) != EIP_OK ||
        !eip__held_by_address(call, address, &held)) {
        return eip__fail(call->error, EIP_ERR_ADDRESS_NOT_FOUND, "PublicIp",
                         "Address '%s' not found.", eip__quote(&quoted, text));
    }
    return eip__collection_add(all, &held)
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

eip_status eip__collect_ips(struct eip__call *call, const eip_text *ips,
                            uint32_t count, struct eip__collection *all) {
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < count && status == EIP_OK; i++) {
        status = collect_ip(call, ips[i], all);
        if (status == EIP_ERR_ADDRESS_NOT_FOUND) {
            eip__fail_index(call->error, i);
        }
    }
    return status;
}

/* -- as it was at one instant ----------------------------------------------------- */

/* Looked at until the account stood still meanwhile: then it was so at one
 * instant. Around again only if another call completed. */
eip_status eip__collect_asked(struct eip__call *call, const eip_text *ids,
                              uint32_t count, struct eip__collection *all) {
    struct eip__ledger *ledger = &call->engine->ledger;
    eip_status status;
    uint64_t settled;

    if (count == 0) {
        return eip__collect_all(call, all)
                   ? EIP_OK
                   : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    if (call->account == NULL) {
        return eip__collect_ids(call, ids, count, all);
    }
    do {
        settled = eip__ledger_settle(ledger, call->account);
        all->count = 0;
        status = eip__collect_ids(call, ids, count, all);
    } while (eip__ledger_settle(ledger, call->account) != settled);
    eip__collection_sort(all);
    return status;
}
