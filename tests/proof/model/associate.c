/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AssociateAddress: judged by the rulings, asked of both. */
#include "proof/model/associate.h"

#include <string.h>

/* -- what is given --------------------------------------------------------- */

static eip_status check_address(struct ask_associate *a) {
    struct verdict *v = &a->verdict;
    eip_text ip = a->request.public_ip;

    if (a->ip_is_malformed) {
        return verdict_is(v, EIP_ERR_ADDRESS_MALFORMED, "PublicIp",
                          "Invalid IPv4 address '%.*s'. An address has the "
                          "form xx.xx.xx.xx; for example, 55.123.45.67",
                          (int)ip.size, ip.data);
    }
    if (a->by_ip && a->subject.given) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION, "PublicIp",
                          "You may specify public IP or allocation id, but not "
                          "both in the same call");
    }
    if (!a->by_ip && !a->subject.given) {
        return verdict_is(v, EIP_ERR_MISSING_PARAMETER, "AllocationId",
                          "Either public IP or allocation id must be "
                          "specified");
    }
    return EIP_OK;
}

static eip_status fail_value(struct verdict *v, const char *field,
                             eip_text value) {
    (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, field,
                     "Value (%.*s) for parameter %s is invalid",
                     (int)value.size, value.data, field);
    if (value.size > 32 ||
        (value.size != 0 && (value.data[value.size - 1] & 0x80) != 0)) {
        v->words[0] = '\0'; /* it is cut, or not shown as it is */
    }
    return v->status;
}

static eip_status check_names(struct ask_associate *a) {
    struct verdict *v = &a->verdict;

    if (a->instance >= THING_GOOD) {
        return fail_value(v, "InstanceId", a->request.instance_id);
    }
    if (a->interface >= THING_GOOD) {
        return fail_value(v, "NetworkInterfaceId",
                          a->request.network_interface_id);
    }
    if (a->private_ip >= PRIVATE_GOOD) {
        return fail_value(v, "PrivateIpAddress", a->request.private_ip_address);
    }
    if (a->instance != 0 && a->interface != 0) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                          "NetworkInterfaceId",
                          "You may specify instance ID or network interface "
                          "ID, but not both in the same call");
    }
    if (a->instance == 0 && a->interface == 0) {
        return verdict_is(v, EIP_ERR_MISSING_PARAMETER, "InstanceId",
                          "Either instance ID or network interface ID must be "
                          "specified");
    }
    return EIP_OK;
}

/* What the request names, and on top of it what is said of it. */
static eip_status find_target(const struct run *run, struct ask_associate *a) {
    struct verdict *v = &a->verdict;
    const struct target *said = &a->said;
    struct target *target = &a->target;

    *target = (struct target){
        .instance = (uint8_t)a->instance,
        .interface = (uint8_t)a->interface,
        .private_ip = facts_private_number[a->private_ip],
        .owner = run_account[a->by.account],
        .group = NOBODY,
    };
    if (!a->brings && !run->has_interfaces) {
        return EIP_OK;
    }
    a->finds = !a->brings;
    if (a->finds && a->world != EIP_OK) {
        return verdict_is(v, a->world, "", NULL);
    }
    if (a->is_bad) {
        return verdict_is(v, EIP_ERR_ARGUMENT, "interface",
                          "What is said of the network interface is not "
                          "valid");
    }
    target->instance = said->instance != 0 ? said->instance : target->instance;
    target->interface =
        said->interface != 0 ? said->interface : target->interface;
    target->private_ip =
        said->private_ip != 0 ? said->private_ip : target->private_ip;
    target->subnet = said->subnet;
    target->owner = said->owner;
    target->flags = said->flags;
    target->group = said->group;
    return EIP_OK;
}

/* -- may it be ------------------------------------------------------------- */

static int find_place(const struct model *m, struct ask_associate *a) {
    struct verdict *v = &a->verdict;
    eip_text ip = a->request.public_ip;
    int place;

    if (!a->by_ip) {
        return subject_find(m, a->by.account, &a->subject, v);
    }
    place = model_place(m, 0, a->ip);
    if (place == NOBODY || m->place[place].holder != a->by.account) {
        (void)verdict_is(v, EIP_ERR_AUTH_FAILURE, "PublicIp",
                         "The address '%.*s' does not belong to you.",
                         (int)ip.size, ip.data);
        place = NOBODY;
    }
    return place;
}

static eip_status check_classic(struct ask_associate *a) {
    struct verdict *v = &a->verdict;

    if (a->interface != 0) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                          "NetworkInterfaceId",
                          "You must specify an allocation id when mapping an "
                          "address to a network interface");
    }
    return a->flags == 0
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                            "AllowReassociation",
                            "The allowReassociation parameter is only "
                            "supported when mapping to a VPC instance or "
                            "interface.");
}

