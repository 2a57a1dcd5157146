/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AssociateAddress: few targets, so that they are fought for. */
#include "proof/model/associate.h"

#include <string.h>

static void use_ip(struct run *run, struct dice *dice,
                   struct ask_associate *a) {
    const struct account *account = &run->m.account[a->by.account];
    uint32_t nth = roll_wide(dice, 65536);
    int place = account->held != 0 && roll(dice, 4) != 0
                    ? account->place[nth % account->held]
                    : (int)(nth % PLACES);

    a->by_ip = true;
    a->ip = run->m.place[place].ip;
    a->request.public_ip = texts_of_ip(a->ip, a->room);
    if (rarely(dice, 32)) {
        a->ip_is_malformed = true;
        a->request.public_ip = texts_bad_address[roll(dice, BAD_ADDRESSES)];
    }
    run_tell_text(run, "PublicIp", a->request.public_ip);
}

static bool has_classic(const struct run *run, int account) {
    const struct account *a = &run->m.account[account];

    return a->held != 0 && run->m.place[a->place[a->held - 1]].standard;
}

static void draw_address(struct run *run, struct dice *dice,
                         struct ask_associate *a) {
    uint32_t how = roll(dice, 64);
    bool classic = has_classic(run, a->by.account) && roll(dice, 4) != 0;

    if (how >= 48 || classic) {
        use_ip(run, dice, a);
    }
    if (!a->by_ip || how == 63) {
        subject_draw(run, dice, a->by.account, &a->subject);
    }
    a->request.allocation_id = a->subject.number;
    a->request.allocation_id_text = a->subject.text;
}

static void draw_names(struct run *run, struct dice *dice,
                       struct ask_associate *a) {
    uint32_t how = roll(dice, 32);

    if (how < 18 || how == 31) {
        a->instance = rarely(dice, 32) ? roll(dice, THINGS)
                                       : 1 + roll(dice, THING_GOOD - 1);
    }
    if ((how >= 18 && how != 30) || how == 31) {
        a->interface = rarely(dice, 32) ? roll(dice, THINGS)
                                        : 1 + roll(dice, THING_GOOD - 1);
    }
    a->private_ip = roll(dice, 2) == 0 ? 0
                    : rarely(dice, 16) ? roll(dice, PRIVATE_IPS)
                                       : roll(dice, PRIVATE_GOOD);
    a->request.instance_id = facts_instance[a->instance];
    a->request.network_interface_id = facts_interface[a->interface];
    a->request.private_ip_address = facts_private_ip[a->private_ip];
    run_tell_text(run, "InstanceId", a->request.instance_id);
    run_tell_text(run, "NetworkInterfaceId", a->request.network_interface_id);
    run_tell_text(run, "PrivateIpAddress", a->request.private_ip_address);
}

/* What the request or the world says of the interface. */
static void draw_said(struct run *run, struct dice *dice,
                      struct ask_associate *a) {
    static const eip_status refusals[] = {
        EIP_ERR_INSTANCE_NOT_FOUND, EIP_ERR_INTERFACE_NOT_FOUND,
        EIP_ERR_INSTANCE_ID, EIP_ERR_INSTANCE_STATE};
    struct target *said = &a->said;

    said->instance = roll(dice, 3) != 0 ? 0 : (uint8_t)(1 + roll(dice, 3));
    said->interface = roll(dice, 3) != 0 ? 0 : (uint8_t)(1 + roll(dice, 3));
    said->subnet = (uint8_t)roll(dice, 3);
    said->private_ip =
        facts_private_number[roll(dice, 2) == 0 ? 0 : roll(dice, PRIVATE_GOOD)];
    said->owner = run_account[roll(dice, ACCOUNTS)];
    said->flags = (roll(dice, 2) == 0 ? EIP_INTERFACE_DEFAULT_VPC : 0) |
                  (rarely(dice, 16) ? EIP_INTERFACE_NO_GATEWAY : 0);
    said->group = roll(dice, 4) != 0 ? NOBODY : (int)roll(dice, GROUP_NAMES);
    a->is = (eip_interface)EIP_INTERFACE_INIT;
    a->is.flags = said->flags;
    a->is.owner = said->owner;
    a->is.network_interface_id = facts_interface[said->interface];
    a->is.instance_id = facts_instance[said->instance];
    a->is.subnet_id = facts_instance[said->subnet];
    if (said->group != NOBODY) {
        a->is.network_border_group = texts_group[said->group];
    }
    a->is.private_ip = said->private_ip;
    a->is_bad = rarely(dice, 64);
    if (a->is_bad) {
        a->is.reserved = 1;
    }
    a->world = rarely(dice, 16) ? refusals[roll(dice, 4)] : EIP_OK;
    run_tell(run, " interface=%u,%u,%u %08x flags=%u group=%d%s%s",
             said->instance, said->interface, said->subnet, said->private_ip,
             said->flags, said->group, a->is_bad ? " (malformed)" : "",
             a->world != EIP_OK ? " (refused)" : "");
}

static eip_status spoil(struct ask_associate *a, uint32_t fault) {
    switch (fault) {
    case 0:
        a->request.flags =
            EIP_ASSOCIATE_ALLOW_REASSOCIATION | EIP_ASSOCIATE_NO_REASSOCIATION;
        return EIP_ERR_ARGUMENT;
    case 1:
        a->request.flags |= 8;
        break;
    case 2:
        a->request.instance_id.reserved = 1;
        break;
    default:
        a->request.size -= 8;
        break;
    }
    return EIP_ERR_STRUCT_VERSION;
}

void associate_draw(struct run *run, struct dice *dice,
                    struct ask_associate *a) {
    uint32_t reassociation = roll(dice, 8);

    memset(a, 0, sizeof *a);
    a->request =
        (eip_associate_address_request)EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    ask_holder(run, dice, &a->by);
    draw_address(run, dice, a);
    draw_names(run, dice, a);
    a->dry = rarely(dice, 16);
    a->flags = (reassociation == 6   ? EIP_ASSOCIATE_ALLOW_REASSOCIATION
                : reassociation == 7 ? EIP_ASSOCIATE_NO_REASSOCIATION
                                     : 0);
    a->request.flags = a->flags | (a->dry ? EIP_ASSOCIATE_DRY_RUN : 0);
    a->brings = roll(dice, 2) == 0;
    if (a->brings || run->has_interfaces) {
        draw_said(run, dice, a);
    }
    a->request.interface = a->brings ? &a->is : NULL;
    a->form = a->subject.twice ? EIP_ERR_ARGUMENT : EIP_OK;
    if (rarely(dice, 64)) {
        a->form = spoil(a, roll(dice, 4));
    }
    run_tell(run, "%s flags=%u", a->dry ? " DryRun" : "", a->request.flags);
}
