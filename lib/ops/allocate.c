/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateAddress: what is asked for (in the order of ruling R6), then taking
 * it. Which pool and border group that is, is source.c's. */
#include "ops/allocate.h"

#include "ops/source.h"
#include "ops/view.h"
#include "registry/transfer.h"
#include "space/cool.h"
#include "space/hint.h"
#include "space/pick.h"

/* -- taking ---------------------------------------------------------------------- */

struct allocation {
    struct eip__call *call;
    const struct eip__source *source;
    struct eip__take take;
    struct eip__range *range;
};

static eip_status fail_named(struct allocation *allocation) {
    struct eip__quoted quoted;

    return eip__fail(allocation->call->error, EIP_ERR_ADDRESS_NOT_FOUND,
                     "Address",
                     "The Elastic IP address '%s' does not exist or is not "
                     "available.",
                     eip__quote(&quoted, allocation->source->address_text));
}

/* May the caller have this address by its name (R3, R4, R20)? */
static bool may_take(const struct allocation *allocation, uint64_t word) {
    const struct eip__account *account = allocation->call->account;
    struct eip__space *space = allocation->range->space;
    bool is_mine = eip__word_owner(word) == account->index;

    if (!eip__word_is_free(word)) {
        return false;
    }
    return is_mine || (allocation->source->any_free &&
                       !eip__cool_keeps(space, allocation->take.record, word,
                                        &allocation->call->moment));
}

/* Read the named address's word, and say whether it is to be had. */
static bool look_at_named(struct allocation *allocation) {
    struct eip__take *take = &allocation->take;

    allocation->range = allocation->source->range;
    if (allocation->range == NULL) {
        return false;
    }
    take->record =
        eip__range_record(allocation->range, allocation->source->address);
    take->before = eip__read(
        eip__records_word(&allocation->call->engine->records, take->record));
    return may_take(allocation, take->before);
}

static eip_status fail_taken(struct allocation *allocation,
                             enum eip__taken taken) {
    eip__holdings_drop(&allocation->take.holding);
    return eip__call_fail(allocation->call, taken == EIP__TAKE_QUOTA
                                                ? EIP_ERR_ADDRESS_LIMIT_EXCEEDED
                                                : EIP_ERR_OUT_OF_MEMORY);
}

/* What another's transfer has reserved is no reason to refuse: it is seen
 * through, and then the account holds the address or has room. */
static enum eip__taken try_to_take(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__ledger *ledger = &call->engine->ledger;
    enum eip__taken taken;

    for (;;) {
        taken = eip__ledger_take(ledger, call->lane, call->account,
                                 &allocation->take);
        if (taken != EIP__TAKE_RESERVED) {
            return taken;
        }
        (void)eip__transfer_finish(ledger, call->lane, call->account);
    }
}

static eip_status take_named(struct allocation *allocation) {
    enum eip__taken taken = EIP__TAKE_LOST;

    while (taken == EIP__TAKE_LOST) {
        if (!look_at_named(allocation)) {
            eip__holdings_drop(&allocation->take.holding);
            return fail_named(allocation);
        }
        taken = try_to_take(allocation);
    }
    return taken == EIP__TAKEN ? EIP_OK : fail_taken(allocation, taken);
}

