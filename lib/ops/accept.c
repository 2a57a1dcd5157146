/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AcceptAddressTransfer. */
#include "ops/ids.h"
#include "ops/ptr.h"
#include "ops/transfer.h"
#include "registry/transfer.h"
#include "space/cool.h"

#include <string.h>

struct acceptance {
    struct eip__call *call;
    const eip_accept_address_transfer_request *request;
    uint32_t address;
    uint32_t tags;
    uint64_t tag_bytes;
    /* As it was found: */
    struct eip__account *source;
    struct eip__held held; /* by the source */
};

/* -- the offer -------------------------------------------------------------------------- */

static eip_status fail_found(const struct acceptance *acceptance) {
    struct eip__quoted quoted;

    return eip__fail(acceptance->call->error, EIP_ERR_ADDRESS_NOT_FOUND,
                     "Address", "Address '%s' not found.",
                     eip__quote(&quoted, acceptance->request->address));
}

/* Look at the address with its holder's eyes. */
static bool look(struct acceptance *acceptance) {
    struct eip__call *call = acceptance->call;
    struct eip__call theirs = *call;
    const struct eip__range *range =
        eip__topology_range(call->topology, acceptance->address);
    uint64_t word;
    uint32_t record;

    if (range == NULL) {
        return false;
    }
    record = eip__range_record(range, acceptance->address);
    word = eip__read(eip__records_word(&call->engine->records, record));
    if (!eip__word_is_held(word)) {
        return false;
    }
    theirs.account =
        eip__accounts_at(&call->engine->accounts, eip__word_owner(word));
    acceptance->source = theirs.account;
    return eip__held_look(&theirs, record, eip__word_generation(word),
                          &acceptance->held);
}

/* Is it offered to the caller? */
static bool find(struct acceptance *acceptance) {
    struct eip__call *call = acceptance->call;
    const struct eip__held *held = &acceptance->held;
    eip_address_transfer offer;

    if (!look(acceptance) || held->detail == NULL) {
        return false;
    }
    eip__transfer_show(call->engine, held, &held->detail->facts,
                       eip__moment_now(&call->moment), &offer);
    return offer.status == EIP_TRANSFER_PENDING &&
           offer.transfer_account == call->number;
}

/* What the source must end first. */
static eip_status check_state(const struct acceptance *acceptance) {
    struct eip__call *call = acceptance->call;
    const struct eip__facts *facts = &acceptance->held.detail->facts;
    eip_status status = eip__held_check_service(call, facts);

    if (status != EIP_OK) {
        return status;
    }
    if ((facts->has & EIP__HAS_ASSOCIATION) != 0) {
        return eip__call_fail(call, EIP_ERR_TRANSFER_ASSOCIATED);
    }
    if (eip__ptr_blocks(call, facts)) {
        return eip__call_fail(call, EIP_ERR_TRANSFER_PTR_SET);
    }
    return (facts->has & EIP__IS_LOCKED) == 0
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_ADDRESS_LOCKED, "Address",
                           "The address cannot be transferred because it is "
                           "locked to its account.");
}

/* -- taking it over ------------------------------------------------------------------------ */

/* The target's detail: the new tags, and where the allocation id is from. */
static struct eip__detail *make_detail(const struct acceptance *acceptance) {
    const eip_accept_address_transfer_request *request = acceptance->request;
    struct eip__host *host = &acceptance->call->engine->host;
    const struct eip__facts none = {.has = 0};
    struct eip__detail *detail =
        acceptance->tags == 0
            ? eip__detail_new(host, &none, 0, 1)
            : eip__detail_tagged(host, acceptance->call->lane,
                                 request->tag_specifications,
                                 request->tag_specification_count,
                                 acceptance->tags, acceptance->tag_bytes);

    if (detail != NULL) {
        detail->generation = (uint64_t)acceptance->held.generation + 1;
        detail->facts.origin = acceptance->held.id_generation;
    }
    return detail;
}

static struct eip__ticket *make_ticket(const struct acceptance *acceptance) {
    struct eip__call *call = acceptance->call;
    const struct eip__held *held = &acceptance->held;
    struct eip__ticket *ticket = eip__ticket_new(&call->engine->host);

    if (ticket == NULL) {
        return NULL;
    }
    ticket->source = acceptance->source;
    ticket->target = call->account;
    ticket->offer_version = held->detail->version;
    ticket->record = held->record;
    ticket->generation = held->generation;
    ticket->allocation_id = eip__held_id(call->engine, held);
    ticket->order = held->order;
    ticket->offer_ms = held->detail->facts.offer_ms;
    ticket->accepted_ms = eip__moment_now(&call->moment);
    ticket->address = acceptance->address;
    ticket->detail = make_detail(acceptance);
    if (ticket->detail == NULL) {
        eip__ticket_free(&call->engine->host, ticket);
        return NULL;
    }
    return ticket;
}

