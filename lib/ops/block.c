/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the allocation of blocks: as allocate.c, but of many addresses. */
#include "eip/block.h"

#include "ops/allocate.h"
#include "registry/block.h"
#include "registry/transfer.h"
#include "space/fit.h"
#include "space/hint.h"

struct allocation {
    struct eip__call *call;
    const eip_allocate_address_request *request;
    struct eip__source source;
    struct eip__block_take take;
    struct eip__fit fit;
    uint32_t bits;
};

/* -- what is asked for ------------------------------------------------------------ */

static eip_status check_netmask(struct eip__call *call, uint32_t length) {
    return length >= EIP_BLOCK_NETMASK_MIN && length <= EIP_BLOCK_NETMASK_MAX
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "NetmaskLength",
                           "invalid value for parameter NetmaskLength: %u. It "
                           "must be between 28 and 32",
                           length);
}

/* An Address that cannot be read is found by who reads it. */
static eip_status check_alignment(struct eip__call *call, eip_text text,
                                  uint32_t bits) {
    struct eip__quoted quoted;
    uint32_t address;

    return !eip__text_is_given(text) ||
                   eip_ipv4_parse(text, &address) != EIP_OK ||
                   (address & ((1u << bits) - 1)) == 0
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "Address",
                           "invalid value for parameter Address: %s. A block "
                           "of %u addresses cannot begin there",
                           eip__quote(&quoted, text), 1u << bits);
}

/* -- tags, a detail for each ---------------------------------------------------------- */

static void free_details(struct allocation *allocation) {
    for (uint32_t i = 0; i < allocation->take.count; i++) {
        eip__detail_free(&allocation->call->engine->host,
                         allocation->take.detail[i]);
        allocation->take.detail[i] = NULL;
    }
}

static eip_status make_details(struct allocation *allocation) {
    const struct eip__source *source = &allocation->source;
    bool has_any = source->tags != 0 || source->standard;
    eip_status status = EIP_OK;

    for (uint32_t i = 0;
         has_any && status == EIP_OK && i < allocation->take.count; i++) {
        status = eip__allocate_detail(allocation->call, allocation->request,
                                      source, &allocation->take.detail[i]);
    }
    return status;
}

/* -- finding ------------------------------------------------------------------------------ */

/* See blocks through that others have begun there. */
static bool settle_named(struct allocation *allocation) {
    for (uint32_t i = 0; i < allocation->fit.count; i++) {
        if (eip__call_settle_word(allocation->call,
                                  allocation->fit.before[i])) {
            return true;
        }
    }
    return false;
}

static eip_status find_named(struct allocation *allocation) {
    struct eip__range *range = allocation->source.range;
    struct eip__fit *fit = &allocation->fit;

    if (range == NULL || eip_cidr_count(range->cidr) < allocation->take.count) {
        return eip__allocate_fail_named(allocation->call, &allocation->source);
    }
    do {
        eip__fit_at(range, allocation->source.address, allocation->bits, fit);
    } while (settle_named(allocation));
    for (uint32_t i = 0; i < fit->count; i++) {
        if (!eip__allocate_may_take(allocation->call, &allocation->source,
                                    fit->record[i], fit->before[i])) {
            return eip__allocate_fail_named(allocation->call,
                                            &allocation->source);
        }
    }
    return EIP_OK;
}

