/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ReleaseAddress. */
#include "ops/release.h"

#include "ops/ids.h"
#include "ops/ptr.h"
#include "space/cool.h"
#include "space/reserve.h"

/* -- which address ------------------------------------------------------------- */

EIP__HOT eip_status find_by_id(struct eip__call *call,
                               const eip_release_address_request *request,
                               uint64_t id, struct eip__held *held) {
    return id != 0 && eip__held_by_id_at_once(call, id, held)
               ? EIP_OK
               : eip__held_by_either(call, id, request->allocation_id_text,
                                     held);
}

/* Only EC2-Classic's addresses are released by PublicIp. */
static EIP__RARE eip_status find_by_address(
    struct eip__call *call, const eip_release_address_request *request,
    uint32_t address, struct eip__held *held) {
    eip_status status =
        eip__held_by_public_ip(call, request->public_ip, address, held);

    if (status == EIP_OK && !held->standard) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "PublicIp",
                         "You must specify an allocation id when releasing a "
                         "VPC elastic IP address");
    }
    return status;
}

EIP__HOT eip_status find(struct eip__call *call,
                         const eip_release_address_request *request,
                         uint64_t number, struct eip__held *held) {
    bool id = number != 0 || eip__text_is_given(request->allocation_id_text);
    bool ip = eip__text_is_given(request->public_ip);
    uint32_t address = 0;

    if (ip) {
        eip_status status =
            eip__call_address(call, "PublicIp", request->public_ip, &address);

        if (status != EIP_OK) {
            return status;
        }
    }
    if (id && ip) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "PublicIp",
                         "You may specify public IP or allocation id, but not "
                         "both in the same call");
    }
    if (!id && !ip) {
        return eip__fail(call->error, EIP_ERR_MISSING_PARAMETER, "AllocationId",
                         "Either public IP or allocation id must be "
                         "specified");
    }
    return id ? find_by_id(call, request, number, held)
              : find_by_address(call, request, address, held);
}

static EIP__RARE eip_status fail_group(struct eip__call *call,
                                       const struct eip__held *held) {
    char text[EIP_IPV4_TEXT_SIZE];

    (void)eip_ipv4_format(eip__range_address(held->range, held->record), text);
    return eip__fail(call->error, EIP_ERR_ADDRESS_NOT_FOUND,
                     "NetworkBorderGroup", "Address '%s' not found.", text);
}

/* R14: outside the Region's own border group the parameter is required. */
EIP__HOT eip_status check_group(struct eip__call *call,
                                const eip_release_address_request *request,
                                const struct eip__held *held) {
    const struct eip__group *group = held->range->space->group;

    return (eip__text_is_given(request->network_border_group)
                ? eip__text_equals(request->network_border_group, group->name)
                : group->is_region)
               ? EIP_OK
               : fail_group(call, held);
}

/* -- what keeps it (R14) ------------------------------------------------------------- */

static eip_status fail_kept(struct eip__call *call,
                            const struct eip__held *held, eip_status status,
                            const char *why) {
    char id[EIP_ALLOCATION_ID_TEXT_SIZE];

    (void)eip_allocation_id_format(eip__held_id(call->engine, held), id);
    return eip__fail(call->error, status, "AllocationId",
                     "The address with allocation id [%s] cannot be released "
                     "because it %s",
                     id, why);
}

/* One that a service holds first, then the rest in R14's order. */
static EIP__RARE eip_status check_detail(struct eip__call *call,
                                         const struct eip__held *held) {
    const struct eip__facts *facts = &held->detail->facts;
    eip_status status = eip__held_check_service(call, facts);
    char ip[EIP_IPV4_TEXT_SIZE];

    if (status != EIP_OK) {
        return status;
    }
    if ((facts->has & EIP__HAS_ASSOCIATION) != 0 &&
        (facts->has & EIP__IN_DEFAULT_VPC) == 0) {
        (void)eip_ipv4_format(eip__range_address(held->range, held->record),
                              ip);
        return eip__fail(call->error, EIP_ERR_ADDRESS_IN_USE, "AllocationId",
                         "Address %s is in use.", ip);
    }
    if (eip__ptr_blocks(call, facts)) {
        return fail_kept(call, held, EIP_ERR_ADDRESS_PTR_SET,
                         "has a PTR record set.");
    }
    if ((facts->has & EIP__IS_LOCKED) != 0) {
        return fail_kept(call, held, EIP_ERR_ADDRESS_LOCKED,
                         "is locked to your account. Please contact AWS "
                         "Support to unlock it.");
    }
    return EIP_OK;
}

/* -- releasing it ------------------------------------------------------------------ */

/* The detail is the generation's, so nobody sees it any more; whoever takes it
 * off the record frees it. */
static EIP__RARE void drop_detail(struct eip__call *call,
                                  const struct eip__held *held) {
    eip__detail_drop(
        &call->engine->lanes,
        &eip__records_cold(&call->engine->records, held->record)->detail,
        held->generation);
}