static void answer(const struct acceptance *acceptance,
                   eip_address_transfer *response) {
    const struct eip__held *held = &acceptance->held;
    struct eip__call *call = acceptance->call;
    uint64_t now = eip__moment_now(&call->moment);

    eip__transfer_show(call->engine, held, &held->detail->facts, now, response);
    response->status = EIP_TRANSFER_ACCEPTED;
    response->accepted_ms = now;
}

/* EIP_OK with `*done` false: the offer has changed, around again. */
static eip_status take(struct acceptance *acceptance,
                       struct eip__holding *holding, bool *done) {
    struct eip__call *call = acceptance->call;
    struct eip_engine *engine = call->engine;
    struct eip__ticket *ticket = make_ticket(acceptance);

    if (ticket == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    switch (eip__transfer(&engine->ledger, call->lane, ticket, holding)) {
    case EIP__TRANSFERRED:
        *done = true;
        return EIP_OK;
    case EIP__TRANSFER_LOST:
        return EIP_OK;
    case EIP__TRANSFER_UNTOLD:
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    case EIP__TRANSFER_NO_MEMORY:
        eip__ticket_free(&engine->host, ticket);
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    default:
        eip__ticket_free(&engine->host, ticket);
        return eip__call_fail(call, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    }
}

static eip_status accept(struct acceptance *acceptance) {
    struct eip__call *call = acceptance->call;
    struct eip__holding holding = {.entry = 0};
    eip_status status;
    bool done = false;

    do {
        status =
            find(acceptance) ? check_state(acceptance) : fail_found(acceptance);
        if (status == EIP_OK &&
            (acceptance->request->flags & EIP_ACCEPT_TRANSFER_DRY_RUN) != 0) {
            status = eip__call_fail(call, EIP_ERR_DRY_RUN);
        }
        if (status == EIP_OK) {
            status = take(acceptance, &holding, &done);
        }
    } while (status == EIP_OK && !done);
    if (status != EIP_OK) {
        eip__holdings_drop(&holding);
        return status;
    }
    eip__transfer_forget(&call->engine->ledger, call->lane, acceptance->source,
                         eip__moment_now(&call->moment));
    return EIP_OK;
}

/* -- the operation ---------------------------------------------------------------------------- */

static eip_status check_parameters(struct acceptance *acceptance) {
    struct eip__call *call = acceptance->call;
    const eip_accept_address_transfer_request *request = acceptance->request;
    eip_status status;

    if (!eip__text_is_given(request->address)) {
        return eip__call_need(call, "Address");
    }
    status = eip__call_address(call, "Address", request->address,
                               &acceptance->address);
    return status == EIP_OK && request->tag_specification_count != 0
               ? eip__tagset_check(request->tag_specifications,
                                   request->tag_specification_count,
                                   "elastic-ip", call->error, &acceptance->tags,
                                   &acceptance->tag_bytes)
               : status;
}

static eip_status run(struct eip__call *call,
                      const eip_accept_address_transfer_request *request,
                      eip_address_transfer *response) {
    struct acceptance acceptance = {.call = call, .request = request};
    eip_status status = eip__call_authorize(call, "ec2:AcceptAddressTransfer",
                                            request->address);

    if (status == EIP_OK) {
        status = check_parameters(&acceptance);
    }
    if (status == EIP_OK) {
        status = eip__call_need_account(call);
    }
    if (status == EIP_OK && !eip__call_has_room(call, 1)) {
        status = eip__call_fail(call, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    }
    if (status == EIP_OK) {
        status = accept(&acceptance);
    }
    if (status == EIP_OK) {
        answer(&acceptance, response);
    }
    return status;
}

eip_status
eip_accept_address_transfer(eip_engine *engine, const eip_caller *caller,
                            const eip_accept_address_transfer_request *request,
                            eip_address_transfer *response, eip_error *error) {
    eip_accept_address_transfer_request own;
    eip_address_transfer answered;
    struct eip__call call;
    eip_status status = eip__transfer_out_check(response, error);

    if (status != EIP_OK) {
        return status;
    }
    status = eip__struct_in(&own, sizeof own, sizeof own, request);
    if (status == EIP_OK &&
        (own.reserved != 0 ||
         (own.flags & ~(uint32_t)EIP_ACCEPT_TRANSFER_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.address))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__tagset_form(own.tag_specifications,
                              own.tag_specification_count, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = run(&call, &own, &answered);
    status = eip__call_close(&call, status);
    if (status == EIP_OK) {
        eip__transfer_out(response, &answered);
    }
    return status;
}
