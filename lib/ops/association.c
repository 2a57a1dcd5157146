/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AssociateAddress: what with is interface.c's; here, which address, and what
 * becomes of it and of the one that was there before. */
#include "eip/association.h"

#include "ops/alter.h"
#include "ops/ids.h"
#include "ops/interface.h"

struct association {
    const eip_associate_address_request *request;
    uint32_t address; /* of PublicIp */
    struct eip__target target;
    uint64_t id; /* of the new association; 0: none is made yet */
};

/* -- which address --------------------------------------------------------------- */

static bool is_by_id(const eip_associate_address_request *request) {
    return request->allocation_id != 0 ||
           eip__text_is_given(request->allocation_id_text);
}

static eip_status check_parameters(struct eip__call *call,
                                   struct association *association) {
    const eip_associate_address_request *request = association->request;
    bool id = is_by_id(request);
    bool ip = eip__text_is_given(request->public_ip);

    if (ip) {
        eip_status status = eip__call_address(
            call, "PublicIp", request->public_ip, &association->address);

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
    return EIP_OK;
}

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const struct association *association = context;
    const eip_associate_address_request *request = association->request;

    return is_by_id(request)
               ? eip__held_by_either(call, request->allocation_id,
                                     request->allocation_id_text, held)
               : eip__held_by_public_ip(call, request->public_ip,
                                        association->address, held);
}

/* -- may it be --------------------------------------------------------------------- */

/* EC2-Classic knows instances only, and no reassociation. */
static eip_status check_classic(struct eip__call *call,
                                const eip_associate_address_request *request) {
    const uint32_t reassociation =
        EIP_ASSOCIATE_ALLOW_REASSOCIATION | EIP_ASSOCIATE_NO_REASSOCIATION;

    if (eip__text_is_given(request->network_interface_id)) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "NetworkInterfaceId",
                         "You must specify an allocation id when mapping an "
                         "address to a network interface");
    }
    if ((request->flags & reassociation) != 0) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "AllowReassociation",
                         "The allowReassociation parameter is only supported "
                         "when mapping to a VPC instance or interface.");
    }
    return EIP_OK;
}

static eip_status check_target(struct eip__call *call,
                               const struct association *association,
                               const struct eip__held *held) {
    const struct eip__target *target = &association->target;
    struct eip__quoted quoted;

    if (!eip__target_is_in(call, target, held->range->space->group)) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "NetworkBorderGroup",
                         "You cannot associate an Elastic IP address with an "
                         "interface in a different network border group");
    }
    if ((target->flags & EIP_INTERFACE_NO_GATEWAY) != 0) {
        return eip__fail(call->error, EIP_ERR_GATEWAY_NOT_ATTACHED,
                         "NetworkInterfaceId",
                         "The network of %s is not attached to any internet "
                         "gateway",
                         eip__quote(&quoted, eip__target_name(target)));
    }
    return EIP_OK;
}

static eip_status fail_associated(struct eip__call *call,
                                  const struct eip__draft *draft) {
    char resource[EIP_ALLOCATION_ID_TEXT_SIZE];
    char id[EIP_ASSOCIATION_ID_TEXT_SIZE];

    (void)eip_allocation_id_format(eip__held_id(call->engine, &draft->held),
                                   resource);
    (void)eip_association_id_format(draft->facts.association_id, id);
    return eip__fail(call->error, EIP_ERR_ALREADY_ASSOCIATED, "AllocationId",
                     "resource %s is already associated with associate-id %s",
                     resource, id);
}

/* -- what becomes of it ------------------------------------------------------------- */

static bool is_associated(const struct eip__facts *facts) {
    return (facts->has & EIP__HAS_ASSOCIATION) != 0;
}

struct search {
    const struct eip__target *target;
    struct eip__draft *draft;
};

/* The address that has the target so far, if it is another. */
static bool look_at(void *context, const struct eip__held *held) {
    struct search *search = context;
    struct eip__draft *draft = search->draft;

    if (held->detail != NULL && held->record != draft->held.record &&
        is_associated(&held->detail->facts) &&
        eip__target_is(search->target, &held->detail->facts)) {
        draft->also = *held;
        draft->also_facts = held->detail->facts;
        draft->has_also = true;
        eip__target_leave(&draft->also_facts);
    }
    return !draft->has_also;
}

/* Ids are not the same again before 2^32 others: a number of the engine's goes
 * into each. Once a request, whatever becomes of its tries. */
