/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* EnableAddressTransfer and DisableAddressTransfer: offers are facts of the
 * address. */
#include "ops/transfer.h"

#include "ops/alter.h"
#include "ops/ids.h"
#include "ops/view.h"
#include "space/cool.h"

#include <string.h>

/* -- how an offer shows --------------------------------------------------------------- */

void eip__transfer_show(const struct eip_engine *engine,
                        const struct eip__held *held,
                        const struct eip__facts *facts, uint64_t now_ms,
                        eip_address_transfer *transfer) {
    memset(transfer, 0, sizeof *transfer);
    transfer->size = sizeof *transfer;
    if ((facts->has & EIP__HAS_OFFER) == 0 || now_ms >= facts->offer_ms) {
        return;
    }
    transfer->status = (facts->has & EIP__OFFER_DISABLED) != 0
                           ? EIP_TRANSFER_DISABLED
                           : EIP_TRANSFER_PENDING;
    transfer->allocation_id = eip__held_id(engine, held);
    transfer->transfer_account = facts->offer_to;
    transfer->expiration_ms = facts->offer_ms;
    transfer->public_ip = eip__range_address(held->range, held->record);
}

eip_status eip__transfer_out_check(const eip_address_transfer *response,
                                   eip_error *error) {
    eip_status status = response == NULL
                            ? EIP_OK
                            : eip__struct_out_check(response, sizeof *response);

    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "response", NULL);
}

void eip__transfer_out(eip_address_transfer *response,
                       const eip_address_transfer *answered) {
    if (response != NULL) {
        (void)eip__struct_out(response, answered, sizeof *answered,
                              sizeof *answered);
    }
}

/* -- both -------------------------------------------------------------------------------- */

struct offer {
    uint64_t id;
    eip_text id_text;
    eip_text account_text;
    uint64_t account;
    bool enables;
    bool dry_run;
};

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const struct offer *offer = context;

    return eip__held_by_either(call, offer->id, offer->id_text, held);
}

static eip_status judge_enable(struct eip__call *call,
                               const struct offer *offer,
                               struct eip__draft *draft) {
    struct eip__view view =
        eip__view_of(draft->held.range->space, draft->held.standard);
    eip_status status = eip__held_check_service(call, &draft->facts);

    if (status != EIP_OK) {
        return status;
    }
    if (view.public_ipv4_pool.kind != EIP_POOL_AMAZON ||
        (view.fields & EIP_HAS_PUBLIC_IP) == 0 ||
        draft->held.generation == EIP__GENERATION_MAX) {
        return eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION,
                         "AllocationId",
                         "Only an Elastic IP address of Amazon's pool can be "
                         "transferred");
    }
    draft->facts.has |= EIP__HAS_OFFER;
    draft->facts.has &= ~(uint32_t)EIP__OFFER_DISABLED;
    draft->facts.offer_to = offer->account;
    draft->facts.offer_ms =
        eip__moment_now(&call->moment) + EIP_TRANSFER_OFFER_MS;
    return EIP_OK;
}

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    const struct offer *offer = context;
    eip_address_transfer now;

    if (offer->enables) {
        return judge_enable(call, offer, draft);
    }
    eip__transfer_show(call->engine, &draft->held, &draft->facts,
                       eip__moment_now(&call->moment), &now);
    if (now.status != EIP_TRANSFER_PENDING) {
        return eip__fail(call->error, EIP_ERR_INCORRECT_STATE, "AllocationId",
                         "The address has no transfer that is pending");
    }
    draft->facts.has |= EIP__OFFER_DISABLED;
    return EIP_OK;
}

static eip_status read_account(struct eip__call *call, struct offer *offer) {
    struct eip__quoted quoted;

    if (!eip__text_is_given(offer->account_text)) {
        return eip__call_need(call, "TransferAccountId");
    }
    return eip_account_parse(offer->account_text, &offer->account) == EIP_OK &&
                   offer->account != call->number
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "TransferAccountId",
                           "Value (%s) for parameter transferAccountId is "
                           "invalid",
                           eip__quote(&quoted, offer->account_text));
}

static eip_status run(struct eip__call *call, struct offer *offer,
                      eip_address_transfer *response) {
    const struct eip__alteration alteration = {find, judge, offer,
                                               offer->dry_run, NULL};
    struct eip__id_resource room;
    struct eip__draft draft;
    eip_status status = eip__call_authorize(
        call,
        offer->enables ? "ec2:EnableAddressTransfer"
                       : "ec2:DisableAddressTransfer",
        eip__id_resource(call, &room, offer->id, offer->id_text));

    if (status == EIP_OK) {
        status = eip__id_need(call, offer->id, offer->id_text);
    }
    if (status == EIP_OK && offer->enables) {
        status = read_account(call, offer);
    }
    if (status == EIP_OK) {
        status = eip__alter(call, &alteration, &draft);
    }
    if (status == EIP_OK) {
        eip__transfer_show(call->engine, &draft.held, &draft.facts,
                           eip__moment_now(&call->moment), response);
    }
    return status;
}

static eip_status carry_out(eip_engine *engine, const eip_caller *caller,
                            struct offer *offer, eip_address_transfer *response,
                            eip_error *error) {
    eip_address_transfer answered;
    struct eip__call call;
    eip_status status = eip__id_form(offer->id, offer->id_text, error);

    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = run(&call, offer, &answered);
    status = eip__call_close(&call, status);
    if (status == EIP_OK) {
        eip__transfer_out(response, &answered);
    }
    return status;
}

/* -- the operations -------------------------------------------------------------------------- */

eip_status
eip_enable_address_transfer(eip_engine *engine, const eip_caller *caller,
                            const eip_enable_address_transfer_request *request,
                            eip_address_transfer *response, eip_error *error) {
    eip_enable_address_transfer_request own;
    struct offer offer;
    eip_status status = eip__transfer_out_check(response, error);

    if (status != EIP_OK) {
        return status;
    }
    status = eip__struct_in(&own, sizeof own, sizeof own, request);
    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)EIP_ENABLE_TRANSFER_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.transfer_account_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    offer = (struct offer){.id = own.allocation_id,
                           .id_text = own.allocation_id_text,
                           .account_text = own.transfer_account_id,
                           .enables = true,
                           .dry_run = own.flags != 0};
    return carry_out(engine, caller, &offer, response, error);
}

eip_status eip_disable_address_transfer(
    eip_engine *engine, const eip_caller *caller,
    const eip_disable_address_transfer_request *request,
    eip_address_transfer *response, eip_error *error) {
    eip_disable_address_transfer_request own;
    struct offer offer;
    eip_status status = eip__transfer_out_check(response, error);

    if (status != EIP_OK) {
        return status;
    }
    status = eip__struct_in(&own, sizeof own, sizeof own, request);
    if (status == EIP_OK &&
        (own.flags & ~(uint32_t)EIP_DISABLE_TRANSFER_DRY_RUN) != 0) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    offer = (struct offer){.id = own.allocation_id,
                           .id_text = own.allocation_id_text,
                           .dry_run = own.flags != 0};
    return carry_out(engine, caller, &offer, response, error);
}
