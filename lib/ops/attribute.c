/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ModifyAddressAttribute and ResetAddressAttribute. */
#include "ops/attribute.h"

#include "ops/alter.h"
#include "ops/ids.h"
#include "ops/view.h"

#include <string.h>

/* -- how an address shows --------------------------------------------------------- */

/* A name with its final dot; none: nothing. */
static void put_name(char *to, eip_text name) {
    if (name.size != 0) {
        memcpy(to, name.data, name.size);
        to[name.size] = '.';
    }
}

static void put_text(char *to, const char *text) {
    memcpy(to, text, strlen(text));
}

void eip__attribute_show(const struct eip__call *call,
                         const struct eip__held *held,
                         const struct eip__ptr *ptr,
                         eip_address_attribute *attribute) {
    memset(attribute, 0, sizeof *attribute);
    attribute->size = sizeof *attribute;
    attribute->public_ip = eip__range_address(held->range, held->record);
    attribute->allocation_id = eip__held_id(call->engine, held);
    put_name(attribute->ptr_record, ptr->record);
    put_name(attribute->ptr_update_value, ptr->update);
    if (ptr->is_pending) {
        put_text(attribute->ptr_update_status, "PENDING");
    } else if (ptr->has_failed) {
        put_text(attribute->ptr_update_status, "FAILED");
        put_text(attribute->ptr_update_reason,
                 "The domain name does not resolve to the address");
    }
}

/* -- both -------------------------------------------------------------------------- */

struct change {
    uint64_t id;
    eip_text id_text;
    eip_text name; /* empty: none */
    bool modifies;
    bool dry_run;
    bool is_asked; /* DNS was */
    bool refused;  /* and said no */
};

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const struct change *change = context;

    return eip__held_by_either(call, change->id, change->id_text, held);
}

/* Once a request, whatever becomes of its tries. */
static void ask_dns(struct eip__call *call, struct change *change,
                    const struct eip__held *held) {
    const eip_dns *dns = &call->engine->dns;

    if (!change->is_asked && !change->dry_run && dns->resolves != NULL) {
        change->refused =
            dns->resolves(dns->context, change->name,
                          eip__range_address(held->range, held->record)) == 0;
    }
    change->is_asked = true;
}

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    struct change *change = context;
    const struct eip__pool *pool = draft->held.range->space->pool;
    struct eip__ptr ptr = eip__ptr_now(call, &draft->facts);

    if (!change->modifies) {
        draft->is_same = !eip__ptr_is_there(&ptr);
    } else if (pool->ref.kind == EIP_POOL_COIP) {
        return eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION,
                         "AllocationId",
                         "A customer-owned IP address has no PTR record");
    } else {
        ask_dns(call, change, &draft->held);
    }
    if (!draft->is_same) {
        eip__ptr_update(call, &draft->facts, change->name, change->refused);
    }
    return EIP_OK;
}

/* The request's own answer shows its update, settled or not. */
static void answer(const struct eip__call *call, const struct eip__draft *draft,
                   eip_address_attribute *response) {
    struct eip__ptr ptr = {.is_pending = !draft->is_same};

    if (ptr.is_pending) {
        ptr.record = draft->facts.ptr;
        ptr.update = draft->facts.ptr_next;
    }
    eip__attribute_show(call, &draft->held, &ptr, response);
}

static eip_status run(struct eip__call *call, struct change *change,
                      eip_address_attribute *response) {
    const struct eip__alteration alteration = {find, judge, change,
                                               change->dry_run, NULL};
    struct eip__draft draft;
    eip_status status = eip__alter(call, &alteration, &draft);

    if (status == EIP_OK) {
        answer(call, &draft, response);
    }
    return status;
}

static eip_status authorize(struct eip__call *call, const char *action,
                            const struct change *change) {
    struct eip__id_resource room;

    return eip__call_authorize(
        call, action,
        eip__id_resource(call, &room, change->id, change->id_text));
}

/* -- ModifyAddressAttribute ---------------------------------------------------------- */

static eip_status read_name(struct eip__call *call, struct change *change) {
    eip_text given = change->name;
    struct eip__quoted quoted;

    if (!eip__text_is_given(given)) {
        return eip__call_need(call, "DomainName");
    }
    return eip__ptr_read_name(given, &change->name)
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "DomainName",
                           "Value (%s) for parameter domainName is invalid. "
                           "It is not a domain name.",
                           eip__quote(&quoted, given));
}