static void finish(struct eip__call *call, void *context,
                   const struct eip__held *held, struct eip__facts *facts) {
    struct association *association = context;
    struct eip_engine *engine = call->engine;

    if (association->id == 0 && !held->standard) {
        association->id =
            eip__id_make(&engine->association_key, held->record,
                         (uint32_t)eip__count(&engine->associations, 1) + 1);
    }
    facts->association_id = association->id;
}

static void associate(struct eip__call *call, struct association *association,
                      struct eip__draft *draft) {
    struct search search = {&association->target, draft};

    eip__target_enter(&association->target, &draft->facts);
    /* Exact at the head before which nothing was looked at. */
    draft->needs_head = true;
    eip__collect_each(call, look_at, &search);
}

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    struct association *association = context;
    uint32_t flags = association->request->flags;
    eip_status status = eip__held_check_service(call, &draft->facts);

    if (status == EIP_OK && draft->held.standard) {
        status = check_classic(call, association->request);
    }
    if (status == EIP_OK) {
        status = check_target(call, association, &draft->held);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (is_associated(&draft->facts)) {
        draft->is_same = eip__target_is(&association->target, &draft->facts);
        if (!draft->is_same && (flags & EIP_ASSOCIATE_NO_REASSOCIATION) != 0) {
            return fail_associated(call, draft);
        }
    }
    if (!draft->is_same && (flags & EIP_ASSOCIATE_DRY_RUN) == 0) {
        associate(call, association, draft);
    }
    return EIP_OK;
}

/* -- the operation --------------------------------------------------------------------- */

static eip_status run(struct eip__call *call,
                      const eip_associate_address_request *request,
                      eip_associate_address_response *response) {
    struct association association = {.request = request};
    const struct eip__alteration alteration = {
        find, judge, &association,
        (request->flags & EIP_ASSOCIATE_DRY_RUN) != 0, finish};
    struct eip__id_resource room;
    struct eip__draft draft;
    eip_status status = eip__call_authorize(
        call, "ec2:AssociateAddress",
        eip__id_resource(call, &room, request->allocation_id,
                         eip__text_is_given(request->allocation_id_text)
                             ? request->allocation_id_text
                             : request->public_ip));

    if (status == EIP_OK) {
        status = check_parameters(call, &association);
    }
    if (status == EIP_OK) {
        status = eip__target_find(call, request, &association.target);
    }
    if (status == EIP_OK) {
        status = eip__alter(call, &alteration, &draft);
    }
    if (status == EIP_OK) {
        *response = (eip_associate_address_response){
            .size = sizeof *response,
            .association_id =
                draft.is_same ? draft.facts.association_id : association.id};
    }
    return status;
}

static eip_status check_request(const eip_associate_address_request *request,
                                eip_error *error) {
    const uint32_t reassociation =
        EIP_ASSOCIATE_ALLOW_REASSOCIATION | EIP_ASSOCIATE_NO_REASSOCIATION;

    if ((request->flags & ~(EIP_ASSOCIATE_DRY_RUN | reassociation)) != 0 ||
        !eip__text_is_formed(request->public_ip) ||
        !eip__text_is_formed(request->instance_id) ||
        !eip__text_is_formed(request->network_interface_id) ||
        !eip__text_is_formed(request->private_ip_address)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    if ((request->flags & reassociation) == reassociation) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "AllowReassociation",
                         "Reassociation is both allowed and forbidden");
    }
    return eip__id_form(request->allocation_id, request->allocation_id_text,
                        error);
}

static eip_status read_request(const eip_associate_address_request *theirs,
                               eip_associate_address_request *own,
                               eip_interface *interface, eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    if (own->interface != NULL) {
        status = eip__struct_in(interface, sizeof *interface, sizeof *interface,
                                own->interface);
        own->interface = interface;
    }
    return status == EIP_OK ? check_request(own, error)
                            : eip__fail(error, status, "interface", NULL);
}

eip_status eip_associate_address(eip_engine *engine, const eip_caller *caller,
                                 const eip_associate_address_request *request,
                                 eip_associate_address_response *response,
                                 eip_error *error) {
    eip_associate_address_request own;
    eip_associate_address_response answered;
    eip_interface interface;
    struct eip__call call;
    eip_status status = EIP_OK;

    if (response != NULL) {
        status = eip__struct_out_check(response, sizeof answered);
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    status = read_request(request, &own, &interface, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = run(&call, &own, &answered);
    status = eip__call_close(&call, status);
    if (status == EIP_OK && response != NULL) {
        (void)eip__struct_out(response, &answered, sizeof answered,
                              sizeof answered);
    }
    return status;
}
