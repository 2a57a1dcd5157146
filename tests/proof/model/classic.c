/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* MoveAddressToVpc, RestoreAddressToClassic: drawn, judged, asked of both. */
#include "proof/model/classic.h"

#include <string.h>

struct ask_move {
    struct ask_caller by;
    struct verdict verdict;
    eip_status form;
    bool restores;
    bool dry;
    bool is_malformed;
    bool is_there; /* already */
    uint32_t ip;
    int place;
    eip_classic_request request;
    char room[32];
};

/* -- drawing --------------------------------------------------------------- */

int classic_draw(const struct run *run, struct dice *dice, int account,
                 bool standard) {
    const struct account *a = &run->m.account[account];
    uint32_t first = roll(dice, 256);

    for (uint32_t i = 0; i < a->held; i++) {
        int place = a->place[(first + i) % a->held];
        const struct place *at = &run->m.place[place];

        if (standard ? at->standard : at->facts.came) {
            return place;
        }
    }
    return a->held == 0 ? (int)first : a->place[first % a->held];
}

void classic_caller(struct run *run, struct dice *dice, struct ask_caller *by) {
    /* All but one in eight have, or had, EC2-Classic. */
    struct dice one;
    struct step step = *dice->step;

    if (dice->at < STEP_BYTES && !rarely(dice, 8)) {
        step.byte[dice->at] = (uint8_t)(ACCOUNTS - 2 + step.byte[dice->at] % 2);
    }
    one = (struct dice){&step, dice->at};
    ask_caller(run, &one, by);
    dice->at = one.at;
}

