/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateAddress: what is asked for (in the order of ruling R6), then taking
 * it. Which pool and border group that is, is source.c's. */
#include "ops/allocate.h"

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

eip_status eip__allocate_fail_named(struct eip__call *call,
                                    const struct eip__source *source) {
    struct eip__quoted quoted;

    return eip__fail(call->error, EIP_ERR_ADDRESS_NOT_FOUND, "Address",
                     "The Elastic IP address '%s' does not exist or is not "
                     "available.",
                     eip__quote(&quoted, source->address_text));
}

bool eip__allocate_may_take(struct eip__call *call,
                            const struct eip__source *source, uint32_t record,
                            uint64_t word) {
    bool is_mine = eip__word_owner(word) == call->account->index;

    if (!eip__word_is_free(word)) {
        return false;
    }
    return is_mine ||
           (source->any_free && !eip__cool_keeps(source->range->space, record,
                                                 word, &call->moment));
}

/* Read the named address's word, and say whether it is to be had. */
static bool look_at_named(struct allocation *allocation) {
    struct eip__take *take = &allocation->take;
    struct eip__call *call = allocation->call;

    allocation->range = allocation->source->range;
    if (allocation->range == NULL) {
        return false;
    }
    take->record =
        eip__range_record(allocation->range, allocation->source->address);
    do {
        take->before =
            eip__read(eip__records_word(&call->engine->records, take->record));
    } while (eip__call_settle_word(call, take->before));
    return eip__allocate_may_take(call, allocation->source, take->record,
                                  take->before);
}

static EIP__RARE eip_status fail_taken(struct allocation *allocation,
                                       enum eip__taken taken) {
    eip__holdings_drop(&allocation->take.holding);
    return eip__call_fail(allocation->call, taken == EIP__TAKE_QUOTA
                                                ? EIP_ERR_ADDRESS_LIMIT_EXCEEDED
                                                : EIP_ERR_OUT_OF_MEMORY);
}

/* What another's transfer has reserved is no reason to refuse: it is seen
 * through, and then the account holds the address or has room. */