static eip_status check_target(const struct model *m, struct ask_associate *a) {
    struct verdict *v = &a->verdict;
    const struct target *target = &a->target;
    eip_text name = target->interface != 0 ? facts_interface[target->interface]
                                           : facts_instance[target->instance];

    if ((target->group == NOBODY ? 0 : target->group) !=
        model_block(m, a->place)->group) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE,
                          "NetworkBorderGroup",
                          "You cannot associate an Elastic IP address with an "
                          "interface in a different network border group");
    }
    return (target->flags & EIP_INTERFACE_NO_GATEWAY) == 0
               ? EIP_OK
               : verdict_is(v, EIP_ERR_GATEWAY_NOT_ATTACHED,
                            "NetworkInterfaceId",
                            "The network of %.*s is not attached to any "
                            "internet gateway",
                            (int)name.size, name.data);
}

/* An interface's private address, or an instance's where no interface is
 * known. */
static bool is_target(const struct target *target, const struct facts *facts) {
    return facts->associated && target->private_ip == facts->private_ip &&
           target->interface == facts->interface &&
           (target->interface != 0 || target->instance == facts->instance);
}

static eip_status check_association(const struct model *m,
                                    struct ask_associate *a) {
    const struct facts *facts = &m->place[a->place].facts;
    const struct account *account = &m->account[a->by.account];
    char id[40];

    a->is_same = is_target(&a->target, facts);
    if (facts->associated && !a->is_same &&
        (a->flags & EIP_ASSOCIATE_NO_REASSOCIATION) != 0) {
        eip_text text = texts_of_id(m->place[a->place].id, id);

        return verdict_is(
            &a->verdict, EIP_ERR_ALREADY_ASSOCIATED, "AllocationId",
            "resource %.*s is already associated with "
            "associate-id eipassoc-0%016llx",
            (int)text.size, text.data, (unsigned long long)facts->association);
    }
    for (uint32_t i = 0; i < account->held && !a->is_same; i++) {
        if (account->place[i] != a->place &&
            is_target(&a->target, &m->place[account->place[i]].facts)) {
            a->other = account->place[i];
        }
    }
    return EIP_OK;
}

void associate_judge(const struct run *run, struct ask_associate *a) {
    const struct model *m = &run->m;
    struct verdict *v = &a->verdict;

    a->other = NOBODY;
    if (verdict_begin(v, a->form, &a->by) != EIP_OK ||
        check_address(a) != EIP_OK || check_names(a) != EIP_OK ||
        find_target(run, a) != EIP_OK) {
        return;
    }
    a->place = find_place(m, a);
    if (a->place == NOBODY || facts_check_service(m, a->place, v) != EIP_OK ||
        (m->place[a->place].standard && check_classic(a) != EIP_OK) ||
        check_target(m, a) != EIP_OK || check_association(m, a) != EIP_OK) {
        return;
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- what becomes of it ---------------------------------------------------- */

void associate_end(struct run *run, struct facts *facts) {
    if (facts->association != 0) {
        run->dissolved = facts->association;
    }
    facts->associated = facts->in_default = false;
    facts->association = facts->owner = 0;
    facts->private_ip = 0;
    facts->instance = facts->interface = facts->subnet = 0;
}

static bool is_new(const struct model *m, uint64_t id) {
    for (int i = 0; i < PLACES; i++) {
        if (m->place[i].facts.association == id) {
            return false;
        }
    }
    return true;
}

static bool associate(struct run *run, const struct ask_associate *a,
                      uint64_t id) {
    struct facts *facts = &run->m.place[a->place].facts;
    bool classic = run->m.place[a->place].standard;

    if (a->is_same) {
        return id == facts->association ||
               run_differs(run, "the same association has another id");
    }
    if (classic != (id == 0) ||
        (!classic && (id == run->dissolved || !is_new(&run->m, id)))) {
        return run_differs(run, "%016llx is no new association id",
                           (unsigned long long)id);
    }
    if (a->other != NOBODY) {
        associate_end(run, &run->m.place[a->other].facts);
    }
    associate_end(run, facts);
    facts->associated = true;
    facts->in_default = (a->target.flags & EIP_INTERFACE_DEFAULT_VPC) != 0;
    facts->association = id;
    facts->owner = a->target.owner;
    facts->private_ip = a->target.private_ip;
    facts->instance = a->target.instance;
    facts->interface = a->target.interface;
    facts->subnet = a->target.subnet;
    return true;
}

bool step_associate(struct run *run, struct dice *dice) {
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    struct ask_associate a;
    eip_status got;

    run_tell(run, "associate");
    associate_draw(run, dice, &a);
    associate_judge(run, &a);
    run->found = 0;
    run->interface = &a.is;
    run->interface_status = a.world;
    got = eip_associate_address(a.by.engine, a.by.caller, &a.request, &response,
                                run_error(run));
    run->interface = NULL;
    if (!verdict_same(run, &a.by, &a.verdict, got, "ec2:AssociateAddress")) {
        return false;
    }
    if (run->found != (a.finds ? 1 : 0)) {
        return run_differs(run, "the interface was looked for %u times",
                           run->found);
    }
    return got != EIP_OK || associate(run, &a, response.association_id);
}