static eip_status modify(struct eip__call *call, struct change *change,
                         eip_address_attribute *response) {
    eip_status status = authorize(call, "ec2:ModifyAddressAttribute", change);

    if (status == EIP_OK) {
        status = eip__id_need(call, change->id, change->id_text);
    }
    if (status == EIP_OK) {
        status = read_name(call, change);
    }
    return status == EIP_OK ? run(call, change, response) : status;
}

static eip_status check_response(const eip_address_attribute *response,
                                 eip_error *error) {
    eip_status status = response == NULL
                            ? EIP_OK
                            : eip__struct_out_check(response, sizeof *response);

    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "response", NULL);
}

static void give_out(eip_address_attribute *response,
                     const eip_address_attribute *answered) {
    if (response != NULL) {
        (void)eip__struct_out(response, answered, sizeof *answered,
                              sizeof *answered);
    }
}

static eip_status
read_modify(const eip_modify_address_attribute_request *theirs,
            struct change *change, eip_error *error) {
    eip_modify_address_attribute_request own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, theirs);

    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)EIP_MODIFY_ATTRIBUTE_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.domain_name))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    *change = (struct change){.id = own.allocation_id,
                              .id_text = own.allocation_id_text,
                              .name = own.domain_name,
                              .modifies = true,
                              .dry_run = own.flags != 0};
    return eip__id_form(change->id, change->id_text, error);
}

eip_status eip_modify_address_attribute(
    eip_engine *engine, const eip_caller *caller,
    const eip_modify_address_attribute_request *request,
    eip_address_attribute *response, eip_error *error) {
    eip_address_attribute answered;
    struct change change;
    struct eip__call call;
    eip_status status = check_response(response, error);

    if (status == EIP_OK) {
        status = read_modify(request, &change, error);
    }
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = modify(&call, &change, &answered);
    status = eip__call_close(&call, status);
    if (status == EIP_OK) {
        give_out(response, &answered);
    }
    return status;
}

/* -- ResetAddressAttribute ------------------------------------------------------------- */

eip_status eip__attribute_check(struct eip__call *call, eip_text attribute) {
    struct eip__quoted quoted;

    return eip__text_equals(attribute, "domain-name")
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "Attribute",
                           "Value (%s) for parameter attribute is invalid. "
                           "Valid values: domain-name",
                           eip__quote(&quoted, attribute));
}

static eip_status reset(struct eip__call *call, struct change *change,
                        eip_text attribute, eip_address_attribute *response) {
    eip_status status = authorize(call, "ec2:ResetAddressAttribute", change);

    if (status == EIP_OK) {
        status = eip__id_need(call, change->id, change->id_text);
    }
    if (status == EIP_OK) {
        status = eip__text_is_given(attribute)
                     ? eip__attribute_check(call, attribute)
                     : eip__call_need(call, "Attribute");
    }
    return status == EIP_OK ? run(call, change, response) : status;
}

static eip_status read_reset(const eip_reset_address_attribute_request *theirs,
                             struct change *change, eip_text *attribute,
                             eip_error *error) {
    eip_reset_address_attribute_request own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, theirs);

    if (status == EIP_OK &&
        ((own.flags & ~(uint32_t)EIP_RESET_ATTRIBUTE_DRY_RUN) != 0 ||
         !eip__text_is_formed(own.attribute))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    *change = (struct change){.id = own.allocation_id,
                              .id_text = own.allocation_id_text,
                              .dry_run = own.flags != 0};
    *attribute = own.attribute;
    return eip__id_form(change->id, change->id_text, error);
}

eip_status
eip_reset_address_attribute(eip_engine *engine, const eip_caller *caller,
                            const eip_reset_address_attribute_request *request,
                            eip_address_attribute *response, eip_error *error) {
    eip_address_attribute answered;
    struct change change;
    struct eip__call call;
    eip_text attribute;
    eip_status status = check_response(response, error);

    if (status == EIP_OK) {
        status = read_reset(request, &change, &attribute, error);
    }
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = reset(&call, &change, attribute, &answered);
    status = eip__call_close(&call, status);
    if (status == EIP_OK) {
        give_out(response, &answered);
    }
    return status;
}