EIP__HOT enum eip__taken try_to_take(struct allocation *allocation) {
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

static EIP__RARE eip_status take_named(struct allocation *allocation) {
    enum eip__taken taken = EIP__TAKE_LOST;

    while (taken == EIP__TAKE_LOST) {
        if (!look_at_named(allocation)) {
            eip__holdings_drop(&allocation->take.holding);
            return eip__allocate_fail_named(allocation->call,
                                            allocation->source);
        }
        taken = try_to_take(allocation);
    }
    return taken == EIP__TAKEN ? EIP_OK : fail_taken(allocation, taken);
}

static EIP__RARE eip_status fail_empty(struct allocation *allocation) {
    eip__holdings_drop(&allocation->take.holding);
    return eip__call_fail(allocation->call,
                          EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

EIP__HOT eip_status take_any(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__space *space = allocation->source->space;
    enum eip__taken taken = EIP__TAKE_LOST;

    if (space == NULL || (eip__hint32(&space->flags) & EIP_POOL_CLOSED) != 0) {
        return fail_empty(allocation);
    }
    while (taken == EIP__TAKE_LOST) {
        struct eip__pick pick;

        if (!eip__pick_any(space, call->lane, &call->moment, &pick)) {
            if (eip__call_settle_word(call, pick.before)) {
                continue; /* a block that stopped halfway */
            }
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
static EIP__RARE eip_status rehearse(struct allocation *allocation) {
    struct eip__call *call = allocation->call;
    struct eip__space *space = allocation->source->space;

    if (allocation->source->named) {
        if (!look_at_named(allocation)) {
            return eip__allocate_fail_named(allocation->call,
                                            allocation->source);
        }
    } else if (space == NULL ||
               (eip__hint32(&space->flags) & EIP_POOL_CLOSED) != 0 ||
               !eip__pick_probe(space, call->lane, &call->moment)) {
        return fail_empty(allocation);
    }
    return eip__call_fail(call, EIP_ERR_DRY_RUN);
}

/* -- the operation ---------------------------------------------------------------- */

EIP__HOT void count_success(const struct allocation *allocation) {
    struct eip__lane *lane = allocation->call->lane;

    eip__lane_count(lane, EIP__COUNT_ALLOCATED);
    if (allocation->source->named) {
        bool recovered = eip__word_owner(allocation->take.before) ==
                         allocation->call->account->index;

        eip__lane_count(lane,
                        recovered ? EIP__COUNT_RECOVERED : EIP__COUNT_NAMED);
    }
}

EIP__RARE void eip__allocate_count_failure(struct eip__lane *lane,
                                           eip_status status) {
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
EIP__RARE eip_status eip__allocate_detail(
    struct eip__call *call, const eip_allocate_address_request *request,
    const struct eip__source *source, struct eip__detail **detail) {
    static const struct eip__facts none;

    *detail = source->tags == 0
                  ? eip__detail_new(&call->engine->host, &none, 0, 1)
                  : eip__detail_tagged(&call->engine->host, call->lane,
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

EIP__HOT eip_status take(struct allocation *allocation,
                         const eip_allocate_address_request *request) {
    struct eip__call *call = allocation->call;
    struct eip__detail **detail = &allocation->take.detail;
    eip_status status =
        allocation->source->tags == 0 && !allocation->source->standard
            ? EIP_OK
            : eip__allocate_detail(call, request, allocation->source, detail);

    if (status == EIP_OK) {
        status = allocation->source->named ? take_named(allocation)
                                           : take_any(allocation);
    }
    if (status != EIP_OK && *detail != NULL) {
        eip__detail_free(&call->engine->host, *detail);
    }
    return status;
}

/* Most requests ask for any address of the default pool, and name nothing.
 * The rest of such a request's way is compiled for this constant. */
static const eip_allocate_address_request plain =
    EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

/* Is every member absent? A request in the library's own form. */
EIP__HOT bool is_plain(const eip_allocate_address_request *request) {
    uint64_t any = request->flags | request->reserved |
                   (uintptr_t)request->tag_specifications |
                   request->tag_specification_count |
                   eip__text_any(&request->domain) |
                   eip__text_any(&request->address) |
                   eip__text_any(&request->public_ipv4_pool) |
                   eip__text_any(&request->network_border_group) |
                   eip__text_any(&request->customer_owned_ipv4_pool) |
                   eip__text_any(&request->ipam_pool_id);

    return any == 0;
}

EIP__HOT eip_status find_source(struct eip__call *call,
                                const eip_allocate_address_request *request,
                                struct eip__source *source) {
    if (request != &plain || call->topology->policies != NULL) {
        return eip__source_find(call, request, source);
    }
    *source = (struct eip__source){
        .space = eip__pointer(eip__read(&call->topology->region->space)),
        .counted = true,
        .standard = eip__source_is_standard(call, request),
    };
    return EIP_OK;
}

/* The quota is checked before the address or the capacity (R6), and again,
 * exactly, as the allocation takes effect. */
EIP__HOT eip_status check_quota(struct eip__call *call,
                                const struct eip__source *source) {
    eip_status status = eip__call_need_account(call);

    if (status == EIP_OK && source->counted && !eip__call_has_room(call, 1)) {
        return eip__call_fail(call, EIP_ERR_ADDRESS_LIMIT_EXCEEDED);
    }
    return status;
}

EIP__HOT eip_status attempt(struct allocation *allocation,
                            const eip_allocate_address_request *request) {
    const struct eip__source *source = allocation->source;
    eip_status status = check_quota(allocation->call, source);

    if (status != EIP_OK) {
        return status;
    }
    allocation->take.counted = source->counted;
    allocation->take.standard = source->standard;
    return (request->flags & EIP_ALLOCATE_DRY_RUN) != 0
               ? rehearse(allocation)
               : take(allocation, request);
}

/* One of the attempts that an IPAM policy asks for. */
struct trial {
    struct allocation *allocation;
    const eip_allocate_address_request *request;
};

static EIP__RARE eip_status attempt_one(void *context) {
    const struct trial *trial = context;

    trial->allocation->take = (struct eip__take){.record = 0};
    return attempt(trial->allocation, trial->request);
}

EIP__HOT eip_status allocate(struct eip__call *call,
                             const eip_allocate_address_request *request,
                             eip_allocate_address_response *response) {
    struct eip__source source;
    struct allocation allocation = {.call = call, .source = &source};
    struct trial trial = {&allocation, request};
    eip_status status =
        eip__call_authorize(call, "ec2:AllocateAddress", request->address);

    if (status == EIP_OK) {
        status = find_source(call, request, &source);
    }
    if (status == EIP_OK) {
        status = source.policy == NULL
                     ? attempt(&allocation, request)
                     : eip__source_attempt(call, request, &source, attempt_one,
                                           &trial);
    }
    if (status != EIP_OK) {
        eip__allocate_count_failure(call->lane, status);
        return status;
    }
    count_success(&allocation);
    eip__allocate_answer(call, allocation.range, allocation.take.record,
                         allocation.take.generation, source.standard, response);
    return EIP_OK;
}

eip_status eip__allocate(struct eip__call *call,
                         const eip_allocate_address_request *request,
                         eip_allocate_address_response *response) {
    return request == &plain ? allocate(call, &plain, response)
                             : allocate(call, request, response);
}

static eip_status check_request(const eip_allocate_address_request *request,
                                eip_error *error) {
    uint32_t defects =
        request->reserved | (request->flags & ~(uint32_t)EIP_ALLOCATE_DRY_RUN) |
        eip__text_defect(request->domain) | eip__text_defect(request->address) |
        eip__text_defect(request->public_ipv4_pool) |
        eip__text_defect(request->network_border_group) |
        eip__text_defect(request->customer_owned_ipv4_pool) |
        eip__text_defect(request->ipam_pool_id);

    if (defects != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return request->tag_specification_count == 0
               ? EIP_OK
               : eip__tagset_form(request->tag_specifications,
                                  request->tag_specification_count, error);
}

eip_status eip__allocate_read(const eip_allocate_address_request *theirs,
                              eip_allocate_address_request *own,
                              const eip_allocate_address_request **request,
                              eip_error *error) {
    const void *view = NULL;
    eip_status status;

    if (theirs == NULL ||
        (theirs->size == sizeof *theirs && is_plain(theirs))) {
        *request = &plain;
        return EIP_OK;
    }
    status = eip__struct_view(&view, own, sizeof *own, sizeof *own, theirs);
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    *request = view;
    return check_request(view, error);
}

/* For callers that know another form of the response. */
static EIP__RARE eip_status allocate_other(
    struct eip__call *call, const eip_allocate_address_request *request,
    eip_allocate_address_response *response) {
    eip_allocate_address_response own;
    eip_status status = eip__allocate(call, request, &own);

    return status == EIP_OK
               ? eip__struct_out(response, &own, sizeof own, sizeof own)
               : status;
}

eip_status eip_allocate_address(eip_engine *engine, const eip_caller *caller,
                                const eip_allocate_address_request *request,
                                eip_allocate_address_response *response,
                                eip_error *error) {
    const eip_allocate_address_request *read = NULL;
    eip_allocate_address_request own;
    struct eip__call call;
    eip_status status = eip__struct_out_check(response, sizeof *response);

    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    if (request == NULL ||
        (request->size == sizeof *request && is_plain(request))) {
        read = &plain;
    } else {
        status = eip__allocate_read(request, &own, &read, error);
    }
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (response->size != sizeof *response) {
        status = allocate_other(&call, read, response);
    } else if (read == &plain) {
        status = allocate(&call, &plain, response);
    } else {
        status = eip__allocate(&call, read, response);
    }
    return eip__call_close(&call, status);
}
