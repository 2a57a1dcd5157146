/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DisassociateAddress. */
#include "eip/association.h"
#include "ops/alter.h"
#include "ops/ids.h"
#include "ops/interface.h"

struct dissolution {
    const eip_disassociate_address_request *request;
    uint32_t address; /* of PublicIp */
};

/* -- which -------------------------------------------------------------------------- */

static bool is_by_id(const eip_disassociate_address_request *request) {
    return request->association_id != 0 ||
           eip__text_is_given(request->association_id_text);
}

/* Unknown, malformed, dissolved before, another account's: the same bytes. */
static eip_status fail_id(struct eip__call *call,
                          const eip_disassociate_address_request *request) {
    char text[EIP_ASSOCIATION_ID_TEXT_SIZE];
    struct eip__quoted quoted;
    const char *id = text;

    if (eip__text_is_given(request->association_id_text)) {
        id = eip__quote(&quoted, request->association_id_text);
    } else {
        (void)eip_association_id_format(request->association_id, text);
    }
    return eip__fail(call->error, EIP_ERR_ASSOCIATION_ID_NOT_FOUND,
                     "AssociationId", "The association ID '%s' does not exist",
                     id);
}

/* The id says of which record it is; the record's detail, whether it still
 * is. */
static bool find_by_id(struct eip__call *call, uint64_t id,
                       struct eip__held *held) {
    struct eip_engine *engine = call->engine;
    uint32_t record;
    uint32_t number;

    eip__id_take_apart(&engine->association_key, id, &record, &number);
    return id != 0 && eip__records_segment(&engine->records, record) != NULL &&
           eip__held_look(call, record, 0, held) && held->detail != NULL &&
           held->detail->facts.association_id == id;
}

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const struct dissolution *dissolution = context;
    const eip_disassociate_address_request *request = dissolution->request;
    uint64_t id = request->association_id;
    eip_status status;

    if (is_by_id(request)) {
        return (eip__text_is_given(request->association_id_text) &&
                eip_association_id_parse(request->association_id_text, &id) !=
                    EIP_OK) ||
                       !find_by_id(call, id, held)
                   ? fail_id(call, request)
                   : EIP_OK;
    }
    status = eip__held_by_public_ip(call, request->public_ip,
                                    dissolution->address, held);
    if (status == EIP_OK && !held->standard) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "PublicIp",
                         "You must specify an association id when unmapping "
                         "an address from a VPC instance");
    }
    return status;
}

static eip_status check_parameters(struct eip__call *call,
                                   struct dissolution *dissolution) {
    const eip_disassociate_address_request *request = dissolution->request;
    bool id = is_by_id(request);
    bool ip = eip__text_is_given(request->public_ip);

    if (ip) {
        eip_status status = eip__call_address(
            call, "PublicIp", request->public_ip, &dissolution->address);

        if (status != EIP_OK) {
            return status;
        }
    }
    if (id && ip) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "PublicIp",
                         "You may specify public IP or association id, but "
                         "not both in the same call");
    }
    if (!id && !ip) {
        return eip__fail(call->error, EIP_ERR_MISSING_PARAMETER,
                         "AssociationId",
                         "Either public IP or association id must be "
                         "specified");
    }
    return EIP_OK;
}

/* -- the operation --------------------------------------------------------------------- */

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    (void)context;
    draft->is_same = (draft->facts.has & EIP__HAS_ASSOCIATION) == 0;
    eip__target_leave(&draft->facts);
    return eip__held_check_service(call, &draft->facts);
}

static eip_status run(struct eip__call *call,
                      const eip_disassociate_address_request *request) {
    struct dissolution dissolution = {.request = request};
    const struct eip__alteration alteration = {
        find, judge, &dissolution,
        (request->flags & EIP_DISASSOCIATE_DRY_RUN) != 0, NULL};
    char text[EIP_ASSOCIATION_ID_TEXT_SIZE];
    eip_text resource = eip__text_is_given(request->association_id_text)
                            ? request->association_id_text
                            : request->public_ip;
    struct eip__draft draft;
    eip_status status;

    if (request->association_id != 0) {
        resource = (eip_text){
            text, eip_association_id_format(request->association_id, text), 0};
    }
    status = eip__call_authorize(call, "ec2:DisassociateAddress", resource);
    if (status == EIP_OK) {
        status = check_parameters(call, &dissolution);
    }
    return status == EIP_OK ? eip__alter(call, &alteration, &draft) : status;
}

static eip_status check_request(const eip_disassociate_address_request *request,
                                eip_error *error) {
    if ((request->flags & ~(uint32_t)EIP_DISASSOCIATE_DRY_RUN) != 0 ||
        !eip__text_is_formed(request->association_id_text) ||
        !eip__text_is_formed(request->public_ip)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    if (request->association_id != 0 &&
        eip__text_is_given(request->association_id_text)) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "AssociationId",
                         "The association ID is given as number and as text");
    }
    return EIP_OK;
}

eip_status
eip_disassociate_address(eip_engine *engine, const eip_caller *caller,
                         const eip_disassociate_address_request *request,
                         eip_error *error) {
    eip_disassociate_address_request own;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = check_request(&own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = run(&call, &own);
    return eip__call_close(&call, status);
}
