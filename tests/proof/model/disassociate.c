/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DisassociateAddress: drawn, judged, asked of both. */
#include "proof/model/associate.h"

#include <string.h>

struct ask_part {
    struct ask_caller by;
    struct verdict verdict;
    eip_status form;
    bool by_id;
    bool is_nonsense;
    uint64_t id;
    bool by_ip;
    bool ip_is_malformed;
    uint32_t ip;
    bool dry;
    eip_disassociate_address_request request;
    char room[2][40];
};

/* -- drawing --------------------------------------------------------------- */

/* An association of the account's, mostly. */
static uint64_t draw_association(const struct run *run, struct dice *dice,
                                 int account) {
    const struct account *a = &run->m.account[account];
    uint32_t first = roll(dice, 256);

    for (uint32_t i = 0; i < a->held; i++) {
        const struct facts *facts =
            &run->m.place[a->place[(first + i) % a->held]].facts;

        if (facts->association != 0) {
            return facts->association;
        }
    }
    return run->m.place[roll_wide(dice, PLACES)].facts.association;
}

static void draw_part_id(struct run *run, struct dice *dice,
                         struct ask_part *p) {
    uint32_t how = roll(dice, 16);

    p->by_id = true;
    p->id =
        how == 15 ? run->dissolved : draw_association(run, dice, p->by.account);
    if (how < 7 && p->id != 0) {
        p->request.association_id = p->id;
        return;
    }
    (void)snprintf(p->room[0], sizeof p->room[0], "eipassoc-0%016llx",
                   (unsigned long long)p->id);
    p->request.association_id_text = eip_text_of(p->room[0]);
    if (how == 14) {
        p->is_nonsense = true;
        p->request.association_id_text = eip_text_of("eipassoc-12");
    }
    run_tell_text(run, "AssociationId", p->request.association_id_text);
}

static void draw_part(struct run *run, struct dice *dice, struct ask_part *p) {
    const struct account *account;
    uint32_t how = roll(dice, 32);
    int place;

    memset(p, 0, sizeof *p);
    p->request =
        (eip_disassociate_address_request)EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;
    ask_holder(run, dice, &p->by);
    account = &run->m.account[p->by.account];
    place = (int)roll_wide(dice, 65536);
    place = account->held == 0
                ? place % PLACES
                : account->place[(uint32_t)place % account->held];
    if (how != 31 && how != 30 && (how < 20 || !run->m.place[place].standard)) {
        draw_part_id(run, dice, p);
    }
    if (how >= 28 || (how >= 20 && run->m.place[place].standard)) {
        p->by_ip = how != 31;
        p->ip =
            run->m.place[rarely(dice, 8) ? (int)roll_wide(dice, PLACES) : place]
                .ip;
        p->request.public_ip = texts_of_ip(p->ip, p->room[1]);
        if (rarely(dice, 16)) {
            p->ip_is_malformed = true;
            p->request.public_ip = texts_bad_address[roll(dice, BAD_ADDRESSES)];
        }
        p->ip_is_malformed = p->ip_is_malformed && p->by_ip;
        if (!p->by_ip) {
            p->request.public_ip = (eip_text){NULL, 0, 0};
        }
        run_tell_text(run, "PublicIp", p->request.public_ip);
    }
    p->dry = rarely(dice, 16);
    p->request.flags = p->dry ? EIP_DISASSOCIATE_DRY_RUN : 0;
    if (rarely(dice, 64)) {
        p->form = EIP_ERR_ARGUMENT;
        p->request.association_id = 1;
        p->request.association_id_text = eip_text_of("eipassoc-1");
    }
    run_tell(run, " AssociationId=%llx%s",
             (unsigned long long)p->request.association_id,
             p->dry ? " DryRun" : "");
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_part(struct ask_part *p) {
    struct verdict *v = &p->verdict;
    eip_text ip = p->request.public_ip;

    if (verdict_begin(v, p->form, &p->by) != EIP_OK) {
        return v->status;
    }
    if (p->ip_is_malformed) {
        return verdict_is(v, EIP_ERR_ADDRESS_MALFORMED, "PublicIp",
                          "Invalid IPv4 address '%.*s'. An address has the "
                          "form xx.xx.xx.xx; for example, 55.123.45.67",
                          (int)ip.size, ip.data);
    }
    if (p->by_id && p->by_ip) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION, "PublicIp",
                          "You may specify public IP or association id, but "
                          "not both in the same call");
    }
    if (!p->by_id && !p->by_ip) {
        return verdict_is(v, EIP_ERR_MISSING_PARAMETER, "AssociationId",
                          "Either public IP or association id must be "
                          "specified");
    }
    return EIP_OK;
}

static int find_part_id(const struct model *m, struct ask_part *p) {
    const struct account *a = &m->account[p->by.account];
    char text[40];
    eip_text id = p->request.association_id_text;

    for (uint32_t i = 0; i < a->held && !p->is_nonsense; i++) {
        if (p->id != 0 && m->place[a->place[i]].facts.association == p->id) {
            return a->place[i];
        }
    }
    if (id.data == NULL) {
        (void)snprintf(text, sizeof text, "eipassoc-0%016llx",
                       (unsigned long long)p->id);
        id = eip_text_of(text);
    }
    (void)verdict_is(
        &p->verdict, EIP_ERR_ASSOCIATION_ID_NOT_FOUND, "AssociationId",
        "The association ID '%.*s' does not exist", (int)id.size, id.data);
    return NOBODY;
}

static int find_part(const struct model *m, struct ask_part *p) {
    struct verdict *v = &p->verdict;
    eip_text ip = p->request.public_ip;
    int place;

    if (p->by_id) {
        return find_part_id(m, p);
    }
    place = model_place(m, 0, p->ip);
    if (place == NOBODY || m->place[place].holder != p->by.account) {
        (void)verdict_is(v, EIP_ERR_AUTH_FAILURE, "PublicIp",
                         "The address '%.*s' does not belong to you.",
                         (int)ip.size, ip.data);
        return NOBODY;
    }
    if (!m->place[place].standard) {
        (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "PublicIp",
                         "You must specify an association id when unmapping "
                         "an address from a VPC instance");
        return NOBODY;
    }
    return place;
}

/* -- asking ---------------------------------------------------------------- */

bool step_disassociate(struct run *run, struct dice *dice) {
    struct ask_part p;
    int place = NOBODY;
    eip_status got;

    run_tell(run, "disassociate");
    draw_part(run, dice, &p);
    if (check_part(&p) == EIP_OK) {
        place = find_part(&run->m, &p);
    }
    if (place != NOBODY &&
        facts_check_service(&run->m, place, &p.verdict) == EIP_OK && p.dry) {
        (void)verdict_is(&p.verdict, EIP_ERR_DRY_RUN, "", NULL);
    }
    got = eip_disassociate_address(p.by.engine, p.by.caller, &p.request,
                                   run_error(run));
    if (!verdict_same(run, &p.by, &p.verdict, got, "ec2:DisassociateAddress")) {
        return false;
    }
    if (got == EIP_OK) {
        associate_end(run, &run->m.place[place].facts);
    }
    return true;
}