static void draw_move(struct run *run, struct dice *dice, struct ask_move *a) {
    uint32_t which;

    memset(a, 0, sizeof *a);
    a->request = (eip_classic_request)EIP_CLASSIC_REQUEST_INIT;
    a->restores = roll(dice, 16) >= 10;
    run_tell(run, a->restores ? "restore_to_classic" : "move_to_vpc");
    classic_caller(run, dice, &a->by);
    which = roll(dice, 16);
    if (which < 13) {
        a->ip = run->m
                    .place[classic_draw(run, dice, a->by.account,
                                        rarely(dice, 8) == a->restores)]
                    .ip;
    } else {
        a->ip = run->m.place[roll_wide(dice, PLACES)].ip;
    }
    a->request.public_ip = texts_of_ip(a->ip, a->room);
    if (which == 15) {
        a->is_malformed = true;
        a->request.public_ip = texts_bad_address[roll(dice, BAD_ADDRESSES)];
    }
    if (rarely(dice, 64)) {
        a->request.public_ip = (eip_text){NULL, 0, 0};
    }
    a->dry = rarely(dice, 16);
    a->request.flags = a->dry ? EIP_CLASSIC_DRY_RUN : 0;
    if (rarely(dice, 128)) {
        a->form = EIP_ERR_STRUCT_VERSION;
        a->request.flags |= 4;
    }
    run_tell_text(run, "PublicIp", a->request.public_ip);
    run_tell(run, "%s", a->dry ? " DryRun" : "");
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_form(struct ask_move *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (a->request.public_ip.data == NULL) {
        return verdict_need(v, "PublicIp");
    }
    return a->is_malformed ? classic_malformed(a->request.public_ip, v)
                           : EIP_OK;
}

static eip_status find(const struct model *m, struct ask_move *a) {
    a->place = model_place(m, 0, a->ip);
    return a->place != NOBODY && m->place[a->place].holder == a->by.account
               ? EIP_OK
               : verdict_is(&a->verdict, EIP_ERR_AUTH_FAILURE, "PublicIp",
                            "The address '%.*s' does not belong to you.",
                            (int)a->request.public_ip.size,
                            a->request.public_ip.data);
}

static eip_status refuse(struct ask_move *a, eip_status status,
                         const char *why) {
    return verdict_is(&a->verdict, status, "PublicIp", "Address %.*s %s",
                      (int)a->request.public_ip.size, a->request.public_ip.data,
                      why);
}

static eip_status check_use(const struct model *m, struct ask_move *a) {
    if (facts_check_service(m, a->place, &a->verdict) != EIP_OK) {
        a->verdict.field = NULL;
        return a->verdict.status;
    }
    return m->place[a->place].facts.associated
               ? refuse(a, EIP_ERR_ADDRESS_IN_USE, "is in use.")
               : EIP_OK;
}

static eip_status check_state(const struct model *m, struct ask_move *a) {
    const struct place *at = &m->place[a->place];

    a->is_there = at->standard == a->restores;
    if (a->is_there) {
        return EIP_OK;
    }
    if (a->restores && !at->facts.came) {
        return refuse(a, EIP_ERR_INVALID_PARAMETER_VALUE,
                      "was not moved from EC2-Classic");
    }
    if (a->restores && !m->account[a->by.account].classic) {
        return refuse(a, EIP_ERR_UNSUPPORTED_OPERATION,
                      "cannot be restored to an account without EC2-Classic");
    }
    if (check_use(m, a) != EIP_OK) {
        return a->verdict.status;
    }
    return !a->restores && m->now_ms - at->taken_ms < EIP_CLASSIC_MOVE_MS
               ? refuse(a, EIP_ERR_INCORRECT_STATE,
                        "was allocated less than 24 hours ago")
               : EIP_OK;
}

/* -- asking ---------------------------------------------------------------- */

/* The id of one that comes for the first time is new; after that, the same. */
static bool same_id(struct run *run, struct place *at, uint64_t id) {
    if (at->id == 0) {
        if (!allocate_id_is_new(run, id)) {
            return run_differs(run, "the id %016llx was given before",
                               (unsigned long long)id);
        }
        at->id = id;
    }
    return at->id == id ||
           run_differs(run, "the id is %016llx, not %016llx",
                       (unsigned long long)id, (unsigned long long)at->id);
}

static bool done(struct run *run, const struct ask_move *a,
                 const eip_classic_response *got) {
    struct place *at = &run->m.place[a->place];
    const char *status = !a->is_there  ? "MoveInProgress"
                         : a->restores ? "InClassic"
                                       : "InVpc";

    if (!texts_equal(got->status, eip_text_of(status)) ||
        got->public_ip != (a->restores ? a->ip : 0) ||
        (a->restores && got->allocation_id != 0)) {
        return run_differs(run, "the answer of the move is %.*s",
                           (int)got->status.size, got->status.data);
    }
    if (!a->restores && !same_id(run, at, got->allocation_id)) {
        return false;
    }
    if (!a->is_there) {
        at->standard = a->restores;
        at->facts.came = !a->restores;
        at->facts.moved_ms = run->m.now_ms;
        at->facts.offered = at->facts.offered && !a->restores;
    }
    return true;
}

static bool step_move(struct run *run, struct dice *dice) {
    eip_classic_response got = EIP_CLASSIC_RESPONSE_INIT;
    struct ask_move a;
    eip_status status;

    draw_move(run, dice, &a);
    if (check_form(&a) == EIP_OK && find(&run->m, &a) == EIP_OK &&
        check_state(&run->m, &a) == EIP_OK && a.dry) {
        (void)verdict_is(&a.verdict, EIP_ERR_DRY_RUN, "", NULL);
    }
    status =
        a.restores
            ? eip_restore_address_to_classic(a.by.engine, a.by.caller,
                                             &a.request, &got, run_error(run))
            : eip_move_address_to_vpc(a.by.engine, a.by.caller, &a.request,
                                      &got, run_error(run));
    return verdict_same(run, &a.by, &a.verdict, status,
                        a.restores ? "ec2:RestoreAddressToClassic"
                                   : "ec2:MoveAddressToVpc") &&
           (status != EIP_OK || done(run, &a, &got));
}

bool step_classic(struct run *run, struct dice *dice) {
    return roll(dice, 4) == 3 ? classic_show(run, dice) : step_move(run, dice);
}
