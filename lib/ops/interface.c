/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is known of interfaces: from the request, from the embedder. */
#include "ops/interface.h"

#include "base/utf8.h"

/* -- what is given ------------------------------------------------------------------ */

bool eip__interface_is_formed(const eip_interface *interface) {
    const uint32_t flags = EIP_INTERFACE_DEFAULT_VPC | EIP_INTERFACE_NO_GATEWAY;

    return interface->reserved == 0 && (interface->flags & ~flags) == 0 &&
           eip__text_is_formed(interface->network_interface_id) &&
           eip__text_is_formed(interface->instance_id) &&
           eip__text_is_formed(interface->subnet_id) &&
           eip__text_is_formed(interface->network_border_group);
}

/* Absent, or 1 to EIP_LIMIT_RESOURCE_ID bytes of UTF-8. */
static bool is_id(eip_text id) {
    size_t characters;

    return !eip__text_is_given(id) ||
           (id.size != 0 && id.size <= EIP_LIMIT_RESOURCE_ID &&
            eip__utf8_measure(id.data, id.size, &characters));
}

static eip_status check_id(struct eip__call *call, const char *field,
                           eip_text id) {
    struct eip__quoted quoted;

    return is_id(id)
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, field,
                           "Value (%s) for parameter %s is invalid",
                           eip__quote(&quoted, id), field);
}

static eip_status read_private_ip(struct eip__call *call, eip_text text,
                                  struct eip__target *target) {
    struct eip__quoted quoted;

    if (!eip__text_is_given(text) ||
        eip_ipv4_parse(text, &target->private_ip) == EIP_OK) {
        return EIP_OK;
    }
    return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "PrivateIpAddress",
                     "Value (%s) for parameter PrivateIpAddress is invalid",
                     eip__quote(&quoted, text));
}

static eip_status read_request(struct eip__call *call,
                               const eip_associate_address_request *request,
                               struct eip__target *target) {
    bool instance = eip__text_is_given(request->instance_id);
    bool interface = eip__text_is_given(request->network_interface_id);
    eip_status status = check_id(call, "InstanceId", request->instance_id);

    if (status == EIP_OK) {
        status =
            check_id(call, "NetworkInterfaceId", request->network_interface_id);
    }
    if (status == EIP_OK) {
        status = read_private_ip(call, request->private_ip_address, target);
    }
    if (status != EIP_OK) {
        return status;
    }
    if (instance && interface) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                         "NetworkInterfaceId",
                         "You may specify instance ID or network interface "
                         "ID, but not both in the same call");
    }
    if (!instance && !interface) {
        return eip__fail(call->error, EIP_ERR_MISSING_PARAMETER, "InstanceId",
                         "Either instance ID or network interface ID must be "
                         "specified");
    }
    target->instance_id = request->instance_id;
    target->interface_id = request->network_interface_id;
    target->owner = call->number;
    return EIP_OK;
}

/* -- what the embedder says ------------------------------------------------------------ */

static bool may_be(const eip_interface *interface) {
    return eip__interface_is_formed(interface) &&
           is_id(interface->instance_id) &&
           is_id(interface->network_interface_id) &&
           is_id(interface->subnet_id);
}

static eip_status take_over(struct eip__call *call,
                            const eip_interface *interface,
                            struct eip__target *target) {
    if (!may_be(interface)) {
        return eip__fail(call->error, EIP_ERR_ARGUMENT, "interface",
                         "What is said of the network interface is not "
                         "valid");
    }
    if (eip__text_is_given(interface->instance_id)) {
        target->instance_id = interface->instance_id;
    }
    if (eip__text_is_given(interface->network_interface_id)) {
        target->interface_id = interface->network_interface_id;
    }
    if (interface->private_ip != 0) {
        target->private_ip = interface->private_ip;
    }
    target->subnet_id = interface->subnet_id;
    target->group = interface->network_border_group;
    target->owner = interface->owner;
    target->flags = interface->flags;
    return EIP_OK;
}

static eip_status ask(struct eip__call *call, struct eip__target *target) {
    const eip_interfaces *interfaces = &call->engine->interfaces;
    const eip_interface_query query = {
        .size = sizeof query,
        .private_ip = target->private_ip,
        .account = call->number,
        .instance_id = target->instance_id,
        .network_interface_id = target->interface_id,
    };
    eip_interface found = EIP_INTERFACE_INIT;
    eip_status status;

    if (interfaces->find == NULL) {
        return EIP_OK;
    }
    status = interfaces->find(interfaces->context, &query, &found);
    return status == EIP_OK ? take_over(call, &found, target)
                            : eip__call_fail(call, status);
}

eip_status eip__target_find(struct eip__call *call,
                            const eip_associate_address_request *request,
                            struct eip__target *target) {
    eip_status status = read_request(call, request, target);

    if (status != EIP_OK) {
        return status;
    }
    return request->interface != NULL
               ? take_over(call, request->interface, target)
               : ask(call, target);
}

/* -- what it is --------------------------------------------------------------------------- */

bool eip__target_is_in(const struct eip__call *call,
                       const struct eip__target *target,
                       const struct eip__group *group) {
    (void)call;
    return eip__text_is_given(target->group)
               ? eip__text_equals(target->group, group->name)
               : group->is_region;
}

eip_text eip__target_name(const struct eip__target *target) {
    return eip__text_is_given(target->interface_id) ? target->interface_id
                                                    : target->instance_id;
}

bool eip__target_is(const struct eip__target *target,
                    const struct eip__facts *facts) {
    bool interface = eip__text_is_given(target->interface_id);

    if (target->private_ip != facts->private_ip ||
        interface != eip__text_is_given(facts->interface_id)) {
        return false;
    }
    return interface ? eip__text_is_same(target->interface_id,
                                         facts->interface_id)
                     : eip__text_is_same(target->instance_id,
                                         facts->instance_id);
}

void eip__target_leave(struct eip__facts *facts) {
    facts->has &= ~(uint32_t)(EIP__HAS_ASSOCIATION | EIP__IN_DEFAULT_VPC);
    facts->association_id = 0;
    facts->interface_owner = 0;
    facts->private_ip = 0;
    facts->instance_id = (eip_text){NULL, 0, 0};
    facts->interface_id = (eip_text){NULL, 0, 0};
    facts->subnet_id = (eip_text){NULL, 0, 0};
}

void eip__target_enter(const struct eip__target *target,
                       struct eip__facts *facts) {
    eip__target_leave(facts);
    facts->has |= EIP__HAS_ASSOCIATION;
    if ((target->flags & EIP_INTERFACE_DEFAULT_VPC) != 0) {
        facts->has |= EIP__IN_DEFAULT_VPC;
    }
    facts->interface_owner = target->owner;
    facts->private_ip = target->private_ip;
    facts->instance_id = target->instance_id;
    facts->interface_id = target->interface_id;
    facts->subnet_id = target->subnet_id;
}