EIP__HOT enum eip__changed give(struct eip__call *call,
                                const struct eip__held *held) {
    struct eip__space *space = held->range->space;
    const struct eip__pool *pool = space->pool;
    struct eip__give gift = {
        .record = held->record,
        .generation = held->generation,
        .mark = eip__cool_mark(space, call->lane, &call->moment),
        .counted = pool->ref.kind == EIP_POOL_AMAZON,
        .keeps = !held->standard,
        .detail = held->detail_word,
    };
    enum eip__changed given;

    if (gift.mark != EIP__MARK_FRESH) {
        gift.now_ms = eip__moment_now(&call->moment);
    }
    eip__hint_begin_giving(space, call->lane, held->record);
    given = eip__ledger_give(&call->engine->ledger, call->lane, call->account,
                             &gift);
    if (given == EIP__CHANGED) {
        eip__reserve_give(space, call->lane, held->range, held->record);
        if (held->detail != NULL) {
            drop_detail(call, held);
        }
    }
    eip__hint_end_giving(call->lane);
    return given;
}

static EIP__RARE void count_failure(struct eip__lane *lane, eip_status status) {
    switch (status) {
    case EIP_ERR_DRY_RUN:
        eip__lane_count(lane, EIP__COUNT_DRY_RUN);
        break;
    case EIP_ERR_ALLOCATION_ID_NOT_FOUND:
    case EIP_ERR_ADDRESS_NOT_FOUND:
        eip__lane_count(lane, EIP__COUNT_RELEASE_NOT_FOUND);
        break;
    default:
        eip__lane_count(lane, EIP__COUNT_RELEASE_OTHER);
        break;
    }
}

/* Around again only if another call has released it, or changed its detail,
 * since it was found. */
EIP__HOT eip_status release(struct eip__call *call,
                            const eip_release_address_request *request,
                            uint64_t id) {
    enum eip__changed given;
    struct eip__held held;

    do {
        eip_status status = find(call, request, id, &held);

        if (status == EIP_OK) {
            status = check_group(call, request, &held);
        }
        if (status == EIP_OK && held.detail != NULL) {
            status = check_detail(call, &held);
        }
        if (status != EIP_OK) {
            return status;
        }
        if ((request->flags & EIP_RELEASE_DRY_RUN) != 0) {
            return eip__call_fail(call, EIP_ERR_DRY_RUN);
        }
        given = give(call, &held);
    } while (given == EIP__CHANGE_LOST);
    return given == EIP__CHANGED ? EIP_OK
                                 : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

static EIP__RARE eip_status
authorize(struct eip__call *call, const eip_release_address_request *request,
          uint64_t id) {
    struct eip__id_resource resource;

    return eip__call_ask(
        call, "ec2:ReleaseAddress",
        eip__id_resource(call, &resource, id,
                         eip__text_is_given(request->allocation_id_text)
                             ? request->allocation_id_text
                             : request->public_ip));
}

/* Of the request its id apart, so that for one which has nothing else, and most
 * have not, this is compiled for a constant. */
EIP__HOT eip_status release_one(struct eip__call *call,
                                const eip_release_address_request *request,
                                uint64_t id) {
    eip_status status = call->engine->authorizer.allows == NULL
                            ? EIP_OK
                            : authorize(call, request, id);

    if (status == EIP_OK) {
        status = release(call, request, id);
    }
    if (status != EIP_OK) {
        count_failure(call->lane, status);
        return status;
    }
    eip__lane_count(call->lane, EIP__COUNT_RELEASED);
    return EIP_OK;
}

eip_status eip__release(struct eip__call *call,
                        const eip_release_address_request *request) {
    return release_one(call, request, request->allocation_id);
}

static eip_status check_request(const eip_release_address_request *request,
                                eip_error *error) {
    uint32_t defects = (request->flags & ~(uint32_t)EIP_RELEASE_DRY_RUN) |
                       eip__text_defect(request->public_ip) |
                       eip__text_defect(request->network_border_group);

    return defects != 0
               ? eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL)
               : eip__id_form(request->allocation_id,
                              request->allocation_id_text, error);
}

/* Any request, in place or in a form of another version. */
static EIP__RARE eip_status
release_any(eip_engine *engine, const eip_caller *caller,
            const eip_release_address_request *request, eip_error *error) {
    eip_release_address_request own;
    const void *view = NULL;
    struct eip__call call;
    eip_status status =
        eip__struct_view(&view, &own, sizeof own, sizeof own, request);

    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = check_request(view, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__release(&call, view);
    return eip__call_close(&call, status);
}

/* Has it an id as a number, and nothing else? In the library's own form. */
EIP__HOT bool is_plain(const eip_release_address_request *request) {
    uint64_t any = request->flags |
                   eip__text_any(&request->allocation_id_text) |
                   eip__text_any(&request->public_ip) |
                   eip__text_any(&request->network_border_group);

    return any == 0 && request->allocation_id != 0;
}

eip_status eip_release_address(eip_engine *engine, const eip_caller *caller,
                               const eip_release_address_request *request,
                               eip_error *error) {
    static const eip_release_address_request plain =
        EIP_RELEASE_ADDRESS_REQUEST_INIT;
    struct eip__call call;
    eip_status status;

    if (request == NULL || request->size != sizeof plain ||
        !is_plain(request)) {
        return release_any(engine, caller, request, error);
    }
    status = eip__call_begin(&call, engine, caller, error);
    if (status != EIP_OK) {
        return status;
    }
    status = release_one(&call, &plain, request->allocation_id);
    return eip__call_close(&call, status);
}