static eip_status fail_empty(struct allocation *allocation) {
    eip__holdings_drop(&allocation->take.holding);
    return eip__call_fail(allocation->call,
                          EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

static eip_status take_any(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__space *space = allocation->source->space;
    enum eip__taken taken = EIP__TAKE_LOST;

    if (space == NULL || (eip__hint32(&space->flags) & EIP_POOL_CLOSED) != 0) {
        return fail_empty(allocation);
    }
    while (taken == EIP__TAKE_LOST) {
        struct eip__pick pick;

        if (!eip__pick_any(space, call->lane, &call->moment, &pick)) {
            return fail_empty(allocation);
        }
        allocation->range = pick.range;
        allocation->take.record = pick.record;
        allocation->take.before = pick.before;
        taken = try_to_take(allocation);
        if (taken != EIP__TAKEN) {
            eip__pick_return(space, &pick);
        }
    }
    return taken == EIP__TAKEN ? EIP_OK : fail_taken(allocation, taken);
}

/* Everything but taking. */
static eip_status rehearse(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__space *space = allocation->source->space;

    if (allocation->source->named) {
        if (!look_at_named(allocation)) {
            return fail_named(allocation);
        }
    } else if (space == NULL ||
               (eip__hint32(&space->flags) & EIP_POOL_CLOSED) != 0 ||
               !eip__pick_probe(space, call->lane, &call->moment)) {
        return fail_empty(allocation);
    }
    return eip__call_fail(call, EIP_ERR_DRY_RUN);
}

/* -- the operation ---------------------------------------------------------------- */

static void answer(const struct allocation *allocation,
                   eip_allocate_address_response *response) {
    const struct eip__take *take = &allocation->take;
    struct eip__view view =
        eip__view_of(allocation->range->space, take->standard);
    uint32_t address = eip__range_address(allocation->range, take->record);

    *response = (eip_allocate_address_response){
        .size = sizeof *response,
        .fields = view.fields,
        .public_ipv4_pool = view.public_ipv4_pool,
        .customer_owned_ipv4_pool = view.customer_owned_ipv4_pool,
        .network_border_group = view.network_border_group,
        .domain = view.domain,
        .public_ip = eip__view_ip(&view, EIP_HAS_PUBLIC_IP, address),
        .carrier_ip = eip__view_ip(&view, EIP_HAS_CARRIER_IP, address),
        .customer_owned_ip =
            eip__view_ip(&view, EIP_HAS_CUSTOMER_OWNED_IP, address),
    };
    if ((view.fields & EIP_HAS_ALLOCATION_ID) != 0) {
        response->allocation_id = eip__id_make(
            &allocation->call->engine->id_key, take->record, take->generation);
    }
}

static void count_success(const struct allocation *allocation) {
    struct eip__lane *lane = allocation->call->lane;

    eip__lane_count(lane, EIP__COUNT_ALLOCATED);
    if (allocation->source->named) {
        bool recovered = eip__word_owner(allocation->take.before) ==
                         allocation->call->account->index;

        eip__lane_count(lane,
                        recovered ? EIP__COUNT_RECOVERED : EIP__COUNT_NAMED);
    }
}

static void count_failure(struct eip__lane *lane, eip_status status) {
    switch (status) {
    case EIP_ERR_ADDRESS_LIMIT_EXCEEDED:
        eip__lane_count(lane, EIP__COUNT_ALLOCATE_QUOTA);
        break;
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        eip__lane_count(lane, EIP__COUNT_ALLOCATE_CAPACITY);
        break;
    case EIP_ERR_ADDRESS_NOT_FOUND:
        eip__lane_count(lane, EIP__COUNT_ALLOCATE_NOT_FOUND);
        break;
    case EIP_ERR_DRY_RUN:
        eip__lane_count(lane, EIP__COUNT_DRY_RUN);
        break;
    default:
        eip__lane_count(lane, EIP__COUNT_ALLOCATE_OTHER);
        break;
    }
}

/* Tags; and of an address of EC2-Classic, when it was allocated. */
static eip_status make_detail(struct eip__call *call,
                              const eip_allocate_address_request *request,
                              const struct eip__source *source,
                              struct eip__detail **detail) {
    const struct eip__facts none = {.has = 0};

    if (source->tags == 0 && !source->standard) {
        return EIP_OK;
    }
    *detail = source->tags == 0
                  ? eip__detail_new(&call->engine->host, &none, 0, 1)
                  : eip__detail_tagged(&call->engine->host,
                                       request->tag_specifications,
                                       request->tag_specification_count,
                                       source->tags, source->tag_bytes);
    if (*detail == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    if (source->standard) {
        (*detail)->facts.allocated_ms = eip__moment_now(&call->moment);
    }
    return EIP_OK;
}

static eip_status take(struct allocation *allocation,
                       const eip_allocate_address_request *request) {
    struct eip__call *call = allocation->call;
    struct eip__detail **detail = &allocation->take.detail;
    eip_status status = make_detail(call, request, allocation->source, detail);

    if (status == EIP_OK) {
        status = allocation->source->named ? take_named(allocation)
                                           : take_any(allocation);
    }
    if (status != EIP_OK) {
        eip__detail_free(&call->engine->host, *detail);
    }
    return status;
}

/* The quota is checked before the address or the capacity (R6), and again,
 * exactly, as the allocation takes effect. */
static eip_status check_quota(struct eip__call *call,
                              const struct eip__source *source) {
    eip_status status = eip__call_need_account(call);

    if (status == EIP_OK && source->counted && !eip__call_has_room(call)) {
        return eip__call_fail(call, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    }
    return status;
}

static eip_status attempt(struct allocation *allocation,
                          const eip_allocate_address_request *request) {
    const struct eip__source *source = allocation->source;
    eip_status status = check_quota(allocation->call, source);

    if (status != EIP_OK) {
        return status;
    }
    allocation->take = (struct eip__take){.counted = source->counted,
                                          .standard = source->standard};
    return (request->flags & EIP_ALLOCATE_DRY_RUN) != 0
               ? rehearse(allocation)
               : take(allocation, request);
}

/* R21: one pool after the other. What was wrong is said of the last only. */
static eip_status attempt_by_policy(struct allocation *allocation,
                                    const eip_allocate_address_request *request,
                                    struct eip__source *source) {
    struct eip__call *call = allocation->call;
    eip_error *error = call->error;
    eip_status status;

    call->error = NULL;
    do {
        status = attempt(allocation, request);
    } while (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY &&
             eip__source_next(call, request, source));
    call->error = error;
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

eip_status eip__allocate(struct eip__call *call,
                         const eip_allocate_address_request *request,
                         eip_allocate_address_response *response) {
    struct eip__source source;
    struct allocation allocation = {.call = call, .source = &source};
    eip_status status =
        eip__call_authorize(call, "ec2:AllocateAddress", request->address);

    if (status == EIP_OK) {
        status = eip__source_find(call, request, &source);
    }
    if (status == EIP_OK) {
        status = source.policy == NULL
                     ? attempt(&allocation, request)
                     : attempt_by_policy(&allocation, request, &source);
    }
    if (status != EIP_OK) {
        count_failure(call->lane, status);
        return status;
    }
    count_success(&allocation);
    answer(&allocation, response);
    return EIP_OK;
}

static eip_status check_request(const eip_allocate_address_request *request,
                                eip_error *error) {
    if (request->reserved != 0 ||
        (request->flags & ~(uint32_t)EIP_ALLOCATE_DRY_RUN) != 0 ||
        !eip__text_is_formed(request->domain) ||
        !eip__text_is_formed(request->address) ||
        !eip__text_is_formed(request->public_ipv4_pool) ||
        !eip__text_is_formed(request->network_border_group) ||
        !eip__text_is_formed(request->customer_owned_ipv4_pool) ||
        !eip__text_is_formed(request->ipam_pool_id)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return request->tag_specification_count == 0
               ? EIP_OK
               : eip__tagset_form(request->tag_specifications,
                                  request->tag_specification_count, error);
}

eip_status eip__allocate_read(const eip_allocate_address_request *theirs,
                              eip_allocate_address_request *own,
                              eip_error *error) {
    eip_status status = EIP_OK;

    if (theirs == NULL) {
        *own = (eip_allocate_address_request)EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    return check_request(own, error);
}

eip_status eip_allocate_address(eip_engine *engine, const eip_caller *caller,
                                const eip_allocate_address_request *request,
                                eip_allocate_address_response *response,
                                eip_error *error) {
    eip_allocate_address_request own;
    eip_allocate_address_response answered;
    struct eip__call call;
    eip_status status = eip__struct_out_check(response, sizeof answered);

    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    status = eip__allocate_read(request, &own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__allocate(&call, &own, &answered);
    eip__call_end(&call);
    return status == EIP_OK ? eip__struct_out(response, &answered,
                                              sizeof answered, sizeof answered)
                            : status;
}