static eip_status find_any(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__space *space = allocation->source.space;
    enum eip__fitted fitted = EIP__FIT_PENDING;

    if (space == NULL || (eip__hint32(&space->flags) & EIP_POOL_CLOSED) != 0) {
        fitted = EIP__FIT_NONE;
    }
    while (fitted == EIP__FIT_PENDING) {
        fitted = eip__fit_any(space, call->lane, &call->moment,
                              allocation->bits, &allocation->fit);
        if (fitted == EIP__FIT_PENDING) {
            (void)eip__call_settle_word(call, allocation->fit.before[0]);
        }
    }
    return fitted == EIP__FITTED
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

static eip_status find(struct allocation *allocation) {
    return allocation->source.named ? find_named(allocation)
                                    : find_any(allocation);
}

/* -- taking ---------------------------------------------------------------------------- */

/* As for one address, a transfer that has reserved room is seen through. */
static enum eip__taken try_to_take(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__ledger *ledger = &call->engine->ledger;
    struct eip__space *space = allocation->fit.range->space;
    struct eip__block_take *take = &allocation->take;
    enum eip__taken taken = EIP__TAKE_RESERVED;

    for (uint32_t i = 0; i < take->count; i++) {
        take->record[i] = allocation->fit.record[i];
        take->before[i] = allocation->fit.before[i];
        if (take->detail[i] != NULL) {
            take->detail[i]->generation =
                (uint64_t)eip__word_generation(take->before[i]) + 1;
        }
    }
    eip__hint_begin_block(space, call->lane, take->record[0]);
    while (taken == EIP__TAKE_RESERVED) {
        taken = eip__ledger_take_block(ledger, call->lane, call->account, take);
        if (taken == EIP__TAKE_RESERVED) {
            (void)eip__transfer_finish(ledger, call->lane, call->account);
        }
    }
    if (taken == EIP__TAKE_LOST) {
        eip__fit_return(space, &allocation->fit);
    }
    eip__hint_end_block(call->lane);
    return taken;
}

static eip_status take(struct allocation *allocation) {
    enum eip__taken taken = EIP__TAKE_LOST;
    eip_status status = EIP_OK;

    while (taken == EIP__TAKE_LOST && status == EIP_OK) {
        status = find(allocation);
        if (status == EIP_OK) {
            taken = try_to_take(allocation);
        }
    }
    if (taken == EIP__TAKEN) {
        if (!allocation->source.named) {
            eip__note(&allocation->source.space->cursor,
                      (uint64_t)allocation->fit.address +
                          allocation->fit.count);
        }
        return EIP_OK;
    }
    for (uint32_t i = 0; i < allocation->take.count; i++) {
        eip__holdings_drop(&allocation->take.holding[i]);
    }
    if (status != EIP_OK) {
        return status;
    }
    return eip__call_fail(allocation->call, taken == EIP__TAKE_QUOTA
                                                ? EIP_ERR_ADDRESS_LIMIT_EXCEEDED
                                                : EIP_ERR_OUT_OF_MEMORY);
}

static eip_status take_or_rehearse(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    eip_status status;

    if ((allocation->request->flags & EIP_ALLOCATE_DRY_RUN) != 0) {
        status = find(allocation);
        return status == EIP_OK ? eip__call_fail(call, EIP_ERR_DRY_RUN)
                                : status;
    }
    status = make_details(allocation);
    if (status == EIP_OK) {
        status = take(allocation);
    }
    if (status != EIP_OK) {
        free_details(allocation);
    }
    return status;
}

/* -- the operation ------------------------------------------------------------------------ */

static void count_success(const struct allocation *allocation) {
    const struct eip__call *call = allocation->call;

    for (uint32_t i = 0; i < allocation->take.count; i++) {
        eip__lane_count(call->lane, EIP__COUNT_ALLOCATED);
        if (allocation->source.named) {
            eip__lane_count(call->lane,
                            eip__word_owner(allocation->take.before[i]) ==
                                    call->account->index
                                ? EIP__COUNT_RECOVERED
                                : EIP__COUNT_NAMED);
        }
    }
}

static eip_status check(struct allocation *allocation, uint32_t netmask) {
    struct eip__call *call = allocation->call;
    const eip_allocate_address_request *request = allocation->request;
    eip_status status =
        eip__call_authorize(call, "ec2:AllocateAddress", request->address);

    if (status == EIP_OK) {
        status = check_netmask(call, netmask);
    }
    if (status == EIP_OK) {
        allocation->bits = EIP_BLOCK_NETMASK_MAX - netmask;
        allocation->take.count = 1u << allocation->bits;
        status = check_alignment(call, request->address, allocation->bits);
    }
    if (status == EIP_OK) {
        status = eip__source_find(call, request, &allocation->source);
    }
    return status == EIP_OK ? eip__call_need_account(call) : status;
}

static eip_status attempt(void *context) {
    struct allocation *allocation = context;
    struct eip__call *call = allocation->call;

    if (allocation->source.counted &&
        !eip__call_has_room(call, allocation->take.count)) {
        return eip__call_fail(call, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    }
    allocation->take.counted = allocation->source.counted;
    allocation->take.standard = allocation->source.standard;
    return take_or_rehearse(allocation);
}

static eip_status allocate(struct allocation *allocation, uint32_t netmask) {
    struct eip__call *call = allocation->call;
    eip_status status = check(allocation, netmask);

    if (status == EIP_OK) {
        status =
            allocation->source.policy == NULL
                ? attempt(allocation)
                : eip__source_attempt(call, allocation->request,
                                      &allocation->source, attempt, allocation);
    }
    if (status == EIP_OK) {
        count_success(allocation);
    } else {
        eip__allocate_count_failure(call->lane, status);
    }
    return status;
}

/* Responses of another size than ours stand closer or wider apart. That they
 * are large enough has been checked. */
static void answer(const struct allocation *allocation,
                   eip_allocate_address_response *responses) {
    unsigned char *at = (unsigned char *)responses;
    uint32_t size = responses->size;

    for (uint32_t i = 0; i < allocation->take.count; i++) {
        eip_allocate_address_response own;

        eip__allocate_answer(
            allocation->call, allocation->fit.range, allocation->fit.record[i],
            eip__word_generation(allocation->fit.before[i]) + 1,
            allocation->take.standard, &own);
        memcpy(at, &size, sizeof size);
        (void)eip__struct_out(at, &own, sizeof own, sizeof own);
        at += size;
    }
}

static eip_status check_results(const eip_cidr *block,
                                const eip_allocate_address_response *responses,
                                eip_error *error) {
    eip_status status;

    if (block == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "block", NULL);
    }
    status = eip__struct_out_check(responses, sizeof *responses);
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "responses", NULL);
}

eip_status eip_allocate_block(eip_engine *engine, const eip_caller *caller,
                              const eip_allocate_address_request *request,
                              uint32_t netmask_length, eip_cidr *block,
                              eip_allocate_address_response *responses,
                              eip_error *error) {
    eip_allocate_address_request own;
    struct eip__call call;
    struct allocation allocation = {.call = &call};
    eip_status status = check_results(block, responses, error);

    if (status == EIP_OK) {
        status = eip__allocate_read(request, &own, &allocation.request, error);
    }
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = allocate(&allocation, netmask_length);
    if (status == EIP_OK) {
        *block = (eip_cidr){allocation.fit.address, netmask_length};
        answer(&allocation, responses);
    }
    return eip__call_close(&call, status);
}
