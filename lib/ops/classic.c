/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* MoveAddressToVpc and RestoreAddressToClassic: alterations of the facts of a
 * held address, like any other. */
#include "ops/classic.h"

#include "eip/admin.h"
#include "ops/alter.h"
#include "ops/ids.h"

bool eip__classic_is_moving(struct eip__call *call,
                            const struct eip__facts *facts) {
    return facts->moved_ms != 0 &&
           eip__moment_now(&call->moment) - facts->moved_ms <
               call->engine->settle_ms;
}

/** One of the two, under way. */
struct move {
    const eip_classic_request *request;
    uint32_t address;
    bool restores;
};

/* -- may it be? -------------------------------------------------------------------------- */

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const struct move *move = context;

    return eip__held_by_public_ip(call, move->request->public_ip, move->address,
                                  held);
}

static eip_status fail(struct eip__call *call, const struct move *move,
                       eip_status status, const char *why) {
    char ip[EIP_IPV4_TEXT_SIZE];

    (void)eip_ipv4_format(move->address, ip);
    return eip__fail(call->error, status, "PublicIp", "Address %s %s", ip, why);
}

static eip_status check_use(struct eip__call *call, const struct move *move,
                            const struct eip__facts *facts) {
    eip_status status = eip__held_check_service(call, facts);

    return status == EIP_OK && (facts->has & EIP__HAS_ASSOCIATION) != 0
               ? fail(call, move, EIP_ERR_ADDRESS_IN_USE, "is in use.")
               : status;
}

static eip_status judge_move(struct eip__call *call, const struct move *move,
                             struct eip__draft *draft) {
    struct eip__facts *facts = &draft->facts;
    uint64_t now = eip__moment_now(&call->moment);
    eip_status status;

    if (!draft->held.standard) {
        draft->is_same = true;
        return EIP_OK;
    }
    status = check_use(call, move, facts);
    if (status == EIP_OK && now - facts->allocated_ms < EIP_CLASSIC_MOVE_MS) {
        status = fail(call, move, EIP_ERR_INCORRECT_STATE,
                      "was allocated less than 24 hours ago");
    }
    facts->has |= EIP__MOVED_TO_VPC;
    facts->moved_ms = now;
    return status;
}

static bool has_classic(const struct eip__call *call) {
    return (eip__read32(&call->account->flags) & EIP_ACCOUNT_CLASSIC) != 0;
}

static eip_status judge_restore(struct eip__call *call, const struct move *move,
                                struct eip__draft *draft) {
    struct eip__facts *facts = &draft->facts;
    eip_status status;

    if (draft->held.standard) {
        draft->is_same = true;
        return EIP_OK;
    }
    if ((facts->has & EIP__MOVED_TO_VPC) == 0) {
        return fail(call, move, EIP_ERR_INVALID_PARAMETER_VALUE,
                    "was not moved from EC2-Classic");
    }
    if (!has_classic(call)) {
        return fail(call, move, EIP_ERR_UNSUPPORTED_OPERATION,
                    "cannot be restored to an account without EC2-Classic");
    }
    status = check_use(call, move, facts);
    facts->has &=
        ~(uint32_t)(EIP__MOVED_TO_VPC | EIP__HAS_OFFER | EIP__OFFER_DISABLED);
    facts->moved_ms = eip__moment_now(&call->moment);
    return status;
}

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    const struct move *move = context;

    return move->restores ? judge_restore(call, move, draft)
                          : judge_move(call, move, draft);
}

/* -- the call ----------------------------------------------------------------------------- */

static void answer(const struct eip__call *call, const struct move *move,
                   const struct eip__draft *draft,
                   eip_classic_response *answered) {
    const char *there = move->restores ? "InClassic" : "InVpc";

    answered->status = eip_text_of(draft->is_same ? there : "MoveInProgress");
    if (move->restores) {
        answered->public_ip = move->address;
    } else {
        answered->allocation_id = eip__held_id(call->engine, &draft->held);
    }
}

static eip_status run(struct eip__call *call, struct move *move,
                      eip_classic_response *answered) {
    const struct eip__alteration alteration = {
        find, judge, move, (move->request->flags & EIP_CLASSIC_DRY_RUN) != 0,
        NULL};
    eip_text ip = move->request->public_ip;
    struct eip__draft draft;
    eip_status status = eip__call_authorize(
        call,
        move->restores ? "ec2:RestoreAddressToClassic" : "ec2:MoveAddressToVpc",
        ip);

    if (status == EIP_OK && !eip__text_is_given(ip)) {
        status = eip__call_need(call, "PublicIp");
    }
    if (status == EIP_OK) {
        status = eip__call_address(call, "PublicIp", ip, &move->address);
    }
    if (status == EIP_OK) {
        status = eip__alter(call, &alteration, &draft);
    }
    if (status == EIP_OK) {
        answer(call, move, &draft, answered);
    }
    return status;
}

static eip_status read_request(const eip_classic_request *theirs,
                               eip_classic_request *own, eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK &&
        ((own->flags & ~(uint32_t)EIP_CLASSIC_DRY_RUN) != 0 ||
         !eip__text_is_formed(own->public_ip))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "request", NULL);
}

static eip_status operate(eip_engine *engine, const eip_caller *caller,
                          bool restores, const eip_classic_request *request,
                          eip_classic_response *response, eip_error *error) {
    eip_classic_response answered = EIP_CLASSIC_RESPONSE_INIT;
    eip_classic_request own;
    struct move move = {&own, 0, restores};
    struct eip__call call;
    eip_status status = response == NULL
                            ? EIP_OK
                            : eip__struct_out_check(response, sizeof answered);

    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = run(&call, &move, &answered);
    status = eip__call_close(&call, status);
    if (status == EIP_OK && response != NULL) {
        (void)eip__struct_out(response, &answered, sizeof answered,
                              sizeof answered);
    }
    return status;
}

eip_status eip_move_address_to_vpc(eip_engine *engine, const eip_caller *caller,
                                   const eip_classic_request *request,
                                   eip_classic_response *response,
                                   eip_error *error) {
    return operate(engine, caller, false, request, response, error);
}

eip_status eip_restore_address_to_classic(eip_engine *engine,
                                          const eip_caller *caller,
                                          const eip_classic_request *request,
                                          eip_classic_response *response,
                                          eip_error *error) {
    return operate(engine, caller, true, request, response, error);
}
